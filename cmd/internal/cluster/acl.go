package cluster

import "encoding/json"

// Where the access lists stand, and as what.
const (
	SettingsStream    = "$settings"          // the default list
	SettingsEventType = "update-default-acl" // of the event that holds it
	AllMetadataStream = "$$$all"             // the list of the stream of all events
	MetadataEventType = "$metadata"          // of the event that holds it
)

// administrators is the role that no list can restrict.
const administrators = "$admins"

// accessList says which roles may do what with a stream. What it leaves out
// another list decides.
type accessList struct {
	Read          []string `json:"$r,omitempty"`
	Write         []string `json:"$w,omitempty"`
	Delete        []string `json:"$d,omitempty"`
	ReadMetadata  []string `json:"$mr,omitempty"`
	WriteMetadata []string `json:"$mw,omitempty"`
}

// DefaultACL returns the data of the event that makes a ledger of a database: an
// event of SettingsEventType at the end of SettingsStream. The application appends
// to streams and reads them, the auditor reads them; nobody but administrators
// deletes a stream, truncates it or changes its list, which every user may as the
// server comes (docs.kurrent.io/server/v26.0/security/user-authorization, “Default
// ACL”). System streams are the administrators'.
func DefaultACL(app, auditor string) []byte {
	admins := []string{administrators}
	return encode(struct {
		User   accessList `json:"$userStreamAcl"`
		System accessList `json:"$systemStreamAcl"`
	}{
		User:   accessList{Read: []string{app, auditor}, Write: []string{app}, Delete: admins, ReadMetadata: admins, WriteMetadata: admins},
		System: accessList{admins, admins, admins, admins, admins},
	})
}

// AllMetadata returns the data of the event that lets both read all events in
// order: an event of MetadataEventType at the end of AllMetadataStream. $all counts
// as a system stream, so that without it only administrators read it. Whoever
// reads $all also sees the hashes of passwords in the system's events; the
// passwords that Files makes have 128 random bits, which nobody finds from a hash.
func AllMetadata(app, auditor string) []byte {
	return encode(struct {
		List accessList `json:"$acl"`
	}{accessList{Read: []string{administrators, app, auditor}}})
}

// encode returns JSON of one of the structures above, which always have some.
func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("cluster: lists of strings without JSON: " + err.Error())
	}
	return text
}
