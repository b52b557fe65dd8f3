package event

const (
	textForm, textFormEN = "文字，最多 120 字节，不得有个人信息", "text, at most 120 bytes, no personal data"
	yuanForm, yuanFormEN = "元，最多两位小数", "yuan, at most two decimals"
	hashForm, hashFormEN = "64 位小写十六进制数", "64 lower-case hexadecimal digits"
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
	"cause":         meant("调整原因", "why it was adjusted", textForm, textFormEN),
	"checkpoint":    meant("当时检查点文本的 SHA-256；没有不填", "SHA-256 of the text of the checkpoint as it was; left out if there was none", hashForm, hashFormEN),
	"edition":       meant("第几版", "edition", "整数，自 1 起", "whole number, from 1"),
	"frozen_at":     meant("所用的最后一条事项的序号", "position of the last fact that it is made of", "序号", "its position"),
	"html":          meant("网页文件的 SHA-256", "SHA-256 of the HTML file", hashForm, hashFormEN),
	"language":      listed("语言", "language", languages),
	"line":          listed("预算项目", "line of the budget", budgetLines),
	"markdown":      meant("Markdown 文件的 SHA-256", "SHA-256 of the Markdown file", hashForm, hashFormEN),
	"pdf":           meant("PDF 文件的 SHA-256", "SHA-256 of the PDF file", hashForm, hashFormEN),
	"root":          meant("账本在该序号的根", "root of the ledger at that position", hashForm, hashFormEN),
	"span":          meant("报告期间", "span of the report", "2025、2021-2025、2025H1、2025Q3 或 2025-06", "2025, 2021-2025, 2025H1, 2025Q3 or 2025-06"),
	"bureau":        meant("发布单位；不填为当地医疗保障局", "who issued it; left out: the bureau of the region", textForm, textFormEN),
	"free_text":     meant("自由文字文件的 SHA-256", "SHA-256 of the file of free text", hashForm, hashFormEN),
	"template":      meant("模板版本", "version of the template", textForm, textFormEN),
	"xlsx":          meant("工作簿文件的 SHA-256", "SHA-256 of the workbook", hashForm, hashFormEN),
	"year":          meant("预算年度", "year of the budget", "四位年份", "four digits"),
	"payer":         listed("缴费来源；不填为未写明", "who paid the premium; left out: not said", payers),
	"place":         listed("就医地；不填为不详", "place of care; left out: not known", places),
	"settlement":    listed("结算方式；不填为不详", "how it was settled; left out: not known", settlements),
	"total_cost":    meant("医疗总费用", "total cost of the care, whoever pays", yuanForm, yuanFormEN),
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
