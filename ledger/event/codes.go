package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Word is one value of a closed list of codes, with its meaning.
type Word struct {
	Code string
	Name lang.Text
}

// LimitKind is what a limit limits.
type LimitKind string

// ReliefAnnualCap is the most relief a person may get in a calendar year (年度救助限额).
const ReliefAnnualCap LimitKind = "relief_annual_cap"

// Channel is how a loss was prevented or found (追回渠道).
type Channel string

// The channels. Only the first two can refuse a claim before payment; all can
// find money that was paid.
const (
	SmartAudit       Channel = "smart_audit"
	SampleAudit      Channel = "sample_audit"
	Inspection       Channel = "inspection"
	SpecialCheck     Channel = "special_check"
	FlyingInspection Channel = "flying_inspection"
	PublicReport     Channel = "public_report"
	SelfCheck        Channel = "self_check"
	SelfSurrender    Channel = "self_surrender"
	Unspecified      Channel = "unspecified" // a total that was published without its channels
)

// Reminder is the channel under which registers show claims that were corrected
// after a reminder, before payment. No fact says it: the type does.
const Reminder Channel = "reminder"

// Voluntary reports whether money comes back through the channel without an
// order: the subject found and returned it.
func (c Channel) Voluntary() bool { return c == SelfCheck || c == SelfSurrender }

// Subject is who broke the rules (对象).
type Subject string

// The six kinds of subject.
//
// Source: 湖南省医疗保障局, 2022: 政府部门, 经办机构, 定点医疗机构, 定点药店, 参保人, 医药企业.
const (
	Government            Subject = "government"
	Agency                Subject = "agency"
	Hospital              Subject = "hospital"
	Pharmacy              Subject = "pharmacy"
	InsuredPerson         Subject = "insured_person"
	PharmaceuticalCompany Subject = "company"
)

// InstitutionKind tells hospitals from pharmacies where no code does.
type InstitutionKind string

// The kinds of institution.
const (
	KindHospital InstitutionKind = "hospital"
	KindPharmacy InstitutionKind = "pharmacy"
)

// KindOf returns what the first letter of a code says; "" of no code.
func KindOf(i fund.Institution) InstitutionKind {
	switch {
	case i == "":
		return ""
	case i[0] == 'P':
		return KindPharmacy
	default:
		return KindHospital
	}
}

// SubjectOf returns the kind of subject that a code says; "" of no code.
func SubjectOf(i fund.Institution) Subject {
	switch KindOf(i) {
	case KindHospital:
		return Hospital
	case KindPharmacy:
		return Pharmacy
	}
	return ""
}

// Scope is how much of an agreement a suspension touches.
type Scope string

// The scopes.
const (
	Whole      Scope = "whole"
	Department Scope = "department"
)

// Place is where an insured person was treated (就医地).
type Place string

// The places.
//
// Source: pay_loc of the national platform, 3 省内异地 and 4 省外异地.
const (
	Local         Place = "local" // in the pooling area
	InProvince    Place = "in_province"
	OutOfProvince Place = "out_of_province"
)

// Settlement is how a cost was settled (结算方式).
type Settlement string

// The ways of settlement.
//
// Source: setl_type of the national platform, 2 联网结算 and 1 中心报销.
const (
	Direct Settlement = "direct"  // with the institution, over the network
	ByHand Settlement = "by_hand" // with the person, who had paid it
)

// Payer is who paid a premium (缴费来源). What medical aid pays is participation.assisted.
type Payer string

// The payers.
const (
	PaidByPerson     Payer = "person"
	PaidByUnit       Payer = "unit"
	PaidByCollective Payer = "collective"
	PaidByTreasury   Payer = "treasury" // for people in need
)

// Channels returns every channel in the order of their constants. The list is
// not to be changed; nor are the others here.
func Channels() []Word { return channelWords }

var channelWords = []Word{
	{string(SmartAudit), lang.Text{ZH: "智能审核", EN: "smart audit"}},
	{string(SampleAudit), lang.Text{ZH: "费用抽审", EN: "sample audit"}},
	{string(Inspection), lang.Text{ZH: "检查", EN: "inspection"}},
	{string(SpecialCheck), lang.Text{ZH: "专项核查", EN: "special check"}},
	{string(FlyingInspection), lang.Text{ZH: "飞行检查", EN: "flying inspection"}},
	{string(PublicReport), lang.Text{ZH: "举报投诉", EN: "report from the public"}},
	{string(SelfCheck), lang.Text{ZH: "自查自纠", EN: "self-check"}},
	{string(SelfSurrender), lang.Text{ZH: "自首退款", EN: "self-surrender"}},
	{string(Unspecified), lang.Text{ZH: "未分渠道", EN: "not split by channel"}},
}

// Subjects returns every kind of subject.
func Subjects() []Word { return subjectWords }

var subjectWords = []Word{
	{string(Government), lang.Text{ZH: "政府部门", EN: "government department"}},
	{string(Agency), lang.Text{ZH: "经办机构", EN: "agency"}},
	{string(Hospital), lang.Text{ZH: "定点医疗机构", EN: "medical institution"}},
	{string(Pharmacy), lang.Text{ZH: "定点药店", EN: "pharmacy"}},
	{string(InsuredPerson), lang.Text{ZH: "参保人", EN: "insured person"}},
	{string(PharmaceuticalCompany), lang.Text{ZH: "医药企业", EN: "pharmaceutical company"}},
}

func limitKinds() []Word { return limitWords }

var limitWords = []Word{{string(ReliefAnnualCap), lang.Text{ZH: "年度救助限额", EN: "annual cap on relief"}}}

func institutionKinds() []Word { return kindWords }

var kindWords = []Word{
	{string(KindHospital), lang.Text{ZH: "医疗机构", EN: "hospital"}},
	{string(KindPharmacy), lang.Text{ZH: "零售药店", EN: "pharmacy"}},
}

func scopes() []Word { return scopeWords }

var scopeWords = []Word{
	{string(Whole), lang.Text{ZH: "整个机构", EN: "the whole institution"}},
	{string(Department), lang.Text{ZH: "科室", EN: "a department"}},
}

// Level is the level of administration that money comes from or goes to.
type Level string

// The levels.
const (
	Upper Level = "upper"
	Lower Level = "lower"
)

// Purpose is what a prepayment, suspense money or a subsidy is for.
type Purpose string

// The purposes. The first three are those of care outside the region (异地就医).
const (
	CrossRegion           Purpose = "crossregion"            // 异地就医资金; of a prepayment 异地就医预付金
	CrossRegionPrepayment Purpose = "crossregion_prepayment" // 异地就医预付金 received from a lower level
	CrossRegionClearing   Purpose = "crossregion_clearing"   // 异地就医清算资金 received from a lower level
	OtherPurpose          Purpose = "other"

	StandardSubsidy Purpose = "standard" // of a subsidy: 按规定标准补助
	VaccineSubsidy  Purpose = "vaccine"  // of a subsidy: 新冠病毒疫苗及接种费用
)

func levels() []Word { return levelWords }

var levelWords = []Word{
	{string(Upper), lang.Text{ZH: "上级", EN: "the upper level"}},
	{string(Lower), lang.Text{ZH: "下级", EN: "a lower level"}},
}

var prepaymentWords = []Word{
	{string(CrossRegion), lang.Text{ZH: "异地就医预付金", EN: "cross-province prepayment"}},
	{string(OtherPurpose), lang.Text{ZH: "其他", EN: "other"}},
}

var subsidyWords = []Word{
	{string(StandardSubsidy), lang.Text{ZH: "按规定标准补助", EN: "by the prescribed standard"}},
	{string(VaccineSubsidy), lang.Text{ZH: "新冠病毒疫苗及接种费用补助", EN: "for COVID-19 vaccines and vaccination"}},
	{string(OtherPurpose), lang.Text{ZH: "其他", EN: "other"}},
}

func suspensePurposes() []Word { return suspenseWords }

var suspenseWords = []Word{
	{string(CrossRegionPrepayment), lang.Text{ZH: "异地就医预付金", EN: "cross-province prepayment"}},
	{string(CrossRegionClearing), lang.Text{ZH: "异地就医清算资金", EN: "cross-province clearing"}},
	{string(CrossRegion), lang.Text{ZH: "异地就医资金", EN: "cross-province funds"}},
	{string(OtherPurpose), lang.Text{ZH: "其他", EN: "other"}},
}

func payers() []Word { return payerWords }

var payerWords = []Word{
	{string(PaidByPerson), lang.Text{ZH: "个人缴费", EN: "the person"}},
	{string(PaidByUnit), lang.Text{ZH: "单位缴费", EN: "the employer"}},
	{string(PaidByCollective), lang.Text{ZH: "集体扶持", EN: "a collective"}},
	{string(PaidByTreasury), lang.Text{ZH: "财政代缴", EN: "the treasury, for people in need"}},
}

func places() []Word { return placeWords }

var placeWords = []Word{
	{string(Local), lang.Text{ZH: "统筹区内", EN: "in the pooling area"}},
	{string(InProvince), lang.Text{ZH: "省内异地", EN: "elsewhere in the province"}},
	{string(OutOfProvince), lang.Text{ZH: "省外异地", EN: "outside the province"}},
}

func settlements() []Word { return settlementWords }

var settlementWords = []Word{
	{string(Direct), lang.Text{ZH: "直接结算", EN: "direct"}},
	{string(ByHand), lang.Text{ZH: "手工报销", EN: "by hand"}},
}

func parts() []Word { return partWords }

var partWords = []Word{
	{string(fund.Pool), lang.Text{ZH: "统筹基金", EN: "pool"}},
	{string(fund.Personal), lang.Text{ZH: "个人账户基金", EN: "personal accounts"}},
}

func cares() []Word { return careWords }

var careWords = func() []Word {
	var words []Word
	for _, c := range fund.Cares() {
		if c.Care != "" {
			words = append(words, Word{string(c.Care), c.Name})
		}
	}
	return words
}()

// moneyAccounts are the accounts that hold money, by their statutory codes. The
// list is never changed.
func moneyAccounts() []Word { return moneyWords }

var moneyWords = chartWords(account.Cash, account.IncomeAccount, account.SpecialAccount, account.ExpenseAccount, account.Treasury)

// openingAccounts are the money accounts besides 财政专户 that an opening balance
// may stand in. A prepayment, bond, suspense item or borrowing of that day is
// recorded as such, dated on it, so that it can be cleared later.
func openingAccounts() []Word { return openingWords }

var openingWords = chartWords(account.Cash, account.IncomeAccount, account.ExpenseAccount, account.Treasury)

func chartWords(codes ...account.Code) []Word {
	var words []Word
	for _, code := range codes {
		words = append(words, Word{string(code), account.FullName(fund.Resident, code)})
	}
	return words
}
