package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// outlet is where a command prints. It remembers whether all of it could be written: who
// reads nothing must not be told that all is well.
type outlet struct {
	io.Writer
	err error // the first
}

// Write writes.
func (o *outlet) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

// say returns the text in the user's language.
func (p *program) say(zh, en string, args ...any) string { return lang.F(zh, en, args...).In(p.lang) }

// written returns the exit code of a command that was to print to an outlet: what it
// says, unless it succeeded and what it printed is not there.
func (p *program) written(o *outlet, code int) int {
	if o.err == nil || code != exitOK {
		return code
	}
	return p.exit(&unwrittenError{o.err})
}

// unwrittenError says that output could not be written.
type unwrittenError struct{ err error }

func (e *unwrittenError) Error() string { return "write the output: " + e.err.Error() }

// Kind is that something broke.
func (e *unwrittenError) Kind() fault.Kind { return fault.Broken }

// In returns the error in language l.
func (e *unwrittenError) In(l lang.Lang) string {
	return lang.F("没能写出全部结果：%v；腾出空间或另选去处后再运行",
		"not all of the output could be written: %v; make room or send it elsewhere, then run it again", e.err).In(l)
}

// Unwrap returns the cause.
func (e *unwrittenError) Unwrap() error { return e.err }

// exportTo writes a ledger into a new file, compressed as its name says; a file
// that exists is not overwritten, and of a failure none is left.
func (p *program) exportTo(s store.Store, path string, write write) error {
	file, err := disk.New(path)
	if errors.Is(err, fs.ErrExist) {
		return existsAlready(path)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	out, end, err := office.Compressed(path, file)
	var wrote lang.Text
	if err == nil {
		wrote, err = write(s, out)
		err = errors.Join(err, end())
	}
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	fmt.Fprintln(p.out, p.say("已导出到 %s：%s", "wrote %s: %s", path, wrote))
	return nil
}
