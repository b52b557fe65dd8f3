package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) importCommand() *cobra.Command {
	var dryRun, partial bool
	var rejects string
	var flags foreignFlags
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: p.say("从工作簿、CSV 或 JSON Lines 文件导入事项", "record the facts of workbooks, CSV or JSON Lines files"),
		Long: p.say(
			"导入文件的列名是事项的字段名或中文名（类型、凭证号、业务日期、基金、金额……），用 events --types 查看。\n工作簿（.xlsx）逐表读取；有错误时在旁边生成标有问题的一份，在其中改正后导入它。合计行要与各行之和相符。\n文件有一处错误就一条也不记（除非 --partial），并一次列出全部错误。\n检查之后、记入之前，别人的登记若使其中几条不成立，只拒绝这几条并列出行号，其余照记。\n同一文件可以重复导入：已记的事项不会再记。CSV 可为 UTF-8 或 GBK。\n几个文件依次导入；遇到有错误的文件即停，它之前的文件已经记入。",
			"The columns of a file are the fields of the facts and a type, by name or Chinese title; see events --types.\nA workbook (.xlsx) is read sheet by sheet. If it has faults, a copy with the faults in it is written beside it: mend that one\nand import it. A row of totals must be the sum of the rows.\nA file with one fault is not recorded at all (unless --partial), and all its faults are listed.\nOthers may record something between the check and the recording, and some facts become wrong. Those are refused, with\ntheir lines, and the rest is recorded.\nA file may be imported again: facts that stand already change nothing. CSV may be UTF-8 or GBK.\nSeveral files are taken one after another; the first with a fault stops, those before it are recorded."),
		Example: "  fundledger import facts.csv\n  fundledger import 收入.xlsx\n  fundledger import --dry-run facts.csv\n  fundledger import --partial facts.csv\n  fundledger import bank.csv --profile bank_icbc --with fund=441300.390",
		Args:    p.arguments("FILE", 1, -1),
		RunE: func(cmd *cobra.Command, files []string) error {
			if rejects != "" && (!partial || len(files) > 1) {
				return fault.Input("--rejects 要和 --partial、单个文件一起用", "--rejects goes with --partial and one file")
			}
			if rejects != "" && strings.EqualFold(filepath.Ext(files[0]), rows.WorkbookExt) {
				return fault.Input("工作簿不用 --rejects：退回的行标在它自己的副本里", "a workbook takes no --rejects: its rejected rows are marked in a copy of it")
			}
			var key []byte
			isHistory := func(file string) bool { return flags.profile == "" && office.IsHistory(file) }
			if slices.ContainsFunc(files, func(file string) bool { return !isHistory(file) }) { // a history has pseudonyms only
				var err error
				if key, err = p.ReadPersonKey(); err != nil {
					return err
				}
			}
			foreign, end, err := flags.recording(p, key, partial)
			if err != nil {
				return err
			}
			defer end()
			return p.With(func(s store.Store) error {
				for len(files) > 0 {
					if isHistory(files[0]) {
						if err := p.importHistory(cmd.Context(), s, files[0], dryRun); err != nil {
							return err
						}
						files = files[1:]
						continue
					}
					n := 1
					for !dryRun && !partial && n < len(files) && !isHistory(files[n]) {
						n++
					}
					o := importer.Options{PersonKey: key, Foreign: foreign, DryRun: dryRun, Partial: partial, Rejects: rejects}
					if err := p.importFiles(cmd.Context(), s, o, files[:n]); err != nil {
						return err
					}
					files = files[n:]
				}
				return nil
			})
		},
	}
	flags.add(p, cmd)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, p.say("只检查，不写入", "check only, write nothing"))
	cmd.Flags().BoolVar(&partial, "partial", false, p.say("记入无误的行，其余写入退回文件", "record the good rows, put the others into a rejects file"))
	cmd.Flags().StringVar(&rejects, "rejects", "", p.say("退回文件（默认 FILE.rejects.csv）", "the rejects file (default FILE.rejects.csv)"))
	return cmd
}

// importHistory imports an exported history, and tells what it is.
func (p *program) importHistory(ctx context.Context, s store.Store, path string, dryRun bool) error {
	done, err := p.ImportHistory(ctx, s, path, dryRun)
	if done.NoDoubles != nil {
		p.tellNoDoubles(done.NoDoubles)
	}
	if done.Register != nil {
		p.tellExceptions(done.Register)
	}
	switch {
	case err != nil:
		return err
	case dryRun:
		fmt.Fprintln(p.out, p.say("历史文件无误：%s，根 %s；未写入", "the history is right: %s, root %s; nothing was written", events(done.Head.Size), done.Head.Root))
		return nil
	case done.Stood > 0:
		fmt.Fprintln(p.out, p.say("账本已有其中 %s", "%s of it stood already", events(done.Stood)))
	}
	fmt.Fprintln(p.out, p.say("已导入历史：%s，根 %s", "imported the history: %s, root %s", events(done.Head.Size), done.Head.Root))
	return nil
}
