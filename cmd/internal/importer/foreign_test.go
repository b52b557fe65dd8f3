package importer_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// foreign is how a file becomes facts by a profile that is built in.
func foreign(t testing.TB, name string, values map[string]string) *importer.Foreign {
	t.Helper()
	p, known := profile.Named(name)
	if !known {
		t.Fatalf("there is no profile %s", name)
	}
	return &importer.Foreign{Profile: p, Given: profile.Given{Values: values}}
}

const taxHeadings = "社保经办机构,电子税票号码缴费凭证号,险种类型,单位编号,缴费类型,缴费人数,对应费款所属期,单位实缴金额（元）,个人实缴金额,利息,滞纳金,缴费标识,入国库时间,数据传输类型\n"

const ourBooks = "type,document,occurred_on,fund,name,part,via,amount,count,note\nfund.established,F-1,2024-12-31,441300.310,职工医保,,,,,\n"

// taxes returns a file of the tax office, and the same facts as a file of ours.
func taxes(seed uint64, rows int) (theirs, ours string, facts int) {
	random := rand.New(rand.NewPCG(seed, 18))
	var their, our strings.Builder
	their.WriteString(taxHeadings)
	our.WriteString(ourBooks)
	for n := range rows {
		day := fmt.Sprintf("%04d-%02d-%02d", 2025, 1+random.IntN(11), 1+random.IntN(28))
		unit, person := money.Fen(1+random.Int64N(9_000_000)), money.Fen(random.Int64N(3)*random.Int64N(1_000_000))
		late := money.Fen(random.Int64N(2) * random.Int64N(9_000))
		receipt := fmt.Sprintf("3441362607%08d", n)
		fmt.Fprintf(&their, "441300,%s,310,441300000001,正常缴费,%d,202507,\"%s\",%s,0.00,%s,1,%s 00:00:00,1\n",
			receipt, 10+n, money.Group(unit.String()), person, late, strings.ReplaceAll(day, "-", "/"))
		add := func(wire, suffix, part string, amount money.Fen, count int, note string) {
			if amount > 0 {
				facts++
				fmt.Fprintf(&our, "%s,%s-202507-%s,%s,441300.310,,%s,1005,%s,%d,%s\n", wire, receipt, suffix, day, part, amount, count, note)
			}
		}
		add("premium.received", "单位", "pool", unit, 1, "")
		add("premium.received", "个人", "personal", person, 10+n, "")
		add("other.received", "滞纳金", "pool", late, 1, "滞纳金")
	}
	return their.String(), our.String(), facts
}

// A file of others makes the facts that the same file in our own columns makes: the same events with
// the same ids in the same order. Its rows are counted as they stand in it.
func TestForeignIsOurs(t *testing.T) {
	for seed, rows := range []int{1, 40, 4000} {
		theirs, ours, facts := taxes(uint64(seed), rows)
		var a, b memory.Store
		base := options(t, write(t, "base.csv", ourBooks))
		if _, err := importer.Import(context.Background(), &a, base); err != nil {
			t.Fatal(err)
		}
		o := options(t, write(t, "theirs.csv", theirs))
		o.Foreign = foreign(t, "tax_unit", map[string]string{"region": "441300"})
		sum, err := importer.Import(context.Background(), &a, o)
		if err != nil || sum.Rows != rows || sum.Recorded != facts {
			t.Fatalf("%d rows, %d facts of %d: %v", sum.Rows, sum.Recorded, facts, err)
		}
		if _, err := importer.Import(context.Background(), &b, options(t, write(t, "ours.csv", ours))); err != nil {
			t.Fatal(err)
		}
		same(t, &a, &b)
		if sum, err = importer.Import(context.Background(), &a, o); err != nil || sum.Recorded != 0 || sum.Already != facts {
			t.Errorf("again: %+v, %v", sum, err)
		}
	}
}

// A faulty row is told once at the column, counted once, and none of its facts is recorded; the others
// are, if that is asked for.
func TestForeignFaults(t *testing.T) {
	theirs, _, _ := taxes(7, 5)
	rows := strings.SplitAfter(theirs, "\n")
	rows[2] = strings.Replace(rows[2], ",310,", ",510,", 1)
	rows[4] = strings.Replace(rows[4], "2025/", "3025/", 1) // both of its facts are of a day to come
	var s memory.Store
	if _, err := importer.Import(context.Background(), &s, options(t, write(t, "base.csv", ourBooks))); err != nil {
		t.Fatal(err)
	}
	o := options(t, write(t, "theirs.csv", strings.Join(rows, "")))
	o.Foreign = foreign(t, "tax_unit", map[string]string{"region": "441300"})
	faults := told(&o)
	sum, err := importer.Import(context.Background(), &s, o)
	faulty := (*importer.FaultyError)(nil)
	if !errors.As(err, &faulty) || faulty.Faults != 2 || sum.Rejected != 2 || sum.Rows != 5 || count(t, &s) != 1 {
		t.Errorf("%+v, %v, %q", sum, err, *faults)
	}
	for i, want := range []string{"3: 险种类型: found \"510\": no rule", "5: 入国库时间: found "} {
		if i >= len(*faults) || !strings.Contains((*faults)[i], want) {
			t.Errorf("fault %d is %q, want %s", i, *faults, want)
		}
	}
	o.Partial, o.Rejects = true, o.Path+".rejects.csv"
	sum, err = importer.Import(context.Background(), &s, o)
	if err != nil || sum.Rejected != 2 || sum.Rows != 5 {
		t.Errorf("in part: %+v, %v", sum, err)
	}
}

// Why rows make no fact is counted with what they are about; a row of totals is checked; names are in no
// message.
func TestForeignSkips(t *testing.T) {
	const head = "交易时间,收入,支出,余额,对方账户,摘要\n"
	text := head + "2025-08-14 16:41:15,,100.00,900.00,张三 0001,BF441320250700001\n2025-08-14 16:42:10,,50.50,849.50,李四 0002,BF441320250700002\n" +
		"2025-08-21 00:00:00,1.25,,850.75,,季度利息\n合计,1.25,150.50,,,\n"
	var s memory.Store
	if _, err := importer.Import(context.Background(), &s, options(t, write(t, "base.csv", ourBooks))); err != nil {
		t.Fatal(err)
	}
	bank := func(text string) (importer.Summary, []string, error) {
		o := options(t, write(t, "bank.csv", text))
		o.Foreign = foreign(t, "bank_expense_account", map[string]string{"fund": "441300.310"})
		faults := told(&o)
		sum, err := importer.Import(context.Background(), &s, o)
		return sum, *faults, err
	}
	sum, _, err := bank(text)
	if err != nil || sum.Rows != 3 || sum.Recorded != 1 || sum.Totals != 1 || len(sum.Skipped) != 1 ||
		sum.Skipped[0].Rows != 2 || sum.Skipped[0].Amount.String() != "150.50" {
		t.Errorf("%+v, %v", sum, err)
	}
	if _, faults, err := bank(strings.Replace(text, "150.50,,", "150.51,,", 1)); err == nil || len(faults) != 1 || !strings.Contains(faults[0], "150.51") {
		t.Errorf("a total that does not tie: %v, %q", err, faults)
	}
	_, faults, err := bank(strings.Replace(text, ",BF441320250700001", "", 1) + "2025-08-22 00:00:00,5.00,,,王五,来源不明\n")
	if err == nil || len(faults) != 2 || slices.ContainsFunc(faults, func(f string) bool { return strings.ContainsAny(f, "张李王") }) {
		t.Errorf("%v, %q", err, faults)
	}
	if _, faults, err := bank("交易时间,收入\n2025-08-14,1.00\n"); err == nil || len(faults) != 4 || sum.Rejected != 0 {
		t.Errorf("another file: %v, %q", err, faults)
	}
}

// The same rows as CSV of Excel, in GBK and below a title, as JSON Lines and as a workbook with real dates
// and numbers make the same facts; files that are recorded together do, too.
func TestForeignRoads(t *testing.T) {
	theirs, _, facts := taxes(3, 60)
	var table [][]string
	for line := range strings.Lines(theirs) {
		cells, err := csv.NewReader(strings.NewReader(line)).Read()
		if err != nil {
			t.Fatal(err)
		}
		table = append(table, cells)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("税务征缴明细（单位）\n打印单位：某市税务局,,,,,,,,,,,,,\n" + theirs)
	if err != nil {
		t.Fatal(err)
	}
	var json strings.Builder
	for _, row := range table[1:] {
		json.WriteString("{")
		for i, cell := range row {
			if i > 0 {
				json.WriteString(",")
			}
			fmt.Fprintf(&json, "%q:%q", table[0][i], cell)
		}
		json.WriteString("}\n")
	}
	files := []string{
		write(t, "excel.csv", "\ufeff"+strings.ReplaceAll(theirs, "\n", "\r\n")), write(t, "gbk.csv", gbk),
		write(t, "a.jsonl", json.String()), taxBook(t, table),
	}
	ledger := func(files ...string) (*memory.Store, int) {
		s, recorded := new(memory.Store), 0
		if _, err := importer.Import(context.Background(), s, options(t, write(t, "base.csv", ourBooks))); err != nil {
			t.Fatal(err)
		}
		o := options(t, files[0])
		o.Foreign = foreign(t, "tax_unit", map[string]string{"region": "441300"})
		o.Fault = func(f rows.Fault) { t.Error(f.In(lang.EN)) }
		x := importer.NewSeries(s, o, func(string) (aggregates.Envelope, error) { return o.Envelope, nil }, files...)
		defer x.Close()
		for range files {
			sum, err := x.Next(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			recorded += sum.Recorded
		}
		return s, recorded
	}
	want, n := ledger(files[0])
	if n != facts {
		t.Fatalf("%d facts of %d", n, facts)
	}
	for _, file := range files[1:] {
		got, _ := ledger(file)
		same(t, got, want)
	}
	got, n := ledger(files...)
	same(t, got, want)
	if n != facts {
		t.Errorf("together: %d facts, want %d", n, facts)
	}
}

// taxBook writes rows as a workbook: amounts as numbers, days as dates, all else as text.
func taxBook(t *testing.T, rows [][]string) string {
	t.Helper()
	f := excelize.NewFile()
	set := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	set(f.SetCellValue("Sheet1", "A1", "税务征缴明细"))
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	set(err)
	for n, row := range rows {
		for i, cell := range row {
			name, err := excelize.CoordinatesToCellName(i+1, n+2)
			set(err)
			var value any = cell
			if n > 0 {
				switch heading := rows[0][i]; {
				case strings.Contains(heading, "金额"), heading == "滞纳金", heading == "利息":
					value, err = strconv.ParseFloat(strings.ReplaceAll(cell, ",", ""), 64)
				case heading == "入国库时间":
					value, err = time.Parse("2006/01/02 15:04:05", cell)
				}
				set(err)
			}
			set(f.SetCellValue("Sheet1", name, value))
			if _, isDate := value.(time.Time); isDate {
				set(f.SetCellStyle("Sheet1", name, name, style))
			}
		}
	}
	path := filepath.Join(t.TempDir(), "taxes.xlsx")
	set(f.SaveAs(path))
	return path
}

// A unit above the table that the profile does not say is a fault; lines below it are none.
func TestForeignAroundTheTable(t *testing.T) {
	const head = "交易时间,收入,支出,余额,对方账户,摘要\n2025-08-21 00:00:00,1.25,,850.75,,季度利息\n"
	for text, want := range map[string]string{
		head + "打印时间：2025-09-01\n": "", head + "打印柜员：张三,,,,,\n": "", head + "共 1 笔\n以下空白\n": "",
		"单位：万元\n" + head:     "the unit above the table is not yuan",
		"账户明细,单位：元\n" + head: "",
		head + "张三\n":        "the row has 1 cell",
	} {
		var s memory.Store
		if _, err := importer.Import(context.Background(), &s, options(t, write(t, "base.csv", ourBooks))); err != nil {
			t.Fatal(err)
		}
		o := options(t, write(t, "bank.csv", text))
		o.Foreign = foreign(t, "bank_expense_account", map[string]string{"fund": "441300.310"})
		faults := told(&o)
		sum, err := importer.Import(context.Background(), &s, o)
		all := strings.Join(*faults, "\n")
		if (err == nil) != (want == "") || !strings.Contains(all, want) || strings.Contains(all, "张") || err == nil && sum.Recorded != 1 {
			t.Errorf("%q: %v, %+v, %s", text, err, sum, all)
		}
	}
}
