package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime/debug"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// Whatever stands in a file, its rows are read, parsed and decided on without a panic; each is
// a fact, or has faults or a refusal of its own; and a fact that was recorded stands already
// when the file is read again. One goroutine does all of it in memory, so that an input covers
// the same lines each time. FuzzImportOfFiles goes the whole way.
func FuzzImport(f *testing.F) {
	const header = "type,document,occurred_on,fund,amount,count,name,institution,region,care,of,reason\n"
	for _, text := range []string{
		header + "fund.established,F,2024-12-31,441300.390,,,x,,,,,\ninstitution.designated,D,2024-12-31,,,,x,H44130200026,441300,,,\n" +
			"reimbursement.paid,R,2025-01-31,441300.390,1.50,1,,H44130200026,,inpatient,,\n" +
			"reimbursement.reversed,RR,2025-02-01,441300.390,0.50,1,,H44130200026,,inpatient,R,\n",
		header, "", "type,document\n",
		header + "fund.established,F,2024-12-31,441300.390,,,x,,,,,\nfund.established,F,2024-12-31,441300.390,,,x,,,,,\n",
		header + "premium.received,P,2025-02-30,441300.390,1e3,,,,,,,\n",
		header + "fund.established,\"F\n1\",2024-12-31,441300.390,,,\"\n",
		"type;document;occurred_on;fund;name\r\nfund.established;F;2024-12-31;441300.all;\xbb\xdd\xd6\xdd\r\n",
		`{"type":"fund.established","document":"F","occurred_on":"2024-12-31","fund":"441300.390","name":"x"}` + "\n",
		`{"type":"statistic.reported","document":"T","occurred_on":"2024-12-31","region":"441300","topic":"a","metric":"b","value":1e3,"unit":"c"}`,
		"fault,type,document,occurred_on,fund,name\nmended,fund.established,F,2024-12-31,441300.610,x\n",
	} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	words := clerk.New()
	key := bytes.Repeat([]byte{7}, 32)
	defer debug.SetGCPercent(debug.SetGCPercent(1000)) // a run leaves little behind
	f.Fuzz(func(t *testing.T, text []byte, json bool) {
		name := map[bool]string{false: "facts.csv", true: "facts.jsonl"}[json]
		var s memory.Store
		first, freed, err := alone(&s, words, name, text, key)
		if err != nil {
			t.Fatal(err)
		}
		if len(first) == 0 || freed {
			return
		}
		again, _, err := alone(&s, words, name, text, key)
		if err != nil {
			t.Fatal(err)
		}
		for line, stood := range first {
			if !again[line] {
				t.Fatalf("line %d was a fact (which stood before: %t), and does not stand the second time", line, stood)
			}
		}
	})
}

// alone records the rows of a file that are facts, one by one. It returns by line whether a
// fact stood before, and whether one was reversed, which frees its number.
func alone(s *memory.Store, words *clerk.Lexicon, name string, text, key []byte) (stood map[int]bool, freed bool, err error) {
	ctx := context.Background()
	file, err := rows.NewReader(name, bytes.NewReader(text), int64(len(text)), words.Field)
	if err != nil {
		return nil, false, err
	}
	desk := aggregates.NewDesk(func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		return ledger.Stream(ctx, s, stream)
	}, fund.DateIn(teller.At))
	desk.Over(func(ctx context.Context) iter.Seq2[ledger.Entry, error] { return ledger.All(ctx, s, 0) })
	stood = map[int]bool{}
	cutter, parser := file.Cutter(), newParser(words, key)
	for {
		block, err := file.NextBlock()
		if errors.Is(err, io.EOF) {
			return stood, freed, nil
		}
		if err != nil {
			return nil, false, err
		}
		for row, faults := range cutter.Rows(block) {
			x := item{row: row, faults: faults}
			if len(faults) > 0 || row.Line == 0 {
				continue
			}
			if parser.parse(&x); len(x.wrong) > 0 || x.total || x.err != nil {
				continue
			}
			decision, err := desk.DecidePrepared(ctx, &x.fact)
			if err != nil {
				if refused := (*refusal.Error)(nil); !errors.As(err, &refused) {
					return nil, false, fmt.Errorf("line %d: %w", row.Line, err)
				}
				continue
			}
			stood[row.Line] = len(decision.Events) == 0
			if stood[row.Line] {
				continue
			}
			a, err := decision.Append(teller)
			if err == nil {
				_, err = s.Append(ctx, a)
			}
			if err != nil {
				return nil, false, fmt.Errorf("line %d: %w", row.Line, err)
			}
			_, reverses := x.fact.Fact().(event.FactReversed)
			freed = freed || reverses
		}
	}
}
