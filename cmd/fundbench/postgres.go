package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// postgres is a PostgreSQL cluster of its own, thrown away at the end: default
// settings, so every commit is durable, and no network.
type postgres struct {
	bin     string // where its programs are; "" if it is not installed
	data    string
	sockets string // a short path: a socket's is limited
	as      *userID
	running bool
}

func (p *postgres) name() (string, string) { return "PostgreSQL", "postgresql" }
func (p *postgres) slow() bool             { return false }
func (p *postgres) loads() bool            { return true }

// newPostgres finds PostgreSQL; dir is where its cluster will be.
func newPostgres(ctx context.Context, dir string) *postgres {
	p := &postgres{data: filepath.Join(dir, "postgres")}
	var candidates []string
	if out, _, err := run(ctx, command{args: []string{"pg_config", "--bindir"}}); err == nil {
		candidates = append(candidates, strings.TrimSpace(out))
	}
	versions, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Reverse(versions)
	for _, bin := range append(candidates, versions...) {
		if _, err := exec.LookPath(filepath.Join(bin, "initdb")); err == nil {
			p.bin = bin
			break
		}
	}
	return p
}

func (p *postgres) version(ctx context.Context) string {
	if p.bin == "" {
		return ""
	}
	return strings.TrimPrefix(versionOf(ctx, filepath.Join(p.bin, "postgres"), "--version"), "postgres (PostgreSQL) ")
}

// start makes the cluster and starts it with settings, such as jit=off, beside the default ones.
// stop must be called, also after an error.
func (p *postgres) start(ctx context.Context, settings ...string) error {
	sockets, err := os.MkdirTemp("", "fundbench")
	if err != nil {
		return err
	}
	p.sockets = sockets
	if err := os.Mkdir(p.data, 0o700); err != nil {
		return err
	}
	if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			return fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres; run fundbench as another user: %w", err)
		}
		uid, errUser := strconv.Atoi(u.Uid)
		gid, errGroup := strconv.Atoi(u.Gid)
		if err := errors.Join(errUser, errGroup, os.Chown(p.data, uid, gid), os.Chown(p.sockets, uid, gid)); err != nil {
			return err
		}
		p.as = &userID{uid: uint32(uid), gid: uint32(gid)} //nolint:gosec // ids of users are such
	}
	if _, _, err := run(ctx, p.server("initdb", "--pgdata", p.data, "--username", "fundbench", "--auth", "trust", "--encoding", "UTF8", "--locale", "C")); err != nil {
		return fmt.Errorf("%w; the user postgres must be able to enter the work directory, so name one with --work", err)
	}
	_, _, err = run(ctx, p.server("pg_ctl", "--pgdata", p.data, "--wait", "--log", filepath.Join(p.data, "log"),
		"--options", strings.Join(append([]string{"-c listen_addresses='' -k " + p.sockets}, settings...), " -c "), "start"))
	p.running = err == nil
	return err
}

// stop stops the server, if it runs, and removes the cluster.
func (p *postgres) stop() error {
	var err error
	if p.running {
		p.running = false
		_, _, err = run(context.Background(), p.server("pg_ctl", "--pgdata", p.data, "--wait", "--mode", "fast", "stop"))
	}
	if p.sockets != "" {
		err = errors.Join(err, os.RemoveAll(p.sockets), os.RemoveAll(p.data))
	}
	return err
}

// server returns a command of the server's programs. It runs in the cluster's
// directory, for the user postgres may not be allowed into ours.
func (p *postgres) server(program string, args ...string) command {
	return command{args: append([]string{filepath.Join(p.bin, program)}, args...), as: p.as, dir: p.data}
}

// sql returns a command that performs statements as one client.
func (p *postgres) sql(statements string) command {
	return command{args: []string{filepath.Join(p.bin, "psql"), "--host", p.sockets, "--username", "fundbench", "--dbname", "postgres",
		"--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set", "ON_ERROR_STOP=1"}, input: statements}
}

func (p *postgres) create() command {
	return p.sql("SET client_min_messages = warning;\nDROP TABLE IF EXISTS facts CASCADE;\nDROP TABLE IF EXISTS ready;\n" + strings.Replace(tableOfFacts, "%s", "bigint", 1))
}

// fill reads the file in the server, the fastest way there is.
func (p *postgres) fill(d *dataset) command {
	return p.sql("COPY facts FROM '" + d.table + "' (FORMAT csv);\n")
}

func (p *postgres) load(ctx context.Context, d *dataset) (sample, error) {
	if _, _, err := run(ctx, p.create()); err != nil {
		return sample{}, err
	}
	_, took, err := run(ctx, p.fill(d))
	if err != nil {
		return took, err
	}
	_, _, err = run(ctx, p.sql("VACUUM ANALYZE facts;\n")) // what the server would do by itself before long
	return sample{wall: took.wall}, err                    // the work is the server's, not psql's
}

func (p *postgres) bytes(ctx context.Context, _ *dataset) (int64, error) {
	out, _, err := run(ctx, p.sql("SELECT pg_total_relation_size('facts');\n"))
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSpace(out), 10, 64)
}

func (p *postgres) ask(ctx context.Context, _ *dataset) (answer, sample, error) {
	out, took, err := run(ctx, p.sql(questionOfFacts+"\n"))
	if err != nil {
		return nil, took, err
	}
	a, err := answerOfRows(out)
	return a, sample{wall: took.wall}, err
}

func (p *postgres) commands(d *dataset) []command {
	return []command{
		p.server("initdb", "--pgdata", p.data, "--username", "fundbench", "--auth", "trust", "--encoding", "UTF8", "--locale", "C"),
		p.create(), p.fill(d), p.sql("VACUUM ANALYZE facts;"), p.sql(questionOfFacts),
	}
}
