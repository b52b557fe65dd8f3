package merkle

import (
	"strconv"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Checkpoint says what a ledger was at a moment: so many events, with this root.
type Checkpoint struct {
	Origin string // the ledger's name, which its keys bear
	Head
	Time    time.Time // when it was taken, UTC, whole seconds
	Closing Closing   // what was closed just before; the zero Closing if nothing
}

// Closing is the closing of a fund's period. Both parts are of 1 to 40 letters,
// digits, points and hyphens, or both are empty.
type Closing struct {
	Fund   string // such as "441300.390"
	Period string // such as "2025-07" or "2025"
}

// Text returns the text that is signed: the checkpoint without blank line and
// signatures. Time is written in UTC, cut off to the second. Equal checkpoints
// have equal texts.
func (c Checkpoint) Text() string {
	var b strings.Builder
	b.WriteString(c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n")
	b.WriteString("time " + c.Time.UTC().Format(timeLayout) + "\n")
	if c.Closing != (Closing{}) {
		b.WriteString("period " + c.Closing.Fund + " " + c.Closing.Period + "\n")
	}
	return b.String()
}

// parseCheckpoint reads the text of a checkpoint, which begins on a given line of
// what the user has before her. Error: *FormError.
func parseCheckpoint(text string, first int) (Checkpoint, error) {
	var c Checkpoint
	if err := c.parse(&reader{what: checkpointText(), rest: []byte(text), line: first - 1}); err != nil {
		return Checkpoint{}, err
	}
	return c, nil
}

func (c *Checkpoint) parse(r *reader) error {
	var err error
	if c.Origin, err = r.next(); err != nil {
		return err
	}
	if !validName(c.Origin) {
		return r.fail(nameText(c.Origin))
	}
	size, err := r.next()
	if err != nil {
		return err
	}
	if c.Size, err = r.size(size); err != nil {
		return err
	}
	root, err := r.next()
	if err != nil {
		return err
	}
	if c.Root, err = r.hash(root); err != nil {
		return err
	}
	if c.Size == 0 && c.Root != emptyRoot() {
		return r.fail(lang.Text{ZH: "不是空树的根", EN: "it is not the root of the empty tree"})
	}
	at, err := r.field("time")
	if err != nil {
		return err
	}
	if c.Time, err = r.time(at); err != nil {
		return err
	}
	if r.done() {
		return nil
	}
	closing, err := r.field("period")
	if err != nil {
		return err
	}
	c.Closing.Fund, c.Closing.Period, _ = strings.Cut(closing, " ")
	if !validWord(c.Closing.Fund) || !validWord(c.Closing.Period) {
		return r.fail(lang.Text{ZH: "不是“period 基金 期间”", EN: `it is not "period FUND PERIOD"`})
	}
	if !r.done() {
		r.line++
		return r.fail(lang.Text{ZH: "多余的行", EN: "there is a line too many"})
	}
	return nil
}

// validWord reports whether text may stand in a period line.
func validWord(text string) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '.' && c != '-' {
			return false
		}
	}
	return text != "" && len(text) <= 40
}
