package exceptions

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Copy returns a register that has the same rows, for what is noted at the end of a log
// which may go on. A reversal strikes none of them.
func (r *Register) Copy() *Register {
	return &Register{All: r.All, rows: slices.Clone(r.rows), counts: maps.Clone(r.counts)}
}

// Whole reports whether every row was kept.
func (r *Register) Whole() bool { return r.All || len(r.rows) < kept }

// Write writes the register as a part of a snapshot. It must be whole.
func (r *Register) Write(w *snapshot.Writer) {
	facts := make([]event.Event, len(r.rows))
	for fact, rows := range r.facts {
		for _, i := range rows {
			facts[i] = fact
		}
	}
	w.Len(r.Len())
	for i, row := range r.rows {
		if row.Kind == "" {
			continue
		}
		w.Text(string(row.Kind))
		writeText(w, row.Why)
		if facts[i] != nil {
			w.Int(1)
			writeEntry(w, ledger.Entry{Position: row.Position, Event: facts[i]})
			continue
		}
		w.Int(0)
		WriteRow(w, row)
	}
}

// Read reads what Write wrote into a register that has no rows.
func (r *Register) Read(in *snapshot.Reader) {
	for range in.Len() {
		kind, why := Kind(in.Text()), readText(in)
		if in.Int() == 1 {
			if e := readEntry(in); e.Event != nil {
				r.NoteFact(kind, e, why)
			}
			continue
		}
		row := ReadRow(in)
		row.Kind, row.Why = kind, why
		r.Note(row)
	}
}

// WriteRow writes what a row says beside its kind and why.
func WriteRow(w *snapshot.Writer, row Row) {
	w.Int(int64(row.Position))
	w.Date(row.On)
	w.Date(row.Until)
	w.Text(string(row.Fund))
	w.Text(string(row.Account))
	w.Text(row.Document)
	w.Sum(row.Amount)
}

// ReadRow reads what WriteRow wrote.
func ReadRow(r *snapshot.Reader) Row {
	return Row{Position: store.Position(r.Int()), On: r.Date(), Until: r.Date(), Fund: fund.ID(r.Text()),
		Account: account.Code(r.Text()), Document: r.Text(), Amount: r.Sum()}
}

func writeText(w *snapshot.Writer, t lang.Text) {
	w.Text(t.ZH)
	w.Text(t.EN)
}

func readText(r *snapshot.Reader) lang.Text { return lang.Text{ZH: r.Text(), EN: r.Text()} }

// writeEntry writes what is needed of an entry: which fact it is, and where it stands.
func writeEntry(w *snapshot.Writer, e ledger.Entry) {
	w.Int(int64(e.Position))
	w.Event(e.Event)
}

func readEntry(r *snapshot.Reader) ledger.Entry {
	return ledger.Entry{Position: store.Position(r.Int()), Event: r.Event()}
}

// Write writes the view as a part of a snapshot.
func (v *View) Write(w *snapshot.Writer) {
	w.Len(len(v.balances))
	for _, at := range slices.SortedFunc(maps.Keys(v.balances), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.account, b.account))
	}) {
		w.Text(string(at.fund))
		w.Text(string(at.account))
		days := v.balances[at]
		w.Len(len(days))
		before := fund.Date(0)
		for _, on := range slices.Sorted(maps.Keys(days)) {
			w.DateAfter(before, on)
			w.Sum(*days[on])
			before = on
		}
	}
	w.Len(len(v.withheld))
	for _, kept := range v.withheld {
		writeEntry(w, kept.Entry)
	}
	w.Len(len(v.half))
	for _, of := range slices.SortedFunc(maps.Keys(v.half), compareDigests) {
		w.Text(string(of[:]))
		writeEntry(w, v.half[of])
	}
	w.Len(len(v.fined))
	for _, e := range v.fined {
		writeEntry(w, e)
	}
	v.writeFindings(w)
}

func (v *View) writeFindings(w *snapshot.Writer) {
	var findings []event.FindingRecorded
	for _, in := range slices.SortedFunc(maps.Keys(v.found), func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.region, b.region), cmp.Compare(a.number, b.number))
	}) {
		findings = append(findings, v.found[in]...)
	}
	w.Len(len(findings))
	for _, f := range findings {
		w.Event(f)
	}
}

// Read reads what Write wrote into a view that has seen nothing.
func (v *View) Read(r *snapshot.Reader) {
	v.balances = map[place]map[fund.Date]*money.Sum{}
	for range r.Len() {
		at := place{fund.ID(r.Text()), account.Code(r.Text())}
		n := r.Len()
		days, before := make(map[fund.Date]*money.Sum, n), fund.Date(0)
		for range n {
			before = r.DateAfter(before)
			sum := r.Sum()
			days[before] = &sum
		}
		v.balances[at] = days
	}
	for range r.Len() {
		e := readEntry(r)
		if off, ok := e.Event.(event.ClawbackSetOff); ok {
			v.withheld = append(v.withheld, Withheld{e, off})
		} else {
			r.Refuse()
		}
	}
	for range r.Len() {
		if of := r.Text(); len(of) == len(event.Digest{}) {
			v.awaitAs(event.Digest([]byte(of)), readEntry(r))
		} else {
			r.Refuse()
		}
	}
	for range r.Len() {
		v.fined = append(v.fined, readEntry(r))
	}
	for range r.Len() {
		if finding, ok := r.Event().(event.FindingRecorded); ok {
			v.find(finding)
		} else {
			r.Refuse()
		}
	}
}

func compareDigests(a, b event.Digest) int { return bytes.Compare(a[:], b[:]) }
