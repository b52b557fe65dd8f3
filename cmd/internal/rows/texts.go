package rows

import (
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/sheets"
	"github.com/fundledger/fundledger/ledger/lang"
)

// words tell a fault: what is wrong, and what to do about it.
type words struct{ why, remedy lang.Text }

func say(zhWhy, zhRemedy, enWhy, enRemedy string) words {
	return words{why: lang.Text{ZH: zhWhy, EN: enWhy}, remedy: lang.Text{ZH: zhRemedy, EN: enRemedy}}
}

// Of the file as a whole.

var isEmpty = say("文件是空的", "请确认导出成功，再重新导出", "the file is empty", "check that the export succeeded and export it again")
var isUTF16 = say("文件的编码是 UTF-16（Excel 的“Unicode 文本”）", "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”", `the file is in UTF-16 (Excel's "Unicode Text")`, `in Excel, save it as "CSV UTF-8 (Comma delimited)"`)
var looksLikeBig5 = say("文件的编码不是 UTF-8，也不是 GBK：像是 Big5（繁体）", "请另存为 UTF-8", "the file is not in UTF-8 and not in GBK: it looks like Big5", "save it as UTF-8")
var noRows = say("文件没有表头，全是空行", "第一行应为各列的名称", "the file has no header, only blank lines", "the first line must hold the names of the columns")
var noLineBreak = say("最后一行没有换行符，文件可能不完整", "请核对文件是否完整；如果完整，请在末尾加一个换行", "the last line has no line break: the file may have been cut", "if it is complete, add a line break at its end")
var endOfFile = say("有文件结束符（Ctrl+Z）", "请删去它；它前面的一行须以换行结尾", "an end-of-file mark (Ctrl+Z)", "remove it; the line before it must end with a line break")

// Of a workbook.

const saveAs = "请在 Excel 或 WPS 中另存为“Excel 工作簿（*.xlsx）”"
const saveAsEN = `in Excel or WPS, save it as "Excel Workbook (*.xlsx)"`

var isOldBook = say("文件是旧式的 .xls 工作簿（2007 年以前的格式）", saveAs+"，或另存为 CSV UTF-8", "the file is an .xls workbook of before 2007", saveAsEN+", or as CSV UTF-8")
var hasPassword = say("工作簿有打开密码", "请去掉密码后另存", "the workbook has a password", "save it without the password")
var noBook = say("文件是压缩包，里面没有工作簿", "请给出 .xlsx 文件本身；压缩包请先解压", "the file is a zip file without a workbook in it", "give the .xlsx file itself; unpack an archive first")
var noZip = say("文件像工作簿，但不完整，打不开", "请重新下载或另存，再导入", "the file looks like a workbook but is not whole", "download or save it again")
var isOpenSheet = say("文件是 .ods 表格", saveAs, "the file is an .ods spreadsheet", "save it as .xlsx")
var isWebPage = say("文件是网页（HTML 或 XML），不是工作簿，虽然扩展名可能是 .xls", saveAs, "the file is a web page (HTML or XML) and no workbook, whatever its extension says", saveAsEN)
var leadsOut = say("压缩包里的文件名指向包外，不是正常的工作簿", "不要打开来历不明的文件；请向提供者重新索取", "a name in the file leads out of it: this is no ordinary workbook", "do not open files of unknown origin; ask for it again")
var bookTooLarge = say("工作簿解开后过大", "请分成几个文件，或另存为 CSV UTF-8", "the workbook is too large when unpacked", "split it into several files, or save it as CSV UTF-8")
var bookBroken = say("工作簿已损坏，或不是 Excel、WPS 所写", "请用 Excel 或 WPS 打开后另存，再导入", "the workbook is damaged, or not as Excel or WPS write it", "open it in Excel or WPS, save it again and import that")
var noHeadings = say("没有一个工作表有认得的表头", "表头要用字段名或中文名，如 类型、凭证号、业务日期、基金、金额；可用 fundledger template 生成模板", "no sheet has headings that are known", "headings are names of fields or their Chinese titles, such as 类型, 凭证号, 业务日期, 基金, 金额; make a template with fundledger template")
var twoHeadings = say("又是一行表头", "一个工作表只放一张表；另一张请移到别的工作表", "another row of headings", "have one table on a sheet; move the other one to a sheet of its own")
var noHeading = say("这一列没有表头", "请在表头填写列名，或清空这一格", "the column has no heading", "name it in the header, or empty the cell")
var isFailed = say("单元格是错误值", "请改正公式", "the cell holds an error", "mend its formula")
var isUnknown = say("公式没有算出的值", "请在 Excel 或 WPS 中打开，保存一次", "the formula has no value", "open the workbook in Excel or WPS and save it once")
var isRounded = say("长数字存成了数值，只剩 15 位，末位可能已丢失", "请把单元格设为文本，按原件重新填写", "a long number was stored as a number, of which 15 digits are left", "set the cell to text and type it again from its source")

func isMerged(m sheets.Merged) words {
	at := lang.F("数据中有合并单元格 %s", "merged cells among the rows: %s", sheets.Letters(m.FirstColumn)+strconv.Itoa(m.FirstRow)+":"+sheets.Letters(m.LastColumn)+strconv.Itoa(m.LastRow))
	return words{at, lang.Text{ZH: "请取消合并，每一行都填上值", EN: "unmerge them and fill in every row"}}
}

// Of the header.

func noName(i int) words {
	at := lang.F("第 %d 列（%s 列）没有列名", "column %d (%s) has no name", i+1, sheets.Letters(i))
	return words{at, lang.Text{ZH: "请在表头填写列名；多余的空列请删除", EN: "name it in the header, or delete the column if it is spare"}}
}

func sameName(first, second int) words {
	at := lang.F("第 %d 列（%s 列）与第 %d 列（%s 列）同名", "column %d (%s) has the same name as column %d (%s)",
		second+1, sheets.Letters(second), first+1, sheets.Letters(first))
	return words{at, lang.Text{ZH: "请改名或删除其中一列", EN: "rename or delete one of them"}}
}

func numberAsName(i int) words {
	at := lang.F("第 %d 列（%s 列）的列名是数字或日期，可能缺少表头", "the name of column %d (%s) is a number or date: the header may be missing", i+1, sheets.Letters(i))
	return words{at, lang.Text{ZH: "第一行应为各列的名称", EN: "the first line must hold the names of the columns"}}
}

var fullWidthSeparator = say("表头用的是全角逗号或分号，无法分列", "请改用半角逗号", "the header is parted by full-width commas or semicolons", "use ASCII commas")
var noColumns = say("表头除 fault 外没有别的列", "第一行应为各列的名称", "the header has no column but fault", "the first line must hold the names of the columns")

// Of a row.

func wrongCount(found, want int) words {
	why := lang.F("这一行有 %s，表头有 %d 列", "the row has %s, the header has %d", lang.Count(found, "个单元格", "cell"), want)
	remedy := lang.Text{ZH: "请补齐单元格，空单元格也要留分隔符", EN: "add the missing cells; an empty one needs its separator too"}
	if found > want {
		remedy = lang.Text{ZH: "请删除多余的单元格；内容中含分隔符的单元格要用英文双引号括起来", EN: "remove the extra cells; a cell that holds a separator must stand in double quotes"}
	}
	return words{why, remedy}
}

var tooLong = say("这一行超过 64 KiB，没有读入", "请在原文件中修改；常见原因是缺少换行", "the row is longer than 64 KiB and was not read", "mend it in the file it comes from; often a line break is missing")

func flawWords(f flaw, found string) words {
	switch {
	case f == bareQuote && strings.HasPrefix(found, `="`):
		return say("单元格是公式", "请只写值，不写等号和引号", "the cell is a formula", "write the value alone, without the equals sign and the quotes")
	case f == bareQuote:
		return say("没有用引号括起来的单元格中有双引号", "请把整个单元格用英文双引号括起来，其中的双引号写两遍", "a double quote within a cell that is not quoted", "put the whole cell in double quotes and write each quote within it twice")
	case f == afterQuote:
		return say("右引号与分隔符之间还有文字", "单元格内容中的双引号要写两遍；右引号后面应紧跟分隔符", "text between the closing quote and the separator", "write each quote within the cell twice, and the separator right after the closing quote")
	case f == openQuote:
		return say("左引号没有对应的右引号", "请补上右引号，或去掉左引号", "the opening quote has no closing quote", "add the closing quote or remove the opening one")
	}
	return say("有单独的回车符（CR），可能是旧式 Mac 的换行", "请另存为“CSV UTF-8（逗号分隔）”", "a carriage return by itself, perhaps a line break of the old Mac format", `save the file as "CSV UTF-8 (Comma delimited)"`)
}

// badCharacters returns what is wrong with the characters of a text, if anything is.
func badCharacters(text string, damaged bool, e Encoding) (w words, bad bool) {
	const restore = "请从来源系统重新导出，或改正这些字符"
	const export = "export it again from its source, or correct the characters"
	switch {
	case strings.Contains(text, "\x00"):
		return say("有空字符（NUL）", restore, "a NUL character", export), true
	case strings.IndexByte(text, endMark) >= 0:
		return endOfFile, true
	case !strings.Contains(text, replacement):
		return words{}, false
	case damaged:
		why := lang.F("有些字节不是有效的 %s 文字，此处以 \ufffd 表示", "some bytes are not text in %s; \ufffd stands for them", string(e))
		return words{why, lang.Text{ZH: restore, EN: export}}, true
	}
	return say("有替换字符 \ufffd：原来的文字在此前的转换中已经丢失", restore, "the replacement character \ufffd: an earlier conversion has lost what stood here", export), true
}

// Of a JSON object.

var notObject = say("这一行不是 JSON 对象", `每行应为一个完整的对象，以 { 开头`, "the line is not a JSON object", "each line must be one whole object that starts with {")
var incomplete = say("对象不完整，到行尾还没有结束", "每个对象必须写完整，并且只占一行", "the line ends before the object does", "write each object whole and on one line")
var afterObject = say("对象之后还有内容", "每行只写一个对象，行尾不加逗号", "something follows the object", "write one object per line, with no comma after it")
var trailingComma = say("最后一项之后多了一个逗号", "请删除这个逗号", "a comma after the last member", "remove the comma")
var noComma = say("两项之间缺少逗号", "各项之间用半角逗号分隔", "no comma between two members", "part the members by commas")
var noColon = say("名称之后缺少冒号", "名称与值之间用半角冒号分隔", "no colon after the name", "put a colon between name and value")
var noJSONName = say("此处应为用英文双引号括起来的名称", "名称要用英文双引号括起来", "a name in double quotes is expected here", "put the name in double quotes")
var badValue = say("值写法不对", `文字用英文双引号括起来；数字如 12.50，不加前导零、正号或千分位`, "not a value", "put text in double quotes; write numbers like 12.50, without leading zeros, plus signs or thousands separators")
var badEscape = say(`反斜杠之后的写法不对`, `反斜杠本身要写成 \\`, "not an escape", `write a backslash itself as \\`)
var halfCharacter = say("半个字符（单独的代理码）", "请写出完整的字符", "half of a character (a lone surrogate)", "write the whole character")
var controlInText = say("文字中有控制字符", `换行写成 \n，制表符写成 \t`, "a control character within a text", `write a line break as \n, a tab as \t`)
var fullWidthJSON = say("标点是全角的", "引号、冒号、逗号和括号都要用半角", "full-width punctuation", "use ASCII quotes, colons, commas and braces")
var emptyJSONName = say("名称是空的", "请填写名称", "the name is empty", "give the member a name")

var boolValue = say("值是 true 或 false", "请写成文字或数字", "the value is true or false", "write it as a text or a number")

var nestedValue = say("值是数组或对象", "每项只能是文字、数字或 null", "the value is an array or an object", "only texts, numbers and null are allowed")

var sameMember = say("这个名称出现了不止一次", "请删除重复的一项", "the name comes more than once", "remove all but one")

var noMembers = say("对象中没有数据", "请填写数据，或删除这一行", "the object holds no data", "fill it in, or delete the line")
