package merkle

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/fundledger/fundledger/ledger/lang"
)

// MaxProofBytes is the length of the longest proof file.
const MaxProofBytes = MaxLineBytes + 3*MaxNoteBytes

const (
	inclusionForm   = "fundledger-inclusion/v1"
	consistencyForm = "fundledger-consistency/v1"
)

// Inclusion is a proof that an event is in a ledger, with all that is needed to
// check it but the ledger's key.
type Inclusion struct {
	Index      int64  // the event's position
	Line       []byte // its canonical line, without line break
	Hashes     []Hash // as from Tree.Inclusion
	Checkpoint []byte // the note with the size and the root
}

// Consistency is a proof that what a ledger was at one checkpoint is the
// beginning of what it was at another, with all that is needed to check it but
// the ledger's key.
type Consistency struct {
	Hashes   []Hash // as from Tree.Consistency
	Old, New []byte // the checkpoints, as notes
}

// Encode returns the proof as a file. Error: *FormError for what no reader would accept.
func (p Inclusion) Encode() ([]byte, error) {
	out := append([]byte(inclusionForm+"\nindex "), strconv.FormatInt(p.Index, 10)...)
	out = append(append(out, "\nevent "...), p.Line...)
	out = append(appendHashes(append(out, '\n'), p.Hashes), '\n')
	out = append(out, p.Checkpoint...)
	back, err := DecodeInclusion(out)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(back.Line, p.Line) {
		return nil, otherParts(inclusionText())
	}
	return out, nil
}

// Encode returns the proof as a file. Error: *FormError for what no reader would accept.
func (p Consistency) Encode() ([]byte, error) {
	out := append(appendHashes([]byte(consistencyForm+"\n"), p.Hashes), '\n')
	out = append(append(append(out, p.Old...), '\n'), p.New...)
	back, err := DecodeConsistency(out)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(back.Old, p.Old) {
		return nil, otherParts(consistencyText())
	}
	return out, nil
}

// otherParts is the error for parts that would be read as other parts.
func otherParts(what lang.Text) error {
	return &FormError{What: what, Why: lang.Text{ZH: "事件或检查点中多了换行", EN: "there is a line break too many in the event or in a checkpoint"}}
}

func appendHashes(dst []byte, hashes []Hash) []byte {
	for _, h := range hashes {
		dst = append(append(append(dst, "hash "...), h.String()...), '\n')
	}
	return dst
}

// DecodeInclusion reads a file that Encode wrote. It checks the form only: see
// Verify. Error: *FormError.
func DecodeInclusion(file []byte) (Inclusion, error) {
	r, notes, err := sections(inclusionText(), inclusionForm, file, 1)
	if err != nil {
		return Inclusion{}, err
	}
	var p Inclusion
	index, err := r.field("index")
	if err != nil {
		return Inclusion{}, err
	}
	if p.Index, err = r.size(index); err != nil {
		return Inclusion{}, err
	}
	line, err := r.field("event")
	if err != nil {
		return Inclusion{}, err
	}
	if p.Line = []byte(line); !validLine(p.Line) {
		return Inclusion{}, r.fail(lang.Text{ZH: "不是事件的规范文本行", EN: "it is not the canonical line of an event"})
	}
	if p.Hashes, err = r.hashes(); err != nil {
		return Inclusion{}, err
	}
	p.Checkpoint = notes[0]
	return p, nil
}

// DecodeConsistency reads a file that Encode wrote. It checks the form only: see
// Verify. Error: *FormError.
func DecodeConsistency(file []byte) (Consistency, error) {
	r, notes, err := sections(consistencyText(), consistencyForm, file, 2)
	if err != nil {
		return Consistency{}, err
	}
	p := Consistency{Old: notes[0], New: notes[1]}
	if p.Hashes, err = r.hashes(); err != nil {
		return Consistency{}, err
	}
	return p, nil
}

// sections takes a proof file apart: a reader of the lines after the first, and the
// checkpoints after them, whose form it checks. A checkpoint is two paragraphs.
func sections(what lang.Text, form string, file []byte, notes int) (*reader, [][]byte, error) {
	r := &reader{what: what}
	if len(file) > MaxProofBytes {
		return nil, nil, r.fail(lang.Text{ZH: "文件过大", EN: "the file is too large"})
	}
	r.rest = file
	if head, err := r.next(); err != nil || head != form {
		return nil, nil, r.fail(lang.F("第一行应为 %s", "the first line should be %s", form))
	}
	parts := bytes.Split(file, []byte("\n\n"))
	if len(parts) != 1+2*notes {
		r.line = 0
		return nil, nil, r.fail(lang.F("空行有 %d 处，应有 %d 处", "there are %d blank lines; there should be %d", len(parts)-1, 2*notes))
	}
	r.rest = append(parts[0], '\n')[len(form)+1:]
	out := make([][]byte, notes)
	line := bytes.Count(parts[0], []byte("\n")) + 3
	for i := range out {
		body, sigs := parts[1+2*i], parts[2+2*i]
		out[i] = bytes.Join([][]byte{body, sigs}, []byte("\n\n"))
		if i < notes-1 {
			out[i] = append(out[i], '\n')
		}
		s, err := split(checkpointText(), out[i], line)
		if err != nil {
			return nil, nil, err
		}
		if _, err := parseCheckpoint(s.text, line); err != nil {
			return nil, nil, err
		}
		line += bytes.Count(out[i], []byte("\n")) + 1
	}
	return r, out, nil
}

// validLine reports whether bytes may be an event's line: one JSON object on one
// line. Which one it is follows from the proof; what it says, package event reads.
func validLine(line []byte) bool {
	for _, c := range line {
		if c < ' ' {
			return false
		}
	}
	return len(line) >= 2 && len(line) <= MaxLineBytes && line[0] == '{' && line[len(line)-1] == '}' && utf8.Valid(line)
}

// Verify returns the checkpoint if the ledger signed it and the event is in it.
// Then Line is event Index of that ledger. Errors: those of Open, *ProofError.
func (p Inclusion) Verify(known Verifiers) (Signed, error) {
	c, err := Open(p.Checkpoint, known)
	if err != nil {
		return Signed{}, err
	}
	if err := VerifyInclusion(c.Head, p.Index, p.Line, p.Hashes); err != nil {
		return Signed{}, err
	}
	return c, nil
}

// Verify returns both checkpoints if the ledger signed them and the new one
// continues the old. Whoever kept a checkpoint compares its Text with old's.
// Their times are not compared: a clock that was set back proves nothing about
// events. Errors: those of Open, *ProofError.
func (p Consistency) Verify(known Verifiers) (old, new Signed, err error) {
	if old, err = Open(p.Old, known); err != nil {
		return Signed{}, Signed{}, err
	}
	if new, err = Open(p.New, known); err != nil {
		return Signed{}, Signed{}, err
	}
	if err := VerifyConsistency(old.Head, new.Head, p.Hashes); err != nil {
		return Signed{}, Signed{}, err
	}
	return old, new, nil
}
