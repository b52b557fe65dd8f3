package verify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// altered makes the content of an event another that could stand there.
func altered(r *store.Recorded) {
	r.Data = bytes.Replace(r.Data, []byte(`"count":1,`), []byte(`"count":2,`), 1)
}

// TestFaults: every fault, the event that it names and the words for it. The log
// has 600 events: two blocks, the second from 256 on, and 88 events after them.
func TestFaults(t *testing.T) {
	const size = 600
	flipped := func(h merkle.Hash) merkle.Hash { h[31] ^= 1; return h }
	corrupt := &store.CorruptError{Where: "row 7", Reason: "torn"}
	for _, test := range []struct {
		name           string
		do             func(k *keeping)
		position, last int64
		en, zh         string // the whole text; STREAM is the stream and revision of the event
	}{
		{"a gap", func(k *keeping) { k.events = slices.Delete(k.events, 300, 302) }, 300, 300,
			"event 300: is missing; the next is event 302", "第 300 条事项：缺失；接下来是第 302 条"},
		{"the first is missing", func(k *keeping) { k.events = k.events[1:] }, 0, 0,
			"event 0: is missing; the next is event 1", "第 0 条事项：缺失；接下来是第 1 条"},
		{"an event twice", func(k *keeping) { k.events = slices.Insert(k.events, 300, k.events[299]) }, 300, 300,
			"event 300: is missing; the next is event 299", "第 300 条事项：缺失；接下来是第 299 条"},
		{"a revision left out", func(k *keeping) { k.events[300].Revision++ }, 300, 300,
			"event 300 (STREAM): its revision does not follow the last, -1", "第 300 条事项（STREAM）：修订号不连续：前一条是 -1"},
		{"a revision without a stream", func(k *keeping) { k.events[300].Stream, k.events[300].Revision = "x", 1 }, 300, 300,
			"event 300 (STREAM): its revision does not follow the last, -1", "第 300 条事项（STREAM）：修订号不连续：前一条是 -1"},
		{"an hour and more earlier", func(k *keeping) {
			k.events[300].RecordedAt = k.events[300].RecordedAt.Add(-store.Drift - time.Microsecond)
		}, 300, 300,
			"event 300 (STREAM): was recorded at 2026-01-15T00:59:59.999999Z, long before an event in front of it, 2026-01-15T02:00:00.000000Z: a clock was turned back, or the time was changed",
			"第 300 条事项（STREAM）：入账时间 2026-01-15T00:59:59.999999Z 早于此前的 2026-01-15T02:00:00.000000Z：时钟被拨回，或入账时间被改"},
		{"an hour earlier", func(k *keeping) { k.events[300].RecordedAt = k.events[300].RecordedAt.Add(-store.Drift) }, 300, 300,
			"event 300 (STREAM): was changed after it was recorded (it is not what the ledger's tree was made of)", ""},
		{"later", func(k *keeping) { k.events[300].RecordedAt = k.events[300].RecordedAt.Add(2 * time.Hour) }, 300, 300,
			"event 300 (STREAM): was changed after it was recorded (it is not what the ledger's tree was made of)", ""},
		{"not canonical", func(k *keeping) { k.events[300].Data = []byte(`{}`) }, 300, 300,
			`event 300 (STREAM): its content is no canonical event: position 300 (STREAM): corrupt: not a canonical event: reimbursement.paid: field "amount": is missing, or in the wrong place`, ""},
		{"another stream", func(k *keeping) {
			k.events[300].Data = bytes.Replace(k.events[300].Data, []byte(`"H4413`), []byte(`"P4413`), 1)
		}, 300, 300,
			"event 300 (STREAM): does not belong into its stream but into ELSEWHERE", "第 300 条事项（STREAM）：不属于这个流，应在 ELSEWHERE"},
		{"content", func(k *keeping) { altered(&k.events[300]) }, 300, 300,
			"event 300 (STREAM): was changed after it was recorded (it is not what the ledger's tree was made of)", "第 300 条事项（STREAM）：入账后被改动（与账本的校验树不符）"},
		{"the last of a block", func(k *keeping) { altered(&k.events[255]) }, 255, 255,
			"event 255 (STREAM): was changed after it was recorded (it is not what the ledger's tree was made of)", ""},
		{"the last", func(k *keeping) { altered(&k.events[599]) }, 599, 599,
			"event 599 (STREAM): was changed after it was recorded (it is not what the ledger's tree was made of)", ""},
		{"content, and its tag", func(k *keeping) {
			altered(&k.events[300])
			k.kept.Tags[300] = merkle.Tag(merkle.LeafHash(k.events[300].AppendLine(nil)))
		}, 256, 511, "one of the events 256 to 511: was changed after it was recorded, or the ledger's tree was", "第 256 至 511 条事项之一：入账后被改动，或账本的校验树被改动"},
		{"a block's hash", func(k *keeping) { k.kept.Blocks[0] = flipped(k.kept.Blocks[0]) }, 0, 255,
			"one of the events 0 to 255: was changed after it was recorded, or the ledger's tree was", ""},
		{"the open hash", func(k *keeping) { k.kept.Open = flipped(k.kept.Open) }, 512, 599,
			"one of the events 512 to 599: was changed after it was recorded, or the ledger's tree was", ""},
		{"a tag", func(k *keeping) { k.kept.Tags[300]++ }, 300, 300,
			"event 300 (STREAM): is right, but what the ledger's tree keeps for it was changed", "第 300 条事项（STREAM）：事项无误，但账本为它保存的校验标记被改动"},
		{"an open tag", func(k *keeping) { k.kept.Tags[599]++ }, 599, 599,
			"event 599 (STREAM): is right, but what the ledger's tree keeps for it was changed", ""},
		{"the end cut off", func(k *keeping) { k.events = k.events[:598] }, 598, 599,
			"one of the events 598 to 599: is missing: the ledger's tree has 600 events, the log 598: its end was cut off",
			"第 598 至 599 条事项之一：缺失：账本的校验树有 600 条，事项只有 598 条，末尾被截去"},
		{"all cut off", func(k *keeping) { k.events = nil }, 0, 599,
			"one of the events 0 to 599: is missing: the ledger's tree has 600 events, the log 0: its end was cut off", ""},
		{"events that the tree lacks", func(k *keeping) { k.kept = treeOf(k.events[:590]) }, 590, 599,
			"one of the events 590 to 599: is not in the ledger's tree (written by an older program, or past the program)",
			"第 590 至 599 条事项之一：不在账本的校验树内（旧版程序写入，或绕过程序写入）"},
		{"no tree at all", func(k *keeping) { k.kept = treeOf(nil) }, 0, 599,
			"one of the events 0 to 599: is not in the ledger's tree (written by an older program, or past the program)", ""},
		{"an open hash after a whole block", func(k *keeping) {
			k.events = k.events[:512]
			k.kept = treeOf(k.events)
			k.kept.Open = flipped(k.kept.Open)
		}, 512, 512, "event 512: is not there yet, and the ledger's tree of what comes after the last block was changed", "第 512 条事项：之后账本的校验树应为空，却被改动"},
		{"the tree cannot be read", func(k *keeping) { k.treeErr = corrupt }, verify.Beside, verify.Beside, "cannot be read: row 7: corrupt: torn", "读不出来：row 7: corrupt: torn"},
		{"an event cannot be read", func(k *keeping) { k.events, k.err = k.events[:300], corrupt }, 300, 300, "event 300: cannot be read: row 7: corrupt: torn", "第 300 条事项：读不出来：row 7: corrupt: torn"},
		{"the last cannot be read", func(k *keeping) { k.events, k.err, k.lastErr = k.events[:599], corrupt, corrupt }, 599, 599, "event 599: cannot be read: row 7: corrupt: torn", ""},
		{"the last by itself", func(k *keeping) { k.lastErr = corrupt }, verify.Beside, verify.Beside, "cannot be read: row 7: corrupt: torn", ""},
		{"an index", func(k *keeping) { k.check = corrupt }, verify.Beside, verify.Beside, "cannot be read: row 7: corrupt: torn", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := newKeeping(t, size)
			test.do(k)
			err := inBothWays(t, k, verify.Options{StreamOf: aggregates.StreamOf})
			var f *verify.Fault
			if !errors.As(err, &f) {
				t.Fatal(err)
			}
			words := func(text string) string {
				if at := int(test.position); at >= 0 && at < len(k.events) {
					r := k.events[at]
					text = strings.ReplaceAll(text, "STREAM", fmt.Sprintf("%s@%d", r.Stream, r.Revision))
					text = strings.ReplaceAll(text, "ELSEWHERE", strings.Replace(r.Stream, "-H", "-P", 1))
				}
				return text
			}
			if f.Position != test.position || f.Last != test.last || f.Error() != words(test.en) {
				t.Errorf("%d to %d: %s\nwant %d to %d: %s", f.Position, f.Last, f.Error(), test.position, test.last, words(test.en))
			}
			if zh := f.In(lang.ZH); test.zh != "" && zh != words(test.zh) || strings.Contains(zh, "event ") && !strings.Contains(zh, "corrupt") {
				t.Errorf("%s\nwant %s", zh, words(test.zh))
			}
		})
	}
}

// TestFirstFault: of several faults the first event's is named, also where the
// block that shows it ends only after another; of one event, what says most.
func TestFirstFault(t *testing.T) {
	wrong := errors.New("folded")
	fold := func(at store.Position) func(ledger.Entry) error {
		return func(e ledger.Entry) error {
			if e.Position == at {
				return &verify.Fault{Position: int64(at), Last: int64(at), Why: lang.F("折叠", "folded")}
			}
			return nil
		}
	}
	for name, test := range map[string]struct {
		do   func(k *keeping)
		fold func(ledger.Entry) error
		at   int64
		says string
	}{
		"content, then a gap":      {func(k *keeping) { altered(&k.events[300]); k.events = slices.Delete(k.events, 310, 311) }, nil, 300, "was changed"},
		"content, then unreadable": {func(k *keeping) { altered(&k.events[300]); k.events, k.err = k.events[:310], &store.CorruptError{} }, nil, 300, "was changed"},
		"content, then a fold":     {func(k *keeping) { altered(&k.events[300]) }, fold(310), 300, "was changed"},
		"content, and its fold":    {func(k *keeping) { altered(&k.events[300]) }, fold(300), 300, "folded"},
		"a fold, then content":     {func(k *keeping) { altered(&k.events[310]) }, fold(300), 300, "folded"},
		"two contents":             {func(k *keeping) { altered(&k.events[310]); altered(&k.events[300]) }, nil, 300, "was changed"},
		"a block, then content":    {func(k *keeping) { k.kept.Blocks[0][0]++; altered(&k.events[300]) }, nil, 0, "or the ledger's tree was"},
		"content, then the index":  {func(k *keeping) { altered(&k.events[300]); k.check = &store.CorruptError{} }, nil, 300, "was changed"},
		"content, then a cut":      {func(k *keeping) { altered(&k.events[520]); k.events = k.events[:530] }, nil, 520, "was changed"},
		"clock and content": {func(k *keeping) {
			k.events[300].RecordedAt = k.events[300].RecordedAt.Add(-72 * time.Hour)
			altered(&k.events[300])
		}, nil, 300, "was recorded at"},
		"no event, and other order": {func(k *keeping) { k.events[300].Data = []byte(`{}`); k.events[300].Revision = 77 }, nil, 300, "its revision"},
	} {
		k := newKeeping(t, 600)
		test.do(k)
		err := inBothWays(t, k, verify.Options{StreamOf: aggregates.StreamOf, Fold: test.fold})
		var f *verify.Fault
		if !errors.As(err, &f) || f.Position != test.at || !strings.Contains(f.Why.EN, test.says) {
			t.Errorf("%s: %v, want event %d: %s", name, err, test.at, test.says)
		}
	}
	_, err := verify.Log(context.Background(), newKeeping(t, 10), verify.Options{Fold: func(ledger.Entry) error { return wrong }})
	if !errors.Is(err, wrong) {
		t.Error(err)
	}
}

// TestNoFaults: what a newer program wrote, a store that is busy and a disk that
// fails are no damage, and are told as they are.
func TestNoFaults(t *testing.T) {
	disk, busy := errors.New("disk"), &store.BusyError{}
	var unknown *event.UnknownTypeError
	var newer *event.VersionError
	for name, test := range map[string]struct {
		do func(k *keeping)
		is func(error) bool
	}{
		"an unknown type": {func(k *keeping) { k.events[300].Type = "tax.paid" }, func(err error) bool { return errors.As(err, &unknown) }},
		"a newer version": {func(k *keeping) { k.events[300].Version = 99 }, func(err error) bool { return errors.As(err, &newer) }},
		"reading fails":   {func(k *keeping) { k.err = disk }, func(err error) bool { return errors.Is(err, disk) }},
		"the tree fails":  {func(k *keeping) { k.treeErr = busy }, func(err error) bool { return errors.Is(err, busy) }},
		"the last fails":  {func(k *keeping) { k.lastErr = busy }, func(err error) bool { return errors.Is(err, busy) }},
		"a check fails":   {func(k *keeping) { k.check = disk }, func(err error) bool { return errors.Is(err, disk) }},
	} {
		k := newKeeping(t, 600)
		test.do(k)
		r, err := verify.Log(context.Background(), k, verify.Options{StreamOf: aggregates.StreamOf})
		var f *verify.Fault
		if !test.is(err) || errors.As(err, &f) || r.Head.Size != 0 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// grown is a log whose tree and last event were asked for before it had all its events.
type grown struct {
	*keeping
	before int
}

func (g grown) Last(context.Context) (store.Recorded, bool, error) {
	return g.events[g.before-1], true, nil
}

// A log that grows while it is verified is no damage, wherever it was and is cut.
func TestALogThatGrows(t *testing.T) {
	all := newKeeping(t, 600)
	for _, sizes := range [][2]int{{500, 512}, {500, 600}, {512, 600}, {511, 512}, {256, 512}, {1, 256}, {512, 513}} {
		k := &keeping{fixed: fixed{events: all.events[:sizes[1]]}, kept: treeOf(all.events[:sizes[0]])}
		r, err := verify.Log(context.Background(), grown{k, sizes[0]}, verify.Options{StreamOf: aggregates.StreamOf})
		if err != nil || r.Head.Size != int64(sizes[1]) {
			t.Errorf("%d to %d: %+v, %v", sizes[0], sizes[1], r.Head, err)
		}
	}
}
