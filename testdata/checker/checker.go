// Package checker runs check.py, a program in another language that shares no code with
// ours and checks what ours exports, signs and proves.
package checker

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Checker is one process of Python, which answers one question after another.
type Checker struct {
	t    testing.TB
	ask  *json.Encoder
	said *json.Decoder
}

// New starts the checker in the working directory, until the test ends. It skips the test
// where there is no Python, but fails it where CI is set: the proof may not be left out
// unseen.
func New(t testing.TB) *Checker {
	t.Helper()
	python, err := exec.LookPath("python3")
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatalf("%v; install it: apt-get update && apt-get install -y python3", err)
	case err != nil:
		t.Skip("python3 is not installed, nobody else checked what the program exports and proves: apt-get install -y python3")
	}
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.Command(python, "-I", filepath.Join(filepath.Dir(here), "many.py"))
	cmd.Stderr = os.Stderr
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, err := io.Copy(io.Discard, out) // it ends when its input does
		if err := errors.Join(err, cmd.Wait()); err != nil {
			t.Errorf("many.py: %v", err)
		}
	})
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Checker{t, json.NewEncoder(in), json.NewDecoder(out)}
}

// Run gives check.py a command line. It returns what it says, and whether it accepts.
func (c *Checker) Run(args ...string) (said string, good bool) {
	c.t.Helper()
	if err := c.ask.Encode(args); err != nil {
		c.t.Fatal(err)
	}
	answer := [2]json.RawMessage{}
	code := -1
	if err := errors.Join(c.said.Decode(&answer), json.Unmarshal(answer[0], &code), json.Unmarshal(answer[1], &said)); err != nil {
		c.t.Fatalf("check.py %v: %v", args, err)
	}
	if code != 0 && code != 1 {
		c.t.Fatalf("check.py %v: exit %d\n%s", args, code, said)
	}
	return said, code == 0
}
