package office

import (
	"os"
	"testing"

	"github.com/fundledger/fundledger/ledger/disk/disktest"
)

func TestMain(m *testing.M) {
	disktest.InMemory()
	os.Exit(m.Run())
}
