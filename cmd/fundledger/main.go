// Command fundledger keeps the ledger of medical-insurance funds (医保基金): an
// append-only log of facts, and balances, recoveries and statistics that are
// rebuilt from it.
//
// One subcommand is one file here. Exit codes: 0 done; 1 a rule refused; 2 bad
// input; 3 damaged, or a failure of disk or system; 4 another program was
// writing, try again.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/lang"
)

func main() { os.Exit(ordinary(os.Args[1:])) }

// ordinary runs the program with the clock and the chance of the machine.
func ordinary(args []string) int { return run(args, time.Now, rand.Reader, office.Stores{}) }

// run runs the program and returns its exit code. now is the one clock, random
// where keys and ids come from; ledgers are opened as stores says.
func run(args []string, now func() time.Time, random io.Reader, stores office.Stores) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once, whatever it is doing
	out := &outlet{Writer: os.Stdout}
	p := &program{out: out, err: os.Stderr, lang: language(args, os.Getenv), Office: office.Office{Now: now, Random: random, Stores: stores}}
	root := p.root()
	root.SetArgs(args)
	return p.written(out, p.exit(noCommand(root.ExecuteContext(ctx))))
}

// program is what all subcommands share.
type program struct {
	out, err io.Writer
	lang     lang.Lang
	drill    *drill // the figure that is asked for by its key; nil: reports are
	asked    *axes  // of a report that is to be a workbook; nil: there is none
	office.Office
}

// language returns the language asked for by --lang, else that of the locale:
// Chinese if it begins with zh.
func language(args []string, getenv func(string) string) lang.Lang {
	for i, a := range args {
		value, ok := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if ok && lang.Lang(value) == lang.ZH {
			return lang.ZH
		}
		if ok {
			return lang.EN
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if strings.HasPrefix(value, "zh") {
				return lang.ZH
			}
			return lang.EN
		}
	}
	return lang.EN
}

func (p *program) root() *cobra.Command {
	p.fromEnvironment(os.Getenv)
	p.Warn = func(t lang.Text) { fmt.Fprintln(p.err, t.In(p.lang)) }
	p.Progress = func(what lang.Text, total int64) office.Bar { return p.progress(what.In(p.lang), total) }
	root := &cobra.Command{
		Use:   "fundledger",
		Short: p.say("医保基金账本：事项入账，余额、追回和统计由重放得出", "a ledger of medical-insurance funds: facts in; balances, recoveries and statistics out"),
		Long: p.say(
			"医保基金账本。每笔收支、追回、罚款都是一条不可更改的事项；余额、追回、统计都由全部事项重放得出。\n先看演示：fundledger demo；再读手册：fundledger help 经办",
			"A ledger of medical-insurance funds. Every premium, payment, clawback and fine is a fact that is\nnever changed; balances, recoveries and statistics are rebuilt from all facts by replay.\nSee it first: fundledger demo. Then read the manual: fundledger help clerk"),
		Example:       "  fundledger demo\n  fundledger init\n  fundledger import facts.csv\n  fundledger balance --as-of 2025-12-31",
		SilenceErrors: true, SilenceUsage: true, // errors are printed by exit, in the user's language
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetOut(p.out)
	root.SetErr(p.err)
	flags := root.PersistentFlags()
	flags.StringVar(&p.Location, "ledger", defaultLocation(os.Getenv), p.say("账本目录，或集群中账本的地址 esdb://…", "directory of the ledger, or its address in a cluster, esdb://…"))
	flags.BoolVar(&p.Insecure, "insecure", false, p.say("允许地址写 tls=false：不加密，也不送密码", "allow tls=false in an address: nothing is encrypted, and no password is sent"))
	flags.StringVar(&p.PersonKey, "person-key", "", p.say("人员密钥文件（默认在用户配置目录）", "file of the person key (default: in the user's configuration directory)"))
	flags.StringVar(&p.SigningKey, "signing-key", "", p.say("签名密钥文件（默认在用户配置目录）", "file of the signing key (default: in the user's configuration directory)"))
	flags.BoolVar(&p.ClockIsRight, "clock-is-right", false, p.say("本机时钟无误，即使它比账本的一切都晚一天以上", "the clock of this machine is right, though it is more than a day ahead of everything in the ledger"))
	flags.String("lang", string(p.lang), p.say("语言：zh 或 en", "language: zh or en"))
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if l := cmd.Flag("lang").Value.String(); l != string(lang.ZH) && l != string(lang.EN) {
			return fault.Input("没有这种语言：%s；用 zh 或 en", "there is no language %s; use zh or en", l)
		}
		return p.Place()
	}
	p.addGroups(root)
	root.SetHelpCommand(p.helpCommand(root))
	root.InitDefaultHelpCmd()
	root.SetUsageTemplate(p.usage())
	if p.lang == lang.ZH {
		translateFlags(root)
	}
	return root
}
