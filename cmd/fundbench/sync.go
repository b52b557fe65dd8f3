package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// pace is how often something was done in how long.
type pace struct{ Done, Nanoseconds int64 }

func (p pace) perSecond() float64 {
	if p.Nanoseconds == 0 {
		return 0
	}
	return float64(p.Done) / time.Duration(p.Nanoseconds).Seconds()
}

// syncPace appends 4 KiB to a new file in a directory and waits until the disk
// has it, again and again: the rate at which the disk can make anything durable.
// With overwrite the file has its length already, and only the data is waited for.
func syncPace(dir string, long time.Duration, overwrite bool) (p pace, err error) {
	file, err := os.CreateTemp(dir, "sync")
	if err != nil {
		return pace{}, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	page := make([]byte, 4096)
	const pages = 1024 // as long as SQLite's log before it begins anew
	if overwrite {
		for range pages {
			if _, err := file.Write(page); err != nil {
				return pace{}, err
			}
		}
		if err := file.Sync(); err != nil {
			return pace{}, err
		}
	}
	began := time.Now()
	for time.Since(began) < long {
		at := p.Done
		if overwrite {
			at %= pages
		}
		page[0]++
		if _, err := file.WriteAt(page, at*int64(len(page))); err != nil {
			return pace{}, err
		}
		if err := syncFile(file, overwrite); err != nil {
			return pace{}, err
		}
		p.Done++
	}
	p.Nanoseconds = int64(time.Since(began))
	return p, nil
}

// appendPace has clients append one event at a time, each to a stream of its own,
// each waiting until it is durable, and returns how many were.
func appendPace(ctx context.Context, dir string, clients int, long time.Duration) (p pace, err error) {
	ledger := filepath.Join(dir, fmt.Sprintf("append-%d", clients))
	if err := os.RemoveAll(ledger); err != nil {
		return pace{}, err
	}
	s, err := sqlite.Create(ledger)
	if err != nil {
		return pace{}, err
	}
	defer func() { err = errors.Join(err, s.Close(), os.RemoveAll(ledger)) }()
	at := time.Now().UTC().Truncate(time.Microsecond)
	done, errs := make([]int64, clients), make([]error, clients)
	var all sync.WaitGroup
	began := time.Now()
	for c := range clients {
		all.Go(func() {
			for time.Since(began) < long && errs[c] == nil {
				if errs[c] = appendOne(ctx, s, at, c, done[c]); errs[c] == nil {
					done[c]++
				}
			}
		})
	}
	all.Wait()
	p.Nanoseconds = int64(time.Since(began))
	for _, n := range done {
		p.Done += n
	}
	return p, errors.Join(errs...)
}

// appendOne appends the n-th reimbursement of an institution.
func appendOne(ctx context.Context, s store.Store, at time.Time, institution int, n int64) error {
	day, _ := fund.ParseDate("2025-07-31")
	wire, version, data, err := event.Encode(event.ReimbursementPaid{
		Fact: event.Fact{Document: fmt.Sprintf("JS2025%010d", n), OccurredOn: day, Count: 1},
		Fund: "441300.390", Institution: fund.Institution(fmt.Sprintf("H441302%05d", institution)), Amount: 50687, Care: fund.Inpatient,
	})
	if err != nil {
		return err
	}
	_, err = s.Append(ctx, store.Append{
		Stream: fmt.Sprintf("reimbursement-H441302%05d-202507", institution), Expected: store.Revision(n - 1), RecordedAt: at,
		Actor: "fundbench", Events: []store.Event{{Type: wire, Version: version, Data: data}},
	})
	return err
}

// printPace prints a pace in JSON.
func printPace(out io.Writer, p pace, err error) error {
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(p)
}
