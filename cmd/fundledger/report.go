package main

import "github.com/spf13/cobra"

func (p *program) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "report",
		Short:   p.say("要公布的报告", "reports to be published"),
		Long:    p.say("要公布的报告：把印出的数字相互核对。", "Reports to be published: printed figures against each other."),
		Example: "  fundledger report check table.xlsx",
		Args:    noSubcommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.reportCheckCommand())
	return cmd
}
