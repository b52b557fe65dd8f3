package books

import "github.com/fundledger/fundledger/ledger/fund"

// tree keeps totals per day as partial sums (a Fenwick tree): adding to a day,
// however late, and summing up to a day both cost the logarithm of the days
// between the first and the last.
type tree struct {
	first fund.Date // day of index 1
	nodes []Totals  // nodes[i] holds the sum of the lowbit(i) days that end with index i; nodes[0] is unused
}

// add adds the totals to a day.
func (t *tree) add(day fund.Date, sum Totals) {
	switch {
	case len(t.nodes) == 0:
		t.first, t.nodes = day, make([]Totals, 2)
	case day < t.first:
		t.rebuild(day-365, int(t.first-day)+365+len(t.nodes))
	case int(day-t.first)+2 > len(t.nodes):
		t.rebuild(t.first, max(int(day-t.first)+2, 2*len(t.nodes)))
	}
	for i := int(day-t.first) + 1; i < len(t.nodes); i += i & -i {
		t.nodes[i] = t.nodes[i].Plus(sum)
	}
}

// until returns the totals of every day up to and including one; 0 means all.
func (t *tree) until(day fund.Date) Totals {
	i := len(t.nodes) - 1
	if day != 0 {
		i = min(i, int(day-t.first)+1)
	}
	return t.sum(i)
}

// sum returns the totals of the days of index 1 to i.
func (t *tree) sum(i int) Totals {
	var sum Totals
	for ; i > 0; i -= i & -i {
		sum = sum.Plus(t.nodes[i])
	}
	return sum
}

// rebuild makes room for size-1 days from first on.
func (t *tree) rebuild(first fund.Date, size int) {
	old := *t
	t.first, t.nodes = first, make([]Totals, size)
	for day, sum := range old.each {
		t.add(day, sum)
	}
}

// each yields the days that have totals, with these.
func (t *tree) each(yield func(fund.Date, Totals) bool) {
	for i := 1; i < len(t.nodes); i++ {
		if sum := t.sum(i).Minus(t.sum(i - 1)); sum != (Totals{}) && !yield(t.first+fund.Date(i-1), sum) {
			return
		}
	}
}
