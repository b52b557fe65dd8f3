package esdbtest

import (
	"encoding/json"
	"strings"
	"time"
)

// meta is what a stream's "$$" stream says of it.
type meta struct {
	maxCount       *int64
	maxAge         *time.Duration
	truncateBefore *int64
	acl            *acl
}

// acl holds the roles for each action; a nil list says nothing, an empty one
// says nobody.
type acl struct {
	read, write, remove, metaRead, metaWrite []string
}

// settings are the default rules, in "$settings".
type settings struct{ user, system *acl }

// raw is the JSON of all of them.
type raw struct {
	MaxCount       *int64          `json:"$maxCount"`
	MaxAge         *int64          `json:"$maxAge"` // seconds
	TruncateBefore *int64          `json:"$tb"`
	ACL            json.RawMessage `json:"$acl"`
	User           json.RawMessage `json:"$userStreamAcl"`
	System         json.RawMessage `json:"$systemStreamAcl"`
}

// parseMetadata reads a "$metadata" event. As on the server, one mistake
// anywhere makes all of it count for nothing.
func parseMetadata(data []byte) *meta {
	var r raw
	if json.Unmarshal(data, &r) != nil {
		return &meta{}
	}
	m := &meta{}
	if r.MaxCount != nil && *r.MaxCount > 0 {
		m.maxCount = r.MaxCount
	}
	if r.MaxAge != nil && *r.MaxAge > 0 {
		age := time.Duration(*r.MaxAge) * time.Second
		m.maxAge = &age
	}
	if r.TruncateBefore != nil && *r.TruncateBefore >= 0 {
		m.truncateBefore = r.TruncateBefore
	}
	if r.ACL != nil {
		a, ok := parseACL(r.ACL)
		if !ok {
			return &meta{}
		}
		m.acl = a
	}
	return m
}

// parseSettings reads an event of "$settings". One that is not understood
// leaves the server with its built-in rules.
func parseSettings(data []byte) *settings {
	var r raw
	if json.Unmarshal(data, &r) != nil {
		return &settings{}
	}
	s := &settings{}
	for _, part := range []struct {
		from json.RawMessage
		to   **acl
	}{{r.User, &s.user}, {r.System, &s.system}} {
		if part.from == nil {
			continue
		}
		a, ok := parseACL(part.from)
		if !ok {
			return &settings{}
		}
		*part.to = a
	}
	return s
}

// parseACL reads {"$r": …, "$w": …, "$d": …, "$mr": …, "$mw": …}; each is one
// role or a list of them.
func parseACL(data []byte) (*acl, bool) {
	var parts map[string]json.RawMessage
	if json.Unmarshal(data, &parts) != nil || parts == nil {
		return nil, false
	}
	a := &acl{}
	for _, part := range []struct {
		name string
		to   *[]string
	}{{"$r", &a.read}, {"$w", &a.write}, {"$d", &a.remove}, {"$mr", &a.metaRead}, {"$mw", &a.metaWrite}} {
		text, ok := parts[part.name]
		if !ok {
			continue
		}
		var one string
		var many []string
		switch {
		case json.Unmarshal(text, &one) == nil && text[0] == '"':
			*part.to = []string{one}
		case json.Unmarshal(text, &many) == nil && many != nil:
			*part.to = many
		default:
			return nil, false
		}
	}
	return a, true
}

// metadataOf returns what holds for a stream, as the first end records say.
func (h *history) metadataOf(stream string, end int) meta {
	if strings.HasPrefix(stream, "$$") {
		one := int64(1)
		return meta{maxCount: &one}
	}
	written := h.upTo("$$"+stream, end)
	if len(written) == 0 {
		return meta{}
	}
	if m := h.records[written[len(written)-1]].meta; m != nil {
		return *m
	}
	return meta{}
}

// softDeleted says whether a stream was deleted in a way that appending undoes.
func (m meta) softDeleted() bool { return m.truncateBefore != nil && *m.truncateBefore == deleted }

// first is the lowest number that may be read of a stream whose last is given.
func (m meta) first(last int64) int64 {
	first := int64(0)
	if m.maxCount != nil {
		first = max(first, last-*m.maxCount+1)
	}
	if m.truncateBefore != nil {
		first = max(first, *m.truncateBefore)
	}
	return first
}
