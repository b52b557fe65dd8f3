package report

import (
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// Format is a rendering of a table.
type Format string

// The formats. A workbook is no text: package workbook writes it, Table.Write does not.
const (
	Plain Format = "table" // aligned columns for people
	JSON  Format = "json"
	CSV   Format = "csv"
	XLSX  Format = "xlsx"
)

// Style is what a reader chooses besides the format.
type Style struct {
	Lang lang.Lang  // of titles, Words and notes
	Unit money.Unit // of amounts in Plain only; "" is money.Yuan
}

// ChoiceError is returned for a value that is not one of the allowed ones: bad
// input of the user.
type ChoiceError struct {
	What    lang.Text // what was chosen, such as "format"
	Value   string
	Allowed []string
}

// In returns the message in language l.
func (e *ChoiceError) In(l lang.Lang) string {
	allowed := strings.Join(e.Allowed, ", ")
	return lang.F("未知的%s %q，可选：%s", "unknown %s %q; choose one of: %s", e.What, e.Value, allowed).In(l)
}

// Error returns the message in English.
func (e *ChoiceError) Error() string { return e.In(lang.EN) }

// Kind is that it is bad input.
func (e *ChoiceError) Kind() fault.Kind { return fault.BadInput }

// ParseFormat returns the format named s. Error: *ChoiceError.
func ParseFormat(s string) (Format, error) {
	return choose(lang.Text{ZH: "格式", EN: "format"}, s, Plain, JSON, CSV, XLSX)
}

// ParseUnit returns the unit of money named s. Error: *ChoiceError.
func ParseUnit(s string) (money.Unit, error) {
	return choose(lang.Text{ZH: "单位", EN: "unit"}, s, money.Yuan, money.Wan, money.Yi)
}

func choose[T ~string](what lang.Text, s string, allowed ...T) (T, error) {
	e := &ChoiceError{What: what, Value: s}
	for _, a := range allowed {
		if string(a) == s {
			return a, nil
		}
		e.Allowed = append(e.Allowed, string(a))
	}
	return "", e
}

// UnitName returns the caption of a unit, and whether there is such a unit.
func UnitName(u money.Unit) (lang.Text, bool) {
	switch u {
	case money.Yuan, "":
		return lang.Text{ZH: "元", EN: "yuan"}, true
	case money.Wan:
		return lang.Text{ZH: "万元", EN: "10,000 yuan"}, true
	case money.Yi:
		return lang.Text{ZH: "亿元", EN: "100 million yuan"}, true
	default:
		return lang.Text{}, false
	}
}

// Caption returns "title: value" in the language.
func Caption(l lang.Lang, title, value string) string {
	if l == lang.ZH {
		return fmt.Sprintf("%s：%s", title, value)
	}
	return fmt.Sprintf("%s: %s", title, value)
}
