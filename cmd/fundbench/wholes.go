package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
)

// wholeRun is one thing that was done to a whole ledger.
type wholeRun struct {
	what string
	took sample
	rss  int64
	n    int64  // how many of something
	of   string // of what
	disk int64  // bytes
}

// lineCounter counts lines, and keeps none.
type lineCounter struct{ n int64 }

func (c *lineCounter) Write(p []byte) (int, error) {
	c.n += int64(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}

// wholes lists a month, makes views and index from nothing, measures the disk, and verifies.
func (a *asking) wholes(ctx context.Context) error {
	for i := range a.result.whole { // the import, of which the number of events was not known
		a.result.whole[i].n = a.drawn.Events
	}
	add := func(m wholeRun) { a.result.whole = append(a.result.whole, m) }
	month := a.drawn.Month
	a.say("listing a month")
	var lines lineCounter
	list := a.ours.fundledger("journal", "--fund", month.Fund, "--month", month.Period, "--format", "csv")
	list.to = &lines
	_, took, err := run(ctx, list)
	if err != nil {
		return err
	}
	add(wholeRun{what: fmt.Sprintf("whole journal of %s, %s, as CSV", month.Fund, month.Period), took: took, rss: took.rss, n: lines.n, of: "lines"})
	a.say("everything from nothing")
	if err := a.ours.forget(); err != nil {
		return err
	}
	if _, took, err = run(ctx, a.ours.fundledger("balance", "--format", "json")); err != nil {
		return err
	}
	add(wholeRun{what: "the first question after views/ was deleted", took: took, rss: took.rss, n: a.drawn.Events, of: "events"})
	if _, took, err = run(ctx, a.ours.fundledger("replay")); err != nil {
		return err
	}
	add(wholeRun{what: "all views again from the first fact", took: took, rss: took.rss, n: a.drawn.Events, of: "events"})
	bytes, err := bytesIn(a.ours.ledger())
	if err != nil {
		return err
	}
	add(wholeRun{what: "disk, everything included", n: a.drawn.Events, of: "events", disk: bytes})
	a.say("verify")
	if _, took, err = run(ctx, a.ours.verifying()); err != nil {
		return errors.Join(err)
	}
	add(wholeRun{what: "verify, with rules", took: took, rss: took.rss, n: a.drawn.Events, of: "events"})
	return nil
}
