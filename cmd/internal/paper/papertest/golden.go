package papertest

import (
	"os"
	"path/filepath"
	"testing"
)

// Golden compares what was printed with the file testdata/NAME of the package, and writes it there
// if update is said.
func Golden(t *testing.T, name string, got []byte, update bool) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		at := 0
		for at < min(len(want), len(got)) && want[at] == got[at] {
			at++
		}
		t.Errorf("%s: from byte %d on it is\n%s\nwant\n%s", file, at, got[at:min(len(got), at+300)], want[at:min(len(want), at+300)])
	}
}

// Squeeze returns a text without its white space.
func Squeeze(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '\r', '\f', '\u00a0', '\u3000':
		default:
			out = append(out, r)
		}
	}
	return string(out)
}
