package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/lang"
)

// before is what the example of a form rests on, beside the ledger of
// formLedger; none is said of a form that rests on nothing else.
var before = map[string][]string{
	"case trace":           {"record reimbursement.paid fund=441300.390 institution=H44130200026 care=inpatient amount=600 document=R-2025-0001 occurred_on=2025-03-05"},
	"case receive":         {order},
	"case set-off":         {order},
	"case annul":           {order},
	"case refund":          {order, "case receive 2025-17 fund=441300.390 paid_year=2024 amount=20000 document=S occurred_on=2025-07-31", annul},
	"case receive-penalty": {"case penalty 2025-17 fund=441300.390 amount=5000 document=W occurred_on=2025-07-01"},
	"case pay":             {fine},
	"case waive":           {fine, "case surcharge 2025-17 of=2025-0001 amount=9000 document=2025-0001 occurred_on=2025-07-31"},
	"case surcharge":       {fine},
	"case refund-fine": {
		fine, "case pay 2025-17 amount=30000 document=S occurred_on=2025-07-31",
		"case waive 2025-17 of=2025-0001 amount=30000 reason=review document=A occurred_on=2025-07-31",
	},
	"case reopen":         {"case close 2025-17 outcome=executed document=E occurred_on=2025-07-31"},
	"institution resume":  {"institution suspend H44130200026 scope=whole document=Z occurred_on=2025-07-01"},
	"institution release": {"institution hold H44130200026 case=2025-17 document=Z occurred_on=2025-07-01"},
	"relief reverse":      {"relief pay fund=430522.610 person=1001 amount=1200 document=A-2025-0001 occurred_on=2025-02-01"},
}

const (
	order = "case order 2025-17 fund=441300.390 amount=20000 document=2025-0001 occurred_on=2025-07-01"
	annul = "case annul 2025-17 fund=441300.390 of=2025-0001 amount=5000 reason=review document=A occurred_on=2025-07-31"
	fine  = "case fine 2025-17 amount=30000 document=2025-0001 occurred_on=2025-07-01"
)

// formLedger is what a ledger has before the examples: funds, an institution and
// a case, except where the example is itself the first of them.
func formLedger(example string) []string {
	facts := []string{
		"init",
		"record fund.established fund=441300.390 name=惠州居民医保 document=B-1 occurred_on=2024-12-31",
		"record fund.established fund=441300.610 name=惠州医疗救助 document=B-2 occurred_on=2024-12-31",
		"record fund.established fund=430522.610 name=新邵医疗救助 document=B-3 occurred_on=2024-12-31",
	}
	if example != "institution designate" {
		facts = append(facts, "institution designate H44130200026 region=441300 name=某医院 document=D-1 occurred_on=2025-01-01")
	}
	if strings.HasPrefix(example, "case ") && example != "case open" {
		facts = append(facts, "case open 2025-17 channel=inspection institution=H44130200026 document=L-1 occurred_on=2025-01-01")
	}
	return facts
}

// The example that a form shows is recorded as it stands.
func TestFormExamples(t *testing.T) {
	alone(t)
	t.Setenv("FUNDLEDGER_ACTOR", "clerk")
	all, made := 0, map[string]string{}
	for parent, list := range map[string][]forms.Form{"case": forms.Cases(), "institution": forms.Institutions(), "relief": forms.Relief()} {
		for _, f := range list {
			name := parent + " " + f.Name
			begin := formLedger(name)
			which := strings.Join(begin, "\n")
			if made[which] == "" {
				made[which] = t.TempDir()
				t.Chdir(made[which])
				types(t, begin)
			}
			t.Run(name, func(t *testing.T) {
				t.Chdir(t.TempDir())
				if err := os.CopyFS(".", os.DirFS(made[which])); err != nil {
					t.Fatal(err)
				}
				types(t, before[name])
				example := formExample(t, parent, f.Name)
				out, code := typed(t, example)
				if code != exitOK || !strings.Contains(out, "recorded: ") {
					t.Errorf("%s: exit code %d\n%s", example, code, out)
				}
			})
			all++
		}
	}
	for name := range before {
		if parent, sub, _ := strings.Cut(name, " "); formExample(t, parent, sub) == "" {
			t.Errorf("there is no form %s", name)
		}
	}
	if all < 30 {
		t.Errorf("found %d forms only", all)
	}
}

// clerk returns the program as typed uses it, and what it prints.
func clerk() (*program, *cobra.Command, *bytes.Buffer) {
	var out bytes.Buffer
	p := &program{out: &out, err: &out, lang: lang.EN,
		Office: office.Office{Now: func() time.Time { return time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC) }, Random: rand.NewChaCha8([32]byte{})}}
	return p, p.root(), &out
}

// types runs commands that succeed.
func types(t *testing.T, commands []string) {
	t.Helper()
	for _, command := range commands {
		if out, code := typed(t, command); code != exitOK {
			t.Fatalf("%s: exit code %d\n%s", command, code, out)
		}
	}
}

func typed(t *testing.T, command string) (string, int) {
	t.Helper()
	p, root, out := clerk()
	root.SetArgs(append(strings.Fields(command), "--person-key", "person.key", "--ledger", "books"))
	code := p.exit(root.ExecuteContext(t.Context()))
	return out.String(), code
}

// formExample returns the example of a form, without the name of the program.
func formExample(t *testing.T, parent, name string) string {
	t.Helper()
	_, root, _ := clerk()
	cmd, _, err := root.Find([]string{parent, name})
	if err != nil || cmd.Name() != name {
		return ""
	}
	return strings.TrimPrefix(strings.TrimSpace(cmd.Example), "fundledger ")
}
