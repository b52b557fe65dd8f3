package importer

import (
	"regexp"
	"slices"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// parser makes facts of rows. Every goroutine needs one of its own.
type parser struct {
	words    *clerk.Lexicon
	head     *rows.Head // that the next fields are of
	columns  []string   // of a table; nil: every row has names of its own
	key      []byte     // turns person numbers into pseudonyms
	preparer aggregates.Preparer
	typeAt   int // place of the column of a table, or nowhere
	personAt int
	above    clerk.Unit // of amounts, said above the table
	forms    map[string]*form
	last     *form
	values   []string // of a row, reused
}

// form is what the rows of one type may fill in.
type form struct {
	said     string // the type as the rows say it
	wire     string
	title    lang.Text
	computed bool // nobody fills it in
	fields   map[string]bool
	asked    []column // the fields, in their order
	foreign  []column // of a table: columns that the type does not have
}

// column is where a field stands in the rows of a table.
type column struct {
	event.Field
	place int        // or nowhere
	unit  clerk.Unit // of amounts
}

// newParser returns a parser of rows.
func newParser(words *clerk.Lexicon, key []byte) *parser { return &parser{words: words, key: key} }

// under readies the parser for rows under other headings.
func (p *parser) under(head *rows.Head) {
	p.head, p.columns, p.forms, p.last = head, head.Columns(), map[string]*form{}, nil
	p.typeAt, p.personAt = p.placeOf(clerk.Type), p.placeOf("person")
	p.above = clerk.Yuan
	for _, text := range head.Above {
		if u, says := clerk.UnitAbove(text); says {
			p.above = u
		}
	}
}

// placeOf returns the place of a column, or nowhere.
func (p *parser) placeOf(name string) int {
	if place, ok := p.head.Place(name); ok {
		return place
	}
	return nowhere
}

// cell returns what stands in a cell of a column at place.
func (p *parser) cell(row *rows.Row, place int, name string) (string, bool) {
	switch {
	case p.columns == nil:
		return row.Get(name)
	case place == nowhere:
		return "", false
	}
	return row.At(place)
}

// yuan returns what stands in a cell of amounts, in yuan.
func (p *parser) yuan(row *rows.Row, c column, cell string) string {
	unit := c.unit
	if p.columns == nil {
		unit, _ = clerk.UnitOf(row.Heading(c.Name))
	}
	return clerk.InYuan(cell, unit)
}

// form returns the form of a type, said in whatever words, or nil if there is no such type.
func (p *parser) form(said string) *form {
	if p.last != nil && p.last.said == said {
		return p.last
	}
	f, seen := p.forms[said]
	if !seen {
		typ, known := event.TypeOf(said)
		if wire, other := p.words.Wire(said); !known && other {
			typ, known = event.TypeOf(wire)
		}
		if known {
			f = p.newForm(typ)
			f.said = said
			p.forms[said] = f
		}
	}
	p.last = f
	return f
}

// newForm returns the form of a type under the headings.
func (p *parser) newForm(typ event.Type) *form {
	f := &form{wire: typ.Wire, title: typ.Title, fields: map[string]bool{clerk.Type: true}}
	why, _ := Computed(typ.Wire)
	f.computed = !why.IsZero()
	for _, field := range typ.Fields {
		f.fields[field.Name] = true
		c := column{Field: field, place: p.placeOf(field.Name)}
		if field.Form == event.FormYuan && c.place != nowhere {
			says := false
			if c.unit, says = clerk.UnitOf(p.head.Heading(field.Name)); !says {
				c.unit = p.above
			}
		}
		f.asked = append(f.asked, c)
	}
	for _, name := range p.columns {
		if place, ok := p.head.Place(name); ok && !f.fields[name] {
			f.foreign = append(f.foreign, column{Field: event.Field{Name: name}, place: place})
		}
	}
	return f
}

// parse makes a fact of the row of out, or finds everything that is wrong with it. A row that sums
// up those above it is told as that.
func (p *parser) parse(out *item) {
	if head := out.row.Head(); head != p.head {
		p.under(head)
	}
	if p.read(out); len(out.wrong) > 0 && isTotal(&out.row) {
		out.wrong, out.total = nil, true
	}
}

// read is parse of a row that may say what happened.
func (p *parser) read(out *item) {
	row := &out.row
	fault := func(field string, why, remedy lang.Text) {
		f := row.Fault(field)
		f.Why, f.Remedy = why, remedy
		if cell, _ := row.Get(field); Private(field, cell) {
			f.Found = ""
		}
		out.wrong = append(out.wrong, f)
	}
	wire, ok := p.cell(row, p.typeAt, clerk.Type)
	f := p.form(wire)
	if !ok {
		if f = p.form(p.head.Sheet); f != nil { // a sheet for one type
			wire, ok = f.wire, true
		}
	}
	if !ok {
		fault(clerk.Type, lang.F("缺少事项类型", "the type is missing"), lang.F("填写如 premium.received；用 fundledger events --types 查看全部", "fill it in, such as premium.received; list all with: fundledger events --types"))
		return
	}
	if f != nil {
		wire = f.wire
	}
	if f != nil && f.computed {
		why, remedy := Computed(wire)
		fault(clerk.Type, why, remedy)
		return
	}
	person := ""
	if cell, ok := p.cell(row, p.personAt, "person"); ok {
		p, why, remedy := Person(p.key, cell)
		if !why.IsZero() {
			fault("person", why, remedy)
		}
		person = string(p)
	}
	amount := p.fill(row, f, person)
	fact, problems := event.ParseRow(wire, p.values)
	if len(problems) > 0 && p.reword(f, problems) {
		fact, problems = event.ParseRow(wire, p.values)
	}
	for _, problem := range problems {
		fault(problem.Field, problem.Why, problem.Remedy)
	}
	if f != nil {
		p.foreign(f, row, func(name string) {
			fault(name, lang.F("“%s”没有这一列", "%s has no such column", f.title),
				lang.F("清空这一格，或改正类型 %s", "empty the cell, or correct the type %s", wire))
		})
	}
	if len(out.wrong) > 0 {
		return
	}
	if out.fact = p.preparer.PrepareParsed(fact); amount != "" {
		out.amount, out.err = money.Read(amount)
		out.hasMoney = true
	}
}

// fill takes the values of the fields of a form from a row, and returns the amount.
func (p *parser) fill(row *rows.Row, f *form, person string) (amount string) {
	p.values = p.values[:0]
	if f == nil {
		return ""
	}
	for _, c := range f.asked {
		cell := person
		if c.Name != "person" {
			cell, _ = p.cell(row, c.place, c.Name)
		}
		if c.Form == event.FormYuan {
			cell = p.yuan(row, c, cell)
		}
		if c.Name == "amount" {
			amount = cell
		}
		p.values = append(p.values, cell)
	}
	return amount
}

// reword writes values that the ledger does not take as it writes them, where people write them
// otherwise, and reports whether there are any.
func (p *parser) reword(f *form, problems []event.Problem) (some bool) {
	if f == nil {
		return false
	}
	for i, c := range f.asked {
		if !slices.ContainsFunc(problems, func(problem event.Problem) bool { return problem.Field == c.Name }) {
			continue
		}
		value := p.words.Value(c.Field, p.values[i])
		some = some || value != p.values[i]
		p.values[i] = value
	}
	return some
}

// foreign tells the names of filled-in cells that the type does not have.
func (p *parser) foreign(f *form, row *rows.Row, tell func(name string)) {
	if p.columns != nil {
		for _, c := range f.foreign {
			if _, filled := row.At(c.place); filled {
				tell(c.Name)
			}
		}
		return
	}
	row.Each(func(name, _ string) bool {
		if !f.fields[name] {
			tell(name)
		}
		return true
	})
}

// Private reports whether what stands in a field may tell who somebody is: it is
// not repeated in messages, which end in logs and on other people's screens.
func Private(field, text string) bool { return field == "person" || fund.RevealsIdentity(text) }

// personNumber is the form of a person number (人员编号, at most 30 characters).
var personNumber = regexp.MustCompile(`^[0-9A-Za-z]{4,30}$`)

// Person returns the pseudonym for what a clerk gives as a person: a person
// number, or a pseudonym itself. Otherwise why says what is wrong.
func Person(key []byte, given string) (p fund.Person, why, remedy lang.Text) {
	switch {
	case fund.Person(given).Valid():
		return fund.Person(given), why, remedy
	case fund.HoldsIdentityNumber(given) || !personNumber.MatchString(given) && fund.RevealsIdentity(given):
		return "", lang.F("这是居民身份证号，账内不得有个人信息", "this is an identity number; personal data must stay out of the ledger"),
			lang.F("填人员编号", "give the person number (人员编号)")
	case event.Damaged(given) != nil: // else several persons would be one
		p := event.Damaged(given)
		return "", p.Why, p.Remedy
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
	if wire == event.Wire(event.ClockAcknowledged{}) {
		return lang.F("序号由程序从入账时间查出，不能填写", "the position is found from the recording times, not filled in"),
			lang.F("用 fundledger clock acknowledge 确认", "acknowledge with: fundledger clock acknowledge")
	}
	return why, remedy
}
