package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) clockCommand() *cobra.Command {
	return p.groupCommand("clock",
		lang.Text{ZH: "确认账上超前的入账时间", EN: "acknowledge recording times that are ahead"},
		lang.Text{
			ZH: "入账时间取自本机时钟，只进不退。时钟超前时记入的事项使此后谁也不能记账，直到那一刻；确认之后，入账时间从确认时算起。",
			EN: "Recording times are of the machine's clock and never go back. What was recorded by a clock that was ahead keeps\neverybody from recording until that time is reached; once it is acknowledged, times go on from then.",
		},
		"  fundledger clock acknowledge --document SZ-1 --note 服务器时钟误设为2036年",
		p.clockAcknowledgeCommand())
}

func (p *program) clockAcknowledgeCommand() *cobra.Command {
	var document, note string
	cmd := &cobra.Command{
		GroupID: steps,
		Use:     "acknowledge",
		Short:   p.say("确认最后几条事项的入账时间取自超前的时钟，恢复记账", "say that the last facts were recorded by a clock that was ahead, so that recording goes on"),
		Long: p.say("先校准本机时钟。程序从入账时间查出第一条超前的事项，记入一条确认；事项本身不变，之后的入账时间从本机时钟算起，verify 认可。",
			"Set the clock of this machine right first. The program finds the first fact with a time that is ahead, and records\nthat it is acknowledged. The facts stay as they are; later ones are recorded by this machine's clock, and verify is content."),
		Example: "  fundledger clock acknowledge --document SZ-1 --note 服务器时钟误设为2036年",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if document == "" {
				return fault.Input("缺少凭证号；加 --document", "the acknowledgement needs a document; add --document")
			}
			return p.With(func(s store.Store) error {
				at, from, recorded, err := p.AcknowledgeClock(cmd.Context(), s, by(), document, note)
				if err != nil {
					return err
				}
				fmt.Fprintln(p.out, p.say("已确认：第 %d 条起的入账时间取自超前的时钟；确认记在第 %d 条，入账于 %s", "acknowledged: the recording times from position %d on are of a clock that was ahead; it stands at position %d, recorded at %s",
					from, at.First, tables.LocalTime(recorded)))
				return nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&document, "document", "", p.say("凭证号（必填）", "document number (required)"))
	f.StringVar(&note, "note", "", p.say("备注", "remark"))
	return cmd
}
