// Package pdf prints a document as PDF: A4, with the bureau and the title at the head of each
// page, what the document says of itself and the page's number at its foot. Its fonts are in it,
// so that it looks the same everywhere, and its text can be marked, copied and searched. The same
// document and fonts give the same bytes.
package pdf

import (
	"fmt"
	"io"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Options are what whoever prints may choose. The program's own fonts stand in for what the
// others do not have.
type Options struct {
	Font []byte // a TrueType font for text, as a file has it; nil: the program's
	Bold []byte // likewise for headings and totals
}

// Write writes a document to w. Nothing is written before all pages are made. Errors: that of a
// document that is not well formed; bad input for a font that is none, and for characters that no
// font has, with all places where they stand; those of w.
func Write(w io.Writer, d paper.Document, o Options) error {
	l, err := laidOut(d, o)
	if err != nil {
		return err
	}
	return l.write(w)
}

// laidOut makes the pages of a document.
func laidOut(d paper.Document, o Options) (*layout, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	letters, err := newLetters(o, d.Lang)
	if err != nil {
		return nil, err
	}
	l := &layout{Document: d, letters: letters, places: map[string]place{}}
	l.begin(false)
	l.cover()
	for i, b := range d.Blocks {
		l.block(b, i)
	}
	l.flush()
	l.finish()
	return l, letters.err()
}

// say returns a text in the document's language.
func (l *layout) say(zh, en string) string { return lang.Text{ZH: zh, EN: en}.In(l.Lang) }

// write puts the file together: pages, fonts, links and bookmarks.
func (l *layout) write(w io.Writer) error {
	f := &file{packer: l.packer}
	root, tree := f.reserve(), f.reserve()
	var pages []int
	for range l.pages {
		pages = append(pages, f.reserve())
	}
	fonts, err := l.letters.objects(f)
	if err != nil {
		return err
	}
	resources := f.add("<</Font<<%s>>>>", fonts)
	var kids strings.Builder
	for i, p := range l.pages {
		wide, high := p.size()
		head, body := f.stream(f.pack(p.frame.Bytes()), ""), f.stream(p.packed, "")
		f.set(pages[i], "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents[%d 0 R %d 0 R]%s>>",
			tree, points(wide), points(high), resources, head, body, l.annotations(f, p, pages))
		fmt.Fprintf(&kids, "%d 0 R ", pages[i])
	}
	f.set(tree, "<</Type/Pages/Count %d/Kids[%s]>>", len(pages), strings.TrimSpace(kids.String()))
	language := "en"
	if l.Lang == lang.ZH {
		language = "zh-CN"
	}
	f.set(root, "<</Type/Catalog/Pages %d 0 R/Lang(%s)/ViewerPreferences<</DisplayDocTitle true>>%s>>", tree, language, l.outline(f, pages))
	info := f.add("<</Title%s/Author%s/Producer(fundledger)>>", spelled(l.Title), spelled(l.Bureau))
	return f.writeTo(w, root, info)
}

// points writes a length.
func points(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// annotations are the links of a page.
func (l *layout) annotations(f *file, p *page, pages []int) string {
	var b strings.Builder
	_, high := p.size()
	for _, k := range p.links {
		to := "/A<</S/URI/URI" + ascii(k.to) + ">>"
		if id, within := strings.CutPrefix(k.to, "#"); within {
			to = "/Dest" + l.destination(l.places[id], pages)
		}
		n := f.add("<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[%s %s %s %s]%s>>", points(k.x), points(high-k.y2), points(k.x2), points(high-k.y), to)
		fmt.Fprintf(&b, "%d 0 R ", n)
	}
	if b.Len() == 0 {
		return ""
	}
	return "/Annots[" + strings.TrimSpace(b.String()) + "]"
}

// destination is a place that a link leads to.
func (l *layout) destination(at place, pages []int) string {
	_, high := l.pages[at.page].size()
	return fmt.Sprintf("[%d 0 R/XYZ null %s null]", pages[at.page], points(high-max(at.y-600, 0)))
}

// outline adds the bookmarks: those of level 2 stand below the one of level 1 before them.
func (l *layout) outline(f *file, pages []int) string {
	if len(l.marks) == 0 {
		return ""
	}
	top := f.reserve()
	numbers := make([]int, len(l.marks))
	for i := range l.marks {
		numbers[i] = f.reserve()
	}
	children := map[int][]int{} // by what they stand below; -1: the document
	parent := -1
	for i, m := range l.marks {
		if m.level == 1 || parent < 0 {
			parent = i
			children[-1] = append(children[-1], i)
		} else {
			children[parent] = append(children[parent], i)
		}
	}
	ends := func(of int) string {
		c := children[of]
		if len(c) == 0 {
			return ""
		}
		return fmt.Sprintf("/First %d 0 R/Last %d 0 R/Count %d", numbers[c[0]], numbers[c[len(c)-1]], len(c))
	}
	for of := -1; of < len(l.marks); of++ {
		above := top
		if of >= 0 {
			above = numbers[of]
		}
		for n, i := range children[of] {
			beside := ""
			if n > 0 {
				beside += fmt.Sprintf("/Prev %d 0 R", numbers[children[of][n-1]])
			}
			if n+1 < len(children[of]) {
				beside += fmt.Sprintf("/Next %d 0 R", numbers[children[of][n+1]])
			}
			m := l.marks[i]
			f.set(numbers[i], "<</Title%s/Parent %d 0 R/Dest%s%s%s>>", spelled(m.title), above, l.destination(m.place, pages), beside, ends(i))
		}
	}
	f.set(top, "<</Type/Outlines%s>>", strings.Replace(ends(-1), fmt.Sprint("/Count ", len(children[-1])), fmt.Sprint("/Count ", len(l.marks)), 1))
	return fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", top)
}
