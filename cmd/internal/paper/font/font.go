// Package font has the fonts of printed documents, and reads TrueType fonts: which characters
// they have, how wide these are, and a font of some of them, for a file in which they stand.
//
// Noto Sans SC, Regular and Bold, is in the program, with all characters of GB 2312 and, in
// Regular, of the Table of General Standard Chinese Characters. make.sh makes it.
package font

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

//go:embed noto-sans-sc-400.ttf.zst
var packedRegular []byte

//go:embed noto-sans-sc-700.ttf.zst
var packedBold []byte

// Regular returns the program's font. Error: it does not unpack, which a build that is whole
// does not have.
func Regular() (*Face, error) { return unpacked(packedRegular) }

// Bold returns the program's bold font, which has fewer characters. Error: as Regular.
func Bold() (*Face, error) { return unpacked(packedBold) }

func unpacked(packed []byte) (*Face, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	file, err := d.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("the program's font: %w", err)
	}
	return Parse(file)
}

// Face is a font. Its measures are in thousandths of the size of its characters.
type Face struct {
	Name            string // as PDF calls it, in ASCII
	Ascent, Descent int
	Box             [4]int // around all characters

	file   []byte
	tables map[string][]byte
	units  int // of an em
	glyphs int
	wide   int // how many glyphs have a width of their own
	long   bool
	low    []uint16        // the glyphs of characters below 0x10000
	high   map[rune]uint16 // of the others
}

// What is wrong with a font. They are bad input of whoever named it.
var (
	ErrNone   = errors.New("this is no TrueType font")
	ErrCurves = errors.New("this is an OpenType font with PostScript outlines (CFF)")
	ErrClosed = errors.New("its owner does not allow this font to be put into a file")
)

// Parse reads a TrueType font; of a collection (.ttc), its first. It keeps the file. Errors:
// ErrNone, wrapped with what is wrong; ErrCurves; ErrClosed.
func Parse(file []byte) (f *Face, err error) {
	defer func() { // whatever offset leads out of the file
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("%w: it is damaged", ErrNone)
		}
	}()
	file = file[:len(file):len(file)]
	at := 0
	if len(file) > 16 && string(file[:4]) == "ttcf" {
		at = int(u32(file, 12))
	}
	if len(file) < at+12 {
		return nil, ErrNone
	}
	switch string(file[at : at+4]) {
	case "\x00\x01\x00\x00", "true":
	case "OTTO":
		return nil, ErrCurves
	default:
		return nil, ErrNone
	}
	f = &Face{file: file, tables: map[string][]byte{}}
	for i := range int(u16(file, at+4)) {
		row := file[at+12+16*i:]
		from, size := u32(row, 8), u32(row, 12)
		f.tables[string(row[:4])] = file[from : from+size : from+size]
	}
	for _, need := range []string{"head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf"} {
		if f.tables[need] == nil {
			return nil, fmt.Errorf("%w: it has no table %s", ErrNone, need)
		}
	}
	if os2 := f.tables["OS/2"]; len(os2) > 9 && u16(os2, 8)&0xf == 2 {
		return nil, ErrClosed
	}
	if err := f.measures(); err != nil {
		return nil, err
	}
	return f, f.characters()
}

// measures reads what is said of the whole font.
func (f *Face) measures() error {
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.units, f.long = int(u16(head, 18)), u16(head, 50) == 1
	if f.units == 0 {
		return fmt.Errorf("%w: its em has no size", ErrNone)
	}
	for i := range f.Box {
		f.Box[i] = f.scaled(i16(head, 36+2*i))
	}
	f.Ascent, f.Descent = f.scaled(i16(hhea, 4)), f.scaled(i16(hhea, 6))
	f.wide, f.glyphs = int(u16(hhea, 34)), int(u16(f.tables["maxp"], 4))
	if f.wide == 0 || f.glyphs == 0 || len(f.tables["hmtx"]) < 4*f.wide {
		return fmt.Errorf("%w: it has no widths", ErrNone)
	}
	f.Name = f.called()
	return nil
}

// called returns the font's PostScript name, or one that serves as well.
func (f *Face) called() string {
	if name := f.tables["name"]; len(name) > 6 {
		texts := name[u16(name, 4):]
		for i := range int(u16(name, 2)) {
			row := name[6+12*i:]
			if u16(row, 6) != 6 {
				continue
			}
			var out []byte
			for _, c := range texts[u16(row, 10) : int(u16(row, 10))+int(u16(row, 8))] {
				if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' {
					out = append(out, c)
				}
			}
			if len(out) > 0 {
				return string(out)
			}
		}
	}
	return "Font"
}

// scaled is a measure of the font in thousandths.
func (f *Face) scaled(n int) int { return n * 1000 / f.units }

// Glyph returns the number of the glyph of a character, and whether the font has one.
func (f *Face) Glyph(r rune) (uint16, bool) {
	var g uint16
	if r >= 0 && int(r) < len(f.low) {
		g = f.low[r]
	} else {
		g = f.high[r]
	}
	return g, g != 0
}

// Advance returns how wide a glyph is.
func (f *Face) Advance(g uint16) int {
	return f.scaled(int(u16(f.tables["hmtx"], 4*min(int(g), f.wide-1))))
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func u32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
func i16(b []byte, at int) int    { return int(int16(u16(b, at))) }
