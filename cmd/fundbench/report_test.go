package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// took returns a series of one run.
func took(wall time.Duration, rss int64) series { return series{{wall: wall, cpu: wall, rss: rss}} }

// measured is a report of invented figures that meet some targets and miss others.
func measured() *results {
	return &results{
		runs: [2]int{5, 1},
		sizes: []*sizeResult{
			{events: 1_000_000, csvBytes: 75e6, bytes: 40e6, load: took(2*time.Second, 200e6), ask: took(time.Second, 30e6),
				replay: took(time.Second, 100e6)},
			{events: 60_000_000, csvBytes: 45e8, bytes: 24e8, load: took(5*time.Minute, 250e6), ask: took(9*time.Second, 60e6),
				replay: took(10*time.Second, 600e6), full: true,
				cold: took(50*time.Millisecond, 20e6), inside: took(4*time.Millisecond, 20e6)},
		},
		peers: []*peerResult{
			{name: "ledger", debian: "ledger", ask: took(25*time.Second, 2e9), bytes: 96e6},
			{name: "hledger", debian: "hledger", ask: took(40*time.Second, 6e9), bytes: 96e6},
			{name: "PostgreSQL", debian: "postgresql", rows: 1_000_000, bytes: 2e8, load: series{{wall: 5 * time.Second}}, ask: series{{wall: 500 * time.Millisecond}}},
		},
		paces: map[string][]float64{paceSync: {1000}, paceOne: {950}, paceMany: {10_000}},
	}
}

func TestTargets(t *testing.T) {
	want := map[string]string{
		"rebuild of all projections: time":                                  "yes",
		"rebuild of all projections: memory":                                "NO, 1.17× of it",
		"rebuild of all projections: events a second":                       "yes",
		"durable import, events a second":                                   "yes",
		"import memory at any size":                                         "yes",
		"yearly balance per fund from raw history, faster than ledger":      "yes",
		"yearly balance per fund from raw history, faster than hledger":     "NO, 0.5× of it",
		"yearly balance per fund from raw history, faster than PostgreSQL":  "NO, 0.25× of it",
		"the same from a snapshot: within a process":                        "yes",
		"the same from a snapshot: cold process included":                   "yes",
		"disk, everything included":                                         "yes",
		"single durable append by 1 client, beside the disk's fsync rate":   "yes",
		"single durable append by 64 clients, beside the disk's fsync rate": "NO, 0.5× of it",
	}
	for _, row := range measured().targets() {
		if row[3] != want[row[0]] {
			t.Errorf("%s: measured %s, met: %q, want %q", row[0], row[2], row[3], want[row[0]])
		}
		delete(want, row[0])
	}
	for missing := range want {
		t.Errorf("no row for: %s", missing)
	}
	for _, row := range (&results{}).targets() {
		if row[3] != "not measured" {
			t.Errorf("%s: met: %q of nothing that was measured", row[0], row[3])
		}
	}
}

func TestMarkdown(t *testing.T) {
	text := measured().markdown("go run ./cmd/fundbench")
	for _, part := range []string{
		"| PostgreSQL COPY, a primary key and two indexes | 1 | 5.00 s (5.00–5.00) | 200 000 (200 000–200 000) | — | — | 2.50× |",
		"| the CSV files | 75 000 000 | 75.0 | 1.88× |",
		"| ledger | 1 | 25.0 s (25.0–25.0) | 25.0 s (25.0–25.0) | 2 000 MB | 25.0× |",
		"| 60 000 000 | 300 s (300–300) | 2.50× | 250 MB | 2.40 GB | 40.0 | 10.0 s (10.0–10.0) | 0.167× | 600 MB | 9.00 s (9.00–9.00) |",
		"| the country, one ledger | 100 000 000 000 | 100 000 000 000 × 40.0 B = 4.00 TB |",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("the report lacks %s", part)
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") && !strings.HasSuffix(line, "|\n") {
			t.Errorf("a broken row: %s", line)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestPaper(t *testing.T) {
	c := measured().costs()
	if want := (500e6 / 59e6); c.replayGrows != want || c.disk != 40 {
		t.Errorf("costs %+v, want growth %v and 40 bytes", c, want)
	}
	for _, l := range []struct {
		costs costs
		n     float64
		want  string
	}{
		{costs{disk: 100}, 1e11, "disk: more than 8.00 TB"},
		{costs{disk: 1, replayRSS: 1e6, replayGrows: 10}, 1e11, "memory of a rebuild: more than 64.0 GB"},
		{costs{load: 1e-5}, 1e11, "import: more than a day"},
		{costs{replay: 1e-5}, 1e9, "patience: a rebuild takes more than an hour"},
		{costs{replay: 1e-6}, 1e9, "nothing; a rebuild takes 16.7 min, so snapshots are needed"},
		{costs{replay: 1e-8}, 1e9, "nothing"},
	} {
		if got := l.costs.limit(l.n); got != l.want {
			t.Errorf("%+v for %g events: %q, want %q", l.costs, l.n, got, l.want)
		}
	}
}

// What people wrote below the line stays when the report is made again.
func TestNotesStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "BENCHMARKS.md")
	if err := writeReport(path, "first\n"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "first\n\n"+notes) {
		t.Errorf("%q", text)
	}
	if err := os.WriteFile(path, []byte(notes+"why\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeReport(path, "second\n"); err != nil {
		t.Fatal(err)
	}
	if text, err = os.ReadFile(path); err != nil || string(text) != "second\n\n"+notes+"why\n" {
		t.Errorf("%q, %v", text, err)
	}
}
