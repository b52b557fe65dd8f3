package tables

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// Profiles lists profiles of files that are not ours.
func Profiles(all []*profile.Profile) report.Table {
	purpose := map[profile.Purpose]lang.Text{profile.Books: {ZH: "账上的事项", EN: "facts of the books"}, profile.Evidence: {ZH: "证据，还不登记", EN: "evidence, not recorded yet"}}
	return fill(report.Table{Key: "profiles", Title: lang.Text{ZH: "外来文件的方案", EN: "Profiles of files that are not ours"}}, []column[*profile.Profile]{
		text("profile", "方案", "profile", func(p *profile.Profile) string { return p.Name }),
		col("title", "文件", "file", func(p *profile.Profile) report.Cell { return report.Words(p.Title) }),
		col("purpose", "成为", "makes", func(p *profile.Profile) report.Cell { return report.Code(string(p.Purpose), purpose[p.Purpose]) }),
		text("given", "须另外给出", "to be given", func(p *profile.Profile) string {
			var names []string
			for _, g := range p.Given {
				if g.Default == "" {
					names = append(names, g.Name)
				}
			}
			return strings.Join(names, ", ")
		}),
		text("personal", "丢弃的个人信息列", "personal columns, dropped", func(p *profile.Profile) string { return strings.Join(p.Personal, ", ") }),
	}, all)
}

// mappedLine is one fact of a row, or why it makes none, or one thing wrong with it.
type mappedLine struct {
	line   int
	place  string // in a workbook
	result lang.Text
	fact   event.Event // nil: there is none
	yuan   string
	why    lang.Text
}

// Mapped collects what becomes of the rows of a file by a profile.
type Mapped struct {
	lines                              []mappedLine
	sums                               []mappedSum
	rows, facts, skipped, faults, lost int
	unlisted                           int
}

// mostMapped is how many rows are listed that are not faulty: nobody reads a million.
const mostMapped = 20_000

// list adds a line, if it is among the first, or tells a fault.
func (m *Mapped) list(l mappedLine, fault bool) {
	if len(m.lines) >= mostMapped && !fault {
		m.unlisted++
		return
	}
	m.lines = append(m.lines, l)
}

// mappedSum is how many facts or rows are of one kind, and their sum.
type mappedSum struct {
	what lang.Text
	n    int
	yuan money.Sum
	some bool
}

// Faults returns how many things are wrong.
func (m *Mapped) Faults() int { return m.faults }

// Add adds a row.
func (m *Mapped) Add(row importer.Mapped) {
	if row.Line > 0 {
		m.rows++
	}
	for _, e := range row.Facts {
		m.facts++
		title := event.TitleOf(event.Wire(e))
		yuan := ""
		for name, value := range event.Values(e) {
			if name == "amount" {
				yuan = value
			}
		}
		m.list(mappedLine{row.Line, row.Place, title, e, yuan, lang.Text{}}, false)
		m.count(title, yuan)
	}
	if row.Unknown {
		m.lost++
	}
	if s := row.Skip; s != nil {
		m.skipped++
		what := lang.Text{ZH: "略过", EN: "skipped"}
		m.list(mappedLine{row.Line, row.Place, what, nil, s.Yuan, s.Why}, false)
		m.count(lang.F("略过：%s", "skipped: %s", s.Why), s.Yuan)
	}
	for _, f := range row.Faults {
		m.faults++
		why := f.Why
		if f.Field != "" {
			why = lang.F("%s 列：%s", "%s: %s", f.Field, why)
		}
		if f.Found != "" {
			why = lang.F("%s（现为“%s”）", "%s (found %q)", why, f.Found)
		}
		if !f.Remedy.IsZero() {
			why = lang.F("%s；%s", "%s; %s", why, f.Remedy)
		}
		m.list(mappedLine{row.Line, row.Place, lang.Text{ZH: "错误", EN: "fault"}, nil, "", why}, true)
	}
}

func (m *Mapped) count(what lang.Text, yuan string) {
	i := slices.IndexFunc(m.sums, func(s mappedSum) bool { return s.what == what })
	if i < 0 {
		i = len(m.sums)
		m.sums = append(m.sums, mappedSum{what: what})
	}
	m.sums[i].n++
	if amount, err := money.Parse(yuan); err == nil {
		m.sums[i].yuan, m.sums[i].some = m.sums[i].yuan.Add(amount), true
	}
}

// Table shows what becomes of each row of a file, with the sums of each kind below it.
func (m *Mapped) Table(file string, p *profile.Profile) report.Table {
	t := report.Table{Key: "profile", Title: lang.F("%s 按方案 %s", "%s by the profile %s", file, p.Name), Facts: []report.Fact{
		fact("file_rows", "行数", "rows", report.Count(int64(m.rows))), fact("facts", "事项", "facts", report.Count(int64(m.facts))),
		fact("skipped", "略过的行", "rows skipped", report.Count(int64(m.skipped))), fact("faults", "错误", "faults", report.Count(int64(m.faults))),
	}}
	for _, s := range m.sums {
		if s.some {
			t.Notes = append(t.Notes, lang.F("%s：%d，合计 %s 元", "%s: %d, in all %s yuan", s.what, s.n, s.yuan.In(money.Yuan)))
		} else {
			t.Notes = append(t.Notes, lang.F("%s：%d", "%s: %d", s.what, s.n))
		}
	}
	t.Notes = append(t.Notes, Dropped(p, m.lost)...)
	t.Notes = append(t.Notes, note(m.unlisted > 0, "另有 %d 行没有列出，都已计入合计", "not listed: %d more, which are counted in the sums", m.unlisted)...)
	of := func(get func(event.Event) report.Cell) func(mappedLine) report.Cell {
		return func(l mappedLine) report.Cell {
			if l.fact == nil {
				return report.Cell{}
			}
			return get(l.fact)
		}
	}
	return fill(t, []column[mappedLine]{
		col("line", "行", "line", func(l mappedLine) report.Cell { return when(l.line > 0 && l.place == "", report.Count(int64(l.line))) }).show(report.Filled),
		maybe("place", "位置", "place", func(l mappedLine) string { return l.place }).show(report.Filled),
		col("type", "", "", of(func(e event.Event) report.Cell { return report.Text(event.Wire(e)) })).show(report.Never),
		col("becomes", "成为", "becomes", func(l mappedLine) report.Cell { return report.Words(l.result) }),
		col("document", "凭证号", "document", of(func(e event.Event) report.Cell { return report.Text(e.Common().Document) })).show(report.Filled),
		col("occurred_on", "业务日期", "date", of(func(e event.Event) report.Cell { return report.Date(e.Common().OccurredOn) })).show(report.Filled),
		col("fund", "基金", "fund", of(func(e event.Event) report.Cell { return orBlank[fund.ID](event.FundOf(e)) })).show(report.Filled),
		col("amount", "金额", "amount", func(l mappedLine) report.Cell {
			amount, err := money.Parse(l.yuan)
			return when(err == nil, report.Amount(amount))
		}),
		col("why", "说明", "why", func(l mappedLine) report.Cell { return when(!l.why.IsZero(), report.Words(l.why)) }).show(report.Filled),
	}, m.lines)
}

// Dropped says which personal columns a profile drops, and how many facts name nobody because the
// table of persons does not know them.
func Dropped(p *profile.Profile, unknown int) []lang.Text {
	var out []lang.Text
	if len(p.Personal) > 0 {
		out = append(out, lang.F("个人信息列已丢弃，没有写入任何地方：%s", "personal columns, dropped and written nowhere: %s", strings.Join(p.Personal, ", ")))
	}
	if unknown > 0 {
		out = append(out, lang.F("%s的身份证号不在对照表里，事项不写人员；用 profile persons 补充", "%s an identity number that the table of persons does not have, so no person is named; add them with profile persons",
			lang.Number(unknown, "行", "row has", "rows have")))
	}
	return out
}
