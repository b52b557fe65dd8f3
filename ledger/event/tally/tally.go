// Package tally sums stored payments from their bytes, without making events of them:
// a city has tens of millions of them, and a view that replays its log needs their sums.
//
// It is the quick way into a view, beside the plain one over decoded events: it takes
// nothing that event.Decode refuses, reads what it takes as Decode does, and leaves
// every rare form to it.
package tally

import (
	"encoding/hex"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/money"
)

// Tally sums stored reimbursements that differ only in what no sum over funds
// depends on: document, person, institution, department, care day and note; and
// relief payments to persons likewise, of which it also keeps who got what. It
// reads their bytes and makes no events, so that a city's history, which is
// little else, can be folded about as fast as it can be read.
//
// The zero Tally is empty and ready, and after Reset it is so again. It is not
// for use by several goroutines.
type Tally struct {
	sums   []sum
	places []int32 // finds a sum by its hash: n stands for sums[n-1]; a power of two long
	shift  uint    // takes a hash to a place
	latest int     // see Latest

	books map[book]int32 // finds what is in examples; kept by Reset, as there are few
	// examples are reimbursements of each book that could be paid, or relief, without days.
	examples []example

	reliefs []PersonRelief
}

// example is the event of a book: of relief if that has a fund.
type example struct {
	paid   event.ReimbursementPaid
	relief event.ReliefPaid
}

// PersonRelief is what one person got with one relief payment.
type PersonRelief struct {
	Fund       fund.ID
	Person     [16]byte // the pseudonym's digits
	OccurredOn fund.Date
	Amount     money.Fen
}

// sum is the sum of the reimbursements of one book on the same days.
type sum struct {
	key
	example int32
	place   int32
	count   int64
	amount  money.Fen
	cost
	events int
}

// cost is what care had cost, and what of it was within the scope of payment; zero: not known.
type cost struct{ totalCost, eligible money.Fen }

// key is what the reimbursements of one sum have in common.
type key struct {
	book
	occurredOn, since, bookedOn fund.Date
}

// book is a fund, kind of care, part, money account, place, way of settlement, and what
// costs are known, as fifteen bytes.
type book struct{ region, rest uint64 }

// The wire names of what is summed.
const (
	reimbursementWire = "reimbursement.paid"
	reliefWire        = "relief.paid"
)

// What marks books in rest: those of relief payments, and of payments that say what the
// care had cost, and what of it was within the scope of payment.
const (
	ofRelief = 1 << (48 + iota)
	hasTotalCost
	hasEligible
)

// The places of words in rest.
const (
	careAt       = 16
	partAt       = 24
	viaAt        = 32
	placeAt      = 40
	settlementAt = 44
)

// newBook returns the book of a fund as it stands in the bytes, and of words by
// their numbers in their lists, 0 for none.
func newBook(fund []byte, care, part, via int) book {
	return book{
		region: scan.Load8(fund),
		rest:   uint64(fund[8]) | uint64(fund[9])<<8 | uint64(care)<<careAt | uint64(part)<<partAt | uint64(via)<<viaAt,
	}
}

// word returns the number of a word of four bits in a book.
func (b *book) word(at int) byte { return byte(b.rest >> at & 0xf) }

// fund writes the fund of a book.
func (b *book) fund(id *[len("441300.390")]byte) {
	for i := range 8 {
		id[i] = byte(b.region >> (8 * i))
	}
	id[8], id[9] = byte(b.rest), byte(b.rest>>8)
}

// hash mixes all of a key into the upper bits.
func (k *key) hash() uint64 {
	const odd = 0x9e3779b97f4a7c15 // the golden ratio: bits without a pattern
	h := (k.region ^ k.rest*odd) * odd
	h ^= h >> 32
	h += uint64(uint32(k.occurredOn)) | uint64(uint32(k.since))<<32
	h *= odd
	h ^= h >> 32
	return (h + uint64(uint32(k.bookedOn))) * odd
}

// Add takes a stored event into the sums and reports true. False means that it did
// not, and the event is for Decode: it is of another type, stands for an unknown
// number, would make a sum overflow, is in a rare form such as with an escaped
// character, or is none that Decode accepts.
func (t *Tally) Add(wire string, version int, data []byte) bool {
	var p Payment
	return p.Read(wire, version, data) && t.AddPayment(&p)
}

// AddPayment is Add of a payment that was read.
func (t *Tally) AddPayment(p *Payment) bool {
	s := t.sum(p)
	if s == nil {
		return false
	}
	if p.rest&ofRelief != 0 {
		one := PersonRelief{Fund: t.examples[s.example].relief.Fund, OccurredOn: p.occurredOn, Amount: p.amount}
		if _, err := hex.Decode(one.Person[:], p.Person); err != nil {
			panic("tally: a person that is not of hexadecimal digits was read")
		}
		t.reliefs = append(t.reliefs, one)
	}
	return true
}

// sum adds a payment to the sum of its key, or returns nil if there can be none or it would
// overflow.
func (t *Tally) sum(p *Payment) *sum {
	s := t.find(&p.key)
	if s == nil {
		if p.count > jcs.MaxInt {
			return nil
		}
		if s = t.open(&p.key); s == nil {
			return nil
		}
	}
	total, counted := s.amount+p.amount, s.count+p.count
	if total < 0 || counted > jcs.MaxInt {
		return nil
	}
	if p.rest&(hasTotalCost|hasEligible) != 0 {
		of := cost{s.totalCost + p.totalCost, s.eligible + p.eligible}
		if of.totalCost < 0 || of.eligible < 0 {
			return nil
		}
		s.cost = of
	}
	s.amount, s.count = total, counted
	s.events++
	t.latest = int(t.places[s.place]) - 1
	return s
}

// find returns the sum of a key, or nil if there is none.
func (t *Tally) find(k *key) *sum {
	if len(t.places) == 0 {
		return nil
	}
	mask := len(t.places) - 1
	for at := int(k.hash() >> t.shift); ; at++ {
		n := t.places[at&mask]
		if n == 0 {
			return nil
		}
		if s := &t.sums[n-1]; s.key == *k {
			return s
		}
	}
}

// open returns a new sum of a key, or nil if no reimbursement can have that key.
func (t *Tally) open(k *key) *sum {
	example, ok := t.possible(k)
	if !ok {
		return nil
	}
	if 2*len(t.sums) >= len(t.places) {
		t.grow()
	}
	t.sums = append(t.sums, sum{key: *k, example: example})
	t.put(len(t.sums))
	return &t.sums[len(t.sums)-1]
}

// possible returns the number of the example of the book of a key, and whether a payment
// can have that key.
func (t *Tally) possible(k *key) (example int32, ok bool) {
	if k.bookedOn != 0 && k.bookedOn < k.occurredOn || k.since > k.occurredOn {
		return 0, false
	}
	return t.example(k.book)
}

// example returns the number of the example of a book, and whether there can be one.
func (t *Tally) example(b book) (int32, bool) {
	if n, found := t.books[b]; found {
		return n, true
	}
	var id [len("441300.390")]byte
	b.fund(&id)
	var e example
	paidBy, via := fund.ID(id[:]), account.Code(numbered(moneyAccounts, byte(b.rest>>viaAt)))
	f := event.Fact{Document: "any", OccurredOn: fund.NewDate(2025, 1, 1), Count: 1}
	var made event.Event
	if b.rest&ofRelief != 0 {
		e.relief = event.ReliefPaid{Fund: paidBy, Via: via}
		one := e.relief
		one.Fact, one.Amount, one.Person = f, 1, "00000000000000000000000000000000"
		made = one
	} else {
		e.paid = event.ReimbursementPaid{
			Fund: paidBy, Via: via,
			Care:       fund.Care(numbered(cares, byte(b.rest>>careAt))),
			Part:       fund.Part(numbered(parts, byte(b.rest>>partAt))),
			Place:      event.Place(numbered(places, b.word(placeAt))),
			Settlement: event.Settlement(numbered(settlements, b.word(settlementAt))),
		}
		one := e.paid
		one.Fact, one.Amount = f, 1
		made = one
	}
	if len(event.Check(made)) > 0 {
		return 0, false
	}
	if t.books == nil {
		t.books = map[book]int32{}
	}
	n := int32(len(t.examples))
	t.books[b], t.examples = n, append(t.examples, e)
	return n, true
}

// The codes of the closed lists, in the order of their documentation.
var (
	cares         = codesOf("care")
	parts         = codesOf("part")
	moneyAccounts = codesOf("via")
	places        = codesOf("place")
	settlements   = codesOf("settlement")
)

func codesOf(field string) (codes []string) {
	paid, _ := event.TypeOf(reimbursementWire)
	for _, f := range paid.Fields {
		for _, w := range f.Words {
			if f.Name == field {
				codes = append(codes, w.Code)
			}
		}
	}
	return codes
}

// numbered returns the n-th code of a list, or "" if n is 0.
func numbered(codes []string, n byte) string {
	if n == 0 {
		return ""
	}
	return codes[n-1]
}

// put enters the n-th sum into its place.
func (t *Tally) put(n int) {
	s := &t.sums[n-1]
	mask := len(t.places) - 1
	at := int(s.hash()>>t.shift) & mask
	for t.places[at] != 0 {
		at = (at + 1) & mask
	}
	t.places[at], s.place = int32(n), int32(at)
}

// grow doubles the places.
func (t *Tally) grow() {
	const least, leastBits = 256, 8
	if len(t.places) == 0 {
		t.places, t.shift = make([]int32, least), 64-leastBits
		return
	}
	t.places = make([]int32, 2*len(t.places))
	t.shift--
	for n := range t.sums {
		t.put(n + 1)
	}
}

// Each yields each sum, in the order of their first events, and how many events it
// stands for: a event.ReimbursementPaid with their Fund, Care, Part, Via, Place, Settlement and
// days, or a event.ReliefPaid with their Fund, Via and days, and the sums of their Counts and
// Amounts, and of both costs: each is known of all that one sum stands for, or of none.
// All else is empty, so that it is no event to record.
func (t *Tally) Each(yield func(e event.Event, events int) bool) {
	for i := range t.sums {
		s := &t.sums[i]
		var e event.Event
		if relief := t.examples[s.example].relief; relief.Fund != "" {
			relief.OccurredOn, relief.BookedOn = s.occurredOn, s.bookedOn
			relief.Count, relief.Amount = s.count, s.amount
			e = relief
		} else {
			paid := t.examples[s.example].paid
			paid.OccurredOn, paid.Since, paid.BookedOn = s.occurredOn, s.since, s.bookedOn
			paid.Count, paid.Amount, paid.TotalCost, paid.Eligible = s.count, s.amount, s.totalCost, s.eligible
			e = paid
		}
		if !yield(e, s.events) {
			return
		}
	}
}

// Latest returns the number of the sum that the event is in which was added last: how many
// Each yields before it.
func (t *Tally) Latest() int { return t.latest }

// Reliefs returns the relief payments that were added, in that order. They are
// valid until Reset.
func (t *Tally) Reliefs() []PersonRelief { return t.reliefs }

// Reset forgets all sums.
func (t *Tally) Reset() {
	for i := range t.sums {
		t.places[t.sums[i].place] = 0
	}
	t.sums, t.reliefs = t.sums[:0], t.reliefs[:0]
}
