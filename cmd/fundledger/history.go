package main

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
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// opened is a file that may be compressed, as its name says: .gz or .zst.
type opened struct {
	io.Reader
	close []func() error
}

// Close closes the reader and the file.
func (o *opened) Close() error {
	var errs []error
	for _, c := range o.close {
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

// openHistory opens an exported history for reading. Error: bad input.
func openHistory(path string) (*opened, error) {
	f, err := disk.Follow(path)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	o := &opened{Reader: f, close: []func() error{f.Close}}
	switch {
	case strings.HasSuffix(path, ".gz"):
		z, err := gzip.NewReader(bufio.NewReader(f))
		if err != nil {
			return nil, errors.Join(damaged(path), f.Close())
		}
		o.Reader = packed{z, path} // its Close would only tell again what Read told
	case strings.HasSuffix(path, ".zst"):
		z, err := zstd.NewReader(f)
		if err != nil {
			return nil, errors.Join(damaged(path), f.Close())
		}
		o.Reader, o.close = packed{z, path}, []func() error{func() error { z.Close(); return nil }, f.Close}
	}
	return o, nil
}

// isCompressed reports whether the name of a file says that it is compressed.
func isCompressed(path string) bool {
	return strings.HasSuffix(path, ".gz") || strings.HasSuffix(path, ".zst")
}

// isHistory reports whether a file is to be imported as an exported history and
// not as a file of facts, which is never compressed.
func isHistory(path string) bool {
	if isCompressed(path) {
		return true
	}
	begins, err := beginsAsHistory(path)
	return err == nil && begins && strings.HasSuffix(path, ".jsonl")
}

// beginsAsHistory reports whether the first line of a file looks like that of a history.
func beginsAsHistory(path string) (bool, error) {
	in, err := openHistory(path)
	if err != nil {
		return false, err
	}
	first, err := bufio.NewReaderSize(in, 4096).Peek(64) // shorter than that it is no history
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return history.IsLine(first), errors.Join(err, in.Close())
}

// compressed returns a writer that compresses as the name of a file says, and a
// function that ends the compressed text.
func compressed(name string, w io.Writer) (io.Writer, func() error, error) {
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

// importHistory puts an exported history into the ledger, which must be empty or
// hold a beginning of it. The file is checked whole before anything is written.
// Errors: bad input, *history.LineError, damage if another program recorded
// something meanwhile.
func (p *program) importHistory(ctx context.Context, s store.Store, path string, dryRun bool) error {
	begins, err := beginsAsHistory(path)
	if err != nil {
		return err
	}
	if !begins {
		return fault.Input("%s 不是导出的历史；事项文件请先解压再导入", "%s is no exported history; a file of facts is to be unpacked before it is imported", path)
	}
	_, stands, err := verify.Tree(ctx, s)
	if err != nil {
		return err
	}
	var head merkle.Head
	var roots map[int64]merkle.Hash
	bar := p.progress(p.say("核对", "verify"), -1)
	err = withHistory(path, func(in io.Reader) (err error) {
		head, roots, err = history.Check(ctx, in, history.Progress(bar.set), stands.Size)
		return err
	})
	bar.done()
	switch {
	case err != nil:
		return err
	case stands.Size > 0 && roots[stands.Size] != stands.Root:
		return fault.Input("账本（%d 条）不是这个历史（%d 条）的开头；另建账本再导入：fundledger init --ledger 新目录", "the ledger (of %d) is not the beginning of this history (of %d events); make another ledger and import it there: fundledger init --ledger NEW", stands.Size, head.Size)
	}
	if err := p.judgeHistory(ctx, path); err != nil {
		return err
	}
	if dryRun {
		fmt.Fprintln(p.out, p.say("历史文件无误：%s，根 %s；未写入", "the history is right: %s, root %s; nothing was written", events(head.Size), head.Root))
		return nil
	}
	bar = p.progress(p.say("导入", "import"), head.Size)
	err = withHistory(path, func(in io.Reader) error {
		return history.Restore(ctx, in, s, history.Progress(bar.set))
	})
	bar.done()
	var conflict *store.ConflictError
	if err != nil && !errors.As(err, &conflict) {
		return err
	}
	_, now, errNow := verify.Tree(ctx, s)
	if errNow != nil {
		return errNow
	}
	if now != head {
		return fault.Altered("导入 %s 时另一个程序也在记账，次序已不是这个历史的；另建账本，停下其他程序再导入", "another program recorded something while %s was imported, and the order is no longer that of the history; make another ledger and import it there while nothing else writes", path)
	}
	if stands.Size > 0 {
		fmt.Fprintln(p.out, p.say("账本已有其中 %s", "%s of it stood already", events(stands.Size)))
	}
	fmt.Fprintln(p.out, p.say("已导入历史：%s，根 %s", "imported the history: %s, root %s", events(head.Size), head.Root))
	return nil
}

// withHistory calls do with an exported history open, and closes it. Its errors
// about a line name the file.
func withHistory(path string, do func(io.Reader) error) error {
	in, err := openHistory(path)
	if err != nil {
		return err
	}
	err = do(in)
	if line := (*history.LineError)(nil); errors.As(err, &line) {
		err = fault.About(path, err)
	}
	return errors.Join(err, in.Close())
}
