package kurrent_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/store/kurrent"
)

func TestParseAddress(t *testing.T) {
	for address, want := range map[string]kurrent.Options{
		"esdb://h":                              {Hosts: []string{"h:2113"}, Name: "fundledger"},
		"esdb://h:1/":                           {Hosts: []string{"h:1"}, Name: "fundledger"},
		"esdb://h/county_1":                     {Hosts: []string{"h:2113"}, Name: "county_1"},
		"esdb://h/county/":                      {Hosts: []string{"h:2113"}, Name: "county"},
		"esdb://a,b:65535,10.0.0.1/x":           {Hosts: []string{"a:2113", "b:65535", "10.0.0.1:2113"}, Name: "x"},
		"esdb://[::1]:5,[fe80::2]/x":            {Hosts: []string{"[::1]:5", "[fe80::2]:2113"}, Name: "x"},
		"esdb://::1/x":                          {Hosts: []string{"[::1]:2113"}, Name: "x"},
		"esdb+discover://cluster.example:3":     {Hosts: []string{"cluster.example:3"}, Discover: true, Name: "fundledger"},
		"esdb://h?tls=true":                     {Hosts: []string{"h:2113"}, Name: "fundledger"},
		"esdb://h?TLS=false":                    {Hosts: []string{"h:2113"}, Name: "fundledger", Plaintext: true},
		"esdb://h/x?tlsCAFile=%2Fca.pem":        {Hosts: []string{"h:2113"}, Name: "x", CAFile: "/ca.pem"},
		"esdb://h/x?tlscafile=/ca.pem&tls=true": {Hosts: []string{"h:2113"}, Name: "x", CAFile: "/ca.pem"},
	} {
		got, err := kurrent.ParseAddress(address, true)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", address, got, err)
		}
		if !kurrent.IsAddress(address) {
			t.Errorf("%s is no address", address)
		}
	}
}

func TestParseAddressFaults(t *testing.T) {
	for address, want := range map[string]kurrent.AddressFault{
		"":                                    kurrent.FaultForm,
		"esdb://":                             kurrent.FaultForm,
		"esdb:///x":                           kurrent.FaultForm,
		"esdb://,":                            kurrent.FaultForm,
		"esdb://a,,b":                         kurrent.FaultForm,
		"esdb://h:0":                          kurrent.FaultForm,
		"esdb://h:65536":                      kurrent.FaultForm,
		"esdb://h:port":                       kurrent.FaultForm,
		"esdb://:2113":                        kurrent.FaultForm,
		"http://h":                            kurrent.FaultForm,
		"ESDB://h":                            kurrent.FaultForm,
		"./esdb":                              kurrent.FaultForm,
		"esdb+discover://a,b":                 kurrent.FaultForm,
		"esdb://h?tls=%zz":                    kurrent.FaultForm,
		"esdb://admin:secret@h":               kurrent.FaultPassword,
		"esdb://admin@h":                      kurrent.FaultPassword,
		"esdb://h?tls=false":                  kurrent.FaultPlaintext,
		"esdb://h?tls=true&TLS=false":         kurrent.FaultPlaintext,
		"esdb://h?tls=no":                     kurrent.FaultSetting,
		"esdb://h?tlsVerifyCert=false":        kurrent.FaultSetting,
		"esdb://h?user=a&password=secret":     kurrent.FaultSetting,
		"esdb://h?defaultDeadline=secret":     kurrent.FaultSetting,
		"esdb://h/A":                          kurrent.FaultLedgerName,
		"esdb://h/a-b":                        kurrent.FaultLedgerName,
		"esdb://h/a.b":                        kurrent.FaultLedgerName,
		"esdb://h/a/b":                        kurrent.FaultLedgerName,
		"esdb://h/" + strings.Repeat("a", 41): kurrent.FaultLedgerName,
	} {
		_, err := kurrent.ParseAddress(address, false)
		if fault := (*kurrent.AddressError)(nil); !errors.As(err, &fault) || fault.Kind != want {
			t.Errorf("%s: got %v", address, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: a secret is told: %v", address, err)
		}
	}
}
