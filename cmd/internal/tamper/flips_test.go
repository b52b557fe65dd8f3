package tamper

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

// flipFlags choose what TestFlippedBits does: by hand, all 10,000 flips with
//
//	go test ./cmd/internal/tamper -run FlippedBits -flips 10000
type flipFlags struct{ flips, size, seed *int }

var flipFlag = flipFlags{
	flips: flag.Int("flips", 30, "how many single bits TestFlippedBits flips; 100 in .ci/run"),
	size:  flag.Int("flipsize", 700, "how many events the ledger has whose bits are flipped"),
	seed:  flag.Int("flipseed", 5, "seed of the bits that are flipped"),
}

// TestFlippedBits flips single bits of a closed ledger's file. Each is found by
// opening or by verify, or it is harmless: then the ledger opens and every answer
// is the same, byte for byte: every event in total order, every event of every
// stream, the tree, and what verify says. Where the bit lies tells why.
func TestFlippedBits(t *testing.T) {
	dir := t.TempDir()
	newLedger(t, dir, *flipFlag.size, nil)
	file, err := os.ReadFile(filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	want, found, err := answers(dir)
	if err != nil || found {
		t.Fatal(found, err)
	}
	layout := newLayout(t, file)
	t.Logf("%d flips, seed %d, in %d events on %d pages: %v", *flipFlag.flips, *flipFlag.seed, *flipFlag.size, len(layout.pages), layout.kinds())

	bits := make(chan int)
	var mu sync.Mutex
	count := map[string]int{}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			dir := t.TempDir()
			for bit := range bits {
				where := layout.at(bit / 8)
				what := fmt.Sprintf("bit %d of byte %d (%s)", bit%8, bit/8, where)
				damaged := slices.Clone(file)
				damaged[bit/8] ^= 1 << (bit % 8)
				why := where.why(file[bit/8], bit%8)
				outcome := "harmless: " + where.kind + ": " + why
				got, found, err := try(dir, damaged)
				switch {
				case found:
					outcome = "found: " + where.kind
				case err != nil:
					t.Errorf("%s: not found by verify, but: %v", what, err)
				case !bytes.Equal(got, want):
					t.Errorf("%s: not found, and the answers are others", what)
				case why == "":
					t.Errorf("%s: not found, and the table of reasons does not say why it is harmless", what)
				}
				mu.Lock()
				count[outcome]++
				mu.Unlock()
			}
		})
	}
	if !testing.Short() && *flipFlag.flips >= headerBits {
		for bit := range headerBits {
			bits <- bit
		}
	}
	random := rand.New(rand.NewPCG(uint64(*flipFlag.seed), 0))
	for range *flipFlag.flips {
		bits <- random.IntN(len(file) * 8)
	}
	close(bits)
	workers.Wait()
	for _, outcome := range slices.Sorted(maps.Keys(count)) {
		t.Logf("%6d %s", count[outcome], outcome)
	}
}

// headerBits are the bits of the file's header, each of which is flipped when
// there is time for it.
const headerBits = 800

// try puts a file into a directory and returns what answers does.
func try(dir string, file []byte) (all []byte, found bool, err error) {
	path := filepath.Join(dir, sqlite.FileName)
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		if err := os.RemoveAll(path + beside); err != nil {
			return nil, false, err
		}
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return nil, false, err
	}
	return answers(dir)
}

// answers returns all that a ledger answers, or whether opening or verifying it
// says that it is damaged. An error is one that neither says.
func answers(dir string) (all []byte, found bool, err error) {
	s, err := sqlite.Open(dir)
	if err != nil {
		return nil, true, nil
	}
	defer func() {
		if closed := s.Close(); !found {
			err = errors.Join(err, closed)
		}
	}()
	ctx := context.Background()
	r, err := everyWay(s, func() verify.Options {
		o := options()
		o.Sizes = []int64{100, 500}
		return o
	})
	if err != nil {
		return nil, true, nil
	}
	all = fmt.Appendf(all, "%v %v %d %v %v\n", r.Head, r.Roots, r.Streams, r.First, r.Last)
	kept, err := s.Tree(ctx)
	if err != nil {
		return nil, false, err
	}
	all = fmt.Appendf(all, "%v\n", kept)
	var streams []string
	for r, err := range s.All(ctx, 0) {
		if err != nil {
			return nil, false, err
		}
		if r.Revision == 0 {
			streams = append(streams, r.Stream)
		}
		all = append(r.AppendLine(all), '\n')
	}
	for _, stream := range streams {
		for r, err := range s.Stream(ctx, stream, 0) {
			if err != nil {
				return nil, false, err
			}
			all = append(r.AppendLine(all), '\n')
		}
	}
	return all, false, nil
}
