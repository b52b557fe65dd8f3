package main

import "fmt"

// What one good server has, for the arithmetic: beyond that a resource has run out.
const (
	serverDisk   = 8e12  // bytes
	serverMemory = 64e9  // bytes
	areas        = 333.0 // prefectures; about as many 统筹区
)

// costs are what one event costs, measured on the largest size.
type costs struct {
	events             int64
	disk, load, replay float64 // bytes and seconds an event
	loadRSS, replayRSS float64 // bytes, at that size
	replayGrows        float64 // bytes an event that the memory of a replay grows by
}

// costs returns what an event costs. Growth of memory is taken from the last two
// sizes, and is never below nothing.
func (r *results) costs() costs {
	before, last := r.sizes[max(0, len(r.sizes)-2)], r.sizes[len(r.sizes)-1]
	n := float64(last.events)
	c := costs{events: last.events, disk: float64(last.bytes) / n, load: last.load.wall().median / n, replay: last.replay.wall().median / n,
		loadRSS: float64(last.load.rss()), replayRSS: float64(last.replay.rss())}
	if last.events > before.events {
		c.replayGrows = max(0, float64(last.replay.rss()-before.replay.rss())/float64(last.events-before.events))
	}
	return c
}

// memory returns what a replay of n events would need.
func (c costs) memory(n float64) float64 {
	if c.replayRSS == 0 {
		return 0
	}
	return c.replayRSS + c.replayGrows*(n-float64(c.events))
}

// paper writes the arithmetic for a province and for the country.
func (r *results) paper(p *page) {
	if len(r.sizes) == 0 {
		return
	}
	c := r.costs()
	p.line("")
	p.line("## On paper: a province and the country")
	p.line("")
	grew := fmt.Sprintf("and grew by %s bytes an event from the size before, which is taken to go on", digits(c.replayGrows))
	if len(r.sizes) == 1 {
		grew = "and is taken to stay, for one size does not show whether it grows"
	}
	p.line("From what one event cost among %s: %s bytes of disk, %s µs of import, %s µs of replay; a replay's memory was %s %s.",
		number(float64(c.events)), digits(c.disk), digits(c.load*1e6), digits(c.replay*1e6), size(c.replayRSS), grew)
	p.line("Import memory was %s. The disk is for the ledger alone; an import stages a copy beside it.", size(c.loadRSS))
	row := func(what string, n float64) []string {
		return []string{what, number(n),
			number(n) + " × " + digits(c.disk) + " B = " + size(n*c.disk),
			known(c.load, number(n)+" × "+digits(c.load*1e6)+" µs = "+lasting(n*c.load)),
			known(c.replay, number(n)+" × "+digits(c.replay*1e6)+" µs = "+lasting(n*c.replay)),
			known(c.replayRSS, size(c.memory(n))), c.limit(n)}
	}
	p.table([]string{"what", "events", "disk", "import on one machine", "rebuild of all projections", "its memory", "what gives out first"}, [][]string{
		row("a province", 1e9), row("the country, one ledger", 1e11), row("the country, one of 333 ledgers", 1e11/areas)})
	p.line("")
	p.line("One ledger is one order of events, written by one process on one machine: it does not go beyond that machine's disk, nor is it rebuilt in parallel.")
	p.line("But no fund crosses its pooling area, so the country is not one ledger: each of about %s 统筹区 keeps its own (%s events each on average), on its own machine or a few dozen on one, is imported and rebuilt beside the others, and their balances are added up from rows, not from events.",
		number(areas), number(1e11/areas))
	p.line("A province that wants one log for all, or whose log must outlive a machine, takes the same events to a KurrentDB cluster: same store contract, same canonical bytes, same root.")
}

func known(cost float64, text string) string {
	if cost == 0 {
		return "—"
	}
	return text
}

// limit says which resource of one good server n events exhaust first.
func (c costs) limit(n float64) string {
	switch {
	case n*c.disk > serverDisk:
		return "disk: more than " + size(serverDisk)
	case c.memory(n) > serverMemory:
		return "memory of a rebuild: more than " + size(serverMemory)
	case n*c.load > 86400:
		return "import: more than a day"
	case n*c.replay > 3600:
		return "patience: a rebuild takes more than an hour"
	case n*c.replay > 60:
		return "nothing; a rebuild takes " + lasting(n*c.replay) + ", so snapshots are needed"
	}
	return "nothing"
}
