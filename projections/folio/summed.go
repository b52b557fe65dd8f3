package folio

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
	"github.com/fundledger/fundledger/projections/summary"
)

// summed is where the summary of a piece of the log stands in a volume, and when its events were
// recorded. It is empty if there is none.
type summed struct {
	summary.Times
	text
}

// summing makes the summaries of the pieces of a stretch of the log that a volume is made of.
type summing struct {
	builder summary.Builder
	times   summary.Times // of the piece
	all     []summed      // of the pieces before
	packed  []byte        // their summaries
}

// reset begins the first piece.
func (s *summing) reset(first uint64) {
	s.all, s.packed, s.times = s.all[:0], s.packed[:0], summary.Times{}
	s.builder.Begin(store.Position(first))
}

// note adds an event or a sum.
func (s *summing) note(n *noted) {
	if n.recorded != nil {
		s.builder.Add(n.recorded, n.event)
		return
	}
	s.builder.AddSum(n.event, n.events)
}

// end ends a piece that is complete. Error: that of zstd.
func (s *summing) end(next uint64) (err error) {
	before := len(s.packed)
	if s.packed, err = s.builder.Append(s.packed); err != nil {
		return err
	}
	packed := s.packed[before:]
	s.all = append(s.all, summed{s.times, text{int64(before), len(packed), hashOf(packed)}})
	s.times = summary.Times{}
	s.builder.Begin(store.Position(next))
	return nil
}

// addSums appends the summaries to the body of a volume, and returns that.
func (v *volume) addSums(body []byte, of *summing) []byte {
	for _, s := range of.all {
		s.offset += int64(len(body))
		v.summed = append(v.summed, s)
	}
	return append(body, of.packed...)
}

func (s *summed) write(w *snapshot.Writer) {
	for _, t := range []time.Time{s.First, s.Last, s.Latest} {
		w.Int(t.UnixMicro())
	}
	s.text.write(w)
}

// Summed is a log with its payments summed, as its volumes say: it is a replay.Summed. Close ends it.
type Summed struct {
	folder Folder
	store  store.Store
	sizes  sizes

	lock    sync.Mutex
	volumes []*volume
	damage  *DamagedError
}

// Summed returns what the volumes of a log sum. Where there is none, or one is damaged, it says
// nothing; see Close.
func (f Folder) Summed(s store.Store) *Summed { return f.summed(s, usual) }

func (f Folder) summed(s store.Store, of sizes) *Summed {
	return &Summed{folder: f, store: s, sizes: of}
}

// Close closes the volumes. Errors: *DamagedError if one is not what was written, so that it is
// for Forget; I/O.
func (s *Summed) Close() (err error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, v := range s.volumes {
		err = errors.Join(err, v.close())
	}
	s.volumes = nil
	if s.damage != nil {
		return errors.Join(s.damage, err)
	}
	return err
}

// Unit does what replay.Summed says.
func (s *Summed) Unit() store.Position { return store.Position(s.sizes.piece) }

// Stretches does what replay.Summed says.
func (s *Summed) Stretches(ctx context.Context, from store.Position) iter.Seq[replay.Stretch] {
	return func(yield func(replay.Stretch) bool) {
		for at := uint64(from); ; {
			v := s.at(ctx, at)
			if v == nil {
				return
			}
			for ; at < v.end; at += s.sizes.piece {
				of := v.summed[(at-v.first)/s.sizes.piece]
				if of.length == 0 || !yield(s.stretch(v, at, of)) {
					return
				}
			}
		}
	}
}

// stretch is a piece of a volume.
func (s *Summed) stretch(v *volume, at uint64, of summed) replay.Stretch {
	return replay.Stretch{From: store.Position(at), To: store.Position(at + s.sizes.piece), Times: of.Times,
		Read: func() ([]summary.Segment, error) {
			packed, err := v.bytes(of.text)
			if err != nil {
				s.note(err)
				return nil, err
			}
			return summary.Read(packed, store.Position(at))
		}}
}

// at returns the volume that a position is in, if a piece begins there; nil: there is none.
func (s *Summed) at(ctx context.Context, at uint64) *volume {
	if at%s.sizes.piece != 0 {
		return nil
	}
	for _, size := range []uint64{s.sizes.volume, s.sizes.piece} {
		first := at / size * size
		v, err := s.folder.load(ctx, s.store, first, first+size, s.sizes)
		if err != nil {
			s.note(err)
			continue
		}
		s.lock.Lock()
		s.volumes = append(s.volumes, v)
		s.lock.Unlock()
		return v
	}
	return nil
}

// note takes note of damage, but of a volume that is not there, or strange to this ledger: then
// it is for Open.
func (s *Summed) note(err error) {
	damage, strange := (*DamagedError)(nil), (*strangeError)(nil)
	if !errors.As(err, &damage) || errors.As(err, &strange) || damage.Reason == noVolume {
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.damage = damage
}
