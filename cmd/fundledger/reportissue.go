package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/press"
	"github.com/fundledger/fundledger/cmd/internal/yearbook"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// issueFlags say which report is issued, or made again, and where its files go.
type issueFlags struct {
	spanFlags
	papers
	bureau, text, dir, document string
}

func (f *issueFlags) flags(p *program, cmd *cobra.Command) {
	f.spanFlags.flags(p, cmd)
	f.fontFlags(p, cmd)
	cmd.Flags().StringVar(&f.text, "text", "", p.say("自由文字的 Markdown 文件", "a file of Markdown with free text"))
	cmd.Flags().StringVar(&f.dir, "dir", ".", p.say("写入该文件夹", "write the files into this folder"))
}

// order is the order that the flags give. Errors: bad input, those of reading.
func (p *program) order(f *issueFlags) (order yearbook.Order, err error) {
	if err = f.spanFlags.parse(); err != nil {
		return order, err
	}
	if err = f.papers.parse(); err != nil {
		return order, err
	}
	order = yearbook.Order{Region: f.of, Span: f.span, Lang: p.lang, Bureau: f.bureau, Path: f.text, Press: f.press}
	if f.text != "" {
		order.Text, err = os.ReadFile(f.text)
	}
	order.Again = func(region fund.Region, edition int) string {
		f.of = region
		text := ""
		if f.text != "" {
			text = " --text " + filepath.Base(f.text)
		}
		return fmt.Sprintf("fundledger report again %s --edition %d%s --lang %s", f.words(), edition, text, p.lang)
	}
	return order, err
}

func (p *program) reportIssueCommand() *cobra.Command {
	var f issueFlags
	cmd := &cobra.Command{
		Use:   "issue",
		Short: p.say("发布报告：核对、固定位置、登记各文件的指纹", "issue the report: tie it, freeze its position, record the digest of each file"),
		Long: p.say("按账本现在的样子编制报告，把印出的数再相互核对一遍；不符就不发布。写出网页、PDF、工作簿和 Markdown，\n并登记 report.issued：版次、所用的最后一条事项、根、检查点和各文件的 SHA-256。账变了以后再发布，就是下一版，\n带一页“与上一版的差异”。用 report again 从同一位置重做出相同的字节。",
			"Compose the report from the ledger as it is now, and tie once more what is printed; what does not tie is not issued. The\nfiles are a page of a browser, PDF, a workbook and Markdown; the fact report.issued has the edition, the last fact that it\nis made of, the root, the checkpoint and the SHA-256 of each file. Issued again after a change it is the next\nedition, with a page of what changed. report again makes the same bytes from the same position."),
		Example: "  fundledger report issue --year 2025 --dir issued\n  fundledger report issue --region 441300 --year 2025 --text words.md --bureau 惠州市医疗保障局",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			order, err := p.order(&f)
			if err != nil {
				return err
			}
			return p.With(func(s store.Store) error { return p.issue(cmd.Context(), s, order, &f) })
		},
	}
	f.flags(p, cmd)
	cmd.Flags().StringVar(&f.bureau, "bureau", "", p.say("发布单位，默认“地名＋医疗保障局”", "who issues it; default the bureau of medical insurance of the region"))
	cmd.Flags().StringVar(&f.document, "document", "", p.say("凭证号，默认“报告-期间-版次”", "document number, default 报告-, the days and the edition"))
	return cmd
}

// issue makes the next edition, writes its files and records it; what was written is removed if it is not recorded.
func (p *program) issue(ctx context.Context, s store.Store, order yearbook.Order, f *issueFlags) error {
	e, err := yearbook.Next(ctx, &p.Office, s, order)
	if err != nil {
		return err
	}
	paths, err := p.editionFiles(e, f.dir, press.Formats())
	if err != nil {
		return err
	}
	fact := e.Digested()
	fact.OccurredOn, fact.Document = fund.DateIn(p.Now()), f.document
	if f.document == "" {
		fact.Document = fmt.Sprintf("报告-%s-%d-%s", fact.Span, fact.Edition, fact.Language)
	}
	done, err := p.Record(ctx, s, by(), "report issue", fact)
	if err != nil {
		for _, path := range paths {
			err = errors.Join(err, os.Remove(path))
		}
		return err
	}
	fmt.Fprintln(p.out, p.say("已发布 %s %s 第 %d 版，序号 %d", "issued: %s %s, edition %d, at position %d", string(fact.Region), fact.Span, fact.Edition, int64(done.First)))
	for _, path := range paths {
		fmt.Fprintln(p.out, "  "+path)
	}
	return nil
}
