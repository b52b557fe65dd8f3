package event

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
)

// setting sets the named fields among those that it is shown.
type setting map[string]string

func (s setting) text(d *textField, _ need, v string) string {
	text, given := s[d.name]
	if !given {
		return v
	}
	if p := d.check(text); p != nil {
		panic("casework: " + d.name + ": " + p.Why.EN)
	}
	return text
}

func (s setting) whole(d *wholeField, _ need, v int64) int64 {
	text, given := s[d.name]
	if !given {
		return v
	}
	v, p := d.parse(text)
	if p != nil {
		panic("casework: " + d.name + ": " + p.Why.EN)
	}
	return v
}

func (s setting) date(d *dateField, _ need, v fund.Date) fund.Date {
	text, given := s[d.name]
	if !given {
		return v
	}
	v, ok := fund.ParseDate(text)
	if !ok {
		panic("casework: no date: " + text)
	}
	return v
}

func set(e Event, fields map[string]string) Event {
	return e.definition().alter(e, to(setting(fields)))
}

func hasField(d *definition, name string) bool {
	return slices.ContainsFunc(fieldsOf(d), func(f string) bool { return f == name })
}

func fieldsOf(d *definition) []string {
	var names []string
	for _, f := range d.document().Fields {
		names = append(names, f.Name)
	}
	return names
}

// What was recorded before a type had more fields keeps its bytes; so does what
// fills the new ones in.
func TestTypesWithMoreFields(t *testing.T) {
	for wire, more := range map[string]map[string]string{
		"penalty.received":       {"case": "2025-17"},
		"reimbursement.paid":     {"department": "骨科"},
		"relief.paid":            {"basic_paid": "700.00", "critical_paid": "100.00", "eligible_cost": "1000.00"},
		"clawback.ordered":       {"article": "38", "paid_year": "2024"},
		"fine.imposed":           {"article": "40", "base": "10000.00", "discretion": "lightened", "due": "2025-08-30", "finding": "1", "multiple": "3", "warning": "fined_twice"},
		"claim.denied":           {"case": "2025-17"},
		"fine.paid":              {"charge": "surcharge", "of": "2025-0002"},
		"institution.designated": {"grade": "tertiary", "kind": "hospital", "legal_code": "91350100M000100Y43"},
		"institution.suspended":  {"article": "40", "case": "2025-17", "until": "2026-01-30", "warning": "suspension_outside_frame"},
		"institution.resumed":    {"department": "骨科"},
		"institution.terminated": {"article": "40", "case": "2025-17"},
	} {
		d := byWire[wire]
		golden, err := os.ReadFile(filepath.Join(goldenDir, wire+".v1.json"))
		if err != nil {
			t.Fatal(err)
		}
		golden = bytes.TrimSpace(golden)
		old, err := Decode(wire, 1, golden)
		if err != nil {
			t.Fatalf("%s: what was recorded is refused: %v", wire, err)
		}
		if _, version, data, err := Encode(old); err != nil || version != 1 || !bytes.Equal(data, golden) {
			t.Errorf("%s: %s is now %s (%v)", wire, golden, data, err)
		}
		var begin []string
		for name, text := range more {
			if !hasField(d, name) {
				t.Fatalf("%s has no field %s", wire, name)
			}
			if bytes.Contains(golden, []byte(`"`+name+`":`)) {
				t.Errorf("%s: %s was there before", wire, name)
			}
			begin = append(begin, `"`+name+`":`)
			if one := set(old, map[string]string{name: text}); one == old {
				t.Errorf("%s: %s is not kept", wire, name)
			}
		}
		if wire == "institution.resumed" { // only a department has a name
			more["scope"] = "department"
		}
		full := set(old, more)
		if problems := Check(full); len(problems) > 0 {
			t.Errorf("%s: %+v", wire, problems)
			continue
		}
		_, version, data, err := Encode(full)
		if err != nil || version != 1 {
			t.Errorf("%s: version %d, %v", wire, version, err)
		}
		for _, b := range begin {
			if !strings.Contains(string(data), b) {
				t.Errorf("%s: %s is not in %s", wire, b, data)
			}
		}
		if back, err := Decode(wire, 1, data); err != nil || back != full {
			t.Errorf("%s: %+v came back as %+v (%v)", wire, full, back, err)
		}
	}
}

// What the ledger itself writes into a fact says nothing of it: given or not,
// right or wrong, it is the same fact. Everything else is.
func TestDigestLeavesOutWhatTheLedgerWrites(t *testing.T) {
	warned := map[string]bool{}
	for _, d := range registry {
		if hasField(d, "warning") {
			warned[d.wire] = true
			for _, w := range warnings() {
				e := set(d.example, map[string]string{"warning": w.Code})
				if e == d.example || DigestOf(e) != DigestOf(d.example) {
					t.Errorf("%s: %s makes it another fact", d.wire, w.Code)
				}
				wire, version, data, err := Encode(e)
				if err != nil || !bytes.Contains(data, []byte(`"warning":"`+w.Code+`"`)) {
					t.Errorf("%s: %s is not recorded: %s (%v)", d.wire, w.Code, data, err)
				}
				if back, err := Decode(wire, version, data); err != nil || back != e {
					t.Errorf("%s: %+v came back as %+v (%v)", d.wire, e, back, err)
				}
			}
		}
		if hasField(d, "booked_on") {
			if e := BookOn(set(d.example, map[string]string{"note": "x"}), fund.NewDate(2025, 9, 1)); DigestOf(e) == DigestOf(d.example) {
				t.Errorf("%s: another note is the same fact", d.wire)
			}
		}
	}
	for _, wire := range []string{"finding.recorded", "clawback.ordered", "fine.imposed", "surcharge.imposed", "settlement.suspended", "institution.suspended", "period.closed"} {
		if !warned[wire] {
			t.Errorf("%s has no warning", wire)
		}
		delete(warned, wire)
	}
	if len(warned) > 0 {
		t.Errorf("%v have a warning that nothing writes", warned)
	}
}

// Every type with a case answers with it, also where it may be left out, and so
// does its reversal.
func TestCaseOf(t *testing.T) {
	for _, d := range registry {
		if d == factReversed {
			continue
		}
		e, want := d.example, ""
		if hasField(d, "case") {
			e, want = set(d.example, map[string]string{"case": "X-9"}), "X-9"
		}
		region, number := CaseOf(e)
		if number != want || (region == "441300") != (want != "") {
			t.Errorf("%s: case %q of %s, want %q", d.wire, number, region, want)
		}
		r := reversalOf(e, fund.NewDate(2025, 12, 31))
		if back, again := CaseOf(r); back != region || again != number {
			t.Errorf("%s reversed: case %q of %s", d.wire, again, back)
		}
	}
	for _, d := range registry { // every fact of a case file belongs to a case
		if _, is := d.example.(Enforcement); is && !hasField(d, "case") {
			t.Errorf("%s has no case", d.wire)
		}
	}
}

// What tells the facts apart that one document states.
func TestLineOf(t *testing.T) {
	const h = "H44130200026"
	f, order := exampleFact(1), "D-1/2"
	table := map[string]struct {
		event Event
		want  string
	}{
		"budget.approved":       {BudgetApproved{Fact: f, Year: 2025, Line: "interest"}, "2025/interest"},
		"budget.adjusted":       {BudgetAdjusted{Fact: f, Year: 2025, Line: "interest"}, "2025/interest"},
		"statistic.reported":    {StatisticReported{Fact: Fact{OccurredOn: f.OccurredOn, Since: fund.NewDate(2025, 1, 1)}, Topic: "a", Metric: "b"}, "a/b/2025-01-01/2025-07-31"},
		"numbering.declared":    {NumberingDeclared{Fact: f, Region: "441300", Facts: "relief.paid"}, "441300/relief.paid"},
		"finding.recorded":      {FindingRecorded{Fact: f, Institution: h, Finding: "2/a"}, h + "/2/a"},
		"surcharge.imposed":     {SurchargeImposed{Fact: f, Institution: h, Of: order}, h + "/D-1/2"},
		"gain.confiscated":      {GainConfiscated{Fact: f, Institution: h, Article: "42"}, h + "/42"},
		"penalty.charged":       {PenaltyCharged{Fact: f, Fund: "441300.390", Institution: h}, h},
		"settlement.suspended":  {SettlementSuspended{Fact: f, Person: "0123456789abcdef0123456789abcdef"}, "0123456789abcdef0123456789abcdef"},
		"case.transferred":      {CaseTransferred{Fact: f, Authority: Health}, "health"},
		"institution.suspended": {InstitutionSuspended{Fact: f, Institution: h, Scope: Department, Department: "骨科"}, "骨科"},
		"institution.resumed":   {InstitutionResumed{Fact: f, Institution: h, Scope: Department, Department: "骨科"}, "骨科"},
		"loss.determined":       {LossDetermined{Fact: f, Fund: "441300.310", Institution: h, Part: fund.Pool, PaidYear: 2024, Article: "38"}, h + "/pool/2024/38"},
		"loss.traced":           {LossTraced{Fact: f, Fund: "441300.390", Institution: h, Of: "R/1", PaidOn: fund.NewDate(2025, 3, 5)}, "R/1/2025-03-05"},
		"clawback.ordered":      {ClawbackOrdered{Fact: f, Fund: "441300.310", Institution: h, Part: fund.Personal, PaidYear: 2023, Article: "40"}, h + "/personal/2023/40"},
		"clawback.received":     {ClawbackReceived{Fact: f, Fund: "441300.310", Institution: h, Part: fund.Pool, PaidYear: 2024, Care: fund.Inpatient}, h + "/pool/2024/inpatient"},
		"clawback.set_off":      {ClawbackSetOff{Fact: f, Fund: "441300.310", Institution: h, Part: fund.Pool, PaidYear: 2024, Care: fund.Inpatient}, h + "/pool/2024/inpatient"},
		"clawback.annulled":     {ClawbackAnnulled{Fact: f, Fund: "441300.390", PaidYear: 2024, Of: order, Article: "40"}, "//2024/D-1/2/40"},
		"clawback.refunded":     {ClawbackRefunded{Fact: f, Fund: "441300.390", Institution: h, Of: order}, h + "//0/D-1/2/"},
		"fine.imposed":          {FineImposed{Fact: f, Institution: h, Article: "38", Finding: "2"}, h + "/38/2"},
		"fine.paid":             {FinePaid{Fact: f, Institution: h, Of: order, Article: "38"}, h + "/fine/D-1/2/38"},
		"fine.waived":           {FineWaived{Fact: f, Institution: h, Charge: Surcharge, Of: order}, h + "/surcharge/D-1/2/"},
		"fine.refunded":         {FineRefunded{Fact: f, Institution: h, Of: order, Article: "39"}, h + "/fine/D-1/2/39"},
	}
	for wire, test := range table {
		if got := LineOf(test.event); got != test.want || Wire(test.event) != wire {
			t.Errorf("%s: %q, want %q", wire, got, test.want)
		}
	}
	for _, d := range registry { // the others have a document each
		if _, has := table[d.wire]; !has && LineOf(d.example) != "" {
			t.Errorf("%s has a line that no row shows: %q", d.wire, LineOf(d.example))
		}
	}
}

// Closed lists have a name for every code in both languages, and a row can say
// exactly what is in them.
func TestClosedLists(t *testing.T) {
	for _, d := range registry {
		for _, name := range fieldsOf(d) {
			list := Words(name)
			for _, w := range list {
				if w.Name.ZH == "" || w.Name.EN == "" || w.Name.ZH == w.Code || NameOf(name, w.Code) != w.Name {
					t.Errorf("%s of %s: %+v", w.Code, name, w)
				}
				if format := Dictionary(name).Format; !strings.Contains(format.ZH, w.Code+" "+w.Name.ZH) ||
					!strings.Contains(format.EN, w.Code+" "+w.Name.EN) {
					t.Errorf("the dictionary does not say that %s may be %s", name, w.Code)
				}
			}
			if len(list) > 0 {
				if got := NameOf(name, "no_such_code"); got.ZH != "no_such_code" || got.EN != "no_such_code" {
					t.Errorf("%s: %+v", name, got)
				}
			}
		}
	}
	if len(Words("article")) != len(law.Rules()) || len(Words("violation")) != len(law.Acts()) {
		t.Error("the articles and violations are those of the law")
	}
	for field, bad := range map[string]string{"article": "38a", "violation": "theft", "legal_code": "91350100M000100Y44", "multiple": "1,5", "received_year": "25"} {
		for _, d := range registry {
			if !hasField(d, field) {
				continue
			}
			cells := map[string]string{field: bad}
			_, problems := Parse(d.wire, func(name string) string { return cells[name] })
			if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Field == field && p.Why.ZH != "" && p.Remedy.EN != "" }) {
				t.Errorf("%s: %s %q is taken", d.wire, field, bad)
			}
		}
	}
}
