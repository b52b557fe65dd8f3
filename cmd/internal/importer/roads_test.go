package importer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// The same facts as our own file has them, and as offices do.
const (
	ours = "type,document,occurred_on,fund,institution,person,amount,count,care,region,name,note\n" +
		"fund.established,F-1,2024-12-31,441300.390,,,,,,,惠州市城乡居民基本医疗保险基金,\n" +
		"fund.opened,F-2,2024-12-31,441300.390,,,5000000.00,,,,,期初\n" +
		"institution.designated,D-1,2025-01-01,,H44130200026,,,,,441300,某医院,\n" +
		"premium.received,0012,2025-01-31,441300.390,,,1200000.00,3000,,,,\n" +
		"subsidy.received,S-1,2025-03-31,441300.390,,,2010000.10,,,,,\"第一季度, \"\"预拨\"\"\"\n" +
		"reimbursement.paid,R-1,2025-02-28,441300.390,H44130200026,1234567890123456789X,506.87,,inpatient,,,\n"
	chinese = "类型,凭证号,业务日期,基金,机构编码,人员编号,金额,笔数,待遇类别,统筹区,名称,备注\n" +
		"设立基金账套,F-1,2024/12/31,441300.390,,,,,,,惠州市城乡居民基本医疗保险基金,\n" +
		"期初余额,F-2,2024.12.31,441300.390,,,5000000,,,,,期初\n" +
		"确定定点医药机构,D-1,20250101,,H44130200026,,,,,441300,某医院,\n" +
		"收到保险费,0012,2025年1月31日,441300.390,,,1200000,3000,,,,\n" +
		"收到财政补助,S-1,2025/3/31 0:00,441300.390,,,2010000.1,,,,,\"第一季度, \"\"预拨\"\"\"\n" +
		"支付医保待遇,R-1,2025-2-28,441300.390,H44130200026,1234567890123456789X,506.87,,住院,,,\n"
)

// titled puts the titles of types into the Chinese file: whatever they are called today.
func titled(t *testing.T) string {
	t.Helper()
	text := chinese
	for title, wire := range map[string]string{
		"设立基金账套": "fund.established", "期初余额": "fund.opened", "确定定点医药机构": "institution.designated", "收到保险费": "premium.received",
		"收到财政补助": "subsidy.received", "支付医保待遇": "reimbursement.paid",
	} {
		text = strings.Replace(text, title+",", titleOf(t, wire)+",", 1)
	}
	return text
}

// into imports files into a new ledger, and returns it.
func into(t *testing.T, paths ...string) *memory.Store {
	t.Helper()
	var s memory.Store
	for _, path := range paths {
		o := options(t, path)
		lines := told(&o)
		if _, err := importer.Import(context.Background(), &s, o); err != nil {
			t.Fatal(err, *lines)
		}
	}
	return &s
}

// bookOfRows writes a workbook with what a clerk types: dates as dates, amounts as numbers, the rest as text.
func bookOfRows(t *testing.T, csv string) string {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr("yyyy/m/d")})
	must(err)
	must(f.SetCellStr("Sheet1", "A1", "2025年明细"))
	for i, line := range strings.Split(strings.TrimSpace(strings.ReplaceAll(csv, `"第一季度, ""预拨"""`, "第一季度； 预拨")), "\n") {
		for column, text := range strings.Split(strings.ReplaceAll(line, "第一季度； 预拨", "第一季度；预拨"), ",") {
			cell, err := excelize.CoordinatesToCellName(column+1, i+2)
			must(err)
			var amount float64
			date, isDate := time.Parse(time.DateOnly, text)
			_, isAmount := fmt.Sscanf(text, "%f", &amount)
			switch {
			case text == "":
			case isDate == nil:
				must(f.SetCellValue("Sheet1", cell, date))
				must(f.SetCellStyle("Sheet1", cell, cell, day))
			case column == 6 && i > 0 && isAmount == nil:
				must(f.SetCellFloat("Sheet1", cell, amount, -1, 64))
			case column == 7 && i > 0:
				must(f.SetCellFloat("Sheet1", cell, amount, -1, 64))
			default:
				must(f.SetCellStr("Sheet1", cell, strings.ReplaceAll(text, "第一季度；预拨", `第一季度, "预拨"`)))
			}
		}
	}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	must(f.SaveAs(path))
	return path
}

func ptr[T any](v T) *T { return &v }

// Whatever program wrote them, the same facts are the same events with the same ids.
func TestEveryRoad(t *testing.T) {
	want := into(t, write(t, "ours.csv", ours))
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(titled(t), "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	var objects strings.Builder
	head, rest, _ := strings.Cut(titled(t), "\n")
	names := strings.Split(head, ",")
	for _, line := range strings.Split(strings.TrimSpace(rest), "\n") {
		line = strings.ReplaceAll(line, `"第一季度, ""预拨"""`, `第一季度； 预拨`)
		var members []string
		for i, text := range strings.Split(line, ",") {
			if text != "" {
				text = strings.ReplaceAll(text, "第一季度； 预拨", `第一季度, \"预拨\"`)
				members = append(members, fmt.Sprintf(`"%s": "%s"`, names[i], text))
			}
		}
		objects.WriteString("{" + strings.Join(members, ", ") + "}\n")
	}
	for name, path := range map[string]string{
		"Excel: CSV in GBK":             write(t, "excel.csv", gbk),
		"WPS: CSV in UTF-8 with a mark": write(t, "wps.csv", "\ufeff"+strings.ReplaceAll(titled(t), "\n", "\r\n")),
		"under a title":                 write(t, "titled.csv", "2025年度收支明细,,,,,,,,,,,\n单位：元,,,,,,,,,,,\n"+titled(t)),
		"parted by tabs":                write(t, "tabs.csv", strings.ReplaceAll(strings.ReplaceAll(titled(t), "\"第一季度, \"\"预拨\"\"\"", "\"第一季度， \"\"预拨\"\"\""), ",", "\t")),
		"in ten thousands":              write(t, "wan.csv", strings.NewReplacer("金额,", "金额（万元）,", "5000000,", "500,", "1200000,", "120,", "2010000.1,", "201.00001,", "506.87,", "0.050687,").Replace(titled(t))),
		"JSON Lines":                    write(t, "facts.jsonl", objects.String()),
		"a workbook":                    bookOfRows(t, ours),
		"a workbook in Chinese":         bookOfRows(t, titled(t)),
	} {
		if name == "parted by tabs" { // the comma of a remark is another one there
			same(t, into(t, path), into(t, write(t, "ours.csv", strings.ReplaceAll(ours, "第一季度, ", "第一季度， "))))
			continue
		}
		t.Run(name, func(t *testing.T) { same(t, into(t, path), want) })
	}
}

// What LibreOffice makes of our files comes in as they do: workbooks, CSV with every text in quotes.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed (soffice)")
	}
	want := into(t, write(t, "ours.csv", ours))
	dir := t.TempDir()
	convert := func(to string, path string) string {
		t.Helper()
		out, err := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", to, "--outdir", dir, path).CombinedOutput()
		made := filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))+"."+strings.Split(to, ":")[0])
		if _, missing := os.Stat(made); err != nil || missing != nil {
			t.Fatalf("%v %v\n%s", err, missing, out)
		}
		return made
	}
	book := convert("xlsx", bookOfRows(t, titled(t)))
	same(t, into(t, book), want)
	quoted := convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false", book)
	same(t, into(t, quoted), want)
}

// Rows of totals are checked and are no facts, whatever file they stand in.
func TestTotals(t *testing.T) {
	const head = "type,document,occurred_on,fund,amount,count,name\nfund.established,F,2024-12-31,441300.390,,,x\n"
	const two = "premium.received,P-1,2025-01-31,441300.390,1.10,2,\npremium.received,P-2,2025-01-31,441300.390,2.20,3,\n"
	const more = "premium.received,P-3,2025-02-28,441300.390,4.00,,\n"
	for name, test := range map[string]struct {
		rows   string
		facts  int
		totals int
		faults []string
	}{
		"agrees":               {two + "合计,,,,3.30,5,\n", 3, 1, nil},
		"with commas, blanks":  {two + "合　计：,,,,\"3.3\",,\n", 3, 1, nil},
		"does not agree":       {two + "合计,,,,3.31,5,\n", 0, 0, []string{`5: amount: the total 3.31 is not the sum of the rows, 3.3: the difference is 0.01; look for a row that is missing, there twice or changed`}},
		"both do not":          {two + "总计,,,,3,4,\n", 0, 0, []string{"5: amount: the total 3 is", "5: count: the total 4 is not the sum of the rows, 5"}},
		"subtotals":            {two + "小计,,,,3.30,5,\n" + more + "小计,,,,4,,\n合计,,,,7.30,5,\n", 4, 3, nil},
		"a wrong subtotal":     {two + "小计,,,,3.30,5,\n" + more + "小计,,,,7.30,,\n", 0, 1, []string{"7: amount: the total 7.3 is not the sum of the rows, 4: the difference is 3.3"}},
		"not a row of totals":  {two + "合计,P-4,,,3.30,,\n", 0, 0, []string{"5: type: found \"合计\": there is no such type"}},
		"nor one with a name":  {two + "共计,,,,3.30,,\n", 0, 0, []string{"5: type: found \"共计\": there is no such type"}},
		"in ten thousands yet": {two + "合计,,,,0.00033,,\n", 0, 0, []string{"5: amount: the total 0.00033 is not"}},
	} {
		t.Run(name, func(t *testing.T) {
			var s memory.Store
			o := options(t, write(t, "f.csv", head+test.rows))
			lines := told(&o)
			sum, err := importer.Import(context.Background(), &s, o)
			faulty := (*importer.FaultyError)(nil)
			if err != nil && !errors.As(err, &faulty) || (err == nil) != (len(test.faults) == 0) {
				t.Fatal(err, *lines)
			}
			if got := count(t, &s); got != test.facts || sum.Totals != test.totals || len(*lines) != len(test.faults) {
				t.Fatalf("%d facts, %d totals, told %q", got, sum.Totals, *lines)
			}
			for i, want := range test.faults {
				if !strings.HasPrefix((*lines)[i], want) {
					t.Errorf("told %q, not %q", (*lines)[i], want)
				}
			}
		})
	}
}

// Sheets of a workbook are one file: all of their facts or none, each fault at its cell.
func TestSheets(t *testing.T) {
	var f *excelize.File
	set := func(sheet, cell string, row ...any) {
		t.Helper()
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow(sheet, cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	premium := titleOf(t, "premium.received")
	path := filepath.Join(t.TempDir(), "book.xlsx")
	save := func(fund, day string, amount float64) {
		t.Helper()
		f = excelize.NewFile()
		set("Sheet1", "A1", "类型", "凭证号", "业务日期", "基金", "名称")
		set("Sheet1", "A2", "fund.established", "F-1", "2024-12-31", fund, "x")
		set(premium, "A3", "凭证号", "业务日期", "基金", "金额（万元）") // the sheet says the type
		set(premium, "A4", "P-1", "2025-01-31", "441300.390", 1.5)
		set(premium, "A5", "P-2", day, "441300.390", amount)
		set(premium, "A6", "合计", nil, nil, 2)
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
	}
	save("441300.390", "2025-01-31", 0.5)
	same(t, into(t, path), into(t, write(t, "f.csv", "type,document,occurred_on,fund,amount,name\nfund.established,F-1,2024-12-31,441300.390,,x\n"+
		"premium.received,P-1,2025-01-31,441300.390,15000.00,\npremium.received,P-2,2025-01-31,441300.390,5000.00,\n")))
	save("441300.999", "2025-02-30", 0.0000001)
	var s memory.Store
	o := options(t, path)
	o.Lang = lang.ZH
	lines := told(&o)
	_, err := importer.Import(context.Background(), &s, o)
	faulty := (*importer.FaultyError)(nil)
	if !errors.As(err, &faulty) || count(t, &s) != 0 {
		t.Fatal(err, *lines)
	}
	for _, want := range []string{"Sheet1!D2: 基金: ", premium + "!B5: 业务日期: ", premium + "!D5: 金额（万元）: ", premium + "!D6: 金额（万元）: the total 2 is not"} {
		if !strings.Contains(strings.Join(*lines, "\n"), want) {
			t.Errorf("%q was not told: %q", want, *lines)
		}
	}
}
