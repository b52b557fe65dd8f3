package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/html"
	"github.com/fundledger/fundledger/cmd/internal/paper/markdown"
	"github.com/fundledger/fundledger/cmd/internal/paper/pdf"
	"github.com/fundledger/fundledger/ledger/disk"
)

// papers say where a document is printed, and by which fonts in PDF.
type papers struct {
	out        []string
	font, bold string
	fonts      pdf.Options
}

func (o *papers) flags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&o.out, "out", nil, p.say("写入该新文件，格式按其扩展名 %s；可写几次", "write to this new file, in the format of its ending: %s; may be given several times", listed(paperEndings())))
	f.StringVar(&o.font, "font", "", p.say("PDF 的字体文件（TrueType），用于程序字体没有的字", "a TrueType font for PDF, for characters that the program's own font does not have"))
	f.StringVar(&o.bold, "font-bold", "", p.say("PDF 的粗体字体文件", "a TrueType font for bold text in PDF"))
}

// parse reads the fonts, and refuses files that are there already or whose ending says no format.
// Errors: bad input, those of reading.
func (o *papers) parse() (err error) {
	for _, path := range o.out {
		if ending := strings.ToLower(filepath.Ext(path)); !slices.Contains(paperEndings(), ending) {
			return fault.Input("--out：从文件名 %s 看不出格式；用 %s 之一结尾", "--out: the name %s does not say the format; end it in one of %s", path, listed(paperEndings()))
		}
		if _, err := os.Lstat(path); err == nil {
			return existsAlready(path)
		}
	}
	for _, font := range []struct {
		path string
		to   *[]byte
	}{{o.font, &o.fonts.Font}, {o.bold, &o.fonts.Bold}} {
		if font.path != "" {
			if *font.to, err = os.ReadFile(font.path); err != nil {
				return err
			}
		}
	}
	return nil
}

// printer returns what prints documents into files of an ending.
func (o *papers) printer(ending string) func(io.Writer, paper.Document) error {
	switch ending {
	case ".html":
		return html.Write
	case ".pdf":
		return func(w io.Writer, d paper.Document) error { return pdf.Write(w, d, o.fonts) }
	default:
		return markdown.Write
	}
}

// paperEndings are the endings of files that documents are printed into.
func paperEndings() []string { return []string{".html", ".pdf", ".md"} }

// paper prints a document into files, or as Markdown where there are none. Errors: those of the
// printers and of the disk.
func (p *program) paper(doc paper.Document, o *papers) error {
	if len(o.out) == 0 {
		return markdown.Write(p.out, doc)
	}
	for _, path := range o.out {
		write := o.printer(strings.ToLower(filepath.Ext(path)))
		if err := disk.Write(path, disk.Private, func(w io.Writer) error { return write(w, doc) }); err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.say("已写出 %s", "wrote %s", path))
	}
	return nil
}

// words are the names of a command, without that of the program.
func words(cmd *cobra.Command) string {
	_, path, _ := strings.Cut(cmd.CommandPath(), " ")
	return path
}
