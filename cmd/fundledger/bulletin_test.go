package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/printed"
	"github.com/fundledger/fundledger/cmd/internal/yearbook"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/testdata/checker"
)

// strangerConfirms lets the checker recompute reports of the worked year from its export: it
// contradicts nothing, and of whole years there is nothing that it cannot judge. A figure that is printed
// otherwise it contradicts by name, wherever that stands.
func (y *workedYear) strangerConfirms() {
	y.fundledger("fundledger export --format jsonl year.jsonl")
	c := checker.New(y.t)
	for _, words := range []string{"--year 2024", "--year 2025", "--year 2024-2025", "--quarter 2025Q3"} {
		span := words[strings.LastIndex(words, " ")+1:]
		if said := y.fundledger("fundledger report annual --region 439901 " + words + " --out " + span + ".html"); strings.Contains(said, "exit") {
			y.t.Fatalf("%s: %s", words, said)
		}
		said, good := c.Run("report", "year.jsonl", span+".html")
		if !good || !strings.Contains(said, "\nconfirmed: ") || strings.HasPrefix(words, "--year") && strings.Contains(said, "cannot judge") {
			y.t.Errorf("%s: %s", words, said)
		}
	}
	page, err := os.ReadFile("2024-2025.html")
	if err != nil {
		y.t.Fatal(err)
	}
	misprinted(y.t, c, "year.jsonl", string(page))
}

// What was really published the checker finds again in reports of the demonstration, in both languages.
func TestCheckerConfirmsPublished(t *testing.T) {
	alone(t)
	home := t.TempDir()
	t.Chdir(home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	t.Setenv("FUNDLEDGER_ACTOR", "clerk")
	t.Setenv("FUNDLEDGER_LEDGER", "")
	t.Setenv("FUNDLEDGER_PERSON_KEY", "")
	clerk := tour{t: t, home: home, lang: lang.EN, clock: time.Date(2026, 1, 15, 1, 0, 0, 0, time.UTC), random: rand.NewChaCha8([32]byte{3})}
	run := func(command string) {
		if said := clerk.fundledger("fundledger " + command); strings.Contains(said, "exit status") {
			t.Fatalf("%s: %s", command, said)
		}
	}
	run("demo --keep books")
	run("export --format jsonl demo.jsonl")
	c := checker.New(t)
	for _, l := range []string{"zh", "en"} {
		run("report annual --region 441300 --year 2021-2025 --lang " + l + " --out " + l + ".html")
		if said, good := c.Run("report", "demo.jsonl", l+".html"); !good || strings.Contains(said, "cannot judge") {
			t.Errorf("%s: %s", l, said)
		}
	}
}

// printedFigure is a figure of a page: its key, and what is printed.
var printedFigure = regexp.MustCompile(`data-figure="([^"]*)">([^<]*[0-9][^<]*)<`)

// misprinted changes a digit of one figure of a page after another, and what the page of proof says.
func misprinted(t *testing.T, c *checker.Checker, export, whole string) {
	t.Helper()
	random := rand.New(rand.NewPCG(735, 45))
	all := printedFigure.FindAllStringSubmatchIndex(whole, -1)
	for range 25 {
		m := all[random.IntN(len(all))]
		var digits []int
		for i := m[4]; i < m[5]; i++ {
			if whole[i] >= '0' && whole[i] <= '9' {
				digits = append(digits, i)
			}
		}
		at := digits[random.IntN(len(digits))]
		other := []byte(whole)
		other[at] = '0' + (other[at]-'0'+1+byte(random.IntN(9)))%10
		page(t, "misprint.html", string(other))
		if said, good := c.Run("report", export, "misprint.html"); good || !strings.Contains(said, "contradicted: "+whole[m[2]:m[3]]+" is printed ") {
			t.Errorf("%s instead of %s: %s", other[m[4]:m[5]], whole[m[4]:m[5]], said)
		}
	}
	root := regexp.MustCompile(`[A-Za-z0-9+/]{43}=</dd>`).FindString(whole)
	page(t, "misprint.html", strings.Replace(whole, root, "A"+root[1:], 1))
	if said, good := c.Run("report", export, "misprint.html"); good || !strings.Contains(said, "contradicted: the page of proof") {
		t.Errorf("another root: %s", said)
	}
}

func page(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tiesAsPrinted ties reports of the worked year from what is printed, in both languages, and their workbooks
// as those of others are.
func (y *workedYear) tiesAsPrinted() {
	for _, year := range []string{"2024", "2025"} {
		y.fundledger("fundledger report annual --region 439901 --year " + year + " --out " + year + ".xlsx")
		if said := y.fundledger("fundledger report check " + year + ".xlsx"); strings.Contains(said, "exit") || !strings.Contains(said, "不符：0") {
			y.t.Errorf("%s: %s", year, said[max(0, len(said)-2000):])
		}
	}
	o := office.Office{Now: func() time.Time { return y.clock }, Random: y.random, Location: "books"}
	if err := o.Place(); err != nil {
		y.t.Fatal(err)
	}
	for _, days := range []string{"2024", "2025", "2024-2025", "2025Q3"} {
		span, _ := annual.ParseSpan(days)
		var c yearbook.Content
		err := o.With(func(s store.Store) (err error) {
			c, err = yearbook.Gather(y.t.Context(), &o, s, office.Axes{}, "439901", span)
			return err
		})
		if err != nil {
			y.t.Fatal(err)
		}
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			d, err := yearbook.Compose(c, l)
			if err != nil {
				y.t.Fatal(err)
			}
			p := printed.OfReport(d, c.Figures)
			if why := p.Refusal(); !why.IsZero() || len(p.Relations) < 150 {
				y.t.Errorf("%s: %d relations: %s", days, len(p.Relations), why.In(l))
			}
		}
	}
}
