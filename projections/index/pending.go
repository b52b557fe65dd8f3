package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/store"
)

// Pending is the facts that wait to be recorded, such as those of a file, in the order in
// which they will be. It tells which of their numbers stand in the log, or come twice
// among them: all are looked up at once, in the order of the numbers. When all are
// recorded, one behind the other, the index may take its files over.
type Pending struct {
	index    *Index
	folder   string
	batch    []Record
	runs     []*run
	names    int
	added    uint64
	ordered  bool // the batch is in order, and what it has twice is suspected
	asked    bool // what the log has is suspected
	suspects map[document.Number]struct{}
}

// MostSuspects bounds Suspects: there may be more if there are so many. A file has so
// many for another reason than somebody's mistyped number.
const MostSuspects = 1 << 17

// Pending returns an empty Pending; its files are in a new folder in scratch, and begin
// with that name. Close must be called.
func (ix *Index) Pending(scratch, name string) (*Pending, error) {
	folder, err := os.MkdirTemp(scratch, name)
	if err != nil {
		return nil, fmt.Errorf("make a place for an index: %w", err)
	}
	return &Pending{index: ix, folder: folder, batch: ix.free.take(0), suspects: map[document.Number]struct{}{}}, nil
}

// Add adds facts. Errors: *DamagedError, I/O.
func (p *Pending) Add(numbers ...document.Number) error {
	for _, n := range numbers {
		p.batch = append(p.batch, Record{uint64(n), p.added})
		p.added, p.ordered, p.asked = p.added+1, false, false
		if len(p.batch) == p.index.sizes.batch {
			if err := p.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Suspects returns the numbers of added facts that may stand elsewhere, or were added
// twice. Nothing else asks the index: until then it may change, and take others over.
// Errors: *DamagedError, I/O.
func (p *Pending) Suspects() (map[document.Number]struct{}, error) {
	if err := p.order(); err != nil {
		return nil, err
	}
	if p.asked {
		return p.suspects, nil
	}
	err := p.look(&inMemory{p.batch})
	for _, r := range p.runs {
		err = errors.Join(err, p.look(r.all()))
	}
	p.asked = err == nil
	return p.suspects, err
}

// flush writes the batch to a file.
func (p *Pending) flush() error {
	if err := p.order(); err != nil || len(p.batch) == 0 {
		return err
	}
	if err := p.write(p.batch); err != nil {
		return err
	}
	p.batch = p.batch[:0]
	for many := crowd(p.runs); many != nil; many = crowd(p.runs) {
		if err := p.mergeRuns(many); err != nil {
			return err
		}
	}
	return nil
}

// order puts the batch in order, and has suspected what was added twice.
func (p *Pending) order() error {
	if p.ordered {
		return nil
	}
	p.ordered = true
	sorted, other := sortRecords(p.batch, p.index.free.take(len(p.batch)))
	p.batch = sorted
	p.index.free.give(other)
	for i := 1; i < len(p.batch); i++ {
		if p.batch[i].Key == p.batch[i-1].Key {
			p.suspect(p.batch[i].Key)
		}
	}
	for _, r := range p.runs {
		own := finder{filter: filterReader{run: r}}
		for _, b := range p.batch {
			if has, err := own.has(b.Key); err != nil {
				return err
			} else if has {
				p.suspect(b.Key)
			}
		}
	}
	return nil
}

// look has those of added facts suspected that the log has.
func (p *Pending) look(added source) error {
	p.index.mu.Lock()
	defer p.index.mu.Unlock()
	tail := p.index.tail
	files := make([]finder, len(p.index.runs))
	for i, r := range p.index.runs {
		files[i] = finder{filter: filterReader{run: r}}
	}
	if len(files)+len(tail) == 0 {
		return nil
	}
	return eachOf(added, func(r Record) error {
		for len(tail) > 0 && tail[0].Key < r.Key {
			tail = tail[1:]
		}
		if len(tail) > 0 && tail[0].Key == r.Key {
			p.suspect(r.Key)
		}
		for i := range files {
			if has, err := files[i].has(r.Key); err != nil {
				return err
			} else if has {
				p.suspect(r.Key)
			}
		}
		return nil
	})
}

// suspect says that a number may stand elsewhere.
func (p *Pending) suspect(key uint64) {
	if len(p.suspects) < MostSuspects {
		p.suspects[document.Number(key)] = struct{}{}
	}
}

// Has reports whether a fact with that number was added, or one that shares it. Errors:
// *DamagedError, I/O.
func (p *Pending) Has(number document.Number) (bool, error) {
	if err := p.order(); err != nil {
		return false, err
	}
	if _, found := slices.BinarySearchFunc(p.batch, uint64(number), byKey); found {
		return true, nil
	}
	for _, r := range p.runs {
		if at, err := r.find(uint64(number), nil); err != nil || len(at) > 0 {
			return len(at) > 0, err
		}
	}
	return false, nil
}

// Each calls do with the number of every added fact, in no order. Errors: *DamagedError, I/O.
func (p *Pending) Each(do func(document.Number)) error {
	sources := []source{&inMemory{p.batch}}
	for _, r := range p.runs {
		sources = append(sources, r.all())
	}
	for _, s := range sources {
		if err := eachOf(s, func(r Record) error { do(document.Number(r.Key)); return nil }); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pending) path() string {
	p.names++
	return filepath.Join(p.folder, fmt.Sprintf("%d.records", p.names))
}

func (p *Pending) write(sorted []Record) error {
	path := p.path()
	if err := writeRun(path, Documents, uint64(len(sorted)), false, &inMemory{sorted}); err != nil {
		return err
	}
	r, err := openRun(path)
	if err == nil {
		p.runs = append(p.runs, r)
	}
	return err
}

func (p *Pending) mergeRuns(many []*run) error {
	one, err := mergeRuns(p.path(), many, false)
	if err != nil {
		return err
	}
	p.runs = append(slices.DeleteFunc(p.runs, func(r *run) bool { return slices.Contains(many, r) }), one)
	for _, r := range many {
		err = errors.Join(err, r.close(), os.Remove(r.name))
	}
	return err
}

// Close throws the facts away.
func (p *Pending) Close() error {
	err := closeAll(p.runs)
	p.runs = nil
	p.index.free.give(p.batch)
	p.batch = nil
	return errors.Join(err, os.RemoveAll(p.folder))
}

// Take takes over the facts of p, all of which were recorded at the positions from first
// on, one behind the other: the log need not be read again. They are kept in memory, until
// there are many; see Save. If the index does not end there, as it is on disk if they are many,
// nothing is done, and Follow reads the log. So it does if this fails, for whatever reason:
// then the index is emptied. Error: I/O of that.
func (ix *Index) Take(ctx context.Context, p *Pending, first store.Position) error {
	if ix.end != uint64(first) {
		return nil // somebody else has recorded; it is read
	}
	if few := p.ordered && len(p.runs) == 0; few && len(ix.tail)+len(p.batch) <= ix.sizes.most {
		ix.remember(p.batch, uint64(first))
		return nil
	}
	if err := ix.take(ctx, p, first); err != nil {
		return ix.begin()
	}
	return nil
}

// Save writes to files what is in memory only, if it is so much that whoever opens the index
// next would wait for it. If somebody else has changed the files, nothing is done; if this fails,
// for whatever reason, the index is emptied, and the log is read. Error: I/O of that.
func (ix *Index) Save(ctx context.Context) error {
	if uint64(len(ix.tail)) <= ix.sizes.tail {
		return nil
	}
	unlock, err := ix.folder.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if !ix.isOnDisk() {
		return nil
	}
	if err := ix.extend(ctx, ix.end, ix.tail); err != nil {
		return ix.begin()
	}
	return nil
}

// isOnDisk reports whether the folder has the files that the index knows.
func (ix *Index) isOnDisk() bool {
	now, err := ix.folder.list()
	if err != nil && ix.list.Size > 0 {
		return false
	}
	return now.Form == ix.list.Form && now.Size == ix.list.Size && now.Tie == ix.list.Tie && now.Numbering == ix.list.Numbering
}

// remember adds records in order, of all events from a position on, to those in memory.
func (ix *Index) remember(sorted []Record, first uint64) {
	old := len(ix.tail)
	ix.end += uint64(len(sorted))
	if all := old + len(sorted); all > cap(ix.tail) {
		ix.tail = append(make([]Record, 0, min(max(4*all, ix.sizes.most/8), max(all, ix.sizes.most))), ix.tail...)
	}
	ix.tail = append(ix.tail, sorted...)
	for to := len(ix.tail) - 1; len(sorted) > 0; to-- { // the largest first, so that each moves once
		if r := sorted[len(sorted)-1]; old > 0 && ix.tail[old-1].Key > r.Key {
			old--
			ix.tail[to] = ix.tail[old]
		} else {
			ix.tail[to] = Record{r.Key, first + r.At}
			sorted = sorted[:len(sorted)-1]
		}
	}
}

func (ix *Index) take(ctx context.Context, p *Pending, first store.Position) error {
	unlock, err := ix.folder.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	// What stands between the files and these facts is in memory.
	if !ix.isOnDisk() {
		return nil // somebody else changed it; it is read again
	}
	if p.ordered && len(p.runs) == 0 {
		ix.remember(p.batch, uint64(first))
		return ix.extend(ctx, ix.end, ix.tail)
	}
	if err := p.flush(); err != nil {
		return err
	}
	if len(ix.tail) > 0 {
		path := ix.folder.path(ix.list.next())
		if err := writeRun(path, Documents, uint64(len(ix.tail)), true, &inMemory{ix.tail}); err != nil {
			return err
		}
		r, err := openRun(path)
		if err != nil {
			return err
		}
		ix.runs = append(ix.runs, r)
	}
	slices.SortFunc(p.runs, func(a, b *run) int { return cmp.Compare(b.count, a.count) })
	for _, r := range p.runs {
		if err := ix.adopt(r, uint64(first)); err != nil {
			return err
		}
	}
	return ix.settle(ctx, uint64(first)+p.added)
}

// adopt moves a file into the folder of the index.
func (ix *Index) adopt(r *run, base uint64) error {
	path := ix.folder.path(ix.list.next())
	file, err := os.OpenFile(r.name, os.O_RDWR, 0)
	if err == nil {
		err = errors.Join(file.Sync(), file.Close())
	}
	if err == nil {
		err = os.Rename(r.name, path)
	}
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	own, err := openRun(path)
	if err != nil {
		return err
	}
	own.base = base
	ix.runs = append(ix.runs, own)
	return nil
}
