package paper_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// A table of a report keeps its unit, its total, its blanks with their reason and its exact values.
func TestOf(t *testing.T) {
	unknown := report.Blank(lang.Text{ZH: "未公布", EN: "not published"})
	from := report.Table{
		Key: "fund_balance", Title: lang.Text{ZH: "收支", EN: "Income"}, Basis: lang.Text{ZH: "业务日期", EN: "business date"}, Notes: []lang.Text{{ZH: "注一", EN: "a note"}},
		Facts: []report.Fact{{Key: "as_of", Title: lang.Text{ZH: "截至", EN: "as of"}, Value: report.Date(fund.NewDate(2025, 12, 31))}},
		Columns: []report.Column{{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}}, {Key: "amount", Title: lang.Text{ZH: "金额", EN: "amount"}},
			{Key: "machine", Show: report.Never}, {Key: "empty", Show: report.Filled}},
		Rows: [][]report.Cell{{report.Text("a\u202e"), report.Amount(money.Fen(123456789)), {}, {}}, {report.Text("b"), unknown, {}, {}}},
	}
	from.Total = []report.Cell{report.Words(lang.Text{ZH: "合计", EN: "total"}), report.Amount(money.Fen(123456789)), {}, {}}
	got := paper.Of(from, report.Style{Lang: lang.ZH, Unit: money.Wan})
	want := `{fund-balance 收支 截至：2025-12-31　单位：万元 [{fund 基金 false} {amount 金额 true}] 3 [口径：业务日期 注一] false}`
	if is := fmt.Sprint(struct {
		ID, Caption, Unit string
		Columns           []paper.Column
		Rows              int
		Notes             []string
		Wide              bool
	}{got.ID, got.Caption, got.Unit, got.Columns, len(got.Rows), got.Notes, got.Across()}); is != want {
		t.Errorf("%s, want %s", is, want)
	}
	for i, want := range [][]string{{`a\u202e`, "123.46"}, {"b", "未公布"}, {"合计", "123.46"}} {
		if texts := []string{got.Rows[i].Cells[0].Text, got.Rows[i].Cells[1].Text}; !slices.Equal(texts, want) || got.Rows[i].Strong != (i == 2) {
			t.Errorf("row %d: %q, strong: %v; want %q", i, texts, got.Rows[i].Strong, want)
		}
	}
	if v := got.Rows[0].Cells[1].Value; v != report.Amount(money.Fen(123456789)) || got.Rows[1].Cells[1].Value != unknown || !got.Total() {
		t.Errorf("values: %v", v)
	}
	from.Title, from.Columns[0].Title = lang.Text{}, lang.Text{}
	for i := range from.Rows {
		from.Rows[i][0] = report.Text(strings.Repeat("长", 60))
	}
	for i := range 8 {
		from.Columns = append(from.Columns, report.Column{Key: fmt.Sprint("c", i)})
		for r := range from.Rows {
			from.Rows[r] = append(from.Rows[r], report.Text("一二三四"))
		}
		from.Total = append(from.Total, report.Cell{})
	}
	if got := paper.Of(from, report.Style{Lang: lang.EN}); !got.Across() || got.Caption != "fund_balance" || got.Columns[0].Title != "fund" {
		t.Errorf("wide: %v, caption %q, column %q", got.Across(), got.Caption, got.Columns[0].Title)
	}
}

// What is not well formed is told before it is printed.
func TestCheck(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		if err := papertest.Sample(l).Check(); err != nil {
			t.Error(err)
		}
	}
	link := func(to string) []paper.Block {
		return []paper.Block{paper.Heading{Level: 1, ID: "here", Text: "x"}, paper.Paragraph{Runs: []paper.Run{{Text: "x", Link: to}}}}
	}
	for _, tt := range []struct {
		blocks []paper.Block
		want   string
	}{
		{link("#here"), ""}, {link("a/b.html?x=1:2#y"), ""}, {link("a/b:c"), ""},
		{link("#there"), `block 2: the link "#there" leads nowhere`},
		{link("javascript:alert(1)"), `block 2: "javascript:alert(1)" is not a relative link`},
		{link("https://x/y"), `block 2: "https://x/y" is not a relative link`},
		{link("//x/y"), `block 2: "//x/y" is not a relative link`}, {link("/x"), `block 2: "/x" is not a relative link`}, {link(`\x`), `block 2: "\\x" is not a relative link`},
		{[]paper.Block{paper.Heading{Level: 3, Text: "x"}}, `block 1: a heading "x" of level 3`},
		{[]paper.Block{paper.Heading{Level: 1, ID: "a b", Text: "x"}}, `block 1: "a b" is not an ID, or not a new one`},
		{[]paper.Block{paper.Heading{Level: 1, ID: "a", Text: "x"}, paper.Table{ID: "a"}}, `block 2: "a" is not an ID, or not a new one`},
		{[]paper.Block{paper.Table{ID: "a"}}, "block 1: table a: no columns"},
		{[]paper.Block{paper.Table{ID: "a", Columns: make([]paper.Column, 2), Rows: []paper.Row{{}}}}, "block 1: table a: row 1: 0 cells for 2 columns"},
		{[]paper.Block{paper.Chart{ID: "a", Labels: []string{"x"}}}, "block 1: chart a: 0 series over 1 labels"},
		{[]paper.Block{paper.Chart{ID: "a", Labels: []string{"x"}, Series: make([]paper.Series, 3)}}, "block 1: chart a: 3 series over 1 labels"},
		{[]paper.Block{paper.Chart{ID: "a", Labels: []string{"x"}, Series: make([]paper.Series, 1)}}, "block 1: chart a: 0 points for 1 labels"},
	} {
		got := ""
		if err := (paper.Document{Blocks: tt.blocks}).Check(); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
