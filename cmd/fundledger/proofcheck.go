package main

import (
	"bytes"
	"fmt"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/merkle"
)

// checkProof checks a proof with the reader's keys, without any ledger. Errors:
// *merkle.FormError, *merkle.ProofError, those of merkle.Open.
func (p *program) checkProof(path string, known merkle.Verifiers, own bool) (err error) {
	raw, err := disk.Read(path, disk.Note)
	if err != nil {
		return fmt.Errorf("read the proof: %w", err)
	}
	defer func() {
		if err != nil {
			err = fault.About(path, err)
		}
	}()
	if bytes.HasPrefix(raw, []byte("fundledger-consistency/")) {
		proof, err := merkle.DecodeConsistency(raw)
		if err != nil {
			return err
		}
		before, after, err := proof.Verify(known)
		if err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.say("证明成立：%s的账本是 %s的账本的开头", "the proof holds: the ledger of %s is the beginning of that of %s", events(before.Size), events(after.Size)))
		for _, c := range []merkle.Signed{before, after} {
			fmt.Fprintln(p.out, p.say("检查点：%s，根 %s，%s", "checkpoint: %s, root %s, %s", events(c.Size), c.Root, tables.LocalTime(c.Time)))
			p.tellSignatures(c)
		}
	} else {
		proof, err := merkle.DecodeInclusion(raw)
		if err != nil {
			return err
		}
		c, err := proof.Verify(known)
		if err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.say("证明成立：第 %d 条事项在账内：", "the proof holds: event %d is in the ledger:", proof.Index))
		fmt.Fprintln(p.out, report.Visible(string(proof.Line)))
		fmt.Fprintln(p.out, p.say("检查点：%s，根 %s，%s", "checkpoint: %s, root %s, %s", events(c.Size), c.Root, tables.LocalTime(c.Time)))
		p.tellSignatures(c)
	}
	if own {
		fmt.Fprintln(p.out, ownKey().In(p.lang))
	}
	return nil
}
