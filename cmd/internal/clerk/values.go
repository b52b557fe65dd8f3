package clerk

import (
	"slices"
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
	case f.Form == event.FormWhole && (strings.HasSuffix(f.Name, "_year") || f.Name == "year"):
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

// short names of codes that are not the beginning of their names.
var others = map[string][]string{
	"outpatient":       {"普通门诊"},
	"outpatient_major": {"门诊慢特病", "门诊慢性病", "门诊特殊病"},
	"pharmacy":         {"药店", "药店购药"},
	"maternity_care":   {"生育"},
	"local":            {"统筹区", "本统筹区", "本地", "市内"},
	"in_province":      {"省内", "省内统筹区外"},
	"out_of_province":  {"省外", "跨省", "跨省异地"},
	"direct":           {"联网结算", "联网直接结算"},
	"by_hand":          {"中心报销", "零星报销", "手工（零星）报销"},
	"38":               {"第三十八条", "第38条"},
	"40":               {"第四十条", "第40条"},
	"39":               {"第三十九条", "第39条"},
}

// codeNamed returns the code of the one word of a closed list that a text names: in Chinese or English,
// in full, without what stands in brackets or the word 费用 at its end, or with its code in front as
// lists of choices show it.
func codeNamed(words []event.Word, text string) (code string, ok bool) {
	text = plain(text)
	for _, w := range words {
		names := append([]string{
			w.Name.ZH, w.Name.EN, w.Code + w.Name.ZH, w.Code + w.Name.EN, short(w.Name.ZH), strings.TrimSuffix(w.Name.ZH, "费用"),
		}, others[w.Code]...)
		if !slices.ContainsFunc(names, func(name string) bool { return plain(name) == text }) {
			continue
		}
		if ok { // several words have this name
			return "", false
		}
		code, ok = w.Code, true
	}
	return code, ok
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
