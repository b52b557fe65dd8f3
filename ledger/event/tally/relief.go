package tally

import (
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/money"
)

// relief reads what a Tally and indexes need of a relief payment of version 1 to one
// person and checks the rest. It is false where Decode would refuse the bytes, but
// for what booked_on and the book say together, and also of other forms: totals, and
// payments that say what insurance had paid before.
func (p *Payment) relief(data []byte) bool {
	const amountLabel = `{"amount":"`
	const single = countLabel + "1" + documentLabel
	if len(data) < len(amountLabel) || string(data[:len(amountLabel)]) != amountLabel {
		return false
	}
	rest := data[len(amountLabel):]
	fen, n := scan.Yuan(rest)
	if p.amount = money.Fen(fen); p.amount == 0 {
		return false
	}
	rest = rest[n:]
	if len(rest) > len(bookedOnLabel) && string(rest[:len(bookedOnLabel)]) == bookedOnLabel {
		if p.bookedOn, n = scan.Date(rest[len(bookedOnLabel):]); n == 0 {
			return false
		}
		rest = rest[len(bookedOnLabel)+n:]
	}
	if len(rest) < len(single) || string(rest[:len(single)]) != single {
		return false
	}
	rest = rest[len(single):]
	if n = scan.Text(rest, scan.NameBytes); n == 0 {
		return false
	}
	p.Document, rest = rest[:n-1], rest[n:]
	const fundWidth = len(fundLabel) + len("441300.610") + 1
	if len(rest) < fundWidth || string(rest[:len(fundLabel)]) != fundLabel || rest[fundWidth-1] != '"' {
		return false
	}
	paidBy := rest[len(fundLabel) : fundWidth-1]
	rest = rest[fundWidth:]
	if len(rest) > len(noteLabel) && string(rest[:len(noteLabel)]) == noteLabel {
		if n = scan.Text(rest[len(noteLabel):], scan.NoteBytes); n == 0 {
			return false
		}
		rest = rest[len(noteLabel):]
		p.note, rest = rest[:n-1], rest[n:]
	}
	if len(rest) < len(occurredOnLabel) || string(rest[:len(occurredOnLabel)]) != occurredOnLabel {
		return false
	}
	rest = rest[len(occurredOnLabel):]
	if p.occurredOn, n = scan.Date(rest); n == 0 {
		return false
	}
	rest = rest[n:]
	if len(rest) < len(personLabel) || string(rest[:len(personLabel)]) != personLabel {
		return false
	}
	rest = rest[len(personLabel):]
	if n = scan.Person(rest); n == 0 {
		return false
	}
	p.Person, rest = rest[:n-1], rest[n:]
	via := 0
	if len(rest) > len(viaLabel) && string(rest[:len(viaLabel)]) == viaLabel {
		if via, n = scan.Word(rest[len(viaLabel):], moneyAccounts); n == 0 {
			return false
		}
		rest = rest[len(viaLabel)+n:]
	}
	p.count, p.book = 1, newBook(paidBy, 0, 0, via)
	p.rest |= ofRelief
	return len(rest) == 1 && rest[0] == '}'
}
