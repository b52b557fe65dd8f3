package event

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// cityEvents returns reimbursements as they follow each other in a city's log: runs
// of one institution, the days of one month.
func cityEvents(n int) []Event {
	random := rand.New(rand.NewPCG(9, 10))
	out := make([]Event, 0, n)
	var run ReimbursementPaid
	for i := range n {
		if i%60 == 0 {
			run = ReimbursementPaid{Fund: "441300.390", Care: []fund.Care{fund.Inpatient, fund.Outpatient}[random.IntN(2)]}
			if random.IntN(2) == 0 {
				run.Fund, run.Part = "441300.310", fund.Pool
				run.Care = []fund.Care{fund.Inpatient, fund.OutpatientPooled, fund.OutpatientMajor}[random.IntN(3)]
			}
			run.Institution = fund.Institution(fmt.Sprintf("H441302%05d", random.IntN(400)))
		}
		e := run
		e.Document, e.Count = fmt.Sprintf("R2025%07d", i), 1
		e.OccurredOn = fund.NewDate(2025, 3, 1) + fund.Date(random.IntN(31))
		e.CareOn = e.OccurredOn - 4
		e.Amount = money.Fen(1_00 + random.Int64N(2_000_00))
		e.Person = fund.Person(fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64()))
		out = append(out, e)
	}
	return out
}

// cityLines returns the bytes of cityEvents.
func cityLines(tb testing.TB, n int) [][]byte {
	var lines [][]byte
	for _, e := range cityEvents(n) {
		_, _, data, err := Encode(e)
		if err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, data)
	}
	return lines
}

// The parts of recording and reading an event, each over the events of a city.
func BenchmarkEvent(b *testing.B) {
	const n = 4096
	events, lines := cityEvents(n), cityLines(b, n)
	var buffer []byte
	fieldsOf := fieldsOf(reimbursementPaid)
	cells := make([][]string, n)
	rows := make([]map[string]string, n)
	for i, e := range events {
		rows[i] = map[string]string{}
		for name, text := range Values(e) {
			rows[i][name] = text
		}
		for _, f := range fieldsOf {
			cells[i] = append(cells[i], rows[i][f])
		}
	}
	each := func(name string, do func(i int) bool) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if !do(i % n) {
					b.Fatal(i)
				}
				i++
			}
		})
	}
	each("Parse", func(i int) bool {
		_, problems := Parse("reimbursement.paid", func(f string) string { return rows[i][f] })
		return problems == nil
	})
	each("Check", func(i int) bool { return Check(events[i]) == nil })
	each("Encode", func(i int) bool { _, _, _, err := Encode(events[i]); return err == nil })
	each("DigestOf", func(i int) bool { return DigestOf(events[i]) != Digest{} })
	each("Decode", func(i int) bool { _, err := Decode("reimbursement.paid", 1, lines[i]); return err == nil })
	each("ParseRow", func(i int) bool {
		_, problems := ParseRow("reimbursement.paid", cells[i])
		return problems == nil
	})
	each("EncodeTo", func(i int) bool {
		_, _, data, _, err := EncodeTo(buffer[:0], events[i])
		buffer = data
		return err == nil
	})
}

// Decode of the other types that fill a log.
func BenchmarkDecodeType(b *testing.B) {
	for _, d := range []*definition{reliefPaid, premiumReceived, participationAssisted} {
		_, version, data, err := Encode(d.example)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(d.wire, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(d.wire, version, data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
