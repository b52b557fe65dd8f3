package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// peer is another program that is given the same facts and asked the same question.
type peer interface {
	// name returns what it is called, and the Debian package that has it.
	name() (name, debian string)
	// version returns its version, or "" if it is not installed.
	version(ctx context.Context) string
	// slow reports whether it takes a minute, and is run fewer times.
	slow() bool
	// loads reports whether it keeps a database of its own.
	loads() bool
	// load takes the facts into a new database and returns what that took. It is
	// called only of a program that loads.
	load(ctx context.Context, d *dataset) (sample, error)
	// bytes returns what its database has on the disk after load.
	bytes(ctx context.Context, d *dataset) (int64, error)
	// ask returns the yearly balance of every fund, and what that took.
	ask(ctx context.Context, d *dataset) (answer, sample, error)
	// commands returns what load and ask run, for people to repeat.
	commands(d *dataset) []command
}

// sqliteShell is the sqlite3 program of the sqlite3 package.
type sqliteShell struct{ dir string }

func (s sqliteShell) name() (string, string) { return "sqlite3", "sqlite3" }
func (s sqliteShell) slow() bool             { return false }
func (s sqliteShell) loads() bool            { return true }
func (s sqliteShell) file() string           { return filepath.Join(s.dir, "facts.sqlite") }

func (s sqliteShell) version(ctx context.Context) string {
	v, _, _ := strings.Cut(versionOf(ctx, "sqlite3", "--version"), " ")
	return v
}

func (s sqliteShell) create() command {
	return command{args: []string{"sqlite3", s.file()}, input: strings.Replace(tableOfFacts, "%s", "integer", 1)}
}

func (s sqliteShell) fill(d *dataset) command {
	return command{args: []string{"sqlite3", s.file(), ".import --csv " + d.table + " facts"}}
}

func (s sqliteShell) question() command {
	return command{args: []string{"sqlite3", s.file(), questionOfFacts}}
}

func (s sqliteShell) load(ctx context.Context, d *dataset) (sample, error) {
	if err := os.Remove(s.file()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return sample{}, err
	}
	if _, _, err := run(ctx, s.create()); err != nil {
		return sample{}, err
	}
	_, took, err := run(ctx, s.fill(d))
	return took, err
}

func (s sqliteShell) bytes(context.Context, *dataset) (int64, error) {
	info, err := os.Stat(s.file())
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (s sqliteShell) ask(ctx context.Context, _ *dataset) (answer, sample, error) {
	out, took, err := run(ctx, s.question())
	if err != nil {
		return nil, took, err
	}
	a, err := answerOfRows(out)
	return a, took, err
}

func (s sqliteShell) commands(d *dataset) []command {
	return []command{s.create(), s.fill(d), s.question()}
}

// plainText is ledger or hledger.
type plainText struct {
	program string
	args    func(journal string) []string
	read    func(string) ([]change, error)
}

// plainTexts returns both.
func plainTexts() []peer {
	return []peer{
		plainText{"ledger", func(journal string) []string {
			return []string{"ledger", "--file", journal, "--args-only", "register", "--yearly",
				"--format", `%(format_date(date, "%Y"))|%(account)|%(quantity(display_amount))` + "\n", "^income", "^expense", "^opening"}
		}, func(out string) ([]change, error) { return readLedger(strings.NewReader(out)) }},
		plainText{"hledger", func(journal string) []string {
			return []string{"hledger", "--file", journal, "balance", "--yearly", "--no-total", "--output-format", "csv", "^income", "^expense", "^opening"}
		}, func(out string) ([]change, error) { return readHledger(strings.NewReader(out)) }},
	}
}

func (p plainText) name() (string, string) { return p.program, p.program }
func (p plainText) slow() bool             { return true }
func (p plainText) loads() bool            { return false }

func (p plainText) version(ctx context.Context) string {
	v := versionOf(ctx, p.program, "--version")
	v = strings.TrimPrefix(strings.TrimPrefix(v, "Ledger "), "hledger ")
	v, _, _ = strings.Cut(v, ",")
	return v
}

func (p plainText) load(context.Context, *dataset) (sample, error) { return sample{}, nil }

func (p plainText) bytes(_ context.Context, d *dataset) (int64, error) {
	info, err := os.Stat(d.journal)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (p plainText) ask(ctx context.Context, d *dataset) (answer, sample, error) {
	out, took, err := run(ctx, command{args: p.args(d.journal)})
	if err != nil {
		return nil, took, err
	}
	changes, err := p.read(out)
	if err != nil {
		return nil, took, err
	}
	a, err := answerOf(changes)
	return a, took, err
}

func (p plainText) commands(d *dataset) []command {
	return []command{{args: p.args(d.journal)}}
}

// installed reports whether a program can be found.
func installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
