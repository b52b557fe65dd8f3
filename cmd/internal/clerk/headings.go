package clerk

import (
	"maps"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Type is the name of the column that says what happened; all other columns are fields of facts.
const Type = "type"

// headings are short names for columns whose title is a sentence, and further names under which
// offices have them. The first one is what a template says.
var headings = map[string][]string{
	Type:            {"类型", "事项类型", "事项"},
	"document":      {"凭证号", "凭证编号", "凭证号码", "单据号", "单据编号"},
	"occurred_on":   {"业务日期", "日期", "发生日期"},
	"booked_on":     {"记账日期", "入账日期"},
	"booked_for":    {"视同入账日期"},
	"since":         {"起始日期", "汇总起始日期"},
	"amount":        {"金额"},
	"count":         {"笔数", "人次", "人数", "家数"},
	"note":          {"备注", "公布出处"},
	"part":          {"基金部分"},
	"via":           {"资金账户"},
	"institution":   {"定点医药机构", "机构编码", "机构代码", "医疗机构编码", "定点机构编码", "定点医药机构编码"},
	"person":        {"人员编号", "人员"},
	"fund":          {"基金", "基金编码"},
	"region":        {"统筹区", "统筹区编码", "行政区划"},
	"care":          {"待遇类别"},
	"care_on":       {"诊疗截止日期"},
	"total_cost":    {"医疗总费用", "医疗费总额", "医疗费用总额", "总费用", "medfee_sumamt"},
	"eligible_cost": {"政策范围内费用", "政策范围内", "政策范围内金额", "符合政策范围金额", "inscp_scp_amt", "inscp_amt"},
	"place":         {"就医地", "就医地点", "就医类型"},
	"settlement":    {"结算方式", "报销方式"},
	"name":          {"名称"},
	"aid_fund":      {"付款救助基金"},
	"applies_on":    {"适用日期"},
	"begins":        {"重新起编"},
	"facts":         {"编号类型"},
	"item":          {"往来编号"},
	"case":          {"案件编号", "案号"},
	"paid_year":     {"原支付年度"},
	"received_year": {"原到账年度"},
	"settled_care":  {"抵扣款待遇类别"},
	"until":         {"截止日期"},
	"base":          {"罚款基数"},
	"period":        {"会计期间"},
	"year":          {"预算年度"},
	"line":          {"预算项目"},
	"payer":         {"缴费来源", "缴费主体"},
}

// Title returns what a column for a field is called in a template: short, in Chinese, and the name
// of the field in English. Every field has another.
func Title(field string) lang.Text {
	if names := headings[field]; len(names) > 0 {
		return lang.Text{ZH: names[0], EN: field}
	}
	return lang.Text{ZH: short(event.Dictionary(field).Title.ZH), EN: field}
}

// short returns the first words of a title.
func short(title string) string {
	if end := strings.IndexAny(title, "；，（"); end > 0 {
		return title[:end]
	}
	return title
}

// Lexicon is the words that offices use for types and for the fields of facts. Make one with New; it
// does not change.
type Lexicon struct {
	fields map[string]string // plain heading → field
	types  map[string]string // plain title → wire name
	yuan   map[string]bool   // fields of amounts
}

// New returns the words that are known: names of types and fields, their titles in full and short,
// and the other names that offices have for them.
func New() *Lexicon {
	l := &Lexicon{map[string]string{Type: Type}, map[string]string{}, map[string]bool{}}
	for _, t := range event.Types() {
		for _, name := range []string{t.Wire, t.Title.ZH, t.Title.EN} {
			l.types[plain(name)] = t.Wire
		}
		for _, f := range t.Fields {
			l.fields[f.Name] = f.Name
			l.yuan[f.Name] = f.Form == event.FormYuan
		}
	}
	for _, field := range slices.Sorted(maps.Values(l.fields)) {
		title := event.Dictionary(field).Title.ZH
		for _, name := range append([]string{title, short(title)}, headings[field]...) {
			if name != "" {
				l.fields[plain(name)] = field
			}
		}
	}
	return l
}

// plain returns how all writings of one heading are compared: as a reader sees them, without
// blanks, line breaks and the star that forms put to what must be filled in.
func plain(heading string) string {
	return strings.ToLower(strings.Trim(glyph.Normal(strings.Join(strings.Fields(heading), "")), "*"))
}

// Field returns the field that a heading names, in whatever unit it says to be.
func (l *Lexicon) Field(heading string) (field string, known bool) {
	if field, known = l.fields[heading]; known {
		return field, true
	}
	text := plain(heading)
	if field, known = l.fields[text]; known {
		return field, true
	}
	bare, _, has := splitUnit(text)
	if !has {
		return "", false
	}
	if field, known = l.fields[bare]; !known || !l.yuan[field] {
		return "", false
	}
	return field, true
}

// IsYuan reports whether the values of a field are amounts.
func (l *Lexicon) IsYuan(field string) bool { return l.yuan[field] }

// Wire returns the wire name of the type whose title a text is, in Chinese or English.
func (l *Lexicon) Wire(text string) (wire string, ok bool) {
	wire, ok = l.types[plain(text)]
	return wire, ok
}
