package exceptions

import "github.com/fundledger/fundledger/ledger/refusal"

// standing says for each rule that older programs did not ask, and for each whose answer
// another machine can change meanwhile, what a fact is that stands against it. See the
// package comment.
var standing = map[string]Kind{
	// Read in another stream, which may have moved when the fact came to stand.
	"relief-over-cap":      OverCap,
	"agreement-terminated": AfterEnd,
	"agreement-expired":    AfterEnd,
	"agreement-suspended":  WhileSuspended,
	"department-suspended": WhileSuspended,
	"payment-held":         WhileSuspended,
	"trace-recovered":      TraceTaken,
	"document-elsewhere":   Double,
	"document-otherwise":   Double, // two writings were two numbers: see aggregates.Desk.Retrace
	"number-otherwise":     Double,

	// What the ledger writes itself: see aggregates.Desk.Retrace. A warning that older
	// programs did not write has a row "warning-missing/" and its code; one that they wrote
	// and the ledger would not today, "warning-extra/" and its code.
	"warning-missing/money_in_transit":    OtherWarning,
	"warning-missing/violation_elsewhere": OtherWarning,
	"warning-extra/multiple_differs":      OtherWarning, // amounts printed in 万元 are judged as rounded since
	"warning-extra/fine_outside_frame":    OtherWarning,
	"warning-extra/fine_without_frame":    OtherWarning,
	"warning-missing/multiple_differs":    OtherWarning,
	"warning-missing/fine_outside_frame":  OtherWarning,

	"booked-behind-closing": BehindClosing,
	"booked-by-hand":        BookedByHand,

	// Not asked by older programs.
	"item-exceeded":       ItemBelowZero, // on every day, and not only in all
	"split-exceeded":      ItemBelowZero,
	"care-missing":        WithoutCare,
	"year-missing":        Undated,
	"finding-unknown":     WithoutFinding, // until it is: see View
	"bond-part":           OlderRule,
	"before-opening":      BeforeOpening,
	"opening-after-facts": BeforeOpening,
}

// OfRefusal returns the kind of exception as which a fact stands that a rule refuses
// today; false if every program has refused it, and nothing can have come between.
func OfRefusal(r *refusal.Error) (Kind, bool) {
	if r.Ever {
		return "", false
	}
	k, ok := standing[r.Rule]
	return k, ok
}
