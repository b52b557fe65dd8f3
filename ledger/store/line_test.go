package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

func ExampleRecorded_AppendLine() {
	r := store.Recorded{
		Position: 41, Stream: "fund-441300.390-2025", Revision: 1,
		RecordedAt: time.Date(2025, 3, 31, 15, 59, 59, 123456000, time.UTC),
		Actor:      "经办", Correlation: "import-1", Causation: "01JQ",
		Type: "fund.opened", Version: 1, Data: []byte(`{"amount":"1234.56"}`),
	}
	fmt.Println(string(r.AppendLine(nil)))
	// Output:
	// {"actor":"经办","causation":"01JQ","correlation":"import-1","data":{"amount":"1234.56"},"id":"42f62a90-825d-5763-8454-e0cef83785e7","recorded_at":"2025-03-31T15:59:59.123456Z","revision":1,"stream":"fund-441300.390-2025","type":"fund.opened","version":1}
}

// TestEventID has ids that were computed without this package (Python:
// uuid.uuid5 over the namespace), so that it never changes unnoticed.
func TestEventID(t *testing.T) {
	for _, test := range []struct {
		stream, typ string
		version     int
		data        string
		want        string
	}{
		{"fund-441300.390-2025", "fund.opened", 1, `{"amount":"1234.56","name":"职工医保"}`, "93b5ff73-37cc-523f-985d-db8dacced0cf"},
		{"fund-441300.390-2025", "fund.renamed", 12, `{}`, "0204b44a-da8f-54c5-99dd-769e881ae262"},
	} {
		if got := store.EventID(test.stream, test.typ, test.version, []byte(test.data)).String(); got != test.want {
			t.Errorf("%s %s: got %s, want %s", test.stream, test.typ, got, test.want)
		}
	}
}

// TestEventIDsDiffer: every part counts, and none can pass for another.
func TestEventIDsDiffer(t *testing.T) {
	seen := make(map[string]string)
	for _, e := range []struct {
		stream, typ string
		version     int
		data        string
	}{
		{"fund-1", "a", 1, `{}`}, {"fund-2", "a", 1, `{}`}, {"fund-1", "b", 1, `{}`}, {"fund-1", "a", 2, `{}`},
		{"fund-1", "a", 1, `{"a":1}`}, {"fund-1a", "a", 1, `{}`}, {"fund-1", "aa", 1, `{}`}, {"fund-1", "a", 11, `{}`},
	} {
		id := store.EventID(e.stream, e.typ, e.version, []byte(e.data)).String()
		if other, ok := seen[id]; ok {
			t.Errorf("%v and %s have one id", e, other)
		}
		seen[id] = fmt.Sprint(e)
	}
}

// Lines write times as TimeFormat does.
func TestLineTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	times := []time.Time{{}, time.UnixMicro(0).UTC(), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC),
		time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)}
	for range 5000 {
		times = append(times, time.UnixMicro(random.Int64N(8e15)).UTC())
	}
	for _, at := range times {
		line := store.Recorded{Stream: "s", RecordedAt: at, Type: "t", Version: 1, Data: []byte("{}")}.AppendLine(nil)
		if want := `"recorded_at":"` + at.Format(store.TimeFormat) + `",`; !bytes.Contains(line, []byte(want)) {
			t.Fatalf("%s has not %s", line, want)
		}
	}
}

// TestLine: a line is one JSON object in canonical order that says everything
// but the position, and it is appended to what was there.
func TestLine(t *testing.T) {
	r := store.Recorded{
		Position: 1, Stream: `a"b`, Revision: 1 << 40, RecordedAt: time.UnixMicro(0).UTC(),
		Actor: "经办\t", Type: "t", Version: 3, Data: []byte(`{"z":{}}`),
	}
	line := r.AppendLine([]byte("before "))
	rest, ok := bytes.CutPrefix(line, []byte("before "))
	if !ok || bytes.ContainsAny(rest, "\n") {
		t.Fatalf("line %s", line)
	}
	var back map[string]any
	if err := json.Unmarshal(rest, &back); err != nil {
		t.Fatal(err)
	}
	if len(back) != 10 || back["stream"] != `a"b` || back["actor"] != "经办\t" || back["recorded_at"] != "1970-01-01T00:00:00.000000Z" ||
		back["revision"] != float64(1<<40) || back["version"] != 3.0 || back["id"] != r.ID().String() {
		t.Errorf("line %s", rest)
	}
	r.Position = 2
	if again := r.AppendLine(nil); !bytes.Equal(again, rest) {
		t.Errorf("the position is in the line: %s", again)
	}
}
