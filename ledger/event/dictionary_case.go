package event

const (
	textForm, textFormEN = "文字，最多 120 字节，不得有个人信息", "text, at most 120 bytes, no personal data"
	yuanForm, yuanFormEN = "元，最多两位小数", "yuan, at most two decimals"
	dayForm, dayFormEN   = "年-月-日（北京时间），如 2025-07-31", "yyyy-mm-dd (Asia/Shanghai), such as 2025-07-31"
)

// caseDictionary has the fields of cases, agreements and relief.
var caseDictionary = map[string]Meaning{
	"against":       meant("抵扣的结算单号", "number of the settlement it was kept from", textForm, textFormEN),
	"article":       listed("适用条款", "article", articles),
	"authority":     listed("移送机关", "authority that takes it over", authorities),
	"base":          meant("罚款基数（损失或骗取的金额）", "what the fine is a multiple of: the loss, or the amount defrauded", yuanForm, yuanFormEN),
	"basic_paid":    meant("基本医保已支付", "paid of the cost by basic insurance", yuanForm, yuanFormEN),
	"basis":         meant("损失的计算依据", "how the loss was computed", "文字，最多 400 字节", "text, at most 400 bytes"),
	"care_on":       meant("诊疗的最后一日；不填按付款日审核协议", "last day of the care; left out: the agreement is judged on the day of payment", dayForm, dayFormEN),
	"charge":        listed("应缴种类；不填为罚款", "what is paid; left out: a fine", charges),
	"critical_paid": meant("大病保险已支付", "paid of the cost by critical-illness insurance", yuanForm, yuanFormEN),
	"department":    meant("科室", "department", textForm, textFormEN),
	"discretion":    listed("裁量", "discretion", discretions),
	"due":           meant("缴款期限；不填为决定之日起 15 日", "last day to pay; left out: 15 days after the decision", dayForm, dayFormEN),
	"eligible_cost": meant("政策范围内费用", "cost within the scope of payment", yuanForm, yuanFormEN),
	"finding":       meant("违法事实编号", "number of the finding", textForm, textFormEN),
	"grade":         listed("医疗机构等级", "grade of an institution", grades),
	"legal_code":    meant("统一社会信用代码", "unified social credit code", "18 位，末位为校验码", "18 characters, the last a check character"),
	"multiple":      meant("罚款倍数", "multiple of the base", "十进制数，如 1.5", "decimal number, such as 1.5"),
	"outcome":       listed("结案方式", "outcome", outcomes),
	"reason":        listed("原因", "reason", reasons),
	"received_year": meant("退款当初到账的年度", "calendar year in which the money had come in", "四位年份", "four digits"),
	"settled_care":  listed("被抵扣结算款的待遇类别", "kind of care of the settlement", cares),
	"until":         meant("最后一日", "last day", dayForm, dayFormEN),
	"violation":     listed("违规情形", "violation", violations),
	"warning":       listed("提示；由程序填写", "warning; written by the ledger", warnings),
}
