package rows

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

const plainHeader = "type,document,occurred_on,region,institution,name,note\ninstitution.designated,D-31,2024-01-01,441300,H44130200031,"

// Words that offices write, of all lengths, are read in the encoding that they are
// in, also where they are all that a file says in Chinese.
func TestLittleChinese(t *testing.T) {
	words := []string{
		"医院", "县医院", "联通", "医院𠮷", "医院€", "小学", "学校", "小", "学", "没", "药店", "某镇卫生院", "诊所", "一", "退费", "住院", "门诊", "补助", "教育", "城市", "人民", "市", "区", "街道", "协会", "救助",
		"医院·分院", "门诊部（东）", "第3期", "A座", "CT费", "大病", "第二人民医院", "保险", "职工", "居民", "惠州", "湖南", "新邵县", "咸宁", "公报", "元", "年", "笔", "养老", "护理", "冲销", "备注", "王", "李", "张", "谢", "小谢", "校",
	}
	for _, word := range words {
		for _, around := range [][2]string{{"", ""}, {"x,", ""}, {"(", ")"}, {"", "1"}, {"2024 ", " 3"}, {"\"", "\""}} {
			text := plainHeader + around[0] + word + around[1] + ",\n"
			gbk, err := simplifiedchinese.GB18030.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			if got := open(t, "a.csv", gbk).Encoding(); got != GB18030 {
				t.Errorf("%s in GBK (%x) is read as %s", word, gbk[len(plainHeader):len(plainHeader)+8], got)
			}
			if got := open(t, "a.csv", text).Encoding(); got != UTF8 {
				t.Errorf("%s in UTF-8 is read as %s", word, got)
			}
		}
	}
}

// All pairs of frequent hanzi whose bytes are UTF-8 as well are taken for hanzi.
func TestPairsOfHanzi(t *testing.T) {
	encoder := simplifiedchinese.GBK.NewEncoder()
	var chars []string
	for i, r := range []rune(common)[:700] {
		if i%hanzi != 0 {
			continue
		}
		text, err := encoder.String(string(r))
		if err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(text) {
			chars = append(chars, text)
		}
	}
	tried, wrong := 0, 0
	for _, a := range chars {
		for _, b := range chars {
			tried++
			if open(t, "a.csv", plainHeader+a+b+",\n").Encoding() != GB18030 {
				wrong++
			}
		}
	}
	if tried < 400 || wrong > 0 {
		t.Errorf("of %d pairs %d are read as UTF-8", tried, wrong)
	}
}

// Words of other languages in UTF-8 are no hanzi.
func TestOtherAlphabetsStayUTF8(t *testing.T) {
	for _, text := range []string{
		"café", "Müller", "Goût", "Ångström", "naïve", "São Paulo", "niño", "Dvořák", "Łódź", "¥28.16", "£5", "36.6°C", "±5", "a·b", "3×4", "©2024", "Москва", "мама", "Приказ", "больница", "Санкт-Петербург", "аптека", "Минск",
		"Αθήνα", "Ελλάδα", "лекарство и помощь", "Größe", "Zoë", "Crème brûlée", "Çelik", "Işık", "100 €", "…", "—", "№ 5", "ヶ", "서울", "العربية", "ئۇيغۇر", "བོད", "日本", "‰", "①", "é", "ü",
	} {
		for _, more := range []string{"", "，某医院", " x"} {
			if got := open(t, "a.csv", plainHeader+text+more+",\n").Encoding(); got != UTF8 {
				t.Errorf("%s is read as %s", text+more, got)
			}
		}
	}
}

// Evidence is gathered across the edges of the buffer.
func TestLittleChineseAtTheEdgeOfTheBuffer(t *testing.T) {
	for n := 64<<10 - 6; n < 64<<10+3; n++ {
		text := strings.Repeat("x", n-1) + "\xd2\xbd\xd4\xba,\n"
		if got := open(t, "a.csv", text).Encoding(); got != GB18030 {
			t.Errorf("at %d it is read as %s", n, got)
		}
	}
}

// A mark of DOS at the end is told, and nothing else.
func TestEndMark(t *testing.T) {
	for _, c := range []struct {
		file, content string
		rows          int
	}{
		{"a.csv", "a,b\r\n1,2\r\n\x1a", 1}, {"a.csv", "a,b\n1,2\n\x1a\n", 1}, {"a.csv", "a,b\n1,2\x1a", 1}, {"a.csv", "a,b\n1,2\n\x1a\x1a\x1a", 1}, {"a.csv", "a,b\n1,2\x1a\n", 1},
		{"a.jsonl", "{\"a\":1}\n\x1a", 1}, {"a.jsonl", "{\"a\":1}\x1a", 1}, {"a.csv", "a,b\n1,2\n\x1a3,4\n", 2},
	} {
		rows, faults := 0, 0
		for _, a := range readAll(t, open(t, c.file, c.content)) {
			if a.row.Line > 0 {
				rows++
			}
			for _, f := range a.faults {
				if faults++; !strings.Contains(f.Why.EN, "Ctrl+Z") {
					t.Errorf("%q: %s", c.content, f.In("en"))
				}
			}
		}
		if rows != c.rows || faults != 1 {
			t.Errorf("%q: %d rows, %d faults", c.content, rows, faults)
		}
		sameRows(t, c.file, c.content, 16)
	}
}

// Texts of offices that write traditional Chinese, down to headings of two hanzi, are told
// from GBK; those in GBK, traditional ones and rare ones too, and files in GB18030 with
// characters of four bytes are never taken for Big5.
func TestBig5(t *testing.T) {
	traditionals := []string{
		"醫療保險", "類型,憑證號,日期,基金,金額,備註", "臺北榮民總醫院", "門診費用", "處罰決定書", "第二人民醫院", "姓名,編號",
		"全民健康保險 2025 年度收支結餘", "退還醫保基金本金及利息", "惠州市醫療保障局", "備註：重複收費、超標準收費", "香港大學深圳醫院", "摘要", "發票號碼", "單位名稱",
	}
	for _, text := range traditionals {
		big5, err := traditionalchinese.Big5.NewEncoder().String(plainHeader + text + ",\n")
		if err != nil {
			t.Fatal(err)
		}
		r := open(t, "a.csv", big5)
		if _, faults, _ := r.Next(); r.Encoding() != Big5 || len(faults) != 1 || !faults[0].Whole || faults[0].Why != looksLikeBig5.why {
			t.Errorf("%s in Big5 is read as %s: %v", text, r.Encoding(), faults)
		}
	}
	others := []string{
		"喆", "曦", "镕", "囍", "瞭", "堃", "淼鑫垚", "𠮷", "㐂", "龘", "赟昊", "饕餮", "嵊泗县", "郫都区", "婺源", "亳州", "濮阳", "黟县", "歙县", "盱眙", "鄱阳", "仫佬族",
		"甪直镇", "骨科（脊柱）", "阑尾切除术", "腭裂", "髋关节置换", "咳嗽、哮喘", "蒲公英颗粒", "茯苓", "阿司匹林肠溶片", "①②③", "Ａ座", "ＣＴ", "Ⅲ级", "℃", "＋－", "〇",
		"医院\u20087", "é", "щ", "あ", "αβγ", "─", "■",
	}
	for _, text := range append(others, traditionals...) {
		for _, around := range [][2]string{{"", ""}, {"x", "y"}, {"医院", ""}, {"", "费用"}} {
			gbk, err := simplifiedchinese.GB18030.NewEncoder().String(plainHeader + around[0] + text + around[1] + ",\n")
			if err != nil {
				t.Fatal(err)
			}
			if open(t, "a.csv", gbk).Encoding() == Big5 {
				t.Errorf("%s in GB18030 is taken for Big5", around[0]+text+around[1])
			}
		}
	}
}

// No character of GBK by itself makes a file Big5, and no text of the first level of GB 2312.
func TestHanziAreNotBig5(t *testing.T) {
	for lead := 0x81; lead <= 0xfe; lead++ {
		for trail := 0x40; trail <= 0xfe; trail++ {
			char := []byte{',', byte(lead), byte(trail), ','}
			text, err := simplifiedchinese.GBK.NewDecoder().Bytes(char)
			if err == nil && !strings.Contains(string(text), replacement) && isBig5(char) {
				t.Errorf("%x %x by itself", lead, trail)
			}
		}
	}
	random, wrong := rand.New(rand.NewPCG(5, 0)), 0
	hanzi := func() []byte { return []byte{byte(0xb0 + random.IntN(0xd7-0xb0)), byte(0xa1 + random.IntN(94))} }
	const tries = 20_000
	for range tries {
		text := []byte{','}
		for range 2 + random.IntN(4) {
			text = append(text, hanzi()...)
		}
		if isBig5(append(text, ',')) {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d", wrong, tries)
	}
}
