package importer

import (
	"errors"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Tables of offices end in a row of totals. It is no fact, but says what the rows above it add up to:
// if they do not, a row is missing, or one is there twice.

// isTotal reports whether a row sums up others: it has one such word, and numbers.
func isTotal(row *rows.Row) bool { return sumsUp(row) != clerk.Nothing }

// sumsUp returns what a row sums up.
func sumsUp(row *rows.Row) (sums clerk.Sums) {
	only := true
	row.Each(func(_, text string) bool {
		if _, is := numberOf(text); is {
			return true
		}
		of, rest := clerk.Totals(text)
		only = sums == clerk.Nothing && of != clerk.Nothing && rest == ""
		sums = of
		return only
	})
	if !only {
		return clerk.Nothing
	}
	return sums
}

// numberOf returns the number that a cell holds, also with commas between thousands.
func numberOf(text string) (decimal.Decimal, bool) {
	if text == "" || len(text) > 40 || strings.Trim(text, "0123456789.,-") != "" {
		return decimal.Decimal{}, false
	}
	n, err := decimal.NewFromString(strings.ReplaceAll(text, ",", ""))
	return n, err == nil
}

// totals adds up the rows of a file a second time, as far as a row of totals needs it. The zero value
// is ready.
type totals struct {
	file  *rows.Reader // nil: no row of totals was met
	head  *rows.Head
	all   map[string]decimal.Decimal // by column
	since map[string]decimal.Decimal // since the last subtotal
}

// check returns a fault of every cell of a row of totals that is not the sum of the cells above it.
// Error: that of reading the file.
func (t *totals) check(path string, names rows.Names, row rows.Row) ([]rows.Fault, error) {
	if err := t.until(path, names, row.Line); err != nil {
		return nil, err
	}
	sums := t.all
	if sumsUp(&row) == clerk.Since {
		sums = t.since
	}
	var faults []rows.Fault
	row.Each(func(name, text string) bool {
		said, is := numberOf(text)
		if sum := sums[name]; is && !said.Equal(sum) {
			f := row.Fault(name)
			f.Why = lang.F("合计 %s 与各行之和 %s 不符，差 %s", "the total %s is not the sum of the rows, %s: the difference is %s", said.String(), sum.String(), said.Sub(sum).String())
			f.Remedy = lang.F("核对是否有缺行、重行或改动过的金额", "look for a row that is missing, there twice or changed")
			f.Found = ""
			faults = append(faults, f)
		}
		return true
	})
	t.since = map[string]decimal.Decimal{}
	return faults, nil
}

// until adds up the rows of the file before a line.
func (t *totals) until(path string, names rows.Names, line int) (err error) {
	if t.file == nil {
		if t.file, err = rows.Open(path, names); err != nil {
			return err
		}
	}
	for {
		row, _, err := t.file.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if row.Line == 0 {
			continue
		}
		if row.Head() != t.head {
			t.head, t.all, t.since = row.Head(), map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
		}
		if row.Line >= line {
			return nil
		}
		if isTotal(&row) {
			continue
		}
		row.Each(func(name, text string) bool {
			if n, is := numberOf(text); is {
				t.all[name], t.since[name] = t.all[name].Add(n), t.since[name].Add(n)
			}
			return true
		})
	}
}

func (t *totals) close() {
	if t.file != nil {
		_ = t.file.Close() // read only
		t.file = nil
	}
}
