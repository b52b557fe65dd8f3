package index

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/disk"
)

// form is that of files and of their keys; one of another form is made anew.
const form = 4

// manifest is the list of the files of an index.
type manifest struct {
	Form      int     `json:"form,omitempty"`      // see form
	Size      uint64  `json:"size"`                // of the log: the events before it are in the files
	Tie       string  `json:"tie"`                 // see verify.Tie
	Numbering string  `json:"numbering,omitempty"` // digest of what is declared of document numbers
	Next      uint64  `json:"next"`                // the number of the next file
	Runs      []named `json:"runs"`
}

// named is a file of records on the list.
type named struct {
	Name  string `json:"name"`
	Kind  Kind   `json:"kind"`
	Count uint64 `json:"count"`
	Base  uint64 `json:"base"`
}

// next returns a name for the next file.
func (m *manifest) next() string {
	m.Next++
	return fmt.Sprintf("%08d.records", m.Next)
}

func (f Folder) path(name string) string { return filepath.Join(string(f), name) }

const listName = "list.json"

// mostOfList bounds the size of the list: a line for each file, and they are few.
const mostOfList = 1 << 20

func (f Folder) listPath() string { return f.path(listName) }

// list reads the list. Errors: *DamagedError, I/O.
func (f Folder) list() (m manifest, err error) {
	text, err := disk.Read(f.listPath(), mostOfList)
	if errors.Is(err, fs.ErrNotExist) {
		return m, &DamagedError{f.listPath(), "there is none"}
	}
	if unfit := (*disk.UnfitError)(nil); errors.As(err, &unfit) {
		return m, &DamagedError{f.listPath(), unfit.Why.EN}
	}
	if err != nil {
		return m, fmt.Errorf("open the index: %w", err)
	}
	if m, ok := parseList(text); ok {
		return m, nil
	}
	return m, &DamagedError{f.listPath(), "it is not what was written"}
}

// parseList reads the text of a list.
func parseList(text []byte) (m manifest, ok bool) {
	line, sum, found := bytes.Cut(text, []byte("\n"))
	if !found || string(sum) != sumOf(line) || json.Unmarshal(line, &m) != nil {
		return manifest{}, false
	}
	total := uint64(0)
	for _, r := range m.Runs {
		if r.Name != filepath.Base(r.Name) || filepath.Ext(r.Name) != ".records" || r.Count == 0 || r.Count > m.Size-total {
			return manifest{}, false
		}
		total += r.Count
	}
	return m, total == m.Size
}

func sumOf(line []byte) string { return fmt.Sprintf("%08x\n", crc32.Checksum(line, castagnoli)) }

// save writes the list; the one before stays until it is on disk. Error: I/O.
func (f Folder) save(m manifest) (err error) {
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	file, err := os.CreateTemp(string(f), temporary)
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	_, err = fmt.Fprintf(file, "%s\n%s", line, sumOf(line))
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), f.listPath())
	}
	if err != nil {
		return fmt.Errorf("write the index: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

// clean removes what is on no list. Error: I/O.
func (f Folder) clean(m manifest) error {
	files, err := os.ReadDir(string(f))
	for _, file := range files {
		name := file.Name()
		isOurs := strings.HasSuffix(name, ".records") || strings.HasPrefix(name, temporary)
		if !isOurs || slices.ContainsFunc(m.Runs, func(r named) bool { return r.Name == name }) {
			continue
		}
		err = errors.Join(err, os.Remove(f.path(name)))
	}
	if err != nil {
		return fmt.Errorf("clean the index: %w", err)
	}
	return nil
}
