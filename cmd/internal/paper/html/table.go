package html

import (
	"fmt"
	"html"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
)

// long is how many rows a table has that is scrolled by itself on a screen, below its headings.
const long = 24

// table writes a table.
func (p page) table(t paper.Table) {
	class := "table"
	if t.Across() {
		class += " wide"
	}
	if len(t.Rows) > long {
		class += " long"
	}
	widths := t.Widths()
	p.put("<section class=\"%s\"%s>\n", class, id(t.ID))
	if t.Across() || len(t.Rows) > long {
		p.put("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n", html.EscapeString(t.Caption))
	} else {
		p.put("<div class=\"scroll\">\n")
	}
	p.put("<table>\n<caption><span>%s</span><span class=\"unit\">%s</span></caption>\n<thead><tr>", html.EscapeString(t.Caption), html.EscapeString(t.Unit))
	for _, c := range t.Columns {
		class := ""
		if c.Numbers {
			class = ` class="n"`
		}
		p.put("<th scope=\"col\"%s>%s</th>", class, html.EscapeString(c.Title))
	}
	p.put("</tr></thead>\n<tbody>\n")
	looks := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		switch {
		case c.Numbers:
			looks[i] = "n"
		case widths[i] <= short:
			looks[i] = "k"
		}
	}
	for _, row := range t.Rows {
		p.row(looks, row)
	}
	p.put("</tbody>\n</table>\n</div>\n")
	for _, note := range t.Notes {
		p.put("<p class=\"small\">%s</p>\n", html.EscapeString(note))
	}
	p.put("</section>\n")
}

// short is how wide the texts of a column are that are not broken, in columns of a terminal.
const short = 24

// row writes a row of a table, each cell with its look; the first is its heading.
func (p page) row(looks []string, row paper.Row) {
	class := ""
	if row.Strong {
		class = ` class="strong"`
	}
	p.put("<tr%s%s>", id(row.ID), class)
	for i, c := range row.Cells {
		text, look := run(c.Text, c.Figure, c.Link), looks[i]
		if look == "n" && !figures(c.Text) {
			look = "n why"
		}
		if i == 0 && row.Level > 0 {
			look = strings.TrimSpace(fmt.Sprint(look, " i", min(row.Level, 6)))
		}
		if look != "" {
			look = ` class="` + look + `"`
		}
		if i == 0 {
			p.put("<th scope=\"row\"%s>%s</th>", look, text)
			continue
		}
		p.put("<td%s>%s</td>", look, text)
	}
	p.put("</tr>\n")
}

// figures reports whether a text is a number, or nothing.
func figures(s string) bool { return s == "" || strings.ContainsAny(s, "0123456789—") }
