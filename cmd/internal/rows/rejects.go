package rows

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// ErrExtension is returned by CreateRejects for a path that says another format.
var ErrExtension = errors.New("rows: the extension of the rejects file says another format")

// Rejects writes rejected rows into a file that can be mended and opened again:
// in the format, with the columns and with the separator of the file they come
// from, in UTF-8 with its mark and with CRLF. What is wrong stands in a first
// column or member, "fault"; all else stands as it did, byte for byte once
// decoded, but for spaces between the members of a JSON object, and for an
// apostrophe in front of a cell that a spreadsheet would compute, which the
// Reader takes off again. A line that is no JSON object is written as it stood,
// without its fault.
type Rejects struct {
	from   *Reader
	lang   lang.Lang
	path   string
	file   *os.File // nil before the first row
	w      *bufio.Writer
	count  int
	closed bool
}

// CreateRejects returns the rejects of what from reads, told in language l. The
// file is made with the first row and never replaces another. Error:
// ErrExtension.
func CreateRejects(path string, from *Reader, l lang.Lang) (*Rejects, error) {
	if f, ok := formatOf(path); !ok || f != from.src.format {
		return nil, fmt.Errorf("%w: %s does not end in %s", ErrExtension, path, from.Ext())
	}
	return &Rejects{from: from, lang: l, path: path}, nil
}

// Write writes a row with what is wrong with it; the zero Row is left out. The
// text of a row that was too long is not known: what is written for it is a
// fault again until it is replaced. Errors: fs.ErrExist if there is such a file
// already; others of the file system.
func (j *Rejects) Write(row Row, faults []Fault) error {
	if row.Line == 0 {
		return nil
	}
	if err := j.start(); err != nil {
		return err
	}
	j.count++
	fault := j.tell(row, faults)
	if row.src.format == csvFormat {
		j.writeCSV(row, fault)
	} else {
		j.writeJSON(row, fault)
	}
	if _, err := j.w.WriteString("\r\n"); err != nil { // bufio gives the first error again
		return fmt.Errorf("rows: %s: %w", j.path, err)
	}
	return nil
}

// Flush makes sure that what was written is in the file.
func (j *Rejects) Flush() error {
	if j.w == nil {
		return nil
	}
	if err := j.w.Flush(); err != nil {
		return fmt.Errorf("rows: %s: %w", j.path, err)
	}
	return nil
}

// start makes the file and its header.
func (j *Rejects) start() error {
	if j.w != nil {
		return nil
	}
	file, err := os.OpenFile(j.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("rows: %w", err)
	}
	j.file = file
	j.to(file)
	return nil
}

// to writes what comes before the rows to w.
func (j *Rejects) to(w io.Writer) {
	j.w = bufio.NewWriter(w)
	_, _ = j.w.WriteString(utf8Mark)
	if src := j.from.src; src.format == csvFormat {
		_, _ = j.w.WriteString(FaultColumn + string(src.sep) + src.header.withoutFault() + "\r\n")
	}
}

// tell returns the faults of a row on one line that starts with a letter, so
// that no spreadsheet takes it for a formula and no quote left open in the row
// before reaches beyond it.
func (j *Rejects) tell(row Row, faults []Fault) string {
	place := func(line int) string { return lang.F("第%d行", "line %d", line).In(j.lang) }
	var b strings.Builder
	if len(faults) == 0 {
		b.WriteString(place(row.Line))
	}
	for i, f := range faults {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(place(max(f.Line, row.Line)))
		f.details(&b, j.lang)
	}
	// Every character may take two bytes more by its escape.
	told := printable(b.String(), maxFault)
	if len(told) > maxFault/2-100 {
		told = strings.ToValidUTF8(told[:maxFault/2-100], "") + "…"
	}
	return told
}

func (j *Rejects) writeCSV(row Row, fault string) {
	_, _ = j.w.WriteString(`"` + strings.ReplaceAll(fault, `"`, `""`) + `"`)
	if !row.lost && row.count() > 0 {
		_ = j.w.WriteByte(row.src.sep)
		_, _ = j.w.WriteString(row.guarded())
	}
}

func (j *Rejects) writeJSON(row Row, fault string) {
	if row.broken {
		_, _ = j.w.WriteString(row.text)
		return
	}
	escape := strings.NewReplacer(`"`, `\"`, `\`, `\\`)
	_, _ = j.w.WriteString(`{` + strconv.Quote(FaultColumn) + `:"` + escape.Replace(fault) + `"`)
	if !row.lost && len(row.cells) > 0 {
		_, _ = j.w.WriteString("," + row.members())
	}
	_ = j.w.WriteByte('}')
}

// Count returns how many rows are written.
func (j *Rejects) Count() int { return j.count }

// Close makes what is written durable and closes the file. Error: that of the
// file system.
func (j *Rejects) Close() error {
	if j.w == nil || j.closed {
		return nil
	}
	j.closed = true
	err := j.w.Flush()
	if j.file != nil {
		if err == nil {
			err = j.file.Sync()
		}
		err = errors.Join(err, j.file.Close())
	}
	if err != nil {
		return fmt.Errorf("rows: %s: %w", j.path, err)
	}
	return nil
}
