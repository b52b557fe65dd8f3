package snapshot

import (
	"encoding/binary"
	"errors"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// Writer appends the parts of a state to Bytes: whole numbers as varints, texts
// with their length in front. Reader reads them in the same order.
type Writer struct{ Bytes []byte }

// Int appends a whole number.
func (w *Writer) Int(n int64) { w.Bytes = binary.AppendVarint(w.Bytes, n) }

// Len appends the number of the items that follow.
func (w *Writer) Len(n int) { w.Int(int64(n)) }

// Date appends a date.
func (w *Writer) Date(d fund.Date) { w.Int(int64(d)) }

// DateAfter appends a date as the days since another, mostly a byte if it is near.
func (w *Writer) DateAfter(other, d fund.Date) { w.Int(int64(d) - int64(other)) }

// Fen appends an amount.
func (w *Writer) Fen(f money.Fen) { w.Int(int64(f)) }

// Sum appends a sum of amounts.
func (w *Writer) Sum(s money.Sum) { w.Wide(wide.Int(s)) }

// Wide appends a sum of whole numbers, one of 64 bits as Int does.
func (w *Writer) Wide(n wide.Int) { w.Bytes = n.AppendVarint(w.Bytes) }

// Text appends a text.
func (w *Writer) Text(s string) {
	w.Bytes = binary.AppendUvarint(w.Bytes, uint64(len(s)))
	w.Bytes = append(w.Bytes, s...)
}

// TextAfter appends a text that stands behind another of its kind: a byte if it is the same.
func (w *Writer) TextAfter(other, s string) {
	if s == other {
		w.Bytes = append(w.Bytes, 0)
		return
	}
	w.Bytes = binary.AppendUvarint(w.Bytes, uint64(len(s))+1)
	w.Bytes = append(w.Bytes, s...)
}

// Event appends a recorded event. One that cannot be encoded was never recorded:
// it panics.
func (w *Writer) Event(e event.Event) {
	wire, version, data, err := event.Encode(e)
	if err != nil {
		panic("snapshot: a recorded event cannot be encoded: " + err.Error())
	}
	w.Text(wire)
	w.Int(int64(version))
	w.Text(string(data))
}

// Reader reads what a Writer wrote. After the first fault it reads zeros; see Err.
type Reader struct {
	rest []byte
	err  error
}

// NewReader returns a Reader of a whole state.
func NewReader(state []byte) *Reader { return &Reader{rest: state} }

var errForm = errors.New("not the form of a snapshot")

func (r *Reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

// Int reads a whole number.
func (r *Reader) Int() int64 {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		r.fail(errForm)
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// Len reads the number of the items that follow: never more than can follow.
func (r *Reader) Len() int {
	n := r.Int()
	if n < 0 || n > int64(len(r.rest)) {
		r.fail(errForm)
		return 0
	}
	return int(n)
}

// The first and last days of the years that have four digits.
const (
	firstDate fund.Date = -719_162  // 0001-01-01
	lastDate  fund.Date = 2_932_897 // 9999-12-31
)

// Date reads a date, or the zero Date. Another than a year of four digits can have is
// a fault: views take room for the days between dates.
func (r *Reader) Date() fund.Date { return r.DateAfter(0) }

// DateAfter reads a date that was written as the days since another; else as Date.
func (r *Reader) DateAfter(other fund.Date) fund.Date { return r.DateOf(int64(other) + r.Int()) }

// DateOf returns the date of a number that was read; else as Date.
func (r *Reader) DateOf(n int64) fund.Date {
	if n < int64(firstDate) || n > int64(lastDate) {
		r.fail(errForm)
		return 0
	}
	return fund.Date(n)
}

// Fen reads an amount.
func (r *Reader) Fen() money.Fen { return money.Fen(r.Int()) }

// Sum reads a sum of amounts.
func (r *Reader) Sum() money.Sum { return money.Sum(r.Wide()) }

// Wide reads a sum of whole numbers.
func (r *Reader) Wide() wide.Int {
	n, size := wide.Varint(r.rest)
	if size == 0 {
		r.fail(errForm)
		return wide.Int{}
	}
	r.rest = r.rest[size:]
	return n
}

// Text reads a text.
func (r *Reader) Text() string {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > uint64(len(r.rest)-size) {
		r.fail(errForm)
		return ""
	}
	s := string(r.rest[size : size+int(n)])
	r.rest = r.rest[size+int(n):]
	return s
}

// TextAfter reads a text that stands behind another; the same one takes no room.
func (r *Reader) TextAfter(other string) string {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > uint64(len(r.rest)-size)+1 {
		r.fail(errForm)
		return ""
	}
	if r.rest = r.rest[size:]; n == 0 {
		return other
	}
	s := string(r.rest[:n-1])
	r.rest = r.rest[n-1:]
	return s
}

// Rest returns what is left to read, which is not to be changed.
func (r *Reader) Rest() []byte { return r.rest }

// Bytes reads a text as bytes of the state, which are not to be changed.
func (r *Reader) Bytes() []byte {
	if r.err != nil {
		return nil
	}
	text, rest, err := CutText(r.rest)
	if err != nil {
		r.fail(err)
		return nil
	}
	r.rest = rest
	return text
}

// Into reads as many bytes as dst has; after a fault dst is as it was.
func (r *Reader) Into(dst []byte) {
	if len(r.rest) < len(dst) {
		r.fail(errForm)
		return
	}
	r.rest = r.rest[copy(dst, r.rest):]
}

// CutText returns a text at the beginning of a state, and what follows it. Error: for
// a state that does not begin with one.
func CutText(state []byte) (text, rest []byte, err error) {
	n, size := binary.Uvarint(state)
	if size <= 0 || n > uint64(len(state)-size) {
		return nil, nil, errForm
	}
	return state[size : size+int(n)], state[size+int(n):], nil
}

// Event reads an event; nil after a fault.
func (r *Reader) Event() event.Event {
	wire, version, data := r.Text(), r.Int(), r.Bytes()
	if r.err != nil {
		return nil
	}
	e, err := event.Decode(wire, int(version), data)
	if err != nil {
		r.fail(err)
		return nil
	}
	return e
}

// Refuse makes what was read last a fault: it cannot have been written.
func (r *Reader) Refuse() { r.fail(errForm) }

// Fail makes what was read last a fault, with its cause.
func (r *Reader) Fail(err error) { r.fail(err) }

// More reports whether something is left to read, and there was no fault.
func (r *Reader) More() bool { return r.err == nil && len(r.rest) > 0 }

// Whole reports whether there was no fault so far.
func (r *Reader) Whole() bool { return r.err == nil }

// Err returns the first fault, or one if something is left; nil if all was read.
func (r *Reader) Err() error {
	if r.err == nil && len(r.rest) > 0 {
		return errForm
	}
	return r.err
}
