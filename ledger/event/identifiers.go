package event

import (
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// fundOf is a field of a fund.
func fundOf(name string) textField {
	d := codeOf(name, fund.ID.Valid, &badFund)
	d.scan = scan.Fund
	return d
}

// institutionOf is a field of an institution.
func institutionOf(name string) textField {
	d := codeOf(name, fund.Institution.Valid, &badInstitution)
	d.scan = scan.Institution
	return d
}

// personOf is a field of a person.
func personOf(name string) textField {
	d := codeOf(name, fund.Person.Valid, &badPerson)
	d.scan = scan.Person
	return d
}

// The problems of identifiers; copied before use.
var (
	badFund = Problem{
		Why:    lang.Text{ZH: "没有这种基金代码", EN: "there is no such fund code"},
		Remedy: lang.F("写成 统筹区.险种，如 441300.390；险种：%s", "write region.kind, such as 441300.390; kinds: %s", fund.KindList()),
	}
	badRegion = Problem{
		Why:    lang.Text{ZH: "不是行政区划代码", EN: "this is not a division code"},
		Remedy: lang.Text{ZH: "写成六位数字，如 441300；全国写 100000，兵团写 660000", EN: "write six digits, such as 441300; 100000 is the country, 660000 the 兵团"},
	}
	badInstitution = Problem{
		Why:    lang.Text{ZH: "不是定点医药机构编码", EN: "this is not an institution code"},
		Remedy: lang.Text{ZH: "写成 12 位编码：H（医疗机构）或 P（药店）加 11 位数字，如 H44130200026", EN: "write 12 characters: H (hospital) or P (pharmacy) and 11 digits, such as H44130200026"},
	}
	badLegalCode = Problem{
		Why:    lang.Text{ZH: "不是统一社会信用代码", EN: "this is not a unified social credit code"},
		Remedy: lang.Text{ZH: "写成 18 位代码，核对末位校验码", EN: "write 18 characters and check the last, the check character"},
	}
	badPerson = Problem{
		Why:    lang.Text{ZH: "不是人员假名", EN: "this is not a person's pseudonym"},
		Remedy: lang.Text{ZH: "填人员编号，由程序用密钥转换；不填姓名和身份证号", EN: "give the person number, which the program turns into a pseudonym; never a name or an identity number"},
	}
)
