// Package replay rebuilds views from the log: it reads every entry in total
// order and folds it into each view.
//
// A view depends on earlier entries only. Equal histories give equal states,
// byte for byte, however often and wherever they are replayed.
package replay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
)

// View is a fold over entries.
type View interface {
	// Name returns the name of the view and of the form of its state; a new form
	// is a new name.
	Name() string
	// Apply folds one entry in.
	Apply(ledger.Entry) error
	// AppendState appends the whole state to dst: equal histories give equal bytes.
	AppendState(dst []byte) []byte
}

// Digest returns the SHA-256 of a view's state in hexadecimal.
func Digest(v View) string {
	sum := sha256.Sum256(v.AppendState(nil))
	return hex.EncodeToString(sum[:])
}

// Result is what a replay read.
type Result struct {
	Entries uint64    // folded in
	Later   uint64    // recorded after the known-at time, and left out
	First   time.Time // recording time of the first and last entries folded in
	Last    time.Time
}

// Run folds every entry that was recorded up to and including knownAt (the zero
// time: every entry) into the views. What is folded in is always a beginning of
// the log: after the first later entry nothing is, even if the writer's clock
// went back. progress, if not nil, is called now and
// then with the number of entries read. Errors: those of ledger.All and of the
// views; *store.CorruptError for a gap in positions.
func Run(ctx context.Context, s store.Store, knownAt time.Time, progress func(read uint64), views ...View) (Result, error) {
	const stride = 1 << 14
	var r Result
	var next store.Position
	for entry, err := range ledger.All(ctx, s, 0) {
		if err != nil {
			return r, fmt.Errorf("replay: %w", err)
		}
		if entry.Position != next {
			return r, &store.CorruptError{Where: fmt.Sprintf("position %d", next), Reason: fmt.Sprintf("position %d follows", entry.Position)}
		}
		next++
		if progress != nil && next%stride == 0 {
			progress(uint64(next))
		}
		if r.Later > 0 || !knownAt.IsZero() && entry.RecordedAt.After(knownAt) {
			r.Later++
			continue
		}
		for _, v := range views {
			if err := v.Apply(entry); err != nil {
				return r, fmt.Errorf("replay: position %d into %s: %w", entry.Position, v.Name(), err)
			}
		}
		if r.Entries == 0 {
			r.First = entry.RecordedAt
		}
		r.Entries++
		r.Last = entry.RecordedAt
	}
	return r, nil
}
