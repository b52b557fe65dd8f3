// Package html prints a document as one page of a browser that needs nothing else: no script, no
// font, no network. It is made for the screen, light and dark, and for paper.
package html

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/chart"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Write writes a document to w. A figure has its key in data-figure; links are as they are in the
// document, relative. Errors: that of a document that is not well formed, before anything is
// written, and those of w.
func Write(w io.Writer, d paper.Document) error {
	if err := d.Check(); err != nil {
		return err
	}
	p := page{Document: d, Writer: bufio.NewWriter(w)} // keeps the first error of w until Flush
	p.head()
	p.contents()
	p.put("<main>\n")
	p.cover()
	for i, b := range d.Blocks {
		p.block(b, i)
	}
	p.put("</main>\n<footer>%s</footer>\n</body>\n</html>\n", html.EscapeString(d.Foot))
	return p.Flush()
}

// page is a page that is being written.
type page struct {
	paper.Document
	*bufio.Writer
}

// put writes a piece of the page.
func (p page) put(format string, args ...any) { fmt.Fprintf(p.Writer, format, args...) }

// say returns a text in the document's language, escaped.
func (p page) say(zh, en string) string {
	return html.EscapeString(lang.Text{ZH: zh, EN: en}.In(p.Lang))
}

// head writes what stands before the document.
func (p page) head() {
	language := "en"
	if p.Lang == lang.ZH {
		language = "zh-CN"
	}
	p.put("<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", language)
	p.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
	p.put("<title>%s</title>\n<style>\n%s%s%s</style>\n</head>\n<body>\n", html.EscapeString(p.Title), style, chart.Style, p.running())
}

// running is what the head and the foot of a printed page say.
func (p page) running() string {
	of := lang.Text{ZH: `"第 " counter(page) " / " counter(pages) " 页"`, EN: `"page " counter(page) " of " counter(pages)`}.In(p.Lang)
	return fmt.Sprintf("@page{@top-left{content:%s}@top-right{content:%s}@bottom-left{content:%s}@bottom-right{content:%s}}\n",
		quoted(p.Bureau), quoted(p.Title), quoted(p.Foot), of)
}

// quoted is a text in a style: a string that ends neither itself nor the style.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if strings.ContainsRune("\"\\<>&\n\r\f", r) {
			fmt.Fprintf(&b, `\%06x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// contents writes the list of headings, which stands beside the document on a screen.
func (p page) contents() {
	p.put("<a class=\"skip\" href=\"#top\">%s</a>\n<nav aria-label=\"%s\">\n<b>%s</b>\n", p.say("跳到正文", "to the text"), p.say("目录", "contents"), html.EscapeString(p.Title))
	for _, b := range p.Blocks {
		if h, is := b.(paper.Heading); is && h.ID != "" {
			p.put("<a class=\"l%d\" href=\"#%s\">%s</a>\n", h.Level, h.ID, html.EscapeString(h.Text))
		}
	}
	p.put("</nav>\n")
}

// cover writes the title and what is said below it.
func (p page) cover() {
	p.put("<header id=\"top\" class=\"cover\">\n<h1>%s</h1>\n", html.EscapeString(p.Title))
	p.pairs(p.Cover)
	p.put("</header>\n")
}

// pairs writes names and values.
func (p page) pairs(rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	p.put("<dl>\n")
	for _, row := range rows {
		p.put("<dt>%s</dt><dd>%s</dd>\n", html.EscapeString(row[0]), html.EscapeString(row[1]))
	}
	p.put("</dl>\n")
}

// block writes a part of the document.
func (p page) block(b paper.Block, at int) {
	switch b := b.(type) {
	case paper.Heading:
		class := ""
		if p.beforeWide(at) {
			class = ` class="wide"`
		}
		p.put("<h%d%s%s>%s</h%[1]d>\n", b.Level+1, class, id(b.ID), html.EscapeString(b.Text))
	case paper.Paragraph:
		class := ""
		if b.Small {
			class = ` class="small"`
		}
		p.put("<p%s>", class)
		for _, r := range b.Runs {
			p.put("%s", run(r.Text, r.Figure, r.Link))
		}
		p.put("</p>\n")
	case paper.Table:
		p.table(b)
	case paper.Chart:
		p.put("<figure%s>\n%s\n<figcaption>%s</figcaption>\n</figure>\n", id(b.ID), chart.Of(b, p.Lang).SVG(b.Caption), html.EscapeString(b.Caption))
	case paper.Proof:
		p.put("<section class=\"proof\">\n<h2>%s</h2>\n", html.EscapeString(b.Title))
		p.pairs(b.Rows)
		p.put("</section>\n")
	case paper.PageBreak:
		p.put("<div class=\"break\"></div>\n")
	}
}

// beforeWide reports whether the headings at a place are of a table that is laid across: they stand
// on its page.
func (p page) beforeWide(at int) bool {
	for _, b := range p.Blocks[at+1:] {
		switch b := b.(type) {
		case paper.Heading:
		case paper.Table:
			return b.Across()
		default:
			return false
		}
	}
	return false
}

// run writes a piece of text.
func run(text, figure, link string) string {
	text = html.EscapeString(text)
	key := ""
	if figure != "" {
		key = ` data-figure="` + html.EscapeString(figure) + `"`
	}
	switch {
	case link != "":
		return `<a href="` + html.EscapeString(link) + `"` + key + `>` + text + `</a>`
	case figure != "":
		return `<span` + key + `>` + text + `</span>`
	}
	return text
}

// id is an ID of an element, if it has one.
func id(s string) string {
	if s == "" {
		return ""
	}
	return ` id="` + s + `"`
}
