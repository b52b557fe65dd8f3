package printed

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
)

// gridOf returns the grid of a text whose cells are parted by commas.
func gridOf(file, text string) rows.Grid {
	g := rows.Grid{File: file}
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		if line != "" {
			g.Rows = append(g.Rows, rows.GridRow{Number: i + 1, Cells: strings.Split(line, ",")})
		}
	}
	return g
}

// summary is how many relations of each kind are tied, and a line for all else.
func summary(p Printed) string {
	tied := map[string]int{}
	var b strings.Builder
	for _, r := range Judge(p.Figures, p.Relations) {
		if total := p.Figures[r.Total]; r.State == Tied {
			tied[string(r.Kind)]++
		} else {
			fmt.Fprintf(&b, "%s %s: %s %s = %s = %s\n", r.State, r.Kind, total.Name, total.Text, r.Told(p.Figures, lang.ZH), r.ComputedIn(p.Figures))
		}
	}
	for _, i := range Alone(p.Figures, p.Relations) {
		fmt.Fprintf(&b, "alone: %s %s\n", p.Figures[i].Name, p.Figures[i].Text)
	}
	for _, u := range p.Unread {
		fmt.Fprintf(&b, "unread: %s %q\n", u.Name, u.Text)
	}
	kinds := ""
	for _, kind := range sorted(tied) {
		kinds += fmt.Sprintf("%s %d; ", kind, tied[kind])
	}
	return strings.TrimSpace(strings.TrimSuffix(kinds, "; ") + "\n" + b.String())
}

// What is tied in tables as offices make them, what does not tie, and what nobody can tie.
func TestTables(t *testing.T) {
	for _, a := range []struct{ name, text, want string }{
		{"rates beside amounts", `
全市2024年职工医保基金收支表
,,,单位：万元
项目,2023年决算数,2024年预算数,2024年决算数,完成预算%,比上年增长%,占比%
保险费收入,100.00,105.00,110.00,104.76,10.00,73.33
财政补贴收入,30.00,31.00,31.00,100.00,3.96,20.67
利息收入,10.00,9.00,9.00,100.00,-10.00,6.00
收入合计,140.00,145.00,150.00,103.45,7.14,100.00
待遇支出,100.00,110.00,120.00,109.09,20.00,
支出合计,100.00,110.00,120.00,109.09,20.00,
当期结余,40.00,35.00,30.00,,,
累计结余,300.00,,330.00,,,
可支付月数（个月）,36.0,,33.0,,,
当期结余率（%）,28.57,,20.00,,,
`, `execution 6; growth 5; months 2; parts 7; quotient 2; roll 1; share 4; surplus 3
not_tied growth: 财政补贴收入 比上年增长% 3.96 = 财政补贴收入 2024年决算数 31.00万元（第 5 行 D 列） ÷ 财政补贴收入 2023年决算数 30.00万元（第 5 行 B 列），减一 = 3.3333%`},
		{"numbers in front, 其中 above its line", `
一、基金情况（单位：亿元）
项目,2024年
一、本年收入,12.50
（一）保险费,8.00
（二）补贴,4.50
二、本年支出,10.00
其中：住院,7.00
门诊,3.10
三、本年收支结余,2.50
四、上年结余,3
五、年末滚存结余,5.5
`, `parts 1; roll 1; surplus 1
not_tied of_which: 二、本年支出 2024年 10.00 = 其中：住院 2024年 7.00亿元（第 7 行） + 门诊 2024年 3.10亿元（第 8 行） = 10.10亿元`},
		{"其中 that is all of it in one column is so in the other", `
项目,2023年,2024年
一、待遇支出,70764,70965
其中：住院,59585,59500
门诊,11179,11380
`, `parts 1
not_tied parts: 一、待遇支出 2024年 70965 = 其中：住院 2024年 59500（第 3 行） + 门诊 2024年 11380（第 4 行） = 70880`},
		{"funds as lines", `
险种,参保人数（万人）,收入,支出,当期结余,累计结余
职工,100.00,50,40,10,80
居民,400.00,40,41,-1,20
合计,500.00,90,81,12,100
`, `parts 4; surplus 2
not_tied parts: 合计 当期结余 12 = 职工 当期结余 10（第 2 行） + 居民 当期结余 -1（第 3 行） = 9
not_tied surplus: 合计 当期结余 12 = 合计 收入 90（第 4 行 C 列） − 合计 支出 81（第 4 行 D 列） = 9`},
		{"years as lines, one figure in two units", `
年份,收入（亿元）,支出（亿元）,当期结余（亿元）,累计结余（亿元）,累计结余（万元）
2022,10.00,9.00,1.00,5.00,50000.00
2023,11.00,9.00,2.00,7.00,70000.00
2024,11.00,10.00,1.00,8.10,80000.00
`, `roll 2; same 2; surplus 3
not_tied same: 2024 累计结余（亿元） 8.10 = 2024 累计结余（万元） 80000.00万元（第 4 行 F 列） = 8.00亿元`},
		{"named figures", `
指标,数值,单位
基本医疗保险参保人数,500.00,万人
职工医保参保人数,100.00,万人
城乡居民基本医疗保险参保人数,400.00,万人
职工医保基金收入,12.5,亿元
职工医保基金支出,10,亿元
职工医保基金当期结余,23900,万元
备用,不详,万元
别的,5,家
`, `parts 1
not_tied surplus: 职工医保基金当期结余 23900 = 职工医保基金收入 12.5亿元（第 5 行） − 职工医保基金支出 10.0亿元（第 6 行） = 25000万元
alone: 别的 5
unread: 备用 "不详"`},
		{"a total of columns", `
项目,职工,居民,合计
收入,10,20,30
支出,8,21,30
结余,2,,
`, `parts 2
alone: 结余 职工 2`},
		{"two sections, each of a fund", `
项目,2024年
职工医保,
保险费,100
利息,5
收入合计,105
待遇,90
支出合计,90
当期结余,15
居民医保,
个人缴费,50
财政补贴,80
收入合计,133
待遇,120
支出合计,120
当期结余,11
`, `parts 3; surplus 1
not_tied parts: 收入合计 2024年 133 = 个人缴费 2024年 50（第 10 行） + 财政补贴 2024年 80（第 11 行） = 130
not_tied surplus: 当期结余 2024年 11 = 收入合计 2024年 133（第 12 行） − 支出合计 2024年 120（第 14 行） = 13`},
		{"a total above its lines", `
县区,人次
合计,300
甲县,100
乙县,205
`, `not_tied parts: 合计 人次 300 = 甲县 人次 100（第 3 行） + 乙县 人次 205（第 4 行） = 305`},
		{"subtotals", `
项目,金额
a,1
b,2
小计,3
c,4
小计,4
合计,7
`, `parts 3`},
		{"blanks in front of lines", `
项目,金额
本年收入,10
　其中：保险费,7
　补贴,5
本年支出,5
本年结余,5
`, `surplus 1
not_tied of_which: 本年收入 金额 10 = 其中：保险费 金额 7（第 3 行） + 补贴 金额 5（第 4 行） = 12`},
		{"English", `
Unit: million yuan
Item,2023,2024,Growth %
Premiums,60.00,66.00,10.0
Subsidies,40.00,44.00,10.0
Total income,100.00,110.00,12.0
Total expense,90.00,95.00,5.6
Surplus,10.00,15.00,50.0
Closing balance,50.00,65.00,30.0
`, `growth 5; parts 2; roll 1; surplus 2
not_tied growth: Total income Growth % 12.0 = Total income 2024 110.00 million yuan（第 5 行 C 列） ÷ Total income 2023 100.00 million yuan（第 5 行 B 列），减一 = 10.0%`},
		{"a balance sheet", `
单位：元
项目,年初余额,期末余额
一、资产：,,
  财政专户存款,30.00,40.00
  暂付款,5.00,5.00
    其中：异地就医预付金,1.00,6.00
  债券投资,3.00,3.00
资产总计,38.00,48.00
二、负债：,,
  暂收款,5.00,5.00
负债合计,5.00,5.00
三、净资产：,,
  一般基金结余,33.00,43.00
    （一）统筹基金,23.00,28.00
    （二）个人账户基金,10.00,15.00
净资产合计,33.00,43.00
负债与净资产总计,38.00,49.00
`, `parts 9; sides 1
within of_which: 暂付款 年初余额 5.00 = 其中：异地就医预付金 年初余额 1.00元（第 6 行） = 1.00元
not_tied of_which: 暂付款 期末余额 5.00 = 其中：异地就医预付金 期末余额 6.00元（第 6 行） = 6.00元
not_tied parts: 负债与净资产总计 期末余额 49.00 = 负债合计 期末余额 5.00元（第 11 行） + 净资产合计 期末余额 43.00元（第 16 行） = 48.00元
not_tied sides: 资产总计 期末余额 48.00 = 负债与净资产总计 期末余额 49.00元（第 17 行） = 49.00元`},
		{"months of a part", `
单位：万元
项目,2024年
统筹基金支出,60.00
统筹基金累计结余,120.00
个人账户支出,40.00
个人账户累计结余,30.00
支出合计,100.00
累计结余,150.00
基金支付能力（全部基金）（个月）,18.0
基金支付能力（统筹基金）（个月）,25.0
`, `months 1; parts 3
not_tied months: 基金支付能力（统筹基金）（个月） 2024年 25.0 = 统筹基金累计结余 2024年 120.00万元（第 4 行） ÷ 统筹基金支出 2024年 60.00万元（第 3 行） × 12 = 24.0个月`},
		{"no rate over zero", `
项目,2023年,2024年,增长%
甲,0,5,100
乙,x,5,—
`, `open growth: 甲 增长% 100 = 甲 2024年 5（第 2 行 C 列） ÷ 甲 2023年 0（第 2 行 B 列），减一 = 0%
alone: 乙 2024年 5`},
	} {
		if got := summary(OfGrids([]rows.Grid{gridOf("a.csv", a.text)})); got != a.want {
			t.Errorf("%s:\n%s\nwant:\n%s", a.name, got, a.want)
		}
	}
}

// Last year's column is tied to last year's issue.
func TestIssues(t *testing.T) {
	last := gridOf("2023.csv", "某县2023年居民医保基金收支表\n项目,2022年决算,2023年决算\n收入合计,90,100\n支出合计,80,95\n")
	this := gridOf("2024.csv", "某县2024年居民医保基金收支表\n项目,2023年决算,2024年决算\n收入合计,100,110\n支出合计,97,98\n")
	want := `same 1
not_tied same: 支出合计 2023年决算 97 = 某县2023年居民医保基金收支表 支出合计 2023年决算 95（2023.csv 第 4 行 C 列） = 95
alone: 收入合计 2022年决算 90
alone: 支出合计 2022年决算 80
alone: 收入合计 2024年决算 110
alone: 支出合计 2024年决算 98`
	if got := summary(OfGrids([]rows.Grid{last, this})); got != want {
		t.Errorf("%s\nwant:\n%s", got, want)
	}
}

func read(t *testing.T, path string) []rows.Grid {
	t.Helper()
	grids, faults, err := rows.Grids(path)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	return grids
}

// Of the sums that were published, exactly the three that do not tie are found, and everything is in one.
func TestPublishedTies(t *testing.T) {
	p := OfGrids(read(t, "testdata/published_ties.csv"))
	var found []string
	for _, f := range Check(p.Figures, p.Relations) {
		found = append(found, fmt.Sprintf("%s %s: %s, not %s", p.Figures[f.Total].Of, p.Figures[f.Total].Name, p.Figures[f.Total].Text, f.ComputedIn(p.Figures)))
	}
	want := []string{
		"B 塔城市 2024 职工 滚存结余: 996.84, not 966.84万元",
		"I county 2024 (ylqxzb copy) 居民 基金支出: 35356.77, not 35602.94万元",
		"I county 2024 (ylqxzb copy) 救助 基金收入: 3674.71, not 3669.00万元",
	}
	if !slices.Equal(found, want) {
		t.Errorf("%q, not %q", found, want)
	}
	if alone := Alone(p.Figures, p.Relations); len(alone) > 0 || len(p.Unread) > 0 || len(p.Figures) != 117 {
		t.Errorf("%d figures; in no relation: %v; unread: %v", len(p.Figures), alone, p.Unread)
	}
}

func TestOfficialForm(t *testing.T) {
	want := `carried 1; parts 16; roll 2; sides 2; surplus 2
within of_which: 一、基本医疗保险费收入 2023年执行数 27362.00 = 城乡医疗救助资助收入 2023年执行数 897.00（第 4 行） + 财政为困难人员代缴收入 2023年执行数 1578.00（第 5 行） = 2475.00
within of_which: 一、基本医疗保险费收入 2024年预算数 28219.00 = 城乡医疗救助资助收入 2024年预算数 959.00（第 4 行） + 财政为困难人员代缴收入 2024年预算数 1275.00（第 5 行） = 2234.00`
	if got := summary(OfGrids(read(t, "testdata/budget_resident_2024.csv"))); got != want {
		t.Errorf("%s\nwant:\n%s", got, want)
	}
}

// A misprint of more than one unit of the last digit is found, whichever figure of a sum it is in; one unit
// is not, where the print is exact.
func TestMisprints(t *testing.T) {
	random := rand.New(rand.NewPCG(2024, 12))
	for _, path := range []string{"testdata/published_ties.csv", "testdata/budget_resident_2024.csv"} {
		grids := read(t, path)
		p := OfGrids(grids)
		before := Judge(p.Figures, p.Relations)
		tried := 0
		for at, f := range p.Figures {
			exact, tied := true, false
			for _, r := range before {
				if r.has(at) {
					exact = exact && (r.State != Tied || r.Difference.IsZero())
					tied = tied || r.State == Tied && !r.AtMost
				}
			}
			if !tied {
				continue
			}
			tried++
			units := int64(2 + random.IntN(5000))
			if random.IntN(2) == 0 {
				units = -units
			}
			if n := newFaults(misprinted(t, grids, f, units), before); n == 0 {
				t.Errorf("%s: %s and %d units: nothing is found", path, f.In(lang.EN), units)
			}
			for _, one := range []int64{-1, 1} {
				if n := newFaults(misprinted(t, grids, f, one), before); exact && n != 0 {
					t.Errorf("%s: %s and %d unit: %d faults", path, f.In(lang.EN), one, n)
				}
			}
		}
		if t.Logf("%s: %d of %d figures", path, tried, len(p.Figures)); tried < len(p.Figures)*4/5 {
			t.Errorf("%s: only %d of %d figures were tried", path, tried, len(p.Figures))
		}
	}
}

// misprinted returns what is printed if a figure is off by some units of its last digit.
func misprinted(t *testing.T, grids []rows.Grid, f Figure, units int64) Printed {
	t.Helper()
	text := f.Value.Add(f.Last.Mul(decimal.NewFromInt(units))).Shift(-f.Unit.Power).String()
	var changed []rows.Grid
	for _, g := range grids {
		g.Rows = slices.Clone(g.Rows)
		for i, row := range g.Rows {
			if row.Number != f.Place.Row {
				continue
			}
			row.Cells = slices.Clone(row.Cells)
			row.Cells[f.Place.Column[0]-'A'] = text
			g.Rows[i] = row
		}
		changed = append(changed, g)
	}
	return OfGrids(changed)
}

// newFaults returns how many relations do not tie that did before.
func newFaults(p Printed, before []Result) (n int) {
	for i, r := range Judge(p.Figures, p.Relations) {
		if i < len(before) && r.State == Off && before[i].State != Off {
			n++
		}
	}
	return n
}

// has reports whether a figure stands in the relation.
func (r Relation) has(figure int) bool {
	for _, t := range r.Terms {
		if t.Figure == figure {
			return true
		}
	}
	return r.Total == figure
}
