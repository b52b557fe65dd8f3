package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/profile"
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

// recording is read for facts that are to be recorded. Errors: also bad input for evidence, and for a file
// of rejected rows, in which names would stand.
func (f *foreignFlags) recording(p *program, key []byte, partial bool) (*importer.Foreign, func(), error) {
	foreign, end, err := f.read(p, key)
	switch {
	case err != nil || foreign == nil:
		return nil, end, err
	case foreign.Purpose == profile.Evidence:
		err = fault.Input("方案 %s 的文件是证据，不成为账上的事项，还不能登记；profile check 可以查看", "a file of the profile %s is evidence and makes no fact of the books; it is not recorded yet: see profile check", foreign.Name)
	case partial && len(foreign.Personal) > 0:
		err = fault.Input("方案 %s 的文件有个人信息，不写退回文件；去掉 --partial，改正原文件再导入", "a file of the profile %s has personal columns, which go into no file of rejects; leave --partial out, and mend the file itself", foreign.Name)
	default:
		return foreign, end, nil
	}
	end()
	return nil, nil, err
}
