package document

import (
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
)

// writings of one number, and of a fact of each.
var writings = []string{"R-1", "Ｒ-1", "Ｒ－１", "R‐1", "R-1\ufe0f", "R\u200b-1"}

// All writings of a number are one: the same fact again is recorded already, other
// content is refused.
func TestWritingsAreOneNumber(t *testing.T) {
	for _, first := range writings {
		register := Register{}.Note(order(first, "441300.390", 100))
		var known Known
		known.Note(MarkOf(order(first, "441300.390", 100)))
		for _, second := range writings {
			if again, err := register.Admit(order(second, "441300.390", 100)); !again || err != nil {
				t.Errorf("%+q after %+q: again %v, %v", second, first, again, err)
			}
			if again, err := register.Admit(order(second, "441300.390", 101)); again || err == nil {
				t.Errorf("%+q after %+q with other content: again %v, %v", second, first, again, err)
			}
			if known.Clear(MarkOf(order(second, "441300.390", 100))) {
				t.Errorf("%+q after %+q is not known", second, first)
			}
		}
		if again, err := register.Admit(order("r-1", "441300.390", 100)); again || err != nil {
			t.Errorf("another number is taken for %+q: %v", first, err)
		}
	}
}

// An older program took two writings for two numbers. Both facts stay recorded, and
// no other is taken for one of them.
func TestOlderFactsOfOneNumber(t *testing.T) {
	register := Register{}.Note(order("R-1", "441300.390", 100)).Note(order("R-1\ufe0f", "441300.390", 30))
	for _, amount := range []money.Fen{100, 30} {
		if again, err := register.Admit(order("R-1", "441300.390", amount)); !again || err != nil {
			t.Errorf("%s: again %v, %v", amount, again, err)
		}
	}
	if again, err := register.Admit(order("R-1", "441300.390", 31)); again || err == nil {
		t.Errorf("another: again %v, %v", again, err)
	}
}

// What an older program took back from originals of one number can be taken back
// again in any order, and never more.
func TestOlderOriginalsOfOneNumber(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 8))
		var o Originals
		var keys []Key
		left := map[int]money.Fen{}
		total := money.Fen(0)
		for i, number := range writings[:2+random.IntN(len(writings)-1)] {
			amount := money.Fen(1 + random.IntN(50))
			key := KeyOf(order(number, "441300.390", amount))
			keys = append(keys, key)
			o = o.Add(key.Place(), day, "inpatient", amount)
			left[i], total = amount, total+amount
		}
		if err := o.Check(keys[0], day, "inpatient", total+1); err == nil {
			t.Fatalf("seed %d: more than all of them is taken back", seed)
		}
		for len(left) > 0 { // as it was checked by the writing
			i := random.IntN(len(keys))
			if left[i] == 0 {
				delete(left, i)
				continue
			}
			amount := 1 + money.Fen(random.IntN(int(left[i])))
			o = o.Take(keys[i], amount)
			left[i] -= amount
		}
		if err := o.Check(keys[0], day, "inpatient", 1); err == nil {
			t.Fatalf("seed %d: there is something left", seed)
		}
	}
}

// Of several originals the one of that day and account is meant.
func TestOlderOriginalIsFoundByItsDay(t *testing.T) {
	first, second := KeyOf(order("R-1", "441300.390", 1)), KeyOf(order("Ｒ-1", "441300.390", 1))
	o := Originals{}.Add(first.Place(), day, "inpatient", 10).Add(second.Place(), day+1, "outpatient", 20)
	if err := o.Check(second, day+1, "outpatient", 20); err != nil {
		t.Error(err)
	}
	if err := o.Check(first, day, "inpatient", 11); err == nil {
		t.Error("the other original lends its amount")
	}
}

func TestNormalKeepsWhatIsPlain(t *testing.T) {
	for _, number := range []string{"", "R-1", "惠医保罚〔2025〕17号"} {
		if Normal(number) != number {
			t.Errorf("%q is %q", number, Normal(number))
		}
	}
	if event.DigestOf(order("Ｒ-1", "441300.390", 1)) != event.DigestOf(order("R-1", "441300.390", 1)) {
		t.Error("equal facts have different digests")
	}
}
