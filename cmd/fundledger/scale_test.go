package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// What a run by hand sets: the size of the city, and the seed of what is asked. A million
// facts, and 200 rounds of questions:
//
//	CITY_SCALE=0.016 CITY_ROUNDS=200 go test ./cmd/fundledger -run Cluster -timeout 0 -v
const (
	cityScale  = "CITY_SCALE"
	citySeed   = "CITY_SEED"
	cityRounds = "CITY_ROUNDS"
)

// TestClusterAnswersAsFolder asks a ledger in a folder and its copy in a cluster random
// questions, which have the same answers; so has each question without what is kept beside the
// ledger.
func TestClusterAnswersAsFolder(t *testing.T) {
	alone(t)
	set := func(variable, usual string) string {
		if given := os.Getenv(variable); given != "" {
			return given
		}
		return usual
	}
	seed, err := strconv.ParseUint(set(citySeed, "1"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	rounds, err := strconv.Atoi(set(cityRounds, "1"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s=%d", citySeed, seed)
	o := &together{T: t, socket: openCounter(t, 1), dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 3))}
	folder, cluster := filepath.Join(o.dir, "books"), esdbtest.ForTest(t, esdbtest.Options{}).URL()+"/city?tls=false"
	o.ledger = folder
	o.must("generate", "--scale", set(cityScale, "0.0001"), "--seed", strconv.FormatUint(seed, 10))
	o.must("copy", folder, cluster)
	for round := range rounds {
		for _, question := range o.someQuestions(folder) {
			if o.random.IntN(4) > 0 && os.Getenv(cityRounds) == "" {
				continue // a small ledger keeps nothing, and a cluster is read anew for each
			}
			o.ledger = folder
			want, code := o.run(0, question...)
			if fresh, freshCode := o.run(0, append(question, "--fresh")...); fresh != want || freshCode != code {
				t.Fatalf("round %d: %q\n%.2000s\nfresh\n%.2000s", round, question, want, fresh)
			}
			o.ledger = cluster
			if got, gotCode := o.run(0, question...); got != want || gotCode != code {
				t.Fatalf("round %d: %q in the cluster\n%.2000s\nin the folder\n%.2000s", round, question, got, want)
			}
		}
		if round == rounds/2 { // what is kept is gone, and kept again
			if err := os.RemoveAll(filepath.Join(folder, "views")); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// cityFact is what questions are made of.
type cityFact struct {
	Position                            int64
	Fund, Institution, Person, Document string
	Type                                string
	Occurred                            string `json:"occurred_on"`
	Recorded                            string `json:"recorded_at"`
}

// someQuestions are one or two of each kind about a fact of a ledger that chance chooses.
func (o *together) someQuestions(ledger string) (asked [][]string) {
	o.Helper()
	o.ledger = ledger
	facts := func(args ...string) []cityFact {
		var list struct{ Rows []cityFact }
		out := o.must(append([]string{"events", "--format", "json"}, args...)...)
		if err := json.Unmarshal([]byte(out), &list); err != nil || len(list.Rows) == 0 {
			o.Fatalf("%v: %s", err, out)
		}
		return list.Rows
	}
	some := facts("--limit", "200", "--after", strconv.FormatInt(o.random.Int64N(facts("--last", "1")[0].Position-1), 10))
	f := some[o.random.IntN(len(some))]
	for _, other := range some { // that says more
		if f.Institution == "" && other.Institution != "" {
			f = other
		}
	}
	known := []string{"--known-at", f.Recorded}
	ask := func(args ...string) {
		asked = append(asked, args)
		if o.random.IntN(2) == 0 {
			asked = append(asked, slices.Concat(args, known))
		}
	}
	page := func(args ...string) {
		ask(slices.Concat(args, [][]string{{"--limit", "50"}, {"--last", "20"}, {"--limit", "7", "--after", f.Occurred + "@" + strconv.FormatInt(f.Position, 10)}}[o.random.IntN(3)])...)
	}
	month, year := f.Occurred[:7], f.Occurred[:4]
	for flag, value := range map[string]string{"--institution": f.Institution, "--person": f.Person, "--document": f.Document, "--fund": f.Fund} {
		if value != "" {
			ask("events", flag, value, "--limit", "50")
			ask("events", flag, value, "--last", "9")
		}
	}
	ask("document", f.Document)
	for _, report := range []string{"balance", "recoveries", "fines", "statistics"} {
		ask(report, "--as-of", f.Occurred)
	}
	if f.Institution != "" {
		ask("institution", "show", f.Institution)
	}
	if f.Person != "" {
		ask("relief", "show", f.Person)
	}
	if fund := f.Fund; fund != "" {
		code := []string{"1001", "1004", "1003", "4001", "5001", "500101", "300101"}[o.random.IntN(7)]
		page("journal", "--fund", fund, "--month", month)
		page("journal", "--fund", fund, "--year", year)
		page("account", code, "--fund", fund, "--year", year)
		page("explain", fund+"/"+code, "--from", year+"-01-01", "--to", f.Occurred)
		ask("trial", "--fund", fund, "--month", month)
		ask("statement", "income", "--fund", fund, "--month", month)
		asked = append(asked, append([]string{"diff", "--fund", fund, "--limit", "50", "--known-at", f.Recorded}, "--known-at", some[len(some)-1].Recorded))
	}
	return asked
}
