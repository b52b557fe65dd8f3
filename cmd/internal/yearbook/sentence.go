package yearbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/annual"
)

// A sentence is a template in both languages. Between braces stands a figure:
//
//	{income}              of the chapter's fund and the report's span
//	{fines_imposed@all}   of another kind of fund, or over all funds
//	{balance:wan}         in a form, see form
//	{span} {fund} …       a word of the report
//
// A clause in brackets is left out if one of its figures is not known. A sentence with such a
// figure outside brackets, or of which no clause is left, is left out whole; what it lacked
// stands in the list of what is missing.
type sentence struct{ zh, en string }

// say makes a sentence.
func say(zh, en string) sentence { return sentence{zh, en} }

func (s sentence) in(l lang.Lang) string { return lang.Text{ZH: s.zh, EN: s.en}.In(l) }

// slot is what stands between braces.
type slot struct {
	metric annual.Metric
	detail string
	scheme string
	form   form
}

func parseSlot(text string) (s slot) {
	text, f, _ := strings.Cut(text, ":")
	name, scheme, _ := strings.Cut(text, "@")
	metric, detail, _ := strings.Cut(name, "/")
	return slot{annual.Metric(metric), detail, scheme, form(f)}
}

// speaker fills sentences in.
type speaker struct {
	lang   lang.Lang
	report *annual.Report
	scheme string
	words  map[string]string

	links   func(annual.Key) string // where a figure is explained
	cited   func(annual.Indicator)  // told of every figure that is printed
	missing func(annual.Indicator)  // told of every figure that a sentence lacks
}

// paragraph returns the runs of sentences, parted as the language does.
func (p *speaker) paragraph(sentences []sentence) (runs []paper.Run) {
	for _, s := range sentences {
		more := p.speak(s)
		if len(runs) > 0 && len(more) > 0 && p.lang == lang.EN {
			runs = append(runs, paper.Run{Text: " "})
		}
		runs = append(runs, more...)
	}
	return runs
}

// speak returns the runs of a sentence, nil if it is left out.
func (p *speaker) speak(s sentence) (runs []paper.Run) {
	text := s.in(p.lang)
	said := false
	for text != "" {
		at := strings.IndexByte(text, '[')
		if at < 0 {
			at = len(text)
		}
		more, figures, lacks := p.fill(text[:at])
		if lacks {
			return nil
		}
		runs, said = append(runs, more...), said || figures
		if at == len(text) {
			break
		}
		clause, rest, ok := strings.Cut(text[at+1:], "]")
		if !ok {
			panic("yearbook: a clause without its end: " + text)
		}
		if more, figures, lacks := p.fill(clause); !lacks {
			runs, said = append(runs, more...), said || figures
		}
		text = rest
	}
	if !said && strings.Contains(s.zh, "{") {
		return nil
	}
	return tidied(runs)
}

// fill returns the runs of a piece of a sentence; figures says that one is in it, and lacks
// that one of them is not known.
func (p *speaker) fill(text string) (runs []paper.Run, figures, lacks bool) {
	for text != "" {
		plain, rest, has := strings.Cut(text, "{")
		if plain != "" {
			runs = append(runs, paper.Run{Text: plain})
		}
		if !has {
			return runs, figures, lacks
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			panic("yearbook: a figure without its end: " + rest)
		}
		text = after
		if word, ok := p.words[name]; ok {
			runs = append(runs, paper.Run{Text: word})
			continue
		}
		run, known := p.figure(parseSlot(name))
		lacks = lacks || !known
		runs, figures = append(runs, run), true
	}
	return runs, figures, lacks
}

// figure returns the run of a slot, and whether its figure is known.
func (p *speaker) figure(s slot) (paper.Run, bool) {
	if s.scheme == "" {
		s.scheme = p.scheme
	}
	i := p.report.Find(s.metric, s.detail, s.scheme, p.report.Span)
	if !i.Known() {
		p.missing(i)
		return paper.Run{}, false
	}
	if s.form == ifSome && i.Num.Sign() == 0 {
		return paper.Run{}, false
	}
	return p.run(i, s.form), true
}

// run returns a known figure as it is printed in text.
func (p *speaker) run(i annual.Indicator, f form) paper.Run {
	p.cited(i)
	return paper.Run{Text: said(i, f, p.lang), Figure: i.Key.String(), Link: p.links(i.Key)}
}

// tidied mends the marks where clauses were left out.
func tidied(runs []paper.Run) []paper.Run {
	if len(runs) == 0 {
		return runs
	}
	last := &runs[len(runs)-1]
	for _, end := range []struct{ from, to string }{{"；。", "。"}, {"，。", "。"}, {"; .", "."}, {", .", "."}} {
		if strings.HasSuffix(last.Text, end.from) {
			last.Text = strings.TrimSuffix(last.Text, end.from) + end.to
		}
	}
	for n := len(runs) - 1; n > 0; n-- { // the end of a clause, and then the full stop
		if runs[n-1].Figure == "" && runs[n].Figure == "" {
			runs[n-1].Text = joined(runs[n-1].Text, runs[n].Text)
			runs = slices.Delete(runs, n, n+1)
		}
	}
	return runs
}

// joined is two texts with one mark where both have one.
func joined(a, b string) string {
	stop := strings.TrimSpace(b)
	if stop == "。" || stop == "." || strings.HasPrefix(stop, "；") || strings.HasPrefix(stop, ";") {
		for _, mark := range []string{"；", "，", "; ", ", "} {
			if short, ok := strings.CutSuffix(a, mark); ok {
				return short + b
			}
		}
	}
	return a + b
}

// check returns what is wrong with the template of a sentence: figures that do not exist in
// either language, or not in both.
func (s sentence) check(known func(annual.Metric) bool, words map[string]string) error {
	var of [2][]string
	for n, text := range []string{s.zh, s.en} {
		for _, piece := range strings.Split(text, "{")[1:] {
			name, _, _ := strings.Cut(piece, "}")
			if _, isWord := words[name]; isWord {
				continue
			}
			if slot := parseSlot(name); !known(slot.metric) {
				return fmt.Errorf("no figure %q: %s", name, text)
			}
			of[n] = append(of[n], name)
		}
		slices.Sort(of[n])
	}
	if !slices.Equal(of[0], of[1]) {
		return fmt.Errorf("the languages have other figures: %v and %v", of[0], of[1])
	}
	return nil
}
