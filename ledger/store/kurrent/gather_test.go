package kurrent

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// server writes events as the server would hold them, from words such as "a2/3": part
// 2 of 3 of an append to stream a; "a": the only event of one.
func server(words string) []held {
	var events []held
	numbers := map[string]uint64{}
	for word := range strings.FieldsSeq(words) {
		h := held{Recorded: store.Recorded{Stream: word[:1]}}
		if len(word) > 1 {
			fmt.Sscanf(word[1:], "%d/%d", &h.part, &h.of) //nolint:errcheck // it is written below
		}
		h.number = numbers[h.Stream]
		numbers[h.Stream]++
		h.Data = []byte(word)
		events = append(events, h)
	}
	return events
}

func TestGather(t *testing.T) {
	for _, test := range []struct {
		name, held, recorded string // "|" ends what one event brings
		midway               bool
		fault                int // the event that is one, from 1
	}{
		{name: "single events", held: "a b a", recorded: "a|b|a"},
		{name: "one append", held: "a1/3 a2/3 a3/3", recorded: "||a1/3 a2/3 a3/3"},
		{name: "two streams at once", held: "a1/2 b1/2 b2/2 c a2/2", recorded: "||b1/2 b2/2|c|a1/2 a2/2"},
		{name: "left unfinished", held: "a1/3 a2/3 b", recorded: "||b"},
		{name: "left unfinished, then one event", held: "a1/3 a2/3 a a", recorded: "||a|a"},
		{name: "left unfinished, then another append", held: "a1/3 a2/3 a1/2 a2/2", recorded: "|||a1/2 a2/2"},
		{name: "left unfinished twice, then the same", held: "a1/3 a1/3 a2/3 a1/3 a2/3 a3/3", recorded: "|||||a1/3 a2/3 a3/3"},
		{name: "begins in the middle", held: "a2/3 a3/3 a", recorded: "|a2/3 a3/3|a", midway: true},
		{name: "begins with the last part", held: "a3/3 b", recorded: "a3/3|b", midway: true},
		{name: "begins in the middle of one left unfinished", held: "a2/3 a1/2 a2/2", recorded: "||a1/2 a2/2", midway: true},
		{name: "only the first may be in the middle", held: "b a2/3", midway: true, fault: 2},
		{name: "without a beginning", held: "a2/3 a3/3", fault: 1},
		{name: "a part is missing", held: "a1/3 a3/3", fault: 2},
		{name: "a part twice", held: "a1/3 a2/3 a2/3", fault: 3},
		{name: "parts of different appends", held: "a1/3 a2/2", fault: 2},
		{name: "goes on after it was superseded", held: "a1/3 a a2/3", fault: 3},
		{name: "goes on after its end", held: "a1/2 a2/2 a2/2", fault: 3},
		{name: "other streams do not make a gap", held: "a1/2 b b a2/2", recorded: "|b|b|a1/2 a2/2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := gatherer{where: "here", midway: test.midway}
			var got []string
			for i, h := range server(test.held) {
				whole, err := g.add(h)
				if corrupt := (*store.CorruptError)(nil); errors.As(err, &corrupt) != (i+1 == test.fault) {
					t.Fatalf("event %d: %v", i+1, err)
				}
				if err != nil {
					return
				}
				var words []string
				for _, h := range whole {
					words = append(words, string(h.Data))
				}
				got = append(got, strings.Join(words, " "))
			}
			if test.fault > 0 || strings.Join(got, "|") != test.recorded {
				t.Errorf("got  %q\nwant %q", strings.Join(got, "|"), test.recorded)
			}
		})
	}
}

// A number is missing between two parts: something was removed.
func TestGatherGap(t *testing.T) {
	g := gatherer{where: "here"}
	events := server("a1/3 a2/3 a3/3")
	events[1].number++
	if _, err := g.add(events[0]); err != nil {
		t.Fatal(err)
	}
	_, err := g.add(events[1])
	if corrupt := (*store.CorruptError)(nil); !errors.As(err, &corrupt) {
		t.Errorf("got %v", err)
	}
}
