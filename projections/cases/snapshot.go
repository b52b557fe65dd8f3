package cases

import (
	"context"
	"errors"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum folds in payments as their sum. It does not fail.
func (v *View) ApplySum(e event.Event, _ int) error {
	return v.Apply(ledger.Entry{Event: e})
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.Write(&w)
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.Read(r)
	return r.Err()
}

// Write writes the view as a part of a snapshot: each case as a text.
func (v *View) Write(w *snapshot.Writer) {
	w.Len(len(v.order))
	var of snapshot.Writer
	for _, f := range v.order {
		of.Bytes = of.Bytes[:0]
		of.Text(string(f.key.Region))
		of.Text(f.key.Number)
		for _, s := range f.steps {
			of.Int(int64(s.Position))
			of.Event(s.Event)
			of.Date(s.Reversed)
		}
		w.Text(string(of.Bytes))
	}
}

// Read reads what Write wrote into a view that has seen nothing. All processors work at it.
func (v *View) Read(r *snapshot.Reader) {
	read := func(_ context.Context, texts [][]byte) ([]*file, error) {
		files := make([]*file, len(texts))
		for i, text := range texts {
			files[i] = &file{folded: true}
			if err := files[i].read(text); err != nil {
				return nil, err
			}
		}
		return files, nil
	}
	const together = 256
	texts := make([][]byte, r.Len())
	for i := range texts {
		texts[i] = r.Bytes()
	}
	v.files, v.order = make(map[Key]*file, len(texts)), make([]*file, 0, len(texts))
	err := inorder.Each(context.Background(), slices.Chunk(texts, together), read, func(files []*file) error {
		for _, f := range files {
			if n := len(v.order); n > 0 && compare(v.order[n-1].key, f.key) >= 0 {
				return errors.New("cases out of order")
			}
			v.files[f.key], v.order = f, append(v.order, f)
		}
		return nil
	})
	if err != nil {
		r.Fail(err)
	}
}

// read reads the text of a case.
func (f *file) read(text []byte) error {
	r := snapshot.NewReader(text)
	f.key = Key{fund.Region(r.Text()), r.Text()}
	for r.More() {
		if s := (Step{store.Position(r.Int()), r.Event(), r.Date()}); r.Whole() {
			f.add(s)
		}
	}
	return r.Err()
}
