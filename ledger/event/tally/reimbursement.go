package tally

import (
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/money"
)

// The fields of reimbursement.paid, as they stand behind the first.
const (
	bookedOnLabel    = `,"booked_on":"`
	careLabel        = `,"care":"`
	careOnLabel      = `,"care_on":"`
	countLabel       = `,"count":`
	departmentLabel  = `,"department":"`
	documentLabel    = `,"document":"`
	eligibleLabel    = `,"eligible_cost":"`
	fundLabel        = `,"fund":"`
	institutionLabel = `,"institution":"`
	noteLabel        = `,"note":"`
	occurredOnLabel  = `,"occurred_on":"`
	partLabel        = `,"part":"`
	personLabel      = `,"person":"`
	placeLabel       = `,"place":"`
	settlementLabel  = `,"settlement":"`
	sinceLabel       = `,"since":"`
	totalCostLabel   = `,"total_cost":"`
	viaLabel         = `,"via":"`
)

// reimbursement reads what a Tally and indexes need of a reimbursement of version 1, and checks
// the rest. It is false where Decode would refuse the bytes, but for what booked_on, since and
// the book say together, and also of some rare forms.
func (p *Payment) reimbursement(data []byte) bool {
	const amountLabel = `{"amount":"`
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
	care := 0
	if len(rest) > len(careLabel) && string(rest[:len(careLabel)]) == careLabel {
		if care, n = scan.Word(rest[len(careLabel):], cares); n == 0 {
			return false
		}
		rest = rest[len(careLabel)+n:]
	}
	if len(rest) > len(careOnLabel) && string(rest[:len(careOnLabel)]) == careOnLabel {
		if p.careOn, n = scan.Date(rest[len(careOnLabel):]); n == 0 {
			return false
		}
		rest = rest[len(careOnLabel)+n:]
	}
	if len(rest) < len(countLabel) || string(rest[:len(countLabel)]) != countLabel {
		return false
	}
	rest = rest[len(countLabel):]
	if p.count, n = scan.Whole(rest); n == 0 || p.count == 0 {
		return false
	}
	rest = rest[n:]
	if len(rest) > len(departmentLabel) && string(rest[:len(departmentLabel)]) == departmentLabel {
		if n = scan.Text(rest[len(departmentLabel):], scan.NameBytes); n == 0 {
			return false
		}
		rest = rest[len(departmentLabel):]
		p.department, rest = rest[:n-1], rest[n:]
	}
	if len(rest) < len(documentLabel) || string(rest[:len(documentLabel)]) != documentLabel {
		return false
	}
	rest = rest[len(documentLabel):]
	if n = scan.Text(rest, scan.NameBytes); n == 0 {
		return false
	}
	p.Document, rest = rest[:n-1], rest[n:]
	if len(rest) > len(eligibleLabel) && string(rest[:len(eligibleLabel)]) == eligibleLabel {
		if fen, n = scan.Yuan(rest[len(eligibleLabel):]); fen == 0 {
			return false
		}
		p.eligible, rest = money.Fen(fen), rest[len(eligibleLabel)+n:]
	}
	const fundWidth = len(fundLabel) + len("441300.390") + 1
	if len(rest) < fundWidth || string(rest[:len(fundLabel)]) != fundLabel || rest[fundWidth-1] != '"' {
		return false
	}
	paidBy := rest[len(fundLabel) : fundWidth-1]
	rest = rest[fundWidth:]
	if len(rest) > len(institutionLabel) && string(rest[:len(institutionLabel)]) == institutionLabel {
		if n = scan.Institution(rest[len(institutionLabel):]); n == 0 {
			return false
		}
		rest = rest[len(institutionLabel):]
		p.Institution, rest = rest[:n-1], rest[n:]
	}
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
	if p.occurredOn, n = scan.Date(rest); n == 0 || p.careOn > p.occurredOn {
		return false
	}
	rest = rest[n:]
	part := 0
	if len(rest) > len(partLabel) && string(rest[:len(partLabel)]) == partLabel {
		if part, n = scan.Word(rest[len(partLabel):], parts); n == 0 {
			return false
		}
		rest = rest[len(partLabel)+n:]
	}
	if len(rest) > len(personLabel) && string(rest[:len(personLabel)]) == personLabel {
		if n = scan.Person(rest[len(personLabel):]); n == 0 {
			return false
		}
		rest = rest[len(personLabel):]
		p.Person, rest = rest[:n-1], rest[n:]
	}
	p.book = newBook(paidBy, care, part, 0)
	return len(rest) == 1 && rest[0] == '}' && p.eligible == 0 || p.lastFields(rest) // most end here
}

// lastFields reads what may stand behind the person, and checks what the costs say together.
func (p *Payment) lastFields(rest []byte) bool {
	place, settlement, via, n := 0, 0, 0, 0
	if len(rest) > len(placeLabel) && string(rest[:len(placeLabel)]) == placeLabel {
		if place, n = scan.Word(rest[len(placeLabel):], places); n == 0 {
			return false
		}
		rest = rest[len(placeLabel)+n:]
	}
	if len(rest) > len(settlementLabel) && string(rest[:len(settlementLabel)]) == settlementLabel {
		if settlement, n = scan.Word(rest[len(settlementLabel):], settlements); n == 0 {
			return false
		}
		rest = rest[len(settlementLabel)+n:]
	}
	if len(rest) > len(sinceLabel) && string(rest[:len(sinceLabel)]) == sinceLabel {
		if p.since, n = scan.Date(rest[len(sinceLabel):]); n == 0 {
			return false
		}
		rest = rest[len(sinceLabel)+n:]
	}
	if len(rest) > len(totalCostLabel) && string(rest[:len(totalCostLabel)]) == totalCostLabel {
		fen, n := scan.Yuan(rest[len(totalCostLabel):])
		if p.totalCost = money.Fen(fen); p.totalCost < max(1, p.amount, p.eligible) {
			return false
		}
		rest = rest[len(totalCostLabel)+n:]
	}
	if len(rest) > len(viaLabel) && string(rest[:len(viaLabel)]) == viaLabel {
		if via, n = scan.Word(rest[len(viaLabel):], moneyAccounts); n == 0 {
			return false
		}
		rest = rest[len(viaLabel)+n:]
	}
	p.settled(via, place, settlement)
	return len(rest) == 1 && rest[0] == '}'
}
