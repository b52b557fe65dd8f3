package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ours is the program that is measured, on a ledger of its own.
type ours struct {
	program string // fundledger, built for this run
	self    string // fundbench, for what fundledger has no command for
	selfEnv []string
	dir     string
	given   string // a ledger that somebody else made, with the keys of whoever runs this; "": our own
}

func (o ours) ledger() string {
	if o.given != "" {
		return o.given
	}
	return filepath.Join(o.dir, "books")
}

// env is where our own ledger has its keys.
func (o ours) env() []string {
	env := []string{"LC_ALL=C", "FUNDLEDGER_ACTOR=fundbench"}
	if o.given == "" {
		env = []string{"LC_ALL=C", "XDG_CONFIG_HOME=" + filepath.Join(o.dir, "keys"), "FUNDLEDGER_ACTOR=fundbench"}
	}
	return env
}

// fundledger returns a command of the program.
func (o ours) fundledger(args ...string) command {
	return command{
		args: append([]string{o.program}, append(args, "--ledger", o.ledger())...),
		env:  o.env(),
	}
}

// fundbench returns a command of this program.
func (o ours) fundbench(args ...string) command {
	return command{args: append([]string{o.self}, args...), env: o.selfEnv}
}

// build builds the program into a directory. Error: that of the compiler.
func build(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "fundledger")
	_, _, err := run(ctx, command{args: []string{"go", "build", "-race=false", "-o", program, "github.com/fundledger/fundledger/cmd/fundledger"}})
	if err != nil {
		err = fmt.Errorf("%w; run fundbench in the repository: go run ./cmd/fundbench", err)
	}
	return program, err
}

// generate returns the command that writes the CSV files of a scale.
func (o ours) generate(scale, dir string) command {
	return o.fundledger("generate", "--region", "441300", "--years", "2021-2025", "--scale", scale, "--to", dir)
}

func (o ours) importing(files ...string) command {
	return o.fundledger(append([]string{"import"}, files...)...)
}

// load makes a new ledger and imports the files into it.
func (o ours) load(ctx context.Context, d *dataset) (sample, error) {
	if err := errors.Join(os.RemoveAll(o.ledger()), os.RemoveAll(filepath.Join(o.dir, "keys"))); err != nil {
		return sample{}, err
	}
	if _, _, err := run(ctx, o.fundledger("init")); err != nil {
		return sample{}, err
	}
	_, took, err := run(ctx, o.importing(d.files...))
	return took, err
}

// forget removes what can be made again from the log: snapshots.
func (o ours) forget() error { return os.RemoveAll(filepath.Join(o.ledger(), "views")) }

func (o ours) replaying() command { return o.fundledger("replay", "--fresh") }
func (o ours) verifying() command { return o.fundledger("verify") }

// asking asks for the yearly balances, with whatever the program keeps to be fast.
func (o ours) asking(flags ...string) command {
	return o.fundledger(append([]string{"balance", "--yearly", "--format", "csv"}, flags...)...)
}

// telling asks for them within one program; see tell.
func (o ours) telling(first, last int) command {
	return o.fundbench("answer", "--ledger", o.ledger(), "--from", strconv.Itoa(first), "--to", strconv.Itoa(last))
}

// ask returns the yearly balance of every fund, asked with some flags.
func (o ours) ask(ctx context.Context, d *dataset, flags ...string) (answer, sample, error) {
	out, took, err := run(ctx, o.asking(flags...))
	if err != nil {
		return nil, took, err
	}
	a, err := readYearly(out, d)
	return a, took, err
}

// tell returns the same, from one program, and what it took within that.
func (o ours) tell(ctx context.Context, d *dataset) (answer, told, sample, error) {
	out, took, err := run(ctx, o.telling(d.years()))
	if err != nil {
		return nil, told{}, took, err
	}
	var t told
	if err := json.Unmarshal([]byte(out), &t); err != nil {
		return nil, told{}, took, fmt.Errorf("fundbench answer: %w", err)
	}
	a := answer{}
	for _, r := range t.Rows {
		a[key{r.Fund, r.Year}] = standing{fen(r.Income), fen(r.Expense), fen(r.Balance)}
	}
	took.wall = time.Duration(t.Nanoseconds)
	return a, t, took, nil
}

// readYearly reads what fundledger balance --yearly --format csv printed of the
// years of the facts.
func readYearly(out string, d *dataset) (answer, error) {
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("fundledger balance: %w", err)
	}
	if len(rows) == 0 {
		return nil, errors.New("fundledger balance printed nothing")
	}
	column := map[string]int{}
	for i, title := range rows[0] {
		column[title] = i
	}
	for _, name := range []string{"fund", "year", "income", "expense", "balance"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("fundledger balance printed no column %s: %q", name, rows[0])
		}
	}
	first, last := d.years()
	a := answer{}
	for _, row := range rows[1:] {
		year, err := strconv.Atoi(row[column["year"]])
		if err != nil {
			return nil, fmt.Errorf("fundledger balance: %w", err)
		}
		if year < first || year > last {
			continue
		}
		var s standing
		for name, to := range map[string]*fen{"income": &s.income, "expense": &s.expense, "balance": &s.balance} {
			if *to, err = parseFen(row[column[name]]); err != nil {
				return nil, fmt.Errorf("fundledger balance, %s of %d: %w", name, year, err)
			}
		}
		a[key{row[column["fund"]], year}] = s
	}
	return a, nil
}
