package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
)

// TestWorkedYear runs testdata/year: the invented year of one county, command by
// command in one ledger, and compares everything that is printed. To write what
// the program says into the files: go test ./cmd/fundledger -run Year -update.
func TestWorkedYear(t *testing.T) {
	alone(t)
	year := newWorkedYear(t)
	year.play()
	for _, f := range year.files {
		if f.got == f.text {
			continue
		}
		if *update {
			if err := os.WriteFile(f.path, []byte(f.got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		t.Errorf("%s; look at the difference and run\ngo test ./cmd/fundledger -run Year -update", firstDifference(f.path, f.text, f.got))
	}
	t.Run("every booking occurs", func(t *testing.T) { year.t = t; year.everyBookingOccurs() })
	t.Run("the paper agrees", func(t *testing.T) { year.t = t; year.paperAgrees() })
	t.Run("the table agrees", func(t *testing.T) { year.t = t; year.tableAgrees() })
	t.Run("the annual report", func(t *testing.T) { year.t = t; year.annualReport() })
	t.Run("reports in Chinese", func(t *testing.T) { year.t = t; year.reportsInChinese() })
	t.Run("the report ties as printed", func(t *testing.T) { year.t = t; year.tiesAsPrinted() })
	t.Run("a stranger confirms the report", func(t *testing.T) { year.t = t; year.strangerConfirms() })
}

// workedYear is the script, and the ledger that it fills.
type workedYear struct {
	t      *testing.T
	home   string
	clock  time.Time
	random io.Reader
	files  []*yearFile
}

// yearFile is one file of the script.
type yearFile struct{ path, text, got string }

func newWorkedYear(t *testing.T) *workedYear {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/year/*.txt")
	if err != nil || len(paths) < 6 {
		t.Fatalf("%d files (%v)", len(paths), err)
	}
	y := &workedYear{t: t, home: t.TempDir(), random: rand.NewChaCha8([32]byte{1})}
	for _, path := range paths {
		if path, err = filepath.Abs(path); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		y.files = append(y.files, &yearFile{path: path, text: string(text)})
	}
	t.Chdir(y.home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(y.home, ".config"))
	t.Setenv("FUNDLEDGER_ACTOR", "会计")
	t.Setenv("FUNDLEDGER_LEDGER", "")
	t.Setenv("FUNDLEDGER_PERSON_KEY", "")
	return y
}

// play runs every file and keeps it as it should read.
func (y *workedYear) play() {
	for _, f := range y.files {
		var out, answers strings.Builder
		lines := strings.Split(strings.TrimSuffix(f.text, "\n"), "\n")
		for i := 0; i < len(lines); i++ {
			line := lines[i]
			switch {
			case line == "----":
				out.WriteString("----\n" + answers.String())
				answers.Reset()
				for i+1 < len(lines) && !asks(lines, i+1) { // what was printed before
					i++
				}
				if i+1 < len(lines) {
					out.WriteString("\n")
				}
				continue
			case strings.HasPrefix(line, "today "):
				day, err := time.Parse("2006-01-02 15:04 -0700", strings.TrimPrefix(line, "today ")+" 09:00 +0800")
				if err != nil {
					y.t.Fatal(err)
				}
				y.clock = day
			case strings.HasPrefix(line, "fundledger "):
				command, here := strings.CutSuffix(line, " <<END")
				if here {
					end := i + 1
					for lines[end] != "END" {
						end++
					}
					block := strings.Join(lines[i+1:end], "\n") + "\n"
					if err := os.WriteFile(filepath.Base(command[strings.LastIndex(command, " ")+1:]), []byte(block), 0o644); err != nil {
						y.t.Fatal(err)
					}
					line += "\n" + block + "END"
					i = end
				}
				answers.WriteString(y.fundledger(command))
			case line != "" && !strings.HasPrefix(line, "#"):
				y.t.Fatalf("%s:%d: neither a remark nor a command: %q", f.path, i+1, line)
			}
			out.WriteString(line + "\n")
		}
		if answers.Len() > 0 {
			y.t.Fatalf("%s ends with a command whose answer is not asked for", f.path)
		}
		f.got = out.String()
	}
}

// asks reports whether a line is no longer an answer: a remark or command after a
// blank line. Answers have blank lines themselves.
func asks(lines []string, i int) bool {
	return lines[i-1] == "" && regexp.MustCompile(`^(#|today |fundledger )`).MatchString(lines[i])
}

// fundledger runs a command a minute after the last one and returns what it prints.
func (y *workedYear) fundledger(command string) string { return y.in(lang.ZH, command) }

// in runs a command in a language.
func (y *workedYear) in(l lang.Lang, command string) string {
	y.clock = y.clock.Add(time.Minute)
	var printed bytes.Buffer
	p := &program{out: &printed, err: &printed,
		Office: office.Office{Now: func() time.Time { return y.clock }, Random: y.random}, lang: l}
	root := p.root()
	root.SetArgs(strings.Fields(command)[1:])
	if code := p.exit(root.ExecuteContext(y.t.Context())); code != exitOK {
		fmt.Fprintf(&printed, "（退出码 exit %d）\n", code)
	}
	return strings.ReplaceAll(printed.String(), y.home, "/home/clerk")
}

// table runs a command for its rows.
func (y *workedYear) table(command string) []map[string]string {
	text := strings.TrimPrefix(y.fundledger(command+" --format csv"), "\ufeff")
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(records) < 2 {
		y.t.Fatalf("%s: %v\n%s", command, err, text)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// annualReport: the county's report on the year, whole and in both languages.
func (y *workedYear) annualReport() {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		text := y.in(l, "fundledger report annual --region 439901 --year 2025")
		golden := filepath.Join(filepath.Dir(y.files[0].path), "report."+string(l)+".md")
		if *update {
			if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
				y.t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			y.t.Fatal(err)
		}
		if text != string(want) {
			y.t.Errorf("%s; look at the difference and run\ngo test ./cmd/fundledger -run Year -update", firstDifference(golden, string(want), text))
		}
	}
}

// reportsInChinese: what a Chinese reader is shown of facts has neither their wire names
// nor Dr and Cr, whichever report it is.
func (y *workedYear) reportsInChinese() {
	wire := regexp.MustCompile(`\b[a-z]+\.[a-z_]+\b|\b(Dr|Cr)\b`)
	for _, command := range []string{
		"fundledger events", "fundledger journal --fund 439901.310 --year 2025", "fundledger account 1003 --fund 439901.390 --year 2025",
		"fundledger explain 439901.310/5001", "fundledger statistics", "fundledger case statistics", "fundledger case list", "fundledger recoveries",
		"fundledger bridge --fund 439901.310 --year 2025 --to statistics", "fundledger replay --step --fund 439901.610",
		"fundledger diff --known-at 2025-06-30 --known-at 2026-12-31",
	} {
		text := y.fundledger(command)
		if strings.Contains(text, "退出码") {
			y.t.Errorf("%s:\n%s", command, text)
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "注") || strings.HasPrefix(line, "口径") { // what to do may name what to write
				continue
			}
			if found := wire.FindString(line); found != "" {
				y.t.Errorf("%s: %s in: %s", command, found, line)
				break
			}
		}
	}
	for _, row := range y.table("fundledger case list") {
		if text := y.fundledger("fundledger case show " + row["case"]); wire.MatchString(text) {
			y.t.Errorf("case %s:\n%s", row["case"], text)
		}
	}
}

// elsewhere are bookings that readable scripts follow instead of the year.
var elsewhere = map[string]string{
	"clawback.set_off":  "rules/article-40.txt",
	"clawback.refunded": "rules/appeal.txt",
	"balance.adjusted":  "rules/parts.txt",
}

// everyBookingOccurs: what can be booked is booked in the year, or elsewhere.
func (y *workedYear) everyBookingOccurs() {
	types := map[string]bool{}
	for _, row := range y.table("fundledger events") {
		types[row["type"]] = true
	}
	for _, typ := range event.Types() {
		if script := elsewhere[typ.Wire]; script != "" {
			text, err := os.ReadFile(filepath.Join(filepath.Dir(y.files[0].path), "../", script))
			if err != nil || !strings.Contains(string(text), "\nrecord "+typ.Wire+" ") {
				y.t.Errorf("%s does not record %s: %v", script, typ.Wire, err)
			}
			continue
		}
		if len(posting.Of(typ.Example)) > 0 && !types[typ.Wire] {
			y.t.Errorf("%s books something and does not occur in the year", typ.Wire)
		}
	}
}

// The tables in the remarks of the last file, which were made on paper.
var (
	paperFund    = regexp.MustCompile(`^# (\d{6}\.\d{3}) `)
	paperAccount = regexp.MustCompile(`^#   (\d+) \S+ +(\d+) \+ (\d+) − (\d+) = (\d+)(?: |$)`)
	paperBooking = regexp.MustCompile(`^# +(\d+) \| .+ \| (\S{4}) \| (\S{4}) \| (.+)$`)
)

// paperAgrees: what was worked out on paper, in 万元, is what the trial balances say,
// for every account of every fund.
func (y *workedYear) paperAgrees() {
	yuan := func(text string) int64 {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			y.t.Fatal(err)
		}
		return n * 10_000
	}
	books := map[string]map[string][4]int64{} // fund, account: opening, increases, decreases, closing
	id, lines := "", 0
	for line := range strings.Lines(y.remarks()) {
		if m := paperFund.FindStringSubmatch(line); m != nil {
			id = m[1]
			books[id] = map[string][4]int64{}
			for _, row := range y.table("fundledger trial --year 2025 --fund " + id) {
				books[id][row["account"]] = ownSides(y.t, row)
			}
		}
		m := paperAccount.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		lines++
		paper := [4]int64{yuan(m[2]), yuan(m[3]), yuan(m[4]), yuan(m[5])}
		if paper[0]+paper[1]-paper[2] != paper[3] {
			y.t.Errorf("wrong sum on paper: %s", line)
		}
		if got, found := books[id][m[1]]; !found || got != paper {
			y.t.Errorf("%s %s: the books have %v, the paper %v yuan (%t)", id, m[1], got, paper, found)
		}
		delete(books[id], m[1])
	}
	for id, rest := range books {
		if len(rest) > 0 {
			y.t.Errorf("%s: not on paper: %v", id, rest)
		}
	}
	if len(books) != 4 || lines < 60 {
		y.t.Errorf("the paper has %d funds and %d lines only", len(books), lines)
	}
}

// ownSides returns a row of a trial balance in whole yuan: opening, increases,
// decreases, closing, on the account's own side.
func ownSides(t *testing.T, row map[string]string) [4]int64 {
	t.Helper()
	var out [4]int64
	for i, column := range []string{"opening_debit", "turnover_debit", "turnover_credit", "closing_debit", "opening_credit", "turnover_credit", "turnover_debit", "closing_credit"} {
		amount, err := money.Parse(row[column])
		if err != nil {
			t.Fatalf("%s: %v", column, err)
		}
		if account.Code(row["account"]).Element().IsDebit() == (i < 4) {
			out[i%4] = int64(amount) / 100
		}
	}
	return out
}

// tableAgrees: every booking in the table at the end has documents, and these debit
// and credit the accounts that it says, with the same amount.
func (y *workedYear) tableAgrees() {
	type side struct{ document, account, side, amount string }
	booked := map[side]bool{}
	amounts := map[string][]string{}
	for _, id := range []string{"439901.310", "439901.390", "439901.610", "439900.310"} {
		for _, row := range y.table("fundledger journal --year 2025 --fund " + id) {
			for _, of := range []string{"debit", "credit"} {
				if amount := row[of]; amount != "0.00" {
					booked[side{row["document"], row["account"][:4], of, amount}] = true
					amounts[row["document"]] = append(amounts[row["document"]], amount)
				}
			}
		}
	}
	kinds := map[string]bool{}
	for line := range strings.Lines(y.remarks()) {
		m := paperBooking.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		kinds[m[1]] = true
		if strings.Contains(m[2]+m[3], "x") {
			continue // the transfer to 3001 at the end of the year has no document
		}
		for _, document := range strings.Split(m[4], "、") {
			if !slices.ContainsFunc(amounts[document], func(amount string) bool {
				return booked[side{document, m[2], "debit", amount}] && booked[side{document, m[3], "credit", amount}]
			}) {
				y.t.Errorf("%s does not debit %s and credit %s: %s", document, m[2], m[3], line)
			}
		}
	}
	for n := 1; n <= 45; n++ {
		if !kinds[strconv.Itoa(n)] {
			y.t.Errorf("no booking number %d in the table", n)
		}
	}
}

// remarks returns the last file, which has the tables.
func (y *workedYear) remarks() string { return y.files[len(y.files)-1].text }

// firstDifference shows the first line on which what is printed parts from the file.
func firstDifference(path, want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("%s:%d\nfile:    %s\nprogram: %s", filepath.Base(path), i+1, w[i], strings.Join(g[min(i, len(g)):min(i+4, len(g))], "\n         "))
		}
	}
	return filepath.Base(path) + ": the program prints more"
}
