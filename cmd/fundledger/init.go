package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

func (p *program) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: p.say("建立新账本", "make a new ledger"),
		Long: p.say(
			"建立一本空账，并在账本之外生成人员密钥（若还没有）。\n密钥把人员编号变成假名；请另行备份，丢失后同一人将得到不同的假名。",
			"Make an empty ledger, and a person key outside of it (if there is none yet).\nThe key turns person numbers into pseudonyms; back it up: without it the same person gets another one."),
		Example: "  fundledger init\n  fundledger init --ledger /srv/books/441300",
		Args:    p.arguments("", 0, 0),
		RunE: func(*cobra.Command, []string) error {
			// The key first: if it cannot be made, no ledger is left without one.
			path, made, err := p.makeKey()
			if err != nil {
				return err
			}
			s, err := sqlite.Create(p.location)
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
			fmt.Fprintln(p.out, p.say("下一步：fundledger events --types 查看导入文件的写法", "next: fundledger events --types shows how to write an import file"))
			return nil
		},
	}
}

// makeKey makes the person key if there is none, and returns where it is.
func (p *program) makeKey() (path string, made bool, err error) {
	if path, err = p.keyPath(); err != nil {
		return "", false, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		_, err := p.readKey()
		return path, false, err
	}
	if err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	key := make([]byte, fund.KeySize)
	if _, err := rand.Read(key); err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", false, fmt.Errorf("write the person key %s: %w", path, err)
	}
	return path, true, nil
}
