// Package law is what the supervision rules of the medical-insurance funds say
// in numbers: the articles that a decision may rest on, the violations that each
// names, and the frames of fines and suspensions.
//
// The law frames what a decision may say; it does not decide. A decision outside
// its frame is kept as decided, with a warning: real decisions split a case into
// parts under several articles, and discretion may lower a fine or waive it.
//
// Source: 医疗保障基金使用监督管理条例 (国务院令第735号, in force 2021-05-01) for every
// article without another text in its code; 社会保险法 art. 87, 88 (sil-);
// 社会救助暂行办法 art. 68 (sa-); 行政处罚法 art. 67, 72 for time limits and surcharge.
package law

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// Article is an article that a finding or a decision rests on (适用条款). The
// codes are written into events and never change.
type Article string

// The articles.
const (
	Agreement         Article = "13"     // breach of the service agreement: contract, not penalty
	AgencyDuties      Article = "36"     // agency: duties not done
	AgencyFraud       Article = "37"     // agency: fraud
	InstitutionLoss   Article = "38"     // institution: acts that cause a loss
	InstitutionOrder  Article = "39"     // institution: systems, records, disclosure
	InstitutionFraud  Article = "40"     // institution: fraud
	PersonLoss        Article = "41"     // person: plain case, ¶1
	PersonFraud       Article = "41-2"   // person: fraud, ¶2
	IllegalIncome     Article = "42"     // bribes, illegal income
	Embezzlement      Article = "44"     // fund money embezzled or diverted
	BodyFraudBefore   Article = "sil-87" // fraud by bodies, before 2021-05-01
	PersonFraudBefore Article = "sil-88" // fraud by persons, before 2021-05-01
	ReliefFraud       Article = "sa-68"  // fraud on social assistance, medical aid too
)

// Rule is what one article says.
type Rule struct {
	Article Article
	Name    lang.Text
	Short   lang.Text // for tables
	Who     string    // codes of the subjects that it is about (event.Subject), parted by spaces; "": anybody
	Fine    Frame     // the zero Frame: the article knows no fine
	// Department is for how long a department may be suspended, Online for how
	// long a person's online settlement; zero: not at all.
	Department, Online Months
}

// Frame is the range of a fine: either from Low to High times its base (the loss,
// or the amount defrauded), or from Least to Most.
type Frame struct {
	Low, High   int64 // multiples; zero: no multiple
	Least, Most money.Fen
}

// Months is a range of months, both included.
type Months struct{ Least, Most int }

// Rules returns every article in the order of their codes.
func Rules() []Rule {
	fraud := Frame{Low: 2, High: 5}
	department, online := Months{6, 12}, Months{3, 12}
	return []Rule{
		{Article: Agreement, Name: lang.Text{ZH: "条例第十三条（违反服务协议）", EN: "Order 735 art. 13, breach of agreement"}, Short: lang.Text{ZH: "条例13条", EN: "art. 13"}, Who: "hospital pharmacy"},
		{Article: AgencyDuties, Name: lang.Text{ZH: "条例第三十六条（经办机构失职）", EN: "Order 735 art. 36, agency duties"}, Short: lang.Text{ZH: "条例36条", EN: "art. 36"}, Who: "agency"},
		{Article: AgencyFraud, Name: lang.Text{ZH: "条例第三十七条（经办机构骗保）", EN: "Order 735 art. 37, fraud by an agency"}, Short: lang.Text{ZH: "条例37条", EN: "art. 37"}, Who: "agency", Fine: fraud},
		{Article: InstitutionLoss, Name: lang.Text{ZH: "条例第三十八条（违规造成损失）", EN: "Order 735 art. 38, loss caused by an institution"}, Short: lang.Text{ZH: "条例38条", EN: "art. 38"}, Who: "hospital pharmacy",
			Fine: Frame{Low: 1, High: 2}, Department: department},
		{Article: InstitutionOrder, Name: lang.Text{ZH: "条例第三十九条（管理义务）", EN: "Order 735 art. 39, duties of an institution"}, Short: lang.Text{ZH: "条例39条", EN: "art. 39"}, Who: "hospital pharmacy",
			Fine: Frame{Least: 10_000_00, Most: 50_000_00}},
		{Article: InstitutionFraud, Name: lang.Text{ZH: "条例第四十条（定点医药机构骗保）", EN: "Order 735 art. 40, fraud by an institution"}, Short: lang.Text{ZH: "条例40条", EN: "art. 40"}, Who: "hospital pharmacy",
			Fine: fraud, Department: department},
		{Article: PersonLoss, Name: lang.Text{ZH: "条例第四十一条第一款（个人违规）", EN: "Order 735 art. 41 ¶1, acts of a person"}, Short: lang.Text{ZH: "条例41条1款", EN: "art. 41 ¶1"}, Who: "insured_person", Online: online},
		{Article: PersonFraud, Name: lang.Text{ZH: "条例第四十一条第二款（个人骗保）", EN: "Order 735 art. 41 ¶2, fraud by a person"}, Short: lang.Text{ZH: "条例41条2款", EN: "art. 41 ¶2"}, Who: "insured_person",
			Fine: fraud, Online: online},
		{Article: IllegalIncome, Name: lang.Text{ZH: "条例第四十二条（非法收入）", EN: "Order 735 art. 42, illegal income"}, Short: lang.Text{ZH: "条例42条", EN: "art. 42"}},
		{Article: Embezzlement, Name: lang.Text{ZH: "条例第四十四条（侵占挪用）", EN: "Order 735 art. 44, embezzlement"}, Short: lang.Text{ZH: "条例44条", EN: "art. 44"}},
		{Article: BodyFraudBefore, Name: lang.Text{ZH: "社会保险法第八十七条", EN: "Social Insurance Law art. 87"}, Short: lang.Text{ZH: "社保法87条", EN: "SIL art. 87"}, Who: "hospital pharmacy agency company", Fine: fraud},
		{Article: PersonFraudBefore, Name: lang.Text{ZH: "社会保险法第八十八条", EN: "Social Insurance Law art. 88"}, Short: lang.Text{ZH: "社保法88条", EN: "SIL art. 88"}, Who: "insured_person", Fine: fraud},
		{Article: ReliefFraud, Name: lang.Text{ZH: "社会救助暂行办法第六十八条", EN: "Social Assistance Measures art. 68"}, Short: lang.Text{ZH: "救助办法68条", EN: "relief art. 68"}, Fine: Frame{Low: 1, High: 3}},
	}
}

// Of returns what an article says, and whether it is known.
func Of(a Article) (Rule, bool) {
	for _, r := range Rules() {
		if r.Article == a {
			return r, true
		}
	}
	return Rule{}, false
}

// About reports whether the article is about a kind of subject, by its code.
func (r Rule) About(subject string) bool {
	return r.Who == "" || slices.Contains(strings.Fields(r.Who), subject)
}

// ShortName returns the article as tables print it; the code if it is unknown.
func ShortName(a Article) lang.Text {
	if r, ok := Of(a); ok {
		return r.Short
	}
	return lang.Text{ZH: string(a), EN: string(a)}
}

// None reports whether the article knows no fine.
func (f Frame) None() bool { return f == Frame{} }

// Holds reports whether a fine of amount on a base lies within the frame. A
// multiple of an unknown base (zero) is not judged and lies within. Where the fine
// is printed in 万元 both are rounded, and a multiple that reaches the frame within
// one of their last digits lies within: 18.87万 on 3.77万 is five times.
func (f Frame) Holds(amount, base money.Fen) bool {
	if f.High == 0 {
		return f.Least <= amount && amount <= f.Most
	}
	if base == 0 {
		return true
	}
	least, most := amount, amount
	if digit := LastDigit(amount); digit != 0 {
		least, most = least+digit, most-digit
		if off := LastDigit(base); off != 0 {
			return least/money.Fen(f.Low) >= base-off && (most-1)/money.Fen(f.High) < base+off
		}
	}
	return least/money.Fen(f.Low) >= base && (most-1)/money.Fen(f.High) < base
}

// LastDigit returns what one in the last digit of an amount is worth where it was
// published in 万元: 0.01, 0.1 or 1万元, the largest that the amount is a whole
// number of, but no more than a twenty-fifth of it. It is zero for an amount that
// goes down to single yuan or fen: that was printed as it is.
func LastDigit(amount money.Fen) money.Fen {
	for _, digit := range []money.Fen{10_000_00, 1_000_00, 100_00} {
		if amount%digit == 0 && amount/digit >= 25 {
			return digit
		}
	}
	return 0
}

// Holds reports whether a measure from a first to a last day lasts no shorter and
// no longer than the range. Decisions write a last day that is the day before, or
// the same day so many months later; both are in the range.
func (m Months) Holds(first, last fund.Date) bool {
	return m != Months{} && last+1 >= first.AddMonths(m.Least) && last <= first.AddMonths(m.Most)
}
