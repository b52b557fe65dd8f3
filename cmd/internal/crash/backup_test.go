package crash

import (
	"fmt"
	"path/filepath"
	"testing"
)

// testBackupWhileRecording takes backups, each verified by the program that took
// it, while other programs record one fact after another.
func testBackupWhileRecording(t *testing.T, some *scenario) {
	more := 8 * *sample
	w := some.template.copyTo(t, newWorld(t, "").dir)
	before := sound(t, w.books())
	recorded := make(chan outcome)
	go func() {
		var o outcome
		for i := 0; i < more && o.code == 0; i++ {
			o = w.run(t, "record", "reimbursement.paid", fmt.Sprintf("document=Y-%d", i), theFund, clinic, "care=inpatient", "amount=5.00", "occurred_on=2025-06-30")
		}
		recorded <- o
	}()
	var copies []string
	for done := false; !done; {
		dir := filepath.Join(w.dir, fmt.Sprint("copy ", len(copies)))
		if o := w.run(t, "backup", dir); o.code != 0 {
			t.Errorf("backup: exit %d: %s", o.code, o.err)
		}
		copies = append(copies, dir)
		select {
		case o := <-recorded:
			if done = true; o.code != 0 {
				t.Fatalf("record: exit %d: %s", o.code, o.err)
			}
		default:
		}
	}
	all := sound(t, w.books())
	if len(all) != len(before)+more {
		t.Fatalf("%d facts, want %d", len(all), len(before)+more)
	}
	var sizes []int
	for _, dir := range copies {
		lines := sound(t, dir)
		continues(t, before, lines)
		continues(t, lines, all)
		sizes = append(sizes, len(lines))
	}
	t.Logf("backups of %v facts of %d", sizes, len(all))
}
