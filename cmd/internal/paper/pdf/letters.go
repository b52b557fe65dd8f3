package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/paper/font"
	"github.com/fundledger/fundledger/ledger/lang"
)

// letters are the fonts of a document, and which of their characters it uses.
type letters struct {
	faces   []*used
	regular []*used          // in the order in which they are asked for a character
	bold    []*used          // likewise
	known   [2]map[rune]char // of text, and of bold text
	missing []missing
	where   lang.Text // what is being laid out
	row     int       // the row of it, from 1; 0: none
	drawing bool      // it was laid out before, and what is missing is noted
	narrow  bool      // quotation marks are half as wide as Chinese characters
}

// used is a font with those of its characters that are used: glyph i is of runes[i].
type used struct {
	*font.Face
	glyphs []uint16
	runes  []rune
}

// char is a character as it is drawn.
type char struct {
	face    *used
	glyph   uint16 // in the subset
	advance int
	thick   bool // it is made bold, since only the other font has it
	back    int  // how much of its width to its left, and to its right, is left out
	ahead   int
}

// missing is a character that no font has, and where it stands.
type missing struct {
	r     rune
	where lang.Text
	row   int
}

// newLetters reads the fonts: those of the options, and behind them the program's.
func newLetters(o Options, l lang.Lang) (*letters, error) {
	out := &letters{narrow: l != lang.ZH, known: [2]map[rune]char{{}, {}}}
	own, err := font.Regular()
	if err != nil {
		return nil, err
	}
	thick, err := font.Bold()
	if err != nil {
		return nil, err
	}
	for _, of := range []struct {
		flag string
		data []byte
		to   *[]*used
	}{{"--font", o.Font, &out.regular}, {"--font-bold", o.Bold, &out.bold}} {
		if of.data == nil {
			continue
		}
		face, err := font.Parse(of.data)
		if err != nil {
			return nil, badFont(of.flag, err)
		}
		*of.to = append(*of.to, out.add(face))
	}
	out.bold = append(out.bold, out.add(thick))
	out.regular = append(out.regular, out.add(own))
	out.bold = append(out.bold, out.regular...)
	return out, nil
}

// badFont tells what is wrong with a font that somebody named.
func badFont(flag string, err error) error {
	switch {
	case strings.Contains(err.Error(), font.ErrCurves.Error()):
		return fault.Input("%s 的字体是 CFF 轮廓的 OpenType 字体（.otf），不能用；请用 TrueType 字体（.ttf、.ttc）",
			"the font of %s is an OpenType font with CFF outlines (.otf), which cannot be used; name a TrueType font (.ttf, .ttc)", flag)
	case strings.Contains(err.Error(), font.ErrClosed.Error()):
		return fault.Input("%s 的字体，其权利人不许嵌入文件；请用另一个字体", "the owner of the font of %s does not allow it to be put into a file; name another", flag)
	}
	return fault.Input("%s 的文件不是可用的 TrueType 字体（.ttf、.ttc）", "the file of %s is no TrueType font (.ttf, .ttc) that can be used", flag)
}

func (l *letters) add(f *font.Face) *used {
	u := &used{Face: f, glyphs: []uint16{0}, runes: []rune{0xfffd}}
	l.faces = append(l.faces, u)
	return u
}

// char returns how a character is drawn. One that no font has is noted.
func (l *letters) char(r rune, bold bool) char {
	weight, fonts := 0, l.regular
	if bold {
		weight, fonts = 1, l.bold
	}
	if c, ok := l.known[weight][r]; ok {
		if c.glyph == 0 {
			l.miss(r)
		}
		return c
	}
	c := char{face: fonts[0], advance: 1000}
	if r == '\n' { // it ends a line, and is not drawn
		return char{face: fonts[0]}
	}
	for _, f := range fonts {
		if g, ok := f.Glyph(r); ok {
			c = char{face: f, advance: f.Advance(g), thick: bold && slices.Contains(l.regular, f)}
			if at := slices.Index(f.runes, r); at > 0 {
				c.glyph = uint16(at)
			} else {
				c.glyph = uint16(len(f.glyphs))
				f.glyphs, f.runes = append(f.glyphs, g), append(f.runes, r)
			}
			break
		}
	}
	if l.narrow && c.advance >= 1000 {
		switch r {
		case '“', '‘':
			c.back = c.advance / 2
		case '”', '’':
			c.ahead = c.advance / 2
		}
		c.advance -= c.back + c.ahead
	}
	l.known[weight][r] = c
	if c.glyph == 0 {
		l.miss(r)
	}
	return c
}

// miss notes a character that no font has.
func (l *letters) miss(r rune) {
	if l.drawing {
		return
	}
	if m := (missing{r, l.where, l.row}); !slices.Contains(l.missing, m) {
		l.missing = append(l.missing, m)
	}
}

// err tells of all characters that no font has, where they stand, and what to do.
func (l *letters) err() error {
	if len(l.missing) == 0 {
		return nil
	}
	var zh, en []string
	for i, m := range l.missing {
		if i == 10 {
			zh, en = append(zh, fmt.Sprintf("另有 %d 处", len(l.missing)-i)), append(en, fmt.Sprintf("%d more", len(l.missing)-i))
			break
		}
		sign := fmt.Sprintf("U+%04X", m.r)
		if unicode.IsGraphic(m.r) {
			sign = string(m.r) + " (" + sign + ")"
		}
		where := m.where
		if m.row > 0 {
			where = lang.F("%s第 %d 行", "%s, row %d", where, m.row)
		}
		zh, en = append(zh, sign+" 在"+where.ZH), append(en, sign+" in "+where.EN)
	}
	return fault.Input("字体里没有这些字：%s；用 --font 文件 指定一个有这些字的 TrueType 字体（粗体用 --font-bold）",
		"no font has these characters: %s; name a TrueType font that has them with --font FILE (for bold text --font-bold)",
		lang.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")})
}

// width returns how wide a text is in some style.
func (l *letters) width(s string, t style) int { return (l.measure(s, t) + 999) / 1000 }

// measure is width in thousandths: what pieces of a text measure adds up to what it does.
func (l *letters) measure(s string, t style) (n int) {
	for _, r := range s {
		n += l.char(r, t.bold).advance
	}
	return n * t.size
}

// objects adds the fonts to a file, and returns what pages call them.
func (l *letters) objects(f *file) (string, error) {
	var b strings.Builder
	for i, u := range l.faces {
		if len(u.glyphs) == 1 {
			continue
		}
		n, err := u.object(f, i)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "/F%d %d 0 R", i, n)
	}
	return b.String(), nil
}

// object adds a font with the characters that are used, and which they are, for whoever copies
// text out of the file or searches in it.
func (u *used) object(f *file, at int) (int, error) {
	subset, err := u.Subset(u.glyphs)
	if err != nil {
		return 0, err
	}
	name := fmt.Sprintf("FUND%c%c+%s", 'A'+at/26, 'A'+at%26, u.Name)
	data := f.stream(f.pack(subset), fmt.Sprintf("/Length1 %d", len(subset)))
	descriptor := f.add("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %[7]d/StemV 80/FontFile2 %[9]d 0 R>>",
		name, u.Box[0], u.Box[1], u.Box[2], u.Box[3], u.Ascent, u.Descent, u.Ascent, data)
	var widths bytes.Buffer
	for _, g := range u.glyphs {
		fmt.Fprintf(&widths, "%d ", u.Advance(g))
	}
	cid := f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R"+
		"/CIDToGIDMap/Identity/DW 1000/W[0[%s]]>>", name, descriptor, bytes.TrimSpace(widths.Bytes()))
	unicodes := f.stream(f.pack(u.unicodes()), "")
	return f.add("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cid, unicodes), nil
}

// unicodes says which character each glyph is of.
func (u *used) unicodes() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	const most = 100 // a table of a CMap has no more
	for from := 1; from < len(u.runes); from += most {
		part := u.runes[from:min(from+most, len(u.runes))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for i, r := range part {
			fmt.Fprintf(&b, "<%04X><%s>\n", from+i, strings.TrimSuffix(strings.TrimPrefix(spelled(string(r)), "<FEFF"), ">"))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end")
	return b.Bytes()
}
