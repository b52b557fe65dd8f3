package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/ledger/fund"
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
		RunE: func(*cobra.Command, []string) error {
			// The keys first: if they cannot be made, no ledger is left without them.
			signer, err := p.newKey(name)
			if err != nil {
				return err
			}
			path, made, err := p.makeKey()
			if err != nil {
				return err
			}
			s, err := p.createAt(p.location)
			if err != nil {
				return err
			}
			if err := s.Close(); err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("已建立账本：%s", "made the ledger: %s", p.location))
			if made {
				fmt.Fprintln(p.out, p.say("已生成人员密钥：%s（请另行备份）", "made the person key: %s (back it up)", path))
			} else {
				fmt.Fprintln(p.out, p.say("沿用人员密钥：%s", "using the person key: %s", path))
			}
			if err := p.adoptKey(signer); err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("下一步：fundledger events --types 查看导入文件的写法", "next: fundledger events --types shows how to write an import file"))
			return nil
		},
	}
	cmd.Flags().StringVar(&name, "name", "", p.say("账本的名称，写在检查点和密钥上，如 county.example/ledger（默认另取）", "the ledger's name, which its checkpoints and keys bear, such as county.example/ledger (default: one is made)"))
	return cmd
}

// makeKey makes the person key if there is none, and returns where it is.
func (p *program) makeKey() (path string, made bool, err error) {
	if path, err = p.keyPath(); err != nil {
		return "", false, err
	}
	key := make([]byte, fund.KeySize)
	if _, err := io.ReadFull(p.random, key); err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	err = writeNew(path, []byte(hex.EncodeToString(key)+"\n"), 0o600)
	if errors.Is(err, fs.ErrExist) {
		_, err := p.readKey()
		return path, false, err
	}
	if err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	return path, true, nil
}
