// Package figures embeds the figures that four bureaux really published, and
// the facts that a clerk recorded from them.
//
// published.csv has one printed figure a row, converted to whole units;
// events.csv is an import file. Nothing in events.csv is computed from
// published.csv: the demo shows that the ledger's views give the one back from
// the other.
package figures

import _ "embed"

// Published is published.csv.
//
//go:embed published.csv
var Published []byte

// Events is events.csv.
//
//go:embed events.csv
var Events []byte
