package main

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/manual"
	"github.com/fundledger/fundledger/ledger/lang"
)

// addGroups adds the commands in the groups in which help lists them.
func (p *program) addGroups(root *cobra.Command) {
	add := func(id string, title lang.Text, commands ...*cobra.Command) {
		root.AddGroup(&cobra.Group{ID: id, Title: title.In(p.lang)})
		for _, c := range commands {
			c.GroupID = id
		}
		root.AddCommand(commands...)
	}
	add("books", lang.Text{ZH: "账务：", EN: "Books:"},
		p.importCommand(), p.templateCommand(), p.profileCommand(), p.recordCommand(), p.correctCommand(), p.reverseCommand(), p.closeCommand(),
		p.eventsCommand(), p.documentCommand(),
		p.balanceCommand(), p.statementCommand(), p.budgetCommand(), p.trialCommand(), p.journalCommand(), p.accountCommand(),
		p.statisticsCommand(), p.explainCommand(), p.bridgeCommand(), p.diffCommand(), p.reportCommand())
	add("cases", lang.Text{ZH: "案件、机构、救助：", EN: "Cases, institutions, medical aid:"},
		p.caseCommand(), p.recoveriesCommand(), p.institutionCommand(), p.reliefCommand())
	add("proof", lang.Text{ZH: "核对和证明：", EN: "Proof:"},
		p.checkpointCommand(), p.verifyCommand(), p.proveCommand(), p.exceptionsCommand(), p.exportCommand(), p.replayCommand())
	add("operation", lang.Text{ZH: "运行：", EN: "Operation:"},
		p.initCommand(), p.backupCommand(), p.restoreCommand(), p.copyCommand(), p.watchCommand(), p.clockCommand(),
		p.clusterCommand(), p.setupCommand(), p.demoCommand(), p.generateCommand())
}

// helpCommand shows how a command is used, and the chapters of the manual.
func (p *program) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     p.say("help [命令 | 手册的一章]", "help [COMMAND | CHAPTER]"),
		Short:   p.say("命令的用法；手册", "how a command is used; the manual"),
		Long:    p.say("显示命令的用法，或手册的一章。手册各章的名称中英文都可以写。", "Show how a command is used, or a chapter of the manual. A chapter may be named in English or Chinese."),
		Example: p.say("  fundledger help close\n  fundledger help 经办 | less", "  fundledger help close\n  fundledger help clerk | less"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				if topic, ok := manual.Of(args[0]); ok {
					_, err := fmt.Fprint(p.out, topic.Text(p.lang))
					return err
				}
			}
			command, _, err := root.Find(args)
			if err != nil {
				return err
			}
			return command.Help()
		},
	}
}

// usage is how the use of a command is shown, in the user's language. The groups that
// have no command are left out.
func (p *program) usage() string {
	return strings.NewReplacer(
		"USAGE", p.say("用法：", "Usage:"), "COMMAND", p.say("命令", "[command]"), "EXAMPLES", p.say("示例：", "Examples:"),
		"AVAILABLE", p.say("命令：", "Available Commands:"), "GLOBAL", p.say("通用选项：", "Global Flags:"), "FLAGS", p.say("选项：", "Flags:"),
		"MANUAL", p.topics(), "MORE", p.say(`用 "{{.CommandPath}} 命令 --help" 查看命令的用法。`, `Use "{{.CommandPath}} [command] --help" for more information about a command.`),
	).Replace(`USAGE{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND{{end}}{{if .HasExample}}

EXAMPLES
{{.Example}}{{end}}{{$commands := .Commands}}{{range $group := .Groups}}{{$title := .Title}}{{range $commands}}{{if and .IsAvailableCommand (eq .GroupID $group.ID)}}{{with $title}}

{{.}}{{$title = ""}}{{end}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if and .HasAvailableSubCommands (not .Groups)}}

AVAILABLE{{range $commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if not .HasParent}}

MANUAL{{end}}{{if .HasAvailableLocalFlags}}

FLAGS
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

GLOBAL
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

MORE{{end}}
`)
}

// topics lists what help can be asked about beside the commands.
func (p *program) topics() string {
	lines := []string{p.say("手册（fundledger help 经办）：", "Manual (fundledger help clerk):")}
	for _, t := range manual.Topics() {
		lines = append(lines, "  "+runewidth.FillRight(t.Name.In(p.lang), namePadding)+" "+t.About.In(p.lang))
	}
	return strings.Join(lines, "\n")
}

// namePadding is the least width that the command library gives to the names of
// commands.
const namePadding = 11

// translateFlags puts into Chinese what the command library says of the flags of a
// command and of those below it.
func translateFlags(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = "显示用法"
	c.Use, c.DisableFlagsInUseLine = c.Use+" [选项]", true
	for _, sub := range c.Commands() {
		translateFlags(sub)
	}
}
