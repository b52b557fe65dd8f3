package plaintext_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/plaintext"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// Without any other program: every transaction of a journal adds up to nil, every
// account is declared once and before its use, and the assertions at the end are
// what our own view says.
func TestJournalBalances(t *testing.T) {
	log := history(t)
	v := booksOf(t, log)
	declared, asserted := map[string]bool{}, map[string]money.Fen{}
	var sum money.Fen
	transactions := 0
	for line := range strings.Lines(journalOf(t, log, plaintext.Options{Format: plaintext.Hledger})) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "account "):
			name, _, _ := strings.Cut(strings.TrimPrefix(line, "account "), "  ;")
			if declared[name] || transactions > 0 {
				t.Errorf("%s is declared twice or late", name)
			}
			declared[name] = true
		case line == "":
			if sum != 0 {
				t.Errorf("transaction %d adds up to %s", transactions, sum)
			}
		case strings.HasPrefix(line, "20"):
			transactions++
		case strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "    ;"):
			name, amount, _ := strings.Cut(strings.TrimSpace(line), "    ")
			if !declared[name] {
				t.Errorf("%s is not declared", name)
			}
			amount, assertion, isAssertion := strings.Cut(amount, " = ")
			sum += fen(t, amount)
			if isAssertion {
				asserted[name] = fen(t, assertion)
			}
		}
	}
	accounts := 0
	for _, id := range v.Funds() {
		for _, l := range v.AsOf(id, 0).Accounts {
			accounts++
			if got, ok := asserted[plaintext.Account(id, l.Account)]; !ok || got.Sum() != l.Debit.Minus(l.Credit) {
				t.Errorf("%s %s: %s is asserted, not %s", id, l.Account, got, l.Debit.Minus(l.Credit))
			}
		}
	}
	if accounts != len(declared) || accounts != len(asserted) || transactions < 40 {
		t.Errorf("%d accounts, %d declared, %d asserted, %d transactions", accounts, len(declared), len(asserted), transactions)
	}
}

func fen(t *testing.T, amount string) money.Fen {
	t.Helper()
	f, err := money.Parse(strings.TrimSuffix(amount, " CNY"))
	if err != nil {
		t.Fatalf("%q: %v", amount, err)
	}
	return f
}

// The journal as known at a time is the journal of the log that ended then.
func TestKnownAt(t *testing.T) {
	log := history(t)
	half := new(memory.Store)
	var then time.Time
	for r, err := range log.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Position == 20 {
			break
		}
		then = r.RecordedAt
		if _, err := half.Append(t.Context(), store.Append{
			Stream: r.Stream, Expected: r.Revision - 1, RecordedAt: r.RecordedAt, Actor: r.Actor,
			Events: []store.Event{{Type: r.Type, Version: r.Version, Data: bytes.Clone(r.Data)}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []plaintext.Format{plaintext.Hledger, plaintext.Beancount} {
		got := journalOf(t, log, plaintext.Options{Format: f, Lang: lang.ZH, KnownAt: then})
		if want := journalOf(t, half, plaintext.Options{Format: f, Lang: lang.ZH}); got != want {
			t.Errorf("%s: known at %s:\n%s\nnot\n%s", f, then, got, want)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	log := history(t)
	_, err := plaintext.Write(t.Context(), new(bytes.Buffer), log, plaintext.Options{Format: "qif"})
	format := (*plaintext.UnknownFormatError)(nil)
	if !errors.As(err, &format) || format.Format != "qif" {
		t.Errorf("an unknown format: %v", err)
	}
	_, err = plaintext.Write(t.Context(), new(bytes.Buffer), log, plaintext.Options{Format: plaintext.Hledger, Fund: "999999.390"})
	unknown := (*plaintext.UnknownFundError)(nil)
	if !errors.As(err, &unknown) || unknown.Fund != "999999.390" {
		t.Errorf("an unknown fund: %v", err)
	}
	if _, err = plaintext.Write(t.Context(), full{}, log, plaintext.Options{Format: plaintext.Hledger}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

var errFull = errors.New("no space left")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// A log without bookings is a journal without transactions.
func TestEmpty(t *testing.T) {
	for _, f := range []plaintext.Format{plaintext.Hledger, plaintext.Beancount} {
		text := journalOf(t, new(memory.Store), plaintext.Options{Format: f})
		if strings.Contains(text, " * ") || strings.Contains(text, "balance ") {
			t.Errorf("%s: %s", f, text)
		}
	}
}
