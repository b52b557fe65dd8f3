//go:build race

package main

// underRaceDetector says that every program that these tests start is slow.
const underRaceDetector = true
