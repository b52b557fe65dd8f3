package cluster

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger/disk"
)

// Write puts the files into a new folder, all of them or none. Error: *Error if
// something is there already.
func Write(dir string, files []File) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write the cluster's folder %s: %w", dir, err)
		}
	}()
	dir = filepath.Clean(dir)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return taken(dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	made, err := os.MkdirTemp(parent, ".unfinished-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(made) }() // nothing is left of a failure; after success it is gone
	for _, f := range files {
		if err := writeFile(filepath.Join(made, filepath.FromSlash(f.Name)), f); err != nil {
			return err
		}
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // it is empty, or was a moment ago
		return err
	}
	if err := os.Rename(made, dir); err != nil {
		return err
	}
	d, err := os.Open(parent)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func taken(dir string) error {
	return refuse("目录 %s 中已有文件，不会覆盖；另选一个新目录", "the folder %s is not empty, and nothing is overwritten; name a new one", dir)
}

// writeFile writes one file, and the folders that it is in.
func writeFile(path string, f File) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(f.Text)
	return errors.Join(err, out.Chmod(f.Mode), out.Sync(), out.Close())
}

// Folder is what this program needs of a cluster's folder.
type Folder struct {
	Connection string // how a client finds the nodes, as --ledger takes it
	Authority  string // file of the certificate that the nodes' certificates hang on
	Users      map[string]Credentials

	dir   string
	roots *x509.CertPool
	now   func() time.Time // for certificates; the machine's clock if nil
}

// Open reads a folder that Write wrote. Errors: *Error if it is none.
func Open(dir string) (*Folder, error) {
	text, err := disk.Read(filepath.Join(dir, connectionFile), disk.Note)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refuse("%s 不是集群目录；给出 fundledger cluster init 写的目录", "%s is not the folder of a cluster; give the one that fundledger cluster init wrote", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("read the cluster's folder: %w", err)
	}
	f := &Folder{Connection: strings.TrimSpace(string(text)), Authority: filepath.Join(dir, filepath.FromSlash(authorityFile)),
		Users: map[string]Credentials{}, dir: dir, roots: x509.NewCertPool()}
	authority, err := disk.Read(f.Authority, disk.Note)
	if err != nil {
		return nil, fmt.Errorf("read the cluster's folder: %w", err)
	}
	if !f.roots.AppendCertsFromPEM(authority) {
		return nil, refuse("%s 不是证书；原样取得该文件再试", "%s is no certificate; get the file again as it was written", f.Authority)
	}
	for _, login := range []string{Administrator, Operator, Application, Auditor} {
		path := filepath.Join(dir, passwordFolder, login)
		text, err := disk.Read(path, disk.Note)
		if errors.Is(err, fs.ErrNotExist) {
			continue // handed on, or kept elsewhere
		}
		if err != nil {
			return nil, fmt.Errorf("read the cluster's folder: %w", err)
		}
		if f.Users[login], err = ParseCredentials(text); err != nil {
			return nil, refuse("%s 不是一行“用户名:密码”；原样取得该文件再试", "%s is not one line LOGIN:PASSWORD; get the file again as it was written", path)
		}
	}
	return f, nil
}

// nodes returns where the nodes are called over HTTP.
func (f *Folder) nodes() []string {
	hosts, _, _ := strings.Cut(strings.TrimPrefix(f.Connection, scheme), "?")
	var nodes []string
	for host := range strings.SplitSeq(hosts, ",") {
		nodes = append(nodes, "https://"+host)
	}
	return nodes
}

// client returns what speaks HTTP with the nodes, and with nobody else: it
// believes only certificates of the cluster's own authority, and follows no
// redirection, since what it sends are passwords.
func (f *Folder) client() *http.Client {
	return &http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: f.roots, Time: f.now, MinVersion: tls.VersionTLS12}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
