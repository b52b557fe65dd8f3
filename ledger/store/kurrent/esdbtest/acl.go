package esdbtest

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// action is what a caller wants to do with a stream.
type action int

const (
	toRead action = iota
	toWrite
	toRemove
)

// addUsers writes the events that a server with users begins with.
func (c *Cluster) addUsers() {
	for _, name := range slices.Sorted(maps.Keys(c.options.Users)) {
		c.write("$user-"+name, proposal{id: c.mint(), kind: "$UserCreated", json: true, data: []byte(`{"loginName":"` + name + `"}`)})
		c.write("$users", proposal{id: c.mint(), kind: "$User", data: []byte(name)})
	}
}

// allow says whether the caller may do something with a stream. Errors:
// Unauthenticated for credentials that are wrong, PermissionDenied for
// everything else, no credentials included.
func (c *Cluster) allow(ctx context.Context, stream string, want action) error {
	if c.options.Users == nil {
		if stream == "$all" && want != toRead {
			return denied(ctx)
		}
		return nil
	}
	name, ok, err := c.caller(ctx)
	if err != nil {
		return err
	}
	if !ok || stream == "$all" && want != toRead {
		return denied(ctx)
	}
	original, isMeta := originalOf(stream)
	if isMeta && want == toRemove {
		return denied(ctx)
	}
	groups := c.options.Users[name].Groups
	if name == "admin" || slices.Contains(groups, "$admins") {
		return nil
	}
	c.mu.Lock()
	roles := c.roles(original, want, isMeta)
	c.mu.Unlock()
	for _, role := range roles {
		if role == "$all" || role == name || slices.Contains(groups, role) {
			return nil
		}
	}
	return denied(ctx)
}

// caller is who sent the credentials, if any were sent.
func (c *Cluster) caller(ctx context.Context) (string, bool, error) {
	md, _ := metadata.FromIncomingContext(ctx)
	sent := md.Get("authorization")
	if len(sent) == 0 {
		return "", false, nil
	}
	refused := status.Error(codes.Unauthenticated, "Unauthenticated")
	encoded, ok := strings.CutPrefix(sent[0], "Basic ")
	if !ok {
		return "", false, refused
	}
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", false, refused
	}
	name, password, _ := strings.Cut(string(decoded), ":")
	if user, ok := c.options.Users[name]; !ok || user.Password != password {
		return "", false, refused
	}
	return name, true, nil
}

// roles are those who may do something with a stream: what the stream's own
// rule says, else the default rule in "$settings", else the one built in.
func (h *history) roles(stream string, want action, ofMetadata bool) []string {
	end := len(h.records)
	system := strings.HasPrefix(stream, "$")
	everybody := []string{"$all"}
	if system {
		everybody = []string{"$admins"}
	}
	var byDefault *acl
	if at := h.upTo("$settings", end); len(at) > 0 {
		byDefault = h.records[at[len(at)-1]].access.user
		if system {
			byDefault = h.records[at[len(at)-1]].access.system
		}
	}
	for _, rule := range []*acl{h.metadataOf(stream, end).acl, byDefault} {
		if rule == nil {
			continue
		}
		if roles := rule.of(want, ofMetadata); roles != nil {
			return roles
		}
	}
	return everybody
}

func (a *acl) of(want action, ofMetadata bool) []string {
	switch {
	case want == toRemove:
		return a.remove
	case want == toRead && ofMetadata:
		return a.metaRead
	case want == toRead:
		return a.read
	case ofMetadata:
		return a.metaWrite
	}
	return a.write
}

// originalOf returns the stream that a "$$" stream is about, and whether it is
// one.
func originalOf(stream string) (string, bool) {
	return strings.CutPrefix(stream, "$$")
}

func denied(ctx context.Context) error {
	trailer(ctx, "exception", "access-denied")
	return status.Error(codes.PermissionDenied, "Access Denied")
}
