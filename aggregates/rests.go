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
	f, err := d.open(ctx, stream)
	return d.resting(ctx, f, err)
}

// resting notes that what is being decided rests on the state of a file.
func (d *Desk) resting(ctx context.Context, f *file, err error) (*file, error) {
	if err != nil {
		return nil, err
	}
	d.note(f)
	return f, d.catchUp(ctx, f)
}

// consultSums is consult of a stream of which nothing is asked but what awaits its split,
// which reversals do not leave behind.
func (d *Desk) consultSums(ctx context.Context, stream string) (*file, error) {
	f, err := d.open(ctx, stream)
	if err == nil {
		d.note(f)
	}
	return f, err
}

func (d *Desk) note(f *file) { d.rests = append(d.rests, store.Read{Stream: f.stream, At: f.last}) }

// reads returns what was consulted for a decision on the stream of a file, its own, each
// other stream once. It is the same slice again as long as it says the same, for most facts
// rest on what the one before in their stream did, or the one before of any; so it must not
// be changed.
func (d *Desk) reads(f *file, own string) []store.Read {
	n := 0
	for _, r := range d.rests {
		if r.Stream != own && !slices.Contains(d.rests[:n], r) {
			d.rests[n] = r
			n++
		}
	}
	d.rests = d.rests[:n]
	if !slices.Equal(d.rests, f.rested) {
		if !slices.Equal(d.rests, d.rested) {
			d.rested = slices.Clone(d.rests)
		}
		f.rested = d.rested
	}
	return f.rested
}
