// Package history writes a whole log as text that anybody can check, and puts it
// back into a store.
//
// One event is one line: its canonical line (see store.Recorded.AppendLine),
// ended by LF, in total order. Nothing else is in the text, so that line n is the
// event at position n-1 and a leaf of the Merkle tree. Written and read again, a
// history has the same root on every store.
//
// Reading is strict: a line that is not, byte for byte, what the ledger would
// write for an event is refused with its number.
package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// Progress is called now and then with the number of events done.
type Progress func(events uint64)

const stride = 1 << 14

// Write writes the log of a store and returns its size and root. Errors: those of
// reading the store and of w.
func Write(ctx context.Context, w io.Writer, s store.Store, progress Progress) (merkle.Head, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	var frontier merkle.Frontier
	var line []byte
	for r, err := range s.All(ctx, 0) {
		if err != nil {
			return merkle.Head{}, err
		}
		line = r.AppendLine(line[:0])
		frontier.Append(merkle.LeafHash(line))
		if _, err := out.Write(append(line, '\n')); err != nil {
			return merkle.Head{}, fmt.Errorf("write the history: %w", err)
		}
		if progress != nil && frontier.Size()%stride == 0 {
			progress(uint64(frontier.Size()))
		}
	}
	if err := out.Flush(); err != nil {
		return merkle.Head{}, fmt.Errorf("write the history: %w", err)
	}
	return frontier.Head(), nil
}

// LineError says which line of a text is not that of a history, and why.
type LineError struct {
	Line int64 // from 1
	Why  lang.Text
}

func (e *LineError) Error() string { return e.In(lang.EN) }

// In returns the error in a language.
func (e *LineError) In(l lang.Lang) string {
	return lang.F("第 %d 行：%s", "line %d: %s", e.Line, e.Why).In(l)
}

// Check reads a whole history and returns its size and root. heads are earlier
// sizes whose roots are wanted. Errors: *LineError, or those of r.
func Check(ctx context.Context, r io.Reader, progress Progress, sizes ...int64) (merkle.Head, map[int64]merkle.Hash, error) {
	var frontier merkle.Frontier
	roots := map[int64]merkle.Hash{0: frontier.Root()}
	revisions := map[string]store.Revision{}
	err := each(ctx, r, func(n int64, line []byte, e store.Recorded) error {
		last, known := revisions[e.Stream]
		if !known {
			last = store.NoStream
		}
		if e.Revision != last+1 {
			return &LineError{n, lang.F("流 %s 的修订号 %d 不接在 %d 之后：有行缺失、重复或换了次序", "revision %[2]d of %[1]s does not follow %[3]d: lines are missing, repeated or in another order", e.Stream, e.Revision, last)}
		}
		revisions[e.Stream] = e.Revision
		if _, err := event.Decode(e.Type, e.Version, e.Data); err != nil {
			return &LineError{n, lang.F("不是规范的事项：%s", "is no canonical event: %s", err.Error())}
		}
		frontier.Append(merkle.LeafHash(line))
		for _, size := range sizes {
			if size == n {
				roots[size] = frontier.Root()
			}
		}
		if progress != nil && n%stride == 0 {
			progress(uint64(n))
		}
		return nil
	})
	return frontier.Head(), roots, err
}

// batch bounds what one call of Append gets.
const (
	batchAppends = 1000
	batchEvents  = store.MaxEvents
)

// Restore appends a history that was checked to a store that is empty, or holds a
// beginning of it: what stands already is not written again. Errors: *LineError,
// *store.ConflictError if the store holds something else or more, those of Append,
// of reading the store and of r.
func Restore(ctx context.Context, r io.Reader, s store.Store, progress Progress) error {
	held, stop := iter.Pull2(s.All(ctx, 0))
	defer stop()
	standing := true // what was read so far stands in the store
	compare := func(line []byte) error {
		was, err, more := held()
		switch {
		case err != nil:
			return err
		case !more:
			standing = false
		case !bytes.Equal(was.AppendLine(nil), line):
			return &store.ConflictError{Stream: was.Stream, Expected: was.Revision - 1, Actual: was.Revision}
		}
		return nil
	}
	var waiting []store.Append
	events := 0
	flush := func() error {
		if len(waiting) == 0 {
			return nil
		}
		_, err := s.Append(ctx, waiting...)
		waiting, events = nil, 0
		return err
	}
	err := each(ctx, r, func(n int64, line []byte, e store.Recorded) error {
		if progress != nil && n%stride == 0 {
			progress(uint64(n))
		}
		if standing {
			if err := compare(line); err != nil || standing {
				return err
			}
		}
		if last := len(waiting) - 1; last < 0 || !continues(waiting[last], e) {
			if len(waiting) == batchAppends || events >= batchEvents {
				if err := flush(); err != nil {
					return err
				}
			}
			waiting = append(waiting, store.Append{
				Stream: e.Stream, Expected: e.Revision - 1, RecordedAt: e.RecordedAt,
				Actor: e.Actor, Correlation: e.Correlation, Causation: e.Causation,
			})
		}
		a := &waiting[len(waiting)-1]
		a.Events = append(a.Events, store.Event{Type: e.Type, Version: e.Version, Data: bytes.Clone(e.Data)})
		events++
		return nil
	})
	if err == nil && standing {
		err = compare(nil) // there is to be no more
	}
	if err != nil {
		return err
	}
	return flush()
}

// continues reports whether an event can be part of an append.
func continues(a store.Append, e store.Recorded) bool {
	return a.Stream == e.Stream && a.Expected+1+store.Revision(len(a.Events)) == e.Revision && len(a.Events) < store.MaxEvents &&
		a.RecordedAt.Equal(e.RecordedAt) && a.Actor == e.Actor && a.Correlation == e.Correlation && a.Causation == e.Causation
}

// each calls do with every line, its number from 1 and what it says.
func each(ctx context.Context, r io.Reader, do func(n int64, line []byte, e store.Recorded) error) error {
	in := bufio.NewReaderSize(r, maxLine)
	for n := int64(1); ; n++ {
		line, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil
		case errors.Is(err, io.EOF):
			return &LineError{n, lang.F("没有换行：文件被截断", "has no line break: the file was cut off")}
		case errors.Is(err, bufio.ErrBufferFull):
			return &LineError{n, lang.F("过长，不是账本的导出文件", "is too long; this is no export of a ledger")}
		case err != nil:
			return fmt.Errorf("read the history: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		line = line[:len(line)-1]
		e, err := parse(line)
		if err != nil {
			return &LineError{n, lang.F("不是账本的规范行：%s", "is not a canonical line of a ledger: %s", why(err))}
		}
		if err := do(n, line, e); err != nil {
			return err
		}
	}
}
