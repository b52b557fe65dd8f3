package profile

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Record is one fact that a row makes, in the ledger's own writing.
type Record struct {
	Type    string
	Fields  []Field // that are filled in, in the order of their names
	Unknown bool    // its person is not in the table of persons, so it names none
}

// Field is one field of a record.
type Field struct {
	Name, Value string
	From        string // the heading of the column that it comes from, the first of several; "": none
}

// Get returns the value of a field, or "".
func (r Record) Get(name string) string {
	for _, f := range r.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// From returns the heading that a field comes from, or "".
func (r Record) From(name string) string {
	for _, f := range r.Fields {
		if f.Name == name {
			return f.From
		}
	}
	return ""
}

// Skip says why a row makes no fact, and how many yuan it is about, or "".
type Skip struct {
	Why   lang.Text
	Yuan  string
	Total bool // the row adds up others
}

// Map returns the facts of a row; or why it makes none; or everything that is wrong with it, and then
// no facts. A row has exactly one of the three.
func (m *Mapping) Map(row Row) (records []Record, skip *Skip, problems []Problem) {
	switch {
	case m.isTotal(row):
		return nil, Total(), nil
	case m.IsFooter(row):
		return nil, Footer(), nil
	}
	c := &cells{Mapping: m, row: row}
	c.readMoney()
	nearest, column := 0, "" // of the rule of which the fewest conditions fail, the first that does
	for i := range m.rules {
		fails, first := c.fails(m.rules[i].when)
		if fails == 0 {
			return c.apply(&m.rules[i])
		}
		if nearest == 0 || fails < nearest {
			nearest, column = fails, first
		}
	}
	if len(c.problems) == 0 {
		c.problem(column, lang.F("方案 %s 没有规则说明这一行是什么，不猜测", "no rule of the profile %s says what this row is, and nothing is guessed", m.Name),
			lang.F("在自己的方案里加一条规则（profile show %s > 自己的.yaml），或另行登记这一笔后加一条 skip 规则", "add a rule to a profile of your own (profile show %s > own.yaml), or record it otherwise and add a rule with skip", m.Name))
	}
	return nil, nil, c.problems
}

// isTotal reports whether the first cell of a row says that the row adds up others.
func (m *Mapping) isTotal(row Row) bool {
	return len(m.totals) > 0 && slices.Contains(m.totals, strings.Join(strings.Fields(m.first(row)), ""))
}

// IsFooter reports whether a row is a line below the table, such as who printed it, however many cells it
// has.
func (m *Mapping) IsFooter(row Row) bool {
	return m.footer != nil && m.footer.MatchString(m.first(row))
}

// Footer is why a line below the table makes no fact.
func Footer() *Skip { return &Skip{Why: lang.Text{ZH: "表尾", EN: "a line below the table"}} }

// Total is why a row that adds up others makes no fact.
func Total() *Skip {
	return &Skip{Why: lang.Text{ZH: "合计行", EN: "a line of totals"}, Total: true}
}

// first returns the first cell of a row that is not empty.
func (m *Mapping) first(row Row) string {
	shown := m.shown
	if shown == nil {
		shown = m.Headings
	}
	for _, h := range shown {
		if text, ok := row.Get(h); ok {
			return text
		}
	}
	return ""
}

// heading returns what the file calls a column of the profile.
func (m *Mapping) heading(column string) string { return m.headings[column] }

// side is where money goes: into the account or out of it.
type side string

const (
	moneyIn  side = "in"
	moneyOut side = "out"
)

// cells is a row that is being mapped.
type cells struct {
	*Mapping
	row      Row
	problems []Problem

	side  side
	yuan  string // what came in or went out
	where string // the column that says so
}

func (c *cells) problem(column string, why, remedy lang.Text) {
	if column != "" {
		column = c.heading(column)
	}
	c.problems = append(c.problems, Problem{column, why, remedy})
}

func (c *cells) get(column string) (string, bool) { return c.row.Get(c.heading(column)) }

// readMoney reads how much came in or went out. A row says one of both.
func (c *cells) readMoney() {
	m := c.money
	if m == nil {
		return
	}
	if m.amount != "" {
		text, _ := c.get(m.side)
		switch {
		case slices.Contains(m.ins, text):
			c.side = moneyIn
		case slices.Contains(m.outs, text):
			c.side = moneyOut
		default:
			c.problem(m.side, lang.F("既不是收（%s）也不是支（%s）", "it says neither in (%s) nor out (%s)", strings.Join(m.ins, "、"), strings.Join(m.outs, "、")), lang.F("核对收支方向", "check the side"))
		}
		c.yuan, c.where = c.amountIn(m.amount), m.amount
		return
	}
	in, out := c.amountIn(m.in), c.amountIn(m.out)
	switch {
	case len(c.problems) > 0:
	case in != "" && out == "":
		c.side, c.yuan, c.where = moneyIn, in, m.in
	case out != "" && in == "":
		c.side, c.yuan, c.where = moneyOut, out, m.out
	case in != "":
		c.problem(m.in, lang.F("同一行既有收入又有支出", "one row has money that came in and money that went out"), lang.F("核对该行", "check the row"))
	default:
		c.problem(m.in, lang.F("没有金额", "there is no amount"), lang.F("填写收入或支出金额", "give what came in or went out"))
	}
}

// amountIn returns the amount in a column; "" if it is empty or zero.
func (c *cells) amountIn(column string) string {
	text, ok := c.get(column)
	if !ok {
		return ""
	}
	value, ok := yuan(text, c.money.unit)
	switch {
	case !ok:
		c.problem(column, notIn(asYuan), howTo(asYuan))
	case strings.HasPrefix(value, "-"):
		c.problem(column, lang.F("金额是负数（红字）", "the amount is below zero"), lang.F("红字是冲正：用 reverse 冲销它所冲的事项，再在方案里略过这一行", "it takes another line back: reverse the fact of that one, and have the profile skip this row"))
	case value == "0.00":
		return ""
	}
	return value
}

// fails returns how many of some conditions a row does not meet, and the column of the first of them.
func (c *cells) fails(when []condition) (n int, column string) {
	for _, w := range when {
		if c.holds(w) {
			continue
		}
		if n++; n == 1 {
			column = w.column
		}
		if w.money != "" && n == 1 {
			column = c.where
		}
	}
	return n, column
}

// holds reports whether a row meets a condition.
func (c *cells) holds(w condition) bool {
	if w.money != "" {
		return c.side == w.money
	}
	text, filled := "", true
	if w.column != "" {
		text, filled = c.get(w.column)
	} else {
		text = c.values[w.given]
	}
	switch {
	case w.filled != nil:
		return filled == *w.filled
	case w.matches != nil:
		return filled && w.matches.MatchString(text)
	}
	return filled && slices.Contains(w.is, text)
}

// apply does to a row what a rule says.
func (c *cells) apply(u *rule) ([]Record, *Skip, []Problem) {
	if !u.skip.IsZero() {
		skip := &Skip{Why: u.skip, Yuan: c.yuan}
		if u.amount != nil {
			skip.Yuan, _ = c.value(&spec{column: u.amount.column, as: u.amount.as, unit: u.amount.unit, empty: new(string)})
		}
		if len(c.problems) > 0 {
			return nil, nil, c.problems
		}
		return nil, skip, nil
	}
	var records []Record
	for i := range u.facts {
		if r, some := c.record(&u.facts[i]); some {
			records = append(records, r)
		}
	}
	if len(records) == 0 && len(c.problems) == 0 {
		return nil, &Skip{Why: lang.Text{ZH: "各项金额都是 0.00", EN: "all amounts are 0.00"}, Yuan: "0.00"}, nil
	}
	if len(c.problems) > 0 {
		return nil, nil, c.problems
	}
	return records, nil, nil
}

// record makes a fact of the row; some is false if there is none because its amount is zero.
func (c *cells) record(f *fact) (r Record, some bool) {
	r.Type, r.Fields = f.wire, make([]Field, 0, len(f.fields))
	for i := range f.fields {
		of := &f.fields[i]
		if of.name == "person" && of.spec.as == asIdentity {
			c.identified(&r, of)
			continue
		}
		value, from := c.value(&of.spec)
		if of.name == "amount" && f.omitZero && value == "0.00" {
			return r, false
		}
		if value != "" {
			r.Fields = append(r.Fields, Field{of.name, value, from})
		}
	}
	return r, true
}

// identified fills in the person of a record whose identity number the row has.
func (c *cells) identified(r *Record, of *field) {
	text, from := c.value(&of.spec)
	if text == "" {
		return
	}
	if c.person != nil {
		if number, known := c.person(text); known {
			r.Fields = append(r.Fields, Field{of.name, number, from})
			return
		}
	}
	r.Unknown = true
}

// value returns what a spec makes of the row and the heading that it comes from; "" if there is nothing,
// or something is wrong, which is noted.
func (c *cells) value(s *spec) (value, from string) {
	switch {
	case s.money:
		return c.yuan, c.heading(c.where)
	case s.given != "":
		return c.wanted(s)
	case len(s.join) > 0:
		return c.joined(s)
	case s.column == "":
		return s.constant, ""
	}
	from = c.heading(s.column)
	text, ok := c.get(s.column)
	switch {
	case ok:
	case s.or != nil:
		return c.value(s.or)
	case s.empty != nil:
		return *s.empty, from
	case s.as == asYuan:
		c.problem(s.column, lang.F("空着，不知道是多少；空不等于零", "it is empty: not known is not zero"), lang.F("填写；确实没有的写 0.00", "fill it in; if there is none write 0.00"))
		return "", from
	default:
		c.problem(s.column, lang.F("空着", "it is empty"), lang.F("填写；可以没有的，在自己的方案里写 empty", "fill it in; if it may be empty, say so in a profile of your own (empty)"))
		return "", from
	}
	if s.pattern != nil {
		found := s.pattern.FindStringSubmatch(text)
		if found == nil || found[1] == "" {
			c.problem(s.column, lang.F("不是方案所说的写法", "it is not written as the profile says"), lang.F("核对这一格，或改方案里的 pattern", "check the cell, or mend the pattern of the profile"))
			return "", from
		}
		text = found[1]
	}
	if value, ok = s.as.value(text, s.unit); !ok {
		c.problem(s.column, notIn(s.as), howTo(s.as))
		return "", from
	}
	return c.looked(s, value, s.column)
}

// wanted returns something that is given: for all rows, or for the text of a column.
func (c *cells) wanted(s *spec) (value, from string) {
	i := slices.IndexFunc(c.Given, func(g Parameter) bool { return g.Name == s.given })
	g := &c.Given[i]
	value, has := c.values[g.Name]
	if !has && g.By != "" {
		text, _ := c.get(g.By)
		if value, has = c.Mapping.given[g.Name][text]; has {
			if value, has = g.as.value(value, 0); !has {
				c.problem(g.By, lang.F("表里给它的%s%s", "the table gives it this: %s; %s", g.Title, notIn(g.as)), lang.F("在表里写成如 %s", "write it in the table as %s", g.Example))
				return "", ""
			}
		}
	}
	if !has {
		c.problem(g.By, lang.F("不知道它的%s", "this is not known of it: %s", g.Title),
			lang.F("加 --with %s=@表.csv，两列：%s 和对应的值，如 %s", "add --with %s=@TABLE.csv of two columns: %s and what belongs to it, such as %s", g.Name, g.By, g.Example))
		return "", ""
	}
	return c.looked(s, value, "")
}

// looked returns the meaning of a code, if a table is to be asked.
func (c *cells) looked(s *spec, code, column string) (value, from string) {
	if column != "" {
		from = c.heading(column)
	}
	if s.table == "" {
		return code, from
	}
	i := slices.IndexFunc(c.tables, func(t table) bool { return t.name == s.table })
	t, v := &c.tables[i], c.versions[s.table]
	if t.by != "" {
		name, _ := c.get(t.by)
		if v = t.version(name); v == nil {
			c.problem(t.by, lang.F("没有这个版本的代码表 %s", "there is no such version of the code table %s", t.name), lang.F("用其中之一：%s", "use one of: %s", strings.Join(t.names(), ", ")))
			return "", from
		}
	}
	meaning, known := v.codes[code]
	if !known {
		c.problem(column, lang.F("代码表 %s（%s 版）没有这个代码", "the code table %s, version %s, has no such code", t.name, v.name), lang.F("核对；或在自己的方案里补上", "check it, or add it in a profile of your own"))
	}
	return meaning, from
}

// joined joins texts. What is empty and may be is left out, with its separator.
func (c *cells) joined(s *spec) (value, from string) {
	var parts []string
	for i := range s.join {
		text, of := c.value(&s.join[i])
		if from == "" {
			from = of
		}
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, s.with), from
}

// howTo says how to write a text in a form.
func howTo(f form) lang.Text {
	switch f {
	case asYuan:
		return lang.F("写成如 1234.50 或 1,234.50，最多两位小数", "write it as 1234.50 or 1,234.50, with at most two decimals")
	case asWhole:
		return lang.F("写成如 12", "write it as 12")
	case asMonthFirst, asMonthEnd, asMonth:
		return lang.F("写成如 202507 或 2025年7月", "write it as 202507 or 2025-07")
	case asYear, asYearFirst, asYearEnd:
		return lang.F("写成如 2025", "write it as 2025")
	case asStamp:
		return lang.F("写成如 2025-07-31 09:30:00", "write it as 2025-07-31 09:30:00")
	case asDay:
		return lang.F("写成如 2025-07-31 或 20250731", "write it as 2025-07-31 or 20250731")
	case asText, asIdentity:
	}
	return lang.Text{}
}

// IsPersonal reports whether a column of the file is dropped before anything is written, or its text
// tells who somebody is: neither is repeated in a message.
func (p *Profile) IsPersonal(heading, text string) bool {
	return slices.ContainsFunc(p.Personal, func(column string) bool { return plain(column) == plain(heading) }) || fund.RevealsIdentity(text)
}
