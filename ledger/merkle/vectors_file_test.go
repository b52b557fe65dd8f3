package merkle_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
)

func rotationVectors(t testing.TB) []vector {
	w := world{t: t, ledger: signer(t, ledgerName, 1), witness: signer(t, bureauName, 1)}
	second, seventh := signer(t, ledgerName, 2), signer(t, ledgerName, 7)
	made := func(old, new merkle.Signer, size int64) string {
		raw, err := merkle.SignRotation(old, new, size, nine())
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	good, next := string(rotate(t, ledgerName, 1, 10)), string(rotate(t, ledgerName, 2, 20))
	text, sigs, _ := strings.Cut(good, "\n\n")
	text += "\n"
	lines := strings.SplitAfter(sigs, "\n")
	var out []vector
	add := func(name, answer string, rotations ...string) {
		v := w.vector(name, answer, "")
		v.Rotations = rotations
		out = append(out, v)
	}
	add("one", "good", good)
	add("two in a row", "good", good, next)
	add("of a witness", "good", string(rotate(t, bureauName, 1, 10)))
	add("with a stranger's signature", "good", w.sign(text, w.ledger, second, signer(t, "auditor.example", 1)))
	add("signatures in the other order", "good", w.sign(text, second, w.ledger))
	add("at the size of the one before", "good", good, string(rotate(t, ledgerName, 2, 10)))
	add("of a key that is not known", "unsigned", next)
	add("by the old key only", "unsigned", text+"\n"+lines[0])
	add("by the new key only", "unsigned", text+"\n"+lines[1])
	add("by others only", "unsigned", w.sign(text, w.witness))
	_, elsewhere, _ := strings.Cut(made(w.ledger, seventh, 5), "\n\n")
	add("the old key's signature of another rotation", "signature", text+"\n"+strings.SplitAfter(elsewhere, "\n")[0]+lines[1])
	add("size altered", "signature", strings.Replace(good, "size 10", "size 11", 1))
	add("new key altered", "signature", strings.Replace(good, second.Verifier().String(), seventh.Verifier().String(), 1))
	add("a second time", "not-in-force", good, good)
	add("of a replaced key, to another", "not-in-force", good, made(w.ledger, seventh, 5))
	add("of a replaced key, later", "not-in-force", good, made(w.ledger, seventh, 15))
	add("before the key was in force", "not-in-force", good, string(rotate(t, ledgerName, 2, 9)))
	add("back to the first key", "key", good, made(second, w.ledger, 12))
	add("in the wrong order", "unsigned", next, good)
	for _, c := range []struct{ name, old, new string }{
		{"another form", "rotation/v1", "rotation/v2"}, {"no size", "size 10\n", ""}, {"no time", "time 2026-11-22T09:00:00Z\n", ""}, {"a line more", "00Z\n", "00Z\nmore\n"},
		{"size with a leading zero", "size 10", "size 010"}, {"size negative", "size 10", "size -1"}, {"size beyond 2^53-1", "size 10", "size 9007199254740992"}, {"time with an offset", "00Z", "00+08:00"},
		{"keys exchanged", "old ", "new "}, {"to itself", second.Verifier().String(), w.ledger.Verifier().String()},
		{"to another name", second.Verifier().String(), w.witness.Verifier().String()},
		{"new key damaged", second.Verifier().String(), second.Verifier().String() + "A"},
		{"new key weak", second.Verifier().String(), rekeyed(ledgerName, append([]byte{1}, weakKeys(t)[0]...))},
		{"CRLF", "\n", "\r\n"}, {"no new key", "new " + second.Verifier().String() + "\n", ""},
	} {
		add(c.name, "malformed", w.sign(strings.ReplaceAll(text, c.old, c.new), w.ledger, second))
	}
	add("no signature", "malformed", text)
	add("nothing", "malformed", "")
	add("a checkpoint", "malformed", w.sign(checkpoint(nil, 0).Text(), w.ledger, second))
	same := w.vector("a witness of the ledger's name", "key", "")
	same.Witnesses = []string{second.Verifier().String()}
	twice := w.vector("a key twice", "key", "")
	twice.Ledger = append(twice.Ledger, twice.Ledger...)
	two := w.vector("keys of two ledgers", "key", "")
	two.Ledger, two.Witnesses = append(two.Ledger, two.Witnesses...), nil
	known := w.vector("to a key that is known", "key", "")
	known.Ledger, known.Rotations = append(known.Ledger, second.Verifier().String()), []string{good}
	alias := w.vector("a witness with the ledger's key", "key", "")
	alias.Witnesses = []string{renamed(t, w.ledger.Verifier(), bureauName).String()}
	stolen := w.vector("to the key of a witness", "key", "")
	stolen.Witnesses, stolen.Rotations = []string{renamed(t, second.Verifier(), bureauName).String()}, []string{good}
	return append(out, same, twice, two, known, alias, stolen)
}

// proofFiles returns a good file of each kind, as the program writes them.
func proofFiles(t testing.TB, lines [][]byte) (inclusion, consistency string) {
	t.Helper()
	tree, err := store256(leafHashes(lines)).tree()
	if err != nil {
		t.Fatal(err)
	}
	path, err := tree.Inclusion(300, 1000)
	if err != nil {
		t.Fatal(err)
	}
	between, err := tree.Consistency(300, 1000)
	if err != nil {
		t.Fatal(err)
	}
	old, new := sign(t, checkpoint(lines, 300), 1), sign(t, checkpoint(lines, 1000), 1)
	a, err := merkle.Inclusion{Index: 300, Line: lines[300], Hashes: path, Checkpoint: new}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	b, err := merkle.Consistency{Hashes: between, Old: old, New: new}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return string(a), string(b)
}

func fileVectors(t testing.TB, lines [][]byte) []vector {
	w := world{t: t, ledger: signer(t, ledgerName, 1), witness: signer(t, bureauName, 1)}
	a, b := proofFiles(t, lines)
	cut := func(file string, n int) (string, string) { // after the nth blank line
		at := 0
		for range n {
			at += strings.Index(file[at:], "\n\n") + 2
		}
		return file[:at], file[at:]
	}
	headA, _ := cut(a, 1)
	headB, notes := cut(b, 1)
	_, new := cut(notes, 2)
	old := strings.TrimSuffix(notes, "\n"+new)
	stranger := signer(t, "auditor.example", 1)
	all := checkpoint(lines, 1000)
	otherEvents := sign(t, checkpoint(events(1000, 1), 1000), 1)
	firstHash := "hash " + newReference(lines).path(300, 0, 1000)[0].String() + "\n"
	out := []vector{
		w.vector("event 300 of 1000", "good", a),
		w.vector("300 to 1000", "good", b),
		w.vector("inclusion: with a witness", "good", headA+w.sign(all.Text(), w.ledger, w.witness)),
		w.vector("inclusion: the only event", "good", "fundledger-inclusion/v1\nindex 0\nevent "+string(lines[0])+"\n\n"+string(sign(t, checkpoint(lines, 1), 1))),
		w.vector("consistency: one checkpoint with itself", "good", "fundledger-consistency/v1\n\n"+new+"\n"+new),
		w.vector("consistency: from nothing", "good", "fundledger-consistency/v1\n\n"+string(sign(t, checkpoint(nil, 0), 1))+"\n"+new),
		w.vector("inclusion: signed by a stranger", "other-ledger", headA+w.sign(strings.Replace(all.Text(), ledgerName, "auditor.example", 1), stranger)),
		w.vector("inclusion: signed by nobody known", "unsigned", headA+w.sign(all.Text(), stranger)),
		w.vector("inclusion: signed by a witness only", "unsigned", headA+w.sign(all.Text(), w.witness)),
		w.vector("inclusion: signature of another checkpoint", "signature", headA+all.Text()+old[strings.Index(old, "\n\n")+1:]),
		w.vector("inclusion: of other events", "refused", headA+string(otherEvents)),
		w.vector("inclusion: of a smaller tree", "refused", headA+old),
		w.vector("inclusion: another index", "refused", strings.Replace(a, "index 300", "index 301", 1)),
		w.vector("inclusion: index of the size", "refused", strings.Replace(a, "index 300", "index 1000", 1)),
		w.vector("inclusion: an amount changed", "refused", strings.Replace(a, `"amount":"`, `"amount":"9`, 1)),
		w.vector("inclusion: a hash missing", "refused", strings.Replace(a, firstHash, "", 1)),
		w.vector("inclusion: a hash twice", "refused", strings.Replace(a, firstHash, firstHash+firstHash, 1)),
		w.vector("inclusion: of the empty tree", "refused", "fundledger-inclusion/v1\nindex 0\nevent {}\n\n"+string(sign(t, checkpoint(nil, 0), 1))),
		w.vector("consistency: exchanged", "refused", headB+new+"\n"+old),
		w.vector("consistency: to other events", "refused", headB+old+"\n"+string(otherEvents)),
		w.vector("consistency: two trees of one size", "refused", "fundledger-consistency/v1\n\n"+new+"\n"+string(otherEvents)),
		w.vector("consistency: a hash where none is needed", "refused", "fundledger-consistency/v1\n"+firstHash+"\n"+new+"\n"+new),
		w.vector("consistency: the old one is unsigned", "unsigned", headB+w.sign(checkpoint(lines, 300).Text(), stranger)+"\n"+new),
		w.vector("consistency: the new one is unsigned", "unsigned", headB+old+"\n"+w.sign(all.Text(), stranger)),
	}
	for _, c := range []struct{ name, text string }{
		{"nothing", ""}, {"a first line only", "fundledger-inclusion/v1\n"}, {"a checkpoint", new}, {"inclusion: version 2", strings.Replace(a, "/v1", "/v2", 1)}, {"inclusion: of the other kind", strings.Replace(a, "inclusion", "consistency", 1)},
		{"consistency: of the other kind", strings.Replace(b, "consistency", "inclusion", 1)}, {"inclusion: a byte order mark", "\ufeff" + a}, {"inclusion: CRLF", strings.ReplaceAll(a, "\n", "\r\n")},
		{"inclusion: a line before", "\n" + a}, {"inclusion: a line after", a + "\n"}, {"inclusion: bytes after", a + "x"}, {"inclusion: cut off", a[:len(a)-1]}, {"inclusion: cut off in the middle", a[:len(a)/2]},
		{"inclusion: no checkpoint", headA}, {"inclusion: two checkpoints", a + "\n" + new}, {"inclusion: a checkpoint without signature", headA + all.Text()},
		{"inclusion: a second blank line", strings.Replace(a, "\n\n", "\n\n\n", 1)}, {"inclusion: no index", strings.Replace(a, "index 300\n", "", 1)}, {"inclusion: index twice", strings.Replace(a, "index 300\n", "index 300\nindex 300\n", 1)},
		{"inclusion: index with a leading zero", strings.Replace(a, "index 300", "index 0300", 1)}, {"inclusion: index negative", strings.Replace(a, "index 300", "index -1", 1)}, {"inclusion: index beyond 2^53-1", strings.Replace(a, "index 300", "index 9007199254740992", 1)},
		{"inclusion: index with a space", strings.Replace(a, "index 300", "index  300", 1)}, {"inclusion: a field that is not known", strings.Replace(a, "index 300\n", "index 300\nsize 1000\n", 1)}, {"inclusion: event before index", strings.Replace(a, "index 300\nevent", "event {}\nindex 300\nevent", 1)},
		{"inclusion: no event", strings.Replace(a, "event "+string(lines[300])+"\n", "", 1)}, {"inclusion: an empty event", strings.Replace(a, string(lines[300]), "", 1)},
		{"inclusion: event not an object", strings.Replace(a, string(lines[300]), "[]", 1)},
		{"inclusion: event with a tab", strings.Replace(a, `"经办 01"`, "\"经办\t01\"", 1)}, {"inclusion: event with a space after it", strings.Replace(a, "}\nhash", "} \nhash", 1)},
		{"inclusion: hash before event", strings.Replace(a, "index 300\n", "index 300\n"+firstHash, 1)}, {"inclusion: a hash short", strings.Replace(a, "hash ", "hash A", 1)},
		{"inclusion: a hash with loose bits", strings.Replace(a, firstHash, loose(strings.TrimSpace(firstHash))+"\n", 1)},
		{"inclusion: a hash without its word", strings.Replace(a, "hash ", "", 1)}, {"inclusion: a hash with a space after it", strings.Replace(a, "=\nhash", "= \nhash", 1)},
		{"inclusion: a hundred hashes", strings.Replace(a, firstHash, strings.Repeat(firstHash, 100), 1)},
		{"inclusion: the checkpoint's size with a leading zero", strings.Replace(a, "\n1000\n", "\n01000\n", 1)}, {"inclusion: the checkpoint without time", strings.Replace(a, "time 2026-11-22T09:00:00Z\n", "", 1)},
		{"consistency: one checkpoint", headB + old}, {"consistency: three checkpoints", b + "\n" + new}, {"consistency: no blank line between", headB + old + new}, {"consistency: two blank lines between", headB + old + "\n\n" + new},
		{"consistency: a line after", b + "\n"}, {"consistency: an index", strings.Replace(b, "/v1\n", "/v1\nindex 300\n", 1)}, {"consistency: a hundred hashes", strings.Replace(b, "/v1\n", "/v1\n"+strings.Repeat(firstHash, 100), 1)},
	} {
		if c.text == a || c.text == b {
			t.Fatalf("%s changes nothing", c.name)
		}
		out = append(out, w.vector(c.name, "malformed", c.text))
	}
	rotated := w.vector("consistency: over a rotation", "good", headB+old+"\n"+w.sign(all.Text(), signer(t, ledgerName, 2)))
	rotated.Rotations = []string{string(rotate(t, ledgerName, 1, 500))}
	back := w.vector("consistency: the old key after a rotation", "not-in-force", b)
	back.Rotations = rotated.Rotations
	broken := w.vector("inclusion: event not UTF-8", "malformed", "")
	broken.Bytes = encode64(strings.Replace(a, "经办", "\xff", 1))
	return append(out, rotated, back, broken)
}

// A proof file is written as it is read, and says what it proves.
func TestProofFiles(t *testing.T) {
	lines := events(1000, 0)
	a, b := proofFiles(t, lines)
	p, err := merkle.DecodeInclusion([]byte(a))
	if err != nil {
		t.Fatal(err)
	}
	if c, err := p.Verify(verifiers(t, 1)); err != nil || c.Checkpoint != checkpoint(lines, 1000) || p.Index != 300 ||
		!bytes.Equal(p.Line, lines[300]) {
		t.Errorf("%+v, %+v, %v", p, c, err)
	}
	q, err := merkle.DecodeConsistency([]byte(b))
	if err != nil {
		t.Fatal(err)
	}
	if old, new, err := q.Verify(verifiers(t, 1)); err != nil || old.Checkpoint != checkpoint(lines, 300) ||
		new.Checkpoint != checkpoint(lines, 1000) {
		t.Errorf("%+v, %+v, %v", old, new, err)
	}
	if again, err := p.Encode(); err != nil || string(again) != a {
		t.Errorf("%s, %v", again, err)
	}
	if again, err := q.Encode(); err != nil || string(again) != b {
		t.Errorf("%s, %v", again, err)
	}
}

// What would be read as something else is not written.
func TestProofsThatCannotBeWritten(t *testing.T) {
	lines := events(3, 0)
	good := sign(t, checkpoint(lines, 3), 1)
	h := "hash " + merkle.Hash{}.String()
	for name, p := range map[string]merkle.Inclusion{
		"negative index":                {Index: -1, Line: lines[0], Checkpoint: good},
		"a hash in the line":            {Line: []byte("{}\n" + h), Checkpoint: good},
		"two lines":                     {Line: []byte("{}\n{}"), Checkpoint: good},
		"no checkpoint":                 {Line: lines[0]},
		"a hash before the checkpoint":  {Line: lines[0], Checkpoint: slices.Concat([]byte(h+"\n\n"), good)},
		"a checkpoint without its text": {Line: lines[0], Checkpoint: good[bytes.Index(good, []byte("\n\n"))+2:]},
	} {
		if out, err := p.Encode(); kindOf(err) != "malformed" {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
	for name, p := range map[string]merkle.Consistency{
		"nothing":            {},
		"one":                {Old: good},
		"both in one":        {Old: slices.Concat(good, []byte("\n"), good)},
		"no signature":       {Old: []byte(checkpoint(lines, 1).Text()), New: good},
		"a line break moved": {Old: good[:len(good)-1], New: slices.Concat([]byte("\n"), good)},
		"three together":     {Old: slices.Concat(good, []byte("\n"), good), New: good},
	} {
		if out, err := p.Encode(); kindOf(err) != "malformed" {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
}

// What is longer than anything that is written is refused before it is read.
func TestTooLong(t *testing.T) {
	lines := events(1000, 0)
	a, b := proofFiles(t, lines)
	note := string(sign(t, checkpoint(lines, 3), 1))
	for name, text := range map[string]string{
		"an event":     strings.Replace(a, "经办", strings.Repeat("a", merkle.MaxLineBytes), 1),
		"an inclusion": a + strings.Repeat("a", merkle.MaxProofBytes),
		"consistency":  b + strings.Repeat("a", merkle.MaxProofBytes),
	} {
		if got := kindOf(checkFile([]byte(text), verifiers(t, 1))); got != "malformed" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if _, err := merkle.Open([]byte(note+"— w "+encode64(strings.Repeat("a", merkle.MaxNoteBytes))+"\n"), verifiers(t, 1)); kindOf(err) != "malformed" {
		t.Errorf("a note: %v", err)
	}
	longest := merkle.Inclusion{Line: []byte("{" + strings.Repeat(" ", merkle.MaxLineBytes-2) + "}"), Checkpoint: []byte(note)}
	if _, err := longest.Encode(); err != nil {
		t.Errorf("the longest event: %v", err)
	}
	longest.Line = append([]byte("{"), longest.Line...)
	if _, err := longest.Encode(); kindOf(err) != "malformed" {
		t.Errorf("one byte more: %v", err)
	}
}
