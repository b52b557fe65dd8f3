package judge

import (
	"context"
	"slices"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// Log verifies the log of a store as verify.Log does, and judges it. A state that was kept of a
// judge is compared on the way, if it is not nil: see Verdict.Forged. What is damaged is not
// judged. Errors: those of verify.Log.
func Log(ctx context.Context, s store.Store, now time.Time, o verify.Options, compare *Kept) (verify.Result, Verdict, error) {
	j := New(ctx, s, now, compare != nil)
	j.compare = compare
	o.StreamOf = aggregates.StreamOf
	o.Along = append(slices.Clip(o.Along), j)
	result, err := verify.Log(ctx, s, o)
	if err != nil {
		j.Stop()
	}
	v, judged := j.End()
	if err == nil {
		err = judged
	}
	return result, v, err
}
