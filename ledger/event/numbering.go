package event

import (
	"cmp"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// NumberingDeclared says that the document numbers of one type begin again each year or
// month in an office: from a day on such a number counts with its period. It moves no
// money. Where nothing is declared a number stands once for ever.
type NumberingDeclared struct {
	Fact
	Region    fund.Region // of the office
	Facts     string      // wire name of the type
	Begins    Beginning
	AppliesOn fund.Date // none: OccurredOn
}

// From returns the day from which it applies.
func (e NumberingDeclared) From() fund.Date { return cmp.Or(e.AppliesOn, e.OccurredOn) }

// NumberingStream is the stream of all declarations: they are few, and whoever compares
// document numbers needs them all.
const NumberingStream = "numbering-documents"

// Beginning is when document numbers begin again.
type Beginning string

// The beginnings.
const (
	EachYear  Beginning = "year"
	EachMonth Beginning = "month"
	NotAgain  Beginning = "never" // but for the day from which that applies
)

func beginnings() []Word { return beginningWords }

var beginningWords = []Word{
	{string(EachYear), lang.Text{ZH: "每年", EN: "each year"}},
	{string(EachMonth), lang.Text{ZH: "每月", EN: "each month"}},
	{string(NotAgain), lang.Text{ZH: "此后不再重新起编", EN: "not again from then on"}},
}

var numberingDeclared = define("numbering.declared",
	func(e *NumberingDeclared, f fields) {
		f.fact(&e.Fact).region(&e.Region).appliesOn(&e.AppliesOn).begins(&e.Begins).facts(&e.Facts)
	},
	nil, // see contradictions
	lang.Text{ZH: "凭证号的编排", EN: "how documents are numbered"},
	lang.Text{ZH: "自该日起，该统筹区这一类事项的凭证号连同其年度或月份查重；不声明的永不重号；不动资金", EN: "from that day on numbers of that type in the region count with their year or month; undeclared, a number stands once for ever; moves no money"},
	NumberingDeclared{Fact: Fact{Document: "2025-0001", OccurredOn: fund.NewDate(2025, 12, 1)}, Region: "441300", Facts: "premium.received", Begins: EachYear,
		AppliesOn: fund.NewDate(2026, 1, 1)},
)

// numbering checks that a declaration is about a type that has numbers, and begins where
// a period does.
func (c *clash) numbering(e NumberingDeclared) {
	typ, known := byWire[e.Facts]
	switch {
	case !known:
		c.add("facts", lang.F("没有事项类型 %s", "there is no type %s", e.Facts), lang.F("用 fundledger events --types 查看全部", "list all with: fundledger events --types"))
	case typ == numberingDeclared || typ == clockAcknowledged:
		c.add("facts", lang.F("“%s”不分统筹区编号", "facts of the kind “%s” are not numbered by an office", typ.title), lang.F("填其他类型", "give another type"))
	}
	from, field := e.From(), "applies_on"
	if e.AppliesOn == 0 {
		field = "occurred_on"
	}
	switch {
	case e.Begins == EachYear && from != fund.NewDate(from.Year(), 1, 1):
		c.add(field, lang.F("%s 不是一年的第一日", "%s is not the first day of a year", from), lang.F("写某年的 1 月 1 日，如 2026-01-01", "give the first day of a year, such as 2026-01-01"))
	case from != from.NextMonth().AddMonths(-1):
		c.add(field, lang.F("%s 不是一个月的第一日", "%s is not the first day of a month", from), lang.F("写某月的 1 日，如 2026-07-01", "give the first day of a month, such as 2026-07-01"))
	}
}
