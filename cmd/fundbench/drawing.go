package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/replay"
)

// drawn is what the subcommand draw prints, in JSON.
type drawn struct {
	Events      int64
	First, Last string // days of the books
	Month       query  // the fund and month of which all is listed
	Document    string // of some fact
	Questions   []query
}

// drawQuestions reads a log once, prints questions of every kind, and fills the tables of
// PostgreSQL if it is given. It is a process of its own, for a process that it starts would
// seem to have its memory.
func drawQuestions(ctx context.Context, dir string, each int, seed uint64, p *postgres, out io.Writer) (err error) {
	s, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var into *database
	if p != nil {
		if into, err = newDatabase(ctx, p); err != nil {
			return err
		}
	}
	v := newSurvey(seed, into)
	if _, err := replay.Run(ctx, s, time.Time{}, nil, v); err != nil {
		return err
	}
	if into != nil {
		if err := into.finish(v); err != nil {
			return err
		}
	}
	all := drawn{Events: int64(v.facts), First: v.first.String(), Last: v.last.String()} //nolint:gosec // a log does not hold so many
	if len(v.keys) == 0 {
		return errors.New("the ledger has booked nothing; there is nothing to ask")
	}
	d := newDraw(v, seed)
	all.Month = query{Fund: string(d.fact().lines[0].fund), Period: d.fact().booked.String()[:len("2025-06")]}
	all.Document = d.fact().document
	for _, k := range kinds() {
		if k.needs != nil && !k.needs(d) {
			continue
		}
		for range each {
			q := k.draw(d)
			q.Kind = k.name
			all.Questions = append(all.Questions, q)
		}
	}
	return json.NewEncoder(out).Encode(all)
}

func drawCommand() *cobra.Command {
	var ledger, bin, sockets string
	var each int
	var seed uint64
	cmd := &cobra.Command{
		Use:    "draw",
		Short:  "print random questions to a ledger, in JSON, and give its facts to PostgreSQL",
		Hidden: true, Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var p *postgres
			if sockets != "" {
				p = &postgres{bin: bin, sockets: sockets}
			}
			return drawQuestions(cmd.Context(), ledger, each, seed, p, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&ledger, "ledger", "books", "directory of the ledger")
	cmd.Flags().IntVar(&each, "questions", 200, "questions of each kind")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "chance")
	cmd.Flags().StringVar(&bin, "bin", "", "where the programs of PostgreSQL are")
	cmd.Flags().StringVar(&sockets, "sockets", "", "where its socket is; empty: it gets nothing")
	return cmd
}
