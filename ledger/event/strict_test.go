package event

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"unicode"

	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/money"
)

// rewritten returns the event of bytes as another reader of JSON sees them, if
// encoding it gives the same bytes: that is what Decode is to accept.
func rewritten(wire string, data []byte) (Event, bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var object map[string]any
	if err := d.Decode(&object); err != nil {
		return nil, false
	}
	e, problems := Parse(wire, func(field string) string {
		if v, given := object[field]; given {
			return fmt.Sprint(v)
		}
		return ""
	})
	if len(problems) > 0 {
		return nil, false
	}
	_, _, again, err := Encode(e)
	return e, err == nil && bytes.Equal(again, data)
}

// decodesAlike fails unless Decode and rewritten agree on bytes, and returns whether
// they are an event.
func decodesAlike(t *testing.T, d *definition, data []byte) bool {
	t.Helper()
	e, err := Decode(d.wire, d.version(), data)
	want, ok := rewritten(d.wire, data)
	if err == nil && !ok && len(CheckToday(e)) > len(Check(e)) {
		return true // earlier programs took it
	}
	if (err == nil) != ok || ok && e != want {
		t.Fatalf("%s: %q\nis decoded as %+v (%v)\nwant %+v, %v", d.wire, data, e, err, want, ok)
	}
	if _, form := err.(*FormError); err != nil && !form { //nolint:errorlint // Decode documents the bare type
		t.Fatalf("%s: %q: %T", d.wire, data, err)
	}
	return ok
}

// Decode accepts exactly what Encode writes.
func TestDecodeAcceptsWhatEncodeWrites(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	accepted, refused := 0, 0
	count := func(d *definition, data []byte) {
		if decodesAlike(t, d, data) {
			accepted++
		} else {
			refused++
		}
	}
	for _, d := range registry {
		whole := unchecked(d.example)
		count(d, whole)
		for range 250 {
			count(d, spoil(random, whole))
		}
		for _, other := range registry[:8] {
			count(other, whole)
		}
	}
	for range 12_000 {
		data := unchecked(someReimbursement(random))
		count(reimbursementPaid, data)
		count(reimbursementPaid, spoil(random, data))
	}
	if accepted < 8_000 || refused < 15_000 {
		t.Errorf("accepted %d, refused %d", accepted, refused)
	}
}

// CheckToday finds what is found in the texts of an event that are parsed back, and
// Check no more.
func TestCheckIsParseOfTheTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	good := 0
	for range 20_000 {
		e := someReimbursement(random)
		if random.IntN(20) == 0 {
			e.Fund, e.Institution, e.Person = pickFrom[fund.ID](random, "", "441300.395"), "H1", "0123"
		}
		if random.IntN(20) == 0 {
			e.OccurredOn = pickFrom[fund.Date](random, 0, firstDate-1, lastDate+1, firstDate, lastDate)
		}
		if random.IntN(20) == 0 {
			e.Count = pickFrom[int64](random, -1, 1<<53)
		}
		texts := map[string]string{}
		for name, text := range Values(e) {
			texts[name] = text
		}
		var row []string
		for _, f := range fieldsOf(reimbursementPaid) {
			row = append(row, texts[f])
		}
		_, want := Parse("reimbursement.paid", func(field string) string { return texts[field] })
		if got := CheckToday(e); !slices.Equal(got, want) {
			t.Fatalf("%+v\nCheckToday finds %+v\nParse %+v", e, got, want)
		}
		if got := Check(e); len(got) > len(want) || len(got) > 0 && len(want) == 0 {
			t.Fatalf("%+v\nCheck finds %+v\nParse %+v", e, got, want)
		}
		parsed, problems := ParseRow("reimbursement.paid", row)
		if !slices.Equal(problems, want) || len(want) == 0 && parsed != Event(e) {
			t.Fatalf("%v\nParseRow finds %+v\nParse %+v", row, problems, want)
		}
		if len(want) == 0 {
			good++
		}
	}
	if good < 4000 || good > 16_000 {
		t.Errorf("%d of 20000 were in good form", good)
	}
}

func TestParseRow(t *testing.T) {
	for _, d := range registry {
		texts := map[string]string{}
		for name, text := range Values(d.example) {
			texts[name] = text
		}
		var row []string
		for _, f := range fieldsOf(d) {
			row = append(row, texts[f])
		}
		if e, problems := ParseRow(d.wire, row); e != d.example || len(problems) > 0 {
			t.Errorf("%s: %v is parsed as %+v: %+v", d.wire, row, e, problems)
		}
	}
	if _, problems := ParseRow("premium.recieved", nil); len(problems) != 1 || problems[0].Field != "type" {
		t.Errorf("an unknown type: %+v", problems)
	}
}

// EncodeTo and EncodeParsed give what Encode and DigestOf give, behind what is there, and
// DigestOfRead gives the same of what was written.
func TestEncodeTo(t *testing.T) {
	events := []Event{reimbursementPaid.example, BookOn(reimbursementPaid.example, exampleFact(1).OccurredOn+40)}
	for _, d := range registry {
		events = append(events, d.example, BookOn(d.example, d.example.Common().OccurredOn+40),
			set(d.example, map[string]string{"note": "见 附件", "via": "1004"}), set(d.example, map[string]string{"via": "1003"}))
	}
	var random = rand.New(rand.NewPCG(15, 16))
	for range 200 {
		events = append(events, someReimbursement(random))
	}
	for _, e := range events {
		wire, version, data, err := Encode(e)
		toWire, toVersion, toData, digest, toErr := EncodeTo([]byte("front"), e)
		if err != nil {
			if fmt.Sprint(toErr) != fmt.Sprint(err) || string(toData) != "front" || digest != (Digest{}) {
				t.Errorf("%+v: %q, %v, want %v", e, toData, toErr, err)
			}
			continue
		}
		if toWire != wire || toVersion != version || string(toData) != "front"+string(data) || digest != DigestOf(e) || toErr != nil {
			t.Errorf("%+v: %s %d %q %x, %v", e, toWire, toVersion, toData, digest, toErr)
		}
		wire, version, data, same := EncodeParsed([]byte("front"), e)
		if wire != toWire || version != toVersion || string(data) != string(toData) || same != digest {
			t.Errorf("%+v, parsed: %s %d %q %x", e, wire, version, data, same)
		}
		data = data[len("front"):]
		if read, older := DigestOfRead(e, version, data), DigestOfRead(e, version-1, nil); read != digest || older != digest {
			t.Errorf("%+v, read: %x, of an older version %x, want %x", e, read, older, digest)
		}
	}
}

// The readers of single values take what the ledger's own writers write of the
// value, and nothing else.
func scansAlike(t *testing.T, data []byte) {
	t.Helper()
	text, rest, err := jcs.String(append([]byte{'"'}, data...))
	quoted := 0 // the width of a canonical string without escapes
	if err == nil && len(rest)+len(text)+1 == len(data) {
		quoted = len(text) + 1
	}
	same := func(name string, width int, canonical bool) {
		t.Helper()
		if canonical != (width > 0) || width > 0 && width != quoted {
			t.Fatalf("%s of %q is %d wide, want %v (%d)", name, data, width, canonical, quoted)
		}
	}
	fen, width := scan.Yuan(data)
	amount, err := money.Parse(text)
	same("yuan", width, quoted > 0 && err == nil && amount >= 0 && amount <= scan.MaxAmount && amount.String() == text)
	if width > 0 && fen != int64(amount) {
		t.Fatalf("%q is %d fen", data, fen)
	}
	day, width := scan.Date(data)
	date, ok := fund.ParseDate(text)
	same("date", width, quoted > 0 && ok)
	if width > 0 && day != date {
		t.Fatalf("%q is %s", data, day)
	}
	same("person", scan.Person(data), quoted > 0 && fund.Person(text).Valid())
	same("institution", scan.Institution(data), quoted > 0 && fund.Institution(text).Valid())
	same("fund", scan.Fund(data), quoted > 0 && fund.ID(text).Valid())
	same("text", scan.Text(data, scan.NameBytes), quoted > 0 && checkFreeText(text, scan.NameBytes) == nil)
	_, width = scan.Word(data, careField.codes)
	same("word", width, quoted > 0 && wordOf(careField.codes, text) != "")

	n, width := scan.Whole(data)
	want, rest, err := jcs.Int(data)
	if canonical := err == nil && want >= 0; canonical != (width > 0) || canonical && (n != want || width != len(data)-len(rest)) {
		t.Fatalf("%q is read as %d, %d wide; want %d, %v", data, n, width, want, err)
	}
}

var values = []string{
	"506.87", "0.01", "0.00", "00.10", "100000000000000.00", "100000000000000.01", "999999999999999.99", "1.5", ".50", "12", "-1.00",
	"2025-07-31", "2025-02-29", "1949-10-01", "1949-09-30", "9999-12-31", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdeF",
	"H44130200026", "P99130200026", "441300.390", "441300.all", "441300.999", "R2025-1", "惠医保〔2025〕1号", " a", "a ", "　a", "11010519491231002X",
	"inpatient", "inpatients", "other", "1", "0", "01", "9007199254740991", "9007199254740992", "99999999999999999999", "-0",
}

func TestScans(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	for _, v := range values {
		for _, tail := range []string{`"`, ``, `",`, `"}`, `",,,,,,,,`, `,`, `}`, `\"`} {
			scansAlike(t, []byte(v+tail))
		}
		for range 3000 {
			scansAlike(t, spoil(random, []byte(v+`","count":1`)))
		}
	}
}

func FuzzScans(f *testing.F) {
	for _, v := range values {
		f.Add([]byte(v + `"`))
	}
	f.Fuzz(func(t *testing.T, data []byte) { scansAlike(t, data) })
}

// The shortcut of invisible leaves out nothing.
func TestInvisible(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if want := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp); scan.Invisible(r) != want {
			t.Fatalf("%U: %v", r, !want)
		}
	}
}

// The events that fill a log cost no more than the objects that they consist of:
// itself, document, person and codes.
func TestAllocations(t *testing.T) {
	for _, d := range []*definition{reimbursementPaid, reliefPaid, premiumReceived, participationAssisted} {
		data := unchecked(d.example)
		texts := 0
		for _, f := range []string{`"document"`, `"person"`, `"fund"`, `"aid_fund"`, `"institution"`} {
			texts += bytes.Count(data, []byte(f))
		}
		buffer := make([]byte, 0, 512)
		for name, test := range map[string]struct {
			most int
			do   func()
		}{
			"Decode":   {1 + texts, func() { _, _ = Decode(d.wire, 1, data) }},
			"EncodeTo": {0, func() { _, _, _, _, _ = EncodeTo(buffer, d.example) }},
			"Encode":   {1, func() { _, _, _, _ = Encode(d.example) }},
			"DigestOf": {1, func() { DigestOf(d.example) }},
			"Check":    {0, func() { Check(d.example) }},
		} {
			if got := testing.AllocsPerRun(100, test.do); got > float64(test.most) {
				t.Errorf("%s of %s: %s allocations, want at most %d", name, d.wire, strconv.FormatFloat(got, 'f', -1, 64), test.most)
			}
		}
	}
}
