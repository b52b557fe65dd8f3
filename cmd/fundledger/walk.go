package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/figures"
)

// walkFlags are the flags of replay --step.
type walkFlags struct {
	on                      bool
	watch, id, by, fromDate string
	fromPosition            int64
}

// add adds the flags to replay.
func (w *walkFlags) add(p *program, cmd *cobra.Command, a *axes) {
	f := cmd.Flags()
	f.BoolVar(&w.on, "step", false, p.say("逐步重放：每步后列出所看科目的余额", "walk the history step by step, showing the watched balances after each"))
	f.StringVar(&w.by, "by", string(figures.ByEvent), p.say("--step 的步幅：event 一条事项、day 入账时间的一天、bookdate 一个记账日", "pace of --step: event (one fact), day (of recording) or bookdate (day of booking)"))
	f.StringVar(&w.id, "fund", "", p.say("--step 只看该基金", "--step: this fund only"))
	f.StringVar(&w.watch, "watch", "1,2,3,4,5", p.say("--step 所看的科目，用逗号分开；1 资产、2 负债、3 净资产、4 收入、5 支出", "--step: accounts to watch, parted by commas; 1 assets, 2 liabilities, 3 net assets, 4 income, 5 expense"))
	f.Int64Var(&w.fromPosition, "from-position", 0, p.say("--step 自该序号起列出", "--step: show steps from this position on"))
	f.StringVar(&w.fromDate, "from-date", "", p.say("--step 自该日起列出（bookdate 为记账日，其他为入账时间）", "--step: show steps from this day on (of booking by bookdate, else of recording)"))
	a.unitFlag(p, cmd)
}

// given returns a flag of --step that was given, or "".
func (w *walkFlags) given(cmd *cobra.Command) string {
	for _, name := range []string{"by", "fund", "watch", "from-position", "from-date", "unit"} {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

// walk reads the flags. Error: bad input.
func (w *walkFlags) walk() (*figures.Walk, error) {
	s := &figures.Walk{Pace: figures.Pace(w.by), Fund: fund.ID(w.id)}
	if s.Pace != figures.ByEvent && s.Pace != figures.ByDay && s.Pace != figures.ByBookDate {
		return nil, fault.Input("--by：不能是 %q；用 event、day 或 bookdate", "--by: cannot be %q; use event, day or bookdate", w.by)
	}
	if s.Fund != "" && !s.Fund.Valid() {
		return nil, fault.Input("--fund：%q 不是基金；写成 441300.390", "--fund: %q is no fund; write 441300.390", w.id)
	}
	for _, word := range strings.Split(w.watch, ",") {
		c := account.Code(strings.TrimSpace(word))
		if !watchable(s.Fund.Kind(), c) {
			return nil, fault.Input("--watch：没有科目 %q；写成 1003,5001 或要素 1 至 5", "--watch: there is no account %q; write such as 1003,5001 or the elements 1 to 5", word)
		}
		s.Watch = append(s.Watch, c)
	}
	if s.From = store.Position(w.fromPosition); w.fromPosition < 0 {
		return nil, fault.Input("--from-position：%d 小于零", "--from-position: %d is below zero", w.fromPosition)
	}
	var err error
	s.FromDate, err = parseDay("--from-date", w.fromDate)
	if err == nil && s.Pace == figures.ByBookDate && s.From != 0 {
		err = fault.Input("--by bookdate 按日期走，用 --from-date 代替 --from-position", "--by bookdate goes by dates: use --from-date instead of --from-position")
	}
	return s, err
}

// watchable reports whether a code is an element, or an account of the kind; of
// any kind if there is none.
func watchable(kind fund.Kind, c account.Code) bool {
	if len(c) == 1 {
		return c >= "1" && c <= "5"
	}
	for _, k := range fund.Kinds() {
		if _, ok := account.Find(k.Kind, c); ok && (kind == "" || k.Kind == kind) {
			return true
		}
	}
	return false
}

// pause returns what waits after a step that was written to out: for Enter where both input
// and output are a terminal (q ends the walk), for nothing elsewhere.
func (p *program) pause(out io.Writer) func() error {
	if !isTerminal(out) || !isTerminal(os.Stdin) {
		return func() error { return nil }
	}
	return waitFor(os.Stdin, out, lang.Text{ZH: "[回车：下一步，q：结束] ", EN: "[Enter: next step, q: end] "}.In(p.lang))
}

// waitFor returns what asks for a line and waits for it. A line with q, or the
// end of the input, is enough steps.
func waitFor(in io.Reader, out io.Writer, prompt string) func() error {
	lines := bufio.NewScanner(in)
	return func() error {
		if _, err := io.WriteString(out, prompt); err != nil {
			return err
		}
		if !lines.Scan() || strings.HasPrefix(strings.TrimSpace(lines.Text()), "q") {
			return errors.Join(lines.Err(), errEnough)
		}
		return nil
	}
}
