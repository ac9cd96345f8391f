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
    let short = || {
        COUNTIES
            .iter()
            .map(|county| &county[..6])
            .find(|county| text[..end].ends_with(county))
    };
    full.copied()
        .or_else(short)
        .map(|county| end - county.len())
}
