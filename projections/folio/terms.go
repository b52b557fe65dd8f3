package folio

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/terms"
)

// Stretch is some positions of the log.
type Stretch struct{ From, To store.Position } // To is the first behind them

// addTerms appends terms to the body of a volume, and returns that.
func (v *volume) addTerms(body []byte, of *terms.Set) []byte {
	// The function given does not fail.
	_ = of.Chunks(func(first terms.Key, bytes []byte) error {
		v.terms = append(v.terms, chunk{first, text{int64(len(body)), len(bytes), hashOf(bytes)}})
		body = append(body, bytes...)
		return nil
	})
	return body
}

// Stretches returns where in the log facts may stand that have one of some terms, in order:
// whoever asks reads them and compares. Errors: *DamagedError, I/O.
func (s *Shelf) Stretches(of ...terms.Term) (all []Stretch, err error) {
	keys := make([]terms.Key, len(of))
	for i, t := range of {
		keys[i] = t.Key()
	}
	slices.Sort(keys)
	for _, v := range s.volumes {
		groups, err := v.find(keys)
		if err != nil {
			return nil, err
		}
		all = appendStretches(all, groups, v.first, v.end)
	}
	return appendStretches(all, s.behind.terms.Find(keys...), s.behind.first, s.behind.end), nil
}

// find returns the groups of positions in which events may have one of some terms, whose keys
// are in order. Errors: *DamagedError, I/O.
func (v *volume) find(keys []terms.Key) (all []terms.Group, err error) {
	for len(keys) > 0 {
		at, found := slices.BinarySearchFunc(v.terms, keys[0], func(c chunk, k terms.Key) int { return cmp.Compare(c.first, k) })
		if !found {
			at--
		}
		here := len(keys) // keys that this chunk may have
		if at+1 < len(v.terms) {
			here, _ = slices.BinarySearch(keys, v.terms[at+1].first)
		}
		if at >= 0 {
			bytes, err := v.bytes(v.terms[at].text)
			if err != nil {
				return nil, err
			}
			groups, err := terms.FindIn(bytes, keys[:here]...)
			if err != nil {
				return nil, v.damaged(err.Error())
			}
			all = append(all, groups...)
		}
		keys = keys[here:]
	}
	return all, nil
}

// appendStretches appends the positions of groups that a volume has.
func appendStretches(all []Stretch, groups []terms.Group, first, end uint64) []Stretch {
	slices.Sort(groups)
	for _, g := range slices.Compact(groups) {
		from, to := g.Positions(first)
		from, to = max(from, first), min(to, end)
		if n := len(all); n > 0 && all[n-1].To == store.Position(from) {
			all[n-1].To = store.Position(to)
		} else if from < to {
			all = append(all, Stretch{store.Position(from), store.Position(to)})
		}
	}
	return all
}
