package main_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// open makes a fund with premiums B-0, B-1, … of January.
func (o *office) open(premiums int) {
	o.Helper()
	lines := []string{header, "fund.established,F-1,2024-12-31,441300.390,x,", "fund.opened,O-1,2024-12-31,441300.390,,1000"}
	for i := range premiums {
		lines = append(lines, fmt.Sprintf("premium.received,B-%d,2025-01-%02d,441300.390,,%d", i, 1+i, 100+i))
	}
	o.must("import", o.file("base.csv", lines...))
}

func (o *office) receive(who int, document string) (out string, code int) {
	return o.run(who, "record", "premium.received", "document="+document, "occurred_on=2025-01-15", "fund=441300.390", "amount=1")
}

// Others record, import, reverse and correct in the month that is being closed, by two at
// once: all succeed, one closing counts, what it closed never changes, and every amount is
// right by its business date.
func TestTogetherAgainstAClosing(t *testing.T) {
	rounds(t, 1, func(o *office) {
		const premiums = 8
		o.open(premiums)
		at, _, _ := o.stands()
		var all sync.WaitGroup
		succeeds := func(who int, args ...string) {
			all.Go(func() {
				if out, code := o.run(who, args...); code != 0 {
					o.Errorf("%v: exit %d\n%s", args, code, out)
				}
			})
		}
		want := 0
		for i := range premiums {
			want += 100 + i
		}
		lines := []string{header}
		imported := 50 + o.random.IntN(150)
		for i := range imported {
			lines = append(lines, fmt.Sprintf("premium.received,P-%d,2025-01-%02d,441300.390,,2", i, 1+i%28))
		}
		succeeds(1, "import", o.file("january.csv", lines...))
		want += 2 * imported
		for i := range 2 + o.random.IntN(3) {
			all.Go(func() {
				if out, code := o.receive(2+i, fmt.Sprint("R-", i)); code != 0 {
					o.Errorf("record: exit %d\n%s", code, out)
				}
			})
			want++
		}
		reversed := o.random.IntN(premiums / 2)
		succeeds(6, "reverse", strconv.Itoa(at[fmt.Sprint("B-", reversed)]), "--document", "C-1", "--on", "2025-01-28")
		want -= 100 + reversed
		corrected := premiums/2 + o.random.IntN(premiums/2)
		succeeds(7, "correct", strconv.Itoa(at[fmt.Sprint("B-", corrected)]), "amount=77", "--document", "C-2")
		want += 77 - (100 + corrected)
		trial := []string{"trial", "--fund", "441300.390", "--month", "2025-01", "--format", "csv"}
		var after [2]string
		for i := range after {
			all.Go(func() {
				if out, code := o.run(0, "close", "--fund", "441300.390", "--month", "2025-01"); code != 0 {
					o.Errorf("close: exit %d\n%s", code, out)
				}
				after[i], _ = o.run(0, trial...)
			})
		}
		all.Wait()
		if now := o.must(trial...); now != after[0] || now != after[1] {
			o.Errorf("the closed month shows\n%s\nand showed\n%s\n%s", now, after[0], after[1])
		}
		if balance := o.must("balance", "--as-of", "2025-01-31", "--format", "csv"); !strings.Contains(balance, fmt.Sprintf(",%d.00,0.00,", want)) {
			o.Errorf("income of January is not %d.00:\n%s", want, balance)
		}
		if out := o.must("verify"); strings.Contains(out, "half") {
			o.Error(out)
		}
	})
}

// Whoever signs checkpoints at one moment, while others record, gets one each time.
func TestTogetherCheckpoints(t *testing.T) {
	rounds(t, 1, func(o *office) {
		o.open(2)
		var all sync.WaitGroup
		for who := range 4 + o.random.IntN(5) {
			all.Go(func() {
				for i := range 3 {
					if out, code := o.run(0, "checkpoint"); code != 0 {
						o.Errorf("checkpoint: exit %d\n%s", code, out)
					}
					if who == 0 {
						o.receive(1, fmt.Sprint("R-", i))
					}
				}
			})
		}
		all.Wait()
		o.must("verify")
	})
}

// While facts come into the very month all the time, closing it ends.
func TestTogetherUnderLoad(t *testing.T) {
	const within = 30 * time.Second
	rounds(t, 1, func(o *office) {
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
					if out, code := o.receive(1+who, fmt.Sprintf("R-%d-%d", who, i)); code != 0 {
						o.Errorf("record: exit %d\n%s", code, out)
					}
					came <- struct{}{}
				}
			})
		}
		for range 20 {
			<-came
		}
		out := o.must("close", "--fund", "441300.390", "--month", "2025-01", "--document", "J-1")
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
	})
}
