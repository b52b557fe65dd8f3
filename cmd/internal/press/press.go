// Package press prints a document in each of its formats.
package press

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/html"
	"github.com/fundledger/fundledger/cmd/internal/paper/markdown"
	"github.com/fundledger/fundledger/cmd/internal/paper/pdf"
	"github.com/fundledger/fundledger/cmd/internal/paper/sheet"
)

// Format is a format of printed documents: the ending of its files.
type Format string

// The formats.
const (
	HTML     Format = ".html"
	PDF      Format = ".pdf"
	XLSX     Format = ".xlsx"
	Markdown Format = ".md"
)

// Formats are all formats, in their order.
func Formats() []Format { return []Format{HTML, PDF, XLSX, Markdown} }

// FormatOf returns the format that a file has by its name, and whether it has one.
func FormatOf(path string) (Format, bool) {
	f := Format(strings.ToLower(filepath.Ext(path)))
	return f, slices.Contains(Formats(), f)
}

// Press is what all formats are printed with.
type Press struct {
	Root  string      // of the ledger, at the foot of the pages of a workbook
	Fonts pdf.Options // of PDF
}

// Write prints a document. The same document, root and fonts give the same bytes. Errors: those of
// the packages that print it.
func (p Press) Write(w io.Writer, f Format, d paper.Document) error {
	switch f {
	case HTML:
		return html.Write(w, d)
	case PDF:
		return pdf.Write(w, d, p.Fonts)
	case XLSX:
		return sheet.Write(w, d, p.Root)
	case Markdown:
		return markdown.Write(w, d)
	}
	panic("press: no format: " + string(f))
}
