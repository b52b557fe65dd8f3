package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// city is a program that generates a small city into a directory.
func city(t *testing.T, name string) (*program, generate.Options, *generate.Plan) {
	t.Helper()
	t.Setenv("FUNDLEDGER_ACTOR", "clerk")
	p := &program{
		out: io.Discard, err: io.Discard, lang: lang.EN, Office: office.Office{
			Location: filepath.Join(t.TempDir(), name), Random: rand.NewChaCha8([32]byte{}),
			Now: func() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) },
		},
	}
	o, err := generateOptions("441300", "2021-2025", "0.0002", 1)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := planned(o)
	if err != nil {
		t.Fatal(err)
	}
	return p, o, plan
}

// recorded returns what a ledger holds, without what tells two runs apart.
func recorded(t *testing.T, p *program) []store.Recorded {
	t.Helper()
	s, err := sqlite.Open(p.Location)
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
	p, o, plan := city(t, "whole")
	a := axes{form: "table"}
	if err := p.generate(t.Context(), &a, o, plan, ""); err != nil {
		t.Fatal(err)
	}
	whole := recorded(t, p)
	p, o, plan = city(t, "broken")
	for facts := 500; facts < len(whole); facts += 4000 {
		ctx, stop := context.WithCancel(t.Context())
		to, err := p.newBooks(ctx, o, plan)
		if err != nil {
			t.Fatal(err)
		}
		err = fill(ctx, plan, &stopping{to, facts, stop}, new(generate.Tally), bar{})
		if err := to.close(); err != nil {
			t.Fatal(err)
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted after %d facts: %v", facts, err)
		}
	}
	if before := len(recorded(t, p)); before == 0 || before == len(whole) {
		t.Fatalf("%d of %d facts were recorded before the last interruption", before, len(whole))
	}
	if err := p.generate(t.Context(), &a, o, plan, ""); err != nil {
		t.Fatal(err)
	}
	completed := recorded(t, p)
	if len(completed) != len(whole) {
		t.Fatalf("%d facts, want %d", len(completed), len(whole))
	}
	for i := range whole {
		got, want := completed[i], whole[i]
		if got.Stream != want.Stream || got.Revision != want.Revision || !got.RecordedAt.Equal(want.RecordedAt) || !bytes.Equal(got.Data, want.Data) {
			t.Fatalf("at %d: %+v, want %+v", i, got, want)
		}
	}
}

// Interrupted while it writes files, it says that they are not all.
func TestGenerateInterruptedFiles(t *testing.T) {
	p, o, plan := city(t, "none")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	input := (*fault.Error)(nil)
	if err := p.generate(ctx, &axes{}, o, plan, t.TempDir()); !errors.As(err, &input) || !strings.Contains(input.Error(), "remove them and generate again") {
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
