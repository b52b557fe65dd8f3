package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/rule"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// The exit codes, one for each kind of error.
const (
	exitOK       = 0
	exitRefused  = 1 // a rule says no
	exitBadInput = 2
	exitBroken   = 3 // corrupt, disk, system
	exitConflict = 4 // try again
)

// inputError is bad input that the user can mend.
type inputError struct{ lang.Text }

func (e *inputError) Error() string { return e.EN }

func badInput(zh, en string, args ...any) error { return &inputError{lang.F(zh, en, args...)} }

// usageError is a mistake in flags or arguments.
type usageError struct{ error }

func (e *usageError) Unwrap() error { return e.error }

// exit prints an error in the user's language and returns the exit code.
func (p *program) exit(err error) int {
	if err == nil {
		return exitOK
	}
	code, text := p.explain(err)
	if text != "" {
		fmt.Fprintf(p.err, "fundledger: %s\n", text)
	}
	return code
}

// explain returns the exit code of an error and what to tell the user.
func (p *program) explain(err error) (code int, text string) {
	var (
		refusal  *rule.Refusal
		input    *inputError
		usage    *usageError
		invalid  *event.InvalidError
		faulty   *importer.FaultyError
		untied   *untiedError
		choice   *report.ChoiceError
		missing  *sqlite.NotFoundError
		exists   *sqlite.ExistsError
		newer    *sqlite.NewerFormatError
		full     *sqlite.FullError
		corrupt  *store.CorruptError
		conflict *store.ConflictError
		busy     *store.BusyError
		unknown  *store.UnknownOutcomeError
	)
	switch {
	case errors.As(err, &faulty):
		code = exitRefused
		if faulty.BadInput {
			code = exitBadInput
		}
		return code, p.say("导入 %s：%d 处错误，未记入任何事项；改正后重新导入，或加 --partial 先记入无误的行",
			"import %s: %d faults, nothing was recorded; mend them and import again, or add --partial to record the good rows first",
			faulty.Path, faulty.Faults)
	case errors.As(err, &refusal):
		return exitRefused, refusal.In(p.lang)
	case errors.As(err, &untied):
		return exitRefused, untied.In(p.lang)
	case errors.As(err, &input):
		return exitBadInput, input.In(p.lang)
	case errors.As(err, &invalid):
		return exitBadInput, p.problems(invalid)
	case errors.As(err, &choice):
		return exitBadInput, choice.Text().In(p.lang)
	case errors.As(err, &missing):
		return exitBadInput, p.say("%s 没有账本；先运行 fundledger init --ledger %[1]s", "there is no ledger in %s; make one with: fundledger init --ledger %[1]s", p.location)
	case errors.As(err, &exists):
		return exitBadInput, p.say("%s 已有账本；直接使用它，或另选目录", "there is a ledger in %s already; use it, or choose another directory", p.location)
	case errors.As(err, &newer):
		return exitBroken, p.say("%s 由更新版本的程序写成；请用新版本打开", "%s was written by a newer program; open it with that one", p.location)
	case errors.As(err, &full):
		return exitBroken, p.say("磁盘已满，未写入的部分没有留下痕迹；腾出空间后重试：%s", "the disk is full; nothing is half-written: free some room and try again: %s", full.Error())
	case errors.As(err, &corrupt):
		return exitBroken, p.say("账本已损坏：%s；不要继续记账，用备份恢复", "the ledger is damaged: %s; record nothing more and restore a backup", corrupt.Error())
	case errors.As(err, &busy):
		return exitConflict, p.say("另一个程序正在写这本账；等它结束后重试", "another program is writing to this ledger; wait for it to end and try again")
	case errors.As(err, &conflict):
		return exitConflict, p.say("另一个程序同时记入了同一批事项；重试即可，不会重复入账：%s", "another program recorded into the same streams at the same time; try again, nothing is doubled: %s", conflict.Error())
	case errors.As(err, &unknown):
		return exitConflict, p.say("不能确定是否已写入；重试即可，不会重复入账：%s", "it is not certain whether it was written; try again, nothing is doubled: %s", unknown.Error())
	case errors.As(err, &usage), isUsage(err):
		return exitBadInput, p.say("%s；用 --help 查看用法", "%s; see --help", err.Error())
	case errors.Is(err, context.Canceled):
		return exitBroken, p.say("已中断；重新运行即可接着做，不会重复入账", "interrupted; run it again to complete it, nothing is doubled")
	case errors.Is(err, fs.ErrNotExist):
		return exitBadInput, p.say("找不到文件：%s", "file not found: %s", err.Error())
	case errors.Is(err, fs.ErrExist):
		return exitBadInput, p.say("文件已存在，不会覆盖：%s", "the file exists and is not overwritten: %s", err.Error())
	}
	return exitBroken, err.Error()
}

// problems lists all problems of one fact.
func (p *program) problems(e *event.InvalidError) string {
	var lines []string
	for _, problem := range e.Problems {
		lines = append(lines, fmt.Sprintf("%s: %s; %s", problem.Field, problem.Why.In(p.lang), problem.Remedy.In(p.lang)))
	}
	return strings.Join(lines, "\nfundledger: ")
}

// isUsage reports whether the command library made the error: it has no type for it.
func isUsage(err error) bool {
	s := err.Error()
	for _, prefix := range []string{"unknown command", "accepts ", "requires ", "unknown flag", "invalid argument"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}
