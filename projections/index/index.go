// Package index finds facts by what they say: of a document number the positions at
// which it stands.
//
// An index stands beside its log and is worth nothing by itself: it is made from the
// log in one pass, follows it, and is made anew when it is damaged or of another log.
// What it finds is a candidate: whoever asks reads the event and compares.
//
// # Form
//
// A folder holds files of records, each a key of 64 bits with a position, in the order
// of the keys, and a list of these files (see manifest) that says up to which position
// of which log they go. Files are never changed. New records make a small one; four of
// about one size are made a larger one, so that of sixty million records there are
// some ten files. The last few thousand events of the log are in no file: they are
// read when the index is opened. A file that is not whole yet has another name and is
// on no list.
//
// A key of documents is a hash (document.Number). Files say of what kind their keys are,
// so that others can be kept likewise: a key may be anything of 64 bits that is worth to
// be found, or to be read in order, such as fund, account and day.
//
// A city of sixty million facts takes eight bytes each, and of memory a megabyte: the first
// key of each page. Whoever asks for many at once (see Pending) gives them in order and
// reads filters, of sixteen bits a record, from front to back; for one it is a page of each file.
package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// Kind says what the keys of a file are.
type Kind uint8

// Documents are the numbers of facts (document.NumberOf).
const Documents Kind = 1

// Folder is the directory of an index.
type Folder string

// sizes are bounds of an index.
type sizes struct {
	tail  uint64 // events of the log that are in no file when it is opened
	most  int    // records in memory that are in no file
	batch int    // records in memory that are made a file
}

var usual = sizes{tail: 4 << 10, most: 1 << 18, batch: 1 << 18}

// Index is an index that was opened. Find and Pending may be used by several goroutines,
// if nothing else is.
type Index struct {
	mu       *sync.Mutex // guards what is read of the files
	folder   Folder
	store    store.Store
	sizes    sizes
	list     manifest
	numbered numbered
	runs     []*run // the files of the list
	tail     []Record
	free     *buffers
	end      uint64 // the index knows the events before this position
}

// Open opens the index of a log, made anew if it is not of that log or damaged, and
// brings it up to date. progress, if not nil, is told how many events of the log it knows
// while it reads many. Errors: those of reading the log, I/O.
func (f Folder) Open(ctx context.Context, s store.Store, progress func(known uint64)) (*Index, error) {
	return f.open(ctx, s, usual, progress)
}

func (f Folder) open(ctx context.Context, s store.Store, of sizes, progress func(known uint64)) (*Index, error) {
	ix, unlock, err := f.begun(ctx, s, of)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err = ix.load(ctx); err == nil {
		err = ix.follow(ctx, progress)
	}
	if damage := (*DamagedError)(nil); errors.As(err, &damage) { // also of what four files were made one from
		if err = ix.begin(); err == nil {
			err = ix.follow(ctx, progress)
		}
	}
	for renumbered := (*renumberedError)(nil); errors.As(err, &renumbered); { // while it was read
		if ix.numbered, err = numberedBy(ctx, s); err == nil {
			err = ix.begin()
		}
		if err == nil {
			err = ix.follow(ctx, progress)
		}
	}
	if err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return ix, nil
}

// begun returns an index that knows nothing yet, in a folder that nobody else changes until unlock.
func (f Folder) begun(ctx context.Context, s store.Store, of sizes) (ix *Index, unlock func(), err error) {
	if unlock, err = f.lock(ctx); err != nil {
		return nil, nil, err
	}
	ix = &Index{mu: &sync.Mutex{}, folder: f, store: s, sizes: of, free: &buffers{}}
	if ix.numbered, err = numberedBy(ctx, s); err != nil {
		unlock()
		return nil, nil, err
	}
	return ix, unlock, nil
}

// lock waits until no other program changes the folder, which is made if it is not there.
func (f Folder) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	if info, err := os.Lstat(string(f)); err != nil || !info.IsDir() { // what a link leads to is not ours to clean
		return nil, errors.Join(&DamagedError{string(f), "it is no folder"}, err)
	}
	path := f.path("lock")
	if err := disk.Plain(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // a pipe would be waited for
		return nil, errors.Join(&DamagedError{path, "it is no plain file"}, err)
	}
	lock := flock.New(path, flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	return func() { _ = lock.Close() }, nil
}

// Forget throws the index away; the next Open makes it anew. Error: I/O.
func (f Folder) Forget() error {
	if err := os.Remove(f.listPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("throw the index away: %w", err)
	}
	return nil
}

// load reads the list and opens its files. Errors: *DamagedError, also if there is
// no list, or it is of another log; I/O; those of reading the log.
func (ix *Index) load(ctx context.Context) error {
	list, err := ix.folder.list()
	if err != nil {
		return err
	}
	if list.Form != form {
		return &DamagedError{ix.folder.listPath(), "it is of another form"}
	}
	tie, err := verify.Tie(ctx, ix.store, list.Size)
	if err != nil {
		return err
	}
	if tie != list.Tie {
		return &DamagedError{ix.folder.listPath(), "it is of another log"}
	}
	if list.Numbering != ix.numbered.Digest() {
		return &DamagedError{ix.folder.listPath(), "its documents are numbered otherwise since"}
	}
	ix.list, ix.end = list, list.Size
	for _, named := range list.Runs {
		r, err := openRun(ix.folder.path(named.Name))
		if errors.Is(err, fs.ErrNotExist) {
			err = &DamagedError{named.Name, "it is missing"}
		}
		if err != nil {
			return err
		}
		r.base = named.Base
		ix.runs = append(ix.runs, r)
		if r.count != named.Count || r.kind != named.Kind {
			return r.damaged("it is not the one on the list")
		}
	}
	return ix.folder.clean(list)
}

// begin makes the index an empty one.
func (ix *Index) begin() error {
	err := ix.Close()
	*ix = Index{mu: ix.mu, folder: ix.folder, store: ix.store, sizes: ix.sizes, free: ix.free, numbered: ix.numbered,
		list: manifest{Next: ix.list.Next}}
	if err == nil {
		err = ix.folder.Forget()
	}
	if err == nil {
		err = ix.folder.clean(manifest{})
	}
	if err != nil {
		return fmt.Errorf("make the index anew: %w", err)
	}
	return nil
}

// Close closes the index.
func (ix *Index) Close() error {
	err := closeAll(ix.runs)
	ix.runs = nil
	return err
}

func closeAll(runs []*run) (err error) {
	for _, r := range runs {
		err = errors.Join(err, r.close())
	}
	return err
}

// End returns the position of the first event that the index does not know.
func (ix *Index) End() store.Position { return store.Position(ix.end) }

// Find yields the entries that have a number, in the order of the log; also one that has
// it by chance. Errors: *DamagedError, I/O, those of reading the log.
func (ix *Index) Find(ctx context.Context, number document.Number) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		positions, err := ix.find(uint64(number))
		if err != nil {
			yield(ledger.Entry{}, err)
			return
		}
		for _, at := range positions {
			entry, err := ix.entryAt(ctx, Record{uint64(number), at})
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

// find returns the positions of the records with a key, in their order.
func (ix *Index) find(key uint64) (positions []uint64, err error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for _, r := range ix.runs {
		if positions, err = r.find(key, positions); err != nil {
			return nil, err
		}
	}
	at, _ := slices.BinarySearchFunc(ix.tail, key, byKey)
	for ; at < len(ix.tail) && ix.tail[at].Key == key; at++ {
		positions = append(positions, ix.tail[at].At)
	}
	slices.Sort(positions)
	return positions, nil
}

// entryAt returns the entry that a record is of. Errors: *DamagedError if it is of none,
// those of reading the log.
func (ix *Index) entryAt(ctx context.Context, r Record) (ledger.Entry, error) {
	strange := &DamagedError{ix.folder.listPath(), fmt.Sprintf("it does not say what stands at position %d", r.At)}
	if r.At >= ix.end {
		return ledger.Entry{}, strange
	}
	for entry, err := range ledger.All(ctx, ix.store, store.Position(r.At)) {
		if err == nil && uint64(ix.numbered.NumberOf(entry.Event)) != r.Key {
			err = strange
		}
		return entry, err
	}
	return ledger.Entry{}, &store.CorruptError{Where: fmt.Sprintf("position %d", r.At), Reason: "it is not there"}
}

// extend adds records to the files, of the events from ix.end up to to: in the order of their keys, and
// so many as there are such events. The list is written anew.
func (ix *Index) extend(ctx context.Context, to uint64, sorted []Record) error {
	name := ix.list.next()
	path := ix.folder.path(name)
	if err := writeRun(path, Documents, uint64(len(sorted)), true, &inMemory{sorted}); err != nil {
		return err
	}
	r, err := openRun(path)
	if err != nil {
		return err
	}
	ix.runs = append(ix.runs, r)
	return ix.settle(ctx, to)
}

// settle makes one file of several of one size, as long as there are such, and writes
// the list of the files that are left, which go up to a position.
func (ix *Index) settle(ctx context.Context, to uint64) error {
	var gone []*run
	for many := crowd(ix.runs); many != nil; many = crowd(ix.runs) {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("write the index: %w", err)
		}
		one, err := mergeRuns(ix.folder.path(ix.list.next()), many, true)
		if err != nil {
			return err
		}
		gone = append(gone, many...)
		ix.runs = append(slices.DeleteFunc(ix.runs, func(r *run) bool { return slices.Contains(many, r) }), one)
	}
	tie, err := verify.Tie(ctx, ix.store, to)
	if err != nil {
		return err
	}
	ix.list = manifest{Form: form, Size: to, Tie: tie, Numbering: ix.numbered.Digest(), Next: ix.list.Next}
	for _, r := range ix.runs {
		ix.list.Runs = append(ix.list.Runs, named{Name: filepath.Base(r.name), Kind: r.kind, Count: r.count, Base: r.base})
	}
	if err := ix.folder.save(ix.list); err != nil {
		return err
	}
	ix.end, ix.tail = to, ix.tail[:0]
	for _, r := range gone {
		err = errors.Join(err, r.close(), os.Remove(r.name))
	}
	return err
}

// mergeRuns makes one file of several and opens it.
func mergeRuns(path string, many []*run, lasting bool) (*run, error) {
	var sources []source
	count := uint64(0)
	for _, r := range many {
		sources = append(sources, r.all())
		count += r.count
	}
	if err := writeRun(path, many[0].kind, count, lasting, merge(sources...)); err != nil {
		return nil, err
	}
	return openRun(path)
}
