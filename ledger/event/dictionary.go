package event

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Meaning documents one field name, the same in every type that has it.
type Meaning struct {
	Title  lang.Text // what it is
	Format lang.Text // how it is written, with its unit
}

// Dictionary returns the meaning of a field name; the zero Meaning if there is no such field.
func Dictionary(field string) Meaning {
	if m, some := caseDictionary[field]; some {
		return m
	}
	return dictionary[field]
}

var dictionary = map[string]Meaning{
	"account":     listed("科目", "account", openingAccounts),
	"applies_on":  meant("自哪一日起", "day from which it applies", "年-月-日，年度或月份的第一日；不填即 occurred_on", "yyyy-mm-dd, the first day of a year or month; left out: occurred_on"),
	"begins":      listed("凭证号何时重新起编", "when numbers begin again", beginnings),
	"facts":       meant("哪一类事项的凭证号", "type whose document numbers are meant", "如 premium.received", "such as premium.received"),
	"balances":    meant("封存的科目余额", "sealed balances of the accounts", "科目 余额，以分号相隔，如 1003 12.00; 300101 12.00", "account and balance, parted by semicolons, such as 1003 12.00; 300101 12.00"),
	"booked_on":   meant("记账日期；业务日期所属期间已结账时由程序填写", "day of entry into the books; filled in by the program where the period of occurred_on is closed", "年-月-日；不填即业务日期", "yyyy-mm-dd; left out: occurred_on"),
	"booked_for":  meant("更正已结账期间时，账上视同入账的日期；由程序填写", "of a correction in a closed period: as of when it stands in the books; filled in by the program", "年-月-日；其他事项不填", "yyyy-mm-dd; left out elsewhere"),
	"by_data":     meant("更正后事项的内容", "content of the fact as corrected", "规范 JSON；由程序填写", "canonical JSON; filled in by the program"),
	"by_type":     meant("更正后事项的类型", "type of the fact as corrected", "如 premium.received；由程序填写", "such as premium.received; filled in by the program"),
	"by_version":  meant("更正后事项的版本", "schema version of the fact as corrected", "整数；由程序填写", "whole number; filled in by the program"),
	"of_data":     meant("被冲销事项的内容", "content of the fact that is reversed", "规范 JSON", "canonical JSON"),
	"of_id":       meant("被冲销事项的标识", "id of the fact that is reversed", "UUID", "UUID"),
	"of_type":     meant("被冲销事项的类型", "type of the fact that is reversed", "如 premium.received", "such as premium.received"),
	"of_position": meant("入账时间有误的第一条的序号", "position of the first fact whose recording time is wrong", "序号", "its position"),
	"of_version":  meant("被冲销事项的版本", "schema version of the fact that is reversed", "整数", "whole number"),
	"period":      meant("会计期间", "accounting period", "月份或年度，如 2025-06、2025", "a month or a year, such as 2025-06 or 2025"),
	"seen":        meant("封存的余额由多少条事项得出", "how many facts the sealed balances are made of", "整数", "whole number"),
	"care":        listed("待遇类别", "kind of care", cares),
	"cost":        meant("账面成本", "cost in the books", "元，最多两位小数", "yuan, at most two decimals"),
	"from":        listed("转出账户", "money account that pays", moneyAccounts),
	"interest":    meant("另付利息", "interest on top", "元，最多两位小数；没有不填", "yuan, at most two decimals; left out if none"),
	"item":        meant("往来编号（预付款、暂收款、债券、借款）", "number of the prepayment, suspense item, bond or borrowing", "文字，最多 120 字节", "text, at most 120 bytes"),
	"level":       listed("级别", "level", levels),
	"part":        listed("职工医保的基金部分；其他险种不填", "part of a 职工 fund; left out for other kinds", parts),
	"party":       meant("对方单位", "the other party", "文字，最多 120 字节，不得有个人信息", "text, at most 120 bytes, no personal data"),
	"purpose":     listed("用途", "purpose", suspensePurposes),
	"to":          listed("转入账户", "money account that receives", moneyAccounts),
	"via":         listed("资金账户；不填按类型默认", "money account; left out: the usual one of the type", moneyAccounts),
	"aid_fund":    meant("付款的医疗救助基金", "the medical-aid fund that pays", "统筹区.险种，如 441300.610", "region.kind, such as 441300.610"),
	"amount":      meant("金额", "amount", "元，最多两位小数，不带逗号，如 1234.50", "yuan, at most two decimals, no commas, such as 1234.50"),
	"case":        meant("案件编号", "case number", "文字，最多 120 字节", "text, at most 120 bytes"),
	"channel":     listed("渠道", "channel", Channels),
	"count":       meant("笔数、人次、人数或家数；0 表示未公布", "how many single facts, visits, persons or institutions it stands for; 0 if not known", "整数，不填为 1", "whole number; 1 if left out"),
	"document":    meant("凭证号", "number of the source document", "文字，最多 120 字节；同一基金同类事项不得重号", "text, at most 120 bytes; not twice for one type and fund"),
	"fund":        meant("基金", "fund", "统筹区.险种，如 441300.390（"+fund.KindList().ZH+"）", "region.kind, such as 441300.390 ("+fund.KindList().EN+")"),
	"institution": meant("定点医药机构", "designated institution", "12 位编码，如 H44130200026", "12-character code, such as H44130200026"),
	"kind":        listed("机构类别", "kind of institution", institutionKinds),
	"limit":       listed("限额种类", "what is limited", limitKinds),
	"metric":      meant("指标", "metric", "中文名称，如 职工医保基金收入；或小写英文名称，如 insured_persons", "Chinese name, or lower-case name such as insured_persons"),
	"name":        meant("名称", "name", "文字，最多 120 字节", "text, at most 120 bytes"),
	"note":        meant("备注或公布出处", "remark, or where it was published", "文字，最多 400 字节，不得有个人信息", "text, at most 400 bytes, no personal data"),
	"occurred_on": meant("业务日期；汇总数为最后一日", "business date; for a total the last day it covers", "年-月-日（北京时间），如 2025-07-31", "yyyy-mm-dd (Asia/Shanghai), such as 2025-07-31"),
	"of":          meant("原凭证号", "document of the original", "与原事项的 document 相同", "the document of the original fact"),
	"paid_on":     meant("原收付日期", "date of the original", "年-月-日，与原事项的 occurred_on 相同", "yyyy-mm-dd, the occurred_on of the original fact"),
	"paid_year":   meant("原支付年度，决定记本年冲减还是其他收入", "calendar year of the original payment; decides between reducing expense and other income", "四位年份；汇总数未知的不填", "four digits; a total may leave it out"),
	"person":      meant("人员", "person", "人员编号，入账时转换为假名；不得填姓名或身份证号", "person number, turned into a pseudonym when recorded; never a name or identity number"),
	"region":      meant("统筹区", "pooling area", "六位行政区划代码，如 441300；全国 100000，兵团 660000", "six-digit division code, such as 441300; 100000 the country, 660000 the 兵团"),
	"scope":       listed("范围", "scope", scopes),
	"since":       meant("汇总数的第一日", "first day that a total covers", "年-月-日；单笔不填", "yyyy-mm-dd; left out for a single fact"),
	"subject":     listed("对象", "subject", Subjects),
	"topic":       meant("类目", "topic", "中文名称，如 公报；或小写英文名称，如 benefit", "Chinese name, or lower-case name such as benefit"),
	"unit":        meant("单位", "unit", "中文，如 亿元、万人次；或小写英文名称，如 person、percent、yuan", "Chinese, such as 亿元, or lower-case name such as person, percent, yuan"),
	"value":       meant("数值", "value", "十进制数，如 98.66", "decimal number, such as 98.66"),
}

func meant(zh, en, formatZH, formatEN string) Meaning {
	return Meaning{Title: lang.Text{ZH: zh, EN: en}, Format: lang.Text{ZH: formatZH, EN: formatEN}}
}

// listed is the meaning of a field whose values are from a closed list.
func listed(zh, en string, list func() []Word) Meaning {
	var f lang.Text
	for i, w := range list() {
		if i > 0 {
			f.ZH += "；"
			f.EN += "; "
		}
		f.ZH += w.Code + " " + w.Name.ZH
		f.EN += w.Code + " " + w.Name.EN
	}
	return Meaning{Title: lang.Text{ZH: zh, EN: en}, Format: f}
}
