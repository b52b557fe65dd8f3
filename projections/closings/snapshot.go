package closings

import (
	"bytes"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// AppendSnapshot appends all that Restore needs to dst: equal histories give equal
// bytes.
func (f *Fold) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	w.Len(len(f.funds))
	for _, id := range slices.Sorted(maps.Keys(f.funds)) {
		b := f.funds[id]
		w.Text(string(id))
		w.Date(b.closed)
		w.Len(len(b.closings))
		for _, c := range b.closings {
			w.Int(int64(c.Position))
			w.Text(string(c.Period))
			w.Int(int64(c.Verdict))
		}
		w.Len(len(b.months))
		for _, last := range slices.Sorted(maps.Keys(b.months)) {
			w.Date(last)
			b.months[last].write(&w)
		}
	}
	w.Len(len(f.moved))
	for _, d := range slices.SortedFunc(maps.Keys(f.moved), func(a, b event.Digest) int { return bytes.Compare(a[:], b[:]) }) {
		w.Text(string(d[:]))
		w.Date(f.moved[d])
	}
	return w.Bytes
}

func (t *turnover) write(w *snapshot.Writer) {
	w.Int(t.facts)
	w.Len(len(t.sums))
	for _, code := range slices.Sorted(maps.Keys(t.sums)) {
		w.Text(string(code))
		high, low := wide.Int(*t.sums[code]).Bits()
		w.Int(high)
		w.Int(int64(low))
	}
}

// Restore makes a fold that has seen nothing what the one was whose snapshot this
// is. After an error the fold must not be used.
func (f *Fold) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	for range r.Len() {
		b := f.of(fund.ID(r.Text()))
		b.closed = r.Date()
		f.latest = fund.Later(f.latest, b.closed)
		for range r.Len() {
			b.closings = append(b.closings, Closing{Position: store.Position(r.Int()), Period: event.Period(r.Text()), Verdict: Verdict(r.Int())})
		}
		for range r.Len() {
			last := r.Date()
			b.months[last] = readTurnover(r)
		}
	}
	for range r.Len() {
		d := r.Text()
		on := r.Date()
		if len(d) != len(event.Digest{}) {
			r.Refuse()
			break
		}
		if f.moved == nil {
			f.moved = map[event.Digest]fund.Date{}
		}
		f.moved[event.Digest([]byte(d))] = on
	}
	return r.Err()
}

func readTurnover(r *snapshot.Reader) *turnover {
	t := &turnover{facts: r.Int(), sums: map[account.Code]*money.Sum{}}
	for range r.Len() {
		code := account.Code(r.Text())
		s := money.Sum(wide.FromBits(r.Int(), uint64(r.Int())))
		t.sums[code] = &s
	}
	return t
}
