package merkle_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
)

// Every error of every vector, and those that no vector provokes, is said on one
// line in both languages, with its numbers.
func TestErrorsInBothLanguages(t *testing.T) {
	type speaker interface {
		error
		In(lang.Lang) string
	}
	check := func(name string, err error) {
		var e speaker
		if !errors.As(err, &e) {
			t.Errorf("%s: %v has one language", name, err)
			return
		}
		zh, en := e.In(lang.ZH), e.In(lang.EN)
		if strings.Contains(zh+en, "%!") || strings.Contains(zh+en, "\n") || strings.Contains(en, "  ") || en != e.Error() {
			t.Errorf("%s: %q, %q", name, zh, en)
		}
		if !strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || zh == en {
			t.Errorf("%s: %q is not Chinese", name, zh)
		}
	}
	lines := events(1000, 0)
	for name, s := range suites(t) {
		for _, v := range s.Vectors {
			if v.Answer == "good" || s.Kind == "root" {
				continue
			}
			check(name+": "+v.Name, errorOf(t, s.Kind, v, lines))
		}
	}
	check("range of sizes", &merkle.RangeError{Asked: 5, Size: 3})
	check("range of events", &merkle.RangeError{Asked: 5, Size: 3, Event: true})
	_, err := merkle.NewTree(600, nil, nil)
	check("block", err)
	for _, e := range []merkle.NotInForceError{{Size: 5, From: 1, Until: 9}, {Size: 5, From: 6, Until: 9},
		{Size: 5, From: 6, Until: merkle.MaxSize}} {
		check("not in force", &e)
	}
}

func errorOf(t *testing.T, kind string, v vector, lines [][]byte) error {
	switch kind {
	case "inclusion":
		line := unbase(t, v.Leaf)
		if v.Event != nil {
			line = lines[*v.Event]
		}
		return merkle.VerifyInclusion(merkle.Head{Size: *v.Size, Root: hash(t, v.Root)}, *v.Index, line, hashes(t, v.Hashes))
	case "consistency":
		return merkle.VerifyConsistency(merkle.Head{Size: v.Old.Size, Root: hash(t, v.Old.Root)},
			merkle.Head{Size: v.New.Size, Root: hash(t, v.New.Root)}, hashes(t, v.Hashes))
	case "key":
		_, err := merkle.ParseVerifier(v.Key)
		return err
	}
	known, err := v.known()
	text := []byte(v.Text)
	if v.Bytes != "" {
		text = unbase(t, &v.Bytes)
	}
	switch {
	case err != nil || kind == "rotation":
	case kind == "checkpoint":
		_, err = merkle.Open(text, known)
	default:
		err = checkFile(text, known)
	}
	return err
}

// A fault names the line of the file that the user has before her.
func TestFaultsNameTheLine(t *testing.T) {
	a, b := proofFiles(t, events(1000, 0))
	fault := func(name, text string, want int) {
		t.Helper()
		var form *merkle.FormError
		if err := checkFile([]byte(text), verifiers(t, 1)); !errors.As(err, &form) || form.Line != want {
			t.Errorf("%s: %v, want line %d", name, err, want)
		}
	}
	line := func(text, part string) int { return 1 + strings.Count(text[:strings.LastIndex(text, part)], "\n") }
	replaceLast := func(text, old, new string) string {
		at := strings.LastIndex(text, old)
		return text[:at] + new + text[at+len(old):]
	}
	fault("first line", strings.Replace(a, "v1", "v2", 1), 1)
	fault("index", strings.Replace(a, "index 300", "index x", 1), 2)
	fault("event", strings.Replace(a, "event {", "event [", 1), 3)
	fault("first hash", strings.Replace(a, "hash ", "hash !", 1), 4)
	fault("size", replaceLast(a, "\n1000\n", "\n01000\n"), line(a, "\n1000\n")+1)
	fault("time", replaceLast(a, "time ", "date "), line(a, "time "))
	fault("signature", replaceLast(a, "— ", "- "), line(a, "— "))
	fault("old size", strings.Replace(b, "\n300\n", "\n0300\n", 1), line(b, "\n300\n")+1)
	fault("new size", replaceLast(b, "\n1000\n", "\n01000\n"), line(b, "\n1000\n")+1)
	fault("new signature", replaceLast(b, "— ", "- "), line(b, "— "))
}
