package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// session is one open connection to PostgreSQL: a psql that is asked one question after the
// other, so that a question costs no process.
type session struct {
	cmd  *exec.Cmd
	in   *bufio.Writer
	pipe io.Closer
	out  *bufio.Reader
	said strings.Builder // what went wrong
}

// answered is what psql prints when a question was answered.
const answered = "--answered--"

// open opens a connection. Close must be called.
func (p *postgres) open(ctx context.Context) (*session, error) {
	c := p.sql("")
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	s := &session{cmd: cmd}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = &s.said
	s.in, s.pipe, s.out = bufio.NewWriterSize(in, 1<<16), in, bufio.NewReaderSize(out, 1<<16)
	return s, cmd.Start()
}

// ask performs statements and returns the rows that they printed, columns apart by |, and how
// long that took. Errors: what PostgreSQL says of the statements.
func (s *session) ask(statements string) (rows reply, took time.Duration, err error) {
	began := time.Now()
	if _, err := s.in.WriteString(statements + ";\n\\echo " + answered + "\n"); err != nil {
		return nil, 0, s.failed(err)
	}
	if err := s.in.Flush(); err != nil {
		return nil, 0, s.failed(err)
	}
	for {
		line, err := s.out.ReadString('\n')
		if err != nil {
			return nil, 0, s.failed(err)
		}
		if line = strings.TrimSuffix(line, "\n"); line == answered {
			return rows, time.Since(began), nil
		}
		rows = append(rows, line)
	}
}

// copyTo begins to fill a table; what is written to into are its rows in the text form of
// COPY, until end is called.
func (s *session) copyTo(table string) (into io.Writer, end func() error) {
	s.in.WriteString("COPY " + table + " FROM STDIN;\n") //nolint:errcheck // shows when it is flushed
	return s.in, func() error {
		_, _, err := s.ask("\\.\nSELECT 1")
		return err
	}
}

// failed is why the connection cannot be used: what psql said before it ended.
func (s *session) failed(err error) error {
	ended := s.close()
	return fmt.Errorf("PostgreSQL: %s: %w", last(s.said.String()), errors.Join(err, ended))
}

// close ends the connection.
func (s *session) close() error {
	if s.cmd.ProcessState != nil { // it has ended
		return nil
	}
	return errors.Join(s.pipe.Close(), s.cmd.Wait())
}
