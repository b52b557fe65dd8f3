package cluster

import (
	"bytes"
	_ "embed"
	"fmt"
	"text/template"
)

//go:embed compose.yaml.tmpl
var composeTemplate string

// layout is what compose.yaml says.
type layout struct {
	Project string // no two clusters have the same, so that none gets another's volumes
	Server  server
	Image   string
	Until   string // the last day of the certificates
	Nodes   []node // that this machine runs
	Subnet  string // between containers; empty if each machine runs one node
}

// Size returns how many nodes the cluster has.
func (layout) Size() int { return size }

// NodePort returns where clients and other nodes call a node.
func (layout) NodePort() int { return nodePort }

// ReplicationPort returns where nodes copy from each other.
func (layout) ReplicationPort() int { return replicationPort }

// compose returns the text of compose.yaml.
func (l layout) compose() ([]byte, error) {
	t, err := template.New("compose.yaml").Option("missingkey=error").Parse(composeTemplate)
	if err != nil {
		return nil, fmt.Errorf("compose.yaml: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, l); err != nil {
		return nil, fmt.Errorf("compose.yaml: %w", err)
	}
	return b.Bytes(), nil
}
