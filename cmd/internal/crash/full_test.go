package crash

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// testFullDisk runs subcommands on a disk of its own that is full but for so many
// bytes, down to none. Unless -every is given, each takes a third of a few sizes, or a sixth
// unless -sample is 3, and its neighbours the others.
func testFullDisk(t *testing.T, all []*scenario) {
	disk := newWorld(t, "").dir
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("a disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	of := 6
	if *sample >= 3 {
		of = 3
	}
	for i, s := range all {
		t.Run(s.name, func(t *testing.T) {
			told := map[string]int{}
			turn := i
			for kilobytes := 0; kilobytes <= 192; kilobytes += 8 {
				if kilobytes > 16 && kilobytes%32 != 0 && !*every {
					continue
				}
				if turn++; turn%of != 0 && !*every {
					continue
				}
				w := s.template.copyTo(t, filepath.Join(disk, "world"))
				ballast := filepath.Join(disk, "ballast")
				fill(t, ballast, kilobytes<<10)
				o := w.run(t, s.args(w)...)
				told[s.told(t, w, full, nil, o)]++
				// Whoever wants to see what there is may need room for it, and is told so.
				if o := w.run(t, "verify"); o.code != 0 && !strings.Contains(o.err, "disk is full") && !strings.Contains(o.err, "the file is empty") && holds(w.books()) {
					t.Errorf("verify on %d kB: exit %d: %s", kilobytes, o.code, o.err)
				}
				if err := os.Remove(ballast); err != nil {
					t.Fatal(err)
				}
				s.after(t, w, o, o.code == 0 || strings.Contains(o.out, s.says))
				if left := w.unfinished(t); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
				if t.Failed() {
					t.Fatalf("with %d kB free: exit %d\n%s%s", kilobytes, o.code, o.out, o.err)
				}
			}
			for text, n := range told {
				t.Logf("%3d  %s", n, text)
			}
		})
	}
}

// fill fills the disk that a file is on, but for so many bytes.
func fill(t *testing.T, path string, free int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	size, chunk := int64(0), make([]byte, 4096)
	for err == nil {
		var n int
		n, err = f.Write(chunk)
		size += int64(n)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(fmt.Errorf("fill: %w", err))
	}
	if err := errors.Join(f.Truncate(size-int64(free)), f.Close()); err != nil {
		t.Fatal(err)
	}
}
