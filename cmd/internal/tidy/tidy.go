// Package tidy holds the rules of this repository as tests: who may import
// whom, which packages are pure, what source files may say. They run under
// plain go test; each failure says what to do instead.
package tidy
