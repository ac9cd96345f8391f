//! A breach notice: prepared, looked at, sent once to everybody concerned, and reported in time.

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{breach_marks, outbox},
    },
    jobs::write_breach_letters,
};
use serde_json::json;

use crate::{
    inbound,
    support::{Client, PASSWORD, Plaza, relay::Relay},
    supports::ask,
};

const WHOLE: [(&str, &str); 7] = [
    ("found", "2026-03-02T09:30"),
    ("happened-zh", "備份檔案被複製到外部。"),
    ("happened-en", "A backup was copied to the outside."),
    ("done-zh", "已更換金鑰並停用該主機。"),
    (
        "done-en",
        "The keys were changed and the machine was taken away.",
    ),
    ("file-accounts", "yes"),
    ("file-suggestions", "yes"),
];

/// Writes a breach down; gives the address of its page.
async fn prepared(officer: &Client, more: &[(&str, &str)]) -> String {
    let fields = [&WHOLE[..], more].concat();
    let answer = officer.post("/zh/officer/breaches", &fields).await;
    let location = answer.expect(303).location();
    location.split('?').next().unwrap().to_owned()
}

async fn suggest(client: &Client, email: &str, language: &str) -> String {
    let body = json!({
        "category": "road-damage", "district": "lingya", "title": "路面有洞", "body": "公車站前。",
        "publish": false, "share_contact": false, "language": language,
        "contact": { "name": "", "email": email, "phone": "" },
    });
    let answer = client.post_json("/api/v1/suggestions", &body).await;
    let answer = answer.expect(201).json();
    answer["reference"].as_str().unwrap().to_owned()
}

async fn figure(officer: &Client, page: &str, id: &str) -> String {
    let page = officer.get(page).await.expect(200);
    page.texts(&format!("#{id}")).remove(0)
}

/// To whom the letters of breaches went.
async fn sent(plaza: &Plaza) -> Vec<String> {
    let mails = plaza.mails().await;
    let mut to: Vec<String> = mails
        .iter()
        .filter(|mail| mail.text.contains("07-3368333") && mail.text.contains("2026-03-02 09:30"))
        .map(|mail| mail.to.clone())
        .collect();
    to.sort();
    to
}

#[actix_web::test]
async fn a_breach_is_prepared_looked_at_and_told_to_every_account_once() {
    let plaza = Plaza::start().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    plaza.account("amei", Role::Resident).await;
    plaza.account("ade", Role::Resident).await;
    let page = prepared(&officer, &[("whom", "accounts")]).await;
    assert!(
        sent(&plaza).await.is_empty(),
        "sent before it was looked at"
    );

    // The letters stand there in both languages, as they will go out.
    let shown = officer.get(&page).await.expect(200);
    let letters = shown.texts("section.preview");
    for (letter, words) in letters.iter().zip([
        [
            "備份檔案被複製到外部。",
            "已更換金鑰並停用該主機。",
            "電子郵件",
        ],
        [
            "A backup was copied to the outside.",
            "The keys were changed",
            "e-mail address",
        ],
    ]) {
        for word in words {
            assert!(letter.contains(word), "{word} is not in {letter}");
        }
        assert!(letter.contains("second@kcg.gov.tw") && letter.contains("07-3368333#2507"));
        assert!(!letter.contains("mail-breach") && !letter.contains("file-"));
    }
    assert_eq!(letters.len(), 2);
    assert_eq!(figure(&officer, &page, "people").await, "3");
    assert_eq!(figure(&officer, &page, "letters").await, "3");
    // Looking sends nothing, however often.
    assert!(sent(&plaza).await.is_empty());

    let (one, other) = futures_util::join!(officer.post(&page, &[]), officer.post(&page, &[]));
    one.expect(303);
    other.expect(303);
    officer.post(&page, &[]).await.expect(303);
    let to = ["ade@example.tw", "amei@example.tw", "officer@example.tw"];
    assert_eq!(sent(&plaza).await, to);
    let shown = officer.get(&page).await.expect(200);
    assert!(shown.texts("#sent")[0].contains('3'));
    assert!(shown.texts("main form").is_empty(), "it can be sent again");
    // Nobody's address stands readable anywhere.
    assert!(plaza.at_rest().find("amei@example.tw").is_empty());
}

#[actix_web::test]
async fn the_accounts_of_certain_days_are_told_and_nobody_else() {
    let plaza = Plaza::start().await;
    plaza.account("early", Role::Resident).await;
    plaza.advance(TimeDelta::days(2));
    plaza.account("within", Role::Resident).await;
    // The last minute of the day in the city, which is the day before in UTC's eyes until 8.
    plaza.advance(TimeDelta::hours(13) + TimeDelta::minutes(59));
    plaza.account("last-minute", Role::Resident).await;
    plaza.advance(TimeDelta::minutes(1));
    plaza.account("midnight", Role::Resident).await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let days = [
        ("whom", "accounts-of"),
        ("from", "2026-03-04"),
        ("until", "2026-03-04"),
    ];
    let page = prepared(&officer, &days).await;
    officer.post(&page, &[]).await.expect(303);
    let to = ["last-minute@example.tw", "within@example.tw"];
    assert_eq!(sent(&plaza).await, to);
}

#[actix_web::test]
async fn residents_of_cases_are_told_in_their_language_one_mail_to_an_address() {
    let plaza = Plaza::city().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let guest = plaza.client().await;
    let first = suggest(&guest, "lin@private.example", "zh").await;
    suggest(&guest, "Lin@Private.example", "zh").await;
    let silent = suggest(&guest, "", "zh").await;
    let english = suggest(&guest, "maya@private.example", "en").await;
    let days = [
        ("whom", "cases-of"),
        ("from", "2026-03-01"),
        ("until", "2026-03-02"),
    ];
    let page = prepared(&officer, &days).await;
    assert_eq!(figure(&officer, &page, "people").await, "4");
    assert_eq!(figure(&officer, &page, "letters").await, "2");
    assert!(figure(&officer, &page, "unreachable").await.contains('1'));

    let named = format!("{first}\n{silent}，{}", english.to_lowercase());
    let named = [("whom", "cases"), ("references", named.as_str())];
    let page = prepared(&officer, &named).await;
    assert_eq!(figure(&officer, &page, "people").await, "3");
    officer.post(&page, &[]).await.expect(303);
    let to = ["lin@private.example", "maya@private.example"];
    assert_eq!(sent(&plaza).await, to);
    let mails = plaza.mails().await;
    let letter = |to: &str| mails.iter().rfind(|mail| mail.to == to).unwrap();
    assert!(letter(to[0]).text.contains("備份檔案被複製到外部。"));
    assert!(letter(to[1]).text.contains("A backup was copied"));
    assert!(letter(to[1]).subject.contains("Kaohsiung"));
}

#[actix_web::test]
async fn the_clock_runs_from_the_finding_and_the_report_says_what_the_law_asks() {
    let plaza = Plaza::start().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let page = prepared(&officer, &[("whom", "accounts")]).await;
    let clock = figure(&officer, &page, "clock").await;
    assert!(clock.contains("71小時"), "{clock}");
    for (lang, words) in [
        (
            "zh",
            [
                "高雄市政府",
                "備份檔案被複製到外部。",
                "已更換金鑰",
                "電子郵件",
                "尚未寄出",
            ],
        ),
        (
            "en",
            [
                "Kaohsiung City Government",
                "A backup was copied",
                "The keys were changed",
                "e-mail address",
                "not sent yet",
            ],
        ),
    ] {
        let path = page.replacen("/zh/", &format!("/{lang}/"), 1);
        let report = officer.get(&format!("{path}/report")).await.expect(200);
        let text = officer.get(&format!("{path}/report.txt")).await.expect(200);
        let report = report.texts("main").remove(0);
        for word in words.into_iter().chain([
            "2026-03-02 09:30",
            "2026-03-05 09:30",
            "07-3368333#2507",
            "second@kcg.gov.tw",
        ]) {
            assert!(report.contains(word), "{word} is not in {report}");
            assert!(text.body.contains(word), "{word} is not in {}", text.body);
        }
        assert!(!text.body.contains("breach-"), "{}", text.body);
    }
    officer.post(&page, &[]).await.expect(303);
    let report = format!("{page}/report.txt");
    let sending = officer.get(&report).await.expect(200);
    assert!(sending.body.contains("陸續寄出"), "{}", sending.body);
    plaza.mails().await;
    let sent = officer.get(&report).await.expect(200);
    assert!(sent.body.contains("已於2026-03-02 10:00"), "{}", sent.body);
    plaza.advance(TimeDelta::hours(75));
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "另一位").await;
    let late = officer.get(&page.replacen("/zh/", "/en/", 1)).await;
    assert!(late.expect(200).texts("#clock.late")[0].contains("3 hours"));
}

#[actix_web::test]
async fn a_breach_that_lacks_a_part_is_not_written_down() {
    let plaza = Plaza::city().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let before = plaza.dump();
    let everybody = [("whom", "accounts")];
    for (left_out, added, at) in [
        ("found", &everybody[..], "found"),
        ("happened-zh", &everybody, "happened-zh"),
        ("happened-en", &everybody, "happened-en"),
        ("done-zh", &everybody, "done-zh"),
        ("done-en", &everybody, "done-en"),
        ("file-", &everybody, "files"),
        ("-", &[], "whom"),
        (
            "found",
            &[("found", "2026-03-02T10:01"), everybody[0]],
            "found",
        ),
        (
            "-",
            &[("whom", "accounts-of"), ("until", "2026-03-01")],
            "from",
        ),
        (
            "-",
            &[
                ("whom", "cases-of"),
                ("from", "2026-03-02"),
                ("until", "2026-03-01"),
            ],
            "until",
        ),
        ("-", &[("whom", "cases")], "references"),
        (
            "-",
            &[("whom", "cases"), ("references", "KH-2026-000042-9")],
            "references",
        ),
        (
            "-",
            &[("whom", "cases"), ("references", "nothing")],
            "references",
        ),
    ] {
        let fields: Vec<_> = WHOLE
            .iter()
            .filter(|(name, _)| {
                *name != left_out && !(left_out == "file-" && name.starts_with("file-"))
            })
            .chain(added)
            .copied()
            .collect();
        let answer = officer
            .post("/en/officer/breaches", &fields)
            .await
            .expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(
            named,
            format!("#f-{at}"),
            "without {left_out}, with {added:?}"
        );
        let words = answer.texts(".error-summary a").remove(0);
        assert!(!words.starts_with("invalid-"), "{words}");
    }
    assert_eq!(plaza.dump(), before);
    for path in ["/zh/officer/breaches/9", "/zh/officer/breaches/9/report"] {
        officer.get(path).await.expect(404);
    }
    officer
        .post("/zh/officer/breaches/9", &[])
        .await
        .expect(404);
    assert_eq!(plaza.dump(), before);
}

#[actix_web::test]
async fn a_report_that_was_made_stops_the_clock() {
    let plaza = Plaza::start().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let page = prepared(&officer, &[("whom", "accounts")]).await;
    let form = format!("{page}/report");
    let reported = format!("{page}/reported");
    assert_eq!(officer.get(&form).await.texts("main form").len(), 1);
    let before = plaza.dump();
    let whole = [
        ("at", "2026-03-02T09:50"),
        ("to", "國家發展委員會"),
        ("reference", "發法字第1150000001號"),
    ];
    for (change, at) in [
        (("at", ""), "at"),
        // Not before it was found, and not in the future.
        (("at", "2026-03-02T09:29"), "at"),
        (("at", "2026-03-02T10:01"), "at"),
        (("to", " "), "to"),
        (("reference", ""), "reference"),
    ] {
        let fields: Vec<_> = whole
            .into_iter()
            .map(|field| if field.0 == change.0 { change } else { field })
            .collect();
        let answer = officer.post(&reported, &fields).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{at}"), "{change:?}");
        let words = answer.texts(".error-summary a").remove(0);
        assert!(!words.contains("invalid-"), "{words}");
    }
    assert_eq!(plaza.dump(), before);
    let missing = "/zh/officer/breaches/9/reported";
    officer.post(missing, &whole).await.expect(404);

    officer.post(&reported, &whole).await.expect(303);
    // What was written first stands.
    let later = [
        ("at", "2026-03-02T09:55"),
        ("to", "別的機關"),
        ("reference", "2"),
    ];
    officer.post(&reported, &later).await.expect(303);
    plaza.advance(TimeDelta::hours(200));
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "另一位").await;
    for (lang, in_time) in [("zh", "已在期限內通報"), ("en", "reported in time")] {
        let page = page.replacen("/zh/", &format!("/{lang}/"), 1);
        let shown = officer.get(&page).await.expect(200);
        assert!(shown.texts("#clock")[0].contains(in_time));
        assert!(shown.texts("#clock.late").is_empty(), "the clock runs on");
        let report = officer.get(&format!("{page}/report")).await.expect(200);
        assert!(report.texts("main form").is_empty());
        for words in ["2026-03-02 09:50", "國家發展委員會", "發法字第1150000001號"] {
            assert!(shown.texts("#reported")[0].contains(words), "{words}");
            assert!(report.body.contains(words), "{words}");
        }
        assert!(!report.body.contains("別的機關"));
    }
}

#[actix_web::test]
async fn who_signed_up_and_who_asked_about_their_data_are_told() {
    let plaza = Plaza::with_boards().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let guest = plaza.client().await;
    let event = json!({
        "zh": { "title": "園遊會", "body": "歡迎來玩。", "place": "市府廣場" },
        "starts_at": "2026-05-14T19:00:00", "ends_at": "2026-05-14T21:00:00",
        "sign_up": { "until": "2026-05-13", "erase_on": "2026-05-31" },
    });
    for (event_number, address) in [
        ("1", "fair@private.example"),
        ("2", "other@private.example"),
    ] {
        staff.post_json("/api/v1/events", &event).await.expect(201);
        let path = format!("/zh/events/{event_number}/sign-up");
        let notice = guest.get(&path).await.hidden("notice");
        let fields = [("name", "甲"), ("email", address), ("notice", &notice)];
        guest.post(&path, &fields).await.expect(303);
    }
    let author = plaza.person("amei", Role::Resident).await.client;
    author.topic("city", "路燈", "很暗。").await;
    let object = [("kind", "object"), ("words", "不要")];
    author
        .post("/zh/account/data/request", &object)
        .await
        .expect(303);
    let named = [("email", "named@private.example"), ("words", "是我")];
    guest.post("/en/posts/1/about-me", &named).await.expect(303);

    let whom = |whom| {
        [
            ("whom", whom),
            ("from", "2026-03-01"),
            ("until", "2026-03-02"),
        ]
    };
    let one = prepared(&officer, &[("whom", "sign-ups"), ("event", "1")]).await;
    assert_eq!(figure(&officer, &one, "people").await, "1");
    officer.post(&one, &[]).await.expect(303);
    assert_eq!(sent(&plaza).await, ["fair@private.example"]);
    let all = prepared(&officer, &whom("sign-ups-of")).await;
    assert_eq!(figure(&officer, &all, "letters").await, "2");
    let asked = prepared(&officer, &whom("requests-of")).await;
    assert_eq!(figure(&officer, &asked, "letters").await, "2");
    officer.post(&asked, &[]).await.expect(303);
    let to = [
        "amei@example.tw",
        "fair@private.example",
        "named@private.example",
    ];
    assert_eq!(sent(&plaza).await, to);
    let mails = plaza.mails().await;
    let letter = mails
        .iter()
        .rfind(|mail| mail.to == "named@private.example")
        .unwrap();
    assert!(
        letter
            .text
            .contains("You asked something about personal data")
    );
    for lang in ["zh", "en"] {
        let path = asked.replacen("/zh/", &format!("/{lang}/"), 1);
        let report = officer.get(&format!("{path}/report")).await.expect(200);
        let count = if lang == "zh" {
            "2件"
        } else {
            "personal data: 2"
        };
        assert!(report.body.contains(count), "{}", report.body);
    }
    let before = plaza.dump();
    for event in ["", "9", "x"] {
        let fields = [&WHOLE[..], &[("whom", "sign-ups"), ("event", event)]].concat();
        let answer = officer.post("/en/officer/breaches", &fields).await;
        let named = answer.expect(422).attribute(".error-summary a", "href");
        assert_eq!(named.unwrap(), "#f-event");
    }
    assert_eq!(plaza.dump(), before);
}

#[actix_web::test]
async fn a_breach_may_concern_several_and_everybody_and_each_address_is_told_once() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    plaza.account("amei", Role::Resident).await;
    let guest = plaza.client().await;
    // One has an account and a case, under one address.
    suggest(&guest, "Amei@example.tw", "zh").await;
    suggest(&guest, "lin@private.example", "zh").await;
    let post = json!({
        "title": "路燈", "body": "不亮",
        "guest": guest.as_guest("小樹", Some("tree@mail.example")).await,
    });
    let publish = |_: &str| ("mine", "publish");
    let path = "/api/v1/boards/open/topics";
    guest.decide("POST", path, &post, publish).await.expect(202);

    let several = [
        ("whom", "accounts"),
        ("whom", "accounts-of"),
        ("whom", "cases-of"),
        ("from", "2026-03-01"),
        ("until", "2026-03-02"),
    ];
    let page = prepared(&officer, &several).await;
    assert_eq!(figure(&officer, &page, "people").await, "4");
    assert_eq!(figure(&officer, &page, "letters").await, "3");
    let report = officer.get(&format!("{page}/report")).await.expect(200);
    assert!(report.body.contains("帳號：2個") && report.body.contains("市政建議案件：2件"));
    let everybody = prepared(&officer, &[("whom", "everybody")]).await;
    assert_eq!(figure(&officer, &everybody, "letters").await, "4");
    officer.post(&everybody, &[]).await.expect(303);
    assert!(figure(&officer, &everybody, "sent").await.contains("正在"));
    // Two nodes write at once.
    let context = &plaza.context;
    for _ in 0..20 {
        let (one, other) = futures_util::join!(
            write_breach_letters::once(context),
            write_breach_letters::once(context)
        );
        one.unwrap();
        other.unwrap();
    }
    let to = [
        "amei@example.tw",
        "lin@private.example",
        "officer@example.tw",
        "tree@mail.example",
    ];
    assert_eq!(sent(&plaza).await, to);
    let said = figure(&officer, &everybody, "sent").await;
    assert!(said.contains('4') && !said.contains("正在"), "{said}");
    let left: Result<i64, DbError> = context
        .db
        .read(|connection| Ok(breach_marks::table.count().get_result(connection)?))
        .await;
    assert_eq!(left.unwrap(), 0);
    // A choice that is none is no choice of the others.
    let fields = [&WHOLE[..], &[("whom", "accounts"), ("whom", "nobody")]].concat();
    let answer = officer.post("/zh/officer/breaches", &fields).await;
    answer.expect(422);
}

#[actix_web::test]
async fn everybody_is_also_whoever_gave_an_address_that_waits_to_be_confirmed() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let topic = plaza.published_suggestion().await.topic;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let guest = plaza.client().await;
    let registration = [
        ("email", "new@private.example"),
        ("name", "小樹"),
        ("name_is_personal", "yes"),
        ("password", "correct horse battery"),
    ];
    guest.post("/en/register", &registration).await.expect(303);
    ask(&guest, topic, "supporter@private.example")
        .await
        .expect(303);
    let moves = [("email", "moved@private.example"), ("password", PASSWORD)];
    officer
        .post("/en/account/address", &moves)
        .await
        .expect(303);

    let everybody = prepared(&officer, &[("whom", "everybody")]).await;
    assert_eq!(figure(&officer, &everybody, "letters").await, "4");
    let report = officer
        .get(&format!("{everybody}/report"))
        .await
        .expect(200);
    for said in [
        "等待確認的註冊：1筆",
        "等待確認的新信箱：1個",
        "等待確認的附議：1筆",
    ] {
        assert!(report.body.contains(said), "{said}");
    }
    officer.post(&everybody, &[]).await.expect(303);
    for _ in 0..20 {
        write_breach_letters::once(&plaza.context).await.unwrap();
    }
    let to = [
        "moved@private.example",
        "new@private.example",
        "officer@example.tw",
        "supporter@private.example",
    ];
    assert_eq!(sent(&plaza).await, to);
}

#[actix_web::test]
async fn a_breachs_words_name_nobody() {
    let plaza = Plaza::start().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let before = plaza.dump();
    for (field, words) in [
        (
            "happened-zh",
            "林佳穎的信箱 lin.jiaying@private.example 外流了。",
        ),
        ("happened-en", "Call the person who did it: 0912-345-678."),
        ("done-zh", "已請他（A123456789）刪除。"),
        ("done-en", "We wrote to wang@private.example."),
    ] {
        let fields: Vec<_> = WHOLE
            .into_iter()
            .map(|one| if one.0 == field { (field, words) } else { one })
            .chain([("whom", "accounts")])
            .collect();
        let answer = officer.post("/zh/officer/breaches", &fields).await;
        let answer = answer.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{field}"));
    }
    assert_eq!(plaza.dump(), before);
}

#[actix_web::test]
async fn a_program_prepares_sends_and_reports_as_the_pages_do() {
    let plaza = Plaza::start().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let resident = plaza.person("amei", Role::Resident).await.client;
    let all = "/api/v1/officer/breaches";
    let mut body = json!({
        "found": "2026-03-02T09:30:00", "happened_zh": "備份檔案被複製到外部。",
        "happened_en": "A backup was copied to the outside.", "done_zh": "已更換金鑰。",
        "done_en": "The keys were changed.", "files": ["nothing"], "whom": ["accounts"],
    });
    let before = plaza.dump();
    let wrong = officer.post_json(all, &body).await.expect(422).json();
    assert_eq!(wrong["errors"][0]["field"], "files");
    assert_eq!(plaza.dump(), before);
    body["files"] = json!(["accounts"]);
    resident.post_json(all, &body).await.expect(403);
    let id = officer.post_json(all, &body).await.expect(201).json();
    let one = format!("{all}/{}", id["id"]);
    let prepared = officer.get(&one).await.expect(200).json();
    assert_eq!(
        (&prepared["people"], &prepared["letters"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(prepared["preview"].as_array().unwrap().len(), 2);
    assert_eq!(prepared["breach"]["due"], "2026-03-05T01:30:00Z");
    assert!(sent(&plaza).await.is_empty(), "looking sent something");
    for _ in 0..2 {
        let done = officer.post_json(&format!("{one}/send"), &json!({})).await;
        done.expect(200);
    }
    assert_eq!(
        sent(&plaza).await,
        ["amei@example.tw", "officer@example.tw"]
    );
    let report = format!("{one}/reported");
    let mut made = json!({ "at": "2026-03-02T09:29:00", "to": "國家發展委員會", "reference": "1" });
    let early = officer.post_json(&report, &made).await.expect(422).json();
    assert_eq!(early["errors"][0]["field"], "at");
    made["at"] = json!("2026-03-02T09:50:00");
    officer.post_json(&report, &made).await.expect(200);
    let listed = officer.get(all).await.expect(200).json();
    assert_eq!(listed["breaches"][0]["reported"]["to"], "國家發展委員會");
    assert_eq!(listed["breaches"][0]["letters"], 2);
}

#[actix_web::test]
async fn letters_that_do_not_arrive_are_counted_where_they_were_sent_from() {
    let plaza = Plaza::start().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    plaza.account("amei", Role::Resident).await;
    plaza.account("ade", Role::Resident).await;
    let page = prepared(&officer, &[("whom", "accounts")]).await;
    let page = page.replacen("/zh/", "/en/", 1);
    officer.post(&page, &[]).await.expect(303);
    while write_breach_letters::once(&plaza.context).await.unwrap() {}
    let told = || async { officer.get(&page).await.expect(200).texts("#undelivered p") };
    let marked = || async {
        let list = officer.get("/en/officer/breaches").await.expect(200);
        let mark = "Letters did not arrive".to_owned();
        list.texts(".row .tag").contains(&mark)
    };
    assert!(told().await.is_empty() && !marked().await);

    let relay = Relay::start();
    relay.answer(&[
        ("RCPT TO:<amei@example.tw>", "550 5.1.1 no such user"),
        ("RCPT TO:<ade@example.tw>", "550 5.7.1 not from you"),
    ]);
    plaza.deliver(&relay.mail("", "", 20)).await;
    let lines = told().await;
    assert!(lines[0].ends_with("no such address: 1"), "{lines:?}");
    assert!(lines[1].ends_with("refused for good: 1"), "{lines:?}");
    assert!(marked().await);

    // The third was taken, and comes back.
    let taken: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let taken = outbox::table
                .filter(outbox::kind.eq("breach"))
                .filter(outbox::state.eq("sent"));
            Ok(taken.select(outbox::id).first(connection)?)
        })
        .await;
    let taken = (taken.unwrap(), "officer@example.tw");
    inbound::comes_back(&plaza, taken, "5.1.1").await;
    let lines = told().await;
    assert!(lines[0].ends_with("no such address: 2"), "{lines:?}");
    let report = officer.get(&format!("{page}/report")).await.expect(200);
    assert!(report.texts("main").concat().contains(&lines[0]));
    for shown in [&report, &officer.get(&page).await] {
        assert!(!shown.body.contains("amei@"), "an address is shown");
    }
    let id = page.rsplit('/').next().unwrap();
    let path = format!("/api/v1/officer/breaches/{id}");
    let shown = officer.get(&path).await.expect(200).json();
    let counted =
        json!([{ "because": "nowhere", "count": 2 }, { "because": "refused", "count": 1 }]);
    assert_eq!(shown["undelivered"], counted);
    let list = officer.get("/en/officer/requests").await.expect(200);
    assert!(list.texts("#undelivered").is_empty());
}
