package yearbook

import (
	"regexp"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Free is what people wrote for a report, chapter by chapter. It may cite figures only by their
// tokens, such as {{f:income.310.2025}}, so that it cannot go stale.
type Free struct {
	Path     string // of the file, "": there is none
	Chapters []FreeChapter
}

// FreeChapter is what was written for one chapter.
type FreeChapter struct {
	Name       string // the chapter's id, or its title in either language
	Line       int
	Paragraphs []FreeParagraph
}

// FreeParagraph is one paragraph.
type FreeParagraph struct {
	Line int // where it begins
	Text string
}

// FreeFault is what is wrong in a file of free text.
type FreeFault struct {
	Line int
	What lang.Text
}

// FreeError says everything that is wrong in a file of free text.
type FreeError struct {
	Path   string
	Faults []FreeFault
}

// Error returns the faults in English.
func (e *FreeError) Error() string { return e.In(lang.EN) }

// Kind is that what was given is wrong.
func (e *FreeError) Kind() fault.Kind { return fault.BadInput }

// In returns the faults in a language, one a line.
func (e *FreeError) In(l lang.Lang) string {
	var lines []string
	for _, f := range e.Faults {
		lines = append(lines, lang.F("%s 第 %s 行：%s", "%s, line %s: %s", e.Path, number(f.Line), f.What).In(l))
	}
	return strings.Join(lines, "\n")
}

// ReadFree reads free text in Markdown: a heading of level two names the chapter, paragraphs stand
// between blank lines, and comments are left out. Error: *FreeError.
func ReadFree(path, text string) (free Free, err error) {
	var faults []FreeFault
	text = strings.TrimPrefix(text, "\uFEFF")
	free.Path = path
	begun := false // a paragraph has
	for n, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "<!--") && strings.HasSuffix(line, "-->"):
			begun = false
		case strings.HasPrefix(line, "## "):
			free.Chapters = append(free.Chapters, FreeChapter{Name: strings.TrimSpace(line[3:]), Line: n + 1})
			begun = false
		case strings.HasPrefix(line, "#"):
			faults = append(faults, FreeFault{n + 1, lang.Text{ZH: "章名用二级标题，如 ## 基金监管", EN: "a chapter is named by a heading of level two, such as ## supervision"}})
		case len(free.Chapters) == 0:
			faults = append(faults, FreeFault{n + 1, lang.Text{ZH: "第一段前没有章名，如 ## 基金监管", EN: "no chapter is named before the first paragraph, such as ## supervision"}})
		default:
			last := &free.Chapters[len(free.Chapters)-1]
			if !begun {
				last.Paragraphs = append(last.Paragraphs, FreeParagraph{Line: n + 1, Text: line})
				begun = true
				continue
			}
			p := &last.Paragraphs[len(last.Paragraphs)-1]
			p.Text += joint(p.Text, line) + line
		}
	}
	if faults != nil {
		return Free{}, &FreeError{path, faults}
	}
	return free, nil
}

// joint is what stands between two lines of a paragraph: a blank, but not between Chinese.
func joint(a, b string) string {
	last, first := []rune(a)[len([]rune(a))-1], []rune(b)[0]
	if last > 0x2E7F || first > 0x2E7F {
		return ""
	}
	return " "
}

var (
	token = regexp.MustCompile(`\{\{f:([^}:]+)(?::([a-z]+))?\}\}`)
	// literal is a figure that was typed: it would stay when the books change. Years and dates,
	// numbers of documents and of articles have no such unit.
	literal = regexp.MustCompile(`[0-9０-９][0-9０-９,，.．]*\s*(?:个?百分点|[亿万]?(?:元|人次|人|家|件|例|宗)|[%％‰]|个月|(?:million|billion|thousand)\b|yuan\b|per ?cent\b|persons?\b|cases?\b|months?\b)`)
)

// free adds what people wrote for a chapter.
func (b *book) free(c chapter, p *speaker) {
	for _, f := range b.Free.Chapters {
		if f.Name != c.id && f.Name != c.title.ZH && f.Name != c.title.EN {
			continue
		}
		b.used[f.Name] = true
		for _, paragraph := range f.Paragraphs {
			b.add(paper.Paragraph{Runs: b.cites(paragraph, p)})
		}
	}
}

// cites returns a free paragraph with its figures.
func (b *book) cites(f FreeParagraph, p *speaker) (runs []paper.Run) {
	fault := func(zh, en string, args ...any) {
		b.faults = append(b.faults, FreeFault{f.Line, lang.F(zh, en, args...)})
	}
	text := func(s string) {
		if typed := literal.FindString(s); typed != "" {
			fault("数 %q 是手写的，账变了它不会变；改用标识，如 {{f:income.390.2025}}", "the figure %q is typed, and would stay when the books change; cite it by its token, such as {{f:income.390.2025}}", typed)
		}
		if s != "" {
			runs = append(runs, paper.Run{Text: s})
		}
	}
	rest := f.Text
	for {
		at := token.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		text(rest[:at[0]])
		key, how := rest[at[2]:at[3]], form("")
		if at[4] >= 0 {
			how = form(rest[at[4]:at[5]])
		}
		rest = rest[at[1]:]
		found := false
		for _, i := range b.Figures.All {
			if i.Key.String() != key {
				continue
			}
			found = true
			if !i.Known() {
				fault("%s 不知道：%s", "%s is not known: %s", key, i.Missing)
				break
			}
			runs = append(runs, p.run(i, how))
		}
		if !found {
			fault("报告里没有 %q；用 report figures 查看全部标识", "the report has no figure %q; see them all with report figures", key)
		}
	}
	if strings.Contains(rest, "{{") {
		fault("%q 不是标识；写成 {{f:income.390.2025}}", "%q is no token; write {{f:income.390.2025}}", rest[strings.Index(rest, "{{"):])
	}
	text(rest)
	return runs
}

// unused is everything that was wrong with the free text, chapters that the report does not have among it.
func (b *book) unused() error {
	for _, f := range b.Free.Chapters {
		if !b.used[f.Name] {
			b.faults = append(b.faults, FreeFault{f.Line, lang.F("报告里没有“%s”一章", "the report has no chapter %q", f.Name)})
		}
	}
	if b.faults != nil {
		return &FreeError{b.Free.Path, b.faults}
	}
	return nil
}
