package cluster

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// folder writes the files of a cluster and reads them again.
func folder(t *testing.T, files made) {
	dir := filepath.Join(t.TempDir(), "deep", "nodes")
	list := slices.Collect(maps.Values(files))
	if err := Write(dir, list); err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		info, err := os.Stat(filepath.Join(dir, f.Name))
		if err != nil || info.Mode() != f.Mode {
			t.Errorf("%s: %v, %v", f.Name, info, err)
		}
	}
	opened, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSpace(string(files[connectionFile].Text)); opened.Connection != want || len(opened.nodes()) != size {
		t.Errorf("connection %s, nodes %v", opened.Connection, opened.nodes())
	}
	for _, login := range []string{Administrator, Operator, Application, Auditor} {
		if got := opened.Users[login].String() + "\n"; got != string(files["passwords/"+login].Text) {
			t.Errorf("credentials of %s: %s", login, got)
		}
	}
	// A second cluster does not go there.
	var refused *Error
	if err := Write(dir, list); !errors.As(err, &refused) {
		t.Errorf("wrote over it: %v", err)
	}
	config(t, dir)
}

// config asks Docker Compose, where it is installed, to read what was written.
func config(t *testing.T, dir string) {
	if out, err := exec.CommandContext(t.Context(), "docker", "compose", "version").CombinedOutput(); err != nil {
		t.Logf("Docker Compose is not installed here, and did not read compose.yaml: %v: %s", err, out)
		return
	}
	found, err := filepath.Glob(filepath.Join(dir, "*", "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "compose.yaml")); err == nil {
		found = append(found, filepath.Join(dir, "compose.yaml"))
	}
	for _, file := range found {
		if out, err := exec.CommandContext(t.Context(), "docker", "compose", "--file", file, "config", "--quiet").CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", file, err, out)
		}
	}
	t.Logf("Docker Compose read %d files", len(found))
}

// Nothing is left of a folder that could not be written whole, and what was there stays.
func TestWriteWholeOrNot(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "nodes")
	twice := []File{{"a", 0o600, []byte("1")}, {"a", 0o600, []byte("2")}}
	if err := Write(dir, twice); err == nil {
		t.Error("wrote a file twice")
	}
	if entries, err := os.ReadDir(root); err != nil || len(entries) != 0 {
		t.Errorf("left %v, %v", entries, err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, twice[:1]); err != nil { // it is empty
		t.Error(err)
	}
	if err := Write(dir, []File{{"b", 0o600, nil}}); err == nil {
		t.Error("wrote into a folder with something in it")
	}
	if text, err := os.ReadFile(filepath.Join(dir, "a")); err != nil || string(text) != "1" {
		t.Errorf("now it has %q, %v", text, err)
	}
	if err := Write(filepath.Join(dir, "a"), twice[:1]); err == nil {
		t.Error("wrote into a file")
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, k := range []struct {
		name  string
		files []File
		says  string
	}{
		{"nothing", []File{{"x", 0o600, nil}}, "is not the folder of a cluster"},
		{"no certificate", []File{{connectionFile, 0o600, []byte("esdb://a:1")}, {authorityFile, 0o600, []byte("x")}}, "is no certificate"},
		{"a certificate is missing", []File{{connectionFile, 0o600, []byte("esdb://a:1")}}, "no such file"},
	} {
		dir := filepath.Join(t.TempDir(), "d")
		if err := Write(dir, k.files); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), k.says) {
			t.Errorf("%s: %v", k.name, err)
		}
	}
}

func TestParseCredentials(t *testing.T) {
	for text, want := range map[string]Credentials{
		"ledger:abc\n": {"ledger", "abc"}, "ledger:abc\r\n": {"ledger", "abc"}, "a:b:c": {"a", "b:c"},
		"": {}, "ledger": {}, ":abc": {}, "ledger:": {}, "a:b\nc:d\n": {},
	} {
		got, err := ParseCredentials([]byte(text))
		if got != want || (err == nil) != (want != Credentials{}) {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
}

func FuzzCredentials(f *testing.F) {
	f.Add("ledger:abc\n")
	f.Add("a:b\nc")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCredentials([]byte(text))
		if err != nil {
			return
		}
		if again, err := ParseCredentials([]byte(c.String() + "\n")); again != c || err != nil {
			t.Errorf("%q is %v, and then %v, %v", text, c, again, err)
		}
	})
}
