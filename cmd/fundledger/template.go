package main

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/cmd/internal/template"
	"github.com/fundledger/fundledger/ledger/event"
)

func (p *program) templateCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "template [TYPE...]",
		Short: p.say("可填写的工作簿模板，填好后直接导入", "a workbook to fill in, which imports as it is"),
		Long: p.say("写出一个工作簿，每种事项一张工作表，名称就是事项类型；不给 TYPE 则为经办登记的全部类型。\n"+
			"橙色表头的必填；有固定选项的从下拉列表里选；鼠标停在表头上看写法。灰色的一行是示例，不会导入，不必删除。",
			"Write a workbook with a sheet for each type of facts, named by what it is called; without TYPE for all that a clerk\n"+
				"records. Orange headings must be filled in, closed lists drop down, and a note at each heading says how it is\nwritten. The grey row is an example: it is not imported, and need not be deleted."),
		Example: "  fundledger template premium.received reimbursement.paid --out june.xlsx\n  fundledger template --out all.xlsx\n  fundledger import june.xlsx",
		Args:    p.arguments("TYPE", 0, -1),
		RunE: func(_ *cobra.Command, args []string) error {
			types, err := templateTypes(args)
			if err != nil {
				return err
			}
			if out == "" {
				out = p.say("模板", "template") + ".xlsx"
				if len(types) == 1 {
					out = template.SheetName(types[0], p.lang) + ".xlsx"
				}
			}
			if form, err := formOfFile("", out); err != nil || form != report.XLSX {
				return fault.Input("--out：模板是工作簿，文件名用 .xlsx 结尾：%s", "--out: a template is a workbook; end its name in .xlsx: %s", out)
			}
			return p.write(&axes{form: report.XLSX, out: out}, func(w io.Writer) error { return template.Write(w, p.lang, types) })
		},
	}
	cmd.Flags().StringVar(&out, "out", "", p.say("写入该新文件，默认以所含类型命名", "write to this new file; default named by what it is for"))
	return cmd
}

// templateTypes are the types with some names, each once; all that a clerk records if there are none.
// Error: bad input.
func templateTypes(names []string) (types []event.Type, err error) {
	all := tables.Recorded(event.Types())
	for _, name := range names {
		wire, known := template.Wire(name)
		at := slices.IndexFunc(all, func(t event.Type) bool { return t.Wire == wire })
		if at < 0 && known {
			return nil, fault.Input("%s 不用文件登记；结账用 close，冲销用 reverse，时钟用 clock acknowledge", "%s is not recorded from a file; use close, reverse or clock acknowledge", name)
		}
		if at < 0 {
			return nil, fault.Input("没有事项类型 %s；用 events --types 查看全部", "there is no type %s; list all with events --types", name)
		}
		if !slices.ContainsFunc(types, func(t event.Type) bool { return t.Wire == wire }) {
			types = append(types, all[at])
		}
	}
	if len(names) == 0 {
		return all, nil
	}
	return types, nil
}
