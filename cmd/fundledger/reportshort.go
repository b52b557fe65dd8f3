package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/yearbook"
	"github.com/fundledger/fundledger/ledger/lang"
)

func (p *program) disclosureCommand() *cobra.Command {
	return p.compose(&cobra.Command{
		Use:   "disclosure",
		Short: p.say("信息公开：参保、收入、支出、结余", "what is to be published: enrolment, income, expense, balance"),
		Long: p.say("经办机构应当定期公布的：参加基本医疗保险的情况和基金的收入、支出、结余（医疗保障法第三十八条，2027-01-01 起施行）。",
			"What an agency must publish regularly: enrolment, and income, expense and balance of the funds (医疗保障法 art. 38, in\nforce from 2027-01-01)."),
		Example: "  fundledger report disclosure --half 2025H1 --out disclosure.html",
	}, new(reportFlags), plainly(yearbook.Disclosure))
}

func (p *program) paragraphCommand() *cobra.Command {
	return p.compose(&cobra.Command{
		Use:     "paragraph",
		Short:   p.say("一段报道：十来个数", "one paragraph for a newspaper, with a dozen figures"),
		Long:    p.say("把报告写成报纸上的一段：参保、结余、报销、追回、罚款、协议、救助。不知道的数不写。", "The report as one paragraph of a newspaper: enrolment, balance, benefits, recoveries, fines, agreements, aid. What is not\nknown is left out."),
		Example: "  fundledger report paragraph --year 2021-2025",
	}, new(reportFlags), plainly(yearbook.Paragraph))
}

// plainly is a composer that cannot fail.
func plainly(make func(yearbook.Content, lang.Lang) paper.Document) func(yearbook.Content, lang.Lang) (paper.Document, error) {
	return func(c yearbook.Content, l lang.Lang) (paper.Document, error) { return make(c, l), nil }
}
