// Package lang holds the two languages in which the ledger speaks to people,
// Chinese and English, and text that exists in both.
//
// Text is data: a rule, a field or a fault carries its wording in both
// languages, and only the program chooses one. Nothing here reads the
// environment.
package lang

import "fmt"

// Lang is a language of the user.
type Lang string

// The languages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Text is one wording in both languages. The zero Text is empty.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// F returns the text formatted by the two formats with the same arguments in
// the same order. An argument that speaks both languages itself, such as a Text or a
// refusal, is put in its own.
func F(zh, en string, args ...any) Text {
	return Text{ZH: fmt.Sprintf(zh, inLang(ZH, args)...), EN: fmt.Sprintf(en, inLang(EN, args)...)}
}

func inLang(l Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(interface{ In(Lang) string }); ok {
			a = t.In(l)
		}
		out[i] = a
	}
	return out
}

// Count is a number of things, such as "2 facts": in English the word is of one of them.
func Count(n int, zh, en string) Text { return Number(n, zh, en, en+"s") }

// Number is a number and what is said of so many, such as "2 rules are broken": in English
// one thing is said of one.
func Number(n int, zh, one, many string) Text {
	if n == 1 {
		many = one
	}
	return F("%d %[2]s", "%d %[3]s", n, zh, many)
}

// In returns the wording in language l; every language but ZH reads English.
func (t Text) In(l Lang) string {
	if l == ZH {
		return t.ZH
	}
	return t.EN
}

// IsZero reports whether t says nothing.
func (t Text) IsZero() bool { return t == Text{} }
