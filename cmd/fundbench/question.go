package main

import (
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// kind is one kind of question. What it asks is written three times, as a command, within a
// program that keeps its office open, and in SQL: their answers must be equal.
type kind struct {
	name   string
	target *target

	draw  func(*draw) query
	needs func(*draw) bool // what a ledger must have to be asked; nil: nothing
	// args is the command, without the ledger and the format.
	args func(query) []string
	// views are what an open office answers from, and table is that answer.
	views func(*office.Views) []replay.View
	table func(*office.Views, query) (report.Table, error)
	// page answers from what an open office keeps beside its views; nil: table does.
	page func(context.Context, *counter, query) (written, error)
	// sql asks PostgreSQL; nil: it has nothing of the kind.
	sql func(query) string
	// read returns of a report what is compared.
	read func(sheet) reply

	past bool // it is asked as known at a past instant, too
}

// written is a report that can be written: a table, or one whose rows come one by one.
type written interface {
	Write(io.Writer, report.Format, report.Style) error
}

// query is a question. What does not belong to its kind is empty.
type query struct {
	Kind                                         string
	Fund, Code, Period, AsOf, From, To           string
	Region, Case, Institution, Person, By, Paper string
	KnownAt, Earlier                             time.Time
	Form, Line, Column, Side                     string         // of a figure
	After                                        string         // place or position behind which a page begins
	Last                                         bool           // the last page
	of                                           store.Position // of what was drawn, which must have been known
}

// target is a row of the numbers to reach.
type target struct {
	process, office time.Duration // of a new process, its median; of an open office, its p99
}

// The numbers to reach, on two cores and 62.6 million facts.
var (
	ofReports = &target{process: 200 * time.Millisecond, office: 5 * time.Millisecond}
	ofPages   = &target{process: 300 * time.Millisecond, office: 20 * time.Millisecond}
	ofDiffs   = &target{process: time.Second, office: 300 * time.Millisecond}
	ofPast    = &target{process: 500 * time.Millisecond, office: 100 * time.Millisecond}
)

// kinds are all kinds of questions, those of the past behind those of now.
func kinds() []kind {
	now := slices.Concat(bookKinds(), registerKinds(), pageKinds(), eventKinds(), diffKinds())
	all := now
	for _, k := range now {
		if k.past {
			all = append(all, k.atAPastInstant())
		}
	}
	return all
}

// atAPastInstant returns the kind as it is asked for what was known at a random instant.
func (k kind) atAPastInstant() kind {
	drawn, args := k.draw, k.args
	k.name, k.target, k.past = k.name+", as known at a past instant", ofPast, false
	k.draw = func(d *draw) query {
		q := drawn(d)
		q.KnownAt = d.instant(q.of)
		return q
	}
	k.args = func(q query) []string {
		return append(args(q), "--known-at", q.KnownAt.UTC().Format("2006-01-02T15:04:05.000000Z07:00"))
	}
	return k
}

// shell prints a question for people to repeat.
func (k kind) shell(q query) string {
	return command{args: append([]string{"fundledger"}, k.args(q)...)}.shell()
}

// cut is up to which position was known at the instant of the question, in SQL; "" for now.
func (q query) cut() string {
	if q.KnownAt.IsZero() {
		return ""
	}
	return ":cut"
}

// statement asks PostgreSQL: first for the position of an instant, which psql then puts into
// the question, so that the question is planned for it.
func (k kind) statement(q query) string {
	if q.KnownAt.IsZero() {
		return k.sql(q)
	}
	return cutOf(q.KnownAt, "cut") + k.sql(q)
}

// cutOf has psql remember, under a name, up to which position was known at an instant.
func cutOf(instant time.Time, name string) string {
	return "SELECT upto AS " + name + " FROM commits WHERE recorded_at <= " +
		quoted(instant.UTC().Format("2006-01-02 15:04:05.999999Z07:00")) + " ORDER BY recorded_at DESC LIMIT 1 \\gset\n"
}

// sums is the relation of debits and credits by account and day, as they were known.
func (q query) sums() string {
	if cut := q.cut(); cut != "" {
		return sumsUntil(cut)
	}
	return "daily"
}

// sumsUntil is the relation of debits, credits and numbers of lines of the positions before one.
func sumsUntil(cut string) string {
	block := cut + "/" + strconv.Itoa(blockSize)
	return "(SELECT account, booked_on, debit, credit, n FROM blocks WHERE block < " + block +
		" UNION ALL SELECT account, booked_on, debit, credit, 1 FROM lines WHERE position >= " + block + "*" + strconv.Itoa(blockSize) +
		" AND position < " + cut + ")"
}
