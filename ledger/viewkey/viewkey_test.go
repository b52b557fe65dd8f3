package viewkey_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/viewkey"
)

// A file opens under the key and the name that it was sealed under, and no other; and
// no byte of it can be changed, added or left out.
func TestSeal(t *testing.T) {
	key, err := viewkey.New(strings.NewReader(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"", "a", "balances of a fund\n"} {
		sealed := key.Seal("snapshot/a", []byte(content))
		if got, err := key.Open("snapshot/a", sealed); err != nil || string(got) != content {
			t.Errorf("%q was opened as %q: %v", content, got, err)
		}
		if got, ok := viewkey.Content(sealed); !ok || string(got) != content {
			t.Errorf("%q is in it as %q", content, got)
		}
		if _, err := key.Open("index/a", sealed); !errors.Is(err, viewkey.ErrSeal) {
			t.Error("opened under another name")
		}
		other := key
		other[31] ^= 1
		if _, err := other.Open("snapshot/a", sealed); !errors.Is(err, viewkey.ErrSeal) {
			t.Error("opened under another key")
		}
		for i := range sealed {
			spoiled := bytes.Clone(sealed)
			spoiled[i] ^= 1
			if _, err := key.Open("snapshot/a", spoiled); !errors.Is(err, viewkey.ErrSeal) {
				t.Errorf("opened with byte %d changed", i)
			}
			if _, err := key.Open("snapshot/a", sealed[:i]); !errors.Is(err, viewkey.ErrSeal) {
				t.Errorf("opened with %d bytes of %d", i, len(sealed))
			}
		}
		if _, err := key.Open("snapshot/a", append(bytes.Clone(sealed), 0)); !errors.Is(err, viewkey.ErrSeal) {
			t.Error("opened with a byte more")
		}
	}
}

// A key is written and read as hexadecimal digits, and shown nowhere else.
func TestKey(t *testing.T) {
	key, err := viewkey.New(strings.NewReader(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := viewkey.Parse(key.Secret() + "\n"); !ok || got != key {
		t.Errorf("read as %v", got)
	}
	for _, text := range []string{"", "6b", key.Secret() + "00", strings.Repeat("x", 64)} {
		if _, ok := viewkey.Parse(text); ok {
			t.Errorf("%q is a key", text)
		}
	}
	if shown := fmt.Sprint(key); strings.Contains(shown, "107") || strings.Contains(shown, "6b") {
		t.Error(shown)
	}
	if _, err := viewkey.New(strings.NewReader("short")); err == nil {
		t.Error("a key of five bytes")
	}
}
