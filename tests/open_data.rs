//! The anonymous export: planted persons are looked for again and not found, and what a row says
//! is said by at least ten, or is a figure of the statistics.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    forum::{
        seed::{self, SeedPost},
        submission::Author,
    },
    i18n::Lang,
    keys::Token,
    offices,
    open_data::{self, Asked, Bounds, FILES, Step, Stored},
    privacy::Private,
    statistics,
    suggestions::{
        coordinates::Coordinates,
        submission::Submission,
        submit,
        suggestion::{Contact, Suggestion},
    },
};

use crate::support::{Client, PASSWORD, Plaza};

async fn suggest(plaza: &Plaza, category: &str, district: &str, lang: Lang, person: &str) {
    let choices = offices::choices(&plaza.context).await.unwrap();
    let suggestion = Suggestion {
        category: category.into(),
        district: district.into(),
        title: Private::new(format!("{person}的建議")),
        body: Private::new(format!("我是{person}，住在這裡。")),
        place: Private::new("某某路1號".into()),
        coordinates: Coordinates {
            latitude: Private::new("22.62734".into()),
            longitude: Private::new("120.30145".into()),
        },
        files: Vec::new(),
        contact: Contact {
            name: Private::new(person.into()),
            email: Private::new(String::new()),
            phone: Private::new("0912-000-111".into()),
        },
        share_contact: true,
        publish: true,
        language: lang,
    };
    let drawn = Token::draw(&plaza.context.random).reveal().to_owned();
    let submission = Submission::Form(drawn);
    submit::submit(&plaza.context, &choices, &submission, suggestion)
        .await
        .unwrap();
}

async fn write(plaza: &Plaza, author: Author, title: &str, body: &str, publish: &[&str]) {
    let post = SeedPost {
        author,
        nickname: false,
        at: plaza.context.now(),
        language: Lang::Zh,
        body: body.into(),
        publish: publish.iter().map(|words| (*words).to_owned()).collect(),
    };
    seed::topic(&plaza.context, "open", title, post)
        .await
        .unwrap();
}

/// The files as somebody carries them away, by name.
async fn carried(plaza: &Plaza) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let exported = open_data::export(&plaza.context, folder.path());
    let paths = exported.await.unwrap();
    let there = fs::read_dir(folder.path()).unwrap();
    assert_eq!((paths.len(), there.count()), (FILES.len(), FILES.len()));
    let read = paths.iter().map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    read.collect()
}

/// The forum's rows in the order of their words, as both of its files say them.
async fn forum_rows(plaza: &Plaza) -> Vec<BTreeMap<String, String>> {
    let guest = plaza.client().await;
    let json = guest.get("/open-data/forum.json").await.expect(200).json();
    let mut of_json: Vec<BTreeMap<String, String>> =
        serde_json::from_value(json["rows"].clone()).unwrap();
    of_json.sort();
    let file = guest.get("/open-data/forum.csv").await.expect(200).body;
    let mut csv = csv::Reader::from_reader(file.as_bytes());
    let mut of_csv: Vec<BTreeMap<String, String>> = csv.deserialize().map(Result::unwrap).collect();
    for row in &mut of_csv {
        row.retain(|_, cell| !cell.is_empty());
        for cell in row.values_mut() {
            // Before what a spreadsheet would take for a formula.
            if let Some(bare) = cell.strip_prefix('\'') {
                *cell = bare.to_owned();
            }
        }
    }
    of_csv.sort();
    assert_eq!(of_csv, of_json);
    of_json
}

/// So little in memory that everything is in many parts.
const LITTLE: Bounds = Bounds { batch: 7, rows: 3 };

async fn stored(plaza: &Plaza, file: &str) -> Stored {
    match open_data::file(&plaza.context, file).await.unwrap() {
        Asked::There(stored) => stored,
        Asked::Unknown | Asked::NotYet => panic!("{file} is not there"),
    }
}

/// The rows of a file, without its head.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let lines = csv.lines().skip(1);
    lines
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

#[actix_web::test]
async fn planted_persons_are_not_found_again() {
    let plaza = Plaza::with_boards().await;
    offices::import::import(&plaza.context, crate::support::organisation())
        .await
        .unwrap();
    for n in 0..12 {
        suggest(&plaza, "road-damage", "sanmin", Lang::Zh, "陳美玲").await;
        // Eleven more about roads, each from another place: rare alone, shared together.
        let districts = [
            "meinong", "qijin", "alian", "luzhu", "hunei", "yongan", "mituo", "ziguan", "qishan",
            "neimen", "maolin",
        ];
        if let Some(district) = districts.get(n) {
            suggest(&plaza, "road-damage", district, Lang::Zh, "林志豪").await;
        }
    }
    // One alone in everything.
    suggest(&plaza, "privacy", "namaxia", Lang::En, "Ingrid Solberg").await;
    let member = plaza.member(Role::Resident, "王建國", true).await;
    for n in 0..12 {
        let author = match n {
            0 => member.clone(),
            _ => {
                plaza
                    .member(Role::Resident, &format!("鄰居{n}"), false)
                    .await
            }
        };
        let author = Author::Account(author);
        write(&plaza, author, "公車站", "站牌要修。", &[]).await;
    }
    let planted = "我叫李淑芬，電話0912-345-678，信箱shufen@example.tw。王建國說得對。";
    let known = ["李淑芬", "0912-345-678", "shufen@example.tw", "王建國"];
    write(
        &plaza,
        Author::Account(member.clone()),
        "找人：李淑芬",
        planted,
        &known,
    )
    .await;
    let guest = Author::Guest {
        name: "黃麗華".into(),
        public_email: "lihua@example.tw".into(),
    };
    write(&plaza, guest, "訪客來了", "獨一無二的訪客留言。", &[]).await;
    let visitor = plaza.client().await;
    assert!(
        visitor.get("/zh/boards/open").await.body.contains("李淑芬"),
        "nothing was planted"
    );

    // The month has not closed: nothing of it is given.
    open_data::refresh_daily(&plaza.context).await.unwrap();
    let early = visitor.get("/open-data/forum.csv").await.expect(200);
    assert_eq!(rows(&early.body).len(), 0);
    plaza.advance(TimeDelta::days(31));
    statistics::freeze_closed(&plaza.context).await.unwrap();
    open_data::refresh_daily(&plaza.context).await.unwrap();
    let mut all = String::new();
    for name in FILES {
        all.push_str(
            &visitor
                .get(&format!("/open-data/{name}"))
                .await
                .expect(200)
                .body,
        );
    }
    for person in [
        "陳美玲",
        "林志豪",
        "Ingrid",
        "Solberg",
        "王建國",
        "李淑芬",
        "黃麗華",
        "0912",
        "345-678",
        "shufen",
        "lihua",
        "example.tw",
        "某某路",
        "22.62",
        "120.30",
        "namaxia",
        "meinong",
        "maolin",
        "獨一無二",
        "KH-2026",
        "2026-03-",
        "10:00",
    ] {
        assert!(!all.contains(person), "{person} is found again");
    }
    assert!(
        all.contains("站牌要修"),
        "a text that was published is given"
    );
    // Twelve, eleven and one: of categories nothing can be said without saying it of the one.
    let suggestions = visitor.get("/open-data/suggestions.csv").await.body;
    assert_eq!(
        rows(&suggestions),
        [
            ["2026-03", "*", "*", "*", "25"],
            ["2026-03", "*", "sanmin", "*", "10"],
        ]
    );
    visitor.get("/open-data/cases.csv").await.expect(404);
}

#[actix_web::test]
async fn one_person_who_writes_much_is_not_a_crowd() {
    let plaza = Plaza::with_boards().await;
    let member = plaza.member(Role::Resident, "somebody", false).await;
    for _ in 0..12 {
        let author = Author::Account(member.clone());
        write(&plaza, author, "公車站", "站牌要修。", &[]).await;
    }
    plaza.advance(TimeDelta::days(31));
    for (_, content) in carried(&plaza).await {
        assert!(!content.contains("站牌要修"), "{content}");
    }
}

#[actix_web::test]
async fn in_a_whole_city_every_combination_is_shared_by_ten() {
    let plaza = Plaza::demo_city().await;
    let topic = "公園的燈";
    let mut authors = Vec::new();
    for n in 0..15 {
        authors.push(plaza.member(Role::Resident, &format!("p{n}"), false).await);
    }
    for n in 0..60 {
        let boards = ["city-life", "families", "green-city"];
        let post = SeedPost {
            author: Author::Account(authors[n / 4].clone()),
            nickname: false,
            at: plaza.context.now() - TimeDelta::days(40 * (n as i64 % 3)),
            language: if n % 4 == 0 { Lang::En } else { Lang::Zh },
            // Of different words: parts of another size stand in another order.
            body: format!("燈不亮了{}。", ["呢", "嗎", "啊", "喔", "耶"][n % 5]),
            publish: Vec::new(),
        };
        let board = boards[n * n % 3];
        seed::topic(&plaza.context, board, topic, post)
            .await
            .unwrap();
    }
    plaza.advance(TimeDelta::days(400));
    let mut seen = 0;
    for (name, content) in carried(&plaza).await {
        let Ok(json) = serde_json::from_str::<serde_json::Value>(&content) else {
            continue;
        };
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for row in json["rows"].as_array().unwrap() {
            let mut said = row.clone();
            for free in ["title", "text"] {
                said.as_object_mut().unwrap().remove(free);
            }
            *groups.entry(said.to_string()).or_default() += 1;
            seen += 1;
        }
        assert!(
            name.starts_with("suggestions") || groups.values().all(|shared| *shared >= 10),
            "{name}: {groups:#?}"
        );
    }
    assert!(seen > 60, "only {seen} rows");
    // However little of it is in memory at once, it is the same.
    let rows = forum_rows(&plaza).await;
    let before = stored(&plaza, "forum.csv").await;
    open_data::refresh_in(&plaza.context, LITTLE).await.unwrap();
    assert_eq!(forum_rows(&plaza).await, rows);
    assert_ne!(
        stored(&plaza, "forum.csv").await,
        before,
        "nothing was made anew"
    );
}

#[actix_web::test]
async fn no_part_holds_more_rows_than_it_may() {
    let (plaza, _) = crowd().await;
    open_data::refresh_in(&plaza.context, LITTLE).await.unwrap();
    let file = stored(&plaza, "forum.csv").await;
    let (mut parts, mut whole) = (0, String::new());
    while let Some(part) = file.part(&plaza.context, parts).await.unwrap() {
        assert!((1..=3).contains(&part.lines().count()), "{part}");
        whole.push_str(&part);
        parts += 1;
    }
    assert_eq!(parts, 1 + 12 / 3, "the head, and twelve rows");
    assert_eq!(whole.len() as u64, file.bytes);
    let guest = plaza.client().await;
    let sent = guest.get("/open-data/forum.csv").await.expect(200).body;
    assert_eq!(sent, whole);
    assert_eq!(rows(&sent).len(), 12);
    assert_eq!(forum_rows(&plaza).await.len(), 12);
}

#[actix_web::test]
async fn what_is_taken_away_in_the_middle_is_in_nothing_that_anybody_gets() {
    const SENTENCE: &str = "獨一無二的句子";
    let (plaza, author) = crowd().await;
    let context = &plaza.context;
    let guest = plaza.client().await;
    let little = Bounds { batch: 7, rows: 1 };
    let mut making = open_data::begin(context, little).await.unwrap().unwrap();
    let written = || {
        let parts = plaza.rows_of("open_data_parts");
        parts.iter().any(|part| part.contains(SENTENCE))
    };
    while !written() {
        assert_eq!(making.step(context).await.unwrap(), Step::More);
    }
    // Nobody gets a part of what is not whole.
    guest.get("/open-data/forum.csv").await.expect(503);
    author.post("/zh/posts/1/erase", &[]).await.expect(303);
    assert_eq!(making.step(context).await.unwrap(), Step::TakenAway);
    assert!(!making.write(context).await.unwrap());
    open_data::refresh_daily(context).await.unwrap();
    assert!(!written(), "its parts were left");
    let file = guest.get("/open-data/forum.csv").await.expect(200).body;
    assert!(!file.contains(SENTENCE) && file.contains("站牌要修"));

    // Whoever is just reading what is taken away reads no further.
    let reading = stored(&plaza, "forum.json").await;
    assert!(reading.part(context, 0).await.unwrap().is_some());
    plaza.sql("DELETE FROM open_data_files").unwrap();
    open_data::refresh_daily(context).await.unwrap();
    assert!(reading.part(context, 1).await.is_err());
    guest.get("/open-data/forum.json").await.expect(200);
}

#[actix_web::test]
async fn what_is_newer_than_the_open_data_takes_none_of_it_away() {
    let (plaza, author) = crowd().await;
    let guest = plaza.client().await;
    open_data::refresh_daily(&plaza.context).await.unwrap();
    author.topic("city", "新的話題", "新的一句話。").await;
    let (newest, all) = (plaza.rows_of("posts").len(), FILES.len());
    let erase = async |id: usize| author.post(&format!("/zh/posts/{id}/erase"), &[]).await;
    let making = open_data::begin(&plaza.context, Bounds::CITY)
        .await
        .unwrap();
    erase(newest).await.expect(303);
    assert_eq!(plaza.rows_of("open_data_files").len(), all);
    assert!(making.unwrap().write(&plaza.context).await.unwrap());
    guest.get("/open-data/forum.csv").await.expect(200);

    erase(1).await.expect(303);
    assert_eq!(plaza.rows_of("open_data_files").len(), 0);
    guest.get("/open-data/forum.csv").await.expect(503);
}

#[actix_web::test]
async fn what_says_the_same_stays_and_is_not_sent_again() {
    let (plaza, _) = crowd().await;
    let guest = plaza.client().await;
    open_data::refresh_daily(&plaza.context).await.unwrap();
    let first = guest.get("/open-data/forum.csv").await.expect(200);
    let tag = first.headers.get(header::ETAG).unwrap().clone();
    let before = plaza.rows_of("open_data_parts");
    plaza.advance(TimeDelta::days(1));
    for _ in 0..2 {
        open_data::refresh_daily(&plaza.context).await.unwrap();
    }
    // Made anew, found to be the same, and deleted again.
    assert_eq!(plaza.rows_of("open_data_parts"), before);
    let again = TestRequest::get()
        .uri("/open-data/forum.csv")
        .insert_header((header::IF_NONE_MATCH, tag.clone()));
    let again = guest.send(again).await.expect(304);
    assert_eq!(again.headers.get(header::ETAG), Some(&tag));
    assert!(again.body.is_empty());
    let other = TestRequest::get()
        .uri("/open-data/forum.json")
        .insert_header((header::IF_NONE_MATCH, tag));
    guest.send(other).await.expect(200);
}

/// Suggestions are counted in two places that can be held against each other. They say the same,
/// to the last figure: nothing follows from both that does not follow from one.
#[actix_web::test]
async fn suggestions_are_what_the_statistics_say_and_nothing_more() {
    let plaza = Plaza::demo_city().await;
    let people = [("road-damage", 13), ("noise", 3), ("privacy", 1)];
    for (category, count) in people {
        for n in 0..count {
            let lang = if n == 0 { Lang::En } else { Lang::Zh };
            suggest(&plaza, category, "sanmin", lang, "陳美玲").await;
        }
    }
    plaza.advance(TimeDelta::days(31));
    statistics::freeze_closed(&plaza.context).await.unwrap();
    let guest = plaza.client().await;
    let mut published = BTreeSet::new();
    for month in ["2026-02", "2026-03"] {
        let path = format!("/api/v1/statistics/{month}");
        let answer = guest.get(&path).await.expect(200).json();
        let mut say = |row: &str, column: &str, figure: &serde_json::Value| {
            let Some(figure) = figure.as_i64() else {
                return;
            };
            let of = |kind: &str| {
                let key = [row, column]
                    .into_iter()
                    .find_map(|key| key.strip_prefix(kind));
                key.unwrap_or("*").to_owned()
            };
            let kinds = ["category/", "district/", "language/"];
            let [category, district, language] = kinds.map(of);
            published.insert(format!("{month},{category},{district},{language},{figure}"));
        };
        for report in answer["reports"].as_array().unwrap() {
            if !report["report"].as_str().unwrap().starts_with("submitters") {
                continue;
            }
            say("", "", &report["total"]);
            for axis in ["rows", "columns"] {
                for one in report[axis].as_array().into_iter().flatten() {
                    say(one["key"].as_str().unwrap(), "", &one["people"]);
                }
            }
            for cell in report["cells"].as_array().into_iter().flatten() {
                let (row, column) = (cell["row"].as_str(), cell["column"].as_str());
                say(row.unwrap(), column.unwrap(), &cell["people"]);
            }
        }
    }
    open_data::refresh_daily(&plaza.context).await.unwrap();
    let file = guest.get("/open-data/suggestions.csv").await.expect(200);
    let given: BTreeSet<String> = file.body.lines().skip(1).map(str::to_owned).collect();
    assert_eq!(given, published);
    assert_eq!(rows(&file.body).len(), given.len(), "a figure stands twice");
    assert!(given.len() > 30, "{given:?}");
}

#[actix_web::test]
async fn what_was_erased_is_gone_from_it_at_once() {
    let (plaza, author) = crowd().await;
    let visitor = plaza.client().await;
    let forum = async || {
        open_data::refresh_daily(&plaza.context).await.unwrap();
        visitor.get("/open-data/forum.csv").await.expect(200).body
    };
    assert!(
        forum().await.contains("獨一無二的句子"),
        "{}",
        forum().await
    );
    author.post("/zh/posts/1/erase", &[]).await.expect(303);
    // Asking makes nothing: until the job has made it anew, there is none.
    let none = visitor.get("/open-data/forum.csv").await.expect(503);
    assert!(none.headers.contains_key("retry-after"));
    assert!(none.body.contains("請一分鐘後再試") && none.body.contains("being made"));
    visitor.get("/open-data/forum.csv").await.expect(503);
    visitor.get("/open-data/people.csv").await.expect(404);
    let left = forum().await;
    assert!(
        !left.contains("獨一無二的句子") && left.contains("站牌要修"),
        "{left}"
    );
}

/// A sentence of one person among those of eleven others, a month ago.
async fn crowd() -> (Plaza, Client) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    author.topic("city", "公車站", "獨一無二的句子。").await;
    for n in 1..12 {
        let other = plaza.log_on_as(Role::Resident, &format!("鄰居{n}")).await;
        other.topic("city", "公車站", "站牌要修。").await;
    }
    plaza.advance(TimeDelta::days(31));
    author.log_on("haihai@example.tw", PASSWORD).await;
    (plaza, author)
}

#[actix_web::test]
async fn what_is_erased_while_the_files_are_made_is_in_none() {
    let (plaza, author) = crowd().await;
    let context = &plaza.context;
    let begin = async || open_data::begin(context, Bounds::CITY).await.unwrap();
    let making = begin().await.unwrap();
    // One makes them at a time, for ten minutes.
    assert!(begin().await.is_none());
    author.post("/zh/posts/1/erase", &[]).await.expect(303);
    let again = begin().await.unwrap();
    assert!(
        !making.write(context).await.unwrap(),
        "written all the same"
    );
    assert!(again.write(context).await.unwrap());
    let guest = plaza.client().await;
    let file = guest.get("/open-data/forum.csv").await.expect(200).body;
    assert!(!file.contains("獨一無二的句子") && file.contains("站牌要修"));
    // Whoever never came back gives way.
    begin().await.unwrap();
    plaza.advance(TimeDelta::minutes(11));
    open_data::refresh(context).await.unwrap();
    guest.get("/open-data/forum.csv").await.expect(200);
}

#[actix_web::test]
async fn an_erasure_and_the_making_at_once_leave_nothing_of_it() {
    let (plaza, _) = crowd().await;
    // As an erasure does it: first the copies go, and then it ends.
    let erase = "DELETE FROM open_data_makings; DELETE FROM open_data_files; \
                 UPDATE posts SET state = 'erased', body = '', body_html = '' WHERE id = 1; \
                 UPDATE topics SET state = 'erased', title = '—', title_html = '—', slug = '' \
                 WHERE id = 1; DELETE FROM search_texts WHERE post_id = 1";
    let made = plaza.at_once(erase, open_data::refresh(&plaza.context));
    made.await.unwrap();
    let guest = plaza.client().await;
    let file = guest.get("/open-data/forum.csv").await.expect(200).body;
    assert!(!file.contains("獨一無二的句子") && file.contains("站牌要修"));
}

#[actix_web::test]
async fn each_export_that_says_something_new_stands_in_the_register() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let entries = async || {
        let register = guest.get("/api/v1/ledger").await.expect(200).json();
        register["entries"].as_array().unwrap().clone()
    };
    open_data::refresh_daily(&plaza.context).await.unwrap();
    let first = entries().await;
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["act"], "open-data-made");
    assert_eq!(first[0]["ground"], "administration");
    // The same again is nothing new, neither on the day nor on the next.
    for _ in 0..2 {
        open_data::refresh(&plaza.context).await.unwrap();
        plaza.advance(TimeDelta::days(1));
    }
    assert_eq!(entries().await.len(), 1);
    for n in 0..12 {
        let author = plaza.member(Role::Resident, &format!("p{n}"), false).await;
        write(&plaza, Author::Account(author), "公車站", "站牌要修。", &[]).await;
    }
    plaza.advance(TimeDelta::days(31));
    open_data::refresh_daily(&plaza.context).await.unwrap();
    let second = entries().await;
    assert_eq!(second.len(), 2);
    assert_ne!(second[0]["facts"]["sha256"], first[0]["facts"]["sha256"]);
    // Who carries the files away leaves an entry each time, and it says the same of the same.
    carried(&plaza).await;
    let third = entries().await;
    assert_eq!(third.len(), 3);
    assert_eq!(third[0]["facts"], second[0]["facts"]);
    for (lang, words) in [("zh", "產製了匿名的開放資料"), ("en", "open data was made")] {
        let page = guest.get(&format!("/{lang}/ledger")).await.expect(200);
        let row = page.texts("main .rows li").remove(0);
        assert!(row.contains(words) && !row.contains("ledger-"), "{row}");
    }
}
