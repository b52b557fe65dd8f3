package main

import (
	"fmt"
	"strconv"
	"strings"
)

// page is a report in Markdown while it is written.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// table writes a table of text.
func (p *page) table(header []string, rows [][]string) {
	p.line("")
	p.line("| %s |", strings.Join(header, " | "))
	p.line("|%s", strings.Repeat("---|", len(header)))
	for _, r := range rows {
		p.line("| %s |", strings.ReplaceAll(strings.Join(r, " | "), "\n", " "))
	}
}

// markdown returns the report of everything that was measured by a command line.
func (r *results) markdown(line string) string {
	var p page
	p.line("# Benchmarks")
	p.line("")
	p.line("Made by one command on %s; it ran %s. Values are medians, with the least and the greatest in brackets, of %d runs; ledger and hledger ran %d times.",
		r.started.Format("2006-01-02"), lasting(r.took.Seconds()), r.runs[0], r.runs[1])
	p.line("Memory is the most that any run had. MB is 1,000,000 bytes. Ratios count: the peers ran in turn with us, on the same facts.")
	p.line("")
	p.line("```sh")
	p.line("%s", line)
	p.line("```")
	r.describe(&p)
	p.line("")
	p.line("## Targets")
	p.table([]string{"what", "target", "measured", "met"}, r.targets())
	r.imports(&p)
	r.balances(&p)
	r.views(&p)
	r.appends(&p)
	r.growth(&p)
	r.paper(&p)
	p.line("")
	p.line("## The commands")
	p.line("")
	p.line("As they ran, in this order; `$WORK` is a directory of this run. %s", method)
	p.line("")
	p.line("```sh")
	what := ""
	for _, c := range r.commands {
		if c[0] != what {
			what = c[0]
			p.line("# %s", what)
		}
		p.line("%s", c[1])
	}
	p.line("```")
	return p.String()
}

// method says what a reader of the figures must know and the figures do not say.
const method = `Everything is in the page cache (warm) unless fsync says otherwise.
The databases get one row for each fact and work out in the question what it does to a fund, as our program does; “booked beforehand” is a table with that done, the least that a GROUP BY can take. They check, hash and sign nothing.
PostgreSQL runs with its default settings in a cluster of its own; its server's processor time and memory are not counted, nor is VACUUM ANALYZE. ledger and hledger read one transaction of two postings for each time that a fact changes a fund.
Every answer (income, expense and balance of every fund and year) was equal to ours to the fen, or there would be no report.`

// describe writes the machine and the versions.
func (r *results) describe(p *page) {
	p.line("")
	p.line("## Machine and versions")
	rows := [][]string{
		{"processor", fmt.Sprintf("%s, %d cores", r.machine.cpu, r.machine.cores)},
		{"memory", fmt.Sprintf("%s GB", digits(float64(r.machine.memory)/1e9))},
		{"disk", r.machine.disk},
	}
	if s := spreadOf(r.paces[paceSync]); s.median > 0 {
		rows = append(rows, []string{"disk: 4 KiB appended + fsync, 1 thread", s.rate() + " a second"})
	}
	if s := spreadOf(r.paces[paceOverwrite]); s.median > 0 {
		rows = append(rows, []string{"disk: 4 KiB overwritten + fdatasync, 1 thread", s.rate() + " a second"})
	}
	rows = append(rows, []string{"system", r.machine.system + ", kernel " + r.machine.kernel}, []string{"load before", r.machine.load})
	for _, v := range r.versions {
		rows = append(rows, []string{v[0], v[1]})
	}
	p.table([]string{"", ""}, rows)
	if load, err := strconv.ParseFloat(r.machine.load, 64); err == nil && load > float64(r.machine.cores)/4 {
		p.line("\n**The machine was busy with other things (load %s on %d cores): times are too long, and ratios uncertain.**", r.machine.load, r.machine.cores)
	}
	for _, s := range r.skipped {
		p.line("\n%s", strings.ToUpper(s[:1])+s[1:]+".")
	}
}

// imports writes what taking the facts in took, and what stands on the disk.
func (r *results) imports(p *page) {
	if len(r.sizes) == 0 {
		return
	}
	s := r.sizes[0]
	own := s.load.wall().per(s.events)
	if len(s.load) > 0 {
		p.line("")
		p.line("## Durable import of %s events", number(float64(s.events)))
		rows := [][]string{{"fundledger import", fmt.Sprint(len(s.load)), s.load.wall().seconds(), own.rate(), s.load.cpu().seconds(),
			megabytes(s.load.rss()), "1"}}
		for _, q := range r.peers {
			if rate := q.load.wall().per(q.rows); len(q.load) > 0 {
				rows = append(rows, []string{q.loading(), fmt.Sprint(len(q.load)), q.load.wall().seconds(), rate.rate(),
					seconds(q.load.cpu()), megabytes(q.load.rss()), ratio(own.median, rate.median)})
			}
		}
		if rate := r.booking.wall().per(r.booked); len(r.booking) > 0 {
			rows = append(rows, []string{fmt.Sprintf("PostgreSQL double entry (%s facts; the rate is taken to hold for more)", number(float64(r.booked))), fmt.Sprint(len(r.booking)),
				r.booking.wall().seconds(), rate.rate(), "—", "—", ratio(own.median, rate.median)})
		}
		p.table([]string{"program", "runs", "time", "a second", "processor", "memory", "times as fast we are"}, rows)
	}
	p.line("")
	p.line("## Disk of %s events", number(float64(s.events)))
	each := func(bytes int64) string { return digits(float64(bytes) / float64(s.events)) }
	rows := [][]string{
		{"the ledger's directory, everything included", number(float64(s.bytes)), each(s.bytes), "1"},
		{"the CSV files", number(float64(s.csvBytes)), each(s.csvBytes), ratio(float64(s.csvBytes), float64(s.bytes))},
	}
	for _, q := range r.peers {
		if q.bytes > 0 {
			rows = append(rows, []string{q.keeps(), number(float64(q.bytes)), each(q.bytes), ratio(float64(q.bytes), float64(s.bytes))})
		}
	}
	p.table([]string{"what", "bytes", "an event", "beside ours"}, rows)
}

// loading returns how the peer takes facts in.
func (q *peerResult) loading() string {
	if q.debian == "postgresql" {
		return "PostgreSQL COPY, a primary key and two indexes"
	}
	return q.name + " .import, a primary key and two indexes"
}

// keeps returns what the peer has on the disk.
func (q *peerResult) keeps() string {
	if q.rows == 0 {
		return q.name + ": the journal"
	}
	return q.name + ": table, primary key and two indexes"
}

// seconds prints a processor time, — if it was not counted.
func seconds(s spread) string {
	if s.median == 0 {
		return "—"
	}
	return s.seconds()
}

// balances writes what the yearly balances took.
func (r *results) balances(p *page) {
	if len(r.sizes) == 0 || len(r.sizes[0].ask) == 0 {
		return
	}
	s := r.sizes[0]
	p.line("")
	p.line("## Yearly balance of every fund from %s raw events", number(float64(s.events)))
	rows := [][]string{{"fundledger, from the log, without snapshots", fmt.Sprint(len(s.ask)), s.ask.wall().seconds(), s.ask.cpu().seconds(), megabytes(s.ask.rss()), "1"}}
	for _, q := range r.peers {
		if len(q.ask) > 0 {
			rows = append(rows, []string{q.name, fmt.Sprint(len(q.ask)), q.ask.wall().seconds(), seconds(q.ask.cpu()),
				megabytes(q.ask.rss()), ratio(q.ask.wall().median, s.ask.wall().median)})
		}
	}
	p.table([]string{"program", "runs", "time", "processor", "memory", "times as fast we are"}, rows)
}

// snapshotName is what the questions to a size rested on: a small log gets none.
func snapshotName(s *sizeResult) string {
	if s.snapshot {
		return "yearly balances from a snapshot"
	}
	return "yearly balances (too few events for a snapshot)"
}

// views writes what the rebuilding, the snapshots and the verification took.
func (r *results) views(p *page) {
	var rows [][]string
	for _, s := range r.sizes {
		for _, m := range []struct {
			what string
			took series
			rate bool
		}{
			{"rebuild all projections", s.replay, true}, {"verify", s.verify, true},
			{snapshotName(s) + ", cold process", s.cold, false}, {snapshotName(s) + ", within a process", s.inside, false},
		} {
			if len(m.took) == 0 {
				continue
			}
			rate := "—"
			if m.rate {
				rate = m.took.wall().per(s.events).rate()
			}
			rows = append(rows, []string{number(float64(s.events)), m.what, fmt.Sprint(len(m.took)), m.took.wall().seconds(), rate,
				m.took.cpu().seconds(), megabytes(m.took.rss())})
		}
	}
	if rows == nil {
		return
	}
	p.line("")
	p.line("## Replay, snapshot, verification")
	p.table([]string{"events", "what", "runs", "time", "events a second", "processor", "memory"}, rows)
}

// appends writes the rates of single durable appends.
func (r *results) appends(p *page) {
	if len(r.paces) == 0 {
		return
	}
	p.line("")
	p.line("## Single durable appends")
	p.line("")
	p.line("A client encodes one event, appends it to its stream (`store.Append` of the embedded store) and waits until it is durable.")
	p.line("“2 ms slower” is this disk with every fsync and fdatasync delayed by strace: many disks are like that, and a virtual one that keeps its promises less strictly is not.")
	var rows [][]string
	for _, suffix := range []string{"", slower} {
		disk := spreadOf(r.paces[paceSync+suffix]).median
		for _, w := range []struct{ name, title string }{
			{paceSync, "disk: 4 KiB appended + fsync"}, {paceOverwrite, "disk: 4 KiB overwritten + fdatasync"}, {paceOne, paceOne}, {paceMany, paceMany},
		} {
			if s := spreadOf(r.paces[w.name+suffix]); s.median > 0 {
				rows = append(rows, []string{w.title + suffix, fmt.Sprint(len(r.paces[w.name+suffix])), s.rate(), ratio(s.median, disk)})
			}
		}
	}
	p.table([]string{"what", "runs", "a second", "beside the disk's fsync rate"}, rows)
}

// growth writes time, memory and disk beside the number of events.
func (r *results) growth(p *page) {
	if len(r.sizes) == 0 {
		return
	}
	p.line("")
	p.line("## Growth")
	p.line("")
	p.line("“Beside the first” is the time an event takes, divided by that of the smallest size: 1 is linear.")
	var rows [][]string
	first := r.sizes[0]
	each := func(s *sizeResult, took series) float64 { return took.wall().median / float64(s.events) }
	for _, s := range r.sizes {
		rows = append(rows, []string{number(float64(s.events)),
			s.load.wall().seconds(), ratio(each(s, s.load), each(first, first.load)), megabytes(s.load.rss()),
			size(float64(s.bytes)), digits(float64(s.bytes) / float64(s.events)),
			s.replay.wall().seconds(), ratio(each(s, s.replay), each(first, first.replay)), megabytes(s.replay.rss()),
			s.ask.wall().seconds()})
	}
	p.table([]string{"events", "import", "beside the first", "memory", "disk", "bytes an event", "rebuild all projections", "beside the first", "memory", "yearly balances from the log"}, rows)
}
