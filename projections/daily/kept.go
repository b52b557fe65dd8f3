package daily

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Form is how the keys of sums stand in a snapshot.
type Form[K comparable] struct {
	Compare func(a, b K) int // their order; 0 for equal keys only
	// Write writes a key that stands behind another, and Read reads it; the first
	// stands behind the zero K.
	Write func(w *snapshot.Writer, before, key K)
	Read  func(r *snapshot.Reader, before K) K
}

// kept is sums as a snapshot has them. They do not change.
type kept[K comparable] struct {
	form  Form[K]
	keys  int
	order []entry[K] // all, in the order of the form; nil if they are packed

	packed []byte    // as AppendSnapshot wrote them
	marks  []mark[K] // every so manieth key of them
}

// entry is a key with its dates.
type entry[K comparable] struct {
	key  K
	days []dated
}

// mark is where the dates of a key stand in what is packed.
type mark[K comparable] struct {
	key K
	at  int
}

// marked is how many keys apart the marks are: so few that one is read at once.
const marked = 32

// sizeOfEntry is about how many bytes a key with its dates takes in a snapshot.
const sizeOfEntry = 1 << 6

// roomOfSums is for how many dates of keys room is made at once.
const roomOfSums = 1 << 10

// AppendSnapshot writes all sums.
func (s *Sums[K]) AppendSnapshot(w *snapshot.Writer, form Form[K]) {
	keys := s.kept.keys
	for key := range s.days {
		if len(s.kept.of(key)) == 0 {
			keys++
		}
	}
	w.Len(keys)
	var before K
	for key, days := range s.all(form.Compare) {
		form.Write(w, before, key)
		writeDays(w, days)
		before = key
	}
}

// Restore reads what AppendSnapshot wrote into sums that are empty.
func (s *Sums[K]) Restore(r *snapshot.Reader, form Form[K]) {
	s.kept = kept[K]{form: form, order: make([]entry[K], 0, len(r.Rest())/sizeOfEntry)}
	var room []dated // for many keys: most have few dates
	s.kept.read(r, func(key K, days []dated, _ int) {
		if len(days) > len(room) {
			room = make([]dated, max(len(days), roomOfSums))
		}
		n := copy(room, days)
		s.kept.order = append(s.kept.order, entry[K]{key, room[:n:n]})
		room = room[n:]
	})
}

// RestorePacked does what Restore does and decodes the sums of a key whenever they are
// asked for: they take a fifth of the room, and to ask for all takes longer. seen is
// called with every key. The state that is read must not change.
func (s *Sums[K]) RestorePacked(r *snapshot.Reader, form Form[K], seen func(K)) {
	s.kept = kept[K]{form: form, packed: r.Rest()}
	s.kept.read(r, func(key K, _ []dated, at int) {
		if s.kept.keys%marked == 0 {
			s.kept.marks = append(s.kept.marks, mark[K]{key, at})
		}
		seen(key)
	})
	s.kept.packed = s.kept.packed[:len(s.kept.packed)-len(r.Rest())]
}

// read reads all that AppendSnapshot wrote and calls take with each key, with its dates,
// which are valid until the next, and where in the state these stand.
func (k *kept[K]) read(r *snapshot.Reader, take func(key K, days []dated, at int)) {
	whole := len(r.Rest())
	var before K
	var days []dated
	n := r.Len()
	for i := range n {
		key := k.form.Read(r, before)
		if i > 0 && k.form.Compare(before, key) >= 0 {
			r.Refuse()
		}
		at := whole - len(r.Rest())
		if days = readDays(r, days[:0]); len(days) == 0 {
			r.Refuse()
		}
		if !r.Whole() {
			return
		}
		take(key, days, at)
		k.keys++
		before = key
	}
}

// all yields every key with its dates, which are valid until the next, in order.
func (k *kept[K]) all() iter.Seq2[K, []dated] {
	return func(yield func(K, []dated) bool) {
		for _, e := range k.order {
			if !yield(e.key, e.days) {
				return
			}
		}
		if len(k.marks) > 0 {
			k.from(k.marks[0], k.keys, yield)
		}
	}
}

// of returns the dates of a key; none for another.
func (k *kept[K]) of(key K) (dates []dated) {
	if k.keys == 0 {
		return nil
	}
	if i, found := slices.BinarySearchFunc(k.order, key, func(e entry[K], key K) int { return k.form.Compare(e.key, key) }); found {
		return k.order[i].days
	}
	behind := sort.Search(len(k.marks), func(i int) bool { return k.form.Compare(k.marks[i].key, key) > 0 })
	if behind == 0 {
		return nil
	}
	k.from(k.marks[behind-1], marked, func(other K, days []dated) bool {
		c := k.form.Compare(other, key)
		if c == 0 {
			dates = days
		}
		return c < 0
	})
	return dates
}

// from yields up to n keys of what is packed from a mark on.
func (k *kept[K]) from(m mark[K], n int, yield func(K, []dated) bool) {
	r := snapshot.NewReader(k.packed[m.at:])
	var days []dated
	for key := m.key; ; key = k.form.Read(r, key) {
		days = readDays(r, days[:0])
		if n--; !yield(key, days) || n == 0 || !r.More() {
			return
		}
	}
}

// What stands beside the days between a date and the one before, in one number.
const (
	oneFact  = iota // an amount follows
	known           // an amount and a number of facts
	vague           // besides these, how many events do not say their number
	kindBits = 2
)

// writeDays writes dates with their sums.
func writeDays(w *snapshot.Writer, days []dated) {
	w.Len(len(days))
	before := fund.Date(0)
	for _, d := range days {
		sum, kind := d.sum(), int64(vague)
		switch {
		case d.vague == 0 && sum.Count == wide.Of(1):
			kind = oneFact
		case d.vague == 0:
			kind = known
		}
		w.Int(int64(d.on-before)<<kindBits | kind)
		w.Sum(sum.Amount)
		if kind != oneFact {
			w.Wide(sum.Count)
		}
		if kind == vague {
			w.Int(sum.Vague)
		}
		before = d.on
	}
}

// readDays appends what writeDays wrote to days.
func readDays(r *snapshot.Reader, days []dated) []dated {
	before := fund.Date(0)
	for i := range r.Len() {
		n := r.Int()
		on, sum := r.DateOf(int64(before)+n>>kindBits), Sum{Amount: r.Sum(), Count: wide.Of(1)}
		kind := n & (1<<kindBits - 1)
		if kind != oneFact {
			sum.Count = r.Wide()
		}
		if kind == vague {
			sum.Vague = r.Int()
		}
		d, err := newDated(on, sum)
		if err != nil || kind > vague || i > 0 && cmp.Compare(before, on) >= 0 {
			r.Refuse()
		}
		days = append(days, d)
		before = on
	}
	return days
}
