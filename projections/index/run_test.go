package index

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// random returns records whose keys are often equal, and at the ends of what is possible.
func random(source *rand.Rand, n int) []Record {
	records := make([]Record, n)
	for i := range records {
		key := source.Uint64() >> source.UintN(64)
		switch source.UintN(10) {
		case 0:
			key = source.Uint64N(5)
		case 1:
			key = math.MaxUint64 - source.Uint64N(5)
		case 2:
			key = records[source.IntN(i+1)].Key
		}
		records[i] = Record{key, uint64(i)}
	}
	return records
}

func inOrder(records []Record) []Record {
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b Record) int { return cmp.Compare(a.Key, b.Key) })
	return sorted
}

func drain(t *testing.T, s source) (all []Record) {
	t.Helper()
	for {
		r, more, err := s.next()
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return all
		}
		all = append(all, r)
	}
}

func TestSortRecords(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		records := random(source, source.IntN(2000))
		want := inOrder(records)
		got, _ := sortRecords(records, make([]Record, len(records)))
		if !slices.Equal(got, want) {
			t.Fatalf("%d records are not in order", len(records))
		}
	}
}

// A file holds what was written, in order, and finds it.
func TestRun(t *testing.T) {
	source := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 2, 3, 400, 4000, 70_000} {
		records := inOrder(random(source, n))
		if n == 4000 {
			for i := range 3000 {
				records[i].Key = 7 // one key on several pages
			}
			records = inOrder(records)
		}
		path := filepath.Join(t.TempDir(), "one")
		if err := writeRun(path, Documents, uint64(n), true, &inMemory{records}); err != nil {
			t.Fatal(err)
		}
		r, err := openRun(path)
		if err != nil {
			t.Fatal(err)
		}
		r.base = 1000
		want := map[uint64][]uint64{}
		for i := range records {
			want[records[i].Key] = append(want[records[i].Key], records[i].At+1000)
		}
		got := drain(t, r.all())
		for i := range got {
			got[i].At -= 1000
		}
		if !slices.Equal(got, records) {
			t.Fatalf("%d records: others were read", n)
		}
		var asked []uint64
		for key, places := range want {
			asked = append(asked, key, key+1, key-1)
			found, err := r.find(key, nil)
			slices.Sort(found)
			slices.Sort(places)
			if err != nil || !slices.Equal(found, places) {
				t.Fatalf("%d records: %d found at %v, want %v; %v", n, key, found, places, err)
			}
		}
		slices.Sort(asked)
		asked = slices.Compact(asked)
		finder := finder{filter: filterReader{run: r}}
		for _, key := range asked {
			if there, err := finder.has(key); err != nil || there != (want[key] != nil) {
				t.Fatalf("%d records: %d is there: %v, %v", n, key, there, err)
			}
		}
		if err := r.close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A city's record takes some six bytes, and two of the filter.
func TestBytesOfRecords(t *testing.T) {
	const many = 1 << 19
	source := rand.New(rand.NewPCG(1, 3))
	records := make([]Record, many)
	for i := range records {
		records[i] = Record{source.Uint64() &^ 0xffff, uint64(i)}
	}
	path := filepath.Join(t.TempDir(), "one")
	if err := writeRun(path, Documents, many, false, &inMemory{inOrder(records)}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > 8*many+many/2 {
		t.Errorf("%.2f bytes a record; %v", float64(info.Size())/many, err)
	}
}

// A file of an earlier form is refused.
func TestEarlierForm(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one")
	if err := writeRun(path, Documents, 1, false, &inMemory{[]Record{{1, 2}}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text[len("fundledger index file ")]--
	(*page)(text).seal(0)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	damage := (*DamagedError)(nil)
	if _, err := openRun(path); !errors.As(err, &damage) {
		t.Errorf("it is taken: %v", err)
	}
}

// The filter lets few others pass.
func TestFilter(t *testing.T) {
	source := rand.New(rand.NewPCG(5, 6))
	records := make([]Record, 100_000)
	for i := range records {
		records[i] = Record{source.Uint64() &^ 0xff, uint64(i)}
	}
	path := filepath.Join(t.TempDir(), "one")
	if err := writeRun(path, Documents, uint64(len(records)), false, &inMemory{inOrder(records)}); err != nil {
		t.Fatal(err)
	}
	r, err := openRun(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.close() //nolint:errcheck // read only
	var p page
	passed := 0
	for range 100_000 {
		key := source.Uint64() &^ 0xff
		block := blockOf(key, r.blocks)
		if err := r.pageInto(&p, 1+int64(block/blocksOfPage)); err != nil {
			t.Fatal(err)
		}
		if p.hasKey(block, key) {
			passed++
		}
	}
	if passed > 300 {
		t.Errorf("%d of 100,000 others pass the filter", passed)
	}
}

// Several files become one with the records of all.
func TestMerge(t *testing.T) {
	source := rand.New(rand.NewPCG(7, 8))
	var all []Record
	var runs []*run
	dir := t.TempDir()
	for i := range 5 {
		records := random(source, 1+source.IntN(3000))
		for at := range records {
			records[at].At += uint64(len(all))
		}
		all = append(all, records...)
		path := filepath.Join(dir, string(rune('a'+i)))
		if err := writeRun(path, Documents, uint64(len(records)), false, &inMemory{inOrder(records)}); err != nil {
			t.Fatal(err)
		}
		r, err := openRun(path)
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	one, err := mergeRuns(filepath.Join(dir, "one"), runs, false)
	if err != nil {
		t.Fatal(err)
	}
	if got := drain(t, one.all()); !slices.Equal(got, inOrder(all)) {
		t.Error("other records came out than went in")
	}
	if err := one.close(); err != nil {
		t.Fatal(err)
	}
	for _, r := range runs {
		if err := r.close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever byte of a file is changed, or cut off, nothing else is read of it.
func TestRunDamaged(t *testing.T) {
	source := rand.New(rand.NewPCG(9, 10))
	records := inOrder(random(source, 2000))
	path := filepath.Join(t.TempDir(), "one")
	if err := writeRun(path, Documents, uint64(len(records)), false, &inMemory{records}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		text := slices.Clone(whole)
		if source.IntN(10) == 0 {
			text = text[:source.IntN(len(text))]
		} else {
			text[source.IntN(len(text))] ^= byte(1 << source.UintN(8))
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		d := newDigest()
		folder := Folder(filepath.Dir(path))
		damage := (*DamagedError)(nil)
		if err := folder.checkRun(named{Name: "one"}, &d); !errors.As(err, &damage) {
			t.Fatalf("a changed file is taken: %v", err)
		}
	}
}

// A page of any bytes is decoded to records in order, or refused.
func FuzzPage(f *testing.F) {
	var p packer
	for _, r := range inOrder(random(rand.New(rand.NewPCG(11, 12)), 100)) {
		p.add(r)
	}
	f.Add(p.close()[:])
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, text []byte) {
		var one page
		copy(one[:], text)
		records, err := one.records(nil)
		if err != nil {
			return
		}
		var again packer
		for i, r := range records {
			if i > 0 && r.Key < records[i-1].Key {
				t.Fatal("not in order")
			}
			if !again.add(r) {
				return // in longer forms than are written
			}
		}
		same, err := again.close().records(nil)
		if err != nil || !slices.Equal(records, same) {
			t.Fatalf("%v, %v", same, err)
		}
	})
}

// A file of any bytes is read, or refused.
func FuzzRun(f *testing.F) {
	dir := f.TempDir()
	path := filepath.Join(dir, "seed")
	if err := writeRun(path, Documents, 3, false, &inMemory{[]Record{{1, 2}, {3, 1}, {3, 4}}}); err != nil {
		f.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		for at := int64(0); (at+1)*pageBytes <= int64(len(text)); at++ {
			(*page)(text[at*pageBytes:]).seal(at) // else few would be looked at
		}
		path := filepath.Join(t.TempDir(), "one")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := openRun(path)
		if err != nil {
			return
		}
		defer r.close() //nolint:errcheck // read only
		all := r.all()
		for {
			one, more, err := all.next()
			if err != nil || !more {
				return
			}
			_, _ = r.find(one.Key, nil)
		}
	})
}

// A list of any bytes is read, or refused.
func FuzzList(f *testing.F) {
	line := []byte(`{"size":3,"tie":"","next":1,"runs":[{"name":"1.records","kind":1,"count":3,"base":0}]}`)
	f.Add(append(append(line, '\n'), sumOf(line)...))
	f.Fuzz(func(t *testing.T, text []byte) {
		line := text
		if m, ok := parseList(append(append(slices.Clone(line), '\n'), sumOf(line)...)); ok && m.Size > 0 && len(m.Runs) == 0 {
			t.Fatal("a list without files has records")
		}
		parseList(text)
	})
}
