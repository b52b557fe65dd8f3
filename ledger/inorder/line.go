package inorder

import "sync"

// Line has several goroutines work and hands their results on in the order in which the work
// was given. What is under way is bounded, and so is its memory.
type Line[A, B any] struct {
	work    chan assignment[A, B]
	results chan chan B // in the order of the work
	stopped chan struct{}
	stop    sync.Once
	workers sync.WaitGroup
}

type assignment[A, B any] struct {
	task   A
	result chan B
}

// NewLine starts workers. At most ahead tasks wait to be done or to be taken. Each worker does
// its tasks with a function of its own. End and Wait must be called.
func NewLine[A, B any](workers, ahead int, worker func() func(A) B) *Line[A, B] {
	l := &Line[A, B]{work: make(chan assignment[A, B], ahead), results: make(chan chan B, ahead), stopped: make(chan struct{})}
	for range workers {
		l.workers.Go(func() {
			do := worker()
			for a := range l.work {
				a.result <- do(a.task)
			}
		})
	}
	return l
}

// Give gives a task. It waits while too much is under way, and reports false if nobody wants
// results any more.
func (l *Line[A, B]) Give(task A) bool {
	a := assignment[A, B]{task, make(chan B, 1)}
	select {
	case <-l.stopped:
		return false
	case l.results <- a.result:
	}
	l.work <- a // workers wait for nobody who gives or takes
	return true
}

// End says that no more tasks are given. Whoever gives them calls it, once.
func (l *Line[A, B]) End() {
	close(l.work)
	close(l.results)
}

// Take returns the next result, or reports false after the last.
func (l *Line[A, B]) Take() (B, bool) {
	result, more := <-l.results
	if !more {
		var none B
		return none, false
	}
	return <-result, true
}

// Quit says that no results are wanted any more: Give reports false from now on.
func (l *Line[A, B]) Quit() { l.stop.Do(func() { close(l.stopped) }) }

// Wait waits for the workers to go home, after End.
func (l *Line[A, B]) Wait() { l.workers.Wait() }
