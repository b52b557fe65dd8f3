package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/lines"
	"github.com/fundledger/fundledger/projections/statements"
)

// paging is the flags that ask for a page of a listing.
type paging struct {
	limit, last   natural
	after, before string
}

// flags adds the flags of a listing of lines.
func (g *paging) flags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&g.limit, "limit", p.say("一页 N 行；合计仍为全部", "a page of N lines; the total is that of all"))
	f.Var(&g.last, "last", p.say("只列最后 N 行", "only the last N lines"))
	f.StringVar(&g.after, "after", "", p.say("接上一页，如 2025-06-30@123", "the page behind this place, such as 2025-06-30@123"))
	f.StringVar(&g.before, "before", "", p.say("往回翻：此处之前的一页", "the page in front of this place"))
}

// listFlags adds the flags of a list of which pages can be asked for.
func (a *axes) listFlags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&a.limit, "limit", p.say("一页 N 行；合计仍为全部", "a page of N rows; the total is that of all"))
	f.Var(&a.last, "last", p.say("只列最后 N 行", "only the last N rows"))
	f.StringVar(&a.after, "after", "", p.say("接上一页：页首或 JSON 的 next 写明", "the page behind this row, as the head of a page or next in JSON says"))
	f.StringVar(&a.before, "before", "", p.say("往回翻：此行之前的一页", "the page in front of this row"))
	a.keysFlag(p, cmd)
}

// errLast refuses the last of a listing together with a page of it, errBefore a page in front of
// a place together with another one.
var (
	errLast   = fault.Input("--last 不与 --limit、--after 同用", "--last does not go with --limit or --after")
	errBefore = fault.Input("--before 不与 --after、--last 同用", "--before does not go with --after or --last")
)

// check refuses flags that do not go together.
func (g *paging) check() error {
	switch {
	case g.before != "" && (g.after != "" || g.last > 0):
		return errBefore
	case g.last > 0 && (g.limit > 0 || g.after != ""):
		return errLast
	}
	return nil
}

// parse reads the flags. Error: bad input.
func (g *paging) parse() (page figures.Page, err error) {
	page = figures.Page{Limit: int(g.limit), Last: int(g.last)}
	if err := g.check(); err != nil {
		return page, err
	}
	place := func(flag, text string) lines.Place {
		at, ok := lines.ParsePlace(text)
		if !ok && text != "" && err == nil {
			err = fault.Input("%s：%q 不是位置；用上一页给出的，如 2025-06-30@123",
				"%s: %q is no place; use what the page before gives, such as 2025-06-30@123", flag, text)
		}
		return at
	}
	page.After, page.Before = place("--after", g.after), place("--before", g.before)
	return page, err
}

// printListing prints the page of the lines of the fund's days that legs count, or of all of
// them, as show makes it, or what makes up a figure under or above them. at answers from the books.
func (p *program) printListing(cmd *cobra.Command, s *span, page figures.Page, legs []figures.Leg, open ofBooks,
	show func(at statements.Books, l figures.Listed) tables.Listing) error {
	ctx, key := cmd.Context(), reportOf(cmd, &s.axes)
	return p.With(func(ledger store.Store) error {
		if p.drill != nil {
			return p.openBooks(cmd, ledger, s, open)
		}
		of := func(v *books.View) (figures.Listing, error) {
			return figures.Listing{Fund: s.id, Legs: legs, Days: figures.Days{From: s.first, To: s.last}}, s.sound(v)
		}
		return p.List(ctx, ledger, s.axes.Axes, page, of, func(v *books.View, l figures.Listed) error {
			t := show(s.books(v), l).Keyed(s.keys, key+"/"+figures.TotalRow, func([]report.Cell) string { return key + "/" + figures.OpeningRow })
			t.Facts = append(s.facts(v), t.Facts...)
			return p.print(ctx, ledger, &s.axes, t)
		})
	})
}

// parseSpots reads the flags that ask for a page. Error: bad input.
func parseSpots(limit int, after, before string) (page figures.SpotPage, err error) {
	if after != "" && before != "" {
		return page, errBefore
	}
	page.Limit = limit
	for _, of := range []struct {
		flag, text string
		at         *figures.Spot
	}{{"--after", after, &page.After}, {"--before", before, &page.Before}} {
		spot, ok := figures.ParseSpot(of.text)
		if of.text != "" && !ok {
			return page, fault.Input("%s：%q 不是位置；用上一页给出的，如 441300.390/1003@123",
				"%s: %q is no place; use what the page before gives, such as 441300.390/1003@123", of.flag, of.text)
		}
		*of.at = spot
	}
	return page, nil
}
