package fault

import (
	"context"
	"io/fs"
	"path/filepath"
	"syscall"

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

// ofLedger tells of the errors of the packages below cmd.
var ofLedger = Table{
	On[*refusal.Error](Refused, "%s", "%s"),
	As(BadInput, func(e *event.InvalidError) lang.Text { return Unfit(e.Problems, func(string) string { return "" }) }),
	On[*verify.Fault](Broken, "账本有问题：%s；不要继续记账，用备份恢复，并对照检查点", "the ledger is not right: %s; record nothing more, restore a backup and compare it with the checkpoints"),
	On[*merkle.BlockError](Broken, "账本有问题：%s；不要继续记账，用 fundledger verify 查明", "the ledger is not right: %s; record nothing more, and find out with: fundledger verify"),
	On[*history.LineError](BadInput, "%s；什么也没有导入，向导出它的人重新索取", "%s; nothing was imported, ask for the file again where it was exported"),

	On[*merkle.SignatureError](Broken, "%s；不要采信，与别人保存的同一份对照", "%s; do not believe it, and compare it with the copy that somebody else keeps"),
	On[*merkle.NotInForceError](Broken, "%s；不要采信，请账本一方用现用的密钥重新签发", "%s; do not believe it, and ask for one that the key in force has signed"),
	On[*merkle.ProofError](Broken, "%s；不要采信，向账本一方重新索取", "%s; do not believe it, and ask for another one"),
	On[*merkle.FormError](BadInput, "%s；原样取得该文件再试", "%s; get the file again as it was written"),
	On[*merkle.KeyError](BadInput, "%s；核对后重试", "%s; correct it and try again"),
	On[*merkle.UnsignedError](BadInput, "%s", "%s"),
	On[*merkle.OtherLedgerError](BadInput, "%s；给出该账本的公钥，见证人的公钥放在其后", "%s; give the verifier key of that ledger, those of witnesses after it"),

	Naming(BadInput, missingZH, missingEN, func(e *sqlite.NotFoundError) any { return filepath.Dir(e.Path) }),
	Naming(BadInput, missingZH, missingEN, func(e *kurrent.NotFoundError) any { return e.Where }),
	On[*disk.UnfitError](BadInput, "%s", "%s"),
	Naming(Conflict, "另一个程序正在建立 %s；等它结束后重试", "another program is making %s; wait for it to end and try again", func(e *disk.BusyError) any { return e.Path }),
	Naming(Broken, "账本旁有回滚日志 %s，本程序从不留下它：打开账本会把它写进账里；什么也没有动，把它移到别处留作证据，再运行 fundledger verify", "a rollback journal stands beside the ledger, %s, which this program never leaves: to open the ledger would write it into the ledger; nothing was touched, so move it away, keep it as evidence, and run: fundledger verify", func(e *sqlite.JournalError) any { return e.Path }),
	Naming(Broken, "%s 只能读：文件、目录或介质不可写；什么也没有写入，请管理员核对权限", "%s can only be read: the file, its folder or the medium cannot be written; nothing was written, ask an administrator to check the permissions", func(e *sqlite.ReadOnlyError) any { return e.Path }),
	Naming(BadInput, "%s 已有账本；直接使用它，或另选目录", "there is a ledger in %s already; use it, or choose another directory", func(e *sqlite.ExistsError) any { return filepath.Dir(e.Path) }),
	Naming(Broken, newerZH, newerEN, func(e *sqlite.NewerFormatError) any { return filepath.Dir(e.Path) }),
	Naming(Broken, fullZH, fullEN, func(e *sqlite.FullError) any { return e.Path }),
	Is(syscall.ENOSPC, Broken, fullZH, fullEN),
	Is(syscall.EDQUOT, Broken, fullZH, fullEN),

	On[*store.CorruptError](Broken, "账本已损坏：%v；不要继续记账，用备份恢复", "the ledger is damaged: %v; record nothing more and restore a backup"),
	On[*store.BusyError](Conflict, "另一个程序正在写这本账；等它结束后重试%.0s", "another program is writing to this ledger; wait for it to end and try again%.0s"),
	Naming(Conflict, "另一个程序同时在 %s 中记入了事项；重试即可，不会重复入账", "another program recorded into %s at the same time; try again, nothing is doubled", func(e *store.ConflictError) any {
		if e.Stream == "" {
			return lang.Text{ZH: "这本账", EN: "this ledger"}
		}
		return e.Stream
	}),
	Naming(Conflict, "不能确定是否已写入；重试即可，不会重复入账：%v", "it is not certain whether it was written; try again, nothing is doubled: %v", func(e *store.UnknownOutcomeError) any { return e.Cause }),
	Naming(BadInput, "目标账本的第 %d 条事项与来源不同；复制到一个新账本", "event %d of the target is not that of the source; copy into a new ledger", func(e *history.OtherHistoryError) any { return e.At }),

	Is(context.Canceled, Broken, "已中断；重新运行即可接着做，不会重复入账%.0s", "interrupted; run it again to complete it, nothing is doubled%.0s"),
	Is(fs.ErrNotExist, BadInput, "找不到 %s；核对路径", "%s is not found; check the path"),
	Is(fs.ErrExist, BadInput, "文件 %s 已存在，不会覆盖；移走它，或另指一个", "the file %s exists and is not overwritten; move it away, or name another"),
	Is(syscall.ENOTDIR, BadInput, "%s：路径中有一段是文件，不是目录；核对路径", "%s: a part of this path is a file, not a directory; check it"),
	Is(fs.ErrPermission, Broken, "没有权限使用 %s；请管理员核对权限", "%s may not be used; ask an administrator to check the permissions"),

	Naming(BadInput, "%s 已有账本；直接使用它，或另取账本名", "there is a ledger in %s already; use it, or choose another name", func(e *kurrent.ExistsError) any { return e.Where }),
	Naming(Broken, newerZH, newerEN, func(e *kurrent.NewerFormatError) any { return e.Where }),
	As(Broken, func(e *kurrent.VersionError) lang.Text {
		return lang.F("集群 %s 的版本号中有 %q，客户端只认数字（自行编译的服务器会这样）；清空服务器程序旁 version.properties 里的 version_suffix，再重启它", "the version of the server at %s has a part %q, and the client knows numbers only (a server that was built from source is like that); empty version_suffix in version.properties beside the server's program, and restart it", e.Where, e.Part)
	}),
	As(Broken, func(e *kurrent.UnreachableError) lang.Text {
		return lang.F("集群 %s 没有回应；什么也没有写入，核对地址、证书和各节点，待其恢复后重试：%v", "the cluster %s does not answer; nothing was written, check the address, the certificate and the nodes, and try again when it is back: %v", e.Where, e.Cause)
	}),
}

// Words of several rows.
const (
	missingZH, missingEN = "%s 没有账本；核对位置，或先建立一本", "there is no ledger in %s; check the place, or make one first"
	newerZH, newerEN     = "%s 由更新版本的程序写成；请用新版本打开", "%s was written by a newer program; open it with that one"
	fullZH, fullEN       = "磁盘已满：%s；没有写入半条，腾出空间后重试，已记入的不会重复", "the disk is full: %s; nothing is half-written, make room and try again, nothing is doubled"
)

// Unfit tells everything that is wrong with a fact by itself, each problem on a line.
// found is what stands in a field, if that may be told.
func Unfit(problems []event.Problem, found func(field string) string) lang.Text {
	all := lang.Text{}
	for i, p := range problems {
		text := lang.F("%s：%s；%s", "%s: %s; %s", p.Field, p.Why, p.Remedy)
		if is := found(p.Field); is != "" {
			text = lang.F("%s：现为“%s”：%s；%s", `%s: found "%s": %s; %s`, p.Field, is, p.Why, p.Remedy)
		}
		if i > 0 {
			text = lang.F("%s\n%s", "%s\n%s", all, text)
		}
		all = text
	}
	return all
}
