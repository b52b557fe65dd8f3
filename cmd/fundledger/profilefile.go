package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
)

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
