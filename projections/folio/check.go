package folio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/summary"
)

// Checking compares each volume that Open would take with what the log makes, while a replay reads
// that from its beginning: it is a replay.Along. Others are of no use, and do no harm. It changes
// nothing. The replay ends with a *DamagedError, also if a volume says something else than the log.
type Checking struct {
	*along
	Compared int // so many volumes
}

// Checking returns who compares the volumes of a log.
func (f Folder) Checking(s store.Store) *Checking { return f.checking(s, usual) }

func (f Folder) checking(s store.Store, of sizes) *Checking {
	c := &Checking{}
	c.along = newAlong(of, func(ctx context.Context, _, to store.Position) ([]Stretch, error) {
		return f.taken(ctx, s, uint64(to), of)
	}, func(ctx context.Context, g *gathered) error {
		v, err := f.load(ctx, s, g.first, g.end, of)
		if err != nil {
			return err
		}
		c.Compared++
		return errors.Join(v.compare(ctx, s, g, of), v.close())
	})
	return c
}

// taken returns what Open would take volumes of. Errors: *DamagedError, I/O.
func (f Folder) taken(ctx context.Context, s store.Store, end uint64, of sizes) (all []Stretch, err error) {
	files, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("verify the volumes: %w", err)
	}
	for _, file := range files {
		from, to, ok := parseName(file.Name())
		if !ok || !of.are(from, to, end) {
			continue
		}
		v, err := f.load(ctx, s, from, to, of)
		if unused := (*strangeError)(nil); errors.As(err, &unused) {
			continue
		}
		if err == nil {
			err = v.close()
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Stretch{store.Position(from), store.Position(to)})
	}
	return all, nil
}

// compare compares a volume with what was gathered of the log. Errors: as for Checking.
func (v *volume) compare(ctx context.Context, s store.Store, g *gathered, of sizes) error {
	right, body := g.volume(of)
	body = right.addTerms(body, &g.terms)
	rest := len(body) // of it all bytes are equal, but of summaries as they are before they are compressed
	body = right.addSums(body, g.summing)
	right.body, g.body = bytes.NewReader(body), body
	var err error
	if right.tie, err = verify.Tie(ctx, s, v.end); err != nil {
		return err
	}
	_, err = v.bytes(text{length: rest, hash: hashOf(body[:rest])})
	if err == nil && !bytes.Equal(right.unsummed().list(of), v.unsummed().list(of)) {
		err = errOther
	}
	for i := 0; err == nil && i < len(v.summed); i++ {
		err = v.compareSums(right, i)
	}
	if err != nil {
		return errors.Join(v.damaged("it says something else than the log"), err)
	}
	return nil
}

var errOther = errors.New("it is another")

// unsummed returns a volume without where its summaries stand.
func (v *volume) unsummed() *volume {
	other := *v
	other.summed = slices.Clone(v.summed)
	for i := range other.summed {
		other.summed[i].text = text{}
	}
	return &other
}

// compareSums compares a summary with that of another volume. Errors: errOther, *DamagedError, I/O.
func (v *volume) compareSums(right *volume, i int) error {
	var plain [2][]byte
	for side, of := range []*volume{v, right} {
		packed, err := of.bytes(of.summed[i].text)
		if err != nil {
			return err
		}
		if len(packed) == 0 { // there is none
			continue
		}
		if plain[side], err = summary.Plain(packed); err != nil {
			return err
		}
	}
	if !bytes.Equal(plain[0], plain[1]) {
		return errOther
	}
	return nil
}
