package docket

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Every version of a list is what was made of it, in whatever order others were made of it.
func TestListsStay(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	type version struct {
		list[*int]
		want []int
	}
	versions := []version{{}}
	for range 3_000 {
		from := versions[random.IntN(len(versions))]
		if random.IntN(2) == 0 { // mostly the newest goes on
			from = versions[len(versions)-1]
		}
		next, n := version{from.list, slices.Clone(from.want)}, random.Int()
		if len(next.want) > 0 && random.IntN(3) == 0 {
			i := random.IntN(len(next.want))
			next.list = next.own()
			*renew(next.list, i), next.want[i] = n, n
		} else {
			next.list, next.want = next.with(&n), append(next.want, n)
		}
		versions = append(versions, next)
	}
	for k, v := range versions {
		if !slices.EqualFunc(v.items, v.want, func(got *int, want int) bool { return *got == want }) {
			t.Fatalf("version %d is another", k)
		}
	}
}

// Who only adds copies little: a case may have many thousands of facts.
func TestListGrows(t *testing.T) {
	var l list[int]
	copies := 0
	for n := range 100_000 {
		before := l.items
		if l = l.with(n); n > 0 && &before[0] != &l.items[0] {
			copies++
		}
	}
	if copies > 60 {
		t.Errorf("%d copies", copies)
	}
}
