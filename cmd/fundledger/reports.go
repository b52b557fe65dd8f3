package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// day is the day as of which lateness is counted: that of the report, or today.
func (p *program) day(a *axes) fund.Date {
	if a.AsOf != 0 {
		return a.AsOf
	}
	return fund.DateIn(p.Now())
}

// listed is a closed list of codes in a sentence.
func listed[T ~string](codes []T) lang.Text {
	texts := make([]string, len(codes))
	for i, c := range codes {
		texts[i] = string(c)
	}
	return lang.Text{ZH: strings.Join(texts, "、"), EN: strings.Join(texts, ", ")}
}

// regionFlag adds the flag that keeps the rows of some areas only.
func (p *program) regionFlag(cmd *cobra.Command, region *string) {
	cmd.Flags().StringVar(region, "region", "", p.say("只列该统筹区（行政区划代码或其开头）", "only this pooling area (its division code, or how it begins)"))
}

// noFund is the error for a fund that the ledger, as known then, does not have.
func noFund(id fund.ID, knownAt time.Time) error {
	if !knownAt.IsZero() {
		return fault.Input("到 %[2]s 为止账内没有基金 %[1]q；用 balance 查看全部基金", "there was no fund %q in the ledger at %s; list all with balance", string(id), tables.LocalTime(knownAt))
	}
	return fault.Input("账内没有基金 %q；用 balance 查看全部基金", "there is no fund %q in the ledger; list all with balance", string(id))
}

// unknownFund says which funds there are.
func unknownFund(s *span, known []fund.ID) error {
	var names []string
	for _, id := range known {
		names = append(names, string(id))
	}
	if len(names) == 0 {
		return fault.Input("账本里没有基金 %s，也没有其他基金；先登记 fund.established", "there is no fund %s in the ledger, nor any other; record fund.established first", string(s.id))
	}
	list := strings.Join(names, ", ")
	return fault.Input("账本里没有基金 %s；有：%s", "there is no fund %s in the ledger; there are: %s", string(s.id), list)
}
