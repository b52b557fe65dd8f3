package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
)

// database is what PostgreSQL has of a log: the facts and the lines of their bookings, each in a
// table that is filled by COPY while the log is read.
type database struct {
	facts, lines, rare *session
	to                 [3]io.Writer
	end                [3]func() error

	commits []commit
	row     []byte
	types   map[string]int
	names   []string
}

// commit is up to which position was recorded at a time.
type commit struct {
	at   string
	upto store.Position
}

// What a table is filled with in one transaction needs no log of its own. The keys and
// indexes are made when the tables are full.
const (
	factsTable = `BEGIN;
CREATE TABLE facts (position bigint NOT NULL, amount bigint, occurred_on date NOT NULL, type smallint NOT NULL, fund text, person uuid, institution text,
  docket text, reference text, document text NOT NULL)`
	linesTable = `BEGIN;
CREATE TABLE lines (position bigint NOT NULL, debit bigint NOT NULL, credit bigint NOT NULL, booked_on date NOT NULL, account smallint NOT NULL, line smallint NOT NULL)`
	stepsTable = `BEGIN;
CREATE TABLE steps (position bigint NOT NULL, type text NOT NULL, occurred_on date NOT NULL, fund text, docket text, institution text, amount bigint,
  document text NOT NULL)`

	// The lines of an account in the order of the books, with their amounts; those of a
	// position, for what was known; sums of a day, and of a day in a block of positions.
	indexes = `CREATE TABLE accounts (id smallint PRIMARY KEY, fund text NOT NULL, code text NOT NULL, UNIQUE (fund, code));
CREATE TABLE types (id smallint PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE commits (recorded_at timestamptz NOT NULL, upto bigint NOT NULL);
ALTER TABLE lines ADD PRIMARY KEY (position, line);
CREATE INDEX lines_books ON lines (account, booked_on, position, line) INCLUDE (debit, credit);
CREATE INDEX lines_known ON lines (account, position, line);
ALTER TABLE facts ADD PRIMARY KEY (position);
CREATE INDEX facts_document ON facts (document, position);
CREATE INDEX facts_reference ON facts (reference, position) WHERE reference IS NOT NULL;
CREATE INDEX facts_institution ON facts (institution, position) WHERE institution IS NOT NULL;
CREATE INDEX facts_person ON facts (person, position) WHERE person IS NOT NULL;
CREATE INDEX facts_docket ON facts (docket, position) WHERE docket IS NOT NULL;
ALTER TABLE steps ADD PRIMARY KEY (position);
CREATE INDEX steps_docket ON steps (docket, position) WHERE docket IS NOT NULL;
CREATE INDEX steps_institution ON steps (institution, position) WHERE institution IS NOT NULL;
CREATE INDEX steps_type ON steps (type, occurred_on);
CREATE INDEX commits_at ON commits (recorded_at DESC) INCLUDE (upto);
CREATE TABLE blocks AS SELECT account, position / 8192 AS block, booked_on, sum(debit)::bigint AS debit, sum(credit)::bigint AS credit, count(*) AS n
  FROM lines GROUP BY 1, 2, 3;
ALTER TABLE blocks ADD PRIMARY KEY (account, block, booked_on);
CREATE TABLE daily AS SELECT account, booked_on, sum(debit)::bigint AS debit, sum(credit)::bigint AS credit, sum(n)::bigint AS n
  FROM blocks GROUP BY 1, 2;
ALTER TABLE daily ADD PRIMARY KEY (account, booked_on);
CREATE TABLE yearly AS SELECT extract(year FROM occurred_on)::int AS year, fund, name, sum(amount)::bigint AS amount
  FROM facts JOIN types ON types.id = facts.type WHERE fund IS NOT NULL AND amount IS NOT NULL GROUP BY 1, 2, 3;
CREATE TABLE steps_daily AS SELECT type, fund, occurred_on, sum(amount)::bigint AS amount
  FROM steps WHERE fund IS NOT NULL AND amount IS NOT NULL GROUP BY 1, 2, 3;
ALTER TABLE steps_daily ADD PRIMARY KEY (type, fund, occurred_on)`

	// blockSize is how many positions a block has.
	blockSize = 8192
)

// The tables that are filled while the log is read.
const (
	ofFacts = iota
	ofLines
	ofSteps
)

// newDatabase makes the tables of a log, which are empty.
func newDatabase(ctx context.Context, p *postgres) (*database, error) {
	t := &database{types: map[string]int{}}
	for i, s := range []struct {
		session **session
		create  string
		name    string
	}{{&t.facts, factsTable, "facts"}, {&t.lines, linesTable, "lines"}, {&t.rare, stepsTable, "steps"}} {
		opened, err := p.open(ctx)
		if err != nil {
			return nil, err
		}
		*s.session = opened
		if _, _, err := opened.ask(s.create); err != nil {
			return nil, err
		}
		t.to[i], t.end[i] = opened.copyTo(s.name)
	}
	return t, nil
}

// add writes an entry. Error: that of the pipe.
func (t *database) add(e ledger.Entry, about about, v *survey) error {
	at := e.RecordedAt.Format("2006-01-02 15:04:05.999999Z07:00")
	if n := len(t.commits); n == 0 || t.commits[n-1].at != at {
		t.commits = append(t.commits, commit{at: at})
	}
	t.commits[len(t.commits)-1].upto = e.Position + 1
	wire, fact := event.Wire(e.Event), e.Event.Common()
	typ, ok := t.types[wire]
	if !ok {
		typ = len(t.names)
		t.types[wire], t.names = typ, append(t.names, wire)
	}
	position := strconv.FormatUint(uint64(e.Position), 10)
	docket := ""
	if about.caseNumber != "" {
		docket = string(about.region) + "/" + about.caseNumber
	}
	if err := t.write(ofFacts, position, about.amount, fact.OccurredOn.String(), strconv.Itoa(typ), about.fund, about.person,
		about.institution, docket, about.reference, fact.Document); err != nil {
		return err
	}
	for i, l := range v.entry {
		if err := t.write(ofLines, position, inWholeFen(l.Debit), inWholeFen(l.Credit), fact.Booked().String(),
			strconv.Itoa(v.number(accountKey{l.Fund, l.Account})), strconv.Itoa(i)); err != nil {
			return err
		}
	}
	if !isStep(e.Event) {
		return nil
	}
	return t.write(ofSteps, position, wire, fact.OccurredOn.String(), about.fund, docket, about.institution, about.amount, fact.Document)
}

// isStep reports whether an event is of a case, of an institution, or a claim that was not paid.
func isStep(e event.Event) bool {
	switch e.(type) {
	case event.Enforcement, event.Institution, event.ClaimDenied, event.ClaimCorrected:
		return true
	default:
		return false
	}
}

// write writes a row of a table in the text form of COPY; "" is NULL.
func (t *database) write(table int, columns ...string) error {
	t.row = t.row[:0]
	for i, c := range columns {
		if i > 0 {
			t.row = append(t.row, '\t')
		}
		switch {
		case c == "":
			t.row = append(t.row, `\N`...)
		case strings.ContainsAny(c, "\\\t\n\r"):
			t.row = append(t.row, strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`).Replace(c)...)
		default:
			t.row = append(t.row, c...)
		}
	}
	_, err := t.to[table].Write(append(t.row, '\n'))
	return err
}

// finish ends the filling, makes keys and indexes and whatever stands beside the tables.
func (t *database) finish(v *survey) error {
	for i, s := range []*session{t.facts, t.lines, t.rare} {
		if err := t.end[i](); err != nil {
			return err
		}
		if _, _, err := s.ask("COMMIT"); err != nil {
			return err
		}
	}
	create, fill, found := strings.Cut(indexes, "ALTER TABLE lines ADD")
	if !found {
		return errors.New("the tables of PostgreSQL are not as they were")
	}
	statements := []string{create}
	var rows []string
	insert := func(table string) {
		for len(rows) > 0 {
			n := min(len(rows), 1000)
			statements = append(statements, "INSERT INTO "+table+" VALUES "+strings.Join(rows[:n], ","))
			rows = rows[n:]
		}
	}
	for i, k := range v.keys {
		rows = append(rows, fmt.Sprintf("(%d,%s,%s)", i, quoted(string(k.fund)), quoted(string(k.code))))
	}
	insert("accounts")
	for i, name := range t.names {
		rows = append(rows, fmt.Sprintf("(%d,%s)", i, quoted(name)))
	}
	insert("types")
	for _, c := range t.commits {
		rows = append(rows, fmt.Sprintf("(%s,%d)", quoted(c.at), c.upto))
	}
	insert("commits")
	for _, s := range append(statements, "ALTER TABLE lines ADD"+fill, "VACUUM ANALYZE") {
		if _, _, err := t.lines.ask(s); err != nil {
			return err
		}
	}
	return errors.Join(t.facts.close(), t.lines.close(), t.rare.close())
}

// quoted is a text in SQL.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// whole is an amount in whole fen.
func (f fen) whole() string { return strconv.FormatInt(int64(f), 10) }

func inWholeFen(f money.Fen) string { return strconv.FormatInt(int64(f), 10) }
