package tidy

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An amount is at most 10¹⁶ fen, so 923 of them leave what money.Fen holds, and counts leave
// an int64 in the same way. What amounts or counts add up to is therefore a money.Sum or a
// wide.Int. A difference of two amounts stays within; all else that reckons with a Fen, or
// with an amount or count turned into a plain number, is a mistake unless it stands here.

// bounded are the functions that reckon with amounts and cannot leave their range, and why.
var bounded = map[string]string{
	"ledger/law.Frame.Holds":             "an amount and one in its last digit",
	"ledger/law.Surcharge":               "capped by the fine, of which a hundred times is below 2⁶³",
	"ledger/event/tally.Tally.sum":       "both are not below zero, and what wraps is found",
	"ledger/docket.spread":               "takes from an amount no more than it holds",
	"ledger/docket.Docket.receive":       "takes from an amount no more than it holds",
	"ledger/document.Originals.Take":     "takes from an amount no more than it holds",
	"projections/posting.difference.add": "the lines of one fact and of the one that it corrects",
	"projections/bridge.View.sum":        "the lines of one fact",
	"projections/balances.View.open":     "an amount with its sign",
	"cmd/internal/ties.books.reliefCap":  "the cap and one fen",
}

// reckoned are the packages in which amounts are invented for tests and for generated ledgers.
var reckoned = []string{"ledger/event/eventtest", "projections/projtest", "cmd/internal/generate", "cmd/fundbench", "ledger/money", "ledger/wide"}

func TestSums(t *testing.T) {
	own, exports := compiled(t)
	used := map[string]bool{}
	for _, p := range own {
		folder := strings.TrimPrefix(p.ImportPath, module)
		if slices.ContainsFunc(reckoned, func(r string) bool { return folder == r }) {
			continue
		}
		fset := token.NewFileSet()
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		for _, s := range sums(t, fset, p.ImportPath, files, exports) {
			name := folder + "." + s.function
			if _, isBounded := bounded[name]; isBounded {
				used[name] = true
				continue
			}
			t.Errorf("%s:%d: %s reckons %s: sum amounts as money.Sum, counts as wide.Int; or say in cmd/internal/tidy why it cannot leave the range", folder, s.line, name, s.what)
		}
	}
	for name := range bounded {
		if !used[name] {
			t.Errorf("the table in cmd/internal/tidy says why %s may reckon with amounts, and it does not", name)
		}
	}
}

// Mistakes that somebody could make are named, and what is right is not.
func TestSumsThatAreMistakes(t *testing.T) {
	_, exports := compiled(t)
	const before = `package planted
import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)
type own struct{ amount money.Fen; all []money.Fen }
type alias = money.Fen
var _ = wide.Of(0)
var _ event.Fact
func f(a, b money.Fen, n int64, e event.PremiumReceived, o *own, m map[string]money.Fen, p *money.Fen, c alias) any {
	var s money.Sum
	_ = s
`
	for line, wrong := range map[string]bool{
		"return a + b":                              true,
		"return a - b + 1":                          true,
		"a += b; return a":                          true,
		"a -= b; return a":                          true,
		"a *= 3; return a":                          true,
		"a <<= 1; return a":                         true,
		"return a * 100":                            true,
		"return 100 * a":                            true,
		"return a << 2":                             true,
		"a++; return a":                             true,
		"o.amount += e.Amount; return o":            true,
		"o.all[0] += a; return o":                   true,
		"m[\"x\"] += a; return m":                   true,
		"*p += a; return p":                         true,
		"c += a; return c":                          true,
		"return int64(a) + n":                       true,
		"n += int64(a); return n":                   true,
		"n += int64(e.Amount); return n":            true,
		"return uint64(a) * 3":                      true,
		"return n + e.Count":                        true,
		"n += e.Count; return n":                    true,
		"n += e.Common().Count; return n":           true,
		"e.Count += 1; return e":                    true,
		"return func() any { a += b; return a }":    true,
		"return a - b":                              false,
		"return -a":                                 false,
		"return max(a, b)":                          false,
		"return a / 2":                              false,
		"return s.Add(a).Sub(b)":                    false,
		"return a.Sum().Plus(b.Sum())":              false,
		"return wide.Of(e.Count).Plus(wide.Of(n))":  false,
		"const one money.Fen = 100 * 3; return one": false,
		"n += 2; return n":                          false,
		"r, err := a.Add(b); _ = err; return r":     false,
		"return int64(a) / 100":                     false,
		"return e.Count == 0":                       false,
	} {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "planted.go", before+line+"\n}\n", parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(line, err)
		}
		found := sums(t, fset, module+"planted", []*ast.File{f}, exports)
		if (len(found) > 0) != wrong {
			t.Errorf("%s: found %v", line, found)
		}
		if wrong && len(found) > 0 && found[0].function != "f" {
			t.Errorf("%s: found in %s", line, found[0].function)
		}
	}
}

// reckoning is a place where a sum may wrap.
type reckoning struct {
	function string // with its receiver
	line     int
	what     string
}

// sums returns where a package reckons with amounts or counts so that a sum may wrap.
func sums(t *testing.T, fset *token.FileSet, name string, files []*ast.File, exports map[string]string) (out []reckoning) {
	t.Helper()
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc",
		func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
	if _, err := config.Check(name, fset, files, info); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for _, declared := range f.Decls {
			function := nameOf(declared)
			note := func(n ast.Node, op token.Token, operands ...ast.Expr) {
				adds := slices.Contains([]token.Token{token.ADD, token.MUL, token.SHL, token.ADD_ASSIGN, token.SUB_ASSIGN,
					token.MUL_ASSIGN, token.SHL_ASSIGN, token.INC, token.DEC}, op)
				if e, ok := n.(ast.Expr); ok && info.Types[e].Value != nil || !adds {
					return // a constant, which the compiler has checked
				}
				for _, e := range operands {
					if what := amountOrCount(info, e); what != "" {
						out = append(out, reckoning{function, fset.Position(n.Pos()).Line, what + " by " + op.String()})
						return
					}
				}
			}
			ast.Inspect(declared, func(n ast.Node) bool {
				switch e := n.(type) {
				case *ast.BinaryExpr:
					note(e, e.Op, e.X, e.Y)
				case *ast.AssignStmt:
					note(e, e.Tok, slices.Concat(e.Lhs, e.Rhs)...)
				case *ast.IncDecStmt:
					note(e, e.Tok, e.X)
				}
				return true
			})
		}
	}
	return out
}

// nameOf returns the name of a declared function with its receiver; "" of anything else.
func nameOf(d ast.Decl) string {
	f, ok := d.(*ast.FuncDecl)
	if !ok {
		return ""
	}
	if f.Recv == nil {
		return f.Name.Name
	}
	of := f.Recv.List[0].Type
	for {
		switch e := of.(type) {
		case *ast.StarExpr:
			of = e.X
		case *ast.IndexExpr:
			of = e.X
		case *ast.IndexListExpr:
			of = e.X
		case *ast.Ident:
			return e.Name + "." + f.Name.Name
		default:
			return f.Name.Name
		}
	}
}

// amountOrCount says what an operand is: an amount, one turned into a plain number, or the
// count of a fact; "" for anything else.
func amountOrCount(info *types.Info, e ast.Expr) string {
	e = ast.Unparen(e)
	if isFen(info.Types[e].Type) {
		return "an amount"
	}
	switch e := e.(type) {
	case *ast.CallExpr: // a conversion
		if len(e.Args) == 1 && info.Types[e.Fun].IsType() && isFen(info.Types[ast.Unparen(e.Args[0])].Type) {
			return "an amount as a number"
		}
	case *ast.SelectorExpr:
		if s := info.Selections[e]; s != nil && s.Obj().Name() == "Count" && s.Obj().Pkg().Path() == module+"ledger/event" {
			return "a count"
		}
	}
	return ""
}

func isFen(t types.Type) bool {
	if t == nil {
		return false
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == "Fen" && n.Obj().Pkg().Path() == module+"ledger/money"
}

// built is a package as the go command knows it.
type built struct {
	ImportPath, Export, Dir string
	GoFiles                 []string
}

// compiled returns the packages of this module, and the file with what each of them and of
// those that they import exports.
func compiled(t *testing.T) ([]built, map[string]string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles", "./...")
	command.Dir = root
	command.Stderr = os.Stderr
	text, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var own []built
	exports := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(string(text))); ; {
		var p built
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if strings.HasPrefix(p.ImportPath, module) {
			own = append(own, p)
		}
	}
	if len(own) < 50 {
		t.Fatal(fmt.Sprintf("found %d packages only: is the root right?", len(own)), slices.Sorted(maps.Keys(exports)))
	}
	return own, exports
}
