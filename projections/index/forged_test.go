package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// A whole file that somebody has made says of a number where it stands, and it does not:
// whoever asks for that number is told that the index is damaged, not the ledger.
func TestFindTellsAForgedIndex(t *testing.T) {
	ctx, l, folder := context.Background(), newLog(t, new(memory.Store), 9), Folder(t.TempDir())
	l.grow(600)
	open := func() *Index {
		ix, err := folder.open(ctx, l, small, nil)
		if err != nil {
			t.Fatal(err)
		}
		return ix
	}
	if err := open().Close(); err != nil {
		t.Fatal(err)
	}
	list, err := folder.list()
	if err != nil {
		t.Fatal(err)
	}
	path := folder.path(list.Runs[0].Name)
	r, err := openRun(path)
	if err != nil {
		t.Fatal(err)
	}
	records := drain(t, r.all())
	if err := r.close(); err != nil {
		t.Fatal(err)
	}
	at := len(records) / 2
	key := records[at].Key
	for what, position := range map[string]uint64{"another event": (records[at].At + 1) % 3, "none": 1 << 40} {
		forged := slices.Clone(records)
		for i := range forged {
			if forged[i].Key == key {
				forged[i].At = position
			}
		}
		if err := writeRun(path, Documents, uint64(len(forged)), true, &inMemory{forged}); err != nil {
			t.Fatal(err)
		}
		ix := open()
		damage, told := (*DamagedError)(nil), false
		for _, err := range ix.Find(ctx, document.Number(key)) {
			told = told || errors.As(err, &damage)
		}
		for _, err := range ix.Doubles(ctx) {
			if err != nil && !errors.As(err, &damage) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if !told {
			t.Errorf("%s: nothing is told of it", what)
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// An index that is a link to a folder of somebody else is none, and what stands there stays;
// so does what is not an index's in its own.
func TestIndexCleansNothingOfOthers(t *testing.T) {
	ctx, l, theirs := context.Background(), newLog(t, new(memory.Store), 9), t.TempDir()
	l.grow(100)
	letter := filepath.Join(theirs, "letter.records")
	link := filepath.Join(t.TempDir(), "index")
	if err := errors.Join(os.WriteFile(letter, []byte("x"), 0o600), os.Symlink(theirs, link)); err != nil {
		t.Fatal(err)
	}
	damage := (*DamagedError)(nil)
	if _, err := Folder(link).Open(ctx, l, nil); !errors.As(err, &damage) {
		t.Errorf("an index that is a link: %v", err)
	}
	if _, err := os.Stat(letter); err != nil {
		t.Error(err)
	}
	own := t.TempDir()
	note := filepath.Join(own, "note.txt")
	if err := os.WriteFile(note, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	ix, err := Folder(own).open(ctx, l, small, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close() //nolint:errcheck // of a test
	if _, err := os.Stat(note); err != nil {
		t.Error(err)
	}
}
