package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/cmd/internal/paper/sheet"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/recoveries"
)

// workbookReports are reports of every kind of a ledger with some funds.
func workbookReports(funds []fund.ID) map[string][]string {
	reports := map[string][]string{
		"balance": {"balance"}, "balance-wan": {"balance", "--unit", "wan"}, "balance-zh": {"balance", "--lang", "zh", "--unit", "yi"},
		"detail": {"balance", "--detail"}, "yearly": {"balance", "--yearly"}, "total": {"balance", "--yearly", "--total", "--lang", "zh"},
		"statistics": {"statistics", "--lang", "zh"}, "page": {"balance", "--limit", "1"}, "events": {"events", "--lang", "zh"},
		"fines": {"case", "fines"}, "orders": {"case", "orders"}, "cases": {"case", "list"}, "penalties": {"case", "penalties"},
		"reliefs": {"relief", "list"}, "institutions": {"institution", "list"}, "exceptions": {"exceptions"}, "replay": {"replay"},
		"diff": {"diff", "--known-at", "2025-12-01T03:00:00Z", "--known-at", "2026-01-01"}, "steps": {"replay", "--step", "--lang", "zh"},
	}
	for _, by := range recoveries.Groupings() {
		reports["recoveries-"+string(by)] = []string{"recoveries", "--by", string(by)}
	}
	for i, id := range funds {
		of, n := string(id), strconv.Itoa(i)
		reports["trial"+n] = []string{"trial", "--fund", of, "--year", "2025", "--lang", "zh"}
		reports["income"+n] = []string{"statement", "income", "--fund", of, "--month", "2025-03", "--lang", "zh"}
		reports["sheet"+n] = []string{"statement", "balance-sheet", "--fund", of, "--month", "2025-03"}
		reports["journal"+n] = []string{"journal", "--fund", of, "--year", "2025", "--unit", "wan", "--lang", "zh"}
		reports["bridge"+n] = []string{"bridge", "--fund", of, "--year", "2025", "--to", "statistics"}
		reports["explain"+n] = []string{"explain", of + "/1003+1001"}
	}
	return reports
}

// madeWorkbooks is a folder with a workbook of every report, and what each has in JSON.
func madeWorkbooks(t *testing.T) (dir string, inJSON map[string]reportRows) {
	t.Helper()
	ask, funds := worldFolder(t, 3, 60)
	dir, inJSON = t.TempDir(), map[string]reportRows{}
	for name, args := range workbookReports(funds) {
		var rows reportRows
		text, err := ask(append(slices.Clone(args), "--format", "json")...)
		if err == nil {
			err = json.Unmarshal([]byte(text), &rows)
		}
		if err != nil && strings.HasPrefix(name, "sheet") {
			continue // of a fund whose sheet does not balance in this world
		}
		if err != nil {
			t.Errorf("%v: %v", args, err)
			continue
		}
		if _, err := ask(append(slices.Clone(args), "--out", filepath.Join(dir, name+".xlsx"))...); err != nil {
			t.Errorf("%v: %v", args, err)
			continue
		}
		inJSON[name] = rows
	}
	return dir, inJSON
}

// opened opens a workbook.
func openedBook(t *testing.T, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// rawRows are the cells of a sheet as they are stored.
func rawRows(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Every cell of a report stands in its workbook, as it is in JSON.
func TestWorkbooksHaveWhatJSONHas(t *testing.T) {
	dir, inJSON := madeWorkbooks(t)
	compared := 0
	for name, report := range inJSON {
		f := openedBook(t, filepath.Join(dir, name+".xlsx"))
		sheets := f.GetSheetList()
		rows, keys := rawRows(t, f, sheets[1])[3:], columnKeys(t, rawRows(t, f, sheets[len(sheets)-2]), rawRows(t, f, sheets[1])[2])
		names := map[string]map[string]string{}
		if len(keys) == 0 || len(rows) < len(report.Rows) {
			t.Fatalf("%s: %d columns, %d rows for %d", name, len(keys), len(rows), len(report.Rows))
		}
		for i, row := range report.Rows {
			for column, key := range keys {
				cell := ""
				if column < len(rows[i]) {
					cell = rows[i][column]
				}
				if names[key] == nil {
					names[key] = map[string]string{}
				}
				if !sameAsJSON(row[key], cell, names[key]) {
					t.Errorf("%s: row %d: %s is %v in JSON and %q here", name, i+1, key, row[key], cell)
				}
				compared++
			}
		}
	}
	if compared < 3000 {
		t.Errorf("only %d cells compared", compared)
	}
}

// columnKeys are the names in JSON of the columns of a sheet, as the notes list them. Columns of
// another unit have none.
func columnKeys(t *testing.T, notes [][]string, headings []string) map[int]string {
	t.Helper()
	keys, at := map[int]string{}, 0
	for n, row := range notes {
		if len(row) < 2 || row[0] != "column" && row[0] != "栏" {
			continue
		}
		for _, row := range notes[n+1:] {
			if len(row) < 2 {
				return keys
			}
			for at < len(headings) && headings[at] != row[0] {
				at++
			}
			if at == len(headings) {
				t.Fatalf("there is no column %s in %q", row[0], headings)
			}
			keys[at] = row[1]
			at++
		}
	}
	return keys
}

// sameAsJSON reports whether a cell has what a value in JSON has: of a value of a closed list
// its name, always the same.
func sameAsJSON(value any, cell string, names map[string]string) bool {
	number, err := strconv.ParseFloat(cell, 64)
	switch v := value.(type) {
	case nil:
		return err != nil // empty, or the reason
	case float64:
		return err == nil && number == v
	case string:
		cell, v = strings.TrimSpace(cell), strings.TrimSpace(v)
		if cell == v || err == nil && dayOf(number) == v {
			return true
		}
		if of, errOf := strconv.ParseFloat(v, 64); errOf == nil && err == nil {
			return number == of || number == -of // a balance on the other side
		}
		if names[v] == "" {
			names[v] = cell
		}
		return cell != "" && names[v] == cell
	}
	return false
}

// dayOf is the date that has a number.
func dayOf(number float64) string {
	at, err := excelize.ExcelDateToTime(number, false)
	if err != nil {
		return ""
	}
	return at.Format("2006-01-02")
}

// recalculating is the configuration of LibreOffice in which it computes what it opens anew.
const recalculating = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// calc converts all workbooks of a folder with LibreOffice, which starts once, computes their
// formulas, and puts what it made into another folder.
func calc(t *testing.T, dir, to, filter string) {
	t.Helper()
	profile := filepath.Join(t.TempDir(), "profile")
	err := os.MkdirAll(filepath.Join(profile, "user"), 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(recalculating), 0o600)
	}
	files, errFiles := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err := errors.Join(err, errFiles); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--convert-to", filter, "--outdir", to}, files...)
	cmd := exec.CommandContext(t.Context(), "soffice", args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
}

// wrongWorkbook is a workbook with a formula whose stored value is wrong.
func wrongWorkbook(t *testing.T, path string) {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	s, err := f.NewStreamWriter("Sheet1")
	if err == nil {
		err = errors.Join(s.SetRow("A1", []any{excelize.Cell{Value: 3, Formula: "1+1"}}), s.Flush(), f.SaveAs(path))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// paperWorkbook is a document with a part of every kind as a workbook.
func paperWorkbook(t *testing.T, path string) {
	t.Helper()
	var b bytes.Buffer
	err := sheet.Write(&b, papertest.Sample(lang.ZH), "root")
	if err == nil {
		err = os.WriteFile(path, b.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// LibreOffice opens our workbooks, computes them, and comes to the same values in every cell.
func TestWorkbooksInLibreOffice(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice is not installed (Debian: libreoffice-calc-nogui)")
	}
	dir, inJSON := madeWorkbooks(t)
	wrongWorkbook(t, filepath.Join(dir, "wrong.xlsx"))
	paperWorkbook(t, filepath.Join(dir, "paper.xlsx"))
	again, text := t.TempDir(), t.TempDir()
	calc(t, dir, again, "xlsx:Calc MS Excel 2007 XML")
	calc(t, dir, text, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1")
	if got := rawRows(t, openedBook(t, filepath.Join(again, "wrong.xlsx")), "Sheet1")[0][0]; got != "2" {
		t.Fatalf("LibreOffice did not compute anew: 1+1 is %s", got)
	}
	formulas := 0
	for _, name := range append(slices.Sorted(maps.Keys(inJSON)), "paper") {
		ours, theirs := openedBook(t, filepath.Join(dir, name+".xlsx")), openedBook(t, filepath.Join(again, name+".xlsx"))
		for _, sheet := range ours.GetSheetList() {
			rows := rawRows(t, ours, sheet)
			if why := unlikeRows(rows, rawRows(t, theirs, sheet)); why != "" {
				t.Errorf("%s, %s: %s", name, sheet, why)
			}
			if why := unlikeRows(rows, csvRows(t, filepath.Join(text, name+"-"+sheet+".csv"))); why != "" {
				t.Errorf("%s, %s as CSV: %s", name, sheet, why)
			}
			for r, row := range rows {
				for c := range row {
					if formula, err := ours.GetCellFormula(sheet, cellName(c, r)); err == nil && formula != "" {
						formulas++
					}
				}
			}
		}
	}
	if formulas < 500 {
		t.Errorf("only %d formulas compared", formulas)
	}
}

func cellName(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column+1, row+1)
	return name
}

// csvRows reads a CSV file of LibreOffice.
func csvRows(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// unlikeRows says where the cells of two sheets differ.
func unlikeRows(a, b [][]string) string {
	for r := range max(len(a), len(b)) {
		var x, y []string
		if r < len(a) {
			x = a[r]
		}
		if r < len(b) {
			y = b[r]
		}
		for c := range max(len(x), len(y)) {
			var one, other string
			if c < len(x) {
				one = x[c]
			}
			if c < len(y) {
				other = y[c]
			}
			if !sameStored(one, other) {
				return fmt.Sprintf("%s is %q, and %q in LibreOffice", cellName(c, r), one, other)
			}
		}
	}
	return ""
}

// sameStored reports whether two values are the same: numbers as numbers, also as dates and truths.
func sameStored(a, b string) bool {
	if a == b {
		return true
	}
	x, errA := strconv.ParseFloat(a, 64)
	y, errB := strconv.ParseFloat(b, 64)
	return errA == nil && (errB == nil && x == y || dayOf(x) == b || a == "1" && b == "TRUE")
}
