//! Who is told of what in the site: once, of what they may read, as it is shown now.

use chrono::TimeDelta;
use plaza::{accounts::Role, forum::reader::Circle, jobs::retention};
use serde_json::json;

use super::{approve_all, board_for, hold, of_guest, rows, told, unseen, watch};
use crate::{
    arrange::arrange,
    support::{Client, Plaza},
};

fn is(kind: &str, post: i64) -> (String, Option<i64>) {
    (kind.to_owned(), Some(post))
}

#[actix_web::test]
async fn whoever_is_mentioned_quoted_answered_or_watches_is_told_once() {
    let plaza = Plaza::with_boards().await;
    let opener = plaza.log_on_as(Role::Resident, "opener").await;
    let named = plaza.log_on_as(Role::Resident, "named").await;
    let quoted = plaza.log_on_as(Role::Resident, "quoted").await;
    let watcher = plaza.log_on_as(Role::Resident, "watcher").await;
    let of_board = plaza.log_on_as(Role::Resident, "of_board").await;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    watch(&of_board, "boards/city", Some("watching")).await;
    let topic = opener.topic("city", "路燈", "路燈不亮。").await;
    let opening = told(&of_board).await[0].1.unwrap();
    assert_eq!(told(&of_board).await, [is("watched", opening)]);
    let said = quoted.reply(topic, "三天了還沒修。").await;
    watch(&watcher, &format!("topics/{topic}"), Some("watching")).await;
    // Of both, the topic's choice holds, and nobody is told twice.
    watch(&of_board, &format!("topics/{topic}"), Some("watching")).await;
    let body = format!("> [quote:{said}:1]\n> 三天了還沒修。\n\n@named @quoted 有人打電話嗎？");
    let post = writer.reply(topic, &body).await;

    assert_eq!(told(&named).await, [is("mention", post)]);
    assert_eq!(
        told(&quoted).await,
        [is("mention", post)],
        "the first reason holds"
    );
    assert_eq!(told(&opener).await, [is("reply", post), is("reply", said)]);
    assert_eq!(told(&watcher).await, [is("watched", post)]);
    assert_eq!(told(&of_board).await.len(), 3);
    assert!(told(&writer).await.is_empty(), "nobody of their own");
    let again = format!("> [quote:{said}:1]\n> 三天了還沒修。\n\n真的。");
    let post = writer.reply(topic, &again).await;
    assert_eq!(told(&quoted).await[0], is("quote", post));
    // Whom one answers is told, though they neither opened the topic nor are quoted.
    let body = json!({ "body": "我打了。", "reply_to": said });
    let path = format!("/api/v1/topics/{topic}/posts");
    let answer = named.post_json(&path, &body).await.expect(201).json();
    assert_eq!(
        told(&quoted).await[0],
        is("reply", answer["id"].as_i64().unwrap())
    );
    // An edit tells nobody.
    let edit = json!({ "body": "我打了。@watcher 也打了。" });
    let path = format!("/api/v1/posts/{}", answer["id"]);
    named
        .json("PATCH".parse().unwrap(), &path, &edit)
        .await
        .expect(200);
    assert_eq!(told(&watcher).await[0].0, "watched");
}

#[actix_web::test]
async fn what_is_muted_tells_nothing_and_a_topic_goes_before_its_board() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.log_on_as(Role::Resident, "reader").await;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let own = reader.topic("city", "路燈", "路燈不亮。").await;
    let other = writer.topic("city", "公園", "公園的樹。").await;
    watch(&reader, &format!("topics/{own}"), Some("muted")).await;
    writer.reply(own, "@reader 還是不亮。").await;
    assert!(told(&reader).await.is_empty());
    watch(&reader, "boards/city", Some("muted")).await;
    writer.reply(other, "@reader 來看。").await;
    assert!(told(&reader).await.is_empty());
    watch(&reader, &format!("topics/{other}"), Some("watching")).await;
    let post = writer.reply(other, "樹倒了。").await;
    assert_eq!(told(&reader).await, [is("watched", post)]);
    watch(&reader, &format!("topics/{own}"), None).await;
    writer.reply(own, "@reader 修好了。").await;
    assert_eq!(told(&reader).await.len(), 1, "the board is still muted");
    watch(&reader, "boards/city", None).await;
    let post = writer.reply(own, "@reader 真的修好了。").await;
    assert_eq!(told(&reader).await[0], is("mention", post));
    // What is chosen is listed, taken back by its row, and twice is once.
    watch(&reader, "boards/open", Some("muted")).await;
    watch(&reader, "boards/open", Some("watching")).await;
    let list = reader
        .get("/api/v1/account/watches")
        .await
        .expect(200)
        .json();
    assert_eq!(list["watches"].as_array().unwrap().len(), 2, "{list}");
    assert_eq!(list["watches"][0]["board"], "open");
    assert_eq!(list["watches"][0]["level"], "watching");
    let page = reader.get("/en/account/reading").await.expect(200);
    assert_eq!(page.texts("main .rows .tag"), ["Watching", "Watching"]);
    let forget = page.attribute("form[action$='/forget']", "action").unwrap();
    writer.post(&forget, &[]).await.expect(303);
    for _ in 0..2 {
        let done = reader.post(&forget, &[]).await;
        assert_eq!(done.location(), "/en/account/reading?done=watch-none");
    }
    let list = reader
        .get("/api/v1/account/watches")
        .await
        .expect(200)
        .json();
    assert_eq!(
        list["watches"].as_array().unwrap().len(),
        1,
        "another's press did nothing"
    );
}

#[actix_web::test]
async fn the_buttons_of_a_topic_and_a_board_choose_and_lead_back() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.log_on_as(Role::Resident, "reader").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    let stands = reader.address(topic, "en").await;
    // Whoever sends no way back is led by the number.
    let bare = format!("/en/t/{topic}");
    let board = "/en/boards/city".to_owned();
    for (path, bare) in [(stands, bare), (board.clone(), board)] {
        let page = reader.get(&path).await.expect(200);
        let action = page.attribute("form[action$='/watch']", "action").unwrap();
        let back = page.hidden("back");
        for (level, words) in [("watching", "Watching"), ("muted", "Muted")] {
            let fields = [("level", level), ("back", &*back)];
            let done = reader.post(&action, &fields).await;
            assert_eq!(done.location(), format!("{path}?done=watch-{level}"));
            let page = reader.get(&done.location()).await.expect(200);
            assert!(page.texts("form .tag").contains(&words.to_owned()));
        }
        reader.post(&action, &[("level", "loud")]).await.expect(400);
        let far = [("level", "none"), ("back", "//elsewhere.example/x")];
        let done = reader.post(&action, &far).await;
        assert_eq!(done.location(), format!("{bare}?done=watch-none"));
    }
    let guest = plaza.client().await;
    guest
        .post(&format!("/en/topics/{topic}/watch"), &[])
        .await
        .expect(401);
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert_eq!(page.attribute("form[action$='/watch']", "action"), None);
}

#[actix_web::test]
async fn nobody_is_told_of_what_they_may_not_read() {
    let plaza = Plaza::with_boards().await;
    board_for(&plaza, "inside", Circle::Staff).await;
    let staff = plaza.log_on_as(Role::Staff, "staff").await;
    let colleague = plaza.log_on_as(Role::Moderator, "colleague").await;
    let resident = plaza.log_on_as(Role::Resident, "resident").await;
    let path = "/api/v1/boards/inside/watch";
    super::put(&resident, path, &json!({ "level": "watching" }))
        .await
        .expect(404);
    watch(&colleague, "boards/inside", Some("watching")).await;
    let topic = staff.topic("inside", "內部", "@resident 的來信。").await;
    super::put(
        &resident,
        &format!("/api/v1/topics/{topic}/watch"),
        &json!({ "level": "watching" }),
    )
    .await
    .expect(404);
    assert!(told(&resident).await.is_empty());
    assert_eq!(told(&colleague).await.len(), 1);
    assert_eq!(unseen(&resident).await, 0);
}

#[actix_web::test]
async fn a_held_post_tells_when_it_is_let_out_and_not_again() {
    let plaza = Plaza::with_boards().await;
    let opener = plaza.log_on_as(Role::Resident, "opener").await;
    let named = plaza.log_on_as(Role::Resident, "named").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = opener.topic("open", "市集", "下週有市集。").await;
    let guest = plaza.client().await;
    hold(&guest, topic, "@named 也來擺攤。").await;
    assert!(told(&opener).await.is_empty() && told(&named).await.is_empty());
    approve_all(&moderator).await;
    let post = of_guest(&opener, topic).await;
    assert_eq!(told(&named).await, [is("mention", post)]);
    assert_eq!(told(&opener).await, [is("reply", post)]);
    // Hidden, it is shown to nobody and not counted; the row names nothing of it.
    let hide = [("act", "hide"), ("ground", "R3"), ("reason", "洗版")];
    moderator
        .post(&format!("/zh/posts/{post}/moderate"), &hide)
        .await
        .expect(303);
    assert_eq!(told(&named).await, [("mention".to_owned(), None)]);
    assert_eq!(unseen(&named).await, 0);
    let page = named.get("/en/notifications").await.expect(200);
    assert!(page.body.contains("no longer there") && !page.body.contains("市集"));
}

#[actix_web::test]
async fn what_is_masked_in_a_title_is_masked_in_what_is_told_at_once() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_named(Role::Resident, "王小明", true).await;
    let watcher = plaza.log_on_as(Role::Resident, "watcher").await;
    watch(&watcher, "boards/city", Some("watching")).await;
    let body = json!({ "title": "寫信到wang@example.tw", "body": "二手書。" });
    let own = |_: &str| ("mine", "publish");
    let made = author
        .decide("POST", "/api/v1/boards/city/topics", &body, own)
        .await;
    made.expect(201);
    let page = watcher.get("/zh/notifications").await.expect(200);
    assert_eq!(
        page.texts("main .row mark.pd"),
        ["wang@example.tw", "王小明"]
    );
    let post = told(&watcher).await[0].1.unwrap();
    let mask = |_: &str| ("mine", "mask");
    author
        .decide("PATCH", &format!("/api/v1/posts/{post}"), &body, mask)
        .await
        .expect(200);
    let page = watcher.get("/zh/notifications").await.expect(200);
    assert!(!page.body.contains("wang@example.tw"), "{}", page.body);
    assert_eq!(page.texts("main .row mark.pd"), ["王小明"]);
    let api = watcher.get("/api/v1/notifications").await.expect(200);
    assert!(!api.body.contains("wang@example.tw"));
    assert_eq!(
        api.json()["notifications"][0]["post"]["author"]["name_scope"],
        "public"
    );
    // Nothing of it is stored with the notification.
    let data = watcher.get("/api/v1/account/data").await.expect(200).json();
    assert_eq!(data["notifications"][0]["post_id"], post.to_string());
    assert!(!data["notifications"].to_string().contains("信"));
}

#[actix_web::test]
async fn what_is_looked_at_counts_as_seen_and_the_header_says_how_many_are_not() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.log_on_as(Role::Resident, "reader").await;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let one = reader.topic("city", "路燈", "路燈不亮。").await;
    let two = reader.topic("city", "公園", "公園的樹。").await;
    for n in 0..30 {
        let topic = if n < 2 { one } else { two };
        writer.reply(topic, &format!("第{n}則回覆。")).await;
    }
    let count = async |client: &Client| {
        let page = client.get("/en").await.expect(200);
        page.texts(".site-nav .tag").first().cloned()
    };
    assert_eq!(count(&reader).await.as_deref(), Some("30 new"));
    assert_eq!(count(&writer).await, None);
    assert_eq!(count(&plaza.client().await).await, None);
    reader.get(&format!("/en/topics/{one}")).await.expect(200);
    assert_eq!(count(&reader).await.as_deref(), Some("28 new"));
    // One by one, with a neighbour's number, and all up to one; each press twice.
    let list = reader.get("/api/v1/notifications").await.expect(200).json();
    let id = |n: usize| list["notifications"][n]["id"].to_string();
    for (fields, left) in [
        ([("one", id(3))], 27),
        ([("until", id(1))], 1),
        ([("until", id(1))], 1),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, id)| (*name, &**id)).collect();
        writer
            .post("/en/notifications/seen", &fields)
            .await
            .expect(303);
        for _ in 0..2 {
            let done = reader.post("/en/notifications/seen", &fields).await;
            assert_eq!(done.location(), "/en/notifications?done=notifications-seen");
        }
        assert_eq!(unseen(&reader).await, left);
    }
    reader
        .post("/en/notifications/seen", &[("one", "x")])
        .await
        .expect(400);
    // The list goes on and back by where it ended.
    let first = reader.get("/en/notifications").await.expect(200);
    assert_eq!(first.texts("main .rows > .row").len(), 25);
    let next = first.attribute(".pages a[rel=next]", "href").unwrap();
    let second = reader.get(&next).await.expect(200);
    assert_eq!(second.texts("main .rows > .row").len(), 5);
    let back = second.attribute(".pages a[rel=prev]", "href").unwrap();
    let again = reader.get(&back).await.expect(200);
    assert_eq!(
        again.texts("main .rows > .row"),
        first.texts("main .rows > .row")
    );
    // After 90 days they are gone.
    plaza.advance(TimeDelta::days(92));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(rows(&plaza, "notifications").await, 0);
}

#[actix_web::test]
async fn whoever_watched_a_topic_watches_its_parts_and_the_one_it_was_merged_into() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "author").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let reader = plaza.log_on_as(Role::Resident, "reader").await;
    let one = author.topic("city", "路燈", "路燈不亮。").await;
    let part = author.reply(one, "公園的樹也倒了。").await;
    watch(&reader, &format!("topics/{one}"), Some("watching")).await;
    let more = json!({ "posts": [part], "title": "公園的樹" });
    let made = arrange(&moderator, one, "split", more)
        .await
        .expect(200)
        .json();
    let made = made["topic"].as_i64().unwrap();
    let post = author.reply(made, "樹清走了。").await;
    assert_eq!(told(&reader).await, [is("watched", post)]);
    // Muted here and watched there: what was chosen about the one that stays holds.
    let other = author.topic("city", "總務", "大小事。").await;
    watch(&reader, &format!("topics/{made}"), Some("muted")).await;
    watch(&reader, &format!("topics/{other}"), Some("watching")).await;
    let kept = arrange(&moderator, made, "merge", json!({ "topic": other })).await;
    assert_eq!(kept.expect(200).json()["topic"], made);
    let list = reader.get("/api/v1/account/watches").await;
    let list = list.expect(200).json();
    assert_eq!(list["watches"].as_array().unwrap().len(), 2, "{list}");
    author.reply(made, "合在一起。").await;
    assert_eq!(told(&reader).await.len(), 1);
    // Chosen about the one that goes alone, it goes along.
    let last = author.topic("city", "雜項", "其他的事。").await;
    watch(&reader, &format!("topics/{last}"), Some("watching")).await;
    watch(&reader, &format!("topics/{made}"), None).await;
    let kept = arrange(&moderator, made, "merge", json!({ "topic": last })).await;
    assert_eq!(kept.expect(200).json()["topic"], made);
    let post = author.reply(made, "都在這裡了。").await;
    assert_eq!(told(&reader).await[0], is("watched", post));
}

#[actix_web::test]
async fn an_answer_that_is_let_out_before_its_topic_is_told_of_with_it() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let watcher = plaza.log_on_as(Role::Resident, "讀者").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let topic = author.topic("open", "市集", "下週有市集。").await;
    watch(&watcher, &format!("topics/{topic}"), Some("watching")).await;
    hold(&guest, topic, "我也想擺攤。").await;
    let shown = author.get(&format!("/api/v1/topics/{topic}")).await.json();
    let opening = shown["posts"][0]["id"].as_i64().unwrap();
    // The topic is held: it names somebody else now.
    let edited = json!({ "title": "市集", "body": "下週有市集，打給她0912-345-678。" });
    author
        .decide(
            "PATCH",
            &format!("/api/v1/posts/{opening}"),
            &edited,
            |_| ("other", "publish"),
        )
        .await
        .expect(202);
    // The answer first: it waits for its topic.
    let waiting = moderator.get("/api/v1/review").await.expect(200).json();
    let of = |words: &str| {
        let items = waiting["items"].as_array().unwrap();
        let found = items.iter().find(|item| {
            let body = item["post"]["body"].as_str().unwrap_or_default();
            body.contains(words)
        });
        let item = found.unwrap();
        (
            format!("/en/review/{}", item["id"]),
            item["version"].to_string(),
        )
    };
    for (words, told_of) in [("我也想擺攤", 0), ("下週有市集", 1)] {
        let (action, version) = of(words);
        let fields = [("decision", "approve"), ("version", &*version)];
        moderator.post(&action, &fields).await.expect(303);
        assert_eq!(told(&watcher).await.len(), told_of, "{words}");
    }
    let answer = of_guest(&author, topic).await;
    assert_eq!(told(&watcher).await, [("watched".to_owned(), Some(answer))]);
}
