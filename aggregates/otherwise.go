package aggregates

import (
	"context"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// writtenOtherwise refuses the first fact of a case or item whose number stands with brackets
// of the other width, in the stream of another case: 案（2025）3号 and 案(2025)3号 are one. Today's
// numbers have no other two writings (event.Parse). Refusal: number-otherwise.
func (d *Desk) writtenOtherwise(ctx context.Context, f *file, fact event.Event) error {
	if f.last != store.NoStream || !strings.ContainsAny(f.stream, "()（）") {
		return nil
	}
	swap := strings.NewReplacer("（", "(", "）", ")", "(", "（", ")", "）")
	other, err := d.consult(ctx, swap.Replace(f.stream))
	if err != nil || other.last == store.NoStream {
		return err
	}
	field := "case"
	_, number := event.CaseOf(fact)
	if e, isItem := fact.(event.OpenItem); isItem {
		field, number = "item", itemOf(e)
	}
	return &refusal.Error{
		Rule: "number-otherwise", Field: field,
		Why:    lang.F("%s 已登记，写作 %s", "%s stands already, written as %s", number, swap.Replace(number)),
		Remedy: lang.F("照已登记的写法填写", "write it as it stands"),
	}
}
