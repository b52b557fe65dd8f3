package office

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/replay"
)

// How often close tries. While others record all the time the log never stays as long as
// it was, so a closing is appended at last without asking for that, and looked at
// afterwards: only a fact of the period itself overtakes it.
const (
	askedTries = 200 // with the condition that nothing was recorded since it was computed
	idleTries  = 3   // of these, on end, in which nothing came that would have changed it
	looseTries = 20  // without
)

// closer closes one period.
type closer struct {
	store    store.Store
	running  *replay.Running
	books    books.View
	id       fund.ID
	period   event.Period
	document string
	env      aggregates.Envelope
}

// Closed is what became of a closing.
type Closed struct {
	Fact    event.PeriodClosed // as it was sealed; zero if the period was closed before
	Before  bool               // somebody has closed it
	Fund    string             // its name
	Warning event.Warning      // the warning that the ledger wrote into it
	Tries   int                // how often it was computed
	Took    time.Duration
}

// Close seals the balances of a fund at the end of a period. Errors: those of
// aggregates.Desk.Decide and of the store; *store.ConflictError if it never succeeds.
func (o *Office) Close(ctx context.Context, s store.Store, by By, id fund.ID, period event.Period,
	document string) (done Closed, err error) {
	env, err := o.Envelope(by, "close "+string(period))
	if err != nil {
		return done, err
	}
	c := closer{store: s, id: id, period: period, document: document, env: env}
	// Without snapshots: what is sealed must not rest on what was kept.
	if c.running, err = (replay.Replay{Store: s}).Start(ctx, &c.books); err != nil {
		return done, err
	}
	c.env.Void = voidOf(func(context.Context) (*closings.Fold, error) { return c.running.Closings(), nil })
	began := o.Now()
	_, done.Before = c.running.Closings().Standing(id, period)
	if !done.Before {
		if done.Fact, done.Tries, err = c.seal(ctx); err != nil {
			return done, err
		}
		done.Before = done.Tries == 0
	}
	if done.Before {
		return done, nil
	}
	done.Fund, done.Took = c.books.FundName(id), o.Now().Sub(began)
	standing, _ := c.running.Closings().Standing(id, period)
	_, fact, err := o.At(ctx, s, standing.Position)
	done.Warning = event.WarningOf(fact)
	return done, err
}

// seal computes the closing and appends it, again and again until one counts. It returns
// that, and how often it was computed: not at all if somebody else has closed the period
// meanwhile. Errors: those of aggregates.Desk.Decide and of the store;
// *store.ConflictError if it never succeeds.
func (c *closer) seal(ctx context.Context) (event.PeriodClosed, int, error) {
	var last event.PeriodClosed
	tries, idle := 0, 0
	for attempt := range askedTries + looseTries {
		fact, err := c.compute()
		if err != nil {
			return fact, tries, err
		}
		if fact != last {
			last, idle = fact, 0
			tries++
		}
		idle++
		known := len(c.running.Closings().Of(c.id))
		err = c.append(ctx, fact, attempt < askedTries && idle <= idleTries)
		conflict, refused := (*store.ConflictError)(nil), (*refusal.Error)(nil)
		if err != nil && !errors.As(err, &conflict) && !errors.As(err, &refused) {
			return fact, tries, err
		}
		if err := c.running.CatchUp(ctx); err != nil {
			return fact, tries, err
		}
		switch _, stands := c.running.Closings().Standing(c.id, c.period); {
		case stands && err == nil:
			return fact, tries, nil
		case stands: // somebody else was faster
			return fact, 0, nil
		case refused != nil && known == len(c.running.Closings().Of(c.id)):
			return fact, tries, refused // of a closing that was not known yet it was not known either whether it is void
		}
	}
	return last, tries, &store.ConflictError{Stream: aggregates.StreamOf(last)}
}

// compute returns the closing as it is to be now. Error: *refusal.Error
// facts-before-opening.
func (c *closer) compute() (event.PeriodClosed, error) {
	fact := event.PeriodClosed{
		Fact: event.Fact{Document: c.document, OccurredOn: c.period.Last()},
		Fund: c.id, Period: c.period,
	}
	if err := SoundOpening(&c.books, c.id); err != nil {
		return fact, err
	}
	if err := c.soundMoney(); err != nil {
		return fact, err
	}
	made := c.running.Closings().Seal(c.id, c.period)
	fact.Balances, fact.Seen = made.Balances, made.Seen
	return fact, nil
}

// soundMoney refuses to close a period with days on which a money account is below
// zero; one that still is at its end is told by its balance. What was closed before does not
// change any more.
func (c *closer) soundMoney() error {
	first := c.period.First()
	for _, earlier := range c.running.Closings().Of(c.id) {
		if earlier.Counts() {
			first = max(first, earlier.Period.Last().DayAfter())
		}
	}
	if len(c.running.Closings().Of(c.id)) == 0 {
		first = 0 // the first closing closes all that is before it
	}
	why := lang.Text{}
	for _, o := range c.books.Overdrawn(c.id, first) {
		if o.Until == 0 || o.Until >= c.period.Last() {
			continue
		}
		if one := overdraft(o); why.IsZero() {
			why = one
		} else {
			why = lang.F("%s；%s", "%s; %s", why, one)
		}
	}
	if why.IsZero() {
		return nil
	}
	return &refusal.Error{
		Rule: "period-overdrawn", Field: "period", Why: why,
		Remedy: lang.F("核对银行对账单，登记漏记的划转（money.moved）或收入，或更正日期；再结账", "compare with the bank, record the move (money.moved) or the income that is missing, or correct a date; then close"),
		Source: "财会〔2017〕28号 1001–1005",
	}
}

// append decides on a closing and appends it, if asked only as long as nothing was
// recorded since it was computed.
func (c *closer) append(ctx context.Context, fact event.Event, asked bool) error {
	env, err := c.env.Following(ctx, c.store)
	if err != nil {
		return err
	}
	desk := aggregates.NewDesk(func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		return ledger.Stream(ctx, c.store, stream)
	}, fund.DateIn(env.At))
	desk.Voids(env.Void)
	decision, err := desk.Decide(ctx, fact)
	if err != nil {
		return err
	}
	if len(decision.Events) == 0 {
		return nil
	}
	a, err := decision.Append(env)
	if err != nil {
		return err
	}
	if asked {
		a.Length = c.running.Next()
	}
	_, err = c.store.Append(ctx, a)
	return err
}

// SoundOpening refuses books that count facts twice: in the opening balance and
// by themselves.
func SoundOpening(v *books.View, id fund.ID) error {
	facts, opened := v.BeforeOpening(id)
	if facts == 0 {
		return nil
	}
	return &refusal.Error{
		Rule: "facts-before-opening", Field: "fund",
		Why: lang.F("基金 %s 有收支（%d 条）始于期初日 %s 或更早，期初余额已含，账簿会重复计算", "%s has income or expense (facts: %d) that begins on or before %s, whose close its opening balance shows; the books would count it twice",
			id, facts, opened),
		Remedy: lang.F("用 balance 查看余额；要编报表，先把期初余额更正到这些事项之前，或冲销这些事项", "see its balance with the balance command; for statements correct the opening to a day before these facts, or reverse them"),
	}
}
