package yearbook

import (
	"slices"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/annual"
)

// county returns the content of an invented report.
func county(figures ...annual.Indicator) Content {
	return Content{
		Region: lang.Text{ZH: "望舒县", EN: "Wangshu"}, Bureau: lang.Text{ZH: "望舒县医疗保障局", EN: "its bureau"},
		Figures: &annual.Report{Region: "439901", Span: annual.Years(2025, 2025), Schemes: []fund.Kind{fund.Resident}, All: figures},
		Proof:   Proof{Ledger: "ledger-6ae6783f", Events: 3, Root: "ym4sV2mhI//VpusE7nSZjxBpWQST7vhDnQFWDjKBINU="},
	}
}

func invented() []annual.Indicator {
	return []annual.Indicator{
		figure("insured", "all", "2025", annual.Persons, 49_667, 1),
		figure("income", "all", "2025", annual.Yuan, 1_260_000_000, 1),
		figure("expense", "all", "2025", annual.Yuan, 1_017_000_000, 1),
		figure("surplus", "all", "2025", annual.Yuan, 243_000_000, 1),
		figure("income", "390", "2025", annual.Yuan, 1_260_000_000, 1),
		figure("expense", "390", "2025", annual.Yuan, 1_017_000_000, 1),
		figure("surplus", "390", "2025", annual.Yuan, 243_000_000, 1),
		figure("income", "390", "2024", annual.Yuan, 1_005_000_000, 1),
		figure("expense", "390", "2024", annual.Yuan, 950_000_000, 1),
		figure("income_premiums", "390", "2025", annual.Yuan, 581_000_000, 1),
		figure("income_subsidy", "390", "2025", annual.Yuan, 679_000_000, 1),
		figure("fines_imposed", "all", "2025", annual.Yuan, 18_000_000, 1),
	}
}

// pieces are all that a document prints, sentence by sentence, row by row, point by point, each with
// the figures in it.
func pieces(d paper.Document) (texts []string, figures [][]string) {
	add := func(text string, keys ...string) { texts, figures = append(texts, text), append(figures, keys) }
	for _, block := range d.Blocks {
		switch b := block.(type) {
		case paper.Heading:
			add(b.Text)
		case paper.Paragraph:
			var keys []string
			for _, r := range b.Runs {
				keys = append(keys, r.Figure)
			}
			add(text(b.Runs), keys...)
		case paper.Table:
			for _, row := range b.Rows {
				line, keys := "", []string(nil)
				for _, c := range row.Cells {
					line, keys = line+"|"+c.Text, append(keys, c.Figure)
				}
				add(line, keys...)
			}
		case paper.Chart:
			for _, s := range b.Series {
				for _, p := range s.Points {
					add(s.Name+" "+p.Text, p.Figure)
				}
			}
		case paper.Proof, paper.PageBreak:
		}
	}
	return texts, figures
}

// Whatever figure changes, exactly the sentences, rows and bars change in which it stands.
func TestChangedFigure(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		doc, err := Compose(county(invented()...), l)
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.Check(); err != nil {
			t.Fatal(err)
		}
		before, keys := pieces(doc)
		for n, i := range invented() {
			changed := invented()
			changed[n].Num = i.Num.Plus(wide.Of(30_000_000))
			doc, err := Compose(county(changed...), l)
			if err != nil {
				t.Fatal(err)
			}
			after, _ := pieces(doc)
			if len(after) != len(before) {
				t.Fatalf("%s: %d parts, and %d before", i.Key, len(after), len(before))
			}
			some := false
			for p := range before {
				has := slices.Contains(keys[p], i.Key.String())
				some = some || has
				if differs := before[p] != after[p]; differs != has {
					t.Errorf("%s %s: %q became %q", l, i.Key, before[p], after[p])
				}
			}
			if !some {
				t.Errorf("%s %s is not printed", l, i.Key)
			}
		}
	}
}

// A second edition names what changed against the first, and nothing else.
func TestChanges(t *testing.T) {
	now := invented()
	now[1].Num = wide.Of(1_260_000_001)
	c := county(now...)
	c.Edition, c.Changes = 2, &Changes{Edition: 1, Figures: county(invented()...).Figures}
	doc, err := Compose(c, lang.ZH)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range doc.Blocks {
		if table, ok := block.(paper.Table); ok && table.ID == "changes-table" {
			if len(table.Rows) != 1 || table.Rows[0].Cells[0].Text != "income.all.2025" || table.Rows[0].Cells[2].Text != "12,600,000.00元" || table.Rows[0].Cells[3].Text != "12,600,000.01元" {
				t.Errorf("%+v", table.Rows)
			}
			return
		}
	}
	t.Error("there is no page of changes")
}
