package office

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// keyFolder is where signing keys are kept unless another file is named:
// beside the person key.
func (o *Office) keyFolder() (string, error) {
	path, err := o.personKeyPath()
	return filepath.Dir(path), err
}

// signingKeyPath returns the file of a signing key.
func (o *Office) signingKeyPath(id merkle.KeyID) (string, error) {
	if o.SigningKey != "" {
		return o.SigningKey, nil
	}
	dir, err := o.keyFolder()
	return filepath.Join(dir, strings.ReplaceAll(id.String(), "/", "_")+".signing.key"), err
}

// NewKey returns a new key of a ledger or a witness, which stands in no file yet;
// without a name the key of a ledger that gets one. Error: *merkle.KeyError.
func (o *Office) NewKey(name string) (merkle.Signer, error) {
	if name == "" {
		raw := make([]byte, 4)
		if _, err := io.ReadFull(o.Random, raw); err != nil {
			return merkle.Signer{}, fmt.Errorf("name the ledger: %w", err)
		}
		name = "ledger-" + hex.EncodeToString(raw)
	}
	return merkle.GenerateSigner(o.Random, name)
}

// SaveKey writes a signing key into its file and returns that. A file that exists
// is left alone. Error: fs.ErrExist, wrapped.
func (o *Office) SaveKey(signer merkle.Signer) (path string, err error) {
	if path, err = o.signingKeyPath(signer.ID()); err != nil {
		return "", err
	}
	return path, disk.Create(path, []byte(signer.Secret()+"\n"), disk.Private)
}

// writeVerifier writes the public half of the first key beside the ledger.
func (o *Office) writeVerifier(v merkle.Verifier) error {
	return o.writeBeside(filepath.Join(o.Folder, verifierFile), []byte(v.String()+"\n"))
}

// signer returns the ledger's signing key that is in force. Error: bad input if it
// is not on this machine.
func (o *Office) signer() (merkle.Signer, error) {
	newest, err := o.newestKey()
	if err != nil {
		return merkle.Signer{}, err
	}
	path, err := o.signingKeyPath(newest.ID())
	if err != nil {
		return merkle.Signer{}, err
	}
	signer, err := o.readSigner(path)
	if err != nil {
		return merkle.Signer{}, err
	}
	if signer.ID() != newest.ID() {
		return merkle.Signer{}, fault.Input("%s 是 %s 的签名密钥，账本现用的是 %s；用 %s 指明后者的文件", "%s is the signing key of %s, and that of the ledger is %s; name the file of that one with %s", path, signer.ID(), newest.ID(), o.called("signing-key"))
	}
	return signer, nil
}

// readSigner reads a signing key. Error: bad input.
func (o *Office) readSigner(path string) (merkle.Signer, error) {
	raw, err := disk.Read(path, disk.Note)
	if errors.Is(err, fs.ErrNotExist) {
		return merkle.Signer{}, fault.Input("签名密钥不在 %[1]s；用 %[2]s 指明，或在保管它的机器上运行", "the signing key is not in %[1]s; name its file with %[2]s, or run this where it is kept", path, o.called("signing-key"))
	}
	if err != nil {
		return merkle.Signer{}, fmt.Errorf("read the signing key: %w", err)
	}
	signer, err := merkle.ParseSigner(strings.TrimSpace(string(raw)))
	if err != nil {
		return merkle.Signer{}, fault.Input("%s 不是签名密钥（公钥不能签名）；核对文件，或从备份取回", "%s is no signing key (a verifier key cannot sign); check the file, or take it from its backup", path)
	}
	return signer, nil
}

// NewLedgerKey makes the first signing key of a ledger that has none, or one in the
// place of a lost one (and then returns the folder with what that had signed), under the
// same name unless another is given. Errors: bad input, *merkle.KeyError.
func (o *Office) NewLedgerKey(name string, lost bool) (v merkle.Verifier, path, retired string, err error) {
	first, err := o.firstKey()
	switch has := err == nil; {
	case has && !lost:
		return v, "", "", fault.Input("账本已有签名密钥 %s；要换密钥用 fundledger checkpoint rotate", "the ledger has a signing key, %s; replace it with: fundledger checkpoint rotate", first.ID())
	case has && name == "":
		name = first.ID().Name
	}
	signer, err := o.NewKey(name)
	if err == nil && lost {
		retired, err = o.retireKey()
	}
	if err == nil {
		path, err = o.SaveKey(signer)
	}
	if err == nil {
		err = o.writeVerifier(signer.Verifier())
	}
	return signer.Verifier(), path, retired, err
}

// retireKey moves what a lost key signed out of the way, into a folder of its own
// in the ledger's.
func (o *Office) retireKey() (folder string, err error) {
	newest, err := o.newestKey()
	if err != nil {
		return "", err
	}
	folder = filepath.Join(o.Folder, fmt.Sprintf("%s%08x", formerFolder, newest.ID().Hash))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", fmt.Errorf("retire the key: %w", err)
	}
	for _, name := range []string{checkpointsFolder, rotationsFolder, verifierFile} { // the last one last: until then it can be run again
		if err := os.Rename(filepath.Join(o.Folder, name), filepath.Join(folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("retire the key: %w", err)
		}
	}
	return folder, nil
}

// Rotate replaces the signing key of the ledger by a new one, which gets a file named after
// it unless one is given, and returns its other half, its file and the note by which it took
// over, which both keys sign. Errors: those of signer, *verify.Fault.
func (o *Office) Rotate(ctx context.Context, file string) (v merkle.Verifier, path, note string, err error) {
	old, err := o.signer()
	if err != nil {
		return v, "", "", err
	}
	err = o.With(func(s store.Store) error {
		_, head, err := verify.Tree(ctx, s)
		if err != nil {
			return err
		}
		notes, err := o.Rotations()
		if err != nil {
			return err
		}
		signer, err := o.NewKey(old.ID().Name)
		if err != nil {
			return err
		}
		raw, err := merkle.SignRotation(old, signer, head.Size, o.Now())
		if err != nil {
			return err
		}
		o.SigningKey = file
		if path, err = o.SaveKey(signer); err != nil {
			return err
		}
		v, note = signer.Verifier(), filepath.Join(o.Folder, rotationsFolder, fmt.Sprintf("%04d.txt", len(notes)+1))
		return o.writeBeside(note, raw)
	})
	return v, path, note, err
}
