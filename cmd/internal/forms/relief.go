package forms

import (
	"context"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// Relief are the steps of medical aid.
func Relief() []Form {
	return []Form{
		{Name: "cap", Wire: "limit.set", known: knownOfCap, Follows: []string{"limit"}},
		{Name: "pay", Wire: "relief.paid"},
		{Name: "reverse", Wire: "relief.reversed"},
		{Name: "assist", Wire: "participation.assisted"},
	}
}

// knownOfCap returns the one limit that there is.
func knownOfCap(context.Context, store.Store, map[string]string) (map[string]string, error) {
	return map[string]string{"limit": string(event.ReliefAnnualCap)}, nil
}
