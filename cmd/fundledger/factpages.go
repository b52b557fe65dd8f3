package main

import (
	"context"
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
)

// printEvents lists the facts that are wanted: a page, or all of them one by one.
func (p *program) printEvents(ctx context.Context, s store.Store, want office.FactQuery, a *axes) error {
	list := tables.NewEvents(a.KnownAt, a.form == report.Plain)
	if want.Limit == 0 {
		return p.print(ctx, s, a, a.keyed(list.Of(func(yield func(tables.Event, error) bool) {
			err := p.Facts(ctx, s, want, func(f office.Fact) error {
				if !yield(eventOf(f), nil) {
					return errEnough
				}
				return nil
			})
			if err != nil && !errors.Is(err, errEnough) {
				yield(tables.Event{}, err)
			}
		})))
	}
	list.PageOf(want.Limit)
	if !want.Ends {
		want.Limit++ // one more says whether there is a next page
	} else if err := backwards(&want); err != nil {
		return err
	}
	err := p.Facts(ctx, s, want, func(f office.Fact) error {
		list.Add(eventOf(f))
		return nil
	})
	if want.Ends {
		list.Behind()
	}
	if err != nil {
		return err
	}
	return p.print(ctx, s, a, a.keyed(tables.Listing{Table: list.Table}))
}

// factFlags adds the flags that ask for a page of a list of facts.
func (p *program) factFlags(cmd *cobra.Command, q *office.FactQuery) {
	f := cmd.Flags()
	f.Var((*natural)(&q.Limit), "limit",
		p.say("一页 N 条；页首或 JSON 的 next 是下一页的 --after", "a page of N; its head, or next in JSON, is the --after of the next one"))
	f.Var((*following)(&q.From), "after", p.say("从该序号之后列起", "begin behind this position"))
	f.Var(preceding{q}, "before", p.say("往回翻：该序号之前的一页", "the page in front of this position"))
}

// backwards makes the page of facts one in front of a position, if that is asked for. Error: bad
// input.
func backwards(q *office.FactQuery) error {
	if !q.Ends {
		return nil
	}
	if q.From > 0 || q.Last > 0 {
		return errBefore
	}
	q.Limit, q.Last = 0, q.Limit
	return nil
}

// preceding is a flag whose value is the position behind the facts of a query.
type preceding struct{ of *office.FactQuery }

// Set takes a position. Error: for what is none.
func (b preceding) Set(text string) error {
	at := following(0)
	if err := at.Set(text); err != nil {
		return err
	}
	b.of.To, b.of.Ends = store.Position(at)-1, true
	return nil
}

// String returns the position; "": none was given.
func (b preceding) String() string {
	if b.of == nil || !b.of.Ends {
		return ""
	}
	return strconv.FormatUint(uint64(b.of.To), 10)
}

// Type says what help calls it.
func (b preceding) Type() string { return "int" }

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
