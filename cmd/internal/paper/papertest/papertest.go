// Package papertest has a document with a part of every kind, in both languages, for the tests of
// what prints documents.
package papertest

import (
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// sample makes the document in one language.
type sample struct{ lang.Lang }

// say returns a text in the language.
func (s sample) say(zh, en string) string { return lang.Text{ZH: zh, EN: en}.In(s.Lang) }

// Sample returns the document.
func Sample(l lang.Lang) paper.Document {
	s := sample{l}
	d := paper.Document{
		Lang: l, Title: s.say("惠州市医疗保障基金 2025 年度运行报告", "Huizhou medical insurance funds: annual report 2025"),
		Bureau: s.say("惠州市医疗保障局", "Huizhou Healthcare Security Administration"),
		Cover: [][2]string{
			{s.say("编制单位", "issued by"), s.say("惠州市医疗保障局", "Huizhou Healthcare Security Administration")},
			{s.say("报告期间", "period"), s.say("2025 年 1—12 月", "January to December 2025")},
			{s.say("账上所知", "known at"), s.say("第 63,100 条事项", "event 63,100")},
			{s.say("审核", "reviewed by"), ""},
		},
		Foot: s.say("账本 ledger-6ae6783f · 63,100 条事项 · 根 Q+r1IBijGHrwC3xRG2QRh6LBslrACgNGyqZGBHJexXw= · 检查点 2026-04-02 09:31，签名人 verifier · 重做：fundledger report annual --region 441300 --year 2025",
			"ledger-6ae6783f · 63,100 events · root Q+r1IBijGHrwC3xRG2QRh6LBslrACgNGyqZGBHJexXw= · checkpoint 2026-04-02 09:31, signed by verifier · make it again: fundledger report annual --region 441300 --year 2025"),
	}
	d.Blocks = append(d.Blocks, s.overall()...)
	d.Blocks = append(d.Blocks, s.statement()...)
	d.Blocks = append(d.Blocks, s.supervision()...)
	d.Blocks = append(d.Blocks, paper.PageBreak{}, s.trial(), s.cases(60), s.proof())
	return d
}

// overall is a chapter of text and two charts.
func (s sample) overall() []paper.Block {
	figure := func(text, key, link string) paper.Run { return paper.Run{Text: text, Figure: key, Link: link} }
	plain := func(zh, en string) paper.Run { return paper.Run{Text: s.say(zh, en)} }
	return []paper.Block{
		paper.Heading{Level: 1, ID: "overall", Text: s.say("一、基金收支总体情况", "1 Income and expense")},
		paper.Paragraph{Runs: []paper.Run{
			plain("2025 年，全市职工基本医疗保险基金总收入 ", "In 2025 the employees' basic medical insurance fund had an income of "),
			figure(s.say("4,722,685.20 元", "4,722,685.20 yuan"), "income.310.2025", "#row-income"),
			plain("，比上年增长 ", ", "), figure("7.9%", "growth.income.310.2025", ""),
			plain("；总支出 ", " more than in the year before, and an expense of "),
			figure(s.say("4,171,141.44 元", "4,171,141.44 yuan"), "expense.310.2025", "#row-expense"),
			plain("，比上年增长 9.0%；当期结余 551,543.76 元，年末累计结余 9,805,600.00 元，按 2025 年月均支出计算可支付 28.2 个月。“挽回损失”是公布口径，为退回与支付前避免之和，"+
				"其中“支付前避免”（事前提醒、智能审核）没有资金流动，不计入基金收入。",
				", 9.0% more. The surplus of the year was 551,543.76 yuan, the balance at its end 9,805,600.00 yuan, which is 28.2 months of its expense. "+
					"What is published as 'losses recovered' adds what came back and what was prevented before payment, by reminders and by checks of claims; no cash moved for the latter, and it is no income."),
		}},
		paper.Chart{ID: "chart-years", Kind: paper.Bars, Caption: s.say("图 1　2021—2025 年两项基本医保基金收支", "Chart 1: income and expense of two funds, 2021–2025"),
			Unit: s.say("万元", "10,000 yuan"), Labels: s.years(), Series: []paper.Series{
				{Name: s.say("收入", "income"), Points: s.points("income.{}", 59370, 59600, 64450, 70500, 76550)},
				{Name: s.say("支出", "expense"), Points: s.points("expense.{}", 52330, 53580, -1, 63110, 68990)},
			}},
		paper.Heading{Level: 2, ID: "months", Text: s.say("（一）参保率", "1.1 Coverage")},
		paper.Paragraph{Runs: []paper.Run{plain("参保率连续五年在 95% 以上。", "Coverage has been above 95% for five years.")}},
		paper.Chart{ID: "chart-rate", Kind: paper.Lines, Caption: s.say("图 2　参保率", "Chart 2: coverage"), Unit: "%", Labels: s.years(),
			Series: []paper.Series{{Name: s.say("本市", "the city"), Points: s.points("rate.{}", 9512, 9540, 9580, 9633, 9678)},
				{Name: s.say("全省", "the province"), Points: s.points("", 9500, -1, 9521, 9530, 9535)}}},
		paper.Paragraph{Small: true, Runs: []paper.Run{plain("因四舍五入，分项之和与合计可能略有差异；本报告以元计算，以万元列示。",
			"Parts may differ a little from their total by rounding; everything is computed in yuan and shown in 10,000 yuan.")}},
	}
}

func (s sample) years() (out []string) {
	for y := 2021; y <= 2025; y++ {
		out = append(out, s.say(fmt.Sprint(y, "年"), fmt.Sprint(y)))
	}
	return out
}

// points are figures of years; -1 is not known.
func (s sample) points(key string, sizes ...int64) (out []paper.Point) {
	for i, n := range sizes {
		p := paper.Point{Figure: strings.ReplaceAll(key, "{}", fmt.Sprint(2021+i))}
		if key != "" {
			p.Link = "#statement"
		}
		if n != -1 {
			p.Known, p.Size, p.Text = true, n, fmt.Sprintf("%d.%02d", n/100, n%100)
		}
		out = append(out, p)
	}
	return out
}

// statement is a table with totals within it, indented rows and blanks.
func (s sample) statement() []paper.Block {
	t := paper.Table{ID: "statement", Caption: s.say("职工基本医疗保险基金收支表", "Statement of the employees' basic medical insurance fund"),
		Unit: s.say("会社保02表　2025 年 12 月　单位：元", "form 02   December 2025   unit: yuan"),
		Columns: []paper.Column{{Key: "item", Title: s.say("项目", "item")}, {Key: "month", Title: s.say("本月数", "this month"), Numbers: true},
			{Key: "year", Title: s.say("本年累计数", "this year"), Numbers: true}},
		Notes: []string{s.say("口径：收付实现制，按记账日期。", "basis: cash, by the date of booking."), s.say("“未公布”是不知道，不是零。", "'Not published' is not known, and not zero.")},
	}
	row := func(id string, level int, strong bool, zh, en string, month, year int64) {
		cells := []paper.Cell{{Text: s.say(zh, en)}, amount(month, ""), amount(year, "item."+fmt.Sprint(len(t.Rows)))}
		r := paper.Row{ID: id, Level: level, Strong: strong, Cells: cells}
		if month < 0 {
			r.Cells[1] = paper.Cell{Text: s.say("未公布", "not published"), Value: report.Blank(lang.Text{ZH: "未公布", EN: "not published"})}
		}
		t.Rows = append(t.Rows, r)
	}
	row("row-income", 0, true, "一、统筹基金收入", "I pooled income", 38333965, 393303107)
	row("", 1, false, "社会保险费收入", "premiums", 37489352, 387877944)
	row("", 1, false, "财政补贴收入", "fiscal subsidy", 0, 0)
	row("", 1, false, "利息收入", "interest", 844613, 3378451)
	row("", 1, false, "其他收入", "other income", 0, 2046712)
	row("row-expense", 0, true, "二、统筹基金支出", "II pooled expense", 34523633, 357193582)
	row("", 1, false, "社会保险待遇支出", "benefits", 34523633, 357193582)
	row("", 2, false, "（一）住院费用", "inpatients", 23261117, 238193842)
	row("", 2, false, "（二）门诊大病费用", "serious illness", -1, 45252691)
	row("", 2, false, "（三）门诊统筹费用", "outpatients", 5508232, 57464266)
	row("", 2, false, "（四）生育医疗费用", "maternity", 1395667, 16282783)
	row("", 0, true, "三、本期统筹基金结余", "III surplus", 3810332, 36109525)
	return []paper.Block{paper.Heading{Level: 1, ID: "accounts", Text: s.say("二、职工基本医疗保险基金收支表", "2 The employees' fund")}, t}
}

// amount is a cell of money with a link to itself.
func amount(fen int64, key string) paper.Cell {
	c := report.Amount(money.Fen(fen))
	return paper.Cell{Text: c.Plain(report.Style{}), Value: c, Figure: key}
}

// supervision is a chapter with a chart whose bars lie, and a wide table.
func (s sample) supervision() []paper.Block {
	known := func(n int64, text string) paper.Point {
		return paper.Point{Known: true, Size: n, Text: text, Link: "explain/recoveries.html#a", Figure: "recovered"}
	}
	return []paper.Block{
		paper.Heading{Level: 1, ID: "supervision", Text: s.say("三、基金监管", "3 Supervision")},
		paper.Chart{ID: "chart-recovered", Kind: paper.Parts, Caption: s.say("图 3　追回与支付前避免（斜线为没有资金流动）", "Chart 3: recovered and prevented (hatched: no cash moved)"),
			Unit: s.say("元", "yuan"), Labels: []string{s.say("检查", "inspection"), s.say("自查自纠", "self-examination"),
				s.say("智能审核系统对定点医药机构结算费用的事后复核与扣回", "review of settled claims by the checking system, after payment"), s.say("冲回", "reversed")},
			Series: []paper.Series{{Name: s.say("退回到账", "came back"), Points: []paper.Point{known(22873650, "228,736.50"), known(14959920, "149,599.20"),
				known(1000, "10.00"), known(-3000000, "-30,000.00")}}, {Name: s.say("支付前避免", "prevented"), NoCash: true,
				Points: []paper.Point{known(9790620, "97,906.20"), {}, known(4069460, "40,694.60"), known(0, "0.00")}}}},
	}
}

// trial is a wide table.
func (s sample) trial() paper.Table {
	t := paper.Table{ID: "trial", Wide: true, Caption: s.say("附表一　科目余额表", "Table A: trial balance"), Unit: s.say("单位：元", "unit: yuan")}
	for i, zh := range []string{"科目编码", "科目名称", "期初借方余额", "期初贷方余额", "本期借方发生额", "本期贷方发生额", "期末借方余额", "期末贷方余额"} {
		en := []string{"code", "account", "opening debit", "opening credit", "debit of the period", "credit of the period", "closing debit", "closing credit"}[i]
		t.Columns = append(t.Columns, paper.Column{Key: fmt.Sprint("c", i), Title: s.say(zh, en), Numbers: i > 1})
	}
	for i := range 45 {
		r := paper.Row{Cells: []paper.Cell{{Text: fmt.Sprint(1001 + i)}, {Text: s.say("财政专户存款——城乡居民基本医疗保险", "deposits in the fiscal account")}}}
		for k := range 6 {
			r.Cells = append(r.Cells, amount(int64(i*k)*1234567+int64(k), ""))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// cases is a table of texts that are broken over lines, and its total.
func (s sample) cases(n int) paper.Table {
	t := paper.Table{ID: "cases", Caption: s.say("附表二　案件清单", "Table B: cases"), Unit: s.say("单位：元", "unit: yuan"),
		Columns: []paper.Column{{Key: "case", Title: s.say("案号", "case")}, {Key: "of", Title: s.say("对象", "of")}, {Key: "why", Title: s.say("事由", "why")},
			{Key: "on", Title: s.say("认定日期", "found on")}, {Key: "amount", Title: s.say("应退", "ordered back"), Numbers: true}}}
	total := int64(0)
	for i := range n {
		fen := int64(i+1) * 7654321
		total += fen
		why := s.say("重复收费、超标准收费、分解项目收费", "charged twice, above the price, or in parts")
		if i%7 == 3 {
			why = s.say("将不属于医疗保障基金支付范围的医药费用纳入医疗保障基金结算，并虚构医药服务项目（条例第三十八条、第四十条）",
				"settled costs that the funds do not pay for, and invented services (articles 38 and 40 of the regulation)")
		}
		t.Rows = append(t.Rows, paper.Row{ID: fmt.Sprint("case-", i), Cells: []paper.Cell{{Text: fmt.Sprintf("惠医保罚〔2025〕%d号", i+1)},
			{Text: s.say("某区人民医院", "a hospital")}, {Text: why}, {Text: "2025-06-30"}, amount(fen, "")}})
	}
	t.Rows = append(t.Rows, paper.Row{Strong: true, Cells: []paper.Cell{{Text: s.say("合计", "total")}, {}, {}, {}, amount(total, "cases.total")}})
	return t
}

// proof is the page of proof.
func (s sample) proof() paper.Proof {
	return paper.Proof{Title: s.say("证明页", "Proof"), Rows: [][2]string{
		{s.say("账本", "ledger"), "ledger-6ae6783f"}, {s.say("事项", "events"), "63,100"}, {s.say("根", "root"), "Q+r1IBijGHrwC3xRG2QRh6LBslrACgNGyqZGBHJexXw="},
		{s.say("核对方法", "to verify"), "fundledger verify --checkpoint 2025.checkpoint --key verifier.key"},
		{s.say("说明", "remark"), s.say("本报告的每个数字都由账本重算得出；“缺数”是账上没有，不是零。", "Every figure of this report is computed from the ledger; what is missing is not in it, and is not zero.")},
	}}
}
