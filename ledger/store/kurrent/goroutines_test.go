package kurrent_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"time"
)

// labelled has f called by a goroutine whose label all have that it starts.
func labelled(label string, f func()) {
	pprof.Do(context.Background(), pprof.Labels("campaign", label), func(context.Context) { f() })
}

// running returns how many goroutines have a label.
func running(t testing.TB, label string) int {
	sum := 0
	for part := range strings.SplitSeq(goroutines(label), "\n\n") {
		if part == "" {
			continue
		}
		number, _, _ := strings.Cut(part, " @")
		n, err := strconv.Atoi(strings.TrimSpace(number))
		if err != nil {
			t.Fatalf("%v in %q", err, part)
		}
		sum += n
	}
	return sum
}

// goroutines returns the goroutines with a label.
func goroutines(label string) string {
	var text bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&text, 1) // to memory
	var found []string
	_, all, _ := strings.Cut(text.String(), "\n") // after the total
	for part := range strings.SplitSeq(all, "\n\n") {
		if strings.Contains(part, fmt.Sprintf("%q", label)) {
			found = append(found, part)
		}
	}
	return strings.Join(found, "\n\n")
}

// leftOver returns the goroutines with a label, once they have had time to end.
func leftOver(label string) string {
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	look := time.NewTicker(80 * time.Millisecond) // each look takes long
	defer look.Stop()
	for {
		<-look.C
		left := goroutines(label)
		if left == "" {
			return ""
		}
		select {
		case <-deadline.C:
			return left
		default:
		}
	}
}
