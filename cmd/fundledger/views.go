package main

import (
	"context"
	"os"
	"os/user"
	"runtime/debug"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// defaultLocation is FUNDLEDGER_LEDGER, or the directory books below this one.
func defaultLocation(getenv func(string) string) string {
	if dir := getenv("FUNDLEDGER_LEDGER"); dir != "" {
		return dir
	}
	return "books"
}

// The variables that hold the credentials for a cluster, or the file of them. They
// are never given on the command line, which others can read.
const (
	userVariable        = "FUNDLEDGER_ESDB_USER"
	passwordVariable    = "FUNDLEDGER_ESDB_PASSWORD"
	credentialsVariable = "FUNDLEDGER_ESDB_CREDENTIALS"
)

// fromEnvironment hands the office where this user keeps the person key, the login of a cluster, and
// what bounds the memory of this process.
func (p *program) fromEnvironment(getenv func(string) string) {
	p.Called, p.Bound = called, boundMemory(viewsMemory)
	p.UserKey = getenv("FUNDLEDGER_PERSON_KEY")
	p.Login = office.Login{User: getenv(userVariable), Password: getenv(passwordVariable), File: getenv(credentialsVariable)}
}

// actor is FUNDLEDGER_ACTOR, or the name under which the user is logged in.
func actor() string {
	if name := os.Getenv("FUNDLEDGER_ACTOR"); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "unknown"
}

// by is this user.
func by() office.By { return office.By{Account: actor(), Via: office.CommandLine} }

// rebuild replays the ledger into views, from the latest snapshot that serves.
func (p *program) rebuild(ctx context.Context, s store.Store, a *axes, views ...replay.View) (replay.Result, error) {
	// What views keep is most of the memory, and lives until the end: leave less than
	// as much again to the garbage collector.
	debug.SetGCPercent(75)
	return p.Rebuild(ctx, s, a.Axes, views...)
}

// printViews replays the ledger into some views and prints the table that show
// makes of them.
func (p *program) printViews(ctx context.Context, a *axes, show func() (report.Table, error), views ...replay.View) error {
	if err := a.parse(p); err != nil {
		return err
	}
	if p.drill != nil { // each row is opened by the key of its fact
		return p.noRow(p.drill.of)
	}
	return p.printTable(ctx, a, func(s store.Store) (report.Table, error) {
		if _, err := p.rebuild(ctx, s, a, views...); err != nil {
			return report.Table{}, err
		}
		t, err := show()
		t.Facts = append(a.facts(), t.Facts...)
		return t, err
	})
}

// printTable opens the ledger and prints the table that is made of it.
func (p *program) printTable(ctx context.Context, a *axes, make func(store.Store) (report.Table, error)) error {
	return p.With(func(s store.Store) error {
		t, err := make(s)
		if err != nil {
			return err
		}
		return p.print(ctx, s, a, tables.Listing{Table: t})
	})
}
