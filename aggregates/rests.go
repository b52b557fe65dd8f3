package aggregates

import (
	"context"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
)

// A decision rests on more than its own stream: on the books of the fund, on what is
// closed, on an agreement, on a cap. Two people decide at once, and what one of them
// has read may have moved when his fact is appended. So each decision names the streams
// that it has read, and a store appends it only if they are where they were.

// consult returns the file of a stream other than a fact's own: what is decided rests on
// it.
func (d *Desk) consult(ctx context.Context, stream string) (*file, error) {
	return d.resting(d.open(ctx, stream))
}

// resting notes that what is being decided rests on a file.
func (d *Desk) resting(f *file, err error) (*file, error) {
	if err == nil {
		d.rests = append(d.rests, store.Read{Stream: f.stream, At: f.last})
	}
	return f, err
}

// reads returns what was consulted for a decision on the stream of a file, its own, each
// other stream once. It is the same slice again as long as it says the same, for most facts
// rest on what the one before in their stream did; so it must not be changed.
func (d *Desk) reads(f *file, own string) []store.Read {
	n := 0
	for _, r := range d.rests {
		if r.Stream != own && !slices.Contains(d.rests[:n], r) {
			d.rests[n] = r
			n++
		}
	}
	if d.rests = d.rests[:n]; !slices.Equal(d.rests, f.rested) {
		f.rested = slices.Clone(d.rests)
	}
	return f.rested
}
