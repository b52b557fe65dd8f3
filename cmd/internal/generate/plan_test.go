package generate

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

func newPlan(t *testing.T, scale string) *Plan {
	t.Helper()
	p, err := New(Options{Region: "441300", First: 2021, Last: 2025, Scale: decimal.RequireFromString(scale), Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// At the size of the city, and of three of them, everything that is dealt out adds up
// to what was published, and every payment has at least one fen.
func TestPlan(t *testing.T) {
	for _, test := range []struct {
		scale string
		times int64
	}{{"1", 1}, {"3", 3}} {
		p := newPlan(t, test.scale)
		var got Totals
		add := func(amount, count Item, s segment, who string) {
			if s.amount < s.count || s.count > 0 && s.weight == 0 {
				t.Errorf("scale %s: %s: %d fen for %d payments, weight %d", test.scale, who, s.amount, s.count, s.weight)
			}
			got[amount] += int64(s.amount)
			if count >= 0 {
				got[count] += int64(s.count)
			}
		}
		for m := range p.months {
			for k := range classes {
				for _, s := range p.claims.months[m][k] {
					count := Item(-1)
					if classes[k].item == Reimbursed {
						count = Visits
					}
					add(classes[k].item, count, s, p.months[m].name)
				}
			}
			for _, s := range p.reliefs.months[m] {
				add(ReliefAmount, Reliefs, s, p.months[m].name)
			}
			assisted := p.reliefs.assisted[m]
			assisted.weight = 1
			add(AssistedAmount, Assisted, assisted, p.months[m].name)
		}
		for _, c := range p.cases {
			item := Inspected
			if c.channel == event.SelfCheck {
				item = SelfChecked
			}
			got[item] += int64(c.amount)
			got[Fined] += int64(c.fine)
			if c.fine > 0 {
				got[FinedCases]++
			}
			if c.police {
				got[ToPolice]++
			}
			if c.amount <= 0 {
				t.Errorf("scale %s: case %s is about nothing", test.scale, c.number)
			}
		}
		for _, one := range p.institutions {
			if one.end != 0 {
				got[Terminated]++
			}
			if one.pause != 0 {
				got[Suspended]++
			}
		}
		for _, b := range p.balances {
			sum := b.opening
			for m := range p.months {
				sum += b.premiums[m] + b.subsidies[m] + b.interest[m] - b.spent[m]
			}
			got[Balance] += int64(sum)
		}
		got[Balance] += got[SelfChecked] + got[Inspected] + got[AssistedAmount]
		got[Insured] = int64(p.insured)
		for _, item := range Items() {
			if want := p.Published[item] * test.times; got[item] != want || p.Target[item] != want {
				t.Errorf("scale %s: %s: %d, target %d, published %d times %d", test.scale, item.Name(), got[item], p.Target[item], p.Published[item], test.times)
			}
		}
	}
}

// Few institutions have much, many have little; what is lost are small ones.
func TestSizes(t *testing.T) {
	p := newPlan(t, "1")
	var all, large, lost uint64
	sizes := make([]uint64, 0, len(p.institutions))
	for _, one := range p.institutions {
		all += one.size
		sizes = append(sizes, one.size)
		if one.end != 0 || one.pause != 0 {
			lost = max(lost, one.size)
		}
	}
	slices.Sort(sizes)
	slices.Reverse(sizes)
	for _, size := range sizes[:len(sizes)/10] {
		large += size
	}
	if large*100/all < 45 || sizes[0]*100/all > 5 {
		t.Errorf("a tenth of the institutions has %d of 100 facts, the largest %d", large*100/all, sizes[0]*100/all)
	}
	if lost*1000/all > 1 {
		t.Errorf("an institution with %d of 1,000 facts is lost", lost*1000/all)
	}
	if n := len(p.institutions); n < 4000 || n > 6000 {
		t.Errorf("%d institutions", n)
	}
}

// Every fine of the whole city lies within the frame of its article.
func TestFines(t *testing.T) {
	p := newPlan(t, "1")
	for _, c := range p.cases {
		rule, known := law.Of(c.article)
		if c.fine == 0 {
			continue
		}
		multiple := decimal.RequireFromString(c.multiple)
		if !known || !rule.Fine.Holds(c.fine, c.base) || c.base != c.amount || c.base == 0 {
			t.Errorf("case %s: fine %s on %s under %s", c.number, c.fine, c.base, c.article)
		}
		off := decimal.NewFromInt(int64(c.base)).Mul(multiple).Sub(decimal.NewFromInt(int64(c.fine))).Abs()
		if off.GreaterThan(decimal.NewFromInt(5)) {
			t.Errorf("case %s: fine %s is not %s times %s", c.number, c.fine, c.multiple, c.base)
		}
	}
}

func TestDeal(t *testing.T) {
	for _, test := range []struct {
		total   uint64
		weights []uint64
		want    []uint64
		spread  []uint64
	}{
		{10, []uint64{1, 1, 1}, []uint64{4, 3, 3}, []uint64{3, 3, 4}},
		{10, []uint64{0, 5, 0}, []uint64{0, 10, 0}, []uint64{0, 10, 0}},
		{7, []uint64{0, 0}, []uint64{0, 7}, []uint64{0, 7}},
		{0, []uint64{3, 4}, []uint64{0, 0}, []uint64{0, 0}},
		{1 << 62, []uint64{1 << 62, 1 << 62}, []uint64{1 << 61, 1 << 61}, []uint64{1 << 61, 1 << 61}},
	} {
		if got := deal(test.total, test.weights); !slices.Equal(got, test.want) {
			t.Errorf("%d over %v: %v, want %v", test.total, test.weights, got, test.want)
		}
		if got := spread(test.total, test.weights); !slices.Equal(got, test.spread) {
			t.Errorf("%d facts over %v: %v, want %v", test.total, test.weights, got, test.spread)
		}
	}
}

// Whatever the phase, parts add up and are within one of their share.
func FuzzShare(f *testing.F) {
	f.Add(uint64(1000), uint64(3), []byte{1, 2, 3, 0, 200})
	f.Fuzz(func(t *testing.T, total, phase uint64, weights []byte) {
		s := share{total: total >> 8}
		for _, w := range weights {
			s.sum += uint64(w)
		}
		if s.sum == 0 {
			return
		}
		s.phase = phase % s.sum
		var sum uint64
		for _, w := range weights {
			part := s.next(uint64(w))
			sum += part
			want := decimal.NewFromUint64(s.total).Mul(decimal.NewFromInt(int64(w))).Div(decimal.NewFromUint64(s.sum))
			if decimal.NewFromUint64(part).Sub(want).Abs().GreaterThan(decimal.New(1, 0)) {
				t.Fatalf("%d of %d for %d of %d", part, s.total, w, s.sum)
			}
		}
		if sum != s.total {
			t.Fatalf("%d of %d were dealt", sum, s.total)
		}
	})
}

// Whatever is drawn, payments add up and none is nothing.
func FuzzPurse(f *testing.F) {
	f.Add(uint64(100_000), []byte{1, 200, 3})
	f.Fuzz(func(t *testing.T, amount uint64, drawn []byte) {
		p := purse{left: amount>>16 + uint64(len(drawn)), count: uint64(len(drawn)), mean: 1 + amount&0xff}
		want, got := p.left, uint64(0)
		for _, d := range drawn {
			paid := p.pay(uint64(d) * uint64(d))
			if paid == 0 {
				t.Fatalf("nothing is paid")
			}
			got += paid
		}
		if len(drawn) > 0 && got != want {
			t.Fatalf("paid %d of %d", got, want)
		}
	})
}

// A curve draws the same everywhere: half of what it draws is below the median,
// and a power of two is 256 steps.
func TestCurve(t *testing.T) {
	powers := newPowers()
	if powers[0] != median || powers[128] != 92681 || powers[255] != 130717 {
		t.Errorf("powers %d, %d, %d", powers[0], powers[128], powers[255])
	}
	c := newCurve(powers, 256)
	if c.mean < median*12/10 || c.mean > median*13/10 { // √e^(ln²2) = 1.27
		t.Errorf("mean %d", c.mean)
	}
	middle := uint64(0x7fff8000_7fff8000) // four halves
	if got := c.draw(middle); got > median || got < median*99/100 {
		t.Errorf("the middle draws %d", got)
	}
}

// Days of an agreement are those between its changes.
func TestOpen(t *testing.T) {
	day := func(d int) fund.Date { return fund.NewDate(2021, 3, d) }
	march := newMonth(2021, 2)
	for _, test := range []struct {
		one  institution
		want int
	}{
		{institution{from: day(1) - 60}, 31},
		{institution{from: day(10)}, 22},
		{institution{from: day(1), end: day(10)}, 9},
		{institution{from: day(1), end: day(1)}, 0},
		{institution{from: day(1), pause: day(5), back: day(10)}, 26},
		{institution{from: day(31) + 1}, 0},
	} {
		var w workdays
		test.one.open(march, &w)
		if w.n != test.want {
			t.Errorf("%+v is open on %d days, want %d", test.one, w.n, test.want)
		}
	}
}

// The cap is above what anybody gets.
func TestReliefCap(t *testing.T) {
	p := newPlan(t, "0.1")
	paid := map[string]money.Fen{}
	for at := range len(p.months) + lateness {
		for e := range p.reliefsOf(at) {
			if r, ok := e.(event.ReliefPaid); ok {
				paid[string(r.Person)+r.OccurredOn.Month()[:4]] += r.Amount
			}
		}
	}
	var most money.Fen
	for _, amount := range paid {
		most = max(most, amount)
	}
	if most > reliefCap/2 || len(paid) < 40_000 {
		t.Errorf("somebody got %s in a year; %d persons and years", most, len(paid))
	}
}

func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		if _, err := New(Options{Region: "441300", First: 2021, Last: 2025, Scale: decimal.New(1, 0), Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
