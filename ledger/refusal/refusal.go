// Package refusal holds what the ledger says when one of its rules refuses
// something: which rule, on which field, why with the numbers, what to do
// next, and where the rule comes from.
//
// It is the first of the four kinds of error (rejection; the others are
// bad input, conflict and corrupt). It is a value that pure code returns; only
// the program turns it into a line of text or an exit code.
package refusal

import (
	"regexp"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Error is a refusal: a rule says no. Retrying the same thing fails again.
type Error struct {
	Rule   string    // stable name of the rule, such as "clawback-beyond-order"
	Field  string    // the field at fault, as in import columns; "" if none alone
	Why    lang.Text // the facts, with the numbers
	Remedy lang.Text // what the user can do next
	Source string    // regulation and article, as in English, or document; "" if the rule is our own
	Ever   bool      // older programs refused it, too, although the rule became stricter since
}

// Error returns the refusal in English on one line. Use In for the user's language.
func (r *Error) Error() string { return r.In(lang.EN) }

// In returns the refusal on one line in language l: why, then the remedy, then the source.
func (r *Error) In(l lang.Lang) string {
	if r.Remedy.IsZero() {
		return r.Why.In(l) + r.Advice().In(l)
	}
	return lang.F("%s；%s", "%s; %s", r.Why, r.Advice()).In(l)
}

var articles = regexp.MustCompile(` art\. ([0-9、]+)`)

// Advice returns the remedy and the source: in Chinese 第38、40条, in English art. 38, 40.
func (r *Error) Advice() lang.Text {
	if r.Source == "" {
		return r.Remedy
	}
	zh := articles.ReplaceAllString(strings.ReplaceAll(r.Source, ", ", "、"), "第${1}条")
	return lang.F("%s〔%s〕", "%s [%s]", r.Remedy, lang.Text{ZH: zh, EN: r.Source})
}
