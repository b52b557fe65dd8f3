package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/press"
	"github.com/fundledger/fundledger/ledger/disk"
)

// papers say where a document is printed, and by which fonts in PDF.
type papers struct {
	out        []string
	font, bold string
	press      press.Press
}

func (o *papers) flags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&o.out, "out", nil, p.say("写入该新文件，格式按其扩展名 %s；可写几次", "write to this new file, in the format of its ending: %s; may be given several times", listed(press.Formats())))
	o.fontFlags(p, cmd)
}

// fontFlags adds the flags of fonts.
func (o *papers) fontFlags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.font, "font", "", p.say("PDF 的字体文件（TrueType），用于程序字体没有的字", "a TrueType font for PDF, for characters that the program's own font does not have"))
	f.StringVar(&o.bold, "font-bold", "", p.say("PDF 的粗体字体文件", "a TrueType font for bold text in PDF"))
}

// parse reads the fonts, and refuses files that are there already or whose ending says no format.
// Errors: bad input, those of reading.
func (o *papers) parse() (err error) {
	for _, path := range o.out {
		if _, ok := press.FormatOf(path); !ok {
			return fault.Input("--out：从文件名 %s 看不出格式；用 %s 之一结尾", "--out: the name %s does not say the format; end it in one of %s", path, listed(press.Formats()))
		}
		if _, err := os.Lstat(path); err == nil {
			return existsAlready(path)
		}
	}
	for _, font := range []struct {
		path string
		to   *[]byte
	}{{o.font, &o.press.Fonts.Font}, {o.bold, &o.press.Fonts.Bold}} {
		if font.path != "" {
			if *font.to, err = os.ReadFile(font.path); err != nil {
				return err
			}
		}
	}
	return nil
}

// paper prints a document into files, or as Markdown where there are none. Errors: those of the
// press and of the disk.
func (p *program) paper(doc paper.Document, o *papers) error {
	if len(o.out) == 0 {
		return o.press.Write(p.out, press.Markdown, doc)
	}
	for _, path := range o.out {
		f, _ := press.FormatOf(path)
		if err := disk.Write(path, disk.Private, func(w io.Writer) error { return o.press.Write(w, f, doc) }); err != nil {
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
