package sqlite_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, storetest.Harness{
		Create:       func(_ *testing.T, dir string) (store.Store, error) { return sqlite.Create(dir) },
		Open:         func(_ *testing.T, dir string) (store.Store, error) { return sqlite.Open(dir) },
		File:         sqlite.FileName,
		Transactions: true,
		Flips:        flips,
	})
}
