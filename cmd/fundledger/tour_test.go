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

	"github.com/fundledger/fundledger/cmd/internal/manual"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/lang"
)

var updateReadme = flag.Bool("update-readme", false, "write what the commands of README.md and of the manual print into them")

// The commands in README.md and in the manual are run, one by one, and print what is
// written there. The chapters of one language tell the story of one ledger; README
// tells the beginning of the English one, so its commands are not run again, nor are
// those in Chinese that print the same in every language. What the clerk reads leaves
// no trace: both ledgers are the same to the byte.
func TestReadmeAndManual(t *testing.T) {
	alone(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FUNDLEDGER_ACTOR", "clerk")
	t.Setenv("FUNDLEDGER_LEDGER", "")
	t.Setenv("FUNDLEDGER_PERSON_KEY", "")

	english := newTour(t, root, lang.EN)
	for _, c := range manual.Chapters() {
		english.document("cmd/internal/manual/" + c.File(lang.EN))
	}
	if len(english.told) < 40 {
		t.Fatalf("found %d commands only", len(english.told))
	}
	readme := &tour{t: t, repository: root, lang: lang.EN, before: english.told, again: func(string) bool { return false }}
	readme.document("README.md")
	if len(readme.told) < 3 {
		t.Fatalf("README.md has %d commands only", len(readme.told))
	}
	chinese := newTour(t, root, lang.ZH)
	chinese.before, chinese.again = english.told, func(command string) bool { return !strings.HasPrefix(command, "python3 ") }
	for _, c := range manual.Chapters() {
		chinese.document("cmd/internal/manual/" + c.File(lang.ZH))
	}
	if a, b := english.history(), chinese.history(); a != b {
		t.Errorf("%s; a language changed the ledger", firstDifference("the ledger's history", a, b))
	}
}

// tour runs the commands of documents in a directory of its own, a minute apart.
type tour struct {
	t          *testing.T
	repository string
	lang       lang.Lang
	home       string
	clock      time.Time
	random     io.Reader

	told   []told                    // so far
	before []told                    // by a tour that is told again
	again  func(command string) bool // of the commands of before: must be run again
}

// told is a command of a tour and what it printed.
type told struct{ command, printed string }

func newTour(t *testing.T, repository string, l lang.Lang) *tour {
	home := t.TempDir()
	t.Chdir(home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	return &tour{t: t, repository: repository, lang: l, home: home, clock: time.Date(2026, 1, 15, 1, 0, 0, 0, time.UTC),
		random: rand.NewChaCha8([32]byte{1})}
}

var console = regexp.MustCompile("(?s)```console\n(.*?)```")

// document runs the console blocks of a file of the repository and compares, or puts
// in what they print now.
func (r *tour) document(name string) {
	path := filepath.Join(r.repository, name)
	text, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatal(err)
	}
	got := console.ReplaceAllStringFunc(string(text), func(b string) string {
		return "```console\n" + r.run(strings.TrimSuffix(strings.TrimPrefix(b, "```console\n"), "```")) + "```"
	})
	if got == string(text) {
		return
	}
	if *updateReadme {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			r.t.Fatal(err)
		}
		return
	}
	r.t.Errorf("%s; look at the difference and run\ngo test ./cmd/fundledger -run Readme -update-readme", firstDifference(name, string(text), got))
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
		from := i + 1
		if strings.HasPrefix(command, "cat > ") {
			for lines[i] != "END" {
				i++
			}
		} else {
			for i+1 < len(lines) && !strings.HasPrefix(lines[i+1], "$ ") {
				i++
			}
		}
		out.WriteString(r.tell(command, lines[from:i+1]))
	}
	return out.String()
}

// tell returns what a command prints; here is what stands below it.
func (r *tour) tell(command string, here []string) string {
	if n := len(r.told); r.again != nil && !r.again(command) {
		if n >= len(r.before) || r.before[n].command != command {
			r.t.Fatalf("%q is not the next command of the story that is told again", command)
		}
		r.told = append(r.told, r.before[n])
		return r.before[n].printed
	}
	var printed string
	if file, ok := strings.CutPrefix(command, "cat > "); ok {
		if err := os.WriteFile(strings.TrimSuffix(file, " <<'END'"), []byte(strings.Join(here[:len(here)-1], "\n")+"\n"), 0o644); err != nil {
			r.t.Fatal(err)
		}
		printed = strings.Join(here, "\n") + "\n"
	} else if script, ok := strings.CutPrefix(command, "python3 "); ok {
		printed = r.python(script, here)
	} else {
		printed = r.fundledger(command)
	}
	r.told = append(r.told, told{command, printed})
	return printed
}

// history returns the ledger of a tour as canonical lines.
func (r *tour) history() string {
	r.t.Chdir(r.home)
	r.t.Setenv("XDG_CONFIG_HOME", filepath.Join(r.home, ".config"))
	return r.fundledger("fundledger export --format jsonl")
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
		r.t.Fatalf("a tour runs %q", command)
	}
	r.clock = r.clock.Add(time.Minute)
	var printed bytes.Buffer
	p := &program{out: &printed, err: &printed,
		Office: office.Office{Now: func() time.Time { return r.clock }, Random: r.random}, lang: r.lang}
	root := p.root()
	root.SetArgs(words[1:])
	if code := p.exit(root.ExecuteContext(r.t.Context())); code != exitOK {
		printed.WriteString("exit status " + string(rune('0'+code)) + "\n")
	}
	return strings.ReplaceAll(printed.String(), r.home, "/home/clerk")
}
