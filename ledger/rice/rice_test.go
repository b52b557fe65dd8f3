package rice

import (
	"math/rand/v2"
	"testing"
)

// step is a number that was written, and how: as so many bits, or as a gap.
type step struct {
	value uint64
	n     uint
	gap   bool
}

// What was written is read, and nothing behind it.
func TestWritten(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		steps := make([]step, random.IntN(60))
		w := Append([]byte("head"))
		for i := range steps {
			s := step{random.Uint64() >> random.UintN(64), random.UintN(65), random.IntN(2) == 0}
			if s.gap {
				s.n = random.UintN(63)
				s.value &= 1<<min(63, s.n+6) - 1
				w.Gap(s.value, s.n)
			} else {
				if s.n < 64 {
					s.value &= 1<<s.n - 1
				}
				w.Bits(s.value, s.n)
			}
			steps[i] = s
		}
		size := w.Len()
		text := w.Close()
		if len(text) != size || string(text[:4]) != "head" {
			t.Fatalf("%d bytes, not %d: %q", len(text), size, text)
		}
		r := NewReader(text[4:])
		for i, s := range steps {
			read := r.Bits
			if s.gap {
				read = r.Gap
			}
			got, ok := read(s.n)
			if !ok || got != s.value {
				t.Fatalf("step %d, %+v: read %d, %v", i, s, got, ok)
			}
		}
		if !r.End() {
			t.Fatal("something is left")
		}
		if _, ok := r.Bits(9); ok {
			t.Fatal("more was read than was written")
		}
	}
}

// Zeros stops at the most that is asked for.
func TestZeros(t *testing.T) {
	for n := range uint64(300) {
		for _, most := range []uint64{1, 24, 64, 200, n, n + 1} {
			var w Writer
			w.Zeros(n)
			r := NewReader(w.Close())
			got, ok := r.Zeros(most)
			if !ok || got != min(n, most) {
				t.Fatalf("of %d zeros, at most %d: %d, %v", n, most, got, ok)
			}
			if n < most && !r.End() {
				t.Fatalf("of %d zeros, at most %d, something is left", n, most)
			}
		}
	}
}

// Whatever the bytes, reading ends.
func FuzzReader(f *testing.F) {
	f.Add([]byte{0, 0, 1}, uint(3), uint(7))
	f.Fuzz(func(t *testing.T, text []byte, parameter, n uint) {
		r := NewReader(text)
		steps := 0
		for ok := true; ok; steps++ {
			if _, ok = r.Gap(parameter % 64); ok {
				_, ok = r.Bits(n % 65)
			}
			if steps > 8*len(text) {
				t.Fatal("more gaps than bits")
			}
		}
	})
}
