package tidy

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// banned says what source files may not contain, where, and what to do instead.
var banned = []struct {
	pattern *regexp.Regexp
	in      func(goFile) bool
	instead string
}{
	{regexp.MustCompile(`\bfloat(32|64)\b`), isPureFile, "money and ratios are integers or decimals"},
	{regexp.MustCompile(`\btime\.(Now|Since|Until)\b`), notProgramMain, "take the clock as an argument; only cmd/fundledger/main.go and cmd/fundbench have one"},
	{regexp.MustCompile(`\btime\.Sleep\b`), everywhere, "wait for a signal, not for time"},
	{regexp.MustCompile(`(?m)^func init\(\)`), everywhere, "build it in a constructor"},
	{regexp.MustCompile(`(?m)^\s*go (func|[a-z])`), isPureFile, "pure packages have no goroutines"},
	{regexp.MustCompile(`"reflect"`), notTest, "write the fields down once, by hand"},
	{regexp.MustCompile(`\bt\.(SkipNow|Skip)\(\)`), everywhere, "a test that is skipped without a reason proves nothing; make it run"},
	{regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`), everywhere, "do it, or write down in ledger/DECISIONS.md why not"},
}

func everywhere(goFile) bool { return true }
func notTest(f goFile) bool  { return !f.test }

func isPureFile(f goFile) bool { return !f.test && slices.Contains(pure, path.Dir(f.name)) }

func notProgramMain(f goFile) bool {
	// The campaign measures by how much calls outlive their contexts.
	return f.name != "cmd/fundledger/main.go" && path.Dir(f.name) != "cmd/fundbench" && f.name != "ledger/store/kurrent/campaign_test.go"
}

func TestSource(t *testing.T) {
	for _, f := range goFiles(t) {
		if path.Dir(f.name) == "cmd/internal/tidy" {
			continue // names what it bans
		}
		for _, b := range banned {
			if !b.in(f) {
				continue
			}
			if at := b.pattern.FindStringIndex(f.text); at != nil {
				line := 1 + strings.Count(f.text[:at[0]], "\n")
				t.Errorf("%s:%d: %q: %s", f.name, line, f.text[at[0]:at[1]], b.instead)
			}
		}
	}
}

// A file is one idea, a package is a noun of the trade.
func TestNamesAndSizes(t *testing.T) {
	vague := regexp.MustCompile(`(^|/)(util|utils|common|helper|helpers|manager|service|services|models|types|misc)(/|$)`)
	for _, f := range goFiles(t) {
		if limit := 500; f.lines > limit {
			t.Errorf("%s has %d lines; over %d it is more than one idea: split it", f.name, f.lines, limit)
		}
		if vague.MatchString(path.Dir(f.name)) {
			t.Errorf("%s: name the package for the trade, not for being of use", f.name)
		}
	}
}

// Every package says what it is: a package comment is a short specification.
func TestPackageComments(t *testing.T) {
	documented := map[string]bool{}
	for _, f := range goFiles(t) {
		folder := path.Dir(f.name)
		if f.test {
			continue
		}
		documented[folder] = documented[folder] || regexp.MustCompile(`(?m)^// (Package|Command) [a-z]+ `).MatchString(f.text)
	}
	for folder, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment", folder)
		}
	}
}
