package store_test

import (
	"errors"
	"io/fs"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

func valid() store.Append {
	return store.Append{
		Stream: "fund-1", Expected: store.NoStream, Actor: "clerk",
		RecordedAt: time.Date(2025, 3, 31, 15, 59, 59, 123456000, time.UTC),
		Events:     []store.Event{{Type: "fund.opened", Version: 1, Data: []byte(`{}`)}},
	}
}

// No control character passes, wherever it stands, and nothing else is taken for one.
func TestCheckFindsControlCharacters(t *testing.T) {
	for length := range 40 {
		for at := range length {
			for c := range 256 {
				data := []byte("{" + strings.Repeat("\x80 ", length)[:length] + "}")
				data[1+at] = byte(c)
				a := valid()
				a.Events[0].Data = data
				if err := a.Check(); (err != nil) != (c < 0x20) {
					t.Fatalf("%q: %v", data, err)
				}
			}
		}
	}
}

func TestCheck(t *testing.T) {
	data := func(n int) []byte { return []byte(`{"a":"` + strings.Repeat("x", n-8) + `"}`) }
	for name, test := range map[string]struct {
		change func(*store.Append)
		ok     bool
	}{
		"nothing":             {func(*store.Append) {}, true},
		"longest name":        {func(a *store.Append) { a.Stream = strings.Repeat("s", store.MaxNameBytes) }, true},
		"name too long":       {func(a *store.Append) { a.Stream = strings.Repeat("s", store.MaxNameBytes+1) }, false},
		"Chinese":             {func(a *store.Append) { a.Stream, a.Actor = "基金-1", "经办" }, true},
		"largest data":        {func(a *store.Append) { a.Events[0].Data = data(store.MaxEventBytes) }, true},
		"data too large":      {func(a *store.Append) { a.Events[0].Data = data(store.MaxEventBytes + 1) }, false},
		"tab in data":         {func(a *store.Append) { a.Events[0].Data = []byte("{\t}") }, false},
		"half an object":      {func(a *store.Append) { a.Events[0].Data = []byte(`{`) }, false},
		"most events":         {func(a *store.Append) { a.Events = repeat(a.Events[0], store.MaxEvents) }, true},
		"too many events":     {func(a *store.Append) { a.Events = repeat(a.Events[0], store.MaxEvents+1) }, false},
		"no events":           {func(a *store.Append) { a.Events = nil }, false},
		"highest version":     {func(a *store.Append) { a.Events[0].Version = math.MaxInt32 }, true},
		"version beyond JSON": {func(a *store.Append) { a.Events[0].Version = math.MaxInt }, false},
		"version 0":           {func(a *store.Append) { a.Events[0].Version = 0 }, false},
		"type":                {func(a *store.Append) { a.Events[0].Type = "" }, false},
		"type of the second": {func(a *store.Append) {
			a.Events = append(repeat(a.Events[0], 2), store.Event{Type: "a b", Version: 1, Data: []byte("{}")})
		}, false},
		"version of the second":  {func(a *store.Append) { a.Events = repeat(a.Events[0], 2); a.Events[1].Version = 0 }, false},
		"type with a line break": {func(a *store.Append) { a.Events[0].Type = "a\nb" }, false},
		"negative revision":      {func(a *store.Append) { a.Expected = -2 }, false},
		"first microsecond":      {func(a *store.Append) { a.RecordedAt = time.UnixMicro(0).UTC() }, true},
		"before 1970":            {func(a *store.Append) { a.RecordedAt = time.UnixMicro(-1).UTC() }, false},
		"after 9999":             {func(a *store.Append) { a.RecordedAt = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, false},
		"Shanghai time": {func(a *store.Append) {
			a.RecordedAt = a.RecordedAt.In(time.FixedZone("Asia/Shanghai", 8*60*60))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := valid()
			test.change(&a)
			err := a.Check()
			var invalid *store.InvalidError
			if test.ok && err != nil || !test.ok && !errors.As(err, &invalid) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func repeat(e store.Event, n int) []store.Event {
	events := make([]store.Event, n)
	for i := range events {
		events[i] = e
	}
	return events
}

// TestErrors has the texts that people see, and sees that causes are kept.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{
			&store.ConflictError{Stream: "fund-1", Expected: store.NoStream, Actual: 3},
			"append: conflict: expected fund-1 at revision -1, found it at 3; load it again and retry",
		},
		{
			store.GrownError(7, 9),
			"append: conflict: expected the log at revision 6, found it at 8; load it again and retry",
		},
		{
			&store.BusyError{Where: "a/ledger.db"},
			"a/ledger.db: another program is writing to this ledger; wait for it to end and retry",
		},
		{
			&store.CorruptError{Where: "a/ledger.db, position 7", Reason: "checksum does not match"},
			"a/ledger.db, position 7: corrupt: checksum does not match",
		},
		{
			&store.CorruptError{Where: "a/ledger.db", Reason: "read", Cause: fs.ErrInvalid},
			"a/ledger.db: corrupt: read: invalid argument",
		},
		{
			&store.UnknownOutcomeError{Cause: fs.ErrInvalid},
			"append: outcome unknown, retry the same append: invalid argument",
		},
		{&store.InvalidError{Reason: "0 events"}, "append: 0 events"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
	for _, err := range []error{
		&store.CorruptError{Cause: fs.ErrInvalid}, &store.UnknownOutcomeError{Cause: fs.ErrInvalid},
	} {
		if !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%T hides its cause", err)
		}
	}
}
