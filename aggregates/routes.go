package aggregates

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/aggregates/budget"
	"github.com/fundledger/fundledger/aggregates/enforcement"
	"github.com/fundledger/fundledger/aggregates/flow"
	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/aggregates/issue"
	"github.com/fundledger/fundledger/aggregates/limit"
	"github.com/fundledger/fundledger/aggregates/numbering"
	"github.com/fundledger/fundledger/aggregates/openitem"
	"github.com/fundledger/fundledger/aggregates/period"
	"github.com/fundledger/fundledger/aggregates/premium"
	"github.com/fundledger/fundledger/aggregates/published"
	"github.com/fundledger/fundledger/aggregates/reimbursement"
	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/split"
	"github.com/fundledger/fundledger/ledger/store"
)

// StreamOf returns the stream that a fact belongs to.
func StreamOf(fact event.Event) string {
	id, on := event.FundOf(fact), fact.Common().OccurredOn
	switch e := fact.(type) {
	case event.Book:
		return book.Stream(id)
	case event.Limit:
		return limit.Of(e)
	case event.Numbering:
		return numbering.Of(e)
	case event.Premium:
		return premium.Of(e)
	case event.PenaltyReceived:
		if e.Case != "" {
			return enforcement.Of(e)
		}
		return flow.Stream(id, on)
	case event.Flow:
		return flow.Stream(id, on)
	case event.OpenItem:
		return openitem.Of(e)
	case event.Reimbursement:
		return reimbursement.Of(e)
	case event.Relief:
		return relief.Of(e)
	case event.Enforcement:
		return enforcement.Of(e)
	case event.Institution:
		return institution.Of(e)
	case event.Budget:
		return budget.Of(e)
	case event.Issue:
		return issue.Of(e)
	case event.Report:
		return published.Of(e)
	case event.Closing:
		return period.Of(e)
	case event.Correction:
		return StreamOf(reversed(e))
	default:
		panic("aggregates: a family without a stream")
	}
}

func reversed(c event.Correction) event.Event {
	switch e := c.(type) {
	case event.FactReversed:
		return e.Reversed()
	}
	panic("aggregates: a correction without a fact")
}

// surroundings is what other streams say that a decision depends on.
type surroundings struct {
	caps  relief.Caps
	split *split.Sums // of a fact that takes from it
	held  book.Held   // what an opening would hold already

	today  fund.Date // of a declaration
	opened fund.Date // opening day of the fund of a refund or reversal; no date for others

	length  store.Position // of the log in front of a report that is issued
	hasFund bool           // some fund of the region of such a report has books
}

// reliefCaps returns the annual caps that a relief payment falls under; nil for
// other facts.
func (d *Desk) reliefCaps(ctx context.Context, fact event.Event) (relief.Caps, error) {
	e, isRelief := fact.(event.Relief)
	if !isRelief {
		return nil, nil
	}
	f, err := d.consult(ctx, limit.Stream(event.FundOf(e).Region()))
	if err != nil {
		return nil, err
	}
	limits := stateOf[limit.State](f)
	return func(on fund.Date) (money.Fen, bool) { return limit.InForce(limits, event.ReliefAnnualCap, on) }, nil
}

// around returns what other streams say that a fact is decided on.
func (d *Desk) around(ctx context.Context, fact event.Event) (surroundings, error) {
	switch e := fact.(type) {
	case event.ReimbursementPaid: // most facts are
		return surroundings{}, nil
	case event.Flow:
		if split.Takes(e) {
			sums, err := d.splits(ctx, event.FundOf(e))
			return surroundings{split: &sums}, err
		}
		return surroundings{}, nil
	case event.Numbering:
		return surroundings{today: d.today}, nil
	case event.ReportIssued:
		return d.aroundIssue(ctx, e)
	case event.FundOpened:
		held, err := d.heldBy(ctx, e)
		return surroundings{held: held}, err
	default:
	}
	opened, err := d.opened(ctx, fact)
	if err != nil {
		return surroundings{}, err
	}
	caps, err := d.reliefCaps(ctx, fact)
	return surroundings{caps: caps, opened: opened}, err
}

// aroundIssue returns how long the log is in front of a report, and whether its region has
// a fund with books.
func (d *Desk) aroundIssue(ctx context.Context, e event.ReportIssued) (s surroundings, err error) {
	if s.length, err = d.length(ctx); err != nil {
		return s, err
	}
	for _, k := range fund.Kinds() {
		f, err := d.consult(ctx, book.Stream(fund.Of(e.Region, k.Kind)))
		if err != nil {
			return s, err
		}
		if s.hasFund = stateOf[book.State](f).Since() != 0; s.hasFund {
			break
		}
	}
	return s, nil
}

// opened returns the opening day of the fund of a fact that takes back what may have been
// paid before it, of two funds the later day; no date for other facts.
func (d *Desk) opened(ctx context.Context, fact event.Event) (fund.Date, error) {
	switch fact.(type) {
	case event.PremiumRefunded, event.ReimbursementReversed, event.ReliefReversed:
	default:
		return 0, nil
	}
	var last fund.Date
	for _, id := range event.FundsOf(fact) {
		if id == "" {
			continue
		}
		f, err := d.consult(ctx, book.Stream(id))
		if err != nil {
			return 0, err
		}
		last = fund.Later(last, stateOf[book.State](f).Opened())
	}
	return last, nil
}

// splits returns what awaits its split in a fund, of all months and years from the
// beginning of its books to today. Splits are few, and so are the months of a fund.
func (d *Desk) splits(ctx context.Context, id fund.ID) (split.Sums, error) {
	f, err := d.consult(ctx, book.Stream(id))
	if err != nil {
		return split.Sums{}, err
	}
	books := stateOf[book.State](f)
	sums, first := book.Split(books), books.Since()
	for month := first; first != 0 && month <= d.today; month = month.NextMonth() {
		if f, err = d.consultSums(ctx, premium.Stream(id, month)); err != nil {
			return split.Sums{}, err
		}
		sums = sums.Plus(premium.Split(stateOf[premium.State](f)))
		if month != first && month.Month()[4:] != "01" {
			continue
		}
		if f, err = d.consultSums(ctx, flow.Stream(id, month)); err != nil {
			return split.Sums{}, err
		}
		sums = sums.Plus(flow.Split(stateOf[flow.State](f)))
	}
	return sums, nil
}

// references refuses a fact about a fund without books, or about an institution
// that is not designated or, for a payment, may not be paid.
func (d *Desk) references(ctx context.Context, p *Prepared) error {
	fact := p.fact
	switch e := fact.(type) {
	case event.ReimbursementPaid: // most facts are
		if err := d.ready(ctx, e.Fund, "fund", p); err != nil {
			return err
		}
		return d.payable(ctx, e.Institution, e.Department, cmp.Or(e.CareOn, e.OccurredOn), e.OccurredOn)
	case event.PaymentHeld, event.PaymentReleased:
	case event.Book, event.Institution: // these make what others refer to
		return nil
	case event.Correction: // was checked when the fact was recorded
		return nil
	default:
	}
	for k, id := range event.FundsOf(fact) {
		if err := d.ready(ctx, id, [...]string{"fund", "aid_fund"}[k], p); err != nil {
			return err
		}
	}
	i, on := event.InstitutionOf(fact), fact.Common().OccurredOn
	if _, isPayment := fact.(event.PrepaymentPaid); isPayment {
		return d.payable(ctx, i, "", on, on)
	}
	if i == "" {
		return nil
	}
	f, err := d.consult(ctx, institution.Stream(i, ""))
	if err != nil {
		return err
	}
	return institution.Known(stateOf[institution.State](f), i, on)
}

// ready refuses a fact of a fund, that of a field, whose books are not set up, or whose
// opening balance holds it already. Refusals: those of book.Established and book.After.
func (d *Desk) ready(ctx context.Context, id fund.ID, field string, p *Prepared) error {
	if id == "" {
		return nil
	}
	f, err := d.consult(ctx, book.Stream(id))
	if err != nil {
		return err
	}
	books := stateOf[book.State](f)
	if err := book.Established(books, id, field); err != nil || !p.enters || p.on > books.Opened() {
		return err
	}
	return book.After(books, id, p.fact)
}

// payable refuses a payment for care on a day to an institution that may not be paid.
func (d *Desk) payable(ctx context.Context, i fund.Institution, department string, care, paid fund.Date) error {
	if i == "" {
		return nil
	}
	f, err := d.consult(ctx, institution.Stream(i, ""))
	if err != nil {
		return err
	}
	return institution.Payable(stateOf[institution.State](f), i, department, care, paid)
}

// aggregate is the state of one stream with the functions of its package.
type aggregate interface {
	decide(fact event.Event, around surroundings) ([]event.Event, error)
	evolve(e event.Event, at document.Place) error
	undo(e event.Event, by event.Fact)
	revoke(e event.Event, by event.Fact)
}

// cell is an aggregate over states S and the family E of its events.
type cell[S any, E event.Event] struct {
	state    S
	decideOn func(S, E, surroundings) ([]event.Event, error)
	after    func(S, E, document.Place) S
	undone   func(S, E, event.Fact) S // nil: what was reversed counts for nothing
	back     func(S, E, event.Fact) S // nil: the state is folded anew
}

func (c *cell[S, E]) decide(fact event.Event, around surroundings) ([]event.Event, error) {
	own, ok := fact.(E)
	if !ok {
		panic("aggregates: a fact was taken to the wrong aggregate: " + event.Wire(fact))
	}
	return c.decideOn(c.state, own, around)
}

func (c *cell[S, E]) evolve(e event.Event, at document.Place) error {
	own, ok := e.(E)
	if !ok {
		return fmt.Errorf("%s does not belong into this stream", event.Wire(e))
	}
	c.state = c.after(c.state, own, at)
	return nil
}

// revoke moves the state on by an event that was reversed: where sums are kept by day
// it counts from its own day to that of the reversal.
func (c *cell[S, E]) revoke(e event.Event, by event.Fact) {
	if own, ok := e.(E); ok && c.undone != nil {
		c.state = c.undone(c.state, own, by)
	}
}

// undo moves the state on by the reversal of an event that counts in it, as far as it can be
// without the events before: see catchUp.
func (c *cell[S, E]) undo(e event.Event, by event.Fact) {
	if own, ok := e.(E); ok && c.back != nil {
		c.state = c.back(c.state, own, by)
	}
}

func plain[S any, E event.Event](decide func(S, E) ([]event.Event, error), evolve func(S, E) S) *cell[S, E] {
	return &cell[S, E]{
		after:    func(s S, e E, _ document.Place) S { return evolve(s, e) },
		decideOn: func(s S, e E, _ surroundings) ([]event.Event, error) { return decide(s, e) },
	}
}

func stateOf[S any](f *file) S {
	c, ok := f.aggregate.(interface{ get() *S })
	if !ok {
		panic("aggregates: a stream was opened as another aggregate")
	}
	return *c.get()
}

func (c *cell[S, E]) get() *S { return &c.state }

func decidePremium(s premium.State, e event.Premium, around surroundings) ([]event.Event, error) {
	return premium.Decide(s, e, around.opened)
}

func decideClaim(s reimbursement.State, e event.Reimbursement, around surroundings) ([]event.Event, error) {
	return reimbursement.Decide(s, e, around.opened)
}

// newAggregate returns the empty aggregate of a stream by its category, the
// part of the name before the first hyphen, under a numbering.
func newAggregate(stream string, n document.Numbering) aggregate {
	category, _, _ := strings.Cut(stream, "-")
	switch category {
	case "book":
		return &cell[book.State, event.Book]{
			after:  func(s book.State, e event.Book, _ document.Place) book.State { return book.Evolve(s, e) },
			undone: book.Reversed,
			decideOn: func(s book.State, e event.Book, around surroundings) ([]event.Event, error) {
				return book.Decide(s, book.Command{Fact: e, Held: around.held})
			},
		}
	case "limit":
		return plain(limit.Decide, limit.Evolve)
	case "numbering":
		c := plain(nil, numbering.Evolve)
		c.decideOn = func(s numbering.State, e event.Numbering, around surroundings) ([]event.Event, error) {
			return numbering.Decide(s, numbering.Command{Fact: e, Today: around.today})
		}
		return c
	case "premium":
		return &cell[premium.State, event.Premium]{
			after:    func(s premium.State, e event.Premium, _ document.Place) premium.State { return premium.Evolve(s, e) },
			undone:   premium.Reversed,
			back:     premium.UndoneSplit,
			decideOn: decidePremium,
		}
	case "fund":
		return &cell[flow.State, event.Flow]{
			after:  func(s flow.State, e event.Flow, _ document.Place) flow.State { return flow.Evolve(s, e) },
			undone: flow.Reversed,
			back:   flow.Undone,
			decideOn: func(s flow.State, e event.Flow, around surroundings) ([]event.Event, error) {
				return flow.Decide(s, flow.Command{Fact: e, Split: around.split})
			},
		}
	case "period":
		return plain(period.Decide, period.Evolve)
	case "item":
		c := plain(openitem.Decide, openitem.Evolve)
		c.undone = openitem.Reversed
		return c
	case "reimbursement":
		return &cell[reimbursement.State, event.Reimbursement]{after: reimbursement.Evolve, decideOn: decideClaim}
	case "relief":
		return &cell[relief.State, event.Relief]{
			state:  relief.Under(n),
			after:  func(s relief.State, e event.Relief, _ document.Place) relief.State { return relief.Evolve(s, e) },
			undone: relief.Reversed,
			decideOn: func(s relief.State, e event.Relief, around surroundings) ([]event.Event, error) {
				return relief.Decide(s, relief.Command{Fact: e, Caps: around.caps, Opened: around.opened})
			},
		}
	case "enforcement":
		return plain(enforcement.Decide, enforcement.Evolve)
	case "institution":
		return plain(institution.Decide, institution.Evolve)
	case "budget":
		return plain(budget.Decide, budget.Evolve)
	case "issue":
		c := plain(nil, issue.Evolve)
		c.decideOn = func(s issue.State, e event.Issue, around surroundings) ([]event.Event, error) {
			return issue.Decide(s, issue.Command{Fact: e, Length: int64(around.length), HasFund: around.hasFund})
		}
		return c
	case "report":
		return plain(published.Decide, published.Evolve)
	}
	panic("aggregates: no aggregate for stream " + stream)
}

// newBrief returns the empty aggregate of a stream that decides on nothing but payments
// and the like, and keeps no more than that takes; nil if there is none.
func newBrief(stream string) aggregate {
	category, _, _ := strings.Cut(stream, "-")
	switch category {
	case "premium":
		return &cell[premium.State, event.Premium]{
			after: func(s premium.State, e event.Premium, _ document.Place) premium.State {
				return premium.EvolveSplit(s, e)
			},
			decideOn: decidePremium,
		}
	case "reimbursement":
		return &cell[reimbursement.State, event.Reimbursement]{
			after:    func(s reimbursement.State, _ event.Reimbursement, _ document.Place) reimbursement.State { return s },
			decideOn: decideClaim,
		}
	case "relief":
		return &cell[relief.Days, event.Relief]{
			after: func(s relief.Days, e event.Relief, _ document.Place) relief.Days { return relief.EvolveDays(s, e) },
			decideOn: func(s relief.Days, e event.Relief, around surroundings) ([]event.Event, error) {
				return relief.DecideByDays(s, relief.Command{Fact: e, Caps: around.caps, Opened: around.opened})
			},
		}
	}
	return nil
}

// alone reports whether a brief aggregate decides on a fact as the whole one does.
func alone(e event.Event) bool {
	switch e := e.(type) {
	case event.Premium:
		return premium.Alone(e)
	case event.Reimbursement:
		return reimbursement.Alone(e)
	case event.Relief:
		return relief.Alone(e)
	default:
		return false
	}
}
