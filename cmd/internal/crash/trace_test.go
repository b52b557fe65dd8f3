package crash

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// watched is the system calls that change files, and those that open and map
// them. A machine that lacks one has another that does the same.
const watched = "?creat,openat,write,pwrite64,writev,pwritev,fsync,fdatasync,?sync_file_range,?truncate,ftruncate,fallocate," +
	"?rename,renameat,?renameat2,?link,linkat,?unlink,unlinkat,?mkdir,mkdirat,?mmap,?mmap2,copy_file_range,?sendfile"

// call is a system call on a file of the program.
type call struct {
	name string
	path string // within the world; * for what is named anew each time
	nth  int    // of this name on this path; of this name in its thread if the path has a *
}

func (c call) String() string { return fmt.Sprintf("%s(%s)#%d", c.name, c.path, c.nth) }

// steady reports whether the file has the same name each time.
func (c call) steady() bool { return !strings.Contains(c.path, "*") }

// removes reports whether the call was to remove a file.
func (c call) removes() bool { return strings.HasPrefix(c.name, "unlink") }

// nearly returns the call to aim at next: an earlier one of its kind, for its number in its
// thread, or on a path that several threads open, is not always the same.
func (c call) nearly(attempt int) call {
	c.nth = max(1, c.nth-attempt*c.nth/attempts)
	return c
}

// silent reports whether SQLite says only that the call failed, not why. Package
// sqlite then looks whether there is room, and where one call only was made to
// fail there is; a disk that is really full is another test.
func (c call) silent() bool {
	switch c.name {
	case "fsync", "fdatasync", "ftruncate", "openat":
		return true
	}
	return strings.HasSuffix(c.path, "-shm")
}

// fault is what happens instead of a call.
type fault string

const (
	ioError fault = "error=EIO"
	full    fault = "error=ENOSPC"
	killed  fault = "signal=SIGKILL"
)

// faults returns what may happen instead of a call.
func (c call) faults() []fault {
	switch c.name {
	case "unlink", "unlinkat", "mmap":
		return []fault{ioError, killed}
	}
	return []fault{ioError, full, killed}
}

var (
	started = regexp.MustCompile(`^(\d+) +(\w+)\((.*)$`)
	resumed = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>`)
	changes = regexp.MustCompile(`\.unfinished-[0-9]+|ledger-[0-9a-f]{8}\+[0-9a-f]{8}|staging-[0-9]+|new-[0-9]+|room-[0-9]+`)
)

// calls returns the calls in a trace on files of the world, in order, and the
// indexes of those that were made to fail.
func (w *world) calls(trace string) (all []call, failed []int) {
	count := map[string]int{}
	open := map[string]int{} // the last call of each thread
	for line := range strings.SplitSeq(trace, "\n") {
		injected := strings.Contains(line, "(INJECTED)")
		if m := resumed.FindStringSubmatch(line); m != nil {
			if i, ok := open[m[1]]; ok && injected {
				failed = append(failed, i)
			}
			continue
		}
		m := started.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		delete(open, m[1])
		thread := m[1] + " " + m[2]
		count[thread]++
		path, mine := w.pathIn(m[2], m[3])
		if !mine {
			continue
		}
		count[m[2]+" "+path]++
		c := call{name: m[2], path: path, nth: count[m[2]+" "+path]}
		if !c.steady() {
			c.nth = count[thread]
		}
		open[m[1]] = len(all)
		if injected {
			failed = append(failed, len(all))
		}
		all = append(all, c)
	}
	return all, failed
}

// pathIn returns the path within the world of a call's arguments: of its last, if
// it has several, as the new name of a file.
func (w *world) pathIn(name, arguments string) (path string, mine bool) {
	if name == "write" || name == "pwrite64" { // what is written may look like a path
		arguments, _, _ = strings.Cut(arguments, ",")
	}
	at := strings.LastIndex(arguments, w.dir+string(filepath.Separator))
	if at < 0 {
		return "", false
	}
	path = arguments[at+len(w.dir)+1:]
	if end := strings.IndexAny(path, `>"`); end >= 0 {
		path = path[:end]
	}
	return changes.ReplaceAllString(strings.TrimSuffix(path, " (deleted)"), "*"), true
}

// traced runs the program under strace and returns what it said and the trace.
// An empty fault lets every call be.
func (w *world) traced(t *testing.T, c call, f fault, args ...string) (outcome, string) {
	t.Helper()
	log := w.dir + ".trace"
	options := []string{"-f", "-y", "-qq", "-e", "signal=none", "-e", "trace=" + watched, "-o", log}
	if f != "" {
		options = append(options, "-e", fmt.Sprintf("inject=%s:%s:when=%d", c.name, f, c.nth))
	}
	if f != "" && c.steady() {
		options = append(options, "-P", filepath.Join(w.dir, c.path))
	}
	o := w.do(t, exec.Command("strace", append(append(options, w.program), args...)...))
	trace, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return o, string(trace)
}

// struck returns the calls that a trace shows to have failed: the one that was
// aimed at, or one like it where the names of files are not always the same. It
// returns none if something failed that is no file of the world.
func (w *world) struck(c call, f fault, o outcome, trace string) (failed []call) {
	if f == killed && o.killed {
		return []call{c}
	}
	all, at := w.calls(trace)
	if strings.Count(trace, "(INJECTED)") != len(at) {
		return nil
	}
	for _, i := range at {
		failed = append(failed, all[i])
	}
	return failed
}

// tracing skips the test where programs may not be traced, with the reason. Where
// CI is set it fails: the proof may not be left out unseen.
func tracing(t *testing.T) {
	t.Helper()
	out, err := exec.Command("strace", "-f", "-qq", "-o", os.DevNull, "-e", "inject=fsync:error=EIO", "true").CombinedOutput()
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatalf("strace: %v: %s; install it (apt-get install -y strace) and allow tracing", err, out)
	case err != nil:
		t.Skipf("programs cannot be traced here, so no call can be made to fail: strace: %v: %s", err, out)
	}
}
