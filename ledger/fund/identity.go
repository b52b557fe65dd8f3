package fund

// identityLength is how many characters a resident identity number has.
const identityLength = 18

// HoldsIdentityNumber reports whether a text contains a resident identity
// number (居民身份证号): 18 characters that no digit stands next to, with a date
// of birth in the 19th to 21st century and a right check character. Such a text
// must not enter the ledger. The old form of 15 digits has no check character, so
// that document numbers look like it, and is no longer issued.
//
// Source: GB 11643 (check character ISO 7064 MOD 11-2).
func HoldsIdentityNumber[T ~string | ~[]byte](s T) bool {
	// A number begins with 17 digits in a row, so that one of them stands at every
	// seventeenth place: most texts are told by a look at a few bytes.
	const run = identityLength - 1
	for i := run - 1; i < len(s); i += run {
		if !isDigit(s[i]) {
			continue
		}
		first := i
		for first > 0 && isDigit(s[first-1]) {
			first--
		}
		end := i + 1
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if end-first == run && end < len(s) && (s[end] == 'X' || s[end] == 'x') && (end+1 == len(s) || !isDigit(s[end+1])) {
			end++
		}
		if end-first == identityLength && isIdentityNumber(s[first:end]) {
			return true
		}
	}
	return false
}

// isIdentityNumber reports whether 18 characters, all digits but for an X or x at
// the end, are an identity number.
func isIdentityNumber[T ~string | ~[]byte](s T) bool {
	two := func(i int) int { return 10*int(s[i]-'0') + int(s[i+1]-'0') }
	century, month, day := two(6), two(10), two(12)
	if s[0] == '0' || century < 18 || century > 20 || month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	weights := [identityLength - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	last := s[identityLength-1]
	if last == 'x' {
		last = 'X'
	}
	return "10X98765432"[sum%11] == last
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
