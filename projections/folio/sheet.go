package folio

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// volume returns what was gathered as it is kept, with its body: of each account a sheet, on
// which each day has a line of sums and the marks of its blocks. Terms are left out.
func (g *gathered) volume(of sizes) (v *volume, body []byte) {
	v, body = &volume{first: g.first, end: g.end}, g.body[:0]
	for _, k := range slices.SortedFunc(maps.Keys(g.sheets), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.account, b.account))
	}) {
		s := sheet{fund: k.fund, account: k.account, text: text{offset: int64(len(body))}}
		body = s.fill(body, g.sheets[k], g.first/of.block, of)
		v.sheets = append(v.sheets, s)
	}
	v.body = bytes.NewReader(body)
	return v, body
}

// fill appends the days of a sheet to dst, and notes what there is of them.
func (s *sheet) fill(dst []byte, d days, first uint64, of sizes) []byte {
	w := snapshot.Writer{Bytes: dst}
	order := slices.Sorted(maps.Keys(d))
	s.first, s.last = order[0], order[len(order)-1]
	previous := fund.Date(0)
	var marks []byte
	for _, day := range order {
		var sum sums
		marks = marks[:0]
		block := first
		for _, m := range d[day] {
			sum.plus(m.sums)
			marks = m.append(marks, block, of)
			block = m.block
		}
		w.DateAfter(previous, day)
		sum.write(&w)
		w.Text(string(marks))
		s.plus(sum)
		previous = day
	}
	s.length = len(w.Bytes) - len(dst)
	s.hash = hashOf(w.Bytes[len(dst):])
	return w.Bytes
}

// append appends a mark to dst, which comes behind one of another block.
func (m *mark) append(dst []byte, behind uint64, of sizes) []byte {
	head := (m.block - behind) << 2
	for side, n := range m.lines {
		if n > 0 {
			head |= 1 << side
		}
	}
	dst = binary.AppendUvarint(dst, head)
	for side, sum := range []money.Sum{m.Debit, m.Credit} {
		if m.lines[side] > 0 {
			dst = binary.AppendUvarint(dst, m.lines[side])
			dst = wide.Int(sum).AppendVarint(dst)
		}
	}
	if m.count() > of.few {
		return dst
	}
	slices.Sort(m.at)
	at := slices.Compact(m.at) // two lines of one event
	dst = binary.AppendUvarint(dst, uint64(len(at)))
	previous := uint16(0)
	for _, n := range at {
		dst = binary.AppendUvarint(dst, uint64(n-previous))
		previous = n
	}
	return dst
}

// day is what a sheet has of one day.
type day struct {
	on fund.Date
	sums
	marks []byte
}

// cutDay reads the day at the beginning of a sheet's text, behind another day, and returns
// what follows. ok is false for what was never written.
func cutDay(text []byte, behind fund.Date) (d day, rest []byte, ok bool) {
	n, size := binary.Varint(text)
	if size <= 0 {
		return d, nil, false
	}
	d.on, text = behind+fund.Date(n), text[size:]
	for side := range d.lines {
		n, size := binary.Varint(text)
		if size <= 0 || n < 0 {
			return d, nil, false
		}
		d.lines[side], text = uint64(n), text[size:]
	}
	for _, sum := range []*money.Sum{&d.Debit, &d.Credit} {
		n, size := wide.Varint(text)
		if size == 0 {
			return d, nil, false
		}
		*sum, text = money.Sum(n), text[size:]
	}
	marks, rest, err := snapshot.CutText(text)
	d.marks = marks
	return d, rest, err == nil
}

// cutMark reads the mark at the beginning of those of a day, behind one of another block, and
// returns what follows. ok is false for what was never written.
func cutMark(text []byte, behind uint64, of sizes) (m mark, rest []byte, ok bool) {
	next := func() uint64 {
		n, size := binary.Uvarint(text)
		if ok = ok && size > 0; !ok {
			return 0
		}
		text = text[size:]
		return n
	}
	ok = true
	head := next()
	m.block = behind + head>>2
	for side, sum := range []*money.Sum{&m.Debit, &m.Credit} {
		if head&(1<<side) == 0 {
			continue
		}
		m.lines[side] = next()
		n, size := wide.Varint(text)
		if ok = ok && size > 0; !ok {
			return m, nil, false
		}
		*sum, text = money.Sum(n), text[size:]
	}
	if m.count() > of.few {
		return m, text, ok
	}
	at := uint16(0)
	for range min(next(), of.few) {
		at += uint16(next())
		m.at = append(m.at, at)
	}
	return m, text, ok
}
