package importer

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// A desk that forgets every stream at once reads each one again: what the ledger
// holds, then what is staged, at the revisions that it will have. So it decides
// as a desk that remembers.
func TestStagedStreamsAreReadBack(t *testing.T) {
	head := "type,document,occurred_on,fund,amount,case,channel,region,institution,care,paid_year,name\n" +
		"fund.established,F-1,2024-12-31,441300.390,,,,,,,,resident\n" +
		"institution.designated,D-1,2024-12-31,,,,,441300,H44130200026,,,hospital\n"
	var first, second strings.Builder
	for i := range 40 {
		to := &first
		if i >= 20 {
			to = &second
		}
		fmt.Fprintf(to, "clawback.ordered,C-%d,2025-01-%02d,441300.390,10,one,inspection,,H44130200026,,,\n", i, 1+i%28)
		fmt.Fprintf(to, "clawback.received,B-%d,2025-02-%02d,441300.390,10,one,inspection,,H44130200026,,2024,\n", i, 1+i%28)
		fmt.Fprintf(to, "reimbursement.paid,R-%d,2025-01-%02d,441300.390,10,,,,H44130200026,inpatient,,\n", i, 1+i%28)
	}
	excess := "clawback.received,B-99,2025-03-01,441300.390,0.01,one,inspection,,H44130200026,,2024,\n"
	again := "clawback.ordered,C-30,2025-01-03,441300.390,10,one,inspection,,H44130200026,,,\n"
	var s memory.Store
	if refused, already := forgetful(t, &s, head+first.String()); refused != 0 || already != 0 {
		t.Fatalf("the first half: %d refused, %d stood", refused, already)
	}
	if refused, already := forgetful(t, &s, head+second.String()+excess+again); refused != 1 || already != 3 {
		t.Errorf("the second half: %d refused, %d stood; want 1 beyond what was ordered, 3 recorded before", refused, already)
	}
	revision := int64(-1)
	for r, err := range s.Stream(context.Background(), "enforcement-441300.one", 0) {
		if revision++; err != nil || int64(r.Revision) != revision {
			t.Fatalf("revision %d: %v, %v", revision, r, err)
		}
	}
	if revision != 79 {
		t.Errorf("the case ends at revision %d, want 79", revision)
	}
}

// forgetful imports a file with a desk that keeps nothing, and returns how many
// rows were refused and how many stood already.
func forgetful(t *testing.T, s *memory.Store, text string) (refused, already int) {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	path := filepath.Join(dir, "facts.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	env := aggregates.Envelope{At: time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC), Actor: "clerk"}
	x := NewSeries(s, Options{Scratch: dir}, always(&env), path)
	defer x.Close()
	b, _ := x.parsed.Take()
	if _, err := x.begin(ctx, env); err != nil {
		t.Fatal(err)
	}
	i := run{Series: x, path: path, file: b.file, env: env, telling: &telling{}}
	for ; b.err == nil; b, _ = x.parsed.Take() {
		for at := range b.items {
			i.desk = aggregates.NewDesk(x.read, fund.NewDate(2026, 1, 15))
			if err := i.take(ctx, &b.items[at]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !errors.Is(b.err, io.EOF) {
		t.Fatal(b.err)
	}
	if err := x.stage.settleAll(); err != nil {
		t.Fatal(err)
	}
	if err := x.stage.recording(x.stage.sheet, &i).all(ctx); err != nil {
		t.Fatal(err)
	}
	return i.sum.Rejected, i.sum.Already + i.sum.Repeated
}

// Whatever bytes a staging file has, reading an append from it does not panic, needs
// no more room than the file, and gives back what was written there.
func FuzzReadFrame(f *testing.F) {
	sealer, err := sqlite.NewSealer()
	if err != nil {
		f.Fatal(err)
	}
	defer sealer.Close()
	a := teller.Append("limit-441300", 7)
	a.Events = []store.Event{{Type: "limit.set", Version: 1, Data: []byte("{}")}, {Type: "limit.set", Version: 1, Data: []byte("{}")}}
	x, err := sealer.Seal(a)
	if err != nil {
		f.Fatal(err)
	}
	body := append(x.AppendTo(nil), "\x02\x00\x03\x00"...) // of two facts, on lines 2 and 3
	whole := append(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint64(nil, 12), uint32(len(body))), body...)
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add(append(whole, 0))
	f.Add([]byte("123456789012"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		x, before, length, err := readFrame(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		again := binary.LittleEndian.AppendUint64(nil, uint64(before))
		again = binary.LittleEndian.AppendUint32(again, uint32(length-frameBytes))
		again = append(x.AppendTo(again), x.notes...)
		if _, err := sealer.Open(x.Sealed); err == nil && !bytes.Equal(again, file[:length]) {
			t.Fatalf("%x was read, and is written as %x", file, again)
		}
	})
}
