package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// exitOK is the exit code of success; those of errors are their kinds.
const exitOK = 0

// exit prints an error in the user's language and returns the exit code.
func (p *program) exit(err error) int {
	if err == nil {
		return exitOK
	}
	told := fault.Of(err, ofFlags, ofUsage)
	text := strings.ReplaceAll(told.In(p.lang), "\n", "\nfundledger: ")
	fmt.Fprintf(p.err, "fundledger: %s\n", strings.ReplaceAll(text, "\nfundledger:  ", "\n "))
	return told.Kind().Exit()
}

// ofFlags tells of errors that are mended by a flag or a variable of this program.
var ofFlags = fault.Table{
	fault.As(fault.BadInput, explainAddress),
	fault.As(fault.Broken, func(e *office.DeniedError) lang.Text {
		return lang.F("集群 %s 不允许：%s；核对 %s 和 %s（或 %s 所指的文件），并请管理员核对权限（fundledger setup）：%v", "the cluster %s does not allow it: %s; check %s and %s (or the file that %s names), and ask an administrator to check the access rights (fundledger setup): %v", e.Where, e.What, userVariable, passwordVariable, credentialsVariable, e.Cause)
	}),
	fault.On[*merkle.OtherLedgerError](fault.BadInput, "%s；用 --key 给出该账本的公钥，见证人的公钥放在其后", "%s; give the verifier key of that ledger with --key, those of witnesses after it"),
	fault.Naming(fault.BadInput, missingZH, missingEN, func(e *sqlite.NotFoundError) any { return filepath.Dir(e.Path) }),
	fault.Naming(fault.BadInput, missingZH, missingEN, func(e *kurrent.NotFoundError) any { return e.Where }),
	fault.Is(rows.ErrExtension, fault.BadInput,
		"--rejects：退回文件须与导入文件同类（.csv 或 .jsonl）%.0s", "--rejects: the rejects file must be of the kind of the imported one (.csv or .jsonl)%.0s"),
}

// Words of several rows.
const (
	missingZH = "%s 没有账本；先运行 fundledger init --ledger %[1]s"
	missingEN = "there is no ledger in %s; make one with: fundledger init --ledger %[1]s"
)

// called is what this program calls what mends an error: a command, a variable or a flag.
func called(thing string) string {
	name, is := map[string]string{
		"actor": "FUNDLEDGER_ACTOR", "new": "fundledger init --ledger", "types": "events --types", "witness": "checkpoint key --witness",
	}[thing]
	if !is {
		name = "--" + thing
	}
	return name
}

// explainAddress tells what is wrong with the address of a ledger.
func explainAddress(e *office.AddressError) lang.Text {
	switch e.Kind {
	case office.FaultPassword:
		return lang.F("--ledger：地址里不要写用户和密码，别人看得见；写入环境变量 %s、%s，或 %s 所指的文件", "--ledger: no user or password in the address, for others can see it; put them into the environment as %s and %s, or into a file that %s names", userVariable, passwordVariable, credentialsVariable)
	case office.FaultPlaintext:
		return lang.F("--ledger：tls=false 不加密，路上的人都能看到并改动；确要如此，加 --insecure", "--ledger: with tls=false nothing is encrypted, and whoever is on the way can read and change it; if you mean it, add --insecure")
	case office.FaultSetting:
		return lang.F("--ledger：地址里的设置 %s 不认得，或值不对；可用 tls=true 和 tlsCAFile=文件", "--ledger: the setting %s of the address is not known, or has a wrong value; use tls=true and tlsCAFile=FILE", e.Value)
	case office.FaultLedgerName:
		return lang.F("--ledger：%s 不能作账本名；用小写字母、数字和下划线，至多 40 个", "--ledger: %s cannot be the name of a ledger; use a to z, 0 to 9 and _, at most 40", e.Value)
	default:
		return lang.F("--ledger：%s 不是地址；写成 esdb://主机:2113/账本名", "--ledger: %s is no address; write esdb://HOST:2113/NAME", e.Value)
	}
}
