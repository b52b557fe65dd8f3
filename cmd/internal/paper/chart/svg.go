package chart

import (
	"fmt"
	"html"
	"strings"
)

// Style is what a page says once of the charts in it. It takes its colours from the page.
const Style = `.chart{display:block;width:100%;height:auto}.chart text{font-size:85px;fill:var(--ink)}.chart .f{font-size:75px}.chart .p{fill:var(--ink2)}
.chart .m{text-anchor:middle}.chart .e{text-anchor:end}.chart .a{fill:var(--first)}.chart .b{fill:var(--second)}.chart .h{fill:var(--none)}
.chart line{stroke-width:7}.chart line.a,.chart line.b{stroke-width:18;stroke-linecap:round}.chart line.a{stroke:var(--first)}.chart line.b{stroke:var(--second)}
.chart line.h{stroke:var(--hatch)}.chart rect.h{stroke:var(--hatch);stroke-width:7}.chart .x{stroke:var(--ink2)}.chart .g{stroke:var(--line)}
.chart a:hover rect,.chart a:hover circle{opacity:.75}.chart a:focus-visible rect{stroke:var(--ink);stroke-width:14}
`

// SVG returns a picture as part of a page. Whatever is drawn of a figure that leads somewhere is a
// link, which can be pressed without a script. label is what the chart is called to whom does not
// see it.
func (p Picture) SVG(label string) string {
	var b strings.Builder
	role := "img"
	for _, it := range p.Items {
		if it.Link != "" {
			role = "group"
		}
	}
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" role="%s" aria-label="%s">`, p.Width, p.Height, role, html.EscapeString(label))
	for _, it := range p.Items {
		b.WriteByte('\n')
		name := html.EscapeString(it.Name)
		switch {
		case it.Link != "":
			fmt.Fprintf(&b, `<a href="%s" aria-label="%s"%s><title>%[2]s</title>`, html.EscapeString(it.Link), name, figure(it))
		case it.Name != "":
			fmt.Fprintf(&b, `<g%s><title>%s</title>`, figure(it), name)
		default:
			b.WriteString(`<g>`)
		}
		for _, s := range it.Shapes {
			s.svg(&b)
		}
		if it.Link != "" {
			b.WriteString(`</a>`)
		} else {
			b.WriteString(`</g>`)
		}
	}
	b.WriteString("\n</svg>")
	return b.String()
}

// figure says whose figure is drawn.
func figure(it Item) string {
	if it.Figure == "" {
		return ""
	}
	return ` data-figure="` + html.EscapeString(it.Figure) + `"`
}

// classes are what inks are called in the style.
var classes = map[Ink]string{First: "a", Second: "b", Hatch: "h", Axis: "x", Grid: "g", Strong: "s", Pale: "p"}

// svg draws a shape.
func (s Shape) svg(b *strings.Builder) {
	class := classes[s.Ink]
	switch s.Kind {
	case Box:
		fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`, class, s.X, s.Y, s.X2-s.X, s.Y2-s.Y)
	case Line:
		dashes := ""
		if s.Dashed {
			dashes = ` stroke-dasharray="60 40"`
		}
		fmt.Fprintf(b, `<line class="%s" x1="%d" y1="%d" x2="%d" y2="%d"%s/>`, class, s.X, s.Y, s.X2, s.Y2, dashes)
	case Dot:
		fmt.Fprintf(b, `<circle class="%s" cx="%d" cy="%d" r="%d"/>`, class, s.X, s.Y, s.Size)
	case Word:
		if s.Size == figureSize {
			class += " f"
		}
		class += [...]string{Begins: "", Middle: " m", Ends: " e"}[s.Align]
		fmt.Fprintf(b, `<text class="%s" x="%d" y="%d">%s</text>`, class, s.X, s.Y, html.EscapeString(s.Text))
	}
}

// Text returns the words of a picture in the order in which they are read.
func (p Picture) Text() string {
	var words []string
	for _, it := range p.Items {
		for _, s := range it.Shapes {
			if s.Kind == Word {
				words = append(words, s.Text)
			}
		}
	}
	return strings.Join(words, " ")
}
