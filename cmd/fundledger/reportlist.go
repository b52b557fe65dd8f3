package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/projections/issues"
)

func (p *program) reportListCommand() *cobra.Command {
	var a axes
	var region string
	cmd := &cobra.Command{
		Use:   "list",
		Short: p.say("已发布的报告：各版", "the reports issued: every edition"),
		Long: p.say("每版一行：统筹区、期间、语言、版次、发布日期、凭证号、该事项的序号、所用的最后一条事项。JSON、CSV 和工作簿\n另有根、检查点和各文件的 SHA-256。explain 打开该事项。",
			"One row an edition: region, span, language, edition, issued on, document, the position of its fact, and the last fact that\nit is made of. JSON, CSV and a workbook also have the root, the checkpoint and the SHA-256 of each file. explain opens\nthe fact."),
		Example: "  fundledger report list\n  fundledger report list --region 441300 --format csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var v issues.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				return tables.Issues(slices.DeleteFunc(v.All(), func(i issues.Issue) bool { return !strings.HasPrefix(string(i.Region), region) })), nil
			}, &v)
		},
	}
	a.knownFlags(p, cmd)
	a.listFlags(p, cmd)
	p.regionFlag(cmd, &region)
	return cmd
}
