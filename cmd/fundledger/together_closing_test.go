package main

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// open makes a fund with premiums B-0, B-1, … of January.
func (o *together) open(premiums int) {
	o.Helper()
	lines := []string{header, established, "fund.opened,O-1/@,2024-12-31,@.390,,1000"}
	for i := range premiums {
		lines = append(lines, fmt.Sprintf("premium.received,B-%d/@,2025-01-%02d,@.390,,%d", i, 1+i, 100+i))
	}
	o.must("import", o.facts("base.csv", lines...))
}

// receive records a premium of January.
func (o *together) receive(who int, document string) {
	o.does(who, "record", "premium.received", "document="+document, "occurred_on=2025-01-15", "fund="+o.fund, "amount=1")
}

// january is a command about January.
func (o *together) january(command string, more ...string) []string {
	return append([]string{command, "--fund", o.fund, "--month", "2025-01"}, more...)
}

// Others record, import, reverse and correct in the month that is being closed, by two at
// once: all succeed, one closing counts, what it closed never changes, and every amount is
// right by its business date.
func (o *together) againstAClosing() {
	const premiums = 8
	o.open(premiums)
	at, _, _ := o.stands()
	var all sync.WaitGroup
	want := 0
	for i := range premiums {
		want += 100 + i
	}
	lines := []string{header}
	imported := 10 + o.random.IntN(40)
	for i := range imported {
		lines = append(lines, fmt.Sprintf("premium.received,P-%d/@,2025-01-%02d,@.390,,2", i, 1+i%28))
	}
	january := o.facts("january.csv", lines...)
	all.Go(func() { o.does(1, "import", january) })
	want += 2 * imported
	for i := range 2 + o.random.IntN(3) {
		all.Go(func() { o.receive(2+i, o.document("R-%d", i)) })
		want++
	}
	reversed := o.random.IntN(premiums / 2)
	all.Go(func() {
		o.does(6, "reverse", strconv.Itoa(at[fmt.Sprint("B-", reversed)]), "--document", o.document("C-1"), "--on", "2025-01-28")
	})
	want -= 100 + reversed
	corrected := premiums/2 + o.random.IntN(premiums/2)
	all.Go(func() {
		o.does(7, "correct", strconv.Itoa(at[fmt.Sprint("B-", corrected)]), "amount=77", "--document", o.document("C-2"))
	})
	want += 77 - (100 + corrected)
	trial := o.january("trial", "--format", "csv")
	var after [2]string
	for i := range after {
		all.Go(func() {
			o.does(0, o.january("close")...)
			after[i] = o.does(0, trial...)
		})
	}
	all.Wait()
	if now := o.must(trial...); now != after[0] || now != after[1] {
		o.Errorf("the closed month shows\n%s\nand showed\n%s\n%s", now, after[0], after[1])
	}
	if balance := o.must("balance", "--as-of", "2025-01-31", "--region", o.region, "--format", "csv"); !strings.Contains(balance, fmt.Sprintf(",%d.00,0.00,", want)) {
		o.Errorf("income of January is not %d.00:\n%s", want, balance)
	}
	o.must("verify")
	if listed := o.listed(); strings.Contains(listed, "half") {
		o.Errorf("a correction is half done:\n%s", listed)
	}
}

// Whoever signs checkpoints at one moment, while others record, gets one each time.
func (o *together) checkpoints() {
	o.open(2)
	var all sync.WaitGroup
	for who := range 4 + o.random.IntN(5) {
		all.Go(func() {
			for i := range 3 {
				o.does(0, "checkpoint")
				if who == 0 {
					o.receive(1, o.document("R-%d", i))
				}
			}
		})
	}
	all.Wait()
	o.must("verify")
}

// While facts come into the very month all the time, closing it ends.
func (o *together) underLoad() {
	const within = 30 * time.Second
	o.open(2)
	var all sync.WaitGroup
	ended, came := make(chan struct{}), make(chan struct{}, 1<<12)
	for who := range 4 {
		all.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-ended:
					return
				default:
				}
				o.receive(1+who, o.document("R-%d-%d", who, i))
				came <- struct{}{}
			}
		})
	}
	for range 8 {
		<-came
	}
	out := o.does(0, o.january("close", "--document", o.document("J-1"))...)
	close(ended)
	all.Wait()
	_, _, when := o.stands()
	before, first := 0, when["J-1"]
	for document, at := range when {
		if strings.HasPrefix(document, "R-") && at.Before(when["J-1"]) {
			before++
			if at.Before(first) {
				first = at
			}
		}
	}
	took := when["J-1"].Sub(first)
	o.Logf("closed %v after the first of %d facts (%.0f a second): %s", took, before, float64(before)/max(took.Seconds(), 0.001), strings.ReplaceAll(out, "\n", "; "))
	if took > within {
		o.Errorf("closing took %v", took)
	}
	o.must("verify")
}
