package importer

import (
	"runtime"
	"sync"
)

// priority lets some work go before other work that can be done at any time, so that
// some of the other is left for when the first has to wait.
type priority struct {
	mu    sync.Mutex
	fewer sync.Cond
	tasks int // given and not done
}

func newPriority() *priority {
	p := &priority{}
	p.fewer.L = &p.mu
	return p
}

// begin says that a task is given that goes first.
func (p *priority) begin() {
	p.mu.Lock()
	p.tasks++
	p.mu.Unlock()
}

// done says that one of them is done.
func (p *priority) done() {
	p.mu.Lock()
	p.tasks--
	p.mu.Unlock()
	p.fewer.Broadcast()
}

// wait waits while all processors have tasks that go first.
func (p *priority) wait() {
	p.mu.Lock()
	for p.tasks >= runtime.GOMAXPROCS(0) {
		p.fewer.Wait()
	}
	p.mu.Unlock()
}
