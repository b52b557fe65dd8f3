package importer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Foreign says how rows of a file that is not ours become facts: by a profile, with what the file does
// not say.
type Foreign struct {
	*profile.Profile
	profile.Given
}

// names leaves every heading as it is: a profile says them as the file has them.
func (f *Foreign) names(heading string) (string, bool) { return heading, f.Knows(heading) }

// mapper makes facts of the rows under some headings by a profile. Several goroutines may share it.
type mapper struct {
	foreign *Foreign
	key     []byte
	head    *rows.Head
	bound   *profile.Mapping // nil: the file is not that of the profile, or something is not given
}

// bindTo binds the profile to the headings of a table, and tells what is wrong with them or with what is
// given.
func (f *Foreign) bindTo(file *rows.Reader, head *rows.Head, key []byte) (*mapper, []rows.Fault) {
	bound, problems := f.Bind(head.Columns(), f.Given)
	var faults []rows.Fault
	for _, p := range problems { // the words name what is given, or the heading
		fault := head.Fault("")
		fault.Line = 0
		fault.Why, fault.Remedy = p.Why, p.Remedy
		faults = append(faults, fault)
	}
	for _, above := range head.Above {
		if u, says := clerk.UnitAbove(above); says && u != clerk.Yuan && !f.SaysUnits() {
			fault := head.Fault("")
			fault.Line, fault.Found = head.Line, rows.Shorten(above)
			fault.Why = lang.F("表上方写明的单位不是元，方案按元读", "the unit above the table is not yuan, and the profile reads yuan")
			fault.Remedy = lang.F("在自己的方案里给金额写明 unit", "say the unit of the amounts in a profile of your own")
			faults = append(faults, fault)
		}
	}
	text := file.Ext() != rows.WorkbookExt
	if some := f.Encodings; text && bound != nil && len(some) > 0 && !strings.Contains(strings.Join(some, " "), string(file.Encoding())) {
		faults = append(faults, rows.Fault{
			File: file.Path(), Whole: true, Why: lang.F("编码是 %s，不是方案所说的 %s", "it is in %s, not in %s as the profile says", string(file.Encoding()), strings.Join(some, "、")),
			Remedy: lang.F("核对文件和方案", "check the file and the profile"),
		})
	}
	return &mapper{f, key, head, bound}, faults
}

// made is one fact that a row makes.
type made struct {
	profile.Record
	fact event.Event
}

// facts returns the facts of a row; or why it makes none; or everything that is wrong with it.
func (m *mapper) facts(row *rows.Row) (facts []made, skip *profile.Skip, faults []rows.Fault) {
	records, skip, problems := m.bound.Map(row)
	for _, r := range records {
		fact, wrong := m.fact(r)
		problems = append(problems, wrong...)
		facts = append(facts, made{r, fact})
	}
	seen := map[profile.Problem]bool{} // of several facts of one row
	for _, p := range problems {
		if seen[p] {
			continue
		}
		seen[p] = true
		f := row.Fault(p.Heading)
		f.Why, f.Remedy = p.Why, p.Remedy
		faults = append(faults, f)
	}
	m.foreign.hide(faults)
	if len(faults) > 0 {
		return nil, nil, faults
	}
	return facts, skip, nil
}

// fact returns the fact of a record, or what is wrong with it, at the headings that its fields come from.
func (m *mapper) fact(r profile.Record) (event.Event, []profile.Problem) {
	var problems []profile.Problem
	person := r.Get("person")
	if person != "" {
		p, why, remedy := Person(m.key, person)
		if !why.IsZero() {
			problems = append(problems, profile.Problem{Heading: r.From("person"), Why: why, Remedy: remedy})
		}
		person = string(p)
	}
	fact, wrong := event.Parse(r.Type, func(field string) string {
		if field == "person" {
			return person
		}
		return r.Get(field)
	})
	for _, w := range wrong {
		heading := r.From(w.Field)
		if heading == "" { // what is given, or constant, or not there: the field itself says more
			w.Why = lang.F("%s：%s", "%s: %s", event.Dictionary(w.Field).Title, w.Why)
		}
		problems = append(problems, profile.Problem{Heading: heading, Why: w.Why, Remedy: w.Remedy})
	}
	return fact, problems
}

// Mapped is what becomes of one row of a file by a profile.
type Mapped struct {
	Line    int
	Place   string // in a workbook
	Facts   []event.Event
	Unknown bool // the person of one of them is not in the table of persons
	Skip    *profile.Skip
	Faults  []rows.Fault
}

// Map tells what becomes of every row of a file by a profile, without a ledger: which facts it makes,
// or why none, or what is wrong with it. Faults of the file as a whole come with line 0, and then no
// rows. Errors: those of rows.Open and of reading the file.
func Map(path string, f *Foreign, key []byte, tell func(Mapped)) error {
	file, err := rows.Open(path, f.names)
	if err != nil {
		return &fs.PathError{Op: "check", Path: path, Err: err}
	}
	defer file.Close() //nolint:errcheck // read only
	var head *rows.Head
	var m *mapper
	var preparer aggregates.Preparer
	bind := func(of *rows.Head) {
		head = of
		var faults []rows.Fault
		if m, faults = f.bindTo(file, head, key); len(faults) > 0 {
			tell(Mapped{Faults: faults})
		}
	}
	if file.Ext() != rows.WorkbookExt { // a workbook has headings on every sheet
		bind(file.Head())
	}
	for {
		row, faults, err := file.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("check %s: %w", path, err)
		}
		if of := row.Head(); of != nil && of != head {
			bind(of)
		}
		f.hide(faults)
		items := []item{{row: row, faults: faults}}
		if row.Line > 0 {
			items = m.parse(&preparer, items)
		}
		if m.bound != nil || len(faults) > 0 {
			out := mapped(items)
			out.Line, out.Place = row.Line, file.Sheets().Place(row.Line)
			tell(out)
		}
	}
}

// mapped returns what the items of a row are.
func mapped(items []item) (out Mapped) {
	first := &items[0]
	out.Skip, out.Faults = first.skip, append(first.faults, first.wrong...)
	if first.total {
		out.Skip = profile.Total()
	}
	for i := range items {
		if made := &items[i]; made.record != nil {
			out.Facts, out.Unknown = append(out.Facts, made.fact.Fact()), out.Unknown || made.unknown
		}
	}
	return out
}

// Headings returns the headings of a file, of each of its tables; none if every row has its own.
// known says which headings some profile has. Errors: those of rows.Open and rows.Heads.
func Headings(path string, known func(heading string) bool) ([][]string, error) {
	names := func(heading string) (string, bool) { return heading, known(heading) }
	file, err := rows.Open(path, names)
	if err != nil {
		return nil, &fs.PathError{Op: "check", Path: path, Err: err}
	}
	defer file.Close() //nolint:errcheck // read only
	if file.Ext() != rows.WorkbookExt {
		if columns := file.Head().Columns(); columns != nil {
			return [][]string{columns}, nil
		}
		return nil, nil
	}
	heads, err := rows.Heads(path, names)
	var all [][]string
	for _, h := range heads {
		all = append(all, h.Columns())
	}
	return all, err
}
