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
	"github.com/fundledger/fundledger/ledger/disk"
)

// printer prints a document.
type printer func(io.Writer, paper.Document) error

// printers are what documents are printed by, by the endings of files.
func printers() map[string]printer {
	return map[string]printer{".html": html.Write, ".md": markdown.Write}
}

// paperEndings are the endings of printers.
func paperEndings() []string { return []string{".html", ".md"} }

// freeFiles refuses files that are there already, or whose ending says no format. Error: bad input.
func (p *program) freeFiles(paths []string) error {
	for _, path := range paths {
		if ending := strings.ToLower(filepath.Ext(path)); !slices.Contains(paperEndings(), ending) {
			return fault.Input("--out：从文件名 %s 看不出格式；用 %s 之一结尾", "--out: the name %s does not say the format; end it in one of %s", path, listed(paperEndings()))
		}
		if _, err := os.Lstat(path); err == nil {
			return existsAlready(path)
		}
	}
	return nil
}

// paper prints a document into files, or as Markdown where there are none. Errors: those of the printers and of the disk.
func (p *program) paper(doc paper.Document, paths []string) error {
	if len(paths) == 0 {
		return markdown.Write(p.out, doc)
	}
	for _, path := range paths {
		write := printers()[strings.ToLower(filepath.Ext(path))]
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
