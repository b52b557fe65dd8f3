package history

import (
	"bytes"
	"errors"
	"strconv"
	"time"

	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// maxLine is more than the longest line that an event can make: its data, and an
// envelope whose texts may take six bytes for one.
const maxLine = store.MaxEventBytes + 6*8*store.MaxNameBytes

// reason says why a line is not canonical, in the user's language.
type reason struct{ lang.Text }

func (r *reason) Error() string { return r.EN }

// why returns the text of an error in both languages, if it has one.
func why(err error) lang.Text {
	if r := (*reason)(nil); errors.As(err, &r) {
		return r.Text
	}
	return lang.Text{ZH: err.Error(), EN: err.Error()}
}

// IsLine reports whether a line looks like that of a history: whether it begins
// as each does. It serves to tell histories from other files.
func IsLine(line []byte) bool { return bytes.HasPrefix(line, []byte(`{"actor":"`)) }

// parse returns the event that a canonical line says. Data is part of line.
func parse(line []byte) (store.Recorded, error) {
	p := parser{rest: line}
	var r store.Recorded
	p.key(`{"actor":`)
	r.Actor = p.text()
	p.key(`,"causation":`)
	r.Causation = p.text()
	p.key(`,"correlation":`)
	r.Correlation = p.text()
	p.key(`,"data":`)
	r.Data = p.object()
	p.key(`,"id":`)
	id := p.text()
	p.key(`,"recorded_at":`)
	at := p.text()
	p.key(`,"revision":`)
	r.Revision = store.Revision(p.number())
	p.key(`,"stream":`)
	r.Stream = p.text()
	p.key(`,"type":`)
	r.Type = p.text()
	p.key(`,"version":`)
	r.Version = int(p.number())
	p.key(`}`)
	if p.err != nil {
		return r, p.err
	}
	var err error
	if r.RecordedAt, err = time.Parse(store.TimeFormat, at); err != nil {
		return r, &reason{lang.F("recorded_at 不是时间：%s", "recorded_at is no time: %s", strconv.Quote(at))}
	}
	a := store.Append{Stream: r.Stream, Expected: r.Revision - 1, RecordedAt: r.RecordedAt, Actor: r.Actor,
		Correlation: r.Correlation, Causation: r.Causation,
		Events: []store.Event{{Type: r.Type, Version: r.Version, Data: r.Data}}}
	if err := a.Check(); err != nil {
		return r, err
	}
	if derived := r.ID().String(); derived != id {
		return r, &reason{lang.F("由内容得出的 id 是 %s，不是 %s：这一行被改动", "its content gives the id %s and not %s: the line was changed", derived, strconv.Quote(id))}
	}
	if !bytes.Equal(r.AppendLine(make([]byte, 0, len(line))), line) {
		return r, &reason{lang.F("写法不是规范的那一种", "it is written in another form")}
	}
	return r, nil
}

// parser takes a line apart from its beginning. After the first error it does nothing.
type parser struct {
	rest []byte
	err  error
}

func (p *parser) key(k string) {
	rest, ok := bytes.CutPrefix(p.rest, []byte(k))
	if !ok && p.err == nil {
		p.err = &reason{lang.F("缺少 %s", "%s is missing", k)}
	}
	p.rest = rest
}

func (p *parser) text() string {
	if p.err != nil {
		return ""
	}
	text, rest, err := jcs.String(p.rest)
	p.rest, p.err = rest, err
	return text
}

func (p *parser) number() int64 {
	if p.err != nil {
		return 0
	}
	n, rest, err := jcs.Int(p.rest)
	p.rest, p.err = rest, err
	return n
}

// object returns the bytes of an object, which is known to end where its braces
// close outside of strings. Whether it is canonical is for the event to say.
func (p *parser) object() []byte {
	depth, quoted := 0, false
	for i := 0; p.err == nil && i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				object := p.rest[: i+1 : i+1]
				p.rest = p.rest[i+1:]
				return object
			}
		}
		if depth == 0 {
			break
		}
	}
	if p.err == nil {
		p.err = &reason{lang.F("data 不是对象", "data is no object")}
	}
	return nil
}
