package manual

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
)

var update = flag.Bool("update", false, "write the licences of what the program is made of into notices.txt")

// systems are those whose programs are made of the libraries in notices.txt.
var systems = []string{"linux", "darwin", "windows"}

// Every library in the program stands in notices.txt, with every licence that stands
// beside the code that is used.
func TestNotices(t *testing.T) {
	file := Topics()[len(Chapters())].Text(lang.EN)
	if *update {
		file = noticesOf(t, systems...)
		if err := os.WriteFile(notices, []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// What another system needs is not in the module cache of this one.
	found := sections(noticesOf(t, runtime.GOOS))
	if len(found) < 20 {
		t.Fatalf("the program is made of %d libraries only", len(found))
	}
	for name, text := range found {
		switch is, ok := sections(file)[name]; {
		case !ok:
			t.Errorf("%s is not in %s; run go test ./cmd/internal/manual -update", name, notices)
		case is != text && name != standard: // of which every toolchain has its own
			t.Errorf("%s has other licences than in %s; run go test ./cmd/internal/manual -update", name, notices)
		}
	}
}

// sections returns the licences of each module by its name and version.
func sections(file string) map[string]string {
	out := map[string]string{}
	for _, s := range strings.Split(file, rule)[1:] {
		name, text, _ := strings.Cut(s, "\n")
		out[name] = text
	}
	return out
}

// rule stands above each module.
var rule = strings.Repeat("=", 80) + "\n"

// noticesOf returns the notices of the program for some systems.
func noticesOf(t *testing.T, systems ...string) string {
	root := goRoot(t)
	licences := map[string][]string{} // by what they are of: paths
	for _, system := range systems {
		for _, p := range packagesOf(t, system) {
			name, top := p.Module.Path+" "+p.Module.Version, p.Module.Dir
			switch {
			case p.Standard && strings.HasPrefix(p.ImportPath, "vendor/"):
				continue // by the same authors, under the same licence
			case p.Standard:
				name, top = standard, root
				p.Dir = top
			case p.Module.Main && len(licencesIn(t, p.Dir)) > 0 && p.Dir != top: // what is not ours, such as a font
				name, top = program+": "+strings.TrimPrefix(p.ImportPath, p.Module.Path+"/"), p.Dir
			case p.Module.Main:
				name, p.Dir = program, top
			}
			for folder := p.Dir; ; folder = filepath.Dir(folder) {
				for _, path := range licencesIn(t, folder) {
					if !slices.Contains(licences[name], path) {
						licences[name] = append(licences[name], path)
					}
				}
				if folder == top {
					break
				}
			}
			if len(licences[name]) == 0 {
				t.Errorf("%s has no licence", name)
			}
		}
	}
	var out strings.Builder
	out.WriteString("The licences of fundledger and of the libraries in it.\n\n")
	for _, name := range order(licences) {
		out.WriteString(rule + name + "\n")
		slices.SortFunc(licences[name], func(a, b string) int {
			return cmp.Or(strings.Count(a, "/")-strings.Count(b, "/"), strings.Compare(a, b))
		})
		for _, path := range licences[name] {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
			for i, line := range lines {
				lines[i] = strings.TrimRight(line, " \t\f")
			}
			fmt.Fprintf(&out, "\n%s:\n\n%s\n\n", filepath.Base(path), strings.Trim(strings.Join(lines, "\n"), "\n"))
		}
	}
	return out.String()
}

// What the notices call what is no module of others.
const (
	program  = "fundledger"
	standard = "Go, its standard library and runtime"
)

// order puts the program before the libraries.
func order(licences map[string][]string) []string {
	names := make([]string, 0, len(licences))
	for name := range licences {
		names = append(names, name)
	}
	rank := map[string]int{program: -2, standard: -1}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(rank[a]-rank[b], strings.Compare(a, b)) })
	return names
}

// goPackage is what the go command says of a package.
type goPackage struct {
	ImportPath, Dir string
	Standard        bool
	Module          struct {
		Path, Version, Dir string
		Main               bool
	}
}

// packagesOf returns the packages of the program for a system.
func packagesOf(t *testing.T, system string) []goPackage {
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Dir,Standard,Module", "github.com/fundledger/fundledger/cmd/fundledger")
	command.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0", "GOFLAGS=")
	var errs bytes.Buffer
	command.Stderr = &errs
	listed, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	var out []goPackage
	for d := json.NewDecoder(bytes.NewReader(listed)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

func goRoot(t *testing.T) string {
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

var licenceFile = regexp.MustCompile(`(?i)^(.*-)?(licen[cs]e|copying|notice|patents)([-.].*)?$`)

// licencesIn returns the files of a folder that say what may be done with its code.
func licencesIn(t *testing.T, folder string) (out []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() && licenceFile.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
			out = append(out, filepath.Join(folder, e.Name()))
		}
	}
	return out
}
