package printed

import (
	"slices"
	"strings"

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

// isPlain reports whether a line may go on with what the one above it is of: it has no number, and is no
// total or balance.
func (l line) isPlain() bool { return l.depth == 0 && l.sums == clerk.Nothing && l.code == "" }

// bond says that a line is the sum of others, or that some are of it.
type bond struct {
	kind  Kind
	total int // which of the lines
	terms []int
	free  bool // 其中: they may be less
}

// bonds returns how the lines of a side add up, from their numbering, from blanks in front of them, and
// from the words of totals: 小计 sums up the lines since the last such line, 合计 those and the 小计 above
// it, 总计 the balances as well. Income is not added to expense, assets not to liabilities, and what is left
// over (结余) to nothing. A heading without figures stands for the lines below it. A total above its lines
// sums up those below it if no other total does.
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
			open = append(open, spelledOut(lines, depths, i)...)
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

// spelledOut returns a line; in place of one without figures those right below it, unless they are but some
// of it.
func spelledOut(lines []line, depths []int, at int) (out []int) {
	if len(lines[at].figures) > 0 {
		return []int{at}
	}
	below := 0
	for i := at + 1; i < len(lines) && depths[i] > depths[at]; i++ {
		if below == 0 && lines[i].ofWhich {
			return nil
		}
		if below == 0 {
			below = depths[i]
		}
		if depths[i] == below {
			out = append(out, spelledOut(lines, depths, i)...)
		}
	}
	return out
}

// summed returns which of the open lines a total sums up.
func summed(lines []line, open []int, total line) (terms []int) {
	for _, at := range open {
		l := lines[at]
		isFlow := l.code == income || l.code == expense
		isBalance := l.code == begin || l.code == end
		_, of := clerk.Totals(l.words)
		_, whole := clerk.Totals(total.words)
		switch {
		case l.code == surplus || l.code == months || l.code == surplusRate:
		case l.scope != "" && total.scope != "" && l.scope != total.scope && total.scope != "all":
		case l.sums != clerk.Nothing && total.sums == clerk.Since: // a subtotal is of no other
		case l.sums == clerk.All && !isFlow && of != "" && whole != "" && !names(whole, of): // of something else
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

// names reports whether the words of a total name what another total is of: 负债与净资产 names 负债 and
// 净资产, but not 资产.
func names(whole, of string) bool {
	for at := 0; ; {
		i := strings.Index(whole[at:], of)
		if i < 0 {
			return false
		}
		before := whole[:at+i]
		if !strings.HasSuffix(before, "净") && !strings.HasSuffix(before, "net") {
			return true
		}
		at += i + len(of)
	}
}

// depthsOf returns how deep each line is: by the blanks in front of it, then by its numbering; a line without
// a number is as deep as the highest that have one. 其中 is one deeper than the line above it, and so is
// what follows it without a number and without more blanks.
func depthsOf(lines []line) []int {
	depths := make([]int, len(lines))
	highest, indented := 0, false
	for _, l := range lines {
		if l.depth > 0 && (highest == 0 || l.depth < highest) {
			highest = l.depth
		}
		indented = indented || l.indent > 0
	}
	parent, inside := 0, false // the line that 其中 is of
	for i, l := range lines {
		depths[i] = 100*l.indent + 10*max(l.depth, highest)
		switch {
		case l.ofWhich && i > 0:
			if !inside {
				parent = i - 1
			}
			depths[i], inside = max(depths[i], depths[parent]+5), true
		case inside && l.isPlain() && (indented && l.indent >= lines[i-1].indent || highest > 0 && !indented):
			depths[i] = depths[i-1]
		default:
			inside = false
		}
	}
	return depths
}

// families returns the bonds between a line and the deeper ones right below it. Lines that are numbered or
// set in are all of it; of 其中 nobody says so.
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
