package main

import "github.com/spf13/cobra"

func (p *program) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: p.say("年度报告：编制、核对、发布", "the annual report: compose, check, issue"),
		Long: p.say("一个统筹区一年（或几年、半年、季度、月）的报告：章节、句子、表、图、附注和证明页，每个数都由账本推算并可以打开。",
			"The report of a pooling area on a year (or several, a half-year, a quarter, a month): chapters, sentences, tables,\ncharts, notes and a page of proof. Every figure comes from the ledger and can be opened."),
		Example: "  fundledger report annual --year 2025 --out report.html\n  fundledger report annual --year 2021-2025 --out report.html --out report.md\n  fundledger report issue --year 2025 --dir issued\n  fundledger report check table.xlsx\n  fundledger report list",
		Args:    noSubcommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.annualCommand(), p.reportFiguresCommand(), p.disclosureCommand(), p.paragraphCommand(), p.reportCheckCommand(),
		p.reportIssueCommand(), p.reportAgainCommand(), p.reportListCommand())
	return cmd
}
