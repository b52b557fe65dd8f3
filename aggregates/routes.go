package aggregates

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/aggregates/enforcement"
	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/aggregates/limit"
	"github.com/fundledger/fundledger/aggregates/premium"
	"github.com/fundledger/fundledger/aggregates/receipt"
	"github.com/fundledger/fundledger/aggregates/reimbursement"
	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/aggregates/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// StreamOf returns the stream that a fact belongs to.
func StreamOf(fact event.Event) string {
	switch e := fact.(type) {
	case event.FundEstablished:
		return book.Stream(e.Fund)
	case event.FundOpened:
		return book.Stream(e.Fund)
	case event.LimitSet:
		return limit.Stream(e.Region)
	case event.PremiumReceived:
		return premium.Stream(e.Fund, e.OccurredOn)
	case event.PremiumRefunded:
		return premium.Stream(e.Fund, e.PaidOn)
	case event.ParticipationAssisted:
		return premium.Stream(e.Fund, e.OccurredOn)
	case event.SubsidyReceived:
		return receipt.Stream(e.Fund, e.OccurredOn)
	case event.InterestReceived:
		return receipt.Stream(e.Fund, e.OccurredOn)
	case event.PenaltyReceived:
		return receipt.Stream(e.Fund, e.OccurredOn)
	case event.ReimbursementPaid:
		return reimbursement.Stream(e.Institution, e.Fund, e.OccurredOn)
	case event.ReimbursementReversed:
		return reimbursement.Stream(e.Institution, e.Fund, e.PaidOn)
	case event.ClaimDenied:
		return reimbursement.Stream(e.Institution, e.Fund, e.OccurredOn)
	case event.ClaimCorrected:
		return reimbursement.Stream(e.Institution, e.Fund, e.OccurredOn)
	case event.ReliefPaid:
		return relief.Stream(e.Person, e.Fund, e.OccurredOn)
	case event.ReliefReversed:
		return relief.Stream(e.Person, e.Fund, e.PaidOn)
	case event.ClawbackOrdered:
		return enforcement.Stream(e.Fund.Region(), e.Case)
	case event.ClawbackReceived:
		return enforcement.Stream(e.Fund.Region(), e.Case)
	case event.FineImposed:
		return enforcement.Stream(e.Region, e.Case)
	case event.FinePaid:
		return enforcement.Stream(e.Region, e.Case)
	case event.InstitutionDesignated:
		return institution.Stream(e.Institution, e.Region)
	case event.InstitutionSuspended:
		return institution.Stream(e.Institution, e.Region)
	case event.InstitutionResumed:
		return institution.Stream(e.Institution, e.Region)
	case event.InstitutionTerminated:
		return institution.Stream(e.Institution, e.Region)
	case event.PersonsInsured:
		return report.Stream(e.Fund.Region(), e.OccurredOn)
	case event.StatisticReported:
		return report.Stream(e.Region, e.OccurredOn)
	}
	panic("aggregates: a type without a stream")
}

// surroundings is what other streams say that a decision depends on.
type surroundings struct {
	cap    money.Fen
	hasCap bool
}

// reliefCap returns the annual cap that a relief payment falls under, and
// whether there is one.
func (d *Desk) reliefCap(ctx context.Context, fact event.Event) (amount money.Fen, ok bool, err error) {
	e, isRelief := fact.(event.ReliefPaid)
	if !isRelief {
		return 0, false, nil
	}
	f, err := d.open(ctx, limit.Stream(e.Fund.Region()))
	if err != nil {
		return 0, false, err
	}
	amount, ok = limit.InForce(stateOf[limit.State](f), event.ReliefAnnualCap, e.OccurredOn)
	return amount, ok, nil
}

// references refuses a fact about a fund without books, or about an institution
// that is not designated or, for a payment, may not be paid.
func (d *Desk) references(ctx context.Context, fact event.Event) error {
	on := fact.Common().OccurredOn
	known := func(id fund.ID, i fund.Institution) error {
		return cmp.Or(d.established(ctx, id), d.agreement(ctx, i, on, institution.Known))
	}
	switch e := fact.(type) {
	case event.FundEstablished, event.FundOpened, event.LimitSet, event.StatisticReported,
		event.InstitutionDesignated, event.InstitutionSuspended, event.InstitutionResumed, event.InstitutionTerminated:
		return nil
	case event.PremiumReceived:
		return known(e.Fund, "")
	case event.PremiumRefunded:
		return known(e.Fund, "")
	case event.ParticipationAssisted:
		return cmp.Or(known(e.AidFund, ""), known(e.Fund, ""))
	case event.SubsidyReceived:
		return known(e.Fund, "")
	case event.InterestReceived:
		return known(e.Fund, "")
	case event.PenaltyReceived:
		return known(e.Fund, e.Institution)
	case event.ReimbursementPaid:
		return cmp.Or(known(e.Fund, ""), d.agreement(ctx, e.Institution, on, institution.Payable))
	case event.ReimbursementReversed:
		return known(e.Fund, e.Institution)
	case event.ClaimDenied:
		return known(e.Fund, e.Institution)
	case event.ClaimCorrected:
		return known(e.Fund, e.Institution)
	case event.ReliefPaid:
		return known(e.Fund, "")
	case event.ReliefReversed:
		return known(e.Fund, "")
	case event.ClawbackOrdered:
		return known(e.Fund, e.Institution)
	case event.ClawbackReceived:
		return known(e.Fund, e.Institution)
	case event.FineImposed:
		return d.agreement(ctx, e.Institution, on, institution.Known)
	case event.FinePaid:
		return d.agreement(ctx, e.Institution, on, institution.Known)
	case event.PersonsInsured:
		return known(e.Fund, "")
	}
	panic("aggregates: a type without references")
}

func (d *Desk) established(ctx context.Context, id fund.ID) error {
	f, err := d.open(ctx, book.Stream(id))
	if err != nil {
		return err
	}
	return book.Established(stateOf[book.State](f), id)
}

func (d *Desk) agreement(ctx context.Context, i fund.Institution, on fund.Date,
	check func(institution.State, fund.Institution, fund.Date) error,
) error {
	if i == "" {
		return nil
	}
	f, err := d.open(ctx, institution.Stream(i, ""))
	if err != nil {
		return err
	}
	return check(stateOf[institution.State](f), i, on)
}

// aggregate is the state of one stream with the functions of its package.
type aggregate interface {
	decide(fact event.Event, around surroundings) ([]event.Event, error)
	evolve(e event.Event) error
}

// cell is an aggregate over states S and the family E of its events.
type cell[S any, E event.Event] struct {
	state    S
	decideOn func(S, E, surroundings) ([]event.Event, error)
	after    func(S, E) S
}

func (c *cell[S, E]) decide(fact event.Event, around surroundings) ([]event.Event, error) {
	own, ok := fact.(E)
	if !ok {
		panic("aggregates: a fact was taken to the wrong aggregate: " + event.Wire(fact))
	}
	return c.decideOn(c.state, own, around)
}

func (c *cell[S, E]) evolve(e event.Event) error {
	own, ok := e.(E)
	if !ok {
		return fmt.Errorf("%s does not belong into this stream", event.Wire(e))
	}
	c.state = c.after(c.state, own)
	return nil
}

func plain[S any, E event.Event](decide func(S, E) ([]event.Event, error), evolve func(S, E) S) *cell[S, E] {
	return &cell[S, E]{after: evolve, decideOn: func(s S, e E, _ surroundings) ([]event.Event, error) { return decide(s, e) }}
}

func stateOf[S any](f *file) S {
	state, ok := f.aggregate.(interface{ get() any }).get().(S)
	if !ok {
		panic("aggregates: a stream was opened as another aggregate")
	}
	return state
}

func (c *cell[S, E]) get() any { return c.state }

// newAggregate returns the empty aggregate of a stream by its category, the
// part of the name before the first hyphen.
func newAggregate(stream string) aggregate {
	category, _, _ := strings.Cut(stream, "-")
	switch category {
	case "book":
		return plain(book.Decide, book.Evolve)
	case "limit":
		return plain(limit.Decide, limit.Evolve)
	case "premium":
		return plain(premium.Decide, premium.Evolve)
	case "fund":
		return plain(receipt.Decide, receipt.Evolve)
	case "reimbursement":
		return plain(reimbursement.Decide, reimbursement.Evolve)
	case "relief":
		return &cell[relief.State, event.Relief]{
			after: relief.Evolve,
			decideOn: func(s relief.State, e event.Relief, around surroundings) ([]event.Event, error) {
				return relief.Decide(s, relief.Command{Fact: e, Cap: around.cap, HasCap: around.hasCap})
			},
		}
	case "enforcement":
		return plain(enforcement.Decide, enforcement.Evolve)
	case "institution":
		return plain(institution.Decide, institution.Evolve)
	case "report":
		return plain(report.Decide, report.Evolve)
	}
	panic("aggregates: no aggregate for stream " + stream)
}

// quartile returns a value that at least a quarter of the ages do not exceed.
func quartile(ages []uint64) uint64 {
	slices.Sort(ages)
	return ages[len(ages)/4]
}
