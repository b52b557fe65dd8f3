package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
)

// foreignFlags say by which profile a file is read, and what it does not say.
type foreignFlags struct {
	profile string
	with    []string
}

func (f *foreignFlags) add(p *program, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.profile, "profile", "", p.say("外来文件的方案：名称（见 profile list），或自己的 .yaml 文件", "the profile of a file that is not ours: a name (see profile list), or a .yaml file of one's own"))
	cmd.Flags().StringArrayVar(&f.with, "with", nil, p.say("文件里没有的：名称=值；名称=@表.csv 按两列的表逐行给出", "what the file does not say: NAME=VALUE; NAME=@TABLE.csv gives it row by row, by a table of two columns"))
}

// read returns what the flags say; nil without a profile. close is to be called at the end. Errors: bad
// input; those of reading.
func (f *foreignFlags) read(p *program, key []byte) (foreign *importer.Foreign, end func(), err error) {
	if f.profile == "" {
		if len(f.with) > 0 {
			return nil, nil, fault.Input("--with 要和 --profile 一起用", "--with goes with --profile")
		}
		return nil, func() {}, nil
	}
	known, err := p.profileNamed(f.profile)
	if err != nil {
		return nil, nil, err
	}
	foreign = &importer.Foreign{Profile: known}
	foreign.Values, foreign.Tables = map[string]string{}, map[string]map[string]string{}
	for _, given := range f.with {
		name, value, ok := strings.Cut(given, "=")
		if !ok || name == "" || value == "" {
			return nil, nil, fault.Input("--with %q：写成 名称=值，如 region=441300", "--with %q: write NAME=VALUE, such as region=441300", given)
		}
		if path, isTable := strings.CutPrefix(value, "@"); isTable {
			if foreign.Tables[name], err = tableIn(path); err != nil {
				return nil, nil, err
			}
			continue
		}
		foreign.Values[name] = value
	}
	people, err := p.Identities(key)
	if err != nil {
		return nil, nil, err
	}
	foreign.Person = people.Person
	return foreign, func() { _ = people.Close() }, nil
}

// profileNamed returns a profile that is built in, or that of a YAML file.
func (p *program) profileNamed(name string) (*profile.Profile, error) {
	if lower := strings.ToLower(name); strings.HasSuffix(lower, ".yaml") || strings.HasSuffix(lower, ".yml") {
		text, err := disk.ReadFollowing(name, profile.MostText)
		if err != nil {
			return nil, fmt.Errorf("read the profile: %w", err)
		}
		known, faults := profile.Parse(text)
		for _, f := range faults {
			fmt.Fprintln(p.err, name+": "+f.In(p.lang))
		}
		if len(faults) > 0 {
			return nil, fault.Input("方案 %s 有 %s；改正后再用", "the profile %s has %s; mend it first", name, lang.Count(len(faults), "处错误", "fault"))
		}
		return known, nil
	}
	known, is := profile.Named(name)
	if !is {
		return nil, fault.Input("没有方案 %s；用 profile list 查看，自己的方案写文件名（.yaml）", "there is no profile %s; list all with profile list, and name one of your own by its file (.yaml)", name)
	}
	return known, nil
}

// tableIn reads a table of two columns below a line of headings: what is asked, and what is given.
func tableIn(path string) (map[string]string, error) {
	file, err := rows.Open(path, nil)
	if err != nil {
		return nil, fmt.Errorf("read the table %s: %w", path, err)
	}
	defer file.Close() //nolint:errcheck // read only
	table := map[string]string{}
	for {
		row, faults, err := file.Next()
		if errors.Is(err, io.EOF) {
			return table, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the table %s: %w", path, err)
		}
		var cells []string
		row.Each(func(_, text string) bool { cells = append(cells, text); return true })
		if len(faults) > 0 || len(cells) != 2 || table[cells[0]] != "" && table[cells[0]] != cells[1] {
			return nil, fault.Input("--with：表 %s 第 %d 行：每行两格，键和值，同一个键只有一个值", "--with: the table %s, line %d: a row has two cells, a key and its value, and a key has one value", path, row.Line)
		}
		table[cells[0]] = cells[1]
	}
}
