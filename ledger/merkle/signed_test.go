package merkle_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/merkle"
)

// nine is when the checkpoints of the tests are taken.
func nine() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

// checkpoint returns that of the first size lines.
func checkpoint(lines [][]byte, size int) merkle.Checkpoint {
	var f merkle.Frontier
	for _, line := range lines[:size] {
		f.Append(merkle.LeafHash(line))
	}
	return merkle.Checkpoint{Origin: ledgerName, Head: f.Head(), Time: nine()}
}

func sign(t testing.TB, c merkle.Checkpoint, number int) []byte {
	t.Helper()
	raw, err := merkle.Sign(c, signer(t, c.Origin, number))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestSignedCheckpoint(t *testing.T) {
	c := checkpoint(events(41, 0), 41)
	c.Closing = merkle.Closing{Fund: "441300.390", Period: "2025-07"}
	raw := sign(t, c, 1)
	want := ledgerName + "\n41\n" + c.Root.String() + "\ntime 2026-11-22T09:00:00Z\nperiod 441300.390 2025-07\n"
	if text, sigs, _ := strings.Cut(string(raw), "\n\n"); text+"\n" != want || c.Text() != want || !strings.HasPrefix(sigs, "— "+ledgerName+" ") {
		t.Errorf("%s", raw)
	}
	opened, err := merkle.Open(raw, verifiers(t, 1))
	if err != nil || opened.Checkpoint != c || !slices.Equal(opened.Ledger, []merkle.KeyID{signer(t, ledgerName, 1).ID()}) ||
		len(opened.Witnesses)+len(opened.Lapsed)+len(opened.Unknown) > 0 {
		t.Errorf("%+v, %v", opened, err)
	}
}

// A time in another zone, or finer than a second, is written as what it is in UTC.
func TestTimesAreWrittenInUTC(t *testing.T) {
	c := checkpoint(nil, 0)
	c.Time = nine().Add(999 * time.Millisecond).In(time.FixedZone("Asia/Shanghai", 8*3600))
	if !strings.Contains(c.Text(), "\ntime 2026-11-22T09:00:00Z\n") {
		t.Error(c.Text())
	}
}

func TestWhatCannotBeSigned(t *testing.T) {
	good := checkpoint(events(3, 0), 3)
	for name, change := range map[string]func(*merkle.Checkpoint){
		"negative size":      func(c *merkle.Checkpoint) { c.Size = -1 },
		"huge size":          func(c *merkle.Checkpoint) { c.Size = merkle.MaxSize + 1 },
		"empty, with a root": func(c *merkle.Checkpoint) { c.Size = 0 },
		"no time":            func(c *merkle.Checkpoint) { c.Time = time.Time{} },
		"far future":         func(c *merkle.Checkpoint) { c.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"half a closing":     func(c *merkle.Checkpoint) { c.Closing.Fund = "441300.390" },
		"other half":         func(c *merkle.Checkpoint) { c.Closing.Period = "2025" },
		"a space":            func(c *merkle.Checkpoint) { c.Closing = merkle.Closing{Fund: "a b", Period: "2025"} },
		"a line more":        func(c *merkle.Checkpoint) { c.Closing = merkle.Closing{Fund: "a", Period: "2025\nx y"} },
		"a long fund":        func(c *merkle.Checkpoint) { c.Closing = merkle.Closing{Fund: strings.Repeat("1", 41), Period: "2025"} },
	} {
		c := good
		change(&c)
		var form *merkle.FormError
		if raw, err := merkle.Sign(c, signer(t, ledgerName, 1)); !errors.As(err, &form) {
			t.Errorf("%s: %s, %v", name, raw, err)
		}
	}
	var other *merkle.OtherLedgerError
	if _, err := merkle.Sign(good, signer(t, bureauName, 1)); !errors.As(err, &other) {
		t.Errorf("signed by a key of another name: %v", err)
	}
}

func TestWitnesses(t *testing.T) {
	lines := events(5, 0)
	raw := sign(t, checkpoint(lines, 5), 1)
	bureau, stranger := signer(t, bureauName, 1), signer(t, "auditor.example", 1)
	known, err := merkle.NewVerifiers([]merkle.Verifier{signer(t, ledgerName, 1).Verifier()}, bureau.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	both := raw
	for _, by := range []merkle.Signer{bureau, stranger, bureau, stranger} { // twice is once
		if both, err = merkle.Countersign(both, known, by); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.HasPrefix(both, raw) || strings.Count(string(both), "\n— ") != 3 {
		t.Errorf("%s", both)
	}
	opened, err := merkle.Open(both, known)
	if err != nil || len(opened.Ledger) != 1 || !slices.Equal(opened.Witnesses, []merkle.KeyID{bureau.ID()}) ||
		!slices.Equal(opened.Unknown, []merkle.KeyID{stranger.ID()}) {
		t.Errorf("%+v, %v", opened, err)
	}
	wrongKey := bytes.Replace(both, []byte("\n5\n"), []byte("\n4\n"), 1)
	var wrong *merkle.SignatureError
	if _, err := merkle.Countersign(wrongKey, known, stranger); !errors.As(err, &wrong) {
		t.Errorf("countersigned what the ledger did not sign: %v", err)
	}
	var unsigned *merkle.UnsignedError
	if _, err := merkle.Countersign(sign(t, checkpoint(lines, 5), 2), known, bureau); !errors.As(err, &unsigned) {
		t.Errorf("countersigned what a key that is not known signed: %v", err)
	}
	other := sign(t, checkpoint(lines, 4), 1)
	other, err = merkle.Countersign(other, known, stranger)
	if err != nil {
		t.Fatal(err)
	}
	pasted := append(bytes.Clone(raw), other[bytes.LastIndex(other, []byte("— ")):]...)
	if _, err := merkle.Countersign(pasted, known, stranger); !errors.As(err, &wrong) {
		t.Errorf("a wrong signature under the signer's own name: %v", err)
	}
}

func TestManyWitnesses(t *testing.T) {
	known, raw := verifiers(t, 1), sign(t, checkpoint(events(2, 0), 2), 1)
	var err error
	for i := 1; i < merkle.MaxSignatures; i++ {
		if raw, err = merkle.Countersign(raw, known, signer(t, fmt.Sprint("witness", i), 1)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := merkle.Open(raw, known); err != nil || len(raw) > merkle.MaxNoteBytes {
		t.Errorf("%d bytes: %v", len(raw), err)
	}
	var form *merkle.FormError
	if _, err := merkle.Countersign(raw, known, signer(t, "one-more", 1)); !errors.As(err, &form) {
		t.Errorf("one witness more: %v", err)
	}
}

// rotate returns the statement by which key number+1 takes over from key number.
func rotate(t testing.TB, name string, number int, size int64) []byte {
	t.Helper()
	raw, err := merkle.SignRotation(signer(t, name, number), signer(t, name, number+1), size, nine())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Whoever holds the first key accepts what the third signed, and no key counts
// where another is in force.
func TestRotations(t *testing.T) {
	lines := events(30, 0)
	known := verifiers(t, 1)
	for number, size := range map[int]int64{1: 10, 2: 20} {
		if _, _, err := verifiers(t, number).Rotate(rotate(t, ledgerName, number, size)); err != nil {
			t.Fatal(err)
		}
	}
	for number, size := range []int64{10, 20} {
		var r merkle.Rotation
		var err error
		if known, r, err = known.Rotate(rotate(t, ledgerName, number+1, size)); err != nil {
			t.Fatal(err)
		}
		if r.Old != signer(t, ledgerName, number+1).Verifier() || r.New != signer(t, ledgerName, number+2).Verifier() ||
			r.Size != size || !r.Time.Equal(nine()) {
			t.Errorf("%+v", r)
		}
	}
	for _, c := range []struct {
		key, size int
		inForce   bool
	}{
		{1, 0, true}, {1, 10, true}, {1, 11, false}, {1, 25, false},
		{2, 9, false}, {2, 10, true}, {2, 20, true}, {2, 21, false},
		{3, 19, false}, {3, 20, true}, {3, 30, true},
	} {
		_, err := merkle.Open(sign(t, checkpoint(lines, c.size), c.key), known)
		var out *merkle.NotInForceError
		if c.inForce != (err == nil) || !c.inForce && !errors.As(err, &out) {
			t.Errorf("key %d at size %d: %v", c.key, c.size, err)
		}
	}
}

func TestRotationsThatAreRefused(t *testing.T) {
	first := verifiers(t, 1)
	second, _, err := first.Rotate(rotate(t, ledgerName, 1, 10))
	if err != nil {
		t.Fatal(err)
	}
	fork, err := merkle.SignRotation(signer(t, ledgerName, 1), signer(t, ledgerName, 7), 5, nine())
	if err != nil {
		t.Fatal(err)
	}
	earlier := rotate(t, ledgerName, 2, 9)
	back, err := merkle.SignRotation(signer(t, ledgerName, 2), signer(t, ledgerName, 1), 12, nine())
	if err != nil {
		t.Fatal(err)
	}
	good := rotate(t, ledgerName, 1, 10)
	lastLine := bytes.LastIndex(good, []byte("— "))
	oldLine := bytes.Index(good, []byte("— "))
	for name, c := range map[string]struct {
		from merkle.Verifiers
		raw  []byte
		want error
	}{
		"of a key that is not known":    {verifiers(t, 3), good, new(merkle.UnsignedError)},
		"by the new key only":           {first, slices.Concat(good[:oldLine], good[lastLine:]), new(merkle.UnsignedError)},
		"by the old key only":           {first, good[:lastLine], new(merkle.UnsignedError)},
		"altered":                       {first, bytes.Replace(good, []byte("size 10"), []byte("size 99"), 1), new(merkle.SignatureError)},
		"of a key that was replaced":    {second, fork, new(merkle.NotInForceError)},
		"the same again":                {second, good, new(merkle.NotInForceError)},
		"before the key was in force":   {second, earlier, new(merkle.NotInForceError)},
		"back to an old key":            {second, back, new(merkle.KeyError)},
		"to a key that is known":        {verifiers(t, 1, 2), good, new(merkle.KeyError)},
		"a checkpoint":                  {first, sign(t, checkpoint(nil, 0), 1), new(merkle.FormError)},
		"nothing":                       {first, nil, new(merkle.FormError)},
		"nobody known":                  {merkle.Verifiers{}, good, new(merkle.UnsignedError)},
		"a checkpoint's signature only": {first, append(bytes.Clone(good[:oldLine]), sign(t, checkpoint(nil, 0), 1)[100:]...), new(merkle.FormError)},
	} {
		_, _, err := c.from.Rotate(c.raw)
		if fmt.Sprintf("%T", err) != fmt.Sprintf("%T", c.want) {
			t.Errorf("%s: %T %v, want %T", name, err, err, c.want)
		}
	}
	var form *merkle.FormError
	if _, err := merkle.SignRotation(signer(t, ledgerName, 1), signer(t, ledgerName, 1), 1, nine()); !errors.As(err, &form) {
		t.Errorf("to itself: %v", err)
	}
	if _, err := merkle.SignRotation(signer(t, ledgerName, 1), signer(t, bureauName, 1), 1, nine()); !errors.As(err, &form) {
		t.Errorf("to another name: %v", err)
	}
	if _, err := merkle.SignRotation(signer(t, ledgerName, 1), signer(t, ledgerName, 2), -1, nine()); !errors.As(err, &form) {
		t.Errorf("at a size below nothing: %v", err)
	}
	if _, err := merkle.Open(good, first); !errors.As(err, &form) {
		t.Errorf("a rotation as checkpoint: %v", err)
	}
}

// A witness's key is replaced in the same way; what lapsed is said and does not count.
func TestRotationOfAWitness(t *testing.T) {
	ledger, lines := signer(t, ledgerName, 1).Verifier(), events(30, 0)
	known, err := merkle.NewVerifiers([]merkle.Verifier{ledger}, signer(t, bureauName, 1).Verifier())
	if err != nil {
		t.Fatal(err)
	}
	if known, _, err = known.Rotate(rotate(t, bureauName, 1, 10)); err != nil {
		t.Fatal(err)
	}
	raw := sign(t, checkpoint(lines, 20), 1)
	for n := 1; n <= 2; n++ {
		if raw, err = merkle.Countersign(raw, known, signer(t, bureauName, n)); err != nil {
			t.Fatal(err)
		}
	}
	opened, err := merkle.Open(raw, known)
	if err != nil || !slices.Equal(opened.Lapsed, []merkle.KeyID{signer(t, bureauName, 1).ID()}) ||
		!slices.Equal(opened.Witnesses, []merkle.KeyID{signer(t, bureauName, 2).ID()}) {
		t.Errorf("%+v, %v", opened, err)
	}
	var other *merkle.OtherLedgerError
	forged := checkpoint(lines, 20)
	forged.Origin = bureauName
	if _, err := merkle.Open(sign(t, forged, 2), known); !errors.As(err, &other) {
		t.Errorf("a witness passes for a ledger: %v", err)
	}
}
