package tamper

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/merkle"
)

// ledgerName is the name of the ledger whose checkpoints are tampered with.
const ledgerName = "huizhou.example/ledger"

// newSigner returns a signing key, always the same for a number.
func newSigner(t *testing.T, name string, number uint64) merkle.Signer {
	t.Helper()
	var seed [32]byte
	seed[0] = byte(number)
	s, err := merkle.GenerateSigner(rand.NewChaCha8(seed), name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCheckpointsAltered changes what stands in a ledger's folder of checkpoints.
func TestCheckpointsAltered(t *testing.T) {
	key, forged := newSigner(t, ledgerName, 1), newSigner(t, ledgerName, 2)
	known, err := merkle.NewVerifiers([]merkle.Verifier{key.Verifier()})
	if err != nil {
		t.Fatal(err)
	}
	sign := func(size int64, root merkle.Hash, by merkle.Signer) []byte {
		raw, err := merkle.Sign(merkle.Checkpoint{Origin: ledgerName, Head: merkle.Head{Size: size, Root: root},
			Time: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}, by)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	right, other := merkle.LeafHash([]byte("right")), merkle.LeafHash([]byte("other"))
	raw := sign(kept(), right, key)
	opened, err := merkle.Open(raw, known)
	if err != nil || opened.Root != right {
		t.Fatalf("%+v, %v", opened, err)
	}
	// Every bit of it: text and signature.
	for bit := range len(raw) * 8 {
		altered := bytes.Clone(raw)
		altered[bit/8] ^= 1 << (bit % 8)
		if c, err := merkle.Open(altered, known); err == nil {
			t.Errorf("bit %d of byte %d %q is not noticed: %+v", bit%8, bit/8, raw[bit/8], c)
		}
	}
	// Every shorter text, and a longer one.
	for n := range raw {
		if _, err := merkle.Open(raw[:n], known); err == nil {
			t.Errorf("the first %d bytes pass", n)
		}
	}
	if _, err := merkle.Open(append(bytes.Clone(raw), raw...), known); err == nil {
		t.Error("the text twice passes")
	}
	// The root of another history, by whoever has not the ledger's key.
	if _, err := merkle.Open(sign(kept(), other, forged), known); err == nil {
		t.Error("another key of the same name passes")
	}
	// The right signature under another text.
	_, signature, _ := bytes.Cut(raw, []byte("\n\n"))
	text, _, _ := bytes.Cut(sign(kept(), other, forged), []byte("\n\n"))
	if _, err := merkle.Open(bytes.Join([][]byte{text, signature}, []byte("\n\n")), known); err == nil {
		t.Error("a signature of another text passes")
	}
	// Whoever has the key can sign another history. The folder agrees with him; the
	// checkpoint that an auditor kept does not, for it has the same size.
	again, err := merkle.Open(sign(kept(), other, key), known)
	if err != nil || again.Size != opened.Size || again.Root == opened.Root {
		t.Errorf("%+v, %v", again, err)
	}
}
