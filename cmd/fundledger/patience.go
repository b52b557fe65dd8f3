package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/fundledger/fundledger/aggregates"
)

// patience is for how long a race that was lost to another program is run again.
func (p *program) patience() aggregates.Patience {
	if p.stores.impatient {
		return aggregates.Patience{}
	}
	return aggregates.Patience{Total: time.Minute, Pause: pause, Chance: func() float64 {
		var b [8]byte
		if _, err := io.ReadFull(p.random, b[:]); err != nil {
			return 0.5 // who is as slow as others meets them once more
		}
		return float64(binary.LittleEndian.Uint64(b[:])>>11) / (1 << 53)
	}}
}

// pause waits. Error: that of its context, if it ends before.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// toldEvery is how often whoever waits for another import is told that it goes on.
const toldEvery = 30 * time.Second

// waiting tells that another import is waited for.
func (p *program) waiting(waited time.Duration) {
	switch {
	case waited == 0:
		fmt.Fprintln(p.err, p.say("这本账正在导入别的文件；等它结束后接着导入（Ctrl-C 取消）", "another import into this ledger is running; this one goes on when it ends (Ctrl-C to cancel)"))
	case waited%toldEvery == 0:
		fmt.Fprintln(p.err, p.say("还在等另一个导入结束，已等 %d 秒", "still waiting for the other import, for %d seconds now", int(waited.Seconds())))
	}
}
