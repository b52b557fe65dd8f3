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
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// Made is what was made with a new ledger.
type Made struct {
	PersonKey  string // the file of the person key
	NewPersons bool   // it was made, too
	Verifier   merkle.Verifier
	SigningKey string // the file of its other half
}

// Init makes a ledger and its keys. Errors: bad input, those of begin.
func (o *Office) Init(ctx context.Context, name string) (Made, error) {
	if o.Stores.Address(o.Location) != "" {
		return o.initInCluster(ctx, name)
	}
	m, err := begin(o.Location, true)
	if err != nil {
		return Made{}, err
	}
	defer m.Abandon()
	if err := o.orphaned(); err != nil {
		return Made{}, err
	}
	// The keys first: if they cannot be made, no ledger is left without them.
	signing, secret, err := o.firstSigner(m, name)
	if err != nil {
		return Made{}, err
	}
	path, made, err := o.makeKey()
	if err == nil {
		err = o.createWhole(m)
	}
	if err != nil {
		return Made{}, errors.Join(err, o.discardKey(signing, secret))
	}
	return o.made(path, made, signing, secret), nil
}

// made tells what was made.
func (o *Office) made(persons string, newPersons bool, signing merkle.Signer, secret string) Made {
	o.warnExposed(o.Folder)
	return Made{PersonKey: persons, NewPersons: newPersons, Verifier: signing.Verifier(), SigningKey: secret}
}

// discardKey removes the file of a signing key that was made for a ledger, unless that
// is known by it already.
func (o *Office) discardKey(signer merkle.Signer, path string) error {
	if v, err := o.firstKey(); err == nil && v.ID() == signer.ID() {
		return nil
	}
	return os.Remove(path)
}

// createWhole makes the ledger in a folder that is being made, and finishes that.
func (o *Office) createWhole(m *disk.Making) error {
	for _, left := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(filepath.Join(m.Dir, sqlite.FileName+left)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	s, err := sqlite.Create(m.Dir, o.Stores.SQLite...)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return err
	}
	return m.Finish(sqlite.FileName)
}

// orphaned refuses to make a new ledger beside what another one left.
func (o *Office) orphaned() error {
	b, err := readBeside(o.Folder)
	if err != nil {
		return err
	}
	for name := range b.files {
		if name != verifierFile {
			return fault.Input("%s 里没有账本，却有账本的检查点（%s）：账本文件丢失的，用 restore 恢复备份；要建新账本，另选目录", "there is no ledger in %s, but checkpoints of one (%s): if its file was lost, restore a backup; for a new ledger choose another folder", o.Location, name)
		}
	}
	return nil
}

// firstSigner returns the signing key of a new ledger and where it stands: the one
// that an interrupted run made, or a new one. Its verifier key is beside the ledger
// first, so that the next run knows it again. Error: bad input for the verifier key of
// a ledger that is gone.
func (o *Office) firstSigner(m *disk.Making, name string) (merkle.Signer, string, error) {
	for _, dir := range []string{m.Dir, o.Location} {
		verifier, err := o.inFolder(dir).firstKey()
		if err != nil {
			continue
		}
		path, err := o.signingKeyPath(verifier.ID())
		if err != nil {
			return merkle.Signer{}, "", err
		}
		if signer, err := o.readSigner(path); err == nil && signer.ID() == verifier.ID() {
			return signer, path, nil
		}
		if dir == o.Location {
			return merkle.Signer{}, "", o.keyOfGone(verifier)
		}
	}
	if err := m.Clear(); err != nil {
		return merkle.Signer{}, "", err
	}
	signer, err := o.NewKey(name)
	if err != nil {
		return merkle.Signer{}, "", err
	}
	if err := o.inFolder(m.Dir).writeVerifier(signer.Verifier()); err != nil {
		return merkle.Signer{}, "", err
	}
	path, err := o.SaveKey(signer)
	return signer, path, err
}

// pendingFile is the verifier key of a ledger in a cluster that is being made: it becomes
// verifierFile when the ledger is there, so that a run that was killed is known again.
const pendingFile = verifierFile + ".pending"

// initInCluster makes a ledger in a cluster, and its keys, or completes what a run that was
// killed left. If it fails, no folder is left in which nothing stands.
func (o *Office) initInCluster(ctx context.Context, name string) (made Made, err error) {
	if _, none := os.Lstat(o.Folder); errors.Is(none, fs.ErrNotExist) {
		defer func() {
			if err != nil {
				_ = os.Remove(o.Folder) // which fails if something stands there
			}
		}()
	}
	signer, secret, left := o.leftSigner()
	there, err := o.isThere(ctx, left)
	if err != nil {
		return made, err
	}
	if !left {
		if signer, secret, left, err = o.signerOfNone(name); err != nil {
			return made, err
		}
	}
	path, isNew, err := o.makeKey()
	if err != nil {
		return made, err
	}
	pending := filepath.Join(o.Folder, pendingFile)
	if !left { // first: if the key cannot be kept, no ledger is left without it
		if err := disk.Replace(pending, []byte(signer.Verifier().String()+"\n"), disk.Public); err != nil {
			return made, err
		}
		if secret, err = o.SaveKey(signer); err != nil {
			return made, errors.Join(err, os.Remove(pending))
		}
	}
	if !there {
		var s store.Store
		if s, err = o.CreateAt(o.Location); err == nil {
			err = s.Close()
		}
	}
	if unknown := (*store.UnknownOutcomeError)(nil); errors.As(err, &unknown) {
		return made, err // the same command completes it, or begins anew
	}
	if v, known := o.firstKey(); err == nil && (known != nil || v.ID() != signer.ID()) {
		err = o.writeVerifier(signer.Verifier())
	}
	if err != nil {
		return made, errors.Join(err, removeIfThere(pending), o.discardKey(signer, secret))
	}
	if err := removeIfThere(pending); err != nil {
		return made, fmt.Errorf("init: %w", err)
	}
	return o.made(path, isNew, signer, secret), nil
}

// signerOfNone returns the signing key of a ledger that is to be made in a cluster, where there
// is none: a new one; or, where the folder has a verifier key and nothing that was signed, that
// one, which is left of a ledger without events, and where it stands. Error: bad input for what
// is left of a ledger that is gone.
func (o *Office) signerOfNone(name string) (signer merkle.Signer, secret string, left bool, err error) {
	if err := o.orphaned(); err != nil {
		return signer, "", false, err
	}
	verifier, err := o.firstKey()
	if _, none := os.Lstat(filepath.Join(o.Folder, verifierFile)); errors.Is(none, fs.ErrNotExist) {
		signer, err = o.NewKey(name)
		return signer, "", false, err
	}
	if err != nil {
		return signer, "", false, err
	}
	if secret, err = o.signingKeyPath(verifier.ID()); err != nil {
		return signer, "", false, err
	}
	if signer, err = o.readSigner(secret); err != nil || signer.ID() != verifier.ID() {
		return signer, "", false, o.keyOfGone(verifier)
	}
	return signer, secret, true, nil
}

// keyOfGone refuses to make a ledger beside the verifier key of one that is gone.
func (o *Office) keyOfGone(v merkle.Verifier) error {
	return fault.Input("%s 里没有账本，却有账本 %s 的公钥，其签名密钥不在本机：账本文件丢失的，用 restore 恢复备份；要建新账本，另选目录", "there is no ledger in %s, but the verifier key of %s, whose signing key is not here: if its file was lost, restore a backup; for a new ledger choose another folder", o.Folder, v.ID())
}

// removeIfThere removes a file, if it is there.
func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// isThere reports whether the ledger in a cluster is there, as a run that was killed left
// it. Error: *kurrent.ExistsError for one that anybody has made or used.
func (o *Office) isThere(ctx context.Context, left bool) (bool, error) {
	s, err := o.Open()
	switch {
	case isMissing(err):
		return false, nil
	case err != nil:
		return false, err
	}
	_, used, err := s.Last(ctx)
	if err == nil && (used || !left) {
		err = &kurrent.ExistsError{Where: o.Location}
	}
	return true, errors.Join(err, s.Close())
}

// leftSigner returns the key that a run that was killed made for a ledger in a cluster, and
// where it stands, if both halves of it are here.
func (o *Office) leftSigner() (signer merkle.Signer, secret string, left bool) {
	text, err := disk.Read(filepath.Join(o.Folder, pendingFile), disk.Note)
	if err != nil {
		return signer, "", false
	}
	v, err := merkle.ParseVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return signer, "", false
	}
	if secret, err = o.signingKeyPath(v.ID()); err != nil {
		return signer, "", false
	}
	signer, err = o.readSigner(secret)
	return signer, secret, err == nil && signer.ID() == v.ID()
}

// makeKey makes the person key if there is none, and returns where it is.
func (o *Office) makeKey() (path string, made bool, err error) {
	if path, err = o.personKeyPath(); err != nil {
		return "", false, err
	}
	key := make([]byte, fund.KeySize)
	if _, err := io.ReadFull(o.Random, key); err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	err = disk.Create(path, []byte(hex.EncodeToString(key)+"\n"), disk.Private)
	if errors.Is(err, fs.ErrExist) {
		_, err := o.ReadPersonKey()
		return path, false, err
	}
	if err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	return path, true, nil
}
