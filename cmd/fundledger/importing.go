package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/store"
)

// importFiles imports files one after another and prints their faults and summaries.
func (p *program) importFiles(ctx context.Context, s store.Store, o importer.Options, files []string) error {
	defer boundMemory(importMemory)()()
	if ext := filepath.Ext(files[0]); o.Partial && o.Rejects == "" {
		o.Rejects = strings.TrimSuffix(files[0], ext) + ".rejects" + ext
	}
	var b bar
	o.Lang = p.lang
	faults := 0
	var marked []rows.Fault
	o.Fault = func(f rows.Fault) {
		if faults++; faults <= faultsTold {
			fmt.Fprintln(p.err, f.In(p.lang))
		}
		if f.Place != "" && len(marked) < faultsMarked {
			marked = append(marked, f)
		}
	}
	shown := ""
	o.Progress = func(path string, _ importer.Stage, done, total int64) {
		if path != shown {
			b.Done()
			b, shown = p.progress(filepath.Base(path), 1), path
		}
		b.Of(done, total)
	}
	o.Waiting = p.waiting
	at := 0
	overdrafts, err := p.Import(ctx, s, by(), o, files, func(sum importer.Summary, err error) error {
		b.Done()
		shown = ""
		file := files[at]
		at++
		if faults > faultsTold {
			fmt.Fprintln(p.err, p.say("另有 %d 处问题没有列出；先改上面的再导入，或用 --partial，退回文件里有每一行的问题",
				"not listed: %d more; mend those above and import again, or add --partial, whose rejects file has every row", faults-faultsTold))
		}
		faults = 0
		if len(marked) > 0 && !o.DryRun && (o.Foreign == nil || len(o.Foreign.Personal) == 0) { // else the copy would have names in it
			p.mark(file, marked)
			marked = nil
		}
		if err != nil {
			p.printNotes(p.err, sum)
			faulty := (*importer.FaultyError)(nil)
			switch isFaulty := errors.As(err, &faulty); {
			case isFaulty && faulty.Late:
				err = errors.Join(err, p.printSummary(sum, o))
			case !isFaulty && sum.Written > 0:
				fmt.Fprintln(p.err, p.say("中断前已记入 %d 条；重新导入同一文件即可补全，不会重复", "recorded before it stopped: %d; import the same file again to complete it, nothing is doubled", sum.Written))
			}
			return err
		}
		return p.printSummary(sum, o)
	})
	if err == nil {
		p.tell(overdrafts)
	}
	return err
}

// importMemory is beyond how many bytes the collector of garbage works harder: what
// an import keeps has bounds of its own, below it, but garbage has none.
const importMemory = 240 << 20

// viewsMemory is that of the making of all views: of a city's sixty million facts they keep half of it.
const viewsMemory = 400 << 20

// boundMemory returns what keeps garbage from taking memory beyond so many bytes, or than whoever
// runs the program allows, until the function that it returns is called.
func boundMemory(most int64) func() (end func()) {
	return func() func() {
		before := debug.SetMemoryLimit(-1)
		debug.SetMemoryLimit(min(before, most))
		return func() { debug.SetMemoryLimit(before) }
	}
}

// toldEvery is how often whoever waits for another import is told that it goes on.
const toldEvery = 30 * time.Second

// waiting tells that another import is waited for.
func (p *program) waiting(waited time.Duration) {
	switch {
	case waited == 0:
		fmt.Fprintln(p.err, p.say("这本账正在导入别的文件；等它结束后接着导入（Ctrl-C 取消）", "another import into this ledger is running; this one goes on when it ends (Ctrl-C to cancel)"))
	case waited%toldEvery == 0:
		fmt.Fprintln(p.err, p.say("还在等另一个导入结束，已等 %d 秒", "still waiting for the other import, for %d seconds now", int(waited.Seconds())))
	}
}

// faultsTold is how many faults of a file are printed: of a million nobody reads the rest,
// and a terminal takes minutes to show them.
const faultsTold = 1000
