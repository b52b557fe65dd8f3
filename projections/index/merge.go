package index

import "slices"

// source yields records in the order of their keys.
type source interface {
	next() (r Record, more bool, err error)
}

// eachOf calls do with every record of a source. Errors: those of both.
func eachOf(s source, do func(Record) error) error {
	for {
		r, more, err := s.next()
		if err != nil || !more {
			return err
		}
		if err := do(r); err != nil {
			return err
		}
	}
}

// inMemory is a source of records in order.
type inMemory struct{ left []Record }

func (m *inMemory) next() (r Record, more bool, err error) {
	if len(m.left) == 0 {
		return r, false, nil
	}
	r, m.left = m.left[0], m.left[1:]
	return r, true, nil
}

// merging yields the records of several sources in the order of their keys; of
// equal keys by position.
type merging struct {
	waiting []source // that were not asked yet
	heads   []head
}

// head is a source with the next record of it.
type head struct {
	Record
	source
}

func merge(sources ...source) *merging { return &merging{waiting: sources} }

func (m *merging) next() (r Record, more bool, err error) {
	for _, s := range m.waiting {
		r, more, err := s.next()
		if err != nil {
			return r, false, err
		}
		if more {
			m.heads = append(m.heads, head{r, s})
		}
	}
	m.waiting = nil
	if len(m.heads) == 0 {
		return r, false, nil
	}
	least := 0
	for i := 1; i < len(m.heads); i++ {
		if h := &m.heads[i]; h.Key < m.heads[least].Key || h.Key == m.heads[least].Key && h.At < m.heads[least].At {
			least = i
		}
	}
	h := &m.heads[least]
	r = h.Record
	if h.Record, more, err = h.source.next(); err != nil {
		return r, false, err
	}
	if !more {
		m.heads = slices.Delete(m.heads, least, least+1)
	}
	return r, true, nil
}

// sortRecords sorts records by key, those of equal keys as they were. spare has room for
// as many; the result is in one of the two. Keys are mostly hashes: sorted byte by byte
// they take a fifth of the time that comparing takes.
func sortRecords(records, spare []Record) (sorted, other []Record) {
	spare = spare[:len(records)]
	var counts [8][256]uint32
	for i := range records {
		for b := range counts {
			counts[b][byte(records[i].Key>>(8*b))]++
		}
	}
	for b := range counts {
		c := &counts[b]
		if len(records) > 0 && c[byte(records[0].Key>>(8*b))] == uint32(len(records)) {
			continue // all have the same byte
		}
		sum := uint32(0)
		for i, n := range c {
			c[i] = sum
			sum += n
		}
		for i := range records {
			at := &c[byte(records[i].Key>>(8*b))]
			spare[*at] = records[i]
			*at++
		}
		records, spare = spare, records
	}
	return records, spare
}

// level is how large a run is: four runs of one level are made one of the next.
func (r *run) level() int {
	level := 0
	for n := r.count >> leastBits; n >= fan; n /= fan {
		level++
	}
	return level
}

const (
	fan       = 4
	leastBits = 15 // fewer than four times 32,768 records are of the first level
)

// crowd returns the runs of the lowest level that has as many as are made one; nil if
// none has.
func crowd(runs []*run) []*run {
	var levels [64][]*run
	for _, r := range runs {
		levels[r.level()] = append(levels[r.level()], r)
	}
	for _, of := range levels {
		if len(of) >= fan {
			return of
		}
	}
	return nil
}
