package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) initCommand() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "init",
		Short: p.say("建立新账本", "make a new ledger"),
		Long: p.say(
			"建立一本空账，并在账本之外生成人员密钥（若还没有）和签名密钥。\n人员密钥把人员编号变成假名，丢失后同一人将得到不同的假名；签名密钥签发检查点。请另行备份。",
			"Make an empty ledger and, outside of it, a person key (if there is none yet) and a signing key.\nThe person key turns person numbers into pseudonyms: without it the same person gets another one. The signing key\nsigns checkpoints. Back both up."),
		Example: "  fundledger init\n  fundledger init --ledger /srv/books/441300 --name huizhou.example/441300",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			made, err := p.Init(cmd.Context(), name)
			if err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("已建立账本：%s", "made the ledger: %s", p.Location))
			if made.NewPersons {
				fmt.Fprintln(p.out, p.say("已生成人员密钥：%s（请另行备份）", "made the person key: %s (back it up)", made.PersonKey))
			} else {
				fmt.Fprintln(p.out, p.say("沿用人员密钥：%s", "using the person key: %s", made.PersonKey))
			}
			p.showKey(made.Verifier, made.SigningKey)
			fmt.Fprintln(p.out, p.say("下一步：fundledger events --types 查看导入文件的写法", "next: fundledger events --types shows how to write an import file"))
			return nil
		},
	}
	cmd.Flags().StringVar(&name, "name", "", p.say("账本的名称，写在检查点和密钥上，如 county.example/ledger（默认另取）", "the ledger's name, which its checkpoints and keys bear, such as county.example/ledger (default: one is made)"))
	return cmd
}
