// Command fundbench measures fundledger beside other programs on the machine it
// runs on, and prints what it found as Markdown: import, disk, replay, yearly
// balances, snapshots, single durable appends, growth with the number of events.
//
// The others (sqlite3, PostgreSQL, ledger, hledger) get the same facts and the
// same question in the same run, turn by turn, so that ratios mean something on a
// machine that is busy. Their answers are compared with ours to the fen; a
// difference is a failure. One that is not installed is left out with a word.
//
// Every program runs as a process of its own, whose time, processor time and
// memory the system counts.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

func main() {
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fundbench:", err)
		os.Exit(3)
	}
	os.Exit(execute(os.Args[1:], self, nil, os.Stdout, os.Stderr))
}

// execute performs a command line and returns the exit code. self and selfEnv
// start this program.
func execute(args []string, self string, selfEnv []string, out, progress io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := benchCommand(self, selfEnv)
	root.AddCommand(answerCommand(), paceCommand(), questionsCommand(self, selfEnv), drawCommand(), officeCommand())
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(progress)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(progress, "fundbench:", err)
		return 1
	}
	return 0
}

func benchCommand(self string, selfEnv []string) *cobra.Command {
	o := options{self: self, selfEnv: selfEnv}
	var file string
	cmd := &cobra.Command{
		Use:   "fundbench",
		Short: "measure fundledger beside sqlite3, PostgreSQL, ledger and hledger",
		Long: "Measure fundledger on this machine, beside the programs of the Debian packages sqlite3, postgresql, ledger and hledger\n" +
			"on the same facts, and print a Markdown table. A program that is not installed is left out.\n" +
			"Run it in the repository, on a machine that does nothing else.",
		Example: "  go run ./cmd/fundbench\n  go run ./cmd/fundbench --events 100000 --runs 1 --only import,balance\n" +
			"  go run ./cmd/fundbench --events 1000000,10000000 --scale-full --work /var/tmp --out cmd/fundbench/BENCHMARKS.md",
		Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := measure(cmd.Context(), o, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			text := r.markdown(commandLine(cmd))
			if file == "" {
				_, err := io.WriteString(cmd.OutOrStdout(), text)
				return err
			}
			return writeReport(file, text)
		},
	}
	f := cmd.Flags()
	f.Int64SliceVar(&o.events, "events", []int64{1_000_000}, "sizes in events; the other programs get the first")
	f.BoolVar(&o.full, "scale-full", false, "and the whole of five years, 63 million events")
	f.IntVar(&o.runs, "runs", 5, "runs of each measure")
	f.IntVar(&o.slowRuns, "slow-runs", 1, "runs of ledger and hledger, which take a minute each")
	f.IntVar(&o.fullRuns, "full-runs", 1, "runs of import and verify at full scale")
	f.StringSliceVar(&o.only, "only", nil, "measure these alone: "+strings.Join(parts, ","))
	f.StringVar(&o.work, "work", "", "where to make the work directory, on the disk to be measured (default: that of temporary files)")
	f.StringVar(&o.data, "data", "", "take the CSV files of this directory instead of generated ones")
	f.Int64Var(&o.booked, "double-entry", 50_000, "facts that PostgreSQL books by double entry, a function call each")
	f.DurationVar(&o.long, "for", 2*time.Second, "length of one run of single appends")
	f.StringVar(&o.program, "fundledger", "", "this program, instead of one that is built here")
	f.StringVar(&file, "out", "", "write to this file; what stands in it below the line for notes stays")
	return cmd
}

// commandLine returns the flags that were given.
func commandLine(cmd *cobra.Command) string {
	words := []string{"go run ./cmd/fundbench"}
	for _, name := range []string{"events", "scale-full", "runs", "slow-runs", "full-runs", "only", "data", "double-entry", "for"} {
		if f := cmd.Flags().Lookup(name); f.Changed && name == "data" {
			words = append(words, "--data $DATA") // a path says nothing elsewhere
		} else if f.Changed {
			words = append(words, "--"+name+" "+strings.Trim(f.Value.String(), "[]"))
		}
	}
	return strings.TrimSuffix(strings.ReplaceAll(strings.Join(words, " ")+" ", "--scale-full true ", "--scale-full "), " ")
}

// notes is the line of a report below which people write.
const notes = "<!-- Below this line people write; fundbench leaves it as it is. -->\n"

// writeReport writes a report into a file and keeps the notes that stand there.
func writeReport(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_, kept, ok := strings.Cut(string(old), notes)
	if !ok {
		kept = "\n## Where a target is missed, and why\n"
	}
	return os.WriteFile(path, []byte(text+"\n"+notes+kept), 0o644) //nolint:gosec // for everybody to read
}

func answerCommand() *cobra.Command {
	var ledger string
	var from, to int
	cmd := &cobra.Command{
		Use:     "answer",
		Short:   "print the yearly balance of every fund of a ledger, in JSON, from one replay of the raw log",
		Example: "  fundbench answer --ledger books --from 2021 --to 2025",
		Args:    cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return tell(cmd.Context(), ledger, from, to, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&ledger, "ledger", "books", "directory of the ledger")
	cmd.Flags().IntVar(&from, "from", 2021, "first year")
	cmd.Flags().IntVar(&to, "to", 2025, "last year")
	return cmd
}

func paceCommand() *cobra.Command {
	var dir string
	var long time.Duration
	var clients int
	cmd := &cobra.Command{
		Use:   "pace sync|overwrite|append",
		Short: "print how often the disk syncs, or how often clients append one event durably, in JSON",
		Example: "  fundbench pace sync --for 2s           4 KiB appended to a file, and fsync\n" +
			"  fundbench pace overwrite --for 2s      4 KiB in a file that is long enough, and fdatasync\n" +
			"  fundbench pace append --clients 64     one event each, to a stream each, to a new ledger",
		Args: cobra.ExactArgs(1), SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch args[0] {
			case "sync", "overwrite":
				p, err := syncPace(dir, long, args[0] == "overwrite")
				return printPace(cmd.OutOrStdout(), p, err)
			case "append":
				p, err := appendPace(cmd.Context(), dir, clients, long)
				return printPace(cmd.OutOrStdout(), p, err)
			}
			return fmt.Errorf("pace: there is no %q; use sync, overwrite or append", args[0])
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "directory on the disk to be measured")
	cmd.Flags().DurationVar(&long, "for", 2*time.Second, "how long")
	cmd.Flags().IntVar(&clients, "clients", 1, "clients that append at once")
	return cmd
}
