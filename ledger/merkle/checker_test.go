package merkle_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/testdata/checker"
)

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Another implementation, in another language, answers every vector alike.
func TestCheckerAnswersTheVectors(t *testing.T) {
	second := checker.New(t)
	if out, good := second.Run("vectors", vectorFolder); !good {
		t.Error(out)
	}
	wrong := filepath.Join(t.TempDir(), "wrong")
	if err := os.Mkdir(wrong, 0o700); err != nil {
		t.Fatal(err)
	}
	writeVectors(t, wrong, map[string]suite{"keys.json": {"key", []vector{{Name: "nothing", Answer: "good"}}}})
	if out, good := second.Run("vectors", wrong); good || !strings.Contains(out, "nothing: should be good, is key") {
		t.Errorf("a wrong vector is not noticed: %s", out)
	}
}

// Both answer alike to texts and proofs that were damaged at random.
func TestCheckerAgreesOnDamage(t *testing.T) {
	second := checker.New(t)
	const each = 150
	random := rand.New(rand.NewPCG(6962, 9162))
	lines := events(1000, 0)
	all := map[string]suite{}
	for name, s := range suites(t) {
		var damaged []vector
		good := slices.DeleteFunc(slices.Clone(s.Vectors), func(v vector) bool { return v.Answer != "good" })
		for i := range each {
			v := good[random.IntN(len(good))]
			v.Name, v.Says = fmt.Sprintf("%s, damage %d", v.Name, i), nil
			switch s.Kind {
			case "root":
				continue
			case "inclusion":
				size, index, event := *v.Size+small(random), *v.Index+small(random), *v.Event
				if random.IntN(4) == 0 {
					event = random.IntN(len(lines))
				}
				v.Size, v.Index, v.Event, v.Hashes = &size, &index, &event, shuffled(random, v.Hashes)
			case "consistency":
				v.Old, v.New = &head{v.Old.Size + small(random), v.Old.Root}, &head{v.New.Size + small(random), v.New.Root}
				v.Hashes = shuffled(random, v.Hashes)
			case "key":
				v.Key = strings.ToValidUTF8(string(damage(random, []byte(v.Key))), "\ufffd")
			case "rotation":
				v.Rotations = slices.Clone(v.Rotations)
				at := random.IntN(len(v.Rotations))
				v.Rotations[at] = strings.ToValidUTF8(string(damage(random, []byte(v.Rotations[at]))), "\ufffd")
			default:
				v.Bytes, v.Text = base64.StdEncoding.EncodeToString(damage(random, []byte(v.Text))), ""
			}
			v.Answer = answer(t, s.Kind, v, lines)
			damaged = append(damaged, v)
		}
		if len(damaged) > 0 {
			all[name] = suite{s.Kind, damaged}
		}
	}
	folder := t.TempDir()
	writeVectors(t, folder, all)
	if out, good := second.Run("vectors", folder); !good {
		t.Error(out)
	}
}

// small returns a small number that is often 0.
func small(random *rand.Rand) int64 {
	return []int64{0, 0, 0, 0, 1, -1, 2, 5, -7, 100, 1 << 40, -1 << 62}[random.IntN(12)]
}

// shuffled returns hashes of which one may be missing, there twice or elsewhere.
func shuffled(random *rand.Rand, hashes []string) []string {
	out := slices.Clone(hashes)
	if len(out) == 0 {
		return out
	}
	at := random.IntN(len(out))
	switch random.IntN(6) {
	case 0:
		return slices.Delete(out, at, at+1)
	case 1:
		return slices.Insert(out, at, out[at])
	case 2:
		other := random.IntN(len(out))
		out[at], out[other] = out[other], out[at]
	}
	return out
}

// damage returns text with one to three changes of the kinds that damage and malice make.
func damage(random *rand.Rand, text []byte) []byte {
	text = bytes.Clone(text)
	for range 1 + random.IntN(3) {
		if len(text) == 0 {
			return text
		}
		at, other := random.IntN(len(text)), random.IntN(len(text))
		from, to := min(at, other), max(at, other)
		switch random.IntN(9) {
		case 0:
			text[at] ^= 1 << random.IntN(8)
		case 1:
			text = slices.Delete(text, at, at+1)
		case 2:
			text = slices.Insert(text, at, text[other])
		case 3:
			text[at] = text[other]
		case 4:
			text = slices.Insert(text, at, []byte("\n 0+=\r\t—")[random.IntN(10)])
		case 5:
			if to-from < 200 {
				text = slices.Delete(text, from, to)
			}
		case 6:
			text = text[:at]
		default: // whole lines
			lines := bytes.SplitAfter(text, []byte("\n"))
			a, b := random.IntN(len(lines)), random.IntN(len(lines))
			if random.IntN(2) == 0 {
				lines[a], lines[b] = lines[b], lines[a]
			} else {
				lines = slices.Insert(lines, a, lines[b])
			}
			text = bytes.Join(lines, nil)
		}
	}
	return text
}

func TestCheckerOnExports(t *testing.T) {
	second := checker.New(t)
	lines := events(600, 0)
	cp := write(t, "checkpoint", sign(t, checkpoint(lines, 500), 1))
	key := signer(t, ledgerName, 1).Verifier().String()
	join := func(lines [][]byte) []byte { return append(bytes.Join(lines, []byte("\n")), '\n') }
	whole := join(lines)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(whole); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	line := func(at int, old, new string) []byte {
		out := slices.Clone(lines)
		out[at] = bytes.Replace(out[at], []byte(old), []byte(new), 1)
		if bytes.Equal(out[at], lines[at]) {
			t.Fatalf("%q is not in line %d", old, at+1)
		}
		return join(out)
	}
	swapped := slices.Clone(lines)
	swapped[100], swapped[101] = swapped[101], swapped[100]
	root := checkpoint(lines, 600).Root.String()
	for _, c := range []struct {
		name string
		data []byte
		want string // in the output; the first two are good
	}{
		{"whole", whole, "600 events in 37 streams, root " + root},
		{"whole, packed", packed.Bytes(), "600 events in 37 streams, root " + root},
		{"an amount changed", line(41, `"amount":"`, `"amount":"1`), "line 42 (event 41): id "},
		{"a date changed", line(41, `"occurred_on":"2025-`, `"occurred_on":"2024-`), "line 42 (event 41): id "},
		{"when it was recorded changed", line(41, `"recorded_at":"2025-`, `"recorded_at":"2024-`), "the first 500 events are not those of the checkpoint"},
		{"an actor changed", line(41, "经办 01", "经办 02"), "the first 500 events are not those of the checkpoint"},
		{"two streams' events swapped", join(swapped), "the first 500 events are not those of the checkpoint"},
		{"an event changed after the checkpoint", line(550, "经办 01", "经办 02"), "its first 500 events are those of the checkpoint"},
		{"one removed", join(slices.Concat(lines[:41], lines[42:])), "revision"},
		{"one twice", join(slices.Concat(lines[:41], lines[40:])), "line 42 (event 41): revision"},
		{"cut off", join(lines[:499]), "events are missing: the checkpoint has 500, the export 499"},
		{"cut off in a line", whole[:len(whole)-1], "line 600 (event 599): it has no line break"},
		{"an empty line", line(41, string(lines[41]), ""), "line 42 (event 41): "},
		{"a space", line(41, `,"id"`, `, "id"`), "line 42 (event 41): it is not canonical"},
		{"a key twice", line(41, `{"actor"`, `{"actor":"","actor"`), "line 42 (event 41): it is not canonical"},
		{"a key more", line(41, `{"actor"`, `{"a":1,"actor"`), "line 42 (event 41): it should have exactly"},
		{"keys in another order", line(41, `"version":1}`, `"version":1,"causation":""}`), "line 42 (event 41): it is not canonical"},
		{"a needless escape", line(41, "经", `\u7ecf`), "line 42 (event 41): it is not canonical"},
		{"a fraction", line(41, `"version":1`, `"version":1.0`), "line 42 (event 41): the number 1.0 is not whole"},
		{"a number beyond 2^53", line(41, `"count":`, `"count":9007199254740992`), "line 42 (event 41): the number 9007199254740992"},
		{"not UTF-8", line(41, "经办", "\xff"), "line 42 (event 41): "},
		{"half a character", line(41, "经", `\ud800`), "line 42 (event 41): "},
		{"a version as text", line(41, `"version":1`, `"version":"1"`), "line 42 (event 41): it should have exactly"},
		{"a revision true", line(41, `"revision":1`, `"revision":true`), "line 42 (event 41): it should have exactly"},
		{"another time zone", line(41, `Z","revision"`, `+","revision"`), "line 42 (event 41): recorded_at"},
		{"CRLF", bytes.ReplaceAll(whole, []byte("\n"), []byte("\r\n")), "line 1 (event 0): "},
		{"nested too deep", line(41, `"count":`, `"count":`+strings.Repeat("[", 100_000)), "line 42 (event 41): "},
		{"packed and damaged", packed.Bytes()[:packed.Len()-9], "cannot read"},
		{"nothing", nil, "events are missing"},
	} {
		out, good := second.Run("export", write(t, "export.jsonl", c.data), "--checkpoint", cp, "--key", key)
		if wantGood := strings.Contains(c.want, root) || strings.Contains(c.want, "are those"); good != wantGood || !strings.Contains(out, c.want) {
			t.Errorf("%s: good is %v, output\n%s, want\n%s", c.name, good, out, c.want)
		}
	}
	if out, good := second.Run("export", write(t, "export.jsonl", whole)); !good || !strings.Contains(out, root) {
		t.Errorf("without a checkpoint: %s", out)
	}
}

// The auditor's year: she keeps a checkpoint, and a year later a proof and a new
// key are put before her.
func TestCheckerOnFiles(t *testing.T) {
	second := checker.New(t)
	lines := events(1000, 0)
	a, b := proofFiles(t, lines)
	tree, err := store256(leafHashes(lines)).tree()
	if err != nil {
		t.Fatal(err)
	}
	between, err := tree.Consistency(300, 1000)
	if err != nil {
		t.Fatal(err)
	}
	kept, renewed := sign(t, checkpoint(lines, 300), 1), sign(t, checkpoint(lines, 1000), 2)
	later, err := merkle.Consistency{Hashes: between, Old: kept, New: renewed}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	key := write(t, "key", []byte(signer(t, ledgerName, 1).Verifier().String()+"\n"))
	inclusion, consistency, over := write(t, "a", []byte(a)), write(t, "b", []byte(b)), write(t, "c", later)
	old, new, newest := write(t, "old", kept), write(t, "new", sign(t, checkpoint(lines, 1000), 1)), write(t, "newest", renewed)
	rotation := write(t, "rotation", rotate(t, ledgerName, 1, 500))
	for _, c := range []struct {
		name string
		good bool
		want string
		args []string
	}{
		{"an event", true, "event 300 is in it", []string{"proof", inclusion, "--key", key}},
		{"an event, no such key", false, "keys are of", []string{"proof", inclusion, "--key", signer(t, bureauName, 1).Verifier().String()}},
		{"an event, another key", false, "no key of", []string{"proof", inclusion, "--key", signer(t, ledgerName, 2).Verifier().String()}},
		{"two checkpoints", true, "continues", []string{"proof", consistency, "--key", key}},
		{"two checkpoints and a new key", true, "continues", []string{"proof", over, "--key", key, "--rotation", rotation}},
		{"two checkpoints and a new key, no rotation", false, "no key of", []string{"proof", over, "--key", key}},
		{"a checkpoint", true, "1000 events", []string{"checkpoint", new, "--key", key}},
		{"a checkpoint that continues hers", true, "continues", []string{"checkpoint", new, "--key", key, "--old", old, "--consistency", consistency}},
		{"by the new key", true, "continues", []string{"checkpoint", newest, "--key", key, "--rotation", rotation, "--old", old, "--consistency", over}},
		{"a proof about others", false, "about other checkpoints", []string{"checkpoint", new, "--key", key, "--old", new, "--consistency", consistency}},
		{"a proof of the other kind", false, "about other checkpoints", []string{"checkpoint", new, "--key", key, "--old", old, "--consistency", inclusion}},
		{"no such file", false, "cannot read", []string{"proof", "does-not-exist", "--key", key}},
	} {
		if out, good := second.Run(c.args...); good != c.good || !strings.Contains(out, c.want) {
			t.Errorf("%s: good is %v\n%s", c.name, good, out)
		}
	}
}
