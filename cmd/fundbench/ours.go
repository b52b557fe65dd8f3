package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ours is the program that is measured, on a ledger of its own.
type ours struct {
	program string // fundledger, built for this run
	self    string // fundbench, for what fundledger has no command for
	selfEnv []string
	dir     string
	fresh   bool // the program has snapshots, and --fresh to do without
}

func (o ours) ledger() string { return filepath.Join(o.dir, "books") }

// fundledger returns a command of the program.
func (o ours) fundledger(args ...string) command {
	return command{
		args: append([]string{o.program}, append(args, "--ledger", o.ledger())...),
		env:  []string{"LC_ALL=C", "XDG_CONFIG_HOME=" + filepath.Join(o.dir, "keys"), "FUNDLEDGER_ACTOR=fundbench"},
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

// has reports whether a subcommand knows a flag.
func (o ours) has(ctx context.Context, flag string, subcommand ...string) bool {
	out, _, err := run(ctx, o.fundledger(append(subcommand, "--help")...))
	return err == nil && strings.Contains(out, flag+" ")
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

// forget removes what can be made again from the log: snapshots and indexes.
func (o ours) forget() error {
	views, err := filepath.Glob(filepath.Join(o.ledger(), "views.db*"))
	for _, v := range views {
		err = errors.Join(err, os.RemoveAll(v))
	}
	return err
}

func (o ours) replaying() command {
	if o.fresh {
		return o.fundledger("replay", "--fresh")
	}
	return o.fundledger("replay")
}

func (o ours) asking(first, last int) command {
	return o.fundbench("answer", "--ledger", o.ledger(), "--from", strconv.Itoa(first), "--to", strconv.Itoa(last))
}
func (o ours) verifying() command { return o.fundledger("verify") }

// ask returns the yearly balance of every fund from the raw log, and how many
// events the log has.
func (o ours) ask(ctx context.Context, d *dataset) (answer, int64, sample, error) {
	if err := o.forget(); err != nil {
		return nil, 0, sample{}, err
	}
	out, took, err := run(ctx, o.asking(d.years()))
	if err != nil {
		return nil, 0, took, err
	}
	var told told
	if err := json.Unmarshal([]byte(out), &told); err != nil {
		return nil, 0, took, fmt.Errorf("fundbench answer: %w", err)
	}
	a := answer{}
	for _, r := range told.Rows {
		a[key{r.Fund, r.Year}] = standing{fen(r.Income), fen(r.Expense), fen(r.Balance)}
	}
	return a, told.Events, took, nil
}
