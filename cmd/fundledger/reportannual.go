package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/yearbook"
)

func (p *program) annualCommand() *cobra.Command {
	var f reportFlags
	cmd := p.compose(&cobra.Command{
		Use:   "annual",
		Short: p.say("编制报告（草稿）", "compose the report, as a draft"),
		Long: p.say("编制一个统筹区的报告，写成网页、PDF、工作簿或 Markdown；不写 --out 则在屏幕上列出。期间可以是年度、几年、半年、季度或月。\n--text 指明一个 Markdown 文件，其中“## 章名”下的段落加进该章；段落里引用数只能写标识，如 {{f:income.390.2025}}。",
			"Compose the report of a pooling area as a page of a browser, PDF, a workbook or Markdown; without --out it is shown on the\nscreen. It is of a year, several years, a half-year, a quarter or a month. --text names a file of Markdown, whose\nparagraphs below ## CHAPTER go into that chapter; they cite figures only by their tokens, such as {{f:income.390.2025}}."),
		Example: "  fundledger report annual --region 441300 --year 2025 --out report.html --out report.pdf\n  fundledger report annual --quarter 2025Q3 --text words.md --out report.md",
	}, &f, yearbook.Compose)
	cmd.Flags().StringVar(&f.text, "text", "", p.say("自由文字的 Markdown 文件", "a file of Markdown with free text"))
	return cmd
}
