package office

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/exceptions"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// What a judge has found is kept among the snapshots of views, and sealed like these. It is what
// the rules of one program say: another program, which may ask more, makes nothing of it.

// judgedName is the name of what is kept, and of its form.
const judgedName = "exceptions.v1"

// judgedKept is what is kept.
type judgedKept struct {
	snapshot.Snapshot
	judge judge.Kept
	rest  *snapshot.Reader // behind what is the judge's
}

// judgedState returns what this program has kept of the log, if anything.
func (o *Office) judgedState(ctx context.Context, s store.Store) (judgedKept, bool) {
	found, ok := replay.Replay{Store: s, Snapshots: o.Kept()}.Latest(ctx, judgedName)
	if !ok {
		return judgedKept{}, false
	}
	program, err := programSum()
	if err != nil {
		return judgedKept{}, false
	}
	by, rest, err := snapshot.CutText(found.State)
	if err != nil || string(by) != program {
		return judgedKept{}, false
	}
	state, rest, err := snapshot.CutText(rest)
	return judgedKept{found, judge.Kept{At: found.Position, State: state}, snapshot.NewReader(rest)}, err == nil
}

// resume begins with what was kept. After an error the judge must not be used.
func (j *judged) resume(kept judgedKept) error {
	if err := j.judge.Resume(kept.judge); err != nil {
		return err
	}
	j.next, j.kept, j.latest = kept.Position, kept.Position, kept.Latest
	j.doubles = doubles{}
	r := kept.rest
	for range r.Len() {
		number := document.Number(r.Int())
		row := exceptions.ReadRow(r)
		row.Kind, row.Why = exceptions.Double, lang.Text{ZH: r.Text(), EN: r.Text()}
		j.doubles[number] = append(j.doubles[number], row)
	}
	return r.Err()
}

// keep keeps what was judged, in the place of what was kept before. Errors: those of the folder
// of snapshots and of its key.
func (j *judged) keep(ctx context.Context) error {
	kept, ok := j.judge.State()
	program, err := programSum()
	if !ok || err != nil {
		return nil //nolint:nilerror // a program that cannot be told from others keeps nothing
	}
	var w snapshot.Writer
	w.Text(program)
	w.Text(string(kept.State))
	n := 0
	for _, rows := range j.doubles {
		n += len(rows)
	}
	w.Len(n)
	for _, number := range slices.SortedFunc(maps.Keys(j.doubles), cmp.Compare[document.Number]) {
		for _, row := range j.doubles[number] {
			w.Int(int64(number))
			exceptions.WriteRow(&w, row)
			w.Text(row.Why.ZH)
			w.Text(row.Why.EN)
		}
	}
	err = replay.Replay{Store: j.store, Snapshots: j.office.Kept()}.Keep(ctx, snapshot.Snapshot{
		Place: snapshot.Place{Position: kept.At, Latest: j.latest}, View: judgedName, State: w.Bytes})
	if err == nil {
		j.kept = kept.At
	}
	return err
}

// programSum returns a hash of this program.
func programSum() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", fmt.Errorf("read the program: %w", err)
	}
	return string(sum.Sum(nil)), nil
}
