//! How long flags are kept, and how their words go earlier.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs, privacy::erasures::Erased};
use serde_json::{Value, json};

use super::{API, FORM, PHONE, WORDS, decide, flag, queue, scene, words_are_kept};
use crate::support::{Client, PASSWORD};

#[actix_web::test]
async fn decided_flags_go_after_their_days_and_open_ones_stay() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    decide(&scene.moderator, "approve").await;
    flag(&scene.guest, "/zh/posts/2/flag", "spam", "還沒看").await;
    let flags = async || {
        use diesel::prelude::*;
        use plaza::db::{DbError, schema};
        let counted = scene.plaza.context.db.read(|connection| {
            let flags: i64 = schema::flags::table.count().get_result(connection)?;
            let consents: i64 = schema::consents::table
                .filter(schema::consents::flag_id.is_not_null())
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>((flags, consents))
        });
        counted.await.unwrap()
    };
    assert_eq!(flags().await, (2, 2));
    for (days, left) in [(89, (2, 2)), (1, (1, 1)), (400, (1, 1))] {
        scene.plaza.advance(TimeDelta::days(days));
        jobs::retention::once(&scene.plaza.context).await.unwrap();
        assert_eq!(flags().await, left, "after {days} days more");
    }
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    assert_eq!(
        queue(&moderator).await["items"][0]["flags"][0]["words"],
        "還沒看"
    );
}

#[actix_web::test]
async fn the_words_are_taken_back_with_their_consent_and_the_flag_stays() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    let backup = scene.plaza.backup();
    scene.plaza.advance(TimeDelta::minutes(1));
    let page = scene.reader.get("/zh/account").await.expect(200);
    assert!(
        page.texts("[aria-labelledby=consents] li")
            .concat()
            .contains("檢舉")
    );
    let list = scene.reader.get("/api/v1/account/consents").await.json();
    let consents = list["consents"].as_array().unwrap();
    let consent = consents.iter().find(|one| one["notice"] == "flag").unwrap();
    let path = format!("/api/v1/account/consents/{}/withdraw", consent["id"]);
    scene.author.post_json(&path, &json!({})).await.expect(404);
    scene.reader.post_json(&path, &json!({})).await.expect(200);
    scene.reader.post_json(&path, &json!({})).await.expect(404);
    let waiting = &queue(&scene.moderator).await["items"][0];
    assert_eq!(waiting["flagged"], 1);
    assert_eq!(waiting["flags"][0]["words"], Value::Null);
    assert_eq!(scene.plaza.journal(), [Erased::Flag { id: 1 }]);
    // A restored backup forgets them as well, once.
    let restored = scene.plaza.restored(&backup);
    assert_eq!(scene.plaza.replay(&restored).await, 1);
    assert_eq!(scene.plaza.replay_from_the_start(&restored).await, 0);
    let reader = scene.plaza.client_of(&restored).await;
    reader.log_on("reader@example.tw", PASSWORD).await;
    let held = reader.get("/api/v1/account/data").await.json();
    assert_eq!(held["flags"].as_array().unwrap().len(), 1);
    assert!(held["flags"][0].get("words_sealed").is_none());
}

#[actix_web::test]
async fn an_author_who_takes_a_phone_number_back_takes_it_out_of_flags() {
    let scene = scene().await;
    let path = format!("/api/v1/topics/{}/posts", scene.topic);
    let body = json!({ "body": format!("打給我{PHONE}。") });
    let ours = |_: &str| ("mine", "publish");
    let answer = scene.author.decide("POST", &path, &body, ours).await;
    answer.expect(201);
    flag(&scene.reader, "/zh/posts/3/flag", "personal-data", PHONE).await;
    let backup = scene.plaza.backup();
    scene.plaza.advance(TimeDelta::minutes(1));
    let body = json!({ "body": "不用打給我。" });
    let path = "/api/v1/posts/3";
    let edited = scene.author.json(Method::PATCH, path, &body).await;
    edited.expect(200);
    assert!(!words_are_kept(&scene.reader).await);
    assert_eq!(queue(&scene.moderator).await["items"][0]["flagged"], 1);
    let restored = scene.plaza.restored(&backup);
    assert_eq!(scene.plaza.replay(&restored).await, 1);
    let reader = scene.plaza.client_of(&restored).await;
    reader.log_on("reader@example.tw", PASSWORD).await;
    assert!(!words_are_kept(&reader).await);
}

#[actix_web::test]
async fn a_flag_of_an_account_that_is_erased_at_the_same_moment_keeps_no_words() {
    for _ in 0..4 {
        let scene = scene().await;
        let body = json!({ "reason": "spam", "words": WORDS });
        let erase = [("posts", "erase"), ("password", PASSWORD)];
        let (given, erased) = futures_util::join!(
            scene.reader.post_json(API, &body),
            scene.reader.post("/zh/account/erase", &erase)
        );
        assert!(
            [202, 401].contains(&given.status.as_u16()),
            "{}",
            given.body
        );
        erased.expect(303);
        let list = queue(&scene.moderator).await;
        for flag in list["items"].as_array().unwrap() {
            assert_eq!(flag["flags"][0]["words"], Value::Null);
        }
    }
}

#[actix_web::test]
async fn a_flag_that_leads_to_nothing_goes_with_the_next_round() {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::flags};
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    flag(&scene.guest, "/zh/posts/2/flag", "spam", "").await;
    let db = &scene.plaza.context.db;
    db.write(|connection| {
        diesel::update(flags::table.filter(flags::post_id.eq(1)))
            .set((
                flags::item_id.eq(None::<i64>),
                flags::post_id.eq(None::<i64>),
            ))
            .execute(connection)?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    jobs::retention::once(&scene.plaza.context).await.unwrap();
    let left: Vec<Option<i64>> = db
        .read(|connection| Ok::<_, DbError>(flags::table.select(flags::post_id).load(connection)?))
        .await
        .unwrap();
    assert_eq!(left, [Some(2)]);
}

#[actix_web::test]
async fn an_erased_account_leaves_the_flag_and_nothing_of_itself_in_it() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    let backup = scene.plaza.backup();
    queue(&scene.moderator).await;
    scene.plaza.advance(TimeDelta::minutes(1));
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    scene
        .reader
        .post("/zh/account/erase", &fields)
        .await
        .expect(303);
    let look = async |moderator: &Client| {
        let waiting = queue(moderator).await["items"][0].clone();
        assert_eq!(waiting["flags"][0]["reason"], "spam");
        assert_eq!(waiting["flags"][0]["by_member"], true);
        assert_eq!(waiting["flags"][0]["words"], Value::Null);
    };
    look(&scene.moderator).await;
    let restored = scene.plaza.restored(&backup);
    assert_eq!(scene.plaza.replay(&restored).await, 1);
    let moderator = scene.plaza.client_of(&restored).await;
    moderator.set_cookie("plaza", &scene.moderator.cookie("plaza").unwrap());
    look(&moderator).await;
    decide(&scene.moderator, "approve").await;
}
