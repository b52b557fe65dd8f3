package yearbook

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/annual"
)

// Every figure that a sentence or a table asks for is one that package annual makes, and both
// languages of a sentence have the same.
func TestTemplates(t *testing.T) {
	known := map[annual.Metric]bool{}
	for _, m := range annual.Metrics() {
		known[m] = true
	}
	words := newBook(county(), lang.ZH).speaker(annual.Over).words
	check := func(s sentence) {
		if err := s.check(func(m annual.Metric) bool { return known[m] }, words); err != nil {
			t.Error(err)
		}
	}
	for _, c := range append(chapters(), disclosed()...) {
		for _, paragraph := range c.paragraph {
			for _, s := range paragraph {
				check(s)
			}
		}
		for _, l := range c.table {
			if !known[l.metric] {
				t.Errorf("%s: no figure %s", c.id, l.metric)
			}
		}
	}
	for _, s := range inPaper() {
		check(s)
	}
}
