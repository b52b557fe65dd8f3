package office

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
)

// besideForms are the names, with slashes, of what this program writes beside a
// ledger's file and takes along: public keys, rotations and checkpoints, also those
// of a lost key.
var besideForms = regexp.MustCompile(`^(former-[0-9a-f]{8}/)?(verifier\.key|rotations/[0-9]{4,}\.txt|checkpoints/[0-9]{12,}(-[0-9A-Za-z.]+-[0-9]{4}(-[0-9]{2})?)?\.txt)$`)

// besideMost bounds how many files stand beside a ledger.
const besideMost = 1 << 20

// beside is what stands beside a ledger.
type beside struct {
	files   map[string][]byte // by name in the folder, with slashes
	strange []string          // names there that this program does not write; they are left
}

// readBeside reads what stands beside a ledger's file: plain files of this program's
// names that hold what such a file holds. Errors: *disk.UnfitError, bad input, those
// of the file system.
func readBeside(dir string) (beside, error) {
	b := beside{files: map[string][]byte{}}
	if err := b.read(dir, ""); err != nil {
		return b, fmt.Errorf("read what stands beside the ledger: %w", err)
	}
	return b, nil
}

// read reads what stands in one folder, inside of the ledger's.
func (b *beside) read(dir, inside string) error {
	entries, err := disk.List(filepath.Join(dir, filepath.FromSlash(inside)))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := inside + e.Name()
		path := filepath.Join(dir, filepath.FromSlash(name))
		switch {
		case isBesideFolder(name):
			if err := b.read(dir, name+"/"); err != nil {
				return err
			}
		case besideForms.MatchString(name):
			text, err := disk.Read(path, disk.Note)
			if err != nil {
				return err
			}
			if !looksPublic(text) {
				return fault.Input("%s 不是检查点、换钥声明或公钥；移走它：这里的文件会进入备份", "%s is no checkpoint, rotation or verifier key; move it away, for what stands here gets into backups", path)
			}
			if b.files[name] = text; len(b.files) > besideMost {
				return fault.Input("%s 里的文件多于 %d 个；核对是什么", "there are more than %[2]d files in %[1]s; see what they are", dir, besideMost)
			}
		case inside != "" && !strings.HasPrefix(e.Name(), disk.Unfinished):
			b.strange = append(b.strange, name)
		}
	}
	return nil
}

// isBesideFolder reports whether a name, with slashes, is that of a folder of the
// files beside a ledger.
func isBesideFolder(name string) bool {
	rest := name
	if top, below, in := strings.Cut(name, "/"); strings.HasPrefix(top, formerFolder) {
		if !in {
			return besideForms.MatchString(top + "/" + verifierFile)
		}
		rest = below
	}
	return rest == checkpointsFolder || rest == rotationsFolder
}

// looksPublic reports whether a text is what stands beside a ledger: a note, which has
// an em dash before each signature, or a verifier key. A secret key is neither.
func looksPublic(text []byte) bool {
	secret := bytes.HasPrefix(text, []byte("PRIVATE+KEY+"))
	return !secret && (bytes.Contains(text, []byte("\n— ")) || bytes.Count(text, []byte("+")) >= 2 && bytes.Count(text, []byte("\n")) <= 1)
}

// write writes such files into a folder. What is there already stays.
func (b beside) write(dir string) error {
	for name, text := range b.files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		for at := filepath.Dir(name); at != "."; at = filepath.Dir(at) {
			if err := disk.Subfolder(filepath.Join(dir, at)); err != nil {
				return err
			}
		}
		if err := disk.Create(path, text, disk.Public); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// writeBeside writes a new file beside the ledger.
func (o *Office) writeBeside(path string, text []byte) error {
	if dir := filepath.Dir(path); dir != filepath.Clean(o.Folder) {
		if err := disk.Subfolder(dir); err != nil {
			return err
		}
	}
	return disk.Create(path, text, disk.Public)
}

// tellStrange tells what was not taken along.
func (o *Office) tellStrange(b beside) {
	for i, name := range b.strange {
		if i == 5 {
			o.warn("……还有 %d 个", "… and %d more", len(b.strange)-i)
			return
		}
		o.warn("没有复制 %q：不是本程序写的文件名", "%q was not copied: this program writes no file of that name", name)
	}
}
