package generate

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// The columns of the files of a month, each as few as its facts need.
var (
	bookColumns = []string{
		"type", "document", "occurred_on", "fund", "part", "institution", "region", "name", "kind", "grade", "scope", "until",
		"limit", "case", "channel", "subject", "article", "violation", "finding", "paid_year", "care", "base", "multiple",
		"authority", "outcome", "from", "to", "amount", "count",
	}
	claimColumns  = []string{"type", "document", "occurred_on", "fund", "part", "institution", "person", "care", "channel", "amount"}
	reliefColumns = []string{"type", "document", "occurred_on", "fund", "aid_fund", "person", "amount"}
)

// AppendHeader appends the first line of an import file with the columns.
func AppendHeader(line []byte, columns []string) []byte {
	return append(append(line, strings.Join(columns, ",")...), '\n')
}

// AppendRow appends a fact as a row of an import file. It panics if the fact fills
// in another field than the columns, which is a mistake of this package.
func AppendRow(line []byte, columns []string, e event.Event) []byte {
	switch e := e.(type) { // nearly all facts: quickly
	case event.ReimbursementPaid:
		return claimRow(line, "reimbursement.paid", e.Fact, e.Fund, string(e.Part), e.Institution, e.Person, string(e.Care), "", e.Amount)
	case event.ClaimCorrected:
		return claimRow(line, "claim.corrected", e.Fact, e.Fund, "", e.Institution, "", "", "", e.Amount)
	case event.ClaimDenied:
		return claimRow(line, "claim.denied", e.Fact, e.Fund, "", e.Institution, "", "", string(e.Channel), e.Amount)
	case event.ReliefPaid:
		return reliefRow(line, "relief.paid", e.Fact, e.Fund, "", e.Person, e.Amount)
	case event.ParticipationAssisted:
		return reliefRow(line, "participation.assisted", e.Fact, e.Fund, e.AidFund, "", e.Amount)
	default:
		return anyRow(line, columns, e)
	}
}

func claimRow(line []byte, wire string, f event.Fact, id fund.ID, part string, i fund.Institution, p fund.Person,
	care, channel string, amount money.Fen) []byte {
	for _, cell := range [...]string{wire, f.Document, f.OccurredOn.String(), string(id), part, string(i), string(p), care, channel} {
		line = append(append(line, cell...), ',')
	}
	return append(amount.Append(line), '\n')
}

func reliefRow(line []byte, wire string, f event.Fact, id, aid fund.ID, p fund.Person, amount money.Fen) []byte {
	for _, cell := range [...]string{wire, f.Document, f.OccurredOn.String(), string(id), string(aid), string(p)} {
		line = append(append(line, cell...), ',')
	}
	return append(amount.Append(line), '\n')
}

func anyRow(line []byte, columns []string, e event.Event) []byte {
	cells := make([]string, len(columns))
	cells[0] = event.Wire(e)
	for name, text := range event.Values(e) {
		at := slices.Index(columns, name)
		if at < 0 || strings.ContainsAny(text, ",\"\n") {
			panic("generate: " + event.Wire(e) + " does not go into a row: " + name + " " + text)
		}
		cells[at] = text
	}
	return append(append(line, strings.Join(cells, ",")...), '\n')
}
