package cluster

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// users answers as the server's own controller of users does: who may ask, what it
// returns when. It is a test aid, written from the documentation and the source of
// 26.0.3 (UsersController.cs, swagger.yaml), and no server.
type users struct {
	mu        sync.Mutex
	passwords map[string]string
	ready     bool // it has a leader
}

func (u *users) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u.mu.Lock()
	defer u.mu.Unlock()
	login, password, _ := r.BasicAuth()
	known := u.passwords[login] != "" && u.passwords[login] == password
	switch {
	case !u.ready:
		http.Error(w, "Server is not ready", http.StatusServiceUnavailable)
	case r.Method == http.MethodGet && r.URL.Path == "/users/$current" && known:
		_, _ = io.WriteString(w, `{"data":{"loginName":"`+login+`"},"success":true}`)
	case r.Method == http.MethodPost && r.URL.Path == "/users" && known && login == Administrator:
		var asked struct {
			LoginName, FullName, Password string
			Groups                        []string
		}
		d := json.NewDecoder(r.Body)
		d.DisallowUnknownFields()
		switch err := d.Decode(&asked); {
		case err != nil || r.Header.Get("Content-Type") != "application/json" || asked.Groups == nil || asked.LoginName == "" || asked.Password == "":
			http.Error(w, "bad request", http.StatusBadRequest)
		case u.passwords[asked.LoginName] != "":
			w.WriteHeader(http.StatusConflict)
			_, _ = io.WriteString(w, `{"loginName":"`+asked.LoginName+`","success":false,"error":"Conflict"}`)
		default:
			u.passwords[asked.LoginName] = asked.Password
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, `{"loginName":"`+asked.LoginName+`","success":true,"error":"Success","msgTypeId":50}`)
		}
	default:
		w.WriteHeader(http.StatusUnauthorized)
	}
}

func TestCreateUser(t *testing.T) {
	double := &users{passwords: map[string]string{"admin": "a", "clerk": "c"}, ready: true}
	server := httptest.NewUnstartedServer(double)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // a stranger's handshake fails below
	server.StartTLS()
	defer server.Close()
	ask := func(admin Credentials, login, password string) error {
		return CreateUser(t.Context(), server.Client(), server.URL, admin, User{Credentials: Credentials{login, password}, FullName: "x"})
	}
	var exists *ExistsError
	var status *StatusError
	if err := ask(Credentials{"admin", "a"}, "ledger", "l"); err != nil || double.passwords["ledger"] != "l" {
		t.Errorf("not made: %v", err)
	}
	if err := ask(Credentials{"admin", "a"}, "ledger", "m"); !errors.As(err, &exists) || exists.Login != "ledger" || double.passwords["ledger"] != "l" {
		t.Errorf("made again: %v", err)
	}
	if err := ask(Credentials{"admin", "b"}, "other", "o"); !errors.As(err, &status) || status.Status != 401 {
		t.Errorf("made with a wrong password: %v", err)
	}
	if err := ask(Credentials{"clerk", "c"}, "other", "o"); !errors.As(err, &status) || status.Status != 401 {
		t.Errorf("made by somebody: %v", err)
	}
	if err := CheckUser(t.Context(), server.Client(), server.URL, Credentials{"ledger", "l"}); err != nil {
		t.Error(err)
	}
	if err := CheckUser(t.Context(), server.Client(), server.URL, Credentials{"ledger", "x"}); !errors.As(err, &status) || status.Status != 401 {
		t.Errorf("a wrong password is right: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := CreateUser(ctx, server.Client(), server.URL, Credentials{"admin", "a"}, User{}); !errors.Is(err, context.Canceled) {
		t.Errorf("asked though it was over: %v", err)
	}
	// A client that does not know the authority sends no password.
	if err := CreateUser(t.Context(), &http.Client{}, server.URL, Credentials{"admin", "a"}, User{}); err == nil || errors.As(err, &status) {
		t.Errorf("asked a stranger: %v", err)
	}
}

// Both users are made with the passwords and certificates of a folder, by a node
// that has the folder's own certificate.
func TestMakeUser(t *testing.T) {
	c := Default()
	files, err := Files(c, day, chance(3))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "nodes")
	if err := Write(dir, files); err != nil {
		t.Fatal(err)
	}
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f.now = clock
	m := made{}
	for _, f := range files {
		m[f.Name] = f
	}
	double := &users{passwords: map[string]string{Administrator: f.Users[Administrator].Password}}
	server := httptest.NewUnstartedServer(double)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{*pair(t, c, m, "node2")}}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	silent := httptest.NewUnstartedServer(nil)
	nowhere := silent.Listener.Addr().String()
	silent.Listener.Close()

	steps := []struct {
		name  string
		nodes string
		do    func()
		made  bool
		says  string
	}{
		{"no node runs", nowhere, func() {}, false, "no node can be used"},
		{"without a leader", server.Listener.Addr().String(), func() {}, false, "503"},
		{"the second node answers", nowhere + "," + server.Listener.Addr().String(), func() { double.ready = true }, true, ""},
		{"it is there", server.Listener.Addr().String(), func() {}, false, ""},
		{"it has another password", server.Listener.Addr().String(), func() { double.passwords[Application] = "x" }, false, "whose password is not that in"},
		{"the administrator has another password", server.Listener.Addr().String(), func() { double.passwords[Administrator] = "x" }, false, "does not take the administrator's password"},
		{"the administrator's password is elsewhere", server.Listener.Addr().String(), func() { delete(f.Users, Administrator) }, false, "passwords/admin is missing"},
	}
	for _, s := range steps {
		s.do()
		f.Connection = scheme + s.nodes + "?tls=true"
		made, err := f.MakeUser(t.Context(), Application)
		if made != s.made || (err == nil) != (s.says == "") || err != nil && !strings.Contains(err.Error(), s.says) {
			t.Errorf("%s: %v, %v", s.name, made, err)
		}
		var mendable *Error
		if err != nil && !errors.As(err, &mendable) {
			t.Errorf("%s: %v does not say what to do", s.name, err)
		}
	}
}
