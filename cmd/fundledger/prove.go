package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) proveCommand() *cobra.Command {
	var pair []string
	var t office.Trust
	var checkpoint, out, check string
	cmd := &cobra.Command{
		Use:   "prove POSITION | --between OLD --between NEW | --check FILE",
		Short: p.say("写出证明：某事项在账内，或新检查点是旧检查点的延续", "write a proof that an event is in the ledger, or that one checkpoint continues another"),
		Long: p.say("POSITION 是事项在全账的序号（events 列出）。证明是一个小的文本文件，写有事项全文、哈希和检查点；\n"+
			"持有公钥的人不用账本就能核对（--check，或 testdata/checker/check.py）。不给 --checkpoint 则签一个新的检查点。",
			"POSITION is the event's place in the whole ledger, as events lists it. The proof is a small text file with the event,\n"+
				"hashes and the checkpoint; whoever has the verifier key checks it without the ledger (--check, or\n"+
				"testdata/checker/check.py). Without --checkpoint a new one is signed."),
		Example: "  fundledger prove 41 --checkpoint 2025.checkpoint --out event-41.proof\n" +
			"  fundledger prove --between 2024.checkpoint --between 2025.checkpoint --out 2024-2025.proof\n" +
			"  fundledger prove --check event-41.proof --key verifier.key",
		Args: p.arguments("POSITION", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asked := len(args) + len(pair)/2
			if check != "" {
				asked++
			}
			if asked != 1 || len(pair) != 0 && len(pair) != 2 {
				return fault.Input("给出一个序号，或两个 --between，或一个 --check", "give one position, or --between twice, or --check")
			}
			known, own, err := p.Verifiers(t)
			if err != nil {
				return err
			}
			if check != "" {
				return p.checkProof(check, known, own)
			}
			prove := func(s store.Store) ([]byte, error) {
				return office.ProveConsistency(cmd.Context(), s, known, pair[0], pair[1])
			}
			if len(args) == 1 {
				index, err := strconv.ParseInt(args[0], 10, 64)
				if err != nil || index < 0 {
					return fault.Input("不是序号：%s；用 fundledger events 查看", "%s is not a position; see fundledger events", args[0])
				}
				prove = func(s store.Store) ([]byte, error) {
					return p.ProveInclusion(cmd.Context(), s, known, index, checkpoint)
				}
			}
			return p.With(func(s store.Store) error {
				file, err := prove(s)
				if err != nil {
					return err
				}
				return p.writeProof(file, out)
			})
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&pair, "between", nil, p.say("旧、新两个检查点文件", "files of the old and the new checkpoint"))
	f.StringVar(&checkpoint, "checkpoint", "", p.say("证明所依据的检查点文件", "file of the checkpoint that the proof is about"))
	f.StringVar(&out, "out", "", p.say("写入该文件，默认标准输出", "write to this file; default standard output"))
	f.StringVar(&check, "check", "", p.say("核对这个证明文件", "check this proof"))
	p.trustFlags(&t, cmd)
	return cmd
}

// writeProof writes a proof into a new file, or to standard output.
func (p *program) writeProof(file []byte, out string) error {
	if out == "" {
		_, err := p.out.Write(file)
		return err
	}
	if err := disk.Create(out, file, disk.Private); err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.say("已写出证明：%s", "wrote the proof: %s", out))
	return nil
}
