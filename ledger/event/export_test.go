package event

// What the tests of package tally, which stand here beside those of Decode, share with them.
var (
	Unchecked         = unchecked
	SomeReimbursement = someReimbursement
	Spoil             = spoil
	CityLines         = cityLines
	ExampleFact       = exampleFact
)
