package paper

import (
	"fmt"
	"strings"
)

// Check returns an error if a document is not well formed: two parts with one ID, a link that
// leaves the document and its folder or leads nowhere, a row with too few cells, a chart with too
// many series. It is a fault of whoever composed it.
func (d Document) Check() error {
	ids := map[string]bool{}
	for i, b := range d.Blocks {
		if err := name(b, ids); err != nil {
			return fmt.Errorf("block %d: %w", i+1, err)
		}
	}
	for i, b := range d.Blocks {
		err := form(b)
		if err == nil {
			err = links(b, ids)
		}
		if err != nil {
			return fmt.Errorf("block %d: %w", i+1, err)
		}
	}
	return nil
}

// name notes the IDs of a block.
func name(b Block, ids map[string]bool) error {
	var own []string
	switch b := b.(type) {
	case Heading:
		own = append(own, b.ID)
	case Table:
		own = append(own, b.ID)
		for _, row := range b.Rows {
			own = append(own, row.ID)
		}
	case Chart:
		own = append(own, b.ID)
	case Paragraph, Proof, PageBreak:
	}
	for _, id := range own {
		if id == "" {
			continue
		}
		if ids[id] || strings.ContainsFunc(id, func(r rune) bool { return !isID(r) }) {
			return fmt.Errorf("%q is not an ID, or not a new one", id)
		}
		ids[id] = true
	}
	return nil
}

// form returns an error if a block is not well formed in itself.
func form(b Block) error {
	switch b := b.(type) {
	case Heading:
		if b.Level < 1 || b.Level > 2 || b.Text == "" {
			return fmt.Errorf("a heading %q of level %d", b.Text, b.Level)
		}
	case Table:
		if len(b.Columns) == 0 {
			return fmt.Errorf("table %s: no columns", b.ID)
		}
		for i, row := range b.Rows {
			if len(row.Cells) != len(b.Columns) {
				return fmt.Errorf("table %s: row %d: %d cells for %d columns", b.ID, i+1, len(row.Cells), len(b.Columns))
			}
		}
	case Chart:
		if len(b.Series) < 1 || len(b.Series) > 2 || len(b.Labels) == 0 {
			return fmt.Errorf("chart %s: %d series over %d labels", b.ID, len(b.Series), len(b.Labels))
		}
		for _, s := range b.Series {
			if len(s.Points) != len(b.Labels) {
				return fmt.Errorf("chart %s: %d points for %d labels", b.ID, len(s.Points), len(b.Labels))
			}
		}
	case Paragraph, Proof, PageBreak:
	}
	return nil
}

// links returns an error if a link of a block leads nowhere, or out of the document's folder.
func links(b Block, ids map[string]bool) error {
	var all []string
	switch b := b.(type) {
	case Paragraph:
		for _, r := range b.Runs {
			all = append(all, r.Link)
		}
	case Table:
		for _, row := range b.Rows {
			for _, c := range row.Cells {
				all = append(all, c.Link)
			}
		}
	case Chart:
		for _, s := range b.Series {
			for _, p := range s.Points {
				all = append(all, p.Link)
			}
		}
	case Heading, Proof, PageBreak:
	}
	for _, l := range all {
		path, fragment, has := strings.Cut(l, "#")
		before, _, colon := strings.Cut(path, ":")
		switch {
		case strings.HasPrefix(path, "/"), strings.Contains(path, `\`), colon && !strings.Contains(before, "/"):
			return fmt.Errorf("%q is not a relative link", l)
		case path == "" && has && !ids[fragment]:
			return fmt.Errorf("the link %q leads nowhere", l)
		}
	}
	return nil
}
