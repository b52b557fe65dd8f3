package html

import _ "embed"

// style is how a document looks.
//
//go:embed style.css
var style string
