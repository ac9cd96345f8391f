//! What people of a city to measure with write about: sentences that are put together by draws.

use super::plan::Draws;
use crate::i18n::Lang;

/// Words that stand in many texts and that people look for.
pub const SEARCHED: [&str; 10] = [
    "公園", "公車", "路燈", "捷運", "垃圾", "停車", "圖書", "步道", "噪音", "水溝",
];

const TITLES_ZH: [&str; 12] = [
    "公園的步道該修了",
    "公車班次能不能再密一點",
    "巷口的路燈不亮",
    "捷運站外的腳踏車停哪裡",
    "垃圾車改時間了嗎",
    "學校旁的停車問題",
    "圖書館的開放時間",
    "河邊步道的樹蔭",
    "半夜的施工噪音",
    "下雨後水溝的味道",
    "市場門口的斑馬線",
    "社區活動中心的課程",
];

const TITLES_EN: [&str; 8] = [
    "The path through the park",
    "More buses in the evening",
    "Street lamps that stay dark",
    "Where to leave a bicycle at the station",
    "The hours of the library",
    "Trees along the river",
    "Noise from the building site at night",
    "The crossing in front of the market",
];

const ZH: [&str; 24] = [
    "公園的步道有一段鋪面鬆了，下雨天走起來特別滑。",
    "早上七點到八點的公車常常一次來兩班，之後要等很久。",
    "巷口的路燈大概一個月前就不亮了，晚上回家都要開手電筒。",
    "捷運站二號出口外面的腳踏車架只有十個位子，不太夠用。",
    "垃圾車好像比以前早了十分鐘，我已經錯過好幾次。",
    "學校放學的時候，接小孩的車會停到人行道上。",
    "圖書館如果週末能開到晚上九點，上班的人也能去。",
    "步道兩邊的樹剪得很短，夏天走在那裡沒有遮蔭。",
    "隔壁工地半夜還在卸貨，聲音從十一點一直到一點。",
    "水溝蓋下面積了很多落葉，一下大雨水就漫出來。",
    "市場門口的斑馬線已經看不太清楚，車子都不太停。",
    "活動中心的課程很好，只是名額一開放就滿了。",
    "我覺得可以先找里長一起去現場看一次，再決定怎麼改。",
    "上次也有人提過這件事，後來好像有派人來看。",
    "同意樓上的看法，不過也要想到長輩走路比較慢。",
    "如果只是換燈泡，應該不需要等到明年的預算。",
    "我問過附近的店家，他們說平日中午人最多。",
    "建議把時刻表貼在站牌上，大家就不用一直猜。",
    "這個路口我每天走，紅燈的秒數真的太長。",
    "謝謝說明，這樣我就知道要找哪個單位了。",
    "可以參考隔壁區的做法，他們去年就改好了。",
    "希望施工的時候能留一條路給推嬰兒車的人。",
    "照片我下次補上，今天出門忘了帶手機。",
    "其實只要多一個垃圾桶，那裡就會乾淨很多。",
];

const EN: [&str; 16] = [
    "The surface of the path has come loose, and it is slippery whenever it rains.",
    "Two buses arrive at once in the morning, and then none for half an hour.",
    "The lamp at the corner has been dark for about a month.",
    "There are only ten places for bicycles outside the station.",
    "Parents who pick up their children park on the pavement.",
    "Longer hours at the weekend would help everybody who works.",
    "The trees were cut so short that there is no shade left in summer.",
    "Lorries are unloaded next door until one in the morning.",
    "Leaves block the drain, and the water rises with every shower.",
    "Drivers hardly see the crossing any more, and few of them stop.",
    "The courses are very good, but they are full within minutes.",
    "I think somebody should look at it on the spot before anything is decided.",
    "This was mentioned before, and I believe somebody came to look.",
    "I agree, but please think of people who walk slowly.",
    "A timetable at the stop would save everybody the guessing.",
    "Thank you for explaining; now I know whom to ask.",
];

/// A sentence with personal data: the text, what of it is published, and else it is masked.
const PERSONAL_ZH: [(&str, &[&str]); 4] = [
    ("我是王小明，住在附近，可以一起去看。", &["王小明"]),
    ("要一起反映的可以打0912-345-678給我。", &["0912-345-678"]),
    ("想加入的請寄信到park@example.tw。", &[]),
    ("我叫陳美玲，活動我可以幫忙。", &[]),
];

const PERSONAL_EN: [(&str, &[&str]); 2] = [
    (
        "Write to me at river@example.com if you want to join.",
        &["river@example.com"],
    ),
    ("You can call me on 0912-345-678.", &[]),
];

/// What an office says: nobody's personal data.
pub const fn answer(language: Lang) -> &'static str {
    match language {
        Lang::Zh => "已請同仁到現場看過，損壞的地方會在下個月底前修好。",
        Lang::En => {
            "We have looked at it on the spot, and what is damaged will be mended next month."
        }
    }
}

/// A text before it is looked at.
pub struct Words {
    pub title: String,
    pub body: String,
    pub language: Lang,
    /// The personal data in it that its author publishes.
    pub publish: Vec<String>,
}

/// One of many texts; `number` tells it from all others. Of four one is English, of six one names somebody.
pub fn draw(draws: &mut Draws, number: usize) -> Words {
    let language = if draws.below(4) == 0 {
        Lang::En
    } else {
        Lang::Zh
    };
    let zh = language == Lang::Zh;
    let (titles, sentences): (&[&str], &[&str]) = match language {
        Lang::Zh => (&TITLES_ZH, &ZH),
        Lang::En => (&TITLES_EN, &EN),
    };
    let title = draws.one(titles);
    let title = match language {
        Lang::Zh => format!("{title}（{number}）"),
        Lang::En => format!("{title} ({number})"),
    };
    let mut paragraphs = Vec::new();
    for _ in 0..=draws.below(3) {
        let said: Vec<&str> = (0..=draws.below(3))
            .map(|_| *draws.one(sentences))
            .collect();
        paragraphs.push(said.join(if zh { "" } else { " " }));
    }
    let mut publish = Vec::new();
    if draws.below(6) == 0 {
        let personal: &[(&str, &[&str])] = match language {
            Lang::Zh => &PERSONAL_ZH,
            Lang::En => &PERSONAL_EN,
        };
        let (sentence, published) = draws.one(personal);
        paragraphs.push((*sentence).to_owned());
        publish.extend(published.iter().map(|words| (*words).to_owned()));
    }
    if draws.below(5) == 0 {
        let points: Vec<String> = (0..3)
            .map(|_| format!("- {}", draws.one(sentences)))
            .collect();
        paragraphs.push(points.join("\n"));
    }
    Words {
        title,
        body: paragraphs.join("\n\n"),
        language,
        publish,
    }
}
