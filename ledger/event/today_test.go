package event

import (
	"math/rand/v2"
	"testing"
)

// Against a plain number nothing speaks of what else is asked of numbers.
func TestPlainNumbers(t *testing.T) {
	const letters = "0123456789012345678900-eEXxJanFebDecq"
	random := rand.New(rand.NewPCG(11, 3))
	plain := 0
	for range 200_000 {
		text := make([]byte, 1+random.IntN(30))
		for i := range text {
			text[i] = letters[random.IntN(len(letters))]
		}
		if !isPlainNumber(string(text)) {
			continue
		}
		plain++
		if p := checkWhole(string(text)); p != nil {
			t.Fatalf("%s is plain, but %s", text, p.Why.EN)
		}
	}
	if plain < 10_000 {
		t.Errorf("%d plain numbers only", plain)
	}
}
