//! Trust: what waits at first, what makes it grow and fall, and how much each level does in a day.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    config::Review,
    db::{
        DbError,
        schema::{account_standing, posts},
    },
    forum::State,
    trust::LEVELS,
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const TOPICS: &str = "/api/v1/boards/city/topics";

/// A forum as a city runs it, with boards.
async fn city(review: Review) -> Plaza {
    let plaza = Plaza::start_with(|config| config.review = review).await;
    plaza.add_boards().await;
    plaza
}

/// One in which nothing waits, and limits hold.
async fn limited() -> Plaza {
    city(Review {
        first_posts: 0,
        ..Review::default()
    })
    .await
}

async fn open(client: &Client, title: &str, body: &str) -> Answer {
    let topic = json!({ "title": title, "body": body });
    client.post_json(TOPICS, &topic).await
}

async fn reply(client: &Client, topic: i64, body: &str) -> Answer {
    let path = format!("/api/v1/topics/{topic}/posts");
    client.post_json(&path, &json!({ "body": body })).await
}

fn id(answer: &Answer) -> i64 {
    answer.json()["id"].as_i64().unwrap()
}

/// The code of the only thing that is wrong.
fn refused(answer: Answer) -> String {
    let errors = answer.expect(422).json()["errors"].clone();
    assert_eq!(errors.as_array().unwrap().len(), 1, "{errors}");
    errors[0]["code"].as_str().unwrap().to_owned()
}

/// Level, posts that stand, decisions that stand.
async fn standing(client: &Client) -> (String, i64, i64) {
    let path = "/api/v1/account/standing";
    let own = client.get(path).await.expect(200).json();
    let number = |name: &str| own[name].as_i64().unwrap();
    let level = own["level"].as_str().unwrap().to_owned();
    (level, number("approved"), number("upheld"))
}

async fn queue(moderator: &Client) -> Value {
    let list = moderator.get("/api/v1/review").await.expect(200).json();
    list["items"].clone()
}

/// Decides about the oldest item that waits.
async fn decide(moderator: &Client, decision: &Value) {
    let item = queue(moderator).await[0].clone();
    let mut answer = decision.clone();
    answer["version"] = item["version"].clone();
    let path = format!("/api/v1/review/{}", item["id"]);
    moderator.post_json(&path, &answer).await.expect(200);
}

async fn approve(moderator: &Client) {
    decide(moderator, &json!({ "decision": "approve" })).await;
}

/// A moderator's act on a post for a broken rule.
async fn moderate(moderator: &Client, post: i64, act: &str) {
    let path = format!("/api/v1/posts/{post}/moderate");
    let ground = json!({ "act": act, "ground": "R3", "reason": "廣告" });
    let done = moderator.post_json(&path, &ground).await;
    assert!(done.status.is_success(), "{}", done.body);
}

async fn opening(client: &Client, topic: i64) -> i64 {
    let path = format!("/api/v1/topics/{topic}");
    let topic = client.get(&path).await.expect(200).json();
    topic["posts"][0]["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn a_residents_first_post_waits_and_those_after_it_do_not() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "新來的").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let first = id(&open(&author, "早安", "大家好").await.expect(202));
    let path = format!("/api/v1/topics/{first}");
    guest.get(&path).await.expect(404);
    author.get(&path).await.expect(200);
    // Until somebody has looked at it, all that it posts waits; also what it changes.
    open(&author, "午安", "第二則").await.expect(202);
    let items = queue(&moderator).await;
    let kinds: Vec<&str> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["first-post", "first-post"]);
    let page = moderator.get("/zh/review").await.expect(200);
    assert!(page.body.contains("新帳號，或信任不足的帳號"));
    let post = items[0]["post"]["id"].as_i64().unwrap();
    let change = json!({ "body": "大家好，我改了" });
    let path_of_post = format!("/api/v1/posts/{post}");
    let changed = author.json(Method::PATCH, &path_of_post, &change).await;
    changed.expect(202);
    guest.get(&path).await.expect(404);
    assert_eq!(standing(&author).await, ("new".to_owned(), 0, 0));

    approve(&moderator).await;
    guest.get(&path).await.expect(200);
    assert_eq!(standing(&author).await, ("member".to_owned(), 1, 0));
    open(&author, "晚安", "這則馬上公開").await.expect(201);
    assert_eq!(standing(&author).await, ("member".to_owned(), 2, 0));
}

#[actix_web::test]
async fn who_works_for_the_city_waits_for_nobody() {
    let plaza = city(Review::default()).await;
    for (role, status) in [
        (Role::Resident, 202),
        (Role::Staff, 201),
        (Role::Moderator, 201),
        (Role::PrivacyOfficer, 201),
        (Role::Administrator, 201),
    ] {
        let author = plaza.log_on_as(role, "某人").await;
        open(&author, "題目", "內文").await.expect(status);
    }
}

#[actix_web::test]
async fn as_many_posts_wait_as_the_operator_says() {
    let plaza = city(Review {
        first_posts: 2,
        ..Review::default()
    })
    .await;
    let author = plaza.log_on_as(Role::Resident, "新來的").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    for n in 0..2 {
        open(&author, &format!("第{n}則"), "內文").await.expect(202);
        approve(&moderator).await;
    }
    open(&author, "第三則", "內文").await.expect(201);
}

#[actix_web::test]
async fn decisions_lower_trust_and_a_granted_appeal_gives_it_back() {
    let plaza = city(Review::default()).await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let topic = id(&open(&author, "早安", "大家好").await);
    approve(&moderator).await;
    for n in 0..2 {
        reply(&author, topic, &format!("回覆{n}")).await.expect(201);
    }
    assert_eq!(standing(&author).await, ("member".to_owned(), 3, 0));
    let advertised = id(&reply(&author, topic, "買房找我").await.expect(201));
    moderate(&moderator, advertised, "hide").await;
    // What stands no more counts no more, and the decision outweighs what does.
    assert_eq!(standing(&author).await, ("new".to_owned(), 3, 1));
    reply(&author, topic, "再一則").await.expect(202);

    let path = format!("/zh/posts/{advertised}/decisions");
    let page = author.get(&path).await.expect(200);
    let number = page.hidden("number");
    let appeal = [("number", &*number), ("words", "那是我租屋的心得")];
    author.post(&path, &appeal).await.expect(303);
    let decision = [("decision", "grant"), ("answer", "確實不是廣告")];
    other
        .post("/zh/review/appeals/1", &decision)
        .await
        .expect(303);
    assert_eq!(standing(&author).await, ("member".to_owned(), 4, 0));
    reply(&author, topic, "謝謝").await.expect(201);
}

#[actix_web::test]
async fn what_is_brought_back_or_taken_back_counts_against_nobody() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = id(&open(&author, "早安", "大家好").await.expect(202));
    approve(&moderator).await;
    let post = id(&reply(&author, topic, "買房找我").await.expect(201));
    let (trusted, not) = (("member".to_owned(), 2, 0), ("new".to_owned(), 1, 1));
    assert_eq!(standing(&author).await, trusted);
    moderate(&moderator, post, "hide").await;
    assert_eq!(standing(&author).await, not);
    let restore = json!({ "act": "restore", "reason": "是租屋的心得" });
    let path = format!("/api/v1/posts/{post}/moderate");
    moderator.post_json(&path, &restore).await.expect(200);
    assert_eq!(standing(&author).await, trusted);
    moderate(&moderator, post, "hide").await;
    assert_eq!(standing(&author).await, not);
    moderator.post("/zh/review/undo", &[]).await.expect(303);
    assert_eq!(standing(&author).await, trusted);
}

#[actix_web::test]
async fn what_waits_and_is_turned_down_counts_against_its_author() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "新來的").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    open(&author, "買房", "買房找我").await.expect(202);
    let rejected = json!({ "decision": "reject", "ground": "R3", "reason": "廣告" });
    decide(&moderator, &rejected).await;
    assert_eq!(standing(&author).await, ("new".to_owned(), 0, 1));
}

#[actix_web::test]
async fn the_count_is_of_what_stands_whatever_became_of_it() {
    let plaza = limited().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = id(&open(&author, "早安", "大家好").await.expect(201));
    let mut replies = Vec::new();
    for n in 0..4 {
        replies.push(id(&reply(&author, topic, &format!("回覆{n}")).await));
    }
    moderate(&moderator, replies[0], "hide").await;
    let path = format!("/api/v1/posts/{}", replies[1]);
    let erased = author.json(Method::DELETE, &path, &json!({})).await;
    assert!(erased.status.is_success(), "{}", erased.body);
    // Somebody else's number holds it back until a moderator has looked.
    let path = format!("/api/v1/posts/{}", replies[2]);
    let change = json!({ "body": "他的電話是0912-345-678" });
    let held = author
        .decide("PATCH", &path, &change, |_| ("other", "publish"))
        .await;
    held.expect(202);
    let (counted, stand): (i32, i64) = plaza
        .context
        .db
        .read(|connection| {
            let counted: i32 = account_standing::table
                .filter(account_standing::approved.gt(0))
                .select(account_standing::approved)
                .first(connection)?;
            let stand: i64 = posts::table
                .filter(posts::account_id.is_not_null())
                .filter(posts::state.eq(State::Published))
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>((counted, stand))
        })
        .await
        .unwrap();
    assert_eq!((i64::from(counted), stand), (2, 2));
    approve(&moderator).await;
    assert_eq!(standing(&author).await.1, 3);
}

#[actix_web::test]
async fn a_day_has_its_limits_and_what_is_over_them_is_kept_as_a_draft() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "新來的").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let other = id(&open(&moderator, "公告", "請大家回覆").await.expect(201));
    for n in 0..LEVELS[0].topics {
        open(&author, &format!("第{n}則"), "內文").await.expect(202);
    }
    assert_eq!(
        refused(open(&author, "再一則", "寫了很久").await),
        "topics-a-day"
    );
    let draft = author.get("/api/v1/drafts").await.expect(200).json();
    assert_eq!(draft["drafts"][0]["body"], "寫了很久", "{draft}");
    // As a page: it says the limit and until when, and still holds what was typed.
    let form = author.get("/zh/boards/city/new").await.expect(200);
    let submission = form.hidden("submission");
    let fields = [
        ("submission", &*submission),
        ("title", "還有一則"),
        ("body", "寫了更久"),
    ];
    let again = author.post("/zh/boards/city/new", &fields).await;
    let again = again.expect(422);
    let said = &again.texts(".error-summary a")[0];
    let limit = LEVELS[0].topics.to_string();
    assert!(
        said.contains(&limit) && said.contains("零時") && said.contains("草稿"),
        "{said}"
    );
    assert_eq!(again.texts("textarea[name=body]"), ["寫了更久"]);

    for n in LEVELS[0].topics..LEVELS[0].posts {
        reply(&author, other, &format!("回覆{n}")).await.expect(202);
    }
    assert_eq!(refused(reply(&author, other, "太多").await), "posts-a-day");
    // Who works for the city is not limited.
    for n in 0..=LEVELS[0].posts {
        reply(&moderator, other, &format!("版主{n}"))
            .await
            .expect(201);
    }
    plaza.at("2026-03-02T23:59");
    assert_eq!(
        refused(reply(&author, other, "還是太多").await),
        "posts-a-day"
    );
    plaza.at("2026-03-03T00:00");
    reply(&author, other, "新的一天").await.expect(202);
}

#[actix_web::test]
async fn of_many_posts_at_once_as_many_are_taken_as_the_limit_says() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "新來的").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = id(&open(&moderator, "公告", "請大家回覆").await.expect(201));
    let bodies: Vec<String> = (0..12).map(|n| format!("第{n}則")).collect();
    let all = bodies.iter().map(|body| reply(&author, topic, body));
    let answers = futures_util::future::join_all(all).await;
    let taken = answers.iter().filter(|answer| answer.status == 202).count();
    let refused = answers.iter().filter(|answer| answer.status == 422).count();
    let most = usize::try_from(LEVELS[0].posts).unwrap();
    assert_eq!((taken, refused), (most, 12 - most));
}

#[actix_web::test]
async fn the_same_submission_twice_counts_once() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "新來的").await;
    let form = author.get("/zh/boards/city/new").await.expect(200);
    let submission = form.hidden("submission");
    let fields = [
        ("submission", &*submission),
        ("title", "早安"),
        ("body", "大家好"),
    ];
    for _ in 0..=LEVELS[0].topics {
        author
            .post("/zh/boards/city/new", &fields)
            .await
            .expect(303);
    }
    open(&author, "午安", "第二則").await.expect(202);
}

#[actix_web::test]
async fn somebody_new_puts_few_links_into_a_post() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "新來的").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let links = |count| "https://shop.example/a ".repeat(count);
    let most = LEVELS[0].links.unwrap();
    let over = links(most + 1);
    assert_eq!(refused(open(&author, "買", &over).await), "links-many");
    open(&author, "好店", &links(most)).await.expect(202);
    approve(&moderator).await;
    open(&author, "更多好店", &over).await.expect(201);
}

#[actix_web::test]
async fn who_is_trusted_no_more_passes_no_limit_by_changing_an_old_post() {
    let plaza = city(Review::default()).await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let over = vec!["https://shop.example/a"; LEVELS[0].links.unwrap() + 1].join(" ");
    let topic = id(&open(&author, "早安", "大家好").await.expect(202));
    approve(&moderator).await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let told = json!({ "body": format!("{over} 打給我0912-345-678") });
    let told = author.decide("POST", &path, &told, |_| ("mine", "publish"));
    let told = id(&told.await.expect(201));
    let old = id(&reply(&author, topic, "我很喜歡這裡").await.expect(201));
    let advertised = id(&reply(&author, topic, "買房找我").await.expect(201));
    moderate(&moderator, advertised, "hide").await;
    assert_eq!(standing(&author).await.0, "new");

    let path = format!("/api/v1/posts/{old}");
    let change = async |body: &str| {
        let body = json!({ "body": body });
        author.json(Method::PATCH, &path, &body).await
    };
    assert_eq!(refused(change(&over).await), "links-many");
    let shown = guest.get(&path).await.expect(200).json();
    assert_eq!(shown["body"], "我很喜歡這裡", "{shown}");
    // As the message says, nothing is lost.
    let draft = author.get("/api/v1/drafts").await.expect(200).json();
    assert_eq!(draft["drafts"][0]["body"], over, "{draft}");
    // New words wait as a new post does.
    change("買房也找我").await.expect(202);
    guest.get(&path).await.expect(404);
    let items = queue(&moderator).await;
    assert_eq!(items[0]["kind"], "first-post", "{items}");
    approve(&moderator).await;
    guest.get(&path).await.expect(200);
    // What is personal can always be masked, whatever else stands there.
    let path = format!("/api/v1/posts/{told}");
    let same = json!({ "body": format!("{over} 打給我0912-345-678") });
    let masked = author.decide("PATCH", &path, &same, |_| ("mine", "mask"));
    masked.await.expect(200);
    let shown = guest.get(&path).await.expect(200);
    assert!(!shown.body.contains("0912-345-678"), "{}", shown.body);
}

#[actix_web::test]
async fn flags_have_a_limit_a_day_too() {
    let plaza = limited().await;
    let writer = plaza.log_on_as(Role::Moderator, "版主").await;
    let reader = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = id(&open(&writer, "公告", "請大家回覆").await.expect(201));
    let most = LEVELS[0].flags;
    let mut posts = vec![opening(&writer, topic).await];
    for n in 0..most {
        posts.push(id(&reply(&writer, topic, &format!("第{n}則")).await));
    }
    let flag = async |post: i64| {
        let path = format!("/api/v1/posts/{post}/flags");
        let body = json!({ "reason": "spam" });
        reader.post_json(&path, &body).await
    };
    let last = posts.pop().unwrap();
    for post in &posts {
        flag(*post).await.expect(202);
    }
    assert_eq!(refused(flag(last).await), "flags-a-day");
    // Nothing is counted for what was flagged before.
    flag(posts[0]).await.expect(200);
    plaza.advance(TimeDelta::days(1));
    flag(last).await.expect(202);
}

#[actix_web::test]
async fn flags_of_one_network_about_one_thing_count_once_a_day() {
    let plaza = Plaza::with_boards().await;
    let writer = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = writer.topic("open", "公告", "請大家回覆").await;
    let post = opening(&writer, topic).await;
    let second = writer.reply(topic, "第二則").await;
    let guest = plaza.client().await;
    let flag = async |last: u8, post: i64| {
        guest.come_from([192, 0, 2, last].into(), "a browser");
        let path = format!("/api/v1/posts/{post}/flags");
        let body = json!({ "reason": "spam" });
        guest.post_json(&path, &body).await
    };
    flag(9, post).await.expect(202);
    for _ in 0..3 {
        let again = flag(9, post).await.expect(200).json();
        assert_eq!(again["status"], "flagged-source");
    }
    flag(10, post).await.expect(202);
    flag(9, second).await.expect(202);
    let other = plaza.log_on_as(Role::Moderator, "另一位版主").await;
    let flagged = queue(&other).await[0]["flagged"].clone();
    assert_eq!(flagged, 2);
    // The page says so; the next day it counts again.
    guest.come_from([192, 0, 2, 9].into(), "a browser");
    let path = format!("/zh/posts/{post}/flag");
    let form = guest.get(&path).await.expect(200);
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let fields = [
        ("submission", &*submission),
        ("notice", &*notice),
        ("reason", "spam"),
    ];
    let done = guest.post(&path, &fields).await.expect(303).location();
    assert!(done.contains("done=flagged-source"), "{done}");
    plaza.advance(TimeDelta::days(1));
    flag(9, post).await.expect(202);
}
