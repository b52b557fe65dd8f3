package statements

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// BalanceSheet returns 资产负债表 (会社保01表) at the end of a month or year: what
// stood at the beginning of the year, and what stands at the end. It panics for a
// period that is not well formed. Errors: *UnbalancedError, *UnsplitError,
// *UnlistedError.
//
// Source: KJ Part 4; Part 5 §1.
func BalanceSheet(id fund.ID, p event.Period, at Books) (Statement, error) {
	mustBe(p)
	s := Statement{Form: "会社保01表", Title: lang.Text{ZH: "资产负债表", EN: "Balance sheet"}, Fund: id, Period: p}
	s.analogy()
	columns := []filled{
		fill(Column{Key: "opening", Title: lang.Text{ZH: "年初余额", EN: "beginning of year"}, To: newYear(p.Last().Year()).DayBefore()}, at),
		fill(Column{Key: "closing", Title: lang.Text{ZH: "期末余额", EN: "end of period"}, To: p.Last()}, at),
	}
	if p.IsYear() {
		for _, f := range columns {
			if err := splitDone(f); err != nil {
				return Statement{}, err
			}
		}
	}
	lines := balanceLines(id.Kind(), !p.IsYear())
	if err := s.fillIn(lines, columns, account.Asset, account.Liability, account.NetAsset, account.Income, account.Expense); err != nil {
		return Statement{}, err
	}
	assets, _ := s.Line("assets")
	liabilities, _ := s.Line("liabilities")
	net, _ := s.Line("net_assets")
	both, _ := s.Line("liabilities_and_net_assets")
	for i, f := range columns {
		if assets.Amounts[i] != both.Amounts[i] {
			return Statement{}, &UnbalancedError{Fund: id, On: f.To, Assets: assets.Amounts[i], Liabilities: liabilities.Amounts[i],
				NetAssets: net.Amounts[i]}
		}
	}
	s.transit()
	s.unknown(columns)
	return s, nil
}

// transit notes money that had not reached 财政专户 at the end of the period.
//
// Source: KJ 1002, 1005: 划转后一般应无余额.
func (s *Statement) transit() {
	for _, c := range []account.Code{account.IncomeAccount, account.Treasury} {
		if l, _ := s.Line(string(c)); l.Amounts[1].Sign() > 0 {
			s.Notes = append(s.Notes, lang.F("在途资金：%s %s 元尚未划转财政专户。", "Money in transit: %[2]s yuan on %[1]s, not swept yet.", l.Name, l.Amounts[1]))
		}
	}
}

// balanceLines returns the lines of the form, monthly or yearly. 一般基金结余 is the
// sum of its three details: the instruction names 3001 alone, but without 待转基金
// the form would not balance in any month in which there is some.
//
// Source: KJ Part 4 (会社保01表); 异地就医资金, not 异地就医预付金, below 暂收款: the
// form and Part 5 §1(3)10 say so, against the form's footnote.
func balanceLines(kind fund.Kind, monthly bool) []Line {
	var lines []Line
	heading := func(key, zh, en string) {
		lines = append(lines, Line{Key: key, Name: lang.Text{ZH: zh, EN: en}})
	}
	total := func(key, zh, en string, legs []Leg) {
		lines = append(lines, Line{Key: key, Name: lang.Text{ZH: zh, EN: en}, Legs: legs})
	}
	item := func(c account.Code) Leg {
		a, _ := account.Find(kind, c)
		leg := Leg{Account: c, Counting: Closing}
		lines = append(lines, Line{Key: string(c), Name: a.Name, Level: 1, Legs: []Leg{leg}})
		return leg
	}
	within := func(c account.Code) {
		a, _ := account.Find(kind, c)
		lines = append(lines, Line{
			Key: string(c), Name: lang.F("其中：%s", "of which: %s", a.Name), Level: 2, Legs: []Leg{{Account: c, Counting: Closing}},
		})
	}

	heading("assets_heading", "一、资产：", "1. Assets:")
	var assets, liabilities, net []Leg
	for _, c := range []account.Code{
		account.Cash, account.IncomeAccount, account.SpecialAccount, account.ExpenseAccount, account.Treasury, account.Prepayments, account.Bonds,
	} {
		assets = append(assets, item(c))
		if c == account.Prepayments {
			within(account.PrepaidElsewhere)
		}
	}
	total("assets", "资产总计", "total assets", assets)

	heading("liabilities_heading", "二、负债：", "2. Liabilities:")
	liabilities = append(liabilities, item(account.Suspense))
	within(account.FundsOfElsewhere)
	liabilities = append(liabilities, item(account.Borrowings))
	total("liabilities", "负债合计", "total liabilities", liabilities)

	heading("net_assets_heading", "三、净资产：", "3. Net assets:")
	balance, _ := account.Find(kind, account.Balance)
	var details []Line
	for _, part := range sections(kind) {
		if part == unsplit && !monthly {
			continue
		}
		legs := netAssets(kind, part)
		net = append(net, legs...)
		switch part {
		case pool:
			details = append(details, Line{Key: string(account.Of(kind, account.Balance, fund.Pool)),
				Name: lang.Text{ZH: "（一）统筹基金", EN: "(1) pool"}, Level: 2, Legs: legs})
		case personal:
			details = append(details, Line{Key: string(account.Of(kind, account.Balance, fund.Personal)),
				Name: lang.Text{ZH: "（二）个人账户基金", EN: "(2) personal accounts"}, Level: 2, Legs: legs})
		case unsplit:
			details = append(details, Line{Key: "unsplit", Name: lang.Text{ZH: "（三）待转基金", EN: "(3) awaiting split"}, Level: 2, Legs: legs})
		case whole:
		}
	}
	lines = append(lines, Line{Key: string(account.Balance), Name: balance.Name, Level: 1, Legs: net})
	lines = append(lines, details...)
	total("net_assets", "净资产合计", "total net assets", net)
	total("liabilities_and_net_assets", "负债与净资产总计", "total liabilities and net assets", slices.Concat(liabilities, net))
	return lines
}

// netAssets returns what a section's net assets are made of: 3001 as booked, and
// the income less the expense of all days.
func netAssets(kind fund.Kind, part section) []Leg {
	var legs []Leg
	for _, e := range []account.Element{account.NetAsset, account.Income, account.Expense} {
		for _, c := range statutory(kind, e) {
			if code, ok := share(kind, c, part); ok {
				legs = append(legs, Leg{Account: code, Counting: Closing, Minus: e == account.Expense})
			}
		}
	}
	return legs
}
