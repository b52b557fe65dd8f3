package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) checkpointKeyCommand() *cobra.Command {
	var witness, name string
	var lost bool
	cmd := &cobra.Command{
		Use:   "key",
		Short: p.say("生成签名密钥：账本的，或见证人的", "make a signing key: the ledger's, or a witness's"),
		Long: p.say("生成签名密钥，放在账本之外（与人员密钥同一目录，或 --signing-key 指定的文件），显示公钥。\n不加 --witness 是账本的密钥（init 已生成的不再生成）；加 --witness NAME 是财政、审计等见证人的。\n"+
			"原密钥丢失，不能再由它签换钥声明的：加 --lost，把它签过的检查点移到 former-… 目录，重新生成；新公钥须当面交给审计人员。",
			"Make a signing key outside of the ledger (beside the person key, or in the file that --signing-key names) and show\nits verifier key. Without --witness it is the ledger's, unless init made one; with --witness NAME that of a\nfinance bureau or an auditor who countersigns.\n"+
				"If the key is lost, and cannot sign for the one that replaces it: --lost puts the checkpoints that it signed into a\nfolder former-… and makes another; hand its verifier key to the auditor in person."),
		Example: "  fundledger checkpoint key\n  fundledger checkpoint key --witness bureau.example --signing-key bureau.key",
		Args:    p.arguments("", 0, 0),
		RunE: func(*cobra.Command, []string) error {
			if witness != "" {
				if lost || name != "" {
					return fault.Input("--witness 不和 --name、--lost 一起用", "--witness goes without --name and --lost")
				}
				signer, err := p.NewKey(witness)
				if err != nil {
					return err
				}
				path, err := p.SaveKey(signer)
				if err != nil {
					return err
				}
				p.showKey(signer.Verifier(), path)
				return nil
			}
			return p.With(func(store.Store) error {
				v, path, retired, err := p.NewLedgerKey(name, lost)
				if retired != "" {
					fmt.Fprintln(p.out, p.say("此前的检查点和公钥移到 %s；仍可用 verify --checkpoint 对照", "put the checkpoints so far and their verifier key into %s; verify --checkpoint still compares with them", retired))
				}
				if err == nil {
					p.showKey(v, path)
				}
				return err
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&witness, "witness", "", p.say("见证人的名称，如 bureau.example", "name of the witness, such as bureau.example"))
	f.StringVar(&name, "name", "", p.say("账本的名称，如 county.example/ledger（默认另取）", "name of the ledger, such as county.example/ledger (default: one is made)"))
	f.BoolVar(&lost, "lost", false, p.say("原签名密钥已丢失，换一个", "the signing key is lost: make another"))
	return cmd
}

func (p *program) checkpointRotateCommand() *cobra.Command {
	var next string
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: p.say("换签名密钥", "replace the signing key"),
		Long: p.say("生成新的签名密钥，并留下由新旧两个密钥签名的换钥声明（账本的 rotations 目录）：只有旧公钥的人凭它承认新密钥的检查点。\n旧密钥此后签的不算。",
			"Make a new signing key, and a note that both keys sign (in the ledger's folder rotations): by it, whoever has the old\nverifier key accepts checkpoints of the new one. What the old key signs later does not count."),
		Example: "  fundledger checkpoint rotate",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			v, path, note, err := p.Rotate(cmd.Context(), next)
			if err != nil {
				return err
			}
			p.showKey(v, path)
			fmt.Fprintln(p.out, p.say("换钥声明：%s（交给审计人员）", "rotation: %s (give it to the auditor)", note))
			return nil
		},
	}
	cmd.Flags().StringVar(&next, "new-signing-key", "", p.say("新密钥的文件（默认在用户配置目录）", "file for the new key (default: in the user's configuration directory)"))
	return cmd
}

// showKey tells where a new key is, and its public half.
func (p *program) showKey(v merkle.Verifier, path string) {
	fmt.Fprintln(p.out, p.say("已生成签名密钥：%s（请另行备份，不放在账本内）", "made the signing key: %s (back it up, outside of the ledger)", path))
	fmt.Fprintln(p.out, p.say("公钥，交给审计人员：%s", "verifier key, for the auditor: %s", v))
}
