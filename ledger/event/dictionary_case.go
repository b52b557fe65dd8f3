package event

// caseDictionary returns the meaning of the fields of cases, agreements and
// relief; the zero Meaning for others.
func caseDictionary(field string) Meaning {
	const (
		text, textEN = "文字，最多 120 字节，不得有个人信息", "text, at most 120 bytes, no personal data"
		yuan, yuanEN = "元，最多两位小数", "yuan, at most two decimals"
		day, dayEN   = "年-月-日（北京时间），如 2025-07-31", "yyyy-mm-dd (Asia/Shanghai), such as 2025-07-31"
	)
	switch field {
	case "against":
		return meant("抵扣的结算单号", "number of the settlement it was kept from", text, textEN)
	case "article":
		return listed("适用条款", "article", articles)
	case "authority":
		return listed("移送机关", "authority that takes it over", authorities)
	case "base":
		return meant("罚款基数（损失或骗取的金额）", "what the fine is a multiple of: the loss, or the amount defrauded", yuan, yuanEN)
	case "basic_paid":
		return meant("基本医保已支付", "paid of the cost by basic insurance", yuan, yuanEN)
	case "basis":
		return meant("损失的计算依据", "how the loss was computed", "文字，最多 400 字节", "text, at most 400 bytes")
	case "care_on":
		return meant("诊疗的最后一日；不填按付款日审核协议", "last day of the care; left out: the agreement is judged on the day of payment", day, dayEN)
	case "charge":
		return listed("应缴种类；不填为罚款", "what is paid; left out: a fine", charges)
	case "critical_paid":
		return meant("大病保险已支付", "paid of the cost by critical-illness insurance", yuan, yuanEN)
	case "department":
		return meant("科室", "department", text, textEN)
	case "discretion":
		return listed("裁量", "discretion", discretions)
	case "due":
		return meant("缴款期限；不填为决定之日起 15 日", "last day to pay; left out: 15 days after the decision", day, dayEN)
	case "eligible_cost":
		return meant("政策范围内费用", "cost within the scope of payment", yuan, yuanEN)
	case "finding":
		return meant("违法事实编号", "number of the finding", text, textEN)
	case "grade":
		return listed("医疗机构等级", "grade of an institution", grades)
	case "legal_code":
		return meant("统一社会信用代码", "unified social credit code", "18 位，末位为校验码", "18 characters, the last a check character")
	case "multiple":
		return meant("罚款倍数", "multiple of the base", "十进制数，如 1.5", "decimal number, such as 1.5")
	case "outcome":
		return listed("结案方式", "outcome", outcomes)
	case "reason":
		return listed("原因", "reason", reasons)
	case "received_year":
		return meant("退款当初到账的年度", "calendar year in which the money had come in", "四位年份", "four digits")
	case "settled_care":
		return listed("被抵扣结算款的待遇类别", "kind of care of the settlement", cares)
	case "until":
		return meant("最后一日", "last day", day, dayEN)
	case "violation":
		return listed("违规情形", "violation", violations)
	case "warning":
		return listed("提示；由程序填写", "warning; written by the ledger", warnings)
	}
	return Meaning{}
}
