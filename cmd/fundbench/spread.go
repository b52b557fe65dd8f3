package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// sample is what one run of a program took.
type sample struct {
	wall time.Duration
	cpu  time.Duration // user and system time of the program and its children
	rss  int64         // bytes: the most memory it had at once
}

// series is several runs of the same thing.
type series []sample

// spread is the median, the least and the greatest of several values. Its unit
// is that of the values.
type spread struct{ median, min, max float64 }

// spreadOf returns the spread of values; the zero spread of none. The median of
// an even number is the mean of the two in the middle.
func spreadOf(values []float64) spread {
	if len(values) == 0 {
		return spread{}
	}
	v := slices.Sorted(slices.Values(values))
	n := len(v)
	return spread{median: (v[(n-1)/2] + v[n/2]) / 2, min: v[0], max: v[n-1]}
}

// wall returns the spread of the wall time in seconds.
func (s series) wall() spread {
	return s.of(func(x sample) float64 { return x.wall.Seconds() })
}

// cpu returns the spread of the processor time in seconds.
func (s series) cpu() spread { return s.of(func(x sample) float64 { return x.cpu.Seconds() }) }

// rss returns the most memory that any run had, in bytes: a limit must hold always.
func (s series) rss() int64 { return int64(s.of(func(x sample) float64 { return float64(x.rss) }).max) }

func (s series) of(value func(sample) float64) spread {
	values := make([]float64, len(s))
	for i, x := range s {
		values[i] = value(x)
	}
	return spreadOf(values)
}

// per returns the rate of n things in each of the times, in things per second.
// What was fastest has the greatest rate.
func (s spread) per(n int64) spread {
	if s.median == 0 {
		return spread{}
	}
	return spread{median: float64(n) / s.median, min: float64(n) / s.max, max: float64(n) / s.min}
}

// seconds prints a spread of seconds, in milliseconds if they are few.
func (s spread) seconds() string {
	if s == (spread{}) {
		return "—"
	}
	if s.max < 1 {
		return fmt.Sprintf("%s ms (%s–%s)", digits(s.median*1000), digits(s.min*1000), digits(s.max*1000))
	}
	return fmt.Sprintf("%s s (%s–%s)", digits(s.median), digits(s.min), digits(s.max))
}

// rate prints a spread of things per second.
func (s spread) rate() string {
	if s == (spread{}) {
		return "—"
	}
	return fmt.Sprintf("%s (%s–%s)", number(s.median), number(s.min), number(s.max))
}

// digits prints a value with three digits that count, more only if it is whole.
func digits(v float64) string {
	switch a := math.Abs(v); {
	case a >= 99.95:
		return number(v)
	case a >= 9.995:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case a >= 0.9995 || a == 0:
		return strconv.FormatFloat(v, 'f', 2, 64)
	default:
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
}

// number prints a whole number in groups of three.
func number(v float64) string {
	text := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return sign + text
}

// megabytes prints bytes in MB of 1,000,000; — for none.
func megabytes(bytes int64) string {
	if bytes <= 0 {
		return "—"
	}
	return digits(float64(bytes)/1e6) + " MB"
}

// size prints bytes in the unit of 1000s that suits them.
func size(bytes float64) string {
	for _, u := range []struct {
		name string
		of   float64
	}{{"PB", 1e15}, {"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}} {
		if bytes >= u.of {
			return digits(bytes/u.of) + " " + u.name
		}
	}
	return number(bytes) + " B"
}

// lasting prints a time in the unit that suits it.
func lasting(seconds float64) string {
	switch {
	case seconds >= 2*86400:
		return digits(seconds/86400) + " days"
	case seconds >= 2*3600:
		return digits(seconds/3600) + " h"
	case seconds >= 120:
		return digits(seconds/60) + " min"
	case seconds >= 1:
		return digits(seconds) + " s"
	}
	return digits(seconds*1000) + " ms"
}

// ratio prints how many times a is b; — if either is not known.
func ratio(a, b float64) string {
	if a == 0 || b == 0 {
		return "—"
	}
	return digits(a/b) + "×"
}
