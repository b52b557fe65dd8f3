package cluster

import (
	"encoding/base32"
	"fmt"
	"io"
	"strings"
)

// The accounts of a cluster. The server has the first two itself.
const (
	Administrator = "admin"   // may do everything; only for setting up and in need
	Operator      = "ops"     // stops and starts; sees no ledger
	Application   = "ledger"  // this program: appends and reads
	Auditor       = "auditor" // reads
)

// Credentials are what an account is used with.
type Credentials struct{ Login, Password string }

// String returns them as the files in the folder passwords have them: login, a
// colon, password.
func (c Credentials) String() string { return c.Login + ":" + c.Password }

// ParseCredentials reads such a file. Error: *Error.
func ParseCredentials(text []byte) (Credentials, error) {
	line := strings.TrimRight(string(text), "\r\n")
	login, password, ok := strings.Cut(line, ":")
	if !ok || login == "" || password == "" || strings.ContainsAny(line, "\r\n") {
		return Credentials{}, refuse("不是一行“用户名:密码”；原样取得该文件再试", "this is not one line LOGIN:PASSWORD; get the file again as it was written")
	}
	return Credentials{login, password}, nil
}

// newUsers returns the accounts with random passwords of 128 bits, in letters and
// digits that no shell and no .env file reads as something else.
func newUsers(random io.Reader) ([]Credentials, error) {
	var users []Credentials
	for _, login := range []string{Administrator, Operator, Application, Auditor} {
		raw := make([]byte, 16)
		if _, err := io.ReadFull(random, raw); err != nil {
			return nil, fmt.Errorf("make a password: %w", err)
		}
		users = append(users, Credentials{login, strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))})
	}
	return users, nil
}

// serverFile holds the passwords of the server's own accounts. The server takes
// them from its environment only, and only when the database is new
// (docs.kurrent.io/server/v26.0/security/security-options, “Set initial passwords”).
const serverFile = "server.env"

// environment returns that file.
func (s server) environment(users []Credentials) []byte {
	variable := map[string]string{Administrator: "_DEFAULT_ADMIN_PASSWORD=", Operator: "_DEFAULT_OPS_PASSWORD="}
	var b strings.Builder
	for _, u := range users {
		if name, ok := variable[u.Login]; ok {
			b.WriteString(s.Prefix + name + u.Password + "\n")
		}
	}
	return []byte(b.String())
}
