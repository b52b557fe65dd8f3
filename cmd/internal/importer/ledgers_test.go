package importer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// options are those of an import by a clerk in the middle of January 2026.
func options(t testing.TB, path string) importer.Options {
	t.Helper()
	return importer.Options{
		Path: path, Scratch: t.TempDir(), PersonKey: make([]byte, fund.KeySize), Lang: lang.EN,
		Envelope: aggregates.Envelope{At: time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC), Actor: "clerk"},
	}
}

// write writes a file and returns its path.
func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// told collects the faults of an import as lines.
func told(o *importer.Options) *[]string {
	var lines []string
	o.Fault = func(f rows.Fault) { lines = append(lines, strings.TrimPrefix(f.In(lang.EN), f.File+":")) }
	return &lines
}

// history is what a ledger holds: type and data of every fact, by stream.
func history(t testing.TB, s store.Store) map[string][]string {
	t.Helper()
	streams := map[string][]string{}
	next := store.Position(0)
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Position != next {
			t.Fatalf("position %d follows %d", r.Position, next)
		}
		next++
		streams[r.Stream] = append(streams[r.Stream], r.Type+" "+string(r.Data))
	}
	return streams
}

// same fails the test if two ledgers do not hold the same streams.
func same(t testing.TB, got, want store.Store) {
	t.Helper()
	g, w := history(t, got), history(t, want)
	for stream, facts := range w {
		if !slices.Equal(g[stream], facts) {
			t.Fatalf("%s holds\n%q\nwant\n%q", stream, g[stream], facts)
		}
	}
	if len(g) != len(w) {
		t.Fatalf("%d streams, want %d", len(g), len(w))
	}
}

// count returns how many facts a ledger holds.
func count(t testing.TB, s store.Store) int {
	t.Helper()
	n := 0
	for _, facts := range history(t, s) {
		n += len(facts)
	}
	return n
}

// errDisk is what a broken disk says.
var errDisk = errors.New("the disk failed")

// failing is a store whose disk fails after some appends. silently says that
// the append at which it fails is written all the same, and nobody is told.
type failing struct {
	store.Store
	left     int
	silently bool
}

func (f *failing) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	if f.left >= len(appends) {
		f.left -= len(appends)
		return f.Store.Append(ctx, appends...)
	}
	if f.silently {
		if _, err := f.Store.Append(ctx, appends[:f.left+1]...); err != nil {
			return nil, err
		}
		return nil, &store.UnknownOutcomeError{Cause: errDisk}
	}
	receipts, err := f.Store.Append(ctx, appends[:f.left]...)
	f.left = 0
	return receipts, errors.Join(err, errDisk)
}

// meeting is a store into which another program records the first time that
// anything is appended.
type meeting struct {
	store.Store
	other store.Append
	met   bool
}

func (m *meeting) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	if !m.met {
		m.met = true
		if _, err := m.Store.Append(ctx, m.other); err != nil {
			return nil, err
		}
	}
	return m.Store.Append(ctx, appends...)
}

const header = "type,document,occurred_on,fund,region,institution,person,amount,case,channel,care,paid_year,name\n"

// facts is a file of facts that touch one another: n claims and clawbacks of
// two institutions over a year, in the order of their documents.
func facts(n int) string {
	var b strings.Builder
	b.WriteString(header +
		"fund.established,F-1,2024-12-31,441300.390,,,,,,,,,resident\n" +
		"fund.established,F-2,2024-12-31,441300.610,,,,,,,,,aid\n" +
		"institution.designated,D-1,2024-12-31,,441300,H44130200026,,,,,,,hospital\n" +
		"institution.designated,D-2,2024-12-31,,441300,P44130200001,,,,,,,pharmacy\n")
	for i := range n {
		day := fmt.Sprintf("2025-%02d-%02d", 1+i%12, 1+i%28)
		institution := []string{"H44130200026", "P44130200001"}[i%2]
		fmt.Fprintf(&b, "reimbursement.paid,R-%d,%s,441300.390,,%s,%d,%d.%02d,,,inpatient,,\n", i, day, institution, 10_000+i%7, 1+i, i%100)
		if i%5 == 0 {
			fmt.Fprintf(&b, "clawback.ordered,C-%d,%s,441300.390,,%s,,100,case %d,inspection,,,\n", i, day, institution, i%3)
			fmt.Fprintf(&b, "clawback.received,B-%d,%s,441300.390,,%s,,99.99,case %d,inspection,,2024,\n", i, day, institution, i%3)
			fmt.Fprintf(&b, "relief.paid,A-%d,%s,441300.610,,,%d,5,,,,,\n", i, day, 10_000+i%11)
		}
	}
	return b.String()
}

// titleOf returns what a type is called in Chinese.
func titleOf(t testing.TB, wire string) string {
	t.Helper()
	typ, known := event.TypeOf(wire)
	if !known {
		t.Fatal(wire)
	}
	return typ.Title.ZH
}
