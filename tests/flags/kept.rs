//! How long flags are kept, and how their words go earlier.

use chrono::TimeDelta;
use plaza::{accounts::Role, jobs, privacy::erasures::Erased};
use serde_json::{Value, json};

use super::{FORM, WORDS, decide, flag, queue, scene};
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
