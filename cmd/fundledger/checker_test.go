package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/testdata/checker"
)

// exported makes a ledger in a new working directory, with checkpoints, a
// rotation, proofs and exports of it.
func exported(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	t.Chdir(home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	t.Setenv("FUNDLEDGER_ACTOR", `经办 "甲" \`)
	t.Setenv("FUNDLEDGER_LEDGER", "")
	t.Setenv("FUNDLEDGER_PERSON_KEY", "")
	facts := "type,document,occurred_on,fund,name,amount,note\n"
	for i, id := range []string{"441300.390", "441300.310", "441300.610"} {
		facts += fmt.Sprintf("fund.established,F-%d,2024-12-31,%s,惠州,,\n", i, id)
		for n := range 40 {
			facts += fmt.Sprintf("interest.received,I-%d-%d,2025-%02d-21,%s,,%d.%02d,\"注 😀 \"\"%d\"\" \\ </a>\"\n", i, n, 1+n%12, id, 1+n*n*7919, n, n)
		}
	}
	if err := os.WriteFile("facts.csv", []byte(facts), 0o600); err != nil {
		t.Fatal(err)
	}
	clerk := tour{t: t, home: home, lang: lang.EN, clock: time.Date(2026, 1, 15, 1, 0, 0, 0, time.UTC), random: rand.NewChaCha8([32]byte{2})}
	for _, command := range []string{
		"init --name 惠州.example/ledger",
		"import facts.csv",
		"checkpoint --out old.checkpoint",
		"record interest.received document=I-x occurred_on=2025-07-01 fund=441300.390 amount=1",
		"checkpoint key --witness bureau.example --signing-key bureau.key",
		"checkpoint --out new.checkpoint",
		"prove --between old.checkpoint --between new.checkpoint --out old-new.proof",
		"checkpoint sign new.checkpoint --old old.checkpoint --proof old-new.proof --signing-key bureau.key",
		"prove 77 --checkpoint new.checkpoint --out event-77.proof",
		"checkpoint rotate",
		"close --fund 441300.390 --month 2024-12",
		"checkpoint --out newest.checkpoint",
		"prove --between old.checkpoint --between newest.checkpoint --out old-newest.proof",
		"export --format jsonl history.jsonl",
		"export --format jsonl history.jsonl.gz",
	} {
		if said := clerk.fundledger("fundledger " + command); strings.Contains(said, "exit status") {
			t.Fatalf("%s: %s", command, said)
		}
	}
}

// What the program exports, signs and proves, the checker accepts; what says
// something else it refuses.
func TestCheckerAgrees(t *testing.T) {
	alone(t)
	exported(t)
	c := checker.New(t) // where the exports are
	for _, a := range []struct {
		name, args, want string
		good             bool
	}{
		{"export", "export history.jsonl", "125 events in ", true},
		{"export and first checkpoint", "export history.jsonl --checkpoint old.checkpoint --key books/verifier.key", "its first 123 events are those", true},
		{"packed export and last checkpoint", "export history.jsonl.gz --checkpoint newest.checkpoint --key books/verifier.key --rotation books/rotations/0001.txt", "its first 125 events are those", true},
		{"event", "proof event-77.proof --key books/verifier.key", "event 77 is in it", true},
		{"continuation", "proof old-new.proof --key books/verifier.key", "continues", true},
		{"continuation over a rotation", "proof old-newest.proof --key books/verifier.key --rotation books/rotations/0001.txt", "continues", true},
		{"checkpoint that continues one", "checkpoint newest.checkpoint --key books/verifier.key --rotation books/rotations/0001.txt --old old.checkpoint --consistency old-newest.proof", "continues", true},
		{"checkpoint of a closing", "checkpoint books/checkpoints/000000000125-441300.390-2024-12.txt --key books/verifier.key --rotation books/rotations/0001.txt", "period 441300.390 2024-12", true},
		{"countersigned checkpoint", "checkpoint new.checkpoint --key books/verifier.key", "unknown: bureau.example", true},

		{"no rotation", "checkpoint newest.checkpoint --key books/verifier.key", "no key of", false},
		{"another proof", "checkpoint newest.checkpoint --key books/verifier.key --rotation books/rotations/0001.txt --old old.checkpoint --consistency old-new.proof", "about other checkpoints", false},
		{"no export", "export facts.csv", "line 1 (event 0)", false},
	} {
		if said, good := c.Run(strings.Fields(a.args)...); good != a.good || !strings.Contains(said, a.want) {
			t.Errorf("%s: good is %t, want %t with %q\n%s", a.name, good, a.good, a.want, said)
		}
	}
}

// unnamed are the parts of a line that its id does not depend on: a change of them
// that leaves the line well-formed is seen by the root alone.
var unnamed = regexp.MustCompile(`"(?:actor|causation|correlation|recorded_at)":"((?:[^"\\]|\\.)*)"`)

// One byte of the export that is another is found, wherever it is: by the line, or
// by the checkpoint if only the root depends on it.
func TestCheckerFindsEveryByte(t *testing.T) {
	alone(t)
	exported(t)
	c := checker.New(t) // where the exports are
	whole, err := os.ReadFile("history.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(9162, 8785))
	byLine, byRoot := 0, 0
	for range 40 {
		at := random.IntN(len(whole))
		changed := slices.Clone(whole)
		changed[at] ^= 1 << random.IntN(8)
		if err := os.WriteFile("changed.jsonl", changed, 0o600); err != nil {
			t.Fatal(err)
		}
		line := bytes.Count(whole[:at], []byte("\n"))
		said, good := c.Run("export", "changed.jsonl", "--checkpoint", "newest.checkpoint", "--key", "books/verifier.key", "--rotation", "books/rotations/0001.txt")
		named := strings.Contains(said, fmt.Sprintf("line %d (event %d): ", line+1, line))
		byTheRoot := strings.Contains(said, "are not those of the checkpoint") && isUnnamed(whole, at)
		switch {
		case good:
			t.Errorf("byte %d, %q instead of %q, was accepted", at, changed[at], whole[at])
		case named:
			byLine++
		case byTheRoot:
			byRoot++
		default:
			t.Errorf("byte %d of line %d, %q instead of %q: %s", at, line+1, changed[at], whole[at], said)
		}
	}
	if t.Logf("found by the line: %d, by the root: %d", byLine, byRoot); byLine < 15 || byRoot < 3 {
		t.Error("the samples show too little")
	}
}

// isUnnamed reports whether a byte is in a part of its line that the id does not
// depend on.
func isUnnamed(whole []byte, at int) bool {
	first := bytes.LastIndexByte(whole[:at], '\n') + 1
	line, _, _ := bytes.Cut(whole[first:], []byte("\n"))
	return slices.ContainsFunc(unnamed.FindAllSubmatchIndex(line, -1), func(m []int) bool { return at-first >= m[2] && at-first < m[3] })
}
