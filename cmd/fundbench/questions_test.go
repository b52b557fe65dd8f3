package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Random questions of every kind get equal answers of a new process, of an open office, and
// of PostgreSQL where it is installed.
func TestQuestions(t *testing.T) {
	code, out, said := perform(t, "questions", "--events", "7000", "--questions", "1", "--seed", "5", "--fundledger", program(t))
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	for _, k := range kinds() {
		row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(k.name) + ` \| 1 \|`)
		if !row.MatchString(out) && !strings.Contains(out, k.name+": not asked") {
			t.Errorf("the report lacks a row of: %s", k.name)
		}
	}
	for _, part := range []string{"Seed 5;", "| memory of the open office, at most 1 GB |", "whole journal of ", "| verify, with rules |", "| disk, everything included |"} {
		if !strings.Contains(strings.ReplaceAll(out, "| whole", "whole"), part) {
			t.Errorf("the report lacks %q", part)
		}
	}
	if !installed("psql") {
		t.Log("PostgreSQL is not installed: it was not asked")
	} else if !strings.Contains(out, "PostgreSQL: bytes an event") {
		t.Error("PostgreSQL is installed, and was not asked")
	}
	if t.Failed() {
		t.Log(out, said)
	}
}

// A program that says a fen more than there is is found out, and the error has the question
// and both answers.
func TestPlantedDifference(t *testing.T) {
	dir := t.TempDir()
	right := program(t)
	o := ours{program: right, dir: dir}
	if _, err := o.load(t.Context(), &dataset{files: []string{filepath.Join("testdata", "facts", "2024.csv"),
		filepath.Join("testdata", "facts", "2025.csv"), filepath.Join("testdata", "facts", "2026.csv")}}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "keys"))
	ask := func(program string) (int, string) {
		code, _, said := perform(t, "questions", "--ledger", o.ledger(), "--questions", "1", "--postgres=false", "--whole=false",
			"--only", "balance of all funds", "--fundledger", program)
		return code, said
	}
	if code, said := ask(right); code != 0 {
		t.Fatalf("exit code %d of the program as it is: %s", code, said)
	}
	wrong := filepath.Join(dir, "wrong")
	script := "#!/bin/sh\n" + right + ` "$@" | sed 's/"income": "[0-9.]*"/"income": "0.01"/'` + "\n"
	if err := os.WriteFile(wrong, []byte(script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	code, said := ask(wrong)
	for _, part := range []string{"fundledger balance --as-of 20", "a new process says \"441300.390|1|", "the open office says \"441300.390|"} {
		if code == 0 || !strings.Contains(said, part) {
			t.Errorf("exit code %d, and the error lacks %q: %s", code, part, said)
		}
	}
}

// A fen more in the tables of PostgreSQL is found out, too.
func TestPlantedDifferenceInPostgreSQL(t *testing.T) {
	if !installed("psql") {
		t.Skip("PostgreSQL is not installed")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for at := dir; at != os.TempDir(); at = filepath.Dir(at) { // PostgreSQL enters it as another user
		if err := os.Chmod(at, 0o755); err != nil { //nolint:gosec // see above
			t.Fatal(err)
		}
	}
	a := asking{csv: filepath.Join("testdata", "facts"), each: 1, seed: 2, postgres: true, program: program(t), only: "balance of all funds",
		self: self, selfEnv: []string{asChild + "=1"}, tell: io.Discard}
	if err := a.prepare(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.pg.stop(); err != nil {
			t.Error(err)
		}
	}()
	if err := a.draw(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.peer.ask("UPDATE daily SET debit = debit + 1"); err != nil {
		t.Fatal(err)
	}
	if err := a.askAll(t.Context()); err == nil || !strings.Contains(err.Error(), "PostgreSQL says") {
		t.Errorf("a fen more is not found out: %v", err)
	}
}

func TestQuestionsRefusals(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "give one of --ledger DIR, --csv DIR and --events N"},
		{[]string{"--ledger", "books", "--events", "10000"}, "give one of"},
		{[]string{"--events", "7"}, "7 are too few or too many"},
		{[]string{"--events", "7000", "--questions", "0"}, "give 1 or more"},
	} {
		if code, _, said := perform(t, append([]string{"questions"}, c.args...)...); code == 0 || !strings.Contains(said, c.want) {
			t.Errorf("%v: exit code %d, %s; want %q", c.args, code, said, c.want)
		}
	}
}

func TestReplies(t *testing.T) {
	one := reply{"a|1", "b|2"}
	if err := one.differs("x", slices.Clone(one), "y"); err != nil {
		t.Errorf("equal answers differ: %v", err)
	}
	for _, other := range []reply{{"a|1", "b|3"}, {"a|1"}, {"a|1", "b|2", "c|0"}, nil} {
		if one.differs("x", other, "y") == nil || other.differs("y", one, "x") == nil {
			t.Errorf("%q and %q are taken for equal", one, other)
		}
	}
	err := one.differs("x", reply{"a|1"}, "y")
	if want := `row 2: x says "b|2", y says nothing (of 2 rows and 1)`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	s, err := readSheet([]byte(`{"report":"r","rows":[{"a":"12.30","n":9007199254740993,"x":null}],"total":{"a":"-0.05"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := row(fenOf(s.rows[0], "a"), cell(s.rows[0], "n"), fenOf(s.rows[0], "x"), zeroIfNone(s.rows[0], "x"), fenOf(s.total, "a"))
	if want := "1230|9007199254740993||0|-5"; got != want {
		t.Errorf("read as %s, want %s", got, want)
	}
}

func TestPercentile(t *testing.T) {
	var hundred []float64
	for i := range 100 {
		hundred = append(hundred, float64(100-i))
	}
	for _, c := range []struct {
		values []float64
		share  float64
		want   float64
	}{{hundred, 0.99, 99}, {hundred, 1, 100}, {hundred[:1], 0.99, 100}, {nil, 0.99, 0}, {[]float64{3, 1, 2}, 0.5, 2}} {
		if got := percentile(c.values, c.share); got != c.want {
			t.Errorf("%v of %d values: %v, want %v", c.share, len(c.values), got, c.want)
		}
	}
}
