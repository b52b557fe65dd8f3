package crash

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
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
			cmd := exec.Command(w.program, "export", "--format", "jsonl")
			cmd.Env = append(os.Environ(), "FUNDLEDGER_LEDGER="+w.books(), "XDG_CONFIG_HOME="+filepath.Join(w.dir, "config"))
			cmd.Stdout = writer
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(reader, make([]byte, 1)); err != nil { // it writes, and is soon in the way of itself
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
					if err := cmd.Process.Signal(signal); err == nil {
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
