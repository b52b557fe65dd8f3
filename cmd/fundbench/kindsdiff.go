package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
)

// diffKinds are the questions for what changed between two instants.
func diffKinds() []kind {
	return []kind{{
		name: "page of 50 of a diff of a fund between two instants", target: ofDiffs, draw: someInstants,
		args: func(q query) []string {
			args := []string{"diff", "--known-at", instantText(q.Earlier), "--known-at", instantText(q.KnownAt), "--fund", q.Fund,
				"--as-of", q.AsOf, "--limit", strconv.Itoa(pageSize)}
			if q.After != "" {
				args = append(args, "--after", q.After)
			}
			return args
		},
		page: func(ctx context.Context, c *counter, q query) (out written, err error) {
			d := &figures.Difference{Earlier: q.Earlier, Fund: fund.ID(q.Fund), Days: figures.Days{To: dayOf(q.AsOf)}}
			after, _ := figures.ParseSpot(q.After)
			err = c.live.Diff(ctx, c.store, d, office.Axes{KnownAt: q.KnownAt}, figures.SpotPage{Limit: pageSize, After: after},
				func(changes []figures.Change, next figures.Spot) error {
					out = tables.Difference(d, q.KnownAt, changes, true, next)
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

// someInstants draws a fund, a day and two instants, and every other time a line between them,
// behind which the page begins.
func someInstants(d *draw) query {
	q := query{Fund: d.fund(), AsOf: d.day().String(), Earlier: d.instant(0), KnownAt: d.instant(0)}
	if q.KnownAt.Before(q.Earlier) {
		q.Earlier, q.KnownAt = q.KnownAt, q.Earlier
	}
	for range 50 * d.chance.IntN(2) {
		s := d.fact()
		for _, l := range s.lines {
			isBetween := s.recordedAt.After(q.Earlier) && !s.recordedAt.After(q.KnownAt) && s.booked <= dayOf(q.AsOf)
			if isBetween && string(l.fund) == q.Fund {
				q.After = figures.Spot{Key: books.Key{Fund: l.fund, Account: l.code}, Position: s.position}.String()
				return q
			}
		}
	}
	return q
}

// diffSQL asks for the accounts that changed, with their balances at both instants, and for
// the lines that changed them, as far as they are of the page.
func diffSQL(q query) string {
	days := " booked_on <= " + dated(dayOf(q.AsOf))
	standing := func(cut string) string {
		return "(SELECT account, sum(debit - credit) AS net, sum(n) AS n FROM " + sumsUntil(cut) + " s WHERE" + days + " GROUP BY account)"
	}
	from, first := "", ":earlier"
	if key, position, ok := strings.Cut(q.After, "@"); ok {
		_, code, _ := strings.Cut(key, "/")
		from = " AND code >= " + quoted(code)
		first = "CASE WHEN code = " + quoted(code) + " THEN greatest(:earlier, " + position + " + 1) ELSE :earlier END"
	}
	return cutOf(q.Earlier, "earlier") +
		"WITH changed AS (SELECT id, code, CASE WHEN left(code, 1) IN ('1', '5') THEN 1 ELSE -1 END AS w, coalesce(a.net, 0) AS a, b.net AS b" +
		" FROM accounts JOIN " + standing(":cut") + " b ON b.account = id LEFT JOIN " + standing(":earlier") + " a ON a.account = id" +
		" WHERE fund = " + quoted(q.Fund) + " AND b.n > coalesce(a.n, 0)" + from + ")," +
		" found AS (SELECT *, row_number() OVER (ORDER BY code, position, line) AS rn FROM (SELECT code, x.* FROM changed CROSS JOIN LATERAL" +
		" (SELECT position, line, w * (debit - credit) AS net FROM lines WHERE account = id AND position >= " + first +
		" AND position < :cut AND" + days + " ORDER BY position, line LIMIT 70) x ORDER BY code, position, line LIMIT 70) y)," +
		fmt.Sprintf(" page AS (SELECT * FROM found WHERE rn <= %d OR (code, position) = (SELECT code, position FROM found WHERE rn = %[1]d))", pageSize) +
		" SELECT text FROM (SELECT code, 0 AS position, 0 AS line, concat_ws('|', 'account', code, w * a, w * b, w * (b - a)) AS text" +
		" FROM changed WHERE code IN (SELECT code FROM page)" +
		" UNION ALL SELECT code, position, line + 1, concat_ws('|', 'entry', code, position, net) FROM page) z ORDER BY code, position, line"
}

// instantText is an instant as a flag gives it.
func instantText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z07:00") }
