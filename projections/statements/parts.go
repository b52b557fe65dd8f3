package statements

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
)

// section is one part of a fund's net assets; a fund without parts is one section.
type section string

const (
	whole    section = ""
	pool     section = "pool"     // 统筹基金
	personal section = "personal" // 个人账户基金
	unsplit  section = "unsplit"  // 待转基金
)

// sections returns the sections of a kind in the order of the forms.
func sections(kind fund.Kind) []section {
	if kind.Has(fund.Parts) {
		return []section{pool, personal, unsplit}
	}
	return []section{whole}
}

// share returns the account of a section that a statutory account of net assets,
// income or expense has in the books of a kind, and whether it has one.
//
// What 职工 books do not carry in parts belongs to 统筹, but for 转移收入 and 转移支出
// (个人账户) and for 4601 and 4602 (待转). 5101 is not in the closing paragraph of KJ
// 3001; the form puts it into 统筹基金支出.
//
// Source: KJ 3001 §3(1)(2), 4101 §3(2), 4301 §2(3), 5201 §2(3); Part 5 §2(2)4(3)②.
func share(kind fund.Kind, c account.Code, s section) (account.Code, bool) {
	if !kind.Has(fund.Parts) {
		return c, s == whole
	}
	switch {
	case c == account.UnsplitPremiums || c == account.UnsplitInterest:
		return c, s == unsplit
	case s == unsplit:
		return "", false
	case c == account.TransfersIn || c == account.TransfersOut:
		return c, s == personal
	}
	code := account.Of(kind, c, fund.Part(s))
	return code, code != c || s == pool
}

// statutory returns the four-digit accounts of an element in the books of a kind.
func statutory(kind fund.Kind, e account.Element) []account.Code {
	var codes []account.Code
	for _, a := range account.Chart(kind) {
		if a.Code.Top() == a.Code && a.Code.Element() == e {
			codes = append(codes, a.Code)
		}
	}
	return codes
}
