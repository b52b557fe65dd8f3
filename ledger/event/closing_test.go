package event

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

func reversalOf(e Event, on fund.Date) FactReversed {
	d := e.definition()
	return FactReversed{
		Fact: Fact{Document: "CX-1", OccurredOn: on}, Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11",
		OfType: d.wire, OfVersion: int64(d.version()), OfData: string(d.append(nil, e)),
	}
}

// A reversal carries its fact whole, of every type but its own.
func TestReversed(t *testing.T) {
	for _, d := range registry {
		r := reversalOf(d.example, fund.NewDate(2025, 12, 31))
		if problems := Check(r); (len(problems) > 0) != (d == factReversed) {
			t.Errorf("%s: %+v", d.wire, problems)
			continue
		}
		if d == factReversed {
			continue
		}
		wire, version, data, err := Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(wire, version, data)
		if err != nil || back != Event(r) || r.Reversed() != d.example || FundOf(r) != FundOf(d.example) {
			t.Errorf("%s: %+v came back as %+v (%v)", d.wire, r, back, err)
		}
	}
}

// The day of entry is part of the bytes of every type that has a fund, but for
// closings, and says nothing of the fact.
func TestBookOn(t *testing.T) {
	for _, d := range registry {
		on := d.example.Common().OccurredOn + 40
		booked := BookOn(d.example, on)
		_, isClosing := d.example.(Closing)
		enters := FundOf(d.example) != "" && !isClosing
		if (booked != d.example) != enters || enters && booked.Common().Booked() != on {
			t.Errorf("%s: %+v", d.wire, booked)
		}
		if DigestOf(booked) != DigestOf(d.example) {
			t.Errorf("%s: another fact for another day of entry", d.wire)
		}
		if _, _, data, err := Encode(booked); err != nil || enters != (string(data) != string(d.append(nil, d.example))) {
			t.Errorf("%s: %s, %v", d.wire, data, err)
		}
	}
}

func TestPeriod(t *testing.T) {
	for _, test := range []struct {
		period      Period
		first, last fund.Date
		year        bool
	}{
		{"2025-06", fund.NewDate(2025, 6, 1), fund.NewDate(2025, 6, 30), false},
		{"2024-02", fund.NewDate(2024, 2, 1), fund.NewDate(2024, 2, 29), false},
		{"2025-12", fund.NewDate(2025, 12, 1), fund.NewDate(2025, 12, 31), false},
		{"1969-12", fund.NewDate(1969, 12, 1), fund.NewDate(1969, 12, 31), false},
		{"2025", fund.NewDate(2025, 1, 1), fund.NewDate(2025, 12, 31), true},
		{"2025-13", 0, 0, false}, {"25-01", 0, 0, false}, {"", 0, 0, false}, {"abcd", 0, 0, true},
	} {
		if p := test.period; p.First() != test.first || p.Last() != test.last || p.IsYear() != test.year {
			t.Errorf("%q: %s to %s, year %v", p, p.First(), p.Last(), p.IsYear())
		}
	}
}

func TestBalances(t *testing.T) {
	list := []Balance{{"300101", money.Fen(12_00).Sum()}, {"1003", money.Fen(12_00).Sum()}, {"1002", money.Fen(0).Sum()}, {"50010101", money.Fen(-1).Sum()}}
	text := SealBalances(list)
	if text != "1003 12.00; 300101 12.00; 50010101 -0.01" {
		t.Errorf("sealed: %s", text)
	}
	if back, ok := text.List(); !ok || SealBalances(back) != text || len(back) != 3 {
		t.Errorf("%+v, %v", back, ok)
	}
	if nothing := SealBalances(list[2:3]); nothing != "-" {
		t.Errorf("nothing is sealed as %q", nothing)
	}
	if back, ok := Balances("-").List(); !ok || back != nil {
		t.Errorf("%+v, %v", back, ok)
	}
	for _, bad := range []Balances{"", "1003", "1003 0.00", "1003 1", "1003 1.00;2001 1.00", "2001 1.00; 1003 1.00", "1003 1.00; 1003 1.00", "100 1.00", "10031 1.00", "6001 1.00", "1x03 1.00", " 1003 1.00", "1003 1.00; "} {
		if _, ok := bad.List(); ok {
			t.Errorf("%q passes", bad)
		}
	}
}
