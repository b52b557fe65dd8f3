// Package plaintext writes the books of the ledger as a journal for a
// plain-text accounting program, hledger or beancount, so that an auditor
// recomputes every balance with a tool that has no part in this one.
//
// # What a journal has
//
//   - One transaction for every event that books something, in every fund that
//     it touches: the date on which it enters the books, its document number, the
//     title of its type, its position, event id, recording time, stream and
//     note, its business date where that is another (its period was closed), the
//     event that it reverses, and its bookings. A debit is positive, a credit
//     negative; amounts are exact to the fen.
//   - A declaration of the commodity CNY and of every account that is used.
//   - At the end, for every account, an assertion of what must stand on it.
//
// Transactions stand in the order of the log, which is not that of their dates:
// both programs sort by date themselves.
//
// # Accounts
//
// Both formats have the same accounts: the element, the fund, and one component
// for every level of the chart, each with its code and its Chinese name, such as
//
//	Expenses:441300-390:5001-社会保险待遇支出:500101-住院费用支出
//
// The elements are in English because both programs know their kind by these
// words. A component begins with a digit and has letters, digits and hyphens
// only, which is what beancount demands; so the point of a fund is a hyphen here.
//
// # Text from files
//
// Document numbers, notes, names and streams came out of files and may hold
// anything. What would act on a format is written as its JSON escape: \u000a for
// a line feed, \u003b for a semicolon in hledger. A backslash is always \u005c,
// so that what was escaped can be told from what was not, and read back.
//
// Sources: the journal formats in the hledger manual ("Journal", "Tags") and the
// beancount language syntax ("Accounts", "Strings", "Balance Assertions").
package plaintext

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/replay"
)

// Format is the program that a journal is written for.
type Format string

// The formats.
const (
	Hledger   Format = "hledger"
	Beancount Format = "beancount"
)

// Options say what to write.
type Options struct {
	Format  Format
	Lang    lang.Lang // of the titles of transactions; accounts are always Chinese
	Fund    fund.ID   // the books of this fund only; "": of every fund
	KnownAt time.Time // only what was recorded by then; zero: everything
}

// Result is what was written.
type Result struct {
	Transactions int
	Accounts     int
}

// Transaction is what one event books in one fund.
type Transaction struct {
	Fund       fund.ID
	Date       fund.Date // on which it enters the books
	OccurredOn fund.Date // business date; the same unless its period was closed
	Document   string
	Title      string // of the event's type
	Note       string
	Position   store.Position
	Event      string // its id
	Reverses   string // id of the event that it reverses, or ""
	RecordedAt time.Time
	Stream     string
	Lines      []posting.Line // of this fund; debits equal credits
}

// dialect is how the parts of a journal are written in one format.
type dialect interface {
	open(b *bufio.Writer, j *journal)
	transaction(b *bufio.Writer, j *journal, t *Transaction)
	close(b *bufio.Writer, j *journal)
}

// Write writes the journal of a log to w, reading the log twice and keeping
// nothing but the accounts: once for what is declared at the top, once for the
// transactions. Errors: *UnknownFormatError, *UnknownFundError; those of
// ledger.Read and of the store; those of w.
func Write(ctx context.Context, w io.Writer, s store.Store, o Options) (Result, error) {
	var d dialect
	switch o.Format {
	case Hledger:
		d = hledger{}
	case Beancount:
		d = beancount{}
	default:
		return Result{}, &UnknownFormatError{o.Format}
	}
	j := newJournal(o)
	var end store.Position // the log may grow between the two readings
	err := j.read(ctx, s, ^store.Position(0), func(recorded store.Recorded, entry ledger.Entry) error {
		j.declare(entry)
		end = recorded.Position + 1
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	if o.Fund != "" && !j.knows(o.Fund) {
		return Result{}, &UnknownFundError{o.Fund}
	}
	b := bufio.NewWriterSize(w, 1<<16) // keeps the first error of w until Flush
	r := Result{Accounts: len(j.accounts)}
	d.open(b, j)
	err = j.read(ctx, s, end, func(recorded store.Recorded, entry ledger.Entry) error {
		for _, t := range j.transactions(recorded, entry) {
			j.add(t.Lines)
			d.transaction(b, j, &t)
			r.Transactions++
		}
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	d.close(b, j)
	if err := b.Flush(); err != nil {
		return Result{}, fmt.Errorf("write the journal: %w", err)
	}
	return r, nil
}

// read calls do for every entry before a position that was recorded by the
// known-at time; after the first later one, for none.
func (j *journal) read(ctx context.Context, s store.Store, end store.Position, do func(store.Recorded, ledger.Entry) error) error {
	for booked, err := range replay.Entries(ctx, s, nil) {
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		recorded, entry := booked.Recorded, booked.Entry
		if recorded.Position >= end || !j.KnownAt.IsZero() && recorded.RecordedAt.After(j.KnownAt) {
			return nil
		}
		if err := do(recorded, entry); err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	return nil
}

// transactions returns what an entry books, one for each fund in the order in
// which it touches them.
func (j *journal) transactions(recorded store.Recorded, entry ledger.Entry) []Transaction {
	var out []Transaction
	for _, l := range posting.Of(entry.Event) {
		if j.Fund != "" && l.Fund != j.Fund {
			continue
		}
		at := len(out) - 1
		for at >= 0 && out[at].Fund != l.Fund {
			at--
		}
		if at < 0 {
			fact := entry.Event.Common()
			out = append(out, Transaction{
				Fund: l.Fund, Date: fact.Booked(), OccurredOn: fact.OccurredOn, Document: fact.Document,
				Title: j.titles[event.Wire(entry.Event)].In(j.Lang), Note: fact.Note,
				Position: entry.Position, Event: recorded.ID().String(), RecordedAt: entry.RecordedAt, Stream: entry.Stream,
			})
			at = len(out) - 1
			if reversal, ok := entry.Event.(event.FactReversed); ok {
				out[at].Reverses = reversal.Of
			}
		}
		out[at].Lines = append(out[at].Lines, l)
	}
	return out
}

// UnknownFormatError says that no such format can be written.
type UnknownFormatError struct{ Format Format }

func (e *UnknownFormatError) Error() string {
	return fmt.Sprintf("there is no journal format %q; use %s or %s", string(e.Format), Hledger, Beancount)
}

// UnknownFundError says that the log, as known then, has no such fund.
type UnknownFundError struct{ Fund fund.ID }

func (e *UnknownFundError) Error() string {
	return fmt.Sprintf("there is no fund %q in the ledger", string(e.Fund))
}
