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
	list, err := f.list()
	if damage := (*DamagedError)(nil); errors.As(err, &damage) {
		if _, missing := os.Stat(f.listPath()); errors.Is(missing, fs.ErrNotExist) {
			return false, nil
		}
	}
	if err != nil {
		return false, err
	}
	if list.Form != form {
		return false, nil
	}
	tie, err := verify.Tie(ctx, s, list.Size)
	if err != nil || tie != list.Tie {
		return false, err
	}
	n, err := numberedBy(ctx, s)
	if err != nil || n.Digest() != list.Numbering {
		return false, err
	}
	index := newDigest()
	for _, named := range list.Runs {
		if err := f.checkRun(named, &index); err != nil {
			return false, err
		}
	}
	log := digest{seeds: index.seeds}
	read := uint64(0)
	err = n.eachPart(ctx, s, 0, list.Size, func(records []Record) error {
		for _, r := range records {
			if r.At < list.Size {
				log.add(r)
			}
		}
		if read += uint64(len(records)); progress != nil {
			progress(read)
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	if log.count != index.count || log.sums != index.sums {
		return false, &DamagedError{f.listPath(), "it does not say what the facts say"}
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
