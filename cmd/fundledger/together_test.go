package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// The campaigns of several processes at one ledger. A few rounds run with the tests;
// more by hand, with another seed:
//
//	TOGETHER_ROUNDS=1000 TOGETHER_SEED=7 go test ./cmd/fundledger -run Together -timeout 0 -v
//
// One campaign: -run Together/closing/cluster.
const (
	roundsVariable = "TOGETHER_ROUNDS"
	seedVariable   = "TOGETHER_SEED"
)

// people is how many are at a ledger at most, each with a process of his own.
const people = 9

// together is a ledger and the program, as several people at several machines use it: each
// has a configuration folder of his own. A round has a region of its own in a ledger of
// several rounds, and every document ends with it.
type together struct {
	*testing.T
	socket      string // where commands are run
	dir, ledger string
	region      string
	fund        string // 390 of the region
	random      *rand.Rand
}

// TestTogether runs each campaign over a ledger in a folder and one over the double of a
// cluster.
func TestTogether(t *testing.T) {
	socket := openCounter(t, people)
	for _, campaign := range []struct {
		name   string
		usual  int // rounds
		ledger int // rounds of one ledger, which becomes slower as it grows
		round  func(o *together)
	}{
		{"one stream", 2, 5, (*together).intoOneStream},
		{"imports", 2, 5, (*together).imports},
		{"limits", 2, 5, (*together).againstLimits},
		{"closing", 2, 5, (*together).againstAClosing},
		{"checkpoints", 2, 5, (*together).checkpoints},
		{"load", 2, 5, (*together).underLoad},
	} {
		for _, where := range []string{"folder", "cluster"} {
			t.Run(campaign.name+"/"+where, func(t *testing.T) {
				n, seed := campaign.usual, uint64(1)
				if given, err := strconv.Atoi(os.Getenv(roundsVariable)); err == nil {
					n = given
				}
				if given, err := strconv.ParseUint(os.Getenv(seedVariable), 10, 64); err == nil {
					seed = given
				}
				o := &together{T: t, socket: socket}
				for i := range n {
					if i%campaign.ledger == 0 {
						o.move(where == "cluster")
					}
					o.region, o.random = fmt.Sprintf("44%04d", i%10_000), rand.New(rand.NewPCG(seed, uint64(i)))
					o.fund = o.region + ".390"
					campaign.round(o)
					if t.Failed() {
						t.Fatalf("in round %d of seed %d", i, seed)
					}
				}
			})
		}
	}
}

// move goes to a new ledger, in a folder or over a double of its own.
func (o *together) move(cluster bool) {
	o.Helper()
	o.dir = o.TempDir()
	if o.ledger = filepath.Join(o.dir, "books"); cluster {
		o.ledger = esdbtest.ForTest(o.T, esdbtest.Options{}).URL() + "/county?tls=false"
	}
	o.must("init")
}

// run runs a command as one of the people, 0 the first.
func (o *together) run(who int, args ...string) (out string, code int) {
	args = append([]string{"ordinary"}, append(args, "--ledger", o.ledger, "--lang", "en", "--insecure")...)
	env := append(os.Environ(), "HOME="+o.dir, "XDG_CONFIG_HOME="+filepath.Join(o.dir, "config"+strconv.Itoa(who)))
	out, said, code, err := ask(o.socket, o.dir, args, env)
	switch {
	case err != nil:
		return out + said + err.Error(), -1
	case code != 0:
		return out + said, code
	}
	return out, 0 // not that a cluster lets it wait
}

// ask has a command run by a process that waits for such.
func ask(socket, dir string, args, env []string) (out, said string, code int, err error) {
	asking, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket})
	if err != nil {
		return "", "", 0, err
	}
	defer asking.Close() //nolint:errcheck // it was read to its end
	in, err := os.Open(os.DevNull)
	if err != nil {
		return "", "", 0, err
	}
	var texts [2]string
	var from, to [2]*os.File
	for i := range to {
		if from[i], to[i], err = os.Pipe(); err != nil {
			return "", "", 0, err
		}
	}
	words := append([]string{dir, strconv.Itoa(len(args))}, append(args, env...)...)
	_, _, err = asking.WriteMsgUnix([]byte(strings.Join(words, "\x00")), syscall.UnixRights(int(in.Fd()), int(to[0].Fd()), int(to[1].Fd())), nil)
	if err := errors.Join(err, asking.CloseWrite(), to[0].Close(), to[1].Close(), in.Close()); err != nil {
		return "", "", 0, err
	}
	var errs [2]error
	var all sync.WaitGroup
	for i := range from {
		all.Go(func() {
			text, err := io.ReadAll(from[i])
			texts[i], errs[i] = string(text), errors.Join(err, from[i].Close())
		})
	}
	all.Wait()
	answer := make([]byte, 1)
	if _, err = io.ReadFull(asking, answer); err != nil {
		err = fmt.Errorf("nobody ran the command to its end: %w", err)
	}
	return texts[0], texts[1], int(answer[0]), errors.Join(err, errs[0], errs[1])
}

// must runs a command as the first of the people.
func (o *together) must(args ...string) string {
	o.Helper()
	out, code := o.run(0, args...)
	if code != 0 {
		o.Fatalf("%v: exit %d\n%s", args, code, out)
	}
	return out
}

// stands is where facts of the round stand, by document, how often, and when they were
// recorded.
func (o *together) stands() (at, times map[string]int, when map[string]time.Time) {
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
		document, is := strings.CutSuffix(row[column["document"]], "/"+o.region)
		if !is {
			continue
		}
		at[document], _ = strconv.Atoi(row[column["position"]])
		if when[document], err = time.Parse(time.RFC3339Nano, row[column["recorded_at"]]); err != nil {
			o.Fatal(err)
		}
		times[document]++
	}
	return at, times, when
}

// document is the number of a document of the round.
func (o *together) document(format string, args ...any) string {
	return fmt.Sprintf(format, args...) + "/" + o.region
}

// does runs a command as one of the people, beside others.
func (o *together) does(who int, args ...string) (out string) {
	out, code := o.run(who, args...)
	if code != 0 {
		o.Errorf("%v: exit %d\n%s", args, code, out)
	}
	return out
}

// facts writes a file of facts and returns its name. In its lines, @ is the region.
func (o *together) facts(name string, lines ...string) string {
	o.Helper()
	text := strings.ReplaceAll(strings.Join(lines, "\n")+"\n", "@", o.region)
	if err := os.WriteFile(filepath.Join(o.dir, name), []byte(text), 0o600); err != nil {
		o.Fatal(err)
	}
	return name
}

const (
	header      = "type,document,occurred_on,fund,name,amount"
	established = "fund.established,F-1/@,2024-12-31,@.390,x,"
)

// Eight processes record into one stream: none gives up, none is doubled, and they are
// not slower together than one alone.
func (o *together) intoOneStream() {
	const clerks, alone, each = 8, 4, 1
	o.must("import", o.facts("base.csv", header, established))
	for i := range alone {
		o.receive(0, o.document("A-%d", i))
	}
	var all sync.WaitGroup
	for who := range clerks {
		all.Go(func() {
			for i := range each {
				o.receive(who, o.document("T-%d-%d", who, i))
			}
		})
	}
	all.Wait()
	_, times, when := o.stands()
	o.standOnce(times, 1+alone+clerks*each)
	o.must("verify")
	o.Logf("%d facts alone in %v, %d together in %v", alone, took(when, "A-"), clerks*each, took(when, "T-"))
}

// standOnce fails the test unless as many documents stand, each of them once.
func (o *together) standOnce(times map[string]int, want int) {
	o.Helper()
	for document, n := range times {
		if n != 1 {
			o.Errorf("%s stands %d times", document, n)
		}
	}
	if len(times) != want {
		o.Errorf("%d facts, want %d", len(times), want)
	}
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
func (o *together) imports() {
	const clerks, each, shared = 4, 40, 10
	o.must("import", o.facts("base.csv", header, established))
	files := make([]string, clerks)
	for who := range clerks {
		lines := []string{header}
		for i := range each {
			document := fmt.Sprintf("P-%d-%d", who, i)
			if i < shared {
				document = fmt.Sprint("P-", i)
			}
			lines = append(lines, fmt.Sprintf("premium.received,%s/@,2025-01-%02d,@.390,,%d", document, 1+i%28, i+1))
		}
		files[who] = o.facts(fmt.Sprintf("month%d.csv", who), lines...)
	}
	var all sync.WaitGroup
	for who := range clerks {
		all.Go(func() { o.does(who, "import", files[who]) })
	}
	all.Wait()
	_, times, _ := o.stands()
	o.standOnce(times, 1+shared+clerks*(each-shared))
	o.must("verify")
}

// A cap is lowered and an agreement ended while one to seven others pay. In a folder
// nothing is paid above the cap or after the end; in a cluster it stands in the register.
func (o *together) againstLimits() {
	hospital := "H" + o.region + "00026"
	o.must("import", o.facts("base.csv", "type,document,occurred_on,fund,name,amount,institution,region,limit",
		"fund.established,F-1/@,2024-12-31,@.390,x,,,,", "fund.established,F-2/@,2024-12-31,@.610,x,,,,",
		"institution.designated,I-1/@,2024-12-31,,H,,"+hospital+",@,", "limit.set,L-1/@,2025-01-01,,,1000,,@,relief_annual_cap"))
	aid := func(document string) { // by whoever has the key to persons
		o.run(0, "relief", "pay", "document="+document, "occurred_on=2025-05-05", "fund="+o.region+".610", "person=1234567", "amount=100")
	}
	var all sync.WaitGroup
	for who := range 1 + o.random.IntN(7) {
		payments := 1 + o.random.IntN(2)
		all.Go(func() {
			for i := range payments {
				o.run(1+who, "record", "reimbursement.paid", "document="+o.document("R-%d-%d", who, i), "occurred_on=2025-05-05", "fund="+o.fund, "institution="+hospital, "care=inpatient", "amount=1")
				aid(o.document("A-%d-%d", who, i))
			}
		})
	}
	all.Go(func() {
		aid(o.document("A-first"))
		o.does(0, "institution", "terminate", hospital, "document="+o.document("END"), "occurred_on=2025-05-01")
		o.does(0, "relief", "cap", "region="+o.region, "amount=100", "document="+o.document("CAP"), "occurred_on=2025-05-01")
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
	listed := o.listed()
	if strings.Count(listed, "R-") < late || above && !strings.Contains(listed, "A-") {
		o.Errorf("they are not all in the register:\n%s", listed)
	}
	o.must("verify")
}

// listed is what the register of exceptions says of documents of the round.
func (o *together) listed() string {
	o.Helper()
	var listed strings.Builder
	for line := range strings.Lines(o.must("exceptions", "--format", "csv")) {
		if strings.Contains(line, "/"+o.region) {
			listed.WriteString(line)
		}
	}
	return listed.String()
}
