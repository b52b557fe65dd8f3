package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Every command shows how it is used, with an example, in the user's language and in
// lines that fit.
func TestHelp(t *testing.T) {
	for l, words := range map[lang.Lang]struct{ examples, foreign string }{
		lang.EN: {"\nExamples:\n", `[用法选项命令：]`},
		lang.ZH: {"\n示例：\n", `Usage:|[Ff]lags|[Cc]ommand|Examples:|help for `},
	} {
		p := &program{lang: l}
		root := p.root()
		commands := 0
		var walk func(*cobra.Command)
		walk = func(c *cobra.Command) {
			var printed bytes.Buffer
			c.SetOut(&printed)
			if err := c.Help(); err != nil {
				t.Fatal(err)
			}
			commands++
			help, path := printed.String(), c.CommandPath()
			_, after, _ := strings.Cut(help, words.examples)
			if !strings.HasPrefix(after, "  ") || !strings.Contains(strings.SplitN(after, "\n\n", 2)[0], path) {
				t.Errorf("%s: %s has no example of itself", l, path)
			}
			if found := regexp.MustCompile(words.foreign).FindString(c.UsageString()); found != "" {
				t.Errorf("%s: %s says %q", l, path, found)
			}
			if strings.Contains(help, "%!") {
				t.Errorf("%s: %s has a mistake of formatting:\n%s", l, path, help)
			}
			for line := range strings.Lines(c.Long) {
				if w := runewidth.StringWidth(line); w > 132 {
					t.Errorf("%s: %s has a line of %d columns, over 132: %s", l, path, w, line)
				}
			}
			if c.HasParent() && len(c.Parent().Groups()) > 0 && c.GroupID == "" && c.Name() != "help" {
				t.Errorf("%s: %s is in no group", l, path)
			}
			for _, sub := range c.Commands() {
				if sub.IsAvailableCommand() || sub.Name() == "help" {
					walk(sub)
				}
			}
		}
		walk(root)
		if commands < 80 {
			t.Errorf("%s: %d commands only", l, commands)
		}
	}
}
