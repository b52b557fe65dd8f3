package mending

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
)

func names(heading string) (string, bool) {
	name, known := map[string]string{"类型": "type", "凭证号": "document", "金额": "amount"}[heading]
	return name, known
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// example writes a workbook with what clerks have in theirs.
func example(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	must(t, f.SetSheetName("Sheet1", "收入"))
	for cell, value := range map[string]any{
		"A1": "2025年", "A2": "类型", "B2": "凭证号", "C2": "金额", "A3": "a", "B3": "0012", "C3": 1.5, "A4": "b", "B4": "2", "C4": 2, "F3": "边注", "D9": "又注",
	} {
		must(t, f.SetCellValue("收入", cell, value))
	}
	must(t, f.SetCellFormula("收入", "C5", "SUM(C3:C4)"))
	must(t, f.MergeCell("收入", "A1", "C1"))
	must(t, f.SetColWidth("收入", "A", "A", 33))
	must(t, f.SetRowVisible("收入", 4, false))
	money, err := f.NewStyle(&excelize.Style{NumFmt: 4, Font: &excelize.Font{Bold: true}})
	must(t, err)
	must(t, f.SetCellStyle("收入", "C3", "C4", money))
	validation := excelize.NewDataValidation(true)
	validation.Sqref = "A3:A9"
	must(t, validation.SetDropList([]string{"a", "b"}))
	must(t, f.AddDataValidation("收入", validation))
	must(t, f.AddComment("收入", excelize.Comment{Cell: "B3", Text: "原件在柜"}))
	_, err = f.NewSheet("说明")
	must(t, err)
	must(t, f.SetCellStr("说明", "A1", "不读"))
	path := filepath.Join(t.TempDir(), "账.xlsx")
	must(t, f.SaveAs(path))
	return path
}

func faultAt(place, field, why string) rows.Fault {
	return rows.Fault{Place: place, Line: 1, Field: field, Found: "x", Why: lang.Text{ZH: why, EN: why}}
}

// cells returns everything that stands in a sheet, with formulas.
func cells(t *testing.T, path, sheet string) map[string]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	must(t, err)
	defer f.Close() //nolint:errcheck // read only
	all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	must(t, err)
	out := map[string]string{}
	for r, row := range all {
		for c, text := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			must(t, err)
			formula, err := f.GetCellFormula(sheet, cell)
			must(t, err)
			if text != "" || formula != "" {
				out[cell] = text + formula
			}
		}
	}
	return out
}

// coloured returns the cells of A1:H9 that have our colour.
func coloured(t *testing.T, path string) (out []string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	must(t, err)
	defer f.Close() //nolint:errcheck // read only
	for r := 1; r <= 9; r++ {
		for c := 'A'; c <= 'H'; c++ {
			cell := string(c) + strconv.Itoa(r)
			id, err := f.GetCellStyle("收入", cell)
			must(t, err)
			style, err := f.GetStyle(id)
			must(t, err)
			if strings.Contains(strings.Join(style.Fill.Color, " "), colour) {
				out = append(out, cell)
			}
		}
	}
	return out
}

func TestWrite(t *testing.T) {
	path := example(t)
	before, err := os.ReadFile(path)
	must(t, err)
	faults := []rows.Fault{
		faultAt("收入!C3", "amount", "太小"), faultAt("收入!A3", "type", "没有"), faultAt("收入!C3", "amount", "太小"), faultAt("收入!4", "", "缺"),
		faultAt("收入!B2", "document", "不认得"), faultAt("别的!A1", "type", "不在这里"), {Why: lang.Text{ZH: "整个文件"}},
	}
	to, err := Write(path, faults, names, lang.ZH)
	must(t, err)
	if to != strings.TrimSuffix(path, ".xlsx")+".faults.xlsx" {
		t.Error(to)
	}
	want := cells(t, path, "收入")
	want["E2"] = "问题"
	want["E3"] = "document 列：现为“x”：不认得"
	got := cells(t, to, "收入")
	if got["E3"] != "amount 列：现为“x”：太小\ntype 列：现为“x”：没有\n表头：document 列：现为“x”：不认得" || got["E4"] != "现为“x”：缺" {
		t.Errorf("%q, %q", got["E3"], got["E4"])
	}
	want["E3"], want["E4"] = got["E3"], got["E4"]
	for cell, text := range want {
		if got[cell] != text {
			t.Errorf("%s is %q, was %q", cell, got[cell], text)
		}
	}
	if len(got) != len(want) || strings.Join(coloured(t, to), " ") != "B2 E2 A3 C3 E3 E4" {
		t.Errorf("%v, coloured %v", got, coloured(t, to))
	}
	f, err := excelize.OpenFile(to)
	must(t, err)
	id, err := f.GetCellStyle("收入", "C3")
	must(t, err)
	style, err := f.GetStyle(id)
	must(t, err)
	merged, err := f.GetMergeCells("收入")
	must(t, err)
	validations, err := f.GetDataValidations("收入")
	must(t, err)
	comments, err := f.GetComments("收入")
	must(t, err)
	width, err := f.GetColWidth("收入", "A")
	must(t, err)
	visible, err := f.GetRowVisible("收入", 4)
	must(t, err)
	if style.NumFmt != 4 || !style.Font.Bold || len(merged) != 1 || len(validations) != 1 || len(comments) != 1 || width != 33 || visible {
		t.Errorf("%+v %v %v %v %v %v", style, merged, validations, comments, width, visible)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Error("the clerk's own file was changed")
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	// The column is not read, and what is mended loses its colour and its text.
	r, err := rows.Open(to, names)
	must(t, err)
	defer r.Close() //nolint:errcheck // read only
	for {
		row, _, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, err)
		if text, some := row.Get(rows.FaultColumn); some {
			t.Error(text)
		}
	}
	again, err := Write(to, []rows.Fault{faultAt("收入!A4", "type", "没有")}, names, lang.ZH)
	must(t, err)
	got = cells(t, again, "收入")
	if got["E2"] != "问题" || got["E3"] != "" || got["E4"] != "type 列：现为“x”：没有" || got["G2"] != "" || strings.Join(coloured(t, again), " ") != "E2 A4 E4" {
		t.Errorf("%v, coloured %v", got, coloured(t, again))
	}
	// A name that is taken is not used.
	second, err := Write(path, faults, names, lang.ZH)
	must(t, err)
	if second != strings.TrimSuffix(path, ".xlsx")+".faults-3.xlsx" {
		t.Error(second)
	}
}

// A workbook that would not fit into memory is not opened.
func TestTooLarge(t *testing.T) {
	path := example(t)
	if err := small(path, 100); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	if err := small(path, 100_000); err != nil {
		t.Error(err)
	}
}
