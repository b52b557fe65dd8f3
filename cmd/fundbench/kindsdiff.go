package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/figures"
)

// diffKinds are the questions for what changed between two instants.
func diffKinds() []kind {
	return []kind{{
		name: "diff of a fund between two instants close by, whole", target: ofDiffs, draw: someInstants,
		needs: func(d *draw) bool { q := someInstants(d); return q.Earlier.Before(q.KnownAt) },
		args: func(q query) []string {
			return []string{"diff", "--known-at", instantText(q.Earlier), "--known-at", instantText(q.KnownAt), "--fund", q.Fund, "--as-of", q.AsOf}
		},
		page: func(ctx context.Context, c *counter, q query) (out written, err error) {
			d := &figures.Difference{Earlier: q.Earlier, Fund: fund.ID(q.Fund), Days: figures.Days{To: dayOf(q.AsOf)}}
			until := office.Axes{KnownAt: q.KnownAt}
			err = c.office.Diff(ctx, c.store, d, until, 0, figures.Spot{}, func(changes []figures.Change, next figures.Spot) error {
				for i := range changes {
					if err := hold(&changes[i]); err != nil {
						return err
					}
				}
				out = tables.Difference(d, q.KnownAt, changes, false, next)
				return nil
			})
			return out, err
		},
		sql: diffSQL,
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				if cell(r, "row") == "account" {
					out = append(out, row("account", cell(r, "account"), zeroIfNone(r, "a"), fenOf(r, "b"), fenOf(r, "difference")))
				} else {
					out = append(out, row("entry", cell(r, "account"), cell(r, "position"), fenOf(r, "difference")))
				}
			}
			return out
		},
	}}
}

// hold reads the lines of a change, which are found as they are asked for.
func hold(c *figures.Change) error {
	var all []figures.Line
	for line, err := range c.Lines {
		if err != nil {
			return err
		}
		all = append(all, line)
	}
	c.Lines = func(yield func(figures.Line, error) bool) {
		for i := 0; i < len(all) && yield(all[i], nil); i++ {
		}
	}
	return nil
}

// someInstants draws a fund, a day and two instants close by: some facts were recorded between
// them, or some thousand.
func someInstants(d *draw) query {
	byPosition := slices.SortedFunc(slices.Values(d.sample), func(a, b seen) int { return cmp.Compare(a.position, b.position) })
	from := d.chance.IntN(len(byPosition))/20*19 + len(byPosition)/20 // not at the very beginning
	q := query{Fund: d.fund(), AsOf: d.day().String(), Earlier: byPosition[from].recordedAt, KnownAt: byPosition[from].recordedAt}
	for _, s := range byPosition[from:] {
		if q.KnownAt = s.recordedAt; q.KnownAt.After(q.Earlier) {
			break
		}
	}
	return q
}

// diffSQL asks for the accounts that changed, with their balances at both instants, and below
// each the lines that changed it.
func diffSQL(q query) string {
	standing := func(cut string) string {
		return "(SELECT account, sum(debit - credit) AS net FROM " + sumsUntil(cut) + " s WHERE booked_on <= " + dated(dayOf(q.AsOf)) + " GROUP BY account)"
	}
	return cutOf(q.Earlier, "earlier") +
		"WITH entry AS (SELECT l.account, code, position, line, CASE WHEN left(code, 1) IN ('1', '5') THEN 1 ELSE -1 END AS w, debit - credit AS net" +
		" FROM lines l JOIN accounts a ON a.id = l.account WHERE fund = " + quoted(q.Fund) + " AND position >= :earlier AND position < :cut" +
		" AND booked_on <= " + dated(dayOf(q.AsOf)) + ")," +
		" changed AS (SELECT DISTINCT account, code, w FROM entry)" +
		" SELECT text FROM (SELECT code, 0 AS position, 0 AS line," +
		" concat_ws('|', 'account', code, w * coalesce(a.net, 0), w * b.net, w * (b.net - coalesce(a.net, 0))) AS text" +
		" FROM changed LEFT JOIN " + standing(":earlier") + " a USING (account) JOIN " + standing(":cut") + " b USING (account)" +
		" UNION ALL SELECT code, position, line + 1, concat_ws('|', 'entry', code, position, w * net) FROM entry) z ORDER BY code, position, line"
}

// instantText is an instant as a flag gives it.
func instantText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z07:00") }
