package manual

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Both languages have the same sections, the same blocks, the same commands and the
// same rows of tables, in the same order.
func TestBothLanguages(t *testing.T) {
	for _, topic := range Chapters() {
		zh, en := outline(topic.Text(lang.ZH)), outline(topic.Text(lang.EN))
		for i := range max(len(zh), len(en)) {
			if i >= len(zh) || i >= len(en) || zh[i] != en[i] {
				t.Errorf("%s: item %d\nzh: %q\nen: %q", topic.file, i+1, zh[min(i, len(zh)):min(i+1, len(zh))], en[min(i, len(en)):min(i+1, len(en))])
				break
			}
		}
	}
}

// outline returns what a chapter has in every language: its headings with their
// levels, paragraphs, rows of tables, commands with what is typed into them; of other
// blocks what stands before a remark.
func outline(chapter string) (out []string) {
	block, here, within := "", false, false // within a paragraph
	for line := range strings.Lines(chapter) {
		line = strings.TrimRight(line, "\n")
		info, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && block == "":
			block = "```" + info
			out = append(out, block)
		case fence:
			block = ""
		case block == "```console":
			if here || strings.HasPrefix(line, "$ ") {
				out = append(out, line)
			}
			here = here && line != "END" || strings.HasPrefix(line, "$ cat > ")
		case block == "```sh":
			command, _, _ := strings.Cut(line, " # ")
			out = append(out, strings.TrimRight(command, " "))
		case block != "":
			out = append(out, strings.Fields(line)[0])
		case line == "":
			within = false
		case strings.HasPrefix(line, "#"), strings.HasPrefix(line, "|"):
			out = append(out, line[:strings.IndexFunc(line, func(r rune) bool { return r != '#' && r != '|' })])
		case !within:
			within = true
			out = append(out, "paragraph")
		}
	}
	return out
}

// A mistake in one language is seen.
func TestOutline(t *testing.T) {
	const right = "# A\n\n```console\n$ fundledger init\nmade it\n$ cat > f <<'END'\nx\nEND\n```\n\n| a |\n\n```sh\nfundledger x   # remark\n```\n"
	for _, other := range [][2]string{{"# A", "## A"}, {"init", "demo"}, {"\nx\n", "\ny\n"}, {"| a |", "a"}, {"| a |\n", "| a |\n\nb\n"}, {"fundledger x", "fundledger y"}, {"sh\n", "\n"}} {
		if slices.Equal(outline(right), outline(strings.Replace(right, other[0], other[1], 1))) {
			t.Errorf("%q for %q is not seen", other[1], other[0])
		}
	}
	for _, same := range [][2]string{{"A", "甲"}, {"made it", "已建立"}, {"remark", "说明"}, {"| a |", "| 甲 |"}} {
		if !slices.Equal(outline(right), outline(strings.Replace(right, same[0], same[1], 1))) {
			t.Errorf("%q for %q is a difference", same[1], same[0])
		}
	}
}

// Every chapter is a topic, in both languages, and no two topics have one name.
func TestTopics(t *testing.T) {
	var listed []string
	named := map[string]bool{}
	for _, topic := range Topics() {
		for _, name := range append([]string{topic.Name.ZH, topic.Name.EN}, topic.Other...) {
			if named[name] {
				t.Errorf("two topics are called %s", name)
			}
			named[name] = true
			if got, ok := Of(name); !ok || got.Name != topic.Name {
				t.Errorf("Of(%q) is %v, %v", name, got.Name, ok)
			}
		}
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			if topic.Text(l) == "" || topic.About.In(l) == "" {
				t.Errorf("%s: %s says nothing", l, topic.Name)
			}
			if name := topic.File(l); name != "" {
				listed = append(listed, name)
			}
		}
	}
	if _, ok := Of("nothing"); ok {
		t.Error("there is a topic nothing")
	}
	found, err := fs.Glob(files, "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	if slices.Sort(listed); !slices.Equal(found, listed) {
		t.Errorf("chapters %v, topics of %v", found, listed)
	}
}

// The chapters fit a terminal, but for tables and what commands print.
func TestWidth(t *testing.T) {
	for _, topic := range Chapters() {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			inBlock := false
			for i, line := range strings.Split(topic.Text(l), "\n") {
				inBlock = inBlock != strings.HasPrefix(line, "```")
				if !inBlock && strings.Count(line, "`")%2 != 0 && line != "```" {
					t.Errorf("%s:%d: a command is broken in two", topic.File(l), i+1)
				}
				if w := runewidth.StringWidth(line); w > 106 && !inBlock && !strings.HasPrefix(line, "|") {
					t.Errorf("%s:%d is %d columns wide, over 106", topic.File(l), i+1, w)
				}
			}
		}
	}
}

// README.md is a front page: short, with links that lead somewhere and a reason for
// every module that go.mod requires directly.
func TestFrontPage(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	readme := read("README.md")
	if n := strings.Count(readme, "\n"); n > 200 {
		t.Errorf("README.md has %d lines, over 200: the rest belongs in the manual", n)
	}
	for _, link := range regexp.MustCompile(`\]\(([^#)]+)\)`).FindAllStringSubmatch(readme, -1) {
		if _, err := os.Stat(filepath.Join(root, link[1])); err != nil {
			t.Errorf("README.md links to %s: %v", link[1], err)
		}
	}
	_, table, _ := strings.Cut(readme, "\n## Dependencies\n")
	table, _, _ = strings.Cut(table, "\n## ")
	for _, line := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(read("go.mod"), -1) {
		if module := strings.TrimPrefix(line[1], "github.com/"); !strings.Contains(table, module) {
			t.Errorf("README.md gives no reason for %s", line[1])
		}
	}
}

// root is the repository.
var root = filepath.Join("..", "..", "..")

// The map names every package; the Chinese one has the same lines.
func TestMap(t *testing.T) {
	developer, _ := Of("developer")
	block := regexp.MustCompile("(?s)```text\n(.*?)```").FindStringSubmatch(developer.Text(lang.EN))[1]
	for _, top := range []string{"ledger", "aggregates", "projections", "cmd", "testdata"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if d.Name() == "testdata" && top != "testdata" {
				return fs.SkipDir
			}
			code, err := filepath.Glob(filepath.Join(name, "*.go"))
			named := regexp.MustCompile(`(?m)(^|[ /])` + regexp.QuoteMeta(d.Name()) + `/`).MatchString(block)
			if inData := top == "testdata" && filepath.Dir(name) == filepath.Join(root, top); (len(code) > 0 || inData) && !named {
				t.Errorf("%s is not in the map of the chapter developer", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
