package main

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/store"
)

// verifyForm is verifyLedger without the rules, and without what is kept beside the log.
func (p *program) verifyForm(ctx context.Context, s store.Store, v office.Comparison, verbose bool) error {
	found, err := p.RecheckForm(ctx, s, v.Checkpoints)
	if err == nil {
		err = p.tellAlarms(ctx, s, v.Checkpoints[:v.Given])
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.say("形式无误：%s，%d 个流，根 %s", "the form is right: %s in %d streams, root %s", events(found.Head.Size), found.Streams, found.Head.Root))
	fmt.Fprintln(p.out, p.say("没有按规则重判，没有核对结账、快照和索引；不加 --form 则一并核对", "no rule was asked, and no closing, snapshot or index checked; without --form they are"))
	if err := p.tellStrangers(ctx, s); err != nil {
		return err
	}
	p.tellAnchors(v, verbose)
	return nil
}
