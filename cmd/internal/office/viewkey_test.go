package office

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The view key is made with the first snapshot that is kept, for the user alone, and
// one that is none is told.
func TestViewKey(t *testing.T) {
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	o := &Office{Random: strings.NewReader(strings.Repeat("k", 64))}
	if _, err := o.viewKey(false); err == nil {
		t.Error("there is a key that nobody made")
	}
	made, err := o.viewKey(true)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(config, "fundledger", viewKeyFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of the key: %v, %v", info, err)
	}
	if again, err := o.viewKey(true); err != nil || again != made {
		t.Errorf("another key: %v", err)
	}
	if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := o.viewKey(true); err == nil || !strings.Contains(err.Error(), "is no view key") {
		t.Errorf("another file: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "nothing" {
		t.Error("it was written over")
	}
}
