package tidy

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/fundledger/fundledger/"

// may says what each package imports beyond the standard library, exactly: packages of
// this module and modules of others. A row that names what its package does not import is
// a fault as much as an import that is not in the row. Test files may import anything
// but cmd.
//
// An aggregate names the parts of the ledger that a decision needs, a view those
// that a fold needs: never a store, and no other view. What several views fold
// with is a package of its own, listed in parts.
var may = map[string][]string{
	"ledger":         {"ledger/event", "ledger/store"},
	"ledger/lang":    {},
	"ledger/jcs":     {},
	"ledger/inorder": {},
	"ledger/wide":    {},
	"ledger/rice":    {},
	"ledger/money":   {"ledger/wide", "github.com/shopspring/decimal"},
	"ledger/fund":    {"ledger/glyph", "ledger/lang"},
	"ledger/refusal": {"ledger/lang"},
	"ledger/rights":  {"ledger/fund"},
	"ledger/glyph":   {"golang.org/x/text/unicode/norm"},
	"ledger/account": {"ledger/fund", "ledger/lang"},
	"ledger/running": {"ledger/fund", "ledger/money"},
	"ledger/law":     {"ledger/fund", "ledger/lang", "ledger/money"},
	"ledger/budget":  {"ledger/account", "ledger/fund", "ledger/lang"},
	"ledger/event": {
		"ledger/account", "ledger/budget", "ledger/event/scan", "ledger/fund", "ledger/glyph", "ledger/jcs", "ledger/lang", "ledger/law", "ledger/money",
		"github.com/google/uuid", "github.com/shopspring/decimal",
	},
	"ledger/event/scan":      {"ledger/fund", "ledger/jcs", "ledger/money"},
	"ledger/event/tally":     {"ledger/account", "ledger/event", "ledger/event/scan", "ledger/fund", "ledger/jcs", "ledger/money"},
	"ledger/event/eventtest": {"ledger/account", "ledger/budget", "ledger/event", "ledger/fund", "ledger/law", "ledger/money"},
	"ledger/agreement":       {"ledger/event", "ledger/fund", "ledger/lang"},
	"ledger/docket":          {"ledger/event", "ledger/fund", "ledger/law", "ledger/money"},
	"ledger/split":           {"ledger/account", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal", "ledger/running"},
	"ledger/document":        {"ledger/event", "ledger/fund", "ledger/glyph", "ledger/lang", "ledger/money", "ledger/refusal"},
	"ledger/merkle":          {"ledger/lang", "golang.org/x/mod"},
	"ledger/disk":            {"ledger/lang"},
	"ledger/disk/disktest":   {},
	"ledger/clock":           {"ledger/store"},
	"ledger/store":           {"ledger/jcs", "github.com/google/uuid"},
	"ledger/store/memory":    {"ledger/store"},
	"ledger/viewkey":         {},
	"ledger/verify": {
		"ledger", "ledger/clock", "ledger/event", "ledger/event/tally", "ledger/fund", "ledger/inorder", "ledger/lang", "ledger/merkle",
		"ledger/store",
	},
	"ledger/history": {"ledger/event", "ledger/jcs", "ledger/lang", "ledger/merkle", "ledger/store"},
	"ledger/store/sqlite": {
		"ledger/disk", "ledger/jcs", "ledger/merkle", "ledger/store", "github.com/klauspost/compress", "modernc.org/libc",
		"modernc.org/sqlite",
	},
	"ledger/store/kurrent": {
		"ledger/disk", "ledger/jcs", "ledger/store", "github.com/EventStore/EventStore-Client-Go/v4", "github.com/google/uuid",
		"google.golang.org/grpc",
	},
	"ledger/store/storetest": {"ledger/store"},

	"ledger/store/kurrent/esdbtest": {
		"github.com/EventStore/EventStore-Client-Go/v4/protos", "github.com/google/uuid", "google.golang.org/grpc",
	},

	// The desk is the one place where aggregates meet a store, by its contract.
	"aggregates": {
		"ledger", "ledger/clock", "ledger/document", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal",
		"ledger/split", "ledger/store", "aggregates/book", "aggregates/budget", "aggregates/enforcement", "aggregates/flow", "aggregates/institution", "aggregates/issue",
		"aggregates/limit", "aggregates/numbering", "aggregates/openitem", "aggregates/period", "aggregates/premium",
		"aggregates/published", "aggregates/reimbursement", "aggregates/relief", "github.com/oklog/ulid/v2",
	},
	"aggregates/book":          {"ledger/event", "ledger/fund", "ledger/lang", "ledger/refusal", "ledger/split"},
	"aggregates/numbering":     {"ledger/document", "ledger/event", "ledger/fund", "ledger/lang", "ledger/refusal"},
	"aggregates/limit":         {"ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal"},
	"aggregates/premium":       {"ledger/document", "ledger/event", "ledger/fund", "ledger/lang", "ledger/refusal", "ledger/split"},
	"aggregates/flow":          {"ledger/event", "ledger/fund", "ledger/split"},
	"aggregates/openitem":      {"ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal", "ledger/running"},
	"aggregates/period":        {"ledger/account", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal"},
	"aggregates/reimbursement": {"ledger/document", "ledger/event", "ledger/fund", "ledger/money"},
	"aggregates/relief":        {"ledger/document", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal"},
	"aggregates/enforcement": {
		"ledger/docket", "ledger/event", "ledger/fund", "ledger/lang", "ledger/law", "ledger/money", "ledger/refusal",
		"github.com/shopspring/decimal",
	},
	"aggregates/institution": {"ledger/agreement", "ledger/event", "ledger/fund", "ledger/lang", "ledger/law", "ledger/refusal"},
	"aggregates/published":   {"ledger/event", "ledger/fund"},
	"aggregates/budget":      {"ledger/budget", "ledger/event", "ledger/fund", "ledger/lang", "ledger/refusal"},
	"aggregates/issue":       {"ledger/event", "ledger/lang", "ledger/refusal"},

	"projections/snapshot": {
		"ledger/disk", "ledger/event", "ledger/fund", "ledger/money", "ledger/store", "ledger/viewkey", "ledger/wide",
		"github.com/klauspost/compress",
	},
	"projections/posting": {"ledger/account", "ledger/event", "ledger/fund", "ledger/money"},
	"projections/daily":   {"ledger/fund", "ledger/money", "ledger/wide", "projections/snapshot"},
	"projections/books": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/money", "projections/posting",
		"projections/snapshot",
	},
	"projections/cases": {
		"ledger", "ledger/docket", "ledger/event", "ledger/fund", "ledger/inorder", "ledger/money", "ledger/store", "projections/snapshot",
	},
	"projections/statements": {
		"ledger/account", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "projections/books",
	},
	"projections/lines": {
		"ledger", "ledger/account", "ledger/fund", "ledger/store", "projections/books", "projections/posting",
	},
	"projections/figures": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/store", "ledger/wide", "projections/books",
		"projections/lines", "projections/posting", "projections/statements",
	},
	"projections/folio": {
		"ledger", "ledger/account", "ledger/disk", "ledger/event", "ledger/event/tally", "ledger/fund", "ledger/inorder", "ledger/lang",
		"ledger/money", "ledger/store", "ledger/verify", "ledger/viewkey", "ledger/wide", "projections/books", "projections/closings",
		"projections/lines", "projections/posting", "projections/replay", "projections/snapshot", "projections/summary", "projections/terms",
	},
	"projections/bridge": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/store", "projections/posting",
		"projections/statements",
	},
	"projections/balances": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/money", "projections/posting", "projections/snapshot",
	},
	"projections/recoveries": {
		"ledger", "ledger/docket", "ledger/event", "ledger/fund", "ledger/lang", "ledger/law", "ledger/money", "projections/cases",
		"projections/daily", "projections/snapshot",
	},
	"projections/statistics": {
		"ledger", "ledger/docket", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/wide", "projections/daily",
		"projections/snapshot",
	},
	"projections/agreements": {"ledger", "ledger/agreement", "ledger/event", "ledger/fund", "ledger/store", "projections/snapshot"},
	"projections/fines":      {"ledger/docket", "ledger/event", "ledger/fund", "ledger/money", "projections/cases"},
	"projections/budgets": {
		"ledger", "ledger/budget", "ledger/event", "ledger/fund", "ledger/money", "ledger/store", "projections/daily",
		"projections/snapshot",
	},
	"projections/issues":    {"ledger", "ledger/event", "ledger/fund", "ledger/store", "projections/snapshot"},
	"projections/penalties": {"ledger", "ledger/event", "ledger/fund", "ledger/money", "projections/daily", "projections/snapshot"},
	"projections/reliefs": {
		"ledger", "ledger/event", "ledger/event/tally", "ledger/fund", "ledger/money", "ledger/wide", "projections/daily",
		"projections/snapshot",
	},
	"projections/exceptions": {
		"ledger", "ledger/account", "ledger/docket", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal",
		"ledger/store", "projections/posting", "projections/snapshot",
	},
	"projections/closings": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/money", "ledger/store", "ledger/wide", "projections/books",
		"projections/posting", "projections/snapshot", "projections/statements",
	},
	"projections/replay": {
		"ledger", "ledger/event", "ledger/event/tally", "ledger/inorder", "ledger/lang", "ledger/merkle", "ledger/store", "ledger/verify",
		"projections/closings", "projections/snapshot", "projections/summary",
	},
	"projections/annual": {
		"ledger", "ledger/account", "ledger/budget", "ledger/event", "ledger/fund", "ledger/lang", "ledger/law", "ledger/money", "ledger/wide",
		"projections/balances", "projections/books", "projections/budgets", "projections/figures", "projections/posting", "projections/recoveries",
		"projections/snapshot", "projections/statistics",
	},
	"projections/summary": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/jcs", "ledger/money", "ledger/store", "ledger/wide",
		"projections/snapshot", "github.com/klauspost/compress",
	},
	"projections/index": {
		"ledger", "ledger/disk", "ledger/document", "ledger/event", "ledger/inorder", "ledger/lang", "ledger/rice", "ledger/store",
		"ledger/verify", "github.com/gofrs/flock",
	},
	"projections/terms": {
		"ledger", "ledger/document", "ledger/event", "ledger/event/tally", "ledger/glyph", "ledger/rice", "ledger/store",
	},
	"projections/projtest": {
		"ledger", "ledger/account", "ledger/budget", "ledger/event", "ledger/event/tally", "ledger/fund", "ledger/law", "ledger/money", "ledger/store",
		"ledger/store/memory", "projections/replay",
	},

	"testdata/checker": {},
	"testdata/figures": {},

	"cmd/fundbench": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/store", "ledger/store/sqlite",
		"ledger/viewkey", "projections/balances", "projections/books", "projections/fines",
		"projections/figures", "projections/lines", "projections/posting",
		"projections/recoveries", "projections/replay", "projections/snapshot",
		"projections/statements", "projections/statistics", "projections/terms", "cmd/internal/forms", "cmd/internal/office", "cmd/internal/report",
		"cmd/internal/tables", "github.com/spf13/cobra",
	},
	"cmd/fundledger": {
		"ledger/account", "ledger/agreement", "ledger/budget", "ledger/disk", "ledger/docket", "ledger/event", "ledger/fund",
		"ledger/history", "ledger/lang", "ledger/merkle", "ledger/money", "ledger/refusal", "ledger/store", "ledger/wide",
		"ledger/store/kurrent", "ledger/store/sqlite", // what their errors say on a command line
		"projections/agreements", "projections/annual", "projections/balances",
		"projections/books", "projections/budgets", "projections/bridge", "projections/cases", "projections/exceptions",
		"projections/figures", "projections/fines", "projections/issues", "projections/lines", "projections/penalties", "projections/recoveries",
		"projections/reliefs", "projections/replay", "projections/statements", "projections/statistics", "projections/terms", "testdata/figures", "cmd/internal/budgetform",
		"cmd/internal/cluster", "cmd/internal/columns", "cmd/internal/fault", "cmd/internal/forms", "cmd/internal/generate",
		"cmd/internal/importer", "cmd/internal/manual", "cmd/internal/office", "cmd/internal/plaintext", "cmd/internal/printed", "cmd/internal/profile", "cmd/internal/report",
		"cmd/internal/paper", "cmd/internal/press",
		"cmd/internal/rows", "cmd/internal/tables", "cmd/internal/template", "cmd/internal/ties", "cmd/internal/workbook", "cmd/internal/yearbook",
		"projections/annual", "github.com/mattn/go-runewidth",
		"github.com/schollz/progressbar/v3", "github.com/shopspring/decimal", "github.com/spf13/cobra", "github.com/spf13/pflag",
		"golang.org/x/term",
	},
	"cmd/fundledger/testdata/asking": {},
	"cmd/internal/cluster":           {"ledger/disk", "ledger/lang", "cmd/internal/fault"},
	"cmd/internal/columns": {
		"ledger", "ledger/event", "ledger/fund", "ledger/money", "ledger/store", "projections/replay", "cmd/internal/report",
		"github.com/parquet-go/parquet-go",
	},
	"cmd/internal/crash": {},
	"cmd/internal/fault": {
		"ledger/disk", "ledger/event", "ledger/history", "ledger/lang", "ledger/merkle", "ledger/refusal", "ledger/store",
		"ledger/store/kurrent", "ledger/store/sqlite", "ledger/verify",
	},
	"cmd/internal/clerk": {"ledger/event", "ledger/fund", "ledger/glyph", "ledger/lang"},
	"cmd/internal/forms": {
		"ledger", "ledger/event", "ledger/fund", "ledger/store", "aggregates/enforcement", "aggregates/institution",
		"projections/agreements", "projections/cases", "projections/replay", "cmd/internal/fault", "cmd/internal/office",
	},
	"cmd/internal/generate": {
		"ledger/account", "ledger/event", "ledger/fund", "ledger/law", "ledger/money", "testdata/figures", "cmd/internal/ties",
		"github.com/shopspring/decimal",
	},
	"cmd/internal/importer": {
		"ledger", "ledger/document", "ledger/event", "ledger/fund", "ledger/inorder", "ledger/lang", "ledger/money", "ledger/refusal", "ledger/store",
		"ledger/store/sqlite", "aggregates", "projections/books", "projections/index", "cmd/internal/clerk", "cmd/internal/fault", "cmd/internal/profile", "cmd/internal/rows",
		"github.com/gofrs/flock", "github.com/shopspring/decimal",
	},
	"cmd/internal/judge": {
		"ledger", "ledger/clock", "ledger/document", "ledger/event", "ledger/fund", "ledger/lang", "ledger/refusal", "ledger/store",
		"ledger/verify", "aggregates", "aggregates/reimbursement", "projections/closings", "projections/exceptions", "projections/snapshot",
	},
	"cmd/internal/manual": {"ledger/lang"},
	"cmd/internal/office": {
		"ledger", "ledger/account", "ledger/disk", "ledger/document", "ledger/event", "ledger/fund", "ledger/glyph", "ledger/history", "ledger/inorder", "ledger/lang",
		"ledger/merkle", "ledger/money", "ledger/refusal", "ledger/store", "ledger/store/kurrent", "ledger/store/sqlite", "ledger/verify",
		"ledger/viewkey", "ledger/wide", "aggregates", "projections/agreements", "projections/annual", "projections/balances", "projections/books", "projections/budgets", "projections/cases", "projections/closings", "projections/exceptions", "projections/figures",
		"projections/folio", "projections/index", "projections/issues", "projections/lines", "projections/penalties",
		"projections/posting", "projections/recoveries", "projections/reliefs", "projections/replay", "projections/snapshot",
		"projections/statistics",
		"projections/terms", "cmd/internal/cluster", "cmd/internal/fault", "cmd/internal/generate", "cmd/internal/importer",
		"cmd/internal/judge", "cmd/internal/clerk", "cmd/internal/mending", "cmd/internal/rows", "github.com/klauspost/compress", "github.com/oklog/ulid",
	},
	"cmd/internal/budgetform": {
		"ledger/budget", "ledger/fund", "ledger/glyph", "ledger/lang", "ledger/money", "cmd/internal/clerk", "cmd/internal/rows",
	},
	"cmd/internal/oracle":          {},
	"cmd/internal/paper":           {"ledger/lang", "cmd/internal/report", "github.com/mattn/go-runewidth"},
	"cmd/internal/paper/chart":     {"ledger/lang", "cmd/internal/paper", "cmd/internal/paper/lines"},
	"cmd/internal/paper/font":      {"github.com/klauspost/compress"},
	"cmd/internal/paper/html":      {"ledger/lang", "cmd/internal/paper", "cmd/internal/paper/chart"},
	"cmd/internal/paper/lines":     {},
	"cmd/internal/paper/markdown":  {"ledger/lang", "cmd/internal/paper"},
	"cmd/internal/paper/papertest": {"ledger/lang", "ledger/money", "cmd/internal/paper", "cmd/internal/report"},
	"cmd/internal/paper/pdf": {
		"ledger/lang", "cmd/internal/fault", "cmd/internal/paper", "cmd/internal/paper/chart", "cmd/internal/paper/font", "cmd/internal/paper/lines",
		"github.com/klauspost/compress",
	},
	"cmd/internal/paper/sheet": {"ledger/lang", "cmd/internal/paper", "cmd/internal/report", "cmd/internal/workbook"},
	"cmd/internal/paper/text":  {"cmd/internal/paper", "cmd/internal/paper/chart"},
	"cmd/internal/plaintext": {
		"ledger", "ledger/account", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/store", "projections/books",
		"projections/posting", "projections/replay",
	},
	"cmd/internal/printed": {
		"ledger/fund", "ledger/glyph", "ledger/lang", "projections/annual", "cmd/internal/clerk", "cmd/internal/paper", "cmd/internal/rows",
		"cmd/internal/sheets", "github.com/shopspring/decimal",
	},
	"cmd/internal/report": {
		"ledger/fund", "ledger/lang", "ledger/money", "ledger/wide", "cmd/internal/fault", "github.com/mattn/go-runewidth",
	},
	"cmd/internal/rows":    {"ledger/disk", "ledger/lang", "cmd/internal/fault", "cmd/internal/report", "cmd/internal/sheets", "golang.org/x/text"},
	"cmd/internal/sheets":  {},
	"cmd/internal/mending": {"ledger/disk", "ledger/lang", "cmd/internal/rows", "cmd/internal/sheets", "github.com/xuri/excelize/v2"},
	"cmd/internal/press": {
		"cmd/internal/paper", "cmd/internal/paper/html", "cmd/internal/paper/markdown", "cmd/internal/paper/pdf", "cmd/internal/paper/sheet",
	},
	"cmd/internal/profile": {
		"ledger/event", "ledger/fund", "ledger/glyph", "ledger/lang", "ledger/money", "cmd/internal/clerk", "go.yaml.in/yaml/v3",
	},
	"cmd/internal/rules": {},
	"cmd/internal/tables": {
		"ledger", "ledger/account", "ledger/budget", "ledger/docket", "ledger/event", "ledger/fund", "ledger/lang", "ledger/law", "ledger/merkle",
		"ledger/money", "ledger/store", "ledger/wide", "projections/agreements", "projections/annual", "projections/balances", "projections/books", "projections/budgets", "projections/bridge",
		"projections/cases", "projections/exceptions", "projections/figures", "projections/fines", "projections/issues", "projections/lines",
		"projections/penalties", "projections/posting",
		"projections/recoveries", "projections/reliefs", "projections/replay", "projections/statements", "projections/statistics",
		"cmd/internal/generate", "cmd/internal/importer", "cmd/internal/printed", "cmd/internal/profile", "cmd/internal/report", "cmd/internal/ties",
		"github.com/shopspring/decimal",
	},
	"cmd/internal/template": {
		"ledger/event", "ledger/lang", "cmd/internal/clerk", "github.com/mattn/go-runewidth", "github.com/xuri/excelize/v2",
	},
	"cmd/internal/yearbook": {
		"ledger/docket", "ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/refusal", "ledger/store", "projections/agreements",
		"projections/annual", "projections/books", "projections/cases", "projections/issues", "projections/statements", "cmd/internal/fault",
		"cmd/internal/office", "cmd/internal/paper", "cmd/internal/press", "cmd/internal/printed", "cmd/internal/report", "cmd/internal/tables",
	},
	"cmd/internal/workbook": {
		"ledger/fund", "ledger/lang", "ledger/money", "ledger/wide", "cmd/internal/fault", "cmd/internal/report",
		"github.com/klauspost/compress", "github.com/mattn/go-runewidth", "github.com/xuri/excelize/v2",
	},
	"cmd/internal/tamper": {},
	"cmd/internal/tidy":   {},
	"cmd/internal/ties": {
		"ledger/event", "ledger/fund", "ledger/lang", "ledger/law", "ledger/money", "ledger/wide", "aggregates/relief",
		"projections/balances", "projections/recoveries", "projections/statistics", "github.com/shopspring/decimal",
	},
}

// parts are the packages below projections that views are made of, and that a view
// may therefore name. None of them is a report. A row of the table that names
// another view, or a store, is itself a mistake.
var parts = []string{
	"projections/snapshot", "projections/posting", "projections/daily", "projections/books", "projections/cases", "projections/statements",
	"projections/lines", "projections/terms",
}

// engines are what makes and finds views and their figures, and so names what it needs for it.
var engines = []string{"projections/projtest", "projections/replay", "projections/folio"}

// compilers put what other views answer together, and so name these.
var compilers = []string{"projections/annual"}

// pure lists the folders without clock, files, network, randomness, floats or
// goroutines: the same input gives the same output, always.
var pure = []string{
	"ledger/lang", "ledger/glyph", "ledger/account", "ledger/refusal", "ledger/rights", "ledger/jcs", "ledger/wide", "ledger/rice", "ledger/money", "ledger/fund", "ledger/law", "ledger/running", "ledger/budget", "ledger/split", "ledger/event", "ledger/agreement", "ledger/docket", "ledger/document", "ledger/merkle",
	"aggregates/book", "aggregates/limit", "aggregates/numbering", "aggregates/premium", "aggregates/flow", "aggregates/openitem", "aggregates/period", "aggregates/reimbursement",
	"aggregates/relief", "aggregates/enforcement", "aggregates/institution", "aggregates/published", "aggregates/budget", "aggregates/issue",
	"projections/posting", "projections/books", "projections/statements", "projections/bridge", "projections/lines", "projections/figures", "projections/daily", "projections/balances", "projections/cases", "projections/recoveries", "projections/statistics",
	"projections/agreements", "projections/fines", "projections/penalties", "projections/reliefs", "projections/closings", "projections/terms", "projections/annual", "projections/budgets", "projections/issues",
}

// impure are the standard packages that no pure package imports.
var impure = []string{"os", "net", "net/http", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "sync", "io/ioutil", "os/exec", "database/sql", "unsafe"}

// only lists what a single folder may import.
var only = map[string]string{
	"modernc.org/sqlite": "ledger/store/sqlite",
	"modernc.org/libc":   "ledger/store/sqlite",
	"github.com/EventStore/EventStore-Client-Go/v4/esdb": "ledger/store/kurrent",
}

// floors are the packages of cmd, from the ground up: each imports of cmd only what is on
// floors below its own. Suites, which are tests alone, are on none.
var floors = [][]string{
	{"cmd/internal/clerk", "cmd/internal/fault", "cmd/internal/manual", "cmd/internal/plaintext", "cmd/internal/judge", "cmd/internal/paper/font", "cmd/internal/paper/lines", "cmd/internal/sheets", "cmd/internal/ties"},
	{"cmd/internal/report", "cmd/internal/cluster", "cmd/internal/generate", "cmd/internal/profile"},
	{"cmd/internal/columns", "cmd/internal/paper", "cmd/internal/rows", "cmd/internal/template", "cmd/internal/workbook"},
	{"cmd/internal/budgetform", "cmd/internal/importer", "cmd/internal/mending", "cmd/internal/printed", "cmd/internal/paper/chart", "cmd/internal/paper/markdown", "cmd/internal/paper/papertest", "cmd/internal/paper/sheet"},
	{"cmd/internal/paper/html", "cmd/internal/paper/pdf", "cmd/internal/paper/text"},
	{"cmd/internal/office", "cmd/internal/press", "cmd/internal/tables"},
	{"cmd/internal/forms", "cmd/internal/yearbook"},
	{"cmd/fundledger", "cmd/fundbench"},
}

func TestImports(t *testing.T) {
	files := goFiles(t)
	for _, f := range files {
		for _, fault := range faults(f) {
			t.Error(fault)
		}
	}
	for _, fault := range idle(files) {
		t.Error(fault)
	}
	for _, folder := range pure {
		if _, err := os.Stat(filepath.Join(root, folder)); err != nil {
			t.Errorf("pure package %s does not exist", folder)
		}
	}
}

// The table itself keeps views apart, and stores out of what is pure.
func TestTableOfImports(t *testing.T) {
	for folder, allowed := range may {
		view := within(folder, "projections") && !slices.Contains(engines, folder) && !slices.Contains(compilers, folder)
		for _, a := range allowed {
			if view && within(a, "projections") && !slices.Contains(parts, a) {
				t.Errorf("%s may import %s: no view imports another", folder, a)
			}
			if (view || within(folder, "aggregates")) && within(a, "ledger/store") && a != "ledger/store" {
				t.Errorf("%s may import %s: aggregates and views know no store but by its contract", folder, a)
			}
			if within(folder, "aggregates") && folder != "aggregates" && a == "ledger/store" {
				t.Errorf("%s may import %s: only the desk does", folder, a)
			}
		}
	}
}

// faults returns what is wrong with the imports of a file.
func faults(f goFile) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	folder := path.Dir(f.name)
	allowed, hasRow := may[folder]
	if !hasRow {
		say("%s: the table in cmd/internal/tidy has no row for %s", f.name, folder)
		return out
	}
	isPure := slices.Contains(pure, folder)
	for _, imported := range f.imports {
		if own, ok := only[imported]; ok && !within(folder, own) && !f.test {
			say("%s imports %s; only %s may: go through its package", f.name, imported, own)
		}
		if !strings.Contains(strings.Split(imported, "/")[0], ".") { // standard library
			if isPure && !f.test && slices.Contains(impure, imported) {
				say("%s is pure and imports %s; take what it needs as an argument", f.name, imported)
			}
			continue
		}
		own, isOwn := strings.CutPrefix(imported, module)
		if isOwn && within(own, "cmd") && !within(folder, "cmd") {
			say("%s imports %s; nobody imports cmd", f.name, imported)
		}
		if f.test || isOwn && folder == own {
			continue
		}
		if isOwn && within(own, "aggregates") && within(folder, "projections") {
			say("%s imports %s; views read events and postings, never aggregates", f.name, imported)
		}
		if !slices.ContainsFunc(allowed, func(a string) bool { return matches(a, own, imported, isOwn) }) {
			say("%s imports %s; the table in cmd/internal/tidy allows %s only %v", f.name, imported, folder, allowed)
		}
	}
	return out
}

// matches reports whether an entry of the table means what is imported.
func matches(entry, own, imported string, isOwn bool) bool {
	if !isOwn {
		return within(imported, entry)
	}
	return own == entry
}

func within(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }
