package judge

import (
	"context"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// Log verifies the log of a store as verify.Log does, and judges it; exceptions are noted in
// r, or in a new register if it is nil. What is damaged is not judged. Errors: those of
// verify.Log.
func Log(ctx context.Context, s store.Store, now time.Time, o verify.Options, r *exceptions.Register) (verify.Result, Verdict, error) {
	j := New(ctx, s, now)
	if r != nil {
		j.verdict.Register = r
	}
	fold := o.Fold
	o.StreamOf = aggregates.StreamOf
	o.Fold = j.Fold
	if fold != nil {
		o.Fold = func(e ledger.Entry) error {
			if err := fold(e); err != nil {
				return err
			}
			return j.Fold(e)
		}
	}
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
