// Package markdown prints a document as Markdown, for whoever finishes it in an office program.
package markdown

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Write writes a document to w. Tables have pipes; a chart is the table of its figures; whatever
// is text stays text. Errors: that of a document that is not well formed, before anything is
// written, and those of w.
func Write(w io.Writer, d paper.Document) error {
	if err := d.Check(); err != nil {
		return err
	}
	p := page{Document: d, Writer: bufio.NewWriter(w), asked: map[string]bool{}} // keeps the first error of w until Flush
	p.ask()
	p.put("# %s\n\n", escaped(d.Title))
	p.pairs(d.Cover)
	for _, b := range d.Blocks {
		p.block(b)
	}
	p.put("%s\n", escaped(d.Foot))
	return p.Flush()
}

// page is a page that is being written.
type page struct {
	paper.Document
	*bufio.Writer
	asked map[string]bool // the IDs that links of the document lead to
}

// put writes a piece of the page.
func (p page) put(format string, args ...any) { fmt.Fprintf(p.Writer, format, args...) }

// ask notes where links lead.
func (p page) ask() {
	note := func(link string) {
		if id, within := strings.CutPrefix(link, "#"); within {
			p.asked[id] = true
		}
	}
	for _, b := range p.Blocks {
		switch b := b.(type) {
		case paper.Paragraph:
			for _, r := range b.Runs {
				note(r.Link)
			}
		case paper.Table:
			for _, row := range b.Rows {
				for _, c := range row.Cells {
					note(c.Link)
				}
			}
		case paper.Chart:
			for _, s := range b.Series {
				for _, point := range s.Points {
					note(point.Link)
				}
			}
		case paper.Heading, paper.Proof, paper.PageBreak:
		}
	}
}

// anchor is the place that links to an ID lead to, if any does.
func (p page) anchor(id string) string {
	if !p.asked[id] {
		return ""
	}
	return `<a id="` + id + `"></a>`
}

// block writes a part of the document.
func (p page) block(b paper.Block) {
	switch b := b.(type) {
	case paper.Heading:
		p.put("%s %s%s\n\n", strings.Repeat("#", b.Level+1), p.anchor(b.ID), escaped(b.Text))
	case paper.Paragraph:
		for i, r := range b.Runs {
			text := run(r.Text, r.Link)
			if i == 0 {
				text = begun(text)
			}
			p.put("%s", text)
		}
		p.put("\n\n")
	case paper.Table:
		p.table(b)
	case paper.Chart:
		p.chart(b)
	case paper.Proof:
		p.put("## %s\n\n", escaped(b.Title))
		p.pairs(b.Rows)
	case paper.PageBreak:
	}
}

// begun is a text at the begin of a line, where signs say what a line is.
func begun(s string) string {
	digits := strings.TrimLeft(s, "0123456789")
	if n := len(s) - len(digits); n > 0 && (strings.HasPrefix(digits, ".") || strings.HasPrefix(digits, ")")) {
		return s[:n] + `\` + digits
	}
	if s != "" && strings.ContainsRune("-+=", rune(s[0])) {
		return `\` + s
	}
	return s
}

// pairs writes names and values.
func (p page) pairs(rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	p.put("| | |\n|:--|:--|\n")
	for _, row := range rows {
		p.put("| %s | %s |\n", escaped(row[0]), escaped(row[1]))
	}
	p.put("\n")
}

// table writes a table.
func (p page) table(t paper.Table) {
	p.put("%s**%s**", p.anchor(t.ID), escaped(t.Caption))
	if t.Unit != "" {
		p.put("　%s", escaped(t.Unit))
	}
	p.put("\n\n|")
	for _, c := range t.Columns {
		p.put(" %s |", escaped(c.Title))
	}
	p.put("\n|")
	for _, c := range t.Columns {
		p.put("%s|", align(c.Numbers))
	}
	p.put("\n")
	for _, row := range t.Rows {
		p.put("|")
		for i, c := range row.Cells {
			text := run(c.Text, c.Link)
			if row.Strong && text != "" {
				text = "**" + text + "**"
			}
			if i == 0 {
				text = p.anchor(row.ID) + strings.Repeat("　", row.Level) + text
			}
			p.put(" %s |", text)
		}
		p.put("\n")
	}
	p.put("\n")
	for _, note := range t.Notes {
		p.put("%s\n\n", begun(escaped(note)))
	}
}

// align is the line below the headings.
func align(numbers bool) string {
	if numbers {
		return "--:"
	}
	return ":--"
}

// chart writes the figures of a chart as a table.
func (p page) chart(c paper.Chart) {
	p.put("| %s |", escaped(c.Unit))
	for _, s := range c.Series {
		p.put(" %s |", escaped(s.Name))
	}
	p.put("\n|:--|%s\n", strings.Repeat("--:|", len(c.Series)))
	for i, label := range c.Labels {
		p.put("| %s |", escaped(label))
		for _, s := range c.Series {
			point := s.Points[i]
			if !point.Known {
				point.Text = lang.Text{ZH: "缺数", EN: "missing"}.In(p.Lang)
			}
			p.put(" %s |", run(point.Text, point.Link))
		}
		p.put("\n")
	}
	p.put("\n%s**%s**\n\n", p.anchor(c.ID), escaped(c.Caption))
}

// run is a piece of text.
func run(text, link string) string {
	text = escaped(text)
	if link == "" || text == "" {
		return text
	}
	return "[" + text + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "", "|", "%7C").Replace(link) + ">)"
}

// escaped is a text in which no sign says how it looks.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString("<br>")
			continue
		case strings.ContainsRune("\\`*_[]<>|#~$&", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
