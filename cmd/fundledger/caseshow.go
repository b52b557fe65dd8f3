package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/posting"
)

func (p *program) caseShowCommand() *cobra.Command {
	var a axes
	var region string
	cmd := &cobra.Command{
		Use:   "show NUMBER",
		Short: p.say("一个案件的时间线和现状", "one case as a timeline, and where it stands"),
		Long: p.say("按业务日期列示案件的每一步：事项、内容、金额、记账、登记后的未退数和未缴数、凭证号。",
			"Every step of a case in the order of its dates: what happened, about what, the amount, how it was booked,\nwhat was outstanding and unpaid after it, and its document."),
		Example: "  fundledger case show 2025-17\n  fundledger case show 2025-17 --region 441300 --as-of 2025-06-30 --format json",
		Args:    p.arguments("NUMBER", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var v cases.View
			var names agreements.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				key, err := findCase(&v, args[0], region)
				if err != nil {
					return report.Table{}, err
				}
				return timeline(&v, &names, key, a.date, a.form), nil
			}, &v, &names)
		},
	}
	a.flags(p, cmd)
	cmd.Flags().StringVar(&region, "region", "", p.say("统筹区；编号在几个统筹区重复时要填", "pooling area; needed where several have a case of that number"))
	return cmd
}

// findCase returns the case of a number. Error: bad input if there is none, or
// several regions have one.
func findCase(v *cases.View, number, region string) (cases.Key, error) {
	var found []cases.Key
	var regions []string
	for _, key := range v.Keys() {
		if key.Number == number && strings.HasPrefix(string(key.Region), region) {
			found = append(found, key)
			regions = append(regions, string(key.Region))
		}
	}
	switch len(found) {
	case 0:
		return cases.Key{}, noCase(number)
	case 1:
		return found[0], nil
	}
	return cases.Key{}, fault.Input("几个统筹区都有案件 %s（%s）；查看用 --region、登记用 region= 指明", "several areas have a case %s (%s); say which: --region to look, region= to record", number, strings.Join(regions, ", "))
}

func noCase(number string) error {
	return fault.Input("账上没有案件 %s；用 case list 查看全部，新案用 case open 立案", "there is no case %s; see all with case list, open a new one with case open", number)
}

func timeline(v *cases.View, names *agreements.View, key cases.Key, on fund.Date, form report.Format) report.Table {
	d := v.Docket(key, on)
	opened, _ := d.Opened()
	open := d.Open()
	t := report.Table{
		Key: "case", Title: lang.F("案件 %s", "Case %s", key.Number),
		Facts: []report.Fact{
			{Key: "region", Title: lang.Text{ZH: "统筹区", EN: "area"}, Value: report.Text(string(key.Region))},
			{Key: "channel", Title: lang.Text{ZH: "渠道", EN: "channel"}, Value: word("channel", d.Channel())},
			{Key: "subject", Title: lang.Text{ZH: "对象", EN: "subject"}, Value: word("subject", opened.Subject)},
			{Key: "institution", Title: lang.Text{ZH: "机构", EN: "institution"}, Value: textOrBlank(opened.Institution)},
			{Key: "name", Title: lang.Text{ZH: "名称", EN: "name"}, Value: textOrBlank(nameOf(names, opened))},
			{Key: "status", Title: lang.Text{ZH: "状态", EN: "status"}, Value: caseStatus(d)},
			{Key: "outstanding", Title: lang.Text{ZH: "未退", EN: "outstanding"}, Value: report.Amount(open.Outstanding)},
			{Key: "to_refund", Title: lang.Text{ZH: "应退还对方", EN: "to be refunded"}, Value: report.Amount(open.Refund)},
			{Key: "unpaid", Title: lang.Text{ZH: "未缴国库", EN: "unpaid to the treasury"}, Value: toTreasury(d, open.Unpaid)},
			{Key: "treasury_refund", Title: lang.Text{ZH: "国库应退", EN: "to be refunded by the treasury"}, Value: report.Amount(open.Repay)},
			{Key: "penalties", Title: lang.Text{ZH: "违约金未收", EN: "contract penalties not received"}, Value: report.Amount(open.Penalties)},
			{Key: "prevented", Title: lang.Text{ZH: "支付前避免（无现金）", EN: "prevented (no cash)"}, Value: report.Amount(prevented(v, key, on))},
		},
		Columns: []report.Column{
			{Key: "occurred_on", Title: lang.Text{ZH: "日期", EN: "date"}},
			{Key: "type", Title: lang.Text{ZH: "事项", EN: "step"}},
			{Key: "about", Title: lang.Text{ZH: "内容", EN: "about"}},
			{Key: "amount", Title: lang.Text{ZH: "金额", EN: "amount"}},
			{Key: "booked", Title: lang.Text{ZH: "记账", EN: "booked"}},
			{Key: "outstanding", Title: lang.Text{ZH: "未退", EN: "outstanding"}},
			{Key: "unpaid", Title: lang.Text{ZH: "未缴", EN: "unpaid"}},
			{Key: "document", Title: lang.Text{ZH: "凭证号", EN: "document"}},
			{Key: "position", Title: lang.Text{ZH: "序号", EN: "position"}},
			{Key: "mark", Title: lang.Text{ZH: "提示", EN: "mark"}},
		},
		Notes: []lang.Text{{ZH: "未退、未缴是该步之后的数。没有记账的事项不动基金的钱；罚款归国库。", EN: "Outstanding and unpaid are after the step. What was not booked moved no money of a fund; fines belong to the treasury."}},
	}
	steps := inOrder(v.Steps(key), on)
	files := running(steps)
	for i, s := range steps {
		after := files[i].Open()
		typ, _ := event.TypeOf(event.Wire(s.Event))
		f := s.Event.Common()
		t.Rows = append(t.Rows, []report.Cell{
			report.Date(f.OccurredOn), report.Code(event.Wire(s.Event), typ.Title), report.Words(about(s.Event, opened.Institution)), amountOf(s.Event),
			bookedAs(s.Event), report.Amount(after.Outstanding), toTreasury(files[i], after.Unpaid), report.Text(f.Document), report.Count(int64(s.Position)), mark(s),
		})
	}
	return withoutEmpty(t, form, "amount", "booked", "unpaid", "mark")
}

// toTreasury is an amount due to the treasury in a case; blank if all that there is are fines
// of which only the multiple was published.
func toTreasury(d docket.Docket, amount money.Sum) report.Cell {
	if amount.IsZero() && d.Unknown(docket.Which{Kind: event.Fine}) {
		return report.Blank(notPublished())
	}
	return report.Amount(amount)
}

// prevented is what was denied before payment in a case; no money of a fund moved.
func prevented(v *cases.View, key cases.Key, on fund.Date) money.Sum {
	var sum money.Sum
	for _, e := range v.Standing(key, on) {
		if denied, ok := e.(event.ClaimDenied); ok {
			sum = sum.Add(denied.Amount)
		}
	}
	return sum
}

// running returns the file of the case after each of the steps. A file is folded in
// the order of recording, so one that was recorded before an earlier row begins anew.
func running(steps []cases.Step) []docket.Docket {
	files := make([]docket.Docket, len(steps))
	var run docket.Docket
	latest := store.Position(0)
	for i, s := range steps {
		if s.Position < latest {
			run = docket.Docket{}
			soFar := slices.Clone(steps[:i])
			slices.SortFunc(soFar, func(a, b cases.Step) int { return cmp.Compare(a.Position, b.Position) })
			at, _ := slices.BinarySearchFunc(soFar, s.Position, func(a cases.Step, p store.Position) int { return cmp.Compare(a.Position, p) })
			for _, earlier := range slices.Insert(soFar, at, s) {
				run = after(run, earlier)
			}
		} else {
			run, latest = after(run, s), s.Position
		}
		files[i] = run.Copy()
	}
	return files
}

// after returns the file with a step in it, if the step counts.
func after(d docket.Docket, s cases.Step) docket.Docket {
	if e, ok := s.Event.(event.Enforcement); ok && s.Reversed == 0 {
		return d.After(e)
	}
	return d
}

// inOrder returns the steps dated by a day (0 means all) in the order of their dates, then as
// recorded; a reversal later than the day has not happened yet.
func inOrder(steps []cases.Step, on fund.Date) []cases.Step {
	var out []cases.Step
	for _, s := range steps {
		if on != 0 && s.Event.Common().OccurredOn > on {
			continue
		}
		if on != 0 && s.Reversed > on {
			s.Reversed = 0
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b cases.Step) int {
		return int(a.Event.Common().OccurredOn) - int(b.Event.Common().OccurredOn)
	})
	return out
}

// about says what a step is about: the fields that its columns do not have, and
// the institution only if it is another than the one that everything is about.
func about(e event.Event, subject fund.Institution) lang.Text {
	var zh, en []string
	for _, field := range inTurn(e) {
		name, value := field[0], field[1]
		if name == "institution" && value == string(subject) || name == "scope" && value == string(event.Department) {
			continue
		}
		title, text := event.Dictionary(name).Title, event.NameOf(name, value)
		if short, ok := shortTitles()[name]; ok {
			title = short
		}
		switch name {
		case "article":
			text = law.ShortName(law.Article(value))
		case "base":
			if base, err := money.Parse(value); err == nil {
				text = lang.F("%s", "%s", base.Format(money.Yuan))
			}
		}
		zh = append(zh, strings.TrimSpace(title.ZH+" "+text.ZH))
		en = append(en, strings.TrimSpace(title.EN+" "+text.EN))
	}
	return lang.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}

// inTurn returns the fields of a step that its columns do not have, and their
// values: first what it rests on, then whose money, then the rest.
func inTurn(e event.Event) [][2]string {
	columns := []string{"amount", "occurred_on", "booked_on", "document", "case", "region", "count", "note", "warning", "via", "since", "channel", "subject", "care", "settled_care"}
	first := []string{"charge", "finding", "article", "violation", "base", "multiple", "discretion", "fund", "part", "paid_year", "paid_on", "institution"}
	turn := func(name string) int {
		if i := slices.Index(first, name); i >= 0 {
			return i
		}
		return len(first)
	}
	var out [][2]string
	for name, value := range event.Values(e) {
		if !slices.Contains(columns, name) {
			out = append(out, [2]string{name, value})
		}
	}
	slices.SortStableFunc(out, func(a, b [2]string) int { return turn(a[0]) - turn(b[0]) })
	return out
}

// shortTitles are the titles of fields where the value says enough, or a long
// title would fill the line.
func shortTitles() map[string]lang.Text {
	return map[string]lang.Text{
		"article": {}, "violation": {}, "fund": {}, "institution": {}, "part": {}, "authority": {}, "outcome": {}, "reason": {}, "charge": {},
		"scope": {}, "kind": {}, "discretion": {},
		"finding":       {ZH: "事实", EN: "finding"},
		"paid_year":     {ZH: "原支付", EN: "paid in"},
		"paid_on":       {ZH: "原支付", EN: "paid on"},
		"received_year": {ZH: "到账", EN: "received in"},
		"base":          {ZH: "基数", EN: "base"},
		"multiple":      {ZH: "倍数", EN: "times"},
		"of":            {ZH: "对", EN: "of"},
		"against":       {ZH: "抵扣", EN: "against"},
		"basis":         {ZH: "依据", EN: "basis"},
		"due":           {ZH: "期限", EN: "due"},
		"until":         {ZH: "至", EN: "until"},
		"department":    {ZH: "科室", EN: "department"},
		"grade":         {},
		"person":        {ZH: "人员", EN: "person"},
	}
}

// amountOf is the amount of a fact; blank if it has none.
func amountOf(e event.Event) report.Cell {
	for name, value := range event.Values(e) {
		if name == "amount" {
			if f, err := money.Parse(value); err == nil {
				return report.Amount(f)
			}
		}
	}
	return report.Blank(lang.Text{})
}

// bookedAs names the accounts of a booking, such as 借 1003 贷 4501, in English Dr 1003
// Cr 4501; for machines it is the latter.
func bookedAs(e event.Event) report.Cell {
	var zh, en []string
	for _, l := range posting.Of(e) {
		side := lang.Text{ZH: "借", EN: "Dr"}
		if l.Credit != 0 {
			side = lang.Text{ZH: "贷", EN: "Cr"}
		}
		zh, en = append(zh, side.ZH+" "+string(l.Account)), append(en, side.EN+" "+string(l.Account))
	}
	if len(en) == 0 {
		return report.Blank(lang.Text{})
	}
	words := lang.Text{ZH: strings.Join(zh, " "), EN: strings.Join(en, " ")}
	return report.Code(words.EN, words)
}

func mark(s cases.Step) report.Cell {
	if s.Reversed != 0 {
		return report.Words(lang.F("%s 冲销", "reversed on %s", s.Reversed))
	}
	return word("warning", event.WarningOf(s.Event))
}
