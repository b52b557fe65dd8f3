package plaintext

import (
	"bufio"
	"fmt"
	"strings"
)

// beancount is the input format of beancount, version 2 and later.
//
// Accounts open on the day of the first booking. An assertion holds at the
// beginning of its day, with everything below its account, and to the tolerance
// that it names: none. To print sums beyond one billion, query sum(number):
// version 2 cannot print sum(position) then.
//
// Source: beancount language syntax, "Accounts", "Open", "Metadata", "Balance
// assertions", "Local tolerance".
type beancount struct{}

func (beancount) open(b *bufio.Writer, j *journal) {
	fmt.Fprintf(b, "; fundledger: bookings of %d facts, from %s to %s\n", j.entries, j.first, j.last)
	for _, id := range j.booksOf() {
		fmt.Fprintf(b, "; fund %s %s\n", id, escape(j.funds[id], ""))
	}
	fmt.Fprintf(b, "\noption \"title\" \"fundledger\"\noption \"operating_currency\" %s\n", quoted(commodity))
	if len(j.accounts) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s commodity %s\n\n", j.first, commodity)
	for _, k := range j.inOrder() {
		d := j.accounts[k]
		fmt.Fprintf(b, "%s open %s %s\n  name: %s\n", j.first, d.name, commodity, quoted(d.text.EN))
	}
}

func (beancount) transaction(b *bufio.Writer, j *journal, t *Transaction) {
	fmt.Fprintf(b, "\n%s * %s\n", t.Date, quoted(t.Title))
	fmt.Fprintf(b, "  fund: %s\n  document: %s\n  position: %d\n  event: %s\n  recorded-at: %s\n  stream: %s\n",
		quoted(string(t.Fund)), quoted(t.Document), t.Position, quoted(t.Event), quoted(recorded(t)), quoted(t.Stream))
	if t.OccurredOn != t.Date {
		fmt.Fprintf(b, "  occurred-on: %s\n", t.OccurredOn)
	}
	if t.Reverses != "" {
		fmt.Fprintf(b, "  reverses: %s\n", quoted(t.Reverses))
	}
	if t.Note != "" {
		fmt.Fprintf(b, "  note: %s\n", quoted(t.Note))
	}
	for _, l := range t.Lines {
		fmt.Fprintf(b, "  %s    %s %s\n", j.name(l), net(l), commodity)
	}
}

func (beancount) close(b *bufio.Writer, j *journal) {
	if len(j.accounts) == 0 {
		return
	}
	b.WriteByte('\n')
	for _, k := range j.inOrder() {
		fmt.Fprintf(b, "%s balance %s    %s ~ 0.00 %s\n", j.last+1, j.accounts[k].name, j.below(k), commodity)
	}
}

// quoted returns a string of beancount: escaped to one line, then its quotes and
// backslashes as the format writes them.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(escape(s, "")) + `"`
}
