package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// stores says how ledgers are opened.
type stores struct {
	sqlite    []sqlite.Option
	inCluster func(location string) string  // see address; nil: what is written as an address is one
	tune      func(*kurrent.Options)        // nil: as it is
	times     func(folder string) time.Time // of the files there; nil: see touched
	impatient bool                          // for tests: nobody is waited for; see patience
}

// address returns the address in a cluster of the ledger that a location names; "" if
// it names a directory.
func (s stores) address(location string) string {
	if s.inCluster != nil {
		return s.inCluster(location)
	}
	if kurrent.IsAddress(location) {
		return location
	}
	return ""
}

// open opens the ledger at --ledger.
func (p *program) open() (store.Store, error) { return p.openAt(p.location) }

// openAt opens the ledger at a location. Errors: those of sqlite.Open and
// kurrent.Open; bad input.
func (p *program) openAt(location string) (store.Store, error) {
	address := p.stores.address(location)
	if address == "" {
		s, err := nonNil(sqlite.Open(location, p.stores.sqlite...))
		return s, lost(location, err)
	}
	o, err := p.cluster(location, address)
	if err != nil {
		return nil, err
	}
	return nonNil(kurrent.Open(context.Background(), o))
}

// lost tells of a ledger that is missing where other files of one stand that it is lost.
func lost(folder string, err error) error {
	if !isMissing(err) {
		return err
	}
	for _, name := range []string{verifierFile, checkpoints, rotationsFolder} {
		if _, is := os.Lstat(filepath.Join(folder, name)); is == nil {
			return fault.New(fault.Broken, lang.F("%s 里账本的文件不见了，或是空的，而它的 %s 还在：恢复最新的备份，并对照检查点",
				"the file of the ledger in %s is gone, or empty, and its %s is still there: restore the newest backup and compare it with the checkpoints", folder, name), err)
		}
	}
	return err
}

// createAt makes an empty ledger at a location and opens it. Errors: those of
// sqlite.Create and kurrent.Create; bad input.
func (p *program) createAt(location string) (store.Store, error) {
	address := p.stores.address(location)
	if address == "" {
		return nonNil(sqlite.Create(location, p.stores.sqlite...))
	}
	o, err := p.cluster(location, address)
	if err != nil {
		return nil, err
	}
	return nonNil(kurrent.Create(context.Background(), o))
}

// nonNil makes a store that is nil, beside an error, no store.
func nonNil[S store.Store](s S, err error) (store.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// isMissing reports whether an error says that there is no ledger.
func isMissing(err error) bool {
	file, cluster := (*sqlite.NotFoundError)(nil), (*kurrent.NotFoundError)(nil)
	return errors.As(err, &file) || errors.As(err, &cluster)
}

// The variables that hold the credentials for a cluster, or the file of them. They
// are never given on the command line, which others can read.
const (
	userVariable        = "FUNDLEDGER_ESDB_USER"
	passwordVariable    = "FUNDLEDGER_ESDB_PASSWORD"
	credentialsVariable = "FUNDLEDGER_ESDB_CREDENTIALS"
)

// cluster returns how the ledger of an address is reached. Error: bad input.
func (p *program) cluster(location, address string) (kurrent.Options, error) {
	o, err := kurrent.ParseAddress(address, p.insecure)
	if err != nil {
		return o, err
	}
	o.User, o.Password = os.Getenv(userVariable), os.Getenv(passwordVariable)
	if path := os.Getenv(credentialsVariable); path != "" {
		text, err := disk.ReadFollowing(path, disk.Note)
		if err != nil {
			return o, fmt.Errorf("read the credentials: %w", err)
		}
		var ok bool
		if o.User, o.Password, ok = strings.Cut(strings.TrimSpace(string(text)), ":"); !ok {
			return o, fault.Input("凭据文件 %s 应为一行 用户:密码", "the credentials file %s must have one line USER:PASSWORD", path)
		}
	}
	folder, err := p.folderOf(location)
	if err != nil {
		return o, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return o, fmt.Errorf("make a place for what stands beside the ledger: %w", err)
	}
	o.Index = filepath.Join(folder, snapshots, "index.json")
	o.Waiting = sync.OnceFunc(func() {
		fmt.Fprintln(p.err, p.say("%s 还没有应答，继续等待（最多约半分钟；按 Ctrl-C 放弃）", "%s does not answer yet; waiting for it (about half a minute at most; Ctrl-C gives up)", location))
	})
	if p.stores.tune != nil {
		p.stores.tune(&o)
	}
	return o, nil
}

// folderOf returns the folder of what stands beside a ledger: its directory, or that
// of a ledger in a cluster, which is on this machine in the user's configuration
// directory.
func (p *program) folderOf(location string) (string, error) {
	if !kurrent.IsAddress(location) {
		return location, nil
	}
	u, err := url.Parse(location)
	if err != nil {
		return "", &kurrent.AddressError{Kind: kurrent.FaultForm, Value: location}
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find a place for what stands beside the ledger: %w", err)
	}
	name := strings.Trim(u.Path, "/")
	if name == "" {
		name = kurrent.DefaultName
	}
	hosts := strings.NewReplacer(":", "_", ",", "+", "[", "", "]", "").Replace(u.Host)
	return filepath.Join(dir, "fundledger", "clusters", hosts, name), nil
}

// place sets where what stands beside the ledger is, before a command runs.
func (p *program) place() (err error) {
	if p.folder, err = p.folderOf(p.location); err != nil {
		return err
	}
	times := touched
	if p.stores.times != nil {
		times = p.stores.times
	}
	p.files = times(p.folder)
	return nil
}
