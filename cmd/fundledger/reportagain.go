package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/press"
	"github.com/fundledger/fundledger/cmd/internal/yearbook"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) reportAgainCommand() *cobra.Command {
	var f issueFlags
	var edition int
	cmd := &cobra.Command{
		Use:     "again",
		Short:   p.say("重做已发布的一版，并与登记的指纹比较", "make an issued edition again, and compare it with what was recorded"),
		Long:    p.say("从登记的位置重做已发布的一版，写出各文件，并与登记的 SHA-256 比较；有一份不同，退出码为 1。", "Make an issued edition again from the position that was recorded, write its files, and compare each with the SHA-256 that was\nrecorded. If one differs the exit code is 1."),
		Example: "  fundledger report again --region 441300 --year 2025 --edition 1 --dir again",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			order, err := p.order(&f)
			if err != nil {
				return err
			}
			return p.With(func(s store.Store) error {
				e, differ, err := yearbook.Again(cmd.Context(), &p.Office, s, order, edition)
				if err != nil {
					return err
				}
				paths, err := p.editionFiles(e, f.dir, press.Formats())
				if err != nil {
					return err
				}
				for _, path := range paths {
					fmt.Fprintln(p.out, p.say("已写出 %s", "wrote %s", path))
				}
				if len(differ) > 0 {
					return fault.Altered("第 %d 版的 %s 与登记的不同：账本或其文件被改动；用 verify 核对", "edition %d: %s differs from what was recorded: the ledger or what stands beside it was changed; check it with verify", edition, listed(differ))
				}
				fmt.Fprintln(p.out, p.say("与登记的第 %d 版逐字节相同", "byte for byte what was recorded of edition %d", edition))
				return nil
			})
		},
	}
	f.flags(p, cmd)
	cmd.Flags().IntVar(&edition, "edition", 1, p.say("版次", "the edition"))
	return cmd
}

// editionFiles writes the files of an edition into a folder, all or none, and returns their paths.
// Errors: bad input for a file that is there already; those of the disk.
func (p *program) editionFiles(e yearbook.Edition, dir string, formats []press.Format) (paths []string, err error) {
	for _, f := range formats {
		path := filepath.Join(dir, e.Name(f))
		if _, err := os.Lstat(path); err == nil {
			return nil, existsAlready(path)
		}
		paths = append(paths, path)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	for n, f := range formats {
		err := disk.Write(paths[n], disk.Private, func(w io.Writer) error {
			_, err := w.Write(e.Files[f])
			return err
		})
		if err != nil {
			for _, path := range paths[:n] {
				err = errors.Join(err, os.Remove(path))
			}
			return nil, err
		}
	}
	return paths, nil
}
