//! Names of Taiwan's counties, cities, districts and townships, with which a postal
//! address begins. Source: 內政部, 行政區域 (368 鄉鎮市區).

use std::{collections::HashSet, sync::LazyLock};

pub(crate) const COUNTIES: &[&str] = &[
    "臺北市",
    "台北市",
    "新北市",
    "桃園市",
    "臺中市",
    "台中市",
    "臺南市",
    "台南市",
    "高雄市",
    "基隆市",
    "新竹市",
    "嘉義市",
    "新竹縣",
    "苗栗縣",
    "彰化縣",
    "南投縣",
    "雲林縣",
    "嘉義縣",
    "屏東縣",
    "宜蘭縣",
    "花蓮縣",
    "臺東縣",
    "台東縣",
    "澎湖縣",
    "金門縣",
    "連江縣",
];

const TOWNSHIPS: &str = "中正 大同 中山 松山 大安 萬華 信義 士林 北投 內湖 南港 文山 仁愛 暖暖 安樂 七堵 中正 \
板橋 三重 中和 永和 新莊 新店 樹林 鶯歌 三峽 淡水 汐止 瑞芳 土城 蘆洲 五股 泰山 林口 深坑 石碇 坪林 三芝 石門 八里 平溪 雙溪 貢寮 金山 萬里 烏來 \
桃園 中壢 大溪 楊梅 蘆竹 大園 龜山 八德 龍潭 平鎮 新屋 觀音 復興 \
東 西 南 北 中 香山 竹北 竹東 新埔 關西 湖口 新豐 芎林 橫山 北埔 寶山 峨眉 尖石 五峰 \
苗栗 苑裡 通霄 竹南 頭份 後龍 卓蘭 大湖 公館 銅鑼 南庄 頭屋 三義 西湖 造橋 三灣 獅潭 泰安 \
西屯 南屯 北屯 豐原 東勢 大甲 清水 沙鹿 梧棲 后里 神岡 潭子 大雅 新社 石岡 外埔 大安 烏日 大肚 龍井 霧峰 太平 大里 和平 \
彰化 鹿港 和美 線西 伸港 福興 秀水 花壇 芬園 員林 溪湖 田中 大村 埔鹽 埔心 永靖 社頭 二水 北斗 二林 田尾 埤頭 芳苑 大城 竹塘 溪州 \
南投 埔里 草屯 竹山 集集 名間 鹿谷 中寮 魚池 國姓 水里 信義 仁愛 \
斗六 斗南 虎尾 西螺 土庫 北港 古坑 大埤 莿桐 林內 二崙 崙背 麥寮 東勢 褒忠 臺西 台西 元長 四湖 口湖 水林 \
太保 朴子 布袋 大林 民雄 溪口 新港 六腳 東石 義竹 鹿草 水上 中埔 竹崎 梅山 番路 大埔 阿里山 \
安平 安南 永康 歸仁 新化 左鎮 玉井 楠西 南化 仁德 關廟 龍崎 官田 麻豆 佳里 西港 七股 將軍 學甲 北門 新營 後壁 白河 東山 六甲 下營 柳營 鹽水 善化 大內 山上 新市 安定 中西 \
鹽埕 鼓山 左營 楠梓 三民 新興 前金 苓雅 前鎮 旗津 小港 鳳山 林園 大寮 大樹 大社 仁武 鳥松 岡山 橋頭 燕巢 田寮 阿蓮 路竹 湖內 茄萣 永安 彌陀 梓官 旗山 美濃 六龜 甲仙 杉林 內門 茂林 桃源 那瑪夏 \
屏東 潮州 東港 恆春 萬丹 長治 麟洛 九如 里港 鹽埔 高樹 萬巒 內埔 竹田 新埤 枋寮 新園 崁頂 林邊 南州 佳冬 琉球 車城 滿州 枋山 三地門 霧臺 霧台 瑪家 泰武 來義 春日 獅子 牡丹 \
宜蘭 羅東 蘇澳 頭城 礁溪 壯圍 員山 冬山 五結 三星 大同 南澳 花蓮 鳳林 玉里 新城 吉安 壽豐 光復 豐濱 瑞穗 富里 秀林 萬榮 卓溪 \
臺東 台東 成功 關山 卑南 大武 太麻里 東河 長濱 鹿野 池上 綠島 延平 海端 達仁 金峰 蘭嶼 馬公 湖西 白沙 西嶼 望安 七美 金城 金沙 金湖 金寧 烈嶼 烏坵 南竿 北竿 莒光 東引";

static NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| TOWNSHIPS.split_whitespace().collect());

/// Where the township, district or city whose unit (區, 鄉 …) begins at byte `unit` starts.
pub(crate) fn township_before(text: &str, unit: usize) -> Option<usize> {
    text[..unit]
        .char_indices()
        .rev()
        .take(3)
        .map(|(start, _)| start)
        .filter(|&start| NAMES.contains(&text[start..unit]))
        .last()
}

/// Where a county or city that ends at byte `end` starts.
pub(crate) fn county_before(text: &str, end: usize) -> Option<usize> {
    let full = COUNTIES
        .iter()
        .find(|county| text[..end].ends_with(**county));
    full.map(|county| end - county.len())
        .or_else(|| short_county_before(text, end))
}

/// Names that many roads bear, by which a road's name is told from the words before it.
const ROADS: &str = "中山 中正 中華 中興 中央 中和 中原 中民 中庸 中美 中清 中港 民生 民權 民族 民有 民享 民治 民豐 建國 建工 建業 復興 和平 仁愛 信義 忠孝 四維 五福 六合 七賢 八德 九如 十全 一心 二聖 三多 三民 成功 光復 自由 自立 自強 博愛 大同 大昌 大順 大勇 大仁 大義 大智 明誠 裕誠 覺民 鼎山 鼎中 鼎力 鼎勇 天祥 澄清 文化 文心 文山 文昌 文德 文藻 文林 文中 文賢 文南 文橫 文濱 林森 林德 青年 青海 青島 新生 新興 新民 新光 新田 新莊 新庄 新北 新市 育英 育德 育才 至聖 至真 至善 河東 河西 河南 河北 河堤 海功 海專 海邊 海濱 海洋 安和 安平 安康 安民 安南 安中 健康 健行 健軍 東寧 東門 東興 東光 東豐 西門 西屯 西藏 南門 南京 南山 南屯 北門 北屯 北平 北安 長榮 長安 長春 長明 長江 崇德 崇明 崇善 崇學 崇誨 裕農 裕民 府前 府連 府中 府緯 永福 永華 永大 永康 永樂 永安 永和 永吉 金華 金門 金山 公園 公正 公益 公館 公誠 友愛 友忠 國平 國聖 國強 國光 國泰 國盛 國慶 環河 環北 環中 環西 環南 華夏 華榮 華山 華美 華興 重慶 重信 重立 重愛 重光 正義 正氣 正忠 正言 正興 武營 武慶 武昌 武廟 瑞隆 瑞豐 瑞南 瑞光 瑞源 瑞北 瑞興 凱旋 二聖 英明 英德 英雄 福德 福建 福安 福民 福州 福星 福興 廣東 廣西 廣州 廣福 保泰 保安 保生 保平 鳳林 鳳仁 鳳南 鳳北 鳳東 鳳頂 五甲 五權 南華 南台 南昌 南陽 南榮 漢民 漢口 漢成 沿海 宏平 宏光 松江 松山 松仁 松德 松隆 桂陽 立群 立業 立德 立信 立文 援中 德民 德賢 德中 德惠 後昌 右昌 左營 軍校 加昌 加宏 楠梓 學專 土庫 藍昌 惠民 惠豐 惠中 惠來 惠文 市政 市府 市中 市民 大安 大雅 大墩 大業 大里 大學 大豐 大有 大興 大湳 大竹 大連 太原 太平 進化 進德 學府 學士 學成 漢溪 漢陽 旅順 梅川 忠明 忠勇 忠義 忠誠 美村 英才 精誠 向上 黎明 山西 山東 陝西 甘肅 寧夏 東山 軍功 松竹 敦化 敦南 敦煌 羅斯福 基隆 承德 延平 延吉 迪化 塔城 西寧 開封 漢中 昆明 康定 莒光 莒興 萬大 汀州 水源 思源 師大 泰順 潮州 青田 杭州 徐州 濟南 齊東 臨沂 金湖 成功 內湖 東湖 康寧 港墘 瑞光 舊宗 石潭 南港 研究院 忠陽 興隆 木柵 木新 指南 辛亥 景美 景興 景中 羅馬 士林 中社 天母 德行 石牌 致遠 明德 懷德 大業 北投 光明 公館 稻香 縣民 文聖 漢生 雙十 四川 館前 館東 府後 新站 站前 板新 板城 三和 力行 集美 溪尾 重陽 正義 龍門 龍濱 仁義 仁化 永平 福和 得和 秀朗 智光 連城 景平 景安 圓通 員山 員集 板南 中安 幸福 化成 思源 頭前 新泰 豐年 豐原 豐勢 豐東 瓊林 樹新 學勤 鎮前 保安 三樹 復興 長壽 大漢 萬壽 龍安 南崁 桃鶯 春日 經國 莊敬 同德 中寧 縣府 三元 元化 元智 內定 龍岡 龍東 龍昌 後寮 延平 廣明 榮民 遠東 健行 光明 縣政 自強 嘉豐 高鐵 隘口 東大 東南 食品 關新 關東 慈雲 經國 武陵 延平 牛埔 頂埔 中豐 長春 北興 府前 為公 國華 至公 恭敬 圓環 雲林 大學 莊敬 斗六 西平 林森 光復 鎮北 彰美 彰南 彰水 曉陽 旭光 金馬 民生 靜修 莒光 山腳 員大 育英 大勇 瑤鳳 友愛 世賢 興達 吳鳳 垂楊 興業 新民 博東 博愛 林森 忠孝 文化 民國 維新 公明 志航 國興 盛興 自由 廣東 瑞光 建豐 建國 忠孝 勝利 頭份 台糖 機場 大連 棒球 海豐 公裕 民學 民勇 歸來 清溪 廈北 廈南 國聯 國盛 商校 富吉 富裕 中美 府前 球崙 中福 建林 達固湖灣 東信 基金 安樂 樂利 樂一 麥金 源遠 暖暖 愛三 仁一 義一 信一 孝二 忠一 更生 開封 正氣 傳廣 新生 桂林 漢陽 知本 馬亨亨 鐵花 四維 豐樂 豐谷 中興 臺灣 台灣 凱達格蘭 市民 西濱 濱海 成功 沿海";

static ROAD_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| ROADS.split_whitespace().collect());

/// Where a well-known road's name starts whose unit (路, 街, 大道) begins at byte `unit`,
/// with a number or direction between: 民族一, 忠孝東.
pub(crate) fn road_before(text: &str, unit: usize) -> Option<usize> {
    let ordinal = text[..unit]
        .char_indices()
        .next_back()
        .filter(|(_, c)| "一二三四五六七八九十東西南北中新後前".contains(*c))
        .map(|(at, _)| at);
    [Some(unit), ordinal].into_iter().flatten().find_map(|end| {
        text[..end]
            .char_indices()
            .rev()
            .take(4)
            .map(|(start, _)| start)
            .filter(|&start| ROAD_NAMES.contains(&text[start..end]))
            .last()
    })
}

/// Where a county's or city's name without its unit (台北, 高雄) that ends at byte `end` starts.
pub(crate) fn short_county_before(text: &str, end: usize) -> Option<usize> {
    COUNTIES
        .iter()
        .map(|county| &county[..6])
        .find(|county| text[..end].ends_with(county))
        .map(|county| end - county.len())
}
