package office

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// opened is a file that may be compressed, as its name says: .gz or .zst.
type opened struct {
	io.Reader
	close []func() error
}

// Close closes the reader and the file.
func (f *opened) Close() error {
	var errs []error
	for _, c := range f.close {
		errs = append(errs, c())
	}
	return errors.Join(errs...)
}

// packed tells a user which compressed file is damaged.
type packed struct {
	io.Reader
	path string
}

// Read reads. Error: bad input instead of those of the compressed form.
func (p packed) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = damaged(p.path)
	}
	return n, err
}

func damaged(path string) error {
	return fault.Input("压缩文件 %s 已损坏、被截断，或不是其后缀所说的格式；重新复制，或向导出它的人重新索取", "the compressed file %s is damaged, cut off, or not what its name says; copy it again, or ask for it again where it was exported", path)
}

// OpenHistory opens an exported history for reading. Error: bad input.
func OpenHistory(path string) (*opened, error) {
	f, err := disk.Follow(path)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	in := &opened{Reader: f, close: []func() error{f.Close}}
	switch {
	case strings.HasSuffix(path, ".gz"):
		z, err := gzip.NewReader(bufio.NewReader(f))
		if err != nil {
			return nil, errors.Join(damaged(path), f.Close())
		}
		in.Reader = packed{z, path} // its Close would only tell again what Read told
	case strings.HasSuffix(path, ".zst"):
		z, err := zstd.NewReader(f)
		if err != nil {
			return nil, errors.Join(damaged(path), f.Close())
		}
		in.Reader, in.close = packed{z, path}, []func() error{func() error { z.Close(); return nil }, f.Close}
	}
	return in, nil
}

// isCompressed reports whether the name of a file says that it is compressed.
func isCompressed(path string) bool {
	return strings.HasSuffix(path, ".gz") || strings.HasSuffix(path, ".zst")
}

// IsHistory reports whether a file is to be imported as an exported history and
// not as a file of facts, which is never compressed.
func IsHistory(path string) bool {
	if isCompressed(path) {
		return true
	}
	begins, err := beginsAsHistory(path)
	return err == nil && begins && strings.HasSuffix(path, ".jsonl")
}

// beginsAsHistory reports whether the first line of a file looks like that of a history.
func beginsAsHistory(path string) (bool, error) {
	in, err := OpenHistory(path)
	if err != nil {
		return false, err
	}
	first, err := bufio.NewReaderSize(in, 4096).Peek(64) // shorter than that it is no history
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return history.IsLine(first), errors.Join(err, in.Close())
}

// Compressed returns a writer that compresses as the name of a file says, and a
// function that ends the compressed text.
func Compressed(name string, w io.Writer) (io.Writer, func() error, error) {
	switch {
	case strings.HasSuffix(name, ".gz"):
		z := gzip.NewWriter(w)
		return z, z.Close, nil
	case strings.HasSuffix(name, ".zst"):
		z, err := zstd.NewWriter(w)
		if err != nil {
			return nil, nil, fmt.Errorf("zstd: %w", err)
		}
		return z, z.Close, nil
	}
	return w, func() error { return nil }, nil
}

// Restored is what the import of an exported history did.
type Restored struct {
	Head      merkle.Head
	Stood     int64                // how many of its events were there before
	Register  *exceptions.Register // what is odd in it
	NoDoubles error                // why facts that stand twice were not looked for
}

// ImportHistory puts an exported history into the ledger, which must be empty or
// hold a beginning of it. The file is checked whole before anything is written.
// Errors: bad input, *history.LineError, damage if another program recorded
// something meanwhile.
func (o *Office) ImportHistory(ctx context.Context, s store.Store, path string, dryRun bool) (done Restored, err error) {
	begins, err := beginsAsHistory(path)
	if err != nil {
		return done, err
	}
	if !begins {
		return done, fault.Input("%s 不是导出的历史；事项文件请先解压再导入", "%s is no exported history; a file of facts is to be unpacked before it is imported", path)
	}
	_, stands, err := verify.Tree(ctx, s)
	if err != nil {
		return done, err
	}
	var head merkle.Head
	var roots map[int64]merkle.Hash
	bar := o.progress(lang.F("核对", "verify"), -1)
	err = withHistory(path, func(in io.Reader) (err error) {
		head, roots, err = history.Check(ctx, in, history.Progress(bar.Set), stands.Size)
		return err
	})
	bar.Done()
	switch {
	case err != nil:
		return done, err
	case stands.Size > 0 && roots[stands.Size] != stands.Root:
		return done, fault.Input("账本（%d 条）不是这个历史（%d 条）的开头；另建账本再导入：%s 新目录", "the ledger (of %d) is not the beginning of this history (of %d events); make another ledger and import it there: %s NEW", stands.Size, head.Size, o.called("new"))
	}
	done.Stood, done.Head = stands.Size, head
	if done.Register, done.NoDoubles, err = o.judgeHistory(ctx, path); err != nil || dryRun {
		return done, err
	}
	bar = o.progress(lang.F("导入", "import"), head.Size)
	err = withHistory(path, func(in io.Reader) error {
		return history.Restore(ctx, in, s, history.Progress(bar.Set))
	})
	bar.Done()
	var conflict *store.ConflictError
	if err != nil && !errors.As(err, &conflict) {
		return done, err
	}
	_, now, errNow := verify.Tree(ctx, s)
	if errNow != nil {
		return done, errNow
	}
	if now != head {
		return done, fault.Altered("导入 %s 时另一个程序也在记账，次序已不是这个历史的；另建账本，停下其他程序再导入", "another program recorded something while %s was imported, and the order is no longer that of the history; make another ledger and import it there while nothing else writes", path)
	}
	return done, nil
}

// withHistory calls do with an exported history open, and closes it. Its errors
// about a line name the file.
func withHistory(path string, do func(io.Reader) error) error {
	in, err := OpenHistory(path)
	if err != nil {
		return err
	}
	err = do(in)
	if line := (*history.LineError)(nil); errors.As(err, &line) {
		err = fault.About(path, err)
	}
	return errors.Join(err, in.Close())
}
