package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestParseFen(t *testing.T) {
	for text, want := range map[string]fen{
		"0": 0, "7": 700, "7.5": 750, "-10.05": -1005, "4000000000.00": 400000000000, "0.01": 1, "-0.01": -1, "1.2300": 123,
	} {
		if got, err := parseFen(text); err != nil || got != want {
			t.Errorf("parseFen(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-", ".", ".5", "1.234", "1,000", "x", "--1", "+1", "1e3", "99999999999999999999"} {
		if got, err := parseFen(text); err == nil {
			t.Errorf("parseFen(%q) = %d, and should be refused", text, got)
		}
	}
	for f, want := range map[fen]string{0: "0.00", -5: "-0.05", 123456: "1234.56"} {
		if f.String() != want {
			t.Errorf("%d prints as %s, want %s", int64(f), f, want)
		}
	}
}

// changes are a small history: what each side of a fund did in a year.
func changes() []change {
	return []change{
		{2020, "a", opening, 1000},
		{2021, "a", income, 500}, {2021, "a", expense, 200},
		{2023, "a", expense, -50}, {2023, "b", income, 7},
	}
}

func TestAnswer(t *testing.T) {
	got, err := answerOf(changes())
	if err != nil {
		t.Fatal(err)
	}
	want := answer{
		{"a", 2021}: {500, 200, 1300}, {"a", 2022}: {0, 0, 1300}, {"a", 2023}: {0, -50, 1350},
		{"b", 2021}: {}, {"b", 2022}: {}, {"b", 2023}: {7, 0, 7},
	}
	if !maps.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if _, err := answerOf([]change{{2021, "a", "money", 1}}); err == nil {
		t.Error("a side that is none of ours is accepted")
	}
}

func TestDifferences(t *testing.T) {
	one, _ := answerOf(changes())
	same, _ := answerOf(changes())
	if err := one.differs("x", same, "y"); err != nil {
		t.Errorf("equal answers differ: %v", err)
	}
	off := maps.Clone(one)
	off[key{"a", 2022}] = standing{0, 0, 1301}
	less := maps.Clone(one)
	delete(less, key{"b", 2023})
	for name, other := range map[string]answer{"by one fen": off, "missing": less} {
		err, back := one.differs("x", other, "y"), other.differs("y", one, "x")
		if err == nil || back == nil {
			t.Errorf("%s: %v, and the other way %v", name, err, back)
		}
	}
	if err := one.differs("x", off, "y"); err != nil && !strings.Contains(err.Error(), "a 2022: x says income 0.00, expense 0.00, balance 13.00, y says income 0.00, expense 0.00, balance 13.01") {
		t.Errorf("the error does not name the line: %v", err)
	}
	if err := (answer{}).differs("x", answer{}, "y"); err == nil {
		t.Error("two empty answers are taken for an agreement")
	}
}

func TestReadingAnswers(t *testing.T) {
	want, _ := answerOf(changes())
	hledger, err := readHledger(strings.NewReader(`"account","2020","2021","2022","2023"
"expense:a","0","2.00","0","-0.50"
"income:a","0","-5.00","0","0"
"income:b","0","0","0","-0.07"
"opening:a","-10.00","0","0","0"
`))
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := readLedger(strings.NewReader("2020|opening:a|-10\n2021|expense:a|2\n2021|income:a|-5\n2023|expense:a|-0.5\n2023|income:b|-0.07\n"))
	if err != nil {
		t.Fatal(err)
	}
	database, err := readChanges(strings.NewReader("2020|a|opening|1000\n2021|a|expense|200\n2021|a|income|500\n2023|a|expense|-50\n2023|b|income|7\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, rows := range map[string][]change{"hledger": hledger, "ledger": ledger, "a database": database} {
		if got, err := answerOf(rows); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v, %v\nwant %v", name, got, err, want)
		}
	}
	for _, text := range []string{"2021|a\n", "year|a|income|1\n", "2021|a|income|1.5\n"} {
		if got, err := readChanges(strings.NewReader(text)); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	for _, text := range []string{"2021|money|1\n", "x|income:a|1\n", "2021|income:a|1.234\n"} {
		if got, err := readLedger(strings.NewReader(text)); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestEffects(t *testing.T) {
	for _, c := range []struct {
		fact fact
		want []effect
	}{
		{fact{typ: "reimbursement.paid", fund: "a", amount: 5}, []effect{{"a", expense, 5}}},
		{fact{typ: "participation.assisted", fund: "a", aidFund: "b", amount: 5}, []effect{{"b", expense, 5}, {"a", income, 5}}},
		{fact{typ: "clawback.received", on: "2025-06-01", paidYear: "2025", fund: "a", amount: 5}, []effect{{"a", expense, -5}}},
		{fact{typ: "clawback.received", on: "2026-06-01", paidYear: "2025", fund: "a", amount: 5}, []effect{{"a", income, 5}}},
		{fact{typ: "premium.refunded", on: "2025-06-01", paidOn: "2025-01-31", fund: "a", amount: 5}, []effect{{"a", income, -5}}},
		{fact{typ: "premium.refunded", on: "2026-06-01", paidOn: "2025-01-31", fund: "a", amount: 5}, []effect{{"a", expense, 5}}},
		{fact{typ: "premium.refunded", on: "2025-06-01", paidOn: "2025-01-31", fund: "a", aidFund: "b", amount: 5}, []effect{{"a", income, -5}, {"b", expense, -5}}},
		{fact{typ: "premium.refunded", on: "2026-06-01", paidOn: "2025-01-31", fund: "a", aidFund: "b", amount: 5}, []effect{{"a", expense, 5}, {"b", income, 5}}},
		{fact{typ: "fine.imposed", amount: 5}, nil},
	} {
		if got, err := c.fact.effects(); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, %v; want %v", c.fact, got, err, c.want)
		}
	}
	if _, err := (fact{typ: "bond.redeemed"}).effects(); err == nil {
		t.Error("a type that is not known has no effects instead of an error")
	}
}

func TestDataset(t *testing.T) {
	d, err := openDataset(filepath.Join("testdata", "facts"))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.read("", false); err != nil {
		t.Fatal(err)
	}
	first, last := d.years()
	if d.events != 22 || first != 2025 || last != 2026 {
		t.Errorf("%d facts of %d to %d, want 22 of 2025 to 2026", d.events, first, last)
	}
	// Worked out by hand: opening 5,000,000.00 + income 3,213,200.05 - expense 494,870.25,
	// and in the next year + 514,870.25 - 500.00.
	for k, want := range map[key]standing{
		{"441300.390", 2025}: {321320005, 49487025, 771832980},
		{"441300.390", 2026}: {51487025, 50000, 823270005},
		{"441300.610", 2025}: {0, 393333, 6606674},
		{"441300.610", 2026}: {10777, 0, 6617451},
	} {
		if d.wanted[k] != want {
			t.Errorf("%v: %v, want %v", k, d.wanted[k], want)
		}
	}
	if _, err := openDataset(t.TempDir()); err == nil {
		t.Error("an empty directory is taken for facts")
	}
}

func TestReadYearly(t *testing.T) {
	d := &dataset{wanted: answer{{"a", 2024}: {1, 2, 3}, {"a", 2025}: {9, 0, 526439854053}, {"b", 2025}: {0, 5, -5}}}
	const head = "\ufefffund,name,year,income,expense,balance\n"
	const right = "a,甲,2023,7.00,7.00,\na,甲,2024,0.01,0.02,0.03\na,甲,2025,0.09,0.00,5264398540.53\nb,乙,2025,0.00,0.05,-0.05\n"
	differs := func(out string) error {
		a, err := readYearly(out, d)
		if err == nil {
			err = d.wanted.differs("the files", a, "fundledger")
		}
		return err
	}
	if err := differs(head + right); err != nil { // nobody asks for 2023
		t.Error(err)
	}
	for name, out := range map[string]string{
		"a fen off":   head + strings.Replace(right, "0.53", "0.54", 1),
		"a fund less": head + strings.Split(right, "b,")[0],
		"no balance":  head + strings.Replace(right, ",-0.05", ",", 1),
		"no column":   "fund,name\na,甲\n",
		"nothing":     "",
	} {
		if err := differs(out); err == nil {
			t.Errorf("%s: taken for equal", name)
		}
	}
}
