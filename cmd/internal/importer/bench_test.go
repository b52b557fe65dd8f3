package importer_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// writeYear writes a file as a fund office exports a year: about n payments to
// 300 institutions, few large and many small, month after month, institution
// after institution. It returns its path and the number of its rows.
func writeYear(b *testing.B, n int) (path string, rows int) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "year.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	random := rand.New(rand.NewPCG(1, 2))
	fmt.Fprint(w, "type,document,occurred_on,fund,institution,person,amount,care,region,name\n"+
		"fund.established,F-1,2024-12-31,441300.390,,,,,,resident\n")
	const institutions = 300
	for i := range institutions {
		fmt.Fprintf(w, "institution.designated,D-%d,2024-12-31,,H441302%05d,,,,441300,hospital\n", i, i)
	}
	rows = 1 + institutions
	for month := 1; month <= 12; month++ {
		for i := range institutions {
			share := max(1, n*10/(12*44*(i+5))) // the sum of 10/(i+5) over all is about 44
			for k := range share {
				fmt.Fprintf(w, "reimbursement.paid,R%09d,2025-%02d-%02d,441300.390,H441302%05d,%016x%016x,%d.%02d,%s,,\n",
					rows, month, 1+k*28/share, i, random.Uint64(), random.Uint64(), 5+random.IntN(3000), random.IntN(100),
					[]string{"inpatient", "outpatient"}[random.IntN(2)])
				rows++
			}
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path, rows
}

// BenchmarkImport takes a year of payments into a ledger on disk.
func BenchmarkImport(b *testing.B) {
	path, n := writeYear(b, 300_000)
	for b.Loop() {
		b.StopTimer()
		books := b.TempDir()
		s, err := sqlite.Create(books)
		if err != nil {
			b.Fatal(err)
		}
		o := options(b, path)
		o.Scratch = books
		b.StartTimer()
		sum, err := importer.Import(context.Background(), s, o)
		if err != nil || sum.Recorded != n {
			b.Fatalf("%+v, %v", sum, err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		if err := os.RemoveAll(books); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkImportWorkbook takes premiums of a workbook into a ledger on disk: Chinese headings and titles,
// dates as 2025/8/3, amounts as numbers.
func BenchmarkImportWorkbook(b *testing.B) {
	const n = 50_000
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	set := func(row int, cells ...any) {
		if err := w.SetRow(fmt.Sprintf("A%d", row), cells); err != nil {
			b.Fatal(err)
		}
	}
	set(1, "类型", "凭证号", "业务日期", "基金", "金额", "笔数", "名称", "备注")
	set(2, "fund.established", "F", "2024-12-31", "441300.390", nil, nil, "x")
	title := titleOf(b, "premium.received")
	for row := 3; row <= n; row++ {
		set(row, title, fmt.Sprintf("P-%07d", row), fmt.Sprintf("2025/%d/%d", 1+row*12/(n+1), 1+row%28), "441300.390", float64(row)/100, row%7+1, nil, "备注")
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "book.xlsx")
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		s, err := sqlite.Create(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := importer.Import(context.Background(), s, options(b, path)); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
}
