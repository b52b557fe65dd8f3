package event

import "testing"

// A text is what it looks like.
func TestTextIsVisible(t *testing.T) {
	for text, fine := range map[string]bool{
		"惠医保罚〔2025〕17号": true, "D-1/2": true, "a b": true, "a\u3000b": true, "𠮷": true,
		"D-1\u200b": false, "\ufeffD-1": false, "D\u00ad-1": false, "1\u202e2": false, "a\u2028b": false,
		"a\tb": false, "a\x7f": false, "a\x00": false, "\ufffd": false, "\xff": false, " a": false, "a\u3000": false, "": false,
	} {
		_, problems := Parse("claim.corrected", func(field string) string {
			return map[string]string{"amount": "1", "document": text, "fund": "441300.390", "occurred_on": "2025-07-31"}[field]
		})
		if fine != (len(problems) == 0) {
			t.Errorf("document %q: %+v", text, problems)
		}
	}
}

// One amount is bounded, so that a slip of the keyboard cannot make sums
// overflow and the whole ledger unreadable.
func TestAmountIsBounded(t *testing.T) {
	for text, fine := range map[string]bool{
		"100000000000000.00": true, "100000000000000.01": false, "92233720368547758.07": false, "92233720368547758.08": false,
	} {
		_, problems := Parse("interest.received", func(field string) string {
			return map[string]string{"amount": text, "document": "N-1", "fund": "441300.390", "occurred_on": "2025-07-31"}[field]
		})
		if fine != (len(problems) == 0) {
			t.Errorf("amount %s: %+v", text, problems)
		}
	}
}
