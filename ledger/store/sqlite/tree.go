package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// tree is the Merkle tree at the end of the log. What merkle.Kept has of it is
// written in the transaction that appends, so that log and tree are always of one
// state. After a transaction that was rolled back it looks at the file again.
type tree struct {
	known bool            // false: look at the file first
	size  int64           // events that are in it
	kept  int64           // events that table tail says are in it
	open  merkle.Frontier // the leaves after the last complete block
	tags  []byte          // of these
	line  []byte          // reused
}

const (
	addBlock = `INSERT INTO blocks (block, hash, tags) VALUES (?1, ?2, ?3)`
	setTail  = `INSERT INTO tail (id, size, hash, tags) VALUES (1, ?1, ?2, ?3)
	ON CONFLICT (id) DO UPDATE SET size = excluded.size, hash = excluded.hash, tags = excluded.tags`
	countTree = `SELECT (SELECT coalesce(max(block) + 1, 0) FROM blocks), coalesce((SELECT size FROM tail), 0),
	coalesce((SELECT hash FROM tail), x'')`
	readTail   = `SELECT size, hash, tags FROM tail`
	readBlock  = `SELECT hash FROM blocks WHERE block = ?1`
	readBlocks = `SELECT block, hash, tags FROM blocks ORDER BY block`
	readHashes = `SELECT count(*), coalesce(max(block) + 1, 0), coalesce(group_concat(hex(hash), ''), '')
	FROM (SELECT block, hash FROM blocks ORDER BY block)`
)

// reach makes w.tree that of the log of so many events. It completes a tree that is
// behind, as Scratch and format 1 leave it, and refuses one that does not fit the last
// events. It runs in a transaction. Errors: *store.CorruptError or I/O.
func (w *writer) reach(ctx context.Context, end int64) error {
	if w.tree.known && w.tree.size == end {
		return nil
	}
	var blocks, kept int64
	var hash []byte
	if err := w.view.ask(ctx, w.countTree, "read the tree", nil, &blocks, &kept, &hash); err != nil {
		return err
	}
	if kept > end || blocks != kept/merkle.BlockSize {
		return w.treeFault("it has %d events in %d blocks, the log %d events", kept, blocks, end)
	}
	w.tree = tree{size: blocks * merkle.BlockSize, kept: kept, line: w.tree.line}
	if err := w.recall(ctx, kept); err != nil {
		return err
	}
	if root := w.tree.open.Root(); kept > 0 && !bytes.Equal(hash, root[:]) {
		return w.treeFault("it does not fit the events from %d to %d; find the one that was changed with: fundledger verify", blocks*merkle.BlockSize, kept-1)
	}
	if err := w.recall(ctx, end); err != nil {
		return err
	}
	w.tree.known = true
	return nil
}

func (w *writer) treeFault(reason string, args ...any) error {
	return &store.CorruptError{Where: w.path, Reason: "the tree: " + fmt.Sprintf(reason, args...)}
}

// recall takes the events after those in the tree up to an end into it.
func (w *writer) recall(ctx context.Context, end int64) (err error) {
	if w.tree.size == end {
		return nil
	}
	walked := w.view.all().each(ctx, w.tree.size, func(r store.Recorded) bool {
		w.tree.line = r.AppendLine(w.tree.line[:0])
		err = w.grow(ctx, merkle.LeafHash(w.tree.line))
		return err == nil && w.tree.size < end
	})
	return errors.Join(err, walked)
}

// grow takes the hash of one event into the tree, and writes the block that it
// completes unless that stands already.
func (w *writer) grow(ctx context.Context, leaf merkle.Hash) error {
	t := &w.tree
	hash, complete := t.open.Append(leaf)
	t.tags = append(t.tags, merkle.Tag(leaf))
	t.size++
	if !complete {
		return nil
	}
	_, err := w.addBlock.ExecContext(ctx, t.size/merkle.BlockSize-1, hash[:], t.tags)
	t.open, t.tags = merkle.Frontier{}, t.tags[:0]
	return explain(ctx, w.path, "append", err)
}

// keepTail writes what table tail has, once a transaction has appended all it will.
func (w *writer) keepTail(ctx context.Context) error {
	t := &w.tree
	if t.kept == t.size {
		return nil
	}
	root := t.open.Root()
	_, err := w.setTail.ExecContext(ctx, t.size, root[:], append([]byte{}, t.tags...))
	t.kept = t.size
	return explain(ctx, w.path, "append", err)
}

// Tree returns what the file keeps of the Merkle tree: that of the whole log
// unless the last of it was written with Scratch. Errors: *store.CorruptError,
// *store.BusyError or I/O.
func (s *Store) Tree(ctx context.Context) (merkle.Kept, error) {
	return s.keptTree(ctx, func(tx *sql.Tx, kept *merkle.Kept) error {
		rows, err := tx.QueryContext(ctx, readBlocks)
		if err != nil {
			return err
		}
		last := kept.Tags
		kept.Tags = make([]byte, 0, min(max(kept.Size, 0), 1<<30))
		for rows.Next() {
			var block int64
			var hash, tags sql.RawBytes
			if err := rows.Scan(&block, &hash, &tags); err != nil {
				return errors.Join(misfit(s.path, err), rows.Close())
			}
			if block != int64(len(kept.Blocks)) || len(hash) != len(merkle.Hash{}) || len(tags) != merkle.BlockSize {
				return errors.Join(s.treeFault("block %d is missing or malformed", len(kept.Blocks)), rows.Close())
			}
			kept.Blocks = append(kept.Blocks, merkle.Hash(hash))
			kept.Tags = append(kept.Tags, tags...)
		}
		kept.Tags = append(kept.Tags, last...)
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		if int64(len(kept.Tags)) != kept.Size {
			return s.treeFault("%d tags for %d events", len(kept.Tags), kept.Size)
		}
		return nil
	})
}

// Blocks returns what Tree does without Tags, in a third of the time. Errors as
// for Tree.
func (s *Store) Blocks(ctx context.Context) (merkle.Kept, error) {
	return s.keptTree(ctx, func(tx *sql.Tx, kept *merkle.Kept) error {
		kept.Tags = nil
		var count, end int64
		var hashes []byte // in hexadecimal digits
		if err := tx.QueryRowContext(ctx, readHashes).Scan(&count, &end, &hashes); err != nil {
			return misfit(s.path, err)
		}
		const width = len(merkle.Hash{})
		if count != end || int64(len(hashes)) != count*2*int64(width) {
			return s.treeFault("a block is missing or malformed")
		}
		kept.Blocks = make([]merkle.Hash, count)
		for i := range kept.Blocks {
			if _, err := hex.Decode(kept.Blocks[i][:], hashes[i*2*width:(i+1)*2*width]); err != nil {
				return s.treeFault("block %d is malformed", i)
			}
		}
		return nil
	})
}

// keptTree returns what table tail has of the tree and has read add the blocks,
// both as of one moment.
func (s *Store) keptTree(ctx context.Context, read func(*sql.Tx, *merkle.Kept) error) (kept merkle.Kept, err error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return kept, explain(ctx, s.path, "read the tree", err)
	}
	defer func() { err = explain(ctx, s.path, "read the tree", errors.Join(err, tx.Rollback())) }()
	var hash []byte
	switch err := tx.QueryRowContext(ctx, readTail).Scan(&kept.Size, &hash, &kept.Tags); {
	case errors.Is(err, sql.ErrNoRows):
		var none merkle.Frontier
		root := none.Root()
		hash = root[:]
	case err != nil:
		return kept, misfit(s.path, err)
	case len(hash) != len(kept.Open):
		return kept, s.treeFault("the root of its last leaves is no hash")
	}
	kept.Open = merkle.Hash(hash)
	if err := read(tx, &kept); err != nil {
		return kept, err
	}
	if int64(len(kept.Blocks)) != kept.Size/merkle.BlockSize {
		return kept, s.treeFault("%d blocks for %d events", len(kept.Blocks), kept.Size)
	}
	return kept, nil
}

func (s *Store) treeFault(reason string, args ...any) error {
	return &store.CorruptError{Where: s.path, Reason: "the tree: " + fmt.Sprintf(reason, args...)}
}

// Block returns the hash of a complete block that the file keeps. Errors:
// *store.CorruptError if there is none, *store.BusyError or I/O.
func (s *Store) Block(ctx context.Context, block int64) (merkle.Hash, error) {
	var hash []byte
	err := s.read.QueryRowContext(ctx, readBlock, block).Scan(&hash)
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && len(hash) != len(merkle.Hash{}):
		return merkle.Hash{}, s.treeFault("block %d is missing or malformed", block)
	case err != nil:
		return merkle.Hash{}, explain(ctx, s.path, "read the tree", err)
	}
	return merkle.Hash(hash), nil
}
