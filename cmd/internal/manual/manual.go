// Package manual is the manual of the program: a chapter for each of those who use
// it, in Chinese and in English, and the licences of what the program is made of.
//
// A chapter is a file of Markdown that reads well as it is. Both languages have the
// same files, with the same sections and the same commands in the same order. The
// chapters tell one story about one ledger, in the order of Topics; a test of
// cmd/fundledger runs its commands and compares what they print.
package manual

import (
	"embed"
	"slices"

	"github.com/fundledger/fundledger/ledger/lang"
)

//go:embed zh/*.md en/*.md notices.txt
var files embed.FS

// Topic is something that help can be asked about.
type Topic struct {
	Name  lang.Text // as help lists it
	Other []string  // more words for it
	About lang.Text // one line

	file string
}

// Topics returns the chapters in the order in which they are to be read, then the
// licences.
func Topics() []Topic {
	return append(Chapters(), Topic{
		Name: lang.Text{ZH: "许可", EN: "licences"}, Other: []string{"licenses", "许可证"},
		About: lang.Text{ZH: "本程序及其所用各程序库的许可证全文", EN: "the licences of this program and of the libraries in it, in full"},
	})
}

// Chapters returns the chapters in the order in which they are to be read.
func Chapters() []Topic {
	return []Topic{{
		Name: lang.Text{ZH: "经办", EN: "clerk"}, Other: []string{"出纳", "会计"}, file: "clerk.md",
		About: lang.Text{ZH: "经办、出纳、会计：建账、导入、登记、更正、结账，办理监管案件", EN: "the clerk: make a ledger, import, record, correct, close a month, keep a case"},
	}, {
		Name: lang.Text{ZH: "年报", EN: "report"}, Other: []string{"报表", "统计"}, file: "report.md",
		About: lang.Text{ZH: "编报表和年报的人：余额、法定报表、统计、追回，把数字展开到凭证", EN: "the writer of the report: balances, statements, statistics, what is behind a figure"},
	}, {
		Name: lang.Text{ZH: "审计", EN: "auditor"}, file: "auditor.md",
		About: lang.Text{ZH: "审计人员：检查点、核对、证明，用别家程序复算", EN: "the auditor: checkpoints, verification, proofs, other programs that recompute"},
	}, {
		Name: lang.Text{ZH: "运维", EN: "operator"}, file: "operator.md",
		About: lang.Text{ZH: "管机器的人：安装、备份、出事以后怎么办、集群", EN: "the operator: installation, backup, disaster, cluster"},
	}, {
		Name: lang.Text{ZH: "开发", EN: "developer"}, file: "developer.md",
		About: lang.Text{ZH: "改程序的人：代码在哪里、怎么加一种事项、怎么测试和测速", EN: "the developer: the map of the code, how to add to it, tests, speed"},
	}}
}

// Of returns the topic that somebody calls so, in either language.
func Of(name string) (Topic, bool) {
	for _, t := range Topics() {
		if name == t.Name.ZH || name == t.Name.EN || slices.Contains(t.Other, name) {
			return t, true
		}
	}
	return Topic{}, false
}

// File returns where a chapter stands below this package, "" for the licences, which
// are the same in every language.
func (t Topic) File(l lang.Lang) string {
	switch {
	case t.file == "":
		return ""
	case l == lang.ZH:
		return "zh/" + t.file
	}
	return "en/" + t.file
}

// Text returns what there is to read.
func (t Topic) Text(l lang.Lang) string {
	name := t.File(l)
	if name == "" {
		name = notices
	}
	text, err := files.ReadFile(name)
	if err != nil {
		panic("manual: " + err.Error()) // a chapter that is not embedded
	}
	return string(text)
}

// notices is the file of licences. A test makes it.
const notices = "notices.txt"
