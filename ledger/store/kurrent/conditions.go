package kurrent

import (
	"context"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
)

// A cluster performs each append alone: it cannot look at a second stream in the same
// moment. So conditions are checked before an append is sent, against all of the log
// that there was a moment ago, and again where the append has come to stand: what was
// appended in between is seen in the order of the log.

// watch notes what is appended to the streams that the decisions of one call have read.
type watch struct {
	at    map[string][]sighting // a key for each of them
	asked int                   // appends with conditions so far
}

// sighting is an event that was found in the log since the watch began.
type sighting struct {
	revision store.Revision
	position store.Position
}

// checkedAnew is after how many appends of one call with conditions the end of the log
// is read again before the next.
const checkedAnew = 64

// watch begins to watch the streams that appends have read, if they have.
func (s *Store) watch(appends []store.Append) *watch {
	w := &watch{at: map[string][]sighting{}}
	for _, a := range appends {
		for _, r := range a.Reads {
			w.at[r.Stream] = nil
		}
	}
	if len(w.at) > 0 {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.watches = append(s.watches, w)
	}
	return w
}

func (s *Store) unwatch(w *watch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watches = slices.DeleteFunc(s.watches, func(other *watch) bool { return other == w })
}

// sight notes an event that was found in the log. The caller holds mu.
func (w *watch) sight(h held) {
	if seen, watched := w.at[h.Stream]; watched {
		w.at[h.Stream] = append(seen, sighting{h.Revision, h.Position})
	}
}

// overtaken reports whether a condition of an append, which held when it was sent, does
// not hold any more at the position where the append stands.
func (s *Store) overtaken(w *watch, a *store.Append, at store.Position) bool {
	if a.Length != 0 && a.Length != at {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range a.Reads {
		for _, seen := range w.at[r.Stream] {
			if seen.revision > r.At && seen.position < at {
				return true
			}
		}
	}
	return false
}

// holds returns nil if the conditions of an append hold as far as is known now, or if
// it stands already, whatever they say. Errors: *store.ConflictError; those of readTip.
func (s *Store) holds(ctx context.Context, w *watch, a *store.Append) error {
	if len(a.Reads) == 0 && a.Length == 0 {
		return nil
	}
	length := store.Position(0)
	if w.asked++; w.asked%checkedAnew == 1 || a.Length != 0 {
		reached := false
		err := s.catchUp(ctx, func() bool {
			defer func() { reached = true }()
			length = s.log.count
			return reached // the second time: after the end was reached
		})
		if err != nil {
			return err
		}
	}
	conflict, err := s.moved(ctx, a, length)
	if conflict == nil || err != nil {
		return err
	}
	own, err := s.readTip(ctx, a.Stream)
	if err != nil {
		return err
	}
	if own.revision > a.Expected {
		if stands, err := s.stands(ctx, a); stands || err != nil {
			return err
		}
	}
	if own.revision != a.Expected {
		conflict = &store.ConflictError{Stream: a.Stream, Expected: a.Expected, Actual: own.revision}
	}
	return conflict
}

// moved returns the conflict of the first condition of an append that does not hold,
// nil if all do.
func (s *Store) moved(ctx context.Context, a *store.Append, length store.Position) (*store.ConflictError, error) {
	for _, r := range a.Reads {
		end, known := s.tipOf(r.Stream)
		if !known {
			var err error
			if end, err = s.readTip(ctx, r.Stream); err != nil {
				return nil, err
			}
		}
		if end.revision != r.At {
			return &store.ConflictError{Stream: r.Stream, Expected: r.At, Actual: end.revision}, nil
		}
	}
	if a.Length != 0 && a.Length != length {
		return store.GrownError(a.Length, length), nil
	}
	return nil, nil
}
