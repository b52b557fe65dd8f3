package folio

import (
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

// Stretches returns where in the log facts may stand that have a term, in order: whoever asks
// reads them and compares. Errors: *DamagedError, I/O.
func (s *Shelf) Stretches(t terms.Term) (all []Stretch, err error) {
	for _, v := range s.volumes {
		groups, err := v.find(t.Key())
		if err != nil {
			return nil, err
		}
		all = appendStretches(all, groups, v.first, v.end)
	}
	return appendStretches(all, s.behind.terms.Find(t.Key()), s.behind.first, s.behind.end), nil
}

// find returns the groups of positions in which events may have a term. Errors: *DamagedError, I/O.
func (v *volume) find(k terms.Key) ([]terms.Group, error) {
	at, found := slices.BinarySearchFunc(v.terms, k, func(c chunk, k terms.Key) int { return int(c.first) - int(k) })
	if !found {
		at--
	}
	if at < 0 {
		return nil, nil
	}
	bytes, err := v.bytes(v.terms[at].text)
	if err != nil {
		return nil, err
	}
	groups, err := terms.FindIn(bytes, k)
	if err != nil {
		return nil, v.damaged(err.Error())
	}
	return groups, nil
}

// appendStretches appends the positions of groups that a volume has.
func appendStretches(all []Stretch, groups []terms.Group, first, end uint64) []Stretch {
	for _, g := range groups {
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
