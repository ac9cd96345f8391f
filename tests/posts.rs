//! What stands in posts: quotes with whose words they are, mentions, hidden words, lists of
//! tasks, code; and that what is masked at its source is masked in every quote, at once.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const PHONE: &str = "0912-345-678";
const EMAIL: &str = "wang.daming@mail.example";

fn publish(_: &str) -> (&'static str, &'static str) {
    ("mine", "publish")
}

async fn post(client: &Client, path: &str, body: &str) -> Answer {
    let body = json!({ "title": "題目", "body": body });
    let asked = client.post_json(path, &body).await;
    if asked.status.as_u16() == 422 {
        client.decide("POST", path, &body, publish).await
    } else {
        asked
    }
}

/// A topic of `author` in which their telephone and address are public; topic and post.
async fn source(author: &Client) -> (i64, i64) {
    let text = format!("二手書，請打{PHONE}或寫信到{EMAIL}。面交。");
    let made = post(author, "/api/v1/boards/city/topics", &text)
        .await
        .expect(201)
        .json();
    let topic = made["id"].as_i64().unwrap();
    let shown = author.get(&format!("/api/v1/topics/{topic}")).await.json();
    (topic, shown["posts"][0]["id"].as_i64().unwrap())
}

/// The text of a reply that quotes `post`, as the link "Quote" brings it.
async fn quote(client: &Client, topic: i64, post: i64) -> String {
    let page = client
        .get(&format!("/zh/topics/{topic}?quote={post}"))
        .await
        .expect(200);
    page.texts("textarea").remove(0)
}

/// Replies with a quote of `post` and some words; gives the reply's id.
async fn reply_quoting(client: &Client, topic: i64, post: i64, words: &str) -> i64 {
    let text = format!("{}\n\n{words}", quote(client, topic, post).await);
    let path = format!("/api/v1/topics/{topic}/posts");
    let answer = self::post(client, &path, &text).await.expect(201);
    answer.json()["id"].as_i64().unwrap()
}

async fn shown(client: &Client, topic: i64, post: i64) -> Value {
    let topic = client
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(200)
        .json();
    let posts = topic["posts"].as_array().unwrap();
    posts.iter().find(|one| one["id"] == post).unwrap().clone()
}

async fn scene() -> (Plaza, Client, Client) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let other = plaza.log_on_as(Role::Resident, "海海").await;
    (plaza, author, other)
}

#[actix_web::test]
async fn a_quote_says_whose_words_it_holds_and_leads_there() {
    let (plaza, author, other) = scene().await;
    let named = plaza.log_on_named(Role::Resident, "林佳穎", true).await;
    let topic = author
        .topic("city", "路燈", "路燈**壞了**。\n\n- 三天")
        .await;
    let first = shown(&author, topic, 1).await["id"].as_i64().unwrap();
    let reply = reply_quoting(&other, topic, first, "真的").await;
    let second = reply_quoting(&named, topic, reply, "我也看到").await;
    let third = reply_quoting(&author, topic, second, "謝謝").await;
    for (lang, words) in [("zh", "作者寫道："), ("en", "作者 wrote:")] {
        let page = author
            .get(&format!("/{lang}/topics/{topic}"))
            .await
            .expect(200);
        assert_eq!(
            page.texts(&format!("#post-{reply} .quote > .quote-of")),
            [words]
        );
        let href = page
            .attribute(&format!("#post-{reply} .quote-of a"), "href")
            .unwrap();
        let address = author.address(topic, lang).await;
        assert_eq!(href, format!("{address}?post={first}#post-{first}"));
        assert_eq!(
            page.texts(&format!("#post-{reply} .quote strong")),
            ["壞了"]
        );
        // Quotes in quotes say it each; a name that is personal data has its mark there too.
        assert_eq!(page.texts(&format!("#post-{third} .quote-of")).len(), 3);
        assert_eq!(
            page.texts(&format!("#post-{third} .quote-of mark.pd")),
            ["林佳穎"]
        );
        let bodies = page.texts(".post-body").join("");
        assert!(!bodies.contains("[quote:"), "{bodies}");
    }
    let told = shown(&author, topic, reply).await;
    assert_eq!(told["quotes"][0]["post"], first);
    assert_eq!(told["quotes"][0]["author"]["name"], "作者");
    assert!(
        told["html"]
            .as_str()
            .unwrap()
            .contains(&format!("data-post=\"{first}\""))
    );
    assert!(
        !told["html"].as_str().unwrap().contains("作者"),
        "no name is stored"
    );
}

#[actix_web::test]
async fn nobody_puts_words_in_anothers_mouth() {
    let (plaza, author, other) = scene().await;
    let topic = author
        .topic("city", "路燈", "路燈壞了三天，沒有人來修。")
        .await;
    let first = shown(&author, topic, 1).await["id"].as_i64().unwrap();
    let hidden = author.topic("open", "秘密", "沒有人知道的事").await;
    let hidden_post = author.get(&format!("/api/v1/topics/{hidden}")).await.json();
    let hidden_post = hidden_post["posts"][0]["id"].as_i64().unwrap();
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let act = [("act", "hide"), ("ground", "R3"), ("reason", "洗版")];
    moderator
        .post(&format!("/zh/posts/{hidden_post}/moderate"), &act)
        .await
        .expect(303);
    for (text, named) in [
        (format!("> [quote:{first}:1]\n> 路燈壞了三天"), true),
        (format!("> [quote:{first}:1]\n> 路燈…沒有人來修"), true),
        (format!("> [quote:{first}:1]\n> 路燈修好了"), false),
        (format!("> [quote:{first}:2]\n> 路燈壞了三天"), false),
        ("> [quote:999:1]\n> 路燈壞了三天".to_owned(), false),
        (
            format!("> [quote:{hidden_post}:1]\n> 沒有人知道的事"),
            false,
        ),
        ("> 作者寫道：\n> 路燈修好了".to_owned(), false),
        (
            format!("<blockquote class=\"quote\" data-post=\"{first}\">路燈修好了</blockquote>"),
            false,
        ),
        (
            format!("> [quote:{first}:1]\n> 路燈壞了三天\n\n> [quote:{first}:1]\n> 修好了"),
            false,
        ),
    ] {
        let reply = other.reply(topic, &text).await;
        let page = other
            .get(&format!("/zh/topics/{topic}?page=last"))
            .await
            .expect(200);
        let lines = page.texts(&format!("#post-{reply} .quote-of"));
        assert_eq!(!lines.is_empty(), named, "{text}: {lines:?}");
    }
}

#[actix_web::test]
async fn a_quote_of_what_is_public_no_longer_names_nobody() {
    let (plaza, author, other) = scene().await;
    let topic = author.topic("city", "路燈", "題").await;
    let first = author.reply(topic, "路燈壞了").await;
    let reply = reply_quoting(&other, topic, first, "真的").await;
    author
        .post(&format!("/zh/posts/{first}/erase"), &[])
        .await
        .expect(303);
    let page = plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await;
    let line = page.texts(&format!("#post-{reply} .quote-of"));
    assert_eq!(line, ["引用自一則不再公開的發言："]);
    assert_eq!(
        shown(&other, topic, reply).await["quotes"][0]["author"],
        Value::Null
    );
}

/// What was said of the telephone stands nowhere any more, and the rest is as it was.
async fn is_masked_everywhere(plaza: &Plaza, quoting: &[i64]) {
    let dump = plaza.dump();
    assert!(!dump.contains(PHONE), "{dump}");
    let guest = plaza.client().await;
    for post in quoting {
        let page = guest
            .get(&format!("/api/v1/posts/{post}"))
            .await
            .expect(200)
            .json();
        let body = page["body"].as_str().unwrap();
        assert!(body.contains("面交") && body.contains("我有興趣"), "{body}");
        for version in [1, 2] {
            let path = format!("/api/v1/posts/{post}/revisions?version={version}");
            let old = guest.get(&path).await;
            assert!(!old.body.contains("345-678"), "{}", old.body);
        }
    }
}

#[actix_web::test]
async fn what_its_author_masks_is_masked_in_quotes_of_quotes_and_their_versions() {
    let (plaza, author, other) = scene().await;
    let third = plaza.log_on_as(Role::Resident, "第三人").await;
    let (topic, post) = source(&author).await;
    let reply = reply_quoting(&other, topic, post, "我有興趣").await;
    let again = reply_quoting(&third, topic, reply, "我有興趣，他先").await;
    // A quote of the quote without its inner line: the words were selected by hand.
    let path = format!("/api/v1/topics/{topic}/posts");
    let by_hand = format!("> [quote:{reply}:1]\n> 請打{PHONE}…面交\n\n我有興趣");
    let by_hand = self::post(&third, &path, &by_hand).await.expect(201).json();
    let by_hand = by_hand["id"].as_i64().unwrap();
    // An edit later: the earlier version quotes it too.
    plaza.advance(TimeDelta::hours(1));
    let now = shown(&other, topic, reply).await["body"]
        .as_str()
        .unwrap()
        .to_owned();
    let edited = json!({ "body": format!("{now}，今天可以嗎？") });
    other
        .decide("PATCH", &format!("/api/v1/posts/{reply}"), &edited, publish)
        .await
        .expect(200);
    assert!(plaza.dump().matches(PHONE).count() > 6);
    let body =
        json!({ "title": "題目", "body": format!("二手書，請打{PHONE}或寫信到{EMAIL}。面交。") });
    author
        .decide(
            "PATCH",
            &format!("/api/v1/posts/{post}"),
            &body,
            |kind| match kind {
                "PHONE" => ("mine", "mask"),
                _ => ("mine", "publish"),
            },
        )
        .await
        .expect(200);
    is_masked_everywhere(&plaza, &[reply, again, by_hand]).await;
    // What is public still keeps its mark in the quotes, at its new place.
    let told = shown(&other, topic, reply).await;
    let finding = &told["findings"][0];
    let (start, end) = (
        finding["start"].as_u64().unwrap(),
        finding["end"].as_u64().unwrap(),
    );
    let words: String = told["body"]
        .as_str()
        .unwrap()
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    assert_eq!((words.as_str(), &finding["kind"]), (EMAIL, &json!("EMAIL")));
    assert!(
        told["html"]
            .as_str()
            .unwrap()
            .contains(&format!(">{EMAIL}</mark>"))
    );
    // The quotes still say whose words they are.
    let page = other.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(
        page.texts(&format!("#post-{reply} .quote-of")),
        ["作者寫道："]
    );
}

#[actix_web::test]
async fn a_mask_reaches_whoever_quotes_both_the_source_and_a_quote_of_it() {
    let (plaza, author, other) = scene().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let third = plaza.log_on_as(Role::Resident, "第三人").await;
    let (topic, post) = source(&author).await;
    let reply = reply_quoting(&other, topic, post, "我有興趣").await;
    // Of the quote it holds the words by hand, and of the source others, or the same.
    let path = format!("/api/v1/topics/{topic}/posts");
    let mut quoting = vec![reply];
    for own in ["二手書".to_owned(), format!("請打{PHONE}…面交")] {
        let both = format!(
            "> [quote:{post}:1]\n> {own}\n\n> [quote:{reply}:1]\n> 請打{PHONE}…面交\n\n我有興趣"
        );
        let made = self::post(&third, &path, &both).await.expect(201).json();
        quoting.push(made["id"].as_i64().unwrap());
    }
    let before = shown(&other, topic, quoting[2]).await;
    let act = [
        ("act", "mask"),
        ("ground", "R3"),
        ("reason", "陌生人會打這支電話"),
    ];
    moderator
        .post(&format!("/zh/posts/{post}/moderate"), &act)
        .await
        .expect(303);
    is_masked_everywhere(&plaza, &quoting).await;

    // And all of it comes back.
    let decisions = format!("/zh/posts/{post}/decisions");
    let number = author.get(&decisions).await.hidden("number");
    let words = [("number", &*number), ("words", "這是我自己的電話")];
    author.post(&decisions, &words).await.expect(303);
    let action = second.get("/zh/review/appeals").await;
    let action = action.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "您說得對")];
    second.post(&action, &grant).await.expect(303);
    assert_eq!(shown(&other, topic, quoting[2]).await, before);
}

#[actix_web::test]
async fn of_a_quote_and_an_edit_of_its_source_at_once_both_are_done() {
    let (plaza, author, other) = scene().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let topic = author.topic("city", "路燈", "路燈壞了。").await;
    let target = author.topic("city", "又一盞", "也壞了。").await;
    let source = shown_first(&author, topic).await;
    for n in 0..6 {
        let edited = json!({ "title": "路燈", "body": format!("路燈壞了，第{n}次。") });
        let quote = json!({ "body": format!("> [quote:{source}:1]\n> 路燈壞了\n\n第{n}則") });
        let edit = format!("/api/v1/posts/{source}");
        let reply = format!("/api/v1/topics/{topic}/posts");
        let more = json!({ "act": "lock", "reason": "理由充分" });
        let arranged = format!("/api/v1/topics/{target}/arrange");
        let (edited, replied, again, arranged) = futures_util::join!(
            author.json("PATCH".parse().unwrap(), &edit, &edited),
            other.post_json(&reply, &quote),
            other.post_json(&reply, &quote),
            moderator.post_json(&arranged, &more),
        );
        for (answer, status) in [(edited, 200), (replied, 201), (again, 201), (arranged, 200)] {
            assert_eq!(answer.status, status, "{n}: {}", answer.body);
        }
    }
    drop(plaza);
}

async fn shown_first(client: &Client, topic: i64) -> i64 {
    let shown = client.get(&format!("/api/v1/topics/{topic}")).await.json();
    shown["posts"][0]["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn what_a_moderator_masks_is_masked_in_quotes_and_a_granted_appeal_puts_it_back() {
    let (plaza, author, other) = scene().await;
    let third = plaza.log_on_as(Role::Resident, "第三人").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let (topic, post) = source(&author).await;
    let reply = reply_quoting(&other, topic, post, "我有興趣").await;
    let changed = reply_quoting(&third, topic, post, "我有興趣").await;
    let erased = reply_quoting(&third, topic, reply, "我有興趣").await;
    let before = shown(&other, topic, reply).await;
    let act = [
        ("act", "mask"),
        ("ground", "R3"),
        ("reason", "陌生人會打這支電話"),
    ];
    moderator
        .post(&format!("/zh/posts/{post}/moderate"), &act)
        .await
        .expect(303);
    is_masked_everywhere(&plaza, &[reply, changed, erased]).await;
    // One quoting post is changed meanwhile, one erased: those stay as their authors left them.
    let body = json!({ "body": "我有興趣，不引用了" });
    let path = format!("/api/v1/posts/{changed}");
    third
        .json("PATCH".parse().unwrap(), &path, &body)
        .await
        .expect(200);
    third
        .post(&format!("/zh/posts/{erased}/erase"), &[])
        .await
        .expect(303);
    let decisions = format!("/zh/posts/{post}/decisions");
    let number = author.get(&decisions).await.hidden("number");
    let words = [("number", &*number), ("words", "這是我自己的電話")];
    author.post(&decisions, &words).await.expect(303);
    let action = second.get("/zh/review/appeals").await;
    let action = action.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "您說得對")];
    second.post(&action, &grant).await.expect(303);
    let after = shown(&other, topic, reply).await;
    assert!(after["body"].as_str().unwrap().contains(PHONE));
    assert_eq!(after, before, "as it was, with its marks");
    assert_eq!(
        shown(&third, topic, changed).await["body"],
        "我有興趣，不引用了"
    );
}

#[actix_web::test]
async fn erasing_a_post_or_an_account_takes_the_personal_data_out_of_quotes() {
    let (plaza, author, other) = scene().await;
    let (topic, post) = source(&author).await;
    let reply = reply_quoting(&other, topic, post, "我有興趣").await;
    author
        .post(&format!("/zh/posts/{post}/erase"), &[])
        .await
        .expect(303);
    is_masked_everywhere(&plaza, &[reply]).await;
    assert!(!plaza.dump().contains(EMAIL));

    let person = plaza.person("leaving", Role::Resident).await.client;
    let (topic, post) = source(&person).await;
    let reply = reply_quoting(&other, topic, post, "我有興趣").await;
    let erase = [
        ("password", crate::support::PASSWORD),
        ("posts", "erase"),
        ("sure", "yes"),
    ];
    person.post("/zh/account/erase", &erase).await.expect(303);
    is_masked_everywhere(&plaza, &[reply]).await;
}

#[actix_web::test]
async fn a_title_that_repeats_quoted_words_loses_them_with_the_quote() {
    let (plaza, author, other) = scene().await;
    let (topic, post) = source(&author).await;
    let text = quote(&other, topic, post).await;
    let body =
        json!({ "title": format!("有人打過{PHONE}嗎"), "body": format!("{text}\n\n我有興趣") });
    other
        .decide("POST", "/api/v1/boards/city/topics", &body, publish)
        .await
        .expect(201);
    let masked = json!({ "title": "題目", "body": "賣掉了" });
    author
        .json(
            "PATCH".parse().unwrap(),
            &format!("/api/v1/posts/{post}"),
            &masked,
        )
        .await
        .expect(200);
    assert!(!plaza.dump().contains(PHONE));
    assert!(plaza.dump().contains("有人打過"));
}

#[actix_web::test]
async fn people_are_mentioned_by_their_public_name() {
    let (plaza, author, _) = scene().await;
    plaza.member(Role::Resident, "Maya Lindqvist", false).await;
    plaza.member(Role::Resident, "王小明", true).await;
    let text = "請問@海海，@Maya Lindqvist和@王小明：看過嗎？`@海海` @沒這個人 a@海海";
    // Calling somebody by a public name asks nothing, though a name is found elsewhere.
    let topic = author.topic("city", "問題", text).await;
    let page = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(
        page.texts(".post-body .mention"),
        ["@海海", "@Maya Lindqvist", "@王小明"]
    );
    assert_eq!(page.texts(".post-body mark.pd"), ["@王小明"]);
    assert!(
        page.texts(".post-warning")
            .iter()
            .any(|line| line.contains('@'))
    );
    let told = author.get(&format!("/api/v1/topics/{topic}")).await.json();
    let mentions = &told["posts"][0]["mentions"];
    assert_eq!(mentions.as_array().unwrap().len(), 3);
    let named = mentions.as_array().unwrap().iter();
    let marked: Vec<&Value> = named.filter(|one| one["name_scope"] == "public").collect();
    assert_eq!(marked[0]["name"], "王小明");
    assert!(told["posts"][0]["warning"].is_string());
    // The name alone is still asked about.
    let body = json!({ "title": "t", "body": "我的鄰居王小明說過" });
    author
        .post_json("/api/v1/boards/city/topics", &body)
        .await
        .expect(422);
}

#[actix_web::test]
async fn of_two_people_with_one_name_the_one_in_the_topic_is_meant() {
    let (plaza, author, other) = scene().await;
    let twin = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("city", "問題", "@海海在嗎？").await;
    let first = author.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(first["posts"][0]["mentions"], json!([]), "nobody knows who");
    other.reply(topic, "在").await;
    let reply = author.reply(topic, "@海海謝謝").await;
    assert_eq!(
        shown(&author, topic, reply).await["mentions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    twin.reply(topic, "我也在").await;
    let reply = author.reply(topic, "@海海是哪一位？").await;
    assert_eq!(shown(&author, topic, reply).await["mentions"], json!([]));
}

#[actix_web::test]
async fn who_erases_the_account_is_named_in_no_mention_or_version_any_more() {
    let (plaza, author, _) = scene().await;
    let leaving = plaza.person("leaving", Role::Resident).await.client;
    let topic = author
        .topic("city", "問題", "@leaving你好，@海海也是")
        .await;
    let post = author.get(&format!("/api/v1/topics/{topic}")).await.json();
    let post = post["posts"][0]["id"].as_i64().unwrap();
    plaza.advance(TimeDelta::hours(1));
    let body = json!({ "title": "問題", "body": "@海海也是" });
    let path = format!("/api/v1/posts/{post}");
    author
        .json("PATCH".parse().unwrap(), &path, &body)
        .await
        .expect(200);
    author
        .reply(topic, &format!("> [quote:{post}:1]\n> @leaving你好\n\n好"))
        .await;
    let erase = [
        ("password", crate::support::PASSWORD),
        ("posts", "erase"),
        ("sure", "yes"),
    ];
    leaving.post("/zh/account/erase", &erase).await.expect(303);
    let dump = plaza.dump();
    assert!(!dump.contains("@leaving"), "{dump}");
    let page = author
        .get(&format!("/zh/posts/{post}/revisions?version=1"))
        .await
        .expect(200);
    assert!(
        page.texts(".diff").join("").contains("@—你好"),
        "{:?}",
        page.texts(".diff")
    );
    let page = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(page.texts(".mention"), ["@海海"]);
}

#[actix_web::test]
async fn a_mention_follows_the_name_that_somebody_takes() {
    let (plaza, author, other) = scene().await;
    let named = plaza.log_on_named(Role::Resident, "王小明", true).await;
    let topic = author.topic("city", "問題", "@王小明你好").await;
    let post = author.get(&format!("/api/v1/topics/{topic}")).await.json();
    let post = post["posts"][0]["id"].as_i64().unwrap();
    let quoting = format!("> [quote:{post}:1]\n> @王小明你好\n\n對");
    let reply = other.reply(topic, &quoting).await;
    let name = [("name", "小樹"), ("name_is_personal", "no")];
    named.post("/zh/account/name", &name).await.expect(303);
    let dump = plaza.dump();
    assert!(!dump.contains("王小明"), "{dump}");
    let page = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(page.texts(".mention"), ["@小樹", "@小樹"]);
    assert!(page.texts(".post-body mark").is_empty(), "{}", page.body);
    // What was quoted says so too: the quote still holds its author's words.
    assert_eq!(
        page.texts(&format!("#post-{reply} .quote-of")),
        ["作者寫道："]
    );
    // Known by the new name, it goes with the account.
    let told = shown(&author, topic, post).await;
    assert_eq!(told["mentions"][0]["name"], "小樹");
    assert_eq!(told["warning"], Value::Null);
}

#[actix_web::test]
async fn hidden_words_open_without_a_script_and_hide_nothing_from_the_detector() {
    let (_plaza, author, _) = scene().await;
    let text =
        ">! 兇手是\n>! **管家**\n\n他||其實**沒死**||，a || b || c，`||code||`\n\n> 平常的引用";
    let topic = author.topic("city", "電影", text).await;
    for (lang, words) in [("zh", "隱藏的內容"), ("en", "Hidden text")] {
        let page = author
            .get(&format!("/{lang}/topics/{topic}"))
            .await
            .expect(200);
        let block = page.texts(".post-body details.spoiler");
        assert!(
            block[0].starts_with(words) && block[0].contains("管家"),
            "{block:?}"
        );
        assert!(!block[0].contains('!'), "{block:?}");
        assert_eq!(page.texts(".post-body label.spoiler span"), ["其實沒死"]);
        assert_eq!(
            page.attribute("label.spoiler input", "type").as_deref(),
            Some("checkbox")
        );
        assert!(
            page.attribute("label.spoiler input", "aria-label")
                .is_some()
        );
        assert!(
            page.texts(".post-body p")
                .iter()
                .any(|p| p.contains("a || b || c"))
        );
        assert_eq!(page.texts(".post-body blockquote"), ["平常的引用"]);
    }
    for hidden in [
        "||0912-345||-678",
        ">! 打0912-345-678",
        "||0912||-||345||-||678||",
    ] {
        let body = json!({ "title": "t", "body": hidden });
        let asked = author
            .post_json("/api/v1/boards/city/topics", &body)
            .await
            .expect(422);
        assert_eq!(asked.json()["findings"][0]["kind"], "PHONE", "{hidden}");
    }
}

#[actix_web::test]
async fn tables_tasks_code_and_struck_text_are_shown_as_what_they_are() {
    let (_plaza, author, _) = scene().await;
    let text = "| 站 | 時間 |\n|--|--:|\n| 左營 | 08:00 |\n\n- [x] 報名\n- [ ] 繳費\n\n~~取消~~\n\n```rust\nfn main() {}\n```\n\n![圖](https://elsewhere.example/p.png)";
    let topic = author.topic("city", "班次", text).await;
    let page = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(
        page.texts(".post-body .scroll[tabindex='0'][aria-label] table th"),
        ["站", "時間"]
    );
    assert_eq!(page.texts(".post-body li"), ["☑ 報名", "☐ 繳費"]);
    assert_eq!(page.texts(".post-body del"), ["取消"]);
    assert_eq!(
        page.texts(".post-body pre code.language-rust"),
        ["fn main() {}"]
    );
    assert!(page.texts(".post-body img").is_empty());
    assert!(page.texts(".post-body a.out")[0].starts_with('圖'));
}
