package summary

import (
	"cmp"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// book is what the payments of some sums have in common beside days.
type book struct {
	relief bool
	fund   fund.ID
	care   fund.Care
	part   fund.Part
	via    account.Code
	cared
}

// cared is where care was given, how it was settled, and which costs of it are known.
type cared struct {
	place           event.Place
	settlement      event.Settlement
	total, eligible bool
}

// key is what the payments of one sum have in common.
type key struct {
	book
	occurredOn, since, bookedOn fund.Date
}

// amounts are what they sum to.
type amounts struct {
	count                   wide.Int
	amount, total, eligible money.Sum
	events                  int64
}

// fitting is amounts that one payment can have.
type fitting struct {
	count                   int64
	amount, total, eligible money.Fen
}

// fit returns the amounts if a payment can have them.
func (a *amounts) fit() (f fitting, ok bool) {
	var oks [4]bool
	f.count, oks[0] = a.count.Int64()
	f.amount, oks[1] = a.amount.Fen()
	f.total, oks[2] = a.total.Fen()
	f.eligible, oks[3] = a.eligible.Fen()
	return f, oks == [4]bool{true, true, true, true} && f.count <= jcs.MaxInt
}

// summed returns in which sum a payment is; false: in none, by itself. A tally.Tally sums no others.
func summed(e event.Event) (k key, a amounts, ok bool) {
	if e.Common().BookedFor != 0 || e.Common().Count == 0 {
		return k, a, false
	}
	if r, is := e.(event.ReliefPaid); is {
		of := event.ReliefPaid{Fact: r.Fact, Fund: r.Fund, Person: r.Person, Amount: r.Amount, Via: r.Via} // it says nothing else
		if r != of || r.Person == "" || r.Count != 1 || r.Since != 0 {
			return k, a, false
		}
	}
	return keyOf(e)
}

// keyOf returns in which sum a payment is that may stand for some; false for what is none.
func keyOf(e event.Event) (k key, a amounts, ok bool) {
	switch e := e.(type) {
	case event.ReimbursementPaid:
		k.book = book{fund: e.Fund, care: e.Care, part: e.Part, via: e.Via,
			cared: cared{e.Place, e.Settlement, e.TotalCost != 0, e.Eligible != 0}}
		a.amount, a.total, a.eligible = e.Amount.Sum(), e.TotalCost.Sum(), e.Eligible.Sum()
	case event.ReliefPaid:
		k.book = book{relief: true, fund: e.Fund, via: e.Via}
		a.amount = e.Amount.Sum()
	default:
		return k, a, false
	}
	f := e.Common()
	k.occurredOn, k.since, k.bookedOn, a.count = f.OccurredOn, f.Since, f.BookedOn, wide.Of(f.Count)
	return k, a, true
}

// event returns the payment that stands for those of a sum.
func (k *key) event(of fitting) event.Event {
	f := event.Fact{OccurredOn: k.occurredOn, Since: k.since, BookedOn: k.bookedOn, Count: of.count}
	if k.relief {
		return event.ReliefPaid{Fact: f, Fund: k.fund, Via: k.via, Amount: of.amount}
	}
	return event.ReimbursementPaid{Fact: f, Fund: k.fund, Care: k.care, Part: k.part, Via: k.via, Amount: of.amount,
		Place: k.place, Settlement: k.settlement, TotalCost: of.total, Eligible: of.eligible}
}

// add adds to a sum.
func (b *Builder) add(k key, of amounts, events int64) {
	a := b.sums[k]
	if a == nil {
		a = new(amounts)
		b.sums[k] = a
	}
	a.count, a.amount, a.events = a.count.Plus(of.count), a.amount.Plus(of.amount), a.events+events
	a.total, a.eligible = a.total.Plus(of.total), a.eligible.Plus(of.eligible)
}

// putSums writes the sums so far, in the order of books and days.
func (b *Builder) putSums() {
	if len(b.sums) == 0 {
		return
	}
	w := &b.items
	w.Int(isSums)
	order := slices.SortedFunc(maps.Keys(b.sums), compare)
	w.Len(len(order))
	var behind key
	for i, k := range order {
		if i > 0 && k.book == behind.book {
			w.Len(0)
		} else {
			behind = key{}
			k.book.write(w)
		}
		w.DateAfter(behind.occurredOn, k.occurredOn)
		w.Date(k.since)
		w.Date(k.bookedOn)
		a := b.sums[k]
		of, fits := a.fit()
		b.full = b.full || !fits
		w.Int(a.events)
		w.Int(of.count)
		w.Fen(of.amount)
		if k.total {
			w.Fen(of.total)
		}
		if k.eligible {
			w.Fen(of.eligible)
		}
		behind = k
	}
	clear(b.sums)
}

func compare(a, b key) int {
	return cmp.Or(truth(a.relief, b.relief), cmp.Compare(a.fund, b.fund), cmp.Compare(a.care, b.care), cmp.Compare(a.part, b.part),
		cmp.Compare(a.via, b.via), cmp.Compare(a.place, b.place), cmp.Compare(a.settlement, b.settlement), truth(a.total, b.total),
		truth(a.eligible, b.eligible),
		cmp.Compare(a.occurredOn, b.occurredOn), cmp.Compare(a.since, b.since), cmp.Compare(a.bookedOn, b.bookedOn))
}

// truth compares two truths: what is so stands behind.
func truth(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// The kinds of books, as they are written.
const (
	isSame  = iota // as the one before
	isPlain        // of reimbursements
	isRelief
	isCared // of reimbursements that say where, how, or at what cost
)

// Which costs of a book are known.
const (
	hasTotal = 1 << iota
	hasEligible
)

// write writes the book of the next sums: its kind and its words.
func (of *book) write(w *snapshot.Writer) {
	kind := isPlain
	switch {
	case of.relief:
		kind = isRelief
	case of.cared != cared{}:
		kind = isCared
	}
	w.Len(kind)
	for _, text := range []string{string(of.fund), string(of.care), string(of.part), string(of.via)} {
		w.Text(text)
	}
	if kind == isCared {
		w.Text(string(of.place))
		w.Text(string(of.settlement))
		known := 0
		if of.total {
			known |= hasTotal
		}
		if of.eligible {
			known |= hasEligible
		}
		w.Len(known)
	}
}

// sums reads sums.
func (r *reader) sums() (all []Sum) {
	n := r.Len()
	all = make([]Sum, 0, n)
	var k key
	for range n {
		if kind := r.Int(); kind != isSame {
			k = key{book: book{relief: kind == isRelief}}
			k.fund, k.care, k.part, k.via = fund.ID(r.Text()), fund.Care(r.Text()), fund.Part(r.Text()), account.Code(r.Text())
			if kind == isCared {
				k.place, k.settlement = event.Place(r.Text()), event.Settlement(r.Text())
				known := r.Int()
				k.total, k.eligible = known&hasTotal != 0, known&hasEligible != 0
			}
		}
		k.occurredOn, k.since, k.bookedOn = r.DateAfter(k.occurredOn), r.Date(), r.Date()
		events := int(r.Int())
		of := fitting{count: r.Int(), amount: r.Fen()}
		if k.total {
			of.total = r.Fen()
		}
		if k.eligible {
			of.eligible = r.Fen()
		}
		all = append(all, Sum{k.event(of), events})
	}
	return all
}
