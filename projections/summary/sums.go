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
}

// key is what the payments of one sum have in common.
type key struct {
	book
	occurredOn, since, bookedOn fund.Date
}

// amounts are what they sum to.
type amounts struct {
	count  wide.Int
	amount money.Sum
	events int64
}

// fit returns the count and the amount if a payment can have them.
func (a *amounts) fit() (count int64, amount money.Fen, ok bool) {
	count, counts := a.count.Int64()
	amount, holds := a.amount.Fen()
	return count, amount, counts && holds && count <= jcs.MaxInt
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
		k.book = book{fund: e.Fund, care: e.Care, part: e.Part, via: e.Via}
		a.amount = e.Amount.Sum()
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
func (k *key) event(count int64, amount money.Fen) event.Event {
	f := event.Fact{OccurredOn: k.occurredOn, Since: k.since, BookedOn: k.bookedOn, Count: count}
	if k.relief {
		return event.ReliefPaid{Fact: f, Fund: k.fund, Via: k.via, Amount: amount}
	}
	return event.ReimbursementPaid{Fact: f, Fund: k.fund, Care: k.care, Part: k.part, Via: k.via, Amount: amount}
}

// add adds to a sum.
func (b *Builder) add(k key, of amounts, events int64) {
	a := b.sums[k]
	if a == nil {
		a = new(amounts)
		b.sums[k] = a
	}
	a.count, a.amount, a.events = a.count.Plus(of.count), a.amount.Plus(of.amount), a.events+events
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
		count, amount, fits := a.fit()
		b.full = b.full || !fits
		w.Int(a.events)
		w.Int(count)
		w.Fen(amount)
		behind = k
	}
	clear(b.sums)
}

func compare(a, b key) int {
	relief := func(k key) int {
		if k.relief {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(relief(a), relief(b)), cmp.Compare(a.fund, b.fund), cmp.Compare(a.care, b.care), cmp.Compare(a.part, b.part),
		cmp.Compare(a.via, b.via), cmp.Compare(a.occurredOn, b.occurredOn), cmp.Compare(a.since, b.since), cmp.Compare(a.bookedOn, b.bookedOn))
}

// write writes the book of the next sums: 1, or 2 of relief, and its words.
func (of *book) write(w *snapshot.Writer) {
	kind := 1
	if of.relief {
		kind = 2
	}
	w.Len(kind)
	for _, text := range []string{string(of.fund), string(of.care), string(of.part), string(of.via)} {
		w.Text(text)
	}
}

// sums reads sums.
func (r *reader) sums() (all []Sum) {
	n := r.Len()
	all = make([]Sum, 0, n)
	var k key
	for range n {
		if kind := r.Int(); kind != 0 {
			k = key{book: book{relief: kind == 2}}
			k.fund, k.care, k.part, k.via = fund.ID(r.Text()), fund.Care(r.Text()), fund.Part(r.Text()), account.Code(r.Text())
		}
		k.occurredOn, k.since, k.bookedOn = r.DateAfter(k.occurredOn), r.Date(), r.Date()
		events := int(r.Int())
		all = append(all, Sum{k.event(r.Int(), r.Fen()), events})
	}
	return all
}
