package main

import (
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar is a progress bar on a terminal, and nothing elsewhere.
type bar struct{ b *progressbar.ProgressBar }

// progress returns a bar for a task of total steps; -1 if not known.
func (p *program) progress(what string, total int64) bar {
	if !isTerminal(p.err) {
		return bar{}
	}
	return bar{progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.err), progressbar.OptionSetDescription(what),
		progressbar.OptionClearOnFinish(), progressbar.OptionShowCount(), progressbar.OptionFullWidth(), progressbar.OptionThrottle(100_000_000))}
}

// Set moves the bar. Its own failures are no failure of the task.
func (b bar) Set(done uint64) {
	if b.b != nil {
		_ = b.b.Set64(int64(done))
	}
}

// Of moves the bar of a task whose total became known.
func (b bar) Of(done, total int64) {
	if b.b != nil {
		b.b.ChangeMax64(max(total, 1))
		_ = b.b.Set64(done)
	}
}

// Done removes the bar.
func (b bar) Done() {
	if b.b != nil {
		_ = b.b.Finish()
	}
}

// isTerminal reports whether what is written to, or read from, is a terminal.
func isTerminal(to any) bool {
	if o, ok := to.(*outlet); ok {
		to = o.Writer
	}
	f, ok := to.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
