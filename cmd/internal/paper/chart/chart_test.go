package chart

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
)

// points are figures as printed; a figure without a number is not known.
func points(sizes ...any) (out []paper.Point) {
	for _, s := range sizes {
		p := paper.Point{Figure: "key", Link: "#there"}
		if n, known := s.(int); known {
			p.Known, p.Size, p.Text = true, int64(n), fmt.Sprintf("%d.%02d", n/100, n%100)
		}
		out = append(out, p)
	}
	return out
}

func chartOf(kind paper.ChartKind, series ...paper.Series) paper.Chart {
	c := paper.Chart{Kind: kind, Unit: "万元", Caption: "图", Series: series}
	for i := range series[0].Points {
		c.Labels = append(c.Labels, fmt.Sprint(2021+i, "年"))
	}
	return c
}

// boxes are the rectangles of figures.
func boxes(p Picture) (out []Shape) {
	for _, it := range p.Items {
		for _, s := range it.Shapes {
			if it.Name != "" && s.Kind == Box {
				out = append(out, s)
			}
		}
	}
	return out
}

// Bars begin at zero and are as long as their figures; a missing one has a word and no bar.
func TestBars(t *testing.T) {
	p := Of(chartOf(paper.Bars, paper.Series{Name: "收入", Points: points(10000, 50000, "", -25000, 1)}), lang.ZH)
	all := boxes(p)
	if len(all) != 4 {
		t.Fatalf("%d bars, want 4", len(all))
	}
	zero := all[0].Y2
	if all[1].Y2 != zero || all[2].Y != zero || all[3].Y2 != zero {
		t.Errorf("bars do not begin at zero: %+v", all)
	}
	high := func(s Shape) int { return s.Y2 - s.Y }
	if h := high(all[0]); abs(high(all[1])-5*h) > 5 || abs(2*high(all[2])-5*h) > 5 || high(all[3]) != 5 {
		t.Errorf("lengths %d %d %d %d, want as 100 to 500 to 250, and the least", h, high(all[1]), high(all[2]), high(all[3]))
	}
	if text := p.Text(); !strings.Contains(text, "缺数") || !strings.HasPrefix(text, "万元 收入 ") {
		t.Errorf("words: %s", text)
	}
	if text := Of(chartOf(paper.Bars, paper.Series{Points: points("")}), lang.EN).Text(); !strings.Contains(text, "missing") {
		t.Errorf("words: %s", text)
	}
}

func abs(n int) int { return max(n, -n) }

// A line is broken where a figure is missing, and its axis has zero unless nothing could be seen.
func TestLines(t *testing.T) {
	lines := func(p Picture) (n int) {
		for _, it := range p.Items {
			for _, s := range it.Shapes {
				if it.Name != "" && s.Kind == Line {
					n++
				}
			}
		}
		return n
	}
	p := Of(chartOf(paper.Lines, paper.Series{Points: points(100, 200, "", 300, 400)}), lang.ZH)
	if n := lines(p); n != 2 || !strings.Contains(p.Text(), "万元 0 1 2 3 4") {
		t.Errorf("%d lines; %s", n, p.Text())
	}
	p = Of(chartOf(paper.Lines, paper.Series{Points: points(9780, 9812)}), lang.ZH)
	if !strings.HasPrefix(p.Text(), "万元 97.8 97.9 98 ") {
		t.Errorf("words: %s", p.Text())
	}
}

// No cash is hatched: lines over the bar that stay within it.
func TestHatching(t *testing.T) {
	p := Of(chartOf(paper.Parts, paper.Series{Points: points(100, 900), NoCash: true}), lang.ZH)
	for _, it := range p.Items {
		if it.Name == "" {
			continue
		}
		box, n := it.Shapes[0], 0
		for _, s := range it.Shapes[1:] {
			if s.Kind != Line {
				continue
			}
			n++
			if s.X < box.X || s.X2 > box.X2 || s.Y > box.Y2 || s.Y2 < box.Y || s.X2-s.X != s.Y-s.Y2 {
				t.Errorf("%+v leaves %+v", s, box)
			}
		}
		if n == 0 {
			t.Error("no hatching")
		}
	}
}

// Whatever the figures, everything stands within the picture, is well formed, and comes out the same.
func TestRandom(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 8))
	for range 600 {
		c := paper.Chart{Kind: []paper.ChartKind{paper.Bars, paper.Lines, paper.Parts}[chance.IntN(3)], Unit: "元"}
		for i := range 1 + chance.IntN(14) {
			c.Labels = append(c.Labels, strings.Repeat("很长的名称 x<&", 1+chance.IntN(3))[:chance.IntN(4)*3]+fmt.Sprint(i))
		}
		for range 1 + chance.IntN(2) {
			s := paper.Series{Name: "系列", NoCash: chance.IntN(3) == 0}
			for range c.Labels {
				p := paper.Point{Known: chance.IntN(5) > 0, Size: chance.Int64() >> chance.IntN(64), Link: "#x"}
				if chance.IntN(4) == 0 {
					p.Size = -p.Size
				}
				if chance.IntN(50) == 0 {
					p.Size = []int64{math.MaxInt64, math.MinInt64}[chance.IntN(2)]
				}
				p.Text = round(bound(p.Size))
				s.Points = append(s.Points, p)
			}
			c.Series = append(c.Series, s)
		}
		p := Of(c, lang.ZH)
		for _, it := range p.Items {
			for _, s := range it.Shapes {
				if within := s.X >= 0 && s.Y >= 0 && max(s.X, s.X2) <= p.Width && max(s.Y, s.Y2) <= p.Height; !within {
					t.Fatalf("%+v leaves %d × %d of %+v", s, p.Width, p.Height, c)
				}
			}
		}
		one, two := p.SVG("图 <1>"), Of(c, lang.ZH).SVG("图 <1>")
		if one != two {
			t.Fatal("the same chart was drawn otherwise")
		}
		for d := xml.NewDecoder(strings.NewReader(one)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%v\n%s", err, one)
			}
		}
	}
}

func TestRound(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 5: "0.05", 50: "0.5", 100: "1", -12345678: "-123,456.78", 100000000: "1,000,000"} {
		if got := round(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
