package tamper

import (
	"database/sql"
	"encoding/binary"
	"path/filepath"
	"strings"
	"testing"
)

const pageSize = 4096

// layout says what every byte of a ledger's file is for.
//
// Source: https://www.sqlite.org/fileformat2.html parts 1.3 and 1.6.
type layout struct {
	file  []byte
	pages []string // of page n at n-1: the table or index that it belongs to
	used  []int    // of an overflow page n at n-1: how many of its bytes hold something
}

// place is what a byte is for.
type place struct{ kind string }

func newLayout(t testing.TB, file []byte) *layout {
	t.Helper()
	pages := len(file) / pageSize
	l := &layout{file: file, pages: make([]string, pages), used: make([]int, pages)}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "ledger.db"), file)
	db, err := sql.Open("sqlite", filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0 UNION ALL SELECT 'sqlite_schema', 1`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		var page int
		if err := rows.Scan(&name, &page); err != nil {
			t.Fatal(err)
		}
		l.walk(name, page)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range l.pages {
		if l.pages[i] == "" {
			t.Errorf("page %d is of no table and no index", i+1)
		}
	}
	return l
}

// walk names the pages of a tree.
func (l *layout) walk(name string, page int) {
	l.pages[page-1] = name
	h, at := l.header(page)
	if h[0] == 13 {
		for i := range int(binary.BigEndian.Uint16(h[3:])) {
			l.overflow(name, (page-1)*pageSize+int(binary.BigEndian.Uint16(l.file[at+8+2*i:])))
		}
	}
	if h[0] != 2 && h[0] != 5 {
		return
	}
	for i := range int(binary.BigEndian.Uint16(h[3:])) {
		cell := (page-1)*pageSize + int(binary.BigEndian.Uint16(l.file[at+12+2*i:]))
		l.walk(name, int(binary.BigEndian.Uint32(l.file[cell:])))
	}
	l.walk(name, int(binary.BigEndian.Uint32(h[8:])))
}

// overflow names the pages on which the cell of a table goes on, if it does.
func (l *layout) overflow(name string, cell int) {
	size, n := varint(l.file[cell:])
	_, m := varint(l.file[cell+n:])
	const most, least = pageSize - 35, (pageSize-12)*32/255 - 23 // bytes of a row in the page of its tree
	if size <= most {
		return
	}
	local := least + (size-least)%(pageSize-4)
	if local > most {
		local = least
	}
	next := binary.BigEndian.Uint32(l.file[cell+n+m+local:])
	for left := size - local; left > 0; left -= pageSize - 4 {
		l.pages[next-1], l.used[next-1] = name, 4+min(left, pageSize-4)
		next = binary.BigEndian.Uint32(l.file[(next-1)*pageSize:])
	}
}

// varint returns a number of SQLite's and how many bytes it takes. It is for
// numbers of up to eight bytes.
func varint(b []byte) (value, width int) {
	for ; ; width++ {
		value = value<<7 | int(b[width]&0x7f)
		if b[width] < 0x80 {
			return value, width + 1
		}
	}
}

// header returns a page's header, and where it begins.
func (l *layout) header(page int) ([]byte, int) {
	at := (page - 1) * pageSize
	if page == 1 {
		at = 100
	}
	return l.file[at : at+12], at
}

func (l *layout) kinds() map[string]int {
	kinds := map[string]int{}
	for _, name := range l.pages {
		kinds[name]++
	}
	return kinds
}

// at returns what a byte is for.
func (l *layout) at(offset int) place {
	page := offset/pageSize + 1
	name := l.pages[page-1]
	if page == 1 && offset < 100 {
		return place{l.ofFile(offset)}
	}
	if used := l.used[page-1]; used > 0 {
		if offset%pageSize >= used {
			return place{"unused space of an overflow page of " + name}
		}
		return place{"overflow page of " + name}
	}
	h, start := l.header(page)
	head := 8
	if h[0] == 2 || h[0] == 5 {
		head = 12
	}
	pointers := start + head + 2*int(binary.BigEndian.Uint16(h[3:]))
	content := int(binary.BigEndian.Uint16(h[5:]))
	if content == 0 {
		content = 1 << 16
	}
	content += (page - 1) * pageSize
	switch {
	case offset < start+head:
		return place{"header of a page of " + name}
	case offset < pointers:
		return place{"cell pointer of " + name}
	case offset < content:
		return place{"unused space of a page of " + name}
	}
	for at := int(binary.BigEndian.Uint16(h[1:])); at != 0; { // free blocks
		here := (page-1)*pageSize + at
		if offset >= here && offset < here+int(binary.BigEndian.Uint16(l.file[here+2:])) {
			return place{"free block of a page of " + name}
		}
		at = int(binary.BigEndian.Uint16(l.file[here:]))
	}
	return place{"cell of " + name}
}

// ofFile returns what a byte of the file's header is for.
func (l *layout) ofFile(offset int) string {
	for _, f := range []struct {
		end  int
		what string
	}{
		{16, "magic"}, {18, "page size"}, {19, "write version"}, {20, "read version"}, {21, "reserved space"}, {24, "payload fractions"},
		{28, "change counter"}, {32, "number of pages"}, {36, "first free page"}, {40, "number of free pages"}, {44, "schema cookie"},
		{48, "schema format"}, {52, "suggested cache size"}, {56, "largest root page"}, {60, "text encoding"}, {64, "user version"},
		{68, "incremental vacuum"}, {72, "application id"}, {92, "reserved for expansion"}, {96, "version valid for"}, {100, "library version"},
	} {
		if offset < f.end {
			return "file header: " + f.what
		}
	}
	return ""
}

// why says why a change of one bit of a byte may be harmless; "": it may not.
func (p place) why(before byte, bit int) string {
	switch {
	case strings.HasPrefix(p.kind, "unused space"), strings.HasPrefix(p.kind, "free block"):
		return "no row or entry is there, and nobody reads it"
	case p.kind == "cell of sqlite_schema":
		return "the kind, name or table beside a CREATE statement, which SQLite takes from the statement; that one is compared to the letter"
	case (p.kind == "cell of streams" || p.kind == "cell of appends" || p.kind == "cell of blocks" || p.kind == "cell of tail") && before == 0 && bit == 3:
		return "the null, now a nought, that stands for the primary key, which SQLite takes from the row's own key"
	}
	if p.kind == "file header: text encoding" {
		return "SQLite reads the two lowest bits; of those a change is found"
	}
	return map[string]string{
		"file header: change counter":         "tells other programs to read again what they hold; nobody holds a closed file",
		"file header: version valid for":      "says whether the number of pages is to be believed; else the size of the file is",
		"file header: write version":          "forbids writing at the most, and then an append says so; readers do not look at it",
		"file header: read version":           "whether there is a write-ahead log; a closed file has none",
		"file header: library version":        "which SQLite wrote last; nobody reads it",
		"file header: reserved for expansion": "nobody reads it",
		"file header: schema cookie":          "tells other programs to read the schema again",
		"file header: suggested cache size":   "how much memory to take",
		"file header: number of pages":        "not believed unless the header's two counters agree; else the size of the file is",
		"file header: number of free pages":   "a hint; the list of free pages itself is empty",
		"file header: schema format":          "which older forms of schema may be met; there are none",
		"file header: largest root page":      "used by automatic vacuum only, which is off",
		"file header: incremental vacuum":     "used by automatic vacuum only, which is off",
	}[p.kind]
}
