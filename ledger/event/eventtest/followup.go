package eventtest

import (
	"cmp"
	"fmt"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// followUp returns a fact that a recorded fact of a case or an agreement leads
// to: what comes in of an order, its annulment, what is paid of a fine, the next
// turn. It is nil for other facts.
func (w *World) followUp(past event.Event) event.Event {
	f := w.later(past)
	switch e := past.(type) {
	case event.CaseOpened:
		switch w.random.IntN(8) {
		case 0:
			return event.CaseClosed{Fact: w.last(f), Case: e.Case, Region: e.Region, Outcome: w.outcome()}
		case 1:
			return event.CasePublished{Fact: f, Case: e.Case, Region: e.Region}
		case 2, 3:
			return event.CaseReopened{Fact: w.last(f), Case: e.Case, Region: e.Region, Reason: w.reason()}
		default:
			return w.fine(e.Case, e.Region)
		}
	case event.NumberingDeclared:
		e.Fact, e.AppliesOn, e.Begins = event.Fact{Document: f.Document, OccurredOn: f.OccurredOn}, e.From().NextMonth(), event.NotAgain
		return e
	case event.CaseClosed:
		return event.CaseReopened{Fact: w.last(f), Case: e.Case, Region: e.Region, Reason: w.reason()}
	case event.ClawbackOrdered:
		return w.ofOrder(f, e)
	case event.ClawbackReceived:
		return w.annulled(f, e.Case, e.Fund, e.Institution)
	case event.ClawbackSetOff:
		return w.annulled(f, e.Case, e.Fund, e.Institution)
	case event.ClawbackAnnulled:
		return w.refunded(f, e)
	case event.LossDetermined:
		return w.ordered(f, e.Case, e.Fund, e.Institution, e.Amount)
	case event.LossTraced:
		return w.ordered(f, e.Case, e.Fund, e.Institution, e.Amount)
	case event.PenaltyCharged:
		return w.penalty(f, e)
	case event.PenaltyReceived:
		if e.Case == "" {
			return nil
		}
		e.Fact, e.Amount = f, w.portion(e.Amount) // the rest, or too much
		return e
	case event.FineImposed:
		switch w.random.IntN(8) {
		case 0, 1:
			return w.surcharge(f, e)
		case 2: // the same under another article
			e.Article, e.Amount = w.article(), w.amount()
			return e
		}
		return w.ofCharge(f, event.FinePaid{Case: e.Case, Region: e.Region, Institution: e.Institution, Subject: e.Subject,
			Charge: pick(w, "", event.Fine), Of: e.Document, Article: w.under(e.Article), Amount: e.Amount})
	case event.SurchargeImposed:
		return w.ofCharge(f, event.FinePaid{Case: e.Case, Region: e.Region, Institution: e.Institution, Subject: e.Subject,
			Charge: event.Surcharge, Of: e.Document, Amount: e.Amount})
	case event.GainConfiscated:
		return w.ofCharge(f, event.FinePaid{Case: e.Case, Region: e.Region, Institution: e.Institution, Subject: e.Subject,
			Charge: event.Confiscation, Of: e.Document, Article: w.under(e.Article), Amount: e.Amount})
	case event.FinePaid:
		return event.FineWaived{
			Fact: f, Case: e.Case, Region: e.Region, Institution: e.Institution, Subject: e.Subject, Charge: e.Charge, Amount: w.portion(e.Amount),
			Of: e.Of, Article: pick(w, e.Article, ""), Reason: w.annulment(),
		}
	case event.FineWaived:
		if w.random.IntN(4) == 0 {
			return w.finedAgain(f, e)
		}
		f.OccurredOn = pick(w, f.OccurredOn, e.OccurredOn)
		return event.FineRefunded{Fact: f, Case: e.Case, Region: e.Region, Institution: e.Institution, Subject: e.Subject,
			Charge: e.Charge, Amount: pick(w, w.portion(e.Amount), 1), Of: e.Of, Article: pick(w, e.Article, e.Article, "")}
	default:
		return w.ofAgreement(f, past)
	}
}

// later returns the common part of a fact that answers another: mostly not dated
// before it.
func (w *World) later(past event.Event) event.Fact {
	f := w.fact()
	f.Document = fmt.Sprintf("U-%03d", w.random.IntN(300))
	if w.random.IntN(8) > 0 {
		f.OccurredOn = max(f.OccurredOn, past.Common().OccurredOn)
	}
	return f
}

// ofOrder returns what may follow an order: money of its own part and year, or
// of others; another line of its document; its annulment; a refund.
func (w *World) ofOrder(f event.Fact, e event.ClawbackOrdered) event.Event {
	year := pick(w, e.PaidYear, e.PaidYear, w.year())
	part, care := w.careFor(e.Fund, e.Part)
	switch w.random.IntN(13) {
	case 0, 1, 2, 3:
		return event.ClawbackReceived{
			Fact: f, Case: e.Case, Fund: e.Fund, Institution: e.Institution,
			Subject: pick(w, e.Subject, e.Subject, w.subject(e.Case)), Channel: e.Channel,
			Amount: w.portion(e.Amount), PaidYear: year, Part: part, Care: care, Via: w.via(),
		}
	case 4, 5, 6:
		_, settled := w.careFor(e.Fund, part)
		return event.ClawbackSetOff{
			Fact: f, Case: e.Case, Fund: e.Fund, Institution: e.Institution, Subject: e.Subject, Channel: e.Channel,
			Amount: w.portion(e.Amount), PaidYear: year, Part: part, Care: care, Against: "JS-2025-07", SettledCare: settled,
		}
	case 7:
		if w.random.IntN(2) == 0 { // the same under another article
			e.Article, e.Amount = w.article(), w.amount()
			return e
		}
		e.Part, e.PaidYear, e.Amount = w.part(e.Fund), w.year(), w.amount()
		return e
	case 8, 9, 10:
		return w.annul(f, e)
	case 11:
		return event.ClawbackRefunded{
			Fact: f, Case: e.Case, Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear, Care: care,
			Amount: w.portion(e.Amount), Of: e.Document, Article: w.under(e.Article), ReceivedYear: 2025, Via: w.via(),
		}
	default:
		return event.CaseClosed{Fact: w.last(f), Case: e.Case, Region: e.Fund.Region(), Outcome: w.outcome()}
	}
}

// ordered returns an order of what was lost, or of too much; or what came back of it.
func (w *World) ordered(f event.Fact, number string, id fund.ID, i fund.Institution, lost money.Fen) event.Event {
	if w.random.IntN(4) == 0 {
		part, care := w.care(id)
		return event.ClawbackReceived{Fact: f, Case: number, Fund: id, Institution: i, Channel: event.SelfCheck,
			Amount: w.portion(lost), Part: part, Care: care}
	}
	return event.ClawbackOrdered{
		Fact: f, Case: number, Fund: id, Institution: i, Subject: w.subject(number), Channel: w.channel(number),
		Article: w.article(), Part: w.part(id), PaidYear: w.year(), Amount: w.portion(lost),
	}
}

func (w *World) annul(f event.Fact, e event.ClawbackOrdered) event.Event {
	return event.ClawbackAnnulled{
		Fact: f, Case: e.Case, Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear, Amount: w.portion(e.Amount),
		Of: e.Document, Article: w.under(e.Article), Reason: w.annulment(),
	}
}

// refunded returns a refund after an annulment: mostly of money that came in from
// the same institution, as it was booked then.
func (w *World) refunded(f event.Fact, e event.ClawbackAnnulled) event.Event {
	back := event.ClawbackRefunded{
		Fact: f, Case: e.Case, Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear,
		Amount: pick(w, w.portion(e.Amount), 1, w.amount()/8+1), Of: e.Of, Article: pick(w, e.Article, e.Article, w.under(e.Article)),
		ReceivedYear: max(e.PaidYear, pick[int64](w, 2024, 2025)), Via: w.via(),
	}
	var came []event.ClawbackRefunded
	for _, past := range w.past {
		one := back
		switch p := past.(type) {
		case event.ClawbackReceived:
			one.Case, one.Fund, one.Institution, one.Part, one.PaidYear, one.Care = p.Case, p.Fund, p.Institution, p.Part, p.PaidYear, p.Care
		case event.ClawbackSetOff:
			one.Case, one.Fund, one.Institution, one.Part, one.PaidYear, one.Care = p.Case, p.Fund, p.Institution, p.Part, p.PaidYear, p.Care
		default:
			continue
		}
		if one.ReceivedYear = int64(past.Common().OccurredOn.Year()); one.Case == e.Case && one.Fund == e.Fund &&
			one.Institution == e.Institution {
			came = append(came, one)
		}
	}
	if len(came) == 0 || w.random.IntN(4) == 0 {
		return back
	}
	one := pick(w, came...)
	if w.random.IntN(6) == 0 { // in a year in which nothing came so
		one.ReceivedYear++
	}
	return one
}

// penalty returns the receipt of a contract penalty.
func (w *World) penalty(f event.Fact, e event.PenaltyCharged) event.Event {
	part, _ := w.care(e.Fund)
	return event.PenaltyReceived{Fact: f, Case: e.Case, Fund: e.Fund, Institution: e.Institution, Part: part,
		Amount: w.portion(e.Amount), Via: w.via()}
}

// annulled returns the annulment of an order that money may have come in of; nil
// if there is none.
func (w *World) annulled(f event.Fact, number string, id fund.ID, i fund.Institution) event.Event {
	for _, past := range w.past {
		if e, ok := past.(event.ClawbackOrdered); ok && e.Case == number && e.Fund == id && e.Institution == i {
			return w.annul(f, e)
		}
	}
	return nil
}

// careFor returns the part given, else any that fits the fund, and a kind of care.
func (w *World) careFor(id fund.ID, given fund.Part) (fund.Part, fund.Care) {
	part, care := w.care(id)
	for given != "" && part != given {
		part, care = w.care(id)
	}
	return part, care
}

// ofCharge returns what may follow a decision that something is due to the
// treasury, which is given as the payment of all of it.
func (w *World) ofCharge(f event.Fact, all event.FinePaid) event.Event {
	all.Fact, all.Amount = f, w.portion(all.Amount)
	switch w.random.IntN(7) {
	case 0, 1:
		return event.FineWaived{
			Fact: f, Case: all.Case, Region: all.Region, Institution: all.Institution, Subject: all.Subject, Charge: all.Charge,
			Amount: all.Amount, Of: all.Of, Article: all.Article, Reason: w.reason(),
		}
	case 2:
		return event.FineRefunded{
			Fact: f, Case: all.Case, Region: all.Region, Institution: all.Institution, Subject: all.Subject, Charge: all.Charge,
			Amount: all.Amount, Of: all.Of, Article: all.Article,
		}
	default:
		all.Of = pick(w, all.Of, all.Of, "")
		return all
	}
}

// finedAgain returns a fine for what a fine was waived or annulled for; nil if there
// is none.
func (w *World) finedAgain(f event.Fact, e event.FineWaived) event.Event {
	for _, past := range w.past {
		if fine, ok := past.(event.FineImposed); ok && fine.Case == e.Case && fine.Document == e.Of && fine.Region == e.Region {
			fine.Fact = f
			return fine
		}
	}
	return nil
}

// surcharge returns a surcharge of what may be added to a fine of which nothing
// is paid, of a part of it, or of too much by one fen.
func (w *World) surcharge(f event.Fact, e event.FineImposed) event.Event {
	due := cmp.Or(e.Due, e.OccurredOn+law.DaysToPay)
	amount := w.amount()
	if f.OccurredOn > due {
		amount = min(e.Amount, law.Surcharge(e.Amount, due, f.OccurredOn, nil))
	}
	return event.SurchargeImposed{
		Fact: f, Case: e.Case, Region: e.Region, Institution: e.Institution, Subject: e.Subject,
		Amount: max(1, w.portion(amount)), Of: e.Document, Warning: w.given(),
	}
}
