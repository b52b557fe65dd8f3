package main

import (
	"fmt"

	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger/lang"
)

// tellOvertaken lists the closings that close nothing. They are no damage: somebody
// recorded while they were computed.
func (p *program) tellOvertaken(all []judge.Closing) {
	for _, c := range all {
		if c.Counts() {
			continue
		}
		then := lang.F("其后已重新结账", "it was closed again later")
		if !c.Again {
			then = lang.F("再结一次：fundledger close", "close it again: fundledger close")
		}
		fmt.Fprintln(p.out, p.say("第 %d 条的结账（%s %s）无效：结账时又有该期事项入账，它没有封存任何期间；%s", "the closing at position %d (%s %s) is void: facts of its period were recorded while it was made, so it closes nothing; %s",
			uint64(c.Position), c.Fund, string(c.Period), then))
	}
}
