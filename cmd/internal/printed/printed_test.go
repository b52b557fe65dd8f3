package printed

import (
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
)

// What is a number is read exactly; what is none is not guessed at.
func TestReadFigure(t *testing.T) {
	for text, want := range map[string]string{
		"140.08亿元": "14008000000 1000000 yuan", "5,979.42万元": "59794200 100 yuan", "1,234.50元": "1234.5 0.01 yuan exact", "１２.３％": "12.3 0.1 percent",
		"28.2个月": "28.2 0.1 months", "496.67万人": "4966700 100 persons", "5884 万人次": "58840000 10000 person_times", "14.01 billion yuan": "14010000000 10000000 yuan",
		"12.3 %": "12.3 0.1 percent", "28.2 months": "28.2 0.1 months", "(1,234)": "-1234 1 yuan", "-0.5": "-0.5 0.1 yuan", "−3": "-3 1 yuan", "261宗": "261 1 cases exact",
		"2,345 person-times": "2345 1 person_times exact", "1.2个百分点": "1.2 0.1 percentage_points", "3.2 million yuan": "3200000 100000 yuan",
		"1,23": "", "约5": "", "5亿多元": "", "": "", "1.2.3": "", "1e5": "", "0x10": "", "(5": "", "5)": "", "(-5)": "", "12人/年": "", "十二": "", "1 2": "",
		strings.Repeat("9", 50): "",
	} {
		f, ok := ReadFigure(text, Unit{"元", Yuan, 0})
		got := ""
		if ok {
			got = f.Value.String() + " " + f.Last.String() + " " + string(f.Unit.Base)
			if f.Exact {
				got += " exact"
			}
		}
		if got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

// figuresOf reads figures that are parted by blanks.
func figuresOf(t *testing.T, texts string) (all []Figure) {
	t.Helper()
	for _, text := range strings.Fields(texts) {
		f, ok := ReadFigure(text, Unit{})
		if !ok {
			t.Fatalf("%q is no figure", text)
		}
		f.Name = text
		all = append(all, f)
	}
	return all
}

// The first figure is the total of the others, or their quotient.
func TestJudge(t *testing.T) {
	sum := func(n int) Relation {
		r := Relation{Kind: Parts}
		for i := range n {
			r.Terms = append(r.Terms, Term{Figure: i + 1})
		}
		return r
	}
	rounded := func(r Relation) Relation { r.Rounded = true; return r }
	rate := func(factor, offset int64) Relation {
		return Relation{Kind: Quotient, Factor: factor, Offset: offset, Terms: []Term{{Figure: 1}, {Figure: 2, Under: true}}}
	}
	for _, a := range []struct {
		figures  string
		relation Relation
		want     State
	}{
		{"10.0万元 3.3万元 6.6万元", sum(2), Tied},
		{"10.0万元 3.3万元 6.5万元", sum(2), Off},
		{"10.1万元 3.3万元 3.3万元 3.3万元", rounded(sum(3)), Tied}, // each rounded by itself: up to two units
		{"10.2万元 3.3万元 3.3万元 3.3万元", rounded(sum(3)), Off},
		{"100000.01元 33333.33元 66666.67元", rounded(sum(2)), Off}, // fen are not rounded
		{"1.4亿元 14049万元", sum(1), Tied},
		{"1.4亿元 15001万元", sum(1), Off},
		{"1.4亿元 14501万元", rounded(sum(1)), Off}, // it is 1.5
		{"1.4亿元 14500万元", rounded(sum(1)), Tied},
		{"5人 5元", sum(1), Open},
		{"11.02个月 32470.8万元 35356.77万元", rate(12, 0), Tied},
		{"11.04个月 32470.8万元 35356.77万元", rate(12, 0), Off},
		{"10.07个月 32470.8万元 35356.77万元", rate(12, 0), Off},
		{"104.8% 5.2亿元 5.0亿元", rate(100, 0), Tied}, // 5.2 and 5.0 may have been 5.24 and 5.0
		{"107.0% 5.2亿元 5.0亿元", rate(100, 0), Off},
		{"-10.00% 9.00 10.00", rate(100, 100), Tied},
		{"-10.5% 9000 10000", rate(100, 100), Off},
		{"-120.0% -2000 10000", rate(100, 100), Tied},
		{"10.0% 5 0", rate(100, 100), Open},
		{"10.0% 5 -5", rate(100, 100), Open},
	} {
		r := judge(figuresOf(t, a.figures), a.relation)
		if r.State != a.want {
			t.Errorf("%s: %s, not %s; the difference is %s", a.figures, r.State, a.want, r.Difference)
		}
		if r.State == Open && r.Why.IsZero() {
			t.Errorf("%s: nobody says why", a.figures)
		}
	}
}

// A fault names both figures, both values, the difference and the places.
func TestFault(t *testing.T) {
	figures := figuresOf(t, "996.84万元 1079.96万元 21772.41万元 21885.53万元")
	for i := range figures {
		figures[i].Name = []string{"滚存结余", "上年结余", "收入", "支出"}[i]
		figures[i].Place = Place{File: "t.xlsx", Sheet: "职工", Row: 5 + i, Column: "B"}
	}
	faults := Check(figures, []Relation{{Kind: Roll, Terms: []Term{{Figure: 1}, {Figure: 2}, {Figure: 3, Minus: true}}}})
	want := "“滚存结余”（t.xlsx 职工!B5）印作 996.84万元，而 上年结余 1079.96万元（职工!B6） + 收入 21772.41万元（职工!B7） − 支出 21885.53万元（职工!B8） = 966.84万元：差 30.00万元"
	if len(faults) != 1 || faults[0].In(lang.ZH) != want {
		t.Errorf("%v", faults)
	}
}

// No word means two lines.
func TestWords(t *testing.T) {
	of := map[string]code{}
	for c, words := range lineWords {
		for _, w := range words {
			if other, twice := of[w]; twice || bare(w) != w {
				t.Errorf("%q is %s and %s, or not in its bare form", w, c, other)
			}
			of[w] = c
		}
	}
}
