package office

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

	"github.com/fundledger/fundledger/cmd/internal/cluster"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// Stores says how ledgers are opened.
type Stores struct {
	SQLite    []sqlite.Option
	InCluster func(location string) string  // see Address; nil: what is written as an address is one
	Tune      func(*kurrent.Options)        // nil: as it is
	Times     func(folder string) time.Time // of the files there; nil: see touched
	Impatient bool                          // for tests: nobody is waited for; see patience
}

// Address returns the address in a cluster of the ledger that a location names; "" if
// it names a directory.
func (s Stores) Address(location string) string {
	if s.InCluster != nil {
		return s.InCluster(location)
	}
	if kurrent.IsAddress(location) {
		return location
	}
	return ""
}

// Open opens the ledger at Location. Errors: those of sqlite.Open and kurrent.Open; bad input.
func (o *Office) Open() (store.Store, error) {
	address := o.Stores.Address(o.Location)
	if address == "" {
		s, err := nonNil(sqlite.Open(o.Location, o.Stores.SQLite...))
		return s, lost(o.Location, err)
	}
	options, err := o.cluster(o.Location, address)
	if err != nil {
		return nil, err
	}
	return nonNil(kurrent.Open(context.Background(), options))
}

// lost tells of a ledger that is missing where other files of one stand that it is lost.
func lost(folder string, err error) error {
	if !isMissing(err) {
		return err
	}
	for _, name := range []string{verifierFile, checkpointsFolder, rotationsFolder} {
		if _, is := os.Lstat(filepath.Join(folder, name)); is == nil {
			return fault.New(fault.Broken, lang.F("%s 里账本的文件不见了，或是空的，而它的 %s 还在：恢复最新的备份，并对照检查点",
				"the file of the ledger in %s is gone, or empty, and its %s is still there: restore the newest backup and compare it with the checkpoints", folder, name), err)
		}
	}
	return err
}

// CreateAt makes an empty ledger at a location and opens it. Errors: those of
// sqlite.Create and kurrent.Create; bad input.
func (o *Office) CreateAt(location string) (store.Store, error) {
	address := o.Stores.Address(location)
	if address == "" {
		return nonNil(sqlite.Create(location, o.Stores.SQLite...))
	}
	options, err := o.cluster(location, address)
	if err != nil {
		return nil, err
	}
	return nonNil(kurrent.Create(context.Background(), options))
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

// Login is who the office is in a cluster.
type Login struct {
	User, Password string
	File           string // of one line USER:PASSWORD, which goes before; "": none
}

// What is wrong with the address of a ledger in a cluster, and that the cluster does not allow
// something: a door says in its own words how that is mended.
type (
	AddressError = kurrent.AddressError
	DeniedError  = kurrent.DeniedError
)

// The faults of an address that are not those of its form.
const (
	FaultPassword, FaultPlaintext = kurrent.FaultPassword, kurrent.FaultPlaintext
	FaultSetting, FaultLedgerName = kurrent.FaultSetting, kurrent.FaultLedgerName
)

// Harden gives a cluster the access rights that ledgers need, as an administrator, and looks
// whether it is scavenged. Errors: bad input for a ledger in no cluster, those of kurrent.Harden.
func (o *Office) Harden(ctx context.Context, application, auditor string) (h kurrent.Hardening, err error) {
	address := o.Stores.Address(o.Location)
	if address == "" {
		return h, fault.Input("%[2]s：%[1]s 不是集群中的账本；写成 esdb://主机:2113/账本名", "%[2]s: %[1]s is not in a cluster; write esdb://HOST:2113/NAME", o.Location, o.called("ledger"))
	}
	options, err := o.cluster(o.Location, address)
	if err != nil {
		return h, err
	}
	return kurrent.Harden(ctx, options,
		kurrent.Document{Stream: cluster.SettingsStream, Type: cluster.SettingsEventType, Data: cluster.DefaultACL(application, auditor)},
		kurrent.Document{Stream: cluster.AllMetadataStream, Type: cluster.MetadataEventType, Data: cluster.AllMetadata(application, auditor)})
}

// cluster returns how the ledger of an address is reached. Error: bad input.
func (o *Office) cluster(location, address string) (kurrent.Options, error) {
	options, err := kurrent.ParseAddress(address, o.Insecure)
	if err != nil {
		return options, err
	}
	options.User, options.Password = o.Login.User, o.Login.Password
	if path := o.Login.File; path != "" {
		text, err := disk.ReadFollowing(path, disk.Note)
		if err != nil {
			return options, fmt.Errorf("read the credentials: %w", err)
		}
		var ok bool
		if options.User, options.Password, ok = strings.Cut(strings.TrimSpace(string(text)), ":"); !ok {
			return options, fault.Input("凭据文件 %s 应为一行 用户:密码", "the credentials file %s must have one line USER:PASSWORD", path)
		}
	}
	folder, err := o.folderOf(location)
	if err != nil {
		return options, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return options, fmt.Errorf("make a place for what stands beside the ledger: %w", err)
	}
	options.Index = filepath.Join(folder, SnapshotsFolder, "index.json")
	options.Waiting = sync.OnceFunc(func() {
		o.warn("%s 还没有应答，继续等待（最多约半分钟；按 Ctrl-C 放弃）", "%s does not answer yet; waiting for it (about half a minute at most; Ctrl-C gives up)", location)
	})
	if o.Stores.Tune != nil {
		o.Stores.Tune(&options)
	}
	return options, nil
}

// folderOf returns the folder of what stands beside a ledger: its directory, or that
// of a ledger in a cluster, which is on this machine in the user's configuration
// directory.
func (o *Office) folderOf(location string) (string, error) {
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

// Place sets where what stands beside the ledger is, before a command runs.
func (o *Office) Place() (err error) {
	if o.Folder, err = o.folderOf(o.Location); err != nil {
		return err
	}
	times := touched
	if o.Stores.Times != nil {
		times = o.Stores.Times
	}
	o.Files = times(o.Folder)
	return nil
}

// touched returns the latest time of what stands in a ledger's folder, and of the
// folder itself; zero if there is none.
func touched(folder string) (latest time.Time) {
	names := []string{""}
	entries, _ := os.ReadDir(folder) // what cannot be read says nothing of the time
	for _, e := range entries {
		names = append(names, e.Name())
	}
	for _, name := range names {
		if info, err := os.Lstat(filepath.Join(folder, name)); err == nil && info.ModTime().After(latest) {
			latest = info.ModTime()
		}
	}
	return latest
}
