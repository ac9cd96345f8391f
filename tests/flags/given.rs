//! Giving a flag: by anybody, once by an account, and only of what can be read.

use actix_web::test::TestRequest;
use plaza::forum::reader::Circle;
use serde_json::{Value, json};

use super::{API, FORM, Scene, WORDS, flag, queue, scene};
use crate::{reading::board_for, support::Client};

#[actix_web::test]
async fn a_guest_flags_a_post_without_a_cookie_or_a_script() {
    let Scene {
        plaza,
        moderator,
        guest,
        topic,
        ..
    } = scene().await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    let link = page.attribute("#post-2 a[href$='/flag']", "href").unwrap();
    assert_eq!(link, "/zh/posts/2/flag");
    let title = page.attribute(".post-actions a[href$='/flag']", "href");
    assert_eq!(title.as_deref(), Some(FORM), "the title's is its post's");
    let form = guest.get(&link).await.expect(200);
    assert_eq!(form.texts("article .post-body"), ["還是不亮。"]);
    assert_eq!(form.texts("input[name=reason]").len(), 6);
    assert!(form.texts("script").is_empty());
    let done = flag(&guest, &link, "spam", WORDS).await;
    assert!(guest.cookie_names().is_empty(), "a cookie was set");
    let page = guest.get(&done).await.expect(200);
    assert!(page.texts(".notice")[0].contains("謝謝"), "{}", page.body);
    assert!(!plaza.dump().contains(WORDS), "the words lie in the open");

    let list = moderator.get("/zh/review").await.expect(200);
    assert_eq!(list.texts("article .post-body"), ["還是不亮。"]);
    let main = list.texts("main").concat();
    assert!(main.contains(WORDS) && main.contains("訪客檢舉"), "{main}");
    assert!(main.contains("廣告或垃圾訊息"));
    let item = &queue(&moderator).await["items"][0];
    assert_eq!(item["kind"], "flag");
    assert_eq!(item["flags"][0]["words"], WORDS);
    assert_eq!(item["flags"][0]["by_member"], false);
    // Nobody else reads them.
    for path in ["/zh/topics/1", "/zh/ledger", "/api/v1/posts/2"] {
        assert!(!guest.get(path).await.body.contains(WORDS), "{path}");
    }
}

#[actix_web::test]
async fn a_thing_has_one_item_and_an_account_flags_it_once() {
    let scene = scene().await;
    let (reader, guest) = (&scene.reader, &scene.guest);
    assert!(
        flag(reader, FORM, "insult", "一")
            .await
            .ends_with("done=flagged")
    );
    let again = flag(reader, FORM, "spam", "二").await;
    assert!(again.ends_with("done=flagged-before"), "{again}");
    let page = reader.get(&again).await.expect(200);
    assert!(page.texts(".notice")[0].contains("已經檢舉過"));
    let body = json!({ "reason": "other", "words": "三" });
    let api = reader.post_json(API, &body).await.expect(200).json();
    assert_eq!(api["status"], "flagged-before");
    // Guests are not told apart; the same form and the same key count once.
    let form = guest.get(FORM).await;
    let submission = form.hidden("submission");
    let fields = [("submission", submission.as_str()), ("reason", "unlawful")];
    for _ in 0..2 {
        let done = guest.post(FORM, &fields).await.expect(303).location();
        assert!(done.ends_with("done=flagged"), "{done}");
    }
    let body = json!({ "reason": "off-topic" });
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri(API)
            .insert_header(("idempotency-key", "one-and-only"))
            .set_json(&body);
        let answer = guest.send(request).await.expect(202);
        assert_eq!(answer.json()["status"], "flagged");
    }
    let queue = queue(&scene.moderator).await;
    assert_eq!(queue["count"], 1);
    let item = &queue["items"][0];
    assert_eq!(item["flagged"], 3);
    let reasons: Vec<&Value> = item["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| &flag["reason"])
        .collect();
    let order = ["insult", "off-topic", "unlawful"];
    assert_eq!(reasons, order, "the member's, then the newest first");
    assert_eq!(item["title"], "路燈");
}

#[actix_web::test]
async fn a_flag_that_may_be_automatic_is_kept_and_shown_and_presses_nobody() {
    let scene = scene().await;
    let (plaza, guest) = (&scene.plaza, &scene.guest);
    let send = async |client: &Client, page: &str, made: &str, website: &str| {
        let form = client.get(page).await.expect(200);
        let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
        let fields = [
            ("submission", submission.as_str()),
            ("notice", notice.as_str()),
            ("reason", "personal-data"),
            ("words", WORDS),
            ("made", made),
            ("website", website),
        ];
        let done = client.post(page, &fields).await.expect(303).location();
        assert!(done.ends_with("done=flagged"), "{done}");
    };
    let made = guest.get(FORM).await.expect(200).hidden("made");
    plaza.advance(chrono::TimeDelta::seconds(20));
    send(guest, FORM, &made, "https://x.example").await;
    let quick = guest.get("/zh/posts/2/flag").await.expect(200);
    send(guest, "/zh/posts/2/flag", &quick.hidden("made"), "").await;
    let waits = queue(&scene.moderator).await;
    let reasons = |n: usize| waits["items"][n]["flags"][0]["may_be_automatic"].clone();
    assert_eq!(reasons(0), json!(["trap"]));
    assert_eq!(reasons(1), json!(["fast"]));
    assert_eq!(waits["items"][0]["flags"][0]["words"], WORDS);
    for n in [0, 1] {
        assert_eq!(
            waits["items"][n]["urgency"], "soon",
            "of personal data it is urgent"
        );
    }
    let item = format!("/zh/review/{}", waits["items"][0]["id"]);
    let page = scene.moderator.get(&item).await.expect(200);
    let shown = page.texts("article").concat();
    assert!(shown.contains("可能是程式自動送出的"), "{shown}");
    assert!(shown.contains(WORDS), "{shown}");

    // A member is asked for nothing of it, and what a member says presses as before.
    let form = scene.reader.get(FORM).await.expect(200);
    assert!(form.texts("#f-website").is_empty());
    send(&scene.reader, FORM, "", "https://x.example").await;
    let waits = queue(&scene.moderator).await;
    assert_eq!(waits["items"][0]["urgency"], "urgent");
    assert_eq!(waits["items"][0]["flags"][0]["may_be_automatic"], json!([]));
    assert_eq!(
        waits["items"][0]["flags"][1]["may_be_automatic"],
        json!(["trap"])
    );
}

#[actix_web::test]
async fn a_flag_form_that_is_shown_again_is_as_old_as_it_was() {
    let scene = scene().await;
    let form = scene.guest.get(FORM).await.expect(200);
    scene.plaza.advance(chrono::TimeDelta::seconds(20));
    let fields = [("reason", ""), ("words", WORDS)];
    let made = form.hidden("made");
    let mut sent = fields.to_vec();
    sent.push(("made", made.as_str()));
    let again = scene.guest.post(FORM, &sent).await.expect(422);
    assert_eq!(again.hidden("made"), made);
    // What nobody signed is none.
    sent[2] = ("made", "12345.ab");
    let again = scene.guest.post(FORM, &sent).await.expect(422);
    assert_ne!(again.hidden("made"), "12345.ab");
    assert_ne!(again.hidden("made"), made);
}

#[actix_web::test]
async fn flags_at_the_same_moment_are_one_item() {
    let scene = scene().await;
    let body = json!({ "reason": "spam" });
    let guests = (0..6).map(|_| scene.guest.post_json(API, &body));
    let member = scene.reader.post_json(API, &body);
    let again = scene.reader.post_json(API, &body);
    let (guests, one, other) =
        futures_util::join!(futures_util::future::join_all(guests), member, again);
    assert!(guests.iter().all(|answer| answer.status == 202));
    let mut own = [one.status.as_u16(), other.status.as_u16()];
    own.sort_unstable();
    assert_eq!(own, [200, 202], "an account flags once");
    let queue = queue(&scene.moderator).await;
    assert_eq!(queue["count"], 1);
    let item = &queue["items"][0];
    assert_eq!(item["flagged"], 7);
    assert_eq!(item["flags"].as_array().unwrap().len(), 7);
}

#[actix_web::test]
async fn of_many_flags_the_newest_are_shown_and_all_are_counted() {
    let scene = scene().await;
    for n in 0..23 {
        let body = json!({ "reason": "spam", "words": format!("第{n}個") });
        scene.guest.post_json(API, &body).await.expect(202);
    }
    let item = &queue(&scene.moderator).await["items"][0];
    let flags = item["flags"].as_array().unwrap();
    assert_eq!((&item["flagged"], flags.len()), (&json!(23), 20));
    assert_eq!(flags[0]["words"], "第22個");
    assert_eq!(flags[19]["words"], "第3個");
}

#[actix_web::test]
async fn guests_crowd_out_no_member_and_have_an_end() {
    let scene = scene().await;
    let body = json!({ "reason": "spam" });
    scene.reader.post_json(API, &body).await.expect(202);
    for _ in 0..50 {
        scene.guest.post_json(API, &body).await.expect(202);
    }
    let more = json!({ "reason": "spam", "words": WORDS });
    let api = scene.guest.post_json(API, &more).await.expect(200).json();
    assert_eq!(api["status"], "flagged-enough");
    let done = flag(&scene.guest, FORM, "spam", WORDS).await;
    assert!(done.ends_with("done=flagged-enough"), "{done}");
    let page = scene.guest.get(&done).await.expect(200);
    assert!(page.texts(".notice")[0].contains("沒有加進去"));
    let member = &scene.moderator;
    member.post_json(API, &body).await.expect(202);
    let elsewhere = "/api/v1/posts/2/flags";
    scene.guest.post_json(elsewhere, &body).await.expect(202);
    let list = queue(&scene.moderator).await;
    let item = &list["items"][0];
    assert_eq!(item["flagged"], 52);
    let flags = item["flags"].as_array().unwrap();
    let by: Vec<bool> = flags
        .iter()
        .map(|flag| flag["by_member"].as_bool().unwrap())
        .collect();
    assert_eq!((by.len(), &by[..3]), (20, &[true, true, false][..]));
}

#[actix_web::test]
async fn a_guest_flags_a_few_times_and_a_member_as_often_as_needed() {
    let scene = scene().await;
    let address = [192, 0, 2, 9].into();
    scene.guest.come_from(address, "a browser");
    scene.reader.come_from(address, "a browser");
    let body = json!({ "reason": "spam" });
    let path = "/api/v1/posts/99/flags";
    for _ in 0..10 {
        scene.guest.post_json(path, &body).await.expect(404);
    }
    scene.guest.post_json(path, &body).await.expect(429);
    let typed = [("reason", "spam"), ("words", WORDS)];
    let held = scene.guest.post(FORM, &typed).await.expect(429);
    assert_eq!(held.texts("textarea[readonly]"), [WORDS]);
    for _ in 0..12 {
        scene.reader.post_json(path, &body).await.expect(404);
    }
    // Whatever else a guest does there is counted apart.
    scene.guest.get(FORM).await.expect(200);
}

#[actix_web::test]
async fn what_was_dismissed_can_be_flagged_again_by_the_same_account() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", "一").await;
    super::decide(&scene.moderator, "approve").await;
    let again = flag(&scene.reader, FORM, "insult", "二").await;
    assert!(again.ends_with("done=flagged"), "{again}");
    let item = &queue(&scene.moderator).await["items"][0];
    assert_eq!(item["flags"][0]["words"], "二");
    let third = flag(&scene.reader, FORM, "spam", "三").await;
    assert!(third.ends_with("done=flagged-before"), "{third}");
}

#[actix_web::test]
async fn what_is_wrong_is_told_and_what_was_typed_is_kept() {
    let scene = scene().await;
    let guest = &scene.guest;
    let long = "字".repeat(1001);
    for (fields, field) in [
        (vec![("words", WORDS)], "reason"),
        (vec![("reason", "forged"), ("words", WORDS)], "reason"),
        (vec![("reason", "spam"), ("words", &long)], "words"),
        (vec![("reason", "spam"), ("words", "a\0b")], "words"),
        (
            vec![("reason", "spam"), ("words", WORDS), ("notice", "0")],
            "words",
        ),
    ] {
        let page = guest.post(FORM, &fields).await.expect(422);
        assert_eq!(page.texts(&format!("#e-{field}")).len(), 1, "{fields:?}");
        let typed = fields.iter().find(|(name, _)| *name == "words").unwrap().1;
        assert_eq!(
            page.texts("textarea[name=words]"),
            [typed.replace('\0', "\u{fffd}")]
        );
    }
    for (body, status) in [
        (json!({ "reason": "forged" }), 400),
        (json!({}), 400),
        (json!({ "reason": "spam", "words": long }), 422),
        (json!({ "reason": "spam", "notice": "0" }), 422),
    ] {
        guest.post_json(API, &body).await.expect(status);
    }
    let body = json!({ "reason": "spam" });
    let reason = [("reason", "spam"), ("words", WORDS)];
    for id in ["0", "99", "9223372036854775807"] {
        for of in ["posts", "people"] {
            let page = format!("/zh/{of}/{id}/flag");
            guest.get(&page).await.expect(404);
            let kept = guest.post(&page, &reason).await.expect(404);
            assert!(kept.body.contains(WORDS), "{page} lost what was typed");
            let path = format!("/api/v1/{of}/{id}/flags");
            guest.post_json(&path, &body).await.expect(404);
        }
    }
    guest.get("/zh/posts/x/flag").await.expect(404);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
}

#[actix_web::test]
async fn nobody_flags_what_they_may_not_read() {
    let scene = scene().await;
    board_for(&scene.plaza, "members", Circle::Members).await;
    scene
        .author
        .topic("members", "內部", "給有帳號的人。")
        .await;
    let (page, api) = ("/zh/posts/3/flag", "/api/v1/posts/3/flags");
    let body = json!({ "reason": "spam" });
    scene.guest.get(page).await.expect(404);
    scene
        .guest
        .post(page, &[("reason", "spam")])
        .await
        .expect(404);
    scene.guest.post_json(api, &body).await.expect(404);
    scene.reader.get(page).await.expect(200);
    scene.reader.post_json(api, &body).await.expect(202);
    // What waits was never there for them.
    let signed = scene.guest.as_guest("小樹", None).await;
    let held = json!({ "title": "早餐", "body": "內文", "guest": signed });
    let path = "/api/v1/boards/open/topics";
    let ours = |_: &str| ("mine", "publish");
    scene
        .guest
        .decide("POST", path, &held, ours)
        .await
        .expect(202);
    scene.reader.get("/zh/posts/4/flag").await.expect(404);
    scene
        .reader
        .post_json("/api/v1/posts/4/flags", &body)
        .await
        .expect(404);
}

#[actix_web::test]
async fn what_is_hidden_or_erased_meanwhile_says_so() {
    let scene = scene().await;
    let hide = [("act", "hide"), ("ground", "R5"), ("reason", "廣告")];
    let path = "/zh/posts/2/moderate";
    scene.moderator.post(path, &hide).await.expect(303);
    let fields = [("reason", "spam"), ("words", WORDS)];
    for _ in 0..2 {
        let page = scene.guest.get("/zh/posts/2/flag").await.expect(410);
        assert!(page.texts("h1")[0].contains("已經不在"));
        let page = scene.guest.post("/zh/posts/2/flag", &fields).await;
        let page = page.expect(410);
        assert!(page.body.contains(WORDS), "{}", page.body);
        assert!(page.texts("h1")[0].contains("已經不在"));
        let body = json!({ "reason": "spam" });
        let api = scene.guest.post_json("/api/v1/posts/2/flags", &body).await;
        assert_eq!(api.expect(410).json()["code"], "gone");
        // The same for one that its author erases.
        scene.author.post("/zh/posts/2/erase", &[]).await;
    }
    assert_eq!(queue(&scene.moderator).await["count"], 0);
}
