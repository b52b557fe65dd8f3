package rules

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/posting"
)

// desk is where a script is played: a ledger, a clock, a language.
type desk struct {
	log     memory.Store
	now     time.Time
	files   time.Time   // of the ledger's files; zero: not known
	times   []time.Time // of the recorded facts
	last    event.Event
	speaks  []lang.Lang
	persons []string // pseudonym, "person " and number, for printing
}

func newDesk() *desk {
	return &desk{
		now:    time.Date(2026, 1, 15, 10, 0, 0, 0, fund.Shanghai()),
		speaks: []lang.Lang{lang.ZH, lang.EN},
	}
}

// answer runs commands and returns what the program says, a line or more for each.
func (d *desk) answer(commands []string) string {
	var out strings.Builder
	for _, c := range commands {
		words, err := split(c)
		if err == nil {
			err = d.run(&out, words[0], words[1:])
		}
		if err != nil {
			fmt.Fprintf(&out, "error: %v\n", err)
		}
	}
	return strings.NewReplacer(d.persons...).Replace(out.String())
}

func (d *desk) run(out *strings.Builder, command string, words []string) error {
	switch command {
	case "record":
		return d.record(out, words)
	case "reverse":
		return d.reverse(out, words)
	case "correct":
		return d.correct(out, words)
	case "close":
		return d.close(out, words)
	case "language":
		d.speaks = []lang.Lang{lang.Lang(strings.Join(words, ""))}
		if words[0] == "both" {
			d.speaks = []lang.Lang{lang.ZH, lang.EN}
		}
		return nil
	case "today":
		day, err := time.ParseInLocation("2006-01-02", strings.Join(words, " "), fund.Shanghai())
		d.now = day.Add(10 * time.Hour)
		return err
	case "files":
		if strings.Join(words, "") == "none" {
			d.files = time.Time{}
			return nil
		}
		day, err := time.ParseInLocation("2006-01-02", strings.Join(words, " "), fund.Shanghai())
		d.files = day.Add(10 * time.Hour)
		return err
	case "acknowledge":
		return d.acknowledge(out, words)
	case "postings":
		d.postings(out)
		return nil
	case "balance", "books", "case", "recoveries", "statistics":
		return d.show(out, command, words)
	}
	return fmt.Errorf("no such command: %s", command)
}

// record says one fact to the ledger and prints what it answers.
func (d *desk) record(out *strings.Builder, words []string) error {
	if len(words) == 0 {
		return errors.New("record what?")
	}
	cells, err := pairs(words[1:])
	if err != nil {
		return err
	}
	if number := cells["person"]; number != "" {
		p := fund.Pseudonym(make([]byte, fund.KeySize), number)
		d.persons = append(d.persons, string(p), "person "+number)
		cells["person"] = string(p)
	}
	used := map[string]bool{}
	fact, problems := event.Parse(words[0], func(field string) string { used[field] = true; return cells[field] })
	for _, p := range problems {
		d.say(out, "bad input: "+p.Field, p.Why, p.Remedy)
	}
	if len(problems) > 0 {
		return nil
	}
	for name := range cells {
		if !used[name] {
			return fmt.Errorf("%s has no field %s", words[0], name)
		}
	}
	return d.take(out, fact)
}

// acknowledge says that the recording times are of a clock that was ahead.
func (d *desk) acknowledge(out *strings.Builder, words []string) error {
	receipt, from, err := aggregates.AcknowledgeClock(context.Background(), &d.log, strings.Join(words, " "), "",
		aggregates.Envelope{At: d.now, Actor: "clerk"})
	if refused := (*refusal.Error)(nil); errors.As(err, &refused) {
		d.say(out, "refused ["+refused.Rule+"] "+refused.Field, refused.Why, refused.Remedy)
		return nil
	}
	if err != nil {
		return err
	}
	d.now = d.now.Add(time.Second)
	fmt.Fprintf(out, "acknowledged from position %d, at position %d\n", from, receipt.First)
	return nil
}

// take says a fact to the ledger and prints what it answers.
func (d *desk) take(out *strings.Builder, fact event.Event) error {
	receipts, err := aggregates.RecordOnce(context.Background(), &d.log, wholeLog{&d.log}, d.envelope(), fact)
	return d.tell(out, receipts, err, fact)
}

func (d *desk) envelope() aggregates.Envelope {
	return aggregates.Envelope{At: d.now, Actor: "clerk", Files: d.files}
}

// tell prints what the ledger answered to facts that were said together.
func (d *desk) tell(out *strings.Builder, receipts []store.Receipt, err error, facts ...event.Event) error {
	refused, invalid := (*refusal.Error)(nil), (*event.InvalidError)(nil)
	switch {
	case errors.As(err, &refused):
		d.say(out, "refused ["+refused.Rule+"] "+refused.Field, refused.Why, refused.Remedy)
		if refused.Source != "" {
			fmt.Fprintf(out, "  source: %s\n", refused.Source)
		}
		return nil
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			d.say(out, "bad input: "+p.Field, p.Why, p.Remedy)
		}
		return nil
	case err != nil:
		return err
	}
	at := d.now
	for i, fact := range facts {
		if receipts[i].Duplicate {
			fmt.Fprintln(out, "already recorded")
			continue
		}
		d.times, d.now = append(d.times, at), at.Add(time.Second)
		if err := d.stands(out, receipts[i], fact); err != nil {
			return err
		}
	}
	return nil
}

// stands prints where a fact stands that was recorded, and what is unusual about it.
func (d *desk) stands(out *strings.Builder, receipt store.Receipt, fact event.Event) error {
	for entry, err := range ledger.All(context.Background(), &d.log, receipt.First) {
		if err != nil {
			return err
		}
		d.last = entry.Event
		break
	}
	fmt.Fprintf(out, "recorded %s@%d\n", aggregates.StreamOf(fact), receipt.Last)
	switch on := d.last.Common().BookedOn; {
	case d.last.Common().BookedFor != 0:
		fmt.Fprintf(out, "  of %s, in the books as of %s by the difference\n", d.last.Common().OccurredOn, d.last.Common().BookedFor)
	case on != 0:
		fmt.Fprintf(out, "  of %s, enters the books on %s\n", d.last.Common().OccurredOn, on)
	}
	if w := warningOf(d.last); w != "" {
		fmt.Fprintf(out, "  warning [%s] %s\n", w, bothLanguages(event.NameOf("warning", w)))
	}
	return nil
}

// say prints why and remedy under a heading, in the script's language or both.
func (d *desk) say(out *strings.Builder, heading string, why, remedy lang.Text) {
	if len(d.speaks) == 1 {
		fmt.Fprintf(out, "%s: %s; %s\n", heading, why.In(d.speaks[0]), remedy.In(d.speaks[0]))
		return
	}
	fmt.Fprintln(out, heading)
	for _, l := range d.speaks {
		fmt.Fprintf(out, "  %s\n  -> %s\n", why.In(l), remedy.In(l))
	}
}

func (d *desk) postings(out *strings.Builder) {
	if d.last == nil {
		fmt.Fprintln(out, "nothing is recorded yet")
		return
	}
	lines := posting.Of(d.last)
	if len(lines) == 0 {
		fmt.Fprintf(out, "%s: no fund is touched\n", event.Wire(d.last))
	}
	for _, l := range lines {
		side, amount := "Dr", l.Debit
		if l.Credit > 0 {
			side, amount = "Cr", l.Credit
		}
		name := account.FullName(l.Fund.Kind(), l.Account)
		fmt.Fprintf(out, "%s  %s %s %s (%s)  %s\n", l.Fund, side, l.Account, name.ZH, name.EN, amount)
	}
}

// split returns the words of a command; double quotes hold a word together, and
// a backslash before one makes it part of the word.
func split(command string) ([]string, error) {
	var words []string
	var word strings.Builder
	quoted, plain := false, false
	for _, r := range command + " " {
		switch {
		case plain:
			word.WriteRune(r)
			plain = false
		case r == '\\':
			plain = true
		case r == '"':
			quoted = !quoted
		case r == ' ' && !quoted:
			if word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
		default:
			word.WriteRune(r)
		}
	}
	if quoted {
		return nil, errors.New("a quote is not closed: " + strconv.Quote(command))
	}
	return words, nil
}

func pairs(words []string) (map[string]string, error) {
	out := map[string]string{}
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if _, twice := out[name]; !ok || twice {
			return nil, fmt.Errorf("not field=value, or twice: %s", w)
		}
		out[name] = value
	}
	return out, nil
}
