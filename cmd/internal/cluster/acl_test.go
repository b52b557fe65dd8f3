package cluster

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// model is the server's rule of who may do what with a stream
// (LegacyStreamPermissionAssertion.cs, IndexReader.GetEffectiveAcl; the same in
// 24.10 and 26.0): administrators everything; nobody else writes to $all or
// deletes it; else the list of the stream decides, what that leaves out the
// default list that was set, and what that leaves out the server's own.
type model struct {
	settings map[string]roles            // of $settings, by key
	metadata map[string]map[string]roles // of streams, by stream
}

// roles are who may do what: $r, $w, $d, $mr, $mw.
type roles map[string][]string

func (m model) may(user []string, action, stream string) bool {
	if stream == "$all" && (action == "$w" || action == "$d") {
		return false
	}
	if target, is := strings.CutPrefix(stream, "$$"); is {
		if action = map[string]string{"$r": "$mr", "$w": "$mw"}[action]; action == "" {
			return false
		}
		stream = target
	}
	if slices.Contains(user, "$admins") {
		return true
	}
	key, own := "$userStreamAcl", []string{"$all"}
	if strings.HasPrefix(stream, "$") {
		key, own = "$systemStreamAcl", []string{"$admins"}
	}
	allowed := own
	if r, ok := m.settings[key][action]; ok {
		allowed = r
	}
	if r, ok := m.metadata[stream]["$acl"][action]; ok {
		allowed = r
	}
	return slices.Contains(allowed, "$all") || slices.ContainsFunc(user, func(role string) bool { return slices.Contains(allowed, role) })
}

func TestAccess(t *testing.T) {
	hardened := model{metadata: map[string]map[string]roles{"$all": {}}}
	if err := json.Unmarshal(DefaultACL(Application, Auditor), &hardened.settings); err != nil {
		t.Fatal(err)
	}
	all := map[string]roles{}
	if err := json.Unmarshal(AllMetadata(Application, Auditor), &all); err != nil {
		t.Fatal(err)
	}
	hardened.metadata["$all"] = all
	without := model{settings: hardened.settings} // the default list alone
	fresh := model{}                              // as the server comes

	who := map[string][]string{
		"admin": {"admin", "$admins"}, "ops": {"ops", "$ops"}, "ledger": {"ledger"}, "auditor": {"auditor"}, "clerk": {"clerk"},
	}
	const stream = "reimbursement-H44130200026-202504"
	for _, k := range []struct {
		name           string
		model          model
		action, stream string
		may            string // all who may, sorted
	}{
		{"read a stream", hardened, "$r", stream, "admin auditor ledger"},
		{"append to a stream", hardened, "$w", stream, "admin ledger"},
		{"delete a stream", hardened, "$d", stream, "admin"},
		{"truncate a stream", hardened, "$w", "$$" + stream, "admin"},
		{"read its metadata", hardened, "$r", "$$" + stream, "admin"},
		{"delete its metadata", hardened, "$d", "$$" + stream, ""},
		{"read all events in order", hardened, "$r", "$all", "admin auditor ledger"},
		{"append to all", hardened, "$w", "$all", ""},
		{"delete all", hardened, "$d", "$all", ""},
		{"let others read all", hardened, "$w", "$$$all", "admin"},
		{"read the default list", hardened, "$r", "$settings", "admin"},
		{"change the default list", hardened, "$w", "$settings", "admin"},
		{"delete the default list", hardened, "$d", "$settings", "admin"},
		{"put a list on the default list", hardened, "$w", "$$$settings", "admin"},
		{"read a password's hash", hardened, "$r", "$user-ledger", "admin"},
		{"change a password's hash", hardened, "$w", "$user-ledger", "admin"},

		{"read all without its own list", without, "$r", "$all", "admin"},
		{"a server as it comes: delete a stream", fresh, "$d", stream, "admin auditor clerk ledger ops"},
		{"a server as it comes: truncate a stream", fresh, "$w", "$$" + stream, "admin auditor clerk ledger ops"},
		{"a server as it comes: read all", fresh, "$r", "$all", "admin"},
	} {
		var may []string
		for name, user := range who {
			if k.model.may(user, k.action, k.stream) {
				may = append(may, name)
			}
		}
		slices.Sort(may)
		if got := strings.Join(may, " "); got != k.may {
			t.Errorf("%s: %s may, want %s", k.name, got, k.may)
		}
	}
}

// Every list says everything: what it left out, the server would decide.
func TestDefaultACLIsWhole(t *testing.T) {
	want := `{"$userStreamAcl":{"$r":["ledger","auditor"],"$w":["ledger"],"$d":["$admins"],"$mr":["$admins"],"$mw":["$admins"]},` +
		`"$systemStreamAcl":{"$r":["$admins"],"$w":["$admins"],"$d":["$admins"],"$mr":["$admins"],"$mw":["$admins"]}}`
	if got := string(DefaultACL("ledger", "auditor")); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	if got, want := string(AllMetadata("ledger", "auditor")), `{"$acl":{"$r":["$admins","ledger","auditor"]}}`; got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}
