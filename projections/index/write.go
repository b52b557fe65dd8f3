package index

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// writer writes a run whose number of records is known.
type writer struct {
	run
	filter   page
	filtered int64 // pages of the filter that were written
	packer   packer
	firsts   []uint64
	written  uint64

	pagesTo   *bufio.Writer // pages of records, and of the directory
	filtersTo *bufio.Writer
}

// temporary is how the names of files begin that are not whole yet.
const temporary = "new-"

// writeRun writes a file of so many records, which come in the order of their keys;
// it is there whole, on disk if lasting, or not at all. Error: I/O, and those of records.
func writeRun(path string, kind Kind, count uint64, lasting bool, records source) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), temporary)
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	w := &writer{run: run{file: file, name: path, kind: kind, count: count, blocks: filterBlocks(count)}}
	w.data = 1 + filterPages(w.blocks)
	w.filtersTo = bufio.NewWriterSize(io.NewOffsetWriter(file, pageBytes), readAheadPages*pageBytes)
	w.pagesTo = bufio.NewWriterSize(io.NewOffsetWriter(file, w.data*pageBytes), readAheadPages*pageBytes)
	if err = w.all(records); err == nil && lasting {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write the index: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

func (w *writer) all(records source) error {
	if err := eachOf(records, w.add); err != nil {
		return err
	}
	if w.written != w.count || w.count == 0 {
		panic("index: another number of records than was said")
	}
	if err := w.closePage(); err != nil {
		return err
	}
	for w.filtered < w.data-1 {
		if err := w.closeFilter(); err != nil {
			return err
		}
	}
	if err := w.putDirectory(); err != nil {
		return err
	}
	var head page
	w.putHeader(&head)
	_, err := w.file.WriteAt(head[:], 0)
	return errors.Join(err, w.filtersTo.Flush(), w.pagesTo.Flush())
}

func (w *writer) add(r Record) error {
	block := blockOf(r.Key, w.blocks)
	for int64(block/blocksOfPage) > w.filtered {
		if err := w.closeFilter(); err != nil {
			return err
		}
	}
	w.filter.addKey(block, r.Key)
	w.written++
	if len(w.packer.records) > 0 && w.packer.add(r) {
		return nil
	}
	if err := w.closePage(); err != nil {
		return err
	}
	w.firsts = append(w.firsts, r.Key)
	w.packer.add(r)
	return nil
}

// closePage writes the page of records, if one was begun.
func (w *writer) closePage() error {
	if len(w.packer.records) == 0 {
		return nil
	}
	p := w.packer.close()
	p.seal(w.data + w.pages)
	w.pages++
	_, err := w.pagesTo.Write(p[:])
	return err
}

// closeFilter writes the page of the filter, and begins the next.
func (w *writer) closeFilter() error {
	w.filtered++
	w.filter.seal(w.filtered)
	_, err := w.filtersTo.Write(w.filter[:])
	w.filter = page{}
	return err
}

func (w *writer) putDirectory() error {
	number := w.data + w.pages
	for left := w.firsts; len(left) > 0; number++ {
		var p page
		n := min(keysOfPage, len(left))
		for i, key := range left[:n] {
			binary.LittleEndian.PutUint64(p[8*i:], key)
		}
		p.seal(number)
		if _, err := w.pagesTo.Write(p[:]); err != nil {
			return err
		}
		left = left[n:]
	}
	return nil
}
