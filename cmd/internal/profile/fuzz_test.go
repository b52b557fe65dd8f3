package profile_test

import (
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
)

// Whatever text is given for a profile, it is one or has faults, and one that is can be read again.
func FuzzParse(f *testing.F) {
	for _, p := range profile.All() {
		f.Add(p.Text())
	}
	f.Add(own(f).Text())
	f.Add([]byte("a: &a {<<: *a}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, faults := profile.Parse(text)
		if (p == nil) != (len(faults) > 0) {
			t.Fatalf("%d faults, and %v", len(faults), p)
		}
		if p == nil {
			return
		}
		if again, faults := profile.Parse(p.Text()); again == nil || !again.Fits(p.Headings) {
			t.Fatal(faults)
		}
		m, _ := p.Bind(nil, profile.Given{})
		if m != nil {
			check(t, m, cells{})
		}
	})
}

// Whatever stands in a row, it makes facts, or is skipped, or has problems: one of the three; and no
// amount is another than the row says.
func FuzzMap(f *testing.F) {
	f.Add("2022", "11", "报销号007", "1,234.56", "借", known, "2026年2月", "1")
	f.Add("2018", "21", "", "0.00", "贷", unknown, "202602", "")
	m := bound(f)
	f.Fuzz(func(t *testing.T, version, code, text, amount, side, identity, month, count string) {
		check(t, m, cells{"版本": version, "类型": code, "摘要": text, "金额(万元)": amount, "方向 ": side, "身份证号": identity, "月份": month, "人数": count})
	})
}

func check(t *testing.T, m *profile.Mapping, row cells) {
	t.Helper()
	records, skip, problems := m.Map(row)
	some := 0
	for _, is := range []bool{len(records) > 0, skip != nil, len(problems) > 0} {
		if is {
			some++
		}
	}
	if some != 1 {
		t.Fatalf("%d facts, %v, %d problems", len(records), skip, len(problems))
	}
	for _, p := range problems {
		if p.Why.IsZero() {
			t.Fatal("a problem without a reason")
		}
	}
	for _, r := range records {
		for i, f := range r.Fields {
			if f.Value == "" || i > 0 && r.Fields[i-1].Name >= f.Name {
				t.Fatalf("fields out of order, or empty: %v", r.Fields)
			}
		}
		if yuan := r.Get("amount"); yuan != "" {
			if a, err := money.Parse(yuan); err == nil && a.String() != yuan {
				t.Fatalf("the amount %q is not in the ledger's own writing", yuan)
			}
		}
		if id, has := row["身份证号"]; has && len(id) == len(known) && strings.Contains(strings.Join(values(r), "\n"), id) && id != row["摘要"] && r.Get("person") != "P0001" {
			t.Fatalf("%s is written", id)
		}
		event.Parse(r.Type, r.Get)
	}
}

func values(r profile.Record) (all []string) {
	for _, f := range r.Fields {
		all = append(all, f.Value)
	}
	return all
}
