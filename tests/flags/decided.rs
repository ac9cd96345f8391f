//! What moderators decide about flags, and what ends them otherwise.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use super::{
    API, FORM, GROUND, PHONE, WORDS, decide, flag, item, queue, scene, told, words_are_kept,
};
use crate::{arrange::arrange, support::Client};

#[actix_web::test]
async fn no_violation_ends_the_flags_and_who_gave_one_is_told() {
    let scene = scene().await;
    let entries = async || {
        let register = scene.guest.get("/api/v1/ledger").await.expect(200).json();
        register["entries"].as_array().unwrap().len()
    };
    let before = entries().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    flag(&scene.guest, FORM, "other", "訪客的話").await;
    assert_eq!(told(&scene.reader).await.len(), 0);
    decide(&scene.moderator, "approve").await;
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(entries().await, before + 1, "a decision is in the register");
    scene
        .guest
        .get(&format!("/zh/topics/{}", scene.topic))
        .await
        .expect(200);
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
    let page = scene.reader.get("/zh/notifications").await.expect(200);
    assert!(page.texts("main").concat().contains("沒有違反規則"));
    assert!(!page.body.contains("訪客的話") && !page.body.contains("版主甲"));
    // It counts as new until it was seen.
    let unseen =
        async |client: &Client| client.get("/api/v1/notifications").await.json()["unseen"].clone();
    assert_eq!(unseen(&scene.reader).await, 1);
    let flag = page.hidden("flag");
    let fields = [("flag", flag.as_str())];
    let stranger = &scene.author;
    stranger
        .post("/zh/notifications/seen", &fields)
        .await
        .expect(303);
    assert_eq!(unseen(&scene.reader).await, 1, "it is the reader's");
    for _ in 0..2 {
        scene
            .reader
            .post("/zh/notifications/seen", &fields)
            .await
            .expect(303);
        assert_eq!(unseen(&scene.reader).await, 0);
    }
    // What the account gave stands among its data; the author learns of none of it.
    let held = scene.reader.get("/api/v1/account/data").await.json();
    let given = held["flags"].as_array().unwrap();
    assert_eq!(given.len(), 1);
    assert_eq!(given[0]["words_sealed"], WORDS);
    assert_eq!(
        (&given[0]["reason"], &given[0]["post_id"]),
        (&json!("spam"), &json!("1"))
    );
    assert_eq!(given[0]["outcome"], "dismissed");
    let looks = held["flag_looks"].as_array().unwrap();
    assert_eq!(looks.len(), 1, "a moderator's look, once a day");
    assert!(looks[0].get("account_id").is_none());
    let page = scene.reader.get("/zh/account/data").await.expect(200);
    assert!(page.texts("main h2").contains(&"您的檢舉".to_owned()));
    let author = scene.author.get("/api/v1/account/data").await;
    assert!(author.json().get("flags").is_none() && !author.body.contains(WORDS));
    // Flagged anew, it waits anew.
    scene
        .guest
        .post_json(API, &json!({ "reason": "spam" }))
        .await
        .expect(202);
    assert_eq!(queue(&scene.moderator).await["items"][0]["flagged"], 1);
}

#[actix_web::test]
async fn hiding_needs_a_ground_and_ends_the_flags_with_it() {
    let scene = scene().await;
    let path = "/api/v1/posts/2/flags";
    let body = json!({ "reason": "spam", "words": WORDS });
    scene.reader.post_json(path, &body).await.expect(202);
    let (item, version) = item(&scene.moderator).await;
    let action = format!("/zh/review/{item}");
    for reason in ["", "a\0b"] {
        let fields = [
            ("decision", "reject"),
            ("version", &*version),
            ("ground", "R5"),
            ("reason", reason),
        ];
        let page = scene.moderator.post(&action, &fields).await.expect(422);
        assert_eq!(page.texts(".error-summary a").len(), 1);
    }
    assert!(told(&scene.reader).await.is_empty());
    let rival = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    decide(&scene.moderator, "reject").await;
    let decided = scene.author.get("/api/v1/posts/2/decisions").await.json();
    assert_eq!(decided["decisions"][0]["act"], "post-hidden");
    assert_eq!(decided["decisions"][0]["rule"], "R5");
    assert_eq!(decided["decisions"][0]["may_appeal"], true);
    let register = scene.guest.get("/api/v1/ledger").await.json();
    assert_eq!(register["entries"][0]["act"], "post-hidden");
    assert_eq!(told(&scene.reader).await, ["acted"]);
    let mails = scene.plaza.mails().await;
    assert!(!mails.iter().any(|mail| mail.raw.contains("reader@")));
    // Of two moderators the second is told.
    let mut fields = GROUND.to_vec();
    fields.extend([("decision", "reject"), ("version", &*version)]);
    for decision in ["reject", "mask", "approve"] {
        fields[2].1 = decision;
        let late = rival.post(&action, &fields).await.expect(409);
        assert!(late.texts(".notice")[0].contains("版主甲"), "{decision}");
    }
    let answer = json!({ "decision": "approve", "version": 0 });
    let api = rival
        .post_json(&format!("/api/v1/review/{item}"), &answer)
        .await;
    let api = api.expect(409).json();
    assert_eq!(
        (&api["code"], &api["by"]),
        (&json!("decided-before"), &json!("版主甲"))
    );
}

#[actix_web::test]
async fn two_moderators_at_once_decide_once() {
    for _ in 0..3 {
        let scene = scene().await;
        let rival = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
        flag(&scene.reader, "/zh/posts/2/flag", "spam", "").await;
        let (item, version) = item(&scene.moderator).await;
        let action = format!("/zh/review/{item}");
        let mut hide = GROUND.to_vec();
        hide.extend([("decision", "reject"), ("version", &*version)]);
        let keep = [("decision", "approve"), ("version", &*version)];
        let (one, other) = futures_util::join!(
            scene.moderator.post(&action, &hide),
            rival.post(&action, &keep)
        );
        let mut both = [one.status.as_u16(), other.status.as_u16()];
        let outcome = if both[0] == 303 { "acted" } else { "dismissed" };
        both.sort_unstable();
        assert_eq!(both, [303, 409]);
        assert_eq!(told(&scene.reader).await, [outcome]);
    }
}

#[actix_web::test]
async fn whatever_takes_it_out_of_sight_ends_its_flags() {
    let scene = scene().await;
    for id in [1, 2] {
        let page = format!("/zh/posts/{id}/flag");
        flag(&scene.reader, &page, "spam", WORDS).await;
    }
    assert_eq!(queue(&scene.moderator).await["count"], 2);
    // Hidden from its own page.
    let hide = [("act", "hide"), ("ground", "R5"), ("reason", "廣告")];
    let path = "/zh/posts/2/moderate";
    scene.moderator.post(path, &hide).await.expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    assert_eq!(told(&scene.reader).await, ["acted"]);
    // Erased by its author: also what was said about it goes.
    scene.plaza.advance(TimeDelta::minutes(1));
    scene
        .author
        .post("/zh/posts/1/erase", &[])
        .await
        .expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["gone", "acted"]);
    let held = scene.reader.get("/api/v1/account/data").await.json();
    let words: Vec<_> = held["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| flag.get("words_sealed").is_some())
        .collect();
    assert_eq!(words, [false, true]);
}

#[actix_web::test]
async fn a_post_that_was_changed_since_is_looked_at_again() {
    let scene = scene().await;
    flag(&scene.reader, "/zh/posts/2/flag", "spam", "").await;
    let (item, version) = item(&scene.moderator).await;
    scene.plaza.advance(TimeDelta::minutes(1));
    let body = json!({ "body": "修好了，謝謝。" });
    let path = "/api/v1/posts/2";
    scene
        .author
        .json(Method::PATCH, path, &body)
        .await
        .expect(200);
    let action = format!("/zh/review/{item}");
    for decision in ["approve", "reject"] {
        let mut fields = GROUND.to_vec();
        fields.extend([("decision", decision), ("version", &*version)]);
        let page = scene.moderator.post(&action, &fields).await.expect(409);
        assert!(page.texts(".notice")[0].contains("改過"), "{decision}");
    }
    let answer = json!({ "decision": "approve", "version": 7 });
    let api = format!("/api/v1/review/{item}");
    let api = scene.moderator.post_json(&api, &answer).await.expect(409);
    assert_eq!(api.json()["code"], "changed-meanwhile");
    assert!(told(&scene.reader).await.is_empty());
    decide(&scene.moderator, "approve").await;
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
}

#[actix_web::test]
async fn a_flag_that_came_after_the_look_is_read_before_anything_is_decided() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "off-topic", "").await;
    let (item, version) = item(&scene.moderator).await;
    flag(&scene.guest, FORM, "personal-data", "這是我媽媽的住處").await;
    let action = format!("/zh/review/{item}");
    for decision in ["approve", "reject"] {
        let mut fields = GROUND.to_vec();
        fields.extend([("decision", decision), ("version", &*version)]);
        let page = scene.moderator.post(&action, &fields).await.expect(409);
        assert!(
            page.texts(".notice")[0].contains("又有人檢舉"),
            "{decision}"
        );
        assert!(page.texts("main").concat().contains("這是我媽媽的住處"));
    }
    let chosen = json!({ "id": item, "version": version.parse::<i64>().unwrap() });
    let bulk = json!({ "decision": "approve", "items": [chosen] });
    let path = "/api/v1/review/bulk";
    let told_of = scene.moderator.post_json(path, &bulk).await.expect(200);
    assert_eq!(told_of.json()[0]["result"], "changed-meanwhile");
    assert!(told(&scene.reader).await.is_empty());
    decide(&scene.moderator, "approve").await;
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
}

#[actix_web::test]
async fn who_is_flagged_learns_of_it_from_no_edit_and_from_no_export() {
    let scene = scene().await;
    let author = &scene.author;
    author.reply(scene.topic, "也是。").await;
    flag(&scene.reader, "/zh/posts/2/flag", "spam", "").await;
    let exported = async || {
        let data = author.get("/api/v1/account/data").await.expect(200).json();
        data.get("review_items").cloned()
    };
    assert_eq!(exported().await, None, "while it waits");
    let before = item(&scene.moderator).await.1;
    // At the same moment, where nothing but the text tells the versions apart.
    for id in [2, 3] {
        let path = format!("/api/v1/posts/{id}");
        let body = json!({ "body": "修好了，謝謝。" });
        let edited = author.json(Method::PATCH, &path, &body).await;
        edited.expect(200);
        let shown = author.get(&path).await.expect(200).json();
        assert_eq!(shown["edited_at"], json!(null), "post {id}");
    }
    let now = item(&scene.moderator).await.1;
    assert_ne!(now, before);
    assert!(now.parse::<i64>().unwrap() < 1 << 52, "{now}");
    decide(&scene.moderator, "approve").await;
    let items = exported().await.unwrap();
    let row = &items.as_array().unwrap()[0];
    assert_eq!(
        (&row["kind"], &row["state"]),
        (&json!("flag"), &json!("approved"))
    );
    assert!(row.get("created_at").is_none() && row.get("flags").is_none());
}

#[actix_web::test]
async fn a_post_that_became_a_topic_is_looked_at_again() {
    let scene = scene().await;
    flag(&scene.reader, "/zh/posts/2/flag", "spam", "").await;
    let (item, version) = item(&scene.moderator).await;
    let split = json!({ "posts": [2], "title": "另一件事" });
    let done = arrange(&scene.moderator, scene.topic, "split", split).await;
    assert!(done.status.is_success(), "{}", done.body);
    let answer = json!({ "decision": "approve", "version": version.parse::<i64>().unwrap() });
    let path = format!("/api/v1/review/{item}");
    let late = scene.moderator.post_json(&path, &answer).await.expect(409);
    assert_eq!(late.json()["code"], "changed-meanwhile");
    decide(&scene.moderator, "approve").await;
}

#[actix_web::test]
async fn nobody_judges_or_reads_flags_about_themselves() {
    let scene = scene().await;
    let rival = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    rival.reply(scene.topic, "我是版主。").await;
    flag(&scene.reader, "/zh/posts/3/flag", "insult", WORDS).await;
    assert_eq!(queue(&rival).await["count"], 0);
    let page = rival.get("/zh/review").await.expect(200);
    assert!(page.texts("article").is_empty() && !page.body.contains(WORDS));
    let (item, version) = item(&scene.moderator).await;
    for decision in ["approve", "reject", "mask"] {
        let mut fields = GROUND.to_vec();
        fields.extend([("decision", decision), ("version", &*version)]);
        let action = format!("/zh/review/{item}");
        // The page keeps a reason that was typed, and says that there is nothing to decide.
        let status = if decision == "approve" { 404 } else { 409 };
        rival.post(&action, &fields).await.expect(status);
        let answer = json!({
            "decision": decision, "version": version.parse::<i64>().unwrap(), "ground": "R5",
            "reason": "廣告",
        });
        let api = format!("/api/v1/review/{item}");
        rival.post_json(&api, &answer).await.expect(404);
    }
    assert!(told(&scene.reader).await.is_empty());
    let looks = scene.reader.get("/api/v1/account/data").await.json()["flag_looks"].clone();
    assert_eq!(looks.as_array().unwrap().len(), 1, "the other's");
    decide(&scene.moderator, "approve").await;
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
}

#[actix_web::test]
async fn what_stands_on_the_next_page_was_not_read() {
    let scene = scene().await;
    for n in 0..19 {
        scene.author.reply(scene.topic, &format!("第{n}則。")).await;
    }
    for id in 1..=21 {
        let body = json!({ "reason": "spam", "words": WORDS });
        let path = format!("/api/v1/posts/{id}/flags");
        scene.reader.post_json(&path, &body).await.expect(202);
    }
    let looks = async || {
        let held = scene.reader.get("/api/v1/account/data").await.json();
        held["flag_looks"].as_array().map_or(0, Vec::len)
    };
    let list = queue(&scene.moderator).await;
    assert_eq!((&list["count"], looks().await), (&json!(21), 20));
    let next = list["next"].as_str().unwrap();
    let next = format!("/api/v1/review?after={next}");
    let rest = scene.moderator.get(&next).await.expect(200).json();
    assert_eq!(rest["items"][0]["flags"][0]["words"], WORDS);
    assert_eq!(looks().await, 21);
}

#[actix_web::test]
async fn what_is_personal_in_a_flagged_post_is_masked_and_the_post_stays() {
    let scene = scene().await;
    let path = format!("/api/v1/topics/{}/posts", scene.topic);
    let body = json!({ "body": format!("打給我{PHONE}。") });
    let ours = |_: &str| ("mine", "publish");
    scene
        .author
        .decide("POST", &path, &body, ours)
        .await
        .expect(201);
    let said = format!("電話{PHONE}");
    flag(&scene.reader, "/zh/posts/3/flag", "personal-data", &said).await;
    let list = scene.moderator.get("/zh/review").await.expect(200);
    assert_eq!(list.texts("button[value=mask]").len(), 1);
    decide(&scene.moderator, "mask").await;
    let shown = scene.guest.get("/api/v1/posts/3").await.expect(200);
    assert!(!shown.body.contains(PHONE) && shown.body.contains("打給我"));
    assert_eq!(told(&scene.reader).await, ["acted"]);
    // What the flag repeats of it goes as well, with the consent to keep that.
    assert!(!words_are_kept(&scene.reader).await);
    // Where nothing is marked there is nothing to mask, and nothing is decided.
    flag(&scene.reader, FORM, "personal-data", "").await;
    let list = scene.moderator.get("/zh/review").await.expect(200);
    assert!(list.texts("button[value=mask]").is_empty());
    let (item, version) = item(&scene.moderator).await;
    let mut fields = GROUND.to_vec();
    fields.extend([("decision", "mask"), ("version", &*version)]);
    let action = format!("/zh/review/{item}");
    let page = scene.moderator.post(&action, &fields).await.expect(422);
    assert_eq!(page.texts("#e-ground").len(), 1);
    assert_eq!(
        page.attribute("input[name=reason]", "value").as_deref(),
        Some("這是廣告")
    );
    let answer = json!({
        "decision": "mask", "version": version.parse::<i64>().unwrap(), "ground": "R3",
        "reason": "別人的電話",
    });
    let api = format!("/api/v1/review/{item}");
    let api = scene.moderator.post_json(&api, &answer).await.expect(409);
    assert_eq!(api.json()["code"], "nothing-to-mask");
    assert_eq!(queue(&scene.moderator).await["count"], 1);
}

#[actix_web::test]
async fn only_moderators_list_and_decide_and_a_program_can() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    let (item, version) = item(&scene.moderator).await;
    let version: i64 = version.parse().unwrap();
    let path = format!("/api/v1/review/{item}");
    let answer = json!({ "decision": "approve", "version": version });
    for (client, status) in [(&scene.guest, 401), (&scene.reader, 403)] {
        client.get("/api/v1/review").await.expect(status);
        client.post_json(&path, &answer).await.expect(status);
    }
    let wrong = json!({ "decision": "reject", "version": version, "reason": "廣告" });
    let told_why = scene.moderator.post_json(&path, &wrong).await.expect(422);
    assert_eq!(told_why.json()["errors"][0]["field"], "ground");
    let unknown = "/api/v1/review/9999";
    scene
        .moderator
        .post_json(unknown, &answer)
        .await
        .expect(404);
    let wrong = json!({ "decision": "burn", "version": version });
    scene.moderator.post_json(&path, &wrong).await.expect(400);
    scene.moderator.post_json(&path, &answer).await.expect(200);
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
}
