package law

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Violation is what was done (违规情形), by the items that the articles list. The
// codes are written into events and never change.
type Violation string

// Act is one violation and the articles that it may fall under.
type Act struct {
	Violation Violation
	Name      lang.Text
	Articles  []Article
}

// Acts returns every violation in the order of the articles.
//
// Source: 国务院令第735号 art. 13, 36–42, 44, by their items. An act of art. 38 that was
// done in order to defraud falls under art. 40; one of art. 41 ¶1 under ¶2. Forging
// is named by 社会保险法 art. 88 and 社会救助暂行办法 art. 68 too.
func Acts() []Act {
	loss := []Article{InstitutionLoss, InstitutionFraud, BodyFraudBefore, Agreement}
	order := []Article{InstitutionOrder, Agreement}
	fraud := []Article{InstitutionFraud, AgencyFraud, BodyFraudBefore, Agreement}
	anyone := append(fraud[:len(fraud):len(fraud)], PersonFraud, PersonFraudBefore, ReliefFraud)
	person := []Article{PersonLoss, PersonFraud, PersonFraudBefore}
	return []Act{
		{"split_admission", lang.Text{ZH: "分解住院、挂床住院", EN: "split or feigned admission"}, loss},
		{"over_treatment", lang.Text{ZH: "过度诊疗、过度检查、分解处方、超量或重复开药", EN: "excess treatment, tests or prescriptions"}, loss},
		{"improper_charge", lang.Text{ZH: "重复收费、超标准收费、分解项目收费", EN: "repeated, excess or split charges"}, loss},
		{"substitution", lang.Text{ZH: "串换药品、耗材、诊疗项目或服务设施", EN: "drugs, supplies or services substituted"}, loss},
		{"resale_helped", lang.Text{ZH: "为参保人倒卖药品、返还现金提供便利", EN: "helping resale of drugs or cash-back"}, loss},
		{"beyond_scope", lang.Text{ZH: "将不属于支付范围的费用纳入结算", EN: "cost beyond the scope of payment"}, loss},
		{"other_loss", lang.Text{ZH: "造成基金损失的其他违法行为", EN: "other acts that cause a loss"}, loss},
		{"no_internal_control", lang.Text{ZH: "未建立管理制度或没有专门机构、人员", EN: "no internal system or staff for it"}, order},
		{"records_not_kept", lang.Text{ZH: "未按规定保管资料", EN: "records not kept"}, order},
		{"data_not_uploaded", lang.Text{ZH: "未按规定传送数据", EN: "data not uploaded"}, order},
		{"not_reported", lang.Text{ZH: "未按规定报告信息", EN: "information not reported"}, order},
		{"not_disclosed", lang.Text{ZH: "未按规定公开费用、结构等信息", EN: "information not disclosed"}, order},
		{"no_consent", lang.Text{ZH: "未经同意提供支付范围以外的服务", EN: "services beyond the scope without consent"}, order},
		{"inspection_refused", lang.Text{ZH: "拒绝检查或提供虚假情况", EN: "inspection refused, or false statements"}, order},
		{"induced_care", lang.Text{ZH: "诱导、协助他人冒名或者虚假就医、购药，提供虚假证明", EN: "induced or impersonated care, false proof"}, fraud},
		{"forged_records", lang.Text{ZH: "伪造、变造、隐匿、涂改、销毁资料", EN: "records forged, altered, hidden or destroyed"}, anyone},
		{"invented_services", lang.Text{ZH: "虚构医药服务项目", EN: "invented services"}, anyone},
		{"other_fraud", lang.Text{ZH: "其他骗取基金支出的行为", EN: "other fraud"}, anyone},
		{"certificate_lent", lang.Text{ZH: "将本人医保凭证交由他人冒名使用", EN: "own certificate lent"}, person},
		{"double_benefit", lang.Text{ZH: "重复享受医保待遇", EN: "benefit received twice"}, person},
		{"resale", lang.Text{ZH: "转卖药品，接受返还现金、实物", EN: "drugs resold, cash-back taken"}, person},
		{"certificate_misused", lang.Text{ZH: "使用他人医保凭证冒名就医、购药", EN: "another's certificate used"}, []Article{PersonFraud, PersonFraudBefore}},
		{"agency_duties", lang.Text{ZH: "未建立制度、未履行职责、未公开", EN: "systems, duties or publication missing"}, []Article{AgencyDuties}},
		{"illegal_income", lang.Text{ZH: "收受贿赂或者取得其他非法收入", EN: "bribes or other illegal income"}, []Article{IllegalIncome}},
		{"embezzlement", lang.Text{ZH: "侵占、挪用医疗保障基金", EN: "fund money embezzled or diverted"}, []Article{Embezzlement}},
	}
}

// Under reports whether a violation may fall under an article.
func Under(v Violation, a Article) bool {
	return slices.ContainsFunc(Acts(), func(act Act) bool { return act.Violation == v && slices.Contains(act.Articles, a) })
}
