package main

import (
	"bytes"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/lang"
)

var updateReadme = flag.Bool("update-readme", false, "write what the commands of README.md print into it")

// The tour in README.md is run, command by command, and prints what it says.
func TestReadme(t *testing.T) {
	path, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	t.Chdir(home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	t.Setenv("FUNDLEDGER_ACTOR", "clerk")
	t.Setenv("FUNDLEDGER_LEDGER", "")
	t.Setenv("FUNDLEDGER_PERSON_KEY", "")

	tour := tour{t: t, home: home, repository: filepath.Dir(path), clock: time.Date(2026, 1, 15, 1, 0, 0, 0, time.UTC), random: rand.NewChaCha8([32]byte{1})}
	block := regexp.MustCompile("(?s)```console\n(.*?)```")
	got := block.ReplaceAllStringFunc(string(text), func(b string) string {
		return "```console\n" + tour.run(strings.TrimSuffix(strings.TrimPrefix(b, "```console\n"), "```")) + "```"
	})
	if tour.commands < 10 {
		t.Fatalf("found %d commands only", tour.commands)
	}
	if got == string(text) {
		return
	}
	if *updateReadme {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s; look at the difference and run\ngo test ./cmd/fundledger -run Readme -update-readme", firstDifference("README.md", string(text), got))
}

// tour runs the commands of one document in a directory of its own, a minute apart.
type tour struct {
	t        *testing.T
	home     string
	clock    time.Time
	random   io.Reader
	commands int

	repository string
}

// run returns a block with its commands and what they print now.
func (r *tour) run(block string) string {
	var out strings.Builder
	lines := strings.Split(strings.TrimSuffix(block, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		command, ok := strings.CutPrefix(lines[i], "$ ")
		if !ok {
			continue // what was printed before
		}
		out.WriteString(lines[i] + "\n")
		r.commands++
		if file, ok := strings.CutPrefix(command, "cat > "); ok {
			end := i + 1
			for lines[end] != "END" {
				end++
			}
			here := strings.Join(lines[i+1:end], "\n") + "\n"
			if err := os.WriteFile(strings.TrimSuffix(file, " <<'END'"), []byte(here), 0o644); err != nil {
				r.t.Fatal(err)
			}
			out.WriteString(here + "END\n")
			i = end
			continue
		}
		if script, ok := strings.CutPrefix(command, "python3 "); ok {
			before := i + 1
			for i+1 < len(lines) && !strings.HasPrefix(lines[i+1], "$ ") {
				i++
			}
			out.WriteString(r.python(script, lines[before:i+1]))
			continue
		}
		out.WriteString(r.fundledger(command))
	}
	return out.String()
}

// python returns what a script of the repository prints; where there is no Python,
// and CI is not set, what it printed before.
func (r *tour) python(command string, before []string) string {
	if _, err := exec.LookPath("python3"); err != nil && os.Getenv("CI") == "" {
		r.t.Logf("%v: left out: %s", err, command)
		return strings.Join(before, "\n") + "\n"
	}
	words := strings.Fields(command)
	words[0] = filepath.Join(r.repository, words[0])
	out, err := exec.CommandContext(r.t.Context(), "python3", words...).CombinedOutput()
	if err != nil {
		r.t.Errorf("%s: %v", command, err)
	}
	return string(out)
}

func (r *tour) fundledger(command string) string {
	words := regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(command, -1)
	for i, w := range words {
		words[i] = strings.Trim(w, `"`)
	}
	if words[0] != "fundledger" {
		r.t.Fatalf("README runs %q", command)
	}
	r.clock = r.clock.Add(time.Minute)
	var printed bytes.Buffer
	p := &program{out: &printed, err: &printed, now: func() time.Time { return r.clock }, random: r.random, lang: lang.EN}
	root := p.root()
	root.SetArgs(words[1:])
	if code := p.exit(root.ExecuteContext(r.t.Context())); code != exitOK {
		printed.WriteString("exit status " + string(rune('0'+code)) + "\n")
	}
	return strings.ReplaceAll(printed.String(), r.home, "/home/clerk")
}
