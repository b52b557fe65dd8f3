package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/index"
)

func (p *program) importCommand() *cobra.Command {
	var dryRun, partial bool
	var rejects string
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: p.say("从 CSV 或 JSON Lines 文件导入事项", "record the facts of CSV or JSON Lines files"),
		Long: p.say(
			"导入文件的列名就是事项的字段名，另加 type 列；用 events --types 查看。\n文件有一处错误就一条也不记（除非 --partial），并一次列出全部错误。\n检查之后、记入之前，别人的登记若使其中几条不成立，只拒绝这几条并列出行号，其余照记。\n同一文件可以重复导入：已记的事项不会再记。CSV 可为 UTF-8 或 GBK。\n几个文件依次导入；遇到有错误的文件即停，它之前的文件已经记入。",
			"The columns of a file are the fields of the facts, and a type column; see events --types.\nA file with one fault is not recorded at all (unless --partial), and all its faults are listed.\nOthers may record something between the check and the recording, and some facts become wrong. Those are refused, with\ntheir lines, and the rest is recorded.\nA file may be imported again: facts that stand already change nothing. CSV may be UTF-8 or GBK.\nSeveral files are taken one after another; the first with a fault stops, those before it are recorded."),
		Example: "  fundledger import facts.csv\n  fundledger import --dry-run facts.csv\n  fundledger import --partial facts.csv",
		Args:    p.arguments("FILE", 1, -1),
		RunE: func(cmd *cobra.Command, files []string) error {
			if rejects != "" && (!partial || len(files) > 1) {
				return fault.Input("--rejects 要和 --partial、单个文件一起用", "--rejects goes with --partial and one file")
			}
			var key []byte
			if slices.ContainsFunc(files, func(file string) bool { return !office.IsHistory(file) }) { // a history has pseudonyms only
				var err error
				if key, err = p.ReadPersonKey(); err != nil {
					return err
				}
			}
			return p.With(func(s store.Store) error {
				for len(files) > 0 {
					if office.IsHistory(files[0]) {
						if err := p.importHistory(cmd.Context(), s, files[0], dryRun); err != nil {
							return err
						}
						files = files[1:]
						continue
					}
					n := 1
					for !dryRun && !partial && n < len(files) && !office.IsHistory(files[n]) {
						n++
					}
					o := importer.Options{PersonKey: key, DryRun: dryRun, Partial: partial, Rejects: rejects}
					err := p.WithIndex(cmd.Context(), s, func(ix *index.Index) error {
						o.Index = ix
						return p.importFiles(cmd.Context(), s, o, files[:n])
					})
					if err != nil {
						return err
					}
					files = files[n:]
				}
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, p.say("只检查，不写入", "check only, write nothing"))
	cmd.Flags().BoolVar(&partial, "partial", false, p.say("记入无误的行，其余写入退回文件", "record the good rows, put the others into a rejects file"))
	cmd.Flags().StringVar(&rejects, "rejects", "", p.say("退回文件（默认 FILE.rejects.csv）", "the rejects file (default FILE.rejects.csv)"))
	return cmd
}

// faultsTold is how many faults of a file are printed: of a million nobody reads the rest,
// and a terminal takes minutes to show them.
const faultsTold = 1000

// importFiles imports files one after another and prints their faults and summaries.
func (p *program) importFiles(ctx context.Context, s store.Store, o importer.Options, files []string) error {
	defer boundMemory()()
	if ext := filepath.Ext(files[0]); o.Partial && o.Rejects == "" {
		o.Rejects = strings.TrimSuffix(files[0], ext) + ".rejects" + ext
	}
	var b bar
	o.Scratch, o.Lang = p.Folder, p.lang
	faults := 0
	o.Fault = func(f rows.Fault) {
		if faults++; faults <= faultsTold {
			fmt.Fprintln(p.err, f.In(p.lang))
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
	void := p.Voids(s)
	// The name of a file may say who somebody is, so it stays out of the log.
	envelope := func(digest string) (aggregates.Envelope, error) {
		env, err := p.envelope("import " + digest)
		env.Void = void
		return env, err
	}
	series := importer.NewSeries(s, o, envelope, files...)
	defer series.Close()
	var moves books.Moves
	for range files {
		sum, err := series.Next(ctx)
		b.Done()
		shown = ""
		if faults > faultsTold {
			fmt.Fprintln(p.err, p.say("另有 %d 处问题没有列出；先改上面的再导入，或用 --partial，退回文件里有每一行的问题",
				"%d more faults are not listed; mend those above and import again, or add --partial, whose rejects file has every row", faults-faultsTold))
		}
		faults = 0
		if err != nil {
			faulty := (*importer.FaultyError)(nil)
			switch isFaulty := errors.As(err, &faulty); {
			case isFaulty && faulty.Late:
				err = errors.Join(err, p.printSummary(sum, o))
			case !isFaulty && sum.Written > 0:
				fmt.Fprintln(p.err, p.say("中断前已记入 %d 条；重新导入同一文件即可补全，不会重复", "%d facts were recorded before it stopped; import the same file again to complete it, nothing is doubled", sum.Written))
			}
			return err
		}
		if err := p.printSummary(sum, o); err != nil {
			return err
		}
		if sum.Written > 0 {
			moves.Join(&sum.Moves)
		}
	}
	p.tell(p.Overdrafts(ctx, s, &moves, series.Whole()))
	return nil
}

// importMemory is beyond how many bytes the collector of garbage works harder: what
// an import keeps has bounds of its own, below it, but garbage has none.
const importMemory = 240 << 20

// boundMemory keeps garbage from taking more than importMemory, or than whoever
// runs the program allows, until the function that it returns is called.
func boundMemory() func() {
	before := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(before, importMemory))
	return func() { debug.SetMemoryLimit(before) }
}

// printSummary prints what a clerk ticks off against the paper.
func (p *program) printSummary(sum importer.Summary, o importer.Options) error {
	t := report.Table{
		Key:   "import",
		Title: lang.F("导入 %s", "import of %s", sum.File),
		Columns: []report.Column{
			{Key: "type", Title: lang.Text{EN: "type"}},
			{Key: "title", Title: lang.Text{ZH: "事项类型", EN: "meaning"}},
			{Key: "rows", Title: lang.Text{ZH: "行数", EN: "rows"}},
			{Key: "already", Title: lang.Text{ZH: "其中已入账", EN: "of them recorded before"}},
			{Key: "amount", Title: lang.Text{ZH: "记入金额合计", EN: "sum recorded"}},
		},
	}
	if sum.Repeated > 0 {
		t.Columns = slices.Insert(t.Columns, 4, report.Column{Key: "repeated", Title: lang.Text{ZH: "与本文件前面的行重复", EN: "of them said before in this file"}})
	}
	for _, row := range sum.Types {
		typ, _ := event.TypeOf(row.Type)
		amount := report.Blank(lang.Text{})
		if row.HasMoney {
			amount = report.Amount(row.Amount)
		}
		cells := []report.Cell{report.Text(row.Type), report.Words(typ.Title), report.Count(int64(row.Rows)), report.Count(int64(row.Already)), amount}
		if sum.Repeated > 0 {
			cells = slices.Insert(cells, 4, report.Count(int64(row.Repeated)))
		}
		t.Rows = append(t.Rows, cells)
	}
	if p.lang == lang.ZH { // what a type is called says it all
		t.Columns = t.Columns[1:]
		for i := range t.Rows {
			t.Rows[i] = t.Rows[i][1:]
		}
	}
	if err := t.Write(p.out, report.Plain, report.Style{Lang: p.lang, Unit: money.Yuan}); err != nil {
		return err
	}
	fmt.Fprintln(p.out)
	fmt.Fprintln(p.out, outcome(sum, o).In(p.lang))
	p.printWarnings(sum)
	if sum.Repeated > 0 {
		fmt.Fprintln(p.out, p.say("%s与本文件前面的行完全相同，只记一次：第 %s 行；确为另一笔的，用其自己的凭证号", "%s said before in this file, and recorded once: line %s; if one is another fact, give it a number of its own",
			number(sum.Repeated, "行", "row"), lines(sum)))
	}
	return nil
}

// printWarnings prints what is unusual about rows that were recorded.
func (p *program) printWarnings(sum importer.Summary) {
	for _, w := range sum.Warnings {
		what := office.UndatedTotal()
		if w.Warning != "" {
			what = event.NameOf("warning", w.Warning)
		}
		fmt.Fprintln(p.out, p.say("提示：第 %d 行：%s", "warning: line %d: %s", w.Line, what))
	}
	if more := sum.Warned - len(sum.Warnings); more > 0 {
		fmt.Fprintln(p.out, p.say("提示：另有 %d 行；见 fundledger events --format csv 的 warning 列", "warning: %d more rows; see the column warning of fundledger events --format csv", more))
	}
}

// lines lists the lines of repeated rows.
func lines(sum importer.Summary) string {
	var all []string
	for _, line := range sum.Repeats {
		all = append(all, strconv.Itoa(line))
	}
	text := strings.Join(all, ", ")
	if sum.Repeated > len(sum.Repeats) {
		text += ", …"
	}
	return text
}

// outcome says in words what an import did.
func outcome(sum importer.Summary, o importer.Options) lang.Text {
	recorded, all, rejected := number(sum.Recorded, "条", "fact"), number(sum.Already, "条", "fact"), number(sum.Rejected, "行", "row")
	switch {
	case o.DryRun && sum.Rejected > 0:
		return lang.F("只检查：可记入 %s（%d 条已入账），有错误 %s；未写入", "checked only: %s to record (%d recorded before), %s with faults; nothing was written", recorded, sum.Already, rejected)
	case o.DryRun:
		return lang.F("检查无误，可记入 %s（%d 条已入账）；未写入", "no faults: %s to record (%d recorded before); nothing was written", recorded, sum.Already)
	case sum.Recorded == 0 && sum.Rejected == 0 && sum.Repeated == 0:
		return lang.F("全部 %s此前都已入账，账本没有变化", "all %s were recorded before; the ledger did not change", all)
	case sum.Rejected > 0 && !o.Partial:
		return lang.F("记入 %s；%d 条此前已入账；拒绝 %s，因为其间账本有变", "recorded %s; %d were recorded before; refused %s, because the ledger changed meanwhile", recorded, sum.Already, rejected)
	case sum.Rejected > 0:
		return lang.F("记入 %s；%d 条此前已入账\n退回 %s：%s；改正后导入该文件", "recorded %s; %d were recorded before\nrejected %s: %s; mend that file and import it", recorded, sum.Already, rejected, o.Rejects)
	}
	done := lang.F("记入 %s；%d 条此前已入账", "recorded %s; %d were recorded before", recorded, sum.Already)
	if sum.Late > 0 {
		done = lang.F("%s\n其中 %d 条所属期间已结账，记入其后未结账的日子", "%s\n%d of them belong to a closed period and are booked on the first open day", done, sum.Late)
	}
	return done
}

// number is a number of things, such as "2 facts".
func number(n int, zh, en string) lang.Text { return lang.Count(n, zh, en) }

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

// importHistory imports an exported history, and tells what it is.
func (p *program) importHistory(ctx context.Context, s store.Store, path string, dryRun bool) error {
	done, err := p.ImportHistory(ctx, s, path, dryRun)
	if done.NoDoubles != nil {
		p.tellNoDoubles(done.NoDoubles)
	}
	if done.Register != nil {
		p.tellExceptions(done.Register)
	}
	switch {
	case err != nil:
		return err
	case dryRun:
		fmt.Fprintln(p.out, p.say("历史文件无误：%s，根 %s；未写入", "the history is right: %s, root %s; nothing was written", events(done.Head.Size), done.Head.Root))
		return nil
	case done.Stood > 0:
		fmt.Fprintln(p.out, p.say("账本已有其中 %s", "%s of it stood already", events(done.Stood)))
	}
	fmt.Fprintln(p.out, p.say("已导入历史：%s，根 %s", "imported the history: %s, root %s", events(done.Head.Size), done.Head.Root))
	return nil
}
