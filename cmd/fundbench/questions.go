package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// asking is one run of fundbench questions.
type asking struct {
	ledger, csv, work, program string
	events                     int64
	each                       int
	seed                       uint64
	postgres, whole            bool
	only                       string
	patience                   time.Duration // for one kind of question, if one was asked
	self                       string
	selfEnv                    []string

	ours   ours
	pg     *postgres
	peer   *session
	office *openOffice
	drawn  drawn
	tell   io.Writer
	result asked
}

// asked is what a run found.
type asked struct {
	machine  machine
	versions [][2]string
	events   int64
	seed     uint64
	kinds    []*askedKind
	whole    []wholeRun
	loaded   time.Duration // PostgreSQL, tables and indexes
	peerSize int64         // bytes of its tables and indexes
	memory   int64         // of the open office
	skipped  []string
	took     time.Duration
}

func (a *asking) say(format string, args ...any) {
	fmt.Fprintf(a.tell, "%s "+format+"\n", append([]any{time.Now().Format(time.TimeOnly)}, args...)...)
}

func questionsCommand(self string, selfEnv []string) *cobra.Command {
	a := asking{self: self, selfEnv: selfEnv}
	cmd := &cobra.Command{
		Use:   "questions",
		Short: "ask random questions of every kind, in new processes, of an open office and of PostgreSQL, and compare every answer",
		Long: "Ask random questions of every kind to a ledger: in a new process each, of an office that is kept open, and of PostgreSQL\n" +
			"with the same facts and the indexes that a good engineer would give it; compare every answer to the fen, and print a\n" +
			"Markdown table of medians and 99th percentiles. A difference is an error that names the question and both answers.\n" +
			"Of a ledger that is given the folder views/ is deleted and made again.",
		Example: "  go run ./cmd/fundbench questions --events 1000000\n" +
			"  go run ./cmd/fundbench questions --csv DIR --questions 50 --seed 7\n" +
			"  go run ./cmd/fundbench questions --ledger books --postgres=false",
		Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.tell = cmd.ErrOrStderr()
			text, err := a.run(cmd.Context())
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), text)
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&a.ledger, "ledger", "", "ask this ledger, with the keys of this user")
	f.StringVar(&a.csv, "csv", "", "make a ledger of the CSV files of this directory")
	f.Int64Var(&a.events, "events", 0, "make a ledger of about so many generated facts")
	f.IntVar(&a.each, "questions", 200, "questions of each kind")
	f.Uint64Var(&a.seed, "seed", 1, "chance: the same seed and ledger, the same questions")
	f.BoolVar(&a.postgres, "postgres", true, "ask PostgreSQL, too, if it is installed")
	f.BoolVar(&a.whole, "whole", true, "and list a month, rebuild everything, verify")
	f.StringVar(&a.only, "only", "", "ask only kinds whose name has this in it")
	f.DurationVar(&a.patience, "patience", 90*time.Second, "go on to the next kind after so long, if one was asked")
	f.StringVar(&a.work, "work", "", "where to make the work directory (default: that of temporary files)")
	f.StringVar(&a.program, "fundledger", "", "this program, instead of one that is built here")
	return cmd
}

// check returns what is wrong with the options, or nil.
func (a *asking) check() error {
	given := 0
	for _, is := range []bool{a.ledger != "", a.csv != "", a.events != 0} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return errors.New("give one of --ledger DIR, --csv DIR and --events N")
	case a.events != 0 && (a.events < fewest || a.events > most):
		return fmt.Errorf("--events: %d are too few or too many; give %d to %d", a.events, int64(fewest), int64(most))
	case a.each < 1:
		return errors.New("--questions: give 1 or more")
	}
	return nil
}

// run makes or takes the ledger, asks everything, and returns the report.
func (a *asking) run(ctx context.Context) (_ string, err error) {
	if err := a.check(); err != nil {
		return "", err
	}
	began := time.Now()
	dir, err := os.MkdirTemp(a.work, "fundbench-")
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // PostgreSQL enters it as another user
		return "", err
	}
	if err := a.prepare(ctx, dir); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, a.pg.stop()) }()
	if err := a.draw(ctx); err != nil {
		return "", err
	}
	if err := a.askAll(ctx); err != nil {
		return "", err
	}
	if a.whole {
		if err := a.wholes(ctx); err != nil {
			return "", err
		}
	}
	a.result.took = time.Since(began)
	return a.result.markdown(), nil
}

// prepare builds the program, makes the ledger and starts PostgreSQL.
func (a *asking) prepare(ctx context.Context, dir string) (err error) {
	if a.program == "" {
		a.say("building fundledger")
		if a.program, err = build(ctx, dir); err != nil {
			return err
		}
	}
	a.ours = ours{program: a.program, self: a.self, selfEnv: a.selfEnv, dir: dir, given: a.ledger}
	a.pg = newPostgres(ctx, dir)
	a.result = asked{machine: thisMachine(dir), seed: a.seed,
		versions: [][2]string{{"fundledger", commitOf(ctx, a.program)}, {"Go", runtime.Version()}}}
	if a.ledger == "" {
		if err := a.make(ctx); err != nil {
			return err
		}
	}
	switch version := a.pg.version(ctx); {
	case !a.postgres:
		a.skip("PostgreSQL was not asked")
	case version == "":
		a.skip("PostgreSQL was not asked: it is not installed (apt-get install postgresql)")
	default:
		if err := a.pg.start(ctx, settings...); err != nil {
			a.skip("PostgreSQL was not asked: %v", err)
			return nil
		}
		a.result.versions = append(a.result.versions, [2]string{"PostgreSQL", version})
	}
	return nil
}

// settings are what PostgreSQL gets of a machine like this: its defaults are for a small one.
var settings = []string{"shared_buffers=1GB", "effective_cache_size=8GB", "work_mem=64MB", "maintenance_work_mem=512MB",
	"random_page_cost=1.1", "jit=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "checkpoint_timeout=30min"}

func (a *asking) skip(format string, args ...any) {
	a.result.skipped = append(a.result.skipped, fmt.Sprintf(format, args...))
	a.say(format, args...)
}

// make makes a ledger of its own: of the files that were given, or of generated ones.
func (a *asking) make(ctx context.Context) error {
	from := a.csv
	if from == "" {
		from = filepath.Join(a.ours.dir, "data")
		a.say("generating about %s facts", number(float64(a.events)))
		scale := "1"
		if a.events < fullScale {
			scale = strconv.FormatFloat(float64(a.events)/fullScale, 'f', 6, 64)
		}
		if _, _, err := run(ctx, a.ours.generate(scale, from)); err != nil {
			return err
		}
	}
	d, err := openDataset(from)
	if err != nil {
		return err
	}
	a.say("import of %s", size(float64(d.bytes)))
	took, err := a.ours.load(ctx, d)
	if err != nil {
		return err
	}
	a.result.whole = append(a.result.whole, wholeRun{what: "import", took: took, of: "events"})
	if a.csv == "" {
		return os.RemoveAll(from)
	}
	return nil
}

// draw has the questions drawn, and the facts given to PostgreSQL.
func (a *asking) draw(ctx context.Context) error {
	a.say("reading the log, for questions%s", map[bool]string{true: " and for PostgreSQL"}[a.pg.running])
	args := []string{"draw", "--ledger", a.ours.ledger(), "--questions", strconv.Itoa(a.each), "--seed", strconv.FormatUint(a.seed, 10)}
	if a.pg.running {
		args = append(args, "--bin", a.pg.bin, "--sockets", a.pg.sockets)
	}
	out, took, err := run(ctx, a.ours.fundbench(args...))
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(out), &a.drawn); err != nil {
		return fmt.Errorf("fundbench draw: %w", err)
	}
	a.result.events = a.drawn.Events
	for i := range a.result.whole { // the import, of which the number of events was not known
		a.result.whole[i].n = a.drawn.Events
	}
	if !a.pg.running {
		return nil
	}
	a.result.loaded = took.wall
	if a.peer, err = a.pg.open(ctx); err != nil {
		return err
	}
	rows, _, err := a.peer.ask("SELECT sum(pg_total_relation_size(oid)) FROM pg_class " +
		"WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
	if err != nil {
		return err
	}
	a.result.peerSize, err = strconv.ParseInt(strings.Join(rows, ""), 10, 64)
	return err
}
