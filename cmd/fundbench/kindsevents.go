package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/terms"
)

// pageSize is how many rows a page has.
const pageSize = 50

// eventKinds are the questions for the facts of one institution, person, case or document.
func eventKinds() []kind {
	return []kind{
		eventsKind("institution", func(d *draw) (string, string) { return d.named(func(s seen) string { return s.institution }), "" }),
		eventsKind("person", func(d *draw) (string, string) { return d.named(func(s seen) string { return s.person }), "" }),
		eventsKind("document", func(d *draw) (string, string) { return d.named(func(s seen) string { return s.document }), "" }),
		eventsKind("case", func(d *draw) (string, string) {
			if len(d.all) == 0 {
				return "", ""
			}
			c := of(d, d.all)
			return c.number, string(c.region)
		}),
		documentKind(),
	}
}

// documentKind asks for the vouchers under a document number.
func documentKind() kind {
	return kind{
		name: "document, as vouchers", target: ofPages, past: true,
		draw: func(d *draw) query {
			s := of(d, d.sample)
			return query{Paper: s.document, of: s.position}
		},
		args: func(q query) []string { return []string{"document", q.Paper, "--limit", strconv.Itoa(pageSize)} },
		page: func(ctx context.Context, c *counter, q query) (written, error) {
			page := tables.DocumentPage{Number: q.Paper, Known: q.KnownAt, Limit: pageSize}
			f := office.FactQuery{Axes: office.Axes{KnownAt: q.KnownAt}, Limit: pageSize + 1}
			err := c.live.Document(ctx, c.store, q.Paper, f, func(f office.Fact) error {
				page.Vouchers = append(page.Vouchers, tables.VoucherOf(f.Recorded, shownOf(f)))
				return nil
			})
			return page.Table(), err
		},
		sql: func(q query) string {
			where := quoted(q.Paper)
			if cut := q.cut(); cut != "" {
				where += " AND position < " + cut
			}
			return fmt.Sprintf("SELECT f.position, code, coalesce(debit, 0), coalesce(credit, 0) FROM"+
				" (SELECT position FROM facts WHERE document = %s UNION SELECT position FROM facts WHERE reference = %[1]s ORDER BY 1 LIMIT %d) f"+
				" LEFT JOIN lines l ON l.position = f.position LEFT JOIN accounts a ON a.id = l.account ORDER BY f.position, l.line", where, pageSize)
		},
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "position"), cell(r, "account"), zeroIfNone(r, "debit"), zeroIfNone(r, "credit")))
			}
			return out
		},
	}
}

// shownOf is a fact as tables show it.
func shownOf(f office.Fact) tables.Event {
	e := tables.EventOf(f.Recorded, f.Entry)
	e.ReversedBy, e.Reverses, e.IsReversed, e.IsReversal = f.ReversedBy, f.Reverses, f.IsReversed, f.IsReversal
	return e
}

// named draws what facts of the sample name; "" if none does.
func (d *draw) named(of func(seen) string) string {
	for range sampled {
		if text := of(d.sample[d.chance.IntN(len(d.sample))]); text != "" {
			return text
		}
	}
	return ""
}

// eventsKind asks for a page of the facts of one thing: every other time for the first page,
// else for what comes behind a random position.
func eventsKind(of string, drawn func(*draw) (text, region string)) kind {
	term := map[string]terms.Kind{"institution": terms.Institution, "person": terms.Person, "document": terms.Document, "case": terms.Case}
	column := map[string]string{"case": "docket"}
	if column[of] == "" {
		column[of] = of
	}
	return kind{
		name: "page of 50 of events, by " + of, target: ofPages, past: true,
		needs: func(d *draw) bool { text, _ := drawn(d); return text != "" },
		draw: func(d *draw) query {
			q := query{}
			q.Paper, q.Region = drawn(d)
			if d.chance.IntN(2) == 0 {
				q.After = strconv.FormatUint(uint64(d.fact().position), 10)
			}
			return q
		},
		args: func(q query) []string {
			args := []string{"events", "--" + of, q.Paper, "--limit", strconv.Itoa(pageSize)}
			if q.Region != "" {
				args = append(args, "--region", q.Region)
			}
			if q.After != "" {
				args = append(args, "--after", q.After)
			}
			return args
		},
		page: func(ctx context.Context, c *counter, q query) (written, error) {
			f := office.FactQuery{Axes: office.Axes{KnownAt: q.KnownAt}, Terms: []terms.Term{terms.New(term[of], q.Paper)}, Limit: pageSize + 1}
			if q.After != "" {
				f.From = q.after() + 1
			}
			return c.events(ctx, f, q)
		},
		sql: func(q query) string {
			value := q.Paper
			if q.Region != "" {
				value = q.Region + "/" + q.Paper
			}
			where := column[of] + " = " + quoted(value)
			if q.After != "" {
				where += " AND position > " + q.After
			}
			if cut := q.cut(); cut != "" {
				where += " AND position < " + cut
			}
			return fmt.Sprintf("SELECT position, name, document, amount FROM (SELECT * FROM facts WHERE %s ORDER BY position LIMIT %d) f"+
				" JOIN types ON types.id = f.type ORDER BY position", where, pageSize)
		},
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "position"), cell(r, "type"), cell(r, "document"), fenOf(r, "amount")))
			}
			return out
		},
	}
}

// after is the position behind which the page of a question begins.
func (q query) after() store.Position {
	n, _ := strconv.ParseUint(q.After, 10, 64)
	return store.Position(n)
}

// events lists facts, as the command does.
func (c *counter) events(ctx context.Context, f office.FactQuery, q query) (written, error) {
	list := tables.NewEvents(q.KnownAt, false)
	list.PageOf(pageSize)
	err := c.live.Facts(ctx, c.store, f, func(f office.Fact) error {
		list.Add(shownOf(f))
		return nil
	})
	return list.Table, err
}
