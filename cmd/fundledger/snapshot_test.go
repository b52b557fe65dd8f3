package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Snapshots that somebody else put into the folder, in which every premium is ten times
// what was recorded, change no report, in a directory or over a cluster; verify finds
// them, and tells of those that it cannot read.
func TestForgedSnapshots(t *testing.T) {
	premiums := filepath.Join(t.TempDir(), "premiums.csv")
	var b strings.Builder
	b.WriteString("type,document,occurred_on,fund,amount\n")
	for i := range 300 {
		fmt.Fprintf(&b, "premium.received,M-%d,2025-%02d-%02d,441300.390,10.00\n", i, 1+i%12, 1+i%28)
	}
	if err := os.WriteFile(premiums, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, location := range map[string]string{
		"directory": filepath.Join(t.TempDir(), "books"),
		"cluster":   startCluster(t) + "/forged" + ledgerName(premiums)[:8] + "?tls=false",
	} {
		t.Run(name, func(t *testing.T) {
			config := t.TempDir()
			t.Setenv("HOME", config)
			t.Setenv("XDG_CONFIG_HOME", filepath.Join(config, "config"))
			forgedSnapshots(t, location, premiums)
		})
	}
}

func forgedSnapshots(t *testing.T, location, premiums string) {
	t.Helper()
	do := func(args ...string) said {
		t.Helper()
		return call(t, lang.EN, append(args, "--ledger", location, "--insecure")...)
	}
	for _, args := range [][]string{
		{"init"},
		{"record", "fund.established", "document=F-1", "occurred_on=2024-12-31", "fund=441300.390", "name=惠州居民医保"},
		{"import", premiums},
	} {
		if got := do(args...); got.code != exitOK {
			t.Fatalf("%v: %s", args, got.err)
		}
	}
	p := &program{Office: office.Office{Location: location, Insecure: true}}
	if err := p.Place(); err != nil {
		t.Fatal(err)
	}
	reports := [][]string{
		{"balance"}, {"trial", "--fund", "441300.390", "--year", "2025"}, {"statistics"},
		{"statement", "income", "--fund", "441300.390", "--year", "2025"},
	}
	right := map[string]said{}
	for _, args := range reports {
		right[args[0]] = do(args...)
	}
	folder := filepath.Join(p.Folder, office.SnapshotsFolder)
	forge(t, p, folder)
	for _, args := range reports {
		if got := do(args...); got != right[args[0]] || got.code == fault.BadInput.Exit() {
			t.Errorf("%v rests on a forged snapshot: %+v", args, got)
		}
	}
	if got := do("verify"); got.code != fault.Broken.Exit() || !strings.Contains(got.err, "it was changed; delete the folder of snapshots") {
		t.Errorf("verify of forged snapshots: %+v", got)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if path := filepath.Join(folder, e.Name()); strings.HasSuffix(path, ".snapshot") {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(path, 0o700); err != nil { // what is there and cannot be read
				t.Fatal(err)
			}
		}
	}
	if got := do("verify"); got.code != exitOK || !strings.Contains(got.out, "a snapshot cannot be read and was not checked") || !strings.Contains(got.out, "more cannot be read") {
		t.Errorf("verify of snapshots that cannot be read: %+v", got)
	}
}

// forge writes snapshots of all views, without a key.
func forge(t *testing.T, p *program, folder string) {
	t.Helper()
	ctx := context.Background()
	s, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var v office.Views
	var first, last time.Time
	size := store.Position(0)
	for e, err := range ledger.All(ctx, s, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if paid, ok := e.Event.(event.PremiumReceived); ok {
			paid.Amount *= 10
			e.Event = paid
		}
		if size == 0 {
			first = e.RecordedAt
		}
		last = e.RecordedAt
		size++
		for _, view := range v.All() {
			if err := view.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	leaves, err := verify.Leaves(ctx, s, int64(size)/merkle.BlockSize-1)
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range v.All() {
		kept, ok := view.(replay.Kept)
		if !ok {
			continue
		}
		err := snapshot.Folder(folder).Save(snapshot.Snapshot{
			Place: snapshot.Place{Position: size, Latest: last.Truncate(time.Microsecond)}, View: view.Name(),
			First: first, Last: last, Tie: merkle.BlockHash(leaves), State: kept.AppendSnapshot(nil),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
