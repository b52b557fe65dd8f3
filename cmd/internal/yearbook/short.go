package yearbook

import (
	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/annual"
)

// Paragraph returns the report as one paragraph of a newspaper, with its dozen of figures; what is
// not known is left out.
//
// Source: the articles whose figures are in testdata/figures.
func Paragraph(c Content, l lang.Lang) paper.Document {
	b := newBook(c, l)
	p := b.speaker(annual.Over)
	runs := p.paragraph(inPaper())
	b.add(paper.Paragraph{Runs: unlinked(runs)})
	b.doc.Cover = nil
	return b.doc
}

// unlinked are runs without links: there are no notes that these could lead to.
func unlinked(runs []paper.Run) []paper.Run {
	for i := range runs {
		runs[i].Link = ""
	}
	return runs
}

func inPaper() []sentence {
	return []sentence{
		say("截至{end}，{region}基本医疗保险参保{insured}[，医保基金累计结余{balance}]。", "At {end} {insured} were insured in {region}[; the funds had a balance of {balance}]."),
		say("{span}，[报销{benefits}，{benefit_visits}；][追回到账{recovered:wan}；][支付前避免损失{prevented:wan}，没有资金流动；][按公布口径共挽回损失{recovered_headline}；]。",
			"In {span}, [the funds paid {benefits} for {benefit_visits}; ][{recovered:wan} were received back; ][{prevented:wan} were prevented before payment, without cash; ][{recovered_headline} were kept from loss as bulletins count; ]."),
		say("[行政罚款{fines_imposed:wan}，缴入国库；][移送公安机关{cases_handed_over/police}；][解除协议{agreements_terminated}；][中止协议{agreements_suspended}；]。",
			"[Fines of {fines_imposed:wan} went to the treasury; ][{cases_handed_over/police} were handed over to the police; ][agreements terminated: {agreements_terminated}; ][suspended: {agreements_suspended}; ]."),
		say("[资助{assisted_visits@610}参保，{assisted@610:wan}；][医疗救助{relief_visits@610}，{relief@610}；]。",
			"[Medical aid helped {assisted_visits@610} to take part, with {assisted@610:wan}; ][and paid relief to {relief_visits@610}, {relief@610}; ]."),
	}
}

// Disclosure returns what an agency must publish regularly: enrolment, income, expense and balance
// of each fund.
//
// Source: 医疗保障法 art. 38, in force 2027-01-01.
func Disclosure(c Content, l lang.Lang) paper.Document {
	c.Forms, c.Lists, c.Free, c.Changes = nil, nil, Free{}, nil
	b := newBook(c, l)
	b.doc.Title = lang.F("%s医疗保障基金%s信息公开", "Disclosure on the medical-insurance funds of %s, %s", c.Region, SpanName(c.Figures.Span)).In(l)
	for _, chapter := range disclosed() {
		b.chapter(chapter)
	}
	b.missingFigures()
	b.notes()
	b.proof()
	return b.doc
}

// disclosed are the chapters of a disclosure, without structure and indicators that the law does
// not ask for.
func disclosed() []chapter {
	all := []chapter{enrolment(), whole()}
	for _, k := range []fund.Kind{fund.Employee, fund.Resident, fund.MedicalAid} {
		all = append(all, chapter{
			id: "fund-" + string(k), title: lang.F("%s基金", "The fund of %s", k.Name()), scheme: string(k),
			paragraph: [][]sentence{{
				say("{span}，{fund}收入{income}，支出{expense}，当期结余{surplus}[，期末累计结余{balance}]。",
					"In {span}, {fund} had an income of {income}, an expense of {expense} and a surplus of {surplus}[, and at the end a balance of {balance}]."),
			}},
			table: []line{{metric: "insured"}, {metric: "income", strong: true}, {metric: "expense", strong: true}, {metric: "surplus", strong: true}, {metric: "balance", strong: true}},
		})
	}
	return all
}
