package main

import (
	"context"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
)

// printTypes documents one type, or all.
func (p *program) printTypes(ctx context.Context, wire string, a *axes) error {
	types := event.Types()
	if wire != "" {
		t, _ := event.TypeOf(wire)
		types = []event.Type{t}
	}
	switch a.form {
	case report.CSV:
		return p.print(ctx, nil, a, tables.Listing{Table: tables.Template(types)})
	case report.JSON, report.XLSX:
		return p.print(ctx, nil, a, tables.Listing{Table: tables.Types(types)})
	case report.Plain:
	}
	var each []report.Table
	for _, t := range types {
		each = append(each, tables.Type(t))
	}
	return p.print(ctx, nil, a, listings(each)...)
}
