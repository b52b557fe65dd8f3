package verify

import (
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
)

// Along is who reads the log along with Log, each event once for both: stretches of it are
// looked at by several goroutines, and taken in order.
type Along interface {
	// Look returns who looks at the next stretch that a goroutine reads. It may be called by
	// several goroutines.
	Look() Look
	// Take takes over what was seen of the stretch behind those that were taken, if nothing was
	// found wrong in it. An error is the outcome of Log.
	Take(seen Look) error
}

// Look looks at the events of a stretch of the log, in their order.
type Look interface {
	// Entry looks at an event. Its bytes are valid until it returns.
	Entry(e ledger.Entry, of *store.Recorded)
}

// looks returns who looks at a stretch of the log.
func (o *Options) looks(before []Look) []Look {
	all := before[:0]
	for _, a := range o.Along {
		all = append(all, a.Look())
	}
	return all
}

// take has those who read along take what was seen of a stretch.
func (o *Options) take(seen []Look) error {
	for i, a := range o.Along {
		if err := a.Take(seen[i]); err != nil {
			return err
		}
	}
	return nil
}
