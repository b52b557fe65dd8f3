package plaintext

import (
	"bufio"
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/posting"
)

// hostileTexts are document numbers, notes and streams that would act on a format.
var hostileTexts = []string{
	"P-1", "", ";", "|", `"`, `\`, `\"`, `\u003b`, "#", "(", ")", "P-1) 转账", "a;b|c", "甲\n2025-01-01 * x\n    Assets:x  1.00 CNY",
	"\r\n", "\t", " ", " a ", "a,date:2020-01-01", "[2020-01-01]", "\u2028", "\u00a0", "\u3000", "\u202e甲", "\U000e0001", "\xff\xfe", "\x00",
	"`", "{}", "%s %d", "=", "@", "*", "!", "~ 0.00 CNY", "comment", "end comment", "include /etc/passwd", "🏥",
}

// transactionOf is a transaction with three texts that came from files.
func transactionOf(document, note, stream string) (*journal, *Transaction) {
	id := fund.ID("441300.390")
	lines := []posting.Line{
		{Fund: id, Account: account.SpecialAccount, Debit: 400_05},
		{Fund: id, Account: account.Premiums, Credit: 400_05},
	}
	j := newJournal(Options{})
	for _, l := range lines {
		j.accounts[keyOf(l)] = &declared{name: Account(l.Fund, l.Account)}
	}
	return j, &Transaction{
		Fund: id, Date: fund.NewDate(2025, 2, 1), OccurredOn: fund.NewDate(2024, 12, 30), Document: document, Title: "收到保费", Note: note,
		Position: 12, Event: "6f0a3a52-7b0e-5c53-9a0b-2f6f5a1d9c11", RecordedAt: time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC),
		Stream: stream, Lines: lines,
	}
}

// written is that transaction in a format, line by line.
func written(d dialect, document, note, stream string) []string {
	j, t := transactionOf(document, note, stream)
	var out bytes.Buffer
	b := bufio.NewWriter(&out)
	d.transaction(b, j, t)
	b.Flush()
	return strings.Split(out.String(), "\n")
}

// unescaped reads an escaped text back as a JSON reader would.
func unescaped(t *testing.T, s string) string {
	t.Helper()
	var out string
	if err := json.Unmarshal([]byte(`"`+strings.ReplaceAll(s, `"`, `\"`)+`"`), &out); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return out
}

// whole is a text with broken characters as U+FFFD, which is all that is lost.
func whole(s string) string { return string([]rune(s)) }

// Whatever a document number, note or stream holds, the transaction has its
// lines and no more, and the texts are read back from it unchanged.
func FuzzHledger(f *testing.F) {
	for i, s := range hostileTexts {
		f.Add(s, hostileTexts[(i+7)%len(hostileTexts)], s)
	}
	header := regexp.MustCompile(`^2025-02-01 \*(?: \(([^)]*)\))? 收到保费$`)
	f.Fuzz(func(t *testing.T, document, note, stream string) {
		lines := written(hledger{}, document, note, stream)
		m := header.FindStringSubmatch(lines[1])
		if m == nil || unescaped(t, m[1]) != whole(document) {
			t.Fatalf("document %q: %q", document, lines[1])
		}
		tags, ok := strings.CutPrefix(lines[2], "    ; fund:441300.390, position:12, event:6f0a3a52-7b0e-5c53-9a0b-2f6f5a1d9c11, recorded-at:2026-01-15T10:00:00.000000+08:00, stream:")
		if !ok || strings.ContainsAny(tags, ",;") || unescaped(t, tags) != whole(stream) {
			t.Fatalf("stream %q: %q", stream, lines[2])
		}
		want := []string{"    ; occurred-on:2024-12-30"}
		if note != "" {
			text, ok := strings.CutPrefix(lines[4], "    ; note:")
			if !ok || strings.ContainsAny(text, ",;[]") || unescaped(t, text) != whole(note) {
				t.Fatalf("note %q: %q", note, lines[4])
			}
			want = append(want, lines[4])
		}
		want = append(want,
			"    Assets:441300-390:1003-财政专户存款    400.05 CNY",
			"    Income:441300-390:4001-社会保险费收入    -400.05 CNY", "")
		if got := strings.Join(lines[3:], "\n"); got != strings.Join(want, "\n") {
			t.Fatalf("the transaction is\n%s\nnot\n%s", got, strings.Join(want, "\n"))
		}
	})
}

// As FuzzHledger, for beancount, whose texts are strings.
func FuzzBeancount(f *testing.F) {
	for i, s := range hostileTexts {
		f.Add(s, hostileTexts[(i+7)%len(hostileTexts)], s)
	}
	line := regexp.MustCompile(`^  ([a-z-]+): "((?:[^"\\]|\\["\\])*)"$`)
	f.Fuzz(func(t *testing.T, document, note, stream string) {
		given := map[string]string{"document": document, "note": note, "stream": stream}
		lines := written(beancount{}, document, note, stream)
		if lines[1] != `2025-02-01 * "收到保费"` {
			t.Fatalf("%q", lines[1])
		}
		found := 0
		for _, l := range lines[2:] {
			m := line.FindStringSubmatch(l)
			if m == nil {
				continue
			}
			text, mine := given[m[1]]
			if !mine {
				continue
			}
			found++
			if read := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(m[2]); unescaped(t, read) != whole(text) {
				t.Fatalf("%s %q: %q", m[1], text, l)
			}
		}
		total := 12 // with the empty lines around
		if note != "" {
			total++
		}
		if expected := total - 10; found != expected || len(lines) != total {
			t.Fatalf("%d texts in %d lines, not %d in %d:\n%s", found, len(lines), expected, total, strings.Join(lines, "\n"))
		}
	})
}

func TestAccount(t *testing.T) {
	for _, test := range []struct {
		id   fund.ID
		code account.Code
		want string
	}{
		{"441300.390", "1003", "Assets:441300-390:1003-财政专户存款"},
		{"441300.390", "200103", "Liabilities:441300-390:2001-暂收款:200103-异地就医资金"},
		{"441300.310", "300102", "Equity:441300-310:3001-一般基金结余:300102-个人账户基金"},
		{"441300.310", "50010101", "Expenses:441300-310:5001-社会保险待遇支出:500101-统筹基金:50010101-住院费用支出"},
		{"441300.all", "4001", "Income:441300-all:4001-社会保险费收入"},
		{"441300.390", "499988", "Income:441300-390:499988"}, // not in the chart
	} {
		if got := Account(test.id, test.code); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.id, test.code, got, test.want)
		}
	}
}

// Every account of every chart has a name that both programs accept, and no two
// have the same.
func TestAccountNamesAreLegalAndDistinct(t *testing.T) {
	legal := regexp.MustCompile(`^(Assets|Liabilities|Equity|Income|Expenses)(:[\p{Lu}\p{Nd}][\p{L}\p{Nd}-]*)+$`)
	for _, kind := range fund.Kinds() {
		names := map[string]bool{}
		for _, a := range account.Chart(kind.Kind) {
			name := Account(fund.Of("441300", kind.Kind), a.Code)
			if !legal.MatchString(name) || names[name] {
				t.Errorf("%s: %s", a.Code, name)
			}
			names[name] = true
		}
	}
}
