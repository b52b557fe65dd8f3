package rules

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var rewrite = flag.Bool("rewrite", false, "write what the program answers into the scripts")

const dir = "../../../testdata/rules"

func TestScripts(t *testing.T) {
	for _, path := range paths(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := play(string(text))
			if got == string(text) {
				return
			}
			if *rewrite {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("%s\n(if the answer is right: go test ./cmd/internal/rules -rewrite)", difference(path, string(text), got))
		})
	}
}

func paths(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no scripts in %s (%v)", dir, err)
	}
	return found
}

// play runs a script in an empty ledger and returns it with the program's answers.
func play(script string) string {
	var out strings.Builder
	desk := newDesk()
	var commands []string
	answering := false
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		switch {
		case answering && line != "":
			continue // an old answer
		case line == "----":
			out.WriteString("----\n" + desk.answer(commands))
			commands, answering = nil, true
			continue
		case line == "" || strings.HasPrefix(line, "#"):
			answering = false
		case strings.HasPrefix(line, " ") && len(commands) > 0:
			commands[len(commands)-1] += line
		default:
			commands = append(commands, line)
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// difference shows the first line on which two texts part.
func difference(path, want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("%s:%d\nscript:  %s\nprogram: %s", path, i+1, w[i], strings.Join(g[min(i, len(g)):min(i+4, len(g))], "\n         "))
		}
	}
	return fmt.Sprintf("%s: the program answers more:\n%s", path, strings.Join(g[len(w):], "\n"))
}

// Every script says at its beginning, in both languages, what it shows and
// where the rule comes from.
func TestScriptsAreIntroduced(t *testing.T) {
	for _, path := range paths(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(text), "\n\n")
		if !strings.HasPrefix(head, "# ") || !strings.ContainsFunc(head, func(r rune) bool { return unicode.Is(unicode.Han, r) }) ||
			!regexp.MustCompile(`(?m)^# [A-Z][A-Za-z ,:'-]{6}`).MatchString(head) || !strings.Contains(head, "# Source: ") {
			t.Errorf("%s does not begin with remarks in Chinese and English and a Source", path)
		}
		if strings.Count(string(text), "\n----\n") < 3 {
			t.Errorf("%s asks for hardly anything", path)
		}
	}
}

var ruleName = regexp.MustCompile(`(?:Rule:\s*|refuse\()"([a-z-]+)"`)

// Every rule that can refuse is provoked by a script.
func TestEveryRuleHasAScript(t *testing.T) {
	var scripts strings.Builder
	for _, path := range paths(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		scripts.Write(text)
	}
	rules := 0
	for _, root := range []string{"../../../aggregates", "../../../ledger/document"} {
		err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range ruleName.FindAllSubmatch(source, -1) {
				rules++
				if !strings.Contains(scripts.String(), "\nrefused ["+string(m[1])+"]") {
					t.Errorf("%s: no script in %s provokes %s", path, dir, m[1])
				}
			}
			// A refusal that is made in a new way would be missed above.
			// A desk that goes over what was recorded refuses nothing to anybody; see its tests.
			if filepath.Base(path) == "retrace.go" {
				return nil
			}
			if made, named := strings.Count(string(source), "&refusal.Error{"), len(ruleName.FindAll(source, -1)); made > named {
				t.Errorf("%s makes %d refusals and names %d rules", path, made, named)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if rules < 18 {
		t.Errorf("found only %d rules: has their form changed?", rules)
	}
}
