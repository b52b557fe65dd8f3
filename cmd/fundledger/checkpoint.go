package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) checkpointCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "checkpoint",
		Short: p.say("签发检查点：三行文字，日后证明账本没有被改过", "sign a checkpoint: three lines that show later whether history was changed"),
		Long: p.say("检查点写明账本的名称、事项数和根哈希，由账本的密钥签名；在账本的 checkpoints 目录留一份。\n把它交给审计人员和财政部门保存，最好由他们加签。\n日后用 verify --checkpoint 就能证明，他们看过的历史没有被改动、删去、调换或插入。\n同样的条数只签一次；账本不是上一个检查点的延续则不签。",
			"A checkpoint states the ledger's name, its number of events and their root hash, signed by the ledger's key; a copy\nstays in the ledger's folder checkpoints. Give it to the auditor and the finance bureau, who should countersign it:\nlater, verify --checkpoint proves that the history they saw was not changed, cut, reordered or added to.\nOf one number of events one checkpoint is signed, and none if the ledger does not continue the last."),
		Example: "  fundledger checkpoint\n  fundledger checkpoint --out 2025.checkpoint\n  fundledger checkpoint sign 2025.checkpoint --signing-key bureau.key --key verifier.key",
		Args:    noSubcommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.With(func(s store.Store) error {
				text, path, err := p.TakeCheckpoint(cmd.Context(), s, merkle.Closing{})
				if err != nil {
					return err
				}
				if out != "" {
					path = out
					if err := disk.Create(out, text, disk.Public); err != nil {
						return err
					}
				}
				fmt.Fprint(p.out, string(text))
				fmt.Fprintln(p.err, p.say("已存于 %s；交给不能改这本账的人保存", "kept in %s; give it to somebody who cannot change this ledger", path))
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&out, "out", "", p.say("另存到该文件", "write it to this file too"))
	cmd.AddCommand(p.checkpointKeyCommand(), p.checkpointSignCommand(), p.checkpointShowCommand(), p.checkpointRotateCommand())
	return cmd
}

func (p *program) checkpointSignCommand() *cobra.Command {
	var t office.Trust
	var old, proof string
	cmd := &cobra.Command{
		Use:   "sign FILE",
		Short: p.say("见证人加签一个检查点", "countersign a checkpoint as a witness"),
		Long: p.say("核对账本的签名后，用 --signing-key 的密钥加签，写回同一文件。\n给出上次加签的检查点（--old），则先证明这个是它的延续：凭管账一方交来的证明（--proof，由 prove --between 写出），\n没有证明则直接用账本。",
			"Check the ledger's signature, then add that of --signing-key, in the same file.\nGiven the checkpoint that was signed last (--old), make sure first that this one continues it: by the proof that came\nwith it (--proof, from prove --between), or without one by the ledger itself."),
		Example: "  fundledger checkpoint sign 2025.checkpoint --signing-key bureau.key --key verifier.key\n" +
			"  fundledger checkpoint sign 2026.checkpoint --old 2025.checkpoint --proof 2025-2026.proof --signing-key bureau.key --key verifier.key",
		Args: p.arguments("FILE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if p.SigningKey == "" {
				return fault.Input("用 --signing-key 指明见证人的密钥文件", "name the file of the witness's key with --signing-key")
			}
			if proof != "" && old == "" {
				return fault.Input("--proof 要和 --old 一起用", "--proof goes with --old")
			}
			signed, err := p.Countersign(cmd.Context(), args[0], t, old, proof)
			if err != nil {
				return err
			}
			fmt.Fprint(p.out, string(signed))
			return nil
		},
	}
	p.trustFlags(&t, cmd)
	cmd.Flags().StringVar(&old, "old", "", p.say("上次加签的检查点", "the checkpoint that was signed last"))
	cmd.Flags().StringVar(&proof, "proof", "", p.say("从上次加签的到这个的一致性证明", "the proof from that checkpoint to this one"))
	return cmd
}

func (p *program) checkpointShowCommand() *cobra.Command {
	var t office.Trust
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: p.say("核对一个检查点的签名", "check the signatures of a checkpoint"),
		Long: p.say("核对签名并说明检查点：账本、事项数、根、时间、哪些密钥签名。账本本身是否相符，用 verify --checkpoint。",
			"Check the signatures and say what the checkpoint states: ledger, number of events, root, time, and whose keys signed.\nWhether the ledger agrees is for verify --checkpoint."),
		Example: "  fundledger checkpoint show 2025.checkpoint --key verifier.key --key bureau.verifier.key",
		Args:    p.arguments("FILE", 1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			known, own, err := p.Verifiers(t)
			if err != nil {
				return err
			}
			c, err := office.OpenCheckpoint(args[0], known)
			if err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("账本 %s：%s，根 %s，%s", "ledger %s: %s, root %s, %s", c.Origin, events(c.Size), c.Root, tables.LocalTime(c.Time)))
			if c.Closing != (merkle.Closing{}) {
				fmt.Fprintln(p.out, p.say("结账时签发：%s %s", "taken when %s closed %s", c.Closing.Fund, c.Closing.Period))
			}
			p.tellSignatures(c.Signed)
			if own {
				fmt.Fprintln(p.out, ownKey().In(p.lang))
			}
			return nil
		},
	}
	p.trustFlags(&t, cmd)
	return cmd
}
