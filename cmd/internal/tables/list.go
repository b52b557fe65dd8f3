package tables

import (
	"cmp"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/figures"
)

// List is a table whose rows are made as they are shown, such as a register. The columns that
// say what a row is about are its key: it stays the row's while facts are recorded. The total
// is that of all rows.
type List struct {
	report.Table // without rows
	Len          int
	cells        func(i int) []report.Cell
	key          func(i int) []string // of row i, in the order in which they count
	orders       []func(a, b string) int
	parts        []string // the columns that the parts of a key are of

	labels []int                        // columns that say what a row is about
	apart  []lang.Text                  // of every column: why no facts add up to its figures; the zero Text: they do
	said   []bool                       // of every column: its figures stand in the document of the row
	keys   string                       // what stands in front of the key of a row in the column explain
	sums   *List                        // of a list of sums: what they are sums of; else nil
	added  func(row string, i int) bool // whether a row is in a sum; nil: all are in the total, and no row is a sum
}

// ListPage says which rows of a list are wanted; the zero ListPage is all of them.
type ListPage struct {
	Limit  int    // so many, or a few more of the last key; 0: all
	Last   int    // the last so many; 0: not asked for
	After  string // those behind the row with this key; "": from the beginning
	Before string // the last of those in front of the row with this key; "": not asked for
}

// list is a list of rows, which stand in the order of the columns that are their key.
func list[R any](t report.Table, columns []column[R], rows []R) List {
	t.Columns = headings(columns)
	if len(rows) > 1 && slices.ContainsFunc(columns, func(c column[R]) bool { return c.foot != nil }) {
		t.Total = foot(columns, rows)
	}
	ids := slices.DeleteFunc(slices.Clone(columns), func(c column[R]) bool { return c.turn == 0 })
	slices.SortStableFunc(ids, func(a, b column[R]) int { return a.turn - b.turn })
	l := List{Table: t, Len: len(rows), cells: func(i int) []report.Cell { return cells(columns, rows[i]) }}
	for _, c := range ids {
		l.orders, l.parts = append(l.orders, c.order), append(l.parts, c.Key)
	}
	for i, c := range columns {
		l.apart, l.said = append(l.apart, c.apart), append(l.said, c.said)
		if c.turn > 0 && c.Show != report.Never || c.Key == "item" || c.Key == "name" {
			l.labels = append(l.labels, i)
		}
	}
	l.key = func(i int) []string {
		key := make([]string, len(ids))
		for n, c := range ids {
			key[n] = c.cell(rows[i]).Value()
		}
		return key
	}
	return l
}

// Whole is the table with all rows.
func (l List) Whole() report.Table {
	t := l.Table
	for i := range l.Len {
		t.Rows = append(t.Rows, l.cells(i))
	}
	return t
}

// Page is a page of the list: it says how many rows there are in all, and behind which key the
// next page comes. It reports false if the key that it is to come behind, or in front of, is none
// of the list's.
func (l List) Page(p ListPage) (Listing, bool) {
	from, to := 0, l.Len
	if p.Before != "" {
		before, ok := l.parseKey(p.Before)
		if !ok {
			return Listing{}, false
		}
		to = sort.Search(l.Len, func(i int) bool { return l.compare(l.key(i), before) >= 0 })
		if p.Limit > 0 {
			from = max(0, to-p.Limit)
		}
		for 0 < from && l.compare(l.key(from-1), l.key(from)) == 0 {
			from--
		}
	}
	if p.After != "" {
		after, ok := l.parseKey(p.After)
		if !ok {
			return Listing{}, false
		}
		from = sort.Search(l.Len, func(i int) bool { return l.compare(l.key(i), after) > 0 })
	}
	if p.Last > 0 {
		from = max(from, to-p.Last)
	}
	if p.Limit > 0 && p.Before == "" && to-from > p.Limit {
		for to = from + p.Limit; to < l.Len && l.compare(l.key(to-1), l.key(to)) == 0; {
			to++
		}
	}
	t := l.Table
	if p != (ListPage{}) {
		next := nextCell("", true)
		if 0 < to && to < l.Len {
			next = nextCell(l.KeyOf(to-1), false)
		}
		t = ofPage(t, report.Count(int64(l.Len)), next)
	}
	return Listing{t, func(yield func([]report.Cell, error) bool) {
		for i := from; i < to && yield(l.cells(i), nil); i++ {
		}
	}}, true
}

// ofPage makes a table one of a page, which says how many rows there are in all, and behind
// what the next page comes. What stands under its rows is of all of them.
func ofPage(t report.Table, rows, next report.Cell) report.Table {
	t.Facts = append(slices.Clip(t.Facts), fact("lines", "全部行数", "lines in all", rows), nextPage(next))
	if t.Total = slices.Clone(t.Total); t.Total != nil {
		t.Total[0] = report.Words(totalOfAll)
	}
	return t
}

// KeyOf is the key of a row, as people write it; parts at the end that are empty are left out.
func (l List) KeyOf(i int) string {
	parts := l.key(i)
	for n, part := range parts {
		parts[n] = figures.Escape(part)
	}
	return strings.TrimRight(strings.Join(parts, "/"), "/")
}

// parseKey reads a key as KeyOf writes it.
func (l List) parseKey(text string) (key []string, ok bool) {
	for _, part := range strings.Split(text, "/") {
		part, err := url.PathUnescape(part)
		if err != nil {
			return nil, false
		}
		key = append(key, part)
	}
	for len(key) < len(l.orders) {
		key = append(key, "")
	}
	return key, len(key) == len(l.orders)
}

// compare returns a number below zero if a row with the one key stands in front of the other.
func (l List) compare(a, b []string) int {
	for i, order := range l.orders {
		if c := order(a[i], b[i]); c != 0 {
			return c
		}
	}
	return 0
}

// byNumber is the order of numbers; none comes last.
func byNumber(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// inTurnOf is the order of the codes of a closed list.
func inTurnOf[C ~string](codes []C) func(a, b string) int {
	return func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Index(codes, C(a)), slices.Index(codes, C(b))), cmp.Compare(a, b))
	}
}

// byPeriod is the order of periods such as 2025 and 2021-2025: by their last year, then by their
// first.
func byPeriod(a, b string) int {
	last := func(s string) string { return s[max(0, len(s)-len("2025")):] }
	return cmp.Or(strings.Compare(last(a), last(b)), strings.Compare(a, b))
}
