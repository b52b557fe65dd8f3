package ties

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
)

// books is the views with the statistics at hand, and what was published.
type books struct {
	Views
	rows    []statistics.Row
	figures []Figure
}

// answer is what the ledger says to one figure.
type answer struct {
	kind   Kind
	value  decimal.Decimal
	count  wide.Int // of an amount: how many single facts the ledger says it stands for
	found  bool
	broken bool // a rule does not hold
	how    lang.Text
}

// answer returns what the ledger says to a figure. A figure that no case names
// is a reported statistic under its own topic and metric.
func (b books) answer(f Figure, p statistics.Period, day fund.Date) (answer, error) {
	all, aid := fund.Of(f.Region, fund.All), fund.Of(f.Region, fund.MedicalAid)
	region := fund.ID("")
	switch f.Subject + "/" + f.Metric {
	case "all/cumulative_balance":
		return b.balance(all, day)
	case "all/insured_persons":
		a := b.count(f, p, statistics.PersonsInsured, all, "")
		a.kind = Restated
		return a, nil
	case "all/reimbursed_amount":
		return b.amount(f, p, statistics.Benefits, all, ""), nil
	case "all/reimbursed_visits":
		return b.count(f, p, statistics.Benefits, all, ""), nil
	case "recovery/prepayment_reminder_averted":
		return uncounted(b.amount(f, p, statistics.Denied, all, recoveries.Reminder)), nil
	case "recovery/smart_audit_denied":
		return uncounted(b.amount(f, p, statistics.Denied, all, event.SmartAudit)), nil
	case "recovery/sample_audit_denied":
		return uncounted(b.amount(f, p, statistics.Denied, all, event.SampleAudit)), nil
	case "recovery/self_check_returned":
		return uncounted(b.amount(f, p, statistics.Recovered, all, event.SelfCheck)), nil
	case "recovery/inspection_recovered":
		return uncounted(b.amount(f, p, statistics.Recovered, all, event.Inspection)), nil
	case "recovery/self_surrender_returned":
		a := b.amount(f, p, statistics.Recovered, all, event.SelfSurrender)
		a.broken = a.count != wide.Of(1) // one person, says the note
		return a, nil
	case "recovery/special_check_recovered":
		return uncounted(b.amount(f, p, statistics.Recovered, all, event.SpecialCheck)), nil
	case "recovery/recovered_amount":
		return uncounted(b.recovered(f, p, all)), nil
	case "recovery/recovered_including_fines":
		a := uncounted(b.amount(f, p, statistics.Mixed, region, ""))
		a.kind = Restated // nothing says how much of it came back to a fund
		return a, nil
	case "recovery/headline_total":
		return b.headline(all, day), nil
	case "fine/fines_imposed":
		a := b.amount(f, p, statistics.FinesImposed, region, "")
		if b.published(f, "fine/penalty_cases") {
			return a, nil
		}
		return uncounted(a), nil
	case "fine/penalty_cases":
		return b.count(f, p, statistics.FinesImposed, region, ""), nil
	case "enforcement/violations_found_amount": // found, not received
		return uncounted(b.amount(f, p, statistics.Losses, all, "")), nil
	case "enforcement/cases_to_police":
		return b.count(f, p, statistics.Transferred, region, event.Channel(event.Police)), nil
	case "enforcement/cases_published":
		return b.count(f, p, statistics.Published, region, ""), nil
	case "institution/agreements_terminated":
		return b.count(f, p, statistics.Terminated, region, ""), nil
	case "institution/agreements_suspended":
		return b.count(f, p, statistics.Suspended, region, ""), nil
	case "institution/pharmacy_agreements_suspended":
		return b.count(f, p, statistics.Suspended, region, event.Channel(event.KindPharmacy)), nil
	case "institution/pharmacy_agreements_terminated":
		return b.count(f, p, statistics.Terminated, region, event.Channel(event.KindPharmacy)), nil
	case "institution/hospital_departments_suspended":
		return b.count(f, p, statistics.DepartmentsSuspended, region, event.Channel(event.KindHospital)), nil
	case "relief/assisted_participation_amount":
		return b.amount(f, p, statistics.Assisted, aid, ""), nil
	case "relief/assisted_participation_persons":
		return b.count(f, p, statistics.Assisted, aid, ""), nil
	case "relief/relief_amount":
		return b.amount(f, p, statistics.Relief, aid, ""), nil
	case "relief/family_relief_amount":
		return uncounted(b.amount(f, p, statistics.Relief, aid, "")), nil
	case "relief/relief_person_times":
		return b.count(f, p, statistics.Relief, aid, ""), nil
	case "relief/annual_cap":
		return b.reliefCap(f), nil
	case "benefit/chronic_reviewed":
		return b.chronic(f, p), nil
	case "enforcement/fine_multiple":
		return b.fineMultiple(f, p), nil
	case "enforcement/subject_kinds":
		return answer{
			kind: Checked, value: decimal.NewFromInt(int64(len(event.Subjects()))), found: true,
			how: lang.F("账本区分的对象种类", "kinds of subject that the ledger tells apart"),
		}, nil
	}
	return b.reported(f, p, f.Subject, f.Metric), nil
}

// row returns the figure of the statistics under a key, and whether there is one.
func (b books) row(key statistics.Key) (statistics.Row, bool) {
	for _, r := range b.rows {
		if r.Key == key {
			return r, true
		}
	}
	return statistics.Row{}, false
}

func (b books) find(f Figure, p statistics.Period, item statistics.Item, id fund.ID, detail event.Channel) (statistics.Row, answer) {
	r, found := b.row(statistics.Key{Period: p, Region: f.Region, Fund: id, Item: item, Detail: string(detail)})
	where := cmp.Or(string(id), string(f.Region))
	return r, answer{kind: Derived, found: found, how: lang.F("统计 %s %s：%s", "statistics %s %s: %s", p, where, named(item, detail))}
}

func named(item statistics.Item, detail event.Channel) lang.Text {
	if detail == "" {
		return item.Name()
	}
	name := recoveries.ChannelName(detail)
	if item == statistics.Transferred {
		name = event.NameOf("authority", detail)
	}
	return lang.F("%s·%s", "%s, %s", item.Name(), name)
}

// amount is a sum of the statistics.
func (b books) amount(f Figure, p statistics.Period, item statistics.Item, id fund.ID, detail event.Channel) answer {
	r, a := b.find(f, p, item, id, detail)
	a.value, a.count = r.Amount.Yuan(), r.Count
	return a
}

// recovered is everything that came back to a fund within a period, by whatever
// channel: in cash, or kept from settlements.
func (b books) recovered(f Figure, p statistics.Period, id fund.ID) answer {
	a := answer{kind: Derived}
	var sum money.Sum
	var zh, en []string
	for _, r := range b.rows {
		within := p.First <= r.Period.First && r.Period.Last <= p.Last
		if !within || r.Fund != id || r.Item != statistics.Recovered && r.Item != statistics.SetOff {
			continue
		}
		sum, a.count, a.found = sum.Plus(r.Amount), a.count.Plus(r.Count), true
		name, amount := recoveries.ChannelName(event.Channel(r.Detail)), r.Amount.In(money.Yuan)
		zh, en = append(zh, name.ZH+" "+amount), append(en, name.EN+" "+amount)
	}
	a.value = sum.Yuan()
	a.how = lang.F("统计 %s %s：各渠道追回之和，%s", "statistics %s %s: recovered, sum of the channels: %s",
		p, string(id), lang.Text{ZH: strings.Join(zh, " + "), EN: strings.Join(en, " + ")})
	return a
}

// uncounted is an amount that was published without its number of cases or
// visits: the ledger must not claim to know one.
func uncounted(a answer) answer {
	a.broken = a.broken || a.count.Sign() != 0
	return a
}

// published reports whether another figure was published for the same region and period.
func (b books) published(f Figure, name string) bool {
	return slices.ContainsFunc(b.figures, func(other Figure) bool {
		return other.Region == f.Region && other.Period == f.Period && other.Subject+"/"+other.Metric == name
	})
}

// count is a count of the statistics; one of which a part is not known does not tie.
func (b books) count(f Figure, p statistics.Period, item statistics.Item, id fund.ID, detail event.Channel) answer {
	r, a := b.find(f, p, item, id, detail)
	a.value = decimal.NewFromBigInt(r.Count.Big(), 0)
	a.broken = r.Vague > 0
	return a
}

// reported is a reported statistic, given back exactly and in the same unit.
func (b books) reported(f Figure, p statistics.Period, topic, metric string) answer {
	r, found := b.row(statistics.Key{Period: p, Region: f.Region, Item: statistics.Reported, Detail: topic + "/" + metric})
	a := answer{kind: Restated, how: lang.F("公布的统计数，凭证 %s", "reported statistic, document %s", r.Document)}
	value, err := decimal.NewFromString(r.Value)
	if !found || err != nil {
		a.how = lang.F("账本里没有", "not in the ledger")
		return a
	}
	a.value, a.found, a.broken = value, true, r.Unit != f.Unit
	return a
}

// balance is a fund's balance at the close of a day.
func (b books) balance(id fund.ID, day fund.Date) (answer, error) {
	rows, err := b.Balances.AsOf(day)
	if err != nil {
		return answer{}, err
	}
	for _, r := range rows {
		if r.Fund != id || !r.Opened {
			continue
		}
		a := answer{kind: Derived, found: true, value: r.Balance.Yuan(), how: lang.F("余额 %s %s", "balance %s %s", id, day)}
		if r.OpenedOn == day { // nothing was added up: the figure comes back as it went in
			a.kind = Restated
			a.how = lang.F("余额 %s %s：即期初余额，收支未公布", "balance %s %s: the opening balance itself; income was not published", id, day)
		}
		return a, nil
	}
	return answer{kind: Derived, how: lang.F("%s 没有期初余额", "%s has no opening balance", id)}, nil
}

// headline adds what four channels prevented or brought back, as a bureau's
// headline does, and shows cash and non-cash apart.
func (b books) headline(id fund.ID, day fund.Date) answer {
	var cash, noCash money.Sum
	found := map[event.Channel]bool{}
	for _, r := range b.Recoveries.AsOf(day, recoveries.ByChannel) {
		if r.Fund != id {
			continue
		}
		switch r.Channel {
		case recoveries.Reminder, event.SmartAudit, event.SelfCheck, event.Inspection:
			found[r.Channel] = true
			cash = cash.Plus(r.Received)
			noCash = money.Total(noCash, r.Prevented, r.SetOff)
		default:
		}
	}
	return answer{
		kind: Checked, value: cash.Plus(noCash).Yuan(), found: len(found) == 4,
		how: lang.F("四个渠道之和：到账 %s + 未动资金 %s", "sum of the four channels: cash %s + no cash %s", cash.In(money.Yuan), noCash.In(money.Yuan)),
	}
}

// reliefCap is the cap in the ledger, and the rule that one fen more is refused.
func (b books) reliefCap(f Figure) answer {
	for _, r := range b.rows {
		if r.Region != f.Region || r.Item != statistics.Limits || r.Detail != string(event.ReliefAnnualCap) {
			continue
		}
		limit, isOne := r.Amount.Fen()
		ask := func(amount money.Fen) error {
			_, err := relief.Decide(relief.State{},
				relief.Command{Caps: func(fund.Date) (money.Fen, bool) { return limit, true }, Fact: event.ReliefPaid{
					Fact: event.Fact{Document: "cap", OccurredOn: fund.NewDate(r.Period.Last, 12, 31), Count: 1},
					Fund: fund.Of(f.Region, fund.MedicalAid), Person: fund.Pseudonym(make([]byte, fund.KeySize), "cap"), Amount: amount,
				}})
			return err
		}
		return answer{
			kind: Checked, value: r.Amount.Yuan(), found: true, broken: !isOne || ask(limit) != nil || ask(limit+1) == nil,
			how: lang.F("限额在账；超一分即拒付", "the limit in the ledger; one fen more is refused"),
		}
	}
	return answer{kind: Checked, how: lang.F("账本里没有限额", "the ledger has no such limit")}
}

// chronic checks that those kept and those removed are those reviewed.
func (b books) chronic(f Figure, p statistics.Period) answer {
	reviewed := b.reported(f, p, "benefit", "chronic_reviewed")
	kept := b.reported(f, p, "benefit", "chronic_kept")
	removed := b.reported(f, p, "benefit", "chronic_removed")
	sum := kept.value.Add(removed.value)
	return answer{
		kind: Checked, value: reviewed.value, found: reviewed.found && kept.found && removed.found,
		broken: reviewed.broken || !sum.Equal(reviewed.value),
		how:    lang.F("通过 %s + 清退 %s = %s", "kept %s + removed %s = %s", kept.value, removed.value, sum),
	}
}

// fineMultiple checks that a multiple lies in the frame of the law for fraud by an
// institution. That of a plain violation (art. 38) ends at twice the loss.
//
// Source: 国务院令第735号第40条.
func (b books) fineMultiple(f Figure, p statistics.Period) answer {
	a := b.reported(f, p, f.Subject, f.Metric)
	article, known := law.Of(law.InstitutionFraud)
	low, high := decimal.NewFromInt(article.Fine.Low), decimal.NewFromInt(article.Fine.High)
	a.kind = Checked
	a.broken = a.broken || !known || a.value.LessThan(low) || a.value.GreaterThan(high)
	a.how = lang.F("在 %s 至 %s 倍之内（国务院令第735号第40条）", "within %s to %s times (State Council Order 735 art. 40)", low.String(), high.String())
	return a
}
