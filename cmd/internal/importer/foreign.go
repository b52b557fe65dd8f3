package importer

import (
	"slices"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// A row of a file that is not ours may make several facts, or none. Each fact is an item of its own;
// the row is counted once, and what is wrong with one of them is told at the column that it comes from.

// foreign is what an item of a file that is not ours has besides.
type foreign struct {
	record  *profile.Record // nil: the file is ours
	more    bool            // it is another fact of the row before
	skip    *profile.Skip   // why the row makes no fact
	unknown bool            // it names nobody because the table of persons does not
}

// column returns the column from which a field of an item comes.
func (i *item) column(field string) string {
	if i.record == nil {
		return field
	}
	return i.record.From(field)
}

// under returns the mapper for rows under some headings: the one before if they are the same.
func (f *Foreign) under(before *mapper, file *rows.Reader, head *rows.Head, key []byte) *mapper {
	if before != nil && before.head == head {
		return before
	}
	m, _ := f.bindTo(file, head, key) // what is wrong is told with the headings
	return m
}

// wrongColumns tells what is wrong with headings.
func (i *run) wrongColumns(head *rows.Head) []rows.Fault {
	if i.o.Foreign == nil {
		return unknownColumns(head)
	}
	_, faults := i.o.Foreign.bindTo(i.file, head, i.o.PersonKey)
	return faults
}

// private reports whether rows hold who somebody is, so that they go into no file of rejects.
func (f *Foreign) private() bool { return f != nil && len(f.Personal) > 0 }

// hide takes out of faults what may say who somebody is: rows as a whole, personal columns.
func (f *Foreign) hide(faults []rows.Fault) {
	if !f.private() {
		return
	}
	for i := range faults {
		if at := &faults[i]; at.Field == "" || f.IsPersonal(at.Field, at.Found) {
			at.Found = ""
		}
	}
}

// unsaid returns the faults of an item without those that another fact of the same row has, too.
func (i *run) unsaid(of *item, faults []rows.Fault) []rows.Fault {
	if !of.more {
		i.said = faults
		return faults
	}
	return slices.DeleteFunc(slices.Clone(faults), func(f rows.Fault) bool {
		return slices.ContainsFunc(i.said, func(s rows.Fault) bool { return s.Field == f.Field && s.Why == f.Why })
	})
}

// parse makes the facts of the row of the last item, and returns the items with one for each.
func (m *mapper) parse(p *aggregates.Preparer, items []item) []item {
	at := len(items) - 1
	row := items[at].row
	switch {
	case m.bound == nil:
		items[at].skip = &profile.Skip{}
		return items
	case m.bound.IsFooter(row):
		items[at].skip, items[at].faults = profile.Footer(), nil
		return items
	case len(items[at].faults) > 0:
		return items
	}
	facts, skip, faults := m.facts(&row)
	if items[at].skip, items[at].wrong = skip, faults; (skip != nil && skip.Total || len(faults) > 0) && isTotal(&row) {
		items[at].wrong, items[at].skip, items[at].total = nil, nil, true
	}
	for n := range facts {
		made := &facts[n]
		one := item{row: row, fact: p.PrepareParsed(made.fact), foreign: foreign{record: &made.Record, more: n > 0, unknown: made.Unknown}}
		if yuan := made.Get("amount"); yuan != "" {
			one.amount, one.err = money.Read(yuan)
			one.hasMoney = true
		}
		if n == 0 {
			items[at] = one
			continue
		}
		items = append(items, one)
	}
	return items
}

// Skipped is the rows that make no fact for one reason.
type Skipped struct {
	Why      lang.Text
	Rows     int
	Amount   money.Sum // that they are about
	HasMoney bool
}

// skip counts a row that makes no fact. Of a file that is not that of its profile nothing is said.
func (s *Summary) skip(row *profile.Skip) {
	if row.Why.IsZero() {
		return
	}
	at := slices.IndexFunc(s.Skipped, func(k Skipped) bool { return k.Why == row.Why })
	if at < 0 {
		at = len(s.Skipped)
		s.Skipped = append(s.Skipped, Skipped{Why: row.Why})
	}
	k := &s.Skipped[at]
	k.Rows++
	if amount, err := money.Parse(row.Yuan); err == nil {
		k.Amount, k.HasMoney = k.Amount.Add(amount), true
	}
}
