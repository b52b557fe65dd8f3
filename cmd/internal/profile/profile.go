// Package profile makes facts of files that are not ours: what a tax office, a bank or the system
// of the agency exports becomes facts by a mapping that is declared, in YAML, and never guessed.
//
// A [Profile] says by which headings its file is known, which rows make which facts, what each field
// of a fact is made of, which rows make none and why. What a row says that no rule covers is a
// problem of that row. A cell that is empty is not known: it is a problem, too, unless the profile
// says what it stands for.
//
// Everything here is pure: no files, no clock. Bind a profile to the headings of a file and to what
// the file does not say, then ask its [Mapping] row by row.
package profile

import (
	"embed"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Purpose is what the facts of a file are.
type Purpose string

// The purposes.
const (
	Books    Purpose = "books"    // facts that move money in the books
	Evidence Purpose = "evidence" // what others say; it moves nothing, and is not recorded yet
)

// Profile is a declared mapping of one kind of file. It does not change.
type Profile struct {
	Name      string
	Title     lang.Text
	Purpose   Purpose
	Note      lang.Text // what the file is for, and which paper of the same money makes the fact
	Numbers   lang.Text // what document numbers are made of
	Headings  []string  // by which the file is known: all of them stand in it
	Encodings []string  // in which the file is written; empty: any
	Given     []Parameter
	Personal  []string // columns that are dropped before anything is written

	columns []string // that the file has or may have
	totals  []string // what the first cell of a row that only adds up others says
	footer  matcher  // what the first cell of a line below the table looks like; may be nil
	units   bool     // the profile says units other than yuan itself
	money   *movement
	tables  []table
	rules   []rule
	text    []byte // as it was read
}

// Parameter is something that the file does not say.
type Parameter struct {
	Name    string
	Title   lang.Text
	Example string
	Default string // "": it must be given
	By      string // the column by which a table gives it, row by row; "": it is one for all rows

	as       form
	optional bool // it is asked for only where a row needs it
}

// movement says which columns have what came in and what went out.
type movement struct {
	in, out string // a column each; or
	amount  string // one column for both
	side    string // and one that says which: in if it is one of ins, out if one of outs
	ins     []string
	outs    []string
	unit    clerk.Unit
}

// table is a list of codes in one or several versions: the same code may mean another thing in
// another version.
type table struct {
	name     string
	by       string // the column that says the version; "": given, or the only one
	versions []version
}

type version struct {
	name  string
	codes map[string]string
}

// rule says what becomes of rows.
type rule struct {
	when   []condition
	skip   lang.Text // why such a row makes no fact; zero: facts are made
	amount *spec     // of a skipped row: how much money it is about; nil: that of money
	facts  []fact
}

// fact is one fact that a row makes.
type fact struct {
	wire     string
	omitZero bool // of an amount of 0.00 there is no fact
	fields   []field
}

type field struct {
	name string
	spec spec
}

// condition is something that a row says or does not. Of its tests one is set.
type condition struct {
	column  string
	given   string
	money   side
	is      []string
	matches matcher
	filled  *bool
}

type matcher interface{ MatchString(text string) bool }

// spec says what a text is made of.
type spec struct {
	line     int
	constant string // if nothing else is set
	column   string
	given    string
	money    bool
	join     []spec
	with     string // between what is joined

	as      form
	unit    clerk.Unit
	table   string
	pattern submatcher
	empty   *string // what an empty cell stands for, "" for a field that is left out; nil: a problem
	or      *spec   // what is taken instead of an empty cell; may be nil
}

type submatcher interface{ FindStringSubmatch(text string) []string }

// Text returns the profile as it was written.
func (p *Profile) Text() []byte { return slices.Clone(p.text) }

// Fits reports whether headings are those of the profile's file: all by which it is known are among
// them, whatever brackets and blanks they are written with.
func (p *Profile) Fits(headings []string) bool {
	known := map[string]bool{}
	for _, h := range headings {
		known[plain(h)] = true
	}
	return !slices.ContainsFunc(p.Headings, func(h string) bool { return !known[plain(h)] })
}

// plain returns how writings of one heading are compared.
func plain(heading string) string {
	return strings.ToLower(glyph.Normal(strings.Join(strings.Fields(heading), "")))
}

//go:embed builtin/*.yaml
var builtin embed.FS

// All returns the profiles that are built in, in the order of their names.
func All() []*Profile {
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		panic("profile: " + err.Error())
	}
	all := make([]*Profile, len(entries))
	for i, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".yaml")
		p, known := Named(name)
		if !known {
			panic("profile: there is no " + name)
		}
		all[i] = p
	}
	return all
}

// Named returns the profile of that name that is built in.
func Named(name string) (p *Profile, known bool) {
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return nil, false
	}
	text, err := builtin.ReadFile("builtin/" + name + ".yaml")
	if err != nil {
		return nil, false
	}
	p, faults := Parse(text)
	if len(faults) > 0 {
		panic("profile: " + name + ": " + faults[0].In(lang.EN))
	}
	return p, true
}
