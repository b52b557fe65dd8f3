package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
)

// User is an account that is made on the server. It always has a role of its own
// name as well; one that has none besides may do what the default access list
// grants that name.
type User struct {
	Credentials
	FullName string
	Groups   []string
}

// ExistsError says that an account of this name is there already.
type ExistsError struct{ Login string }

func (e *ExistsError) Error() string { return "there is a user " + e.Login + " already" }

// StatusError says that the server answered something else than success.
type StatusError struct {
	What   string // that was asked
	Status int    // of HTTP
	Body   string // the beginning of what it said
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s: the server answered %d %s: %s", e.What, e.Status, http.StatusText(e.Status), e.Body)
}

// CreateUser makes an account, and returns when the server has stored it. It is
// POST /users of the documented HTTP API, with basic authentication:
// docs.kurrent.io/server/v26.0/http-api/security, “Creating users”; a node that is
// not the leader forwards it there. Errors: *ExistsError, *StatusError, what the
// client says of the connection.
func CreateUser(ctx context.Context, client *http.Client, base string, admin Credentials, u User) error {
	groups := u.Groups
	if groups == nil {
		groups = []string{} // null would be no list
	}
	body, err := json.Marshal(struct {
		LoginName, FullName string
		Groups              []string
		Password            string
	}{u.Login, u.FullName, groups, u.Password})
	if err != nil {
		return fmt.Errorf("make the user %s: %w", u.Login, err)
	}
	what := "make the user " + u.Login
	status, said, err := ask(ctx, client, what, http.MethodPost, base+"/users", admin, body)
	switch {
	case err != nil:
		return err
	case status == http.StatusCreated:
		return nil
	case status == http.StatusConflict:
		return &ExistsError{u.Login}
	}
	return &StatusError{what, status, said}
}

// CheckUser returns nil if the server takes these credentials: GET /users/$current
// of the same API. Errors: *StatusError, with status 401 if it does not, what the
// client says of the connection.
func CheckUser(ctx context.Context, client *http.Client, base string, c Credentials) error {
	what := "log in as " + c.Login
	status, said, err := ask(ctx, client, what, http.MethodGet, base+"/users/$current", c, nil)
	if err == nil && status != http.StatusOK {
		err = &StatusError{what, status, said}
	}
	return err
}

// MakeUser makes a user whose password stands in the folder, on the first node that
// answers, and tells whether it did; one that is there must have this password.
// Errors: *Error, which says what to do, or that the context ended.
func (f *Folder) MakeUser(ctx context.Context, login string) (made bool, err error) {
	for _, needed := range []string{Administrator, login} {
		if _, ok := f.Users[needed]; !ok {
			return false, refuse("缺少密码文件 %s；从备份取回", "the password file %s is missing; get it from its backup", filepath.Join(f.dir, passwordFolder, needed))
		}
	}
	user := User{Credentials: f.Users[login], FullName: "fundledger: " + login}
	client := f.client()
	var silent []error
	for _, node := range f.nodes() {
		err = CreateUser(ctx, client, node, f.Users[Administrator], user)
		exists, answer := (*ExistsError)(nil), (*StatusError)(nil)
		switch {
		case ctx.Err() != nil:
			return false, fmt.Errorf("make the user %s: %w", login, ctx.Err())
		case err == nil:
			return true, nil
		case errors.As(err, &exists):
			return false, f.check(ctx, client, node, user.Credentials)
		case errors.As(err, &answer) && answer.Status == http.StatusUnauthorized:
			return false, refuse("集群不接受 %s 中管理员的密码；刚启动则稍后再试，否则它是用另外的密码建立的", "the cluster does not take the administrator's password in %s; if it has only just started try again in a while, else it was made with another one", f.dir)
		}
		silent = append(silent, err)
	}
	return false, refuse("没有节点能用：%s；启动集群（docker compose up --detach --wait），稍后再试", "no node can be used: %s; start the cluster (docker compose up --detach --wait), and try again in a while", silent[0].Error())
}

// check returns nil if a user that is there has this password.
func (f *Folder) check(ctx context.Context, client *http.Client, node string, c Credentials) error {
	err := CheckUser(ctx, client, node, c)
	if answer := (*StatusError)(nil); errors.As(err, &answer) && answer.Status == http.StatusUnauthorized {
		return refuse("用户 %s 已有，但密码不是 %s 中的；由管理员重设密码", "there is a user %s, whose password is not that in %s; an administrator must reset it", c.Login, f.dir)
	}
	return err
}

// told is how much of an answer is kept.
const told = 4096

// ask sends one request and returns what came back.
func ask(ctx context.Context, client *http.Client, what, method, address string, as Credentials,
	body []byte) (status int, said string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, "", fmt.Errorf("%s: %w", what, err)
	}
	request.SetBasicAuth(as.Login, as.Password)
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, "", fmt.Errorf("%s: %w", what, err)
	}
	defer func() { _ = response.Body.Close() }() // nothing was written to it
	text, err := io.ReadAll(io.LimitReader(response.Body, told))
	if err != nil {
		return 0, "", fmt.Errorf("%s: %w", what, err)
	}
	return response.StatusCode, string(bytes.TrimSpace(text)), nil
}
