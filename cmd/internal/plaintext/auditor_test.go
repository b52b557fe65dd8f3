package plaintext_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/plaintext"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
)

// auditor is a program that we did not write and that recomputes every balance.
type auditor struct {
	format   plaintext.Format
	pack     string // Debian package
	programs []string
	check    func(file string) [][]string                 // commands that find nothing wrong
	balances func(file string, before fund.Date) []string // command that lists balances in CSV
}

func hledger() auditor {
	return auditor{
		format: plaintext.Hledger, pack: "hledger", programs: []string{"hledger"},
		check: func(file string) [][]string {
			return [][]string{{"hledger", "-f", file, "check"}, {"hledger", "-f", file, "check", "--strict"}}
		},
		balances: func(file string, before fund.Date) []string {
			command := []string{"hledger", "-f", file, "balance", "--flat", "--empty", "--no-total", "-O", "csv"}
			if before != 0 {
				command = append(command, "-e", before.String())
			}
			return command
		},
	}
}

func beancount() auditor {
	return auditor{
		format: plaintext.Beancount, pack: "beancount", programs: []string{"bean-check", "bean-query"},
		check: func(file string) [][]string { return [][]string{{"bean-check", file}} },
		balances: func(file string, before fund.Date) []string {
			where := ""
			if before != 0 {
				where = "WHERE date < " + before.String() + " "
			}
			// Not sum(position): beancount 2 cannot print a sum beyond one billion.
			return []string{"bean-query", "-f", "csv", file, "SELECT account, sum(number) AS balance " + where + "GROUP BY account"}
		},
	}
}

// installed reports whether the programs are there. Where CI is set their absence
// fails the test: the proof may not be left out unseen. Elsewhere, on a machine
// that has Go only, the tests that need no such program still run, and this one
// is skipped with the reason.
func (a auditor) installed(t *testing.T) {
	t.Helper()
	for _, program := range a.programs {
		_, err := exec.LookPath(program)
		switch {
		case err != nil && os.Getenv("CI") != "":
			t.Fatalf("%v; install it: apt-get update && apt-get install -y %s", err, a.pack)
		case err != nil:
			t.Skipf("%s is not installed, nobody else recomputed the balances: apt-get install -y %s", program, a.pack)
		}
	}
}

func run(t *testing.T, command []string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANG=C.UTF-8")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Errorf("%s: %v\n%s%s", strings.Join(command, " "), err, out, stderr.String())
	}
	return string(out)
}

// recompute returns what the program finds on each account, debits positive,
// without those that are nil.
func (a auditor) recompute(t *testing.T, file string, before fund.Date) map[string]money.Sum {
	t.Helper()
	out := run(t, a.balances(file, before))
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v\n%s", file, err, out)
	}
	found := map[string]money.Sum{}
	for _, row := range rows[min(1, len(rows)):] {
		amount, _, _ := strings.Cut(strings.TrimSpace(row[1]), " ")
		if amount == "" || amount == "0" {
			continue
		}
		sum, err := money.ParseSum(amount)
		if err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		if !sum.IsZero() {
			found[strings.TrimSpace(row[0])] = sum
		}
	}
	return found
}

// expected returns what our own view says, in the same form.
func expected(v *books.View, id fund.ID, on fund.Date) map[string]money.Sum {
	want := map[string]money.Sum{}
	for _, l := range v.AsOf(id, on).Accounts {
		if l.Debit != l.Credit {
			want[plaintext.Account(id, l.Account)] = l.Debit.Minus(l.Credit)
		}
	}
	return want
}

// audit lets the program read the journals of the given funds and of all
// together, and compares every account of every fund on every given date.
func (a auditor) audit(t *testing.T, log store.Store, funds []fund.ID, dates ...fund.Date) {
	t.Helper()
	v := booksOf(t, log)
	for _, id := range append(funds, "") {
		file := filepath.Join(t.TempDir(), "books."+string(a.format))
		if err := os.WriteFile(file, []byte(journalOf(t, log, plaintext.Options{Format: a.format, Fund: id})), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range a.check(file) {
			run(t, command)
		}
		for _, on := range append(dates, 0) {
			want := map[string]money.Sum{}
			for _, of := range v.Funds() {
				if id == "" || of == id {
					maps.Copy(want, expected(v, of, on))
				}
			}
			if on == 0 && len(want) < 3 {
				t.Errorf("fund %q: only %d accounts are compared", id, len(want))
			}
			before := fund.Date(0)
			if on != 0 {
				before = on + 1
			}
			got := a.recompute(t, file, before)
			if !maps.Equal(got, want) {
				t.Errorf("fund %q as of %q: %s finds\n%s\nnot\n%s", id, on, a.programs[0], list(got), list(want))
			}
		}
	}
}

func list(balances map[string]money.Sum) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(balances)) {
		fmt.Fprintf(&b, "%s %s\n", name, balances[name])
	}
	return b.String()
}

func TestHledgerRecomputesEveryBalance(t *testing.T) {
	a := hledger()
	a.installed(t)
	a.audit(t, history(t), []fund.ID{resident, employee, aid}, fund.NewDate(2024, 11, 5), fund.NewDate(2025, 2, 28), fund.NewDate(2025, 7, 30))
}

func TestBeancountRecomputesEveryBalance(t *testing.T) {
	a := beancount()
	a.installed(t)
	a.audit(t, history(t), []fund.ID{employee}, fund.NewDate(2025, 2, 28))
}

func TestHledgerRecomputesARandomLedger(t *testing.T) {
	a := hledger()
	a.installed(t)
	a.audit(t, randomLedger(t, 1), nil, fund.NewDate(2025, 1, 5))
}

func TestBeancountRecomputesARandomLedger(t *testing.T) {
	a := beancount()
	a.installed(t)
	a.audit(t, randomLedger(t, 2), nil, fund.NewDate(2025, 1, 5))
}

// An auditor that finds a wrong balance says so: the assertions at the end hold
// the last word.
func TestAuditorsNoticeAChangedFen(t *testing.T) {
	for _, a := range []auditor{hledger(), beancount()} {
		t.Run(string(a.format), func(t *testing.T) {
			a.installed(t)
			text := journalOf(t, history(t), plaintext.Options{Format: a.format, Fund: resident})
			changed := strings.ReplaceAll(strings.ReplaceAll(text, " 400.05 CNY\n", " 400.06 CNY\n"), " -400.05 CNY\n", " -400.06 CNY\n")
			if changed == text {
				t.Fatal("nothing to change")
			}
			file := filepath.Join(t.TempDir(), "changed."+string(a.format))
			if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
				t.Fatal(err)
			}
			command := a.check(file)[0]
			cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
			cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
			if out, err := cmd.CombinedOutput(); err == nil {
				t.Errorf("%s accepts a changed booking\n%s", command[0], out)
			}
		})
	}
}

// randomLedger returns the ledger that takes what it accepts of a random world.
func randomLedger(t *testing.T, seed uint64) store.Store {
	t.Helper()
	log, world := new(memory.Store), eventtest.NewWorld(seed)
	at := time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC)
	for range 300 {
		e := world.Next()
		if _, err := aggregates.Record(t.Context(), log, e, aggregates.Envelope{At: at, Actor: "clerk"}); err == nil {
			world.Recorded(e)
		}
	}
	return log
}
