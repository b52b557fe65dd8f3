//go:build race

package crash

const underRaceDetector = true
