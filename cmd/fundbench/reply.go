package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// reply is an answer as it is compared: a row is a text, its columns apart by |, amounts in
// whole fen.
type reply []string

// differs returns an error that names the first row in which two answers differ, or nil.
func (r reply) differs(name string, other reply, otherName string) error {
	for i := range max(len(r), len(other)) {
		a, b := "nothing", "nothing"
		if i < len(r) {
			a = strconv.Quote(r[i])
		}
		if i < len(other) {
			b = strconv.Quote(other[i])
		}
		if a != b {
			return fmt.Errorf("row %d: %s says %s, %s says %s (of %d rows and %d)", i+1, name, a, otherName, b, len(r), len(other))
		}
	}
	return nil
}

// sheet is a report of our program as it was read from JSON.
type sheet struct {
	facts map[string]any
	rows  []map[string]any
	total map[string]any
}

// readSheet reads a report. Error: that of the JSON.
func readSheet(text []byte) (sheet, error) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	var s sheet
	if err := in.Decode(&s.facts); err != nil {
		return s, fmt.Errorf("a report in JSON: %w", err)
	}
	rows, _ := s.facts["rows"].([]any)
	for _, r := range rows {
		if row, ok := r.(map[string]any); ok {
			s.rows = append(s.rows, row)
		}
	}
	s.total, _ = s.facts["total"].(map[string]any)
	return s, nil
}

// cell returns a cell as text; "" if there is nothing in it.
func cell(row map[string]any, key string) string {
	switch v := row[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// fenOf returns a cell of yuan in whole fen; "" if there is nothing in it, and what stands
// there if it is no amount.
func fenOf(row map[string]any, key string) string {
	text := cell(row, key)
	if text == "" {
		return ""
	}
	amount, err := parseFen(text)
	if err != nil {
		return text
	}
	return strconv.FormatInt(int64(amount), 10)
}

// zeroIfNone returns a cell of yuan in whole fen; 0 if there is nothing in it.
func zeroIfNone(row map[string]any, key string) string {
	if text := fenOf(row, key); text != "" {
		return text
	}
	return "0"
}

// row joins the columns of a row.
func row(columns ...string) string { return strings.Join(columns, "|") }

// addFen adds up columns of whole fen. What is no amount shows in the sum.
func addFen(columns ...string) string {
	var sum int64
	for _, c := range columns {
		n, err := strconv.ParseInt(c, 10, 64)
		if err != nil {
			return strings.Join(columns, "+")
		}
		sum += n
	}
	return strconv.FormatInt(sum, 10)
}

// sorted returns the rows in the order of their texts, for answers that have no order.
func (r reply) sorted() reply { return slices.Sorted(slices.Values(r)) }
