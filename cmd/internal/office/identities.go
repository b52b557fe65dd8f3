package office

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/glyph"
)

// A person has one pseudonym, that of the person number. Files that know people by their identity
// number alone are joined to it through a table that stands beside the person key, and nowhere else:
// the keyed hash of an identity number, and the person number. Without the key it tells no identity
// number, and nobody can test a guess.

// The table is records of one length in the order of their hashes, so that it is searched where it
// stands: a city's has three hundred megabytes.
const (
	hashed         = 32 // hexadecimal digits
	longestNumber  = 30
	identityRecord = hashed + 1 + longestNumber + 1
)

// Identities is the table from identity numbers to person numbers. The zero value knows nobody.
// Several goroutines may ask at once.
type Identities struct {
	key  []byte
	file *os.File
	n    int64
}

// identitiesPath is where the table stands.
func (o *Office) identitiesPath() (string, error) {
	path, err := o.personKeyPath()
	return path + ".identities", err
}

// Identities opens the table of whoever has the person key; without a table or key it knows nobody.
// Errors: bad input for a file that is no table; those of the file system.
func (o *Office) Identities(key []byte) (*Identities, error) {
	path, err := o.identitiesPath()
	if err != nil {
		return nil, err
	}
	if len(key) == 0 {
		return &Identities{}, nil
	}
	file, err := disk.Follow(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Identities{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the table of identity numbers: %w", err)
	}
	info, err := file.Stat()
	if err == nil && info.Size()%identityRecord != 0 {
		err = fault.Input("%s 不是身份证号对照表；移走它，用 profile persons 重新生成", "%s is no table of identity numbers; move it away and make it anew with profile persons", path)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Identities{key, file, info.Size() / identityRecord}, nil
}

// Close closes the table.
func (t *Identities) Close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// Len returns how many people the table knows.
func (t *Identities) Len() int64 { return t.n }

// Person returns the person number of whoever has an identity number, in whatever writing.
func (t *Identities) Person(identity string) (number string, known bool) {
	if t.n == 0 {
		return "", false
	}
	hash := hashIdentity(t.key, identity)
	var record [identityRecord]byte
	for from, to := int64(0), t.n; from < to; {
		middle := from + (to-from)/2
		if _, err := t.file.ReadAt(record[:], middle*identityRecord); err != nil {
			return "", false
		}
		switch c := strings.Compare(hash, string(record[:hashed])); {
		case c == 0:
			return strings.TrimSpace(string(record[hashed:])), true
		case c < 0:
			to = middle
		default:
			from = middle + 1
		}
	}
	return "", false
}

// hashIdentity returns the keyed hash of an identity number. No person number has a colon, so it is
// nobody's pseudonym.
func hashIdentity(key []byte, identity string) string {
	return string(fund.Pseudonym(key, "identity:"+strings.ToUpper(glyph.Normal(strings.Join(strings.Fields(identity), "")))))
}

// Identified is one person: an identity number and the person number.
type Identified struct{ Identity, Number string }

// IsIdentity reports whether a text is an identity number and nothing else.
func IsIdentity(text string) bool {
	text = glyph.Normal(strings.Join(strings.Fields(text), ""))
	return len(text) == len("440000190001010027") && fund.HoldsIdentityNumber(strings.ToUpper(text))
}

// AddIdentities adds people to the table, which is made if there is none. Who stands in it with the
// same number changes nothing; others returns the places in people of those who stand with another
// number, or twice with two: then nothing is added. Errors: those of Identities; of writing.
func (o *Office) AddIdentities(key []byte, people []Identified) (added int, others []int, err error) {
	table, err := o.Identities(key)
	if err != nil {
		return 0, nil, err
	}
	defer table.Close() //nolint:errcheck // read only
	all := map[string]string{}
	for at, p := range people {
		hash := hashIdentity(key, p.Identity)
		number, known := table.Person(p.Identity)
		if !known {
			number, known = all[hash]
		}
		switch {
		case known && number != p.Number:
			others = append(others, at)
		case !known:
			all[hash] = p.Number
			added++
		}
	}
	if len(others) > 0 || added == 0 {
		return 0, others, nil
	}
	records := make([]string, 0, int(table.n)+added)
	if table.n > 0 {
		old := make([]byte, table.n*identityRecord)
		if _, err := table.file.ReadAt(old, 0); err != nil {
			return 0, nil, fmt.Errorf("read the table of identity numbers: %w", err)
		}
		for record := range bytes.Lines(old) {
			records = append(records, string(record))
		}
	}
	for hash, number := range all {
		records = append(records, fmt.Sprintf("%s %-*s\n", hash, longestNumber, number))
	}
	slices.Sort(records)
	path, err := o.identitiesPath()
	if err != nil {
		return 0, nil, err
	}
	return added, nil, disk.Replace(path, []byte(strings.Join(records, "")), disk.Private)
}
