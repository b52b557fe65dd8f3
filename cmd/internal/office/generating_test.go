package office

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// city is an office that generates a small city into a directory.
func city(t *testing.T, name string) (*Office, generate.Options, *generate.Plan) {
	t.Helper()
	o := &Office{
		Location: filepath.Join(t.TempDir(), name), Random: rand.NewChaCha8([32]byte{}),
		Now: func() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) },
	}
	g := generate.Options{Region: "441300", First: 2021, Last: 2025, Scale: decimal.RequireFromString("0.0002"), Seed: 1}
	plan, err := generate.New(g)
	if err != nil {
		t.Fatal(err)
	}
	return o, g, plan
}

// clerk is who generates.
var teller = By{Account: "clerk"}

// recorded returns what a ledger holds, without what tells two runs apart.
func recorded(t *testing.T, o *Office) []store.Recorded {
	t.Helper()
	s, err := sqlite.Open(o.Location)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // read only
	var all []store.Recorded
	for r, err := range s.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		r.Data, r.Correlation = bytes.Clone(r.Data), ""
		all = append(all, r)
	}
	return all
}

// Interrupted wherever, the same command completes the history: it comes out as if
// nothing had happened.
func TestGenerateGoesOn(t *testing.T) {
	o, g, plan := city(t, "whole")
	if err := o.Generate(t.Context(), teller, g, plan, "", new(generate.Tally)); err != nil {
		t.Fatal(err)
	}
	whole := recorded(t, o)
	o, g, plan = city(t, "broken")
	for facts := 500; facts < len(whole); facts += 4000 {
		ctx, stop := context.WithCancel(t.Context())
		to, err := o.newBooks(ctx, teller, g, plan)
		if err != nil {
			t.Fatal(err)
		}
		err = fill(ctx, plan, &stopping{to, facts, stop}, new(generate.Tally), unseen{})
		if err := to.close(); err != nil {
			t.Fatal(err)
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted after %d facts: %v", facts, err)
		}
	}
	if before := len(recorded(t, o)); before == 0 || before == len(whole) {
		t.Fatalf("%d of %d facts were recorded before the last interruption", before, len(whole))
	}
	if err := o.Generate(t.Context(), teller, g, plan, "", new(generate.Tally)); err != nil {
		t.Fatal(err)
	}
	completed := recorded(t, o)
	if len(completed) != len(whole) {
		t.Fatalf("%d facts, want %d", len(completed), len(whole))
	}
	for i := range whole {
		got, want := completed[i], whole[i]
		if got.Stream != want.Stream || got.Revision != want.Revision || !got.RecordedAt.Equal(want.RecordedAt) ||
			!bytes.Equal(got.Data, want.Data) {
			t.Fatalf("at %d: %+v, want %+v", i, got, want)
		}
	}
}

// Interrupted while it writes files, it says that they are not all.
func TestGenerateInterruptedFiles(t *testing.T) {
	o, g, plan := city(t, "none")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	input := (*fault.Error)(nil)
	if err := o.Generate(ctx, teller, g, plan, t.TempDir(), new(generate.Tally)); !errors.As(err, &input) ||
		!strings.Contains(input.Error(), "remove them and generate again") {
		t.Errorf("got %v", err)
	}
}

// stopping is a sink that is interrupted after some facts, in the middle of a batch.
type stopping struct {
	sink
	left int
	stop func()
}

func (s *stopping) take(ctx context.Context, b generate.Batch) error {
	facts := b.Facts
	b.Facts = func(yield func(event.Event) bool) {
		for e := range facts {
			if s.left--; s.left < 0 {
				s.stop()
			}
			if !yield(e) {
				return
			}
		}
	}
	return s.sink.take(ctx, b)
}
