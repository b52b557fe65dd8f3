package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// object is a table, an index or a trigger of the file.
type object struct{ kind, name, sql string }

// harmless are the tables that SQLite's ANALYZE makes. What they say of the other
// tables changes which way a question takes and never the answer, so a ledger that
// somebody analysed is read as before; package verify's caller tells of them.
var harmless = []string{
	`CREATE TABLE sqlite_stat1(tbl,idx,stat)`,
	`CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)`,
}

// strange returns what is wrong with the objects of a file that should be made of
// these statements, in any order, for a backup has them in another; "" if nothing is.
func strange(objects []object, want []string) string {
	var extra []string
	missing := slices.Clone(want)
	for _, o := range objects {
		if i := slices.Index(missing, o.sql); i >= 0 {
			missing = slices.Delete(missing, i, i+1)
		} else if !slices.Contains(harmless, o.sql) {
			extra = append(extra, fmt.Sprintf("%s %.60q", o.kind, o.name))
		}
	}
	var why []string
	if len(extra) > 0 {
		why = append(why, "does not belong there: "+some(extra))
	}
	if len(missing) > 0 {
		for i, statement := range missing {
			words := strings.Fields(statement)
			if words[1] == "UNIQUE" {
				words = words[1:]
			}
			missing[i] = strings.ToLower(words[1]) + " " + strconv.Quote(words[2])
		}
		why = append(why, "missing or altered: "+some(missing))
	}
	if why == nil {
		return ""
	}
	return "tables, indexes or triggers are not those of a ledger: " + strings.Join(why, "; ")
}

// some returns the first of several, and how many more there are.
func some(names []string) string {
	const most = 5
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}

// objectsOf returns what the file is made of.
func objectsOf(ctx context.Context, conn interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) (objects []object, err error) {
	rows, err := conn.QueryContext(ctx, `SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY rowid`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var o object
		if err := rows.Scan(&o.kind, &o.name, &o.sql); err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
	return objects, rows.Err()
}

// Strangers returns the names of tables in the file that are no part of the ledger
// and do it no harm, such as those of ANALYZE. Errors: *store.CorruptError,
// *store.BusyError or I/O.
func (s *Store) Strangers(ctx context.Context) ([]string, error) {
	objects, err := objectsOf(ctx, s.read)
	if err != nil {
		return nil, explain(ctx, s.path, "read the schema", err)
	}
	var names []string
	for _, o := range objects {
		if slices.Contains(harmless, o.sql) {
			names = append(names, o.name)
		}
	}
	return names, nil
}
