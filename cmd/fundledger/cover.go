package main

import (
	"context"
	"runtime/debug"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/cmd/internal/workbook"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// With calls do with the ledger open. For a workbook, which says of what ledger it is, what the
// ledger is is asked first: the figures are of no less.
func (p *program) With(do func(store.Store) error) error {
	return p.Office.With(func(s store.Store) error {
		if a := p.asked; a != nil {
			var err error
			if a.ledger, err = p.Standing(context.Background(), s, a.Axes); err != nil {
				return err
			}
		}
		return do(s)
	})
}

// listings are tables that have all their rows.
func listings(all []report.Table) []tables.Listing {
	out := make([]tables.Listing, len(all))
	for i, t := range all {
		out[i].Table = t
	}
	return out
}

// headOf is what a workbook says of the ledger, if it is of one.
func (p *program) headOf(ctx context.Context, s store.Store, a *axes) (head workbook.Head, err error) {
	version := report.Fact{Title: lang.Text{ZH: "程序版本", EN: "program version"}, Value: report.Text("fundledger " + version())}
	if s == nil {
		return workbook.Head{Facts: []report.Fact{version}}, nil
	}
	now, err := p.Standing(ctx, s, a.Axes)
	if err != nil {
		return head, err
	}
	then := a.ledger
	head = workbook.Head{Root: then.Root.String(), Time: then.Last, Facts: append(standing(then), version)}
	if now.Head != then.Head {
		head.Facts = append(head.Facts, report.Fact{Title: lang.Text{ZH: "注意", EN: "mind"}, Value: report.Words(lang.F(
			"制表时又有事项入账，至 %d 条（根 %s）；其中哪些已计入不能断定，请重做一次，或用 --known-at 固定时点",
			"facts were recorded while this was made, up to %d (root %s); which of them it counts is not certain: make it again, or fix the time with --known-at",
			now.Size, now.Root))})
	}
	return head, nil
}

// standing are statements about what a ledger was.
func standing(s office.Standing) []report.Fact {
	facts := []report.Fact{
		{Title: lang.Text{ZH: "事项条数", EN: "facts"}, Value: report.Count(s.Size)},
		{Title: lang.Text{ZH: "根", EN: "root"}, Value: report.Text(s.Root.String())},
	}
	if !s.Last.IsZero() {
		facts = append(facts, report.Fact{Title: lang.Text{ZH: "最近入账", EN: "last recorded"}, Value: report.Text(tables.LocalTime(s.Last))})
	}
	if c := s.Checkpoint; c != nil {
		facts = append(facts, report.Fact{Title: lang.Text{ZH: "检查点", EN: "checkpoint"}, Value: report.Words(lang.F(
			"%s，前 %d 条，根 %s，签发于 %s", "%s, the first %d facts, root %s, taken %s", c.Origin, c.Size, c.Root, tables.LocalTime(c.Time)))})
	}
	return facts
}

// version is the version of this program, as the Go tools know it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
