package eventtest

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// ofCases returns a fact of a world that has little but cases: mostly of cases,
// and some of what they are about.
func (w *World) ofCases() event.Event {
	id := w.fund()
	part, care := w.care(id)
	switch w.random.IntN(16) {
	case 0:
		return event.PenaltyReceived{Fact: w.fact(), Fund: id, Institution: w.institution(), Case: pick(w, "", w.number()),
			Amount: w.amount(), Part: part}
	case 1:
		return event.ReimbursementPaid{Fact: w.fact(), Fund: id, Institution: w.institution(), Amount: w.amount(), Part: part, Care: care}
	default:
		return w.casework()
	}
}

// casework returns a fact of a case that refers to the past by chance only.
func (w *World) casework() event.Event {
	f, i, id, number := w.fact(), w.institution(), w.fund(), w.number()
	c, s, r := w.channel(number), w.subject(number), id.Region()
	switch w.random.IntN(34) {
	case 0, 1:
		return event.CaseOpened{Fact: f, Case: number, Region: r, Channel: c, Subject: s, Institution: i, Person: w.person(),
			Party: pick(w, "", "某公司")}
	case 2, 33:
		a := pick(w, law.Acts()...)
		return event.FindingRecorded{Fact: f, Case: number, Region: r, Finding: w.finding(),
			Article: pick(w, append(a.Articles[:len(a.Articles):len(a.Articles)], law.InstitutionLoss)...), Violation: a.Violation,
			Institution: i, Warning: w.given()}
	case 3:
		return event.LossDetermined{
			Fact: f, Case: number, Fund: id, Institution: i, Subject: s, Article: w.article(), Part: w.part(id), PaidYear: w.year(),
			Amount: w.amount() * pick[money.Fen](w, 1, 6), Basis: pick(w, "", "病历抽样推算"),
		}
	case 4, 5, 6, 7, 8, 9:
		return event.ClawbackOrdered{
			Fact: f, Case: number, Fund: id, Institution: i, Subject: s, Channel: c, Article: w.article(), Part: w.part(id),
			PaidYear: w.year(), Amount: w.amount(), Warning: w.given(),
		}
	case 10, 11, 12:
		part, care := w.care(id)
		return event.ClawbackReceived{Fact: f, Case: number, Fund: id, Institution: i, Subject: s, Channel: c, Amount: w.amount(),
			PaidYear: w.year(), Part: part, Care: care, Via: w.via()}
	case 13:
		part, care := w.care(id)
		return event.ClawbackSetOff{Fact: f, Case: number, Fund: id, Institution: i, Subject: s, Channel: c, Amount: w.amount(),
			PaidYear: w.year(), Part: part, Care: care, Against: "JS-1", SettledCare: care}
	case 14:
		return event.ClawbackAnnulled{Fact: f, Case: number, Fund: id, Institution: i, Part: w.part(id), PaidYear: w.year(),
			Amount: w.amount(), Of: w.fact().Document, Article: w.under(""), Reason: w.annulment()}
	case 15:
		part, care := w.care(id)
		return event.ClawbackRefunded{Fact: f, Case: number, Fund: id, Institution: i, Part: part, PaidYear: w.year(), Care: care,
			Amount: w.amount(), Of: w.fact().Document, Article: w.under(""), ReceivedYear: 2025}
	case 16, 17, 18, 19:
		return w.fine(number, r)
	case 20:
		return event.FinePaid{Fact: f, Case: number, Region: r, Institution: i, Subject: s, Charge: w.charge(),
			Of: pick(w, "", w.fact().Document), Article: w.under(""), Amount: w.amount()}
	case 21:
		return event.SurchargeImposed{Fact: f, Case: number, Region: r, Institution: i, Subject: s, Amount: w.amount(),
			Of: w.fact().Document, Warning: w.given()}
	case 22, 23:
		return event.GainConfiscated{Fact: f, Case: number, Region: r, Institution: i, Subject: s, Article: w.article(), Amount: w.amount()}
	case 24:
		return event.FineWaived{Fact: f, Case: number, Region: r, Institution: i, Subject: s, Charge: w.charge(),
			Amount: w.amount(), Of: w.fact().Document, Article: w.under(""), Reason: w.reason()}
	case 25:
		return event.FineRefunded{Fact: f, Case: number, Region: r, Institution: i, Subject: s, Charge: w.charge(),
			Amount: w.amount(), Of: w.fact().Document, Article: w.under("")}
	case 26:
		return event.PenaltyCharged{Fact: f, Case: number, Fund: id, Institution: i, Amount: w.amount()}
	case 27:
		return event.SettlementSuspended{
			Fact: f, Case: number, Region: r, Person: w.person(), Article: pick(w, law.PersonLoss, law.PersonFraud, law.InstitutionLoss),
			Until: max(f.OccurredOn, w.until(f.OccurredOn)), Warning: w.given(),
		}
	case 28:
		return event.CaseTransferred{Fact: f, Case: number, Region: r, Authority: pick(w, event.Police, event.Health)}
	case 29:
		return event.CasePublished{Fact: f, Case: w.rare(number), Region: r}
	case 30, 31:
		return event.CaseClosed{Fact: w.last(f), Case: w.rare(number), Region: r, Outcome: w.outcome()}
	default:
		return event.CaseReopened{Fact: w.last(f), Case: number, Region: r, Reason: w.reason()}
	}
}

// last returns the common part of a fact that mostly comes after all others.
func (w *World) last(f event.Fact) event.Fact {
	if w.random.IntN(4) > 0 {
		f.OccurredOn = Today()
	}
	return f
}

// fine returns a fine: mostly its base times its multiple, which may lie on,
// within or outside the frame of its article.
func (w *World) fine(number string, r fund.Region) event.Event {
	f := w.fact()
	e := event.FineImposed{
		Fact: f, Case: number, Region: r, Institution: w.institution(), Subject: w.subject(number), Article: w.article(),
		Finding: w.found(number, r),
		Base:    pick(w, 0, w.amount(), w.amount()), Amount: w.amount(), Discretion: pick(w, "", event.Ordinary, event.Mitigated),
		Due: pick(w, 0, 0, f.OccurredOn, f.OccurredOn+30), Warning: w.given(),
	}
	if e.Article == law.InstitutionOrder {
		e.Amount = pick[money.Fen](w, 10_000_00, 9_999_99, 50_000_00, 50_000_01, e.Amount)
		return e
	}
	if tenths := pick[money.Fen](w, 0, 5, 10, 15, 20, 25, 30, 31, 50, 51); tenths != 0 {
		e.Multiple = fmt.Sprintf("%d.%d", tenths/10, tenths%10)
		if tenths%10 == 0 {
			e.Multiple = fmt.Sprint(tenths / 10)
		}
		if product := (e.Base*tenths + 5) / 10; product != 0 && w.random.IntN(6) > 0 {
			e.Amount = product + pick[money.Fen](w, 0, 0, 0, 99, 100, 101)
		}
	}
	return e
}

func (w *World) article() law.Article {
	return pick(w, "", law.InstitutionLoss, law.InstitutionLoss, law.InstitutionFraud, law.InstitutionOrder, law.PersonFraud,
		law.ReliefFraud, law.Agreement, law.AgencyFraud)
}

// under returns the article that a fact on a decision names: mostly none, or that
// of the decision.
func (w *World) under(decision law.Article) law.Article {
	return pick(w, "", "", decision, w.article())
}

// rare returns the number of a case, sometimes of one of which little is said.
func (w *World) rare(number string) string {
	return pick(w, number, number, number, fmt.Sprintf("2025-1%d", w.random.IntN(4)))
}

// found returns the number of a finding: mostly none, or one that was recorded in a case.
func (w *World) found(number string, r fund.Region) string {
	said := pick(w, "", "", "", w.finding())
	for _, past := range w.past {
		if e, ok := past.(event.FindingRecorded); ok && e.Case == number && e.Region == r && w.random.IntN(2) == 0 {
			said = e.Finding
		}
	}
	return said
}

func (w *World) finding() string { return pick(w, "1", "2", "3", "4", "5", "6") }

// year returns a year of payments, or that it is not split.
func (w *World) year() int64 { return pick[int64](w, 0, 2024, 2024, 2025, 2025, 2024, 2024, 2025) }

func (w *World) charge() event.Charge {
	return pick(w, "", event.Fine, event.Surcharge, event.Confiscation)
}

func (w *World) reason() event.Reason {
	return pick(w, event.Waived, event.Review, event.Litigation, event.Corrected, event.NewFacts)
}

// annulment returns why an order was annulled.
func (w *World) annulment() event.Reason {
	return pick(w, event.Review, event.Litigation, event.Corrected)
}

func (w *World) outcome() event.Outcome {
	return pick(w, event.Executed, event.Executed, event.Unenforceable, event.HandedOver)
}
