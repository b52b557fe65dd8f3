package verify_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// Whatever is damaged, and however much, a log that is read in parts is found to be what it
// is found to be as one: the same event is named, in the same words.
func TestPartsFindWhatOneFinds(t *testing.T) {
	const size = 9001
	right := newKeeping(t, size)
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 5))
		k := &keeping{fixed: fixed{events: slices.Clone(right.events)}, kept: right.kept}
		k.kept.Blocks, k.kept.Tags = slices.Clone(k.kept.Blocks), slices.Clone(k.kept.Tags)
		for range 1 + random.IntN(3) {
			at := random.IntN(len(k.events))
			r := &k.events[at]
			switch random.IntN(9) {
			case 0:
				altered(r)
			case 1:
				r.Data = []byte(`{}`)
			case 2:
				r.Stream += "0"
			case 3:
				r.RecordedAt = r.RecordedAt.Add(-72 * time.Hour)
			case 4:
				k.events = slices.Delete(k.events, at, at+1)
			case 5:
				r.Revision++
			case 6:
				block := random.IntN(len(k.kept.Blocks))
				k.kept.Blocks[block][7] ^= 1
			case 7:
				k.kept.Tags[random.IntN(len(k.kept.Tags))]++
			case 8:
				k.events, k.err = k.events[:at], &store.CorruptError{Where: "row 7", Reason: "torn"}
			}
		}
		if inBothWays(t, k, verify.Options{StreamOf: aggregates.StreamOf}) == nil {
			t.Errorf("seed %d: nothing is found", seed)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// A log that grows while it is read in parts is read to its end.
func TestPartsOfALogThatGrows(t *testing.T) {
	all := newKeeping(t, 9001)
	for _, before := range []int{1, 255, 4096, 4097, 9000} {
		k := &keeping{fixed: fixed{events: all.events}, kept: treeOf(all.events[:before])}
		g := struct {
			grown
			store.Ranger
		}{grown{k, before}, ranging{k}}
		r, err := verify.Log(context.Background(), g, verify.Options{StreamOf: aggregates.StreamOf})
		if err != nil || r.Head != headOf(all.events) || len(all.events)/merkle.BlockSize != len(all.kept.Blocks) {
			t.Errorf("%d at first: %+v, %v", before, r.Head, err)
		}
	}
}
