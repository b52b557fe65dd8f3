package merkle_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
)

// seeds adds every text of the vectors of a kind.
func seeds(f *testing.F, names ...string) {
	f.Helper()
	all := suites(f)
	for _, name := range names {
		for _, v := range all[name].Vectors {
			texts := append([]string{v.Text, v.Key}, v.Rotations...)
			for _, text := range append(texts, string(unbase(f, &v.Bytes))) {
				if text != "" {
					f.Add([]byte(text))
				}
			}
		}
	}
}

// What DecodeInclusion accepts is what Encode writes, and holds only if it says
// what the tree says.
func FuzzDecodeInclusion(f *testing.F) {
	seeds(f, "files.json", "checkpoints.json")
	lines, known := events(1000, 0), verifiers(f, 1)
	f.Fuzz(func(t *testing.T, file []byte) {
		kept := bytes.Clone(file)
		p, err := merkle.DecodeInclusion(file)
		if !bytes.Equal(file, kept) {
			t.Fatal("the file was changed")
		}
		if kind := kindOf(err); kind != "good" {
			if kind != "malformed" {
				t.Fatal(err)
			}
			return
		}
		if again, err := p.Encode(); err != nil || !bytes.Equal(again, file) {
			t.Fatalf("%q is written %q (%v)", file, again, err)
		}
		if c, err := p.Verify(known); err == nil && !bytes.Equal(p.Line, lines[p.Index]) {
			t.Fatalf("%+v proves %+v", p, c)
		}
	})
}

// What DecodeConsistency accepts is what Encode writes.
func FuzzDecodeConsistency(f *testing.F) {
	seeds(f, "files.json", "checkpoints.json")
	lines, known := events(1000, 0), verifiers(f, 1)
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := merkle.DecodeConsistency(file)
		if kind := kindOf(err); kind != "good" {
			if kind != "malformed" {
				t.Fatal(err)
			}
			return
		}
		if again, err := p.Encode(); err != nil || !bytes.Equal(again, file) {
			t.Fatalf("%q is written %q (%v)", file, again, err)
		}
		if old, new, err := p.Verify(known); err == nil &&
			(old.Head != checkpoint(lines, int(old.Size)).Head || new.Head != checkpoint(lines, int(new.Size)).Head || old.Size > new.Size) {
			t.Fatalf("%+v proves %+v, %+v", p, old, new)
		}
	})
}

// What Open accepts begins with the text of the checkpoint that it returns, and
// names every signature once.
func FuzzOpen(f *testing.F) {
	seeds(f, "checkpoints.json", "rotations.json")
	known := verifiers(f, 1)
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := merkle.Open(raw, known)
		if strings.HasPrefix(kindOf(err), "error") {
			t.Fatal(err)
		}
		if err != nil {
			return
		}
		if !bytes.HasPrefix(raw, []byte(c.Text()+"\n— ")) || c.Origin != ledgerName || len(c.Ledger) != 1 {
			t.Fatalf("%q opens as %+v", raw, c)
		}
		if all := len(c.Ledger) + len(c.Witnesses) + len(c.Lapsed) + len(c.Unknown); all != bytes.Count(raw, []byte("\n— ")) {
			t.Fatalf("%q has %d signatures", raw, all)
		}
	})
}

// What Rotate accepts was signed by both keys: any other text is refused.
func FuzzRotate(f *testing.F) {
	seeds(f, "rotations.json", "checkpoints.json")
	known := verifiers(f, 1)
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, r, err := known.Rotate(raw)
		if strings.HasPrefix(kindOf(err), "error") {
			t.Fatal(err)
		}
		if err == nil && (r.Old != signer(t, ledgerName, 1).Verifier() || r.New.ID().Name != ledgerName ||
			!bytes.Contains(raw, []byte("\nnew "+r.New.String()+"\n"))) {
			t.Fatalf("%q gives %+v", raw, r)
		}
	})
}

// What ParseVerifier and ParseSigner accept is what they write.
func FuzzKeys(f *testing.F) {
	seeds(f, "keys.json")
	f.Add([]byte(signer(f, bureauName, 1).Secret()))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := merkle.ParseVerifier(string(text))
		if kind := kindOf(err); kind != "good" && kind != "key" || err == nil && (v.String() != string(text) || v.ID().Name == "") {
			t.Fatalf("%q: %v, %v", text, v, err)
		}
		s, err := merkle.ParseSigner(string(text))
		if kind := kindOf(err); kind != "good" && kind != "key" || err == nil && s.Secret() != string(text) {
			t.Fatalf("%q: %v, %v", text, s, err)
		}
	})
}

// Numbers and hashes of any kind neither hang nor panic. Against the root of a
// tree only its own lines hold, and with its size only in their place, by one path.
func FuzzVerify(f *testing.F) {
	lines := events(300, 0)
	ref := newReference(lines)
	root := merkle.Head{Size: 300, Root: ref.root(0, 300)}
	join := func(hashes []merkle.Hash) (out []byte) {
		for _, h := range hashes {
			out = append(out, h[:]...)
		}
		return out
	}
	for _, n := range []int64{0, 1, 255, 256, 299, 300, 1 << 53, 1 << 62, 1<<62 + 1, 1<<63 - 1, -1, -1 << 63} {
		f.Add(n, int64(300), lines[min(max(n, 0), 299)], join(ref.path(int(min(max(n, 0), 299)), 0, 300)))
		f.Add(int64(7), n, lines[7], join(ref.path(7, 0, 300)))
		f.Add(n, int64(300), []byte{}, join(ref.proof(int(min(max(n, 1), 300)), 300)))
	}
	f.Fuzz(func(t *testing.T, index, size int64, line, joined []byte) {
		var path []merkle.Hash
		for part := range slices.Chunk(joined, 32) {
			var h merkle.Hash
			copy(h[:], part)
			path = append(path, h)
		}
		err := merkle.VerifyInclusion(merkle.Head{Size: size, Root: root.Root}, index, line, path)
		if kind := kindOf(err); kind != "good" && kind != "refused" {
			t.Fatal(err)
		}
		if err == nil && !slices.ContainsFunc(lines, func(l []byte) bool { return bytes.Equal(l, line) }) {
			t.Fatalf("a line of no event as event %d of %d: %q", index, size, line)
		}
		if err == nil && size == 300 && (!bytes.Equal(line, lines[index]) || !slices.Equal(path, ref.path(int(index), 0, 300))) {
			t.Fatalf("event %d of %d: %q", index, size, line)
		}
		old := merkle.Head{Size: index, Root: ref.root(0, int(min(max(index, 0), 300)))}
		err = merkle.VerifyConsistency(old, merkle.Head{Size: size, Root: root.Root}, path)
		if kind := kindOf(err); kind != "good" && kind != "refused" {
			t.Fatal(err)
		}
		if err == nil && (index < 0 || index > size || size == 300 && index > 0 && !slices.Equal(path, ref.proof(int(index), 300))) {
			t.Fatalf("%d to %d", index, size)
		}
	})
}
