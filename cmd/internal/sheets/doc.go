// Package sheets reads the cells of workbooks (.xlsx, .xlsm): sheet by sheet, row by row, in flat
// memory, with what each cell is: a number, a date, a text, a formula without a value.
//
// A workbook is a zip of XML parts (ECMA-376). Nothing in it is run, nothing is unpacked to the
// disk, no name in it is trusted, and everything has a bound: whoever made the file may have meant
// harm. That is why the few elements that cells are made of are read here: encoding/xml holds a
// text of any size, and the libraries for workbooks hold a sheet, or do not tell a text of digits
// from a number.
//
// # Numbers
//
// A number in a workbook is a double of IEEE 754, and a spreadsheet shows and keeps 15 digits of it.
// So it is printed with 15 significant digits: 79.200000000000003 is 79.2. A number with more digits
// before its point than that has been rounded when it was typed, and is told as Long.
//
// Source: ECMA-376 Part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles), 22.9.2.19
// (escapes of the form _xHHHH_).
package sheets
