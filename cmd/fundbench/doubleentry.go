package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// booked is PostgreSQL with the bookings of all facts worked out beforehand, in a
// table that has nothing else: what its GROUP BY takes at best.
type booked struct{ *postgres }

func (b booked) name() (string, string) { return "PostgreSQL, booked beforehand", "postgresql" }
func (b booked) loads() bool            { return false }

const bookBeforehand = `CREATE TABLE IF NOT EXISTS ready AS SELECT occurred_on, fund, side, amount FROM booked WHERE side IS NOT NULL;
ANALYZE ready;
`

func (b booked) question() command {
	return b.sql(strings.Replace(questionOfFacts, "FROM booked", "FROM ready", 1) + "\n")
}

func (b booked) bytes(context.Context, *dataset) (int64, error) { return 0, nil }

func (b booked) ask(ctx context.Context, _ *dataset) (answer, sample, error) {
	if _, _, err := run(ctx, b.sql("SET client_min_messages = warning;\n"+bookBeforehand)); err != nil {
		return nil, sample{}, err
	}
	out, took, err := run(ctx, b.question())
	if err != nil {
		return nil, took, err
	}
	a, err := answerOfRows(out)
	return a, sample{wall: took.wall}, err
}

func (b booked) commands(*dataset) []command { return []command{b.sql(bookBeforehand), b.question()} }

// The double entry of a fact in PostgreSQL: an entry, its two lines, and the
// check that they balance, in a function that is called for each fact.
const doubleEntry = `SET client_min_messages = warning;
DROP TABLE IF EXISTS lines, entries;
CREATE TABLE entries (id bigserial PRIMARY KEY, type text NOT NULL, document text NOT NULL, occurred_on date NOT NULL);
CREATE INDEX entries_document ON entries (document, type);
CREATE TABLE lines (entry bigint NOT NULL REFERENCES entries, account text NOT NULL, debit bigint NOT NULL, credit bigint NOT NULL);
CREATE INDEX lines_entry ON lines (entry);
CREATE INDEX lines_account ON lines (account);
CREATE OR REPLACE FUNCTION post(type text, document text, occurred_on date, fund text, side text, amount bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  number bigint;
  off bigint;
BEGIN
  INSERT INTO entries (type, document, occurred_on) VALUES (type, document, occurred_on) RETURNING id INTO number;
  INSERT INTO lines VALUES (number, side || ':' || fund, amount, 0), (number, 'money:' || fund, 0, amount);
  SELECT sum(debit) - sum(credit) INTO off FROM lines WHERE entry = number;
  IF off <> 0 THEN RAISE EXCEPTION 'entry % does not balance', number; END IF;
  RETURN number;
END $$;
`

// post returns a command that books the first facts of the table, all in one transaction.
func (p *postgres) post(facts int64) command {
	return p.sql(fmt.Sprintf("SELECT count(post(type, document, occurred_on::date, fund, side, amount)) FROM (SELECT * FROM booked WHERE side IS NOT NULL ORDER BY id LIMIT %d) f;\n", facts))
}

// book books the first facts of the loaded table by double entry, and returns how
// many there were and what it took.
func (p *postgres) book(ctx context.Context, facts int64) (int64, sample, error) {
	if _, _, err := run(ctx, p.sql(doubleEntry)); err != nil {
		return 0, sample{}, err
	}
	out, took, err := run(ctx, p.post(facts))
	if err != nil {
		return 0, took, err
	}
	n, err := strconv.ParseInt(strings.TrimSpace(out), 10, 64)
	return n, sample{wall: took.wall}, err
}
