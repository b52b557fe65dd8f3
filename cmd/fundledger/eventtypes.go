package main

import (
	"fmt"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
)

// printTypes documents one type, or all.
func (p *program) printTypes(wire string, a *axes) error {
	types := event.Types()
	if wire != "" {
		t, _ := event.TypeOf(wire)
		types = []event.Type{t}
	}
	switch a.form {
	case report.CSV:
		return tables.Template(types).Write(p.out, report.CSV, a.style)
	case report.JSON:
		return tables.Types(types).Write(p.out, report.JSON, a.style)
	case report.Plain:
	}
	for i, t := range types {
		if i > 0 {
			fmt.Fprintln(p.out)
		}
		if err := tables.Type(t).Write(p.out, report.Plain, a.style); err != nil {
			return err
		}
	}
	return nil
}
