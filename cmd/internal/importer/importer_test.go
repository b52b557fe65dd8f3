package importer_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// Every fact is recorded once, each stream in the order of the file; what the
// import says it did is what stands; a second import records nothing.
func TestImport(t *testing.T) {
	const n = 24_000 // more than is sealed in one append
	text := facts(n)
	path := write(t, "facts.csv", text)
	var s memory.Store
	o := options(t, path)
	var checked, recorded []int64
	o.Progress = func(_ string, stage importer.Stage, done, total int64) {
		if done > total {
			t.Errorf("stage %d: %d of %d", stage, done, total)
		}
		if stage == importer.Checking {
			checked = append(checked, done)
		} else {
			recorded = append(recorded, done)
		}
	}
	sum, err := importer.Import(context.Background(), &s, o)
	total := strings.Count(text, "\n") - 1
	if err != nil || sum.Rows != total || sum.Recorded != total || sum.Written != int64(total) || sum.Already+sum.Rejected != 0 {
		t.Fatalf("%+v, %v; want %d facts", sum, err, total)
	}
	if !slices.IsSorted(checked) || !slices.IsSorted(recorded) || len(recorded) < 1 || recorded[len(recorded)-1] != int64(total) {
		t.Errorf("progress: %d steps of checking, recording %v", len(checked), recorded)
	}
	byType := 0
	for _, typ := range sum.Types {
		byType += typ.Rows
		if typ.Type == "clawback.received" && typ.Amount.String() != "479952.00" {
			t.Errorf("clawbacks received: %s", typ.Amount)
		}
	}
	if byType != total || !slices.IsSortedFunc(sum.Types, func(a, b importer.TypeTotal) int { return strings.Compare(a.Type, b.Type) }) {
		t.Errorf("totals per type: %+v", sum.Types)
	}

	lines := inFile(text)
	for stream, held := range history(t, &s) {
		last := -1
		for _, line := range held {
			at, ok := lines[documentIn(t, line)]
			if !ok || at < last {
				t.Fatalf("%s: %s stands out of the order of the file", stream, line)
			}
			last = at
			delete(lines, documentIn(t, line))
		}
	}
	if len(lines) != 0 {
		t.Errorf("%d facts were not recorded", len(lines))
	}

	before := history(t, &s)
	sum, err = importer.Import(context.Background(), &s, o)
	if err != nil || sum.Recorded != 0 || sum.Written != 0 || sum.Already != total {
		t.Errorf("the second time: %+v, %v", sum, err)
	}
	if after := history(t, &s); len(after) != len(before) {
		t.Errorf("%d streams became %d", len(before), len(after))
	}
	empty(t, o.Scratch)
}

// inFile returns the line of every fact by type and document.
func inFile(text string) map[string]int {
	lines := map[string]int{}
	for i, line := range strings.Split(text, "\n")[1:] {
		if cells := strings.SplitN(line, ",", 3); len(cells) == 3 {
			lines[cells[0]+" "+cells[1]] = i
		}
	}
	return lines
}

// documentIn returns the type and document of a line of history.
func documentIn(t *testing.T, line string) string {
	t.Helper()
	wire, data, _ := strings.Cut(line, " ")
	e, err := event.Decode(wire, 1, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return wire + " " + e.Common().Document
}

// empty fails the test if an import left anything but its lock and what was there.
func empty(t testing.TB, scratch string, there ...string) {
	t.Helper()
	left, err := os.ReadDir(scratch)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if entry.Name() != "import.lock" && !slices.Contains(there, entry.Name()) {
			t.Errorf("the import left %s", entry.Name())
		}
	}
}

// Wherever the disk fails, what was recorded stands, and the same import
// completes it without a doubled fact.
func TestImportAfterTheDiskFailed(t *testing.T) {
	path := write(t, "facts.csv", facts(24))
	var whole memory.Store
	counting := &failing{Store: &whole, left: 1 << 30}
	if _, err := importer.Import(context.Background(), counting, options(t, path)); err != nil {
		t.Fatal(err)
	}
	appends := 1<<30 - counting.left
	if appends < 20 {
		t.Fatalf("only %d appends: nothing much to fail at", appends)
	}
	for at := range appends {
		for _, silently := range []bool{false, true} {
			var s memory.Store
			o := options(t, path)
			sum, err := importer.Import(context.Background(), &failing{Store: &s, left: at, silently: silently}, o)
			if !errors.Is(err, errDisk) || sum.Rejected != 0 {
				t.Fatalf("append %d: %+v, %v", at, sum, err)
			}
			stands := count(t, &s)
			if !silently && sum.Written != int64(stands) {
				t.Fatalf("append %d: says that %d facts were recorded, %d stand", at, sum.Written, stands)
			}
			sum, err = importer.Import(context.Background(), &s, o)
			if err != nil || sum.Already != stands {
				t.Fatalf("append %d, again: %+v, %v; %d stood", at, sum, err, stands)
			}
			same(t, &s, &whole)
			empty(t, o.Scratch)
		}
	}
}

// Wherever the disk fails while a file of a series is recorded, the files before it
// stand, nothing of those after it does, but what was written with it by a disk that says
// that it has not; and the same series completes it.
func TestSeriesAfterTheDiskFailed(t *testing.T) {
	ctx := context.Background()
	all := strings.SplitAfter(strings.TrimPrefix(facts(24), header), "\n")
	var paths []string
	var files []map[string]int
	for part := range slices.Chunk(all, 11) {
		text := header + strings.Join(part, "")
		paths, files = append(paths, write(t, "facts.csv", text)), append(files, inFile(text))
	}
	next := func(s store.Store) (file int, err error) {
		o := options(t, "")
		x := importer.NewSeries(s, o, func(string) (aggregates.Envelope, error) { return o.Envelope, nil }, paths...)
		defer x.Close()
		for file = range paths {
			if _, err = x.Next(ctx); err != nil {
				return file, err
			}
		}
		return len(paths), nil
	}
	var whole memory.Store
	counting := &failing{Store: &whole, left: 1 << 30}
	if _, err := next(counting); err != nil {
		t.Fatal(err)
	}
	appends := 1<<30 - counting.left
	if len(paths) < 3 || appends < 20 {
		t.Fatalf("%d files, %d appends: nothing much to fail at", len(paths), appends)
	}
	for at := range appends {
		for _, silently := range []bool{false, true} {
			var s memory.Store
			failed, err := next(&failing{Store: &s, left: at, silently: silently})
			if !errors.Is(err, errDisk) {
				t.Fatalf("append %d: file %d, %v", at, failed, err)
			}
			stands := map[string]bool{}
			for _, held := range history(t, &s) {
				for _, line := range held {
					stands[documentIn(t, line)] = true
				}
			}
			for n, file := range files {
				for document := range file {
					if n < failed && !stands[document] || n > failed && stands[document] && !silently {
						t.Fatalf("append %d failed in file %d; of file %d %s: %v", at, failed, n, document, stands[document])
					}
				}
			}
			if n, err := next(&s); err != nil {
				t.Fatalf("append %d, again: file %d, %v", at, n, err)
			}
			same(t, &s, &whole)
		}
	}
}

// Two programs that record at once: what the other has made wrong is refused when it is
// recorded, with its line, and the rest of the file goes in.
func TestImportMeetsAnother(t *testing.T) {
	path := write(t, "facts.csv", facts(20))
	var once memory.Store
	o := options(t, path)
	if _, err := importer.Import(context.Background(), &once, o); err != nil {
		t.Fatal(err)
	}
	var other store.Append // the same first fact, recorded by another
	for r, err := range once.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		other = store.Append{
			Stream: r.Stream, Expected: store.NoStream, RecordedAt: r.RecordedAt, Actor: "other",
			Events: []store.Event{{Type: "fund.established", Version: 1, Data: []byte(`{"document":"F-0","fund":"441300.390","name":"mine","occurred_on":"2024-12-31"}`)}},
		}
		break
	}
	var s memory.Store
	lines := told(&o)
	sum, err := importer.Import(context.Background(), &meeting{Store: &s, other: other}, o)
	if faulty := (*importer.FaultyError)(nil); !errors.As(err, &faulty) || faulty.BadInput || !faulty.Late || faulty.Faults != 1 {
		t.Fatalf("%v, want a refusal: the books are the other's now", err)
	}
	if len(*lines) != 1 || !strings.Contains((*lines)[0], `established already as "mine"`) || !strings.HasPrefix((*lines)[0], "2: ") {
		t.Errorf("told: %q", *lines)
	}
	if sum.Rejected != 1 || sum.Recorded != sum.Rows-1 || int(sum.Written) != sum.Rows-1 || len(history(t, &s)) != len(history(t, &once)) {
		t.Errorf("%+v, and %d streams; want all of the file but one fact, and the other's", sum, len(history(t, &s)))
	}
}

// An import that is cancelled records nothing and leaves nothing behind.
func TestImportCancelled(t *testing.T) {
	o := options(t, write(t, "facts.csv", facts(3000)))
	ctx, cancel := context.WithCancel(context.Background())
	o.Progress = func(string, importer.Stage, int64, int64) { cancel() }
	o.Partial, o.Rejects = true, filepath.Join(t.TempDir(), "rejects.csv")
	var s memory.Store
	if _, err := importer.Import(ctx, &s, o); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if held := history(t, &s); len(held) != 0 {
		t.Errorf("%d streams were recorded", len(held))
	}
	empty(t, o.Scratch)
}

// The good rows are recorded, the others can be mended and imported; together
// they are what a file without faults would have been.
func TestPartial(t *testing.T) {
	good := facts(10)
	bad := strings.NewReplacer(",441300.390,,H44130200026,10000,", ",441300.399,,H44130200026,10000,", ",99.99,", ",99.999,").Replace(good)
	path := write(t, "facts.csv", bad)
	o := options(t, path)
	o.Partial, o.Rejects = true, filepath.Join(filepath.Dir(path), "rejects.csv")
	lines := told(&o)
	var s, whole memory.Store
	sum, err := importer.Import(context.Background(), &s, o)
	if err != nil || sum.Rejected != 3 || len(*lines) != 3 || sum.Recorded != sum.Rows-3 {
		t.Fatalf("%+v, %v, %q", sum, err, *lines)
	}
	rejected, err := os.ReadFile(o.Rejects)
	if err != nil {
		t.Fatal(err)
	}
	mended := strings.NewReplacer("441300.399", "441300.390", "99.999", "99.99").Replace(string(rejected))
	if err := os.WriteFile(o.Rejects, []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	if sum, err := importer.Import(context.Background(), &s, options(t, o.Rejects)); err != nil || sum.Recorded != 3 {
		t.Fatalf("mended: %+v, %v", sum, err)
	}
	if _, err := importer.Import(context.Background(), &whole, options(t, write(t, "good.csv", good))); err != nil {
		t.Fatal(err)
	}
	if got, want := count(t, &s), count(t, &whole); got != want {
		t.Errorf("%d facts, want %d", got, want)
	}
}

// A rejects file is there only if the import got through.
func TestRejectsOfAFailedImport(t *testing.T) {
	bad := strings.Replace(facts(10), ",441300.390,,H44130200026,10000,", ",441300.399,,H44130200026,10000,", 1)
	o := options(t, write(t, "facts.csv", bad))
	o.Partial, o.Rejects = true, filepath.Join(t.TempDir(), "rejects.csv")
	var s memory.Store
	if _, err := importer.Import(context.Background(), &failing{Store: &s, left: 3}, o); !errors.Is(err, errDisk) {
		t.Fatal(err)
	}
	if _, err := os.Stat(o.Rejects); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("the rejects of a failed import: %v", err)
	}
	if _, err := importer.Import(context.Background(), &s, o); err != nil {
		t.Fatal(err)
	}
	lines := told(&o)
	if _, err := importer.Import(context.Background(), &s, o); !errors.Is(err, fs.ErrExist) || len(*lines) != 0 {
		t.Errorf("rejects that are there: %v, told %q", err, *lines)
	}
}

// Who somebody is, is not repeated to the screen or to a log.
func TestPrivateCellsAreNotRepeated(t *testing.T) {
	o := options(t, write(t, "facts.csv", header+
		"reimbursement.paid,R-1,2025-01-01,441300.390,,,张三,1,,,inpatient,,\n"+
		"reimbursement.paid,R-2,2025-01-01,441300.390,,,11010519491231002X,1,,,inpatient,,\n"+
		"fund.established,11010519491231002X,2025-01-01,441300.390,,,,,,,,,x\n"))
	lines := told(&o)
	if _, err := importer.Import(context.Background(), new(memory.Store), o); err == nil || len(*lines) != 3 {
		t.Fatalf("%v, %q", err, *lines)
	}
	if all := strings.Join(*lines, "\n"); strings.Contains(all, "张三") || strings.Contains(all, "11010519491231002X") {
		t.Errorf("told:\n%s", all)
	}
	number := "44130000000000000001"
	if p, why, _ := importer.Person(make([]byte, fund.KeySize), number); !why.IsZero() || !p.Valid() || string(p) == number {
		t.Errorf("%s became %s, %v", number, p, why)
	}
}
