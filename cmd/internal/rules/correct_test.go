package rules

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statements"
)

// reverse says that the latest recorded fact of a type and document was wrong.
func (d *desk) reverse(out *strings.Builder, words []string) error {
	if len(words) < 2 {
		return errors.New("reverse TYPE DOCUMENT document=… occurred_on=…")
	}
	cells, err := pairs(words[2:])
	if err != nil {
		return err
	}
	on, err := dateOf(cells["occurred_on"])
	if err != nil {
		return err
	}
	wrong, err := d.find(words[0], words[1], fund.ID(cells["fund"]))
	if err != nil {
		return err
	}
	return d.take(out, reversalOf(wrong, event.Fact{Document: cells["document"], OccurredOn: on, Note: cells["note"]}))
}

func reversalOf(wrong store.Recorded, f event.Fact) event.FactReversed {
	return event.FactReversed{Fact: f, Of: wrong.ID().String(), OfType: wrong.Type, OfVersion: int64(wrong.Version),
		OfData: string(wrong.Data)}
}

// find returns the latest recorded fact of a type and document; of a fund, if it is given.
func (d *desk) find(wire, document string, id fund.ID) (wrong store.Recorded, err error) {
	for recorded, err := range d.log.All(context.Background(), 0) {
		if err != nil {
			return wrong, err
		}
		entry, err := ledger.Read(recorded)
		if err != nil {
			return wrong, err
		}
		if recorded.Type == wire && entry.Event.Common().Document == document && (id == "" || event.FundOf(entry.Event) == id) {
			wrong = recorded
		}
	}
	if wrong.Type == "" {
		return wrong, fmt.Errorf("no %s %s is recorded", wire, document)
	}
	return wrong, nil
}

// correct says that the latest recorded fact of a type and document is right with other
// values of some fields; by is the document of its reversal, on its day.
func (d *desk) correct(out *strings.Builder, words []string) error {
	if len(words) < 4 {
		return errors.New("correct TYPE DOCUMENT by=… [on=…] FIELD=VALUE…")
	}
	changes, err := pairs(words[2:])
	if err != nil {
		return err
	}
	recorded, err := d.find(words[0], words[1], "")
	if err != nil {
		return err
	}
	entry, err := ledger.Read(recorded)
	if err != nil {
		return err
	}
	day := entry.Event.Common().OccurredOn
	if changes["on"] != "" {
		if day, err = dateOf(changes["on"]); err != nil {
			return err
		}
	}
	cells := map[string]string{}
	for name, text := range event.Values(entry.Event) {
		if !event.WrittenByLedger(name) {
			cells[name] = text
		}
	}
	maps.Copy(cells, changes)
	right, problems := event.Parse(words[0], func(field string) string { return cells[field] })
	if len(problems) > 0 {
		return fmt.Errorf("%s: %v", problems[0].Field, problems[0].Why)
	}
	reversal := reversalOf(recorded, event.Fact{Document: changes["by"], OccurredOn: day})
	receipts, err := aggregates.RecordCorrection(context.Background(), &d.log, wholeLog{&d.log}, d.envelope(), reversal, right)
	if err := d.tell(out, receipts, err, reversal, right); err != nil || len(receipts) == 0 {
		return err
	}
	d.last, err = d.at(receipts[0].First)
	return err
}

// at returns the fact at a position.
func (d *desk) at(position store.Position) (event.Event, error) {
	for entry, err := range ledger.All(context.Background(), &d.log, position) {
		return entry.Event, err
	}
	return nil, fmt.Errorf("there is no position %d", position)
}

// close closes a period of a fund with what stands in its books, the surplus of
// years before in 3001.
func (d *desk) close(out *strings.Builder, words []string) error {
	cells, err := pairs(words)
	if err != nil {
		return err
	}
	var v books.View
	if _, err := replay.Run(context.Background(), &d.log, time.Time{}, nil, &v); err != nil {
		return err
	}
	period, id := event.Period(cells["period"]), fund.ID(cells["fund"])
	carried := fund.NewDate(period.Last().Year(), time.January, 1) - 1
	if period.IsYear() {
		carried = period.Last()
	}
	book := statements.Carried(v.AsOf(id, period.Last()), v.AsOf(id, carried))
	var sealed []event.Balance
	for _, l := range book.Accounts {
		sealed = append(sealed, event.Balance{Account: l.Account, Amount: l.Balance(l.Account)})
	}
	return d.take(out, event.PeriodClosed{
		Fact: event.Fact{Document: cells["document"], OccurredOn: period.Last()}, Fund: id, Period: period, Balances: event.SealBalances(sealed),
	})
}

// showBooks prints what stands on the accounts of a fund, and whether it ties.
func showBooks(out *strings.Builder, v *books.View, id fund.ID, asOf fund.Date) {
	book := v.AsOf(id, asOf)
	for _, l := range book.Accounts {
		fmt.Fprintf(out, "  %-9s %15s  %s\n", l.Account, l.Balance(l.Account), account.FullName(id.Kind(), l.Account).ZH)
	}
	all := book.Sum("")
	fmt.Fprintf(out, "  debits %s, credits %s; assets %s = liabilities %s + net assets %s + income %s - expense %s\n", all.Debit, all.Credit,
		book.Element(account.Asset), book.Element(account.Liability), book.Element(account.NetAsset),
		book.Element(account.Income), book.Element(account.Expense))
}
