package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
)

// trustFlags adds the flags by which a command is told which keys to believe.
func (p *program) trustFlags(t *office.Trust, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&t.Keys, "key", nil, p.say("公钥或存它的文件，可多次：先账本的，后见证人的；默认账本目录内的", "verifier key, or a file of one; may be repeated: the ledger's first, then witnesses'; default that in the ledger's folder"))
	f.StringArrayVar(&t.Rotations, "rotation", nil, p.say("换钥声明文件，可多次，由早到晚；账本目录内的不必给出", "file of a rotation, may be repeated, oldest first; those in the ledger's folder need not be given"))
}

// ownKey warns that a key came from the ledger that it is to judge.
func ownKey() lang.Text {
	return lang.Text{
		ZH: "公钥取自账本目录，只能说明账本自身一致；审计请用 --key 给出自己保存的公钥",
		EN: "the verifier key was taken from the ledger's own folder, which shows only that the ledger agrees with itself; an auditor gives hers with --key",
	}
}

// tellSignatures lists whose keys signed a checkpoint.
func (p *program) tellSignatures(c merkle.Signed) {
	for _, list := range []struct {
		what string
		ids  []merkle.KeyID
	}{
		{p.say("账本签名：", "signed by the ledger: "), c.Ledger},
		{p.say("见证人签名：", "signed by the witness: "), c.Witnesses},
		{p.say("不计（密钥在此不生效）：", "does not count (its key is not in force here): "), c.Lapsed},
		{p.say("未核对（没有其公钥）：", "not checked (its verifier key is not known): "), c.Unknown},
	} {
		for _, id := range list.ids {
			fmt.Fprintf(p.out, "  %s%s\n", list.what, id)
		}
	}
}
