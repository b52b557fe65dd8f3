package merkle

import (
	"maps"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Verifiers are the keys by which a reader believes a ledger: the ledger's own,
// which all bear its name, and those of witnesses, which bear other names. It is
// a value that never changes. The zero Verifiers know nobody.
type Verifiers struct {
	ledger string
	keys   map[KeyID]trusted
}

// trusted is a key with the sizes for which its signature counts.
type trusted struct {
	key         Verifier
	from, until int64
}

// NewVerifiers returns the keys of one ledger and of witnesses, each in force for
// every size; Rotate changes that. Error: *KeyError if there is no key of the
// ledger, if its keys bear different names, if a witness bears the ledger's name,
// or if a key is there twice, also under two names: one signature would count as two.
func NewVerifiers(ledger []Verifier, witnesses ...Verifier) (Verifiers, error) {
	if len(ledger) == 0 {
		return Verifiers{}, &KeyError{Why: lang.Text{ZH: "没有账本的公钥", EN: "there is no verifier key of the ledger"}}
	}
	v := Verifiers{ledger: ledger[0].ID().Name, keys: map[KeyID]trusted{}}
	add := func(k Verifier) error {
		if err := v.lacks(k); err != nil {
			return err
		}
		v.keys[k.ID()] = trusted{key: k, until: MaxSize}
		return nil
	}
	for _, k := range ledger {
		if name := k.ID().Name; name != v.ledger {
			return Verifiers{}, &KeyError{Why: lang.F("账本的公钥名称不一：%s、%s", "the ledger's verifier keys bear different names: %s and %s", v.ledger, name)}
		}
		if err := add(k); err != nil {
			return Verifiers{}, err
		}
	}
	for _, k := range witnesses {
		if k.ID().Name == v.ledger {
			return Verifiers{}, &KeyError{Why: lang.F("见证人的公钥与账本同名：%s", "a witness's verifier key bears the ledger's name: %s", v.ledger)}
		}
		if err := add(k); err != nil {
			return Verifiers{}, err
		}
	}
	return v, nil
}

// lacks returns nil if a key is not known under any name, nor another one under
// its id; else *KeyError.
func (v Verifiers) lacks(k Verifier) error {
	for id, t := range v.keys {
		if id == k.ID() {
			return &KeyError{Why: lang.F("%s 出现两次；有换钥声明时，只需给出最早的公钥和各换钥声明", "%s is there twice; where there are rotations, give the first verifier key and the rotations only", id)}
		}
		if t.key.public() == k.public() {
			return &KeyError{Why: lang.F("%s 与 %s 是同一密钥", "%s and %s are the same key", min(id.String(), k.ID().String()), max(id.String(), k.ID().String()))}
		}
	}
	return nil
}

// Ledger returns the name of the ledger whose checkpoints these keys verify.
func (v Verifiers) Ledger() string { return v.ledger }

// ring returns the keys, whatever they are in force for.
func (v Verifiers) ring() keyring {
	ring := keyring{}
	for id, k := range v.keys {
		ring[id] = k.key
	}
	return ring
}

// inForce returns nil if a known key counts at a size, else *NotInForceError.
func (v Verifiers) inForce(id KeyID, size int64) error {
	if k := v.keys[id]; size < k.from || size > k.until {
		return &NotInForceError{Key: id, Size: size, From: k.from, Until: k.until}
	}
	return nil
}

// replaced returns the keys after old was replaced by new at a size.
func (v Verifiers) replaced(r Rotation) Verifiers {
	keys := maps.Clone(v.keys)
	old := keys[r.Old.ID()]
	old.until = r.Size
	keys[r.Old.ID()] = old
	keys[r.New.ID()] = trusted{key: r.New, from: r.Size, until: MaxSize}
	return Verifiers{ledger: v.ledger, keys: keys}
}
