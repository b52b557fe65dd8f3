package importer

import (
	"maps"

	"github.com/fundledger/fundledger/cmd/internal/rows"
)

// telling holds the faults of a file until its last look. A file with doubtful numbers is
// looked at again, and then a row that was refused may be accepted, because the one that
// took its room is refused now.
type telling struct {
	fault  func(rows.Fault) // nil: nobody listens
	held   []rows.Fault
	direct bool             // too many are held: they are told at once
	told   map[int]struct{} // lines that were told at a look before this one
	now    map[int]struct{} // lines that were told at this one
}

// mostHeld bounds the faults that are held.
const mostHeld = 10_000

// add takes the faults of a row.
func (t *telling) add(faults []rows.Fault) {
	if t.fault == nil {
		return
	}
	if t.held = append(t.held, faults...); t.direct || len(t.held) > mostHeld {
		t.direct = true
		t.release()
	}
}

// release tells what is held, but for lines that were told before.
func (t *telling) release() {
	for _, f := range t.held {
		if _, told := t.told[f.Line]; told {
			continue
		}
		if t.now == nil {
			t.now = map[int]struct{}{}
		}
		t.now[f.Line] = struct{}{}
		t.fault(f)
	}
	t.held = t.held[:0]
}

// again begins another look at the file.
func (t *telling) again() {
	t.held, t.direct = t.held[:0], false
	if t.told == nil {
		t.told = map[int]struct{}{}
	}
	maps.Copy(t.told, t.now)
	t.now = nil
}
