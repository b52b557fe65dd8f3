package event

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strconv"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/money"
)

// UnknownTypeError says that no event has this wire name: the log was written
// by a newer program, or is not ours.
type UnknownTypeError struct{ Wire string }

func (e *UnknownTypeError) Error() string {
	return fmt.Sprintf("event type %q is not known to this program", e.Wire)
}

// VersionError says that a stored version is newer than this program knows, or below 1.
type VersionError struct {
	Wire         string
	Found, Known int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s: version %d is stored, this program knows 1 to %d; use a newer program", e.Wire, e.Found, e.Known)
}

// FormError says that stored bytes are not the canonical form of an event.
type FormError struct {
	Wire   string
	Field  string
	Reason string
}

func (e *FormError) Error() string { return fmt.Sprintf("%s: field %q: %s", e.Wire, e.Field, e.Reason) }

// InvalidError says that an event breaks its own form. Give it to the user as
// bad input, or treat it as a bug where the event was made by code.
type InvalidError struct {
	Wire     string
	Problems []Problem
}

func (e *InvalidError) Error() string {
	p := e.Problems[0]
	return fmt.Sprintf("%s: %s: %s; %s", e.Wire, p.Field, p.Why.EN, p.Remedy.EN)
}

// Wire returns the wire name of an event's type, such as "premium.received".
func Wire(e Event) string { return e.definition().wire }

// Encode returns the wire name, the current version and the canonical bytes of
// an event. Error: *InvalidError.
func Encode(e Event) (wire string, version int, data []byte, err error) {
	d := e.definition()
	if problems := d.check(e); len(problems) > 0 {
		return "", 0, nil, &InvalidError{Wire: d.wire, Problems: problems}
	}
	return d.wire, d.version(), d.append(make([]byte, 0, 256), e), nil
}

// EncodeTo is as Encode, but appends the bytes to dst, and returns DigestOf too,
// which it has from the same bytes. data is all of dst with them, also where an
// event is refused. Error: *InvalidError.
func EncodeTo(dst []byte, e Event) (wire string, version int, data []byte, digest Digest, err error) {
	d := e.definition()
	if problems := d.check(e); len(problems) > 0 {
		return "", 0, dst, Digest{}, &InvalidError{Wire: d.wire, Problems: problems}
	}
	data, digest = d.encodeTo(dst, e)
	return d.wire, d.version(), data, digest, nil
}

// EncodeParsed is EncodeTo of an event that Parse or ParseRow has returned: it was
// checked then.
func EncodeParsed(dst []byte, e Event) (wire string, version int, data []byte, digest Digest) {
	d := e.definition()
	data, digest = d.encodeTo(dst, e)
	return d.wire, d.version(), data, digest
}

func (d *definition) encodeTo(dst []byte, e Event) ([]byte, Digest) {
	start := len(dst)
	w := writer{out: dst}
	d.write(e, &w)
	bare := w.out[start:]
	if same, other := d.asRead(e, bare); w.own || other {
		without := writer{bare: true}
		d.write(same, &without)
		bare = without.out
	}
	var buffer [512]byte
	return w.out, digestOf(append(append(append(buffer[:0], d.wire...), '\n'), bare...))
}

// append appends the canonical bytes of an event of this type to dst.
func (d *definition) append(dst []byte, e Event) []byte {
	w := writer{out: dst}
	d.write(e, &w)
	return w.out
}

func (d *definition) write(e Event, w *writer) {
	start := len(w.out)
	d.visit(e, fields{&shown{writer: w}})
	w.out[start] = '{' // the comma in front of the first field
	w.out = append(w.out, '}')
}

// writer appends the canonical bytes of the fields that it is shown.
type writer struct {
	out  []byte
	bare bool // leave out what the ledger itself writes into a fact
	own  bool // it wrote some of that
}

// begin appends what stands in front of a value, if the field is to be written.
func (w *writer) begin(l *label) bool {
	if l.own {
		if w.bare {
			return false
		}
		w.own = true
	}
	w.out = append(w.out, l.key...)
	return true
}

func (w *writer) text(d *textField, v string) {
	if v != "" && w.begin(&d.label) {
		w.out = jcs.AppendString(w.out, v)
	}
}

func (w *writer) whole(d *wholeField, v int64) {
	if d.absent(v) || !w.begin(&d.label) {
		return
	}
	if d.form == FormYuan {
		w.out = append(money.Fen(v).Append(append(w.out, '"')), '"')
	} else {
		w.out = strconv.AppendInt(w.out, v, 10)
	}
}

func (w *writer) date(d *dateField, v fund.Date) {
	if v != 0 && w.begin(&d.label) {
		w.out = append(v.Append(append(w.out, '"')), '"')
	}
}

// Decode returns the event whose canonical bytes are data, brought up to the
// current version. It accepts exactly what Encode writes, in this or an earlier
// version. Errors: *UnknownTypeError, *VersionError, *FormError.
func Decode(wire string, version int, data []byte) (Event, error) {
	return byWire[wire].decode(wire, version, data)
}

// decode decodes an event of this type, which is nil if there is none named wire.
func (d *definition) decode(wire string, version int, data []byte) (Event, error) {
	if d == nil {
		return nil, &UnknownTypeError{Wire: wire}
	}
	if version < 1 || version > d.version() {
		return nil, &VersionError{Wire: wire, Found: version, Known: d.version()}
	}
	for _, up := range d.upcasts[version-1:] {
		var err error
		if data, err = up(data); err != nil {
			return nil, &FormError{Wire: d.wire, Reason: err.Error()}
		}
	}
	r := reader{rest: data, wire: d.wire}
	e := d.create(fields{&shown{reader: &r}})
	r.end()
	if r.err != nil {
		return nil, r.err
	}
	// Each field was checked as it was read, so only what they say together is left.
	if problems := contradictions(e); len(problems) > 0 {
		return nil, &FormError{Wire: d.wire, Field: problems[0].Field, Reason: problems[0].Why.EN}
	}
	return e, nil
}

// Digest is a hash of an event's content: equal for equal events of one type,
// and for no others. A document number, a name and a remark are equal to others that read
// the same, and the usual money account to none.
type Digest [16]byte

// asRead returns the event, of which text is the canonical bytes, with its number, names
// and remarks as all writings of them are compared, and without its usual money account; and
// whether that may be another than the one written.
func (d *definition) asRead(e Event, text []byte) (same Event, other bool) {
	via, usual := viaOf(e)
	written := via != "" && via == usual
	if !written && glyph.IsASCII(text) && bytes.IndexByte(text, ' ') < 0 { // most are
		return e, false
	}
	return d.alter(e, to(asRead{written})), true
}

// asRead sets numbers, names and remarks among the fields that it is shown, and leaves out
// the usual money account.
type asRead struct{ usual bool }

func (a asRead) text(d *textField, _ need, v string) string {
	switch {
	case d == &documentField:
		return glyph.Normal(v)
	case d == &viaField && a.usual:
		return ""
	case d.prose:
		return glyph.Name(v)
	}
	return v
}

func (asRead) whole(_ *wholeField, _ need, v int64) int64 { return v }

func (asRead) date(_ *dateField, _ need, v fund.Date) fund.Date { return v }

// NameOfAll returns the form that all writings of a name share. It is no name to show.
func NameOfAll(name string) string { return glyph.Name(name) }

// DigestOf returns the digest of a valid event: the first half of the SHA-256
// of its wire name and canonical bytes without what the ledger writes (booked_on, booked_for,
// warning, by_…), which says nothing of the fact itself.
func DigestOf(e Event) Digest {
	d := e.definition()
	w := writer{out: append(append(make([]byte, 0, 384), d.wire...), '\n'), bare: true}
	head := len(w.out)
	d.write(e, &w)
	if same, other := d.asRead(e, w.out[head:]); other {
		w.out = w.out[:head]
		d.write(same, &w)
	}
	return digestOf(w.out)
}

// DigestOfRead is DigestOf of an event that was decoded from data of that version.
func DigestOfRead(e Event, version int, data []byte) Digest {
	switch e.(type) {
	case ReimbursementPaid, ReliefPaid, PremiumReceived, ParticipationAssisted: // the ledger writes none but days of booking into them
		d := e.definition()
		if e.Common().BookedOn != 0 || version != d.version() {
			break
		}
		if _, other := d.asRead(e, data); other {
			break
		}
		var buffer [512]byte
		return digestOf(append(append(append(buffer[:0], d.wire...), '\n'), data...))
	default: // of the others the codec may write what it did not read
	}
	return DigestOf(e)
}

func digestOf(text []byte) Digest {
	sum := sha256.Sum256(text)
	return Digest(sum[:16])
}
