package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/disk"
)

// A workbook goes to no terminal, but to a pipe.
func TestNoWorkbookOnATerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there is no terminal here:", err)
	}
	defer func() { _ = terminal.Close() }()
	wrote := 0
	write := func(io.Writer) error { wrote++; return nil }
	p := &program{out: &outlet{Writer: terminal}}
	if err := p.write(&axes{form: report.XLSX}, write); !errors.Is(err, errOnTerminal) || wrote > 0 {
		t.Errorf("%v, %d", err, wrote)
	}
	p.out = io.Discard
	if err := p.write(&axes{form: report.XLSX}, write); err != nil || wrote != 1 {
		t.Errorf("%v, %d", err, wrote)
	}
}

// A file is there whole or not at all, and is nobody else's to read.
func TestOutIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	p := &program{out: io.Discard}
	broken := errors.New("broken")
	a := &axes{out: filepath.Join(dir, "x.csv"), form: report.CSV}
	half := func(w io.Writer) error { _, err := io.WriteString(w, "half"); return errors.Join(err, broken) }
	if err := p.write(a, half); !errors.Is(err, broken) {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	if err := p.write(a, func(w io.Writer) error { _, err := io.WriteString(w, "whole"); return err }); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(a.out); err != nil || info.Mode().Perm() != disk.Private {
		t.Error(info, err)
	}
	if err := p.write(a, half); err == nil || !strings.Contains(err.Error(), "exists and is not overwritten") || errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
}

// The same ledger gives the same workbook, to standard output and to a file, at another time.
func TestTheSameWorkbook(t *testing.T) {
	ask, _ := worldFolder(t, 2, 30)
	var first []byte
	for _, args := range [][]string{{"balance", "--format", "xlsx"}, {"balance", "--format", "xlsx"}, {"balance", "--format", "xlsx", "--known-at", "2026-01-01"}} {
		text, err := ask(args...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := zip.NewReader(strings.NewReader(text), int64(len(text))); err != nil {
			t.Fatal(err)
		}
		switch {
		case first == nil:
			first = []byte(text)
		case len(args) > 3: // another question
			if bytes.Equal(first, []byte(text)) {
				t.Error("another question gave the same workbook")
			}
		case !bytes.Equal(first, []byte(text)):
			t.Error("the same question gave another workbook")
		}
	}
}
