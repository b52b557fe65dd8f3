package yearbook

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/statements"
)

// Gather asks an open ledger for what a report of a region is composed of, as it is known at a time;
// without one as of the last fact that is recorded. No region means the only one that there is.
// Errors: bad input for a region that no fund is of; those of reading the log.
func Gather(ctx context.Context, o *office.Office, s store.Store, a office.Axes, region fund.Region,
	span annual.Span) (c Content, err error) {
	then, err := o.Standing(ctx, s, a)
	if err != nil {
		return c, err
	}
	a.AsOf, a.KnownAt, a.Until = 0, then.Last, store.Position(then.Size)
	v := new(office.Views)
	if _, err = o.Rebuild(ctx, s, a, append(v.Reported(), &v.Cases, &v.Agreements)...); err != nil {
		return c, err
	}
	if region, err = o.Area(&v.Books, region); err != nil {
		return c, err
	}
	closed, err := o.KnownAtEnd(ctx, s, a, span)
	if err != nil {
		return c, err
	}
	c.Figures = v.Report(region, span, closed, a)
	for _, id := range v.Books.Funds() {
		if id.Region() == region && id.Kind() != fund.All {
			of := tables.BudgetSources{Budgets: &v.Budgets, Books: v.Books.AsOf}
			c.ofFund(&v.Books, tables.BudgetOf(id, span.To.Year(), span.To, &of), id, span)
		}
	}
	c.lists(&v.Cases, &v.Agreements, region, span)
	c.Region = regionName(&v.Books, region)
	c.Bureau = lang.F("%s医疗保障局", "Bureau of Medical Insurance of %s", c.Region)
	c.Proof = proofOf(then)
	c.Basis = []lang.Text{
		lang.F("本报告的数据期间为%s至%s，依据截至%s已登记的%s条事项。", "This report is of the days from %s to %s, and rests on what had been recorded by %s: %s facts.",
			span.From, span.To, tables.LocalTime(then.Last), money.Group(number(int(then.Size)))),
	}
	return c, nil
}

// period returns the period of the statutory statements of a span: its last year, or its last month.
func period(s annual.Span) event.Period {
	if s.Months() >= 12 {
		return event.Period(s.To.String()[:4])
	}
	return event.Period(s.To.String()[:7])
}

// ofFund adds the statements of a fund, its budget if there is one, and its trial balance. A statement
// that is refused has its reason in its place.
func (c *Content) ofFund(v *books.View, lines []tables.BudgetLine, id fund.ID, span annual.Span) {
	at := func(on fund.Date) books.Book { return v.AsOf(id, on) }
	of := []report.Fact{tables.FundFact(id, v.FundName(id))}
	add := func(list *[]report.Table, t report.Table) {
		t.Facts = append(slices.Clone(of), t.Facts...)
		*list = append(*list, t)
	}
	p := period(span)
	sheet, err := statements.BalanceSheet(id, p, at)
	c.statement(id, sheet, err, func(st statements.Statement) { add(&c.Forms, tables.Statement("balance_sheet", st).Whole()) })
	income, err := statements.Income(id, p, nil, at)
	c.statement(id, income, err, func(st statements.Statement) { add(&c.Forms, tables.IncomeAndBudget(st, lines).Whole()) })
	if slices.ContainsFunc(lines, func(l tables.BudgetLine) bool { return l.Current.Known && !l.Total }) {
		form := tables.BudgetForm(lines, true).Whole()
		form.Title = lang.Text{ZH: "预算执行（决算表）", EN: "Budget and its execution"}
		add(&c.Forms, form)
	}
	if trial := tables.Trial(statements.Trial(id, span.From, span.To, true, at)); trial.Len > 0 {
		add(&c.Lists, trial.Whole())
	}
}

// statement adds a statement, or why there is none.
func (c *Content) statement(id fund.ID, st statements.Statement, err error, add func(statements.Statement)) {
	if err == nil {
		if slices.ContainsFunc(st.Columns, func(c statements.Column) bool { return !c.Unknown }) {
			add(st)
		}
		return
	}
	why := lang.Text{ZH: err.Error(), EN: err.Error()}
	if e := (interface{ Text() lang.Text })(nil); errors.As(err, &e) {
		why = e.Text()
	}
	c.Refused = append(c.Refused, lang.F("%s 的报表不能编制：%s", "a statement of %s cannot be made: %s", string(id), why))
}

// lists adds the cases and the agreements that something happened to in the span.
func (c *Content) lists(v *cases.View, agreed *agreements.View, region fund.Region, span annual.Span) {
	within := func(on fund.Date) bool { return span.From <= on && on <= span.To }
	handled := func(s cases.Step) bool { return within(s.Event.Common().OccurredOn) }
	all := tables.Cases(v, agreed, span.To, span.To, func(key cases.Key, _ docket.Docket) bool {
		return key.Region == region && slices.ContainsFunc(v.Steps(key), handled)
	}).Whole()
	if len(all.Rows) > 0 {
		all.Title = lang.Text{ZH: "案件清单（期内有办理的）", EN: "Cases in which something happened in the period"}
		c.Lists = append(c.Lists, all)
	}
	changed := func(s agreements.Step) bool { return within(s.Event.Common().OccurredOn) }
	register := tables.Agreements(slices.DeleteFunc(agreed.Register(span.To), func(r agreements.Row) bool {
		return r.Region != region || !slices.ContainsFunc(agreed.Steps(r.Institution), changed)
	})).Whole()
	if len(register.Rows) > 0 {
		register.Title = lang.Text{ZH: "机构清单（期内协议有变动的）", EN: "Institutions whose agreement changed in the period"}
		c.Lists = append(c.Lists, register)
	}
}

// regionName is how the names of the region's funds begin, or its code.
func regionName(v *books.View, region fund.Region) lang.Text {
	for _, id := range v.Funds() {
		name := v.FundName(id)
		at := strings.Index(name, strings.TrimSuffix(id.Kind().Name().ZH, "保险"))
		if id.Region() == region && at > 0 {
			return lang.Text{ZH: name[:at], EN: name[:at]}
		}
	}
	return lang.Text{ZH: string(region), EN: string(region)}
}

// proofOf returns what a report says of the ledger at the time that it is of.
func proofOf(then office.Standing) Proof {
	p := Proof{Ledger: then.Name, Events: then.Size, Root: then.Root.String(), Position: then.Last.Format(time.RFC3339Nano)}
	p.Hash = hex.EncodeToString(then.Root[:])
	return p.with(then.Checkpoint)
}

// with returns the proof with a checkpoint; nil: without one.
func (p Proof) with(c *office.Checkpoint) Proof {
	p.Checkpoint, p.Taken, p.Signers = "", "", nil
	if c == nil {
		return p
	}
	p.Checkpoint = strings.TrimSpace(string(c.Raw))
	p.Taken = fmt.Sprintf("%s (%s)", c.Time.UTC().Format(time.RFC3339), money.Group(fmt.Sprint(c.Size)))
	for _, id := range append(slices.Clone(c.Ledger), c.Witnesses...) {
		p.Signers = append(p.Signers, id.String())
	}
	return p
}
