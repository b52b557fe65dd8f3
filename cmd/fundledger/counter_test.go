package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// A process of the program takes longer to begin than most commands take. So commands of
// scripts are run by a few processes that stay, each of them one after another, with the
// arguments, environment, directory, input and outputs of whoever asks.

// socketVariable names where commands are run.
const socketVariable = "SOCKET"

// alone leaves a test to a run without the race detector, with which a command takes more
// than twice as long. TestScripts keeps it: every command runs under it there, with few facts
// in a folder. Imports of many and the store in a cluster run under it in their packages, and
// in the campaigns of several processes.
func alone(t *testing.T) {
	t.Helper()
	if underRaceDetector {
		t.Skip("it runs the commands that TestScripts runs, one after another: run it without the race detector")
	}
}

// openCounter starts as many processes of this test program that run commands, and returns
// the socket at which they are asked. They end with the test.
func openCounter(t *testing.T, clerks int) (socket string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "counter") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	socket = filepath.Join(dir, "socket")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false)
	file, err := listener.File()
	if err != nil {
		t.Fatal(err)
	}
	for range clerks {
		cmd := exec.Command(program)
		cmd.Args[0] = "clerk"
		cmd.ExtraFiles = []*os.File{file}
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr // of a panic, or of the race detector
		cmd.Env = append(os.Environ(), "GORACE=halt_on_error=1 atexit_sleep_ms=0")
		until, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := errors.Join(until.Close(), cmd.Wait()); err != nil {
				t.Errorf("a process that runs commands: %v", err)
			}
		})
	}
	if err := errors.Join(file.Close(), listener.Close()); err != nil {
		t.Fatal(err)
	}
	return socket
}

// serve runs the commands of those who ask, until its input ends.
func serve() {
	input := os.Stdin
	go func() {
		_, _ = io.Copy(io.Discard, input)
		os.Exit(0)
	}()
	listener, err := net.FileListener(os.NewFile(3, "socket"))
	for err == nil {
		var asked net.Conn
		if asked, err = listener.Accept(); err == nil {
			err = errors.Join(answer(asked.(*net.UnixConn)), asked.Close())
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(99)
}

// answer runs one command and says its exit code.
func answer(asked *net.UnixConn) error {
	first, rights := make([]byte, 1<<16), make([]byte, syscall.CmsgSpace(3*4))
	n, m, _, _, err := asked.ReadMsgUnix(first, rights)
	if err != nil {
		return err
	}
	rest, err := io.ReadAll(asked)
	if err != nil {
		return err
	}
	messages, err := syscall.ParseSocketControlMessage(rights[:m])
	if err != nil || len(messages) != 1 {
		return fmt.Errorf("%d messages: %w", len(messages), err)
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 3 {
		return fmt.Errorf("%d files: %w", len(fds), err)
	}
	words := strings.Split(string(first[:n])+string(rest), "\x00")
	args, err := strconv.Atoi(words[1])
	if err != nil {
		return err
	}
	if err := os.Chdir(words[0]); err != nil {
		return err
	}
	os.Clearenv()
	for _, variable := range words[2+args:] {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	debug.SetGCPercent(400) // garbage of a short command is seldom worth collecting
	in, out, said := os.Stdin, os.Stdout, os.Stderr
	os.Stdin, os.Stdout, os.Stderr = os.NewFile(uintptr(fds[0]), in.Name()), os.NewFile(uintptr(fds[1]),
		out.Name()), os.NewFile(uintptr(fds[2]), said.Name())
	code := programs()[filepath.Base(words[2])](words[3 : 2+args])
	err = errors.Join(os.Stdin.Close(), os.Stdout.Close(), os.Stderr.Close())
	os.Stdin, os.Stdout, os.Stderr = in, out, said
	if err != nil {
		return err
	}
	_, err = asked.Write([]byte{byte(code)})
	return err
}

// atCounter lets scripts run their commands by processes that stay.
func atCounter(t *testing.T, p testscript.Params) testscript.Params {
	t.Helper()
	dir := t.TempDir()
	asking := filepath.Join(dir, "asking")
	if out, err := exec.Command("go", "build", "-race=false", "-o", asking, "./testdata/asking").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for name := range programs() {
		if err := os.Link(asking, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	socket := openCounter(t, runtime.GOMAXPROCS(0)+1) // a script may wait for a command while it runs others
	setup := p.Setup
	p.Setup = func(e *testscript.Env) error {
		e.Setenv(socketVariable, socket)
		e.Setenv("PATH", dir+string(filepath.ListSeparator)+e.Getenv("PATH"))
		return setup(e)
	}
	return p
}
