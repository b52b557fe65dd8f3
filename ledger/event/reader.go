package event

import (
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
)

// reader fills the fields that it is shown from canonical bytes. Because the
// fields come in the order of the bytes, whatever is left at the end is unknown.
type reader struct {
	rest []byte // from the byte in front of the next field on; none after a failure
	wire string
	any  bool // a field was read
	err  *FormError
}

func (r *reader) fail(field, reason string) {
	if r.err == nil {
		r.err = &FormError{Wire: r.wire, Field: field, Reason: reason}
	}
	r.rest = nil
}

// end fails unless all fields were read.
func (r *reader) end() {
	if r.err == nil && !(r.any && string(r.rest) == "}") {
		r.fail("", "unknown field, wrong order, bytes after the end, or not canonical JSON")
	}
}

// near reports whether the next field begins as one of that name does.
func (r *reader) near(l *label) bool {
	return len(r.rest) >= 8 && (scan.Load8(r.rest)^l.head)&l.mask == 0
}

// find reports whether a field is the next one, and then goes to its value. It
// fails where one that is needed is not.
func (r *reader) find(l *label, n need) bool {
	rest := r.rest
	if !r.near(l) || len(l.key) > 8 && (len(rest) < len(l.key) || string(rest[8:len(l.key)]) != l.key[8:]) {
		if n != optional {
			r.fail(l.name, "is missing, or in the wrong place")
		}
		return false
	}
	front := byte(',')
	if !r.any {
		r.any, front = true, '{'
	}
	if rest[0] != front {
		r.fail(l.name, "no comma before it")
		return false
	}
	r.rest = rest[len(l.key):]
	return true
}

// quoted returns what is behind the opening quote of a value, or nil if it has none.
func (r *reader) quoted() []byte {
	if len(r.rest) == 0 || r.rest[0] != '"' {
		return nil
	}
	return r.rest[1:]
}

func (r *reader) text(d *textField, n need) string {
	if !r.find(&d.label, n) {
		return ""
	}
	src := r.quoted()
	switch {
	case d.words != nil:
		if i, width := scan.Word(src, d.codes); width > 0 {
			r.rest = src[width:]
			return d.codes[i-1]
		}
	case d.scan != nil:
		if width := d.scan(src); width > 0 {
			r.rest = src[width:]
			return string(src[:width-1])
		}
	case d.most > 0:
		if end := jcs.Plain(src); end < len(src) && src[end] == '"' && isPlainText(src[:end], d.most) {
			r.rest = src[end+1:]
			return string(src[:end])
		}
	}
	return r.anyText(d)
}

// anyText reads a text in any form that is canonical.
func (r *reader) anyText(d *textField) string {
	text, rest, err := jcs.String(r.rest)
	if err != nil {
		r.fail(d.name, err.Error())
		return ""
	}
	if p := d.check(text); p != nil {
		r.fail(d.name, p.Why.EN)
		return ""
	}
	r.rest = rest
	return text
}

func (r *reader) whole(d *wholeField, n need) int64 {
	if !r.find(&d.label, n) {
		return 0
	}
	if d.form == FormYuan {
		src := r.quoted()
		if v, width := d.scanYuan(src); width > 0 && d.holds(v) {
			r.rest = src[width:]
			return v
		}
	} else if v, width := scan.Whole(r.rest); width > 0 && d.holds(v) {
		r.rest = r.rest[width:]
		return v
	}
	r.fail(d.name, d.fault(r.rest))
	return 0
}

// fault says why the bytes of a value are refused.
func (d *wholeField) fault(src []byte) string {
	text := ""
	var err error
	if d.form == FormYuan {
		text, _, err = jcs.String(src)
	} else {
		var rest []byte
		_, rest, err = jcs.Int(src)
		text = string(src[:len(src)-len(rest)])
	}
	if err != nil {
		return err.Error()
	}
	if _, p := d.parse(text); p != nil {
		return p.Why.EN
	}
	return "is not in canonical form"
}

func (r *reader) date(d *dateField, n need) fund.Date {
	if !r.find(&d.label, n) {
		return 0
	}
	src := r.quoted()
	v, width := scan.Date(src)
	if width > 0 {
		r.rest = src[width:]
		return v
	}
	reason := "is not in canonical form"
	if text, _, err := jcs.String(r.rest); err != nil {
		reason = err.Error()
	} else if _, ok := fund.ParseDate(text); !ok {
		reason = noDate().Why.EN
	}
	r.fail(d.name, reason)
	return 0
}

// scanYuan reads an amount, which some fields take below zero.
func (d *wholeField) scanYuan(src []byte) (fen int64, width int) {
	if d.min >= 0 || len(src) == 0 || src[0] != '-' {
		return scan.Yuan(src)
	}
	if fen, width = scan.Yuan(src[1:]); fen == 0 {
		return 0, 0 // there is one zero
	}
	return -fen, width + 1
}
