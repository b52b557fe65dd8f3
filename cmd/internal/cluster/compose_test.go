package cluster

import (
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// documented are the variables that compose.yaml may set: without the prefix, and
// the page below docs.kurrent.io/server/v26.0 that names it. The same pages of
// v24.10 name them with EVENTSTORE, except where it says otherwise.
var documented = map[string]string{
	"CLUSTER_SIZE":                     "configuration/cluster",
	"DISCOVER_VIA_DNS":                 "configuration/cluster",
	"GOSSIP_SEED":                      "configuration/cluster",
	"NODE_IP":                          "configuration/networking",
	"NODE_PORT":                        "configuration/networking",
	"REPLICATION_IP":                   "configuration/networking",
	"REPLICATION_PORT":                 "configuration/networking",
	"ADVERTISE_HOST_TO_CLIENT_AS":      "configuration/networking",
	"ADVERTISE_NODE_PORT_TO_CLIENT_AS": "configuration/networking",
	"TRUSTED_ROOT_CERTIFICATES_PATH":   "security/protocol-security",
	"CERTIFICATE_FILE":                 "security/protocol-security",
	"CERTIFICATE_PRIVATE_KEY_FILE":     "security/protocol-security",
	"RUN_PROJECTIONS":                  "features/projections/settings",
	"STREAM_INFO_CACHE_CAPACITY":       "configuration/configuration",
	"TELEMETRY_OPTOUT":                 "usage-telemetry",
	"SECONDARY_INDEXING__ENABLED":      "features/indexes/secondary (since 25.1)",
	"DEFAULT_ADMIN_PASSWORD":           "security/security-options",
	"DEFAULT_OPS_PASSWORD":             "security/security-options",
}

// composeFile is what compose.yaml may hold; the decoder refuses anything else.
type composeFile struct {
	Name         string
	XEnvironment map[string]string `yaml:"x-environment"`
	XNode        service           `yaml:"x-node"`
	XCert        service           `yaml:"x-certificates"`
	Services     map[string]service
	Networks     map[string]struct {
		Driver string
		IPAM   struct{ Config []struct{ Subnet string } }
	}
	Volumes map[string]*struct{}
}

type service struct {
	Image, Restart, User string
	StopGracePeriod      string   `yaml:"stop_grace_period"`
	EnvFile              []string `yaml:"env_file"`
	CapDrop              []string `yaml:"cap_drop"`
	SecurityOpt          []string `yaml:"security_opt"`
	Logging              struct{ Driver string }
	NetworkMode          string `yaml:"network_mode"`
	Entrypoint, Command  []string
	DependsOn            map[string]struct{ Condition string } `yaml:"depends_on"`
	Environment          map[string]string
	Healthcheck          struct {
		Disable                    bool
		Test                       []string
		StartPeriod                string `yaml:"start_period"`
		Interval, Timeout, Retries string
	}
	Ports    []string
	Networks map[string]struct {
		Address string `yaml:"ipv4_address"`
	}
	Volumes []string
}

func decode(t *testing.T, text []byte) composeFile {
	t.Helper()
	var c composeFile
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return c
}

// composed checks every compose.yaml of a cluster.
func composed(t *testing.T, c Config, files made) {
	nodes, err := c.nodes()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		folder := folderOf(c, n.Name)
		text := files[folder+"compose.yaml"].Text
		all := decode(t, text)
		if want := map[bool]int{true: 2 * size, false: 2}[folder == ""]; len(all.Services) != want {
			t.Errorf("%d services in %scompose.yaml, want %d", len(all.Services), folder, want)
		}
		s := all.Services[n.Name]
		check := func(what, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("%s: %s is %q, want %q", n.Name, what, got, want)
			}
		}
		check("image", s.Image, c.Image)
		check("restart", s.Restart, "unless-stopped")
		check("env_file", strings.Join(s.EnvFile, " "), serverFile)
		check("health", s.Healthcheck.Test[len(s.Healthcheck.Test)-1], "https://"+n.IP.String()+":2113/health/live")
		if slices.Contains(s.Healthcheck.Test, "--insecure") {
			t.Error("the health check believes any certificate")
		}
		check("waits for", s.DependsOn[n.Name+"-certificates"].Condition, "service_completed_successfully")
		for name, want := range map[string]string{
			"CLUSTER_SIZE": "3", "RUN_PROJECTIONS": "None", "TELEMETRY_OPTOUT": "true", "STREAM_INFO_CACHE_CAPACITY": "100000", "DISCOVER_VIA_DNS": "false",
			"NODE_IP": n.IP.String(), "REPLICATION_IP": n.IP.String(), "GOSSIP_SEED": n.Seeds,
			"ADVERTISE_HOST_TO_CLIENT_AS": n.Client.Addr().String(),
		} {
			check(name, s.Environment["KURRENTDB_"+name], want)
		}
		for name := range s.Environment {
			bare, ok := strings.CutPrefix(name, "KURRENTDB_")
			if documented[bare] == "" || !ok {
				t.Errorf("%s: the variable %s is not documented", n.Name, name)
			}
			if strings.Contains(name, "PASSWORD") || strings.Contains(name, "INSECURE") {
				t.Errorf("%s: %s in compose.yaml", n.Name, name)
			}
		}
		for line := range strings.Lines(string(files[folder+serverFile].Text)) {
			name, _, _ := strings.Cut(strings.TrimPrefix(line, "KURRENTDB_"), "=")
			if documented[name] == "" {
				t.Errorf("the variable %s of %s is not documented", name, serverFile)
			}
		}
		if folder == "" {
			check("ports", strings.Join(s.Ports, " "), n.Client.String()+":2113")
			if !strings.HasPrefix(s.Ports[0], "127.0.0.1:") {
				t.Errorf("%s is published on %s", n.Name, s.Ports[0])
			}
			check("address", s.Networks["nodes"].Address, n.IP.String())
			if subnet := netip.MustParsePrefix(all.Networks["nodes"].IPAM.Config[0].Subnet); !subnet.Contains(n.IP) {
				t.Errorf("%s is not in %s", n.IP, subnet)
			}
		} else {
			check("network", s.NetworkMode, "host")
		}
		for _, volume := range append(slices.Clone(s.Volumes), all.Services[n.Name+"-certificates"].Volumes...) {
			from, _, _ := strings.Cut(volume, ":")
			if path, local := strings.CutPrefix(from, "./"); local {
				if !slices.ContainsFunc([]string{"ca.crt", "node.key"}, func(f string) bool { _, ok := files[folder+path+"/"+f]; return ok }) {
					t.Errorf("%s mounts %s, which is not written", n.Name, from)
				}
			} else if _, ok := all.Volumes[from]; !ok {
				t.Errorf("%s mounts %s, which is not declared", n.Name, from)
			}
		}
	}
}

// The names of the older server have another prefix and other folders.
func TestEventStoreDB(t *testing.T) {
	s, err := serverOf("eventstore/eventstore:24.10.14")
	if err != nil {
		t.Fatal(err)
	}
	nodes, err := Default().nodes()
	if err != nil {
		t.Fatal(err)
	}
	text, err := layout{Project: "p", Server: s, Image: "i:1", Until: "2031-01-14", Nodes: nodes, Subnet: "172.30.240.0/24"}.compose()
	if err != nil {
		t.Fatal(err)
	}
	node := decode(t, text).Services["node2"]
	for name := range node.Environment {
		if bare, ok := strings.CutPrefix(name, "EVENTSTORE_"); !ok || documented[bare] == "" || bare == "SECONDARY_INDEXING__ENABLED" {
			t.Errorf("the variable %s is not documented", name)
		}
	}
	if !slices.Contains(node.Volumes, "node2-data:/var/lib/eventstore") {
		t.Errorf("the database is not kept: %v", node.Volumes)
	}
	if got := string(s.environment([]Credentials{{"admin", "x"}, {"ops", "y"}, {"ledger", "z"}})); got != "EVENTSTORE_DEFAULT_ADMIN_PASSWORD=x\nEVENTSTORE_DEFAULT_OPS_PASSWORD=y\n" {
		t.Errorf("environment %q", got)
	}
}

func TestImages(t *testing.T) {
	for image, product := range map[string]string{
		DefaultImage:                     "KurrentDB",
		"kurrentplatform/kurrentdb:26.0": "KurrentDB",
		"kurrentdb@sha256:b4d0665a78269cd7184971c4d1fad382652779": "KurrentDB",
		"registry.example.cn:5000/db/kurrentdb:26.0.3":            "KurrentDB",
		"eventstore/eventstore:24.10":                             "EventStoreDB",
		"eventstore/eventstore:24.10.14":                          "EventStoreDB",
		"registry.example.cn:5000/db/kurrentdb":                   "",
		"kurrentdb:lts":                                           "",
		"kurrent/other:26":                                        "",
		"":                                                        "",
	} {
		s, err := serverOf(image)
		if s.Product != product || (err == nil) != (product != "") {
			t.Errorf("%s is %q, %v", image, s.Product, err)
		}
	}
}

// Whatever is taken for an image stands in compose.yaml as it is and changes nothing else.
func FuzzImage(f *testing.F) {
	for _, s := range []string{DefaultImage, "eventstore:24", "kurrentdb:26 # x", "kurrentdb:26\"\nprivileged: true", "kurrentdb:${HOME}1", `kurrentdb:1\`, "x:y/kurrentdb@sha256:0"} {
		f.Add(s)
	}
	nodes, err := Default().nodes()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, image string) {
		s, err := serverOf(image)
		if err != nil {
			return
		}
		text, err := layout{Project: "p", Server: s, Image: image, Nodes: nodes, Subnet: "172.30.240.0/24"}.compose()
		if err != nil {
			t.Fatal(err)
		}
		for name, s := range decode(t, text).Services {
			if s.Image != image || strings.Contains(image, "$") {
				t.Errorf("%s: image %q, want %q", name, s.Image, image)
			}
		}
	})
}

// The script of the services that hand out certificates does what the nodes rely
// on, also when it runs again.
func TestCertificatesScript(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh here")
	}
	nodes, err := Default().nodes()
	if err != nil {
		t.Fatal(err)
	}
	s, err := serverOf(DefaultImage)
	if err != nil {
		t.Fatal(err)
	}
	text, err := layout{Project: "p", Server: s, Image: DefaultImage, Nodes: nodes, Subnet: "172.30.240.0/24"}.compose()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	one := decode(t, text).Services["node1-certificates"]
	script := strings.NewReplacer("$$", "$", "/certificates", dir+"/certificates", "/from", dir+"/from", s.Data, dir).Replace(one.Command[0])
	for _, f := range []File{{"from/ca/ca.crt", 0o644, []byte("ca")}, {"from/node/node.crt", 0o644, []byte("crt")}, {"from/node/node.key", 0o600, []byte("key")}, {"certificates/node/old.key", 0o600, nil}} {
		if err := writeFile(filepath.Join(dir, f.Name), f); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if out, err := exec.CommandContext(t.Context(), "sh", "-euc", script).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	var found []string
	err = filepath.Walk(filepath.Join(dir, "certificates"), func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			found = append(found, filepath.Base(path)+info.Mode().String())
		}
		return err
	})
	if want := []string{"ca.crt-rw-------", "node.crt-rw-------", "node.key-rw-------"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("the node gets %v, want %v, %v", found, want, err)
	}
	// What the node's variables name is what it gets.
	env := decode(t, text).Services["node1"].Environment
	for _, name := range []string{"CERTIFICATE_FILE", "CERTIFICATE_PRIVATE_KEY_FILE"} {
		if _, err := os.Stat(dir + env["KURRENTDB_"+name]); err != nil {
			t.Error(err)
		}
	}
	if entries, err := os.ReadDir(dir + env["KURRENTDB_TRUSTED_ROOT_CERTIFICATES_PATH"]); err != nil || len(entries) != 1 {
		t.Errorf("trusted are %v, %v", entries, err)
	}
}
