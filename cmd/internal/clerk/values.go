package clerk

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/glyph"
)

// Value returns what the ledger writes for the text of a field as people write it; the text as it is
// if it is in no form that is known. It is asked of what the ledger does not take as it stands.
func (l *Lexicon) Value(f event.Field, text string) string {
	switch {
	case strings.TrimSpace(text) != text: // the ledger says so
		return text
	case f.Form == event.FormDate:
		return or(text)(Day(text))
	case f.Form == event.FormWhole && strings.HasSuffix(f.Name, "_year"):
		return or(text)(Period(text))
	case f.Name == "period":
		return or(text)(Period(text))
	case f.Name == "facts":
		return or(text)(l.Wire(text))
	case f.Name == "fund", f.Name == "aid_fund":
		return or(text)(fundNamed(text))
	case len(f.Words) > 0:
		return or(text)(codeNamed(f.Words, text))
	}
	return text
}

func or(text string) func(string, bool) string {
	return func(value string, ok bool) string {
		if ok {
			return value
		}
		return text
	}
}

// codeNamed returns the code of a closed list whose name a text is, in Chinese or English, or whose
// code and name, as lists of choices show them.
func codeNamed(words []event.Word, text string) (code string, ok bool) {
	text = plain(text)
	for _, w := range words {
		for _, name := range []string{w.Name.ZH, w.Name.EN} {
			if text == plain(name) || text == plain(w.Code+name) {
				return w.Code, true
			}
		}
	}
	return "", false
}

// fundNamed returns the identifier of a fund that is written with the name of its kind, such as
// 441300.城乡居民基本医疗保险.
func fundNamed(text string) (id string, ok bool) {
	region, name, found := strings.Cut(glyph.Normal(text), ".")
	if !found {
		region, name, found = strings.Cut(glyph.Normal(text), " ")
	}
	if !found {
		return "", false
	}
	for _, k := range fund.Kinds() {
		if plain(name) == plain(k.Name.ZH) {
			return region + "." + string(k.Kind), true
		}
	}
	return "", false
}
