package tamper

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// honest leaves the checksums as they were.
func honest(do func(*forger)) func(*forger) { return func(f *forger) { f.honest = true; do(f) } }

// retree computes the tree again afterwards.
func retree(do func(*forger)) func(*forger) { return func(f *forger) { f.retree = true; do(f) } }

// renumbered gives all events new positions and revisions afterwards.
func renumbered(do func(*forger)) func(*forger) { return func(f *forger) { do(f); f.renumber() } }

func change(position int64, how func(line) line) func(*forger) {
	return func(f *forger) { f.change(position, how) }
}

func remove(position int64) func(*forger)    { return func(f *forger) { f.remove(position) } }
func removeRow(position int64) func(*forger) { return func(f *forger) { f.removeRow(position) } }
func insert(position int64) func(*forger)    { return func(f *forger) { f.insert(position) } }
func move(position int64) func(*forger)      { return func(f *forger) { f.move(position) } }
func cut(size int64) func(*forger)           { return func(f *forger) { f.cut(size) } }
func reseal(position int64) func(*forger)    { return func(f *forger) { f.reseal(position) } }

func actor(position int64) func(*forger) {
	return func(f *forger) { r, _, _ := f.at(position); r.Actor = "李出纳" }
}

// digit changes the first digit of an amount.
func digit(l line) line { return regexp.MustCompile(`"amount":"[0-9]`).ReplaceAllStringFunc(l, raise) }

// raise makes the last character, a digit, another.
func raise(s string) string {
	last := s[len(s)-1]
	return s[:len(s)-1] + string('1'+(last-'0')%9)
}

// digitIn changes the first digit of the sealed balance of an account.
func digitIn(account string) func(line) line {
	return func(l line) line {
		return regexp.MustCompile(`[";] ?`+account+` [0-9]`).ReplaceAllStringFunc(l, raise)
	}
}

// replaced replaces the first match of each pattern by the text after it.
func replaced(pairs ...string) func(line) line {
	return func(l line) line {
		for i := 0; i < len(pairs); i += 2 {
			if at := regexp.MustCompile(pairs[i]).FindStringIndex(l); at != nil {
				l = l[:at[0]] + pairs[i+1] + l[at[1]:]
			}
		}
		return l
	}
}

// swap exchanges the contents of two events.
func swap(a, b int64) func(*forger) { return func(f *forger) { f.swap(a, b) } }

func (f *forger) swap(a, b int64) {
	f.t.Helper()
	x, i, _ := f.at(a)
	y, j, _ := f.at(b)
	one, other := f.lines(x), f.lines(y)
	if x == y {
		other = one
	}
	one[i], other[j] = other[j], one[i]
	f.put(x, one)
	f.put(y, other)
}

func (f *forger) remove(position int64) line {
	f.t.Helper()
	r, i, _ := f.at(position)
	lines := f.lines(r)
	removed := lines[i]
	f.put(r, slices.Delete(lines, i, i+1))
	return removed
}

func (f *forger) removeRow(position int64) {
	f.t.Helper()
	_, _, i := f.at(position)
	f.rows = slices.Delete(f.rows, i, i+1)
}

// insert puts a claim that was never made in front of another.
func (f *forger) insert(position int64) {
	f.t.Helper()
	r, i, _ := f.at(position)
	lines := f.lines(r)
	f.put(r, slices.Insert(lines, i, replaced("JS2025", "JS2026")(lines[i])))
}

// move moves an event into the append behind its own, which is of another stream.
func (f *forger) move(position int64) {
	f.t.Helper()
	_, _, i := f.at(position)
	moved := f.remove(position)
	f.put(f.rows[i+1], append(f.lines(f.rows[i+1]), moved))
	f.renumber()
}

// append returns the nth append of a stream.
func (f *forger) append(stream string, n int) *row {
	f.t.Helper()
	for _, r := range f.rows {
		if f.streams[r.Stream] == stream {
			if n == 0 {
				return r
			}
			n--
		}
	}
	f.t.Fatalf("no such append of %s", stream)
	return nil
}

// cut removes every append that ends after so many events, or the end of one.
func (f *forger) cut(size int64) {
	f.t.Helper()
	r, inside, i := f.at(size)
	f.rows = f.rows[:i]
	if inside > 0 {
		f.put(r, f.lines(r)[:inside])
		f.rows = append(f.rows, r)
	}
}

// closing returns the position of the closing of a month of the bulk fund.
func (f *forger) closing(period string) int64 {
	f.t.Helper()
	for _, r := range f.rows {
		if f.streams[r.Stream] == "period-"+string(bulk) && strings.Contains(f.lines(r)[0], `"period":"`+period+`"`) {
			return r.First
		}
	}
	f.t.Fatalf("no closing of %s", period)
	return 0
}

// reseal raises the amount of a claim and puts it right in every later closing.
func (f *forger) reseal(position int64) {
	f.t.Helper()
	pattern := regexp.MustCompile(`"amount":"([0-9.]+)"`)
	var old, raised money.Fen
	f.change(position, func(l line) line {
		before := pattern.FindStringSubmatch(l)[1]
		after := digit(l)
		old, _ = money.Parse(before)
		raised, _ = money.Parse(pattern.FindStringSubmatch(after)[1])
		return after
	})
	sealed := regexp.MustCompile(`"balances":"([^"]+)"`)
	for _, r := range f.rows {
		if r.First < position || f.streams[r.Stream] != "period-"+string(bulk) {
			continue
		}
		f.change(r.First, func(l line) line {
			list, _ := event.Balances(sealed.FindStringSubmatch(l)[1]).List()
			for i := range list {
				switch list[i].Account {
				case "1004":
					list[i].Amount = list[i].Amount.Minus((raised - old).Sum())
				case "500101":
					list[i].Amount = list[i].Amount.Plus((raised - old).Sum())
				}
			}
			return sealed.ReplaceAllString(l, `"balances":"`+string(event.SealBalances(list))+`"`)
		})
	}
}

// swapFile puts the file of another directory in the place of the ledger's.
func (f *forger) swapFile() {
	f.t.Helper()
	raw, err := os.ReadFile(filepath.Join(f.exchange, sqlite.FileName))
	if err != nil {
		f.t.Fatal(err)
	}
	write(f.t, filepath.Join(f.dir, sqlite.FileName), raw)
}
