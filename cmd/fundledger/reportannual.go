package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/printed"
	"github.com/fundledger/fundledger/cmd/internal/yearbook"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// reportFlags are the flags of what is composed and printed.
type reportFlags struct {
	spanFlags
	papers
	knownAt, bureau, text string
	office.Axes
}

func (f *reportFlags) flags(p *program, cmd *cobra.Command) {
	f.spanFlags.flags(p, cmd)
	cmd.Flags().StringVar(&f.knownAt, "known-at", "", p.say("当时已入账的：时间或日期（该日终），默认现在", "only what was recorded by then: a time, or a date for its end; default now"))
	cmd.Flags().StringVar(&f.bureau, "bureau", "", p.say("发布单位，默认“地名＋医疗保障局”", "who issues it; default the bureau of medical insurance of the region"))
	f.papers.flags(p, cmd)
}

// parse reads the flags. Error: bad input.
func (f *reportFlags) parse() (err error) {
	if err = f.spanFlags.parse(); err != nil {
		return err
	}
	if err = f.papers.parse(); err != nil || f.knownAt == "" {
		return err
	}
	f.KnownAt, err = parseInstant(f.knownAt)
	return err
}

// content asks the ledger for what the report is composed of. Errors: bad input, those of yearbook.Gather.
func (p *program) content(cmd *cobra.Command, s store.Store, f *reportFlags) (c yearbook.Content, err error) {
	if f.text != "" {
		if c.Free, err = readFree(f.text); err != nil {
			return c, err
		}
	}
	free := c.Free
	if c, err = yearbook.Gather(cmd.Context(), &p.Office, s, f.Axes, f.of, f.span); err != nil {
		return c, err
	}
	c.Free, f.of, f.press.Root = free, c.Figures.Region, c.Proof.Root
	if f.bureau != "" {
		c.Bureau = lang.Text{ZH: f.bureau, EN: f.bureau}
	}
	c.Proof.Again = fmt.Sprintf("fundledger %s %s --known-at %s --lang %s", words(cmd), f.words(), c.Proof.Position, p.lang)
	c.Proof.Verify = "fundledger verify"
	return c, nil
}

// readFree reads free text. Error: bad input with every fault.
func readFree(path string) (yearbook.Free, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return yearbook.Free{}, err
	}
	return yearbook.ReadFree(path, string(raw))
}

// compose makes a command that composes a document and prints it.
func (p *program) compose(cmd *cobra.Command, f *reportFlags,
	make func(yearbook.Content, lang.Lang) (paper.Document, error)) *cobra.Command {
	cmd.Args = p.arguments("", 0, 0)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := f.parse(); err != nil {
			return err
		}
		return p.With(func(s store.Store) error {
			c, err := p.content(cmd, s, f)
			if err != nil {
				return err
			}
			doc, err := make(c, p.lang)
			if err != nil {
				return err
			}
			if why := printed.OfReport(doc, c.Figures).Refusal(); !why.IsZero() {
				fmt.Fprintln(p.err, p.say("提示：印出的数不相符，不能发布：%s", "warning: what is printed does not tie, and cannot be issued: %s", why))
			}
			return p.paper(doc, &f.papers)
		})
	}
	f.flags(p, cmd)
	return cmd
}

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
