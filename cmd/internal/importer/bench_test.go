package importer_test

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
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

// BenchmarkRecorder records a year of payments that the program makes itself.
func BenchmarkRecorder(b *testing.B) {
	const n = 300_000
	ctx := context.Background()
	at := options(b, "").Envelope
	for b.Loop() {
		b.StopTimer()
		s, err := sqlite.Create(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		r, err := importer.NewRecorder(ctx, s)
		if err != nil {
			b.Fatal(err)
		}
		sum, err := r.Take(at, payments(n))
		written, waited := r.Wait()
		r.Close()
		if err != nil || waited != nil || sum.Recorded != int(written) {
			b.Fatalf("%+v, %v, %v", sum, err, waited)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "facts/s")
	b.ReportMetric(0, "ns/op")
}

// payments yields what n payments rest on, and the payments.
func payments(n int) iter.Seq[event.Event] {
	return func(yield func(event.Event) bool) {
		const institutions = 300
		fact := func(document int, day fund.Date, count int64) event.Fact {
			return event.Fact{Document: fmt.Sprintf("R%09d", document), OccurredOn: day, Count: count}
		}
		first := fund.NewDate(2025, 1, 1)
		code := func(i int) fund.Institution { return fund.Institution(fmt.Sprintf("H441302%05d", i)) }
		if !yield(event.FundEstablished{Fact: fact(0, first-1, 0), Fund: "441300.390", Name: "resident"}) {
			return
		}
		for i := range institutions {
			if !yield(event.InstitutionDesignated{Fact: fact(i, first-1, 0), Institution: code(i), Region: "441300", Name: "hospital"}) {
				return
			}
		}
		for k := range n {
			group := k * 12 * institutions / n
			paid := event.ReimbursementPaid{
				Fact: fact(k, first.AddMonths(group/institutions)+fund.Date(k%28), 1), Fund: "441300.390", Institution: code(group % institutions),
				Person: fund.Person(fmt.Sprintf("%032x", k*7919)), Amount: money.Fen(100 + k%100_000), Care: "inpatient",
			}
			if !yield(paid) {
				return
			}
		}
	}
}
