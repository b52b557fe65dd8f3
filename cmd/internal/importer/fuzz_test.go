package importer_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// Whatever stands in a file, an import of it does not panic, records all of it or
// nothing, says which, and records nothing the second time. It goes the whole way, over files
// and goroutines, and so makes some hundreds of inputs a second; FuzzImport makes thousands.
func FuzzImportOfFiles(f *testing.F) {
	for _, text := range []string{
		facts(3),
		header,
		"",
		"type,document\n",
		header + "fund.established,F-1,2024-12-31,441300.390,,,,,,,,,x\nfund.established,F-1,2024-12-31,441300.390,,,,,,,,,x\n",
		header + "premium.received,P-1,2025-02-30,441300.390,,,,1e3,,,,,\n",
		header + "fund.established,\"F\n1\",2024-12-31,441300.390,,,,,,,\"\n",
		"type;document;occurred_on;fund;name\r\nfund.established;F;2024-12-31;441300.all;\xbb\xdd\xd6\xdd\r\n",
		"{\"type\":\"fund.established\",\"document\":\"F\",\"occurred_on\":\"2024-12-31\",\"fund\":\"441300.390\",\"name\":\"x\"}\n",
		"{\"type\":\"statistic.reported\",\"document\":\"T\",\"occurred_on\":\"2024-12-31\",\"region\":\"441300\",\"topic\":\"a\",\"metric\":\"b\",\"value\":1e3,\"unit\":\"c\"}",
		"fault,type,document,occurred_on,fund,name\nmended,fund.established,F,2024-12-31,441300.610,x\n",
	} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	folder := f.TempDir() // of all runs of this process, one after another
	from := options(f, "")
	defer debug.SetGCPercent(debug.SetGCPercent(1000)) // a run leaves little behind, and its memory is used again
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))    // goroutines that take turns cover the same lines each time
	f.Fuzz(func(t *testing.T, text []byte, json bool) {
		path := filepath.Join(folder, map[bool]string{false: "facts.csv", true: "facts.jsonl"}[json])
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		var s memory.Store
		o := from
		o.Path = path
		lines := told(&o)
		sum, err := importer.Import(context.Background(), &s, o)
		stands := count(t, &s)
		faulty := (*importer.FaultyError)(nil)
		switch {
		case errors.As(err, &faulty):
			if stands != 0 || sum.Written != 0 || faulty.Faults == 0 || len(*lines) != faulty.Faults {
				t.Fatalf("%v: %d facts stand, told %q", err, stands, *lines)
			}
			return
		case err != nil:
			t.Fatal(err)
		case len(*lines) != 0 || sum.Rejected != 0 || sum.Recorded != stands || sum.Written != int64(stands) ||
			sum.Recorded+sum.Already+sum.Repeated != sum.Rows:
			t.Fatalf("%+v: %d facts stand, told %q", sum, stands, *lines)
		}
		rows := sum.Rows
		if sum, err = importer.Import(context.Background(), &s,
			o); err != nil || sum.Recorded != 0 || sum.Written != 0 || sum.Already != rows || count(t, &s) != stands {
			t.Fatalf("the second time: %+v, %v", sum, err)
		}
	})
}
