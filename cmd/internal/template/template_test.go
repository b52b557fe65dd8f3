package template

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
)

// valuesOf are the fields of a fact that people fill in.
func valuesOf(e event.Event) map[string]string {
	values := map[string]string{}
	for name, text := range event.Values(e) {
		if !Computed(name) {
			values[name] = text
		}
	}
	return values
}

// fill writes the example of every type below its headings, as a person would: amounts, counts and
// dates as numbers, choices by their names.
func fill(t *testing.T, f *excelize.File, l lang.Lang, types []event.Type) {
	t.Helper()
	for _, typ := range types {
		sheet, values := SheetName(typ, l), valuesOf(typ.Example)
		for i, field := range Fields(typ) {
			cell, err := excelize.CoordinatesToCellName(i+1, firstRow)
			text := values[field.Name]
			if text == "" {
				continue
			}
			var value any = text
			for _, w := range field.Words {
				if w.Code == text {
					value = w.Name.In(l)
				}
			}
			switch field.Form {
			case event.FormYuan, event.FormWhole:
				n, errOf := strconv.ParseFloat(text, 64)
				value, err = n, errors.Join(err, errOf)
			case event.FormDate:
				day, errOf := time.Parse(time.DateOnly, text)
				value, err = int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24), errors.Join(err, errOf)
			}
			if err := errors.Join(err, f.SetCellValue(sheet, cell, value)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What is filled into a template is read as the facts that were meant, in both languages, and the
// example above the headings is none of them.
func TestWhatIsFilledInIsRead(t *testing.T) {
	words, types := clerk.New(), event.Types()
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		var b bytes.Buffer
		if err := Write(&b, l, types); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		fill(t, f, l, types)
		path := filepath.Join(t.TempDir(), "filled.xlsx")
		if err := errors.Join(f.SaveAs(path), f.Close()); err != nil {
			t.Fatal(err)
		}
		r, err := rows.Open(path, words.Field)
		if err != nil {
			t.Fatal(err)
		}
		read := map[string]bool{}
		for {
			row, faults, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || len(faults) > 0 {
				t.Fatal(faults, err)
			}
			wire, known := Wire(row.Head().Sheet)
			typ, _ := event.TypeOf(wire)
			if !known || read[wire] {
				t.Fatalf("a row of %q, read before: %t", row.Head().Sheet, read[wire])
			}
			read[wire] = true
			got := map[string]string{}
			for _, field := range typ.Fields {
				text, _ := row.Get(field.Name)
				if text != "" && len(field.Words) > 0 {
					text = words.Value(field, text)
				}
				got[field.Name] = text
			}
			e, problems := event.Parse(wire, func(field string) string { return got[field] })
			if len(problems) > 0 {
				t.Errorf("%s: %v", wire, problems)
				continue
			}
			if is, want := valuesOf(e), valuesOf(typ.Example); !maps.Equal(is, want) {
				t.Errorf("%s: read %v, want %v", wire, is, want)
			}
		}
		if err := r.Close(); err != nil || len(read) != len(types) {
			t.Errorf("%s: %d of %d types were read, %v", l, len(read), len(types), err)
		}
	}
}

// Every name of a closed list stands for one code.
func TestChoices(t *testing.T) {
	words := clerk.New()
	for _, typ := range event.Types() {
		for _, field := range typ.Fields {
			for _, w := range field.Words {
				for _, name := range []string{w.Name.ZH, w.Name.EN} {
					if got := words.Value(field, name); got != w.Code {
						t.Errorf("%s, %s: %q is read as %q, want %q", typ.Wire, field.Name, name, got, w.Code)
					}
				}
			}
		}
	}
}

// What the program fills in is what the documentation of fields says.
func TestComputed(t *testing.T) {
	for _, typ := range event.Types() {
		for _, f := range typ.Fields {
			m := f.Meaning()
			said := strings.Contains(m.Title.ZH+m.Format.ZH, "由程序填写")
			if said != Computed(f.Name) {
				t.Errorf("%s: filled in by the program: %t; said: %t", f.Name, Computed(f.Name), said)
			}
			if f.Required && Computed(f.Name) {
				t.Errorf("%s of %s must be filled in, and is left out", f.Name, typ.Wire)
			}
		}
	}
}

// A sheet has its headings, colours, notes, choices and formats.
func TestSheet(t *testing.T) {
	typ, _ := event.TypeOf("premium.received")
	var b bytes.Buffer
	if err := Write(&b, lang.ZH, []event.Type{typ}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all, err := f.GetRows("收到保险费")
	if err != nil || len(all) != headRow {
		t.Fatal(all, err)
	}
	if got, want := fmt.Sprint(all[2:]), "[[2025-0001 2025-07-31 441300.390 400.00 1] [凭证号 业务日期 基金 金额 笔数 基金部分 缴费来源 起始日期 资金账户 备注]]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	notes, err := f.GetComments("收到保险费")
	if err != nil || len(notes) != 10 || !slices.ContainsFunc(notes, func(c excelize.Comment) bool {
		return c.Cell == "D4" && strings.Contains(c.Text, "元，最多两位小数")
	}) {
		t.Error(notes, err)
	}
	lists, err := f.GetDataValidations("收到保险费")
	if err != nil || len(lists) != 3 || lists[2].Formula1 != "'选项'!$C$1:$C$5" || lists[2].Sqref != "I5:I1048576" {
		t.Errorf("%+v %+v %v", *lists[0], *lists[1], err)
	}
	if visible, err := f.GetSheetVisible("选项"); err != nil || visible {
		t.Error("the list of choices is seen", err)
	}
	for column, format := range map[string]string{"A": "@", "B": "yyyy-mm-dd", "C": "@", "D": "#,##0.00", "E": "0", "I": "@"} {
		id, err := f.GetColStyle("收到保险费", column)
		style, errStyle := f.GetStyle(id)
		if err := errors.Join(err, errStyle); err != nil {
			t.Fatal(err)
		}
		got := map[int]string{49: "@", 1: "0"}[style.NumFmt]
		if style.CustomNumFmt != nil {
			got = *style.CustomNumFmt
		}
		if got != format {
			t.Errorf("%s: %s, want %s", column, got, format)
		}
	}
}

func TestSameBytes(t *testing.T) {
	var first []byte
	for range 3 {
		var b bytes.Buffer
		if err := Write(&b, lang.ZH, event.Types()); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		} else if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("the same types gave other bytes")
		}
	}
}

func TestFull(t *testing.T) {
	if err := Write(full{}, lang.EN, event.Types()[:1]); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}

// full is a file that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }
