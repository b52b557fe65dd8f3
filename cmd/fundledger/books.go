package main

import (
	"context"
	"os"
	"os/user"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/reliefs"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

// defaultLocation is FUNDLEDGER_LEDGER, or the directory books below this one.
func defaultLocation(getenv func(string) string) string {
	if dir := getenv("FUNDLEDGER_LEDGER"); dir != "" {
		return dir
	}
	return "books"
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

// views are the views that the program shows.
type views struct {
	balances   balances.View
	books      books.View
	recoveries recoveries.View
	statistics statistics.View
	cases      cases.View
	reliefs    reliefs.View
	agreements agreements.View
	penalties  penalties.View
}

// published are the views of what bureaux publish.
func (v *views) published() []replay.View {
	return []replay.View{&v.balances, &v.recoveries, &v.statistics}
}

// all are all views.
func (v *views) all() []replay.View {
	v.books.Latest = true
	return append(v.published(), &v.books, &v.cases, &v.reliefs, &v.agreements, &v.penalties)
}

// axes are the two time axes of a report, and how it is printed.
type axes struct {
	asOf, knownAt, format, unit string
	today                       bool // without --as-of the report is as of today
	office.Axes

	form  report.Format
	style report.Style
}

// flags adds the flags of a report of amounts as of a business date.
func (a *axes) flags(p *program, cmd *cobra.Command) {
	a.knownFlags(p, cmd)
	cmd.Flags().StringVar(&a.asOf, "as-of", "", p.say("截至的业务日期（北京时间），默认全部", "business date up to which facts count (Asia/Shanghai); default all"))
	a.unitFlag(p, cmd)
}

// unitFlag adds the flag of a report of amounts.
func (a *axes) unitFlag(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&a.unit, "unit", string(money.Yuan), p.say("表格的金额单位：yuan 元、wan 万元、yi 亿元", "unit of amounts in tables: yuan, wan (10,000), yi (100,000,000)"))
}

// knownFlags adds the flags of any report of the log.
func (a *axes) knownFlags(p *program, cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.knownAt, "known-at", "", p.say("当时已入账的：时间或日期（该日终），默认现在", "only what was recorded by then: a time, or a date for its end; default now"))
	a.freshFlag(p, cmd)
	a.formatFlag(p, cmd)
}

// freshFlag adds the flag of any report that may begin at a snapshot.
func (a *axes) freshFlag(p *program, cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.Fresh, "fresh", false, p.say("不用快照，从第一条事项起重放", "replay from the first fact, without snapshots"))
}

// formatFlag adds the flag of any report.
func (a *axes) formatFlag(p *program, cmd *cobra.Command) {
	a.unit = string(money.Yuan)
	f := cmd.Flags()
	f.StringVar(&a.format, "format", string(report.Plain), p.say("输出格式：table、json 或 csv", "output format: table, json or csv"))
}

// parse reads the flags. Error: bad input.
func (a *axes) parse(p *program) error {
	var err error
	if a.AsOf, err = parseDay("--as-of", a.asOf); err != nil {
		return err
	}
	if a.asOf == "" && a.today {
		a.AsOf = fund.DateIn(p.Now())
	}
	if a.knownAt != "" {
		if a.KnownAt, err = parseInstant(a.knownAt); err != nil {
			return err
		}
	}
	if a.form, err = report.ParseFormat(a.format); err != nil {
		return err
	}
	a.style.Lang = p.lang
	a.style.Unit, err = report.ParseUnit(a.unit)
	return err
}

// facts are the header facts of a report: what it is as of, and known at.
func (a *axes) facts() []report.Fact {
	return []report.Fact{tables.AsOf(a.AsOf), tables.KnownAt(a.KnownAt)}
}

// localTime is how instants are printed.
func localTime(t time.Time) string { return tables.LocalTime(t) }

// envelope is the envelope of what this user records now.
func (p *program) envelope(causation string) (aggregates.Envelope, error) {
	return p.Envelope(by(), causation)
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
	return p.printTable(a, func(s store.Store) (report.Table, error) {
		if _, err := p.rebuild(ctx, s, a, views...); err != nil {
			return report.Table{}, err
		}
		t, err := show()
		t.Facts = append(a.facts(), t.Facts...)
		return t, err
	})
}

// printTable opens the ledger and prints the table that is made of it.
func (p *program) printTable(a *axes, make func(store.Store) (report.Table, error)) error {
	return p.With(func(s store.Store) error {
		t, err := make(s)
		if err != nil {
			return err
		}
		return t.Write(p.out, a.form, a.style)
	})
}
