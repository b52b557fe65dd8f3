package history_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/projtest"
)

// recorded fills a store with a fact of every type, several times over in other
// streams: appends of one event and of many, by several actors, with texts that
// need escapes.
func recorded(t testing.TB, s store.Store, times int) {
	t.Helper()
	at := time.Date(2026, 1, 15, 2, 0, 0, 123456000, time.UTC)
	next := map[string]store.Revision{}
	for round := range times {
		var batch []store.Append
		for i, entry := range projtest.History() {
			stream := fmt.Sprintf("%s/%d", aggregates.StreamOf(entry.Event), round)
			wire, version, data, err := event.Encode(entry.Event)
			if err != nil {
				t.Fatal(err)
			}
			one := store.Event{Type: wire, Version: version, Data: data}
			actor := []string{"王出纳", `a "quoted" \ name`, "tab\tand \u2028"}[i%3]
			if last := len(batch) - 1; last >= 0 && batch[last].Stream == stream {
				batch[last].Events = append(batch[last].Events, one)
			} else {
				batch = append(batch, store.Append{
					Stream: stream, Expected: next[stream] - 1, RecordedAt: at, Actor: actor,
					Correlation: strings.Repeat("c", i%4), Causation: []string{"", "cause <&>"}[i%2], Events: []store.Event{one},
				})
			}
			next[stream]++
			at = at.Add(time.Duration(i%5) * time.Microsecond)
		}
		if _, err := s.Append(context.Background(), batch...); err != nil {
			t.Fatal(err)
		}
	}
}

// written returns the history of a store.
func written(t testing.TB, s store.Store) (text []byte, head merkle.Head) {
	t.Helper()
	var b bytes.Buffer
	head, err := history.Write(context.Background(), &b, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), head
}

func newFile(t testing.TB) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestRoundTrip: a history that is written, checked, put back into any store and
// written again is the same, byte for byte, with the same root.
func TestRoundTrip(t *testing.T) {
	ctx := context.Background()
	var original memory.Store
	recorded(t, &original, 4)
	text, head := written(t, &original)
	if lines := bytes.Count(text, []byte("\n")); int64(lines) != head.Size || head.Size < 500 {
		t.Fatalf("%d lines for %d events", lines, head.Size)
	}
	checked, roots, err := history.Check(ctx, bytes.NewReader(text), nil, 0, 1, 300, head.Size, head.Size+1)
	if err != nil || checked != head || len(roots) != 4 || roots[head.Size] != head.Root {
		t.Fatalf("%+v, %d roots, %v", checked, len(roots), err)
	}
	for _, size := range []int64{0, 1, 300} {
		part, _, err := history.Check(ctx, bytes.NewReader(firstLines(text, size)), nil)
		if err != nil || part.Root != roots[size] || part.Size != size {
			t.Errorf("the first %d: %+v, %v", size, part, err)
		}
	}
	for name, s := range map[string]store.Store{"memory": &memory.Store{}, "sqlite": newFile(t)} {
		if err := history.Restore(ctx, iotest.OneByteReader(bytes.NewReader(text)), s, nil); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again, other := written(t, s); !bytes.Equal(again, text) || other != head {
			t.Errorf("%s: another history, %+v", name, other)
		}
		if r, err := verify.Log(ctx, s, verify.Options{}); err != nil || r.Head != head {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		// Once more changes nothing.
		if err := history.Restore(ctx, bytes.NewReader(text), s, nil); err != nil {
			t.Errorf("%s, again: %v", name, err)
		}
		if _, other := written(t, s); other != head {
			t.Errorf("%s, again: %+v", name, other)
		}
	}
}

func firstLines(text []byte, n int64) []byte {
	end := 0
	for range n {
		end += bytes.IndexByte(text[end:], '\n') + 1
	}
	return text[:end]
}

func TestEmptyHistory(t *testing.T) {
	text, head := written(t, &memory.Store{})
	checked, _, err := history.Check(context.Background(), bytes.NewReader(text), nil)
	if len(text) != 0 || err != nil || checked != head || head.Size != 0 {
		t.Errorf("%q, %+v, %+v, %v", text, head, checked, err)
	}
}

// TestResume: a restoring that was cut off anywhere goes on from what stands.
func TestResume(t *testing.T) {
	ctx := context.Background()
	var original memory.Store
	recorded(t, &original, 2)
	text, head := written(t, &original)
	for _, at := range []int{0, 1, 1000, len(text) / 3, len(text)/2 + 7, len(text) - 1} {
		s := &memory.Store{}
		var line *history.LineError
		err := history.Restore(ctx, bytes.NewReader(text[:at]), s, nil)
		if at > 0 && (!errors.As(err, &line) || line.Line != int64(bytes.Count(text[:at], []byte("\n")))+1 ||
			line.Error() != fmt.Sprintf("line %d: has no line break: the file was cut off", line.Line)) {
			t.Errorf("cut at %d: %v", at, err)
		}
		stands := firstLines(text, int64(bytes.Count(text[:at], []byte("\n"))))
		if err := history.Restore(ctx, bytes.NewReader(stands), s, nil); err != nil {
			t.Fatal(err)
		}
		if err := history.Restore(ctx, bytes.NewReader(text), s, nil); err != nil {
			t.Fatalf("cut at %d: %v", at, err)
		}
		if _, now := written(t, s); now != head {
			t.Errorf("cut at %d: %+v, want %+v", at, now, head)
		}
	}
}

// TestOther: a history is put on top of nothing but a beginning of itself.
func TestOther(t *testing.T) {
	ctx := context.Background()
	var original memory.Store
	recorded(t, &original, 1)
	text, head := written(t, &original)
	for name, other := range map[string]func(*store.Append){
		"other content": func(a *store.Append) {
			a.Events[0].Data = bytes.Replace(a.Events[0].Data, []byte("惠州"), []byte("惠东"), 1)
		},
		"another stream":      func(a *store.Append) { a.Stream = "other" },
		"another time":        func(a *store.Append) { a.RecordedAt = a.RecordedAt.Add(time.Microsecond) },
		"another actor":       func(a *store.Append) { a.Actor = "other" },
		"another correlation": func(a *store.Append) { a.Correlation = "other" },
	} {
		s := &memory.Store{}
		first := firstOf(t, &original)
		other(&first)
		if _, err := s.Append(ctx, first); err != nil {
			t.Fatal(err)
		}
		var conflict *store.ConflictError
		if err := history.Restore(ctx, bytes.NewReader(text), s, nil); !errors.As(err, &conflict) || conflict.Stream != first.Stream {
			t.Errorf("%s: %v", name, err)
		}
		if _, head := written(t, s); head.Size != 1 {
			t.Errorf("%s: %d events", name, head.Size)
		}
	}
	// A ledger that has gone on is not put back.
	more := firstOf(t, &original)
	more.Stream = "more"
	if _, err := original.Append(ctx, more); err != nil {
		t.Fatal(err)
	}
	var conflict *store.ConflictError
	if err := history.Restore(ctx, bytes.NewReader(text), &original, nil); !errors.As(err, &conflict) || conflict.Stream != "more" {
		t.Error(err)
	}
	if _, now := written(t, &original); now.Size != head.Size+1 {
		t.Errorf("%d events", now.Size)
	}
}

// firstOf returns the first event of a store as an append.
func firstOf(t *testing.T, s store.Store) store.Append {
	t.Helper()
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		return store.Append{
			Stream: r.Stream, Expected: store.NoStream, RecordedAt: r.RecordedAt, Actor: r.Actor, Correlation: r.Correlation, Causation: r.Causation,
			Events: []store.Event{{Type: r.Type, Version: r.Version, Data: slices.Clone(r.Data)}},
		}
	}
	t.Fatal("no event")
	return store.Append{}
}

// TestFailures: what a writer, a reader or a store fails with is told as it is.
func TestFailures(t *testing.T) {
	ctx := context.Background()
	var original memory.Store
	recorded(t, &original, 2)
	text, _ := written(t, &original)
	broken := errors.New("broken")
	if _, err := history.Write(ctx, &brittle{left: 100_000, err: broken}, &original, nil); !errors.Is(err, broken) {
		t.Error(err)
	}
	r := io.MultiReader(bytes.NewReader(text[:5000]), iotest.ErrReader(broken))
	if _, _, err := history.Check(ctx, r, nil); !errors.Is(err, broken) {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, _, err := history.Check(stopped, bytes.NewReader(text), nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := history.Restore(stopped, bytes.NewReader(text), &memory.Store{}, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := history.Write(stopped, io.Discard, &original, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// brittle is a writer that takes some bytes only.
type brittle struct {
	left int
	err  error
}

func (b *brittle) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, b.err
	}
	return len(p), nil
}

// TestMalformed: every line that is not what the ledger would write is refused
// with its number, in both languages.
func TestMalformed(t *testing.T) {
	var original memory.Store
	recorded(t, &original, 1)
	text, _ := written(t, &original)
	lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
	replace := func(old, new string) func(string) string {
		return func(l string) string {
			if !strings.Contains(l, old) {
				t.Errorf("%s is not in %s", old, l)
			}
			return strings.Replace(l, old, new, 1)
		}
	}
	const at = 4 // from 1: fund.opened, one append
	for name, test := range map[string]struct {
		do   func(string) string
		says string
	}{
		"an empty line": {func(l string) string { return "\n" }, `is not a canonical line of a ledger: {"actor": is missing`},
		"not JSON":      {func(l string) string { return "x\n" }, `{"actor": is missing`},
		"an amount":     {replace(`"10000.00"`, `"10001.00"`), "the line was changed"},
		"the id":        {replace(`"id":"`, `"id":"0`), "the line was changed"},
		"an upper-case id": {func(l string) string {
			i := strings.Index(l, `"id":"`) + 6
			return l[:i] + strings.ToUpper(l[i:i+36]) + l[i+36:]
		}, "the line was changed"},
		"the stream":             {replace(`"stream":"`, `"stream":"x`), "the line was changed"},
		"the type":               {replace(`"fund.opened"`, `"fund.closed"`), "the line was changed"},
		"the version":            {replace(`"version":1`, `"version":2`), "the line was changed"},
		"version 0":              {replace(`"version":1`, `"version":0`), "version 0"},
		"a fraction":             {replace(`"version":1`, `"version":1.0`), "} is missing"},
		"the revision":           {replace(`"revision":`, `"revision":1`), "does not follow"},
		"a negative revision":    {replace(`"revision":`, `"revision":-`), "expected revision -2"},
		"revision -1":            {func(l string) string { return replaceNumber(l, "revision", "-1") }, "expected revision -2"},
		"the time":               {replace(`"recorded_at":"2026`, `"recorded_at":"2O26`), "is no time"},
		"a time without micros":  {func(l string) string { i := strings.Index(l, `Z","revision"`); return l[:i-7] + l[i:] }, "is no time"},
		"a time of another zone": {replace(`Z","revision"`, `+08:00","revision"`), "is no time"},
		"a date that is none":    {replace(`"recorded_at":"2026-01`, `"recorded_at":"2026-13`), "is no time"},
		"no actor":               {func(l string) string { return `{"actor":""` + l[strings.Index(l, `,"causation"`):] }, "stream and actor are required"},
		"a field more":           {replace(`,"version"`, `,"value":1,"version"`), `,"version": is missing`},
		"a field less":           {func(l string) string { return replaceBetween(l, `,"causation":`, `,"correlation"`, "") }, `,"causation": is missing`},
		"another order":          {func(l string) string { return `{"causation":"",` + l[1:] }, `{"actor": is missing`},
		"a blank":                {replace(`,"id"`, `, "id"`), `,"id": is missing`},
		"a blank at the end":     {replace("}\n", "} \n"), "it is written in another form"},
		"a carriage return":      {replace("}\n", "}\r\n"), "it is written in another form"},
		"two lines in one":       {func(l string) string { return l[:len(l)-1] + l }, "it is written in another form"},
		"an escape too many":     {replace(`"stream":"b`, `"stream":"\u0062`), "not canonical JSON"},
		"a control character":    {replace(`"stream":"`, "\"stream\":\"\x01"), "not canonical JSON"},
		"not UTF-8":              {replace(`"stream":"`, "\"stream\":\"\xff"), "not canonical JSON"},
		"data that is a list":    {func(l string) string { return replaceBetween(l, `"data":`, `,"id"`, `"data":[]`) }, "data is no object"},
		"data that is no end":    {func(l string) string { return replaceBetween(l, `"data":`, `,"id"`, `"data":{{}`) }, `,"id": is missing`},
		"half a line":            {func(l string) string { return l[:len(l)/2] + "\n" }, "is not a canonical line"},
		"too long":               {replace(`"stream":"`, `"stream":"`+strings.Repeat("x", 1<<17)), "is too long; this is no export of a ledger"},
	} {
		changed := slices.Clone(lines)
		changed[at-1] = test.do(changed[at-1])
		if changed[at-1] == lines[at-1] {
			t.Errorf("%s: the line stays", name)
		}
		refused(t, name, strings.Join(changed, ""), at, test.says)
	}
	for name, test := range map[string]struct {
		lines []string
		at    int64
		says  string
	}{
		"a line removed":  {slices.Delete(slices.Clone(lines), 0, 1), firstOfStream(lines[0], lines[1:]), "does not follow -1: lines are missing, repeated or in another order"},
		"a line repeated": {slices.Insert(slices.Clone(lines), 1, lines[0]), 2, "does not follow 0"},
		"no event":        {[]string{canonical(`{}`)}, 1, `is no canonical event: fund.opened: field "amount": is missing`},
		"a number in it":  {[]string{canonical(`{"amount":1}`)}, 1, "is no canonical event: "},
	} {
		refused(t, name, strings.Join(test.lines, ""), test.at, test.says)
	}
}

// refused checks that a text is refused at a line.
func refused(t *testing.T, name, text string, at int64, says string) {
	t.Helper()
	_, _, err := history.Check(context.Background(), strings.NewReader(text), nil)
	var line *history.LineError
	if !errors.As(err, &line) || line.Line != at || !strings.Contains(line.Error(), says) {
		t.Errorf("%s: %v, want line %d: %s", name, err, at, says)
		return
	}
	if zh := line.In(lang.ZH); !strings.HasPrefix(zh, fmt.Sprintf("第 %d 行：", at)) {
		t.Errorf("%s: %s", name, zh)
	}
}

// replaceNumber makes the number of a field another.
func replaceNumber(l, field, number string) string {
	return replaceBetween(l, `"`+field+`":`, `,"stream"`, `"`+field+`":`+number)
}

// replaceBetween replaces what is from one text up to another.
func replaceBetween(l, from, to, by string) string {
	i := strings.Index(l, from)
	j := i + strings.Index(l[i:], to)
	return l[:i] + by + l[j:]
}

// firstOfStream returns the number of the first line of the stream of another.
func firstOfStream(removed string, lines []string) int64 {
	stream := removed[strings.Index(removed, `"stream":`):strings.Index(removed, `,"type"`)]
	for i, l := range lines {
		if strings.Contains(l, stream) {
			return int64(i + 1)
		}
	}
	return 0
}

// canonical returns the line of an event with some data.
func canonical(data string) string {
	r := store.Recorded{Stream: "s", RecordedAt: time.Unix(0, 0).UTC(), Actor: "a", Type: "fund.opened", Version: 1, Data: []byte(data)}
	return string(r.AppendLine(nil)) + "\n"
}
