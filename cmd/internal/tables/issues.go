package tables

import (
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/issues"
)

// Issues shows one row per edition of a report; the digests of its files are for machines.
func Issues(all []issues.Issue) List {
	type row = issues.Issue
	hash := func(key, zh, en string, of func(row) event.Hash) column[row] {
		return maybe(key, zh, en, of).show(report.Never)
	}
	return list(report.Table{Key: "issues", Title: lang.Text{ZH: "已发布的报告", EN: "Reports issued"}}, []column[row]{
		text("region", "统筹区", "area", func(r row) fund.Region { return r.Region }).id(1),
		text("span", "期间", "span", func(r row) string { return r.Span }).id(2),
		code("language", "语言", "language", func(r row) event.Language { return r.Language }).id(3),
		col("edition", "版次", "edition", func(r row) report.Cell { return report.Count(r.Edition) }).id(4).by(byNumber).asSaid(),
		date("issued_on", "发布日期", "issued on", func(r row) fund.Date { return r.OccurredOn }),
		text("document", "凭证号", "document", func(r row) string { return r.Document }),
		col("position", "序号", "position", func(r row) report.Cell { return report.Count(int64(r.Position)) }).asSaid(),
		text("recorded_at", "入账时间", "recorded at", func(r row) string { return LocalTime(r.RecordedAt) }),
		col("frozen_at", "所用的最后一条", "made of facts up to", func(r row) report.Cell { return report.Count(r.FrozenAt) }).asSaid(),
		maybe("bureau", "发布单位", "issued by", func(r row) string { return r.Bureau }).show(report.Filled),
		maybe("template", "模板", "template", func(r row) string { return r.Template }).show(report.Never),
		hash("root", "根", "root", func(r row) event.Hash { return r.Root }),
		hash("checkpoint", "检查点", "checkpoint", func(r row) event.Hash { return r.Checkpoint }),
		hash("text", "自由文字", "free text", func(r row) event.Hash { return r.Text }),
		hash("html", "HTML", "HTML", func(r row) event.Hash { return r.HTML }),
		hash("pdf", "PDF", "PDF", func(r row) event.Hash { return r.PDF }),
		hash("xlsx", "XLSX", "XLSX", func(r row) event.Hash { return r.XLSX }),
		hash("markdown", "Markdown", "Markdown", func(r row) event.Hash { return r.Markdown }),
	}, all)
}
