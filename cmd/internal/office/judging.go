package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// BrokenError says that facts stand in a log that break rules, which no program of any
// age would have recorded there.
type BrokenError struct{ Verdict judge.Verdict }

func (e *BrokenError) Error() string {
	return lang.F("%s；第一处：%s", "%s; the first: %s", e.Count(), describe(e.Verdict.Broken[0])).EN
}

// Kind is that rules refuse it.
func (e *BrokenError) Kind() fault.Kind { return fault.Refused }

// In returns the error in a language, when the broken rules were listed.
func (e *BrokenError) In(l lang.Lang) string {
	return lang.F("账本完整，但有 %s（已列出）；这些事项不是本程序记入的，逐条查明来源，并与检查点或备份对照",
		"the ledger is whole, but %s (listed above); no program has recorded that: find out where it comes from, and compare with a checkpoint or a backup", e.Count()).In(l)
}

// Count says how many rules are broken.
func (e *BrokenError) Count() lang.Text {
	return lang.Number(e.Verdict.Breaches, "处违反规则", "rule is broken", "rules are broken")
}

// describe says which rule a fact breaks: its position, its document, the rule and why.
func describe(b judge.Broken) lang.Text {
	return lang.F("第 %d 条（%s %s，%s）：[%s] %s", "event %d (%s %s, %s): [%s] %s", uint64(b.Position), event.TitleOf(event.Wire(b.Event)), b.Event.Common().Document, b.Stream, b.Rule, b.Why)
}

// RulesOnly returns an error, or nil for one that only says that rules are broken.
func RulesOnly(err error) error {
	if broken := (*BrokenError)(nil); errors.As(err, &broken) {
		return nil
	}
	return err
}

// shown is how many broken rules are listed.
const shown = 20

// Listed are the broken rules, and how many more there are.
func Listed(v judge.Verdict) (all []lang.Text) {
	for _, b := range v.Broken[:min(shown, len(v.Broken))] {
		all = append(all, describe(b))
	}
	if more := v.Breaches - len(all); more > 0 {
		all = append(all, lang.F("另有 %s", "%s", lang.Number(more, "处没有列出", "more is not listed", "more are not listed")))
	}
	return all
}

// judgeHistory refuses an exported history that is not, in form or by a rule, what a
// ledger can hold: it makes a ledger of it beside the one that it is to be put into, which
// is removed again, and verifies that. Errors: those of untaken, those of reading and
// writing.
func (o *Office) judgeHistory(ctx context.Context, path string) (r *exceptions.Register, noDoubles, err error) {
	dir, remove, err := o.room()
	if err != nil {
		return nil, nil, fmt.Errorf("make room to check the history: %w", err)
	}
	defer remove()
	s, err := sqlite.Create(dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	bar := o.progress(lang.F("读入", "read"), -1)
	err = withHistory(path, func(in io.Reader) error { return history.Restore(ctx, in, s, history.Progress(bar.Set)) })
	bar.Done()
	if err != nil {
		return nil, nil, err
	}
	numbers := o.inFolder(dir).Numbers(ctx, s)
	defer func() { err = errors.Join(err, numbers.Close()) }()
	found, err := o.Recheck(ctx, s, nil, numbers.Along()...)
	if err != nil {
		return nil, nil, untaken(err, "历史 %s：%s；什么也没有导入，向导出它的人查问", "the history %s: %s; nothing was imported, ask where it was exported", path)
	}
	r = found.Verdict.Register
	return r, numbers.NoteDoubles(ctx, r), nil
}

// room makes a folder for a ledger that is only checked, on the disk of the one that is
// Open. What a run that was killed left of one is removed; remove removes this one.
func (o *Office) room() (dir string, remove func(), err error) {
	if o.Folder == "" { // in a cluster
		dir, err = os.MkdirTemp("", "fundledger-history-")
		return dir, func() { _ = os.RemoveAll(dir) }, err
	}
	making, err := disk.Make(filepath.Join(o.Folder, ".history"), false)
	if err != nil {
		return "", nil, err
	}
	return making.Dir, making.Abandon, nil
}

// untaken says that a history, a backup or the source of a copy was not taken over, in words
// with its place and why, and lists the rules that are broken.
func untaken(err error, zh, en, place string) error {
	broken, damage, corrupt := (*BrokenError)(nil), (*verify.Fault)(nil), (*store.CorruptError)(nil)
	switch {
	case errors.As(err, &damage):
		return fault.New(fault.Broken, lang.F(zh, en, place, damage), err)
	case errors.As(err, &corrupt):
		return fault.New(fault.Broken, lang.F(zh, en, place, corrupt.Error()), err)
	case !errors.As(err, &broken):
		told := fault.Of(err)
		return fault.New(told.Kind(), lang.F(zh, en, place, told), err)
	}
	text := lang.F(zh+"：", en+":", place, broken.Count())
	for _, rule := range Listed(broken.Verdict) {
		text = lang.F("%s\n  %s", "%s\n  %s", text, rule)
	}
	return fault.New(fault.Refused, text, err)
}
