package tables

import (
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/reliefs"
)

// relief is a row of relief, direct or assisted participation.
type relief struct {
	reliefs.Row
	kind report.Cell
}

// Relief shows one row per fund and period of direct relief, then of assisted
// participation.
func Relief(direct, assisted []reliefs.Row) List {
	var rows []relief
	for _, r := range direct {
		rows = append(rows, relief{r, report.Code("direct", lang.Text{ZH: "直接救助", EN: "direct relief"})})
	}
	for _, r := range assisted {
		rows = append(rows, relief{r, report.Code("assisted", lang.Text{ZH: "资助参保", EN: "assisted participation"})})
	}
	t := list(report.Table{Key: "relief", Title: lang.Text{ZH: "医疗救助登记", EN: "Medical aid"}, Basis: reliefBasis}, slices.Concat([]column[relief]{
		text("fund", "基金", "fund", func(r relief) fund.ID { return r.Fund }).id(2),
		text("period", "期间", "period", func(r relief) string {
			if r.First == r.Year {
				return strconv.Itoa(r.Year)
			}
			return strconv.Itoa(r.First) + "-" + strconv.Itoa(r.Year)
		}).id(3).by(byPeriod),
		col("kind", "种类", "kind", func(r relief) report.Cell { return r.kind }).id(1).by(inTurnOf([]string{"direct", "assisted"})),
	}, reliefColumns()), rows)
	t.Total = nil // direct relief and assisted participation are not added up
	return t
}

// reliefColumns are the columns of what was paid.
func reliefColumns() []column[relief] {
	return []column[relief]{
		amount("paid", "支付", "paid", func(r relief) money.Sum { return r.Paid }),
		amount("reversed", "冲销", "reversed", func(r relief) money.Sum { return r.Reversed }),
		sum("net", "净支付", "net", func(r relief) money.Sum { return r.Net() }),
		col("times", "人次", "times", func(r relief) report.Cell { return when(r.Times.Sign() != 0 || r.Vague <= 0, report.Counted(r.Times)) }),
	}
}

// ReliefOfPersons shows one row per person and year.
func ReliefOfPersons(persons []reliefs.Row) List {
	var rows []relief
	over := 0
	for _, r := range persons {
		rows = append(rows, relief{Row: r})
		if r.HasCap && r.Cap.Sum().Less(r.Net()) {
			over++
		}
	}
	t := list(report.Table{
		Key: "relief_persons", Title: lang.Text{ZH: "医疗救助：每人每年", EN: "Relief per person and year"}, Basis: reliefBasis,
		Notes: []lang.Text{{ZH: "限额为年末（或截至日）有效的年度救助限额；每笔支付按当日有效的限额审核。", EN: "The cap is that in force at the end of the year, or on the date asked for; each payment was checked against that of its own day."}},
	}, slices.Concat([]column[relief]{
		text("fund", "基金", "fund", func(r relief) fund.ID { return r.Fund }).id(1),
		text("year", "年度", "year", func(r relief) string { return strconv.Itoa(r.Year) }).id(2),
		text("person", "人员（假名）", "person (pseudonym)", func(r relief) fund.Person { return r.Person }).id(3),
	}, reliefColumns(), []column[relief]{
		col("cap", "限额", "cap", func(r relief) report.Cell {
			if !r.HasCap {
				return report.Blank(lang.Text{ZH: "（未设）", EN: "(none)"})
			}
			return report.Amount(r.Cap)
		}).is("规定的数，见 events limit.set", "what was set; see events limit.set"),
		col("room", "余额", "room left", func(r relief) report.Cell { return when(r.HasCap, report.Amount(r.Room())) }).
			is("限额减净支付", "the cap less what was paid, net"),
	}), rows)
	t.Notes = append(t.Notes, note(over > 0, "其中 %d 行的净支付超过限额：限额后来降低，或设定被冲销过。", "In %d of the rows more was paid than the cap: it was lowered since, or was once reversed.", over)...)
	return t
}
