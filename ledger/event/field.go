package event

import "github.com/fundledger/fundledger/ledger/fund"

// need says whether a field must be given.
type need int

const (
	required need = iota
	optional
	oneIfAbsent // a count: written always, 1 in a row that leaves it out
)

// textField, wholeField and dateField are what is known of one field, whatever
// type it is in: its name, and which values it takes. They are never changed.
type (
	// textField is a text; "" is absent. Its values have one form each.
	textField struct {
		label
		check func(text string) *Problem // nil if the text is a value
		today func(text string) *Problem // nil if it may be written today: earlier programs took more; may be nil

		// What spares most values the check: the list that the values are from, or how
		// many bytes free text may have, or what reads a value of a fixed form.
		words   []Word
		codes   []string // of words
		offered []Word   // of them, those that the type takes; all if nil
		most    int
		prose   bool // a name or a remark, which is another only if it reads as another
		scan    func(src []byte) int
	}
	// wholeField is a whole number, or an amount in fen.
	wholeField struct {
		label
		form     Form
		min, max int64
		zero     bool // 0 is written and not absent
		below    func() *Problem
	}
	// dateField is a civil date; zero is absent.
	dateField struct{ label }
)

// label is a field's name.
type label struct {
	name string
	own  bool // the ledger itself writes it: it says nothing of the fact

	key        string // as it stands in the bytes behind another field
	head, mask uint64 // the first eight bytes of key but the first, and which these are
}

func labelled(name string) label {
	l := label{name: name, key: `,"` + name + `":`, own: WrittenByLedger(name)}
	for i := 1; i < min(8, len(l.key)); i++ {
		l.head |= uint64(l.key[i]) << (8 * i)
		l.mask |= 0xff << (8 * i)
	}
	return l
}

// WrittenByLedger reports whether the ledger itself writes a field into a fact, and no
// person.
func WrittenByLedger(name string) bool {
	switch name {
	case "booked_for", "booked_on", "by_data", "by_type", "by_version", "warning":
		return true
	}
	return false
}

// visitor is shown the fields of an event one by one, in the order of their
// canonical bytes, with their values, and answers each with the value that it is to
// have. One list of fields per type so serves encoding, decoding, import rows and
// documentation alike, and they cannot disagree. A definition lists its fields in any
// order but for the four types that a log is full of: they are shown as they stand.
type visitor interface {
	text(d *textField, n need, v string) string
	whole(d *wholeField, n need, v int64) int64
	date(d *dateField, n need, v fund.Date) fund.Date
}

// fields shows the fields of the trade to a visitor. The same field name means
// the same thing and has the same form in every type; see dictionary.
type fields struct{ *shown }

// shown is one visitor. Those of every event that is read or written are known by
// type, so that neither they nor the event need to be allocated.
type shown struct {
	reader  *reader
	writer  *writer
	checker *checker
	filler  *filler
	other   *other
}

type other struct{ visitor }

// to returns the fields to show to any visitor.
func to(v visitor) fields { return fields{&shown{other: &other{v}}} }

func (f fields) text(d *textField, n need, v string) string {
	switch {
	case f.reader != nil:
		if n == optional && !f.reader.near(&d.label) {
			return ""
		}
		return f.reader.text(d, n)
	case f.writer != nil:
		f.writer.text(d, v)
	case f.checker != nil:
		f.checker.text(d, n, v)
	case f.filler != nil:
		return f.filler.text(d, n)
	default:
		return f.other.text(d, n, v)
	}
	return v
}

func (f fields) whole(d *wholeField, n need, v int64) int64 {
	switch {
	case f.reader != nil:
		if n == optional && !f.reader.near(&d.label) {
			return 0
		}
		return f.reader.whole(d, n)
	case f.writer != nil:
		f.writer.whole(d, v)
	case f.checker != nil:
		f.checker.whole(d, n, v)
	case f.filler != nil:
		return f.filler.whole(d, n)
	default:
		return f.other.whole(d, n, v)
	}
	return v
}

func (f fields) date(d *dateField, n need, v fund.Date) fund.Date {
	switch {
	case f.reader != nil:
		if n == optional && !f.reader.near(&d.label) {
			return 0
		}
		return f.reader.date(d, n)
	case f.writer != nil:
		f.writer.date(d, v)
	case f.checker != nil:
		f.checker.date(d, n, v)
	case f.filler != nil:
		return f.filler.date(d, n)
	default:
		return f.other.date(d, n, v)
	}
	return v
}

// What a list of fields is written with: each shows one field and takes its answer.

func text[T ~string](f fields, d *textField, n need, p *T) fields {
	*p = T(f.text(d, n, string(*p)))
	return f
}

func whole[T ~int64](f fields, d *wholeField, n need, p *T) fields {
	*p = T(f.whole(d, n, int64(*p)))
	return f
}

func date(f fields, d *dateField, n need, p *fund.Date) fields {
	*p = f.date(d, n, *p)
	return f
}
