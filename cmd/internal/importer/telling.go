package importer

import "github.com/fundledger/fundledger/cmd/internal/rows"

// telling holds the faults of a file until its last look. A file with doubtful numbers is
// looked at again, and then a row that was refused may be accepted, because the one that
// took its room is refused now.
type telling struct {
	fault  func(rows.Fault) // nil: nobody listens
	held   []rows.Fault
	direct bool    // too many are held: they are told at once
	told   lineSet // lines that were told at a look before this one
	now    lineSet // lines that were told at this one
}

// lineSet is a set of lines of a file, a bit each: a file of nothing but faults has millions.
type lineSet []uint64

func (s lineSet) has(line int) bool { return line/64 < len(s) && s[line/64]>>(line%64)&1 != 0 }

func (s *lineSet) add(line int) {
	for len(*s) <= line/64 {
		*s = append(*s, 0)
	}
	(*s)[line/64] |= 1 << (line % 64)
}

func (s *lineSet) addAll(others lineSet) {
	if len(*s) < len(others) {
		*s = append(*s, make(lineSet, len(others)-len(*s))...)
	}
	for i, word := range others {
		(*s)[i] |= word
	}
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
		if t.told.has(f.Line) {
			continue
		}
		t.now.add(f.Line)
		t.fault(f)
	}
	t.held = t.held[:0]
}

// again begins another look at the file.
func (t *telling) again() {
	t.held, t.direct = t.held[:0], false
	t.told.addAll(t.now)
	t.now = nil
}
