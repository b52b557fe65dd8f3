package event

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

func pickFrom[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }

// someReimbursement returns a reimbursement as a city has them, now and then one
// with rare fields, and seldom one that is not in good form.
func someReimbursement(random *rand.Rand) ReimbursementPaid {
	seldom := func() bool { return random.IntN(6) == 0 }
	day := fund.NewDate(2025, 1, 1) + fund.Date(random.IntN(90))
	e := ReimbursementPaid{
		Fact:        Fact{Document: fmt.Sprintf("R-2025-%06d", random.IntN(1e6)), OccurredOn: day, Count: 1},
		Fund:        pickFrom[fund.ID](random, "441300.390", "441300.310", "430522.390", "441300.all"),
		Institution: fund.Institution(fmt.Sprintf("%s441302%05d", pickFrom(random, "H", "P"), random.IntN(400))),
		Person:      fund.Person(fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64())),
		Amount:      1 + money.Fen(random.Int64N(1_000_000)),
		Care:        fund.Inpatient,
	}
	if e.Fund == "441300.310" {
		e.Part = pickFrom(random, fund.Pool, fund.Personal)
	}
	if seldom() {
		e.Document = pickFrom(random, "2025/惠-17", "a b", "20250131000000001234", "H13110200026202111291809520478", "11010519491231002", "11010519491231002Y", `quote"d`, "tab\there", "110105194912310021")
	}
	if seldom() {
		e.Care = pickFrom[fund.Care](random, "", fund.Pharmacy, fund.Outpatient, fund.OtherCare, fund.OutpatientMajor,
			fund.MaternityAllowance, "dental")
	}
	if seldom() {
		e.CareOn = day + fund.Date(random.IntN(12)-10)
	}
	if seldom() {
		e.Count = pickFrom[int64](random, 0, 7, 58_840_000, 1<<53-1)
	}
	if seldom() {
		e.Department = pickFrom(random, "心内科", "ICU", "骨　科", " ", "科\u200b")
	}
	if seldom() {
		e.Note = pickFrom(random, "公报第3页", "p. 3", strings.Repeat("n", 400), "a\\b", "乙类")
	}
	if seldom() {
		e.BookedOn = day + fund.Date(random.IntN(40)-2)
	}
	if seldom() {
		e.Since = day - fund.Date(random.IntN(40)-2)
	}
	if seldom() {
		e.Via = pickFrom[account.Code](random, account.Treasury, account.Cash, "1234")
	}
	if seldom() {
		e.Amount = pickFrom[money.Fen](random, 0, -1, 9, 99, 100, scan.MaxAmount, scan.MaxAmount+1)
	}
	if seldom() {
		e.Person, e.Institution = "", ""
	}
	if seldom() {
		e.TotalCost = e.Amount + pickFrom[money.Fen](random, 0, 1, 100_00, -1)
		e.Eligible = pickFrom[money.Fen](random, 0, e.TotalCost, e.TotalCost-1, e.TotalCost+1, 1)
		e.Place = pickFrom[Place](random, "", Local, InProvince, OutOfProvince, "abroad")
		e.Settlement = pickFrom[Settlement](random, "", Direct, ByHand, "by_post")
	}
	return e
}

// unchecked returns the bytes that an event would have if it were in good form.
func unchecked(e Event) []byte { return e.definition().append(nil, e) }

// spoil returns the bytes with a few changes that make most of them bad: what a
// careless writer, another JSON library or a broken disk would leave.
func spoil(random *rand.Rand, data []byte) []byte {
	data = slices.Clone(data)
	for range 1 + random.IntN(2) {
		if len(data) == 0 {
			return data
		}
		at := random.IntN(len(data))
		switch random.IntN(12) {
		case 0:
			data[at] ^= 1 << random.IntN(8)
		case 1:
			data[at] = byte(random.IntN(256))
		case 2:
			data = slices.Insert(data, at, pickFrom(random, []byte(`"\,:{}0 19-.xX`)...))
		case 3:
			data = slices.Delete(data, at, min(len(data), at+1+random.IntN(3)))
		case 4: // fields change places
			fields := bytes.Split(data, []byte(","))
			i, j := random.IntN(len(fields)), random.IntN(len(fields))
			fields[i], fields[j] = fields[j], fields[i]
			data = bytes.Join(fields, []byte(","))
		case 5: // a field twice
			fields := bytes.Split(data, []byte(","))
			i := random.IntN(len(fields))
			data = bytes.Join(slices.Insert(fields, i, fields[i]), []byte(","))
		case 6: // a field lost
			fields := bytes.Split(data, []byte(","))
			i := random.IntN(len(fields))
			data = bytes.Join(slices.Delete(fields, i, i+1), []byte(","))
		case 7: // an escape for a plain character
			data = slices.Concat(data[:at], fmt.Appendf(nil, `\u%04x`, data[at]), data[at+1:])
		case 8:
			data = slices.Insert(data, at, []byte(pickFrom(random, "\n", "  ", "惠", "\ufffd", "\u200b", "\xff", `\n`, `\"`, "\x7f", "00", "1e3", "null", "11010519491231002X"))...)
		case 9: // a number in another form
			data = bytes.Replace(data, []byte(`"count":`), []byte(pickFrom(random, `"count":0`, `"count":-`, `"count": `, `"count":"`, `"count":1`, `"count":99999999999999`, `"count":9007199254740992`)), 1)
		case 10: // an amount in another form
			data = bytes.Replace(data, []byte(`"amount":"`), []byte(pickFrom(random, `"amount":"0`, `"amount":"-`, `"amount":"+`, `"amount":"1000000000000`, `"amount":`, `"amount":".`)), 1)
		case 11: // a value from elsewhere
			data = bytes.Replace(data, []byte(pickFrom(random, "2025-01", "441302", "441300", "390", "inpatient", "pool", "-0")),
				[]byte(pickFrom(random, "2025-13", "2024-02", "1949-09", "991302", "39O", "61０", "610", "310", "personal", "other", "-3")), 1)
		}
	}
	return data
}
