// Package rows reads files of named cells, CSV or JSON Lines, as people make
// them with a spreadsheet, row by row and in flat memory, and tells every
// structural fault with its place before going on to the next line.
//
// # What is read
//
// The format follows the extension (.csv; .jsonl, .ndjson, .json), else the
// first character: '{' means JSON Lines. The encoding follows the bytes of the
// whole file, scanned once: UTF-8 with or without a byte order mark, else
// GB18030, of which GBK and GB2312 are parts. A file that is not UTF-8 but has
// its mark, or more three-byte characters of UTF-8 than bytes that are not, is
// damaged UTF-8, not GB18030. UTF-16, Excel workbooks and what is much likelier
// Big5 than GBK are refused. A byte
// that cannot be decoded, a NUL and U+FFFD are faults wherever they stand.
//
// CSV is RFC 4180: one header, then rows of as many cells, parted by commas, or
// by tabs or semicolons if the header has no comma. A first line such as
// "sep=;" decides instead. Lines end in LF or CRLF; every line must, for a file
// cut in the middle must never pass as whole. What stands in double quotes is
// kept exactly, line breaks too; outside quotes a cell loses the spaces, tabs
// and ideographic spaces (U+3000) around it. Blank lines, and rows of nothing
// but empty cells, are skipped. A row is at most 64 KiB of UTF-8.
//
// JSON Lines is one flat object per line. Texts are kept exactly, numbers as
// they are written (1e3 stays "1e3"), null means absent. The last line may lack
// its line break if its object is complete.
//
// # After a fault
//
// Reading goes on at the next line. If a quote is never closed, or closed in a
// place that makes no sense, the row ends with the line in which that quote was
// opened. A header with a fault gives its columns no sure names: the rest of
// the file is then read for its faults only, and gives no rows.
//
// Rejected rows are written by [Rejects] into a file of the same format with one
// more column or member, "fault", which the Reader ignores.
package rows
