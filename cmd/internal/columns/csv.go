package columns

import (
	"encoding/csv"
	"io"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
)

// csvWriter writes RFC 4180 with CRLF, UTF-8 with a byte order mark.
type csvWriter struct {
	out     *csv.Writer
	columns []column
}

func newCSV(w io.Writer, columns []column) (*csvWriter, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	c := &csvWriter{out: csv.NewWriter(w), columns: columns}
	c.out.UseCRLF = true
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.name
	}
	return c, c.out.Write(names)
}

func (c *csvWriter) row(_ ledger.Entry, values []string) error {
	for i, v := range values {
		if c.columns[i].form == event.FormText {
			values[i] = report.Field(v)
		}
	}
	return c.out.Write(values)
}

func (c *csvWriter) end() error {
	c.out.Flush()
	return c.out.Error()
}
