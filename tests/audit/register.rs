//! The register: who reads it, in which form, narrowed to what, page by page, and as a file.

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    db::DbError,
    jobs::sign_heads,
    privacy::{
        actors,
        ledger::{self, About, Arrangement},
        verify,
    },
};
use serde_json::{Value, json};

use super::{API, PAGE, Scene, acts, entries, scene, watch};
use crate::support::{Client, Plaza};

async fn verified(plaza: &Plaza) -> Result<(), String> {
    let verified = verify::all(&plaza.context, Vec::new(), |_| {}).await;
    verified.map(drop).map_err(|wrong| wrong.to_string())
}

#[actix_web::test]
async fn administrators_alone_read_it_and_the_words_stay_sealed() {
    let Scene { plaza, admin, .. } = scene().await;
    let guest = plaza.client().await;
    guest.get(PAGE).await.expect(401);
    guest.get(API).await.expect(401);
    let export = format!("{API}/export");
    guest.post_json(&export, &json!({})).await.expect(401);
    for role in [
        Role::Resident,
        Role::Moderator,
        Role::Staff,
        Role::PrivacyOfficer,
    ] {
        let other = plaza.log_on_as(role, "別人").await;
        other.get(PAGE).await.expect(403);
        other.get(API).await.expect(403);
        other.post_json(&export, &json!({})).await.expect(403);
        other
            .post(&format!("{PAGE}/export"), &[("format", "csv")])
            .await
            .expect(403);
    }

    let read = admin.get(API).await.expect(200);
    assert_eq!(
        acts(&read),
        [
            "erased",
            "topic-pinned",
            "watched-changed",
            "watched-changed"
        ]
    );
    for secret in ["王小明", "娛樂城", "海海"] {
        assert!(!read.body.contains(secret), "{secret}: {}", read.body);
    }
    let all = entries(&read);
    // What a resident did about their own data: nobody, and the day alone.
    assert_eq!(all[0]["by"], Value::Null);
    assert_eq!(all[0]["exact"], false);
    assert_eq!(all[0]["at"], "2026-03-01T16:00:00Z", "midnight in Taipei");
    // What a moderator did: who and when, and no board beside the moment.
    assert_eq!(all[1]["by"]["name"], "版主乙");
    assert_eq!(all[1]["exact"], true);
    assert_eq!(all[1]["at"], "2026-03-02T02:00:00Z");
    assert_eq!(all[1]["facts"], json!({}));
    assert_eq!(all[1]["form"], "sealed");
    assert_eq!(all[3]["by"]["name"], "管理員甲");

    let page = admin.get(PAGE).await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 4);
    for secret in ["王小明", "娛樂城", "海海"] {
        assert!(!page.body.contains(secret), "{secret}");
    }
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    verified(&plaza).await.unwrap();
}

#[actix_web::test]
async fn it_is_narrowed_by_act_subject_person_post_and_days() {
    let Scene {
        plaza,
        admin,
        other,
        topic,
    } = scene().await;
    plaza.advance(TimeDelta::days(2));
    watch(&admin, "壯陽藥").await;
    let cases = [
        ("act=topic-pinned".to_owned(), vec!["topic-pinned"]),
        ("subject=topic".to_owned(), vec!["topic-pinned"]),
        ("subject=data".to_owned(), vec!["erased"]),
        ("subject=page".to_owned(), vec![]),
        (format!("by={other}"), vec!["watched-changed"]),
        ("by=99999".to_owned(), vec![]),
        ("post=99999".to_owned(), vec![]),
        ("from=2026-03-03".to_owned(), vec!["watched-changed"]),
        ("from=2026-03-05".to_owned(), vec![]),
        (
            "from=2026-03-02&until=2026-03-02&subject=city".to_owned(),
            vec!["watched-changed", "watched-changed"],
        ),
        (
            "until=2026-03-02&act=watched-changed&by=".to_owned() + &other.to_string(),
            vec!["watched-changed"],
        ),
    ];
    for (query, expected) in cases {
        let read = admin.get(&format!("{API}?{query}")).await.expect(200);
        assert_eq!(acts(&read), expected, "{query}");
        let page = admin.get(&format!("{PAGE}?{query}")).await.expect(200);
        assert_eq!(page.texts("tbody tr").len(), expected.len(), "{query}");
    }
    // Of the post that opens the topic nothing was done but to the topic.
    let opening = admin.get(&format!("/api/v1/topics/{topic}")).await.json();
    let opening = opening["posts"][0]["id"].as_i64().unwrap();
    let read = admin
        .get(&format!("{API}?post={opening}"))
        .await
        .expect(200);
    assert!(acts(&read).iter().all(|act| act == "topic-pinned"));
}

#[actix_web::test]
async fn what_cannot_be_looked_for_is_refused_by_its_field() {
    let Scene {
        plaza: _plaza,
        admin,
        ..
    } = scene().await;
    for (query, field) in [
        ("act=nothing-done", "act"),
        ("subject=%F0%9F%92%A9", "subject"),
        ("by=me", "by"),
        ("post=-", "post"),
        ("from=yesterday", "from"),
        ("until=999999-01-01", "until"),
        ("from=2026-03-03&until=2026-03-02", "until"),
    ] {
        let refused = admin.get(&format!("{API}?{query}")).await;
        let status = refused.status.as_u16();
        assert!(
            matches!(status, 400 | 422),
            "{query}: {status} {}",
            refused.body
        );
        assert_eq!(refused.json()["errors"][0]["field"], field, "{query}");
        let page = admin.get(&format!("{PAGE}?{query}")).await.expect(422);
        assert_eq!(page.texts(&format!("#e-{field}")).len(), 1, "{query}");
        assert!(page.texts("tbody tr").is_empty());
    }
    // A place that is none is said to be none.
    admin.get(&format!("{API}?before=x")).await.expect(400);
    let read = admin.get(API).await.expect(200);
    assert_eq!(acts(&read).len(), 4);
    for format in ["", "xlsx"] {
        let body = json!({ "format": format });
        let refused = admin.post_json(&format!("{API}/export"), &body).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{format}");
        assert_eq!(refused.json()["errors"][0]["field"], "format");
    }
    assert_eq!(
        acts(&admin.get(API).await),
        acts(&read),
        "nothing was noted"
    );
}

/// So many more entries, as if this administrator had changed watched words.
async fn noted(plaza: &Plaza, admin: &Client, count: usize) {
    let all = entries(&admin.get(API).await.expect(200));
    let by = all.last().unwrap()["by"]["id"].as_i64();
    let cx = plaza.context.clone();
    let write = plaza.context.db.write(move |connection| {
        for _ in 0..count {
            let about = About {
                by,
                ..About::default()
            };
            let fields = serde_json::Map::new();
            ledger::note(connection, &cx, Arrangement::Watched, None, about, fields)?;
        }
        Ok::<_, DbError>(())
    });
    write.await.unwrap();
}

/// All entries, page by page; each page's length.
async fn paged(admin: &Client, from: &str) -> (Vec<i64>, Vec<usize>) {
    let (mut numbers, mut lengths) = (Vec::new(), Vec::new());
    let mut next = Some(from.to_owned());
    while let Some(path) = next {
        let page = admin.get(&path).await.expect(200);
        let of_page = entries(&page);
        lengths.push(of_page.len());
        numbers.extend(
            of_page
                .iter()
                .map(|entry| entry["number"].as_i64().unwrap()),
        );
        next = page.json()["next"].as_str().map(str::to_owned);
    }
    (numbers, lengths)
}

#[actix_web::test]
async fn it_is_read_page_by_page_and_no_entry_twice() {
    let Scene { plaza, admin, .. } = scene().await;
    noted(&plaza, &admin, 60).await;
    let (numbers, lengths) = paged(&admin, API).await;
    let all: Vec<i64> = (1..=64).rev().collect();
    assert_eq!(numbers, all);
    assert_eq!(lengths, [50, 14]);
    let (numbers, lengths) = paged(&admin, &format!("{API}?act=watched-changed")).await;
    assert_eq!((numbers.len(), lengths), (62, vec![50, 12]));
    let page = admin.get(&format!("{PAGE}?act=watched-changed")).await;
    let older = page.attribute("nav.pages a.on", "href").unwrap();
    assert!(
        older.contains("act=watched-changed") && older.contains("before="),
        "{older}"
    );
    let page = admin.get(&older).await.expect(200);
    assert_eq!(page.texts("tbody tr").len(), 12);
}

#[actix_web::test]
async fn a_file_holds_all_that_is_looked_for_and_stands_in_the_register_itself() {
    let Scene { plaza, admin, .. } = scene().await;
    noted(&plaza, &admin, 520).await;
    let form = admin.get(&format!("{PAGE}?subject=city")).await.expect(200);
    let submission = form.hidden("submission");
    assert_eq!(form.hidden("subject"), "city");
    let fields = [
        ("submission", &*submission),
        ("subject", "city"),
        ("format", "csv"),
    ];
    let export = format!("{PAGE}/export");
    let file = admin.post(&export, &fields).await.expect(200);
    let named = file.headers.get("content-disposition").unwrap();
    assert!(named.to_str().unwrap().contains("register-2026-03-02.csv"));
    assert_eq!(file.headers.get("cache-control").unwrap(), "no-store");
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(
        lines[0].starts_with("number,at,act,subject"),
        "{}",
        lines[0]
    );
    assert_eq!(lines.len(), 1 + 522);
    assert!(
        lines[1..]
            .iter()
            .all(|line| line.contains("watched-changed"))
    );
    // Sent once more, it is noted once.
    admin.post(&export, &fields).await.expect(200);
    let read = admin.get(API).await;
    assert_eq!(acts(&read)[..2], ["audit-exported", "watched-changed"]);
    let noted = &entries(&read)[0];
    assert_eq!(
        noted["facts"],
        json!({ "what": "register", "format": "csv" })
    );
    assert_eq!(noted["by"]["name"], "管理員甲");
    // Of something else, it is another file, which stands there too.
    let other = [
        ("submission", &*submission),
        ("subject", "topic"),
        ("format", "csv"),
    ];
    admin.post(&export, &other).await.expect(200);
    let read = acts(&admin.get(API).await);
    assert_eq!(
        read[..3],
        ["audit-exported", "audit-exported", "watched-changed"]
    );

    let body = json!({ "format": "json", "filter": { "act": "topic-pinned" } });
    let path = format!("{API}/export");
    let file = admin.post_json(&path, &body).await.expect(200);
    let rows = file.json();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["by_name"], "版主乙");
    assert!(!file.body.contains("王小明"));
    let body = json!({ "format": "json" });
    let rows = admin.post_json(&path, &body).await.expect(200).json();
    let newest = rows[0]["number"].as_i64().unwrap();
    let number = entries(&admin.get(API).await)[0]["number"]
        .as_i64()
        .unwrap();
    assert_eq!(newest, number - 1, "the file ends before its own entry");
    let document = admin.get("/api/v1/openapi.json").await.expect(200).json();
    for path in [path, format!("{API}/sign-ins/export")] {
        let answer = &document["paths"][&path]["post"]["responses"]["200"];
        for kind in ["text/csv", "application/json"] {
            assert!(answer["content"][kind].is_object(), "{path}: {kind}");
        }
        assert!(answer["headers"]["Idempotency-Replayed"].is_null());
    }
    assert_eq!(rows.as_array().unwrap().len() as i64, newest);
}

#[actix_web::test]
async fn it_says_how_far_it_can_be_trusted() {
    let Scene { plaza, admin, .. } = scene().await;
    let state = |answer: &crate::support::Answer| answer.json()["state"].clone();
    let unsigned = state(&admin.get(API).await.expect(200));
    assert_eq!(unsigned["signed"], Value::Null);
    assert_eq!(
        (&unsigned["verified"], &unsigned["newest"]),
        (&json!(4), &json!(4))
    );
    plaza.advance(TimeDelta::days(1));
    sign_heads::once(&plaza.context).await.unwrap();
    watch(&admin, "名牌包").await;
    let signed = state(&admin.get(API).await.expect(200));
    assert_eq!(
        signed,
        json!({ "newest": 5, "signed": 4, "signed_on": "2026-03-03", "verified": 5, "wrong": null })
    );
    let page = admin.get(PAGE).await.expect(200);
    assert!(
        page.texts("#chain p")[0].contains("no. 5 of 5"),
        "{:?}",
        page.texts("#chain")
    );

    // Whoever owns the database can write past Plaza.
    plaza.unguard("chain_links");
    let alter = |number: i32| {
        format!("UPDATE chain_links SET fields = '{{}}' WHERE chain = 0 AND number = {number}")
    };
    plaza.sql(&alter(5)).unwrap();
    let altered = admin.get(API).await.expect(200);
    assert_eq!(state(&altered)["wrong"], 5);
    assert_eq!(entries(&altered)[0]["altered"], true);
    plaza.sql(&alter(4)).unwrap();
    assert_eq!(state(&admin.get(API).await)["wrong"], 4);
    let page = admin.get(PAGE).await.expect(200);
    assert_eq!(page.texts("#chain.urgent").len(), 1);
    assert_eq!(page.texts("tbody .tag.late"), ["Altered", "Altered"]);
}

#[actix_web::test]
async fn entries_of_before_get_their_actors_once_and_another_actor_is_found() {
    let Scene { plaza, admin, .. } = scene().await;
    let names = async |admin: &Client| -> Vec<Value> {
        let read = admin.get(API).await.expect(200);
        let all = entries(&read).into_iter();
        all.map(|entry| entry["by"]["name"].clone()).collect()
    };
    let before = names(&admin).await;
    plaza
        .sql("UPDATE ledger_payloads SET by_id = NULL")
        .unwrap();
    assert!(names(&admin).await.iter().all(Value::is_null));
    for _ in 0..2 {
        actors::put_in(&plaza.context).await.unwrap();
        assert_eq!(names(&admin).await, before);
    }
    verified(&plaza).await.unwrap();
    plaza
        .sql("UPDATE ledger_payloads SET by_id = (SELECT max(id) FROM accounts) WHERE number = 1")
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(
        wrong.contains("ledger, row 1") && wrong.contains("person"),
        "{wrong}"
    );
}
