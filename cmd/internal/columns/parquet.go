package columns

import (
	"fmt"
	"io"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// parquetWriter writes Parquet, compressed with zstd. Its columns are in the order
// of their names: the library sorts them.
type parquetWriter struct {
	out     *parquet.GenericWriter[any]
	columns []column
	place   []int // of a column in a row of the file
	rows    []parquet.Row
}

const (
	batchRows = 512     // handed to the library at once
	groupRows = 1 << 15 // that it keeps in memory before it writes them
)

func newParquet(w io.Writer, columns []column) *parquetWriter {
	group := parquet.Group{}
	for _, c := range columns {
		node := parquet.String()
		switch {
		case c.name == "recorded_at":
			node = parquet.Timestamp(parquet.Microsecond)
		case c.form == event.FormYuan:
			node = parquet.Decimal(2, 18, parquet.Int64Type)
		case c.form == event.FormDate:
			node = parquet.Date()
		case c.form == event.FormWhole:
			node = parquet.Int(64)
		case c.form == event.FormText:
		}
		group[c.name] = parquet.Optional(node)
	}
	schema := parquet.NewSchema("events", group)
	p := &parquetWriter{columns: columns,
		out: parquet.NewGenericWriter[any](w, schema, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(groupRows))}
	order := map[string]int{}
	for i, f := range schema.Fields() {
		order[f.Name()] = i
	}
	for _, c := range columns {
		p.place = append(p.place, order[c.name])
	}
	return p
}

func (p *parquetWriter) row(entry ledger.Entry, values []string) error {
	row := make(parquet.Row, len(p.columns))
	for i, c := range p.columns {
		v, err := value(entry, c, values[i])
		if err != nil {
			return err
		}
		defined := 1
		if v.IsNull() {
			defined = 0
		}
		row[p.place[i]] = v.Level(0, defined, p.place[i])
	}
	p.rows = append(p.rows, row)
	if len(p.rows) < batchRows {
		return nil
	}
	return p.flush()
}

func (p *parquetWriter) flush() error {
	_, err := p.out.WriteRows(p.rows)
	p.rows = p.rows[:0]
	return err
}

// value returns a value in the form of its column. DECIMAL(18,2) holds a hundred
// times the largest amount that an event may have.
func value(entry ledger.Entry, c column, text string) (parquet.Value, error) {
	switch {
	case text == "":
		return parquet.NullValue(), nil
	case c.name == "recorded_at":
		return parquet.Int64Value(entry.RecordedAt.UnixMicro()), nil
	}
	switch c.form {
	case event.FormYuan:
		f, err := money.Parse(text)
		return parquet.Int64Value(int64(f)), err
	case event.FormDate:
		d, ok := fund.ParseDate(text)
		if !ok {
			return parquet.Value{}, fmt.Errorf("%s is no date", text)
		}
		return parquet.Int32Value(int32(d.Since1970())), nil
	case event.FormWhole:
		n, err := strconv.ParseInt(text, 10, 64)
		return parquet.Int64Value(n), err
	case event.FormText:
	}
	return parquet.ByteArrayValue([]byte(text)), nil
}

func (p *parquetWriter) end() error {
	if err := p.flush(); err != nil {
		return err
	}
	return p.out.Close()
}
