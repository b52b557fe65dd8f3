package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	peer "github.com/gowebpki/jcs"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
)

var record = flag.Bool("record", false, "write golden files that do not exist yet; never changes one that does")

const goldenDir = "../../testdata/events"

// withoutCare is what golden files hold of the types whose examples say the kind of care
// since it is asked for.
var withoutCare = func() map[string]Event {
	paid, _ := reimbursementPaid.example.(ReimbursementPaid)
	back, _ := reimbursementReversed.example.(ReimbursementReversed)
	traced, _ := lossTraced.example.(LossTraced)
	kept, _ := clawbackSetOff.example.(ClawbackSetOff)
	paid.Care, back.Care, traced.Care, kept.SettledCare = "", "", "", ""
	return map[string]Event{reimbursementPaid.wire: paid, reimbursementReversed.wire: back, lossTraced.wire: traced, clawbackSetOff.wire: kept}
}()

// Every definition is in the registry, which no compiler asks for.
func TestRegistry(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range regexp.MustCompile(`(?m)^var \w+ = define\("([\w.]+)"`).FindAllStringSubmatch(string(text), -1) {
			if byWire[line[1]] == nil {
				t.Errorf("%s defines %s, which is not in registry.go", name, line[1])
			}
		}
	}
}

// Every version of every type keeps a golden file for ever: it must decode, and
// the current version must encode to the same bytes.
func TestGolden(t *testing.T) {
	for _, d := range registry {
		for version := 1; version <= d.version(); version++ {
			path := filepath.Join(goldenDir, d.wire+".v"+strconv.Itoa(version)+".json")
			golden, err := os.ReadFile(path)
			if errors.Is(err, os.ErrNotExist) && *record && version == d.version() {
				_, _, data, encodeErr := Encode(d.example)
				if encodeErr != nil {
					t.Fatal(encodeErr)
				}
				golden, err = append(data, '\n'), os.WriteFile(path, append(data, '\n'), 0o644)
			}
			if err != nil {
				t.Fatalf("%v\nevery version needs a golden file: go test ./ledger/event -run Golden -record", err)
			}
			line := bytes.TrimSuffix(golden, []byte("\n"))
			e, err := Decode(d.wire, version, line)
			if err != nil {
				t.Fatalf("%s no longer decodes: %v", path, err)
			}
			want := d.example
			if before, other := withoutCare[d.wire]; other {
				want = before
			}
			if e != want {
				t.Errorf("%s decodes to\n%+v, want\n%+v", path, e, want)
			}
			if version < d.version() {
				continue
			}
			if _, _, data, err := Encode(e); err != nil || !bytes.Equal(data, line) {
				t.Errorf("%s encodes to\n%s (%v), want\n%s", path, data, err, line)
			}
		}
	}
	files, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		wire, _, _ := strings.Cut(f.Name(), ".v")
		if byWire[wire] == nil {
			t.Errorf("golden file %s has no type: wire names are never removed", f.Name())
		}
	}
}

func TestEveryTypeIsDocumented(t *testing.T) {
	wires := map[string]bool{}
	for _, typ := range Types() {
		if wires[typ.Wire] {
			t.Errorf("%s is defined twice", typ.Wire)
		}
		wires[typ.Wire] = true
		if Wire(typ.Example) != typ.Wire {
			t.Errorf("%s: the example is a %s", typ.Wire, Wire(typ.Example))
		}
		if typ.Title.ZH == "" || typ.Title.EN == "" || typ.Effect.ZH == "" || typ.Effect.EN == "" {
			t.Errorf("%s is not documented in both languages", typ.Wire)
		}
		var names []string
		for _, f := range typ.Fields {
			names = append(names, f.Name)
			if m := Dictionary(f.Name); m.Title.ZH == "" || m.Title.EN == "" || m.Format.ZH == "" || m.Format.EN == "" {
				t.Errorf("field %s of %s is not in the dictionary", f.Name, typ.Wire)
			}
		}
		if !slices.IsSorted(names) {
			t.Errorf("%s lists its fields out of canonical order: %v", typ.Wire, names)
		}
	}
}

// The bytes are RFC 8785 as another implementation writes it.
func TestCanonicalAsAPeerWritesIt(t *testing.T) {
	for _, d := range registry {
		_, _, data, err := Encode(d.example)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := peer.Transform(data); err != nil || !bytes.Equal(data, want) {
			t.Errorf("%s: %s\nwant %s (%v)", d.wire, data, want, err)
		}
	}
}

func TestDecodeIsStrict(t *testing.T) {
	const good = `{"amount":"400.00","count":1,"document":"2025-0001","fund":"441300.390","occurred_on":"2025-07-31"}`
	if _, err := Decode("premium.received", 1, []byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"unknown field":       strings.Replace(good, `"fund"`, `"extra":"1","fund"`, 1),
		"unknown at the end":  strings.Replace(good, `}`, `,"x":"1"}`, 1),
		"wrong order":         `{"count":1,"amount":"400.00","document":"2025-0001","fund":"441300.390","occurred_on":"2025-07-31"}`,
		"missing":             strings.Replace(good, `"count":1,`, ``, 1),
		"other spelling":      strings.Replace(good, `400.00`, `400`, 1),
		"leading zero":        strings.Replace(good, `400.00`, `0400.00`, 1),
		"number for string":   strings.Replace(good, `"400.00"`, `400.00`, 1),
		"string for number":   strings.Replace(good, `"count":1`, `"count":"1"`, 1),
		"white space":         strings.Replace(good, `:1,`, `: 1,`, 1),
		"white space at end":  good + "\n",
		"negative":            strings.Replace(good, `400.00`, `-400.00`, 1),
		"zero":                strings.Replace(good, `400.00`, `0.00`, 1),
		"no such date":        strings.Replace(good, `07-31`, `02-30`, 1),
		"unknown fund":        strings.Replace(good, `.390`, `.395`, 1),
		"empty optional":      strings.Replace(good, `"occurred_on"`, `"note":"","occurred_on"`, 1),
		"escaped plain text":  strings.Replace(good, `2025-0001`, `\u0032025-0001`, 1),
		"double comma":        strings.Replace(good, `,`, `,,`, 1),
		"no comma":            strings.Replace(good, `,"count"`, `"count"`, 1),
		"leading comma":       strings.Replace(good, `{`, `{,`, 1),
		"comma for brace":     strings.Replace(good, `{`, `,`, 1),
		"brace for comma":     strings.Replace(good, `,"count"`, `{"count"`, 1),
		"cut":                 good[:len(good)-1],
		"empty":               ``,
		"null":                `null`,
		"fractional count":    strings.Replace(good, `"count":1`, `"count":1.0`, 1),
		"identity number":     strings.Replace(good, `2025-0001`, `11010519491231002X`, 1),
		"since after the day": strings.Replace(good, `2025-07-31"`, `2025-07-31","since":"2025-08-01"`, 1),
	} {
		var form *FormError
		if _, err := Decode("premium.received", 1, []byte(bad)); !errors.As(err, &form) {
			t.Errorf("%s: %s: got %v, want a FormError", name, bad, err)
		}
	}
	var version *VersionError
	if _, err := Decode("premium.received", 2, []byte(good)); !errors.As(err, &version) {
		t.Errorf("a newer version: got %v", err)
	}
	var unknown *UnknownTypeError
	if _, err := Decode("premium.recieved", 1, []byte(good)); !errors.As(err, &unknown) {
		t.Errorf("an unknown type: got %v", err)
	}
}

// An upcast chain brings every old version to the newest.
func TestUpcast(t *testing.T) {
	d := *premiumReceived
	d.upcasts = []upcast{func(data []byte) ([]byte, error) { // v1 called the fund "book"
		return bytes.Replace(data, []byte(`"book"`), []byte(`"fund"`), 1), nil
	}}
	v1 := []byte(`{"amount":"400.00","count":1,"document":"2025-0001","book":"441300.390","occurred_on":"2025-07-31"}`)
	e, err := d.decode(d.wire, 1, v1)
	if err != nil || e.(PremiumReceived).Fund != "441300.390" {
		t.Fatalf("got %+v, %v", e, err)
	}
	if d.version() != 2 {
		t.Errorf("version %d, want 2", d.version())
	}
	if _, err := d.decode(d.wire, 2, v1); err == nil {
		t.Error("version 2 took the bytes of version 1")
	}
}

func TestParseReportsEveryProblem(t *testing.T) {
	cells := map[string]string{"amount": "1.234", "occurred_on": "2025-02-30", "fund": "441300.395", "count": "1e3"}
	_, problems := Parse("premium.received", func(f string) string { return cells[f] })
	var fields []string
	for _, p := range problems {
		fields = append(fields, p.Field)
		if p.Why.ZH == "" || p.Why.EN == "" || p.Remedy.ZH == "" || p.Remedy.EN == "" {
			t.Errorf("%s: not told in both languages: %+v", p.Field, p)
		}
	}
	if got := strings.Join(fields, " "); got != "amount count document fund occurred_on" {
		t.Errorf("problems with %s", got)
	}
}

func TestContradictions(t *testing.T) {
	day := reimbursementReversed.example.Common().OccurredOn
	for name, e := range map[string]Event{
		"paid after its reversal":   ReimbursementReversed{Fact: exampleFact(1), Fund: "441300.390", Amount: 1, Of: "R", PaidOn: day + 1},
		"relief from no aid fund":   ReliefPaid{Fact: exampleFact(1), Fund: "441300.390", Person: "0123456789abcdef0123456789abcdef", Amount: 1},
		"premium of the aid fund":   PremiumReceived{Fact: exampleFact(1), Fund: "441300.610", Amount: 1},
		"one relief without person": ReliefPaid{Fact: exampleFact(1), Fund: "441300.610", Amount: 1},
		"one clawback from nobody":  ClawbackOrdered{Fact: exampleFact(1), Case: "1", Fund: "441300.390", Channel: Inspection, Amount: 1},
		"recovered before payment":  ClawbackReceived{Fact: exampleFact(1), Case: "1", Fund: "441300.390", Subject: Agency, Channel: Inspection, Amount: 1, PaidYear: 2026},
		"one unnamed institution":   InstitutionTerminated{Fact: exampleFact(1), Region: "441300"},
		"booked before it occurred": SubsidyReceived{Fact: Fact{Document: "1", OccurredOn: day, BookedOn: day - 1, Count: 1}, Fund: "441300.390", Amount: 1},
		"a part of residents":       OtherReceived{Fact: exampleFact(1), Fund: "441300.390", Part: fund.Pool, Amount: 1},
		"no part of employees":      GrantPaid{Fact: exampleFact(1), Fund: "441300.310", Level: Upper, Amount: 1},
		"care of the other part":    ReimbursementPaid{Fact: exampleFact(1), Fund: "441300.310", Part: fund.Pool, Care: fund.Pharmacy, Amount: 1},
		"care of the aid fund": ClawbackReceived{Fact: exampleFact(1), Case: "1", Fund: "441300.610", Subject: Agency, Channel: Inspection,
			Care: fund.Inpatient, Amount: 1},
		"moved nowhere":             MoneyMoved{Fact: exampleFact(0), Fund: "441300.390", From: account.Cash, To: account.Cash, Amount: 1},
		"split of residents":        PremiumSplit{Fact: exampleFact(0), Fund: "441300.390", Part: fund.Pool, Amount: 1},
		"split without its part":    InterestSplit{Fact: exampleFact(0), Fund: "441300.310", Amount: 1},
		"transfer of residents":     TransferPaid{Fact: exampleFact(1), Fund: "441300.390", Amount: 1},
		"insurer of the aid fund":   InsurerPaid{Fact: exampleFact(1), Fund: "441300.610", Amount: 1},
		"benefits of the aid fund":  PrepaymentSetOff{Fact: exampleFact(0), Fund: "441300.610", Item: "1", Purpose: OtherPurpose, Amount: 1},
		"interest without its part": LoanRepaid{Fact: exampleFact(0), Fund: "441300.310", Item: "1", Amount: 1, Interest: 1},
		"clearing as a prepayment":  PrepaymentPaid{Fact: exampleFact(0), Fund: "441300.390", Item: "1", Purpose: CrossRegionClearing, Amount: 1},
		"income as an opening":      AccountOpened{Fact: exampleFact(0), Fund: "441300.390", Account: account.Premiums, Amount: 1},
		"closed on another day":     PeriodClosed{Fact: exampleFact(0), Fund: "441300.390", Period: "2025-08", Balances: "-"},
		"a reversal reversed":       reversalOf(factReversed.example, day+9),
		"reversed before the fact":  reversalOf(subsidyReceived.example, day-1),
		"the reversal of no fact":   FactReversed{Fact: exampleFact(0), Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: "subsidy.received", OfVersion: 2, OfData: "{}"},
	} {
		if problems := Check(e); len(problems) != 1 {
			t.Errorf("%s: %d problems, want 1: %+v", name, len(problems), problems)
		}
		if _, _, _, err := Encode(e); err == nil {
			t.Errorf("%s: encoded", name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for i, d := range registry {
		_, _, data, _ := Encode(d.example)
		f.Add(uint8(i), data)
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		d := registry[int(which)%len(registry)]
		if !decodesAlike(t, d, data) {
			return
		}
		e, err := Decode(d.wire, d.version(), data)
		if err != nil {
			t.Fatal(err)
		}
		_, _, again, err := Encode(e)
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%s: decoded %q, encodes to %q (%v)", d.wire, data, again, err)
		}
		if !json.Valid(data) {
			t.Fatalf("accepted bytes that are not JSON: %q", data)
		}
		if want, err := peer.Transform(data); err != nil || !bytes.Equal(want, data) {
			t.Fatalf("accepted bytes that are not canonical: %q, want %q", data, want)
		}
	})
}

// What a person types, once accepted, survives the ledger unchanged.
func FuzzParse(f *testing.F) {
	f.Add(uint8(3), "400", "1", "P-1", "441300.390", "2025-07-31")
	f.Add(uint8(9), "１２", "1e3", "", "x", "2025-02-30")
	f.Fuzz(func(t *testing.T, which uint8, amount, count, document, id, on string) {
		d := registry[int(which)%len(registry)]
		e, problems := Parse(d.wire, func(name string) string {
			switch name {
			case "amount":
				return amount
			case "count":
				return count
			case "document", "note", "name", "case", "of":
				return document
			case "fund", "aid_fund":
				return id
			case "occurred_on", "paid_on":
				return on
			}
			return ""
		})
		if len(problems) > 0 {
			return
		}
		wire, version, data, err := Encode(e)
		if err != nil {
			t.Fatalf("parsed but not encodable: %+v: %v", e, err)
		}
		if back, err := Decode(wire, version, data); err != nil || back != e {
			t.Fatalf("%+v came back as %+v, %v", e, back, err)
		}
	})
}
