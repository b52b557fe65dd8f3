package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// commands are what scripts may use beside the usual commands:
//
//	exits CODE COMMAND ARG…   run the command, which must exit with this code
//	plain FILE                save the last output without byte order mark and CR
//	gbk FILE                  write the file in GBK instead of UTF-8
//	big5 FILE                 write the file in Big5 instead of UTF-8
//	unprintable FILE…         put what cannot be seen for MARK, TAB, CR, NUL, ETX, EOT
//	many FILE N               write an import file of N premiums of 441300.390
//	extremes FILE DOC N       write an import file of N times the facts of the greatest amounts and numbers
//	cut FILE BYTES            cut the last bytes off a file
//	flip FILE OFFSET          change the byte of a file at an offset
//	swap FILE OLD NEW         put other bytes for some, everywhere in a file
//	sql DIR STATEMENT         do something to the file of a ledger behind its back
//	behind DIR STATEMENT      the same with the guards taken away before and put back after
//	past DIR FILE             put an exported history into a ledger past every rule
//	hold DIR                  take the write lock of the ledger, as another program would
//	importing DIR             take the lock of imports, as another import would
//	release                   give it back
//
// and what workbooks has.
func commands() map[string]func(*testscript.TestScript, bool, []string) {
	all := map[string]func(*testscript.TestScript, bool, []string){
		"exits": exits, "plain": plain, "gbk": in(simplifiedchinese.GBK), "big5": in(traditionalchinese.Big5),
		"unprintable": unprintable, "many": many, "extremes": extremes, "cut": cut, "flip": flip, "swap": swap,
		"sql": execute, "behind": behind, "past": past, "hold": hold, "importing": importing, "release": release,
	}
	maps.Copy(all, workbooks())
	return all
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit := (*exec.ExitError)(nil)
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

func plain(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.NewReplacer("\ufeff", "", "\r\n", "\n").Replace(ts.ReadFile("stdout"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

func in(e encoding.Encoding) func(ts *testscript.TestScript, _ bool, args []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		text, err := e.NewEncoder().String(ts.ReadFile(args[0]))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
	}
}

func unprintable(ts *testscript.TestScript, _ bool, args []string) {
	for _, file := range args {
		text := strings.NewReplacer("MARK", "\ufeff", "TAB", "\t", "CR\n", "\r\n", "NUL", "\x00", "ETX", "\x03", "EOT", "\x04").Replace(ts.ReadFile(file))
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o600))
	}
}

func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text[:len(text)-n]), 0o600))
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := []byte(ts.ReadFile(args[0]))
	text[at] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
}

// many writes premiums that do not compress: each has a note of its own.
func many(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("type,document,occurred_on,fund,amount,note\n")
	for i := range n {
		sum := sha256.Sum256([]byte(strconv.Itoa(i)))
		fmt.Fprintf(&b, "premium.received,M-%d,2025-%02d-%02d,441300.390,%d.00,%s\n", i, 1+i%12, 1+i%28, 1+i, base32.StdEncoding.EncodeToString(sum[:]))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

// connect returns a connection to the file of a ledger, and how to close it.
func connect(ts *testscript.TestScript, dir string) (*sql.Conn, func()) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(ts.MkAbs(dir), sqlite.FileName))
	ts.Check(err)
	conn, err := db.Conn(context.Background())
	ts.Check(err)
	return conn, func() { ts.Check(errors.Join(conn.Close(), db.Close())) }
}

func swap(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o600))
}

func execute(ts *testscript.TestScript, _ bool, args []string) {
	conn, end := connect(ts, args[0])
	defer end()
	_, err := conn.ExecContext(context.Background(), args[1])
	ts.Check(err)
}

func behind(ts *testscript.TestScript, _ bool, args []string) {
	conn, end := connect(ts, args[0])
	defer end()
	ctx := context.Background()
	rows, err := conn.QueryContext(ctx, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	ts.Check(err)
	guards := map[string]string{}
	for rows.Next() {
		var name, text string
		ts.Check(rows.Scan(&name, &text))
		guards[name] = text
	}
	ts.Check(errors.Join(rows.Err(), rows.Close()))
	for name := range guards {
		_, err := conn.ExecContext(ctx, "DROP TRIGGER "+name)
		ts.Check(err)
	}
	_, err = conn.ExecContext(ctx, args[1])
	ts.Check(err)
	for _, text := range guards {
		_, err := conn.ExecContext(ctx, text)
		ts.Check(err)
	}
}

// heldLock is what a script has taken and not given back.
type heldLock struct{ end func() }

// heldKey is under which a script keeps its lock.
const heldKey = "held"

func past(ts *testscript.TestScript, _ bool, args []string) {
	s, err := sqlite.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(history.Restore(context.Background(), strings.NewReader(ts.ReadFile(args[1])), s, nil))
	ts.Check(s.Close())
}

// keep keeps a lock until release, or the end of the script.
func keep(ts *testscript.TestScript, end func()) {
	held := ts.Value(heldKey).(*heldLock)
	held.end = sync.OnceFunc(end)
	ts.Defer(held.end)
}

func hold(ts *testscript.TestScript, _ bool, args []string) {
	conn, end := connect(ts, args[0])
	_, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE")
	ts.Check(err)
	keep(ts, end)
}

func importing(ts *testscript.TestScript, _ bool, args []string) {
	lock := flock.New(filepath.Join(ts.MkAbs(args[0]), "import.lock"))
	locked, err := lock.TryLock()
	ts.Check(err)
	if !locked {
		ts.Fatalf("another import is running")
	}
	keep(ts, func() { ts.Check(lock.Unlock()) })
}

func release(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Value(heldKey).(*heldLock).end()
}

// extremes writes facts of the greatest amount and number that may be recorded, under
// documents that begin with a word: so many of them that a thousand add up to more than
// 64 bits hold.
func extremes(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("type,document,occurred_on,fund,amount,count,case,region,institution,channel,article,care,via,person,item,purpose\n")
	for i := range n {
		at, day := fmt.Sprintf("%s-%d", args[1], i), 1+i%28
		row := func(wire, rest string) { fmt.Fprintf(&b, "%s,%s,2025-01-%02d,%s\n", wire, at, day, rest) }
		row("premium.received", "441300.390,99999999999999.99,9007199254740991,,,,,,,,,,")
		row("reimbursement.paid", "441300.390,99999999999999.99,9007199254740991,,,,,,inpatient,1003,,,")
		row("claim.denied", "441300.390,99999999999999.99,9007199254740991,,,,smart_audit,,,,,,")
		row("relief.paid", "441300.610,99999999999999.99,,,,,,,,1003,1001,,")
		row("clawback.ordered", "441300.390,99999999999999.99,,1,,H44130200026,inspection,,,,,,")
		row("fine.imposed", ",99999999999999.99,,1,441300,H44130200026,,,,,,,")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}
