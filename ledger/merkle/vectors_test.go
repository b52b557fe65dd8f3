package merkle_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/fundledger/fundledger/ledger/merkle"
)

var rewrite = flag.Bool("rewrite", false, "write the test vectors")

// vectorFolder holds vectors that any implementation can run; its README says how.
const vectorFolder = "../../testdata/proofs"

// suite is one file of vectors.
type suite struct {
	Kind    string   `json:"kind"`
	Vectors []vector `json:"vectors"`
}

// vector is a question and what must be answered.
type vector struct {
	Name   string `json:"name"`
	Answer string `json:"answer"` // good, or the kind of fault

	Size   *int64   `json:"size,omitempty"`
	Root   string   `json:"root,omitempty"`
	Index  *int64   `json:"index,omitempty"`
	Event  *int     `json:"event,omitempty"` // a line of lines.jsonl
	Leaf   *string  `json:"leaf,omitempty"`  // or bytes in base64
	Hashes []string `json:"hashes,omitempty"`
	Old    *head    `json:"old,omitempty"`
	New    *head    `json:"new,omitempty"`

	Key       string   `json:"key,omitempty"`
	Ledger    []string `json:"ledger,omitempty"`
	Witnesses []string `json:"witnesses,omitempty"`
	Rotations []string `json:"rotations,omitempty"`
	Text      string   `json:"text,omitempty"`
	Bytes     string   `json:"bytes,omitempty"` // text that is not UTF-8, in base64
	Says      *says    `json:"says,omitempty"`
}

type head struct {
	Size int64  `json:"size"`
	Root string `json:"root"`
}

// says is what a good checkpoint says.
type says struct {
	Origin    string   `json:"origin"`
	Size      int64    `json:"size"`
	Root      string   `json:"root"`
	Time      string   `json:"time"`
	Period    string   `json:"period"`
	Ledger    []string `json:"ledger"`
	Witnesses []string `json:"witnesses"`
	Lapsed    []string `json:"lapsed"`
	Unknown   []string `json:"unknown"`
}

// kindOf returns the answer that an error is.
func kindOf(err error) string {
	var (
		form   *merkle.FormError
		key    *merkle.KeyError
		other  *merkle.OtherLedgerError
		wrong  *merkle.SignatureError
		nobody *merkle.UnsignedError
		lapsed *merkle.NotInForceError
		proof  *merkle.ProofError
	)
	switch {
	case err == nil:
		return "good"
	case errors.As(err, &form):
		return "malformed"
	case errors.As(err, &key):
		return "key"
	case errors.As(err, &other):
		return "other-ledger"
	case errors.As(err, &wrong):
		return "signature"
	case errors.As(err, &nobody):
		return "unsigned"
	case errors.As(err, &lapsed):
		return "not-in-force"
	case errors.As(err, &proof):
		return "refused"
	}
	return "error: " + err.Error()
}

// answer returns what this package answers to a vector.
func answer(t testing.TB, kind string, v vector, lines [][]byte) string {
	t.Helper()
	switch kind {
	case "root":
		if checkpoint(lines, int(*v.Size)).Root.String() != v.Root {
			return "refused"
		}
		return "good"
	case "inclusion":
		line := unbase(t, v.Leaf)
		if v.Event != nil {
			line = lines[*v.Event]
		}
		return kindOf(merkle.VerifyInclusion(merkle.Head{Size: *v.Size, Root: hash(t, v.Root)}, *v.Index, line, hashes(t, v.Hashes)))
	case "consistency":
		old, new := merkle.Head{Size: v.Old.Size, Root: hash(t, v.Old.Root)}, merkle.Head{Size: v.New.Size, Root: hash(t, v.New.Root)}
		return kindOf(merkle.VerifyConsistency(old, new, hashes(t, v.Hashes)))
	case "key":
		_, err := merkle.ParseVerifier(v.Key)
		return kindOf(err)
	}
	known, err := v.known()
	if err != nil {
		return kindOf(err)
	}
	text := []byte(v.Text)
	if v.Bytes != "" {
		text = unbase(t, &v.Bytes)
	}
	switch kind {
	case "rotation":
	case "checkpoint":
		var c merkle.Signed
		if c, err = merkle.Open(text, known); err == nil && v.Says != nil && !equalSays(*v.Says, saysOf(c)) {
			t.Errorf("%s: says %+v, want %+v", v.Name, saysOf(c), *v.Says)
		}
	case "file":
		err = checkFile(text, known)
	default:
		t.Fatalf("kind %q", kind)
	}
	return kindOf(err)
}

// known returns the keys of a vector after its rotations.
func (v vector) known() (merkle.Verifiers, error) {
	var ledger, witnesses []merkle.Verifier
	for _, part := range []struct {
		texts []string
		keys  *[]merkle.Verifier
	}{{v.Ledger, &ledger}, {v.Witnesses, &witnesses}} {
		for _, text := range part.texts {
			k, err := merkle.ParseVerifier(text)
			if err != nil {
				return merkle.Verifiers{}, err
			}
			*part.keys = append(*part.keys, k)
		}
	}
	known, err := merkle.NewVerifiers(ledger, witnesses...)
	for _, r := range v.Rotations {
		if err == nil {
			known, _, err = known.Rotate([]byte(r))
		}
	}
	return known, err
}

// checkFile reads and verifies a proof file of either kind.
func checkFile(file []byte, known merkle.Verifiers) error {
	if bytes.HasPrefix(file, []byte("fundledger-consistency/")) {
		p, err := merkle.DecodeConsistency(file)
		if err == nil {
			_, _, err = p.Verify(known)
		}
		return err
	}
	p, err := merkle.DecodeInclusion(file)
	if err == nil {
		_, err = p.Verify(known)
	}
	return err
}

func saysOf(c merkle.Signed) says {
	ids := func(keys []merkle.KeyID) []string {
		out := []string{}
		for _, k := range keys {
			out = append(out, k.String())
		}
		return out
	}
	period := ""
	if c.Closing != (merkle.Closing{}) {
		period = c.Closing.Fund + " " + c.Closing.Period
	}
	return says{
		Origin: c.Origin, Size: c.Size, Root: c.Root.String(), Time: c.Time.Format("2006-01-02T15:04:05Z"), Period: period,
		Ledger: ids(c.Ledger), Witnesses: ids(c.Witnesses), Lapsed: ids(c.Lapsed), Unknown: ids(c.Unknown),
	}
}

func equalSays(a, b says) bool {
	return a.Origin == b.Origin && a.Size == b.Size && a.Root == b.Root && a.Time == b.Time && a.Period == b.Period &&
		slices.Equal(a.Ledger, b.Ledger) && slices.Equal(a.Witnesses, b.Witnesses) && slices.Equal(a.Lapsed, b.Lapsed) &&
		slices.Equal(a.Unknown, b.Unknown)
}

func hash(t testing.TB, text string) merkle.Hash {
	t.Helper()
	h, err := tlog.ParseHash(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return h
}

func hashes(t testing.TB, texts []string) []merkle.Hash {
	t.Helper()
	var out []merkle.Hash
	for _, text := range texts {
		out = append(out, hash(t, text))
	}
	return out
}

func unbase(t testing.TB, text *string) []byte {
	t.Helper()
	if text == nil {
		return nil
	}
	data, err := base64.StdEncoding.DecodeString(*text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// suites returns every vector by the name of its file, made anew.
func suites(t testing.TB) map[string]suite {
	lines := events(1000, 0)
	return map[string]suite{
		"roots.json":       {"root", rootVectors(lines)},
		"inclusion.json":   {"inclusion", inclusionVectors(t, lines)},
		"consistency.json": {"consistency", consistencyVectors(t, lines)},
		"keys.json":        {"key", keyVectors(t)},
		"checkpoints.json": {"checkpoint", checkpointVectors(t, lines)},
		"rotations.json":   {"rotation", rotationVectors(t)},
		"files.json":       {"file", fileVectors(t, lines)},
	}
}

func encodeSuite(t testing.TB, s suite) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writeVectors writes the vectors and the lines that they are about to a folder.
func writeVectors(t testing.TB, folder string, all map[string]suite) {
	t.Helper()
	files := map[string][]byte{"lines.jsonl": append(bytes.Join(events(1000, 0), []byte("\n")), '\n')}
	for name, s := range all {
		files[name] = encodeSuite(t, s)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The vectors in the repository are those that are made here, and each is
// answered as it says.
func TestVectors(t *testing.T) {
	if *rewrite {
		writeVectors(t, vectorFolder, suites(t))
	}
	lines, err := os.ReadFile(filepath.Join(vectorFolder, "lines.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	all := bytes.Split(bytes.TrimSuffix(lines, []byte("\n")), []byte("\n"))
	if !slices.EqualFunc(all, events(1000, 0), bytes.Equal) {
		t.Error("lines.jsonl is not what is made here: go test ./ledger/merkle -rewrite")
	}
	for name, made := range suites(t) {
		data, err := os.ReadFile(filepath.Join(vectorFolder, name))
		if err != nil || !bytes.Equal(data, encodeSuite(t, made)) {
			t.Errorf("%s is not what is made here (%v): go test ./ledger/merkle -rewrite", name, err)
		}
		var s suite
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		seen, kinds := map[string]bool{}, map[string]int{}
		for _, v := range s.Vectors {
			if got := answer(t, s.Kind, v, all); got != v.Answer {
				t.Errorf("%s: %s: answer %s, want %s", name, v.Name, got, v.Answer)
			}
			if seen[v.Name] {
				t.Errorf("%s: two vectors are named %q", name, v.Name)
			}
			seen[v.Name] = true
			kinds[v.Answer]++
		}
		if kinds["good"] == 0 || len(kinds) < 2 {
			t.Errorf("%s: answers %v; there should be good and bad ones", name, kinds)
		}
	}
}
