package statistics

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Item is what a figure counts. Codes are stable names in JSON and CSV.
type Item string

// The items of a fund, each with an amount and a count unless said otherwise.
const (
	PersonsInsured    Item = "persons_insured" // count only: persons on the latest day reported
	Premiums          Item = "premiums"
	AssistedPremiums  Item = "assisted_premiums" // premiums that a medical-aid fund paid; person-times
	PremiumsRefunded  Item = "premiums_refunded"
	Subsidies         Item = "subsidies"
	Interest          Item = "interest"
	Penalties         Item = "contract_penalties"
	OtherIncome       Item = "other_income"
	GrantsReceived    Item = "grants_received" // by level
	TransfersIn       Item = "transfers_in"
	TransfersOut      Item = "transfers_out"
	TransfersReturned Item = "transfers_returned"
	GrantsPaid        Item = "grants_paid" // by level
	InsurerPaid       Item = "insurer_paid"
	InsurerReturned   Item = "insurer_returned"
	OtherExpense      Item = "other_expense"
	Benefits          Item = "benefits" // gross; person-times
	BenefitsReversed  Item = "benefits_reversed"
	Relief            Item = "relief" // gross; person-times
	ReliefReversed    Item = "relief_reversed"
	Assisted          Item = "assisted_participation"          // paid by the medical-aid fund; person-times
	AssistedReturned  Item = "assisted_participation_returned" // to the medical-aid fund, of premiums that were refunded
	Denied            Item = "denied_before_payment"           // no cash; by channel
	Ordered           Item = "clawback_ordered"                // by channel
	Recovered         Item = "recovered"                       // cash; by channel
	Losses            Item = "losses_determined"               // no cash; by article
	Annulled          Item = "clawback_annulled"
	SetOff            Item = "recovered_by_set_off" // no cash; by channel
	Refunded          Item = "clawback_refunded"    // cash
	PenaltiesCharged  Item = "contract_penalties_charged"
)

// The items of a region. Agreements have a count only, reported figures a value
// and a unit.
const (
	FinesImposed         Item = "fines_imposed" // to the treasury; cases
	FinesPaid            Item = "fines_paid"    // to the treasury; by charge
	FinesWaived          Item = "fines_waived"  // by charge
	FinesRefunded        Item = "fines_refunded"
	Surcharges           Item = "surcharges_imposed"        // to the treasury
	Confiscated          Item = "gains_confiscated"         // to the treasury
	Mixed                Item = "recovered_including_fines" // published as one amount, cannot be split
	CasesOpened          Item = "cases_opened"              // by channel
	Findings             Item = "findings"                  // by article
	OnlineSuspended      Item = "online_settlements_suspended"
	Transferred          Item = "cases_handed_over" // by authority
	Published            Item = "cases_published"
	Closed               Item = "cases_closed" // by outcome
	Reopened             Item = "cases_reopened"
	Signed               Item = "agreements_signed"
	Held                 Item = "payments_held"
	Released             Item = "payments_released"
	Designated           Item = "institutions_designated"
	Suspended            Item = "agreements_suspended"
	Resumed              Item = "agreements_resumed"
	DepartmentsSuspended Item = "departments_suspended"
	DepartmentsResumed   Item = "departments_resumed"
	Terminated           Item = "agreements_terminated"
	Limits               Item = "limits" // amount only: in force from the year on
	Reported             Item = "reported"
)

// named is an item with its name.
type named struct {
	item Item
	name lang.Text
}

// itemNames is every item with its name, in the order of reports.
func itemNames() []named {
	return []named{
		{PersonsInsured, lang.Text{ZH: "参保人数", EN: "persons insured"}},
		{Premiums, lang.Text{ZH: "保险费收入", EN: "premiums"}},
		{AssistedPremiums, lang.Text{ZH: "资助参保保险费收入", EN: "premiums paid by medical aid"}},
		{PremiumsRefunded, lang.Text{ZH: "退还保险费", EN: "premiums refunded"}},
		{Subsidies, lang.Text{ZH: "财政补贴收入", EN: "fiscal subsidies"}},
		{Interest, lang.Text{ZH: "利息收入", EN: "interest"}},
		{Penalties, lang.Text{ZH: "违约金收入", EN: "contract penalties"}},
		{OtherIncome, lang.Text{ZH: "其他收入", EN: "other income"}},
		{GrantsReceived, lang.Text{ZH: "上级补助、下级上解", EN: "received from other levels"}},
		{TransfersIn, lang.Text{ZH: "转移收入", EN: "transfers in"}},
		{TransfersOut, lang.Text{ZH: "转移支出", EN: "transfers out"}},
		{TransfersReturned, lang.Text{ZH: "转出退回", EN: "transfers out sent back"}},
		{GrantsPaid, lang.Text{ZH: "上解上级、补助下级", EN: "paid to other levels"}},
		{InsurerPaid, lang.Text{ZH: "大病保险支出", EN: "paid to the critical-illness insurer"}},
		{InsurerReturned, lang.Text{ZH: "大病保险返还", EN: "returned by the critical-illness insurer"}},
		{OtherExpense, lang.Text{ZH: "其他支出", EN: "other expense"}},
		{Benefits, lang.Text{ZH: "待遇支出（人次）", EN: "benefits (person-times)"}},
		{BenefitsReversed, lang.Text{ZH: "待遇冲销", EN: "benefits reversed"}},
		{Relief, lang.Text{ZH: "医疗救助（人次）", EN: "relief (person-times)"}},
		{ReliefReversed, lang.Text{ZH: "医疗救助冲销", EN: "relief reversed"}},
		{Assisted, lang.Text{ZH: "资助参保支出（人次）", EN: "assisted participation (person-times)"}},
		{AssistedReturned, lang.Text{ZH: "资助参保退回", EN: "assisted participation returned"}},
		{Denied, lang.Text{ZH: "支付前避免损失（无现金）", EN: "prevented before payment (no cash)"}},
		{Ordered, lang.Text{ZH: "责令退回", EN: "clawback ordered"}},
		{Recovered, lang.Text{ZH: "追回退回到账", EN: "clawback received"}},
		{Losses, lang.Text{ZH: "认定损失", EN: "losses determined"}},
		{Annulled, lang.Text{ZH: "撤销责令退回", EN: "clawback annulled"}},
		{SetOff, lang.Text{ZH: "抵扣结算款退回（无现金）", EN: "clawback set off (no cash)"}},
		{Refunded, lang.Text{ZH: "退还已追回款", EN: "clawback refunded"}},
		{PenaltiesCharged, lang.Text{ZH: "应收违约金", EN: "contract penalties charged"}},
		{FinesImposed, lang.Text{ZH: "行政罚款决定（归国库）", EN: "fines imposed (to the treasury)"}},
		{FinesPaid, lang.Text{ZH: "罚款缴纳（归国库）", EN: "fines paid (to the treasury)"}},
		{FinesWaived, lang.Text{ZH: "罚款减免、撤销", EN: "fines waived or annulled"}},
		{FinesRefunded, lang.Text{ZH: "国库退还罚款", EN: "fines refunded by the treasury"}},
		{Surcharges, lang.Text{ZH: "加处罚款决定（归国库）", EN: "surcharges imposed (to the treasury)"}},
		{Confiscated, lang.Text{ZH: "没收违法所得（归国库）", EN: "gains confiscated (to the treasury)"}},
		{Mixed, lang.Text{ZH: "追回与罚款合计（不可拆分）", EN: "recovered including fines (cannot be split)"}},
		{CasesOpened, lang.Text{ZH: "立案", EN: "cases opened"}},
		{Findings, lang.Text{ZH: "认定违法事实", EN: "findings"}},
		{OnlineSuspended, lang.Text{ZH: "暂停个人联网结算", EN: "online settlements suspended"}},
		{Transferred, lang.Text{ZH: "移送案件", EN: "cases handed over"}},
		{Published, lang.Text{ZH: "曝光典型案例", EN: "cases published"}},
		{Closed, lang.Text{ZH: "结案", EN: "cases closed"}},
		{Reopened, lang.Text{ZH: "重新办理", EN: "cases reopened"}},
		{Designated, lang.Text{ZH: "新增定点", EN: "institutions designated"}},
		{Suspended, lang.Text{ZH: "中止协议", EN: "agreements suspended"}},
		{Resumed, lang.Text{ZH: "恢复协议", EN: "agreements resumed"}},
		{DepartmentsSuspended, lang.Text{ZH: "暂停科室", EN: "departments suspended"}},
		{DepartmentsResumed, lang.Text{ZH: "恢复科室", EN: "departments resumed"}},
		{Terminated, lang.Text{ZH: "解除协议", EN: "agreements terminated"}},
		{Signed, lang.Text{ZH: "签订协议", EN: "agreements signed"}},
		{Held, lang.Text{ZH: "暂停拨付", EN: "payments held"}},
		{Released, lang.Text{ZH: "恢复拨付", EN: "payments released"}},
		{Limits, lang.Text{ZH: "限额", EN: "limits"}},
		{Reported, lang.Text{ZH: "公布的统计数", EN: "reported figure"}},
	}
}

// Name returns the item's name.
func (i Item) Name() lang.Text {
	if at := rank(i); at >= 0 {
		return itemNames()[at].name
	}
	return lang.Text{ZH: string(i), EN: string(i)}
}

// HasAmount reports whether rows of the item have an amount.
func (i Item) HasAmount() bool {
	switch i {
	case PersonsInsured, Designated, Suspended, Resumed, DepartmentsSuspended, DepartmentsResumed, Terminated, Reported,
		CasesOpened, Findings, OnlineSuspended, Transferred, Published, Closed, Reopened, Signed, Held, Released:
		return false
	default:
		return true
	}
}

// Enforcement reports whether the figure is one of enforcement: of losses and
// recoveries, of fines, of cases or of agreements.
func (r Row) Enforcement() bool {
	switch r.Item {
	case Reported:
		topic, _, _ := strings.Cut(r.Detail, "/")
		return slices.Contains([]string{"recovery", "fine", "institution", "enforcement"}, topic)
	case Penalties, PenaltiesCharged, Denied, Ordered, Recovered, Losses, Annulled, SetOff, Refunded,
		FinesImposed, FinesPaid, FinesWaived, FinesRefunded, Surcharges, Confiscated, Mixed,
		CasesOpened, Findings, OnlineSuspended, Transferred, Published, Closed, Reopened,
		Designated, Signed, Suspended, Resumed, DepartmentsSuspended, DepartmentsResumed, Terminated, Held, Released:
		return true
	default:
		return false
	}
}

func rank(i Item) int {
	for at, n := range itemOrder {
		if n == i {
			return at
		}
	}
	return -1
}

// Items returns every item in the order of itemNames.
func Items() []Item { return slices.Clone(itemOrder) }

// itemOrder is the order of itemNames. It is never changed.
var itemOrder = func() []Item {
	var order []Item
	for _, n := range itemNames() {
		order = append(order, n.item)
	}
	return slices.Clip(order)
}()
