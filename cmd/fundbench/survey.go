package main

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/posting"
)

// survey reads a log once and keeps what questions are drawn from: a sample of its facts, the
// accounts, cases and institutions that there are. Its memory does not grow with the log. It
// is a view, so the log is read in parallel and its facts are as they are booked.
type survey struct {
	chance *rand.Rand
	into   *database // what PostgreSQL gets; nil: nothing

	facts        uint64
	sample       []seen // of all facts
	relieved     []seen // of those that paid relief to a person
	reliefs      uint64
	accounts     map[accountKey]int // their numbers, in order of their first lines
	keys         []accountKey
	cases        map[caseKey]bool
	institutions map[fund.Institution]bool
	first, last  fund.Date // of what is booked

	entry []posting.Line
}

// seen is a fact of the sample.
type seen struct {
	position    store.Position
	recordedAt  time.Time
	booked      fund.Date
	document    string
	institution string
	person      string
	lines       []accountKey
}

type accountKey struct {
	fund fund.ID
	code account.Code
}

type caseKey struct {
	region fund.Region
	number string
}

// sampled is how many facts a sample has at most.
const sampled = 4096

func newSurvey(seed uint64, into *database) *survey {
	return &survey{chance: rand.New(rand.NewPCG(seed, 17)), into: into, accounts: map[accountKey]int{}, cases: map[caseKey]bool{},
		institutions: map[fund.Institution]bool{}}
}

// Name returns the name of the view.
func (*survey) Name() string { return "survey" }

// AppendState appends nothing: a survey is never kept.
func (*survey) AppendState(dst []byte) []byte { return dst }

// Apply takes an entry in. Error: that of writing for PostgreSQL.
func (v *survey) Apply(e ledger.Entry) error {
	v.facts++
	v.entry = posting.AppendOf(v.entry[:0], e.Event)
	booked := e.Event.Common().Booked()
	for _, l := range v.entry {
		v.number(accountKey{l.Fund, l.Account})
		if v.first == 0 || booked < v.first {
			v.first = booked
		}
		v.last = max(v.last, booked)
	}
	about := aboutOf(e.Event)
	if about.caseNumber != "" {
		v.cases[caseKey{about.region, about.caseNumber}] = true
	}
	if step, ok := e.Event.(event.InstitutionDesignated); ok {
		v.institutions[step.Institution] = true
	}
	v.keep(e, about)
	if v.into == nil {
		return nil
	}
	return v.into.add(e, about, v)
}

// number returns the number of an account.
func (v *survey) number(k accountKey) int {
	n, ok := v.accounts[k]
	if !ok {
		n = len(v.keys)
		v.accounts[k], v.keys = n, append(v.keys, k)
	}
	return n
}

// keep takes an entry into the samples, by chance.
func (v *survey) keep(e ledger.Entry, about about) {
	at := func(n uint64, sample []seen) int {
		if len(sample) < sampled {
			return len(sample)
		}
		return int(v.chance.Uint64N(n)) //nolint:gosec // below the number of facts
	}
	one := func() seen {
		s := seen{position: e.Position, recordedAt: e.RecordedAt, booked: e.Event.Common().Booked(), document: e.Event.Common().Document,
			institution: about.institution, person: about.person}
		for _, l := range v.entry {
			s.lines = append(s.lines, accountKey{l.Fund, l.Account})
		}
		return s
	}
	put := func(sample *[]seen, n uint64) {
		if i := at(n, *sample); i == len(*sample) {
			*sample = append(*sample, one())
		} else if i < sampled {
			(*sample)[i] = one()
		}
	}
	put(&v.sample, v.facts)
	if paid, ok := e.Event.(event.ReliefPaid); ok && paid.Person != "" {
		v.reliefs++
		put(&v.relieved, v.reliefs)
	}
}

// sortedCases returns the cases in their order, which is that of the questions.
func (v *survey) sortedCases() []caseKey {
	all := make([]caseKey, 0, len(v.cases))
	for k := range v.cases {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b caseKey) int {
		return cmp.Or(cmp.Compare(a.region, b.region), cmp.Compare(a.number, b.number))
	})
	return all
}

// about is what a fact is about, as far as somebody asks for it.
type about struct {
	fund, institution, person, caseNumber, amount string
	reference                                     string // the document that it names, of another fact
	region                                        fund.Region
}

// aboutOf returns what a fact is about; those of which a log is full are not asked field by field.
func aboutOf(e event.Event) about {
	switch e := e.(type) {
	case event.ReimbursementPaid:
		return about{fund: string(e.Fund), institution: string(e.Institution), person: string(e.Person), amount: inWholeFen(e.Amount)}
	case event.ReliefPaid:
		return about{fund: string(e.Fund), person: string(e.Person), amount: inWholeFen(e.Amount)}
	case event.FactReversed: // about what its fact is about
		a := aboutOf(e.Reversed())
		a.reference = e.Reversed().Common().Document
		return a
	default:
		a := about{fund: string(event.FundOf(e)), institution: string(event.InstitutionOf(e))}
		a.region, a.caseNumber = event.CaseOf(e)
		if a.region == "" {
			a.region = event.RegionOf(e)
		}
		for name, value := range event.Values(e) {
			switch name {
			case "person":
				a.person = value
			case "of", "against":
				a.reference = value
			case "amount":
				if amount, err := parseFen(value); err == nil {
					a.amount = amount.whole()
				}
			}
		}
		return a
	}
}
