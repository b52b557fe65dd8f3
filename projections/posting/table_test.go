package posting_test

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

const (
	employee = fund.ID("441300.310")
	resident = fund.ID("441300.390")
	aid      = fund.ID("441300.610")
	amount   = money.Fen(506_87)
)

func on(year int) event.Fact {
	return event.Fact{Document: "1", OccurredOn: day(year), Count: 1}
}

// plain is the common part of a fact of a type without a number.
func plain(year int) event.Fact { return event.Fact{Document: "1", OccurredOn: day(year)} }

func day(year int) fund.Date { return fund.NewDate(year, 1, 1) }

// row is one row of the booking table: KJ is 财会〔2017〕28号 with its account, 735
// is 国务院令第735号.
type row struct {
	name   string
	source string
	event  event.Event
	want   string
}

// table is every type and every way of booking it, with the rule that it follows.
func table() []row {
	var rows []row
	for _, part := range [][]row{openings(), premiums(), otherIncome(), benefits(), returns(), setOffs(), refunds(), levels(),
		moves(), items(), bonds(), reversals(), silent(), silentCases()} {
		rows = append(rows, part...)
	}
	return rows
}

// dc is one debit and one credit of the amount, in the resident fund.
func dc(debit, credit string) string { return in(resident, debit, credit) }

func in(id fund.ID, debit, credit string) string {
	return fmt.Sprintf("%s Dr %s 506.87; %[1]s Cr %[3]s 506.87", id[7:], debit, credit)
}

func openings() []row {
	return []row{
		{"books opened", "KJ 3001: the balance carried forward, in 财政专户", event.FundOpened{Fact: plain(2025), Fund: resident, Amount: amount}, dc("1003", "3001")},
		{"books opened with nothing", "nothing is carried forward", event.FundOpened{Fact: plain(2025), Fund: resident}, ""},
		{"books opened, pool", "KJ 3001 (职工: 统筹)", event.FundOpened{Fact: plain(2025), Fund: employee, Part: fund.Pool, Amount: amount}, in(employee, "1003", "300101")},
		{"books opened, personal", "KJ 3001 (职工: 个人账户)", event.FundOpened{Fact: plain(2025), Fund: employee, Part: fund.Personal, Amount: amount}, in(employee, "1003", "300102")},
		{"money account opened", "KJ 1004: so much less in 财政专户", event.AccountOpened{Fact: plain(2025), Fund: resident, Account: account.ExpenseAccount, Amount: amount}, dc("1004", "1003")},
	}
}

func premiums() []row {
	return []row{
		{"premium into 财政专户", "KJ 1003, 4001: paid straight into 财政专户", event.PremiumReceived{Fact: on(2025), Fund: resident, Amount: amount}, dc("1003", "4001")},
		{"premium by tax", "KJ 1005, 4001: collected by tax into the treasury", event.PremiumReceived{Fact: on(2025), Fund: resident, Amount: amount, Via: account.Treasury}, dc("1005", "4001")},
		{"premium by the agency", "KJ 1002, 4001: collected by the agency", event.PremiumReceived{Fact: on(2025), Fund: resident, Amount: amount, Via: account.IncomeAccount}, dc("1002", "4001")},
		{"premium in cash", "KJ 1001, 4001", event.PremiumReceived{Fact: on(2025), Fund: resident, Amount: amount, Via: account.Cash}, dc("1001", "4001")},
		{"premium of the pool", "KJ 4001 (职工: 统筹)", event.PremiumReceived{Fact: on(2025), Fund: employee, Amount: amount, Part: fund.Pool}, in(employee, "1003", "400101")},
		{"premium of personal accounts", "KJ 4001 (职工: 个人账户)", event.PremiumReceived{Fact: on(2025), Fund: employee, Amount: amount, Part: fund.Personal}, in(employee, "1003", "400102")},
		{"premium awaiting split", "KJ 4601: 职工, split not known", event.PremiumReceived{Fact: on(2025), Fund: employee, Amount: amount, Via: account.Treasury}, in(employee, "1005", "4601")},
		{"split to the pool", "KJ 4601: split determined; year end by ratio", event.PremiumSplit{Fact: plain(2025), Fund: employee, Amount: amount, Part: fund.Pool}, in(employee, "4601", "400101")},
		{"split to personal accounts", "KJ 4601: split determined", event.PremiumSplit{Fact: plain(2025), Fund: employee, Amount: amount, Part: fund.Personal}, in(employee, "4601", "400102")},
		{"split of an earlier year, more for the pool", "KJ 3001, 4601: next year, 统筹 should have had more", event.SplitCorrected{Fact: plain(2025), Fund: employee, Amount: amount, Part: fund.Pool}, in(employee, "300102", "300101")},
		{"split of an earlier year, less for the pool", "KJ 3001, 4601: the reverse", event.SplitCorrected{Fact: plain(2025), Fund: employee, Amount: amount, Part: fund.Personal}, in(employee, "300101", "300102")},
		{"audited balance, more", "KJ 3001: as 4601 §2(4), past the income of this year", event.BalanceAdjusted{Fact: plain(2025), Fund: resident, Amount: amount, Cause: "x"}, dc("1003", "3001")},
		{"audited balance of the pool, less", "KJ 3001 (职工: 统筹)", event.BalanceAdjusted{Fact: plain(2025), Fund: employee, Part: fund.Pool, Via: account.ExpenseAccount, Amount: -amount, Cause: "x"},
			in(employee, "300101", "1004")},
		{"refund, same year", "KJ 4001: 退回当年的保险费冲减收入", event.PremiumRefunded{Fact: on(2025), Fund: resident, Amount: amount, Of: "P", PaidOn: day(2025)}, dc("4001", "1004")},
		{"refund out of the income account", "KJ 4001: 1002 or 1004", event.PremiumRefunded{Fact: on(2025), Fund: resident, Amount: amount, Of: "P", PaidOn: day(2025),
			Via: account.IncomeAccount}, dc("4001", "1002")},
		{"refund, earlier year", "KJ 5401: 退回以前年度的保险费", event.PremiumRefunded{Fact: on(2025), Fund: resident, Amount: amount, Of: "P", PaidOn: fund.NewDate(2024, 12, 31)}, dc("5401", "1004")},
		{"refund, same year, personal", "KJ 4001 (职工)", event.PremiumRefunded{Fact: on(2025), Fund: employee, Part: fund.Personal, Amount: amount, Of: "P",
			PaidOn: day(2025)}, in(employee, "400102", "1004")},
		{"refund, earlier year, pool", "KJ 5401 (职工)", event.PremiumRefunded{Fact: on(2025), Fund: employee, Part: fund.Pool, Amount: amount, Of: "P",
			PaidOn: day(2024)}, in(employee, "540101", "1004")},
		{"refund of assisted participation, same year", "KJ 4001, 5001 §3(2): as it was paid", refundedToAid(resident, "", 2025),
			dc("4001", "1003") + "; " + in(aid, "1003", "500102")},
		{"refund of assisted participation out of the expenditure account", "KJ 4001", refundedToAid(resident, account.ExpenseAccount, 2025),
			dc("4001", "1004") + "; " + in(aid, "1003", "500102")},
		{"refund of assisted participation, earlier year", "KJ 5401, 4501 §1", refundedToAid(resident, "", 2024),
			dc("5401", "1003") + "; " + in(aid, "1003", "4501")},
		{"refund of assisted participation of employees", "KJ 4001 (职工)", refundedToAid(employee, "", 2025),
			in(employee, "400101", "1003") + "; " + in(aid, "1003", "500102")},
		{"assisted participation", "KJ 4001 §1: 资助参保是保险费收入，不是财政补贴; 社会救助暂行办法 art. 29", event.ParticipationAssisted{Fact: on(2025), AidFund: aid, Fund: resident, Amount: amount},
			in(aid, "500102", "1003") + "; " + dc("1003", "4001")},
		{"assisted participation of employees", "KJ 4001 §1, 4601", event.ParticipationAssisted{Fact: on(2025), AidFund: aid, Fund: employee, Amount: amount},
			in(aid, "500102", "1003") + "; " + in(employee, "1003", "4601")},
	}
}

// refundedToAid is a refund in 2025 of what the aid fund paid in a year, of employees to
// the pool.
func refundedToAid(id fund.ID, via account.Code, paid int) event.Event {
	e := event.PremiumRefunded{Fact: on(2025), Fund: id, AidFund: aid, Amount: amount, Of: "Z", PaidOn: day(paid), Via: via}
	if id == employee {
		e.Part = fund.Pool
	}
	return e
}

func otherIncome() []row {
	return []row{
		{"subsidy", "KJ 4101: fiscal subsidy received", event.SubsidyReceived{Fact: on(2025), Fund: resident, Amount: amount}, dc("1003", "4101")},
		{"subsidy of employees", "KJ 4101: not carried in parts", event.SubsidyReceived{Fact: on(2025), Fund: employee, Amount: amount}, in(employee, "1003", "4101")},
		{"interest", "KJ 4201", event.InterestReceived{Fact: on(2025), Fund: resident, Amount: amount}, dc("1003", "4201")},
		{"interest of the account that earned it", "KJ 4201", event.InterestReceived{Fact: on(2025), Fund: resident, Amount: amount, Via: account.ExpenseAccount}, dc("1004", "4201")},
		{"interest of the pool", "KJ 4201 (职工)", event.InterestReceived{Fact: on(2025), Fund: employee, Part: fund.Pool, Amount: amount}, in(employee, "1003", "420101")},
		{"interest awaiting split", "KJ 4602", event.InterestReceived{Fact: on(2025), Fund: employee, Amount: amount}, in(employee, "1003", "4602")},
		{"interest split", "KJ 4602", event.InterestSplit{Fact: plain(2025), Fund: employee, Part: fund.Personal, Amount: amount}, in(employee, "4602", "420102")},
		{"contract penalty", "KJ 4501: 违约金是其他收入", event.PenaltyReceived{Fact: on(2025), Fund: resident, Amount: amount}, dc("1003", "4501")},
		{"contract penalty of the pool", "KJ 4501 (职工)", event.PenaltyReceived{Fact: on(2025), Fund: employee, Part: fund.Pool, Amount: amount,
			Via: account.IncomeAccount}, in(employee, "1002", "450101")},
		{"surcharge on late premiums", "KJ 4501: 滞纳金", event.OtherReceived{Fact: on(2025), Fund: resident, Amount: amount}, dc("1003", "4501")},
		{"other income of personal accounts", "KJ 4501 (职工)", event.OtherReceived{Fact: on(2025), Fund: employee, Part: fund.Personal, Amount: amount}, in(employee, "1003", "450102")},
		{"other expense", "KJ 5401: approved kinds", event.OtherPaid{Fact: on(2025), Fund: resident, Amount: amount}, dc("5401", "1004")},
		{"other expense of the pool", "KJ 5401 (职工)", event.OtherPaid{Fact: on(2025), Fund: employee, Part: fund.Pool, Amount: amount}, in(employee, "540101", "1004")},
	}
}

// benefits has a row for every kind of care of every kind of books.
func benefits() []row {
	pay := func(id fund.ID, p fund.Part, c fund.Care) event.Event {
		return event.ReimbursementPaid{Fact: on(2025), Fund: id, Part: p, Care: c, Amount: amount}
	}
	rows := []row{
		{"benefit by hand", "KJ 5001, 1001", event.ReimbursementPaid{Fact: on(2025), Fund: resident, Care: fund.Inpatient, Amount: amount, Via: account.Cash}, dc("500101", "1001")},
		{"benefit of a fund not split by insurance", "KJ 5001: published totals", event.ReimbursementPaid{Fact: on(2025), Fund: "441300.all", Amount: amount}, in("441300.all", "500199", "1004")},
		{"relief", "财社〔2013〕217号: paid by finance out of 财政专户", event.ReliefPaid{Fact: on(2025), Fund: aid, Person: "0123456789abcdef0123456789abcdef", Amount: amount}, in(aid, "500101", "1003")},
	}
	for _, r := range []struct {
		id   fund.ID
		part fund.Part
		care fund.Care
		code string
	}{
		{resident, "", fund.Inpatient, "500101"},
		{resident, "", fund.Outpatient, "500102"},
		{resident, "", fund.OtherCare, "500103"},
		{resident, "", "", "500199"},
		{employee, fund.Pool, fund.Inpatient, "50010101"},
		{employee, fund.Pool, fund.OutpatientMajor, "50010102"},
		{employee, fund.Pool, fund.OutpatientPooled, "50010103"},
		{employee, fund.Pool, fund.MaternityCare, "50010104"},
		{employee, fund.Pool, fund.MaternityAllowance, "50010105"},
		{employee, fund.Pool, "", "50010199"},
		{employee, fund.Personal, fund.Inpatient, "50010201"},
		{employee, fund.Personal, fund.Outpatient, "50010202"},
		{employee, fund.Personal, fund.Pharmacy, "50010203"},
		{employee, fund.Personal, "", "50010299"},
	} {
		rows = append(rows, row{fmt.Sprintf("benefit %s %s %s", r.id, r.part, r.care), "KJ 5001 (明细科目), 1004", pay(r.id, r.part, r.care), in(r.id, r.code, "1004")})
	}
	return rows
}
