package profile

import (
	"maps"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Row is one row of a file.
type Row interface {
	// Get returns the text of the cell below a heading; ok is false if there is none, or it is empty.
	Get(heading string) (text string, ok bool)
}

// Problem is one thing wrong with a row, at the column of that heading; "" is the row itself.
type Problem struct {
	Heading     string
	Why, Remedy lang.Text
}

// Given is what a file does not say.
type Given struct {
	// Values has the parameters of the profile by name, and the version of a table by the name of the table.
	Values map[string]string
	// Tables has parameters that are another in each row: by name, what belongs to the text of the column By.
	Tables map[string]map[string]string
	// Person returns the person number that belongs to an identity number; nil knows nobody.
	Person func(identity string) (number string, ok bool)
}

// Mapping is a profile that is bound to one file. Several goroutines may ask it at once.
type Mapping struct {
	*Profile
	shown    []string          // headings of the file; nil: every row has its own
	headings map[string]string // of the profile → of the file
	values   map[string]string
	given    map[string]map[string]string // parameters that are another in each row
	versions map[string]*version          // of tables whose version no column says
	person   func(string) (string, bool)
}

// Knows reports whether a heading is one of those by which the file is known.
func (p *Profile) Knows(heading string) bool {
	return slices.ContainsFunc(p.Headings, func(h string) bool { return plain(h) == plain(heading) })
}

// has reports whether the file has a column, or may have it, in whatever writing.
func (p *Profile) has(heading string) bool {
	return slices.ContainsFunc(p.columns, func(c string) bool { return plain(c) == plain(heading) })
}

// SaysUnits reports whether the profile says the units of amounts. If not, they are yuan.
func (p *Profile) SaysUnits() bool { return p.units }

// Bind binds a profile to a file with these headings, in their order; nil if every row has headings of
// its own, as in JSON Lines. Problems: headings that are missing, what is not given or not well given,
// and what is given and not asked for; each names the heading or what is given.
func (p *Profile) Bind(headings []string, g Given) (*Mapping, []Problem) {
	m := &Mapping{
		Profile: p, shown: headings, headings: map[string]string{}, values: map[string]string{}, given: map[string]map[string]string{},
		versions: map[string]*version{}, person: g.Person,
	}
	var problems []Problem
	add := func(name string, why, remedy lang.Text) { problems = append(problems, Problem{name, why, remedy}) }
	written := map[string]string{}
	for _, h := range headings {
		if first, twice := written[plain(h)]; twice && p.has(h) {
			add(h, lang.F("“%s”和“%s”是同一列名的两种写法，不知道用哪一列", "%q and %q are writings of one heading, and which is meant is not known", first, h),
				lang.F("删去或改名其中一列", "remove one of them, or call it otherwise"))
		}
		written[plain(h)] = h
	}
	for _, column := range p.columns {
		m.headings[column] = column
		if h, has := written[plain(column)]; has {
			m.headings[column] = h
		}
	}
	if headings != nil {
		for _, h := range p.Headings {
			if _, has := written[plain(h)]; !has {
				add(h, lang.F("文件里没有“%s”这一列，不是“%s”", "the file has no column %q, so it is not: %[2]s", h, p.Title), lang.F("核对文件和方案；用 profile list 查看各方案", "check the file and the profile; profile list names all profiles"))
			}
		}
	}
	asked := map[string]bool{}
	for _, given := range p.Given {
		asked[given.Name] = true
		if list := g.Tables[given.Name]; list != nil && given.By != "" {
			m.given[given.Name] = list
			continue
		}
		text := g.Values[given.Name]
		if text == "" {
			text = given.Default
		}
		value, ok := given.as.value(text, 0)
		switch {
		case text == "" && given.optional:
			continue
		case text == "":
			add(given.Name, lang.F("文件里没有%s，须另外给出", "the file does not say this: %s", given.Title), lang.F("加 --with %s=值，如 %[1]s=%s", "add --with %s=VALUE, such as %[1]s=%s", given.Name, given.Example))
		case !ok:
			add(given.Name, notIn(given.as), lang.F("写成如 %s", "write it as %s", given.Example))
		}
		m.values[given.Name] = value
	}
	for i := range p.tables {
		t := &p.tables[i]
		asked[t.name] = t.by == ""
		if t.by != "" {
			continue
		}
		name := g.Values[t.name]
		v := t.version(name)
		if name == "" && len(t.versions) == 1 {
			v = &t.versions[0]
		}
		if m.versions[t.name] = v; v == nil {
			add(t.name, lang.F("代码表 %s 有几个版本，同一代码含义不同", "the code table %s has several versions, in which one code means different things", t.name),
				lang.F("加 --with %s=版本，其一：%s", "add --with %s=VERSION, one of: %s", t.name, strings.Join(t.names(), ", ")))
		}
	}
	for name := range g.Tables {
		if asked[name] && m.given[name] == nil {
			add(name, lang.F("%s 对全部行是同一个值，不能用表", "%s is one for all rows, not a table", name), lang.F("写成 --with %s=值", "write --with %s=VALUE", name))
		}
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(g.Values)), slices.Collect(maps.Keys(g.Tables))) {
		if !asked[name] {
			add(name, lang.F("方案 %s 不问 %s", "the profile %s does not ask for %s", p.Name, name), lang.F("核对名称；用 profile show %s 查看", "check the name; see profile show %s", p.Name))
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return strings.Compare(a.Heading, b.Heading) })
	if len(problems) > 0 {
		return nil, problems
	}
	return m, nil
}

func (t *table) version(name string) *version {
	for i := range t.versions {
		if t.versions[i].name == name {
			return &t.versions[i]
		}
	}
	return nil
}

func (t *table) names() []string {
	names := make([]string, len(t.versions))
	for i, v := range t.versions {
		names[i] = v.name
	}
	return names
}

// notIn says that a text is not in a form.
func notIn(f form) lang.Text {
	return lang.F("不是%s的写法", "this is not written as %s", formNames[f])
}
