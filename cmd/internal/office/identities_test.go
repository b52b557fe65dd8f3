package office_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/fund"
)

// identity returns an identity number with its right check character.
func identity(n int) string {
	digits := fmt.Sprintf("44000019000101%03d", n)
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(digits[i]-'0')
	}
	return digits + string("10X98765432"[sum%11])
}

// The table knows whom it was told of, in any writing; it holds no identity number, and nobody else
// reads it.
func TestIdentities(t *testing.T) {
	key, dir := bytes.Repeat([]byte{7}, fund.KeySize), t.TempDir()
	o := &office.Office{PersonKey: filepath.Join(dir, "person.key")}
	var people []office.Identified
	for n := range 500 {
		people = append(people, office.Identified{Identity: identity(n), Number: fmt.Sprintf("P%04d", n)})
	}
	for _, half := range [][]office.Identified{people[250:], people[:250], people[100:300]} {
		if _, others, err := o.AddIdentities(key, half); err != nil || len(others) > 0 {
			t.Fatal(others, err)
		}
	}
	table, err := o.Identities(key)
	if err != nil || table.Len() != 500 {
		t.Fatal(table, err)
	}
	defer table.Close() //nolint:errcheck // read only
	for _, p := range people {
		if number, known := table.Person(" " + strings.ToLower(p.Identity)); !known || number != p.Number || !office.IsIdentity(p.Identity) {
			t.Errorf("%s: %s, %v", p.Number, number, known)
		}
	}
	if _, known := table.Person(identity(500)); known {
		t.Error("somebody else is known")
	}
	text, err := os.ReadFile(filepath.Join(dir, "person.key.identities"))
	if info, _ := os.Stat(filepath.Join(dir, "person.key.identities")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the table can be read: %v, %v", info.Mode(), err)
	}
	for _, p := range people {
		if bytes.Contains(text, []byte(p.Identity)) {
			t.Errorf("the table has %s", p.Identity)
		}
	}
	_, others, err := o.AddIdentities(key, []office.Identified{{identity(600), "P1"}, {identity(3), "P9"}})
	if err != nil || len(others) != 1 || others[0] != 1 {
		t.Errorf("another number of the same person: %v, %v", others, err)
	}
	if _, known := table.Person(identity(600)); known {
		t.Error("something was added beside it")
	}
	if other, err := o.Identities(bytes.Repeat([]byte{8}, fund.KeySize)); err != nil {
		t.Error(err)
	} else if _, known := other.Person(identity(3)); known {
		t.Error("another key knows him")
	}
	if err := os.WriteFile(filepath.Join(dir, "person.key.identities"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Identities(key); err == nil {
		t.Error("no table is taken for one")
	}
}
