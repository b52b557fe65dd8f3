package office

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/merkle"
)

// The files beside a ledger that say by which keys its checkpoints are signed.
// They are public. The signing key itself is kept outside of the ledger.
const (
	verifierFile      = "verifier.key" // the first verifier key
	rotationsFolder   = "rotations"    // the notes by which later keys took over, in order
	checkpointsFolder = "checkpoints"  // every checkpoint that was taken, by size
	formerFolder      = "former-"      // begins the folders with those of a key that was lost
)

// Trust is by which keys the user believes checkpoints, and the notes by which later keys took over.
type Trust struct{ Keys, Rotations []string }

// Verifiers returns the keys by which checkpoints of the ledger are believed:
// those given, else those that stand in the ledger itself (own), which prove
// nothing to somebody else. Errors: bad input, those of merkle.Verifiers.Rotate.
func (o *Office) Verifiers(t Trust) (known merkle.Verifiers, own bool, err error) {
	var ledger, witnesses []merkle.Verifier
	for _, text := range t.Keys {
		v, err := o.readVerifier(text)
		if err != nil {
			return known, false, err
		}
		if len(ledger) == 0 || v.ID().Name == ledger[0].ID().Name {
			ledger = append(ledger, v)
		} else {
			witnesses = append(witnesses, v)
		}
	}
	if own = len(ledger) == 0; own {
		v, err := o.firstKey()
		if err != nil {
			return known, own, err
		}
		ledger = []merkle.Verifier{v}
	}
	if known, err = merkle.NewVerifiers(ledger, witnesses...); err != nil {
		return known, own, err
	}
	for _, path := range t.Rotations {
		raw, err := disk.Read(path, disk.Note)
		if err != nil {
			return known, own, fmt.Errorf("read the rotation: %w", err)
		}
		if known, _, err = known.Rotate(raw); err != nil {
			return known, own, fault.About(path, err)
		}
	}
	notes, err := o.Rotations()
	if err != nil {
		return known, own, err
	}
	for _, note := range notes {
		// A rotation of keys that the reader does not know, or has taken in, adds
		// nothing to what she knows.
		if next, _, err := known.Rotate(note.text); err == nil {
			known = next
		} else if own && len(t.Rotations) == 0 {
			return known, own, fault.About(note.path, err)
		}
	}
	return known, own, nil
}

// readVerifier returns the key that a text is, or that stands in a file of that
// name. Error: bad input.
func (o *Office) readVerifier(text string) (merkle.Verifier, error) {
	key := text
	raw, err := disk.Read(text, disk.Note)
	if unfit := (*disk.UnfitError)(nil); errors.As(err, &unfit) {
		return merkle.Verifier{}, err
	}
	if err == nil {
		key = strings.TrimSpace(string(raw))
	}
	v, err := merkle.ParseVerifier(key)
	if err != nil {
		return v, fault.Input("%[2]s：%[1]s 不是公钥，也不是存有公钥的文件；公钥写成 名称+八位十六进制+base64", "%[2]s: %[1]s is no verifier key, nor a file of one; it looks like name+8 hexadecimal digits+base64", text, o.called("key"))
	}
	return v, nil
}

// firstKey returns the first verifier key of the ledger. Error: bad input if it has none.
func (o *Office) firstKey() (merkle.Verifier, error) {
	path := filepath.Join(o.Folder, verifierFile)
	raw, err := disk.Read(path, disk.Note)
	if errors.Is(err, fs.ErrNotExist) {
		return merkle.Verifier{}, fault.Input("没有公钥文件 %[1]s；用 %[2]s 给出公钥；账本从未有过签名密钥的，用 fundledger checkpoint key 生成", "there is no verifier key in %[1]s; give it with %[2]s, or if the ledger never had a signing key make one with: fundledger checkpoint key", path, o.called("key"))
	}
	if err != nil {
		return merkle.Verifier{}, fmt.Errorf("read the verifier key: %w", err)
	}
	v, err := merkle.ParseVerifier(strings.TrimSpace(string(raw)))
	if err != nil {
		return v, fault.About(path, err)
	}
	return v, nil
}

// rotationNote is the note by which a later key took over.
type rotationNote struct {
	path string
	text []byte
}

// Rotations returns the notes in the ledger's folder, oldest first.
func (o *Office) Rotations() ([]rotationNote, error) {
	var notes []rotationNote
	paths, err := texts(filepath.Join(o.Folder, rotationsFolder))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		text, err := disk.Read(path, disk.Note)
		if err != nil {
			return nil, fmt.Errorf("read the rotation: %w", err)
		}
		notes = append(notes, rotationNote{path, text})
	}
	return notes, nil
}

// texts returns the .txt files of a folder by name; none if there is no folder.
func texts(dir string) ([]string, error) {
	entries, err := disk.List(dir)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	var paths []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".txt") && !e.IsDir() {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(paths)
	return paths, nil
}

// newestKey returns the verifier key that is in force.
func (o *Office) newestKey() (merkle.Verifier, error) {
	newest, err := o.firstKey()
	if err != nil {
		return newest, err
	}
	known, err := merkle.NewVerifiers([]merkle.Verifier{newest})
	if err != nil {
		return newest, err
	}
	notes, err := o.Rotations()
	if err != nil {
		return newest, err
	}
	for _, note := range notes {
		var r merkle.Rotation
		if known, r, err = known.Rotate(note.text); err != nil {
			return newest, fault.About(note.path, err)
		}
		newest = r.New
	}
	return newest, nil
}
