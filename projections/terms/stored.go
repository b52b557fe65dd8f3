package terms

import (
	"bytes"
	"slices"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/store"
)

// storedKeys appends the keys of the terms of a stored fact to dst, without those of its
// envelope, where it is one of the two types of which a city has tens of millions and in its
// usual form. ok is false of every other, which is for Of; of what event.Decode accepts
// both have the same keys.
func storedKeys(dst []Key, r *store.Recorded) (keys []Key, ok bool) {
	if r.Version != 1 {
		return dst, false
	}
	s := fieldScan{rest: r.Data}
	switch r.Type {
	case "reimbursement.paid":
		return s.reimbursement(dst)
	case "relief.paid":
		return s.relief(dst)
	}
	return dst, false
}

// May reports whether a stored event may have the term, which is not of its envelope: false
// where its bytes say that it has not.
func (t Term) May(r *store.Recorded) bool {
	var room [4]Key
	keys, ok := storedKeys(room[:0], r)
	return !ok || t.Kind == Batch || slices.Contains(keys, t.Key())
}

// The widths of values with the quote behind them.
const (
	dateWidth        = len(`2006-01-02"`)
	fundWidth        = len(`441300.390"`)
	institutionWidth = len(`H44130200026"`)
	personWidth      = 32 + 1
)

func (s *fieldScan) reimbursement(dst []Key) ([]Key, bool) {
	s.need(`{"amount":"`, -1)
	s.skip(`,"booked_on":"`, dateWidth)
	s.skip(`,"care":"`, -1)
	s.skip(`,"care_on":"`, dateWidth)
	s.whole(`,"count":`)
	s.skip(`,"department":"`, -1)
	number := s.need(`,"document":"`, -1)
	s.need(`,"fund":"`, fundWidth)
	institution := s.skip(`,"institution":"`, institutionWidth)
	s.skip(`,"note":"`, -1)
	s.need(`,"occurred_on":"`, dateWidth)
	s.skip(`,"part":"`, -1)
	person := s.skip(`,"person":"`, personWidth)
	s.skip(`,"since":"`, dateWidth)
	s.skip(`,"via":"`, -1)
	return s.keys(dst, number, institution, person)
}

func (s *fieldScan) relief(dst []Key) ([]Key, bool) {
	s.need(`{"amount":"`, -1)
	s.skip(`,"basic_paid":"`, -1)
	s.skip(`,"booked_on":"`, dateWidth)
	s.whole(`,"count":`)
	s.skip(`,"critical_paid":"`, -1)
	number := s.need(`,"document":"`, -1)
	s.skip(`,"eligible_cost":"`, -1)
	s.need(`,"fund":"`, fundWidth)
	s.skip(`,"note":"`, -1)
	s.need(`,"occurred_on":"`, dateWidth)
	person := s.skip(`,"person":"`, personWidth)
	s.skip(`,"since":"`, dateWidth)
	s.skip(`,"via":"`, -1)
	return s.keys(dst, number, nil, person)
}

// keys appends the keys of what was read, if that was all.
func (s *fieldScan) keys(dst []Key, number, institution, person []byte) ([]Key, bool) {
	if s.other || len(s.rest) != 1 || s.rest[0] != '}' || bytes.IndexByte(number, '\\') >= 0 {
		return dst, false
	}
	if glyph.IsASCII(number) {
		dst = append(dst, keyOf(Document, number))
	} else {
		dst = append(dst, keyOf(Document, document.Normal(string(number))))
	}
	if len(institution) > 0 {
		dst = append(dst, keyOf(Institution, institution))
	}
	if len(person) > 0 {
		dst = append(dst, keyOf(Person, person))
	}
	return dst, true
}

// fieldScan reads the fields of canonical bytes one after another.
type fieldScan struct {
	rest  []byte
	other bool // they are in another form
}

// need reads a field that must be there: the text that begins with label, up to its closing
// quote, which is so many bytes behind; less than 0: wherever that is.
func (s *fieldScan) need(label string, width int) []byte {
	text := s.skip(label, width)
	if text == nil {
		s.other = true
	}
	return text
}

// skip is need of a field that may be missing: then it is nil.
func (s *fieldScan) skip(label string, width int) []byte {
	if len(s.rest) <= len(label) || s.rest[2] != label[2] || string(s.rest[:len(label)]) != label {
		return nil
	}
	rest := s.rest[len(label):]
	if width < 0 {
		width = bytes.IndexByte(rest, '"') + 1
	}
	if width < 2 || len(rest) < width || rest[width-1] != '"' || rest[width-2] == '\\' { // that quote would be of the text
		s.other = true
		return nil
	}
	s.rest = rest[width:]
	return rest[: width-1 : width-1]
}

// whole reads a number, which may be missing.
func (s *fieldScan) whole(label string) {
	if len(s.rest) <= len(label) || string(s.rest[:len(label)]) != label {
		return
	}
	_, width := scan.Whole(s.rest[len(label):])
	if width == 0 {
		s.other = true
		return
	}
	s.rest = s.rest[len(label)+width:]
}
