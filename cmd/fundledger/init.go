package main

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

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

func (p *program) initCommand() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "init",
		Short: p.say("建立新账本", "make a new ledger"),
		Long: p.say(
			"建立一本空账，并在账本之外生成人员密钥（若还没有）和签名密钥。\n人员密钥把人员编号变成假名，丢失后同一人将得到不同的假名；签名密钥签发检查点。请另行备份。",
			"Make an empty ledger and, outside of it, a person key (if there is none yet) and a signing key.\nThe person key turns person numbers into pseudonyms: without it the same person gets another one. The signing key\nsigns checkpoints. Back both up."),
		Example: "  fundledger init\n  fundledger init --ledger /srv/books/441300 --name huizhou.example/441300",
		Args:    p.arguments("", 0, 0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.init(cmd.Context(), name) },
	}
	cmd.Flags().StringVar(&name, "name", "", p.say("账本的名称，写在检查点和密钥上，如 county.example/ledger（默认另取）", "the ledger's name, which its checkpoints and keys bear, such as county.example/ledger (default: one is made)"))
	return cmd
}

// init makes a ledger and its keys. Errors: bad input, those of begin.
func (p *program) init(ctx context.Context, name string) error {
	if p.stores.address(p.location) != "" {
		return p.initInCluster(ctx, name)
	}
	m, err := begin(p.location, true)
	if err != nil {
		return err
	}
	defer m.Abandon()
	if err := p.orphaned(); err != nil {
		return err
	}
	// The keys first: if they cannot be made, no ledger is left without them.
	signing, secret, err := p.firstSigner(m, name)
	if err != nil {
		return err
	}
	path, made, err := p.makeKey()
	if err == nil {
		err = p.createWhole(m)
	}
	if err != nil {
		return errors.Join(err, p.discardKey(signing, secret))
	}
	p.tellMade(path, made)
	p.showKey(signing.Verifier(), secret)
	p.tellNext()
	return nil
}

// discardKey removes the file of a signing key that was made for a ledger, unless that
// is known by it already.
func (p *program) discardKey(signer merkle.Signer, path string) error {
	if v, err := p.firstKey(); err == nil && v.ID() == signer.ID() {
		return nil
	}
	return os.Remove(path)
}

// createWhole makes the ledger in a folder that is being made, and finishes that.
func (p *program) createWhole(m *disk.Making) error {
	for _, left := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(filepath.Join(m.Dir, sqlite.FileName+left)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	s, err := sqlite.Create(m.Dir, p.stores.sqlite...)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return err
	}
	return m.Finish(sqlite.FileName)
}

// orphaned refuses to make a new ledger beside what another one left.
func (p *program) orphaned() error {
	b, err := readBeside(p.folder)
	if err != nil {
		return err
	}
	for name := range b.files {
		if name != verifierFile {
			return fault.Input("%s 里没有账本，却有账本的检查点（%s）：账本文件丢失的，用 restore 恢复备份；要建新账本，另选目录", "there is no ledger in %s, but checkpoints of one (%s): if its file was lost, restore a backup; for a new ledger choose another folder", p.location, name)
		}
	}
	return nil
}

// firstSigner returns the signing key of a new ledger and where it stands: the one
// that an interrupted run made, or a new one. Its verifier key is beside the ledger
// first, so that the next run knows it again. Error: bad input for the verifier key of
// a ledger that is gone.
func (p *program) firstSigner(m *disk.Making, name string) (merkle.Signer, string, error) {
	for _, dir := range []string{m.Dir, p.location} {
		verifier, err := p.inFolder(dir).firstKey()
		if err != nil {
			continue
		}
		path, err := p.signingKeyPath(verifier.ID())
		if err != nil {
			return merkle.Signer{}, "", err
		}
		if signer, err := readSigner(path); err == nil && signer.ID() == verifier.ID() {
			return signer, path, nil
		}
		if dir == p.location {
			return merkle.Signer{}, "", p.keyOfGone(verifier)
		}
	}
	if err := m.Clear(); err != nil {
		return merkle.Signer{}, "", err
	}
	signer, err := p.newKey(name)
	if err != nil {
		return merkle.Signer{}, "", err
	}
	if err := p.inFolder(m.Dir).writeVerifier(signer.Verifier()); err != nil {
		return merkle.Signer{}, "", err
	}
	path, err := p.saveKey(signer)
	return signer, path, err
}

// pendingFile is the verifier key of a ledger in a cluster that is being made: it becomes
// verifierFile when the ledger is there, so that a run that was killed is known again.
const pendingFile = verifierFile + ".pending"

// initInCluster makes a ledger in a cluster, and its keys, or completes what a run that was
// killed left. If it fails, no folder is left in which nothing stands.
func (p *program) initInCluster(ctx context.Context, name string) (err error) {
	if _, none := os.Lstat(p.folder); errors.Is(none, fs.ErrNotExist) {
		defer func() {
			if err != nil {
				_ = os.Remove(p.folder) // which fails if something stands there
			}
		}()
	}
	signer, secret, left := p.leftSigner()
	there, err := p.isThere(ctx, left)
	if err != nil {
		return err
	}
	if !left {
		if signer, secret, left, err = p.signerOfNone(name); err != nil {
			return err
		}
	}
	path, made, err := p.makeKey()
	if err != nil {
		return err
	}
	pending := filepath.Join(p.folder, pendingFile)
	if !left { // first: if the key cannot be kept, no ledger is left without it
		if err := disk.Replace(pending, []byte(signer.Verifier().String()+"\n"), disk.Public); err != nil {
			return err
		}
		if secret, err = p.saveKey(signer); err != nil {
			return errors.Join(err, os.Remove(pending))
		}
	}
	if !there {
		err = p.createInCluster()
	}
	if unknown := (*store.UnknownOutcomeError)(nil); errors.As(err, &unknown) {
		return err // the same command completes it, or begins anew
	}
	if v, known := p.firstKey(); err == nil && (known != nil || v.ID() != signer.ID()) {
		err = p.writeVerifier(signer.Verifier())
	}
	if err != nil {
		return errors.Join(err, removeIfThere(pending), p.discardKey(signer, secret))
	}
	if err := removeIfThere(pending); err != nil {
		return fmt.Errorf("init: %w", err)
	}
	p.tellMade(path, made)
	p.showKey(signer.Verifier(), secret)
	p.tellNext()
	return nil
}

// signerOfNone returns the signing key of a ledger that is to be made in a cluster, where there
// is none: a new one; or, where the folder has a verifier key and nothing that was signed, that
// one, which is left of a ledger without events, and where it stands. Error: bad input for what
// is left of a ledger that is gone.
func (p *program) signerOfNone(name string) (signer merkle.Signer, secret string, left bool, err error) {
	if err := p.orphaned(); err != nil {
		return signer, "", false, err
	}
	verifier, err := p.firstKey()
	if _, none := os.Lstat(filepath.Join(p.folder, verifierFile)); errors.Is(none, fs.ErrNotExist) {
		signer, err = p.newKey(name)
		return signer, "", false, err
	}
	if err != nil {
		return signer, "", false, err
	}
	if secret, err = p.signingKeyPath(verifier.ID()); err != nil {
		return signer, "", false, err
	}
	if signer, err = readSigner(secret); err != nil || signer.ID() != verifier.ID() {
		return signer, "", false, p.keyOfGone(verifier)
	}
	return signer, secret, true, nil
}

// keyOfGone refuses to make a ledger beside the verifier key of one that is gone.
func (p *program) keyOfGone(v merkle.Verifier) error {
	return fault.Input("%s 里没有账本，却有账本 %s 的公钥，其签名密钥不在本机：账本文件丢失的，用 restore 恢复备份；要建新账本，另选目录", "there is no ledger in %s, but the verifier key of %s, whose signing key is not here: if its file was lost, restore a backup; for a new ledger choose another folder", p.folder, v.ID())
}

// removeIfThere removes a file, if it is there.
func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (p *program) createInCluster() error {
	s, err := p.createAt(p.location)
	if err != nil {
		return err
	}
	return s.Close()
}

// isThere reports whether the ledger in a cluster is there, as a run that was killed left
// it. Error: *kurrent.ExistsError for one that anybody has made or used.
func (p *program) isThere(ctx context.Context, left bool) (bool, error) {
	s, err := p.open()
	switch {
	case isMissing(err):
		return false, nil
	case err != nil:
		return false, err
	}
	_, used, err := s.Last(ctx)
	if err == nil && (used || !left) {
		err = &kurrent.ExistsError{Where: p.location}
	}
	return true, errors.Join(err, s.Close())
}

// leftSigner returns the key that a run that was killed made for a ledger in a cluster, and
// where it stands, if both halves of it are here.
func (p *program) leftSigner() (signer merkle.Signer, secret string, left bool) {
	text, err := disk.Read(filepath.Join(p.folder, pendingFile), disk.Note)
	if err != nil {
		return signer, "", false
	}
	v, err := merkle.ParseVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return signer, "", false
	}
	if secret, err = p.signingKeyPath(v.ID()); err != nil {
		return signer, "", false
	}
	signer, err = readSigner(secret)
	return signer, secret, err == nil && signer.ID() == v.ID()
}

// tellMade tells that a ledger was made, and where the person key is.
func (p *program) tellMade(personKey string, made bool) {
	fmt.Fprintln(p.out, p.say("已建立账本：%s", "made the ledger: %s", p.location))
	if made {
		fmt.Fprintln(p.out, p.say("已生成人员密钥：%s（请另行备份）", "made the person key: %s (back it up)", personKey))
	} else {
		fmt.Fprintln(p.out, p.say("沿用人员密钥：%s", "using the person key: %s", personKey))
	}
	p.warnExposed(p.folder)
}

func (p *program) tellNext() {
	fmt.Fprintln(p.out, p.say("下一步：fundledger events --types 查看导入文件的写法", "next: fundledger events --types shows how to write an import file"))
}

// makeKey makes the person key if there is none, and returns where it is.
func (p *program) makeKey() (path string, made bool, err error) {
	if path, err = p.keyPath(); err != nil {
		return "", false, err
	}
	key := make([]byte, fund.KeySize)
	if _, err := io.ReadFull(p.random, key); err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	err = disk.Create(path, []byte(hex.EncodeToString(key)+"\n"), disk.Private)
	if errors.Is(err, fs.ErrExist) {
		_, err := p.readKey()
		return path, false, err
	}
	if err != nil {
		return "", false, fmt.Errorf("make the person key: %w", err)
	}
	return path, true, nil
}
