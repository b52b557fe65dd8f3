package fund_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
)

func TestReadDate(t *testing.T) {
	leap := fund.NewDate(2024, 2, 29)
	for text, want := range map[string]fund.Date{
		"2024-02-29": leap, "2024/2/29": leap, "2024/02/29": leap, "2024.2.29": leap, "2024-2-29": leap, "20240229": leap, "2024年2月29日": leap, "2024年02月29日": leap,
		"2024年2月29": leap, "2024-02-29 00:00:00": leap, "2024-02-29T00:00:00": leap, "2024/2/29 0:00": leap, "2024-02-29 00:00:00.000": leap, "2000-2-29": fund.NewDate(2000, 2, 29),
		"2024/1/3": fund.NewDate(2024, 1, 3),
	} {
		if d, wrong := fund.ReadDate(text); d != want || wrong != fund.NoWriting {
			t.Errorf("%q is %s, %d; want %s", text, d, wrong, want)
		}
	}
	for text, want := range map[string]fund.Writing{
		"2023-02-29": fund.NoSuchDay, "2100/2/29": fund.NoSuchDay, "20230229": fund.NoSuchDay, "2024-13-01": fund.NoSuchDay, "2024年2月30日": fund.NoSuchDay, "2024-00-10": fund.NoSuchDay,
		"1949-09-30": fund.NoSuchDay, "0001-01-01": fund.NoSuchDay, "2023/2/29 0:00": fund.NoSuchDay,
		"45351": fund.SerialDay, "2024-02-29 13:05:00": fund.HasTime, "2024-02-29T16:00:00Z": fund.HasTime, "2024-02-29T00:00:00Z": fund.HasTime, "2024-02-29 00:00:00+08:00": fund.HasTime,
		"2024-02-29 x": fund.HasTime,
		"29/02/2024":   fund.AmbiguousDay, "2/29/2024": fund.AmbiguousDay, "24-02-29": fund.AmbiguousDay, "29.02.24": fund.AmbiguousDay,
		"": fund.NotWritten, "x": fund.NotWritten, "2024": fund.NotWritten, "202402": fund.NotWritten, "2024-02": fund.NotWritten,
		"2024-02/29": fund.NotWritten, "2024--02-29": fund.NotWritten,
		"29-Feb-24": fund.NotWritten, "2024-02-29-": fund.NotWritten, "240229": fund.NotWritten, "2024年2月": fund.NotWritten, "99999999999999999999": fund.NotWritten, "2024-02-290": fund.NotWritten,
		"２０２４-02-29": fund.NotWritten, "45351.5": fund.NotWritten, "2024年2-29": fund.NotWritten, "2024.02.29年": fund.NotWritten, "123456789": fund.NotWritten,
	} {
		if d, wrong := fund.ReadDate(text); wrong != want || wrong == fund.NoWriting {
			t.Errorf("%q is %s, %d; want %d", text, d, wrong, want)
		}
	}
	if d, _ := fund.ReadDate("45351"); d != leap {
		t.Errorf("45351 is %s", d)
	}
}

func FuzzReadDate(f *testing.F) {
	for _, text := range []string{"2024/2/29", "20240229", "2024年2月29日 0:00", "45351", "1-2-3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, wrong := fund.ReadDate(text)
		if wrong == fund.NoWriting && d.Year() < 1949 || wrong != fund.NoWriting && wrong != fund.SerialDay && d != 0 {
			t.Errorf("%q is %s, %d", text, d, wrong)
		}
	})
}
