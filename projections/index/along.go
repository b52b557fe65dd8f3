package index

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// along takes the records of a log while that is verified: it is a verify.Along. From a
// declaration on by which facts have other numbers it takes no more.
type along struct {
	numbered numbered
	take     func([]Record) error
	ended    bool
}

// Look returns who makes records of the next entries.
func (a *along) Look() verify.Look { return &looking{of: &a.numbered} }

// Take takes the records of the next entries.
func (a *along) Take(seen verify.Look) error {
	l, _ := seen.(*looking)
	if a.ended {
		return nil
	}
	a.ended = l.ended
	return a.take(l.records)
}

// looking makes records of entries.
type looking struct {
	of      *numbered
	records []Record
	ended   bool
}

func (l *looking) Entry(e ledger.Entry, _ *store.Recorded) {
	if l.ended {
		return
	}
	r, err := l.of.recordOf(e)
	if err != nil {
		l.ended = true
		return
	}
	l.records = append(l.records, r)
}

// Making makes the index of a log in a folder of its own while that is verified: it is a
// verify.Along.
type Making struct {
	along
	gathering
	err error // of making it
}

// Making begins an index in a folder that nobody else uses. Errors: those of reading the log, I/O.
func (f Folder) Making(ctx context.Context, s store.Store) (*Making, error) {
	return f.making(ctx, s, usual)
}

func (f Folder) making(ctx context.Context, s store.Store, of sizes) (*Making, error) {
	ix, unlock, err := f.begun(ctx, s, of)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := ix.begin(); err != nil {
		return nil, err
	}
	m := &Making{gathering: gathering{ix: ix}}
	m.along = along{numbered: ix.numbered, take: func(records []Record) error {
		if m.err == nil {
			m.err = m.add(ctx, records)
		}
		return nil // it is told to who asks for the index
	}}
	return m, nil
}

// Index returns, once the log was read, the index of all of it. It is to be closed. Errors: as for
// Open.
func (m *Making) Index(ctx context.Context) (*Index, error) {
	if m.err == nil {
		m.err = m.flush(ctx)
	}
	if m.err == nil {
		m.err = m.ix.Follow(ctx)
	}
	if m.err != nil {
		return nil, errors.Join(m.err, m.ix.Close())
	}
	return m.ix, nil
}

// Stop closes an index that nobody asks for.
func (m *Making) Stop() error { return m.ix.Close() }
