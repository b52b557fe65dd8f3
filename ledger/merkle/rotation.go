package merkle

import (
	"slices"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/fundledger/fundledger/ledger/lang"
)

const rotationForm = "fundledger-rotation/v1"

// Rotation replaces a key of a ledger or a witness by a new one of the same name:
//
//	fundledger-rotation/v1
//	old county.example/ledger+0377ae58+AZ3g…
//	new county.example/ledger+5be0cd19+AR7c…
//	size 120000
//	time 2027-01-01T00:00:00Z
//
// and the signatures of both keys. The old key counts for sizes up to Size, the
// new one from Size on; so whoever holds the first key of a ledger can accept
// the checkpoints of its newest, and a key that was stolen later counts for
// nothing new.
type Rotation struct {
	Old, New Verifier
	Size     int64     // of the tree when it was made
	Time     time.Time // UTC, whole seconds
}

func (r Rotation) text() string {
	return rotationForm + "\nold " + r.Old.String() + "\nnew " + r.New.String() + "\nsize " + strconv.FormatInt(r.Size, 10) +
		"\ntime " + r.Time.UTC().Format(timeLayout) + "\n"
}

// SignRotation returns the note by which the new key takes over from the old one
// at a size and a time (cut off to the second). Errors: *FormError, if the keys
// have different names or are the same, or if size or time are out of range.
func SignRotation(old, new Signer, size int64, at time.Time) ([]byte, error) {
	r := Rotation{Old: old.Verifier(), New: new.Verifier(), Size: size, Time: at}
	if _, err := parseRotation(r.text(), 1); err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: r.text()}, old.sign, new.sign)
}

func parseRotation(text string, first int) (Rotation, error) {
	r := &reader{what: rotationText(), rest: []byte(text), line: first - 1}
	head, err := r.next()
	if err != nil {
		return Rotation{}, err
	}
	if head != rotationForm {
		return Rotation{}, r.fail(lang.F("第一行应为 %s", "the first line should be %s", rotationForm))
	}
	var out Rotation
	for _, k := range [...]struct {
		name string
		key  *Verifier
	}{{"old", &out.Old}, {"new", &out.New}} {
		value, err := r.field(k.name)
		if err != nil {
			return Rotation{}, err
		}
		if *k.key, err = ParseVerifier(value); err != nil {
			return Rotation{}, r.fail(lang.Text{ZH: "不是可用的公钥", EN: "it is no verifier key that can be used"})
		}
	}
	if o, n := out.Old.ID(), out.New.ID(); o == n || o.Name != n.Name {
		return Rotation{}, r.fail(lang.F("新钥应与旧钥同名而不同钥：%s、%s", "the new key should be another one of the same name: %s and %s", o, n))
	}
	size, err := r.field("size")
	if err != nil {
		return Rotation{}, err
	}
	if out.Size, err = r.size(size); err != nil {
		return Rotation{}, err
	}
	at, err := r.field("time")
	if err != nil {
		return Rotation{}, err
	}
	if out.Time, err = r.time(at); err != nil {
		return Rotation{}, err
	}
	if !r.done() {
		r.line++
		return Rotation{}, r.fail(lang.Text{ZH: "多余的行", EN: "there is a line too many"})
	}
	return out, nil
}

// Rotate returns the keys after a rotation, which it checks: its old key must be
// known and in force, and must have signed it, as must the new one. Give the
// rotations of a chain in order, oldest first. Errors: *FormError,
// *SignatureError, *UnsignedError if the old key is not known or one of the two
// did not sign, *NotInForceError if the old key was replaced before, *KeyError if
// the new key is known already.
func (v Verifiers) Rotate(raw []byte) (Verifiers, Rotation, error) {
	s, err := split(rotationText(), raw, 1)
	if err != nil {
		return Verifiers{}, Rotation{}, err
	}
	r, err := parseRotation(s.text, 1)
	if err != nil {
		return Verifiers{}, Rotation{}, err
	}
	old, new := r.Old.ID(), r.New.ID()
	k := v.keys[old]
	if k.key != r.Old {
		return Verifiers{}, Rotation{}, &UnsignedError{What: s.what, By: old.Name, Signed: s.keys()}
	}
	good, _, err := s.open(keyring{old: r.Old, new: r.New})
	if err != nil {
		return Verifiers{}, Rotation{}, err
	}
	for _, id := range []KeyID{old, new} {
		if !slices.Contains(good, id) {
			return Verifiers{}, Rotation{}, &UnsignedError{What: s.what, By: id.String(), Signed: s.keys()}
		}
	}
	if k.until != MaxSize || r.Size < k.from {
		return Verifiers{}, Rotation{}, &NotInForceError{Key: old, Size: r.Size, From: k.from, Until: k.until}
	}
	if err := v.lacks(r.New); err != nil {
		return Verifiers{}, Rotation{}, err
	}
	return v.replaced(r), r, nil
}
