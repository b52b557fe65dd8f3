package sqlite_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// What is appended through one handle is a change to who watches by another, at once, and once;
// so it is to who appends by the same handle. What is only read is none.
func TestChanges(t *testing.T) {
	dir := t.TempDir()
	writer, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	reader, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var asked []func() (bool, error)
	for _, s := range []*sqlite.Store{reader, writer} {
		changed, end, err := s.Changes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := end(); err != nil {
				t.Error(err)
			}
		}()
		asked = append(asked, changed)
	}
	check := func(when string, want bool) {
		t.Helper()
		for i, changed := range asked {
			if is, err := changed(); err != nil || is != want {
				t.Errorf("%s, handle %d: %t, %v", when, i, is, err)
			}
		}
	}
	check("at first", true)
	check("nothing happened", false)
	for i := range 50 {
		a := to("s-1", store.Revision(i-1), store.Event{Type: "t.t", Version: 1, Data: []byte(`{}`)})
		if _, err := writer.Append(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		check("after an append", true)
		for _, err := range reader.All(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
		}
		check("after a reading", false)
	}
}
