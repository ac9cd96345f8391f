//! Promise 6: nothing is published before its findings were shown and answered.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza, decisions};

const EMAIL: &str = "wang.daming@mail.example";
const PHONE: &str = "0912-345-678";
const ID: &str = "A123456789";

fn text() -> String {
    format!("寫信到{EMAIL}，手機{PHONE}，身分證{ID}。")
}

/// The address is published, the telephone masked, the ID taken out.
fn mixed(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "EMAIL" => ("mine", "publish"),
        "PHONE" => ("mine", "mask"),
        _ => ("mine", "take-out"),
    }
}

async fn resident() -> (Plaza, Client) {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    (plaza, client)
}

const TOPICS: &str = "/api/v1/boards/city/topics";

#[actix_web::test]
async fn findings_are_asked_and_each_choice_is_carried_out() {
    let (plaza, client) = resident().await;
    let body = json!({ "title": "找人", "body": text() });
    let asked = client.post_json(TOPICS, &body).await.expect(422).json();
    assert_eq!(asked["code"], "personal-data-undecided");
    assert_eq!(asked["reason"], "found");
    assert_eq!(
        asked["findings"],
        json!([
            { "field": "body", "kind": "EMAIL", "start": 3, "end": 27, "sure": true, "publishable": true },
            { "field": "body", "kind": "PHONE", "start": 30, "end": 42, "sure": true, "publishable": true },
            { "field": "body", "kind": "NATIONAL_ID", "start": 46, "end": 56, "sure": true, "publishable": false },
        ])
    );
    let posted = client
        .decide("POST", TOPICS, &body, mixed)
        .await
        .expect(201);
    let id = posted.json()["id"].as_i64().unwrap();
    let topic = client.get(&format!("/api/v1/topics/{id}")).await.json();
    let post = &topic["posts"][0];
    let source = post["body"].as_str().unwrap();
    assert!(source.contains(EMAIL), "{source}");
    assert!(!source.contains("345"), "{source}");
    assert!(source.contains("身分證。"), "{source}");
    assert_eq!(
        post["findings"],
        json!([{ "field": "body", "kind": "EMAIL", "start": 3, "end": 27, "scope": "public" }])
    );
    assert!(post["warning"].is_string());
    let page = client.get(&format!("/zh/topics/{id}")).await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), [EMAIL]);
    assert_eq!(page.texts(".post-warning").len(), 1);
    // What was masked or taken out was never written.
    assert!(plaza.holds(EMAIL));
    assert!(!plaza.holds(PHONE));
    assert!(!plaza.holds(ID));
}

#[actix_web::test]
async fn official_contacts_pass_unmarked_and_their_domain_does_not() {
    let officials = ["mayor.office@kcg.gov.tw", "07-799-5678", "陳其邁"];
    let plaza = Plaza::start_with(|config| {
        config.city.officials = officials.map(str::to_owned).to_vec();
    })
    .await;
    plaza.add_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    let body = "請寫信到mayor.office@kcg.gov.tw，電話07-799-5678，市長陳其邁會看。";
    let official = json!({ "title": "市府的聯絡方式", "body": body });
    let posted = client.post_json(TOPICS, &official).await.expect(201).json();
    let id = posted["id"].as_i64().unwrap();
    let topic = client.get(&format!("/api/v1/topics/{id}")).await.json();
    assert_eq!(topic["posts"][0]["findings"], json!([]));
    for lang in ["zh", "en"] {
        let page = client
            .get(&format!("/{lang}/topics/{id}"))
            .await
            .expect(200);
        assert!(page.texts("mark.pd").is_empty(), "{lang}: over-marked");
        assert!(page.texts(".post-warning").is_empty(), "{lang}");
        assert!(page.texts(".post-body").concat().contains(officials[0]));
    }
    // The next mailbox, the next telephone and somebody else of that surname are people's own.
    for (body, kind) in [
        ("請寫信到mayor.home@kcg.gov.tw。", "EMAIL"),
        ("請寫信到mayor.office@mail.kcg.gov.tw。", "EMAIL"),
        ("電話07-799-5679。", "PHONE"),
        ("鄰居陳其安先生也說過。", "PERSON"),
    ] {
        let asked = json!({ "title": "聯絡方式", "body": body });
        let asked = client.post_json(TOPICS, &asked).await.expect(422).json();
        assert_eq!(asked["findings"][0]["kind"], kind, "{body}");
    }
}

#[actix_web::test]
async fn the_marks_are_the_same_in_both_languages_and_the_words_are_not() {
    let (_plaza, client) = resident().await;
    let body = json!({ "title": "找人", "body": text() });
    let posted = client
        .decide("POST", TOPICS, &body, mixed)
        .await
        .expect(201);
    let id = posted.json()["id"].as_i64().unwrap();
    let zh = client.get(&format!("/zh/topics/{id}")).await;
    let en = client.get(&format!("/en/topics/{id}")).await;
    let body = |page: &Answer| {
        let selector = scraper::Selector::parse(".post-body").unwrap();
        page.html().select(&selector).next().unwrap().inner_html()
    };
    assert_eq!(body(&zh), body(&en));
    assert_eq!(
        zh.attribute(".post-body mark", "aria-describedby")
            .as_deref(),
        Some("mark-email")
    );
    assert_eq!(zh.texts("#mark-email"), ["公開的個人資料：電子郵件地址"]);
    assert_eq!(
        en.texts("#mark-email"),
        ["public personal data: e-mail address"]
    );
    assert!(en.texts(".post-warning")[0].contains("not cover"));
    // The text is Chinese: the English page says so, the Chinese one needs not.
    assert_eq!(en.attribute(".post-body", "lang").as_deref(), Some("zh-TW"));
    assert_eq!(zh.attribute(".post-body", "lang"), None);
}

#[actix_web::test]
async fn what_cannot_be_published_is_refused_whoever_it_is_said_to_belong_to() {
    let (plaza, client) = resident().await;
    let body = json!({ "title": "找人", "body": text() });
    for whose in ["mine", "other", "none"] {
        let refused = client
            .decide("POST", TOPICS, &body, |kind| match kind {
                "NATIONAL_ID" => (whose, "publish"),
                _ => ("mine", "mask"),
            })
            .await
            .expect(422)
            .json();
        assert_eq!(refused["reason"], "not-publishable");
        assert_eq!(refused["findings"].as_array().unwrap().len(), 3);
    }
    assert!(!plaza.holds(ID));
}

#[actix_web::test]
async fn a_changed_text_a_missing_answer_and_an_old_check_are_asked_again() {
    let (plaza, client) = resident().await;
    let body = json!({ "title": "找人", "body": text() });
    let asked = client.post_json(TOPICS, &body).await.expect(422).json();
    let full = json!({
        "title": "找人", "body": text(), "check": asked["check"], "decisions": decisions(&asked, mixed),
    });
    let send = async |change: &dyn Fn(&mut Value)| {
        let mut request = full.clone();
        change(&mut request);
        client.post_json(TOPICS, &request).await.expect(422).json()
    };
    let changed = send(&|request| request["body"] = json!(text().replace("678", "679"))).await;
    assert_eq!(changed["reason"], "changed");
    assert_ne!(changed["check"], asked["check"]);
    let title = send(&|request| request["title"] = json!("找另一個人")).await;
    assert_eq!(title["reason"], "changed");
    let missing = send(&|request| {
        request["decisions"].as_array_mut().unwrap().pop();
    })
    .await;
    assert_eq!(missing["reason"], "unanswered");
    let no_owner = send(&|request| request["decisions"][0]["whose"] = Value::Null).await;
    assert_eq!(no_owner["reason"], "unanswered");
    let forged = send(&|request| request["check"] = json!("AAAA")).await;
    assert_eq!(forged["reason"], "changed");
    plaza.advance(chrono::TimeDelta::hours(7));
    let old = send(&|_| {}).await;
    assert_eq!(old["reason"], "changed");
    assert_eq!(plaza.dump().matches("找人").count(), 0);
}

#[actix_web::test]
async fn someone_elses_data_is_held_and_seen_by_nobody_else() {
    let (plaza, client) = resident().await;
    let body = json!({ "title": "找人", "body": format!("他的信箱是{EMAIL}") });
    let held = client
        .decide("POST", TOPICS, &body, |_| ("other", "publish"))
        .await
        .expect(202)
        .json();
    assert_eq!(held["held"], true);
    let id = held["id"].as_i64().unwrap();
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    let guest = plaza.client().await;
    for reader in [&other, &guest] {
        reader.get(&format!("/zh/topics/{id}")).await.expect(404);
        reader
            .get(&format!("/api/v1/topics/{id}"))
            .await
            .expect(404);
        for page in [
            "/zh",
            "/zh/boards/city",
            "/api/v1/boards",
            "/api/v1/boards/city",
        ] {
            let page = reader.get(page).await.expect(200);
            assert!(!page.body.contains("找人"), "{}", page.body);
            assert!(!page.body.contains(EMAIL));
        }
        let boards = reader.get("/api/v1/boards").await.json();
        assert_eq!(boards["boards"][0]["topics"], 0);
        reader
            .post(&format!("/zh/topics/{id}/reply"), &[("body", "我也要")])
            .await
            .expect(404);
    }
    let own = client.get(&format!("/zh/topics/{id}")).await.expect(200);
    assert!(own.texts(".tag").contains(&"等候審核".to_owned()));
}

#[actix_web::test]
async fn the_form_asks_the_same_without_a_script() {
    let (plaza, client) = resident().await;
    let new = client.get("/zh/boards/city/new").await.expect(200);
    let submission = new.hidden("submission");
    let body = text();
    let typed = [
        ("submission", &*submission),
        ("title", "找人"),
        ("body", &*body),
    ];
    let asked = client.post("/zh/boards/city/new", &typed).await.expect(422);
    assert_eq!(asked.texts("fieldset.finding").len(), 3);
    assert_eq!(asked.texts(".finding mark.found"), [EMAIL, PHONE, ID]);
    assert_eq!(asked.texts("textarea"), [body.as_str()]);
    assert_eq!(
        asked.attribute("#f-title", "value").as_deref(),
        Some("找人")
    );
    assert_eq!(asked.texts(".preview mark.found").len(), 3);
    // The safest is chosen already, and the ID has no third choice.
    assert_eq!(asked.texts("input[value=mask][checked]").len(), 3);
    assert!(
        asked
            .attribute("input[name=choice-2][value=publish]", "name")
            .is_none()
    );
    assert!(
        asked
            .attribute("input[name=choice-1][value=publish]", "name")
            .is_some()
    );
    let (check, at) = (
        asked.hidden("check"),
        [
            asked.hidden("at-0"),
            asked.hidden("at-1"),
            asked.hidden("at-2"),
        ],
    );
    let mut answered = typed.to_vec();
    answered.extend([
        ("check", &*check),
        ("at-0", &*at[0]),
        ("choice-0", "publish"),
        ("at-1", &*at[1]),
        ("choice-1", "take-out"),
        ("whose-1", "mine"),
        ("at-2", &*at[2]),
        ("choice-2", "mask"),
    ]);
    // Published, but whose?
    let again = client
        .post("/zh/boards/city/new", &answered)
        .await
        .expect(422);
    assert_eq!(again.texts(".error-summary a").len(), 1);
    assert!(
        again
            .attribute("input[name=choice-0][value=publish]", "checked")
            .is_some()
    );
    assert!(
        again
            .attribute("input[name=choice-1][value=take-out]", "checked")
            .is_some()
    );
    let check = again.hidden("check");
    answered.retain(|(name, _)| *name != "check");
    answered.extend([("check", &*check), ("whose-0", "mine")]);
    // Another text with these answers is asked again, and nothing of it is chosen to be public.
    let other = text().replace("wang", "chen");
    let mut changed = answered.clone();
    changed.retain(|(name, _)| *name != "body");
    changed.push(("body", &*other));
    let asked = client
        .post("/zh/boards/city/new", &changed)
        .await
        .expect(422);
    assert!(asked.texts("#findings")[0].contains("再回答一次"));
    assert_eq!(asked.texts("input[value=mask][checked]").len(), 3);
    // A preview publishes nothing and keeps the answers.
    let mut preview = answered.clone();
    preview.push(("preview", "yes"));
    let shown = client
        .post("/zh/boards/city/new", &preview)
        .await
        .expect(200);
    assert!(
        shown
            .attribute("input[name=choice-0][value=publish]", "checked")
            .is_some()
    );
    assert_eq!(plaza.dump().matches("找人").count(), 0);
    let posted = client
        .post("/zh/boards/city/new", &answered)
        .await
        .location();
    let page = client.get(&posted).await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), [EMAIL]);
    assert!(page.texts(".post-body")[0].contains("A*******89"));
    assert!(!plaza.holds(PHONE) && !plaza.holds(ID));
}

#[actix_web::test]
async fn one_button_masks_all_that_was_shown() {
    let (plaza, client) = resident().await;
    let body = text();
    let typed = [("title", "找人"), ("body", &*body)];
    // Without having been shown, nothing is masked by itself.
    let mut all = typed.to_vec();
    all.push(("all", "mask"));
    let asked = client.post("/zh/boards/city/new", &all).await.expect(422);
    let check = asked.hidden("check");
    all.push(("check", &*check));
    let posted = client.post("/zh/boards/city/new", &all).await.location();
    let page = client.get(&posted).await.expect(200);
    assert_eq!(page.texts("mark.pd").len(), 0);
    for gone in [EMAIL, PHONE, ID] {
        assert!(!plaza.holds(gone), "{gone}");
    }
}

#[actix_web::test]
async fn what_taking_out_brings_to_light_can_still_be_answered() {
    let (plaza, client) = resident().await;
    // Without the address in its middle this is a valid identity number.
    let hidden = format!("A12345{EMAIL}6789");
    let body = json!({ "title": "怪", "body": format!("字串A12345 {PHONE} 6789與{hidden}") });
    let mut request = body.clone();
    let mut rounds = 0;
    let posted = loop {
        rounds += 1;
        assert!(rounds < 6, "never settled: {request}");
        let answer = client.post_json(TOPICS, &request).await;
        if answer.status == 201 {
            break answer;
        }
        let asked = answer.expect(422).json();
        if let Some(texts) = asked.get("texts") {
            request["body"] = texts["body"].clone();
            request["title"] = texts["title"].clone();
        }
        request["check"] = asked["check"].clone();
        request["decisions"] = decisions(&asked, |_| ("mine", "take-out"));
    };
    assert!(posted.json()["id"].is_i64());
    assert!(!plaza.holds(ID) && !plaza.holds(PHONE));
}

#[actix_web::test]
async fn nobody_writes_a_mark_or_an_element() {
    let (_plaza, client) = resident().await;
    let id = client
        .topic(
            "city",
            "<mark class=\"pd\">x</mark>",
            "<mark class=\"pd\" data-kind=\"email\">x</mark><script>alert(1)</script>\n\n[x](javascript:alert(1))",
        )
        .await;
    for page in [
        format!("/zh/topics/{id}"),
        "/zh/boards/city".into(),
        "/zh".into(),
    ] {
        let page = client.get(&page).await.expect(200);
        assert_eq!(page.texts("mark").len(), 0, "{}", page.body);
        assert!(!page.body.contains("<script>alert"));
        assert!(!page.body.contains("href=\"javascript"));
    }
}

#[actix_web::test]
async fn a_title_carries_its_marks_wherever_it_stands() {
    let (_plaza, client) = resident().await;
    let body = json!({ "title": format!("請寫信到{EMAIL}"), "body": "謝謝" });
    let posted = client
        .decide("POST", TOPICS, &body, |_| ("mine", "publish"))
        .await
        .expect(201);
    let id = posted.json()["id"].as_i64().unwrap();
    for page in [
        format!("/zh/topics/{id}"),
        "/zh/boards/city".into(),
        "/en".into(),
    ] {
        let page = client.get(&page).await.expect(200);
        assert_eq!(page.texts("main mark.pd"), [EMAIL], "{}", page.body);
        assert_eq!(page.texts("#mark-email").len(), 1);
    }
    let board = client.get("/api/v1/boards/city").await.json();
    assert!(
        board["topics"][0]["title_html"]
            .as_str()
            .unwrap()
            .contains("<mark class=\"pd\"")
    );
}

#[actix_web::test]
async fn names_are_marked_where_they_are_a_persons_own() {
    let plaza = Plaza::with_boards().await;
    let named = plaza.log_on_named(Role::Resident, "林佳穎", true).await;
    let nick = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = named.topic("city", "路燈", "又壞了").await;
    nick.reply(topic, "真的").await;
    let page = nick.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(page.texts(".post-author"), ["林佳穎", "海海"]);
    assert_eq!(page.texts(".post-author mark.pd"), ["林佳穎"]);
    for list in ["/zh", "/zh/boards/city"] {
        assert_eq!(nick.get(list).await.texts(".row-facts mark.pd"), ["林佳穎"]);
    }
    let posts = nick.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(posts["posts"][0]["author"]["name_scope"], "public");
    assert_eq!(posts["posts"][1]["author"]["name_scope"], Value::Null);
}

#[actix_web::test]
async fn quoting_public_data_is_asked_about_again() {
    let (plaza, client) = resident().await;
    let body = json!({ "title": "找人", "body": format!("寫信到{EMAIL}") });
    let posted = client
        .decide("POST", TOPICS, &body, |_| ("mine", "publish"))
        .await
        .expect(201);
    let id = posted.json()["id"].as_i64().unwrap();
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    let page = other.get(&format!("/zh/topics/{id}")).await;
    let quote = ".post-actions a[href*='quote=']";
    let quote = page.attribute(quote, "href").unwrap();
    let page = other.get(quote.split('#').next().unwrap()).await;
    let text = page.texts("textarea")[0].clone();
    assert_eq!(text, format!("> [quote:1:1]\n> 寫信到{EMAIL}"));
    let asked = other
        .post(
            &format!("/zh/topics/{id}/reply"),
            &[("body", &text), ("reply_to", &page.hidden("reply_to"))],
        )
        .await
        .expect(422);
    assert_eq!(asked.texts("fieldset.finding").len(), 1);
}

#[actix_web::test]
async fn the_check_and_the_preview_answer_programs() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.client().await;
    let checked = client
        .post_json("/api/v1/personal-data/check", &json!({ "text": text() }))
        .await
        .expect(200)
        .json();
    let first = &checked["findings"][0];
    assert_eq!(
        (&first["kind"], &first["start"], &first["end"]),
        (&json!("EMAIL"), &json!(3), &json!(27))
    );
    assert!(first["confidence"].is_number() && first["publishable"] == true);
    assert_eq!(checked["findings"][2]["publishable"], false);
    for gone in [EMAIL, PHONE, ID] {
        assert!(!checked["masked"].as_str().unwrap().contains(gone));
    }
    let html = client
        .post_json(
            "/api/v1/preview",
            &json!({ "body": format!("**hi** {EMAIL}") }),
        )
        .await
        .expect(200)
        .json();
    let html = html["html"].as_str().unwrap();
    assert!(
        html.contains("<strong>hi</strong>") && html.contains("<mark class=\"found\""),
        "{html}"
    );
    for (path, member) in [
        ("/api/v1/personal-data/check", "text"),
        ("/api/v1/preview", "body"),
    ] {
        client
            .post_json(path, &json!({ member: 1 }))
            .await
            .expect(400);
        client.post_json(path, &json!({})).await.expect(400);
        client
            .post_json(path, &json!({ member: "a\0b" }))
            .await
            .expect(422);
        client
            .post_json(path, &json!({ member: "a".repeat(20_001) }))
            .await
            .expect(422);
        client.get(path).await.expect(405);
    }
    let answer = client
        .json(Method::POST, "/api/v1/preview", &json!({ "body": "" }))
        .await;
    assert_eq!(answer.expect(200).json()["html"], "");
}

#[actix_web::test]
async fn nothing_that_may_not_be_published_hides_in_what_may() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    for body in [
        "打0912-[345](/x?A123456789)-678",
        "[wang](/A123456789)@example.tw",
        "wang@exam![](/A123456789)ple.tw",
        "wang@exam[p](x \"A123456789\")le.tw",
        "A123456789@x.tw",
    ] {
        let text = json!({ "title": "題目", "body": body });
        let answer = author
            .decide("POST", "/api/v1/boards/city/topics", &text, |_| {
                ("mine", "publish")
            })
            .await;
        assert_eq!(answer.status.as_u16(), 422, "{body}: {}", answer.body);
        let masked = author
            .decide("POST", "/api/v1/boards/city/topics", &text, |_| {
                ("mine", "mask")
            })
            .await;
        assert!(!plaza.holds("A123456789"), "{body}: {}", masked.body);
    }
}

#[actix_web::test]
async fn what_taking_out_joins_is_asked_about_as_well() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let text = json!({ "title": "題目", "body": "我叫王0912345678小明" });
    let again = author
        .decide("POST", "/api/v1/boards/city/topics", &text, |_| {
            ("mine", "take-out")
        })
        .await
        .expect(422)
        .json();
    assert_eq!(again["findings"][0]["kind"], "PERSON", "{again}");
}
