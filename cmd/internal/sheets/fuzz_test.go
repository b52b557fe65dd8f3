package sheets

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// known is every error that reading a workbook may end with.
func known(err error) bool {
	for _, one := range []error{io.EOF, ErrOld, ErrPassword, ErrNoBook, ErrNoZip, ErrPath, ErrOpenSheet, ErrBroken, ErrTooLarge} {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

// drain reads a workbook to its end, and returns how that ended.
func drain(data []byte) (rows int, err error) {
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, err
	}
	for _, s := range b.Sheets {
		r, err := b.Open(s)
		if err != nil {
			return rows, err
		}
		last := 0
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return rows, err
			}
			if row.Number <= last {
				return rows, fmt.Errorf("row %d after %d", row.Number, last)
			}
			for i, c := range row.Cells {
				if i > 0 && c.Column <= row.Cells[i-1].Column || c.Column >= mostColumns {
					return rows, fmt.Errorf("row %d: column %d", row.Number, c.Column)
				}
			}
			last = row.Number
			rows++
		}
	}
	return rows, io.EOF
}

// FuzzOpen opens files of any bytes.
func FuzzOpen(f *testing.F) {
	f.Add(bookOf(f, `<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`))
	f.Add([]byte(cfb))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := drain(data); !known(err) {
			t.Fatal(err)
		}
	})
}

// FuzzSheet reads sheets, texts and formats of any bytes in a workbook that is whole otherwise.
func FuzzSheet(f *testing.F) {
	f.Add(`<sheetData><row r="1"><c r="A1" s="0"><v>1</v></c><c t="s"><v>0</v></c></row></sheetData>`, `<sst><si><t>a</t></si></sst>`, `<cellXfs><xf numFmtId="14"/></cellXfs>`)
	f.Add(`<row><c t="inlineStr"><is><t>&#x4e00;</t></is></c></row><mergeCell ref="A1:B2"/>`, `<si><rPh/></si>`, `<numFmt numFmtId="176" formatCode="[h"/>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		if _, err := drain(bookOf(t, sheet, "xl/sharedStrings.xml", texts, "xl/styles.xml", styles)); !known(err) {
			t.Fatal(err)
		}
	})
}

// What another program writes at random comes back.
func TestRoundTrip(t *testing.T) {
	const seed = 7
	random := rand.New(rand.NewPCG(seed, seed))
	alphabet := []rune("医保 基金<>&\"'0123\n\tＡé😀")
	for round := range 20 {
		f := excelize.NewFile()
		var want []string
		for row := 1; row <= 30; row++ {
			line := ""
			for column := range 8 {
				name := fmt.Sprintf("%s%d", Letters(column), row)
				switch random.IntN(4) {
				case 0:
					text := "t"
					for range random.IntN(20) {
						text += string(alphabet[random.IntN(len(alphabet))])
					}
					if err := f.SetCellStr("Sheet1", name, text); err != nil {
						t.Fatal(err)
					}
					line += " " + Letters(column) + "=" + text
				case 1:
					fen := random.Int64N(1e13) - 5e12
					if err := f.SetCellFloat("Sheet1", name, float64(fen)/100, -1, 64); err != nil {
						t.Fatal(err)
					}
					line += " " + Letters(column) + "#" + yuan(fen)
				}
			}
			if line != "" {
				want = append(want, fmt.Sprintf("%d:%s", row, line))
			}
		}
		b := open(t, bytesOf(t, f))
		got, _ := rowsOf(t, b, b.Sheets[0])
		if a, b := strings.Join(got, "|"), strings.Join(want, "|"); a != b {
			t.Fatalf("seed %d, round %d: got\n%s\nwant\n%s", seed, round, a, b)
		}
	}
}

// yuan writes fen as yuan without useless zeros.
func yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	text := fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// A million rows of eight cells, as StreamWriter writes them.
func BenchmarkRead(b *testing.B) {
	const rows = 50_000
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for row := 1; row <= rows; row++ {
		cells := []any{"收到保险费", fmt.Sprintf("P-%07d", row), "2025-08-03", "441300.390", float64(row) / 100, row % 7, "", "备注"}
		if err := w.SetRow(fmt.Sprintf("A%d", row), cells); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	data := bytesOf(b, f)
	b.ReportAllocs()
	for b.Loop() {
		if n, err := drain(data); n != rows || !known(err) {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
