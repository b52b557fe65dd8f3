package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
)

// guarded is a store that is watched for what was done behind the ledger's back.
type guarded interface {
	Alarms(ctx context.Context, progress func(events uint64)) ([]kurrent.Alarm, error)
}

// alarms looks for what was done to a ledger in a cluster behind its back, and tells
// it, each act on a line. What was done before a checkpoint that was given, and which
// the ledger continues, is no more than a note: all that the checkpoint speaks of is
// there. Error: damage if there is anything else.
func (p *program) alarms(ctx context.Context, s store.Store, given []office.Checkpoint) error {
	g, ok := s.(guarded)
	if !ok {
		return nil
	}
	bar := p.progress(p.say("查找警报", "look for alarms"), -1)
	all, err := g.Alarms(ctx, bar.Set)
	if bar.Done(); err != nil {
		return err
	}
	left := 0
	for _, a := range all {
		words := lang.F("%s，%s", "%s, %s", tables.LocalTime(a.At), act(a))
		if by := outlived(a, given); by != "" {
			fmt.Fprintln(p.out, p.say("备注：%s；早于检查点 %s，账本与它相符", "note: %s; that was before the checkpoint %s, which the ledger continues", words, by))
			continue
		}
		left++
		fmt.Fprintln(p.err, p.say("警报：%s", "alarm: %s", words))
	}
	if left > 0 {
		return fault.Altered("集群上有人动过账本的流（上列 %d 次）；事项已逐条核对，请管理员说明缘由，并对照手中的检查点（--checkpoint 文件 --key 公钥）；权限用 fundledger setup 收紧",
			"somebody did what the ledger never does to its streams (%d times, listed above); the events were checked one by one, so ask the administrator why, compare with the checkpoints at hand (--checkpoint FILE --key KEY), and tighten the access rights: fundledger setup", left)
	}
	return nil
}

// outlived returns the path of the first given checkpoint that is later than an act: of a
// log that has grown since, or of one that has not, at a later time; "" if there is none.
func outlived(a kurrent.Alarm, given []office.Checkpoint) string {
	for _, m := range given {
		if after := int64(a.After); m.Size > after || m.Size == after && m.Time.After(a.At) {
			return m.Path
		}
	}
	return ""
}

// act says what somebody did.
func act(a kurrent.Alarm) lang.Text {
	about := strings.TrimPrefix(a.Stream, "$$")
	switch a.Kind {
	case kurrent.AlarmScavenge:
		return lang.Text{ZH: "清理过日志：此前被删除、隐藏的事项已从磁盘抹去", EN: "the log was scavenged: what was deleted or hidden before is off the disk"}
	case kurrent.AlarmSchedule:
		return lang.F("改动了清理计划：%s", "the schedule of scavenges was changed: %s", rows.Shorten(a.By))
	case kurrent.AlarmDeleted:
		return lang.F("永久删除了流 %s", "the stream %s was deleted for ever", about)
	default:
		return lang.F("改写了流 %s 的元数据：%s", "the metadata of stream %s was written: %s", about, metadata(a.By))
	}
}

// metadata says what metadata of a stream does.
func metadata(text string) lang.Text {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return lang.F("不是 JSON 对象", "it is no JSON object")
	}
	var all []lang.Text
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := string(fields[name])
		switch name {
		case "$tb":
			if value == deletedBefore {
				all = append(all, lang.F("删除了流（可撤销）", "it is deleted, until that is undone"))
			} else {
				all = append(all, lang.F("第 %s 条以前的事项隐藏", "its events before number %s are hidden", value))
			}
		case "$maxCount":
			all = append(all, lang.F("只显示最后 %s 条事项", "all but its last %s events are hidden", value))
		case "$maxAge":
			all = append(all, lang.F("隐藏早于 %s 秒的事项", "its events older than %s seconds are hidden", value))
		case "$acl":
			all = append(all, lang.F("改了权限", "access rights were changed"))
		default:
			all = append(all, lang.F("写了 %s", "%s was set", rows.Shorten(name)))
		}
	}
	if len(all) == 0 {
		return lang.F("清空了", "it was emptied")
	}
	words := all[0]
	for _, more := range all[1:] {
		words = lang.F("%s；%s", "%s; %s", words, more)
	}
	return words
}

// deletedBefore is the number before which events of a stream are hidden that was
// deleted, but not for ever: the largest there is.
const deletedBefore = "9223372036854775807"
