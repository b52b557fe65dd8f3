package main

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/fines"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

// registerKinds are the questions for registers and for one case, institution or person.
func registerKinds() []kind {
	return []kind{recoveriesKind(), finesKind(), statisticsKind(), caseKind(), institutionKind(), personKind()}
}

// recoveriesKind asks for the register of recoveries, grouped by chance.
func recoveriesKind() kind {
	return kind{
		name: "register of recoveries as of a day", target: ofReports,
		draw: func(d *draw) query {
			return query{AsOf: d.day().String(), By: string(of(d, recoveries.Groupings()))}
		},
		args:  func(q query) []string { return []string{"recoveries", "--as-of", q.AsOf, "--by", q.By} },
		views: func(v *office.Views) []replay.View { return []replay.View{&v.Recoveries, &v.Agreements} },
		table: func(v *office.Views, q query) (report.Table, error) {
			by, on := recoveries.By(q.By), dayOf(q.AsOf)
			return tables.Recoveries(v.Recoveries.AsOf(on, by), by, &v.Agreements, on).Whole(), nil
		},
		sql: recoveriesSQL,
		read: func(s sheet) reply {
			return sumUnder(s.rows, "fund", func(r map[string]any) []string {
				return []string{zeroIfNone(r, "ordered"), zeroIfNone(r, "received"), zeroIfNone(r, "prevented")}
			})
		},
	}
}

// finesKind asks for the register of fines.
func finesKind() kind {
	return kind{
		name: "register of fines as of a day", target: ofReports,
		draw:  func(d *draw) query { return query{AsOf: d.day().String()} },
		args:  func(q query) []string { return []string{"case", "fines", "--as-of", q.AsOf} },
		views: func(v *office.Views) []replay.View { return []replay.View{&v.Cases} },
		table: func(v *office.Views, q query) (report.Table, error) {
			return tables.Fines(fines.Register(&v.Cases, dayOf(q.AsOf), dayOf(q.AsOf)), dayOf(q.AsOf)).Whole(), nil
		},
		sql: finesSQL,
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "region")+"/"+cell(r, "case"), cell(r, "document"), fenOf(r, "imposed")))
			}
			return out.sorted()
		},
	}
}

// statisticsKind asks for the statistics of a year.
func statisticsKind() kind {
	return kind{
		name: "statistics of a year", target: ofReports,
		draw:  func(d *draw) query { return query{Period: d.day().String()[:4]} },
		args:  func(q query) []string { return []string{"statistics", "--year", q.Period} },
		views: func(v *office.Views) []replay.View { return []replay.View{&v.Statistics} },
		table: func(v *office.Views, q query) (report.Table, error) {
			return tables.Statistics(slices.DeleteFunc(v.Statistics.AsOf(0), func(r statistics.Row) bool {
				year := dayOf(q.Period + "-01-01").Year()
				return r.Period.Last < year || year < r.Period.First
			})).Whole(), nil
		},
		sql: statisticsSQL, read: statisticsRead,
	}
}

// caseKind asks for one case as a timeline.
func caseKind() kind {
	return kind{
		name: "one case", target: ofReports, needs: func(d *draw) bool { return len(d.all) > 0 },
		draw: func(d *draw) query {
			c := of(d, d.all)
			return query{Region: string(c.region), Case: c.number}
		},
		args:  func(q query) []string { return []string{"case", "show", q.Case, "--region", q.Region} },
		views: func(v *office.Views) []replay.View { return []replay.View{&v.Cases, &v.Agreements} },
		table: func(v *office.Views, q query) (report.Table, error) {
			key, err := forms.FindCase(&v.Cases, q.Case, q.Region)
			if err != nil {
				return report.Table{}, err
			}
			return tables.Case(&v.Cases, &v.Agreements, key, 0), nil
		},
		sql: func(q query) string {
			return "SELECT position, type, occurred_on, document, amount FROM steps WHERE docket = " + quoted(q.Region+"/"+q.Case) +
				" ORDER BY occurred_on, position"
		},
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "position"), cell(r, "type"), cell(r, "occurred_on"), cell(r, "document"), fenOf(r, "amount")))
			}
			return out
		},
	}
}

// institutionKind asks for what happened to one institution.
func institutionKind() kind {
	return kind{
		name: "one institution", target: ofReports, needs: func(d *draw) bool { return len(d.some) > 0 },
		draw:  func(d *draw) query { return query{Institution: string(of(d, d.some)), AsOf: d.dates[1].String()} },
		args:  func(q query) []string { return []string{"institution", "show", q.Institution, "--as-of", q.AsOf} },
		views: func(v *office.Views) []replay.View { return []replay.View{&v.Agreements} },
		table: func(v *office.Views, q query) (report.Table, error) {
			return tables.Institution(&v.Agreements, fund.Institution(q.Institution), dayOf(q.AsOf)), nil
		},
		sql: func(q query) string {
			return "SELECT occurred_on, type, document FROM steps WHERE institution = " + quoted(q.Institution) + " AND (type LIKE 'institution.%'" +
				" OR type IN ('agreement.signed', 'payment.held', 'payment.released')) ORDER BY occurred_on, position"
		},
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "occurred_on"), cell(r, "type"), cell(r, "document")))
			}
			return out
		},
	}
}

// personKind asks for the relief of one person.
func personKind() kind {
	return kind{
		name: "one person's relief", target: ofReports, needs: func(d *draw) bool { return len(d.relieved) > 0 },
		draw:  func(d *draw) query { return query{Person: of(d, d.relieved).person} },
		args:  func(q query) []string { return []string{"relief", "show", q.Person} },
		views: func(v *office.Views) []replay.View { return []replay.View{&v.Reliefs} },
		table: func(v *office.Views, q query) (report.Table, error) {
			return tables.ReliefOfPersons(v.Reliefs.Person(fund.Person(q.Person), 0)).Whole(), nil
		},
		sql: func(q query) string {
			return "SELECT fund, extract(year FROM occurred_on)::int AS year, sum(amount) FILTER (WHERE name = 'relief.paid')," +
				" coalesce(sum(amount) FILTER (WHERE name = 'relief.reversed'), 0) FROM facts JOIN types ON types.id = facts.type WHERE person = " +
				quoted(q.Person) + " AND name IN ('relief.paid', 'relief.reversed') GROUP BY 1, 2 ORDER BY 1, 2"
		},
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "fund"), cell(r, "year"), fenOf(r, "paid"), fenOf(r, "reversed")))
			}
			return out
		},
	}
}

// sumUnder adds up columns of the rows that have the same key, in the order of keys.
func sumUnder(rows []map[string]any, key string, columns func(map[string]any) []string) reply {
	sums := map[string][]string{}
	for _, r := range rows {
		values, of := columns(r), cell(r, key)
		if sums[of] == nil {
			sums[of] = values
			continue
		}
		for i, v := range values {
			sums[of][i] = addFen(sums[of][i], v)
		}
	}
	var out reply
	for of, values := range sums {
		if strings.Trim(strings.Join(values, ""), "0") != "" {
			out = append(out, row(append([]string{of}, values...)...))
		}
	}
	return out.sorted()
}

// recoveriesSQL asks for what was ordered, received and prevented, of every fund.
func recoveriesSQL(q query) string {
	sum := func(types string) string { return "coalesce(sum(amount) FILTER (WHERE type IN (" + types + ")), 0)" }
	return "SELECT fund, " + sum("'clawback.ordered'") + ", " + sum("'clawback.received'") + ", " + sum("'claim.denied', 'claim.corrected'") +
		" FROM steps_daily WHERE type IN ('clawback.ordered', 'clawback.received', 'claim.denied', 'claim.corrected') AND occurred_on <= " +
		quoted(q.AsOf) + " GROUP BY fund ORDER BY fund"
}

// finesSQL asks for every decision that something is due to the treasury.
func finesSQL(q query) string {
	return `SELECT docket, document, amount FROM steps WHERE type IN ('fine.imposed', 'surcharge.imposed', 'gain.confiscated')` +
		` AND occurred_on <= ` + quoted(q.AsOf) + ` ORDER BY docket || '|' || document || '|' || amount`
}

// The amounts of statistics that PostgreSQL has by type, year and fund.
var itemsOfTypes = map[string]string{"benefits": "reimbursement.paid", "relief": "relief.paid", "premiums": "premium.received",
	"subsidies": "subsidy.received", "interest": "interest.received", "benefits_reversed": "reimbursement.reversed",
	"relief_reversed": "relief.reversed", "clawback_ordered": "clawback.ordered", "recovered": "clawback.received"}

func statisticsSQL(q query) string {
	var types []string
	for item, typ := range itemsOfTypes {
		types = append(types, "("+quoted(typ)+","+quoted(item)+")")
	}
	slices.Sort(types)
	return "SELECT fund || ' ' || item, amount FROM yearly JOIN (VALUES " + strings.Join(types, ",") +
		") i(name, item) USING (name) WHERE year = " + q.Period + " AND amount <> 0 ORDER BY 1"
}

func statisticsRead(s sheet) reply {
	var rows []map[string]any
	for _, r := range s.rows {
		if _, ok := itemsOfTypes[cell(r, "item")]; ok {
			r["item"] = cell(r, "of") + " " + cell(r, "item")
			rows = append(rows, r)
		}
	}
	return sumUnder(rows, "item", func(r map[string]any) []string { return []string{zeroIfNone(r, "amount")} })
}
