package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// fen is an amount in 1/100 yuan. fundbench reads and adds amounts with its own
// code, so that an error of the program's is seen.
type fen int64

// parseFen reads yuan with at most two decimals, as every program here prints them.
func parseFen(text string) (fen, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, part, _ := strings.Cut(digits, ".")
	if len(part) > 2 {
		if strings.Trim(part[2:], "0") != "" {
			return 0, fmt.Errorf("%q is not an amount to the fen", text)
		}
		part = part[:2]
	}
	for len(part) < 2 {
		part += "0"
	}
	n, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil || n < 0 || whole == "" || whole[0] == '+' {
		return 0, fmt.Errorf("%q is not an amount in yuan", text)
	}
	if negative {
		n = -n
	}
	return fen(n), nil
}

func (f fen) String() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	return fmt.Sprintf("%s%d.%02d", sign, f/100, f%100)
}

// side says how an amount changes a fund.
type side string

const (
	income  side = "income"
	expense side = "expense"
	opening side = "opening" // what the fund held before its first fact
)

// change is what a year did to one side of a fund: one line of a peer's answer.
type change struct {
	year   int
	fund   string
	side   side
	amount fen
}

// key is one line of the answer.
type key struct {
	fund string
	year int
}

// standing is a fund at the end of a year: income and expense of the year, and
// the balance.
type standing struct{ income, expense, balance fen }

func (s standing) String() string {
	return fmt.Sprintf("income %s, expense %s, balance %s", s.income, s.expense, s.balance)
}

// answer is the yearly balance of every fund.
type answer map[key]standing

// answerOf adds up changes: for every fund, every year from the first to the last
// in which anything came in or went out of any fund.
func answerOf(changes []change) (answer, error) {
	a := answer{}
	opened := map[string][]change{}
	first, last := 0, 0
	for _, c := range changes {
		if c.amount == 0 {
			continue // hledger prints them for every year that it shows
		}
		switch c.side {
		case income, expense:
			if first == 0 || c.year < first {
				first = c.year
			}
			last = max(last, c.year)
		case opening:
		default:
			return nil, fmt.Errorf("a change of the side %q", c.side)
		}
		opened[c.fund] = append(opened[c.fund], c)
	}
	for fund, own := range opened {
		for year := first; first > 0 && year <= last; year++ {
			var s standing
			for _, c := range own {
				if c.year > year {
					continue
				}
				switch c.side {
				case income:
					s.balance += c.amount
				case expense:
					s.balance -= c.amount
				case opening:
					s.balance += c.amount
					continue
				}
				if c.year == year && c.side == income {
					s.income += c.amount
				} else if c.year == year {
					s.expense += c.amount
				}
			}
			a[key{fund, year}] = s
		}
	}
	return a, nil
}

// sorted returns the lines in the order of funds and years.
func (a answer) sorted() []key {
	return slices.SortedFunc(maps.Keys(a), func(x, y key) int {
		return cmp.Or(cmp.Compare(x.fund, y.fund), cmp.Compare(x.year, y.year))
	})
}

// differs returns nil if both answers are equal to the fen, else an error that
// names the lines that are not.
func (a answer) differs(name string, b answer, other string) error {
	var errs []error
	for _, k := range a.sorted() {
		if got, ok := b[k]; !ok || got != a[k] {
			errs = append(errs, fmt.Errorf("%s %d: %s says %v, %s says %v", k.fund, k.year, name, a[k], other, got))
		}
	}
	for _, k := range b.sorted() {
		if _, ok := a[k]; !ok {
			errs = append(errs, fmt.Errorf("%s %d: %s does not have it, %s says %v", k.fund, k.year, name, other, b[k]))
		}
	}
	if len(a) == 0 && len(b) == 0 {
		errs = append(errs, errors.New("both answers are empty"))
	}
	if len(errs) > 0 {
		return fmt.Errorf("the answers of %s and %s differ in %d lines; find out which is wrong before any of the times mean anything: %w", name, other, len(errs), errors.Join(errs...))
	}
	return nil
}

// readChanges reads lines of year, fund, side and amount in fen, as the databases print them.
func readChanges(in io.Reader) ([]change, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = 4
	r.Comma = '|'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	changes := make([]change, len(rows))
	for i, row := range rows {
		year, errYear := strconv.Atoi(row[0])
		amount, errAmount := strconv.ParseInt(row[3], 10, 64)
		if err := errors.Join(errYear, errAmount); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		changes[i] = change{year, row[1], side(row[2]), fen(amount)}
	}
	return changes, nil
}

// bookedTo returns the change that a program of plain-text accounting means by an
// amount on an account such as expense:441300.390. There what comes in is negative.
func bookedTo(accountName, year, amount string) (change, error) {
	name, fund, ok := strings.Cut(accountName, ":")
	y, err := strconv.Atoi(year)
	if !ok || err != nil {
		return change{}, fmt.Errorf("account %q in %q: neither is ours", accountName, year)
	}
	a, err := parseFen(amount)
	if err != nil {
		return change{}, err
	}
	if side(name) != expense {
		a = -a
	}
	return change{y, fund, side(name), a}, nil
}

// readHledger reads the CSV of hledger balance --yearly: accounts and a column for each year.
func readHledger(in io.Reader) ([]change, error) {
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return nil, err
	}
	var changes []change
	for _, row := range rows[min(1, len(rows)):] { // the first has the years
		for i, amount := range row[1:] {
			c, err := bookedTo(row[0], rows[0][i+1], amount)
			if err != nil {
				return nil, err
			}
			changes = append(changes, c)
		}
	}
	return changes, nil
}

// readLedger reads lines of year|account|amount, as ledger prints them.
func readLedger(in io.Reader) ([]change, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = 3
	r.Comma = '|'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	changes := make([]change, len(rows))
	for i, row := range rows {
		if changes[i], err = bookedTo(row[1], row[0], row[2]); err != nil {
			return nil, err
		}
	}
	return changes, nil
}
