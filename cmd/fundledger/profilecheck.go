package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
)

func (p *program) profileCheckCommand() *cobra.Command {
	var a axes
	var flags foreignFlags
	cmd := &cobra.Command{
		Use:     "check FILE",
		Short:   p.say("文件的每一行会成为什么；不动账本", "what would become of each row of a file; no ledger is touched"),
		Long:    p.say("逐行说明成为哪种事项，或为什么略过，或哪里不对，并按类合计。不写 --profile 则按表头辨认。\n规则（协议、余额、是否已入账）要账本才能判断：用 import --dry-run --profile。", "Say of each row which fact it becomes, or why it is skipped, or what is wrong, with the sums of each kind. Without\n--profile the profile is found by the headings. What needs a ledger (agreements, balances, what stands already)\nis checked by import --dry-run --profile."),
		Example: "  fundledger profile check tax.csv --with region=441300\n  fundledger profile check bank.csv --profile own.yaml --with fund=441300.390 --format csv",
		Args:    p.arguments("FILE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			if flags.profile == "" {
				name, err := profileOf(args[0])
				if err != nil {
					return err
				}
				flags.profile = name
			}
			key, err := p.ReadPersonKey()
			if err != nil {
				return err
			}
			foreign, end, err := flags.read(p, key)
			if err != nil {
				return err
			}
			defer end()
			var found tables.Mapped
			if err := importer.Map(args[0], foreign, key, found.Add); err != nil {
				return err
			}
			shown := tables.Listing{Table: found.Table(args[0], foreign.Profile)}
			if err := p.print(cmd.Context(), nil, &a, shown); err != nil || found.Faults() == 0 {
				return err
			}
			return fault.Input("%s 按方案 %s 有 %s；改正文件，或改自己的方案", "%s by the profile %s: %s; mend the file, or a profile of your own", args[0], foreign.Name, lang.Count(found.Faults(), "处错误", "fault"))
		},
	}
	flags.add(p, cmd)
	a.formatFlag(p, cmd)
	return cmd
}

// profileOf returns the name of the one profile whose file has the headings of a file.
func profileOf(path string) (string, error) {
	all := profile.All()
	tables, err := importer.Headings(path, func(heading string) bool {
		return slices.ContainsFunc(all, func(known *profile.Profile) bool { return known.Knows(heading) })
	})
	if err != nil {
		return "", err
	}
	var names []string
	for _, known := range all {
		if slices.ContainsFunc(tables, known.Fits) {
			names = append(names, known.Name)
		}
	}
	switch len(names) {
	case 1:
		return names[0], nil
	case 0:
		return "", fault.Input("没有方案认得 %s 的表头；用 --profile 指明", "no profile knows the headings of %s; name one with --profile", path)
	}
	return "", fault.Input("几个方案都认得 %s 的表头：%s；用 --profile 指明", "several profiles know the headings of %s: %s; name one with --profile", path, strings.Join(names, ", "))
}
