package main

import "fmt"

// atLeast and atMost return whether a target is met, or by how much it is missed;
// a value of 0 was not measured.
func atLeast(value, target float64) string {
	switch {
	case value == 0:
		return "not measured"
	case value >= target:
		return "yes"
	}
	return fmt.Sprintf("NO, %s of it", ratio(value, target))
}

func atMost(value, target float64) string {
	switch {
	case value == 0:
		return "not measured"
	case value <= target:
		return "yes"
	}
	return fmt.Sprintf("NO, %s of it", ratio(value, target))
}

// targets returns the rows of the table of targets.
func (r *results) targets() [][]string {
	var rows [][]string
	add := func(what, target, measured, met string) { rows = append(rows, []string{what, target, measured, met}) }
	shown := func(value float64, text string) string {
		if value == 0 {
			return "—"
		}
		return text
	}
	var first, largest sizeResult
	var memory int64
	var bytes float64
	if len(r.sizes) > 0 {
		first, largest = *r.sizes[0], *r.sizes[len(r.sizes)-1]
		for _, s := range r.sizes {
			memory = max(memory, s.load.rss())
			bytes = max(bytes, float64(s.bytes)/float64(s.events))
		}
	}
	replay, rss := largest.replay.wall(), largest.replay.rss()
	scale := "full scale"
	if !largest.full {
		scale = number(float64(largest.events)) + " events, not the full scale"
	}
	time := atMost(replay.median, 15)
	if !largest.full && time == "yes" {
		time = "not measured at full scale"
	}
	add("rebuild of all projections: time", "≤ 15 s at full scale", shown(replay.median, replay.seconds()+", "+scale), time)
	add("rebuild of all projections: memory", "≤ 512 MB", shown(float64(rss), megabytes(rss)+", "+scale), atMost(float64(rss), 512e6))
	rate := replay.per(largest.events)
	add("rebuild of all projections: events a second", "≥ 5 000 000, warm", shown(rate.median, rate.rate()), atLeast(rate.median, 5e6))
	load := first.load.wall().per(first.events)
	add("durable import, events a second", "≥ 250 000", shown(load.median, load.rate()), atLeast(load.median, 250e3))
	add("import memory at any size", "≤ 300 MB", megabytes(memory), atMost(float64(memory), 300e6))
	ask := first.ask.wall().median
	for _, t := range []struct {
		name   string
		factor float64
	}{{"ledger", 20}, {"hledger", 80}, {"PostgreSQL", 2}} {
		times := 0.0
		for _, q := range r.peers {
			if q.name == t.name && ask > 0 {
				times = q.ask.wall().median / ask
			}
		}
		add("yearly balance per fund from raw history, faster than "+t.name, fmt.Sprintf("≥ %g×", t.factor), shown(times, digits(times)+"×"), atLeast(times, t.factor))
	}
	cold, inside := largest.cold.wall(), largest.inside.wall()
	add("the same from a snapshot: within a process", "≤ 5 ms", shown(inside.median, inside.seconds()), atMost(inside.median, 0.005))
	add("the same from a snapshot: cold process included", "≤ 100 ms", shown(cold.median, cold.seconds()), atMost(cold.median, 0.1))
	add("disk, everything included", "≤ 60 bytes an event", shown(bytes, digits(bytes)), atMost(bytes, 60))
	for _, suffix := range []string{"", slower} {
		disk := spreadOf(r.paces[paceSync+suffix]).median
		if disk == 0 && suffix != "" {
			continue
		}
		for _, t := range []struct {
			name   string
			factor float64
		}{{paceOne, 0.9}, {paceMany, 20}} {
			times := 0.0
			if disk > 0 {
				times = spreadOf(r.paces[t.name+suffix]).median / disk
			}
			add("single durable "+t.name+suffix+", beside the disk's fsync rate", fmt.Sprintf("≥ %g×", t.factor), shown(times, digits(times)+"×"), atLeast(times, t.factor))
		}
	}
	return rows
}
