package main

import (
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/projections/figures"
)

// keysFlag adds the flag that shows the keys of figures.
func (a *axes) keysFlag(p *program, cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.keys, "keys", false,
		p.say("列出每行的标识，供 explain 使用（JSON、CSV 总有）", "show the key of each row for explain (JSON and CSV always have it)"))
}

// reportOf writes a report with the flags that say what it shows: recoveries:by=institution.
func reportOf(cmd *cobra.Command, a *axes) string {
	var options []string
	args := a.names
	if args == nil {
		args = cmd.Flags().Args()
	}
	for _, arg := range args {
		options = append(options, escaped(arg))
	}
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Changed || slices.Contains([]string{"format", "out", "unit", "fresh", "limit", "last", "after", "before", "keys", "lines", "person-file"}, f.Name) {
			return
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			if values = list.GetSlice(); f.Value.Type() != "stringArray" { // that is given several times
				values = []string{strings.Join(values, ",")}
			}
		}
		for _, value := range values {
			options = append(options, f.Name+"="+escaped(value))
		}
	})
	return strings.Join(append([]string{strings.ReplaceAll(words(cmd), " ", ".")}, options...), ":")
}

// escaped writes a value between the colons of a key.
func escaped(value string) string { return strings.ReplaceAll(figures.Escape(value), ":", "%3A") }

// argsOf are the words of a command line that options of a key stand for. Error: bad input.
func argsOf(options string) (args []string, err error) {
	for _, option := range strings.FieldsFunc(options, func(r rune) bool { return r == ':' }) {
		name, value, isFlag := strings.Cut(option, "=")
		word := &name
		if isFlag {
			word = &value
		}
		if *word, err = url.PathUnescape(*word); err != nil {
			return nil, fault.Input("%q 不是数的标识：%v", "%q is no key of a figure: %v", option, err)
		}
		if isFlag {
			name = "--" + name + "=" + value
		}
		args = append(args, name)
	}
	return args, nil
}

// keyed adds the keys of facts if they are asked for: who reads events by a program has their
// positions, and imports the columns behind these.
func (a *axes) keyed(l tables.Listing) tables.Listing {
	if !a.keys {
		return l
	}
	return l.Keyed(true, "", nil)
}
