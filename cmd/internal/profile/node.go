package profile

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Fault is one thing wrong with the text of a profile.
type Fault struct {
	Line int // from 1; 0 for the text as a whole
	Why  lang.Text
}

// In returns the fault as one line in language l.
func (f Fault) In(l lang.Lang) string {
	if f.Line == 0 {
		return f.Why.In(l)
	}
	return lang.F("第%d行：%s", "line %d: %s", f.Line, f.Why).In(l)
}

// reader reads the nodes of a YAML text strictly: a key that is not known, or stands twice, is a fault.
type reader struct{ faults []Fault }

func (r *reader) fault(n *yaml.Node, zh, en string, args ...any) {
	r.faults = append(r.faults, Fault{n.Line, lang.F(zh, en, args...)})
}

// root returns the one mapping of a YAML text, or nil with a fault.
func (r *reader) root(text []byte) *yaml.Node {
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	var doc yaml.Node
	err := decoder.Decode(&doc)
	if err == nil && decoder.Decode(&yaml.Node{}) == nil {
		err = errors.New("it is more than one document")
	}
	if err != nil {
		r.faults = append(r.faults, faultOf(err))
		return nil
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		r.fault(&doc, "方案应是若干“键: 值”", "a profile is a list of keys with their values")
		return nil
	}
	return doc.Content[0]
}

// yamlLine is how the library tells where a text is no YAML.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

func faultOf(err error) Fault {
	found := yamlLine.FindStringSubmatch(err.Error())
	if found == nil {
		return Fault{0, lang.F("不是 YAML：%v", "this is not YAML: %v", err)}
	}
	line, _ := strconv.Atoi(found[1])
	return Fault{line, lang.F("不是 YAML：%s", "this is not YAML: %s", found[2])}
}

// keys says what is read of each key of a mapping.
type keys map[string]func(*yaml.Node)

// mapping reads a mapping with no other keys than these.
func (r *reader) mapping(n *yaml.Node, known keys) {
	r.each(n, func(key, value *yaml.Node) {
		read := known[key.Value]
		if read == nil {
			names := make([]string, 0, len(known))
			for name := range known {
				names = append(names, name)
			}
			slices.Sort(names)
			r.fault(key, "没有 %s 这个键；可用：%s", "there is no key %s here; use one of: %s", key.Value, strings.Join(names, ", "))
			return
		}
		read(value)
	})
}

// each calls do with every key of a mapping and its value, in their order.
func (r *reader) each(n *yaml.Node, do func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, "这里应是“键: 值”", "here are keys with their values")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
			r.fault(key, "键应是文字", "a key is a text")
			continue
		}
		if seen[key.Value] {
			r.fault(key, "%s 写了两次", "%s stands twice", key.Value)
			continue
		}
		seen[key.Value] = true
		do(key, n.Content[i+1])
	}
}

// list calls do with every item of a list.
func (r *reader) list(n *yaml.Node, do func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "这里应是列表", "here is a list")
		return
	}
	for _, item := range n.Content {
		do(item)
	}
}

// text reads a text; numbers and words such as yes are texts, too.
func (r *reader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Tag == "!!binary" {
		r.fault(n, "这里应是文字", "here is a text")
		return ""
	}
	return n.Value
}

// into has a text put where it belongs.
func (r *reader) into(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *to = r.text(n); *to == "" {
			r.fault(n, "不能为空", "this is empty")
		}
	}
}

// texts has a list of texts put where it belongs.
func (r *reader) texts(to *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) { r.list(n, func(item *yaml.Node) { *to = append(*to, r.text(item)) }) }
}

// words has a text in both languages put where it belongs; one text alone is that of both.
func (r *reader) words(to *lang.Text) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			text := r.text(n)
			*to = lang.Text{ZH: text, EN: text}
		} else {
			r.mapping(n, keys{"zh": r.into(&to.ZH), "en": r.into(&to.EN)})
		}
		to.ZH, to.EN = strings.TrimSpace(to.ZH), strings.TrimSpace(to.EN)
		if to.ZH == "" || to.EN == "" {
			r.fault(n, "中文（zh）和英文（en）都要写", "both zh and en are needed")
		}
	}
}

// yes has a yes or no put where it belongs.
func (r *reader) yes(to *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		switch n.Value {
		case "yes", "true":
			*to = true
		case "no", "false":
			*to = false
		default:
			r.fault(n, "写 yes 或 no", "write yes or no")
		}
	}
}

// choice has one of some words put where it belongs.
func choice[T ~string](r *reader, to *T, of ...T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *to = T(r.text(n)); !slices.Contains(of, *to) {
			r.fault(n, "没有 %s；可用：%v", "there is no %s; use one of: %v", string(*to), fmt.Sprint(of))
		}
	}
}

// pattern reads a regular expression; nil if it is none.
func (r *reader) pattern(n *yaml.Node) *regexp.Regexp {
	re, err := regexp.Compile(r.text(n))
	if err != nil {
		r.fault(n, "不是正则表达式：%v", "this is no regular expression: %v", err)
	}
	return re
}
