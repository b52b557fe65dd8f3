package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// fact is one row of a generated file, as far as the peers need it.
type fact struct {
	typ, document, on, fund, aidFund, institution, person, care, paidYear, paidOn string
	hasAmount                                                                     bool
	amount                                                                        fen
}

// effect is what a fact does to one fund: one transaction of the journal.
type effect struct {
	fund   string
	side   side
	amount fen
}

// effects returns what a fact does to the funds. This is written down a second
// time on purpose: it shares no code with projections/posting. Error: for a type
// that is not known here.
func (f fact) effects() ([]effect, error) {
	one := func(s side, amount fen) ([]effect, error) { return []effect{{f.fund, s, amount}}, nil }
	switch f.typ {
	case "fund.opened":
		return one(opening, f.amount)
	case "premium.received", "subsidy.received", "interest.received", "penalty.received", "other.received", "grant.received", "transfer.received":
		return one(income, f.amount)
	case "reimbursement.paid", "relief.paid", "other.paid", "grant.paid", "transfer.paid", "insurer.paid":
		return one(expense, f.amount)
	case "participation.assisted":
		return []effect{{f.aidFund, expense, f.amount}, {f.fund, income, f.amount}}, nil
	case "premium.refunded":
		same := f.paidOn[:min(4, len(f.paidOn))] == f.on[:min(4, len(f.on))]
		all := []effect{{f.fund, expense, f.amount}}
		if same {
			all[0] = effect{f.fund, income, -f.amount}
		}
		switch {
		case f.aidFund != "" && same: // what an aid fund had paid goes back to it
			all = append(all, effect{f.aidFund, expense, -f.amount})
		case f.aidFund != "":
			all = append(all, effect{f.aidFund, income, f.amount})
		}
		return all, nil
	case "clawback.received", "reimbursement.reversed", "relief.reversed":
		year := f.on[:min(4, len(f.on))]
		same := cmp.Or(f.paidYear, f.paidOn[:min(4, len(f.paidOn))]) == year
		if same {
			return one(expense, -f.amount)
		}
		return one(income, f.amount)
	case "fund.established", "account.opened", "limit.set", "money.moved", "institution.designated", "agreement.signed",
		"institution.suspended", "institution.resumed", "institution.terminated", "payment.held", "payment.released",
		"case.opened", "case.transferred", "case.published", "case.closed", "case.reopened", "settlement.suspended",
		"finding.recorded", "loss.determined", "loss.traced", "clawback.ordered", "clawback.annulled", "penalty.charged",
		"fine.imposed", "fine.paid", "fine.waived", "fine.refunded", "surcharge.imposed", "gain.confiscated",
		"claim.denied", "claim.corrected", "persons.insured", "recovery.reported", "statistic.reported":
		return nil, nil
	}
	return nil, fmt.Errorf("fundbench does not know what %q does to a fund; say it in cmd/fundbench/facts.go", f.typ)
}

// readFacts calls do with every row of the files, in order.
func readFacts(files []string, do func(fact) error) error {
	for _, name := range files {
		if err := readFile(name, do); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func readFile(name string, do func(fact) error) error {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	r := csv.NewReader(bufio.NewReaderSize(in, 1<<16))
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("its header: %w", err)
	}
	column := map[string]int{}
	for i, title := range header {
		column[title] = i
	}
	for _, needed := range []string{"type", "document", "occurred_on"} {
		if _, ok := column[needed]; !ok {
			return fmt.Errorf("it has no column %s", needed)
		}
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		cell := func(title string) string {
			if i, ok := column[title]; ok {
				return row[i]
			}
			return ""
		}
		f := fact{typ: cell("type"), document: cell("document"), on: cell("occurred_on"), fund: cell("fund"), aidFund: cell("aid_fund"),
			institution: cell("institution"), person: cell("person"), care: cell("care"), paidYear: cell("paid_year"), paidOn: cell("paid_on")}
		if text := cell("amount"); text != "" {
			if f.amount, err = parseFen(text); err != nil {
				return err
			}
			f.hasAmount = true
		}
		if err := do(f); err != nil {
			return err
		}
	}
}

// dataset is the generated files of one size, and the same for the peers.
type dataset struct {
	files  []string // CSV, in the order of import
	bytes  int64    // of them
	events int64    // rows of them

	table   string // CSV for the databases: one row a fact
	journal string // for ledger and hledger: one transaction an effect on a fund
	wanted  answer // added up while these were written
}

// openDataset finds the CSV files in a directory.
func openDataset(dir string) (*dataset, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("there are no CSV files in %s; name a directory that fundledger generate wrote", dir))
	}
	slices.Sort(files)
	d := &dataset{files: files}
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		d.bytes += info.Size()
	}
	return d, nil
}

// read counts the facts and adds up the wanted answer. With forPeers it also
// writes them as the databases and the programs of plain-text accounting take
// them, into a directory.
func (d *dataset) read(dir string, forPeers bool) (err error) {
	var table, journal *bufio.Writer
	if forPeers {
		d.table, d.journal = filepath.Join(dir, "facts.csv"), filepath.Join(dir, "facts.journal")
		for path, to := range map[string]**bufio.Writer{d.table: &table, d.journal: &journal} {
			file, err := os.Create(path)
			if err != nil {
				return err
			}
			*to = bufio.NewWriterSize(file, 1<<16)
			defer func(w *bufio.Writer) { err = errors.Join(err, w.Flush(), file.Close()) }(*to)
		}
	}
	d.events = 0
	sums := map[change]fen{}
	err = readFacts(d.files, func(f fact) error {
		d.events++
		effects, err := f.effects()
		if err != nil {
			return err
		}
		year, err := strconv.Atoi(f.on[:min(4, len(f.on))])
		if err != nil {
			return fmt.Errorf("the date %q of %s", f.on, f.document)
		}
		for _, e := range effects {
			sums[change{year: year, fund: e.fund, side: e.side}] += e.amount
			if forPeers {
				e.write(journal, &f)
			}
		}
		if forPeers {
			f.write(table, d.events)
		}
		return nil
	})
	if err != nil {
		return err
	}
	changes := make([]change, 0, len(sums))
	for c, amount := range sums {
		c.amount = amount
		changes = append(changes, c)
	}
	d.wanted, err = answerOf(changes)
	return err
}

// write writes a fact as a row of the table. A failure shows when the writer is
// flushed; so with write of effect.
func (f *fact) write(table *bufio.Writer, number int64) {
	amount := ""
	if f.hasAmount {
		amount = strconv.FormatInt(int64(f.amount), 10)
	}
	fmt.Fprintf(table, "%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", number, f.typ, f.document, f.on, f.fund, f.aidFund, f.institution, f.person, f.care, amount, f.paidYear, f.paidOn)
}

// write writes an effect as a transaction of the journal.
func (e effect) write(journal *bufio.Writer, f *fact) {
	booked := e.amount
	if e.side != expense {
		booked = -booked
	}
	fmt.Fprintf(journal, "%s %s %s\n    %s:%s  %s\n    money:%s\n\n", f.on, f.document, f.typ, e.side, e.fund, booked, e.fund)
}

// years returns the first and the last year of the wanted answer.
func (d *dataset) years() (first, last int) {
	for k := range d.wanted {
		if first == 0 || k.year < first {
			first = k.year
		}
		last = max(last, k.year)
	}
	return first, last
}
