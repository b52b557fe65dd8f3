package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// workbooks are what scripts may do with workbooks, as a clerk does in Excel:
//
//	book FILE SHEET=CSV…      write a workbook: numbers as numbers, dates as dates, a leading ' makes text, a leading ~ hides the row
//	type FILE SHEET!CELL TEXT type into a cell of a workbook
//	cells FILE TO             save what stands in the cells of a workbook, a line each
func workbooks() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){"book": writeBook, "type": typeCell, "cells": listCells}
}

func writeBook(ts *testscript.TestScript, _ bool, args []string) {
	f := excelize.NewFile()
	for i, arg := range args[1:] {
		sheet, file, _ := strings.Cut(arg, "=")
		if i == 0 {
			ts.Check(f.SetSheetName("Sheet1", sheet))
		} else {
			_, err := f.NewSheet(sheet)
			ts.Check(err)
		}
		r := csv.NewReader(strings.NewReader(ts.ReadFile(file)))
		r.FieldsPerRecord = -1
		table, err := r.ReadAll()
		ts.Check(err)
		for at, row := range table {
			for column, text := range row {
				cell, err := excelize.CoordinatesToCellName(column+1, at+1)
				ts.Check(err)
				if rest, hidden := strings.CutPrefix(text, "~"); hidden {
					text = rest
					ts.Check(f.SetRowVisible(sheet, at+1, false))
				}
				set(ts, f, sheet, cell, text)
			}
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

// set puts into a cell what a spreadsheet makes of what is typed.
func set(ts *testscript.TestScript, f *excelize.File, sheet, cell, text string) {
	number, err := strconv.ParseFloat(text, 64)
	day, noDay := time.Parse(time.DateOnly, text)
	quoted, isQuoted := strings.CutPrefix(text, "'")
	switch {
	case text == "":
	case isQuoted:
		ts.Check(f.SetCellStr(sheet, cell, quoted))
	case noDay == nil:
		format := "yyyy/m/d"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		ts.Check(err)
		ts.Check(f.SetCellValue(sheet, cell, day))
		ts.Check(f.SetCellStyle(sheet, cell, cell, style))
	case err == nil:
		ts.Check(f.SetCellFloat(sheet, cell, number, -1, 64))
	default:
		ts.Check(f.SetCellStr(sheet, cell, text))
	}
}

func typeCell(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	sheet, cell, _ := strings.Cut(args[1], "!")
	set(ts, f, sheet, cell, args[2])
	ts.Check(f.Save())
}

func listCells(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		table, err := f.GetRows(sheet)
		ts.Check(err)
		for at, row := range table {
			for column, text := range row {
				cell, err := excelize.CoordinatesToCellName(column+1, at+1)
				ts.Check(err)
				if text != "" {
					fmt.Fprintf(&b, "%s!%s %s\n", sheet, cell, strings.ReplaceAll(text, "\n", " / "))
				}
			}
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}
