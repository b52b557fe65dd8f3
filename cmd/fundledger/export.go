package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/plaintext"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) exportCommand() *cobra.Command {
	var format, id, knownAt string
	cmd := &cobra.Command{
		Use:   "export --format hledger|beancount [FILE]",
		Short: p.say("导出为 hledger 或 beancount 账本，供审计独立重算", "write the books for hledger or beancount, which recompute every balance"),
		Long: p.say("把全部记账导出为纯文本账本，审计人员可用 hledger 或 beancount（不是我们写的程序）重算每个科目的余额。\n"+
			"一条事项在一个基金中是一笔分录：记账日、凭证号、类型、序号、标识、入账时间、流、备注。借方为正，贷方为负，精确到分。\n"+
			"科目形如 Expenses:441300-390:5001-社会保险待遇支出:500101-住院费用支出。文件末尾对每个科目断言其余额。\n"+
			"来自文件的文字中会影响格式的字符写成 JSON 转义，如分号写成 \\u003b。不给 FILE 则写到标准输出。",
			"Write all bookings as a plain-text journal, so that an auditor recomputes the balance of every account with\n"+
				"hledger or beancount, which we did not write. A fact is one transaction in a fund: day of booking,\n"+
				"document number, type, position, id, recording time, stream, note. Debits are positive, credits negative, exact to\n"+
				"the fen. Accounts are such as Expenses:441300-390:5001-社会保险待遇支出:500101-住院费用支出. At the end the balance\n"+
				"of every account is asserted. Characters of recorded texts that would act on the format are written as JSON\n"+
				"escapes, such as \\u003b for a semicolon. Without FILE it goes to standard output."),
		Example: "  fundledger export --format hledger books.journal && hledger -f books.journal check --strict\n" +
			"  fundledger export --format hledger --fund 441300.390 | hledger -f - balance -e 2026-01-01\n" +
			"  fundledger export --format beancount books.beancount && bean-check books.beancount\n" +
			"  bean-query books.beancount \"SELECT account, sum(number) GROUP BY account\"",
		Args: p.arguments("FILE", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := plaintext.Options{Format: plaintext.Format(format), Fund: fund.ID(id), Lang: p.lang}
			if o.Format != plaintext.Hledger && o.Format != plaintext.Beancount {
				return badInput("--format：不能是 %q；用 hledger 或 beancount", "--format: cannot be %q; use hledger or beancount", format)
			}
			if knownAt != "" {
				var err error
				if o.KnownAt, err = parseInstant(knownAt); err != nil {
					return err
				}
			}
			return p.withLedger(func(s store.Store) error {
				if len(args) == 0 {
					_, err := p.export(cmd.Context(), s, p.out, o)
					return err
				}
				return p.exportTo(cmd.Context(), s, args[0], o)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&format, "format", "", p.say("格式：hledger 或 beancount", "format: hledger or beancount"))
	f.StringVar(&id, "fund", "", p.say("只导出该基金的账", "the books of this fund only"))
	f.StringVar(&knownAt, "known-at", "", p.say("当时已入账的：时间或日期（该日终），默认现在", "only what was recorded by then: a time, or a date for its end; default now"))
	return cmd
}

// export writes the journal of the ledger to w. Error: bad input for an unknown fund.
func (p *program) export(ctx context.Context, s store.Store, w io.Writer, o plaintext.Options) (plaintext.Result, error) {
	r, err := plaintext.Write(ctx, w, s, o)
	unknown := (*plaintext.UnknownFundError)(nil)
	if errors.As(err, &unknown) {
		return r, noFund(unknown.Fund, o.KnownAt)
	}
	return r, err
}

// exportTo writes the journal into a new file; a file that exists is not
// overwritten, and of a failure none is left.
func (p *program) exportTo(ctx context.Context, s store.Store, path string, o plaintext.Options) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return badInput("文件 %s 已存在，不会覆盖；移走它，或另指一个", "the file %s exists and is not overwritten; move it away, or name another", path)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	r, err := p.export(ctx, s, file, o)
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	fmt.Fprintln(p.out, p.say("已导出到 %s：%d 笔分录，%d 个科目", "wrote %s: %d transactions, %d accounts", path, r.Transactions, r.Accounts))
	return nil
}

// noFund is the error for a fund that the ledger, as known then, does not have.
func noFund(id fund.ID, knownAt time.Time) error {
	if !knownAt.IsZero() {
		return badInput("到 %[2]s 为止账内没有基金 %[1]q；用 balance 查看全部基金", "there was no fund %q in the ledger at %s; list all with balance", string(id), localTime(knownAt))
	}
	return badInput("账内没有基金 %q；用 balance 查看全部基金", "there is no fund %q in the ledger; list all with balance", string(id))
}
