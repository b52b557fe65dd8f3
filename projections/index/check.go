package index

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"io/fs"
	"os"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// digest is of a set of records, in whatever order: sums of hashes that nobody can foresee.
type digest struct {
	seeds [2]maphash.Seed
	sums  [2]uint64
	count uint64
}

func newDigest() digest {
	return digest{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

func (d *digest) add(r Record) {
	var text [16]byte
	binary.LittleEndian.PutUint64(text[:], r.Key)
	binary.LittleEndian.PutUint64(text[8:], r.At)
	for i, seed := range d.seeds {
		d.sums[i] += maphash.Bytes(seed, text[:])
	}
	d.count++
}

// Check compares the index in a folder with its log and reports whether there was one,
// which is of this log; another is of no use, and does no harm. It changes nothing. Errors:
// *DamagedError, also if the index says something else than the log; I/O, those of
// reading the log.
func (f Folder) Check(ctx context.Context, s store.Store, progress func(read uint64)) (compared bool, err error) {
	c := f.Checking(ctx, s)
	if c.compares {
		c.err = c.numbered.eachPart(ctx, s, 0, c.list.Size, func(records []Record) error {
			err := c.take(records)
			if progress != nil {
				progress(c.log.count)
			}
			return err
		})
	}
	return c.Checked()
}

// Checking compares the index in a folder with its log while that is verified: it is a
// verify.Along.
type Checking struct {
	along
	list       manifest
	folder     Folder
	compares   bool // there is an index, which is of this log
	index, log digest
	err        error
}

// Checking reads the index in a folder, to be compared; see Check.
func (f Folder) Checking(ctx context.Context, s store.Store) *Checking {
	c := &Checking{folder: f, index: newDigest()}
	c.compares, c.err = c.open(ctx, s)
	c.log.seeds = c.index.seeds
	c.take = func(records []Record) error {
		for _, r := range records {
			if r.At < c.list.Size {
				c.log.add(r)
			}
		}
		return nil
	}
	return c
}

// open reads the index, and reports whether there is one, which is of this log.
func (c *Checking) open(ctx context.Context, s store.Store) (bool, error) {
	var err error
	c.list, err = c.folder.list()
	if damage := (*DamagedError)(nil); errors.As(err, &damage) {
		if _, missing := os.Stat(c.folder.listPath()); errors.Is(missing, fs.ErrNotExist) {
			return false, nil
		}
	}
	if err != nil || c.list.Form != form {
		return false, err
	}
	tie, err := verify.Tie(ctx, s, c.list.Size)
	if err != nil || tie != c.list.Tie {
		return false, err
	}
	c.numbered, err = numberedBy(ctx, s)
	if err != nil || c.numbered.Digest() != c.list.Numbering {
		return false, err
	}
	for _, named := range c.list.Runs {
		if err := c.folder.checkRun(named, &c.index); err != nil {
			return false, err
		}
	}
	return true, nil
}

// Checked says, once the log was read, what Check says.
func (c *Checking) Checked() (compared bool, err error) {
	if c.err != nil || !c.compares {
		return false, c.err
	}
	if c.log.count != c.index.count || c.log.sums != c.index.sums {
		return false, &DamagedError{c.folder.listPath(), "it does not say what the facts say"}
	}
	return true, nil
}

// checkRun reads a file whole: what it holds is added to the digest.
func (f Folder) checkRun(named named, d *digest) (err error) {
	r, err := openRun(f.path(named.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return &DamagedError{named.Name, "it is missing"}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	r.base = named.Base
	if err := r.open(); err != nil {
		return err
	}
	filter := filterReader{run: r}
	all, pages := r.all(), int64(0)
	for {
		one, more, err := all.next()
		if err != nil || !more {
			return err
		}
		if all.taken == 1 { // the first of a page
			if r.directory[pages] != one.Key {
				return r.damaged("its directory")
			}
			pages++
		}
		has, err := filter.has(one.Key)
		if err != nil {
			return err
		}
		if !has {
			return r.damaged("its filter")
		}
		d.add(one)
	}
}
