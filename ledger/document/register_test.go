package document

import "github.com/fundledger/fundledger/ledger/event"

func (r Register) Admit(e event.Event) (again bool, err error) { return r.AdmitMarked(e, MarkOf(e)) }

func (r Register) Note(e event.Event) Register { return r.NoteMarked(MarkOf(e)) }

func (r Register) Reverse(e event.Event) Register { return r.ReverseMarked(MarkOf(e)) }

func (r Register) Len() int { return len(r.seen.all()) + len(r.past.all()) }
