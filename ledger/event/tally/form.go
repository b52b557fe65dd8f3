package tally

// Form tells from their bytes that stored payments are canonical: it takes nothing that
// event.Decode refuses, and leaves every rare form to it, as a Tally does, of which it has
// the eyes. The zero Form is ready. It is not for use by several goroutines.
type Form struct{ tally Tally }

// Payment reads a stored payment. False means that the event is for Decode.
func (f *Form) Payment(p *Payment, wire string, version int, data []byte) bool {
	if !p.Read(wire, version, data) {
		return false
	}
	_, ok := f.tally.possible(&p.key)
	return ok
}
