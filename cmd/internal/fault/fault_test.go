package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"syscall"
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// No words of the table name a flag: a command line has them, and other doors have none. What a
// command line says otherwise stands in a table of its own, which goes first.
func TestNoFlags(t *testing.T) {
	text, err := os.ReadFile("table.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range regexp.MustCompile(`[^-]--[a-z][a-z-]*`).FindAll(text, -1) {
		t.Errorf("table.go names a flag:%s", flag)
	}
	busy := Table{On[*store.BusyError](Conflict, "%.0s用 --wait", "%.0suse --wait")}
	if told := Of(&store.BusyError{Where: "books"}, busy); told.In(lang.EN) != "use --wait" {
		t.Errorf("the table of the command line does not go first: %v", told)
	}
}

type flagError struct{}

func (*flagError) Error() string { return "no such flag" }

// What is told of an error: what it says itself, else what a table says, whatever it is
// wrapped in.
func TestOf(t *testing.T) {
	flags := Table{As(BadInput, func(*flagError) lang.Text { return lang.Text{ZH: "没有选项", EN: "there is no flag"} })}
	refused := &refusal.Error{Rule: "period-closed", Why: lang.Text{ZH: "已结账", EN: "it is closed"}, Remedy: lang.Text{ZH: "另选", EN: "choose another"}}
	for _, test := range []struct {
		err          error
		exit, status int
		zh, en       string
	}{
		{refused, 1, 422, "已结账；另选", "it is closed; choose another"},
		{Input("缺 %s", "no %s", "x"), 2, 400, "缺 x", "no x"},
		{fmt.Errorf("read: %w", Altered("改过", "it was altered")), 3, 500, "改过", "it was altered"},
		{&store.BusyError{Where: "books"}, 4, 409, "另一个程序正在写这本账；等它结束后重试", "another program is writing to this ledger; wait for it to end and try again"},
		{&store.ConflictError{}, 4, 409, "另一个程序同时在 这本账 中记入了事项；重试即可，不会重复入账", "another program recorded into this ledger at the same time; try again, nothing is doubled"},
		{About("books", refused), 1, 422, "books：已结账；另选", "books: it is closed; choose another"},
		{&fs.PathError{Op: "open", Path: "a.csv", Err: syscall.ENOENT}, 2, 400, "找不到 a.csv；核对路径", "a.csv is not found; check the path"},
		{fmt.Errorf("flags: %w", &flagError{}), 2, 400, "没有选项", "there is no flag"},
		{errors.New("disk on fire"), 3, 500, "disk on fire", "disk on fire"},
	} {
		told := Of(test.err, flags)
		if told.Kind().Exit() != test.exit || told.Kind().Status() != test.status || told.In(lang.ZH) != test.zh || told.In(lang.EN) != test.en {
			t.Errorf("%v: exit code %d, status %d, %q, %q", test.err, told.Kind().Exit(), told.Kind().Status(), told.In(lang.ZH), told.In(lang.EN))
		}
		if !errors.Is(told, test.err) && !errors.Is(test.err, told) {
			t.Errorf("%v: its cause is lost", test.err)
		}
	}
}
