package font

import "fmt"

// characters reads which glyph each character has: of the tables for Unicode the larger.
func (f *Face) characters() error {
	cmap := f.tables["cmap"]
	f.low, f.high = make([]uint16, 0x10000), map[rune]uint16{}
	some, all := 0, 0 // where tables of format 4 and 12 begin
	for i := range int(u16(cmap, 2)) {
		row := cmap[4+8*i:]
		platform, encoding, at := u16(row, 0), u16(row, 2), int(u32(row, 4))
		if platform != 0 && (platform != 3 || encoding != 1 && encoding != 10) {
			continue
		}
		switch u16(cmap, at) {
		case 4:
			some = at
		case 12:
			all = at
		}
	}
	switch {
	case all > 0:
		f.groups(cmap[all:])
	case some > 0:
		f.segments(cmap[some:])
	default:
		return fmt.Errorf("%w: it has no table of Unicode characters", ErrNone)
	}
	return nil
}

// has notes the glyph of a character; numbers of glyphs that the font does not have are left out.
func (f *Face) has(r rune, g int) {
	switch {
	case g <= 0 || g >= f.glyphs:
	case r < 0x10000:
		f.low[r] = uint16(g)
	default:
		f.high[r] = uint16(g)
	}
}

// groups reads a table of format 12: runs of characters with runs of glyphs.
func (f *Face) groups(t []byte) {
	for i := range int(u32(t, 12)) {
		row := t[16+12*i:]
		first, last, glyph := u32(row, 0), u32(row, 4), u32(row, 8)
		for c := first; c <= last && c <= 0x10ffff; c++ {
			f.has(rune(c), int(glyph+c-first))
		}
	}
}

// segments reads a table of format 4: runs of characters, whose glyphs are a shift away or in a list.
func (f *Face) segments(t []byte) {
	n := int(u16(t, 6)) // twice as many as there are
	for i := 0; i < n; i += 2 {
		last, first := int(u16(t, 14+i)), int(u16(t, 16+n+i))
		shift, list := int(u16(t, 16+2*n+i)), 16+3*n+i
		away := int(u16(t, list))
		for c := first; c <= last && c < 0xffff; c++ {
			g := c + shift
			if away > 0 {
				if g = int(u16(t, list+away+2*(c-first))); g > 0 {
					g += shift
				}
			}
			f.has(rune(c), g&0xffff)
		}
	}
}
