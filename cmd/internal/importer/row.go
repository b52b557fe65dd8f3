package importer

import (
	"regexp"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// parse returns the fact of a row, or everything that is wrong with it.
func (i *run) parse(row rows.Row) (event.Event, []rows.Fault) {
	var faults []rows.Fault
	fault := func(field string, why, remedy lang.Text) {
		f := row.Fault(field)
		f.Why, f.Remedy = why, remedy
		if cell, _ := row.Get(field); Private(field, cell) {
			f.Found = ""
		}
		faults = append(faults, f)
	}
	wire, ok := row.Get("type")
	if !ok {
		fault("type", lang.F("缺少事项类型", "the type is missing"), lang.F("填写如 premium.received；用 fundledger events --types 查看全部", "fill it in, such as premium.received; list all with: fundledger events --types"))
		return nil, faults
	}
	if why, remedy := Computed(wire); !why.IsZero() {
		fault("type", why, remedy)
		return nil, faults
	}
	person := ""
	if cell, ok := row.Get("person"); ok {
		p, why, remedy := Person(i.o.PersonKey, cell)
		if !why.IsZero() {
			fault("person", why, remedy)
		}
		person = string(p)
	}
	fact, problems := event.Parse(wire, func(field string) string {
		if field == "person" {
			return person
		}
		cell, _ := row.Get(field)
		return cell
	})
	for _, p := range problems {
		fault(p.Field, p.Why, p.Remedy)
	}
	if typ, known := i.types[wire]; known {
		row.Each(func(name, _ string) bool {
			if name != "type" && !typ.fields[name] {
				fault(name, lang.F("“%s”没有这一列", "%s has no such column", typ.title),
					lang.F("清空这一格，或改正类型 %s", "empty the cell, or correct the type %s", wire))
			}
			return true
		})
	}
	return fact, faults
}

// columns is what a row of one type may fill in.
type columns struct {
	title  lang.Text
	fields map[string]bool
}

func columnsOfTypes() map[string]columns {
	out := map[string]columns{}
	for _, t := range event.Types() {
		c := columns{title: t.Title, fields: map[string]bool{}}
		for _, f := range t.Fields {
			c.fields[f.Name] = true
		}
		out[t.Wire] = c
	}
	return out
}

// Private reports whether what stands in a field may tell who somebody is: it is
// not repeated in messages, which end in logs and on other people's screens.
func Private(field, text string) bool { return field == "person" || fund.HoldsIdentityNumber(text) }

// personNumber is the form of a person number (人员编号, at most 30 characters).
var personNumber = regexp.MustCompile(`^[0-9A-Za-z]{4,30}$`)

// Person returns the pseudonym for what a clerk gives as a person: a person
// number, or a pseudonym itself. Otherwise why says what is wrong.
func Person(key []byte, given string) (p fund.Person, why, remedy lang.Text) {
	switch {
	case fund.Person(given).Valid():
		return fund.Person(given), why, remedy
	case fund.HoldsIdentityNumber(given):
		return "", lang.F("这是居民身份证号，账内不得有个人信息", "this is an identity number; personal data must stay out of the ledger"),
			lang.F("填人员编号", "give the person number (人员编号)")
	case !personNumber.MatchString(given):
		return "", lang.F("不是人员编号", "this is not a person number"),
			lang.F("填 4 至 30 位字母数字的人员编号，不填姓名", "give the person number, 4 to 30 letters and digits, never a name")
	case len(key) == 0:
		return "", lang.F("没有人员密钥，不能转换人员编号", "there is no person key to turn the number into a pseudonym"),
			lang.F("用 fundledger init 生成，或用 --person-key 指明密钥文件", "make one with fundledger init, or name its file with --person-key")
	}
	return fund.Pseudonym(key, given), why, remedy
}

// Computed says why nobody fills in a fact of a type, and what to do instead; both
// are empty for the types that people record.
func Computed(wire string) (why, remedy lang.Text) {
	if wire == event.Wire(event.PeriodClosed{}) {
		return lang.F("结账的余额由程序计算，不能填写", "the balances of a closing are computed, not filled in"),
			lang.F("用 fundledger close 结账", "close with: fundledger close")
	}
	return why, remedy
}
