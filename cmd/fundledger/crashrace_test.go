//go:build race

package main_test

const underRaceDetector = true
