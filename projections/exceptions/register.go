package exceptions

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
)

// Row is one exception.
type Row struct {
	Kind     Kind
	Position store.Position // of the fact; None for what no single fact is
	On       fund.Date      // business date; the first day of what lasts
	Until    fund.Date      // the last day of what lasts; zero: one day, or it lasts
	Fund     fund.ID
	Account  account.Code // of money that is below zero
	Document string
	Amount   money.Sum // 0: the fact has none
	Why      lang.Text // what speaks against it; zero: its kind says all
}

// None is the position of a row that is of no single fact.
const None store.Position = 1<<64 - 1

// RowOf returns the row of a recorded fact.
func RowOf(k Kind, e ledger.Entry, why lang.Text) Row {
	f := e.Event.Common()
	return Row{Kind: k, Position: e.Position, On: f.OccurredOn, Fund: event.FundOf(e.Event), Document: f.Document,
		Amount: amountOf(e.Event).Sum(), Why: why}
}

// amountOf returns the amount of a fact; 0 if it has none.
func amountOf(e event.Event) money.Fen {
	for name, text := range event.Values(e) {
		if name == "amount" {
			amount, err := money.Parse(text)
			if err != nil {
				panic("exceptions: a recorded amount is none: " + err.Error())
			}
			return amount
		}
	}
	return 0
}

// Register is the exceptions of a log. The zero Register has none.
type Register struct {
	All bool // every row is kept, however many there are: for whoever lists them

	rows   []Row
	counts map[Kind]int
	facts  map[event.Event][]int // rows by their fact as it is written, to strike them when it is reversed
}

// kept bounds how many rows are kept; more are only counted, and not struck.
const kept = 100_000

// keeps reports whether one more row is kept.
func (r *Register) keeps() bool { return r.All || len(r.rows) < kept }

// Note adds a row.
func (r *Register) Note(row Row) {
	if r.counts == nil {
		r.counts = map[Kind]int{}
	}
	r.counts[row.Kind]++
	if r.keeps() {
		r.rows = append(r.rows, row)
	}
}

// Later reports whether an exception of a kind is one only until another fact is
// recorded: the View notes it at the end of the log.
func (k Kind) Later() bool { return k == WithoutFinding || k == SetOff }

// NoteFact adds the row of a recorded fact, which is struck when the fact is reversed.
func (r *Register) NoteFact(k Kind, e ledger.Entry, why lang.Text) {
	if r.keeps() {
		if r.facts == nil {
			r.facts = map[event.Event][]int{}
		}
		r.facts[e.Event] = append(r.facts[e.Event], len(r.rows))
	}
	r.Note(RowOf(k, e, why))
}

// Reversed strikes what was noted of a fact that was reversed: somebody has dealt with it.
func (r *Register) Reversed(fact event.Event) {
	for _, i := range r.facts[fact] {
		r.counts[r.rows[i].Kind]--
		r.rows[i].Kind = ""
	}
	delete(r.facts, fact)
}

// Count returns how many exceptions of a kind there are.
func (r *Register) Count(k Kind) int { return r.counts[k] }

// Len returns how many exceptions there are.
func (r *Register) Len() int {
	n := 0
	for _, c := range r.counts {
		n += c
	}
	return n
}

// Rows returns the exceptions by kind, in the order of Kinds, then of the log; of very
// many the first, unless all are kept.
func (r *Register) Rows() []Row {
	order := map[Kind]int{}
	for i, k := range Kinds() {
		order[k] = i
	}
	rows := slices.DeleteFunc(slices.Clone(r.rows), func(row Row) bool { return row.Kind == "" })
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(order[a.Kind], order[b.Kind]), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Fund, b.Fund),
			cmp.Compare(a.Account, b.Account), cmp.Compare(a.On, b.On))
	})
	return rows
}
