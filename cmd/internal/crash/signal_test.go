package crash

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// testSignals ends a program that hangs, here in writing to somebody who does not
// read, by a second signal.
func testSignals(t *testing.T, some *scenario) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			w := some.template.copyTo(t, newWorld(t, "").dir)
			reader, writer, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			const setSize = 1031 // F_SETPIPE_SZ of Linux: a page, so that the first write waits
			if _, _, errno := syscall.Syscall(syscall.SYS_FCNTL, writer.Fd(), setSize, 4096); errno != 0 {
				t.Fatal(errno)
			}
			cmd := exec.Command(w.program, "export", "--format", "jsonl")
			cmd.Env = append(os.Environ(), "FUNDLEDGER_LEDGER="+w.books(), "XDG_CONFIG_HOME="+filepath.Join(w.dir, "config"))
			cmd.Stdout = writer
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(reader, make([]byte, 1)); err != nil { // it writes more than there is room for
				t.Fatal(err)
			}
			ended := make(chan struct{})
			go func() {
				_ = cmd.Wait()
				close(ended)
			}()
			for sent := 0; ; {
				select {
				case <-ended:
				default:
					if taken(cmd.Process.Pid) && cmd.Process.Signal(signal) == nil {
						sent++
					}
					continue
				}
				t.Logf("ended after at most %d signals", sent)
				break
			}
			status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
			if !ok || !status.Signaled() || status.Signal() != signal {
				t.Errorf("it ended as %v", cmd.ProcessState)
			}
			if err := writer.Close(); err != nil {
				t.Fatal(err)
			}
			if err := reader.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// taken reports whether a process has taken every signal that it was sent.
func taken(pid int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(status)) {
		if waiting, ok := strings.CutPrefix(line, "ShdPnd:"); ok {
			return strings.Trim(waiting, "0\t\n ") == ""
		}
	}
	return false
}
