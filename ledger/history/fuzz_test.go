package history

import (
	"bytes"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/projtest"
)

// FuzzParse: what the parser takes is, byte for byte, the line that the ledger
// writes for what it says, and any store would take it.
func FuzzParse(f *testing.F) {
	for i, entry := range projtest.History() {
		wire, version, data, err := event.Encode(entry.Event)
		if err != nil {
			f.Fatal(err)
		}
		r := store.Recorded{
			Stream: "fund-1", Revision: store.Revision(i), RecordedAt: time.UnixMicro(int64(i) * 1e12).UTC(),
			Actor: "a\"b\\\t", Causation: "因", Type: wire, Version: version, Data: data,
		}
		f.Add(r.AppendLine(nil))
	}
	for _, data := range []string{`{}`, `{"a":"}"}`, `{"a":"\"}"}`, `{"a":{"b":{}}}`, `{{}}`} {
		r := store.Recorded{Stream: "s", RecordedAt: time.Unix(0, 0).UTC(), Actor: "a", Type: "t", Version: 1, Data: []byte(data)}
		f.Add(r.AppendLine(nil))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		r, err := parse(line)
		if err != nil {
			return
		}
		if again := r.AppendLine(nil); !bytes.Equal(again, line) {
			t.Errorf("%q was read as what is written %q", line, again)
		}
		a := store.Append{
			Stream: r.Stream, Expected: r.Revision - 1, RecordedAt: r.RecordedAt, Actor: r.Actor, Correlation: r.Correlation, Causation: r.Causation,
			Events: []store.Event{{Type: r.Type, Version: r.Version, Data: r.Data}},
		}
		if err := a.Check(); err != nil {
			t.Errorf("%q: %v", line, err)
		}
		if !IsLine(line) {
			t.Errorf("%q does not look like a line", line)
		}
	})
}

// TestLongestLine: the longest line that a store can hold is read.
func TestLongestLine(t *testing.T) {
	long := string(bytes.Repeat([]byte{1}, store.MaxNameBytes))
	data := append(append([]byte(`{"a":"`), bytes.Repeat([]byte("x"), store.MaxEventBytes-8)...), `"}`...)
	r := store.Recorded{Stream: long, RecordedAt: time.Unix(0, 0).UTC(), Actor: long, Correlation: long, Causation: long,
		Type: long, Version: 1, Data: data}
	line := r.AppendLine(nil)
	if len(line) >= maxLine {
		t.Errorf("the longest line has %d bytes, more than %d are refused", len(line), maxLine)
	}
	if _, err := parse(line); err != nil {
		t.Error(err)
	}
}
