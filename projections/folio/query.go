package folio

import (
	"context"
	"fmt"
	"github.com/fundledger/fundledger/projections/lines"
	"math"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// wanted returns what of sums is wanted.
func wanted(l *lines.Want, s sums) sums {
	if !l.Debit {
		s.lines[0], s.Debit = 0, money.Sum{}
	}
	if !l.Credit {
		s.lines[1], s.Credit = 0, money.Sum{}
	}
	return s
}

// count returns how many lines there are.
func (s *sums) count() uint64 { return s.lines[0] + s.lines[1] }

// part is a volume with the blocks of it that a query knows.
type part struct {
	*volume
	until uint64 // block; those before it are known
}

// parts returns the volumes that a query looks at. Of a block that was cut there is one of its
// own, in memory. Errors: those of reading the log.
func (s *Shelf) parts(ctx context.Context, q *lines.Query) (all []part, err error) {
	until := uint64(q.Until)
	if until == 0 || until > s.tail.end {
		until = s.tail.end
	}
	whole := until / s.sizes.block
	for _, v := range append(slices.Clip(s.volumes), s.tail) {
		if v.end <= until {
			all = append(all, part{v, math.MaxUint64})
			continue
		}
		all = append(all, part{v, whole})
		if cut := newGathered(whole * s.sizes.block); cut.first < until && v.first <= until {
			cut.first = max(cut.first, v.first) // the tail begins with a block
			cut.end = cut.first
			if err := s.gather(ctx, cut, until); err != nil {
				return nil, err
			}
			of, _ := cut.volume(s.sizes)
			all = append(all, part{of, math.MaxUint64})
		}
		break
	}
	return all, nil
}

// Totals returns what there is in front of a place; nil: everything. It is in the order of
// Lines and of codes. Errors: *DamagedError, I/O, those of reading the log.
func (s *Shelf) Totals(ctx context.Context, q lines.Query, before *lines.Place) (all []lines.Total, err error) {
	parts, err := s.parts(ctx, &q)
	if err != nil {
		return nil, err
	}
	t := totaling{shelf: s, before: before}
	for i := range q.Lines {
		of := map[account.Code]*lines.Total{}
		for _, p := range parts {
			for at := range p.sheets {
				sh := &p.sheets[at]
				if sh.fund != q.Fund || !q.Lines[i].Has(sh.account) {
					continue
				}
				sum, err := t.totalOf(ctx, p, sh, &q.Lines[i])
				if err != nil {
					return nil, err
				}
				total := of[sh.account]
				if total == nil {
					total = &lines.Total{Want: i, Account: sh.account}
					of[sh.account] = total
				}
				sum = wanted(&q.Lines[i], sum)
				total.Count += sum.count()
				total.Totals = total.Totals.Plus(sum.Totals)
			}
		}
		all = append(all, byCode(of)...)
	}
	return all, nil
}

// totaling sums what there is in front of a place; nil: everything.
type totaling struct {
	shelf  *Shelf
	before *lines.Place
	cut    *gathered // what there is in front of the place in the block that it is in; nil: not read yet
}

// totalOf returns what a sheet of a part has in front of the place.
func (t *totaling) totalOf(ctx context.Context, p part, sh *sheet, l *lines.Want) (sum sums, err error) {
	before, block := t.before, t.shelf.sizes.block
	to := fund.Date(math.MaxInt32)
	if before != nil {
		to = before.Day
	}
	if l.To != 0 {
		to = min(to, l.To)
	}
	switch isWhole := before == nil || to < before.Day || sh.last < before.Day; {
	case sh.first > to || l.From != 0 && sh.last < l.From:
		return sum, nil
	case p.until == math.MaxUint64 && l.On(sh.first) && l.On(sh.last) && isWhole:
		return sh.sums, nil
	}
	err = p.eachDay(sh, func(d *day) error {
		switch {
		case !l.On(d.on) || d.on > to:
			return nil
		case p.until == math.MaxUint64 && (before == nil || d.on < before.Day):
			sum.plus(d.sums)
			return nil
		}
		return t.shelf.eachMark(p, d, func(m *mark) error {
			if before == nil || d.on < before.Day || (m.block+1)*block <= uint64(before.Position) {
				sum.plus(m.sums)
				return nil
			}
			if m.block*block >= uint64(before.Position) {
				return nil
			}
			if err := t.read(ctx, max(m.block*block, p.first)); err != nil {
				return err
			}
			for _, m := range t.cut.sheets[key{sh.fund, sh.account}][d.on] {
				sum.plus(m.sums)
			}
			return nil
		})
	})
	return sum, err
}

// read reads the block of the place up to there, once for all accounts.
func (t *totaling) read(ctx context.Context, first uint64) error {
	if t.cut != nil && t.cut.first == first {
		return nil
	}
	t.cut = newGathered(first)
	if first >= uint64(t.before.Position) {
		return nil
	}
	return t.shelf.gather(ctx, t.cut, uint64(t.before.Position))
}

// eachDay calls do with the days of a sheet, in order. Errors: *DamagedError, I/O, that of do.
func (v *volume) eachDay(of *sheet, do func(*day) error) error {
	text, err := v.bytes(of.text)
	if err != nil {
		return err
	}
	var d day
	for ok := true; len(text) > 0; {
		if d, text, ok = cutDay(text, d.on); !ok {
			return v.damaged(fmt.Sprintf("the sheet of %s %s is not what was written", of.fund, of.account))
		}
		if err := do(&d); err != nil {
			return err
		}
	}
	return nil
}

// eachMark calls do with the marks of a day that a part has, in order. Errors: *DamagedError,
// that of do.
func (s *Shelf) eachMark(p part, d *day, do func(*mark) error) error {
	block := p.first / s.sizes.block
	for text := d.marks; len(text) > 0; {
		m, rest, ok := cutMark(text, block, s.sizes)
		if !ok {
			return p.damaged("the marks of " + d.on.String() + " are not what was written")
		}
		if m.block >= p.until {
			return nil
		}
		block, text = m.block, rest
		if err := do(&m); err != nil {
			return err
		}
	}
	return nil
}
