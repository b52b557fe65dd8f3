package font

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Subset returns a TrueType font with some glyphs, numbered from 0 in the order in which they
// are given, which begins with 0; behind them stand the parts that some are made of. It has no
// table of characters: whoever uses it knows which number means which. Error: the font is damaged.
func (f *Face) Subset(glyphs []uint16) (out []byte, err error) {
	defer func() { // whatever offset leads out of the file
		if recover() != nil {
			out, err = nil, errors.New("the font is damaged")
		}
	}()
	all, at := slices.Clone(glyphs), map[uint16]uint16{}
	for i, g := range all {
		at[g] = uint16(i)
	}
	var loca, glyf, hmtx []byte
	for i := 0; i < len(all); i++ { // it grows by parts
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		outline := slices.Clone(f.outline(all[i]))
		for _, part := range parts(outline) {
			g := u16(outline, part)
			if _, known := at[g]; !known {
				at[g] = uint16(len(all))
				all = append(all, g)
			}
			binary.BigEndian.PutUint16(outline[part:], at[g])
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 > 0 {
			glyf = append(glyf, 0)
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, u16(f.tables["hmtx"], 4*min(int(all[i]), f.wide-1)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.bearing(all[i]))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head, hhea, maxp := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"]), slices.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0)  // the sum of the file, filled in below
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(all)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(all)))
	return assembled([]table{{"cvt ", f.tables["cvt "]}, {"fpgm", f.tables["fpgm"]}, {"glyf", glyf}, {"head", head}, {"hhea", hhea},
		{"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}, {"prep", f.tables["prep"]}}), nil
}

// outline is how a glyph is drawn; nothing of one without lines, such as a space.
func (f *Face) outline(g uint16) []byte {
	loca := f.tables["loca"]
	if f.long {
		return f.tables["glyf"][u32(loca, 4*int(g)):u32(loca, 4*int(g)+4)]
	}
	return f.tables["glyf"][2*int(u16(loca, 2*int(g))) : 2*int(u16(loca, 2*int(g)+2))]
}

// bearing is how far a glyph begins to the right.
func (f *Face) bearing(g uint16) uint16 {
	if int(g) < f.wide {
		return u16(f.tables["hmtx"], 4*int(g)+2)
	}
	return u16(f.tables["hmtx"], 4*f.wide+2*(int(g)-f.wide))
}

// The flags of a part of a glyph.
const (
	wordsFollow = 1 << 0
	hasScale    = 1 << 3
	morePart    = 1 << 5
	hasScales   = 1 << 6
	hasMatrix   = 1 << 7
)

// parts returns where an outline that is made of others names these.
func parts(outline []byte) (out []int) {
	if len(outline) < 10 || i16(outline, 0) >= 0 {
		return nil
	}
	for at := 10; ; {
		flags := u16(outline, at)
		out = append(out, at+2)
		at += 6
		if flags&wordsFollow != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasScales != 0:
			at += 4
		case flags&hasMatrix != 0:
			at += 8
		}
		if flags&morePart == 0 {
			return out
		}
	}
}

// table is a part of a font.
type table struct {
	tag  string
	data []byte
}

// assembled puts tables together, which are in the order of their tags; empty ones are left out.
func assembled(tables []table) []byte {
	tables = slices.DeleteFunc(tables, func(t table) bool { return len(t.data) == 0 })
	n, power, log := len(tables), 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, power * 16, log, (n - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, head := 12+16*n, 0
	for _, t := range tables {
		if t.tag == "head" {
			head = at
		}
		out = append(out, t.tag...)
		for _, v := range []uint32{sum(t.data), uint32(at), uint32(len(t.data))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (len(t.data) + 3) / 4 * 4
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 > 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[head+8:], 0xb1b0afba-sum(out))
	return out
}

// sum is a checksum of a font's table.
func sum(b []byte) (n uint32) {
	for len(b)%4 > 0 {
		b = append(slices.Clone(b), 0)
	}
	for i := 0; i < len(b); i += 4 {
		n += u32(b, i)
	}
	return n
}
