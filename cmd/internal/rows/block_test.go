package rows

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// readBlocks reads all rows block by block, of blocks of a size in bytes.
func readBlocks(t testing.TB, r *Reader, size int) []read {
	t.Helper()
	r.block = size
	var all []read
	cutter := r.Cutter()
	before := int64(0)
	for {
		b, err := r.NextBlock()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if b.Read() < before || b.Read() > r.Size() {
			t.Fatalf("a block ends at %d of %d, the one before at %d", b.Read(), r.Size(), before)
		}
		if b.Rows() > blockLines {
			t.Fatalf("a block of %d rows", b.Rows())
		}
		before = b.Read()
		for row, faults := range cutter.Rows(b) {
			all = append(all, read{row, faults})
		}
	}
}

// whole is everything that a row says.
func whole(a read) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %v %q:", a.row.Line, a.row.lost, a.row.withoutFault())
	a.row.Each(func(name, text string) bool {
		again, _ := a.row.Get(name)
		fmt.Fprintf(&b, " %s=%q=%q@%d", name, text, again, a.row.LineOf(name))
		return true
	})
	if a.row.src != nil {
		fmt.Fprintf(&b, " %d %v", a.row.count(), a.row.Fault("a"))
	}
	return b.String() + fmt.Sprintf(" %v", a.faults)
}

func sameRows(t testing.TB, name, content string, size int) {
	t.Helper()
	want, got := readAll(t, open(t, name, content)), readBlocks(t, open(t, name, content), size)
	if len(got) != len(want) {
		t.Fatalf("%q in blocks of %d: %d rows, want %d", content, size, len(got), len(want))
	}
	for i := range want {
		if g, w := whole(got[i]), whole(want[i]); g != w {
			t.Fatalf("%q in blocks of %d: row %d is\n%s\nwant\n%s", content, size, i, g, w)
		}
	}
}

// pieces is what files are made of: what is plain, and everything that is not.
var pieces = []string{
	"1,2,3\n", "4,5,6\n", "7,8,9\r\n", "张,三,\n", " 1,2\t,　3　\n", "\n", "\r\n", ",,\n", "　,,\n", " ,,\n", "　,1,\n",
	"\"1\n2\",3,4\n", "\"x,y\",,\n", "1,2\n", "1,2,3,4\n", "\"open,2,3\n", "1\r2,3,4\n", "a\x00,b,c\n", "\ufffd,b,c\n", "\xff\xfe,b,c\n", "1,2,3",
	"\x1a", "\x1a\n", "1,2,3\x1a\n", "=1+1,'=1,-2\n",
	"{\"a\":1,\"b\":\"x\"}\n", "{\"a\":", "x\n",
}

// Whatever stands in a file, its blocks hold the rows that Next returns.
func TestBlocksAreRows(t *testing.T) {
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 6))
		var b strings.Builder
		b.WriteString([]string{"a,b,c\n", "a,fault,c\n", "\"a\",b,c\r\n", "a,b,b\n", utf8Mark + "a,b,c\n", ""}[random.IntN(6)])
		usual := len(pieces)
		if seed%2 == 0 {
			usual = 5
		}
		for range random.IntN(60) {
			b.WriteString(pieces[random.IntN(usual)])
		}
		name := []string{"a.csv", "a.jsonl"}[random.IntN(2)]
		sameRows(t, name, b.String(), []int{16, 40, 200, blockBytes}[random.IntN(4)])
	}
}

// A block of short lines ends where a block of usual ones does.
func TestShortLinesInBlocks(t *testing.T) {
	for _, n := range []int{blockLines - 1, blockLines, blockLines + 1, 3*blockLines + 5, blockBytes} {
		sameRows(t, "a.csv", "type,document\n"+strings.Repeat("x\n", n), blockBytes)
		sameRows(t, "a.csv", "type,document\n"+strings.Repeat("\n", n)+"x,y\n", blockBytes)
	}
}

// Lines at the limits of blocks and of rows.
func TestLongLinesInBlocks(t *testing.T) {
	for _, n := range []int{blockBytes - 8, blockBytes - 4, blockBytes, maxRow - 8, maxRow, maxRow + 1, maxLine, maxLine + 5} {
		content := "a,b,c\n1,2,3\n" + strings.Repeat("x", n) + ",2,3\n4,5,6\n"
		sameRows(t, "a.csv", content, blockBytes)
		sameRows(t, "a.csv", content, maxLine)
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add(true, 16, strings.Join(pieces, ""))
	f.Add(false, 64, "a,b,c\n"+strings.Join(pieces, ""))
	f.Fuzz(func(t *testing.T, json bool, size int, content string) {
		sameRows(t, map[bool]string{false: "a.csv", true: "a.jsonl"}[json], content, 16+size&0xfff)
	})
}

// benchmarkFile is a file of n payments.
func benchmarkFile(n int) string {
	var b strings.Builder
	b.WriteString("type,document,occurred_on,fund,institution,person,amount,care\n")
	for i := range n {
		fmt.Fprintf(&b, "reimbursement.paid,R%09d,2025-%02d-%02d,441300.390,H44130200026,%032x,%d.%02d,inpatient\n", i, 1+i%12, 1+i%28, i, i%3000, i%100)
	}
	return b.String()
}

func BenchmarkRows(b *testing.B) {
	const n = 20_000
	content := benchmarkFile(n)
	for _, way := range []string{"one by one", "blocks", "cut only"} {
		b.Run(way, func(b *testing.B) {
			for b.Loop() {
				r := open(b, "a.csv", content)
				rows, err := 0, error(nil)
				cutter := r.Cutter()
				for err == nil {
					var block Block
					switch way {
					case "one by one":
						_, _, err = r.Next()
						rows++
						continue
					case "blocks":
						block, err = r.NextBlock()
						for range cutter.Rows(block) {
							rows++
						}
					default:
						_, err = r.NextBlock()
					}
				}
				if !errors.Is(err, io.EOF) || rows != n && rows != n+1 && rows != 0 {
					b.Fatal(rows, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
		})
	}
}
