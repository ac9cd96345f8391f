//! What looks like spam: held for its looks and for what moderators decided, and what a guest's form
//! says of how it was filled in.

mod figures;
mod form;
mod learned;
mod passed;

use actix_web::http::Method;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::spam_scores},
    jobs::retention,
    spam,
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

/// The codes of a post's reasons, and its score.
async fn score(plaza: &Plaza, post: i64) -> (i32, Vec<&'static str>) {
    let scores = plaza
        .context
        .db
        .read(move |connection| spam::of_posts(connection, &[post]))
        .await
        .unwrap();
    let score = &scores[&post];
    let codes = score.reasons.iter().map(|reason| reason.code.as_str());
    (score.score, codes.collect())
}

/// What waits for moderators.
async fn items(moderator: &Client) -> Vec<Value> {
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    queue["items"].as_array().unwrap().clone()
}

async fn answer(client: &Client, topic: i64, body: &str) -> Answer {
    let path = format!("/api/v1/topics/{topic}/posts");
    client.post_json(&path, &json!({ "body": body })).await
}

const ADVERT: &str = "全新名牌包工廠直營一件也批發，今天下單免運費再送購物金，名額有限請把握機會，售完為止 \
    https://one.example/a https://two.example/b https://three.example/c";

#[actix_web::test]
async fn the_same_advert_of_new_accounts_is_held_and_one_of_an_older_account_is_not() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let asker = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = asker.topic("city", "請問", "哪裡可以買包包？").await;
    let mut authors = Vec::new();
    for name in ["甲", "乙", "丙"] {
        authors.push(plaza.log_on_as(Role::Resident, name).await);
    }
    let first = answer(&authors[0], topic, ADVERT).await.expect(201).json();
    let first = score(&plaza, first["id"].as_i64().unwrap()).await;
    assert_eq!(first, (30, vec!["links", "new-account"]));
    answer(&authors[1], topic, ADVERT).await.expect(201);
    let third = answer(&authors[2], topic, ADVERT).await.expect(202).json();
    let third = score(&plaza, third["id"].as_i64().unwrap()).await;
    let reasons = vec!["links", "repeated", "repeated-links", "new-account"];
    assert_eq!(third, (70, reasons));
    assert_eq!(items(&moderator).await[0]["kind"], "spam-score");
    let page = moderator.get("/en/review").await.expect(200);
    assert!(page.body.contains("It looks like spam"));
    // Other spaces and signs are the same text.
    plaza.advance(chrono::TimeDelta::days(2));
    let spaced = ADVERT.replace('，', "！ ");
    let later = answer(&asker, topic, &spaced).await.expect(201).json();
    let later = score(&plaza, later["id"].as_i64().unwrap()).await;
    assert_eq!(later, (60, vec!["links", "repeated", "repeated-links"]));
    // After a week it is forgotten.
    plaza.advance(chrono::TimeDelta::days(8));
    let last = answer(&asker, topic, ADVERT).await.expect(201).json();
    let last = score(&plaza, last["id"].as_i64().unwrap()).await;
    assert_eq!(last, (20, vec!["links"]));
}

#[actix_web::test]
async fn what_an_author_says_again_is_no_word_of_others() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let asker = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = asker.topic("city", "請問", "哪裡可以買包包？").await;
    let author = plaza.log_on_as(Role::Resident, "甲").await;
    for _ in 0..2 {
        let sent = answer(&author, topic, ADVERT).await.expect(201).json();
        let sent = score(&plaza, sent["id"].as_i64().unwrap()).await;
        assert_eq!(sent, (30, vec!["links", "new-account"]));
    }
    let third = answer(&author, topic, ADVERT).await.expect(202).json();
    let third = score(&plaza, third["id"].as_i64().unwrap()).await;
    let reasons = vec!["links", "own-repeated", "new-account"];
    assert_eq!(third, (70, reasons), "it is held as when others repeat it");
    let item = items(&moderator).await.remove(0);
    let page = moderator.get(&format!("/en/review/{}", item["id"])).await;
    let page = page.expect(200).body;
    assert!(page.contains("Its author said the same"), "{page}");
    assert!(!page.contains("Other accounts"), "{page}");
    // For another account they are words of others.
    let other = answer(&asker, topic, ADVERT).await.expect(202).json();
    let other = score(&plaza, other["id"].as_i64().unwrap()).await;
    let reasons = vec!["links", "repeated", "repeated-links", "new-account"];
    assert_eq!(other, (70, reasons));
}

#[actix_web::test]
async fn the_citys_own_people_and_its_own_links_get_no_score() {
    let plaza = Plaza::with_boards().await;
    let asker = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = asker.topic("city", "請問", "哪裡可以借書？").await;
    let staff = plaza.log_on_as(Role::Staff, "承辦人").await;
    for _ in 0..3 {
        answer(&staff, topic, ADVERT).await.expect(201);
    }
    let own = "請看 http://plaza.test/zh/rules 和 https://www.city.example/library";
    let own = answer(&asker, topic, own).await.expect(201).json();
    let own = score(&plaza, own["id"].as_i64().unwrap()).await;
    assert_eq!(own, (10, vec!["new-account"]));
}

#[actix_web::test]
async fn a_post_that_is_erased_leaves_no_score() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("city", "請問", "哪裡可以買包包？").await;
    let post = author.reply(topic, ADVERT).await;
    assert_eq!(score(&plaza, post).await.0, 30);
    let path = format!("/api/v1/posts/{post}");
    author
        .json(Method::DELETE, &path, &json!({}))
        .await
        .expect(204);
    let left = plaza
        .context
        .db
        .read(move |connection| spam::of_posts(connection, &[post]))
        .await;
    assert!(left.unwrap().is_empty());
}

/// The posts whose texts are known again.
async fn known_again(plaza: &Plaza) -> Vec<i64> {
    let known: Result<Vec<i64>, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let known = spam_scores::table
                .filter(
                    spam_scores::band_a
                        .is_not_null()
                        .or(spam_scores::band_b.is_not_null()),
                )
                .order(spam_scores::post_id)
                .select(spam_scores::post_id);
            Ok(known.load(connection)?)
        })
        .await;
    known.unwrap()
}

#[actix_web::test]
async fn by_what_a_text_is_known_again_goes_after_a_week_and_the_score_stays() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("city", "請問", "哪裡可以買包包？").await;
    let post = author.reply(topic, ADVERT).await;
    let before = score(&plaza, post).await;
    plaza.advance(chrono::TimeDelta::days(6));
    retention::once(&plaza.context).await.unwrap();
    assert!(known_again(&plaza).await.contains(&post), "a day is left");
    plaza.advance(chrono::TimeDelta::days(1));
    let told = retention::dry_run(&plaza.context).await.unwrap();
    let is_counted = told.iter().any(|due| due.table == "spam_scores");
    assert!(!is_counted, "no row goes: {told:?}");
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(known_again(&plaza).await, Vec::<i64>::new());
    assert_eq!(score(&plaza, post).await, before);
}

#[actix_web::test]
async fn a_masked_text_and_those_that_quote_it_are_not_known_again() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let asker = plaza.log_on_as(Role::Resident, "樹").await;
    let topic = asker.topic("city", "請問", "哪裡可以買包包？").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let send = async |by: &Client, words: &str| {
        let body = json!({ "body": words });
        let sent = by.decide("POST", &path, &body, |_| ("mine", "publish"));
        sent.await.expect(201).json()["id"].as_i64().unwrap()
    };
    let called = format!("{ADVERT} 請打0912-345-678");
    let masked = send(&author, &called).await;
    let warned = "我家信箱也塞了一樣的傳單，請大家不要點開裡面的網址，也不要留下自己的資料，\
        先問問附近的鄰居有沒有人真的買過，再決定要不要理他們。";
    let quote = format!("> [quote:{masked}:1]\n> 請打0912-345-678\n\n{warned}");
    let quoting = send(&asker, &quote).await;
    let apart = asker.reply(topic, &format!("{ADVERT} 也有別的店")).await;
    let known = known_again(&plaza).await;
    for post in [masked, quoting, apart] {
        assert!(known.contains(&post), "{post}: {known:?}");
    }
    let before = score(&plaza, masked).await;
    let mask = json!({ "act": "mask", "ground": "R3", "reason": "陌生人會打這支電話" });
    let path = format!("/api/v1/posts/{masked}/moderate");
    moderator.post_json(&path, &mask).await.expect(200);
    let known = known_again(&plaza).await;
    assert!(
        !known.contains(&masked) && !known.contains(&quoting),
        "{known:?}"
    );
    assert!(known.contains(&apart), "{known:?}");
    assert_eq!(score(&plaza, masked).await, before);
}
