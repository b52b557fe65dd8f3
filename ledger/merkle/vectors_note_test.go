package merkle_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/fundledger/fundledger/ledger/merkle"
)

func keyVectors(t testing.TB) []vector {
	good := signer(t, ledgerName, 1).Verifier().String()
	name, rest, _ := strings.Cut(good, "+")
	id, key, _ := strings.Cut(rest, "+")
	data := unbase(t, &key)
	out := []vector{
		{Name: "a ledger's", Answer: "good", Key: good},
		{Name: "a witness's, in Chinese", Answer: "good", Key: signer(t, bureauName, 1).Verifier().String()},
	}
	for _, bad := range []struct{ name, key string }{
		{"nothing", ""}, {"no hash", name + "+" + key}, {"no key", name + "+" + id}, {"hash in upper case", name + "+" + strings.ToUpper(id) + "+" + key},
		{"wrong hash", name + "+00000000+" + key}, {"another name", "other+" + id + "+" + key}, {"line break", good + "\n"}, {"line break within", good[:50] + "\n" + good[50:]},
		{"secret key", signer(t, ledgerName, 1).Secret()}, {"another algorithm", rekeyed(name, append([]byte{4}, data[1:]...))},
		{"32 bytes", rekeyed(name, data[:32])}, {"34 bytes", rekeyed(name, append(data[:33:33], 0))}, {"name with a space", rekeyed("a b", data)},
		{"name with what is not seen", rekeyed("a\u200bb", data)}, {"name with a Cyrillic letter", rekeyed("а", data)}, {"no name", rekeyed("", data)},
		{"name too long", rekeyed(strings.Repeat("a", 101), data)},
	} {
		out = append(out, vector{Name: bad.name, Answer: "key", Key: bad.key})
	}
	for i, weak := range weakKeys(t) {
		out = append(out, vector{Name: fmt.Sprintf("anybody can sign under it, %d", i+1), Answer: "key", Key: rekeyed("witness", append([]byte{1}, weak...))})
	}
	return out
}

// world is the keys and notes that the vectors about notes are made of.
type world struct {
	t       testing.TB
	ledger  merkle.Signer
	witness merkle.Signer
}

// vector returns a vector of a note, checked with the ledger's and the witness's key.
func (w world) vector(name, answer, text string) vector {
	return vector{Name: name, Answer: answer, Ledger: []string{w.ledger.Verifier().String()},
		Witnesses: []string{w.witness.Verifier().String()}, Text: text}
}

// sign returns a text that is no checkpoint, perhaps, but signed all the same.
func (w world) sign(text string, by ...merkle.Signer) string {
	w.t.Helper()
	var signers []note.Signer
	for _, s := range by {
		k, err := note.NewSigner(s.Secret())
		if err != nil {
			w.t.Fatal(err)
		}
		signers = append(signers, k)
	}
	raw, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(raw)
}

// withSays adds what the checkpoint says to a good vector.
func withSays(t testing.TB, v vector) vector {
	t.Helper()
	known, err := v.known()
	if err != nil {
		t.Fatal(err)
	}
	c, err := merkle.Open([]byte(v.Text), known)
	if err != nil {
		t.Fatalf("%s: %v", v.Name, err)
	}
	s := saysOf(c)
	v.Says = &s
	return v
}

func checkpointVectors(t testing.TB, lines [][]byte) []vector {
	w := world{t: t, ledger: signer(t, ledgerName, 1), witness: signer(t, bureauName, 1)}
	stranger, second := signer(t, "auditor.example", 1), signer(t, ledgerName, 2)
	closing := checkpoint(lines, 1000)
	closing.Closing = merkle.Closing{Fund: "441300.390", Period: "2025-07"}
	text, empty := checkpoint(lines, 1000).Text(), checkpoint(lines, 0).Text()
	good := w.sign(text, w.ledger)
	root := checkpoint(lines, 1000).Root
	out := []vector{
		withSays(t, w.vector("signed by the ledger", "good", good)),
		withSays(t, w.vector("of the empty tree", "good", w.sign(empty, w.ledger))),
		withSays(t, w.vector("at a closing", "good", w.sign(closing.Text(), w.ledger))),
		withSays(t, w.vector("with a witness", "good", w.sign(text, w.ledger, w.witness))),
		withSays(t, w.vector("with a witness before the ledger", "good", w.sign(text, w.witness, w.ledger))),
		withSays(t, w.vector("with a stranger", "good", w.sign(text, w.ledger, stranger))),
		withSays(t, w.vector("with another key of the ledger that is not known", "good", w.sign(text, second, w.ledger))),
		withSays(t, w.vector("of the largest size", "good", w.sign(strings.Replace(text, "\n1000\n", "\n9007199254740991\n", 1), w.ledger))),
		w.vector("no signature", "malformed", text),
		w.vector("no signature, with the blank line", "malformed", text+"\n"),
		w.vector("nothing", "malformed", ""),
		w.vector("by a stranger only", "unsigned", w.sign(text, stranger)),
		w.vector("by a witness only", "unsigned", w.sign(text, w.witness)),
		w.vector("by another key of the ledger's name", "unsigned", w.sign(text, second)),
		w.vector("of another ledger, signed by that", "other-ledger", w.sign(strings.Replace(text, ledgerName, "auditor.example", 1), stranger)),
		w.vector("of a witness as ledger", "other-ledger", w.sign(strings.Replace(text, ledgerName, bureauName, 1), w.witness)),
		w.vector("of another ledger, signed by this", "other-ledger", w.sign(strings.Replace(text, ledgerName, "other", 1), w.ledger)),
		w.vector("the signature of another checkpoint", "signature", text+w.sign(empty, w.ledger)[len(empty):]),
		w.vector("a wrong signature of a witness", "signature", good+w.sign(empty, w.witness)[len(empty)+1:]),
	}
	for _, c := range []struct{ name, old, new string }{
		{"size altered", "\n1000\n", "\n1001\n"}, {"root altered", root.String(), checkpoint(lines, 999).Root.String()}, {"time altered", "T09:", "T08:"},
		{"a period added", "00Z\n", "00Z\nperiod 441300.390 2025-07\n"},
	} {
		out = append(out, w.vector(c.name, "signature", strings.Replace(good, c.old, c.new, 1)))
	}
	// Texts that are not of the form, though the ledger signed them.
	url := 1000 // events in a tree whose root has a + or a /
	for !strings.ContainsAny(checkpoint(lines, url).Root.String(), "+/") {
		url--
	}
	urlText := strings.NewReplacer("+", "-", "/", "_").Replace(checkpoint(lines, url).Root.String())
	out = append(out, w.vector("root in base64url", "malformed",
		w.sign(strings.Replace(checkpoint(lines, url).Text(), checkpoint(lines, url).Root.String(), urlText, 1), w.ledger)))
	for _, c := range []struct{ name, old, new string }{
		{"CRLF", "\n", "\r\n"}, {"size with a leading zero", "\n1000", "\n01000"}, {"size negative", "\n1000", "\n-1000"}, {"size with a plus", "\n1000", "\n+1000"},
		{"size with a space", "\n1000", "\n 1000"}, {"size with a space after it", "\n1000", "\n1000 "}, {"size with a separator", "\n1000", "\n1,000"}, {"size with an underscore", "\n1000", "\n1_000"},
		{"size in full-width digits", "\n1000", "\n１０００"}, {"size in Arabic digits", "\n1000", "\n١٠٠٠"}, {"size hexadecimal", "\n1000", "\n0x3e8"}, {"size with a fraction", "\n1000", "\n1000.0"},
		{"no size", "\n1000\n", "\n\u00a0\n"}, {"size beyond 2^53-1", "\n1000", "\n9007199254740992"}, {"size 2^63", "\n1000", "\n9223372036854775808"}, {"size of a hundred digits", "\n1000", "\n" + strings.Repeat("9", 100)},
		{"size 0 with a root", "\n1000\n", "\n0\n"}, {"size 00", "\n1000\n", "\n00\n"},
		{"root of 31 bytes", root.String(), base64.StdEncoding.EncodeToString(root[:31])},
		{"root of 33 bytes", root.String(), base64.StdEncoding.EncodeToString(append(root[:], 0))},
		{"root without padding", "=\n", "\n"}, {"root with more padding", "=\n", "==\n"}, {"root with loose bits", root.String(), loose(root.String())}, {"root in hexadecimal", root.String(), fmt.Sprintf("%x", root[:])},
		{"root with a space", "=\n", "= \n"}, {"no root", root.String() + "\n", ""},
		{"no time", "time 2026-11-22T09:00:00Z\n", ""}, {"time twice", "time 2026-11-22T09:00:00Z\n", "time 2026-11-22T09:00:00Z\ntime 2026-11-22T09:00:00Z\n"},
		{"time with an offset", "00Z", "00+00:00"}, {"time with a fraction", "00Z", "00.5Z"}, {"time in lower case", "T09:00:00Z", "t09:00:00z"}, {"time with a space", "T09", " 09"},
		{"30 February", "11-22", "02-30"}, {"second 60", "09:00:00", "09:00:60"}, {"hour 24", "T09", "T24"}, {"before 1970", "2026", "1969"}, {"year of five digits", "2026", "12026"}, {"a day of one digit", "11-22", "11-2"},
		{"time in full-width digits", "2026", "２０２６"}, {"Time", "time", "Time"}, {"two spaces after time", "time ", "time  "},
		{"a line more", "00Z\n", "00Z\nextra\n"}, {"a period of one part", "00Z\n", "00Z\nperiod 441300.390\n"}, {"a period of three parts", "00Z\n", "00Z\nperiod 441300.390 2025-07 x\n"},
		{"two periods", "00Z\n", "00Z\nperiod 441300.390 2025-07\nperiod 441300.310 2025-07\n"}, {"a period in Chinese", "00Z\n", "00Z\nperiod 441300.390 七月\n"}, {"a period with an empty part", "00Z\n", "00Z\nperiod  2025-07\n"},
		{"a period too long", "00Z\n", "00Z\nperiod 441300.390 " + strings.Repeat("1", 41) + "\n"}, {"the period before the time", "time", "period a b\ntime"},
		{"an empty line first", ledgerName, "\n" + ledgerName}, {"no name", ledgerName, ""}, {"a name with a space", ledgerName, "a b"}, {"a name too long", ledgerName, strings.Repeat("a", 101)},
		{"a name with what is not seen", ledgerName, ledgerName + "\u200b"}, {"a byte order mark", ledgerName, "\ufeff" + ledgerName}, {"a tab", "\n1000", "\t\n1000"}, {"a form feed", "00Z", "00Z\f"},
	} {
		changed := strings.ReplaceAll(text, c.old, c.new)
		if changed == text {
			t.Fatalf("%s changes nothing", c.name)
		}
		out = append(out, w.vector(c.name, "malformed", w.sign(changed, w.ledger)))
	}
	return append(append(out, w.signatureLines(text)...), w.rotatedKeys(lines)...)
}

// signatureLines returns vectors about what stands below the blank line.
func (w world) signatureLines(text string) []vector {
	good := w.sign(text, w.ledger)
	sig := good[len(text)+1:]
	data := sig[strings.LastIndex(sig, " ")+1 : len(sig)-1]
	raw := unbase(w.t, &data)
	line := func(name string, data []byte) string {
		return "— " + name + " " + base64.StdEncoding.EncodeToString(data) + "\n"
	}
	many := good
	for i := range merkle.MaxSignatures {
		many += line(fmt.Sprint("w", i), make([]byte, 68))
	}
	var out []vector
	for _, c := range []struct{ name, answer, text string }{
		{"signature cut off", "malformed", good[:len(good)-1]}, {"signature cut in half", "malformed", good[:len(good)-40] + "\n"}, {"cut off after the text", "malformed", good[:len(text)]},
		{"cut off in the text", "malformed", good[:20]}, {"a line break more", "malformed", good + "\n"}, {"text after it", "malformed", good + "more\n"}, {"text after it without line break", "malformed", good + "more"},
		{"two blank lines", "malformed", text + "\n\n" + sig}, {"a blank line between signatures", "malformed", good + "\n" + line("w", raw)},
		{"a hyphen for the dash", "malformed", strings.Replace(good, "— ", "- ", 1)}, {"no space after the dash", "malformed", strings.Replace(good, "— ", "—", 1)}, {"two spaces after the dash", "malformed", strings.Replace(good, "— ", "—  ", 1)},
		{"CRLF after the signature", "malformed", good[:len(good)-1] + "\r\n"}, {"signed twice", "malformed", good + sig}, {"signed twice by a stranger", "malformed", good + line("w", raw) + line("w", append(raw[:67:67], 0))},
		{"signature with loose bits", "malformed", strings.Replace(good, data, loose(data), 1)}, {"signature without padding", "malformed", strings.TrimSuffix(good, "=\n") + "\n"},
		{"signature of four bytes", "malformed", text + "\n" + line(ledgerName, raw[:4])}, {"signature of nothing", "malformed", text + "\n— " + ledgerName + " \n"}, {"signature without base64", "malformed", text + "\n— " + ledgerName + "\n"},
		{"signature of a name with a plus", "malformed", good + line("a+b", raw)}, {"signature of a name that is not seen", "malformed", good + line("a\u202eb", raw)},
		{"more signatures than allowed", "malformed", many},
		{"signature of 63 bytes", "signature", text + "\n" + line(ledgerName, raw[:67])}, {"signature of 65 bytes", "signature", text + "\n" + line(ledgerName, append(raw[:68:68], 0))},
		{"signature with a bit flipped", "signature", text + "\n" + line(ledgerName, flip(raw, 4))}, {"signature with its last bit flipped", "signature", text + "\n" + line(ledgerName, flip(raw, 67))},
		{"signature with S + L", "signature", text + "\n" + line(ledgerName, plusOrder(raw))}, {"signature of zeros", "signature", text + "\n" + line(ledgerName, append(raw[:4:4], make([]byte, 64)...))},
		{"signature under another key hash", "unsigned", text + "\n" + line(ledgerName, flip(raw, 0))}, {"signature under another name", "unsigned", text + "\n" + line("other", raw)},
	} {
		out = append(out, w.vector(c.name, c.answer, c.text))
	}
	broken := w.vector("not UTF-8", "malformed", "")
	broken.Bytes = base64.StdEncoding.EncodeToString([]byte(strings.Replace(good, ledgerName, "huizhou\xff", 1)))
	return append(out, broken)
}

func flip(data []byte, at int) []byte {
	out := bytes.Clone(data)
	out[at] ^= 1
	return out
}

// plusOrder returns a signature whose S is larger by the order of the group: as
// an equation it holds, and RFC 8032 §5.1.7 refuses it.
func plusOrder(sig []byte) []byte {
	out, carry := bytes.Clone(sig), 0
	for i, b := range []byte("\xed\xd3\xf5\x5c\x1a\x63\x12\x58\xd6\x9c\xf7\xa2\xde\xf9\xde\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10") {
		sum := int(out[36+i]) + int(b) + carry
		out[36+i], carry = byte(sum), sum>>8
	}
	return out
}

// rotatedKeys returns vectors of checkpoints after a rotation at size 500.
func (w world) rotatedKeys(lines [][]byte) []vector {
	rotation := string(rotate(w.t, ledgerName, 1, 500))
	second := signer(w.t, ledgerName, 2)
	var out []vector
	for _, c := range []struct {
		name, answer string
		size         int
		by           []merkle.Signer
	}{
		{"the old key before the rotation", "good", 500, []merkle.Signer{w.ledger}},
		{"the new key after the rotation", "good", 500, []merkle.Signer{second}},
		{"both keys after the rotation", "good", 501, []merkle.Signer{w.ledger, second}},
		{"the old key after the rotation", "not-in-force", 501, []merkle.Signer{w.ledger}},
		{"the old key after the rotation, with a witness", "not-in-force", 501, []merkle.Signer{w.ledger, w.witness}},
		{"the new key before the rotation", "not-in-force", 499, []merkle.Signer{second}},
	} {
		v := w.vector(c.name, c.answer, w.sign(checkpoint(lines, c.size).Text(), c.by...))
		v.Rotations = []string{rotation}
		if c.answer == "good" {
			v = withSays(w.t, v)
		}
		out = append(out, v)
	}
	return out
}

// loose returns base64 that decodes to the same bytes but is not canonical, or
// text as it is if it has no padding.
func loose(text string) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	end := len(strings.TrimRight(text, "="))
	if end == len(text) {
		return text
	}
	return text[:end-1] + string(digits[strings.IndexByte(digits, text[end-1])+1]) + text[end:]
}

func encode64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
