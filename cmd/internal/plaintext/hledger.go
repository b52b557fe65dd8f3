package plaintext

import (
	"bufio"
	"fmt"

	"github.com/fundledger/fundledger/ledger/fund"
)

// hledger is the journal format of hledger.
//
// A tag's value goes to the next comma, a comment to the end of its line, a
// code to the first closing bracket; brackets around a date would date a
// posting. Account directives are two spaces away from their comments.
//
// Source: the hledger manual, "Transactions", "Comments", "Tags", "Posting dates",
// "Declaring accounts", "Balance assertions".
type hledger struct{}

// acting are the characters that end or begin something in hledger.
const acting = ";|,()[]"

func (hledger) open(b *bufio.Writer, j *journal) {
	fmt.Fprintf(b, "; fundledger: bookings of %d facts, from %s to %s\n", j.entries, j.first, j.last)
	for _, id := range j.booksOf() {
		fmt.Fprintf(b, "; fund %s %s\n", id, escape(j.funds[id], acting))
	}
	fmt.Fprintf(b, "\ncommodity 1000.00 %s\n\n", commodity)
	for _, k := range j.inOrder() {
		d := j.accounts[k]
		fmt.Fprintf(b, "account %s  ; %s\n", d.name, escape(d.text.EN, acting))
	}
}

func (hledger) transaction(b *bufio.Writer, j *journal, t *Transaction) {
	fmt.Fprintf(b, "\n%s *", t.Date)
	if t.Document != "" {
		fmt.Fprintf(b, " (%s)", escape(t.Document, acting))
	}
	fmt.Fprintf(b, " %s\n", escape(t.Title, acting))
	fmt.Fprintf(b, "    ; fund:%s, position:%d, event:%s, recorded-at:%s, stream:%s\n",
		t.Fund, t.Position, t.Event, recorded(t), escape(t.Stream, acting))
	if t.OccurredOn != t.Date {
		fmt.Fprintf(b, "    ; occurred-on:%s\n", t.OccurredOn)
	}
	if t.Reverses != "" {
		fmt.Fprintf(b, "    ; reverses:%s\n", escape(t.Reverses, acting))
	}
	if t.Note != "" {
		fmt.Fprintf(b, "    ; note:%s\n", escape(t.Note, acting))
	}
	for _, l := range t.Lines {
		fmt.Fprintf(b, "    %s    %s %s\n", j.name(l), net(l), commodity)
	}
}

// close asserts every balance on the last day, after its transactions.
func (hledger) close(b *bufio.Writer, j *journal) {
	if len(j.accounts) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s * balances\n", j.last)
	for _, k := range j.inOrder() {
		d := j.accounts[k]
		fmt.Fprintf(b, "    %s    0.00 %s = %s %[2]s\n", d.name, commodity, d.sum.Debit.Minus(d.sum.Credit))
	}
}

// recorded is a recording time in Shanghai with its offset.
func recorded(t *Transaction) string {
	return t.RecordedAt.In(fund.Shanghai()).Format("2006-01-02T15:04:05.000000-07:00")
}
