//! Who keeps the words, which are refused, and the field in which they are tried.

use actix_web::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{API, PAGE, Scene, TRY, error, scene, watch};
use crate::support::Answer;

#[actix_web::test]
async fn administrators_alone_change_them_and_the_register_tells_no_word() {
    let scene = scene().await;
    let Scene {
        plaza,
        admin,
        moderator,
        author,
    } = &scene;
    watch(admin, "word", "娛樂城", "block").await;
    let guest = plaza.client().await;
    for (client, status) in [(&guest, 401), (author, 403)] {
        client.get(PAGE).await.expect(status);
        client.get(API).await.expect(status);
        client.post(TRY, &[("text", "x")]).await.expect(status);
    }
    for (client, status) in [(&guest, 401), (author, 403), (moderator, 403)] {
        client.get(&format!("{API}/export")).await.expect(status);
        client.post_json(API, &json!({})).await.expect(status);
        client.post(PAGE, &[("csv", "x")]).await.expect(status);
        client.get(&format!("{PAGE}/1")).await.expect(status);
    }
    // Moderators read it and try texts, and are offered nothing else.
    let read = moderator.get(PAGE).await.expect(200);
    assert_eq!(read.texts("main .row-title"), ["娛樂城"]);
    assert!(read.texts("main .row-title a").is_empty());
    assert!(read.texts("main form #f-csv").is_empty());
    assert_eq!(read.attribute("main form", "action").as_deref(), Some(TRY));
    let tried = moderator.post(TRY, &[("text", "新娛樂城")]).await;
    assert_eq!(tried.expect(200).texts(".note mark"), ["娛樂城"]);
    let all = moderator.get(API).await.expect(200).json();
    assert_eq!(all[0]["words"], "娛樂城");
    let trial = json!({ "text": "娛樂城" });
    let tried = moderator.post_json(&format!("{API}/try"), &trial).await;
    assert_eq!(tried.expect(200).json()["outcome"], "block");
    let list = admin.get(PAGE).await.expect(200);
    assert!(list.body.contains("娛樂城"));
    let register = guest.get("/api/v1/ledger").await.expect(200);
    assert!(
        register.body.contains("watched-changed"),
        "{}",
        register.body
    );
    assert!(!register.body.contains("娛樂城"));
}

#[actix_web::test]
async fn what_would_match_everything_or_nothing_or_cost_too_much_is_refused() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        ..
    } = &scene;
    for (kind, words, code) in [
        ("pattern", ".*", "watched-nothing"),
        ("pattern", ".", "watched-everything"),
        ("word", "的", "watched-everything"),
        ("pattern", "(", "watched-syntax"),
        ("pattern", r"(\w{50}){50}", "watched-size"),
        ("word", "", "required"),
        ("burn", "賭場", "choice"),
    ] {
        let body = json!({ "kind": kind, "words": words, "effect": "hold" });
        let refused = admin.post_json(API, &body).await.expect(422);
        assert_eq!(error(&refused)["code"], code, "{words}");
        if kind != "burn" && !words.is_empty() {
            let trial = json!({ "kind": kind, "words": words, "text": "文字" });
            let refused = admin
                .post_json(&format!("{API}/try"), &trial)
                .await
                .expect(422);
            assert_eq!(error(&refused)["code"], code, "{words}");
        }
    }
    watch(admin, "word", "賭場", "hold").await;
    let twice = json!({ "kind": "word", "words": "賭場", "effect": "flag" });
    let twice = admin.post_json(API, &twice).await.expect(422);
    assert_eq!(error(&twice)["code"], "watched-twice");
    let fields = [
        ("words", "."),
        ("kind", "pattern"),
        ("effect", "hold"),
        ("note", "試"),
    ];
    let kept = admin
        .post(&format!("{PAGE}/new"), &fields)
        .await
        .expect(422);
    assert!(kept.texts("#e-words")[0].contains("more than half"));
    assert_eq!(kept.attribute("#f-note", "value").as_deref(), Some("試"));
}

#[actix_web::test]
async fn patterns_that_cost_too_much_together_are_refused_and_long_texts_are_not_tried() {
    let scene = scene().await;
    let (admin, moderator, _) = scene.people();
    let slow = json!({ "kind": "pattern", "words": "1[01]{20000}[xy]", "effect": "hold" });
    let refused = admin.post_json(API, &slow).await.expect(422);
    assert_eq!(error(&refused)["code"], "watched-size");
    let pattern = |n: usize| format!("{n}x[01]{{2500}}[xy]");
    let mut ids = Vec::new();
    for n in 0..16 {
        ids.push(watch(admin, "pattern", &pattern(n), "hold").await);
    }
    let more = json!({ "kind": "pattern", "words": pattern(16), "effect": "hold" });
    let refused = admin.post_json(API, &more).await.expect(422);
    assert_eq!(error(&refused)["code"], "watched-heavy");
    let csv = format!("kind,words,effect\npattern,{},hold\n", pattern(16));
    let file = json!({ "csv": csv });
    let refused = admin.post_json(&format!("{API}/import"), &file).await;
    assert_eq!(error(&refused.expect(422))["code"], "watched-heavy");
    // A word costs next to nothing, and what is looked for no longer nothing at all.
    watch(admin, "word", "賭場", "hold").await;
    let retired = json!({
        "kind": "pattern", "words": pattern(0), "effect": "hold", "retired": true, "version": 1,
    });
    let path = format!("{API}/{}", ids[0]);
    admin.json(Method::PUT, &path, &retired).await.expect(200);
    admin.post_json(API, &more).await.expect(201);

    let long = "1".repeat(20_001);
    let trial = json!({ "text": long, "words": "賭場", "kind": "word" });
    let refused = moderator.post_json(&format!("{API}/try"), &trial).await;
    assert_eq!(error(&refused.expect(422))["field"], "text");
    let page = moderator.post(TRY, &[("text", &*long)]).await.expect(422);
    assert!(
        page.texts("#e-text")[0].contains("at most"),
        "{}",
        page.body
    );
    let trial = json!({ "text": &long[1..], "words": "賭場", "kind": "word" });
    let tried = moderator.post_json(&format!("{API}/try"), &trial).await;
    assert_eq!(tried.expect(200).json()["places"], json!([]));
}

#[actix_web::test]
async fn of_those_who_add_the_same_at_once_one_is_first_and_the_others_are_told() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        ..
    } = &scene;
    let told = |answers: &[Answer], good: u16| {
        let is_good = |one: &&Answer| one.status.as_u16() == good;
        assert_eq!(answers.iter().filter(is_good).count(), 1);
        for late in answers.iter().filter(|one| !is_good(one)) {
            assert_eq!(late.status.as_u16(), 422, "{}", late.body);
            assert_eq!(error(late)["code"], "watched-twice");
        }
    };
    let same = json!({ "kind": "word", "words": "賭場", "effect": "flag" });
    let added = join_all((0..8).map(|_| admin.post_json(API, &same))).await;
    told(&added, 201);

    let mut paths = Vec::new();
    for words in ["賭城", "娛樂城", "百家樂", "運彩"] {
        let id = watch(admin, "word", words, "hold").await;
        paths.push(format!("{API}/{id}"));
    }
    let other = json!({ "kind": "word", "words": "貸款", "effect": "hold", "version": 1 });
    let changes = paths
        .iter()
        .map(|path| admin.json(Method::PUT, path, &other));
    told(&join_all(changes).await, 200);

    let import = format!("{API}/import");
    let file = json!({ "csv": "kind,words,effect\nword,壯陽藥,hold\nword,名牌包,hold\n" });
    for answer in join_all((0..4).map(|_| admin.post_json(&import, &file))).await {
        // Who comes after the first either sees what it brought, or meets it.
        if answer.status.as_u16() != 200 {
            let answer = answer.expect(422);
            assert_eq!(error(&answer)["code"], "watched-twice");
        }
    }
    let all = admin.get(API).await.json();
    assert_eq!(all.as_array().unwrap().len(), 7);
}

#[actix_web::test]
async fn the_test_field_shows_where_and_what_would_happen() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        ..
    } = &scene;
    watch(admin, "word", "賭場", "flag").await;
    watch(admin, "pattern", r"\d+%", "block").await;
    let fields = [("text", "賭場打８０％折，新賭场")];
    let page = admin.post(TRY, &fields).await.expect(200);
    let mut found = page.texts(".note mark");
    found.sort();
    let mut expected = ["賭場", "賭场", "８０％"].map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    assert!(page.texts(".note strong")[0].contains("refused"));
    assert_eq!(page.texts("#f-text"), ["賭場打８０％折，新賭场"]);
    let nothing = admin.post(TRY, &[("text", "路燈")]).await.expect(200);
    assert!(nothing.texts(".note strong")[0].contains("Nothing would happen"));
    let trial = json!({ "text": "賭場", "words": "場", "kind": "word" });
    let tried = admin
        .post_json(&format!("{API}/try"), &trial)
        .await
        .expect(200)
        .json();
    assert_eq!(tried["places"][0]["start"], 1);
    assert_eq!(tried["places"][0]["end"], 2);
    assert_eq!(tried["outcome"], Value::Null);
    let all = admin.get(API).await.json();
    assert_eq!(all.as_array().unwrap().len(), 2, "nothing was kept");
}
