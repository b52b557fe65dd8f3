package esdbtest

import (
	"reflect"
	"testing"
)

// FuzzRules checks that whatever is written as metadata or settings is either
// understood or counts for nothing.
func FuzzRules(f *testing.F) {
	for _, seed := range []string{
		`{"$tb":3,"$maxCount":1,"$maxAge":60,"$acl":{"$r":["a","b"],"$w":"c","$d":[]}}`, `{"$userStreamAcl":{"$mr":"$admins"},"$systemStreamAcl":{"$mw":[]}}`,
		`{"$acl":null}`, `{"$acl":{"$r":null}}`, `{"$acl":"$userStreamAcl"}`, `{"$tb":-1,"$maxCount":0,"$maxAge":-5}`, `{"$tb":1e3}`, `[]`, `null`, ``, `{`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := parseMetadata(data)
		for _, n := range []*int64{m.maxCount, m.truncateBefore} {
			if n != nil && *n < 0 {
				t.Errorf("%q: a negative number counts", data)
			}
		}
		if first := m.first(10); first < 0 {
			t.Errorf("%q: the first event would be %d", data, first)
		}
		if s := parseSettings(data); s == nil {
			t.Errorf("%q: no settings at all", data)
		}
		if a, ok := parseACL(data); ok != (a != nil) {
			t.Errorf("%q: %v, %v", data, a, ok)
		}
	})
}

func TestRules(t *testing.T) {
	for _, test := range []struct {
		data string
		want *acl
	}{
		{`{"$acl":{"$r":["a","b"],"$w":"c","$d":[]}}`, &acl{read: []string{"a", "b"}, write: []string{"c"}, remove: []string{}}},
		{`{"$acl":{}}`, &acl{}},
		{`{"$acl":{"$r":1}}`, nil},
		{`{"$acl":{"$r":null}}`, nil},
		{`{"$acl":["a"]}`, nil},
		{`{"$acl":null}`, nil},
		{`{}`, nil},
	} {
		if got := parseMetadata([]byte(test.data)).acl; !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", test.data, got, test.want)
		}
	}
}
