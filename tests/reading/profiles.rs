//! Profiles: nothing but the name until its owner chooses, each datum by itself and marked.

use actix_web::{http::Method, test::TestRequest};
use plaza::{accounts::Role, forum::reader::Circle};
use serde_json::{Value, json};

use super::{board_for, put};
use crate::support::{Client, Plaza, decisions};

const PAGE: &str = "/en/account/profile";
const API: &str = "/api/v1/account/profile";

/// Where a post's author leads to.
async fn profile_of(client: &Client, topic: i64) -> Option<i64> {
    let shown = client
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(200);
    shown.json()["posts"][0]["author"]["profile"].as_i64()
}

#[actix_web::test]
async fn nothing_is_shown_until_it_is_chosen_and_each_datum_by_itself() {
    let plaza = Plaza::with_boards().await;
    board_for(&plaza, "members", Circle::Members).await;
    let ming = plaza.log_on_named(Role::Resident, "王小明", true).await;
    let topic = ming.topic("city", "路燈", "路燈不亮。").await;
    ming.topic("members", "只給會員", "內部的事。").await;
    let guest = plaza.client().await;
    let reader = plaza.log_on_as(Role::Resident, "讀者").await;
    // Whoever shows nothing has no page, as if there were nobody.
    assert_eq!(profile_of(&guest, topic).await, None);
    for id in 0..5 {
        guest.get(&format!("/en/people/{id}")).await.expect(404);
        guest.get(&format!("/api/v1/people/{id}")).await.expect(404);
    }
    let page = ming.get(PAGE).await.expect(200);
    assert_eq!(
        page.attribute("input[type=checkbox][checked]", "name"),
        None
    );

    let done = ming.post(PAGE, &[("about", ""), ("since", "yes")]).await;
    assert_eq!(done.location(), "/en/account/profile?done=profile-kept");
    let id = profile_of(&guest, topic).await.expect("a profile");
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    let link = page.attribute(".post-author a", "href");
    assert_eq!(link, Some(format!("/en/people/{id}")));
    let path = format!("/en/people/{id}");
    let page = guest.get(&path).await.expect(200);
    assert_eq!(page.texts("main mark.pd"), ["王小明", "March 2026"]);
    assert_eq!(
        page.texts("#mark-since"),
        ["public personal data: month of joining"]
    );
    assert!(page.body.contains("The privacy policy does not cover it."));
    assert!(!page.body.contains("路燈"));
    let api = guest
        .get(&format!("/api/v1/people/{id}"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        api["since"],
        json!({ "month": "2026-03-01", "scope": "public" })
    );
    for absent in ["about", "count", "written"] {
        assert_eq!(api[absent], Value::Null, "{absent}");
    }

    let all = json!({ "about": "愛騎**單車**。", "count": true, "posts": true });
    put(&ming, API, &all).await.expect(200);
    let page = guest.get(&path).await.expect(200);
    assert_eq!(page.texts("main mark.pd"), ["王小明", "1", "Posts"]);
    assert_eq!(page.texts(".post-body strong"), ["單車"]);
    assert_eq!(page.texts(".row-title"), ["路燈"]);
    // Each reader sees the posts that they may read; the count is of public ones.
    let page = reader.get(&path).await.expect(200);
    assert_eq!(page.texts(".row-title"), ["只給會員", "路燈"]);
    assert_eq!(page.texts("main dd mark"), ["1"]);
    let api = guest
        .get(&format!("/api/v1/people/{id}?lang=zh"))
        .await
        .expect(200)
        .json();
    for datum in ["about", "count", "written"] {
        assert_eq!(api[datum]["scope"], "public", "{datum}");
    }
    assert_eq!(
        api["warning"],
        "這一頁的內容都由本人自行公開，不受本站隱私權政策保護。"
    );
    assert_eq!(api["since"], Value::Null);
    let data = ming.get("/api/v1/account/data").await.expect(200).json();
    assert_eq!(data["profiles"][0]["about"], "愛騎**單車**。");
    // Whose page is looked at stands in no log.
    plaza::jobs::record::last(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let log = plaza.access_log().join("\n");
    assert!(log.contains("/{lang}/people/{id}"), "{log}");
    assert!(!log.contains(&format!("people/{id}")), "{log}");
    // Nobody else's is changed; one button, pressed twice, erases it.
    put(&reader, API, &json!({ "since": true }))
        .await
        .expect(200);
    guest.get(API).await.expect(401);
    for _ in 0..2 {
        let gone = ming.post("/en/account/profile/erase", &[]).await;
        assert_eq!(gone.location(), "/en/account/profile?done=profile-erased");
    }
    guest.get(&path).await.expect(404);
    assert_eq!(profile_of(&guest, topic).await, None);
    assert!(!plaza.dump().contains("愛騎"));
    reader
        .send(TestRequest::delete().uri(API))
        .await
        .expect(204);
    assert_eq!(reader.get(API).await.expect(200).json()["since"], false);
}

#[actix_web::test]
async fn the_list_of_posts_goes_on_and_back_by_where_it_ended() {
    let plaza = Plaza::with_boards().await;
    let ming = plaza.log_on_as(Role::Resident, "ming").await;
    let topic = ming.topic("city", "路燈", "路燈不亮。").await;
    for n in 0..24 {
        ming.reply(topic, &format!("第{n}則。")).await;
        if n % 3 == 0 {
            plaza.advance(chrono::TimeDelta::minutes(1));
        }
    }
    put(&ming, API, &json!({ "posts": true })).await.expect(200);
    let guest = plaza.client().await;
    let id = profile_of(&guest, topic).await.unwrap();
    let path = format!("/api/v1/people/{id}");
    let first = guest.get(&path).await.expect(200).json()["written"].clone();
    let next = first["next"].as_str().unwrap();
    let second = guest
        .get(&format!("{path}?after={next}"))
        .await
        .expect(200)
        .json();
    let ids = |written: &Value| {
        let posts = written["posts"].as_array().unwrap().iter();
        posts
            .map(|post| post["id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    let mut all = ids(&first);
    assert_eq!(all.len(), 20);
    all.extend(ids(&second["written"]));
    let mut expected: Vec<i64> = all.clone();
    expected.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
    assert_eq!((all.len(), &all), (25, &expected));
    let page = guest.get(&format!("/en/people/{id}")).await.expect(200);
    let older = page.attribute(".pages a[rel=next]", "href").unwrap();
    let last = guest.get(&older).await.expect(200);
    assert_eq!(last.texts(".row.topic").len(), 5);
    let newer = last.attribute(".pages a[rel=prev]", "href").unwrap();
    let again = guest.get(&newer).await.expect(200);
    assert_eq!(again.texts(".row.topic").len(), 20);
    for odd in ["x", "-1", "99999999999999999999-1"] {
        guest.get(&format!("{path}?after={odd}")).await.expect(400);
    }
}

#[actix_web::test]
async fn the_text_is_asked_about_and_nobody_elses_data_is_published_in_it() {
    let plaza = Plaza::with_boards().await;
    let ming = plaza.log_on_as(Role::Resident, "ming").await;
    let topic = ming.topic("city", "路燈", "路燈不亮。").await;
    let guest = plaza.client().await;
    let typed = json!({ "about": "寫信給我wang@example.tw，身分證A123456789。" });
    let asked = put(&ming, API, &typed).await.expect(422).json();
    assert_eq!(asked["code"], "personal-data-undecided");
    let answer = |whose: &'static str| {
        let mut answer = typed.clone();
        answer["check"] = asked["check"].clone();
        answer["decisions"] = decisions(&asked, |kind| match kind {
            "EMAIL" => (whose, "publish"),
            _ => ("mine", "mask"),
        });
        answer
    };
    put(&ming, API, &answer("other")).await.expect(422);
    assert_eq!(profile_of(&guest, topic).await, None, "nothing is stored");
    assert!(!plaza.dump().contains("wang@example.tw"));
    put(&ming, API, &answer("mine")).await.expect(200);
    let id = profile_of(&guest, topic).await.unwrap();
    let page = guest.get(&format!("/zh/people/{id}")).await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), ["wang@example.tw"]);
    assert!(!plaza.dump().contains("A123456789"));
    // The form asks the same, keeps what was typed, and masks with one press.
    let fields = [("about", "寫信給我chen@example.tw"), ("since", "yes")];
    let asked = ming.post(PAGE, &fields).await.expect(422);
    assert!(
        asked
            .body
            .contains("Here you can publish personal data of your own only.")
    );
    assert_eq!(asked.attribute("#f-since", "checked"), Some(String::new()));
    let check = asked.hidden("check");
    let at = asked.hidden("at-0");
    let answers = |whose: &'static str| {
        let mut all = fields.to_vec();
        all.extend([
            ("check", &*check),
            ("at-0", &*at),
            ("whose-0", whose),
            ("choice-0", "publish"),
        ]);
        all
    };
    let refused = ming.post(PAGE, &answers("other")).await.expect(422);
    assert!(
        refused
            .body
            .contains("Only your own personal data can be published here.")
    );
    let mut mask = fields.to_vec();
    mask.extend([("check", &*check), ("all", "mask")]);
    ming.post(PAGE, &mask).await.expect(303);
    let page = guest.get(&format!("/zh/people/{id}")).await.expect(200);
    assert!(!page.body.contains("chen@example.tw") && page.body.contains("寫信給我"));
    // What breaks a rule changes nothing.
    let long = "長".repeat(1001);
    ming.post(PAGE, &[("about", &*long)]).await.expect(422);
    put(&ming, API, &json!({ "about": "a\u{0}b" }))
        .await
        .expect(422);
    let kept = ming.get(API).await.expect(200).json();
    assert!(kept["about"].as_str().unwrap().starts_with("寫信給我") && kept["since"] == true);
    ming.json(Method::PUT, API, &json!({ "about": 7 }))
        .await
        .expect(400);
}

#[actix_web::test]
async fn a_newer_pipeline_looks_at_profiles_again() {
    use diesel::prelude::*;
    use plaza::{
        db::{DbError, schema::profiles},
        jobs::render_again,
    };
    let plaza = Plaza::with_boards().await;
    let ming = plaza.log_on_as(Role::Resident, "ming").await;
    let chen = plaza.log_on_as(Role::Resident, "chen").await;
    let (one, two) = (
        ming.topic("city", "路燈", "路燈不亮。").await,
        chen.topic("city", "公園", "公園的樹。").await,
    );
    for client in [&ming, &chen] {
        put(client, API, &json!({ "about": "大家好。", "since": true }))
            .await
            .expect(200);
    }
    let guest = plaza.client().await;
    let (ming, chen) = (
        profile_of(&guest, one).await.unwrap(),
        profile_of(&guest, two).await.unwrap(),
    );
    // As an older pipeline left them, which did not see what stands there.
    for (id, text) in [(ming, "寫信到wang@example.tw"), (chen, "身分證A123456789")] {
        let change = move |connection: &mut plaza::db::AnyConnection| {
            diesel::update(profiles::table.find(id))
                .set((
                    profiles::about.eq(text),
                    profiles::about_html.eq(text),
                    profiles::pipeline.eq(0),
                ))
                .execute(connection)?;
            Ok::<_, DbError>(())
        };
        plaza.context.db.write(change).await.unwrap();
    }
    for _ in 0..3 {
        render_again::once(&plaza.context).await.unwrap();
    }
    let page = guest.get(&format!("/zh/people/{ming}")).await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), ["wang@example.tw"]);
    let page = guest.get(&format!("/zh/people/{chen}")).await.expect(200);
    assert!(!page.body.contains("A123456789") && page.texts(".post-body").is_empty());
}

#[actix_web::test]
async fn what_its_owner_said_is_no_personal_data_stays_so_and_news_are_told_once() {
    let plaza = Plaza::with_boards().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let topic = ming.topic("city", "路燈", "路燈不亮。").await;
    let about = json!({ "about": "  總機0912-345-678，寫信到wang@example.tw" });
    ming.decide("PUT", API, &about, |kind| match kind {
        "PHONE" => ("none", "publish"),
        _ => ("mine", "publish"),
    })
    .await
    .expect(200);
    let guest = plaza.client().await;
    let id = profile_of(&guest, topic).await.unwrap();
    let marks = async || {
        let page = guest.get(&format!("/zh/people/{id}")).await.expect(200);
        page.texts(".post-body mark.pd")
    };
    assert_eq!(marks().await, ["wang@example.tw"]);
    let before = plaza.mails().await.len();
    let run = async || {
        plaza.sql("UPDATE profiles SET pipeline = 1").unwrap();
        for _ in 0..3 {
            plaza::jobs::render_again::once(&plaza.context)
                .await
                .unwrap();
        }
        plaza.mails().await.split_off(before)
    };
    assert!(run().await.is_empty(), "nothing is news");
    assert_eq!(marks().await, ["wang@example.tw"]);
    // Something slipped through an older detector.
    plaza
        .sql("UPDATE profiles SET about = about || '或lin@example.tw'")
        .unwrap();
    for _ in 0..2 {
        let told = run().await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].to, "ming@example.tw");
        assert!(told[0].text.contains("/account/profile"));
        assert!(!told[0].text.contains("lin@"));
    }
    assert_eq!(marks().await, ["wang@example.tw", "lin@example.tw"]);
    // What may not be published at all is shown to nobody, and told once too.
    plaza
        .sql("UPDATE profiles SET about = about || '身分證A123456789'")
        .unwrap();
    for _ in 0..2 {
        assert_eq!(run().await.len(), 2);
    }
    assert!(marks().await.is_empty());
}
