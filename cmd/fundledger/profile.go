package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/tables"
)

func (p *program) profileCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profile",
		Short: p.say("银行、税务、经办系统的文件怎样成为事项", "how files of banks, tax offices and agencies become facts"),
		Long: p.say("方案说明一种外来文件的每一行成为什么事项、各栏由哪一列来、哪些行略过及原因；没有规则的行是错误，不猜测。\n用 profile show 名称 > 自己的.yaml 复制一个来改；profile check 先看每一行成为什么，不动账本。",
			"A profile says of one kind of file which facts its rows become, of which columns their fields are made, and which\nrows are skipped and why. A row without a rule is a fault: nothing is guessed. Copy one with\nprofile show NAME > own.yaml; profile check tells what becomes of each row, without a ledger."),
		Example: "  fundledger profile list\n  fundledger profile show bank_icbc > own.yaml\n  fundledger profile check tax.csv --profile tax_unit --with region=441300\n  fundledger import tax.csv --profile tax_unit --with region=441300",
		Args:    noSubcommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.profileListCommand(), p.profileShowCommand(), p.profileCheckCommand(), p.profilePersonsCommand())
	return cmd
}

func (p *program) profileListCommand() *cobra.Command {
	var a axes
	cmd := &cobra.Command{
		Use:     "list",
		Short:   p.say("列出内置的方案", "list the profiles that are built in"),
		Example: "  fundledger profile list",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			return p.print(cmd.Context(), nil, &a, tables.Listing{Table: tables.Profiles(profile.All())})
		},
	}
	a.formatFlag(p, cmd)
	return cmd
}

func (p *program) profileShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "show NAME",
		Short:   p.say("显示一个方案的全文（YAML），可复制来改", "show a profile in full (YAML), to be copied"),
		Example: "  fundledger profile show bank_icbc\n  fundledger profile show bank_icbc > own.yaml",
		Args:    p.arguments("NAME", 1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			known, err := p.profileNamed(args[0])
			if err == nil {
				_, err = p.out.Write(known.Text())
			}
			return err
		},
	}
}
