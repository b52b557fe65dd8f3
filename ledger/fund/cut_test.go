package fund_test

import (
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
)

// A fund falls apart at its first point, wherever that is.
func TestFundFallsApartAtThePoint(t *testing.T) {
	for _, id := range []fund.ID{"441300.390", "441300.all", "44130.0.390", "4413000.390", "441300", "441300.", ".390", "", ".", "44.300.390", "441300390"} {
		region, kind, _ := strings.Cut(string(id), ".")
		if string(id.Region()) != region || string(id.Kind()) != kind {
			t.Errorf("%q falls into %q and %q", id, id.Region(), id.Kind())
		}
	}
}
