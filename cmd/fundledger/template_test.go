package main

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/lang"
)

// A clerk fills in a template, in which nothing is changed but what she writes below the headings,
// and imports it; her own tongue is that of the headings and of the choices.
func TestTemplateToLedger(t *testing.T) {
	for l, cells := range map[lang.Lang][3]string{
		lang.ZH: {"设立基金账套", "收到保险费", "国库存款"},
		lang.EN: {"a fund's books were set up", "premium received", "treasury deposit"},
	} {
		dir := t.TempDir()
		t.Setenv("XDG_CONFIG_HOME", dir+"/keys")
		ask := func(args ...string) string {
			t.Helper()
			var out bytes.Buffer
			p := &program{out: &out, err: io.Discard, lang: l, Office: office.Office{Random: strings.NewReader(strings.Repeat("x", 4096)),
				Now: func() time.Time { return time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC) }}}
			root := p.root()
			root.SetArgs(append([]string{"--ledger", dir + "/books"}, args...))
			if err := root.ExecuteContext(t.Context()); err != nil {
				t.Fatalf("%v: %v", args, err)
			}
			return out.String()
		}
		ask("init")
		path := filepath.Join(dir, "template.xlsx")
		ask("template", "--out", path)
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		setUp := cells[0]
		if at, err := f.GetSheetIndex(setUp); err != nil || at < 0 {
			setUp = "fund.established" // the title has a character that no sheet's name has
		}
		err = errors.Join(
			f.SetSheetRow(setUp, "A5", &[]any{"F-1", 45657, "441300.390", "惠州居民医保"}),
			f.SetSheetRow(cells[1], "A5", &[]any{"000123456789012345678", 45688, "441300.390", 1234.5, 3}),
			f.SetCellStr(cells[1], "I5", cells[2]),
			f.SetSheetRow(cells[1], "A6", &[]any{"P-2", "2025/2/3", "441300.390", 79.2}),
			f.Save(), f.Close())
		if err != nil {
			t.Fatal(err)
		}
		ask("import", path)
		got := ask("events", "--format", "csv")
		for _, want := range []string{"fund.established", "000123456789012345678", "1234.50", "1005", "2025-02-03", "79.20"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s is not in\n%s", l, want, got)
			}
		}
		if strings.Count(got, "premium.received") != 2 {
			t.Errorf("%s: more or less than two premiums in\n%s", l, got)
		}
		if _, err := exec.LookPath("soffice"); err != nil {
			t.Log("what LibreOffice makes of it is not tried: it is not installed")
			continue
		}
		again := t.TempDir()
		calc(t, dir, again, "xlsx:Calc MS Excel 2007 XML")
		want := map[lang.Lang]string{lang.ZH: "全部 3 条此前都已入账", lang.EN: "all 3 facts were recorded before"}[l]
		if got := ask("import", filepath.Join(again, "template.xlsx")); !strings.Contains(got, want) {
			t.Errorf("LibreOffice made other facts of it:\n%s", got)
		}
	}
}
