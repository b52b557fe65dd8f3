package merkle_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
)

// TestTag: the tag is the first byte of a leaf's hash, whatever the rest; it tells
// which leaf was changed but in one of 256 cases.
func TestTag(t *testing.T) {
	for _, test := range []struct {
		line string
		tag  byte
	}{
		// printf '\0%s' LINE | sha256sum
		{"", 0x6e},
		{"{}", 0x28},
		{`{"actor":"王出纳"}`, 0x61},
	} {
		leaf := merkle.LeafHash([]byte(test.line))
		if got := merkle.Tag(leaf); got != test.tag || got != leaf[0] {
			t.Errorf("%q: %#x, want %#x", test.line, got, test.tag)
		}
	}
	same := 0
	lines := events(512, 7)
	for i, line := range lines {
		altered := append([]byte{}, line...)
		altered[len(altered)/2] ^= 1
		if merkle.Tag(merkle.LeafHash(line)) == merkle.Tag(merkle.LeafHash(altered)) {
			same++
		}
		if merkle.LeafHash(line) == merkle.LeafHash(altered) {
			t.Errorf("line %d: the same hash", i)
		}
	}
	if same > 10 {
		t.Errorf("%d of %d changes have the same tag; 2 are to be expected", same, len(lines))
	}
}
