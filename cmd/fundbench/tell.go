package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"time"

	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// told is what the subcommand answer prints, in JSON: amounts in fen.
type told struct {
	Events      int64
	Nanoseconds int64 // of finding, reading and using the snapshot, in a program that has the ledger open
	From        int64 // where the snapshot ends: 0 if there was none
	Rows        []toldRow
}

type toldRow struct {
	Fund                     string
	Year                     int
	Income, Expense, Balance int64
}

// ownSnapshots holds snapshots under a key of this program: those of fundledger are sealed
// by that of its user, and each would replace the other's again and again.
func ownSnapshots(ledger string) snapshot.Vault {
	key := func(bool) (viewkey.Key, error) { return viewkey.Key{}, nil }
	return snapshot.Vault{Folder: snapshot.Folder(filepath.Join(ledger, "views", "fundbench")), Key: key}
}

// tell rebuilds the view of balances once, from a snapshot if it has kept one, and prints
// the balance of every fund at the end of every year from first to last.
func tell(ctx context.Context, dir string, first, last int, out io.Writer) (err error) {
	s, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	began := time.Now()
	var v balances.View
	result, err := replay.Replay{Store: s, Snapshots: ownSnapshots(dir)}.Run(ctx, &v)
	if err != nil {
		return err
	}
	t := told{Events: int64(result.Entries), From: int64(result.From)} //nolint:gosec // a log does not hold so many
	if t.Rows, err = yearly(&v, first, last); err != nil {
		return err
	}
	t.Nanoseconds = int64(time.Since(began))
	return json.NewEncoder(out).Encode(t)
}

// yearly returns the rows of the years from first to last.
func yearly(v *balances.View, first, last int) ([]toldRow, error) {
	years, err := v.Yearly(0)
	var rows []toldRow
	for _, y := range years {
		if first <= y.Year && y.Year <= last {
			rows = append(rows, toldRow{Fund: string(y.End.Fund), Year: y.Year, Income: inFen(y.Income), Expense: inFen(y.Expense),
				Balance: inFen(y.End.Balance)})
		}
	}
	return rows, err
}

// inFen returns a sum as the peers have it: what we generate is far below 64 bits.
func inFen(s money.Sum) int64 {
	f, _ := s.Fen()
	return int64(f)
}
