//! A granted appeal beside what its author wrote since, and beside other decisions about the
//! same post: nobody's newer words are lost, and nothing comes back that stays masked.

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{appeals, post_revisions, sealed_originals},
    },
    jobs::retention,
    privacy::verify,
};
use scraper::Selector;
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, Plaza};

const PHONE: &str = "0912-345-678";
const OTHER: &str = "0987-654-321";
const POST: &str = "/api/v1/posts/1";
const DECISIONS: &str = "/zh/posts/1/decisions";

struct Scene {
    plaza: Plaza,
    author: Client,
    moderator: Client,
    /// Somebody who decided nothing yet.
    other: Client,
    guest: Client,
}

/// A topic whose opening post, number 1, has public telephones of its author.
async fn scene(title: &str, body: &str) -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let scene = Scene {
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        guest: plaza.client().await,
        author,
        plaza,
    };
    let post = json!({ "title": title, "body": body });
    let path = "/api/v1/boards/city/topics";
    let published = |_: &str| ("mine", "publish");
    let made = scene.author.decide("POST", path, &post, published).await;
    made.expect(201);
    scene
}

impl Scene {
    /// When an edit leaves the version before it as a revision.
    fn later(&self) {
        self.plaza.advance(TimeDelta::minutes(11));
    }

    async fn edit(&self, change: &Value) {
        self.later();
        let answer = self
            .author
            .json(actix_web::http::Method::PATCH, POST, change)
            .await;
        answer.expect(200);
    }

    /// Edits, and publishes whatever personal data is in it.
    async fn edit_and_publish(&self, change: &Value) {
        self.later();
        let published = |_: &str| ("mine", "publish");
        let answer = self.author.decide("PATCH", POST, change, published).await;
        answer.expect(200);
    }

    async fn act(&self, act: &str) {
        let fields = [
            ("act", act),
            ("ground", "R3"),
            ("reason", "陌生人會打這支電話"),
        ];
        let path = "/zh/posts/1/moderate";
        self.moderator.post(path, &fields).await.expect(303);
        self.plaza.advance(TimeDelta::minutes(10));
    }

    /// Appeals against everything that can be appealed; the appeals are numbered in that order.
    async fn appeal(&self) {
        let page = self.author.get(DECISIONS).await.expect(200);
        let number = Selector::parse("input[name=number]").unwrap();
        let numbers: Vec<String> = page
            .html()
            .select(&number)
            .map(|field| field.value().attr("value").unwrap().to_owned())
            .collect();
        assert!(!numbers.is_empty(), "nothing to appeal against");
        for number in &numbers {
            let words = [("number", &**number), ("words", "這是我自己的電話")];
            self.author.post(DECISIONS, &words).await.expect(303);
        }
    }

    async fn decide(&self, appeal: i64, decision: &str) -> u16 {
        let fields = [("decision", decision), ("answer", "已查明")];
        let path = format!("/zh/review/appeals/{appeal}");
        self.other.post(&path, &fields).await.status.as_u16()
    }

    async fn topic(&self) -> String {
        self.guest.get("/zh/topics/1").await.body
    }

    /// The post's present text as everybody sees it, and its revisions, a line each.
    async fn texts(&self) -> (String, String) {
        let topic = self.guest.get("/zh/topics/1").await.expect(200);
        let before: Result<Vec<String>, DbError> = self
            .plaza
            .context
            .db
            .read(|connection| {
                let revisions = post_revisions::table.order(post_revisions::number);
                Ok(revisions.select(post_revisions::body).load(connection)?)
            })
            .await;
        (
            topic.texts(".post-body").concat(),
            before.unwrap().join("\n"),
        )
    }

    /// The last mail to the author.
    async fn mail(&self) -> String {
        let mails = self.plaza.mails().await;
        let last = mails.iter().rfind(|mail| mail.subject.contains("發言"));
        last.unwrap().text.clone()
    }

    async fn kept(&self) -> (i64, i64) {
        let counted: Result<_, DbError> = self
            .plaza
            .context
            .db
            .read(|connection| {
                Ok((
                    sealed_originals::table.count().get_result(connection)?,
                    appeals::table.count().get_result(connection)?,
                ))
            })
            .await;
        counted.unwrap()
    }
}

#[actix_web::test]
async fn what_the_author_wrote_since_stays_and_the_masked_version_gets_its_words_back() {
    let scene = scene("二手書", &format!("打給我{PHONE}")).await;
    let second = json!({ "body": format!("請打給我{PHONE}，謝謝") });
    scene.edit_and_publish(&second).await;
    scene.act("mask").await;
    scene.edit(&json!({ "body": "書已經賣掉了。" })).await;
    scene.appeal().await;
    // Whoever decides reads beforehand what granting will do.
    let waiting = scene.other.get("/zh/review/appeals").await.expect(200);
    let told = "作者後來改過這則發言";
    assert!(waiting.body.contains(told), "{}", waiting.body);
    assert_eq!(scene.decide(1, "grant").await, 303);

    let (now, before) = scene.texts().await;
    assert_eq!(now, "書已經賣掉了。");
    assert_eq!(before, format!("打給我{PHONE}\n請打給我{PHONE}，謝謝"));
    let second = scene.guest.get("/zh/posts/1/revisions?version=2").await;
    assert!(second.expect(200).texts(".diff").concat().contains(PHONE));
    let topic = scene.guest.get("/zh/topics/1").await;
    assert!(
        topic.texts(".post .post-warning").is_empty(),
        "nothing personal is in the present text"
    );
    // Everybody concerned is told so, in words, and the register is true.
    let mail = scene.mail().await;
    assert!(mail.contains("您後來寫的內容沒有更動"), "{mail}");
    assert!(!mail.contains("發言已恢復原狀"), "{mail}");
    for page in [
        scene.author.get(DECISIONS).await,
        scene.guest.get("/zh/ledger").await,
    ] {
        assert!(
            page.expect(200).body.contains("作者後來寫的內容沒有更動"),
            "{told}"
        );
    }
    // The newer text can be edited as before, and its history stays.
    scene.edit(&json!({ "body": "真的賣掉了。" })).await;
    let (now, before) = scene.texts().await;
    assert_eq!(now, "真的賣掉了。");
    assert!(before.contains("書已經賣掉了"), "{before}");
    verify::all(&scene.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_title_that_was_left_alone_gets_its_words_back_and_can_be_masked_again() {
    let scene = scene(&format!("賣書請打{PHONE}"), "意者電洽。").await;
    scene.act("mask").await;
    let masked = scene.guest.get("/zh/topics/1").await.texts("h1").remove(0);
    assert!(!masked.contains(PHONE), "{masked}");
    scene
        .edit(&json!({ "title": masked, "body": "只剩一本。" }))
        .await;
    scene.appeal().await;
    assert_eq!(scene.decide(1, "grant").await, 303);
    let page = scene.guest.get("/zh/topics/1").await;
    assert!(page.texts("h1")[0].contains(PHONE), "{}", page.body);
    assert_eq!(page.texts(".post-body"), ["只剩一本。"]);
    // It carries its mark again, and what is marked can be masked.
    let titles = scene.guest.get("/api/v1/topics/1").await.json().to_string();
    assert!(titles.contains("phone"), "{titles}");
    scene.act("mask").await;
    assert!(!scene.topic().await.contains(PHONE));
    assert_eq!(scene.texts().await.0, "只剩一本。");
}

/// Masked twice: the telephone in both versions, then the other one in the present version.
async fn masked_twice() -> Scene {
    let scene = scene("二手書", &format!("打給我{PHONE}或{OTHER}")).await;
    scene.act("mask").await;
    let next = json!({ "body": format!("改打{OTHER}找我") });
    scene.edit_and_publish(&next).await;
    scene.act("mask").await;
    let (now, before) = scene.texts().await;
    assert!(!now.contains(OTHER) && !before.contains(PHONE) && !before.contains(OTHER));
    scene.appeal().await;
    scene
}

#[actix_web::test]
async fn of_two_masks_the_first_is_undone_and_the_second_stays() {
    let scene = masked_twice().await;
    assert_eq!(scene.decide(1, "grant").await, 303);
    let (now, before) = scene.texts().await;
    assert!(!now.contains(OTHER), "{now}");
    // The second decision stands.
    assert!(
        before.contains(PHONE) && !before.contains(OTHER),
        "{before}"
    );
    // When that one is undone too, everything is as its author wrote it.
    assert_eq!(scene.decide(2, "grant").await, 303);
    let (now, before) = scene.texts().await;
    assert_eq!(now, format!("改打{OTHER}找我"));
    assert_eq!(before, format!("打給我{PHONE}或{OTHER}"));
    retention::once(&scene.plaza.context).await.unwrap();
    assert_eq!(scene.kept().await.0, 0, "an original that nobody needs");
}

#[actix_web::test]
async fn of_two_masks_the_second_is_undone_and_the_first_stays() {
    let scene = masked_twice().await;
    assert_eq!(scene.decide(2, "grant").await, 303);
    let (now, before) = scene.texts().await;
    assert_eq!(now, format!("改打{OTHER}找我"));
    assert!(
        !before.contains(PHONE) && !before.contains(OTHER),
        "{before}"
    );
    assert_eq!(scene.decide(1, "grant").await, 303);
    let (now, before) = scene.texts().await;
    assert_eq!(now, format!("改打{OTHER}找我"));
    assert_eq!(before, format!("打給我{PHONE}或{OTHER}"));
}

#[actix_web::test]
async fn what_a_refused_appeal_left_masked_stays_so_when_an_earlier_one_is_granted() {
    let scene = masked_twice().await;
    assert_eq!(scene.decide(2, "refuse").await, 303);
    // The day's round finds nothing that is needed no more: the earlier appeal still waits.
    retention::once(&scene.plaza.context).await.unwrap();
    assert_eq!(scene.decide(1, "grant").await, 303);
    let (now, before) = scene.texts().await;
    assert!(!now.contains(OTHER), "{now}");
    assert!(
        before.contains(PHONE) && !before.contains(OTHER),
        "{before}"
    );
    retention::once(&scene.plaza.context).await.unwrap();
    assert_eq!(scene.kept().await.0, 0);
    assert!(!scene.plaza.dump().contains(OTHER));
}

#[actix_web::test]
async fn a_post_hidden_since_gets_its_words_back_and_stays_hidden() {
    let scene = scene("二手書", &format!("打給我{PHONE}")).await;
    scene.act("mask").await;
    scene.act("hide").await;
    scene.appeal().await;
    assert_eq!(scene.decide(1, "grant").await, 303);
    scene.guest.get("/zh/topics/1").await.expect(404);
    assert_eq!(scene.decide(2, "grant").await, 303);
    assert!(scene.topic().await.contains(PHONE));
}

#[actix_web::test]
async fn what_was_erased_since_is_brought_back_by_no_appeal() {
    for account in [false, true] {
        let scene = scene("二手書", &format!("打給我{PHONE}")).await;
        scene.act("mask").await;
        scene.appeal().await;
        assert_eq!(scene.kept().await, (1, 1));
        if account {
            // The posts stay without their author's name.
            let fields = [("posts", "keep"), ("password", PASSWORD)];
            let path = "/zh/account/erase";
            scene.author.post(path, &fields).await.expect(303);
        } else {
            let path = "/zh/posts/1/erase";
            scene.author.post(path, &[]).await.expect(303);
        }
        assert_eq!(scene.kept().await, (0, 0));
        let waiting = scene.other.get("/zh/review/appeals").await;
        assert!(waiting.texts("article").is_empty());
        assert_eq!(scene.decide(1, "grant").await, 404);
        assert!(!scene.topic().await.contains(PHONE));
    }
}

/// A reply that quotes the opening post with its telephone, of somebody else; masked by the
/// moderator, appealed against.
async fn masked_quote(scene: &Scene) -> Client {
    let quoter = scene.plaza.person("xiaohe", Role::Resident).await.client;
    let body = json!({ "body": format!("> [quote:1:1]\n> 打給我{PHONE}\n\n我的是{OTHER}") });
    let path = "/api/v1/topics/1/posts";
    let published = |_: &str| ("mine", "publish");
    let made = quoter.decide("POST", path, &body, published).await;
    assert_eq!(made.expect(201).json()["id"], 2);
    let fields = [("act", "mask"), ("ground", "R3"), ("reason", "有電話")];
    let path = "/zh/posts/2/moderate";
    scene.moderator.post(path, &fields).await.expect(303);
    let decisions = "/zh/posts/2/decisions";
    let number = quoter.get(decisions).await.hidden("number");
    let words = [("number", &*number), ("words", "這是我自己的電話")];
    quoter.post(decisions, &words).await.expect(303);
    quoter
}

#[actix_web::test]
async fn what_its_owner_took_away_since_comes_back_in_no_quote() {
    for erased in [true, false] {
        let scene = scene("二手書", &format!("打給我{PHONE}")).await;
        masked_quote(&scene).await;
        // A quote of the quote is kept beside its original.
        assert!(!scene.topic().await.contains(OTHER));
        if erased {
            let path = "/zh/posts/1/erase";
            scene.author.post(path, &[]).await.expect(303);
        } else {
            scene.later();
            let change = json!({ "title": "二手書", "body": format!("打給我{PHONE}") });
            let masked = |_: &str| ("mine", "mask");
            let answer = scene.author.decide("PATCH", POST, &change, masked).await;
            answer.expect(200);
        }
        assert_eq!(scene.decide(1, "grant").await, 303);
        let topic = scene.topic().await;
        assert!(topic.contains(OTHER), "the quoter's own words are back");
        assert!(!topic.contains("345-678"), "{topic}");
        let found = scene.guest.get("/zh/search?q=0912345678").await;
        assert!(!found.expect(200).body.contains("345-678"));
        assert!(!scene.plaza.dump().contains("345-678"));
    }
}

#[actix_web::test]
async fn what_stays_masked_at_its_source_comes_back_in_no_quote() {
    let scene = scene("二手書", &format!("打給我{PHONE}")).await;
    masked_quote(&scene).await;
    scene.act("mask").await;
    assert_eq!(scene.decide(1, "grant").await, 303);
    let topic = scene.topic().await;
    assert!(topic.contains(OTHER), "{topic}");
    assert!(!topic.contains(PHONE), "{topic}");
    // Granted there, it comes back where it was quoted.
    scene.appeal().await;
    assert_eq!(scene.decide(2, "grant").await, 303);
    let (now, _) = scene.texts().await;
    assert_eq!(now.matches(PHONE).count(), 2, "{now}");
}

#[actix_web::test]
async fn a_word_that_its_author_masks_by_now_comes_back_in_no_version() {
    let scene = scene("二手書", &format!("打給我{PHONE}，或{OTHER}")).await;
    scene.act("mask").await;
    scene.appeal().await;
    // Typed once more, and masked.
    scene.later();
    let change = json!({ "title": "二手書", "body": format!("寫信給我，不打{PHONE}") });
    let masked = |_: &str| ("mine", "mask");
    let answer = scene.author.decide("PATCH", POST, &change, masked).await;
    answer.expect(200);
    assert_eq!(scene.decide(1, "grant").await, 303);
    let (now, before) = scene.texts().await;
    assert!(before.contains(OTHER), "{before}");
    assert!(
        !now.contains(PHONE) && !before.contains(PHONE),
        "{now} {before}"
    );
    assert!(!scene.plaza.dump().contains(PHONE));
}

#[actix_web::test]
async fn whoever_is_gone_is_named_in_no_text_that_comes_back() {
    let scene = scene("二手書", &format!("打給我{PHONE}")).await;
    let leaving = scene.plaza.person("leaving", Role::Resident).await.client;
    let change = json!({ "title": "二手書", "body": format!("@leaving你好，打給我{PHONE}") });
    scene.edit_and_publish(&change).await;
    scene.act("mask").await;
    scene.appeal().await;
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    leaving.post("/zh/account/erase", &fields).await.expect(303);
    assert_eq!(scene.decide(1, "grant").await, 303);
    let (now, _) = scene.texts().await;
    assert!(now.contains("@—你好") && now.contains(PHONE), "{now}");
    assert!(!scene.plaza.dump().contains("@leaving"));
}

#[actix_web::test]
async fn a_program_reads_decisions_appeals_and_answers_as_the_pages_do() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let first = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let topic = author.topic("city", "路燈", "很暗。").await;
    let hide = [
        ("act", "hide"),
        ("ground", "R3"),
        ("reason", "它威脅到鄰居"),
    ];
    first.post("/zh/posts/1/moderate", &hide).await.expect(303);
    let decisions = "/api/v1/posts/1/decisions";
    let stranger = plaza.log_on_as(Role::Resident, "stranger").await;
    assert!([403, 404].contains(&stranger.get(decisions).await.status.as_u16()));
    let decided = author.get(decisions).await.expect(200).json();
    let decided = &decided["decisions"][0];
    assert_eq!(decided["act"], "post-hidden");
    assert_eq!(decided["words"], "它威脅到鄰居");
    assert_eq!(decided["may_appeal"], true);
    let seen = second.get(decisions).await.expect(200).json();
    assert_eq!(seen["decisions"][0]["may_appeal"], false);
    let appeals = "/api/v1/posts/1/appeals";
    let mut body = json!({ "number": decided["number"], "words": " " });
    let lacking = author.post_json(appeals, &body).await.expect(422).json();
    assert_eq!(lacking["errors"][0]["field"], "words");
    body["words"] = json!("請再看看");
    let other = stranger.post_json(appeals, &body).await.status.as_u16();
    assert!([403, 404].contains(&other));
    for _ in 0..2 {
        author.post_json(appeals, &body).await.expect(200);
    }
    author.get("/api/v1/appeals").await.expect(403);
    let waiting = first.get("/api/v1/appeals").await.expect(200).json();
    let waiting = waiting["appeals"].as_array().unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (&waiting[0]["own"], &waiting[0]["words"]),
        (&json!(true), &json!("請再看看"))
    );
    let one = format!("/api/v1/appeals/{}", waiting[0]["id"]);
    let mut answer = json!({ "granted": true, "answer": "" });
    second.post_json(&one, &answer).await.expect(422);
    answer["answer"] = json!("是我們看錯了");
    let own = first.post_json(&one, &answer).await.expect(403).json();
    assert_eq!(own["code"], "second-person");
    let hidden = plaza.client().await;
    hidden
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(404);
    second.post_json(&one, &answer).await.expect(200);
    second.post_json(&one, &answer).await.expect(409);
    hidden
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(200);
    let decided = author.get(decisions).await.expect(200).json();
    assert_eq!(decided["decisions"][0]["appeal"], "granted");
    assert_eq!(decided["decisions"][0]["answer"], "是我們看錯了");
}
