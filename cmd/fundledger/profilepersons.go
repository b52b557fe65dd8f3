package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
)

func (p *program) profilePersonsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "persons FILE",
		Short: p.say("把身份证号和人员编号记入对照表", "tell the table of persons who has which identity number"),
		Long: p.say("只有身份证号的外来文件，靠这张对照表找到人员编号，一个人才只有一个假名。\n文件有“身份证号”和“人员编号”两列。对照表在人员密钥旁边，\n只有密钥下的哈希和人员编号，只有本人可读，不进账本；与人员密钥一起备份。用完请删去文件。",
			"A file that has identity numbers alone is joined to person numbers by this table, so that a person has one pseudonym.\nThe file has the columns 身份证号 and 人员编号. The table stands beside the person key, with hashes under that key and\nperson numbers, readable by its owner alone, and is in no ledger. Back it up with the key, and delete the file."),
		Example: "  fundledger profile persons people.csv",
		Args:    p.arguments("FILE", 1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			key, err := p.ReadPersonKey()
			if err != nil {
				return err
			}
			if len(key) == 0 {
				return fault.Input("没有人员密钥；用 init 生成，或用 --person-key 指明", "there is no person key; make one with init, or name it with --person-key")
			}
			people, err := p.identifiedIn(args[0], key)
			if err != nil {
				return err
			}
			added, others, err := p.AddIdentities(key, people)
			if err != nil {
				return err
			}
			for _, at := range others {
				fmt.Fprintln(p.err, p.say("%s：第 %d 人的身份证号已对应另一个人员编号", "%s: the identity number of person %d has another person number already", args[0], at+1))
			}
			if len(others) > 0 {
				return fault.Input("%s 与对照表不符：%s；一个也没有记入", "%s does not agree with the table of persons: %s; nobody was added", args[0], lang.Count(len(others), "人", "person"))
			}
			fmt.Fprintln(p.out, p.say("记入 %s；%d 人已在表中", "added %s; in the table before: %d", lang.Count(added, "人", "person"), len(people)-added))
			return nil
		},
	}
}

// identifiedIn reads who has which identity number. Nothing of what stands in the file is repeated.
func (p *program) identifiedIn(path string, key []byte) ([]office.Identified, error) {
	file, err := rows.Open(path, nil)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	defer file.Close() //nolint:errcheck // read only
	var people []office.Identified
	wrong := 0
	tell := func(f rows.Fault) {
		f.Found = ""
		fmt.Fprintln(p.err, f.In(p.lang))
		wrong++
	}
	if columns := file.Head().Columns(); columns != nil && !(slices.Contains(columns, "身份证号") && slices.Contains(columns, "人员编号")) {
		return nil, fault.Input("%s 没有“身份证号”和“人员编号”两列", "%s does not have the columns 身份证号 and 人员编号", path)
	}
	for {
		row, faults, err := file.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		for _, f := range faults {
			tell(f)
		}
		if len(faults) > 0 || row.Line == 0 {
			continue
		}
		identity, _ := row.Get("身份证号")
		number, _ := row.Get("人员编号")
		if !office.IsIdentity(identity) {
			f := row.Fault("身份证号")
			f.Why = lang.F("不是身份证号", "this is no identity number")
			tell(f)
		}
		if _, why, remedy := importer.Person(key, number); !why.IsZero() {
			f := row.Fault("人员编号")
			f.Why, f.Remedy = why, remedy
			tell(f)
		}
		people = append(people, office.Identified{Identity: identity, Number: number})
	}
	if wrong > 0 {
		return nil, fault.Input("%s 有 %s；一个人也没有记入", "%s has %s; nobody was added", path, lang.Count(wrong, "处错误", "fault"))
	}
	return slices.Clip(people), nil
}
