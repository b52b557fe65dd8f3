package event

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"github.com/fundledger/fundledger/ledger/jcs"
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
func Wire(e Event) string { return definitionOf(e).wire }

// Encode returns the wire name, the current version and the canonical bytes of
// an event. Error: *InvalidError.
func Encode(e Event) (wire string, version int, data []byte, err error) {
	d := definitionOf(e)
	if problems := Check(e); len(problems) > 0 {
		return "", 0, nil, &InvalidError{Wire: d.wire, Problems: problems}
	}
	return d.wire, d.version(), d.append(make([]byte, 0, 256), e), nil
}

// append appends the canonical bytes of an event of this type to dst.
func (d *definition) append(dst []byte, e Event) []byte {
	w := writer{out: append(dst, '{')}
	d.visit(e, &w)
	return append(w.out, '}')
}

// writer appends the canonical bytes of the fields that it is shown.
type writer struct {
	out []byte
	any bool // a field was written

	given bool // leave out what the ledger itself writes into a fact
}

func (w *writer) field(name string, _ need, s slot) {
	text := s.text()
	if text == "" || w.given && (name == "booked_on" || name == "warning") {
		return
	}
	if w.any {
		w.out = append(w.out, ',')
	}
	w.any = true
	w.out = append(w.out, '"')
	w.out = append(w.out, name...)
	w.out = append(w.out, '"', ':')
	if _, number := s.(numeric); number {
		w.out = append(w.out, text...)
	} else {
		w.out = jcs.AppendString(w.out, text)
	}
}

// Decode returns the event whose canonical bytes are data, brought up to the
// current version. It accepts exactly what Encode writes, in this or an earlier
// version. Errors: *UnknownTypeError, *VersionError, *FormError.
func Decode(wire string, version int, data []byte) (Event, error) {
	d := byWire[wire]
	if d == nil {
		return nil, &UnknownTypeError{Wire: wire}
	}
	if version < 1 || version > d.version() {
		return nil, &VersionError{Wire: wire, Found: version, Known: d.version()}
	}
	return d.decode(version, data)
}

func (d *definition) decode(version int, data []byte) (Event, error) {
	for _, up := range d.upcasts[version-1:] {
		var err error
		if data, err = up(data); err != nil {
			return nil, &FormError{Wire: d.wire, Reason: err.Error()}
		}
	}
	r := reader{rest: data, wire: d.wire}
	r.expect("{")
	e := d.create(&r)
	r.expect("}")
	if r.err == nil && len(r.rest) > 0 {
		r.fail("", "unknown field, wrong order, or bytes after the end")
	}
	if r.err != nil {
		return nil, r.err
	}
	// Each field was checked as it was read, so only what they say together is left.
	if problems := contradictions(e); len(problems) > 0 {
		return nil, &FormError{Wire: d.wire, Field: problems[0].Field, Reason: problems[0].Why.EN}
	}
	return e, nil
}

// reader fills the fields that it is shown from canonical bytes. Because the
// fields come in the order of the bytes, whatever is left at the end is unknown.
type reader struct {
	rest []byte
	wire string
	any  bool // a field was read
	err  *FormError
}

func (r *reader) fail(field, reason string) {
	if r.err == nil {
		r.err = &FormError{Wire: r.wire, Field: field, Reason: reason}
	}
}

func (r *reader) expect(s string) {
	rest, ok := bytes.CutPrefix(r.rest, []byte(s))
	if !ok {
		r.fail("", "unknown field, wrong order, or not canonical JSON")
		return
	}
	r.rest = rest
}

// absent reports whether the next field is another than the one of that name.
func (r *reader) absent(name string) bool {
	rest := r.rest
	if len(rest) > 0 && rest[0] == ',' {
		rest = rest[1:]
	}
	return len(rest) < len(name)+2 || rest[len(name)+1] != '"' || string(rest[1:1+len(name)]) != name
}

func (r *reader) field(name string, n need, s slot) {
	if r.err != nil {
		return
	}
	rest := r.rest
	if r.any {
		rest, _ = bytes.CutPrefix(rest, []byte(","))
	}
	if len(rest) < len(name)+3 || rest[0] != '"' || string(rest[1:1+len(name)]) != name || string(rest[1+len(name):3+len(name)]) != `":` {
		if n != optional {
			r.fail(name, "is missing, or in the wrong place")
		}
		return
	}
	if r.any && len(rest) == len(r.rest) {
		r.fail(name, "no comma before it")
		return
	}
	r.any = true
	text, rest, err := readText(rest[3+len(name):], s)
	if err != nil {
		r.fail(name, err.Error())
		return
	}
	if p := s.parse(text); p != nil {
		r.fail(name, p.Why.EN)
		return
	}
	if _, only := s.(oneForm); !only && s.text() != text {
		r.fail(name, "is not in canonical form")
		return
	}
	r.rest = rest
}

// readText returns the text of the JSON value of a slot at the start of src.
func readText(src []byte, s slot) (text string, rest []byte, err error) {
	if _, number := s.(numeric); !number {
		return jcs.String(src)
	}
	_, rest, err = jcs.Int(src)
	return string(src[:len(src)-len(rest)]), rest, err
}

// Digest is a hash of an event's content: equal for equal events of one type,
// and for no others.
type Digest [16]byte

// DigestOf returns the digest of a valid event: the first half of the SHA-256
// of its wire name and canonical bytes without booked_on and warning, which the
// ledger writes and which say nothing of the fact itself.
func DigestOf(e Event) Digest {
	d := definitionOf(e)
	var buffer [512]byte
	text := append(append(buffer[:0], d.wire...), '\n')
	w := writer{out: append(text, '{'), given: true}
	d.visit(e, &w)
	sum := sha256.Sum256(append(w.out, '}'))
	return Digest(sum[:16])
}
