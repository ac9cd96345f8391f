//! What looks like spam: held for its looks and for what moderators decided, and what a guest's form
//! says of how it was filled in.

mod figures;
mod form;
mod learned;

use actix_web::http::Method;
use plaza::{accounts::Role, spam};
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
