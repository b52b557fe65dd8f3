package crash

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// sample is small, so that an ordinary run takes less than a minute; .ci/run tries 3 of each
// subcommand, and -every all, by hand.
var (
	every  = flag.Bool("every", false, "make every call fail in every way, not a sample")
	sample = flag.Int("sample", 1, "how many failures of one subcommand are tried")
)

// spare is how many of the calls that are drawn may not be met; others are drawn in their
// place.
const spare = 2

// attempts is how often a call is to be met, whose number in its thread is not
// always the same.
const attempts = 8

// trial is one failure.
type trial struct {
	call  call
	fault fault
}

func TestProgram(t *testing.T) {
	if underRaceDetector {
		t.Skip("the program is built without it, and one goroutine looks at what it left: run it without the race detector")
	}
	program := build(t)
	all := scenarios(t, program)
	t.Run("failures", func(t *testing.T) { testFailures(t, all) })
	t.Run("full disk", func(t *testing.T) { testFullDisk(t, all) })
	t.Run("read only", func(t *testing.T) { testReadOnly(t, program) })
	t.Run("modes without a mask", func(t *testing.T) { testModesWithoutAMask(t, program) })
	t.Run("history leaves nothing", func(t *testing.T) { testHistoryLeavesNothing(t, program) })
	t.Run("signals", func(t *testing.T) { testSignals(t, all[0]) })
	t.Run("backup while recording", func(t *testing.T) { testBackupWhileRecording(t, all[0]) })
}

// testFailures makes the calls of each subcommand fail, one at a time.
func testFailures(t *testing.T, all []*scenario) {
	tracing(t)
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.run(t)
		})
	}
}

func (s *scenario) run(t *testing.T) {
	dir := newWorld(t, "").dir
	clean := s.template.copyTo(t, dir)
	o, trace := clean.traced(t, call{}, "", s.args(clean)...)
	if o.code != 0 || !strings.Contains(o.out, s.says) {
		t.Fatalf("nothing failed, exit %d, want %q:\n%s%s", o.code, s.says, o.out, o.err)
	}
	s.after(t, clean, o, true)
	calls, _ := clean.calls(trace)
	var trials []trial
	for _, c := range calls {
		for _, f := range c.faults() {
			trials = append(trials, trial{c, f})
		}
	}
	total := len(trials)
	if total < 10 {
		t.Fatalf("only %d calls were seen:\n%s", len(calls), trace)
	}
	if !*every {
		random := rand.New(rand.NewPCG(2025, uint64(total)))
		random.Shuffle(total, func(i, j int) { trials[i], trials[j] = trials[j], trials[i] })
		trials = trials[:min(total, *sample+spare)]
	}
	tally, met, missed := map[string]int{}, 0, 0
	for _, x := range trials {
		if !*every && met == *sample {
			break
		}
		t.Run(fmt.Sprintf("%s %s", x.call, x.fault), func(t *testing.T) {
			for attempt := range attempts {
				w := s.template.copyTo(t, dir)
				o, trace := w.traced(t, x.call.nearly(attempt), x.fault, s.args(w)...)
				struck := w.struck(x.call, x.fault, o, trace)
				if len(struck) == 0 {
					continue
				}
				met++
				tally[s.told(t, w, x.fault, struck, o)]++
				s.after(t, w, o, o.code == 0 || strings.Contains(o.out, s.says))
				if left := w.unfinished(t); !o.killed && !slices.ContainsFunc(struck, call.removes) && len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
				if t.Failed() {
					t.Logf("exit %d, killed %t\n%s%s", o.code, o.killed, o.out, o.err)
				}
				return
			}
			missed++
		})
	}
	t.Logf("%d of %d failures of %d calls tried, %d not met; told:", met+missed, total, len(calls), missed)
	for _, text := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%5d  %s", tally[text], text)
	}
	if missed > max(spare, len(trials)/10) {
		t.Errorf("%d of %d failures were not met", missed, met+missed)
	}
}

// told fails the test if the program did not say what happened, and returns in
// short what it said.
func (s *scenario) told(t *testing.T, w *world, f fault, struck []call, o outcome) string {
	t.Helper()
	if o.killed {
		return "killed"
	}
	has := func(text string) bool { return strings.Contains(o.err, text) }
	bad := func(why string) { t.Errorf("%s: exit %d: %s%s", why, o.code, o.out, o.err) }
	isFull, isUnknown := has("disk is full"), has("it is not certain whether it was written")
	switch {
	case has("panic:") || has("goroutine "):
		bad("it panicked")
	case o.code == 0:
		return fmt.Sprintf("%s: done", f)
	case o.code != 3 && !(o.code == 4 && isUnknown):
		bad("not the exit code of a failing disk")
	case f == ioError && isFull:
		bad("a failing disk was told as a full one")
	case f == full && !isFull && !isUnknown && !slices.ContainsFunc(struck, call.silent):
		bad("a full disk was told as another failure")
	case !has(w.dir):
		bad("no file is named")
	}
	text := strings.ReplaceAll(o.err, w.dir, "")
	return fmt.Sprintf("%s: exit %d: %s", f, o.code, changes.ReplaceAllString(strings.TrimSpace(text), "*"))
}
