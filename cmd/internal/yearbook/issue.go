package yearbook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/press"
	"github.com/fundledger/fundledger/cmd/internal/printed"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/issues"
)

// Order is which report is issued, or made again.
type Order struct {
	Region fund.Region // "": the only one
	Span   annual.Span
	Lang   lang.Lang
	Bureau string // "": the bureau of the region
	Text   []byte // of the file of free text; nil: there is none
	Path   string // of that file, in its faults
	Press  press.Press
	Again  func(region fund.Region, edition int) string // the command that makes an edition again
}

// Edition is an edition of a report: its fact, and its files.
type Edition struct {
	Fact  event.ReportIssued
	Files map[press.Format][]byte
}

// Name returns the name of an edition's file in a format.
func (e Edition) Name(f press.Format) string {
	return fmt.Sprintf("%s-%s-%d.%s%s", e.Fact.Region, e.Fact.Span, e.Fact.Edition, e.Fact.Language, f)
}

// Next makes the next edition of a report from the ledger as it is now. Nothing is recorded.
// Errors: those of Gather and Compose, *refusal.Error if what is printed does not tie.
func Next(ctx context.Context, o *office.Office, s store.Store, order Order) (e Edition, err error) {
	content, err := Gather(ctx, o, s, office.Axes{}, order.Region, order.Span)
	if err != nil {
		return e, err
	}
	editions, err := order.editions(ctx, o, s)
	if err != nil {
		return e, err
	}
	e.Fact = event.ReportIssued{
		Region: order.Region, Span: order.Span.String(), Edition: int64(len(editions) + 1), Language: event.Language(order.Lang),
		FrozenAt: content.Proof.Events - 1, Template: fmt.Sprint(Template), Bureau: order.Bureau, Text: digest(order.Text),
		Checkpoint: digest([]byte(content.Proof.Checkpoint)),
	}
	return e.made(ctx, o, s, order, content, editions)
}

// Again makes an edition again from the position that it was frozen at, and returns it with the
// formats whose files are not what was issued. Errors: bad input for an edition that there is not, for
// another free text or template; those of Gather and Compose.
func Again(ctx context.Context, o *office.Office, s store.Store, order Order, edition int) (e Edition, differ []press.Format, err error) {
	editions, err := order.editions(ctx, o, s)
	if err != nil {
		return e, nil, err
	}
	if edition < 1 || edition > len(editions) {
		return e, nil, fault.Input("没有第 %d 版；已发布 %d 版", "there is no edition %d; editions issued: %d", edition, len(editions))
	}
	issued := editions[edition-1].ReportIssued
	switch {
	case issued.Template != fmt.Sprint(Template):
		return e, nil, fault.Input("第 %d 版用的是模板 %s，本程序的是 %d；用当时的程序重做", "edition %d was made with template %s, and this program has %d; make it again with the program of then", edition, issued.Template, Template)
	case issued.Text != digest(order.Text):
		return e, nil, fault.Input("自由文字不是第 %d 版所用的；用 --text 指明当时的文件", "the free text is not that of edition %d; name the file of then with --text", edition)
	}
	order.Bureau = issued.Bureau
	frozen, err := frozenAt(ctx, o, s, issued.FrozenAt)
	if err != nil {
		return e, nil, err
	}
	content, err := Gather(ctx, o, s, frozen, order.Region, order.Span)
	if err != nil {
		return e, nil, err
	}
	if content.Proof.Events != issued.FrozenAt+1 {
		return e, nil, fault.Altered("序号 %d 之前不再是 %d 条事项", "there are no longer %[2]d facts up to position %[1]d", issued.FrozenAt, issued.FrozenAt+1)
	}
	if content.Proof, err = checkpointAs(o, content.Proof, issued.Checkpoint); err != nil {
		return e, nil, err
	}
	e.Fact = issued
	if e, err = e.made(ctx, o, s, order, content, editions[:edition-1]); err != nil {
		return e, nil, err
	}
	for _, f := range press.Formats() {
		if was := digestIn(&issued, f); *was != "" && *was != digest(e.Files[f]) {
			differ = append(differ, f)
		}
	}
	return e, differ, nil
}

// editions returns the editions of the report that were issued, and finds the region that is meant.
func (order *Order) editions(ctx context.Context, o *office.Office, s store.Store) ([]issues.Issue, error) {
	var v issues.View
	var held books.View
	_, err := o.Rebuild(ctx, s, office.Axes{}, &v, &held)
	if err == nil {
		order.Region, err = o.Area(&held, order.Region)
	}
	return v.Of(order.Region, order.Span.String(), event.Language(order.Lang)), err
}

// frozenAt returns the axes of a ledger as it was when the event at a position was the last.
func frozenAt(ctx context.Context, o *office.Office, s store.Store, position int64) (office.Axes, error) {
	last, _, err := o.At(ctx, s, store.Position(position))
	return office.Axes{KnownAt: last.RecordedAt, Until: store.Position(position) + 1}, err
}

// checkpointAs returns a proof with the checkpoint of a digest, as it was then, in place of the newest.
func checkpointAs(o *office.Office, p Proof, was event.Hash) (Proof, error) {
	p = p.with(nil)
	if was == "" {
		return p, nil
	}
	for _, c := range o.Checkpoints() {
		if then := p.with(&c); digest([]byte(then.Checkpoint)) == was {
			return then, nil
		}
	}
	return p, fault.Input("账本旁没有当时的检查点；把它放回 checkpoints 文件夹", "the checkpoint of then is not beside the ledger; put it back into its folder checkpoints")
}

// made composes and prints an edition. before are the editions before it.
func (e Edition) made(ctx context.Context, o *office.Office, s store.Store, order Order, c Content,
	before []issues.Issue) (Edition, error) {
	c.Edition = int(e.Fact.Edition)
	c.Proof.Again = order.Again(order.Region, c.Edition)
	e.Fact.Root = event.Hash(c.Proof.Hash)
	if order.Bureau != "" {
		c.Bureau = lang.Text{ZH: order.Bureau, EN: order.Bureau}
	}
	var err error
	if order.Text != nil {
		if c.Free, err = ReadFree(order.Path, string(order.Text)); err != nil {
			return e, err
		}
	}
	if n := len(before); n > 0 {
		frozen, err := frozenAt(ctx, o, s, before[n-1].FrozenAt)
		if err != nil {
			return e, err
		}
		then, err := o.Annual(ctx, s, frozen, order.Region, order.Span)
		if err != nil {
			return e, err
		}
		c.Changes = &Changes{Edition: n, Figures: then}
	}
	doc, err := Compose(c, order.Lang)
	if err != nil {
		return e, err
	}
	if why := printed.OfReport(doc, c.Figures).Refusal(); !why.IsZero() {
		return e, &refusal.Error{Rule: "report-untied", Why: why, Remedy: lang.Text{ZH: "不发布；查明不符的数", EN: "do not issue it; find out about the figures that do not tie"}}
	}
	order.Press.Root = c.Proof.Root
	e.Files = map[press.Format][]byte{}
	for _, f := range press.Formats() {
		var b bytes.Buffer
		if err := order.Press.Write(&b, f, doc); err != nil {
			return e, err
		}
		e.Files[f] = b.Bytes()
	}
	return e, nil
}

// Digested returns the fact with the digest of each file.
func (e Edition) Digested() event.ReportIssued {
	for f, file := range e.Files {
		*digestIn(&e.Fact, f) = digest(file)
	}
	return e.Fact
}

// digestIn is where a fact has the digest of a file.
func digestIn(e *event.ReportIssued, f press.Format) *event.Hash {
	switch f {
	case press.HTML:
		return &e.HTML
	case press.PDF:
		return &e.PDF
	case press.XLSX:
		return &e.XLSX
	case press.Markdown:
		return &e.Markdown
	}
	panic("yearbook: no format: " + string(f))
}

// digest returns the SHA-256 of a file; "" of none.
func digest(file []byte) event.Hash {
	if len(file) == 0 {
		return ""
	}
	sum := sha256.Sum256(file)
	return event.Hash(hex.EncodeToString(sum[:]))
}
