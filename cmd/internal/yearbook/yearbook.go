// Package yearbook composes the report of a region over a year, or any other days: chapters,
// sentences in the words of bureaux with figures locked in, tables, charts, notes that explain
// each figure, and the page of proof.
//
// Compose is pure: the figures come from package annual, forms and registers as tables, and what it
// makes is a document of package paper. The same content gives the same document. Gather asks an
// open ledger for the content; Next and Again make the editions that are issued.
package yearbook

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/annual"
)

// Template is the version of the sentences, tables and their order: a report is made again
// from the same position only with the same. It counts up with every change of them.
const Template = 1

// Content is what a report is composed of.
type Content struct {
	Region  lang.Text // the name of the pooling area
	Bureau  lang.Text // who issues the report
	Figures *annual.Report
	Forms   []report.Table // the statutory statements of each fund, in their order
	Lists   []report.Table // appendices
	Refused []lang.Text    // the statements that cannot be made, and why
	Basis   []lang.Text    // what the report rests on: as of, known at, closed periods
	Proof   Proof
	Free    Free
	Edition int      // 0: a draft
	Changes *Changes // against the edition before; nil: it is the first
}

// Proof is what a report says of the ledger that it was made from.
type Proof struct {
	Ledger     string // its name
	Events     int64
	Root       string
	Hash       string   // the root in hexadecimal, as facts have it
	Checkpoint string   // its text; "": there is none
	Taken      string   // when the checkpoint was taken, and of how many facts
	Signers    []string // of the checkpoint
	Position   string   // the recording time that it was frozen at
	Again      string   // the command that makes it again
}

// Compose returns the report in a language. Error: *FreeError for a free paragraph that cites
// what the report does not have.
func Compose(c Content, l lang.Lang) (paper.Document, error) {
	b := newBook(c, l)
	b.explanations()
	for _, chapter := range chapters() {
		b.chapter(chapter)
	}
	b.forms()
	b.lists()
	b.missingFigures()
	b.notes()
	b.changes()
	b.proof()
	if err := b.unused(); err != nil {
		return paper.Document{}, err
	}
	return b.doc, nil
}

// book is a report in the making.
type book struct {
	Content
	lang  lang.Lang
	doc   paper.Document
	words map[string]string

	cited   []annual.Indicator // every figure that is printed, each once, as they come
	missing []annual.Indicator
	seen    map[annual.Key]bool
	used    map[string]bool // the chapters that free text stands in
	faults  []FreeFault
	exact   []func() // tables to the fen, which stand among the appendices
	number  int      // of the chapter
	tables  int
	charts  int
}

func newBook(c Content, l lang.Lang) *book {
	b := &book{Content: c, lang: l, seen: map[annual.Key]bool{}, used: map[string]bool{}}
	b.words = map[string]string{
		"span": SpanName(c.Figures.Span).In(l), "end": endName(c.Figures.Span).In(l), "region": c.Region.In(l),
		"than": "比上年", "closing": "年末", // of Chinese
	}
	if c.Figures.Span.Months() < 12 {
		b.words["than"], b.words["closing"] = "比上年同期", "期末"
	}
	b.doc = paper.Document{
		Lang: l, Bureau: c.Bureau.In(l),
		Title: lang.F("%s医疗保障基金%s运行报告", "Report on the medical-insurance funds of %s, %s", c.Region, SpanName(c.Figures.Span)).In(l),
		Foot:  b.foot(),
	}
	b.doc.Cover = [][2]string{
		b.pair("编制单位", "issued by", c.Bureau.In(l)),
		b.pair("期间", "days", fmt.Sprintf("%s — %s", c.Figures.Span.From, c.Figures.Span.To)),
		b.pair("版次", "edition", b.edition()),
		b.pair("制单", "made by", ""), b.pair("复核", "checked by", ""),
	}
	return b
}

// text returns words in the report's language.
func (b *book) text(zh, en string) string { return lang.Text{ZH: zh, EN: en}.In(b.lang) }

func (b *book) pair(zh, en, value string) [2]string { return [2]string{b.text(zh, en), value} }

func (b *book) edition() string {
	if b.Edition == 0 {
		return b.text("草稿，未发布", "a draft, not issued")
	}
	return b.text("第"+strconv.Itoa(b.Edition)+"版", strconv.Itoa(b.Edition))
}

// foot is what stands at the foot of each page.
func (b *book) foot() string {
	p := b.Proof
	said := []lang.Text{
		lang.F("账本 %s", "ledger %s", b.ledger()), lang.F("%s 条事项", "%s facts", money.Group(strconv.FormatInt(p.Events, 10))),
		lang.F("根 %s", "root %s", short(p.Root)),
	}
	if p.Checkpoint != "" {
		said = append(said, lang.F("检查点 %s", "checkpoint %s", p.Taken), lang.F("签发 %s", "signed by %s", strings.Join(p.Signers, ", ")))
	} else {
		said = append(said, lang.Text{ZH: "没有检查点", EN: "no checkpoint"})
	}
	foot := ""
	for _, t := range said {
		foot += t.In(b.lang) + " · "
	}
	return foot + p.Again
}

// ledger is the name of the ledger, which its signing key gives it.
func (b *book) ledger() string {
	if b.Proof.Ledger == "" {
		return b.text("（没有签名密钥）", "(without a signing key)")
	}
	return b.Proof.Ledger
}

// short is the beginning of a root, enough to find it on the page of proof.
func short(root string) string { return root[:min(12, len(root))] }

// add adds blocks.
func (b *book) add(blocks ...paper.Block) { b.doc.Blocks = append(b.doc.Blocks, blocks...) }

// section begins a chapter with a heading, numbered as bureaux do.
func (b *book) section(id string, title lang.Text) {
	b.number++
	heading := strconv.Itoa(b.number) + ". " + title.EN
	if b.lang == lang.ZH {
		heading = chinese(b.number) + "、" + title.ZH
	}
	b.add(paper.Heading{Level: 1, ID: id, Text: heading})
}

// chinese returns a number from 1 to 99 in Chinese.
func chinese(n int) string {
	digits := []rune("〇一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20:
		return strings.TrimSuffix("十"+string(digits[n%10]), "〇")
	default:
		return strings.TrimSuffix(string(digits[n/10])+"十"+string(digits[n%10]), "〇")
	}
}

// cite notes a figure that is printed.
func (b *book) cite(i annual.Indicator) {
	if !b.seen[i.Key] {
		b.seen[i.Key] = true
		b.cited = append(b.cited, i)
	}
}

// lack notes a figure that a sentence or a table lacks; but not growth or the share of what is missing
// itself, nor growth of several years, which there is not.
func (b *book) lack(i annual.Indicator) {
	if of, made := i.Of(); made {
		_, hasBefore := i.Span.Before()
		if !b.Figures.At(of).Known() || i.Key == of.Growth() && !hasBefore {
			return
		}
	}
	if !b.seen[i.Key] {
		b.seen[i.Key] = true
		b.missing = append(b.missing, i)
	}
}

// anchor returns the id of the row that explains a figure.
func anchor(k annual.Key) string {
	return "f-" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, k.String())
}

func link(k annual.Key) string { return "#" + anchor(k) }

// speaker returns who speaks of a kind of fund.
func (b *book) speaker(scheme string) *speaker {
	words := maps.Clone(b.words)
	words["fund"] = schemeName(scheme).In(b.lang)
	return &speaker{lang: b.lang, report: b.Figures, scheme: scheme, words: words, links: link, cited: b.cite, missing: b.lack}
}

// schemeName returns the name of a kind of fund's fund, or of all.
func schemeName(scheme string) lang.Text {
	if scheme == annual.Over {
		return lang.Text{ZH: "医疗保障各项基金", EN: "all medical-insurance funds"}
	}
	name := fund.Kind(scheme).Name()
	return lang.Text{ZH: name.ZH + "基金", EN: "the fund of " + name.EN}
}

// SpanName returns a span in words, such as 2025年 or 2025年第三季度.
func SpanName(s annual.Span) lang.Text {
	text := s.String()
	year := text[:4]
	switch {
	case text == year:
		return lang.Text{ZH: year + "年度", EN: year}
	case strings.Contains(text, "H"):
		half := map[string]lang.Text{"1": {ZH: "上半年", EN: "first half of "}, "2": {ZH: "下半年", EN: "second half of "}}[text[5:]]
		return lang.Text{ZH: year + "年" + half.ZH, EN: half.EN + year}
	case strings.Contains(text, "Q"):
		return lang.Text{ZH: year + "年第" + chinese(int(text[5]-'0')) + "季度", EN: "quarter " + text[5:] + " of " + year}
	case s.Months() == 1:
		return lang.Text{ZH: year + "年" + strings.TrimPrefix(text[5:], "0") + "月", EN: text}
	default:
		return lang.Text{ZH: text[:4] + "—" + text[5:] + "年", EN: text[:4] + "–" + text[5:]}
	}
}

// endName returns the end of a span in words: 2025年底.
func endName(s annual.Span) lang.Text {
	date := s.To.String()
	if date[5:] == "12-31" {
		return lang.Text{ZH: date[:4] + "年底", EN: "the end of " + date[:4]}
	}
	return lang.Text{ZH: date[:4] + "年" + strings.TrimPrefix(date[5:7], "0") + "月底", EN: "the end of " + date[:7]}
}
