package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// A fine may stand in front of its finding in a file, and what rests on the fine with it;
// one whose finding does not come is a fault at its line, and is recorded by none.
func TestFineBeforeItsFinding(t *testing.T) {
	const head = "type,document,occurred_on,case,region,institution,amount,finding,article,violation,of,subject\n"
	const (
		paid    = "fine.paid,J-1,2025-05-09,A,441300,,100,,,,D-1,insured_person\n"
		fine    = "fine.imposed,D-1,2025-05-01,A,441300,,100,1,38,,,insured_person\n"
		finding = "finding.recorded,F-1,2025-04-01,A,441300,,,1,38,improper_charge,,\n"
		other   = "fine.imposed,D-2,2025-05-01,B,441300,,100,1,38,,,insured_person\n"
	)
	for name, test := range map[string]struct {
		rows     string
		recorded int
		told     []string
	}{
		"in front":              {fine + finding, 2, nil},
		"with its payment":      {fine + paid + finding, 3, nil},
		"never":                 {fine + paid, 0, []string{"2: finding: ", "3: case: "}},
		"of another case":       {fine + other + finding, 2, []string{"3: finding: "}},
		"a payment before both": {paid + fine + finding, 2, []string{"2: case: "}},
	} {
		t.Run(name, func(t *testing.T) {
			var s memory.Store
			o := options(t, write(t, "facts.csv", head+test.rows))
			lines := told(&o)
			sum, err := importer.Import(context.Background(), &s, o)
			if (err != nil) != (test.told != nil) || sum.Recorded != test.recorded || !slices.EqualFunc(*lines, test.told, strings.HasPrefix) {
				t.Errorf("%+v, %v, told %q", sum, err, *lines)
			}
		})
	}
}
