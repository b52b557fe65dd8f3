package tamper

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/verify"
)

// forgery is one way to change history, and what shows it.
type forgery struct {
	name string
	do   func(f *forger)
	says string // how that begins which opening the ledger or verify says; nothing: it finds nothing
	at   int64  // the event that it names; nowhere: none
	old  bool   // whether the old checkpoint shows it, from the events alone
	why  string // why verify finds nothing, or does not name the event that was changed
}

// The columns of the tables, in words.
const (
	nothing       = ""
	nowhere       = verify.Beside
	shown, hidden = true, false

	altered  = "was changed after it was recorded (it is not what the ledger's tree was made of)"
	treeOnly = "is right, but what the ledger's tree keeps for it was changed"
	either   = "was changed after it was recorded, or the ledger's tree was"
	badTree  = "cannot be read: ledger.db: corrupt: the tree: "
	badSum   = "corrupt: checksum does not match"
	gone     = "is missing: the ledger's tree has"
	extra    = "is not in the ledger's tree (written by an older program, or past the program)"
	noEvent  = "its content is no canonical event: "
	stranger = "does not belong into its stream but into "
	sealed   = "a wrong closing"

	atRow    = "the checksum is of a whole append: its first event is named"
	atBlock  = "the hash is of a block of 256 events: its first is named, and that it may be any of them"
	atTree   = "no event was changed: none is named"
	anywhere = "everything agrees again: this is a right ledger of another history; only a checkpoint tells"
	later    = "everything agrees again, and the old checkpoint does not reach so far; a later one tells"
	atEnd    = "a log that ends earlier is a right log; a checkpoint of more events tells"
	atSeal   = "everything agrees but the balances that the next closing sealed: the closing is named"
	overtake = "everything agrees, and the next closing has not seen the event: as if it had been recorded meanwhile"
	before   = "what is changed or lies beyond is after the old checkpoint, or beside the events"
)

// places are where forgeries are made.
type places struct {
	premium int64 // an append of one event in May; the next is the same
	claim   int64 // in the middle of an append of many in May
	row     int64 // the first event of that append
	next    int64 // the first event of the append after it
	recent  int64 // a claim of November, after the old checkpoint
	closing int64 // of May
	block   int64 // the block that has claim
	first   int64 // the first event of that block
	tail    int64 // the first event after the last block
}

// survey finds the places of a ledger.
func survey(t testing.TB, dir string) (p places) {
	t.Helper()
	forge(t, dir, func(f *forger) {
		p.premium = f.append("premium-441400.390-202505", 1).First
		many := f.append("reimbursement-H44130200004-202505", 0)
		p.row, p.claim, p.next = many.First, many.First+many.Count/2, many.First+many.Count
		late := f.append("reimbursement-H44130200019-202511", 0)
		p.recent = late.First + late.Count/2
		p.closing = f.closing("2025-05")
	})
	p.block = p.claim / 256
	p.first, p.tail = p.block*256, *size/256*256
	return p
}

// forgeries is all that we can think of. older is a directory with a copy of the
// ledger that was made when it had half of its events.
func (p places) forgeries(older string) []forgery {
	return slices.Concat(p.ofContent(), p.ofOrder(), p.ofTheEnd(older), p.ofStreams(), p.ofTimes(), p.ofTheTree(), p.consistent())
}

func (p places) ofContent() []forgery {
	return []forgery{
		{"a digit in an amount, the checksum as it was", honest(change(p.claim, digit)), "cannot be read: ledger.db, position " + fmt.Sprint(p.row) + ": " + badSum, p.row, shown, atRow},
		{"a digit in an amount", change(p.claim, digit), altered, p.claim, shown, ""},
		{"a digit in an amount of an append of one", change(p.premium, digit), altered, p.premium, shown, ""},
		{"a name in the first event of all", change(0, replaced("惠州", "惠东")), altered, 0, shown, ""},
		{"a digit in an amount after the checkpoint", change(p.recent, digit), altered, p.recent, hidden, ""},
		{"a digit in the last event", change(*size-1, digitIn("3001")), altered, *size - 1, hidden, ""},
		{"a date", change(p.claim, replaced(`"2025-05-[0-9]+"`, `"2025-05-31"`)), altered, p.claim, shown, ""},
		{"a date that does not exist", change(p.claim, replaced(`"2025-05-[0-9]`, `"2025-05-4`)), noEvent, p.claim, shown, ""},
		{"a date of another month", change(p.claim, replaced(`"2025-05-`, `"2025-06-`)), stranger + "reimbursement-H44130200004-202506", p.claim, shown, ""},
		{"a document number", change(p.claim, replaced("JS2025", "JS2024")), altered, p.claim, shown, ""},
		{"a person", change(p.claim, replaced(`"person":"[0-9a-f]{4}`, `"person":"0000`)), altered, p.claim, shown, ""},
		{"the type", change(p.claim, replaced("^reimbursement.paid", "claim.denied")), noEvent, p.claim, shown, ""},
		{"an amount with a minus sign", change(p.claim, replaced(`"amount":"`, `"amount":"-`)), noEvent, p.claim, shown, ""},
		{"another form of the same amount", change(p.claim, replaced(`"amount":"`, `"amount":"0`)), noEvent, p.claim, shown, ""},
		{"a blank in the JSON", change(p.claim, replaced(`,"care"`, `, "care"`)), noEvent, p.claim, shown, ""},
		{"a sealed balance", change(p.closing, digitIn("4001")), sealed, p.closing, shown, ""},
		{"a whole append replaced", func(f *forger) {
			r, _, _ := f.at(p.claim)
			lines := f.lines(r)
			for i := range lines {
				lines[i] = digit(lines[i])
			}
			f.put(r, lines)
		}, altered, p.row, shown, ""},
	}
}

func (p places) ofOrder() []forgery {
	return []forgery{
		{"two events of an append swapped", swap(p.claim, p.claim+3), altered, p.claim, shown, ""},
		{"two events of two appends swapped", swap(p.claim, p.next+2), stranger + "reimbursement-H44130200005-202505", p.claim, shown, ""},
		{"the contents of two appends swapped", func(f *forger) {
			_, _, i := f.at(p.premium)
			a, b := f.rows[i], f.rows[i+1]
			a.Data, b.Data = b.Data, a.Data
		}, altered, p.premium, shown, ""},
		{"two appends of two streams swapped", func(f *forger) {
			_, _, i := f.at(p.claim)
			f.rows[i], f.rows[i+1] = f.rows[i+1], f.rows[i]
			f.renumber()
		}, altered, p.row, shown, ""},
		{"an event removed, positions as they were", remove(p.claim), altered, p.claim, shown, "the one behind it is in its place now"},
		{"an event removed, all renumbered", renumbered(remove(p.claim)), altered, p.claim, shown, "the one behind it is in its place now"},
		{"an append removed, positions as they were", removeRow(p.row), "cannot be read: ledger.db: corrupt: position " + fmt.Sprint(p.row) + " is missing; the next is " + fmt.Sprint(p.next), p.row, shown, ""},
		{"an append removed, all renumbered", renumbered(removeRow(p.row)), altered, p.row, shown, "the one behind it is in its place now"},
		{"an event inserted, all renumbered", renumbered(insert(p.claim)), altered, p.claim, shown, ""},
		{"an event repeated, all renumbered", renumbered(func(f *forger) {
			r, i, _ := f.at(p.claim)
			lines := f.lines(r)
			f.put(r, slices.Insert(lines, i, lines[i]))
		}), altered, p.claim + 1, shown, ""},
		{"an append repeated, all renumbered", renumbered(func(f *forger) {
			_, _, i := f.at(p.premium)
			again := *f.rows[i]
			f.rows = slices.Insert(f.rows, i, &again)
		}), altered, p.premium + 1, shown, ""},
		{"an event added at the end", renumbered(func(f *forger) {
			again := *f.rows[len(f.rows)-1]
			f.rows = append(f.rows, &again)
		}), extra, *size, hidden, ""},
	}
}

func (p places) ofTheEnd(older string) []forgery {
	less, more := kept()-*size/10, kept()+*size/10
	return []forgery{
		{"the tail cut after the checkpoint, rows only", cut(more), gone, more, hidden, ""},
		{"the tail cut before the checkpoint, rows only", cut(less), gone, less, shown, ""},
		{"the last event cut, rows only", cut(*size - 1), gone, *size - 1, hidden, ""},
		{"the tail cut, rows and table tail", func(f *forger) {
			f.cut(more)
			f.sql = []string{fmt.Sprintf(`UPDATE tail SET size = %d, tags = zeroblob(%d)`, more, more%256)}
		}, badTree, nowhere, hidden, atTree},
		{"all rows cut", cut(0), gone, 0, shown, ""},
		{"all cut, tree and all", retree(cut(0)), nothing, nowhere, shown, atEnd},
		{"the tail cut after the checkpoint, tree and all", retree(cut(more)), nothing, nowhere, hidden, atEnd},
		{"the tail cut before the checkpoint, tree and all", retree(cut(less)), nothing, nowhere, shown, atEnd},
		{"the file exchanged for an older copy", func(f *forger) { f.exchange = older }, nothing, nowhere, shown, atEnd},
	}
}

func (p places) ofStreams() []forgery {
	const old, other = "reimbursement-H44130200004-202505", "reimbursement-H44130200099-202505"
	rename := func(f *forger) { f.streams[f.streamOf(old)] = other }
	return []forgery{
		{"a stream renamed, the checksums as they were", honest(rename), "cannot be read: ledger.db, position " + fmt.Sprint(p.row) + ": " + badSum, p.row, shown, ""},
		{"a stream renamed", rename, stranger + old, p.row, shown, ""},
		{"a stream renamed, in its events too", func(f *forger) {
			rename(f)
			for at := p.row; at < p.next; at++ {
				f.change(at, replaced("H44130200004", "H44130200099"))
			}
		}, altered, p.row, shown, ""},
		{"an event moved to another stream", move(p.claim), altered, p.claim, shown, "the one behind it is in its place now"},
		{"an append moved to another stream", func(f *forger) {
			r, _, _ := f.at(p.premium)
			r.Stream = f.streamOf("premium-441400.390-202504")
			f.renumber()
		}, stranger + "premium-441400.390-202505", p.premium, shown, ""},
		{"a revision", func(f *forger) { r, _, _ := f.at(p.row); r.Revision = 9 }, "its revision does not follow the last, -1", p.row, shown, ""},
		{"the actor of an append of one", actor(p.premium), altered, p.premium, shown, ""},
		{"the actor of an append of many", actor(p.row), altered, p.row, shown, ""},
		{"the command", func(f *forger) { r, _, _ := f.at(p.premium); r.Causation = "record 1" }, altered, p.premium, shown, ""},
		{"triggers dropped and left away", func(f *forger) { f.exposed = true }, "ledger.db: corrupt: tables, indexes or triggers are not those of a ledger", nowhere, shown, "no event was changed: the ledger is not opened"},
	}
}

func (p places) ofTimes() []forgery {
	shift := func(d time.Duration) func(*forger) {
		return func(f *forger) {
			r, _, _ := f.at(p.premium)
			r.RecordedAt += d.Microseconds()
		}
	}
	const clock = "was recorded at 2025-"
	return []forgery{
		{"recorded a minute earlier", shift(-time.Minute), altered, p.premium, shown, ""},
		{"recorded an hour and more earlier", shift(-61 * time.Minute), clock, p.premium, shown, ""},
		{"recorded days earlier", shift(-72 * time.Hour), clock, p.premium, shown, ""},
		{"recorded days later", shift(72 * time.Hour), altered, p.premium, shown, ""},
		{"recorded an hour and more earlier, tree and all", retree(shift(-61 * time.Minute)), clock, p.premium, shown, ""},
		{"recorded days earlier, tree and all", retree(shift(-72 * time.Hour)), clock, p.premium, shown, ""},
		{"recorded days later, tree and all", retree(shift(72 * time.Hour)), clock, p.premium + 1, shown, "the next seems to be early"},
		{"recorded half an hour earlier, tree and all", retree(shift(-30 * time.Minute)), nothing, nowhere, shown, "within an hour clocks may differ; a checkpoint tells"},
	}
}

func (p places) ofTheTree() []forgery {
	statement := func(text ...string) func(*forger) {
		return func(f *forger) {
			for _, s := range text {
				f.sql = append(f.sql, strings.NewReplacer("BLOCK", fmt.Sprint(p.block), "LAST", fmt.Sprint(*size/256-1)).Replace(s))
			}
		}
	}
	const empty = `x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'`
	return []forgery{
		{"a block's hash", statement(`UPDATE blocks SET hash = zeroblob(32) WHERE block = BLOCK`), either, p.first, hidden, atBlock},
		{"a block's tags", statement(`UPDATE blocks SET tags = zeroblob(256) WHERE block = BLOCK`), treeOnly, p.first, hidden, before},
		{"a block's hash and tags", statement(`UPDATE blocks SET hash = zeroblob(32), tags = zeroblob(256) WHERE block = BLOCK`), altered, p.first, hidden, before},
		{"two blocks exchanged", statement(`UPDATE blocks SET block = 99999 WHERE block = BLOCK`, `UPDATE blocks SET block = BLOCK WHERE block = BLOCK + 1`, `UPDATE blocks SET block = BLOCK + 1 WHERE block = 99999`), altered, p.first, hidden, before},
		{"a block removed", statement(`DELETE FROM blocks WHERE block = BLOCK`), badTree, nowhere, hidden, atTree},
		{"the last block removed", statement(`DELETE FROM blocks WHERE block = LAST`), badTree, nowhere, hidden, atTree},
		{"a block added", statement(`INSERT INTO blocks SELECT LAST + 1, hash, tags FROM blocks WHERE block = BLOCK`), badTree, nowhere, hidden, atTree},
		{"the tail's hash", statement(`UPDATE tail SET hash = zeroblob(32)`), either, p.tail, hidden, atBlock},
		{"the tail's tags", statement(`UPDATE tail SET tags = zeroblob(length(tags))`), treeOnly, p.tail, hidden, before},
		{"the tail's size", statement(`UPDATE tail SET size = size + 256`), badTree, nowhere, hidden, atTree},
		{"the tail cleared", statement(`DELETE FROM tail`), badTree, nowhere, hidden, atTree},
		{"the tree cleared", statement(`DELETE FROM tail`, `DELETE FROM blocks`), extra, 0, hidden, atTree},
		{"the tree cut short by a block", statement(`DELETE FROM blocks WHERE block = LAST`, `UPDATE tail SET size = LAST * 256, hash = `+empty+`, tags = x''`), extra, p.tail - 256, hidden, before},
	}
}

// consistent are forgeries after which the tree was computed again.
func (p places) consistent() []forgery {
	return []forgery{
		{"a digit in an amount, tree and all", retree(change(p.claim, digit)), sealed, p.closing, shown, atSeal},
		{"an event removed, tree and all", retree(renumbered(remove(p.claim))), sealed, p.closing - 1, shown, atSeal},
		{"an event inserted, tree and all", retree(renumbered(insert(p.claim))), nothing, nowhere, shown, overtake},
		{"an event moved to another stream, tree and all", retree(move(p.claim)), stranger + "reimbursement-H44130200004-202505", p.next + (p.next - p.row) - 1, shown, ""},
		{"a sealed balance, tree and all", retree(change(p.closing, digitIn("4001"))), sealed, p.closing, shown, ""},
		{"a person, tree and all", retree(change(p.claim, replaced(`"person":"[0-9a-f]{4}`, `"person":"0000`))), nothing, nowhere, shown, anywhere},
		{"two events swapped, tree and all", retree(swap(p.claim, p.claim+3)), nothing, nowhere, shown, anywhere},
		{"the actor, tree and all", retree(actor(p.premium)), nothing, nowhere, shown, anywhere},
		{"an amount and every closing after it, tree and all", retree(reseal(p.claim)), nothing, nowhere, shown, anywhere},
		{"an amount after the checkpoint and every closing, tree and all", retree(reseal(p.recent)), nothing, nowhere, hidden, later},
	}
}
