package event

import (
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
)

// parsed returns the problem of one field of a fact that is written today, or nil.
func parsed(t *testing.T, wire, name, text string) *Problem {
	t.Helper()
	values := map[string]string{
		"amount": "1", "document": "P-1", "fund": "441300.390", "occurred_on": "2025-07-31", "item": "I-1", "level": "upper", "purpose": "other", "name": "某医院",
		"institution": "H44130200026", "region": "441300", "case": "17", "subject": "hospital", "channel": "inspection", "of": "O-1", "paid_on": "2025-07-01",
	}
	values[name] = text
	_, problems := Parse(wire, func(field string) string { return values[field] })
	if len(problems) > 1 {
		t.Fatalf("%s %q: %+v", name, text, problems)
	}
	if len(problems) == 0 {
		return nil
	}
	if problems[0].Field != name || problems[0].Why.ZH == "" || problems[0].Why.EN == "" || problems[0].Remedy.ZH == "" ||
		problems[0].Remedy.EN == "" {
		t.Errorf("%s %q: %+v", name, text, problems[0])
	}
	return &problems[0]
}

// A number is what it looks like. What names a case or an item has one writing.
func TestNumberIsWhatItLooksLike(t *testing.T) {
	several := map[string]bool{"Ｒ-1": true, "e\u0301-1": true, "3E-Ⅱ": true}
	for text, fine := range map[string]bool{
		"惠医保罚〔2025〕17号": true, "惠医保罚（2025）17号": true, "D-1/2": true, "a b": true, "𠮷-1": true, "Ｒ-1": true, "é-1": true, "e\u0301-1": true, "Ж-17": true, "=1+1": true, "1E5": true, "12E3": true, "3E-Ⅱ": true,
		"441302000000000001": true, "2025013100000010": true, "R44130200000000000000": true, "440000000000": true, "000000000000000000": true, "1-2": true, "5-3月": true, "A#1": true,
		"D-1\u200b": false, "\ufeffD-1": false, "D\u00ad-1": false, "1\u202e2": false, "a\u2028b": false, "a\u3000b": false, "a  b": false, "D-1\ufe0f": false, "D-1\U000e0100": false,
		"D\u3164": false, "D\uffa01": false, "D\u28001": false, "D\ue0001": false, "D\u03781": false, "D\u00a01": false, "D\u0335": false, "D\U000f0000": false, "D\U0001d159": false,
		"Р-1": false, "РС-1": false, "AР-1": false, "Ο1": false, "Ж-P": false,
		"4.41302E+17": false, "４.４１E+17": false, "4．41Ｅ＋17": false, "'4.41302E+17": false, "=4.41302E+17": false, "'441302000000000000": false, "4.41E+17": false, "4E+17": false, "4.41302e+017": false, "4,41302E+17": false, "1.2E-05": false, "4.41302E17": false,
		"441302000000000000": false, "1234567890123450": false, "12345678901234500000": false, "99999999999999900": false,
		"3-Jan": false, "Jan-24": false, "1月3日": false, "03-Jan-24": false, "########": false, "#N/A": false, "#REF!": false,
		"a\tb": false, "a\x7f": false, "a\x00": false, "\ufffd": false, "\xff": false, " a": false, "a\u3000": false,
		"11010519491231002X": false, "110105 19491231 002x": false, "１１０１０５１９４９１２３１００２Ｘ": false, "110105491231002": false,
	} {
		for _, in := range [][2]string{{"claim.corrected", "document"}, {"suspense.received", "item"}, {"case.opened", "case"}, {"premium.refunded", "of"}} {
			isSign := in[1] == "item" || in[1] == "case"
			if p := parsed(t, in[0], in[1], text); (fine && !(isSign && several[text])) != (p == nil) {
				t.Errorf("%s %+q: %+v", in[1], text, p)
			}
		}
	}
}

// What a stream is named by has one writing, which the remedy says.
func TestSignHasOneWriting(t *testing.T) {
	for text, plain := range map[string]string{
		"惠医保罚〔2025〕17号": "", "惠医保罚（2025）17号": "", "案(2025)17号": "", "2025-17": "", "案（一）（二）": "", "𠮷-1": "",
		"２０２５-17": "2025-17", "2025－17": "2025-17", "2025–17": "2025-17", "案（2025)17号": "案（2025）17号", "（１）": "（1）", "№17": "No17", "3E-Ⅱ": "3E-II",
		"案（２０２５）e\u0301": "案（2025）é", "１７（a）b(c)": "17（a）b（c）",
	} {
		for _, in := range [][2]string{{"suspense.received", "item"}, {"case.opened", "case"}} {
			p := parsed(t, in[0], in[1], text)
			if plain == "" && p != nil || plain != "" && (p == nil || p.Remedy.EN != "write "+plain) {
				t.Errorf("%s %q: %+v, want %q", in[1], text, p, plain)
			}
		}
		if plain != "" && checkSign(plain) != nil {
			t.Errorf("%q is refused, too", plain)
		}
	}
}

// Names and remarks are of all that people write, and nothing that cannot be seen.
func TestProseIsSeen(t *testing.T) {
	for text, fine := range map[string]bool{
		"某县人民医院": true, "骨　科": true, "𠮷祥 诊所": true, "a\u00a0b": true, "公报第3页，4.41E+17": true, "\U00030edd": true, "\U0002ebf0": true, "Приложение P": true, "པོ་ཏ་ལ": true, "ئۇيغۇر": true, "a  b": true, "P-Р": true,
		"院\ufe0f": false, "院\u200b": false, "院\u3164所": false, "院\u2800所": false, "院\ue001": false, "院\u0378": false, "骨\u3000科\u200b": false, "a\u00a0\u3164b": false, "院\U000e0041": false,
		"职工 110105-19491231-002X": false, "４４０５２４１８８００１０１００１４": false,
	} {
		if p := parsed(t, "institution.designated", "name", text); fine != (p == nil) {
			t.Errorf("name %+q: %+v", text, p)
		}
		if p := parsed(t, "claim.corrected", "note", text); fine != (p == nil) {
			t.Errorf("note %+q: %+v", text, p)
		}
	}
}

// Names and remarks are others only if they read as others: however many blanks they have, how
// wide these are, and whatever older programs took that cannot be seen. The facts keep what was
// written.
func TestNamesAreWhatIsRead(t *testing.T) {
	digest := func(name, note string) (Digest, string) {
		e := InstitutionDesignated{Fact: Fact{Document: "D-1", OccurredOn: fund.NewDate(2025, 1, 1), Note: note}, Institution: "H44130200026",
			Region: "441300", Name: name}
		_, _, data, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		_, _, _, of, err := EncodeTo(nil, e)
		if err != nil || of != DigestOf(e) {
			t.Errorf("%+q: %v", name, err)
		}
		return DigestOf(e), string(data)
	}
	plain, bytes := digest("某县 人民医院", "见 附件")
	for _, other := range []string{"某县\u3000人民医院", "某县\u00a0人民医院", "某县  人民医院", "某县人民医院", "某县\u2003人民\u3164医院", "某县 人民医院\ufe0f", "某县\u2800人民医院", "某县人民医\u034f院"} {
		if got, its := digest(other, "见附件"); got != plain || its == bytes || !strings.Contains(its, other) {
			t.Errorf("%+q is another name than 某县 人民医院, or its bytes were changed: %s", other, its)
		}
	}
	for _, other := range []string{"某县人民医院1", "某县人民-医院", "县人民医院", "某县人民醫院"} {
		if got, _ := digest(other, "见附件"); got == plain {
			t.Errorf("%+q is the same name", other)
		}
	}
	if got, _ := digest("某县人民医院", "见附表"); got == plain {
		t.Error("another remark is the same")
	}
	same := func(one, other string) bool { return NameOfAll(one) == NameOfAll(other) }
	if !same("骨 科", "骨\u3000科") || !same("ＩＣＵ", "ICU") || same("骨科", "骨伤科") {
		t.Error("names of departments")
	}
}

// A day before 1970 is a day, and a total of days before 1970 has its first one.
func TestDaysBefore1970(t *testing.T) {
	e := OtherReceived{Fact: Fact{Document: "1", Count: 1}, Fund: "441300.390", Amount: 1}
	for on, since := range map[string]string{"1969-12-31": "", "1969-12-30": "", "1951-03-01": "", "1970-01-01": "", "1969-12-31 ": "1969-12-01", "1970-01-01 ": "1969-12-31"} {
		e.OccurredOn, _ = fund.ParseDate(strings.TrimSpace(on))
		e.Since, _ = fund.ParseDate(since)
		if problems := Check(e); len(problems) > 0 {
			t.Errorf("%s since %s: %v", on, since, problems)
		}
		wire, version, data, err := Encode(e)
		if err != nil {
			t.Fatal(on, err)
		}
		if back, err := Decode(wire, version, data); err != nil || back != Event(e) {
			t.Errorf("%s: %+v, %v", on, back, err)
		}
	}
	e.OccurredOn, e.Since = fund.NewDate(1969, 12, 1), fund.NewDate(1969, 12, 2)
	if len(Check(e)) != 1 {
		t.Error("a total that ends before it begins is taken")
	}
}

// Of codes that a spreadsheet or a keyboard changed it is told what was done to them.
func TestCodesTellTheirCause(t *testing.T) {
	for _, c := range []struct{ wire, name, text, why, remedy string }{
		{"claim.corrected", "fund", "441300.39", "spreadsheet", "441300.390"},
		{"claim.corrected", "fund", "4.41300E+05", "scientific", "text"},
		{"claim.corrected", "fund", "12", "spreadsheet", "text"},
		{"claim.corrected", "fund", "0012", "spreadsheet", "text"},
		{"claim.corrected", "fund", "441300", "spreadsheet", "441300.390"},
		{"claim.corrected", "fund", "441300.390 ", "blanks", "441300.390"},
		{"claim.corrected", "fund", "４４１３００.３９０", "full-width", "441300.390"},
		{"claim.corrected", "fund", "441300.xyz", "no such fund", "region.kind"},
		{"institution.designated", "region", "441300.0", "decimals", "441300"},
		{"institution.designated", "region", "441300.00", "decimals", "441300"},
		{"institution.designated", "region", "12", "spreadsheet", "six digits"},
		{"institution.designated", "institution", "4.41302E+10", "scientific", "text"},
		{"institution.designated", "institution", "44130200026", "spreadsheet", "H44130200026"},
		{"institution.designated", "institution", "Ｈ44130200026", "full-width", "H44130200026"},
		{"institution.designated", "institution", "H4413020002", "not an institution", "12 characters"},
	} {
		p := parsed(t, c.wire, c.name, c.text)
		if p == nil || !strings.Contains(p.Why.EN, c.why) || !strings.Contains(p.Remedy.EN, c.remedy) {
			t.Errorf("%s %q: %+v, want %q and %q", c.name, c.text, p, c.why, c.remedy)
		}
	}
}

// Dates and amounts are taken in every writing that has one meaning; of the others it
// is told what is wrong with them.
func TestWritingsOfDatesAndAmounts(t *testing.T) {
	for _, c := range []struct{ name, text, why string }{
		{"occurred_on", "2024/2/29", ""}, {"occurred_on", "2024年2月29日", ""}, {"occurred_on", "2024-02-29 00:00:00", ""}, {"occurred_on", "20240229", ""},
		{"occurred_on", "2023/2/29", "no such date"}, {"occurred_on", "45351", "counts days"}, {"occurred_on", "2024-02-29 13:00", "time of day"}, {"occurred_on", "29/2/2024", "several ways"},
		{"occurred_on", "2023-05-02     \t", "blanks"}, {"occurred_on", "x", "not written as a date"},
		{"amount", "12.3400", ""}, {"amount", "12.349", "finer than one fen"}, {"amount", "1,50", "a comma"}, {"amount", "1,234.56", "thousands"}, {"amount", "+10000.00", "plus sign"},
		{"amount", "13.40               \t", "blanks"}, {"amount", "¥28.16", "currency"}, {"amount", "28.16元", "currency"}, {"amount", "１２", "full-width"}, {"amount", "1.2e5", "scientific"}, {"amount", "x", "not an amount"},
	} {
		p := parsed(t, "claim.corrected", c.name, c.text)
		if (p == nil) != (c.why == "") || p != nil && !strings.Contains(p.Why.EN, c.why) {
			t.Errorf("%s %q: %+v, want %q", c.name, c.text, p, c.why)
		}
	}
}

// What earlier programs recorded is read, and can be reversed and recorded on.
func TestOlderTextsStayReadable(t *testing.T) {
	for _, text := range []string{"R-1\ufe0f", "a\u3000b", "Р-1", "4.41302E+17", "441302000000000000", "110105 19491231 002X", "D\ue0001"} {
		e := ClaimCorrected{Fact: Fact{Document: text, OccurredOn: fund.NewDate(2025, 7, 31), Count: 1, Note: text}, Fund: "441300.390", Amount: 1}
		wire, version, data, err := Encode(e)
		if err != nil {
			t.Fatalf("%+q: %v", text, err)
		}
		if again, err := Decode(wire, version, data); err != nil || again != Event(e) {
			t.Errorf("%+q: %v", text, err)
		}
		if len(CheckToday(e)) == 0 {
			t.Errorf("%+q may be written today", text)
		}
		r := FactReversed{Fact: Fact{Document: "CX-1", OccurredOn: fund.NewDate(2025, 7, 31)}, Of: "6ba7b810-9dad-11d1-80b4-00c04fd430c8", OfType: wire,
			OfVersion: int64(version), OfData: string(data)}
		if problems := CheckToday(r); len(problems) > 0 {
			t.Errorf("the reversal of %+q: %+v", text, problems)
		}
	}
}

// One amount is bounded, so that a slip of the keyboard cannot make sums
// overflow and the whole ledger unreadable.
func TestAmountIsBounded(t *testing.T) {
	for text, fine := range map[string]bool{
		"100000000000000.00": true, "100000000000000.01": false, "92233720368547758.07": false, "92233720368547758.08": false,
	} {
		_, problems := Parse("interest.received", func(field string) string {
			return map[string]string{"amount": text, "document": "N-1", "fund": "441300.390", "occurred_on": "2025-07-31"}[field]
		})
		if fine != (len(problems) == 0) {
			t.Errorf("amount %s: %+v", text, problems)
		}
	}
}
