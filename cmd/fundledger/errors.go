package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
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
	if about := (*named)(nil); errors.As(err, &about) {
		code, text := p.explain(about.err)
		return code, p.say("%s：%s", "%s: %s", about.path, text)
	}
	var (
		refused  *refusal.Error
		input    *inputError
		invalid  *invalidFactError
		unfit    *event.InvalidError
		faulty   *importer.FaultyError
		untied   *untiedError
		choice   *report.ChoiceError
		missing  *sqlite.NotFoundError
		nowhere  *kurrent.NotFoundError
		exists   *sqlite.ExistsError
		newer    *sqlite.NewerFormatError
		full     *sqlite.FullError
		corrupt  *store.CorruptError
		conflict *store.ConflictError
		busy     *store.BusyError
		unknown  *store.UnknownOutcomeError
		fault    *verify.Fault
		altered  *alteredError
		backup   *badBackupError
		line     *history.LineError
		other    *history.OtherHistoryError
		form     *merkle.FormError
		key      *merkle.KeyError
		forged   *merkle.SignatureError
		unsigned *merkle.UnsignedError
		foreign  *merkle.OtherLedgerError
		lapsed   *merkle.NotInForceError
		proof    *merkle.ProofError
		block    *merkle.BlockError
		unprint  *unwrittenError
		broken   *brokenError
		bad      *badHistoryError
		source   *badSourceError
		odd      *disk.UnfitError
		making   *disk.BusyError
		journal  *sqlite.JournalError
		readOnly *sqlite.ReadOnlyError
	)
	switch {
	case errors.As(err, &unprint):
		return exitBroken, p.say("没能写出全部结果：%v；腾出空间或另选去处后再运行", "not all of the output could be written: %v; make room or send it elsewhere, then run it again", unprint.err)
	case errors.As(err, &faulty):
		return p.explainFaulty(faulty)
	case errors.As(err, &refused):
		return exitRefused, refused.In(p.lang)
	case errors.As(err, &untied):
		return exitRefused, untied.In(p.lang)
	case errors.As(err, &input):
		return exitBadInput, input.In(p.lang)
	case errors.As(err, &invalid):
		return exitBadInput, invalid.in(p.lang)
	case errors.As(err, &unfit):
		return exitBadInput, (&invalidFactError{problems: unfit.Problems}).in(p.lang)
	case errors.As(err, &choice):
		return exitBadInput, choice.Text().In(p.lang)
	case errors.As(err, &backup):
		return p.explainBackup(backup)
	case errors.As(err, &bad):
		code, why, list := p.explainNot(bad.err)
		return code, p.say("历史 %s：%s；什么也没有导入，向导出它的人查问", "the history %s: %s; nothing was imported, ask where it was exported", bad.path, why) + list
	case errors.As(err, &source):
		code, why, list := p.explainNot(source.err)
		return code, p.say("账本 %s：%s；没有复制，先运行 fundledger verify", "the ledger %s: %s; it was not copied, run fundledger verify first", source.location, why) + list
	case errors.As(err, &broken):
		return exitRefused, p.say("账本完整，但有 %s（已列出）；这些事项不是本程序记入的，逐条查明来源，并与检查点或备份对照", "the ledger is whole, but %s (listed above); no program has recorded that: find out where it comes from, and compare with a checkpoint or a backup", broken.count())
	case errors.As(err, &fault):
		return exitBroken, p.say("账本有问题：%s；不要继续记账，用备份恢复，并对照检查点", "the ledger is not right: %s; record nothing more, restore a backup and compare it with the checkpoints", fault.In(p.lang))
	case errors.As(err, &block):
		return exitBroken, p.say("账本有问题：%s；不要继续记账，用 fundledger verify 查明", "the ledger is not right: %s; record nothing more, and find out with: fundledger verify", block.In(p.lang))
	case errors.As(err, &altered):
		return exitBroken, altered.In(p.lang)
	case errors.As(err, &line):
		return exitBadInput, p.say("%s；什么也没有导入，向导出它的人重新索取", "%s; nothing was imported, ask for the file again where it was exported", line.In(p.lang))
	case errors.As(err, &forged):
		return exitBroken, p.say("%s；不要采信，与别人保存的同一份对照", "%s; do not believe it, and compare it with the copy that somebody else keeps", forged.In(p.lang))
	case errors.As(err, &lapsed):
		return exitBroken, p.say("%s；不要采信，请账本一方用现用的密钥重新签发", "%s; do not believe it, and ask for one that the key in force has signed", lapsed.In(p.lang))
	case errors.As(err, &proof):
		return exitBroken, p.say("%s；不要采信，向账本一方重新索取", "%s; do not believe it, and ask for another one", proof.In(p.lang))
	case errors.As(err, &form):
		return exitBadInput, p.say("%s；原样取得该文件再试", "%s; get the file again as it was written", form.In(p.lang))
	case errors.As(err, &key):
		return exitBadInput, p.say("%s；核对后重试", "%s; correct it and try again", key.In(p.lang))
	case errors.As(err, &unsigned):
		return exitBadInput, unsigned.In(p.lang)
	case errors.As(err, &foreign):
		return exitBadInput, p.say("%s；用 --key 给出该账本的公钥，见证人的公钥放在其后", "%s; give the verifier key of that ledger with --key, those of witnesses after it", foreign.In(p.lang))
	case errors.As(err, &missing), errors.As(err, &nowhere):
		return p.explainMissing()
	case errors.As(err, &odd):
		return exitBadInput, odd.In(p.lang)
	case errors.As(err, &making):
		return exitConflict, p.say("另一个程序正在建立 %s；等它结束后重试", "another program is making %s; wait for it to end and try again", making.Path)
	case errors.As(err, &journal):
		return exitBroken, p.say("账本旁有回滚日志 %s，本程序从不留下它：打开账本会把它写进账里；什么也没有动，把它移到别处留作证据，再运行 fundledger verify", "a rollback journal stands beside the ledger, %s, which this program never leaves: to open the ledger would write it into the ledger; nothing was touched, so move it away, keep it as evidence, and run: fundledger verify", journal.Path)
	case errors.As(err, &readOnly):
		return exitBroken, p.say("%s 只能读：文件、目录或介质不可写；什么也没有写入，请管理员核对权限", "%s can only be read: the file, its folder or the medium cannot be written; nothing was written, ask an administrator to check the permissions", readOnly.Path)
	case errors.As(err, &exists):
		return exitBadInput, p.say("%s 已有账本；直接使用它，或另选目录", "there is a ledger in %s already; use it, or choose another directory", filepath.Dir(exists.Path))
	case errors.As(err, &newer):
		return exitBroken, p.say("%s 由更新版本的程序写成；请用新版本打开", "%s was written by a newer program; open it with that one", p.location)
	case errors.As(err, &full), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		path := pathOf(err)
		if full != nil {
			path = full.Path
		}
		return exitBroken, p.say("磁盘已满：%s；没有写入半条，腾出空间后重试，已记入的不会重复", "the disk is full: %s; nothing is half-written, make room and try again, nothing is doubled", path)
	case errors.As(err, &corrupt):
		return exitBroken, p.say("账本已损坏：%s；不要继续记账，用备份恢复", "the ledger is damaged: %s; record nothing more and restore a backup", corrupt.Error())
	case errors.As(err, &busy):
		return exitConflict, p.say("另一个程序正在写这本账；等它结束后重试", "another program is writing to this ledger; wait for it to end and try again")
	case errors.As(err, &conflict):
		return exitConflict, p.say("另一个程序同时在 %s 中记入了事项；重试即可，不会重复入账", "another program recorded into %s at the same time; try again, nothing is doubled", cmp.Or(conflict.Stream, p.location))
	case errors.As(err, &unknown):
		return exitConflict, p.say("不能确定是否已写入；重试即可，不会重复入账：%s", "it is not certain whether it was written; try again, nothing is doubled: %s", unknown.Cause.Error())
	case errors.As(err, &other):
		return exitBadInput, p.say("目标账本的第 %d 条事项与来源不同；复制到一个新账本", "event %d of the target is not that of the source; copy into a new ledger", other.At)
	case errors.Is(err, context.Canceled):
		return exitBroken, p.say("已中断；重新运行即可接着做，不会重复入账", "interrupted; run it again to complete it, nothing is doubled")
	case errors.Is(err, rows.ErrNotFile):
		return exitBadInput, p.say("%s 不是文件（是目录或设备）；给出 CSV 或 JSON Lines 文件", "%s is a directory or a device; give a CSV or JSON Lines file", pathOf(err))
	case errors.Is(err, rows.ErrExtension):
		return exitBadInput, p.say("--rejects：退回文件须与导入文件同类（.csv 或 .jsonl）", "--rejects: the rejects file must be of the kind of the imported one (.csv or .jsonl)")
	case errors.Is(err, fs.ErrNotExist):
		return exitBadInput, p.say("找不到 %s；核对路径", "%s is not found; check the path", pathOf(err))
	case errors.Is(err, fs.ErrExist):
		return exitBadInput, p.say("文件 %s 已存在，不会覆盖；移走它，或另指一个", "the file %s exists and is not overwritten; move it away, or name another", pathOf(err))
	case errors.Is(err, syscall.ENOTDIR):
		return exitBadInput, p.say("%s：路径中有一段是文件，不是目录；核对路径", "%s: a part of this path is a file, not a directory; check it", pathOf(err))
	case errors.Is(err, fs.ErrPermission):
		return exitBroken, p.say("没有权限使用 %s；请管理员核对权限", "%s may not be used; ask an administrator to check the permissions", pathOf(err))
	}
	if code, text, ok := p.explainCluster(err); ok {
		return code, text
	}
	if text, ok := p.explainUsage(err); ok {
		return exitBadInput, text
	}
	return exitBroken, err.Error()
}

// explainMissing tells that there is no ledger; where other files of one stand, that
// it is lost.
func (p *program) explainMissing() (code int, text string) {
	for _, name := range []string{verifierFile, checkpoints, rotationsFolder} {
		if _, err := os.Lstat(filepath.Join(p.folder, name)); err == nil && p.stores.address(p.location) == "" {
			return exitBroken, p.say("%s 里账本的文件不见了，或是空的，而它的 %s 还在：恢复最新的备份，并对照检查点", "the file of the ledger in %s is gone, or empty, and its %s is still there: restore the newest backup and compare it with the checkpoints", p.location, name)
		}
	}
	return exitBadInput, p.say("%s 没有账本；先运行 fundledger init --ledger %[1]s", "there is no ledger in %s; make one with: fundledger init --ledger %[1]s", p.location)
}

// explainCluster tells about a ledger in a cluster.
func (p *program) explainCluster(err error) (code int, text string, ok bool) {
	var (
		address *kurrent.AddressError
		exists  *kurrent.ExistsError
		newer   *kurrent.NewerFormatError
		version *kurrent.VersionError
		denied  *kurrent.DeniedError
		nobody  *kurrent.UnreachableError
	)
	switch {
	case errors.As(err, &address):
		return exitBadInput, p.explainAddress(address), true
	case errors.As(err, &exists):
		return exitBadInput, p.say("%s 已有账本；直接使用它，或另取账本名", "there is a ledger in %s already; use it, or choose another name", p.location), true
	case errors.As(err, &newer):
		return exitBroken, p.say("%s 由更新版本的程序写成；请用新版本打开", "%s was written by a newer program; open it with that one", newer.Where), true
	case errors.As(err, &version):
		return exitBroken, p.say("集群 %s 的版本号中有 %q，客户端只认数字（自行编译的服务器会这样）；清空服务器程序旁 version.properties 里的 version_suffix，再重启它", "the version of the server at %s has a part %q, and the client knows numbers only (a server that was built from source is like that); empty version_suffix in version.properties beside the server's program, and restart it", version.Where, version.Part), true
	case errors.As(err, &denied):
		return exitBroken, p.say("集群 %s 不允许：%s；核对 %s 和 %s（或 %s 所指的文件），并请管理员核对权限（fundledger setup）：%v",
			"the cluster %s does not allow it: %s; check %s and %s (or the file that %s names), and ask an administrator to check the access rights (fundledger setup): %v",
			denied.Where, denied.What, userVariable, passwordVariable, credentialsVariable, denied.Cause), true
	case errors.As(err, &nobody):
		return exitBroken, p.say("集群 %s 没有回应；什么也没有写入，核对地址、证书和各节点，待其恢复后重试：%v", "the cluster %s does not answer; nothing was written, check the address, the certificate and the nodes, and try again when it is back: %v", nobody.Where, nobody.Cause), true
	}
	return 0, "", false
}

// explainAddress tells what is wrong with the address of a ledger.
func (p *program) explainAddress(e *kurrent.AddressError) string {
	switch e.Kind {
	case kurrent.FaultPassword:
		return p.say("--ledger：地址里不要写用户和密码，别人看得见；写入环境变量 %s、%s，或 %s 所指的文件", "--ledger: no user or password in the address, for others can see it; put them into the environment as %s and %s, or into a file that %s names", userVariable, passwordVariable, credentialsVariable)
	case kurrent.FaultPlaintext:
		return p.say("--ledger：tls=false 不加密，路上的人都能看到并改动；确要如此，加 --insecure", "--ledger: with tls=false nothing is encrypted, and whoever is on the way can read and change it; if you mean it, add --insecure")
	case kurrent.FaultSetting:
		return p.say("--ledger：地址里的设置 %s 不认得，或值不对；可用 tls=true 和 tlsCAFile=文件", "--ledger: the setting %s of the address is not known, or has a wrong value; use tls=true and tlsCAFile=FILE", e.Value)
	case kurrent.FaultLedgerName:
		return p.say("--ledger：%s 不能作账本名；用小写字母、数字和下划线，至多 40 个", "--ledger: %s cannot be the name of a ledger; use a to z, 0 to 9 and _, at most 40", e.Value)
	default:
		return p.say("--ledger：%s 不是地址；写成 esdb://主机:2113/账本名", "--ledger: %s is no address; write esdb://HOST:2113/NAME", e.Value)
	}
}

// explainBackup tells that a backup was not restored. Its remedy is another backup.
func (p *program) explainBackup(e *badBackupError) (code int, text string) {
	var fault *verify.Fault
	var corrupt *store.CorruptError
	var broken *brokenError
	what := ""
	switch {
	case errors.As(e.err, &fault):
		what = fault.In(p.lang)
	case errors.As(e.err, &corrupt):
		what = corrupt.Error()
	case errors.As(e.err, &broken):
		code, why, list := p.explainNot(e.err)
		return code, p.say("备份 %s：%s；没有恢复", "the backup in %s: %s; it was not restored", e.dir, why) + list
	default:
		return p.explain(e.err)
	}
	return exitBroken, p.say("备份 %s 有问题：%s；没有恢复，换一份备份", "the backup in %s is not right: %s; it was not restored, take another one", e.dir, what)
}

// explainFaulty tells that a file was not recorded, and what can be done.
func (p *program) explainFaulty(e *importer.FaultyError) (code int, text string) {
	code = exitRefused
	if e.BadInput {
		code = exitBadInput
	}
	if e.Late {
		return exitRefused, p.say("导入 %s：检查之后账本有变，%s被拒，其余已记入；改正这几行后重新导入，不会重复", "import %s: the ledger changed after the check, and refused %s; all others were recorded; mend these lines and import again, nothing is doubled", e.Path, number(e.Faults, "条", "fact"))
	}
	text = p.say("导入 %s：%s，未记入任何事项；改正后重新导入", "import %s: %s, nothing was recorded; mend and import again", e.Path, number(e.Faults, "处错误", "fault"))
	if !e.Whole {
		text += p.say("，或加 --partial 先记入无误的行", ", or add --partial to record the good rows first")
	}
	return code, text
}

// pathOf returns the path that an error of the file system is about.
func pathOf(err error) string {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Path
	}
	return err.Error()
}
