package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/history"
)

func (p *program) verifyExport(ctx context.Context, path string, v office.Comparison, verbose bool) error {
	in, err := office.OpenHistory(path)
	if err != nil {
		return err
	}
	bar := p.progress(p.say("核对", "verify"), -1)
	head, roots, err := history.Check(ctx, in, history.Progress(bar.Set), office.Sizes(v.Checkpoints)...)
	bar.Done()
	if line := (*history.LineError)(nil); errors.As(err, &line) {
		err = fault.Altered("%s %s；向导出它的人重新索取，并对照检查点", "%s: %s; ask for it again where it was exported, and compare it with a checkpoint", path, line)
	}
	if err := errors.Join(err, in.Close()); err != nil {
		return err
	}
	if err := office.Continues(v.Checkpoints, head, roots); err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.say("核对无误：%s，根 %s", "verified: %s, root %s", events(head.Size), head.Root))
	if len(v.Checkpoints) == 0 {
		fmt.Fprintln(p.out, p.say("没有对照检查点：文件完整、规范，但不能说明它就是账本的历史；请给出 --checkpoint 文件 --key 公钥",
			"it was compared with no checkpoint: the file is whole and well-formed, which does not show that it is the ledger's history; give --checkpoint FILE --key KEY"))
		return nil
	}
	p.tellAnchors(v, verbose)
	return nil
}
