package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

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

// given are the flags of what people wrote, as a command line has them.
func (f *reportFlags) given() (words string) {
	if f.bureau != "" {
		words += " --bureau " + strconv.Quote(f.bureau)
	}
	if f.text != "" {
		words += " --text " + filepath.Base(f.text)
	}
	return words
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
	c.Proof.Again = fmt.Sprintf("fundledger %s %s --known-at %s%s --lang %s", words(cmd), f.words(), c.Proof.Position, f.given(), p.lang)
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
