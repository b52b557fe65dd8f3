package folio

import (
	"bytes"

	"github.com/fundledger/fundledger/ledger/fund"
)

// saying tells which events say one of some days in their bytes; of none, every one does.
type saying struct {
	days   [][]byte // as they are written
	common int      // so many bytes all of them begin with
}

// add adds a day.
func (s *saying) add(on fund.Date) {
	day := on.Append(nil)
	if s.days = append(s.days, day); len(s.days) == 1 {
		s.common = len(day)
	}
	for !bytes.HasPrefix(day, s.days[0][:s.common]) {
		s.common--
	}
}

// in reports whether the bytes of an event say one of the days. They are looked through once,
// for what all days begin with.
func (s *saying) in(data []byte) bool {
	if len(s.days) == 0 {
		return true
	}
	for len(data) > 0 {
		at := bytes.Index(data, s.days[0][:s.common])
		if at < 0 {
			return false
		}
		for _, day := range s.days {
			if bytes.HasPrefix(data[at:], day) {
				return true
			}
		}
		data = data[at+1:]
	}
	return false
}
