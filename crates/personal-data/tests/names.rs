//! Names in the open text. Only clear cases: what a model may well get wrong does not
//! belong here, so that a model made anew passes too.

use personal_data::{Detector, Finding, Kind, Nodes, Role};

fn persons(detector: &Detector, text: &str) -> Vec<Finding> {
    let mut found = detector.find(text);
    found.retain(|finding| finding.kind == Kind::Person);
    found
}

fn places<'a>(text: &'a str, found: &[Finding]) -> Vec<&'a str> {
    found
        .iter()
        .map(|finding| &text[finding.bytes.clone()])
        .collect()
}

/// Compares the private persons of all texts and tells all that differ at once.
fn check(cases: &[(&str, &[&str])]) {
    check_with(&Detector::new(), cases);
}

fn check_with(detector: &Detector, cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, names)| {
            let found = persons(detector, text);
            let found = places(text, &found);
            (found != *names).then(|| format!("{text:?}: {found:?}, not {names:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// No private persons.
fn check_none(texts: &[&str]) {
    let cases: Vec<(&str, &[&str])> = texts.iter().map(|text| (*text, &[][..])).collect();
    check(&cases);
}

/// Traditional, Simplified, the names in the Traditional text.
const BOTH_SCRIPTS: &[(&str, &str, &[&str])] = &[
    (
        "昨天遇到陳志豪跟林淑芬在市場吵架",
        "昨天遇到陈志豪跟林淑芬在市场吵架",
        &["陳志豪", "林淑芬"],
    ),
    (
        "跟我同事黃建宏借了電鑽，後來他說壞了",
        "跟我同事黄建宏借了电钻，后来他说坏了",
        &["黃建宏"],
    ),
    (
        "房客張雅婷積欠三個月房租",
        "房客张雅婷积欠三个月房租",
        &["張雅婷"],
    ),
    (
        "我媽媽劉秀美今年七十歲了",
        "我妈妈刘秀美今年七十岁了",
        &["劉秀美"],
    ),
    (
        "我兒子楊柏翰讀國小三年級",
        "我儿子杨柏翰读国小三年级",
        &["楊柏翰"],
    ),
    (
        "垃圾車的時間改了，里民都不知道",
        "垃圾车的时间改了，里民都不知道",
        &[],
    ),
];

#[test]
fn full_names_without_titles_in_both_scripts() {
    for (traditional, simplified, names) in BOTH_SCRIPTS {
        check(&[(traditional, names)]);
        let ranges = |text: &str| -> Vec<_> {
            persons(&Detector::new(), text)
                .into_iter()
                .map(|finding| (finding.chars, finding.role))
                .collect()
        };
        assert_eq!(ranges(traditional), ranges(simplified), "{simplified}");
    }
}

#[test]
fn a_surname_before_an_honorific() {
    check(&[
        ("隔壁的吳先生每天半夜唱歌", &["吳"]),
        ("樓下的林太太說漏水了", &["林"]),
        ("昨天看到陳小姐", &["陳"]),
        ("昨天看到陈小姐", &["陈"]),
        ("李老師很認真", &["李"]),
        ("李老师很认真", &["李"]),
        ("李伯伯家的狗", &["李"]),
        ("王醫師看診很久", &["王"]),
        ("Mr. Carter is rude.", &["Carter"]),
    ]);
    check_none(&["老師很認真", "先生您好", "太太們在聊天", "醫生看診很久"]);
}

#[test]
fn given_names_and_nicknames_beside_words_of_kin() {
    check(&[
        ("我表弟阿豪昨天被撞", &["阿豪"]),
        ("我女兒小芸還沒打疫苗", &["小芸"]),
        ("我姊姊怡君上週住院", &["怡君"]),
        ("我弟弟志明考上大學", &["志明"]),
        ("我老公阿賢被開單", &["阿賢"]),
        ("室友小玲一直沒繳房租", &["小玲"]),
    ]);
    check_none(&[
        "我表弟昨天被撞",
        "我女兒還沒打疫苗",
        "我老公被開單",
        "阿嬤跟孫子在公園",
    ]);
}

#[test]
fn lists() {
    check(&[(
        "連署人：張雅筑、黃柏鈞、蔡宜蓁、許家豪",
        &["張雅筑", "黃柏鈞", "蔡宜蓁", "許家豪"],
    )]);
    // Whatever role is taken for theirs: all are persons.
    check_with(
        &Detector::new().with_public_persons(),
        &[
            (
                "名單：王建民、陳美玲、林志偉、張淑芬",
                &["王建民", "陳美玲", "林志偉", "張淑芬"],
            ),
            (
                "出席的有張雅筑、黃柏鈞、蔡宜蓁和許家豪。",
                &["張雅筑", "黃柏鈞", "蔡宜蓁", "許家豪"],
            ),
        ],
    );
    check_none(&["有香蕉、鳳梨、芒果和木瓜", "三民、鼓山、左營、楠梓"]);
}

#[test]
fn signatures() {
    check(&[
        ("感謝協助。\n陳怡君 敬上", &["陳怡君"]),
        ("以上，謝謝。\n林淑芬", &["林淑芬"]),
        ("Please fix it.\nRegards,\nEmily Carter", &["Emily Carter"]),
    ]);
    check_none(&["感謝協助。\n敬上", "以上，謝謝。\n一位市民"]);
}

#[test]
fn chat_logs() {
    check(&[
        ("[10:02] 王小明: 我到了", &["王小明"]),
        ("陳志豪 10:02 我到了", &["陳志豪"]),
        ("王大明：你在哪\n李小華：我在家", &["王大明", "李小華"]),
    ]);
}

#[test]
fn names_in_latin_script() {
    check(&[
        ("My friend Emily Carter lost her wallet.", &["Emily Carter"]),
        (
            "I talked to Emily Carter and her son Jacob.",
            &["Emily Carter", "Jacob"],
        ),
        (
            "Sarah Johnson told me that the landlord refused.",
            &["Sarah Johnson"],
        ),
        ("同事 Kevin Chen 借了不還", &["Kevin Chen"]),
        ("I saw Sarah Johnson's car.", &["Sarah Johnson"]),
    ]);
    check_none(&[
        "The bus was late again on Monday.",
        "Please fix the street light in front of our house.",
    ]);
}

#[test]
fn romanised_names() {
    check(&[
        ("Chen Wei-ting helped me at the counter", &["Chen Wei-ting"]),
        ("I met Lin Mei-hua at the park yesterday.", &["Lin Mei-hua"]),
        (
            "My neighbour Hsu Chih-ming keeps parking here.",
            &["Hsu Chih-ming"],
        ),
        (
            "My colleague Huang Chien-hung lost his keys.",
            &["Huang Chien-hung"],
        ),
    ]);
}

#[test]
fn names_of_other_languages() {
    check(&[
        (
            "Nguyễn Thị Lan works at the factory next door.",
            &["Nguyễn Thị Lan"],
        ),
        (
            "Nguyen Thi Lan works at the factory next door.",
            &["Nguyen Thi Lan"],
        ),
        ("My roommate Phạm Minh Tuấn moved out.", &["Phạm Minh Tuấn"]),
        ("My roommate Pham Minh Tuan moved out.", &["Pham Minh Tuan"]),
        ("Siti Rahmawati is my caregiver.", &["Siti Rahmawati"]),
        ("Yuki Tanaka lives on the third floor.", &["Yuki Tanaka"]),
        (
            "Please call Hiroshi Yamamoto about the key.",
            &["Hiroshi Yamamoto"],
        ),
        ("田中裕子小姐住在三樓", &["田中裕子"]),
    ]);
}

#[test]
fn indigenous_names() {
    check(&[
        ("我是夏曼‧藍波安的鄰居", &["夏曼‧藍波安"]),
        ("瓦歷斯．諾幹家的圍牆倒了", &["瓦歷斯．諾幹"]),
        ("鄰居 Lungalj Pavavaljung 的家", &["Lungalj Pavavaljung"]),
    ]);
}

#[test]
fn places_and_shops_are_no_persons() {
    check_none(&[
        "中山路與中正路口的紅綠燈壞了",
        "林森路和青年路的路口很暗",
        "中正高中圍牆外的樹倒了",
        "陽明國中的操場很吵",
        "文山國小的家長會",
        "中正國小旁邊",
        "三民區的垃圾車沒來",
        "鳳山區公所",
        "左營站的電梯壞了",
        "捷運美麗島站三號出口",
        "楠梓車站的廁所",
        "我在全聯買了牛奶",
        "全家便利商店",
        "家樂福賣場",
        "麥當勞的停車場",
        "老王牛肉麵很好吃",
        "Lincoln Street is blocked.",
        "McDonald's on Main Street",
        "The MRT at Kaohsiung Main Station is crowded.",
    ]);
}

#[test]
fn gods_are_no_private_persons() {
    check_none(&[
        "媽祖遶境那天很塞",
        "媽祖、關公和土地公",
        "三鳳宮拜中壇元帥",
        "土地公廟前面很亂",
        "玄天上帝廟",
        "觀音像",
        "保生大帝廟前",
    ]);
}

#[test]
fn public_persons_on_demand_only() {
    let cases: &[(&str, &[&str])] = &[
        ("孫中山的銅像在公園裡", &["孫中山"]),
        ("貝多芬是誰", &["貝多芬"]),
        ("莎士比亞的劇本", &["莎士比亞"]),
        ("William Shakespeare wrote plays.", &["William Shakespeare"]),
        ("市長陳其邁說會改善", &["陳其邁"]),
        ("陳其邁市長昨天來視察", &["陳其邁"]),
        ("賴清德總統到場致詞", &["賴清德"]),
        ("林議員服務處", &["林"]),
    ];
    let all = Detector::new().with_public_persons();
    check_with(&all, cases);
    for (text, _) in cases {
        check_none(&[text]);
        for finding in persons(&all, text) {
            assert_eq!(finding.role, Role::Public, "{text}");
        }
    }
    // Private persons are told as such there too.
    let text = "陳其邁市長昨天遇到我同事黃建宏";
    let roles: Vec<Role> = persons(&all, text).iter().map(|found| found.role).collect();
    assert_eq!(roles, [Role::Public, Role::Private]);
}

#[test]
fn an_office_alone_is_no_person() {
    check_with(
        &Detector::new().with_public_persons(),
        &[("市長今天說會處理", &[]), ("現任里長和議員都沒來", &[])],
    );
}

#[test]
fn tricks_inside_a_name() {
    check(&[
        (
            "昨天遇到陳\u{200b}志\u{feff}豪跟我吵架",
            &["陳\u{200b}志\u{feff}豪"],
        ),
        (
            "My friend Emi\u{200b}ly Car\u{ad}ter lost her wallet.",
            &["Emi\u{200b}ly Car\u{ad}ter"],
        ),
        (
            "My friend Ｅｍｉｌｙ　Ｃａｒｔｅｒ lost her wallet.",
            &["Ｅｍｉｌｙ　Ｃａｒｔｅｒ"],
        ),
        // Cyrillic a, e.
        ("My friend Emily Cаrtеr lost her wallet.", &["Emily Cаrtеr"]),
        // Letters and marks of their own.
        (
            "My roommate Pha\u{323}m Minh Tua\u{302}\u{301}n moved out.",
            &["Pha\u{323}m Minh Tua\u{302}\u{301}n"],
        ),
        ("😀😀昨天遇到陳志豪在吵架", &["陳志豪"]),
    ]);
}

#[test]
fn links_and_mail_addresses_hold_no_persons() {
    check_none(&[
        "see https://example.com/emily-carter/sarah-johnson",
        "see https://example.com/Emily-Carter?by=Sarah_Johnson",
        "see www.example.com/Emily.Carter",
        "寫信到 emily.carter@example.com",
        "寫信到 Chen.Wei-ting@example.com",
    ]);
    check(&[(
        "My friend Emily Carter wrote https://example.com/post/3 yesterday.",
        &["Emily Carter"],
    )]);
}

#[test]
fn the_model_speaks_of_itself() {
    let found = persons(&Detector::new(), "房客張雅婷積欠三個月房租");
    assert_eq!(found.len(), 1);
    assert!(found[0].reasons.contains(&"model"), "{found:?}");
    assert!(found[0].confidence <= 0.89, "{found:?}");
}

#[test]
fn a_name_over_nodes() {
    for (nodes, parts) in [
        (
            &["昨天遇到陳", "志豪", "在吵架"][..],
            &[(0, 12..15), (1, 0..6)][..],
        ),
        (
            &["昨天遇到", "陳", "", "志", "豪在吵架"],
            &[(1, 0..3), (3, 0..3), (4, 0..3)],
        ),
        (
            &["My friend Emily", " Car", "ter lost her wallet."],
            &[(0, 10..15), (1, 0..4), (2, 0..3)],
        ),
    ] {
        let mut block = Nodes::new();
        for node in nodes {
            block.push(node);
        }
        let found = persons(&Detector::new(), block.text());
        assert_eq!(found.len(), 1, "{nodes:?}");
        assert_eq!(
            block.parts(&found[0].bytes).collect::<Vec<_>>(),
            parts,
            "{nodes:?}"
        );
    }
}

/// A text is read in stretches; names are found on either side of every cut.
#[test]
fn names_all_over_a_long_text() {
    let line = "昨天遇到陳志豪在市場吵架，垃圾車沒有來。\n";
    for filler in ["", "字", "字字，"] {
        let text = filler.to_owned() + &line.repeat(2_000);
        let found = persons(&Detector::new(), &text);
        assert_eq!(found.len(), 2_000, "{filler}");
        assert!(
            places(&text, &found).iter().all(|name| *name == "陳志豪"),
            "{filler}"
        );
    }
}

/// A row of likely names is read in parts that share tokens at their ends.
#[test]
fn a_long_row_of_names() {
    for (name, count) in [("王先生", 400), ("Emily Carter ", 400), ("陳志豪", 300)] {
        let text = name.repeat(count);
        let found = persons(&Detector::new(), &text);
        assert!(!found.is_empty(), "{name}");
        assert!(
            found
                .windows(2)
                .all(|pair| pair[0].bytes.end <= pair[1].bytes.start),
            "{name}"
        );
    }
}
