package columns_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/fundledger/fundledger/cmd/internal/columns"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// open writes a log as Parquet and opens it with the library.
func open(t *testing.T, log store.Store) *parquet.File {
	t.Helper()
	var out bytes.Buffer
	rows, err := columns.Write(t.Context(), &out, log, columns.Parquet, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != rows {
		t.Fatalf("%d rows in the file, %d written", f.NumRows(), rows)
	}
	return f
}

// Every column has the type that the package comment says, and may be null.
func TestParquetTypes(t *testing.T) {
	want := map[string]string{}
	for _, name := range envelope {
		want[name] = "STRING"
	}
	for _, name := range []string{"position", "revision", "version", "reversed_by", "reverses"} {
		want[name] = "INT(64,true)"
	}
	want["recorded_at"] = "TIMESTAMP(isAdjustedToUTC=true,unit=MICROS)"
	kinds := map[event.Form]string{event.FormText: "STRING", event.FormYuan: "DECIMAL(18,2)", event.FormDate: "DATE", event.FormWhole: "INT(64,true)"}
	for _, typ := range event.Types() {
		for _, f := range typ.Fields {
			want[f.Name] = kinds[f.Form]
		}
	}
	fields := open(t, new(memory.Store)).Schema().Fields()
	if len(fields) != len(want) {
		t.Errorf("%d columns, want %d", len(fields), len(want))
	}
	for _, f := range fields {
		if got := f.Type().LogicalType().String(); got != want[f.Name()] || !f.Optional() || !f.Leaf() {
			t.Errorf("%s is %s, want %s", f.Name(), got, want[f.Name()])
		}
	}
}

// Every value read back is that of the event, and where the event has none it is null.
func TestParquetValues(t *testing.T) {
	log := history(t)
	f := open(t, log)
	names := make([]string, 0, len(f.Schema().Fields()))
	forms := map[string]string{}
	for _, field := range f.Schema().Fields() {
		names = append(names, field.Name())
		forms[field.Name()] = field.Type().LogicalType().String()
	}
	reader := parquet.NewReader(f)
	defer reader.Close()
	rows := make([]parquet.Row, 1)
	values, nulls := 0, 0
	for r, err := range log.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if n, err := reader.ReadRows(rows); n != 1 {
			t.Fatalf("event %d: %v", r.Position, err)
		}
		want := said(t, r)
		for i, v := range rows[0] {
			name := names[v.Column()]
			if i != v.Column() || v.IsNull() != (want[name] == "") {
				t.Fatalf("event %d, %s: null is %t, want %q", r.Position, name, v.IsNull(), want[name])
			}
			if v.IsNull() {
				nulls++
				continue
			}
			values++
			if got := plain(v, forms[name]); got != want[name] {
				t.Errorf("event %d, %s: %q, want %q", r.Position, name, got, want[name])
			}
		}
	}
	if n, err := reader.ReadRows(rows); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d rows more: %v", n, err)
	}
	if values < 700 || nulls < 3*values {
		t.Errorf("compared %d values and %d nulls only", values, nulls)
	}
}

// plain returns a value as events write it.
func plain(v parquet.Value, form string) string {
	switch {
	case strings.HasPrefix(form, "DECIMAL"):
		return money.Fen(v.Int64()).String()
	case form == "DATE":
		return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)
	case strings.HasPrefix(form, "TIMESTAMP"):
		return time.UnixMicro(v.Int64()).UTC().Format(store.TimeFormat)
	case strings.HasPrefix(form, "INT"):
		return fmt.Sprint(v.Int64())
	}
	return string(v.ByteArray())
}

// A log of many rows is written in several pieces and read back in order.
func TestParquetOfManyRows(t *testing.T) {
	log := new(memory.Store)
	const rows = 3*512 + 7
	var events []store.Event
	for i := range rows {
		wire, version, data, err := event.Encode(event.PremiumReceived{
			Fact: event.Fact{Document: fmt.Sprint("P-", i), OccurredOn: 20000, Count: 1}, Fund: "441300.390", Amount: money.Fen(i + 1)})
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, store.Event{Type: wire, Version: version, Data: data})
	}
	if _, err := log.Append(t.Context(),
		store.Append{Stream: "many", Expected: store.NoStream, RecordedAt: time.Unix(0, 0).UTC(), Actor: "clerk", Events: events}); err != nil {
		t.Fatal(err)
	}
	f := open(t, log)
	at := 0
	for i, field := range f.Schema().Fields() {
		if field.Name() == "amount" {
			at = i
		}
	}
	reader := parquet.NewReader(f)
	defer reader.Close()
	buffer := make([]parquet.Row, rows)
	for n := 0; n < rows; {
		read, err := reader.ReadRows(buffer)
		for _, row := range buffer[:read] {
			if n++; row[at].Int64() != int64(n) {
				t.Fatalf("row %d has the amount %d", n, row[at].Int64())
			}
		}
		if read == 0 {
			t.Fatalf("%d rows, %v", n, err)
		}
	}
}
