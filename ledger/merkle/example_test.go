package merkle_test

import (
	"bytes"
	"fmt"
	"log"
	"time"

	"github.com/fundledger/fundledger/ledger/merkle"
)

// A bureau signs what its ledger is; later it hands out a proof that an event is
// in it, and who has no more than the bureau's verifier key checks it.
func Example() {
	key, err := merkle.GenerateSigner(bytes.NewReader(make([]byte, 32)), "county.example/ledger") // not with zeros
	if err != nil {
		log.Fatal(err)
	}
	lines := []string{`{"document":"R-1"}`, `{"document":"R-2"}`, `{"document":"R-3"}`}
	var frontier merkle.Frontier
	var leaves []merkle.Hash
	for _, line := range lines {
		leaves = append(leaves, merkle.LeafHash([]byte(line)))
		frontier.Append(leaves[len(leaves)-1])
	}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	signed, err := merkle.Sign(merkle.Checkpoint{Origin: "county.example/ledger", Head: frontier.Head(), Time: at}, key)
	if err != nil {
		log.Fatal(err)
	}
	tree, err := merkle.NewTree(frontier.Size(), nil, func(int64) ([]merkle.Hash, error) { return leaves, nil })
	if err != nil {
		log.Fatal(err)
	}
	path, err := tree.Inclusion(1, tree.Size())
	if err != nil {
		log.Fatal(err)
	}
	file, err := merkle.Inclusion{Index: 1, Line: []byte(lines[1]), Hashes: path, Checkpoint: signed}.Encode()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", file)

	// What follows, anybody can do who has the file and the verifier key.
	proof, err := merkle.DecodeInclusion(file)
	if err != nil {
		log.Fatal(err)
	}
	known, err := merkle.NewVerifiers([]merkle.Verifier{key.Verifier()})
	if err != nil {
		log.Fatal(err)
	}
	checkpoint, err := proof.Verify(known)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("event %d of %d is %s\n", proof.Index, checkpoint.Size, proof.Line)
	// Output:
	// fundledger-inclusion/v1
	// index 1
	// event {"document":"R-2"}
	// hash o8S1MCcSXemaWHJBox9l/oiDsxyfFcPR/aU4sa4gxI0=
	// hash 6YgueYXNnT+zRkOSMxg6ocEP3nzY3fa//tuFIYVKqwg=
	//
	// county.example/ledger
	// 3
	// C5pKt84hY/9qXDKs/ZUmjW8l2hJjwdH13pRYGx43EMA=
	// time 2026-11-22T09:00:00Z
	//
	// — county.example/ledger buZhLeT68j3jODdkg7eet/FGlSaZ7sd1xynXtmMtNNdh6XeWuu0pQ3B5dOZqAjE6roDuISrrTtglCli/asPFKnl7+AU=
	//
	// event 1 of 3 is {"document":"R-2"}
}
