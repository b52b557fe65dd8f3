package fund_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
)

// form is the form of an identity number as one would write it down; it cannot
// see a number that begins where another one's neighbour ends.
var form = regexp.MustCompile(`(?:^|[^0-9])([1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx])(?:$|[^0-9])`)

func holds(s string) bool {
	for at := 0; at <= len(s); at++ { // from every place, since matches overlap
		if at > 0 && s[at-1] >= '0' && s[at-1] <= '9' {
			continue
		}
		m := form.FindStringSubmatchIndex(s[at:])
		if m != nil && m[2] == 0 && right(s[at:at+18]) {
			return true
		}
	}
	return false
}

// right computes the check character as GB 11643 writes it: the sum of all 18
// characters, each times 2 to the power of its place from the end, is 1 modulo 11.
func right(s string) bool {
	sum, power := 0, 1
	for i := 17; i >= 0; i-- {
		value := int(s[i] - '0')
		if s[i] == 'X' || s[i] == 'x' {
			value = 10
		}
		sum, power = (sum+value*power)%11, power*2%11
	}
	return sum == 1
}

// What the quick search finds is what the written form says.
func TestIdentityNumbersAreFoundWhereverTheyStand(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"11010519491231002X", "110105194912310021", "11010519491231002x", "440524188001010014", "110105200512310029", "110105179912310024", "110105210001010023", "010105194912310026", "110105194913310021", "110105194912320025", "1", "0", "X", "-", "证", " ", "99", "\xff", "19491231"}
	found := 0
	for range 200_000 {
		var b strings.Builder
		for range 1 + random.IntN(5) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := []byte(b.String())
		if random.IntN(2) == 0 {
			text[random.IntN(len(text))] = "0123456789Xx-"[random.IntN(13)]
		}
		want := holds(string(text))
		if want {
			found++
		}
		if got := fund.HoldsIdentityNumber(text); got != want || fund.HoldsIdentityNumber(string(text)) != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	}
	if found < 10_000 {
		t.Errorf("only %d texts held a number", found)
	}
}

// Two numbers may share the one character between them.
func TestSecondIdentityNumberIsFound(t *testing.T) {
	if !fund.HoldsIdentityNumber("110105194912310021 11010519491231002X") {
		t.Error("a number after one with a wrong check character is overlooked")
	}
}

// Every date of a long time exists once, and no others do.
func TestDateOf(t *testing.T) {
	for y := 1900; y <= 2110; y++ {
		for m := -1; m <= 14; m++ {
			for day := -1; day <= 33; day++ {
				d, ok := fund.DateOf(y, m, day)
				want := y > 1949 || y == 1949 && m >= 10
				if text := civilText(y, m, day); text == "" {
					want = false
				} else if ok && d.String() != text {
					t.Fatalf("%d-%d-%d is %s", y, m, day, d)
				}
				if ok != want {
					t.Fatalf("%d-%d-%d: %v", y, m, day, ok)
				}
			}
		}
	}
	if _, ok := fund.DateOf(10000, 1, 1); ok {
		t.Error("the year 10000")
	}
}

func civilText(y, m, day int) string {
	t := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != m {
		return ""
	}
	return t.Format("2006-01-02")
}
