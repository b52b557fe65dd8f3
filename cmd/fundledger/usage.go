package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/lang"
)

// arguments returns the check that a command has from least to most arguments,
// called what; -1 is any number.
func (p *program) arguments(what string, least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fault.Input("%s 后面要写 %s；用 --help 查看用法", "%s needs %s; see --help", cmd.Name(), what)
		case most >= 0 && len(args) > most:
			return fault.Input("%s 后面多了 %s；用 --help 查看用法", "%s does not take %s; see --help", cmd.Name(), args[most])
		}
		return nil
	}
}

// noSubcommand is the check of a command that has subcommands only.
func noSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fault.Input("%s 没有子命令 %s；用 fundledger %[1]s --help 查看全部", "%s has no subcommand %s; list all with: fundledger %[1]s --help", cmd.Name(), args[0])
}

// ofUsage tells what the command library says about flags and commands.
var ofUsage = fault.Table{
	fault.Naming(fault.BadInput, "没有选项 %s；用 --help 查看用法", "there is no flag %s; see --help", func(e *pflag.NotExistError) any { return flagName(e) }),
	fault.Naming(fault.BadInput, "选项 %s 后面要写值；用 --help 查看用法", "the flag %s needs a value; see --help", func(e *pflag.ValueRequiredError) any { return flagName(e) }),
	fault.As(fault.BadInput, func(e *pflag.InvalidValueError) lang.Text {
		return lang.F("--%s 的值 %q 不对；用 --help 查看用法", "--%s cannot be %q; see --help", e.GetFlag().Name, e.GetValue())
	}),
	fault.Naming(fault.BadInput, "选项写法不对：%s；用 --help 查看用法", "this is not a flag: %s; see --help", func(e *pflag.InvalidSyntaxError) any { return e.GetSpecifiedFlag() }),
}

// noCommand returns the error of the command library about a command that there is not,
// told; the library has no type for it. Other errors it returns as they are.
func noCommand(err error) error {
	if err == nil {
		return nil
	}
	rest, is := strings.CutPrefix(err.Error(), `unknown command "`)
	if !is {
		return err
	}
	name, _, _ := strings.Cut(rest, `"`)
	return fault.Input("没有命令 %s；用 fundledger --help 查看全部命令", "there is no command %s; list all with: fundledger --help", name)
}

// flagName returns a flag as it was written: -x or --name.
func flagName(e interface {
	GetSpecifiedName() string
	GetSpecifiedShortnames() string
}) string {
	if e.GetSpecifiedShortnames() != "" {
		return "-" + e.GetSpecifiedName()
	}
	return "--" + e.GetSpecifiedName()
}

// natural is a flag whose value is a number from 0 on.
type natural int

// Set takes a number. Error: for what is none.
func (n *natural) Set(text string) error {
	number, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return errors.New("not a number from 0 on")
	}
	*n = natural(number)
	return nil
}

// String returns the number.
func (n *natural) String() string { return strconv.Itoa(int(*n)) }

// Type says what help calls it.
func (n *natural) Type() string { return "int" }
