package main

import (
	"io"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/lang"
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
