package kurrent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
)

// Store is a ledger in a cluster; see the package comment. Open and Create make one.
type Store struct {
	o      Options
	where  string // for errors
	pool   *pool
	index  *index
	origin cursor // where the ledger was made: nothing of it is before

	turn     chan struct{} // holds a token while a caller catches up
	log      *scan         // how far this process knows the log; it and the following are used by the holder of turn only
	last     store.Recorded
	some     bool // there is a last event
	caughtUp bool // the end was reached once

	mu      sync.Mutex // guards the following
	tips    map[string]tip
	marks   map[string][]*mark
	watches []*watch
	known   place // the furthest that this process has seen
}

var _ store.Store = (*Store)(nil)

// The stream that says that there is a ledger of a name, beside those of the ledger.
const (
	markStream = "fundledger_ledgers-"
	markType   = "fundledger.ledger_made"
	markData   = `{"format":1}`
)

// Create makes an empty ledger and opens it. Errors: *ExistsError,
// *UnreachableError, *DeniedError.
func Create(ctx context.Context, o Options) (*Store, error) {
	s, err := newStore(o)
	if err != nil {
		return nil, err
	}
	err = s.made(ctx, false)
	if missing := (*NotFoundError)(nil); !errors.As(err, &missing) {
		if err == nil {
			err = &ExistsError{Where: s.where}
		}
		s.pool.abandon()
		return nil, err
	}
	data := []byte(markData)
	_, err = s.put(ctx, markStream+s.o.Name, noNumber, []esdb.EventData{{
		EventID: store.EventID(markStream+s.o.Name, markType, 1, data), EventType: markType, ContentType: esdb.ContentTypeJson, Data: data,
	}})
	if err == nil {
		err = s.made(ctx, true)
	}
	if err != nil {
		s.pool.abandon()
		return nil, err
	}
	return s, nil
}

// Open opens a ledger. Errors: *NotFoundError, *NewerFormatError,
// *UnreachableError, *DeniedError, *store.CorruptError.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := newStore(o)
	if err != nil {
		return nil, err
	}
	if err := s.made(ctx, false); err != nil {
		s.pool.abandon()
		return nil, err
	}
	return s, nil
}

func newStore(o Options) (*Store, error) {
	o = o.with()
	config, err := o.configuration()
	where := "esdb://" + strings.Join(o.Hosts, ",") + "/" + o.Name
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", where, err)
	}
	s := &Store{
		o: o, where: where, turn: make(chan struct{}, 1),
		pool:  &pool{where: where, config: config, attempt: o.Attempt},
		index: readIndex(o.Index, o.spacing),
		tips:  map[string]tip{}, marks: map[string][]*mark{},
	}
	return s, nil
}

// made finds out where the ledger was made. If it surely was, a node that does not
// know it lags behind. Errors: those of Open.
func (s *Store) made(ctx context.Context, surely bool) error {
	stall := s.newStall(ctx)
	defer stall.over()
	for {
		b, err := s.streamBatch(ctx, markStream+s.o.Name, 0, esdb.Forwards, 1)
		if err == nil && b.none {
			if err := s.hidden(ctx, markStream+s.o.Name); err != nil {
				return err
			}
		}
		switch {
		case err == nil && b.none && !surely:
			return &NotFoundError{Where: s.where}
		case err == nil && len(b.raw) == 0:
			err = errStale
		case err == nil && b.raw[0].EventNumber != 0: // where the ledger begins is not known
			return s.gap(markStream+s.o.Name, b.raw[0].EventNumber)
		case err == nil && string(b.raw[0].Data) != markData:
			return &NewerFormatError{Where: s.where}
		case err == nil:
			made := b.raw[0].Position
			s.origin = cursor{place: place{made.Commit, made.Prepare}, begun: true}
			s.log = s.newScan(point{})
			return nil
		}
		if err := stall.wait("open the ledger", err); err != nil {
			return err
		}
	}
}

// Close waits for the calls that are under way, saves the index, and releases the
// connections.
func (s *Store) Close() error {
	s.pool.close()
	return s.index.write(s.o.Index)
}

// Counts returns what the store has done with its connections so far.
func (s *Store) Counts() Counts {
	s.pool.mu.Lock()
	defer s.pool.mu.Unlock()
	return s.pool.counts
}

// see notes that this process has seen what stands at a place. Reads that end before
// it are stale.
func (s *Store) see(at place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known.before(at) {
		s.known = at
	}
}

// seen returns the furthest place that this process has seen.
func (s *Store) seen() place {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known
}
