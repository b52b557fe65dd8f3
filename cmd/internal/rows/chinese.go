package rows

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Some bytes are text in UTF-8 and in GBK: 医院 in GBK, D2 BD D4 BA, is two letters of
// a Cyrillic and the Armenian alphabet in UTF-8; é in UTF-8 is a hanzi in GBK. Which of
// both a file is follows from all that it says: the one in which it is likelier as a
// file of a Chinese office. The weights below are about bits of surprise.

// common are hanzi that a file of a Chinese office has, most of all files; beside them
// stand others of the first level of GB 2312.
const common = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经" +
	"十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远字材排供河态封另施减树溶怎止案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差致板田降黑犯负击范继兴似余坚曲输修故城夫够送笔船占右财吃富春职觉汉画功巴跟虽杂飞检吸助升阳互初创抗考投坏策古径换未跑留钢曾端责站简述钱副尽帝射草冲承独令限阿宣环双请超微让控州良轴找否纪益依优顶础载倒房突坐粉敌略客袁冷胜绝析块剂测丝协诉念陈仍罗盐友洋错苦夜刑移频逐靠混母短皮终聚汽村云哪既距卫停烈央察烧迅境若印洲刻括激孔搞甚室待核校散侵吧甲游久菜味旧模湖货损预阻毫普稳乙妈植息扩银语挥酒守拿序纸医缺雨吗针刘啊急唱误训愿审附获茶鲜粮斤孩脱硫肥善龙演父渐血欢械掌歌沙刚攻谓盾讨晚粒乱燃矛乎杀药宁鲁贵钟煤读班伯香介迫句丰培握兰担弦蛋沉假穿执答乐谁顺烟缩征脸喜松脚困异免背星福买染井概慢怕磁倍祖皇促静补评翻肉践尼衣宽扬棉希伤操垂秋宜氢套督振架亮末宪庆编牛触映雷销诗座居抓裂胞呼娘景威绿晶厚盟衡鸡孙延危胶屋乡临陆顾掉呀灯岁措束耐剧玉赵跳哥季课凯胡额款绍卷齐伟蒸殖永宗苗川炉岩弱零杨奏沿露杆探滑镇饭浓航怀赶库夺伊灵税途灭赛归召鼓播盘裁险康唯录菌纯借糖盖横符私努堂域枪润幅哈竟熟虫泽脑壤碳欧遍侧寨敢彻虑斜薄庭纳弹饲伸折麦湿暗荷瓦塞床筑恶户访塔奇透梁刀旋迹卡氯遇份毒泥退洗摆灰彩卖耗夏择忙铜献硬予繁圈雪函亦抽篇阵阴丁尺追堆雄迎泛爸楼避谋吨野猪旗累偏典馆索秦脂潮爷豆忽托惊塑遗愈朱替纤粗倾尚痛楚谢奋购磨君池旁碎骨监捕弟暴割贯殊释词亡壁顿宝午尘闻揭炮残冬桥妇警综招吴付浮遭徐您摇谷赞箱隔订男吹园纷唐败宋玻巨耕坦荣闭湾键凡驻锅救恩剥凝碱齿截炼麻纺禁废盛版缓净睛昌婚涉筒嘴插岸朗庄街藏姑贸腐奴啦惯乘恢滴惠州镇卫诊冲销退欠缴拨付罚救助"

// traditional are common hanzi that are written otherwise in traditional Chinese.
const traditional = "個們來時這國說為會對學過種後進動現無發經機電開關長問業體實員數變條東樣點產題間門應見場報總運設結論單與頭邊從話兩義當價區領導級據處號類計認識記語請議護讓費資購質買賣貨責貝財貴貿貸負敗選連週達遠適還銀錢鎮鐵錄鏡醫藥療診險證額繳罰決廣傳準備優億償儲勞務勢勝協參雙歲歷殺氣況洩測滿漢潔濟營爭狀獨獎環畫異盡監盤衛眾礦確禮稅稱積穩競筆節範簡簽籌糧紀約紅納純紙細終組絕統維網緊線練縣績織續聯聲職聽臨興舉舊萬葉華術衝補裝製複規視親覺觀訂討訓託訪許評詢試該詳誠誤誰課調談講謝譯豐賓賬轉輕較載輪輸辦農遷釋針鎖閉閱陳陸陽際隨雜離難靈靜響頁項順須預頒頓頻願顧顯風養餘館驗黨齊"

// A script is what letters outside of ASCII are of.
type script int

const (
	hanScript script = iota
	latinScript
	cyrillicScript
	greekScript
	rareScript // no Chinese office writes it
)

// surprise is how unlikely a text is, in about bits.
type surprise struct {
	bits    int
	scripts [rareScript + 1]bool // that the text has letters of
}

// first is the surprise at any letter of a script.
var first = [...]int{hanScript: 0, latinScript: 6, cyrillicScript: 12, greekScript: 12, rareScript: 25}

func (s *surprise) sum() int {
	sum := s.bits
	for at, has := range s.scripts {
		if has {
			sum += first[at]
		}
	}
	return sum
}

const (
	undecodable = 40 // a byte that is no text
	commonBits  = 5
	firstBits   = 10 // of the first level of GB 2312
	secondBits  = 13 // of its second level
	otherBits   = 16
	signBits    = 7
	aloneBits   = 14 // a letter of another alphabet by itself
	accentBits  = 7  // one of Latin-1 and the like
	joinedBits  = 5  // one in a word
	loneBits    = 4  // more for a hanzi by itself, and for each ASCII letter beside one
	big5Bits    = 11 // so much likelier must Big5 be: more than one hanzi can make it
)

// isGBK reports whether evidence, which is text in UTF-8 for the most part, is likelier
// text in GBK. Evidence is characters outside of ASCII as they stand in a file, with one
// byte of ASCII on either side.
func isGBK(evidence []byte) bool {
	if len(evidence) == 0 {
		return false
	}
	return surpriseOfHanzi(evidence, simplifiedchinese.GBK, levelBits) < surpriseOfUTF8(evidence)
}

// isBig5 reports whether evidence that is no text in UTF-8 is much likelier text in Big5
// than in GBK, in which no hanzi of the first level surprises then.
func isBig5(evidence []byte) bool {
	asGBK := surpriseOfHanzi(evidence, simplifiedchinese.GBK, func(lead, trail byte) int {
		if bits := levelBits(lead, trail); bits != firstBits {
			return bits
		}
		return commonBits
	})
	return asGBK > big5Bits+surpriseOfHanzi(evidence, traditionalchinese.Big5, func(lead, _ byte) int {
		switch {
		case lead < 0xa1 || lead > 0xf9: // what Hong Kong added
			return undecodable
		case lead > 0xc6:
			return secondBits
		}
		return firstBits
	})
}

func surpriseOfUTF8(text []byte) int {
	var s surprise
	encoder := simplifiedchinese.GBK.NewEncoder()
	before := ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		after, _ := utf8.DecodeRune(text[i+size:])
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError && size == 1:
			s.bits += undecodable
		default:
			s.letter(r, before, after, func() int {
				gbk, err := encoder.Bytes([]byte(string(r)))
				if err != nil || len(gbk) != 2 {
					return otherBits
				}
				return levelBits(gbk[0], gbk[1])
			})
		}
		before = r
		i += size
	}
	return s.sum()
}

// letter takes a character of UTF-8 between two others.
func (s *surprise) letter(r, before, after rune, level func() int) {
	of := scriptOf(r)
	switch {
	case unicode.Is(unicode.Han, r):
		if strings.ContainsRune(common, r) {
			s.bits += commonBits
		} else {
			s.bits += level()
		}
		return
	case !unicode.IsLetter(r):
		if s.bits += signBits; !isUsualSign(r) {
			s.bits += signBits
		}
		return
	case r >= 0x3000: // kana, Hangul, Yi and the like
		s.bits += otherBits
		return
	}
	s.scripts[of] = true
	joined := func(other rune) bool {
		return unicode.IsLetter(other) && (scriptOf(other) == of || of == latinScript && other < utf8.RuneSelf)
	}
	switch {
	case joined(before), joined(after):
		s.bits += joinedBits
	case of == latinScript:
		s.bits += accentBits
	default:
		s.bits += aloneBits
	}
}

// isUsualSign reports whether a sign is of those that offices write.
func isUsualSign(r rune) bool {
	return r >= 0x2000 && r < 0x2700 || r >= 0x3000 && r < 0x3400 || r >= 0xfe30 && r < 0xfff0 ||
		strings.ContainsRune("·×÷°±£¥§©®²³µ", r) || unicode.IsMark(r)
}

// scriptOf returns the script of a letter; of others hanScript.
func scriptOf(r rune) script {
	switch {
	case r >= 0xc0 && r <= 0x24f || r >= 0x1e00 && r <= 0x1eff:
		return latinScript
	case r >= 0x410 && r <= 0x44f || r == 0x401 || r == 0x451 || r >= 0x490 && r <= 0x493:
		return cyrillicScript
	case r >= 0x386 && r <= 0x3ce:
		return greekScript
	case unicode.IsLetter(r) && r >= utf8.RuneSelf && r < 0x3000:
		return rareScript
	}
	return hanScript
}

func surpriseOfHanzi(text []byte, in encoding.Encoding, level func(lead, trail byte) int) int {
	sum := 0
	decoder := in.NewDecoder()
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		start, chars := i, 0
		for i < len(text) && text[i] >= utf8.RuneSelf {
			size := sizeGB18030(text[i:])
			switch size {
			case 0:
				sum += undecodable
				size = 1
			case 1, 4:
				sum += otherBits
			case 2:
				char, err := decoder.Bytes(text[i : i+2])
				switch {
				case err != nil || strings.Contains(string(char), replacement):
					sum += undecodable
				case strings.Contains(common, string(char)), in == traditionalchinese.Big5 && strings.Contains(traditional, string(char)):
					sum += commonBits
				default:
					sum += level(text[i], text[i+1])
				}
			}
			chars++
			i += size
		}
		if chars == 1 {
			sum += loneBits
		}
		for _, beside := range [...]int{start - 1, i} {
			if isLetter(text, beside) {
				sum += loneBits
			}
		}
	}
	return sum
}

func isLetter(text []byte, at int) bool {
	return at >= 0 && at < len(text) && (text[at]|0x20) >= 'a' && (text[at]|0x20) <= 'z'
}

// levelBits returns the surprise at a character of two bytes of GBK.
func levelBits(lead, trail byte) int {
	switch {
	case trail < 0xa1 || lead < 0xa1 || lead > 0xf7:
		return otherBits
	case lead <= 0xa9:
		return signBits
	case lead >= 0xb0 && lead <= 0xd7:
		return firstBits
	case lead >= 0xd8:
		return secondBits
	}
	return otherBits
}
