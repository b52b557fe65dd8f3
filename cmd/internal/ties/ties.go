// Package ties compares figures that were published with what the ledger's
// views say, figure by figure, and says how each ties.
//
// There are three honest kinds. Derived: a view's sum or count over events.
// Restated: a fact that nothing else implies, recorded as such and given back.
// Checked: a rule holds over figures of the ledger. What the ledger says is
// always read from views that were replayed from the log, never from a file.
package ties

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
)

// Figure is one published figure.
type Figure struct {
	Region     fund.Region
	RegionName string
	Period     string // as published: a date, a year, or first/last of either
	Subject    string
	Metric     string
	Value      decimal.Decimal // in Unit
	Unit       string
	Precision  decimal.Decimal // the last printed digit, in Unit
	Note       string          // as printed
}

// Name returns the name of the figure, such as "441300 2021/2025 recovery/headline_total".
func (f Figure) Name() string {
	return fmt.Sprintf("%s %s %s/%s", f.Region, f.Period, f.Subject, f.Metric)
}

// Read returns the figures of a file such as testdata/figures/published.csv.
func Read(file []byte) ([]Figure, error) {
	r := csv.NewReader(bytes.NewReader(file))
	r.LazyQuotes = true // a note quotes a word within a cell
	records, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the published figures: %w", err)
	}
	const header = "region_code,region,period,subject,metric,value,unit,precision,note"
	if len(records) == 0 || strings.Join(records[0], ",") != header {
		return nil, fmt.Errorf("read the published figures: the header is not %s", header)
	}
	var figures []Figure
	for i, r := range records[1:] {
		value, err := decimal.NewFromString(r[5])
		if err != nil {
			return nil, fmt.Errorf("read the published figures: line %d: %w", i+2, err)
		}
		precision, err := decimal.NewFromString(r[7])
		if err != nil || precision.Sign() <= 0 {
			return nil, fmt.Errorf("read the published figures: line %d: precision %q", i+2, r[7])
		}
		figures = append(figures, Figure{
			Region: fund.Region(r[0]), RegionName: r[1], Period: r[2], Subject: r[3], Metric: r[4],
			Value: value, Unit: r[6], Precision: precision, Note: r[8],
		})
	}
	return figures, nil
}

// period returns the years that the figure covers and its last day.
func (f Figure) period() (statistics.Period, fund.Date, error) {
	first, last, ranged := strings.Cut(f.Period, "/")
	if !ranged {
		last = first
	}
	a, errA := strconv.Atoi(first[:min(4, len(first))])
	b, errB := strconv.Atoi(last[:min(4, len(last))])
	if errA != nil || errB != nil {
		return statistics.Period{}, 0, fmt.Errorf("%s: period %q", f.Name(), f.Period)
	}
	day, ok := fund.ParseDate(last)
	if !ok {
		day = fund.NewDate(b, 12, 31)
	}
	return statistics.Period{First: a, Last: b}, day, nil
}

// Kind is how a figure ties.
type Kind string

// The kinds.
const (
	Derived  Kind = "derived"
	Restated Kind = "restated"
	Checked  Kind = "checked"
)

// Name returns the kind in words.
func (k Kind) Name() lang.Text {
	switch k {
	case Derived:
		return lang.Text{ZH: "推算", EN: "derived"}
	case Restated:
		return lang.Text{ZH: "复述", EN: "restated"}
	case Checked:
		return lang.Text{ZH: "校验", EN: "checked"}
	}
	return lang.Text{ZH: string(k), EN: string(k)}
}

// Views are the views that figures are compared with, replayed to the end.
type Views struct {
	Balances   *balances.View
	Recoveries *recoveries.View
	Statistics *statistics.View
}

// Result is one figure compared.
type Result struct {
	Figure Figure
	Kind   Kind
	Ledger decimal.Decimal // what the views say, in the figure's unit
	Found  bool            // the views say something at all
	Ties   bool            // rounded half up to the printed digit, it is the published value, and the rule holds
	How    lang.Text       // where in the ledger it comes from, or which rule holds
}

// Compare returns the result of every figure, in order. Errors: those of the views.
func Compare(figures []Figure, v Views) ([]Result, error) {
	b := books{Views: v, rows: v.Statistics.AsOf(0), figures: figures}
	results := make([]Result, 0, len(figures))
	for _, f := range figures {
		r, err := b.compare(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
		results = append(results, r)
	}
	return results, nil
}

func (b books) compare(f Figure) (Result, error) {
	period, day, err := f.period()
	if err != nil {
		return Result{}, err
	}
	a, err := b.answer(f, period, day)
	if err != nil {
		return Result{}, err
	}
	r := Result{Figure: f, Kind: a.kind, Ledger: a.value, Found: a.found, How: a.how}
	rounded := a.value.Div(f.Precision).Round(0).Mul(f.Precision)
	r.Ties = a.found && !a.broken && rounded.Equal(f.Value)
	return r, nil
}
