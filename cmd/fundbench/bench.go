package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fullScale is about how many facts fundledger generate writes at scale 1.
const fullScale = 62_600_000

// It writes no fewer and no more than these.
const (
	fewest = 7_000
	most   = 20 * fullScale
)

// options says what to measure.
type options struct {
	events   []int64 // sizes; the peers get the first
	full     bool    // and scale 1
	runs     int
	slowRuns int // of programs that take a minute each
	fullRuns int // of the import at scale 1
	only     []string
	work     string        // where to make the work directory
	data     string        // CSV files to take instead of generated ones; one size
	booked   int64         // facts that PostgreSQL books by double entry
	long     time.Duration // one run of single appends
	program  string        // that is measured; "" builds it
	self     string        // this program
	selfEnv  []string
}

// parts are what can be measured alone with --only.
var parts = []string{"append", "import", "doubleentry", "balance", "snapshot", "replay", "verify"}

func (o *options) wants(part string) bool { return len(o.only) == 0 || slices.Contains(o.only, part) }

// check returns what is wrong with the options, or nil.
func (o *options) check() error {
	for _, part := range o.only {
		if !slices.Contains(parts, part) {
			return fmt.Errorf("--only: there is no part %q; use some of %s", part, strings.Join(parts, ","))
		}
	}
	if o.runs < 1 || o.slowRuns < 1 || o.fullRuns < 1 {
		return errors.New("--runs, --slow-runs, --full-runs: give 1 or more")
	}
	if len(o.events) == 0 && !o.full && o.data == "" {
		return errors.New("--events: give sizes such as 1000000,10000000, or --scale-full, or --data DIR")
	}
	for _, n := range o.events {
		if n < fewest || n > most {
			return fmt.Errorf("--events: %d are too few or too many; give %d to %d", n, int64(fewest), int64(most))
		}
	}
	return nil
}

// results is everything that was measured.
type results struct {
	machine  machine
	versions [][2]string // name, version
	runs     [2]int      // of everything, of slow programs
	sizes    []*sizeResult
	peers    []*peerResult
	booked   int64 // facts booked by PostgreSQL's double entry
	booking  series
	paces    map[string][]float64 // per second, by name of what
	commands [][2]string          // what, command
	skipped  []string
	started  time.Time
	took     time.Duration
}

// sizeResult is what our program did with one size.
type sizeResult struct {
	full                                    bool
	events, csvBytes, bytes                 int64
	load, ask, replay, verify, cold, inside series
	snapshot                                bool // cold and inside had one
}

// peerResult is what a peer did with the first size.
type peerResult struct {
	name, debian string
	rows, bytes  int64
	load, ask    series
}

// bench is one run of everything.
type bench struct {
	options
	ours   ours
	dir    string // work directory of this run
	peers  []peer
	pg     *postgres
	tell   io.Writer // progress
	result results
}

// measure makes a work directory, measures what is wanted, and removes it.
func measure(ctx context.Context, o options, progress io.Writer) (_ *results, err error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(o.work, "fundbench-")
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // PostgreSQL reads the facts as another user
		return nil, err
	}
	b := &bench{options: o, dir: dir, tell: progress}
	b.result = results{runs: [2]int{o.runs, o.slowRuns}, started: time.Now(), paces: map[string][]float64{}}
	defer func() {
		if b.pg != nil {
			err = errors.Join(err, b.pg.stop())
		}
	}()
	if err := b.prepare(ctx); err != nil {
		return nil, err
	}
	if b.wants("append") {
		if err := b.appends(ctx); err != nil {
			return nil, err
		}
	}
	sizes := o.events
	switch {
	case slices.Equal(o.only, []string{"append"}):
		sizes = nil
	case o.data != "":
		sizes = []int64{0}
	case o.full:
		sizes = append(slices.Clone(sizes), fullScale)
	}
	for i, n := range sizes {
		if err := b.size(ctx, n, i == 0, o.full && o.data == "" && i == len(sizes)-1); err != nil {
			return nil, err
		}
	}
	b.result.took = time.Since(b.result.started)
	return &b.result, nil
}

func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.tell, "%s "+format+"\n", append([]any{time.Now().Format(time.TimeOnly)}, args...)...)
}

// prepare builds the program and finds out what there is.
func (b *bench) prepare(ctx context.Context) error {
	program := b.program
	if program == "" {
		b.say("building fundledger")
		built, err := build(ctx, b.dir)
		if err != nil {
			return err
		}
		program = built
	}
	b.ours = ours{program: program, self: b.self, selfEnv: b.selfEnv, dir: b.dir}
	r := &b.result
	r.machine = thisMachine(b.dir)
	r.versions = [][2]string{{"fundledger", commitOf(ctx, program)}, {"Go", runtime.Version()}}
	pg := newPostgres(ctx, b.dir)
	for _, p := range append([]peer{sqliteShell{b.dir}, pg, booked{pg}}, plainTexts()...) {
		if !b.wants("import") && !b.wants("balance") && !b.wants("doubleentry") {
			break
		}
		name, debian := p.name()
		v := p.version(ctx)
		if v == "" && p == peer(booked{pg}) {
			continue // is the same
		}
		if v == "" {
			b.skip("%s: skipped: it is not installed (apt-get install %s)", name, debian)
			continue
		}
		if p == peer(pg) {
			b.pg = pg
			if err := pg.start(ctx); err != nil {
				b.skip("%s: skipped: %v", name, err)
			}
		}
		if debian == "postgresql" && !pg.running {
			continue
		}
		if p != peer(booked{pg}) {
			r.versions = append(r.versions, [2]string{name, v})
		}
		b.peers = append(b.peers, p)
		r.peers = append(r.peers, &peerResult{name: name, debian: debian})
	}
	return nil
}

// skip says and keeps why something is not measured.
func (b *bench) skip(format string, args ...any) {
	b.result.skipped = append(b.result.skipped, fmt.Sprintf(format, args...))
	b.say(format, args...)
}

// note keeps a command for people to repeat, once, without the paths of this run.
func (b *bench) note(what string, c command) {
	line := c.shell()
	for _, known := range [][2]string{{b.ours.program, "fundledger"}, {b.self, "fundbench"}, {b.dir, "$WORK"}, {cmp.Or(b.data, b.dir), "$DATA"}} {
		line = strings.ReplaceAll(line, known[0], known[1])
	}
	if b.pg != nil && b.pg.sockets != "" {
		line = strings.ReplaceAll(line, b.pg.sockets, "$SOCKETS")
		line = strings.ReplaceAll(line, b.pg.bin+"/", "")
	}
	if e := [2]string{what, line}; !slices.Contains(b.result.commands, e) {
		b.result.commands = append(b.result.commands, e)
	}
}

// The names of paces.
const (
	paceSync      = "sync"
	paceOverwrite = "overwrite"
	paceOne       = "append by 1 client"
	paceMany      = "append by 64 clients"
	slower        = ", every sync 2 ms slower"
)

// appends measures single durable appends beside the disk's own rate.
func (b *bench) appends(ctx context.Context) error {
	strace := []string{"strace", "--seccomp-bpf", "-f", "-qq", "-o", os.DevNull, "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:delay_enter=2000"}
	prefixes := [][]string{nil}
	if installed("strace") {
		prefixes = append(prefixes, strace)
		b.result.versions = append(b.result.versions, [2]string{"strace", strings.TrimPrefix(versionOf(ctx, "strace", "--version"), "strace -- version ")})
	} else {
		b.skip("appends on a slower disk: skipped: strace is not installed (apt-get install strace)")
	}
	long := b.long.String()
	for i := range b.runs {
		b.say("single appends, run %d of %d", i+1, b.runs)
		for _, prefix := range prefixes {
			for _, p := range []struct {
				name string
				args []string
			}{
				{paceSync, []string{"pace", "sync", "--dir", b.dir, "--for", long}},
				{paceOverwrite, []string{"pace", "overwrite", "--dir", b.dir, "--for", long}},
				{paceOne, []string{"pace", "append", "--clients", "1", "--dir", b.dir, "--for", long}},
				{paceMany, []string{"pace", "append", "--clients", "64", "--dir", b.dir, "--for", long}},
			} {
				c := b.ours.fundbench(p.args...)
				if prefix != nil {
					c.args = append(slices.Clone(prefix), c.args...)
					p.name += slower
				}
				b.note(p.name, c)
				out, _, err := run(ctx, c)
				if err != nil {
					return err
				}
				var done pace
				if err := json.Unmarshal([]byte(out), &done); err != nil {
					return fmt.Errorf("%s: %w", p.name, err)
				}
				b.result.paces[p.name] = append(b.result.paces[p.name], done.perSecond())
			}
		}
	}
	return nil
}

// generated returns the files of a size, generated unless they were given.
func (b *bench) generated(ctx context.Context, n int64, full bool) (*dataset, error) {
	if b.data != "" {
		return openDataset(b.data)
	}
	dir := filepath.Join(b.dir, "data-"+strconv.FormatInt(n, 10))
	scale := "1"
	if !full {
		scale = strconv.FormatFloat(float64(n)/fullScale, 'f', 6, 64)
	}
	c := b.ours.generate(scale, dir)
	b.note("generate", c)
	b.say("generating about %s facts", number(float64(n)))
	if _, _, err := run(ctx, c); err != nil {
		return nil, err
	}
	return openDataset(dir)
}
