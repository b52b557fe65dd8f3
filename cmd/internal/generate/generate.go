// Package generate makes the history of a region: single facts, one by one, that
// add up to the figures that its bureau published. It is for measuring and for
// trying things out at the size of a real city; nobody's data are in it.
//
// # What adds up
//
// At scale 1 every published total comes out exactly: the number and amount of
// reimbursements and of medical aid, assisted participation, what came back by
// each channel, fines, agreements that ended or were suspended, and the balance
// of the basic funds at the end. Below, amounts and counts are in proportion,
// rounded half up, and what happened at all happens at least once. Totals are
// dealt out from the top down, over months, kinds of care, recording and
// institutions, and within an institution over its facts, so that every sum is
// exact in one pass and memory does not grow with the number of facts.
//
// # What is assumed
//
// How the totals spread is not published. Busy months, the shares of kinds of
// care, the sizes of institutions (Zipf's law), amounts (a bell over the powers of
// two), 5 % recorded one to three months late: all are plausible and none is a
// claim about the region. Income was not published either: the opening balance is
// a share of the closing one, and premiums and subsidies are what makes the
// published closing balance come out.
//
// # What is the same every time
//
// The same region, years, scale and seed give the same facts in the same order, on
// every machine: there are whole numbers only, and one generator of chance that is
// seeded anew for every batch.
package generate

import (
	"fmt"
	"iter"
	"time"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/ties"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/testdata/figures"
)

// Options says which history to make.
type Options struct {
	Region      fund.Region
	First, Last int             // years; as the figures were published
	Scale       decimal.Decimal // of the published totals, from Least to Most
	Seed        uint64
}

// Least and Most are the bounds of a scale.
func Least() decimal.Decimal { return decimal.New(1, -4) }

// Most is the largest scale: a province.
func Most() decimal.Decimal { return decimal.New(20, 0) }

// ScaleError says that a scale is out of bounds.
type ScaleError struct{ Scale decimal.Decimal }

func (e *ScaleError) Error() string {
	return fmt.Sprintf("generate: scale %s; give one from %s to %s", e.Scale, Least(), Most())
}

// Plan is a history that is dealt out but not written. It is not changed by
// reading it, so several goroutines may read batches of it.
type Plan struct {
	Target    Totals // what all facts add up to
	Published Totals // what was published, at scale 1
	Name      string // of the region

	region       fund.Region
	seed         uint64
	first        int // year
	months       []month
	institutions []institution
	claims       claims
	reliefs      reliefs
	cases        []casefile
	balances     []balance
	insured      uint64 // persons of the region
	employees    uint64 // of them, insured as such
	funds        map[fund.Kind]fund.ID
}

// New returns the plan of a history. Errors: *NotPublishedError, *ScaleError.
func New(o Options) (*Plan, error) {
	all, err := ties.Read(figures.Published)
	if err != nil {
		return nil, fmt.Errorf("generate: %w", err)
	}
	own := span{o.Region, o.First, o.Last}
	values, name, missing := own.find(all)
	if len(missing) > 0 {
		e := &NotPublishedError{Region: o.Region, First: o.First, Last: o.Last, Missing: missing}
		for _, s := range spans(all) {
			if _, _, missing := s.find(all); len(missing) == 0 {
				e.Available = append(e.Available, fmt.Sprintf("%s %d-%d", s.region, s.first, s.last))
			}
		}
		return nil, e
	}
	if o.Scale.LessThan(Least()) || o.Scale.GreaterThan(Most()) {
		return nil, &ScaleError{o.Scale}
	}
	p := &Plan{Name: name, region: o.Region, seed: mix(o.Seed + golden), first: o.First, funds: map[fund.Kind]fund.ID{}}
	if p.Published, err = scaled(values, decimal.New(1, 0)); err != nil {
		return nil, err
	}
	if p.Target, err = scaled(values, o.Scale); err != nil {
		return nil, err
	}
	for _, kind := range []fund.Kind{fund.Employee, fund.Resident, fund.MedicalAid} {
		p.funds[kind] = fund.Of(p.region, kind)
	}
	for n := range 12 * (o.Last - o.First + 1) {
		p.months = append(p.months, newMonth(o.First, n))
	}
	p.insured = uint64(p.Target[Insured])
	p.employees = p.insured * 2 / 5
	p.institutions = newInstitutions(p.region, p.Target, p.months[0].first, p.months[len(p.months)-1].last, p.seed)
	p.claims = newClaims(p)
	p.reliefs = newReliefs(p)
	p.cases = newCases(p)
	if p.balances, err = newBalances(p); err != nil {
		return nil, err
	}
	return p, nil
}

// fund returns the region's fund of a kind.
func (p *Plan) fund(kind fund.Kind) fund.ID { return p.funds[kind] }

// someone returns a person whom a fund insures, by 32 random bits: an eighth of them
// are ill for long and have half of all care.
func (p *Plan) someone(kind fund.Kind, random uint64) uint64 {
	first, persons := uint64(0), p.employees
	if kind == fund.Resident {
		first, persons = p.employees, p.insured-p.employees
	}
	if random&1 == 0 {
		persons = (persons + 7) / 8
	}
	return first + (random&0xffffffff)*persons>>32
}

// recordedIn returns the month in which a batch is recorded: of the history, or one
// of those after it, in which its last late facts come in.
func (p *Plan) recordedIn(at int) month {
	if at >= 0 && at < len(p.months) {
		return p.months[at]
	}
	return newMonth(p.first, at)
}

// listOf returns the claims that are recorded in a month.
func (p *Plan) listOf(at int) iter.Seq[event.Event] {
	if at < 0 {
		return nil
	}
	return func(yield func(event.Event) bool) { newList(p, at).write(yield) }
}

// Batch is what is recorded at one moment.
type Batch struct {
	At    time.Time // when; UTC, whole microseconds, never earlier than the batch before
	Name  string    // such as 2021-03-2-claims; names are in the order of time
	Facts iter.Seq[event.Event]

	Columns []string // of an import file of the facts; see AppendRow
}

// Batches yields everything that is recorded, in order. Facts of one stream that
// are recorded together come together, in the order of their dates.
func (p *Plan) Batches() iter.Seq[Batch] {
	return func(yield func(Batch) bool) {
		for at := -1; at < len(p.months)+lateness; at++ {
			m := p.recordedIn(at)
			parts := []struct {
				name    string
				columns []string
				facts   iter.Seq[event.Event]
			}{
				{"1-books", bookColumns, p.books(at)},
				{"2-claims", claimColumns, p.listOf(at)},
				{"3-relief", reliefColumns, p.reliefsOf(at)},
			}
			for n, part := range parts {
				if part.facts != nil && !yield(Batch{At: m.recorded(n), Name: m.name + "-" + part.name, Columns: part.columns, Facts: part.facts}) {
					return
				}
			}
		}
	}
}

// Size returns about how many facts there are.
func (p *Plan) Size() int64 {
	t := p.Target
	return t[Visits] + t[Reliefs] + t[Assisted] + t[Corrected]/(yuanPerCorrection*100) + t[Denied]/(yuanPerDenial*100)
}

// End returns when the last batch is recorded.
func (p *Plan) End() time.Time { return p.recordedIn(len(p.months) + lateness - 1).recorded(9) }
