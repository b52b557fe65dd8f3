package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
)

// wholeRun is one thing that was done to a whole ledger.
type wholeRun struct {
	what string
	took sample
	n    int64  // how many of something
	of   string // of what
	disk int64  // bytes
	goal goal
}

// goal is what a thing that is done to a whole ledger should keep to; zero is no such limit.
type goal struct {
	seconds, rate, bytes float64 // at most, a second at least, bytes an event at most
	memory               int64   // at most
}

// lineCounter counts lines, and keeps none.
type lineCounter struct{ n int64 }

func (c *lineCounter) Write(p []byte) (int, error) {
	c.n += int64(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}

// wholes lists a month, makes views and index from nothing, measures the disk, and verifies.
func (a *asking) wholes(ctx context.Context) error {
	month := a.drawn.Month
	var lines lineCounter
	list := a.ours.fundledger("journal", "--fund", month.Fund, "--month", month.Period, "--format", "csv")
	list.to = &lines
	if err := a.do(ctx, list, wholeRun{what: fmt.Sprintf("whole journal of %s, %s, as CSV", month.Fund, month.Period), of: "lines",
		goal: goal{rate: 200_000, memory: 100e6}}); err != nil {
		return err
	}
	a.result.whole[len(a.result.whole)-1].n = lines.n
	if err := a.ours.forget(); err != nil {
		return err
	}
	for _, c := range []struct {
		command command
		run     wholeRun
	}{
		{a.ours.fundledger("balance", "--format", "json"), wholeRun{what: "the first balance after views/ was deleted",
			goal: goal{seconds: 25, memory: 512e6}}},
		{a.ours.replaying(), wholeRun{what: "all views from the first fact", goal: goal{seconds: 25, memory: 512e6}}},
		{a.ours.fundledger("events", "--document", a.drawn.Document, "--limit", "1", "--format", "json"), wholeRun{what: "the first document after that"}},
		{a.ours.fundledger("verify", "--form"), wholeRun{what: "verify, form only", goal: goal{rate: 2_000_000}}},
		{a.ours.verifying(), wholeRun{what: "verify, with rules", goal: goal{rate: 500_000}}},
		{a.ours.fundledger("exceptions", "--format", "json"), wholeRun{what: "register of exceptions"}},
	} {
		c.run.of, c.run.n = "events", a.drawn.Events
		if err := a.do(ctx, c.command, c.run); err != nil {
			return err
		}
	}
	bytes, err := bytesIn(a.ours.ledger())
	a.result.whole = append(a.result.whole, wholeRun{what: "disk, everything included", n: a.drawn.Events, disk: bytes, goal: goal{bytes: 60}})
	return err
}

// do runs a command once and keeps what it took.
func (a *asking) do(ctx context.Context, c command, r wholeRun) (err error) {
	a.say("%s", r.what)
	if c.to == nil {
		c.to = io.Discard
	}
	_, r.took, err = run(ctx, c)
	a.result.whole = append(a.result.whole, r)
	return err
}

// columns are the cells of a thing that was done.
func (r wholeRun) columns() []string {
	time, cpu, rate, disk := "—", "—", "—", "—"
	var goals, met []string
	check := func(goal, verdict string) { goals, met = append(goals, goal), append(met, verdict) }
	seconds := r.took.wall.Seconds()
	if seconds > 0 {
		time, cpu, rate = lasting(seconds), lasting(r.took.cpu.Seconds()), number(float64(r.n)/seconds)+" "+r.of
	}
	if r.disk > 0 {
		disk = digits(float64(r.disk) / float64(r.n))
	}
	if r.goal.seconds > 0 {
		check("≤ "+lasting(r.goal.seconds), atMost(seconds, r.goal.seconds))
	}
	if r.goal.rate > 0 {
		check("≥ "+number(r.goal.rate)+" a second", atLeast(float64(r.n)/seconds, r.goal.rate))
	}
	if r.goal.bytes > 0 {
		check("≤ "+digits(r.goal.bytes)+" bytes an event", atMost(float64(r.disk)/float64(r.n), r.goal.bytes))
	}
	if r.goal.memory > 0 {
		check("≤ "+megabytes(r.goal.memory), atMost(float64(r.took.rss), float64(r.goal.memory)))
	}
	return []string{r.what, time, cpu, rate, megabytes(r.took.rss), disk, strings.Join(goals, ", "), strings.Join(met, "; ")}
}
