package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// percentile returns the value that a share of values does not go beyond; 0 of none.
func percentile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	v := slices.Sorted(slices.Values(values))
	return v[max(0, int(math.Ceil(share*float64(len(v))))-1)]
}

// times prints seconds, as milliseconds if they are few; — for none.
func times(values []float64, share float64) string {
	s := percentile(values, share)
	if share == half {
		s = spreadOf(values).median
	}
	switch {
	case len(values) == 0:
		return "—"
	case s < 1:
		return digits(s*1000) + " ms"
	}
	return digits(s) + " s"
}

// mostMemory is what a process may have to answer a question.
const mostMemory = 150e6

// half is the share of the median.
const half = 0.5

// markdown returns the report of a run.
func (r *asked) markdown() string {
	var p page
	p.line("## Random questions to %s facts", number(float64(r.events)))
	p.line("")
	p.line("Seed %d; it ran %s. %s", r.seed, lasting(r.took.Seconds()), questionMethod)
	var rows [][]string
	rows = append(rows, []string{"processor", fmt.Sprintf("%s, %d cores", r.machine.cpu, r.machine.cores)},
		[]string{"load before", r.machine.load})
	for _, v := range r.versions {
		rows = append(rows, v[:])
	}
	if r.loaded > 0 {
		rows = append(rows, []string{"PostgreSQL: tables filled, indexes and sums made", lasting(r.loaded.Seconds())},
			[]string{"PostgreSQL: bytes an event", digits(float64(r.peerSize) / float64(r.events))})
	}
	rows = append(rows, []string{"memory of the open office, at most 1 GB", megabytes(r.memory) + ": " + atMost(float64(r.memory), 1e9)})
	p.table([]string{"", ""}, rows)
	if load, err := strconv.ParseFloat(r.machine.load, 64); err == nil && load > float64(r.machine.cores)/4 {
		p.line("\n**The machine was busy with other things (load %s on %d cores): times are too long.**", r.machine.load, r.machine.cores)
	}
	for _, s := range r.skipped {
		p.line("\n%s.", strings.ToUpper(s[:1])+s[1:])
	}
	rows = nil
	for _, k := range r.kinds {
		rows = append(rows, k.columns())
	}
	p.table([]string{"question", "asked", "new process, median", "p99", "processor", "memory", "open office, median", "p99", "PostgreSQL, median", "p99",
		"target of process, of office, of memory", "met"}, rows)
	rows = nil
	for _, m := range r.whole {
		rows = append(rows, m.columns())
	}
	if rows != nil {
		p.table([]string{"what", "time", "processor", "a second", "memory", "bytes an event", "target", "met"}, rows)
	}
	return p.String()
}

// questionMethod says what a reader of the table must know.
const questionMethod = `Each question was asked in a new process (elapsed, with its start and its answer in JSON; memory is the most that one had),
of an office that one process keeps open (within it, the answer in JSON included), and of PostgreSQL over one connection of psql that stays open. Everything is in the page cache.
PostgreSQL has the facts and the lines of their bookings, B-trees of lines by account, day and position with their amounts and by account and position, of facts by document, institution, person and case,
sums of each account by day, by day and 8192 positions, and of types by year and by day, all made beforehand; one gigabyte of buffers; its lines are booked by our program.
It checks, hashes and signs nothing. Every answer was equal in all that were asked, to the fen, or there would be no report.`

// columns are the cells of a kind.
func (k *askedKind) columns() []string {
	var walls, busy []float64
	for _, s := range k.process {
		walls, busy = append(walls, s.wall.Seconds()), append(busy, s.cpu.Seconds())
	}
	verdict := atMost(spreadOf(walls).median, k.target.process.Seconds()) + "; " +
		atMost(percentile(k.office, 0.99), k.target.office.Seconds()) + "; " + atMost(float64(k.process.rss()), mostMemory)
	return []string{k.name, strconv.Itoa(len(k.process)), times(walls, half), times(walls, 0.99), times(busy, half),
		megabytes(k.process.rss()), times(k.office, half), times(k.office, 0.99), times(k.peer, half), times(k.peer, 0.99),
		fmt.Sprintf("≤ %s, %s, %s", k.target.process, k.target.office, megabytes(mostMemory)), verdict}
}
