package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/columns"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/plaintext"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) exportCommand() *cobra.Command {
	var format, id, knownAt string
	cmd := &cobra.Command{
		Use:   "export --format jsonl|csv|parquet|hledger|beancount [FILE]",
		Short: p.say("导出全部历史，或供别家程序复算的账簿", "write the whole history, or the books for a program that recomputes them"),
		Long: p.say("jsonl：全部历史，一条事项一行规范 JSON；可用 verify --export 或 testdata/checker/check.py 核对，可导入空账本，根不变。\n"+
			"csv、parquet：同样的事项，一条一行、各字段一列，供电子表格和 DuckDB 之类的工具。\n"+
			"hledger、beancount：全部记账的纯文本账本，审计人员可用这两个程序（不是我们写的）重算每个科目的余额。\n一条事项在一个基金中是一笔分录；"+
			"借方为正，贷方为负，精确到分；文件末尾对每个科目断言其余额。\n"+
			"FILE 以 .gz 或 .zst 结尾则压缩。不给 FILE 则写到标准输出。",
			"jsonl: the whole history, one event a line of canonical JSON; check it with verify --export or\n"+
				"testdata/checker/check.py, or import it into an empty ledger, which then has the same root.\n"+
				"csv, parquet: the same events, one a row, one column a field, for spreadsheets and tools such as DuckDB.\n"+
				"hledger, beancount: all bookings as a plain-text journal, so that an auditor recomputes the balance of every account\n"+
				"with a program that we did not write. A fact is one transaction in a fund; debits are positive, credits negative,\n"+
				"exact to the fen; at the end the balance of every account is asserted.\n"+
				"A FILE that ends in .gz or .zst is compressed. Without FILE it goes to standard output."),
		Example: "  fundledger export --format jsonl history.jsonl.zst\n" +
			"  fundledger export --format parquet events.parquet\n" +
			"  fundledger export --format hledger books.journal && hledger -f books.journal check --strict\n" +
			"  fundledger export --format hledger --fund 441300.390 | hledger -f - balance -e 2026-01-01\n" +
			"  fundledger export --format beancount books.beancount && bean-check books.beancount",
		Args: p.arguments("FILE", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			write, err := p.exporter(cmd.Context(), format, id, knownAt)
			if err != nil {
				return err
			}
			return p.With(func(s store.Store) error {
				if len(args) == 0 {
					_, err := write(s, p.out)
					return err
				}
				return p.exportTo(s, args[0], write)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&format, "format", "", p.say("格式：jsonl、csv、parquet、hledger 或 beancount", "format: jsonl, csv, parquet, hledger or beancount"))
	f.StringVar(&id, "fund", "", p.say("hledger、beancount：只导出该基金的账", "hledger, beancount: the books of this fund only"))
	f.StringVar(&knownAt, "known-at", "", p.say("hledger、beancount：当时已入账的：时间或日期（该日终），默认现在", "hledger, beancount: only what was recorded by then: a time, or a date for its end; default now"))
	return cmd
}

// write writes a ledger in some format and says what it wrote.
type write func(s store.Store, w io.Writer) (lang.Text, error)

// exporter returns the writer of a format. Error: bad input.
func (p *program) exporter(ctx context.Context, format, id, knownAt string) (write, error) {
	whole := format == "jsonl" || format == string(columns.CSV) || format == string(columns.Parquet)
	if whole && (id != "" || knownAt != "") {
		return nil, fault.Input("--fund 和 --known-at 用于 hledger 和 beancount；%s 总是全部历史", "--fund and --known-at go with hledger and beancount; %s is always the whole history", format)
	}
	if whole {
		return func(s store.Store, w io.Writer) (lang.Text, error) {
			bar := p.progress(p.say("导出", "export"), -1)
			defer bar.Done()
			if format == "jsonl" {
				head, err := history.Write(ctx, w, s, history.Progress(bar.Set))
				return lang.F("%s，根 %s", "%s, root %s", events(head.Size), head.Root), err
			}
			rows, err := columns.Write(ctx, w, s, columns.Format(format), bar.Set)
			return lang.Count(int(rows), "行", "row"), err
		}, nil
	}
	o := plaintext.Options{Format: plaintext.Format(format), Fund: fund.ID(id), Lang: p.lang}
	if o.Format != plaintext.Hledger && o.Format != plaintext.Beancount {
		return nil, fault.Input("--format：不能是 %q；用 jsonl、csv、parquet、hledger 或 beancount", "--format: cannot be %q; use jsonl, csv, parquet, hledger or beancount", format)
	}
	if knownAt != "" {
		var err error
		if o.KnownAt, err = parseInstant(knownAt); err != nil {
			return nil, err
		}
	}
	return func(s store.Store, w io.Writer) (lang.Text, error) {
		r, err := plaintext.Write(ctx, w, s, o)
		if unknown := (*plaintext.UnknownFundError)(nil); errors.As(err, &unknown) {
			err = noFund(unknown.Fund, o.KnownAt)
		}
		return lang.F("%s，%s", "%s, %s", lang.Count(r.Transactions, "笔分录", "transaction"), lang.Count(r.Accounts, "个科目", "account")), err
	}, nil
}
