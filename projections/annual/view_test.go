package annual_test

import (
	"testing"

	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(annual.View) }, projtest.History(), "../../testdata/projections/annual.txt")
}
