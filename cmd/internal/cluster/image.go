package cluster

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// server is what differs between the two names that the product has had.
type server struct {
	Product string
	Prefix  string // of its variables
	Data    string // folder of the database and its index
	Log     string // folder of the log files
	Licence lang.Text

	// SecondaryIndexes says that it has some, which this program does not ask and
	// which make a backup by copying files unsafe.
	SecondaryIndexes bool
}

// serverOf returns what kind of server an image is. Error: *Error if it is neither
// kind, or if another version could be behind the same name tomorrow.
func serverOf(image string) (server, error) {
	name, digest, _ := strings.Cut(image, "@")
	path, tag := name, ""
	if at := strings.LastIndexByte(name, ':'); at > strings.LastIndexByte(name, '/') {
		path, tag = name[:at], name[at+1:]
	}
	if strings.ContainsFunc(image, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'\\$`", r) }) {
		return server{}, refuse("%q 不是镜像名；写成 %s", "%q is no name of an image; write %s", image, DefaultImage)
	}
	if digest == "" && (tag == "" || strings.Trim(tag, "0123456789") == tag) {
		return server{}, refuse("镜像 %s 没有写明版本；写成 %s，或 名称@sha256:…", "the image %s does not say which version; write %s, or NAME@sha256:…", image, DefaultImage)
	}
	switch last := path[strings.LastIndexByte(path, '/')+1:]; {
	case strings.HasPrefix(last, "kurrentdb"):
		return server{
			Product: "KurrentDB", Prefix: "KURRENTDB", Data: "/var/lib/kurrentdb", Log: "/var/log/kurrentdb", SecondaryIndexes: true,
			Licence: lang.Text{ZH: "Kurrent License v1", EN: "Kurrent License v1"},
		}, nil
	case strings.HasPrefix(last, "eventstore"):
		return server{
			Product: "EventStoreDB", Prefix: "EVENTSTORE", Data: "/var/lib/eventstore", Log: "/var/log/eventstore",
			Licence: lang.Text{ZH: "24.10 起为 Event Store License v2，更早的开源版为 BSD 3-clause", EN: "Event Store License v2 since 24.10, BSD 3-clause for open-source builds before"},
		}, nil
	}
	return server{}, refuse("镜像 %s 的名称不以 kurrentdb 或 eventstore 开头，不知其设置写法；用 docker tag 给它这样的名称", "the name of the image %s begins neither with kurrentdb nor with eventstore, so that its settings are not known; give it such a name with docker tag", image)
}

// Licence returns under which terms an image is used. Error: *Error.
func Licence(image string) (lang.Text, error) {
	s, err := serverOf(image)
	return s.Licence, err
}
