package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/cmd/internal/workbook"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

// endings are the formats of files by the endings of their names.
func endings() map[string]report.Format {
	return map[string]report.Format{".xlsx": report.XLSX, ".csv": report.CSV, ".json": report.JSON, ".txt": report.Plain}
}

// formOfFile is the format that was asked for, by its name or by the ending of the file. Error: bad
// input if they do not go together, or neither says one.
func formOfFile(format, out string) (report.Format, error) {
	if out == "" {
		if format == "" {
			return report.Plain, nil
		}
		return report.ParseFormat(format)
	}
	ending := strings.ToLower(filepath.Ext(out))
	of, known := endings()[ending]
	switch {
	case format == "" && known:
		return of, nil
	case format == "":
		return "", fault.Input("--out：从文件名 %s 看不出格式；用 .xlsx、.csv、.json 或 .txt 结尾，或加 --format", "--out: the name %s does not say the format; end it in .xlsx, .csv, .json or .txt, or add --format", out)
	}
	form, err := report.ParseFormat(format)
	if err == nil && known && of != form {
		err = fault.Input("--format %s 与文件名 %s 不一致；去掉其中一个，或改文件名", "--format %s does not go with the name %s; leave one of them out, or change the name", format, out)
	}
	return form, err
}

// print prints listings of a ledger as they are asked for, one below the other, or as sheets of one
// workbook. The ledger is nil where they are of none. Errors: those of write and of the listings.
func (p *program) print(ctx context.Context, s store.Store, a *axes, all ...tables.Listing) error {
	if a.form != report.XLSX {
		return p.write(a, func(w io.Writer) error {
			for i, l := range all {
				if i > 0 {
					fmt.Fprintln(w)
				}
				if err := l.Write(w, a.form, a.style); err != nil {
					return err
				}
			}
			return nil
		})
	}
	head, err := p.headOf(ctx, s, a)
	if err != nil {
		return err
	}
	var sheets []workbook.Table
	for _, l := range all {
		sheets = append(sheets, workbook.Table{Table: l.Table, Lines: l.Lines})
	}
	return p.write(a, func(w io.Writer) error { return workbook.Write(w, a.style, head, sheets...) })
}

// errOnTerminal refuses to write a workbook to a terminal.
var errOnTerminal = fault.Input("工作簿不能显示在屏幕上；加 --out 文件.xlsx", "a workbook cannot be shown on a terminal; add --out FILE.xlsx")

// write writes what is asked for to its file, or to standard output. Errors: bad input for a file
// that is there already, or for a workbook on a terminal; those of write and of the disk.
func (p *program) write(a *axes, write func(io.Writer) error) error {
	if a.out == "" {
		if a.form == report.XLSX && isTerminal(p.out) {
			return errOnTerminal
		}
		return write(p.out)
	}
	if _, err := os.Lstat(a.out); err == nil {
		return existsAlready(a.out)
	}
	if err := disk.Write(a.out, disk.Private, write); errors.Is(err, fs.ErrExist) {
		return existsAlready(a.out)
	} else if err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.say("已写出 %s", "wrote %s", a.out))
	return nil
}

// existsAlready is that a file is not overwritten.
func existsAlready(path string) error {
	return fault.Input("文件 %s 已存在，不会覆盖；移走它，或另指一个", "the file %s exists and is not overwritten; move it away, or name another", path)
}
