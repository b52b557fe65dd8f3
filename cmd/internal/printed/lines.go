package printed

import (
	"slices"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
)

// line is a line of one side of a table.
type line struct {
	label
	text    string
	row     int
	unit    Unit        // that its words or its own cell say
	figures map[int]int // by column
}

// bond says that a line is the sum of others, or that some are of it.
type bond struct {
	kind  Kind
	total int // which of the lines
	terms []int
	free  bool // 其中: they may be less
}

// bonds returns how the lines of a side add up, from their numbering, from blanks in front of them, and
// from the words of totals: 小计 sums up the lines since the last such line, 合计 those and the 小计 above
// it, 总计 the balances as well. Income is not added to expense, and what is left over (结余) to nothing.
// A total above its lines sums up those below it if no other total does.
func bonds(lines []line) []bond {
	depths := depthsOf(lines)
	all := families(lines, depths)
	top := 0
	if len(depths) > 0 {
		top = slices.Min(depths)
	}
	var open []int // lines that no total has yet
	waiting := -1  // a total with nothing above it
	for i, l := range lines {
		if depths[i] > top {
			continue
		}
		if l.sums == clerk.Nothing {
			open = append(open, i)
			continue
		}
		terms := summed(lines, open, l)
		switch {
		case len(terms) > 0:
			all = append(all, bond{kind: Parts, total: i, terms: terms})
		case waiting < 0 && len(open) == 0 && !hasBond(all, i):
			waiting = i
			continue
		}
		open = slices.DeleteFunc(open, func(at int) bool { return slices.Contains(terms, at) })
		open = append(open, i)
	}
	if waiting >= 0 {
		if terms := summed(lines, open, lines[waiting]); len(terms) > 1 {
			all = append(all, bond{kind: Parts, total: waiting, terms: terms})
		}
	}
	return all
}

func hasBond(all []bond, total int) bool {
	return slices.ContainsFunc(all, func(b bond) bool { return b.total == total && !b.free })
}

// summed returns which of the open lines a total sums up.
func summed(lines []line, open []int, total line) (terms []int) {
	for _, at := range open {
		l := lines[at]
		isFlow := l.code == income || l.code == expense
		isBalance := l.code == begin || l.code == end
		switch {
		case l.code == surplus || l.code == months || l.code == surplusRate:
		case l.scope != "" && total.scope != "" && l.scope != total.scope && total.scope != "all":
		case l.sums != clerk.Nothing && total.sums == clerk.Since: // a subtotal is of no other
		case total.grand:
			terms = append(terms, at)
		case isBalance:
		case isFlow && l.sums != clerk.Nothing && total.code != "" && l.code != total.code: // the other side
		case isFlow && l.sums == clerk.Nothing && (total.code == income || total.code == expense) && l.code != total.code:
		default:
			terms = append(terms, at)
		}
	}
	return terms
}

// depthsOf returns how deep each line is: by its numbering, 其中 one deeper than the line above it and what
// follows it without a number; by blanks in front if the lines have no numbers.
func depthsOf(lines []line) []int {
	depths := make([]int, len(lines))
	numbered, indented, top := false, false, 0
	for _, l := range lines {
		if l.depth > 0 && (top == 0 || 10*l.depth < top) {
			numbered, top = true, 10*l.depth
		}
		indented = indented || l.indent > 0
	}
	top = max(top, 10)
	parent, inside := 0, false // the line that 其中 is of
	for i, l := range lines {
		switch {
		case numbered && l.depth > 0:
			depths[i], inside = 10*l.depth, false
		case l.sums != clerk.Nothing || l.code != "" && !l.ofWhich:
			depths[i], inside = top, false
			if !numbered && indented {
				depths[i] = 10 + 10*l.indent
			}
		case !numbered && indented && !l.ofWhich && (!inside || l.indent <= lines[parent].indent):
			depths[i], inside = 10+10*l.indent, false
		case l.ofWhich && i > 0:
			if !inside {
				parent = i - 1
			}
			depths[i], inside = depths[parent]+5, true
		case inside && (numbered || indented):
			depths[i] = depths[parent] + 5
		default:
			depths[i], inside = top, false
		}
	}
	return depths
}

// families returns the bonds between a line and the deeper ones right below it. Numbered lines are all of
// it; of 其中 nobody says so.
func families(lines []line, depths []int) (all []bond) {
	for i := range lines {
		var terms []int
		below := 0
		free := false
		for j := i + 1; j < len(lines) && depths[j] > depths[i]; j++ {
			if below == 0 {
				below = depths[j]
			}
			if depths[j] == below {
				terms = append(terms, j)
				free = free || lines[j].ofWhich
			}
		}
		if len(terms) > 1 || len(terms) == 1 && free {
			kind := Parts
			if free {
				kind = OfWhich
			}
			all = append(all, bond{kind: kind, total: i, terms: terms, free: free})
		}
	}
	return all
}
