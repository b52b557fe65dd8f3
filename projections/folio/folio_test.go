package folio

import (
	"os"
	"path/filepath"
	"testing"
)

// harm cuts, flips or takes away a file.
func (w *world) harm(t *testing.T, f Folder) {
	t.Helper()
	files, err := os.ReadDir(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		return
	}
	path := filepath.Join(f.Path, files[w.random.IntN(len(files))].Name())
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch at := w.random.IntN(len(text)); w.random.IntN(3) {
	case 0:
		err = os.Remove(path)
	case 1:
		err = os.WriteFile(path, text[:at], 0o600)
	case 2:
		text[at] ^= 1 << w.random.IntN(8)
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
