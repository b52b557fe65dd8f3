// Package eventtest makes random facts about a small world, for tests that
// compare two ways to decide or to sum. The world has so few funds,
// institutions, persons, cases, items, months and document numbers that
// refusals, duplicates and answers to earlier facts are frequent. It makes every
// type but fact.reversed and period.closed, which say what a ledger holds.
//
// Everything follows from the seed: the same seed and the same answers of the
// ledger give the same facts.
package eventtest

import (
	"fmt"
	"math/rand/v2"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Today is the last day of the world; facts after it are in the future.
func Today() fund.Date { return fund.NewDate(2025, 4, 1) }

// World makes facts. Not for use by several goroutines.
type World struct {
	random *rand.Rand
	past   []event.Event // recorded
	about  focus
	scale  money.Fen // what amounts are multiples of; zero: a fen
}

// focus is what most facts of a world are about.
type focus int

const (
	everything focus = iota
	aboutCases
	aboutAgreements
)

// NewWorld returns the world of a seed.
func NewWorld(seed uint64) *World {
	return &World{random: rand.New(rand.NewPCG(seed, 0x66756e64))}
}

// NewCases returns the world of a seed that has little but cases: few of them,
// with many facts each, most of which answer earlier ones.
func NewCases(seed uint64) *World {
	w := NewWorld(seed)
	w.about = aboutCases
	return w
}

// NewAgreements returns the world of a seed that has little but service
// agreements of few institutions, and what is paid under them.
func NewAgreements(seed uint64) *World {
	w := NewWorld(seed)
	w.about = aboutAgreements
	return w
}

// Times makes all amounts of a world so many times as large, and returns it.
func (w *World) Times(scale money.Fen) *World {
	w.scale = scale
	return w
}

// Recorded tells the world that the ledger took a fact, so that later facts can
// repeat it, reverse it or contradict it.
func (w *World) Recorded(e event.Event) { w.past = append(w.past, e) }

// Next returns one more fact. It is in good form (event.Check finds nothing)
// and may well be refused.
func (w *World) Next() event.Event {
	answers := 36
	if w.about != everything {
		answers = 60
	}
	for {
		var e event.Event
		switch n := len(w.past); {
		case n > 0 && w.chance(8):
			e = w.past[w.random.IntN(n)] // said again
		case n > 0 && w.chance(answers):
			from := n
			if w.chance(50) { // stories go on
				from = min(n, 12)
			}
			e = w.undo(w.past[n-1-w.random.IntN(from)])
		default:
			e = w.fresh()
		}
		if e != nil && len(event.Check(e)) == 0 {
			return e
		}
	}
}

func (w *World) chance(percent int) bool { return w.random.IntN(100) < percent }

func pick[T any](w *World, from ...T) T { return from[w.random.IntN(len(from))] }

func (w *World) region() fund.Region { return pick[fund.Region](w, "441300", "430522") }

func (w *World) fund() fund.ID {
	return pick[fund.ID](w, "441300.390", "441300.390", "441300.310", "441300.310", "430522.390", "441300.all", "441300.610")
}

// part returns a part for a fund: mostly one that fits it; sometimes none, which
// fits where the split may wait.
func (w *World) part(id fund.ID) fund.Part {
	if id.Kind() != fund.Employee {
		return ""
	}
	return pick(w, fund.Pool, fund.Pool, fund.Personal, "")
}

// care returns a part and a kind of care that fit a fund.
func (w *World) care(id fund.ID) (fund.Part, fund.Care) {
	switch p := w.part(id); {
	case id.Kind() == fund.MedicalAid || w.random.IntN(10) == 0:
		return p, ""
	case p == fund.Pool:
		return p, pick(w, fund.Inpatient, fund.OutpatientMajor, fund.OutpatientPooled, fund.MaternityCare, fund.MaternityAllowance)
	case p == fund.Personal:
		return p, pick(w, fund.Inpatient, fund.Outpatient, fund.Pharmacy)
	default:
		return p, pick(w, fund.Inpatient, fund.Outpatient, fund.OtherCare)
	}
}

// resident returns a kind of care of a 居民 fund, seldom none.
func (w *World) resident() fund.Care {
	_, care := w.care("441300.390")
	return care
}

// via returns a money account, mostly the usual one.
func (w *World) via() account.Code {
	if w.random.IntN(4) > 0 {
		return ""
	}
	return w.moneyAccount()
}

func (w *World) moneyAccount() account.Code {
	return pick(w, account.Cash, account.IncomeAccount, account.SpecialAccount, account.ExpenseAccount, account.Treasury)
}

func (w *World) employee() fund.ID { return "441300.310" }

func (w *World) level() event.Level { return pick(w, event.Upper, event.Lower) }

func (w *World) aid() fund.ID { return pick[fund.ID](w, "441300.610", "430522.610") }

func (w *World) institution() fund.Institution {
	if w.about == aboutAgreements {
		return pick[fund.Institution](w, "H44130000001", "H44130000001", "P44130000002", "H43052200003")
	}
	if w.about == aboutCases && w.random.IntN(3) > 0 {
		return pick[fund.Institution](w, "H44130000001", "H44130000001", "P44130000002", "")
	}
	return pick[fund.Institution](w, "H44130000001", "H44130000001", "P44130000002", "H43052200003", "H44130000004", "")
}

func (w *World) person() fund.Person {
	return pick[fund.Person](w, "11111111111111111111111111111111", "22222222222222222222222222222222", "")
}

func (w *World) number() string { return fmt.Sprintf("2025-%02d", w.random.IntN(4)) }

// channel returns the channel of a case: mostly always the same.
func (w *World) channel(number string) event.Channel {
	all := []event.Channel{event.Inspection, event.FlyingInspection, event.SelfCheck, event.PublicReport, event.SelfSurrender,
		event.Unspecified}
	if w.random.IntN(12) == 0 {
		return pick(w, all...)
	}
	return all[number[len(number)-1]-'0']
}

// subject returns the subject of a case: mostly always the same.
func (w *World) subject(number string) event.Subject {
	all := []event.Subject{event.Hospital, event.Pharmacy, "", event.InsuredPerson, event.Agency, event.Government,
		event.PharmaceuticalCompany}
	if w.random.IntN(8) == 0 {
		return pick(w, all...)
	}
	return all[number[len(number)-1]-'0']
}

func (w *World) kind() event.InstitutionKind {
	return pick(w, event.KindHospital, event.KindPharmacy, "")
}

func (w *World) amount() money.Fen {
	return money.Fen(1+w.random.Int64N(400)) * max(1, w.scale)
}

func (w *World) date() fund.Date {
	if w.random.IntN(200) == 0 {
		return Today() + 1
	}
	if w.about == aboutAgreements { // whose changes come in the order of their dates
		return min(Today(), fund.NewDate(2024, 11, 1)+fund.Date(len(w.past))+pick[fund.Date](w, 0, 0, 3, 10, 30))
	}
	return pick(w, fund.NewDate(2024, 11, 5), fund.NewDate(2024, 12, 5), fund.NewDate(2024, 12, 31),
		fund.NewDate(2025, 1, 5), fund.NewDate(2025, 1, 6), fund.NewDate(2025, 2, 28), fund.NewDate(2025, 3, 5), Today())
}

// fact returns the common part of a fact with a count.
func (w *World) fact() event.Fact {
	f := event.Fact{Document: fmt.Sprintf("D-%02d", w.random.IntN(30)), OccurredOn: w.date(), Count: 1}
	if w.random.IntN(6) == 0 {
		f.Count = pick[int64](w, 0, 7, 58_840_000)
	}
	if w.random.IntN(8) == 0 {
		f.Since = f.OccurredOn - pick[fund.Date](w, 0, 1, 40, 400)
	}
	if w.random.IntN(10) == 0 {
		f.Note = "备注"
	}
	return f
}

// single returns the common part of a fact without count and period.
func (w *World) single() event.Fact {
	f := w.fact()
	f.Count, f.Since = 0, 0
	return f
}
