package main_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// The campaigns of several processes at one ledger. A few rounds run with the tests;
// more by hand, with another seed:
//
//	TOGETHER_ROUNDS=1000 TOGETHER_SEED=7 go test ./cmd/fundledger -run Together -timeout 0 -v
const (
	roundsVariable = "TOGETHER_ROUNDS"
	seedVariable   = "TOGETHER_SEED"
)

// atOnce makes a program that is built with the race detector end when it is done, not a
// second later.
const atOnce = "GORACE=atexit_sleep_ms=0"

// office is a ledger and the program, as several people at several machines use it: each
// has a configuration folder of his own.
type office struct {
	*testing.T
	program, dir, ledger string
	random               *rand.Rand
}

// rounds runs a campaign over a ledger in a folder and one over the double of a cluster.
func rounds(t *testing.T, usual int, round func(o *office)) {
	n, seed := usual, uint64(1)
	if given, err := strconv.Atoi(os.Getenv(roundsVariable)); err == nil {
		n = given
	}
	if given, err := strconv.ParseUint(os.Getenv(seedVariable), 10, 64); err == nil {
		seed = given
	}
	program := built(t)
	c, err := esdbtest.Start(esdbtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	for _, where := range []string{"folder", "cluster"} {
		t.Run(where, func(t *testing.T) {
			for i := range n {
				o := &office{T: t, program: program, dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, uint64(i)))}
				if o.ledger = filepath.Join(o.dir, "books"); where == "cluster" {
					o.ledger = c.URL() + "/county" + ledgerLetters(seed, i) + "?tls=false"
				}
				t.Logf("round %d of seed %d", i, seed)
				o.must("init")
				round(o)
			}
		})
	}
}

// built returns the program as users have it, which is built once for all tests: beside
// the commands of scripts, in a folder that goes when the tests end. The tests, and what
// they start, run one after another.
func built(t *testing.T) (program string) {
	t.Helper()
	command, err := exec.LookPath("fundledger")
	if err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(filepath.Dir(command), "built", "fundledger")
	if _, err := os.Stat(program); err == nil {
		return program
	}
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// ledgerLetters returns a name for a round of a seed.
func ledgerLetters(seed uint64, round int) string {
	return fmt.Sprintf("%x", seed) + "_" + strconv.Itoa(round) + "_" + strconv.FormatInt(int64(os.Getpid()), 10)
}

// run runs a command as one of the people, 0 the first.
func (o *office) run(who int, args ...string) (out string, code int) {
	cmd := exec.Command(o.program, append(args, "--ledger", o.ledger, "--lang", "en", "--insecure")...)
	cmd.Dir = o.dir
	cmd.Env = append(os.Environ(), atOnce, "HOME="+o.dir, "XDG_CONFIG_HOME="+filepath.Join(o.dir, "config"+strconv.Itoa(who)))
	text, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err.Error(), -1
	}
	return string(text), cmd.ProcessState.ExitCode()
}

// must runs a command as the first of the people.
func (o *office) must(args ...string) string {
	o.Helper()
	out, code := o.run(0, args...)
	if code != 0 {
		o.Fatalf("%v: exit %d\n%s", args, code, out)
	}
	return out
}

// file writes a file of facts and returns its name.
func (o *office) file(name string, lines ...string) string {
	o.Helper()
	if err := os.WriteFile(filepath.Join(o.dir, name), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		o.Fatal(err)
	}
	return name
}

// stands is where facts stand, by document, how often, and when they were recorded.
func (o *office) stands() (at, times map[string]int, when map[string]time.Time) {
	o.Helper()
	text := o.must("events", "--format", "csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		o.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	at, times, when = map[string]int{}, map[string]int{}, map[string]time.Time{}
	for _, row := range rows[1:] {
		document := row[column["document"]]
		at[document], _ = strconv.Atoi(row[column["position"]])
		if when[document], err = time.Parse(time.RFC3339Nano, row[column["recorded_at"]]); err != nil {
			o.Fatal(err)
		}
		times[document]++
	}
	return at, times, when
}

const header = "type,document,occurred_on,fund,name,amount"

// Eight processes record into one stream: none gives up, none is doubled, and they are
// not slower together than one alone.
func TestTogetherIntoOneStream(t *testing.T) {
	const people, each = 8, 2
	rounds(t, 1, func(o *office) {
		o.must("import", o.file("base.csv", header, "fund.established,F-1,2024-12-31,441300.390,x,"))
		record := func(who int, document string) {
			if out, code := o.run(who, "record", "premium.received", "document="+document, "occurred_on=2025-01-31", "fund=441300.390", "amount=1"); code != 0 {
				o.Errorf("%s: exit %d\n%s", document, code, out)
			}
		}
		for i := range people * each {
			record(0, fmt.Sprint("A-", i))
		}
		var all sync.WaitGroup
		for who := range people {
			all.Go(func() {
				for i := range each {
					record(who, fmt.Sprintf("T-%d-%d", who, i))
				}
			})
		}
		all.Wait()
		_, times, when := o.stands()
		for document, n := range times {
			if n != 1 {
				o.Errorf("%s stands %d times", document, n)
			}
		}
		if len(times) != 1+2*people*each {
			o.Errorf("%d facts, want %d", len(times), 1+2*people*each)
		}
		o.must("verify")
		o.Logf("%d facts: alone in %v, together in %v", people*each, took(when, "A-"), took(when, "T-"))
	})
}

// took says in what time the facts were recorded whose documents begin so, as the ledger
// has it.
func took(when map[string]time.Time, documents string) time.Duration {
	var first, last time.Time
	for document, at := range when {
		if !strings.HasPrefix(document, documents) {
			continue
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	return last.Sub(first)
}

// Four imports of one month from four configuration folders, some rows the same: none
// gives up, and every fact stands once.
func TestTogetherImports(t *testing.T) {
	const people, each, shared = 4, 200, 50
	rounds(t, 1, func(o *office) {
		o.must("import", o.file("base.csv", header, "fund.established,F-1,2024-12-31,441300.390,x,"))
		files := make([]string, people)
		for who := range people {
			lines := []string{header}
			for i := range each {
				document := fmt.Sprintf("P-%d-%d", who, i)
				if i < shared {
					document = fmt.Sprint("P-", i)
				}
				lines = append(lines, fmt.Sprintf("premium.received,%s,2025-01-%02d,441300.390,,%d", document, 1+i%28, i+1))
			}
			files[who] = o.file(fmt.Sprintf("month%d.csv", who), lines...)
		}
		var all sync.WaitGroup
		for who := range people {
			all.Go(func() {
				if out, code := o.run(who, "import", files[who]); code != 0 {
					o.Errorf("import %d: exit %d\n%s", who, code, out)
				}
			})
		}
		all.Wait()
		_, times, _ := o.stands()
		for document, n := range times {
			if n != 1 {
				o.Errorf("%s stands %d times", document, n)
			}
		}
		if want := 1 + shared + people*(each-shared); len(times) != want {
			o.Errorf("%d facts, want %d", len(times), want)
		}
		o.must("verify")
	})
}

// A cap is lowered and an agreement ended while others pay. In a folder nothing is paid
// above the cap or after the end.
func TestTogetherAgainstACap(t *testing.T) {
	rounds(t, 1, func(o *office) {
		o.must("import", o.file("base.csv", "type,document,occurred_on,fund,name,amount,institution,region,limit",
			"fund.established,F-1,2024-12-31,441300.390,x,,,,", "fund.established,F-2,2024-12-31,441300.610,x,,,,",
			"institution.designated,I-1,2024-12-31,,H,,H44130200026,441300,", "limit.set,L-1,2025-01-01,,,1000,,441300,relief_annual_cap"))
		var all sync.WaitGroup
		pay := func(who int) {
			for i := range 4 {
				o.run(who, "record", "reimbursement.paid", fmt.Sprintf("document=R-%d-%d", who, i), "occurred_on=2025-05-05", "fund=441300.390", "institution=H44130200026", "care=inpatient", "amount=1")
				o.run(0, "relief", "pay", fmt.Sprintf("document=A-%d-%d", who, i), "occurred_on=2025-05-05", "fund=441300.610", "person=1234567", "amount=100")
			}
		}
		for who := range 2 + o.random.IntN(2) {
			all.Go(func() { pay(who + 1) })
		}
		all.Go(func() {
			o.run(0, "relief", "pay", "document=A-first", "occurred_on=2025-05-05", "fund=441300.610", "person=1234567", "amount=100")
			o.must("institution", "terminate", "H44130200026", "document=END", "occurred_on=2025-05-01")
			o.must("relief", "cap", "region=441300", "amount=100", "document=CAP", "occurred_on=2025-05-01")
		})
		all.Wait()
		at, _, _ := o.stands()
		before, after, late := 0, 0, 0
		for document, position := range at {
			switch {
			case strings.HasPrefix(document, "A-") && position < at["CAP"]:
				before++
			case strings.HasPrefix(document, "A-"):
				after++
			case strings.HasPrefix(document, "R-") && position > at["END"]:
				late++
			}
		}
		above := after > 0 && before+after > 1
		if inFolder := !strings.HasPrefix(o.ledger, "esdb"); inFolder && (late > 0 || above) {
			o.Errorf("%d payments after the end; aid before and after the cap was lowered: %d, %d", late, before, after)
		}
		o.Logf("%d payments after the end; aid before and after the cap was lowered: %d, %d", late, before, after)
		listed := o.must("exceptions", "--format", "csv")
		if strings.Count(listed, "R-") < late || above && !strings.Contains(listed, "A-") {
			o.Errorf("they are not all in the register:\n%s", listed)
		}
	})
}
