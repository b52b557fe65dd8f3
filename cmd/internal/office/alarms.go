package office

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
)

// guarded is a store that is watched for what was done behind the ledger's back.
type guarded interface {
	Alarms(ctx context.Context, progress func(events uint64)) ([]kurrent.Alarm, error)
}

// Alarm is what somebody did to a ledger in a cluster behind its back.
type Alarm struct {
	At    time.Time
	What  lang.Text
	Until string // the checkpoint that is later, of those given; "": none
}

// Alarms looks for what was done to a ledger in a cluster behind its back. What was done
// before a checkpoint that was given, and which the ledger continues, is no more than a
// note: all that the checkpoint speaks of is there. Errors: those of reading.
func (o *Office) Alarms(ctx context.Context, s store.Store, given []Checkpoint) (found []Alarm, err error) {
	g, ok := s.(guarded)
	if !ok {
		return nil, nil
	}
	bar := o.progress(lang.F("查找警报", "look for alarms"), -1)
	all, err := g.Alarms(ctx, bar.Set)
	bar.Done()
	for _, a := range all {
		found = append(found, Alarm{At: a.At, What: act(a), Until: outlived(a, given)})
	}
	return found, err
}

// outlived returns the path of the first given checkpoint that is later than an act: of a
// log that has grown since, or of one that has not, at a later time; "" if there is none.
func outlived(a kurrent.Alarm, given []Checkpoint) string {
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
