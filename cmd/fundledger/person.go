package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// personFlag lets the number of a person stand in a file, or come by standard input: the
// command itself stays in the history of the shell, and others see it among the processes.
func (p *program) personFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVar(file, "person-file", "", p.say("人员编号从该文件读（- 为标准输入），不写进命令", "read the person number from this file (- is standard input), not from the command"))
}

// hasPerson reports whether facts of a type may say whom they are about.
func hasPerson(typ event.Type) bool {
	return slices.ContainsFunc(typ.Fields, func(f event.Field) bool { return f.Name == "person" })
}

// givePerson adds the person in a file to the given fields; without a file it adds none.
// Errors: bad input, those of reading.
func givePerson(cmd *cobra.Command, file string, given map[string]string) error {
	if file == "" {
		return nil
	}
	if _, twice := given["person"]; twice {
		return forms.Twice("person")
	}
	number, err := personIn(cmd, file)
	given["person"] = number
	return err
}

// personIn returns the person number in a file, its only line.
// Errors: bad input, those of reading.
func personIn(cmd *cobra.Command, file string) (string, error) {
	text, err := []byte(nil), error(nil)
	if file == "-" {
		text, err = io.ReadAll(io.LimitReader(cmd.InOrStdin(), disk.Note))
	} else {
		text, err = disk.ReadFollowing(file, disk.Note)
	}
	if err != nil {
		return "", fmt.Errorf("read the person number: %w", err)
	}
	number := strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff"))
	if number == "" || strings.ContainsAny(number, "\r\n") {
		return "", fault.Input("--person-file：应只有一行，即人员编号", "--person-file: it must have one line, the person number")
	}
	return number, nil
}

// personArgument returns the check that a command has a person, unless a file names one.
func (p *program) personArgument(file *string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if *file != "" {
			return p.arguments("PERSON", 0, 0)(cmd, args)
		}
		return p.arguments("PERSON", 1, 1)(cmd, args)
	}
}

// personGiven is the person whose number stands in a file, if one is named, else in the
// argument; a pseudonym is itself. Error: bad input.
func (p *program) personGiven(cmd *cobra.Command, file string, args []string) (fund.Person, error) {
	if file != "" {
		number, err := personIn(cmd, file)
		if err != nil {
			return "", err
		}
		args = []string{number}
	}
	key, err := p.ReadPersonKey()
	if err != nil {
		return "", err
	}
	person, why, remedy := importer.Person(key, args[0])
	if !why.IsZero() {
		return "", fault.Input("%s；%s", "%s; %s", why, remedy)
	}
	return person, nil
}
