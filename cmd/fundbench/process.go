package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// command is a program to run and measure.
type command struct {
	args  []string
	env   []string  // beside the own environment
	dir   string    // where it runs; empty: here
	input string    // what it reads
	to    io.Writer // what it prints goes here; nil: it is returned
	as    *userID   // nil: who we are
}

// userID is a user and a group of the machine.
type userID struct{ uid, gid uint32 }

// run runs a command to its end and returns what it printed and what it took.
// Error: that it failed, with what it said.
func run(ctx context.Context, c command) (string, sample, error) {
	cmd := c.start(ctx)
	cmd.Stdin = strings.NewReader(c.input)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if c.to != nil {
		cmd.Stdout = c.to
	}
	began := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(began)}
	if state := cmd.ProcessState; state != nil {
		s.cpu = state.UserTime() + state.SystemTime()
		s.rss = residentBytes(state)
	}
	if ctx.Err() != nil {
		return "", s, fmt.Errorf("interrupted during %s", c.short())
	}
	if err != nil {
		return "", s, fmt.Errorf("%s: %w: %s", c.short(), err, last(said.String()))
	}
	return out.String(), s, nil
}

// start returns the process that a command is, which does not run yet.
func (c command) start(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	cmd.Dir = c.dir
	runAs(cmd, c.as)
	return cmd
}

// last returns the end of what a program said, where it says why it failed.
func last(text string) string {
	const most = 1000
	text = strings.TrimSpace(text)
	if len(text) > most {
		text = "…" + strings.ToValidUTF8(text[len(text)-most:], "")
	}
	return text
}

// short prints the beginning of a command: an import may have hundreds of files.
func (c command) short() string {
	const most = 200
	line := strings.Join(c.args, " ")
	if len(line) > most {
		line = strings.ToValidUTF8(line[:most], "") + "…"
	}
	return line
}

// shell prints a command as one would type it. Double quotes and an open END let
// people put a variable where a path stood.
func (c command) shell() string {
	words := append([]string(nil), c.env...)
	for _, a := range c.args {
		switch {
		case a != "" && !strings.ContainsAny(a, " \"'$|;()<>&\\`\n"):
		case !strings.ContainsAny(a, "\"$\\`"):
			a = `"` + a + `"`
		default:
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	line := strings.Join(words, " ")
	if c.input == "" {
		return line
	}
	end := "END"
	if strings.Contains(c.input, "$") {
		end = "'END'"
	}
	return line + " <<" + end + "\n" + strings.TrimSpace(c.input) + "\nEND"
}
