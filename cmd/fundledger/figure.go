package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

// parseFigure reads FUND/CODE[+CODE…] or FUND/01/LINE[/COLUMN], where 01 and 02 are
// the two statements. Error: bad input.
func parseFigure(text string, s figures.Side, days figures.Days, p event.Period) (figures.Figure, error) {
	words := strings.Split(text, "/")
	f := figures.Figure{Fund: fund.ID(words[0]), Side: s, Days: days, Period: p}
	if len(words) < 2 || len(words) > 4 || !f.Fund.Valid() {
		return f, fault.Input("“%s”不是 基金/科目 或 基金/报表/行；写成 441300.390/5001 或 441300.390/02/5001", "%q is neither FUND/CODE nor FUND/STATEMENT/LINE; write 441300.390/5001 or 441300.390/02/5001", text)
	}
	if s != figures.OwnSide && s != figures.Debit && s != figures.Credit {
		return f, fault.Input("--side：不能是 %q；用 balance、debit 或 credit", "--side: cannot be %q; use balance, debit or credit", string(s))
	}
	if len(words) == 2 {
		if p != "" {
			return f, fault.Input("--month 和 --year 用于报表；科目用 --from 和 --to", "--month and --year go with a statement; with an account use --from and --to")
		}
		return f, parseCodes(&f, words[1])
	}
	f.Form, f.Line = formOf(words[1]), words[2]
	if len(words) == 4 {
		f.Column = words[3]
	}
	switch {
	case f.Form == "":
		return f, fault.Input("没有报表 %q；01 或 balance-sheet 为资产负债表，02 或 income 为收支表", "there is no statement %q; 01 is balance-sheet, 02 is income", words[1])
	case p == "":
		return f, fault.Input("用 --month 或 --year 指明报表的期间", "name the period of the statement with --month or --year")
	case days != (figures.Days{}) || s != figures.OwnSide:
		return f, fault.Input("--from、--to、--side 用于科目；报表用 --month 或 --year", "--from, --to and --side go with an account; with a statement use --month or --year")
	}
	return f, nil
}

// formOf returns the number of a statement by its number or its command, or "".
func formOf(word string) string {
	switch word {
	case figures.BalanceSheet, "balance-sheet":
		return figures.BalanceSheet
	case figures.Income, "income":
		return figures.Income
	}
	return ""
}

// parseCodes reads CODE[+CODE…]. Error: bad input.
func parseCodes(f *figures.Figure, text string) error {
	for _, word := range strings.Split(text, "+") {
		c := account.Code(word)
		if _, ok := account.Find(f.Fund.Kind(), c); !ok {
			return fault.Input("基金 %s 的科目表没有 %q；用 trial 查看有发生额的科目", "the chart of the fund %s has no account %q; see those in use with trial", string(f.Fund), word)
		}
		f.Codes = append(f.Codes, c)
		if first := f.Codes[0]; f.Side == figures.OwnSide && c.Element().IsDebit() != first.Element().IsDebit() {
			return fault.Input("科目 %s 与 %s 余额方向不同，不能相加；分别说明，或加 --side debit 或 credit",
				"accounts %s and %s have their balances on different sides and are not added up; explain each, or add --side debit or credit", string(first), word)
		}
	}
	// An account below another that is named as well counts once.
	slices.Sort(f.Codes)
	kept := f.Codes[:0]
	for _, c := range f.Codes {
		if n := len(kept); n == 0 || !c.Within(kept[n-1]) {
			kept = append(kept, c)
		}
	}
	f.Codes = kept
	return nil
}

// unlike tells, in words of the command, which line or column a statement does not have.
func unlike(err error) error {
	if e := (*figures.MissingError)(nil); errors.As(err, &e) {
		known := strings.Join(e.Known, ", ")
		if e.Column != "" {
			return fault.Input("%s 没有 %q 栏；用 %s", "%s has no column %q; use %s", e.Form, e.Column, known)
		}
		return fault.Input("%s 没有 %q 行，或该行没有数；用 %s", "%s has no line %q with a figure; use %s", e.Form, e.Line, known)
	}
	return refused(err)
}

// refused turns what statements refuse into a refusal of a rule.
func refused(err error) error {
	var (
		unbalanced *statements.UnbalancedError
		unsplit    *statements.UnsplitError
		unlisted   *statements.UnlistedError
	)
	switch {
	case errors.As(err, &unbalanced):
		return &refusal.Error{Rule: "statement-unbalanced", Why: unbalanced.Text(), Source: "财会〔2017〕28号"}
	case errors.As(err, &unsplit):
		return &refusal.Error{Rule: "statement-unsplit", Why: unsplit.Text(), Source: "财会〔2017〕28号 4601, 4602"}
	case errors.As(err, &unlisted):
		return &refusal.Error{Rule: "statement-unlisted", Why: unlisted.Text(), Source: "财会〔2017〕28号"}
	}
	return err
}
