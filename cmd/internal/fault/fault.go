// Package fault says of every error what kind it is and what to tell whoever asked,
// in both languages: a command line makes an exit code of the kind, a browser a status.
//
// An error that knows both is Told. Packages below cmd know no kinds: those of their
// errors stand in one table, together with what to do about each.
package fault

import (
	"errors"
	"io/fs"
	"net/http"
	"slices"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Kind is what an error means to whoever asked.
type Kind int

// The kinds. Their numbers are the exit codes of the program.
const (
	Refused  Kind = 1 + iota // a rule says no
	BadInput                 // mend it and ask again
	Broken                   // damage, disk, system
	Conflict                 // somebody else was faster: ask again
)

// Exit is the exit code of a program that ends with an error of the kind.
func (k Kind) Exit() int { return int(k) }

// Status is the HTTP status of an answer that is an error of the kind.
func (k Kind) Status() int {
	return []int{http.StatusOK, http.StatusUnprocessableEntity, http.StatusBadRequest, http.StatusInternalServerError, http.StatusConflict}[k]
}

// Told is an error that knows its kind and its words.
type Told interface {
	error
	Kind() Kind
	In(lang.Lang) string
}

// Of returns what to tell of an error: the outermost in its chain that is Told, else
// what other tables say of it, or this package's; else that something broke.
func Of(err error, others ...Table) Told {
	if told := Told(nil); errors.As(err, &told) {
		if about, is := told.(*aboutError); is {
			return about.told(others...)
		}
		return told
	}
	for _, t := range slices.Concat(others, []Table{ofLedger}) {
		for _, r := range t {
			if words, is := r.words(err); is {
				return New(r.kind, words, err)
			}
		}
	}
	return New(Broken, lang.Text{ZH: err.Error(), EN: err.Error()}, err)
}

// Error is an error of a kind, in words.
type Error struct {
	kind  Kind
	words lang.Text
	cause error // may be nil
}

// New returns an error of a kind with its words and, unless it is nil, its cause.
func New(kind Kind, words lang.Text, cause error) *Error { return &Error{kind, words, cause} }

// Input returns bad input that the user can mend.
func Input(zh, en string, args ...any) error { return New(BadInput, lang.F(zh, en, args...), nil) }

// Altered returns that a ledger or a history is not what it should be, and what to do.
func Altered(zh, en string, args ...any) error { return New(Broken, lang.F(zh, en, args...), nil) }

// About returns an error about a file or a ledger, which its own words do not name.
func About(path string, err error) error { return &aboutError{path, err} }

// aboutError is an error about a file or a ledger.
type aboutError struct {
	path string
	of   error
}

// told is what to tell of it, with what other tables say.
func (e *aboutError) told(others ...Table) *Error {
	told := Of(e.of, others...)
	return New(told.Kind(), lang.F("%s：%s", "%s: %s", e.path, told), e)
}

// Kind is that of the error itself.
func (e *aboutError) Kind() Kind { return e.told().Kind() }

// Error returns the words in English.
func (e *aboutError) Error() string { return e.told().Error() }

// In returns the words in a language.
func (e *aboutError) In(l lang.Lang) string { return e.told().In(l) }

// Unwrap returns the error itself.
func (e *aboutError) Unwrap() error { return e.of }

// Kind is what the error means.
func (e *Error) Kind() Kind { return e.kind }

// Error returns the words in English.
func (e *Error) Error() string { return e.words.EN }

// In returns the words in a language.
func (e *Error) In(l lang.Lang) string { return e.words.In(l) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Table tells of errors that know no kind: the first row that is of an error tells.
type Table []Row

// Row tells of the errors of one type, or of one value.
type Row struct {
	kind  Kind
	words func(error) (lang.Text, bool)
}

// As is the row of the errors of type E.
func As[E error](kind Kind, words func(E) lang.Text) Row {
	return Row{kind, func(err error) (lang.Text, bool) {
		e := *new(E)
		if !errors.As(err, &e) {
			return lang.Text{}, false
		}
		return words(e), true
	}}
}

// On is As where the words have the error itself in them.
func On[E error](kind Kind, zh, en string) Row {
	return Naming(kind, zh, en, func(e E) any { return e })
}

// Naming is As where the words name one thing of the error.
func Naming[E error](kind Kind, zh, en string, what func(E) any) Row {
	return As(kind, func(e E) lang.Text { return lang.F(zh, en, what(e)) })
}

// Is is the row of an error that has no type of its own. Its words name the path of the
// file that the error is about.
func Is(target error, kind Kind, zh, en string) Row {
	return Row{kind, func(err error) (lang.Text, bool) {
		if !errors.Is(err, target) {
			return lang.Text{}, false
		}
		path := err.Error()
		if e := (*fs.PathError)(nil); errors.As(err, &e) {
			path = e.Path
		}
		return lang.F(zh, en, path), true
	}}
}
