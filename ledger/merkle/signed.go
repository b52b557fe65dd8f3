package merkle

import (
	"slices"

	"golang.org/x/mod/sumdb/note"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Signed is a checkpoint that the ledger signed, and who else did.
type Signed struct {
	Checkpoint
	Ledger    []KeyID // the ledger's keys that signed; one at least
	Witnesses []KeyID // the witnesses' keys that signed
	Lapsed    []KeyID // known keys that signed but do not count at this size
	Unknown   []KeyID // keys that are not known: not checked, anybody can add them
}

// Sign returns the checkpoint as a note signed by a key of its ledger. Errors:
// *OtherLedgerError if the key has another name; *FormError for a checkpoint that
// no reader would accept, such as one with a size out of range.
func Sign(c Checkpoint, by Signer) ([]byte, error) {
	if by.ID().Name != c.Origin {
		return nil, &OtherLedgerError{Ledger: by.ID().Name, Origin: c.Origin}
	}
	if _, err := parseCheckpoint(c.Text(), 1); err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: c.Text()}, by.sign)
}

// Countersign returns the checkpoint with one more signature at its end. The
// witness checks first whether the ledger signed it; whether it continues the
// last one that it countersigned is for the caller to check (VerifyConsistency).
// What the signer signed already is returned as it is. Errors: those of Open, and
// *SignatureError if there is a wrong signature that bears the signer's name.
func Countersign(raw []byte, known Verifiers, by Signer) ([]byte, error) {
	if _, err := Open(raw, known); err != nil {
		return nil, err
	}
	s, err := split(checkpointText(), raw, 1)
	if err != nil {
		return nil, err
	}
	if slices.Contains(s.keys(), by.ID()) {
		if _, _, err := s.open(keyring{by.ID(): by.Verifier()}); err != nil {
			return nil, err
		}
		return raw, nil
	}
	if len(s.sigs) == MaxSignatures {
		return nil, &FormError{What: s.what, Why: lang.F("已有 %d 个签名，不能再加", "it has %d signatures; there is no room for more", MaxSignatures)}
	}
	return note.Sign(&note.Note{Text: s.text, Sigs: s.sigs}, by.sign)
}

// Open returns the checkpoint in a note if a known key of its ledger signed it
// that is in force at its size. Errors: *FormError, *OtherLedgerError,
// *SignatureError if any signature of a known key is wrong, *UnsignedError,
// *NotInForceError if the ledger's keys that signed are not in force.
func Open(raw []byte, known Verifiers) (Signed, error) {
	s, err := split(checkpointText(), raw, 1)
	if err != nil {
		return Signed{}, err
	}
	c, err := parseCheckpoint(s.text, 1)
	if err != nil {
		return Signed{}, err
	}
	if c.Origin != known.ledger {
		return Signed{}, &OtherLedgerError{Ledger: known.ledger, Origin: c.Origin}
	}
	good, unknown, err := s.open(known.ring())
	if err != nil {
		return Signed{}, err
	}
	out := Signed{Checkpoint: c, Unknown: unknown}
	var lapsed error
	for _, id := range good {
		err := known.inForce(id, c.Size)
		switch {
		case err != nil:
			out.Lapsed = append(out.Lapsed, id)
			if id.Name == c.Origin {
				lapsed = err
			}
		case id.Name == c.Origin:
			out.Ledger = append(out.Ledger, id)
		default:
			out.Witnesses = append(out.Witnesses, id)
		}
	}
	switch {
	case len(out.Ledger) > 0:
		return out, nil
	case lapsed != nil:
		return Signed{}, lapsed
	}
	return Signed{}, &UnsignedError{What: s.what, By: c.Origin, Signed: s.keys()}
}
