package main

import (
	"context"
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/lines"
	"github.com/fundledger/fundledger/projections/statements"
)

// paging is the flags that ask for a page of a listing.
type paging struct {
	limit, last natural
	after       string
}

// flags adds the flags of a listing of lines.
func (g *paging) flags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&g.limit, "limit", p.say("一页 N 行；合计仍为全部", "a page of N lines; the total is that of all"))
	f.Var(&g.last, "last", p.say("只列最后 N 行", "only the last N lines"))
	f.StringVar(&g.after, "after", "", p.say("接上一页，如 2025-06-30@123", "the page behind this place, such as 2025-06-30@123"))
}

// listFlags adds the flags of a list of which pages can be asked for.
func (a *axes) listFlags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&a.limit, "limit", p.say("一页 N 行；合计仍为全部", "a page of N rows; the total is that of all"))
	f.Var(&a.last, "last", p.say("只列最后 N 行", "only the last N rows"))
	f.StringVar(&a.after, "after", "", p.say("接上一页：页首或 JSON 的 next 写明", "the page behind this row, as the head of a page or next in JSON says"))
	a.keysFlag(p, cmd)
}

// errLast refuses the last of a listing together with a page of it.
var errLast = fault.Input("--last 不与 --limit、--after 同用", "--last does not go with --limit or --after")

// parse reads the flags. Error: bad input.
func (g *paging) parse() (page figures.Page, err error) {
	page = figures.Page{Limit: int(g.limit), Last: int(g.last)}
	if page.Last > 0 && (page.Limit > 0 || g.after != "") {
		return page, errLast
	}
	if g.after == "" {
		return page, nil
	}
	after, ok := lines.ParsePlace(g.after)
	if !ok {
		return page, fault.Input("--after：%q 不是位置；用上一页给出的，如 2025-06-30@123",
			"--after: %q is no place; use what the page before gives, such as 2025-06-30@123", g.after)
	}
	page.After = after
	return page, nil
}

// printListing prints the page of the lines of the fund's days that legs count, or of all of
// them, as show makes it. at answers from the books.
func (p *program) printListing(ctx context.Context, s *span, page figures.Page, legs []figures.Leg,
	show func(at statements.Books, l figures.Listed) tables.Listing) error {
	return p.With(func(ledger store.Store) error {
		of := func(v *books.View) (figures.Listing, error) {
			return figures.Listing{Fund: s.id, Legs: legs, Days: figures.Days{From: s.first, To: s.last}}, s.sound(v)
		}
		return p.List(ctx, ledger, s.axes.Axes, page, of, func(v *books.View, l figures.Listed) error {
			t := show(s.books(v), l)
			t.Facts = append(s.facts(v), t.Facts...)
			return t.Write(p.out, s.form, s.style)
		})
	})
}

// factFlags adds the flags that ask for a page of a list of facts.
func (p *program) factFlags(cmd *cobra.Command, q *office.FactQuery) {
	f := cmd.Flags()
	f.Var((*natural)(&q.Limit), "limit",
		p.say("一页 N 条；页首或 JSON 的 next 是下一页的 --after", "a page of N; its head, or next in JSON, is the --after of the next one"))
	f.Var((*following)(&q.From), "after", p.say("从该序号之后列起", "begin behind this position"))
}

// following is a flag whose value is the position in front of one.
type following store.Position

// Set takes a position. Error: for what is none.
func (b *following) Set(text string) error {
	number, err := strconv.ParseUint(text, 10, 62)
	if err != nil {
		return errors.New("not a position")
	}
	*b = following(number) + 1
	return nil
}

// String returns the position; "": none was given.
func (b *following) String() string {
	if *b == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(*b)-1, 10)
}

// Type says what help calls it.
func (b *following) Type() string { return "int" }
