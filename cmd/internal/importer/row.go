package importer

import (
	"regexp"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// parser makes facts of rows. Every goroutine needs one of its own.
type parser struct {
	file     *rows.Reader
	columns  []string // of a CSV file; nil: every row has names of its own
	key      []byte   // turns person numbers into pseudonyms
	preparer aggregates.Preparer
	typeAt   int // place of the column of a CSV file, or nowhere
	personAt int
	forms    map[string]*form
	last     *form
	values   []string // of a row, reused
}

// form is what the rows of one type may fill in.
type form struct {
	wire     string
	title    lang.Text
	computed bool // nobody fills it in
	fields   map[string]bool
	asked    []column // the fields, in their order
	foreign  []column // of a CSV file: columns that the type does not have
}

// column is where a field stands in the rows of a CSV file.
type column struct {
	name  string
	place int // or nowhere
}

// newParser returns a parser of the rows of a file.
func newParser(file *rows.Reader, key []byte) *parser {
	p := &parser{file: file, columns: file.Columns(), key: key, forms: map[string]*form{}}
	p.typeAt, p.personAt = p.placeOf("type"), p.placeOf("person")
	return p
}

// placeOf returns the place of a column, or nowhere.
func (p *parser) placeOf(name string) int {
	if place, ok := p.file.Place(name); ok {
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

// form returns the form of a type, or nil if there is no such type.
func (p *parser) form(wire string) *form {
	if p.last != nil && p.last.wire == wire {
		return p.last
	}
	f, seen := p.forms[wire]
	if !seen {
		if typ, known := event.TypeOf(wire); known {
			f = &form{wire: typ.Wire, title: typ.Title, fields: map[string]bool{"type": true}}
			why, _ := Computed(typ.Wire)
			f.computed = !why.IsZero()
			for _, field := range typ.Fields {
				f.fields[field.Name] = true
				f.asked = append(f.asked, column{field.Name, p.placeOf(field.Name)})
			}
			for _, name := range p.columns {
				if place, ok := p.file.Place(name); ok && !f.fields[name] {
					f.foreign = append(f.foreign, column{name, place})
				}
			}
			p.forms[typ.Wire] = f
		}
	}
	p.last = f
	return f
}

// parse makes a fact of the row of out, or finds everything that is wrong with it.
func (p *parser) parse(out *item) {
	row := &out.row
	fault := func(field string, why, remedy lang.Text) {
		f := row.Fault(field)
		f.Why, f.Remedy = why, remedy
		if cell, _ := row.Get(field); Private(field, cell) {
			f.Found = ""
		}
		out.wrong = append(out.wrong, f)
	}
	wire, ok := p.cell(row, p.typeAt, "type")
	if !ok {
		fault("type", lang.F("缺少事项类型", "the type is missing"), lang.F("填写如 premium.received；用 fundledger events --types 查看全部", "fill it in, such as premium.received; list all with: fundledger events --types"))
		return
	}
	f := p.form(wire)
	if f != nil && f.computed {
		why, remedy := Computed(wire)
		fault("type", why, remedy)
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
	amount := ""
	p.values = p.values[:0]
	if f != nil {
		for _, c := range f.asked {
			cell := person
			if c.name != "person" {
				cell, _ = p.cell(row, c.place, c.name)
			}
			if c.name == "amount" {
				amount = cell
			}
			p.values = append(p.values, cell)
		}
	}
	fact, problems := event.ParseRow(wire, p.values)
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

// foreign tells the names of filled-in cells that the type does not have.
func (p *parser) foreign(f *form, row *rows.Row, tell func(name string)) {
	if p.columns != nil {
		for _, c := range f.foreign {
			if _, filled := row.At(c.place); filled {
				tell(c.name)
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
