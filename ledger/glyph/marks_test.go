package glyph

import (
	"strings"
	"testing"
)

// Any number of marks on one letter has a normal form, which is its own.
func TestNormalOfManyMarks(t *testing.T) {
	text := "P" + strings.Repeat("\u0301", 100)
	if once := Normal(text); Normal(once) != once {
		t.Errorf("%q is not its own normal form", once)
	}
}
