package memory_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, storetest.Harness{
		Create:       func(*testing.T, string) (store.Store, error) { return new(memory.Store), nil },
		Transactions: true,
	})
}
