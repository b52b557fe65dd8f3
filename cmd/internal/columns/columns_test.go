package columns_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/columns"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

var update = flag.Bool("update", false, "write the table of every type into testdata")

// envelope are the columns that come first and that every event fills.
var envelope = []string{"position", "id", "stream", "revision", "recorded_at", "actor", "correlation", "causation", "type", "version", "reversed_by", "reverses"}

// formulas are texts that a spreadsheet program would compute or run. A fact has no
// text that begins with a space or something that is not seen.
var formulas = []string{"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠A1"}

// history returns a log with the example of every type, an amount as large and as
// small as there are, dates at both ends, and notes that are formulas.
func history(t *testing.T) *memory.Store {
	t.Helper()
	log := new(memory.Store)
	next := map[string]store.Revision{}
	at := time.Date(2026, 1, 15, 2, 0, 0, 123_456_000, time.UTC)
	record := func(e event.Event) {
		t.Helper()
		wire, version, data, err := event.Encode(e)
		if err != nil {
			t.Fatalf("%T: %v", e, err)
		}
		stream := aggregates.StreamOf(e)
		at = at.Add(time.Minute)
		_, err = log.Append(t.Context(), store.Append{
			Stream: stream, Expected: next[stream] - 1, RecordedAt: at, Actor: "经办, \"甲\"", Correlation: "01KEZP3380GQF1W69HKQT8KHX4", Causation: "import =1.csv",
			Events: []store.Event{{Type: wire, Version: version, Data: data}},
		})
		if err != nil {
			t.Fatal(err)
		}
		next[stream]++
	}
	for _, typ := range event.Types() {
		record(typ.Example)
	}
	for i, amount := range []money.Fen{1, 100_000_000_000_000_00} {
		day := []fund.Date{fund.NewDate(1970, time.January, 1), fund.NewDate(2099, time.December, 31)}[i]
		record(event.PremiumReceived{Fact: event.Fact{Document: fmt.Sprint("D-", i), OccurredOn: day, Count: 1}, Fund: "441300.390", Amount: amount})
	}
	for i, note := range formulas {
		record(event.PremiumReceived{Fact: event.Fact{Document: fmt.Sprint("=F-", i), OccurredOn: fund.NewDate(2025, time.July, 31),
			Count: 1, Note: note}, Fund: "441300.390", Amount: 100})
	}
	return log
}

// table returns the log as CSV, read by a reader of CSV.
func table(t *testing.T, log store.Store) (text []byte, header []string, rows []map[string]string) {
	t.Helper()
	var out bytes.Buffer
	n, err := columns.Write(t.Context(), &out, log, columns.CSV, nil)
	if err != nil {
		t.Fatal(err)
	}
	rest, marked := strings.CutPrefix(out.String(), "\ufeff")
	if !marked || strings.Contains(strings.ReplaceAll(rest, "\r\n", ""), "\n") {
		t.Error("no byte order mark, or a line that does not end in CR LF")
	}
	records, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
	if err != nil || int64(len(records)) != n+1 {
		t.Fatalf("%d records, said %d rows, %v", len(records), n, err)
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return out.Bytes(), records[0], rows
}

// The table of every type stands in testdata. After a wanted change:
//
//	go test ./cmd/internal/columns -update
func TestCSV(t *testing.T) {
	log := history(t)
	text, header, rows := table(t, log)
	golden := filepath.Join("testdata", "every-type.csv")
	if *update {
		if err := os.WriteFile(golden, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, want) {
		t.Errorf("the table is not that in %s; look at the difference and run\ngo test ./cmd/internal/columns -update", golden)
	}
	if !slices.Equal(header[:len(envelope)], envelope) || !slices.IsSorted(header[len(envelope):]) {
		t.Errorf("the columns are %v", header)
	}
	i := 0
	for r, err := range log.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		row := rows[i]
		for name, want := range said(t, r) {
			if got := row[name]; got != want && got != "'"+want {
				t.Errorf("event %d, %s: %q, want %q", i, name, got, want)
			}
			delete(row, name)
		}
		for name, rest := range row {
			if rest != "" {
				t.Errorf("event %d has no %s, the table %q", i, name, rest)
			}
		}
		i++
	}
}

// A fact that was reversed names the position of its reversal, and that the fact's; two
// equal facts of two streams are told apart.
func TestReversed(t *testing.T) {
	var log memory.Store
	fact := event.PremiumReceived{Fact: event.Fact{Document: "P-1", OccurredOn: fund.NewDate(2025, time.July, 31), Count: 1},
		Fund: "441300.390", Amount: 100}
	wire, version, data, err := event.Encode(fact)
	if err != nil {
		t.Fatal(err)
	}
	record := func(stream string, e event.Event) {
		t.Helper()
		wire, version, data, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		revision := store.NoStream
		for r, err := range log.Stream(t.Context(), stream, 0) {
			if err != nil {
				t.Fatal(err)
			}
			revision = r.Revision
		}
		if _, err := log.Append(t.Context(), store.Append{
			Stream: stream, Expected: revision, RecordedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Actor: "clerk",
			Events: []store.Event{{Type: wire, Version: version, Data: data}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	record("premium-a", fact)
	record("premium-b", fact)
	record("premium-b", event.FactReversed{
		Fact: event.Fact{Document: "X-1", OccurredOn: fund.NewDate(2025, time.August, 1), Count: 1},
		Of:   store.EventID("premium-b", wire, version, data).String(), OfType: wire, OfVersion: int64(version), OfData: string(data),
	})
	_, _, rows := table(t, &log)
	var got []string
	for _, r := range rows {
		got = append(got, r["reversed_by"]+"/"+r["reverses"])
	}
	if want := []string{"/", "2/", "/1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// said returns what the columns of an event must say; those that are left out are empty.
func said(t *testing.T, r store.Recorded) map[string]string {
	t.Helper()
	e, err := event.Decode(r.Type, r.Version, r.Data)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{
		"position": fmt.Sprint(r.Position), "id": r.ID().String(), "stream": r.Stream, "revision": fmt.Sprint(r.Revision),
		"recorded_at": r.RecordedAt.Format("2006-01-02T15:04:05.000000Z"), "actor": r.Actor, "correlation": r.Correlation, "causation": r.Causation,
		"type": r.Type, "version": fmt.Sprint(r.Version),
	}
	for name, value := range event.Values(e) {
		out[name] = value
	}
	return out
}

// A field of an event would overwrite a column of the envelope that has its name,
// and two types that mean different forms by one name would not fit one column.
func TestColumnNames(t *testing.T) {
	forms := map[string]event.Form{}
	for _, typ := range event.Types() {
		for _, f := range typ.Fields {
			if slices.Contains(envelope, f.Name) {
				t.Errorf("%s has a field %s, which is a column of the envelope", typ.Wire, f.Name)
			}
			if form, known := forms[f.Name]; known && form != f.Form {
				t.Errorf("%s: the field %s has another form than in other types", typ.Wire, f.Name)
			}
			forms[f.Name] = f.Form
		}
	}
	_, header, _ := table(t, new(memory.Store))
	if len(header) != len(envelope)+len(forms) {
		t.Errorf("%d columns, want %d", len(header), len(envelope)+len(forms))
	}
}

// No cell begins as a formula does, but numbers do: a negative amount is one.
func TestNoFormulas(t *testing.T) {
	_, _, rows := table(t, history(t))
	guarded := 0
	for i, row := range rows {
		for name, cell := range row {
			if strings.ContainsRune("=+-@＝＋－＠\t\r\n ", append([]rune(cell), 'x')[0]) {
				t.Errorf("row %d, %s: %q", i, name, cell)
			}
			if strings.HasPrefix(cell, "'") {
				guarded++
			}
		}
	}
	if guarded < 15 {
		t.Errorf("%d guarded cells only", guarded)
	}
}

// An unknown format, an unfinished context and a writer that fails are told.
func TestFailures(t *testing.T) {
	log := history(t)
	if _, err := columns.Write(t.Context(), new(bytes.Buffer), log, "xlsx", nil); err == nil {
		t.Error("xlsx was written")
	}
	for _, format := range []columns.Format{columns.CSV, columns.Parquet} {
		var out bytes.Buffer
		if _, err := columns.Write(t.Context(), &out, log, format, nil); err != nil {
			t.Fatal(err)
		}
		for room := 0; room < out.Len(); room += 1 + out.Len()/20 {
			if _, err := columns.Write(t.Context(), &narrow{room}, log, format, nil); err == nil {
				t.Errorf("%s: %d of %d bytes were written without an error", format, room, out.Len())
			}
		}
	}
}

// narrow is a disk with room for so many bytes.
type narrow struct{ room int }

func (n *narrow) Write(p []byte) (int, error) {
	if len(p) > n.room {
		return n.room, fmt.Errorf("no room")
	}
	n.room -= len(p)
	return len(p), nil
}
