package tidy

import (
	"path"
	"regexp"
	"testing"
)

// How long a file of the program may be, and all of them on average: flags and printing,
// what a command does is in cmd/internal/office.
const (
	longestDoor = 120
	averageDoor = 90
)

func TestDoors(t *testing.T) {
	files, lines := 0, 0
	for _, f := range goFiles(t) {
		if path.Dir(f.name) != "cmd/fundledger" || f.test {
			continue
		}
		if f.lines > longestDoor {
			t.Errorf("%s has %d lines: put what it does into cmd/internal/office", f.name, f.lines)
		}
		files, lines = files+1, lines+f.lines
	}
	if files == 0 || lines > averageDoor*files {
		t.Errorf("%d files of the program have %d lines, more than %d on average", files, lines, averageDoor)
	}
}

// setting is what prints, sets something for the whole process, reads the environment, or names
// a flag or a variable of the program.
var setting = regexp.MustCompile(`os\.Std(out|err|in)\b|\bfmt\.Print|\bdebug\.Set|\blog\.Print|\bos\.Exit|os\.(Getenv|LookupEnv|Environ)|FUNDLEDGER_|".*--[a-z].*"`)

// The office neither prints nor sets anything for the process, nor speaks of one door: it has several.
func TestOfficeIsQuiet(t *testing.T) {
	for _, bad := range []string{"fmt.Println(1)", "os.Stderr.Write(b)", "debug.SetGCPercent(75)", "debug.SetMemoryLimit(1)", "os.Exit(1)", `os.Getenv("HOME")`,
		`"name it with --key"`, `"correct FUNDLEDGER_ACTOR"`} {
		if !setting.MatchString(bad) {
			t.Errorf("%s is not found", bad)
		}
	}
	for _, f := range goFiles(t) {
		if found := setting.FindString(f.text); found != "" && within(f.name, "cmd/internal/office") && !f.test {
			t.Errorf("%s has %s: that is for cmd/fundledger", f.name, found)
		}
	}
}
