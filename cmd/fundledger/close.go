package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/replay"
)

func (p *program) closeCommand() *cobra.Command {
	var id, month, year, document string
	cmd := &cobra.Command{
		Use:   "close",
		Short: p.say("结账：封存一个基金的一个月或一年", "close a month or a year of a fund's books"),
		Long: p.say("结账前检查：前一期间已结账；资金账户没有透支；年末待转收入 4601、4602 无余额；待遇支出都已分类；借贷相等。\n首次结账可从任何月份开始，之前的随之结账。\n收入户 1002、国库 1005 期末有余额的（在途资金），照结，并随结账记下提示。\n结账后，属于该期的事项记入下一个未结账的日子，业务日期不变。",
			"Check a period first, then seal its balances. The checks: the period before is closed; no money account is overdrawn;\n4601 and 4602 are nil at the end of a year; all benefits are classified; debits equal credits.\nThe first month to be closed may be any: those before it are closed with it. Money on 1002 or 1005 at the end is in\ntransit: the period is closed, with a warning.\nWhat is found later of a closed period enters the first open day and keeps its business date."),
		Example: "  fundledger close --fund 441300.390 --month 2025-06\n  fundledger close --fund 441300.390 --year 2025",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			period, err := parseMonthOrYear(month, year)
			if err != nil {
				return err
			}
			if period == "" {
				return fault.Input("用 --month 或 --year 之一指明期间", "name the period with either --month or --year")
			}
			if !fund.ID(id).Valid() {
				return fault.Input("用 --fund 指明基金，如 441300.390", "name the fund with --fund, such as 441300.390")
			}
			if document == "" {
				document = "结账-" + string(period)
			}
			return p.close(cmd.Context(), fund.ID(id), period, document)
		},
	}
	f := cmd.Flags()
	f.StringVar(&id, "fund", "", p.say("基金，如 441300.390", "the fund, such as 441300.390"))
	f.StringVar(&month, "month", "", p.say("月份，如 2025-06", "the month, such as 2025-06"))
	f.StringVar(&year, "year", "", p.say("年度，如 2025", "the year, such as 2025"))
	f.StringVar(&document, "document", "", p.say("凭证号，默认“结账-期间”", "document number, default 结账- and the period"))
	return cmd
}

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
	*program
	store    store.Store
	running  *replay.Running
	books    books.View
	id       fund.ID
	period   event.Period
	document string
	env      aggregates.Envelope
}

// close seals the balances of a fund at the end of a period.
func (p *program) close(ctx context.Context, id fund.ID, period event.Period, document string) error {
	env, err := p.envelope("close " + string(period))
	if err != nil {
		return err
	}
	return p.With(func(s store.Store) error {
		c := closer{program: p, store: s, books: books.View{Latest: true}, id: id, period: period, document: document, env: env}
		// Without snapshots: what is sealed must not rest on what was kept.
		if c.running, err = (replay.Replay{Store: s}).Start(ctx, &c.books); err != nil {
			return err
		}
		c.env.Void = office.VoidOf(func(context.Context) (*closings.Fold, error) { return c.running.Closings(), nil })
		closing := merkle.Closing{Fund: string(id), Period: string(period)}
		if _, stands := c.running.Closings().Standing(id, period); stands {
			return c.closedBefore(ctx, closing)
		}
		began := p.Now()
		fact, tries, err := c.seal(ctx)
		if err != nil {
			return err
		}
		if tries == 0 {
			return c.closedBefore(ctx, closing)
		}
		fmt.Fprintln(p.out, p.say("%s %s %s 已结账", "%s %s: %s is closed", id, c.books.FundName(id), string(period)))
		if err := sealedTable(fact).Write(p.out, report.Plain, report.Style{Lang: p.lang, Unit: money.Yuan}); err != nil {
			return err
		}
		standing, _ := c.running.Closings().Standing(id, period)
		if err := p.warnOf(ctx, s, standing.Position); err != nil {
			return err
		}
		if tries > 1 {
			fmt.Fprintln(p.out, p.say("结账时该期又有事项入账，共试 %d 次，用时 %.1f 秒", "facts of the period were recorded meanwhile: it took %d tries and %.1f seconds", tries, p.Now().Sub(began).Seconds()))
		}
		return p.checkpointOfClosing(ctx, s, closing)
	})
}

// warnOf prints the warning that the ledger wrote into what was recorded; nothing, if it
// has none.
func (p *program) warnOf(ctx context.Context, s store.Store, at store.Position) error {
	for entry, err := range ledger.All(ctx, s, at) {
		if err != nil {
			return err
		}
		if w := event.WarningOf(entry.Event); w != "" {
			fmt.Fprintln(p.out, p.say("提示：%s", "warning: %s", event.NameOf("warning", w)))
		}
		break
	}
	return nil
}

// closedBefore tells of a period that somebody else has closed.
func (c *closer) closedBefore(ctx context.Context, closing merkle.Closing) error {
	fmt.Fprintln(c.out, c.say("%s %s 此前已结账", "%s: %s was closed before", c.id, string(c.period)))
	if c.HasCheckpointOf(closing) {
		return nil
	}
	return c.checkpointOfClosing(ctx, c.store, closing)
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
	if err := soundOpening(&c.books, c.id); err != nil {
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

// sealedTable shows the balances that a closing seals, debit or credit as the books have
// them, and which of the money is on its way.
func sealedTable(fact event.PeriodClosed) report.Table {
	t := report.Table{
		Key:   "sealed",
		Title: lang.F("封存余额（%s）", "sealed balances (%s)", fact.Period.Last()),
		Columns: []report.Column{
			{Key: "account", Title: lang.Text{ZH: "科目", EN: "account"}},
			{Key: "name", Title: lang.Text{ZH: "科目名称", EN: "name"}},
			{Key: "debit", Title: lang.Text{ZH: "借方", EN: "debit"}},
			{Key: "credit", Title: lang.Text{ZH: "贷方", EN: "credit"}},
			{Key: "remark", Title: lang.Text{ZH: "说明", EN: "remark"}},
		},
	}
	list, _ := fact.Balances.List()
	for _, b := range list {
		debit, credit, remark := report.Blank(lang.Text{}), report.Blank(lang.Text{}), lang.Text{}
		if b.Account.Element().IsDebit() == (b.Amount.Sign() >= 0) {
			debit = report.Amount(absolute(b.Amount))
		} else {
			credit = report.Amount(absolute(b.Amount))
		}
		if top := b.Account.Top(); (top == account.IncomeAccount || top == account.Treasury) && b.Amount.Sign() > 0 {
			remark = lang.Text{ZH: "在途，未划入财政专户", EN: "in transit, not swept to 1003 yet"}
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(string(b.Account)), report.Words(account.FullName(fact.Fund.Kind(), b.Account)), debit, credit, report.Words(remark)})
	}
	return t
}

// absolute is an amount without its sign.
func absolute(s money.Sum) money.Sum {
	if s.Sign() < 0 {
		return s.Neg()
	}
	return s
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

// checkpointOfClosing takes a checkpoint and prints it under the closing; where the
// ledger cannot sign it says so, for the closing stands.
func (p *program) checkpointOfClosing(ctx context.Context, s store.Store, closing merkle.Closing) error {
	text, _, err := p.TakeCheckpoint(ctx, s, closing)
	if missing := (*fault.Error)(nil); errors.As(err, &missing) && missing.Kind() == fault.BadInput {
		fmt.Fprintln(p.err, p.say("没有签检查点：%s", "no checkpoint was signed: %s", missing.In(p.lang)))
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprint(p.out, "\n"+string(text))
	return nil
}
