package merkle

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// FormError says that bytes are not of the form that they must have. Nothing was
// checked yet: neither a signature nor a proof.
type FormError struct {
	What lang.Text // what was read, such as "checkpoint"
	Line int       // 1, 2, …; 0 if no single line is at fault
	Why  lang.Text
}

// Error returns the error in English; In returns it in the user's language.
func (e *FormError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *FormError) In(l lang.Lang) string {
	at := lang.Text{}
	if e.Line > 0 {
		at = lang.F("第 %d 行：", "line %d: ", e.Line)
	}
	return lang.F("%s格式不对：%s%s", "malformed %s: %s%s", e.What, at, e.Why).In(l)
}

// KeyError says that a key, or a list of keys, cannot be used. It never holds
// anything of a secret key.
type KeyError struct{ Why lang.Text }

// Error returns the error in English; In returns it in the user's language.
func (e *KeyError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *KeyError) In(l lang.Lang) string { return lang.F("密钥：%s", "key: %s", e.Why).In(l) }

// SignatureError says that a known key did not make the signature that bears its
// name: the text or the signature was altered.
type SignatureError struct{ Key KeyID }

// Error returns the error in English; In returns it in the user's language.
func (e *SignatureError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *SignatureError) In(l lang.Lang) string {
	return lang.F("%s 的签名不对：文字或签名被改动", "the signature of %s is wrong: the text or the signature was altered", e.Key).In(l)
}

// UnsignedError says that no key by which the reader could believe a text signed it.
type UnsignedError struct {
	What   lang.Text // such as "checkpoint"
	By     string    // whose signature is missing: the ledger's name, or a key
	Signed []KeyID   // who did sign, unchecked
}

// Error returns the error in English; In returns it in the user's language.
func (e *UnsignedError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *UnsignedError) In(l lang.Lang) string {
	return lang.F("%s没有 %s 已知密钥的签名（签名者：%s）；请提供其公钥，或从已知密钥起的换钥声明",
		"the %s has no signature by a known key of %s (signed: %s); give its verifier key, or the rotations that lead to it from a known one",
		e.What, e.By, join(e.Signed)).In(l)
}

func join(keys []KeyID) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.String()
	}
	return strings.Join(names, ", ")
}

// OtherLedgerError says that a checkpoint is not of the ledger whose keys are at hand.
type OtherLedgerError struct{ Ledger, Origin string } // whose keys; named in the checkpoint

// Error returns the error in English; In returns it in the user's language.
func (e *OtherLedgerError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *OtherLedgerError) In(l lang.Lang) string {
	return lang.F("检查点属于账本 %[2]s，密钥属于账本 %[1]s", "the checkpoint is of the ledger %[2]s, the keys are of %[1]s", e.Ledger, e.Origin).In(l)
}

// NotInForceError says that a key signed for a size at which another key of its
// owner is in force, before or after a rotation; or that it was to be replaced a
// second time.
type NotInForceError struct {
	Key         KeyID
	Size        int64 // that it signed for
	From, Until int64 // the sizes for which it counts
}

// Error returns the error in English; In returns it in the user's language.
func (e *NotInForceError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *NotInForceError) In(l lang.Lang) string {
	if e.Size >= e.From && e.Size <= e.Until {
		return lang.F("密钥 %s 已在大小为 %d 时更换，不能再次更换", "key %s was replaced at size %d already and cannot be replaced again", e.Key, e.Until).In(l)
	}
	if e.Until == MaxSize {
		return lang.F("密钥 %s 自大小 %d 起有效，不能为大小 %d 签名", "key %s is in force from size %d on and cannot sign for size %d", e.Key, e.From, e.Size).In(l)
	}
	return lang.F("密钥 %s 只在大小 %d 至 %d 有效，不能为大小 %d 签名", "key %s is in force for sizes %d to %d and cannot sign for size %d", e.Key, e.From, e.Until, e.Size).In(l)
}

// ProofError says that a well-formed proof does not prove what it is for.
type ProofError struct {
	What lang.Text // which kind of proof
	Why  lang.Text
}

// Error returns the error in English; In returns it in the user's language.
func (e *ProofError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *ProofError) In(l lang.Lang) string {
	return lang.F("%s不成立：%s", "the %s fails: %s", e.What, e.Why).In(l)
}

// RangeError says that a proof was asked for about what the tree does not have.
type RangeError struct {
	Asked int64 // a size, or an event
	Size  int64 // of the tree
	Event bool  // Asked is an event
}

// Error returns the error in English; In returns it in the user's language.
func (e *RangeError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *RangeError) In(l lang.Lang) string {
	if e.Event {
		return lang.F("没有第 %d 号事件：共 %d 个，自 0 起编号", "there is no event %d: there are %d, counted from 0", e.Asked, e.Size).In(l)
	}
	return lang.F("没有大小为 %d 的树：共 %s", "there is no tree of size %d: the ledger has %s", e.Asked, lang.Count(int(e.Size), "个事件", "event")).In(l)
}

// BlockError says that the stored hashes and the events do not fit together: one
// of them is not what was written.
type BlockError struct {
	Block int64 // its events are Block·256 to Block·256+255
	Why   lang.Text
}

// Error returns the error in English; In returns it in the user's language.
func (e *BlockError) Error() string { return e.In(lang.EN) }

// In returns the error on one line in language l.
func (e *BlockError) In(l lang.Lang) string {
	first := e.Block * BlockSize
	return lang.F("第 %d 至 %d 号事件：%s", "events %d to %d: %s", first, first+BlockSize-1, e.Why).In(l)
}

func inclusionText() lang.Text   { return lang.Text{ZH: "包含证明", EN: "inclusion proof"} }
func consistencyText() lang.Text { return lang.Text{ZH: "一致性证明", EN: "consistency proof"} }
func checkpointText() lang.Text  { return lang.Text{ZH: "检查点", EN: "checkpoint"} }
func rotationText() lang.Text    { return lang.Text{ZH: "换钥声明", EN: "rotation"} }
