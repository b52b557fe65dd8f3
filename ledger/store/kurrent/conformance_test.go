package kurrent_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
	"github.com/fundledger/fundledger/ledger/store/storetest"
)

// realServer holds the address of a real server, such as esdb://127.0.0.1:2113, to
// test against instead of the double.
const realServer = "FUNDLEDGER_TEST_ESDB"

// names makes names of ledgers that no test has used.
var names atomic.Int64

// server returns how a new ledger is reached at the real server if there is one,
// else at a double of its own, which is told.
func server(t testing.TB, o esdbtest.Options) (kurrent.Options, *esdbtest.Cluster) {
	t.Helper()
	address := os.Getenv(realServer)
	var double *esdbtest.Cluster
	if address == "" {
		var err error
		if double, err = esdbtest.Start(o); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(double.Close)
		address = double.URL()
	}
	return options(t, address), double
}

// options returns how a new ledger is reached at an address.
func options(t testing.TB, address string) kurrent.Options {
	t.Helper()
	base, query, _ := strings.Cut(address, "?")
	if query == "" {
		query = "tls=false"
	}
	o, err := kurrent.ParseAddress(strings.TrimSuffix(base, "/")+"/"+ledgerName()+"?"+query, true)
	if err != nil {
		t.Fatal(err)
	}
	o.User, o.Password = os.Getenv("FUNDLEDGER_ESDB_USER"), os.Getenv("FUNDLEDGER_ESDB_PASSWORD")
	o.Pause = 8 * time.Millisecond
	o.Patience = 20 * time.Second
	return o
}

func ledgerName() string {
	const letters = "abcdefghij"
	name := []byte("t")
	for n := names.Add(1) + int64(os.Getpid())*1000; n > 0; n /= 10 {
		name = append(name, letters[n%10])
	}
	return string(name)
}

func TestConformance(t *testing.T) {
	shared, double := server(t, esdbtest.Options{})
	if double == nil {
		t.Log("against a real server")
	} else {
		t.Log("against the double")
	}
	// Each store is a ledger of its own at one server. dir keeps its name.
	of := func(t *testing.T, dir string) kurrent.Options {
		o := shared
		file := filepath.Join(dir, "name")
		name, err := os.ReadFile(file)
		if err != nil {
			name = []byte(ledgerName())
			if err := os.WriteFile(file, name, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o.Name, o.Index = string(name), filepath.Join(dir, "index.json")
		return o
	}
	storetest.Run(t, storetest.Harness{
		Create: func(t *testing.T, dir string) (store.Store, error) {
			return kurrent.Create(context.Background(), of(t, dir))
		},
		Open: func(t *testing.T, dir string) (store.Store, error) {
			return kurrent.Open(context.Background(), of(t, dir))
		},
	})
}
