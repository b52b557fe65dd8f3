package office

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/replay"
)

// Comparison is what a history is compared with.
type Comparison struct {
	Given       int          // of the checkpoints; the others are the ledger's own
	Checkpoints []Checkpoint // that it must continue
	OwnKeys     bool         // the keys came from the ledger itself
	Strange     int          // of the ledger's own: not signed by a key that was given
}

// Gather opens the given checkpoints, and those in the ledger's folder if wanted.
// Errors: bad input, those of merkle.Open.
func (o *Office) Gather(v *Comparison, files []string, t Trust, own bool) error {
	var kept []string
	var err error
	if own {
		if kept, err = o.checkpointFiles(); err != nil {
			return err
		}
	}
	if len(files)+len(kept)+len(t.Keys) == 0 {
		return nil
	}
	known, ownKeys, err := o.Verifiers(t)
	if err != nil {
		return err
	}
	v.OwnKeys = ownKeys
	if v.Checkpoints, err = openCheckpoints(files, known); err != nil {
		return err
	}
	v.Given = len(files)
	for _, path := range kept {
		a, err := OpenCheckpoint(path, known)
		var unsigned *merkle.UnsignedError
		var foreign *merkle.OtherLedgerError
		switch {
		case err == nil:
			v.Checkpoints = append(v.Checkpoints, a)
		case !ownKeys && (errors.As(err, &unsigned) || errors.As(err, &foreign)):
			v.Strange++ // the reader may know an older key only
		default:
			return err
		}
	}
	return nil
}

// Checked is what verifying a ledger found.
type Checked struct {
	verify.Result
	Verdict judge.Verdict
}

// Recheck checks everything in a ledger: its form, its rules, what is kept of what they said
// before, and what anchors say of it. Errors: *verify.Fault, damage, those of reading;
// *BrokenError, if it is whole. The log is read once for it and for those who read along.
func (o *Office) Recheck(ctx context.Context, s store.Store, anchors []Checkpoint, along ...verify.Along) (Checked, error) {
	var compare *judge.Kept
	kept, ok := o.judgedState(ctx, s)
	if ok {
		compare = &kept.judge
	}
	bar := o.verifying(ctx, s)
	r, verdict, err := judge.Log(ctx, s, o.Now(), verify.Options{Sizes: Sizes(anchors), Along: along, Progress: bar.Set}, compare)
	bar.Done()
	if err == nil && verdict.Forged {
		err = o.wrongSnapshot(&replay.WrongError{View: judgedName, Place: kept.Place})
	}
	if err == nil {
		err = Continues(anchors, r.Head, r.Roots)
	}
	for _, c := range verdict.Closings {
		if err == nil && c.Verdict == closings.Wrong {
			err = wrongSeal(c)
		}
	}
	if err == nil && verdict.Breaches > 0 {
		err = &BrokenError{verdict}
	}
	return Checked{r, verdict}, err
}

// RecheckForm checks the form of a ledger and what anchors say of it, and none of its rules.
// Errors: *verify.Fault, damage, those of reading.
func (o *Office) RecheckForm(ctx context.Context, s store.Store, anchors []Checkpoint) (verify.Result, error) {
	bar := o.verifying(ctx, s)
	r, err := verify.Log(ctx, s, verify.Options{StreamOf: aggregates.StreamOf, Sizes: Sizes(anchors), Progress: bar.Set})
	bar.Done()
	if err == nil {
		err = Continues(anchors, r.Head, r.Roots)
	}
	return r, err
}

// verifying tells how far the log is verified.
func (o *Office) verifying(ctx context.Context, s store.Store) Bar {
	total := int64(-1)
	if last, ok, err := s.Last(ctx); err == nil && ok {
		total = int64(last.Position) + 1
	}
	return o.progress(lang.F("核对", "verify"), total)
}

// RecheckSnapshots compares every snapshot of some views with what the events before it make, and
// in the same reading what finds the events of figures. Errors: *verify.Fault, those of reading
// the log.
func (o *Office) RecheckSnapshots(ctx context.Context, s store.Store, views ...replay.View) (replay.Checked, error) {
	var kept []replay.Kept
	for _, view := range views {
		if k, ok := view.(replay.Kept); ok {
			kept = append(kept, k)
		}
	}
	bar := o.progress(lang.F("核对快照", "verify snapshots"), -1)
	r := replay.Replay{Store: s, Snapshots: o.Kept(), Progress: bar.Set}
	if _, missing := os.Stat(o.folio().Path); missing == nil {
		r.Along = o.folio().Checking(s)
	}
	found, err := r.Check(ctx, kept...)
	bar.Done()
	if damage := (*folio.DamagedError)(nil); errors.As(err, &damage) {
		return found, besides(damage.Text())
	}
	if wrong := (*replay.WrongError)(nil); errors.As(err, &wrong) {
		return found, o.wrongSnapshot(wrong)
	}
	return found, err
}

// wrongSnapshot is the fault of a snapshot that is not what the events make.
func (o *Office) wrongSnapshot(wrong *replay.WrongError) error {
	return besides(lang.F("%s（%s）", "%s (%s)", wrong, filepath.Join(o.Folder, SnapshotsFolder)))
}

// besides is damage of what stands beside the log.
func besides(why lang.Text) error {
	return &verify.Fault{Position: verify.Beside, Last: verify.Beside, Why: why}
}

// Strangers are the tables in the ledger's file that are not its own, where it is a file.
func Strangers(ctx context.Context, s store.Store) ([]string, error) {
	if file, ok := s.(*sqlite.Store); ok {
		return file.Strangers(ctx)
	}
	return nil, nil
}

// between returns the hashes that prove that the ledger's tree continues one
// checkpoint at another. Errors: those of treeContinues, *merkle.RangeError.
func between(ctx context.Context, s store.Store, old, new Checkpoint) ([]merkle.Hash, error) {
	if old.Size > new.Size {
		return nil, fault.Input("检查点 %s（%d 条）比 %s（%d 条）新；先给旧的，后给新的", "the checkpoint %s (%d events) is newer than %s (%d); give the old one first", old.Path, old.Size, new.Path, new.Size)
	}
	tree, head, err := verify.Tree(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := treeContinues(tree, head, old, new); err != nil {
		return nil, err
	}
	return tree.Consistency(old.Size, new.Size)
}

// wrongSeal is the fault of a closing whose balances are not those of the facts that
// it has seen.
func wrongSeal(c judge.Closing) *verify.Fault {
	return &verify.Fault{
		Position: int64(c.Position), Last: int64(c.Position),
		Why: lang.F("%s %s 结账封存的余额不是它所说的事项得出的；它没有封存任何期间", "the closing of %s %s sealed balances that the facts which it has seen do not make; it closes nothing", c.Fund, string(c.Period)),
	}
}
