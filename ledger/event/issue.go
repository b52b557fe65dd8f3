package event

import (
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// ReportIssued says that a report of a region was issued (报告发布): of which days, from
// which events, by which template, and which files it was. With these it can be made again.
type ReportIssued struct {
	Fact
	Region     fund.Region
	Span       string // as the report names its days: 2025, 2021-2025, 2025H1, 2025Q3, 2025-06
	Edition    int64  // 1, 2, … of one region, span and language
	Language   Language
	FrozenAt   int64  // position of the last event that it is made of
	Root       Hash   // of the ledger up to and with that event
	Checkpoint Hash   // of the text of the checkpoint as it was then; empty: there was none
	Template   string // version of the template
	Bureau     string // who issued it; empty: the bureau of the region, by its name
	Text       Hash   // of the file of free text; empty: there was none
	HTML       Hash   // of the file; empty: it was not issued so
	PDF        Hash
	XLSX       Hash
	Markdown   Hash
}

// Language is the language of a report.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Hash is a SHA-256 as 64 lower-case hexadecimal digits.
type Hash string

func languages() []Word { return languageWords }

var languageWords = []Word{
	{string(Chinese), lang.Text{ZH: "中文", EN: "Chinese"}},
	{string(English), lang.Text{ZH: "英文", EN: "English"}},
}

var (
	spanField       = textOf("span", checkSpan)
	editionField    = countOf("edition", 1)
	languageField   = oneOf("language", languageWords)
	frozenAtField   = countOf("frozen_at", 0)
	rootField       = textOf("root", checkHash)
	checkpointField = textOf("checkpoint", checkHash)
	templateField   = numberOf("template")
	bureauField     = textOf("bureau", checkName)
	freeTextField   = textOf("free_text", checkHash)
	htmlField       = textOf("html", checkHash)
	pdfField        = textOf("pdf", checkHash)
	xlsxField       = textOf("xlsx", checkHash)
	markdownField   = textOf("markdown", checkHash)
)

var reportIssued = define("report.issued",
	func(e *ReportIssued, f fields) {
		f = f.fact(&e.Fact).region(&e.Region)
		text(f, &spanField, required, &e.Span)
		whole(f, &editionField, required, &e.Edition)
		text(f, &languageField, required, &e.Language)
		whole(f, &frozenAtField, required, &e.FrozenAt)
		text(f, &rootField, required, &e.Root)
		text(f, &checkpointField, optional, &e.Checkpoint)
		text(f, &templateField, required, &e.Template)
		text(f, &bureauField, optional, &e.Bureau)
		text(f, &freeTextField, optional, &e.Text)
		text(f, &htmlField, optional, &e.HTML)
		text(f, &pdfField, optional, &e.PDF)
		text(f, &xlsxField, optional, &e.XLSX)
		text(f, &markdownField, optional, &e.Markdown)
	},
	func(c *clash, e ReportIssued) {
		if e.HTML == "" && e.PDF == "" && e.XLSX == "" && e.Markdown == "" {
			c.add("pdf", lang.F("没有写明任何一份文件", "it names no file"), lang.F("填 html、pdf、xlsx、markdown 之一", "give one of html, pdf, xlsx, markdown"))
		}
	},
	lang.Text{ZH: "发布报告", EN: "report issued"},
	lang.Text{ZH: "留存所发报告的位置、模板和各文件的指纹，不动资金", EN: "keeps from where it was made, and the digests of its files; moves no money"},
	ReportIssued{Fact: exampleFact(0), Region: "441300", Span: "2025H1", Edition: 1, Language: Chinese,
		FrozenAt: 12, Root: exampleHash, Template: "1", PDF: exampleHash},
)

const exampleHash Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func checkHash(text string) *Problem {
	if len(text) != 64 || strings.Trim(text, "0123456789abcdef") != "" {
		return problem(lang.F("不是 SHA-256", "this is not a SHA-256"), lang.F("写成 64 位小写十六进制数", "write 64 lower-case hexadecimal digits"))
	}
	return nil
}

// checkSpan takes whole years, a half-year, a quarter or a month.
func checkSpan(text string) *Problem {
	number := func(digits string, least, most int) (n int, ok bool) {
		n, err := strconv.Atoi(digits)
		return n, err == nil && strings.Trim(digits, "0123456789") == "" && least <= n && n <= most
	}
	head, rest := text[:min(4, len(text))], text[min(4, len(text)):]
	year, ok := number(head, 1950, 9998)
	switch {
	case len(head) != 4 || !ok:
		ok = false
	case rest == "":
	case len(rest) == 2 && rest[0] == 'H':
		_, ok = number(rest[1:], 1, 2)
	case len(rest) == 2 && rest[0] == 'Q':
		_, ok = number(rest[1:], 1, 4)
	case len(rest) == 3 && rest[0] == '-':
		_, ok = number(rest[1:], 1, 12)
	case len(rest) == 5 && rest[0] == '-':
		_, ok = number(rest[1:], year+1, 9998)
	default:
		ok = false
	}
	if !ok {
		return problem(lang.F("不是报告的期间", "this is no span of a report"),
			lang.F("写成 2025、2021-2025、2025H1、2025Q3 或 2025-06", "write 2025, 2021-2025, 2025H1, 2025Q3 or 2025-06"))
	}
	return nil
}
