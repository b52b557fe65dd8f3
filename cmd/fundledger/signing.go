package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/merkle"
)

// keyFolder is where signing keys are kept unless --signing-key says otherwise:
// beside the person key.
func (p *program) keyFolder() (string, error) {
	path, err := p.keyPath()
	return filepath.Dir(path), err
}

// signingKeyPath returns the file of a signing key.
func (p *program) signingKeyPath(id merkle.KeyID) (string, error) {
	if p.signingKey != "" {
		return p.signingKey, nil
	}
	dir, err := p.keyFolder()
	return filepath.Join(dir, strings.ReplaceAll(id.String(), "/", "_")+".signing.key"), err
}

// newKey returns a new key of a ledger or a witness, which stands in no file yet;
// without a name the key of a ledger that gets one. Error: *merkle.KeyError.
func (p *program) newKey(name string) (merkle.Signer, error) {
	if name == "" {
		raw := make([]byte, 4)
		if _, err := io.ReadFull(p.random, raw); err != nil {
			return merkle.Signer{}, fmt.Errorf("name the ledger: %w", err)
		}
		name = "ledger-" + hex.EncodeToString(raw)
	}
	return merkle.GenerateSigner(p.random, name)
}

// saveKey writes a signing key into its file and returns that. A file that exists
// is left alone. Error: fs.ErrExist, wrapped.
func (p *program) saveKey(signer merkle.Signer) (path string, err error) {
	if path, err = p.signingKeyPath(signer.ID()); err != nil {
		return "", err
	}
	return path, disk.Create(path, []byte(signer.Secret()+"\n"), disk.Private)
}

// adoptKey makes a key the first one of the ledger: it writes both halves, and
// tells where they are.
func (p *program) adoptKey(signer merkle.Signer) error {
	path, err := p.saveKey(signer)
	if err != nil {
		return err
	}
	if err := p.writeVerifier(signer.Verifier()); err != nil {
		return err
	}
	p.showKey(signer.Verifier(), path)
	return nil
}

// writeVerifier writes the public half of the first key beside the ledger.
func (p *program) writeVerifier(v merkle.Verifier) error {
	return p.writeBeside(filepath.Join(p.folder, verifierFile), []byte(v.String()+"\n"))
}

// showKey tells where a new key is, and its public half.
func (p *program) showKey(v merkle.Verifier, path string) {
	fmt.Fprintln(p.out, p.say("已生成签名密钥：%s（请另行备份，不放在账本内）", "made the signing key: %s (back it up, outside of the ledger)", path))
	fmt.Fprintln(p.out, p.say("公钥，交给审计人员：%s", "verifier key, for the auditor: %s", v))
}

// signer returns the ledger's signing key that is in force. Error: bad input if it
// is not on this machine.
func (p *program) signer() (merkle.Signer, error) {
	newest, err := p.newestKey()
	if err != nil {
		return merkle.Signer{}, err
	}
	path, err := p.signingKeyPath(newest.ID())
	if err != nil {
		return merkle.Signer{}, err
	}
	signer, err := readSigner(path)
	if err != nil {
		return merkle.Signer{}, err
	}
	if signer.ID() != newest.ID() {
		return merkle.Signer{}, fault.Input("%s 是 %s 的签名密钥，账本现用的是 %s；用 --signing-key 指明后者的文件", "%s is the signing key of %s, and that of the ledger is %s; name the file of that one with --signing-key", path, signer.ID(), newest.ID())
	}
	return signer, nil
}

// readSigner reads a signing key. Error: bad input.
func readSigner(path string) (merkle.Signer, error) {
	raw, err := disk.Read(path, disk.Note)
	if errors.Is(err, fs.ErrNotExist) {
		return merkle.Signer{}, fault.Input("签名密钥不在 %s；用 --signing-key 指明，或在保管它的机器上运行", "the signing key is not in %s; name its file with --signing-key, or run this where it is kept", path)
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
