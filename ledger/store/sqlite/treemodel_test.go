package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// leavesOf adds to leaves the hash of each event of s that is not among them,
// as RFC 6962 has it.
func leavesOf(t *testing.T, s *Store, leaves []merkle.Hash) []merkle.Hash {
	t.Helper()
	for r, err := range s.All(context.Background(), store.Position(len(leaves))) {
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, sha256.Sum256(r.AppendLine([]byte{0})))
	}
	return leaves
}

// rootOf returns the root of the tree of leaves, slowly, as RFC 6962 has it.
func rootOf(leaves []merkle.Hash) merkle.Hash {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	}
	half := 1
	for 2*half < len(leaves) {
		half *= 2
	}
	left, right := rootOf(leaves[:half]), rootOf(leaves[half:])
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// keptIs returns an error if what s keeps of its tree is not that of the leaves.
func keptIs(s *Store, leaves []merkle.Hash) error {
	kept, err := s.Tree(context.Background())
	if err != nil {
		return err
	}
	if kept.Size != int64(len(leaves)) || len(kept.Tags) != len(leaves) || len(kept.Blocks) != len(leaves)/256 {
		return fmt.Errorf("size %d, %d tags, %d blocks of %d events", kept.Size, len(kept.Tags), len(kept.Blocks), len(leaves))
	}
	for i, leaf := range leaves {
		if kept.Tags[i] != leaf[0] {
			return fmt.Errorf("tag of event %d of %d", i, len(leaves))
		}
	}
	for i, block := range kept.Blocks {
		if block != rootOf(leaves[256*i:256*(i+1)]) {
			return fmt.Errorf("block %d", i)
		}
	}
	if kept.Open != rootOf(leaves[len(leaves)/256*256:]) {
		return errors.New("the root of the last leaves")
	}
	return nil
}

// treeIsRight fails the test if what s keeps of its tree is not that of its events.
func treeIsRight(t *testing.T, s *Store) {
	t.Helper()
	if err := keptIs(s, leavesOf(t, s, nil)); err != nil {
		t.Fatalf("the tree: %v", err)
	}
}

// numbered returns an append of n events that no other revision of a stream has.
func numbered(stream string, expected store.Revision, n int) store.Append {
	a := to(stream, expected)
	for i := range n {
		revision := int(expected) + 1 + i
		noise := sha256.Sum256(fmt.Appendf(nil, "%s %d", stream, revision)) // does not compress
		a.Events = append(a.Events, store.Event{Type: "test.happened", Version: 1, Data: fmt.Appendf(nil, `{"n":%d,"noise":"%x"}`, revision, bytes.Repeat(noise[:], 1+revision%3))})
	}
	return a
}

// mustOpenIn opens the ledger in a directory until the test ends.
func mustOpenIn(t *testing.T, dir string, opts ...Option) *Store {
	t.Helper()
	s, err := Open(dir, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func dirOf(s *Store) string { return filepath.Dir(s.path) }

// mustRun runs statements on the connection that s writes with.
func mustRun(t *testing.T, s *Store, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := s.log.conn.ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
