package statements_test

import (
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

const (
	resident = fund.ID("441300.390")
	employee = fund.ID("441300.310")
	aid      = fund.ID("441300.610")
)

func fact(year int, month, day int) event.Fact {
	return event.Fact{Document: "D", OccurredOn: date(year, month, day), Count: 1}
}

func date(year, month, day int) fund.Date { return fund.NewDate(year, time.Month(month), day) }

// view is the books of events, recorded in their order.
func view(t *testing.T, events ...event.Event) *books.View {
	t.Helper()
	v := new(books.View)
	for i, e := range events {
		if err := v.Apply(ledger.Entry{Position: store.Position(i), Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func asOf(v *books.View, id fund.ID) statements.Books {
	return func(on fund.Date) books.Book {
		if on == 0 {
			panic("asked for no day")
		}
		return v.AsOf(id, on)
	}
}

// line is what a line of a statement must show: its key, its name on the form, and
// its figures in yuan; none for a heading.
type line struct {
	key, name string
	figures   [2]string
}

// compare compares a statement line by line, in the order of the form.
func compare(t *testing.T, got statements.Statement, want []line) {
	t.Helper()
	for i, l := range got.Lines {
		if i >= len(want) {
			t.Errorf("%s: line %s too many", got.Title.ZH, l.Key)
			continue
		}
		w, figures := want[i], [2]string{}
		if !l.IsHeading() {
			figures = [2]string{l.Amounts[0].String(), l.Amounts[1].String()}
		}
		if l.Key != w.key || l.Name.ZH != w.name || figures != w.figures {
			t.Errorf("%s line %d: %s %s %v, want %s %s %v", got.Title.ZH, i+1, l.Key, l.Name.ZH, figures, w.key, w.name, w.figures)
		}
		if l.Name.EN == "" {
			t.Errorf("%s has no English name", l.Key)
		}
	}
	if len(got.Lines) < len(want) {
		t.Errorf("%s: %d lines, want %d", got.Title.ZH, len(got.Lines), len(want))
	}
}

func columns(s statements.Statement) (out []string) {
	for _, c := range s.Columns {
		out = append(out, c.Title.ZH+" "+c.From.String()+"/"+c.To.String())
	}
	return out
}

// figure returns the amount in a column of a line, in yuan; "-" if there is no line.
func figure(s statements.Statement, key string, column int) string {
	l, ok := s.Line(key)
	if !ok {
		return "-"
	}
	return l.Amounts[column].String()
}
