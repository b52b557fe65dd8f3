package importer

import "sync"

// ordered has several goroutines work and hands their results on in the order in
// which the work was given: so rules see facts in the order of the file, whoever
// parsed them. What is under way is bounded, and so is its memory.
type ordered[A, B any] struct {
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

// newOrdered starts workers. At most ahead tasks wait to be done or to be taken.
// Each worker does its tasks with a function of its own.
func newOrdered[A, B any](workers, ahead int, worker func() func(A) B) *ordered[A, B] {
	o := &ordered[A, B]{
		work:    make(chan assignment[A, B], ahead),
		results: make(chan chan B, ahead),
		stopped: make(chan struct{}),
	}
	for range workers {
		o.workers.Go(func() {
			do := worker()
			for a := range o.work {
				a.result <- do(a.task)
			}
		})
	}
	return o
}

// give gives a task. It waits while too much is under way, and reports false if
// nobody wants results any more.
func (o *ordered[A, B]) give(task A) bool {
	a := assignment[A, B]{task, make(chan B, 1)}
	select {
	case <-o.stopped:
		return false
	case o.results <- a.result:
	}
	o.work <- a // workers wait for nobody who gives or takes
	return true
}

// end says that no more tasks are given. Whoever gives them calls it, once.
func (o *ordered[A, B]) end() {
	close(o.work)
	close(o.results)
}

// take returns the next result, or reports false after the last.
func (o *ordered[A, B]) take() (B, bool) {
	result, more := <-o.results
	if !more {
		var none B
		return none, false
	}
	return <-result, true
}

// quit says that no results are wanted any more: give reports false from now on.
func (o *ordered[A, B]) quit() { o.stop.Do(func() { close(o.stopped) }) }

// wait waits for the workers to go home, after end.
func (o *ordered[A, B]) wait() { o.workers.Wait() }
