package main

import (
	"bufio"
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// machine is what the figures were measured on.
type machine struct {
	cpu, system, kernel, disk, load string
	cores                           int
	memory                          int64 // bytes
}

// thisMachine describes the machine, and the disk of a directory. What cannot be
// found out is “unknown”.
func thisMachine(dir string) machine {
	m := machine{cpu: "unknown", system: runtime.GOOS, kernel: "unknown", disk: "unknown", cores: runtime.NumCPU()}
	if model := valueIn("/proc/cpuinfo", "model name", ":"); model != "" {
		m.cpu = model
	}
	if kilobytes, err := strconv.ParseInt(strings.TrimSuffix(valueIn("/proc/meminfo", "MemTotal", ":"), " kB"), 10, 64); err == nil {
		m.memory = kilobytes * 1024
	}
	if name := strings.Trim(valueIn("/etc/os-release", "PRETTY_NAME", "="), `"`); name != "" {
		m.system = name
	}
	if text, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		m.kernel = strings.TrimSpace(string(text))
	}
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.load, _, _ = strings.Cut(string(text), " ")
	}
	if d := diskOf(dir); d != "" {
		m.disk = d
	}
	return m
}

// valueIn returns the first value of a name in a file of lines "name SEPARATOR value".
func valueIn(path, name, separator string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close() //nolint:errcheck // read only
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), separator); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// diskOf returns the device, the file system and the kind of the disk that a
// directory is on.
func diskOf(dir string) string {
	device := deviceOf(dir)
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(mounts)) {
		fields := strings.Fields(line)
		_, after, ok := strings.Cut(line, " - ")
		kind := strings.Fields(after)
		if !ok || len(fields) < 3 || len(kind) < 2 || fields[2] != device {
			continue
		}
		text := fmt.Sprintf("%s on %s", kind[0], kind[1])
		folder := filepath.Join("/sys/dev/block", device)
		for _, queue := range []string{"queue", "../queue"} {
			model, _ := os.ReadFile(filepath.Join(folder, queue, "../device/model"))
			if m := strings.TrimSpace(string(model)); m != "" {
				text += ", " + m
			}
			rotates, err := os.ReadFile(filepath.Join(folder, queue, "rotational"))
			if err != nil {
				continue
			}
			cache, _ := os.ReadFile(filepath.Join(folder, queue, "write_cache"))
			text += fmt.Sprintf(", rotational %s, %s", strings.TrimSpace(string(rotates)), strings.TrimSpace(string(cache)))
			break
		}
		return text
	}
	return ""
}

// commitOf returns the commit that a program was made of: what its build
// information says, else what git says of the directory that we are in.
func commitOf(ctx context.Context, program string) string {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return "unknown"
	}
	const changes = ", with changes that are not committed"
	commit, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = changes
		}
	}
	if commit != "" {
		return commit + dirty
	}
	commit, _, err = run(ctx, command{args: []string{"git", "rev-parse", "--short=12", "HEAD"}})
	if err != nil {
		return "unknown"
	}
	if changed, _, err := run(ctx, command{args: []string{"git", "status", "--porcelain", "--untracked-files=no"}}); err == nil && changed != "" {
		dirty = changes
	}
	return strings.TrimSpace(commit) + dirty
}

// versionOf returns the first line that a program says of its version, or "" if
// it is not installed.
func versionOf(ctx context.Context, program string, args ...string) string {
	if _, err := exec.LookPath(program); err != nil {
		return ""
	}
	out, _, err := run(ctx, command{args: append([]string{program}, args...)})
	if err != nil {
		return "unknown"
	}
	line, _, _ := strings.Cut(out, "\n")
	return line
}

// bytesIn returns the bytes of all files below a directory.
func bytesIn(dir string) (int64, error) {
	var total int64
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
