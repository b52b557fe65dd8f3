package rows

import "strings"

// jsonRows reads the rows of a file of JSON Lines.
type jsonRows struct {
	src   *Head
	lines *lines
}

// next returns the next row that says something. Errors: io.EOF at the end;
// that of the file.
func (j *jsonRows) next() (Row, []Fault, error) {
	for {
		l, err := j.lines.next()
		if err != nil {
			return Row{}, nil, err
		}
		if row, faults, says := j.read(l); says {
			return row, faults, nil
		}
	}
}

// read returns the row of a line, if it says anything.
func (j *jsonRows) read(l line) (row Row, faults []Fault, says bool) {
	if !l.long && strings.Trim(l.text, blanks) == "" {
		return Row{}, nil, false
	}
	if l.isEndMark() {
		return Row{}, []Fault{endMarkFault(j.src, l)}, true
	}
	row, faults = j.row(l)
	return row, faults, len(faults) > 0 || !row.isEmpty()
}

func (j *jsonRows) row(l line) (Row, []Fault) {
	row := Row{Line: l.number, src: j.src, text: l.text}
	if l.long {
		return j.long(row, l)
	}
	p := scanner{s: l.text}
	members, bad := p.object()
	if bad != nil {
		row.broken = true
		return row, j.broken(row, l, bad)
	}
	row.cells = make([]cell, 0, len(members))
	var faults []Fault
	for _, m := range members {
		if isFaultColumn(m.name) {
			continue
		}
		name, _ := j.src.name(m.name)
		if w, wrong := j.wrong(row, m, l.damaged); wrong {
			faults = append(faults, Fault{
				File: j.src.file, Line: l.number, Field: m.name, Found: Shorten(l.text[m.from:m.to]),
				Why: w.why, Remedy: w.remedy,
			})
		}
		row.cells = append(row.cells, cell{
			name: name, title: m.name, value: m.value, line: l.number, from: m.from, to: m.to, exact: true,
		})
	}
	if len(row.text) > maxRow && len(row.withoutFault()) > maxRow {
		return j.long(row, l)
	}
	faults = append(faults, repeated(row)...)
	if len(row.cells) == 0 {
		faults = append(faults, row.fault("", noMembers))
	}
	return row, faults
}

// long returns the row that stands for one that is too long.
func (j *jsonRows) long(row Row, l line) (Row, []Fault) {
	w := tooLong
	f := Fault{File: j.src.file, Line: l.number, Found: Shorten(l.text), Why: w.why, Remedy: w.remedy}
	faults := []Fault{f}
	if l.end == "" {
		faults = append(faults, cutFault(row, l))
	}
	return Row{Line: row.Line, src: row.src, lost: true}, faults
}

// broken returns the faults of a line that is no object.
func (j *jsonRows) broken(row Row, l line, bad *badJSON) []Fault {
	faults := []Fault{{
		File: j.src.file, Line: l.number, Field: bad.field, Found: Shorten(l.text[bad.at:]),
		Why: bad.words.why, Remedy: bad.words.remedy,
	}}
	if w, is := badCharacters(l.text, l.damaged, j.lines.encoding); is && w != bad.words {
		faults = append(faults, row.fault("", w))
	}
	if l.end == "" && !strings.HasSuffix(l.text, string(rune(endMark))) {
		faults = append(faults, cutFault(row, l))
	}
	return faults
}

// wrong returns what is wrong with one member by itself, if anything is.
func (j *jsonRows) wrong(row Row, m member, damaged bool) (w words, wrong bool) {
	switch {
	case m.name == "":
		return emptyJSONName, true
	case m.kind == jsonBool:
		return boolValue, true
	case m.kind == jsonNested:
		return nestedValue, true
	}
	return badCharacters(m.name+m.value, damaged, j.lines.encoding)
}

// repeated returns the faults of names that come more than once.
func repeated(row Row) []Fault {
	if len(row.cells) < 2 {
		return nil
	}
	var faults []Fault
	seen := make(map[string]bool, len(row.cells))
	for _, c := range row.cells {
		if seen[c.name] {
			w := sameMember
			faults = append(faults, Fault{
				File: row.src.file, Line: row.Line, Field: c.name, Found: Shorten(row.text[c.from:c.to]),
				Why: w.why, Remedy: w.remedy,
			})
		}
		seen[c.name] = true
	}
	return faults
}
