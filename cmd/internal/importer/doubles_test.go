package importer

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/index"
)

// slow is an index that looks through the whole log for each number.
type slow struct {
	store.Store
	entries []ledger.Entry
}

func (s *slow) Follow(ctx context.Context) error {
	for entry, err := range ledger.All(ctx, s, s.End()) {
		if err != nil {
			return err
		}
		s.entries = append(s.entries, entry)
	}
	return nil
}

func (s *slow) End() store.Position { return store.Position(len(s.entries)) }

func (s *slow) Number(_ event.Event, plain document.Number) document.Number { return plain }

func (s *slow) Find(_ context.Context, n document.Number) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for _, entry := range s.entries {
			if document.NumberOf(entry.Event) == n && !yield(entry, nil) {
				return
			}
		}
	}
}

// growDoubles adds facts of a world, some of them again with another date, some reversed
// before that.
func (x *example) growDoubles(t *testing.T, world *eventtest.World, facts int) {
	t.Helper()
	var recorded []event.Event
	for step := 0; len(x.facts) < facts; step++ {
		fact := world.Next()
		if n := len(recorded); n > 0 && step%3 == 0 {
			one := recorded[step*31%n]
			if r, ok := reversal(t, fmt.Sprint("CX-", step), one); ok && step%12 == 0 {
				x.record(t, r, false)
			}
			values := valuesOf(one)
			on, _ := fund.ParseDate(values["occurred_on"])
			values["occurred_on"] = fund.Date(int(on) - 35*(step%4)).String()
			again, problems := event.Parse(values["type"], func(field string) string { return values[field] })
			if len(problems) > 0 {
				continue
			}
			fact = again
		}
		switch fact.(type) {
		case event.PeriodClosed, event.ClockAcknowledged: // nobody fills these in
			continue
		default:
		}
		if x.record(t, fact, false) {
			world.Recorded(fact)
			recorded = append(recorded, fact)
		}
	}
}

// A document stands once: what an import rejects for that is what recording its rows one by
// one refuses, wherever the other one stands, in the ledger or in the file.
func TestImportRefusesDoubles(t *testing.T) {
	for seed := range seeds(4) {
		x := &example{}
		x.index = &slow{Store: &x.want}
		x.growDoubles(t, eventtest.NewWorld(200+seed), 700)
		doubles := 0
		for _, f := range x.faults {
			if strings.Contains(f, "的这一事项已经登记") {
				doubles++
			}
		}
		if doubles < 10 || x.stands < 40 {
			t.Fatalf("seed %d: %d doubles, %d facts: nothing much to see", seed, doubles, x.stands)
		}
		for name, open := range ledgers {
			for _, half := range []bool{false, true} { // the first half stands in the ledger already
				s := open(t)
				ix, err := index.Folder(t.TempDir()).Open(context.Background(), s, nil)
				if err != nil {
					t.Fatal(err)
				}
				parts := []*example{x}
				if half {
					parts = []*example{{facts: x.facts[:350], broken: x.broken[:350]}, {facts: x.facts[350:], broken: x.broken[350:]}}
				}
				before, rejected := 0, 0
				for _, part := range parts {
					path, first := part.file(t, ".csv")
					told := map[int]bool{}
					o := Options{
						Path: path, Scratch: t.TempDir(), Envelope: teller, Lang: lang.ZH, small: seed%2 > 0, Index: ix,
						Partial: true, Rejects: filepath.Join(t.TempDir(), "rejects.csv"),
						Fault: func(f rows.Fault) { told[f.Line-first+1+before] = true },
					}
					sum, err := Import(context.Background(), s, o)
					if err != nil {
						t.Fatal(err)
					}
					rejected += sum.Rejected
					before += len(part.facts)
					for _, f := range x.faults {
						line := 0
						if _, err := fmt.Sscanf(f, "%d:", &line); err != nil {
							t.Fatal(err)
						}
						if !told[line] && line > before-len(part.facts) && line <= before {
							t.Errorf("seed %d, %s: not told: %s", seed, name, f)
						}
					}
				}
				if rejected != len(x.faults) {
					t.Errorf("seed %d, %s: %d rows rejected, want %d", seed, name, rejected, len(x.faults))
				}
				sameLines(t, lines(t, s, true), lines(t, &x.want, true))
				for d, err := range ix.Doubles(context.Background()) {
					t.Errorf("it stands twice: %+v; %v", d, err)
				}
				if err := ix.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// Rows that say what a row before them says are told, and counted once; what stood in the
// ledger is told apart.
func TestImportTellsRepeatedRows(t *testing.T) {
	ctx := context.Background()
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "facts.csv")
		if err := os.WriteFile(path, []byte("type,document,occurred_on,fund,name,amount\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const established, first, second = "fund.established,F-1,2024-01-01,441300.390,某基金,\n", "premium.received,P-1,2024-01-15,441300.390,,400.00\n", "premium.received,P-2,2024-01-15,441300.390,,1.00\n"
	s := new(memory.Store)
	ix, err := index.Folder(t.TempDir()).Open(ctx, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close() //nolint:errcheck // of a test
	for _, c := range []struct {
		text                        string
		recorded, already, repeated int
		lines                       []int
		sum                         string
	}{
		{established + first + first + first, 2, 0, 2, []int{4, 5}, "400.00"},
		{first + second + first + second, 1, 2, 1, []int{5}, "1.00"},
		{first + first, 0, 2, 0, nil, "0.00"},
	} {
		sum, err := Import(ctx, s, Options{Path: write(c.text), Scratch: t.TempDir(), Envelope: teller, Lang: lang.ZH, Index: ix})
		if err != nil {
			t.Fatal(err)
		}
		total := sum.Types[len(sum.Types)-1]
		if sum.Recorded != c.recorded || sum.Already != c.already || sum.Repeated != c.repeated ||
			!slices.Equal(sum.Repeats, c.lines) || total.Amount.String() != c.sum {
			t.Errorf("%s: %+v", c.text, sum)
		}
	}
}

// A file of vouchers that come again with other dates is refused whole.
func TestImportOfOtherDates(t *testing.T) {
	ctx := context.Background()
	s := new(memory.Store)
	ix, err := index.Folder(t.TempDir()).Open(ctx, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close() //nolint:errcheck // of a test
	for i, month := range []string{"01", "02"} {
		var text strings.Builder
		text.WriteString("type,document,occurred_on,fund,name,amount\nfund.established,F-1,2024-01-01,441300.390,某基金,\n")
		for n := range 3000 {
			fmt.Fprintf(&text, "premium.received,P-%d,2024-%s-15,441300.390,,%d.00\n", n, month, n+1)
		}
		path := filepath.Join(t.TempDir(), "facts.csv")
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		faults := 0
		_, err := Import(ctx, s, Options{Path: path, Scratch: t.TempDir(), Envelope: teller, Lang: lang.ZH, Index: ix,
			Fault: func(rows.Fault) { faults++ }})
		faulty := (*FaultyError)(nil)
		if i == 0 && err != nil || i == 1 && (!errors.As(err, &faulty) || faults != 3000) {
			t.Errorf("month %s: %d faults, %v", month, faults, err)
		}
	}
}
