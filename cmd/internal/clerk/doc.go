// Package clerk reads what people write in the files of an office: the headings of its columns,
// the names of types and codes, months and years, amounts in units of ten thousand. Each becomes
// what the ledger writes, or is left as it is for the ledger to refuse: nothing is guessed.
//
// Everything here is pure: no files, no clock.
package clerk
