//! Split and merge: the posts, their order and counts, and where old addresses lead.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    forum::{
        seed::{self, SeedPost},
        submission::Author,
    },
    i18n::Lang,
};
use serde_json::{Value, json};

use super::{arrange, scene, shown};
use crate::support::{Client, Plaza};

fn ids(topic: &Value) -> Vec<i64> {
    let posts = topic["posts"].as_array().unwrap().iter();
    posts.map(|post| post["id"].as_i64().unwrap()).collect()
}

fn opening(topic: &Value) -> Vec<i64> {
    let posts = topic["posts"].as_array().unwrap().iter();
    posts
        .filter(|post| post["opens_topic"] == true)
        .map(|post| post["id"].as_i64().unwrap())
        .collect()
}

/// Two topics whose answers came in turns: the topics, and the posts of each.
async fn in_turns(plaza: &Plaza, author: &Client) -> ([i64; 2], [Vec<i64>; 2]) {
    let mut topics = [0; 2];
    let mut posts = [Vec::new(), Vec::new()];
    for (n, title) in ["路燈不亮", "路燈壞了"].into_iter().enumerate() {
        topics[n] = author.topic("city", title, &format!("第{n}盞")).await;
        posts[n] = ids(&shown(author, topics[n]).await);
        plaza.advance(TimeDelta::minutes(1));
    }
    for n in 0..6 {
        let post = author.reply(topics[n % 2], &format!("回覆{n}")).await;
        posts[n % 2].push(post);
        plaza.advance(TimeDelta::minutes(1));
    }
    (topics, posts)
}

#[actix_web::test]
async fn merged_topics_are_one_in_the_order_of_time_and_old_addresses_lead_there() {
    let (plaza, author, moderator) = scene().await;
    let ([old, new], posts) = in_turns(&plaza, &author).await;
    let before = shown(&author, new).await;
    // Named the other way round, the one that was opened first stays all the same.
    for (topic, other) in [(old, new), (new, old)] {
        let done = arrange(&moderator, topic, "merge", json!({ "topic": other })).await;
        assert_eq!(done.expect(200).json()["topic"], old, "twice is once");
    }
    let mut all = posts.concat();
    all.sort_unstable();
    let merged = shown(&author, old).await;
    assert_eq!(ids(&merged), all);
    assert_eq!(opening(&merged), [posts[0][0]]);
    assert_eq!(merged["replies"], 7);
    assert_eq!(merged["title"], "路燈不亮");
    assert_eq!(merged["active_at"], before["active_at"]);
    let kept = &merged["posts"][1];
    assert_eq!(
        (&kept["id"], &kept["former_title"]),
        (&json!(posts[1][0]), &json!("路燈壞了"))
    );

    let guest = plaza.client().await;
    let slug = "%E8%B7%AF%E7%87%88%E4%B8%8D%E4%BA%AE";
    for path in [
        format!("/en/topics/{new}"),
        format!("/feeds/en/topics/{new}.atom"),
        format!("/en/topics/{new}?after=3&x=%E8%B7%AF"),
        format!("/api/v1/topics/{new}?after=3"),
    ] {
        let led = guest.get_once(&path).await;
        assert_eq!(led.status, 308, "{path}");
        let expected = path.replace(&format!("/topics/{new}"), &format!("/topics/{old}"));
        assert_eq!(led.location(), expected);
        assert_eq!(led.headers.get("cache-control").unwrap(), "no-store");
        guest.get(&led.location()).await.expect(200);
    }
    // With the words of the title that went or without, in one step.
    for path in [
        format!("/en/t/{new}/{slug}?after=3"),
        format!("/en/t/{new}?after=3"),
    ] {
        let led = guest.get_once(&path).await;
        assert_eq!(led.location(), format!("/en/t/{old}/{slug}?after=3"));
    }
    // An answer that was being written goes on to where its topic is now.
    let reply = author
        .post(&format!("/en/topics/{new}/reply"), &[("body", "晚到的")])
        .await;
    assert_eq!(reply.status, 308);
    assert_eq!(reply.location(), format!("/en/topics/{old}/reply"));
    author.post(&reply.location(), &[("body", "晚到的")]).await;
    // A program is led on where the address names the topic; of a draft no other one does.
    let watch = format!("/api/v1/topics/{new}/watch");
    let muted = json!({ "level": "muted" });
    let led = author.json(Method::PUT, &watch, &muted).await.expect(308);
    assert_eq!(led.location(), format!("/api/v1/topics/{old}/watch"));
    let draft = format!("/api/v1/drafts/topic/{new}");
    let words = json!({ "body": "晚到的" });
    author.json(Method::PUT, &draft, &words).await.expect(404);
    assert_eq!(shown(&guest, old).await["replies"], 8);

    let page = guest.get(&format!("/en/topics/{old}")).await.expect(200);
    assert!(page.body.contains("路燈壞了"), "the title's words are kept");
    let versions = guest
        .get(&format!("/en/posts/{}/revisions?version=1", posts[1][0]))
        .await;
    assert!(versions.expect(200).body.contains("路燈壞了"));
    let list = guest.get("/api/v1/boards/city").await.json();
    assert_eq!(list["topics"].as_array().unwrap().len(), 1);
    assert_eq!(
        guest.get("/api/v1/boards").await.json()["boards"][0]["topics"],
        1
    );
}

#[actix_web::test]
async fn posts_that_came_from_an_older_forum_stand_where_their_time_is() {
    let (plaza, author, moderator) = scene().await;
    let native = author.topic("city", "路燈", "現在的").await;
    let answer = author.reply(native, "現在的回覆").await;
    let old = |body: &str, days| SeedPost {
        author: Author::Guest {
            name: "老鄰居".into(),
            public_email: String::new(),
        },
        nickname: true,
        at: plaza.context.now() - TimeDelta::days(days),
        language: Lang::Zh,
        body: body.into(),
        publish: Vec::new(),
    };
    let cx = &plaza.context;
    let taken = seed::topic(cx, "city", "老路燈", old("很久以前", 90))
        .await
        .unwrap();
    let mut posts = ids(&shown(&author, taken).await);
    posts.push(seed::reply(cx, taken, old("後來", 60)).await.unwrap());
    let done = arrange(&moderator, native, "merge", json!({ "topic": taken })).await;
    assert_eq!(done.expect(200).json()["topic"], taken, "opened first");
    let merged = shown(&author, taken).await;
    assert_eq!(ids(&merged), [&posts[..], &[answer - 1, answer]].concat());
    assert_eq!(opening(&merged), [posts[0]]);
    // A page that begins at any of them goes on in the same order.
    for (n, post) in ids(&merged).into_iter().enumerate() {
        let path = format!("/api/v1/topics/{taken}?after={post}");
        let rest = ids(&author.get(&path).await.json());
        assert_eq!(rest, ids(&merged)[n + 1..], "after {post}");
    }
    // A link to any of them leads to a page that begins with it, whatever numbers are near.
    for (n, post) in ids(&merged).into_iter().enumerate() {
        let path = format!("/api/v1/topics/{taken}?post={post}");
        let rest = ids(&author.get(&path).await.json());
        assert_eq!(rest, ids(&merged)[n..], "from {post}");
        let led = author.get_once(&format!("/zh/posts/{post}")).await;
        let (path, _) = led
            .location()
            .split_once('#')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let page = author.get_once(&path).await.expect(200);
        let first = page.attribute("article[id^=post-]", "id");
        assert_eq!(first, Some(format!("post-{post}")), "{path}");
    }
    let strange = author
        .get(&format!("/api/v1/topics/{taken}?post=99999"))
        .await;
    assert_eq!(ids(&strange.expect(200).json()), ids(&merged));
}

#[actix_web::test]
async fn a_chain_of_merges_leads_to_its_end_in_one_step() {
    let (plaza, author, moderator) = scene().await;
    let mut topics = Vec::new();
    for title in ["一", "二", "三"] {
        topics.push(author.topic("city", title, "內文").await);
        plaza.advance(TimeDelta::minutes(1));
    }
    arrange(
        &moderator,
        topics[2],
        "merge",
        json!({ "topic": topics[1] }),
    )
    .await
    .expect(200);
    arrange(
        &moderator,
        topics[1],
        "merge",
        json!({ "topic": topics[0] }),
    )
    .await
    .expect(200);
    let led = author.get_once(&format!("/zh/topics/{}", topics[2])).await;
    assert_eq!(led.location(), format!("/zh/topics/{}", topics[0]));
    let done = arrange(
        &moderator,
        topics[2],
        "merge",
        json!({ "topic": topics[0] }),
    )
    .await;
    assert_eq!(done.expect(200).json()["topic"], topics[0]);
}

#[actix_web::test]
async fn answers_that_are_split_off_are_a_topic_and_old_links_find_them() {
    let (plaza, author, moderator) = scene().await;
    let other = plaza.log_on_as(Role::Resident, "小美").await;
    let topic = author.topic("city", "路燈", "不亮").await;
    let mut posts = Vec::new();
    for n in 0..5 {
        plaza.advance(TimeDelta::minutes(1));
        posts.push(other.reply(topic, &format!("回覆{n}")).await);
        // Elsewhere something is written meanwhile.
        author.topic("open", "別的", "內文").await;
    }
    let quoting = json!({ "body": "同意", "reply_to": posts[1] });
    let path = format!("/api/v1/topics/{topic}/posts");
    let last = author.post_json(&path, &quoting).await.expect(201).json()["id"]
        .as_i64()
        .unwrap();
    let chosen = json!({ "posts": [posts[3], posts[1]], "title": "另一盞路燈" });
    let mut made = Vec::new();
    for _ in 0..2 {
        let done = arrange(&moderator, topic, "split", chosen.clone())
            .await
            .expect(200);
        made.push(done.json()["topic"].as_i64().unwrap());
    }
    assert_eq!(made[0], made[1], "twice is once");
    let new = made[0];
    let (left, part) = (shown(&author, topic).await, shown(&author, new).await);
    assert_eq!(ids(&part), [posts[1], posts[3]]);
    assert_eq!(opening(&part), [posts[1]]);
    assert_eq!(
        (&part["replies"], &part["title"]),
        (&json!(1), &json!("另一盞路燈"))
    );
    assert_eq!(part["active_at"], part["posts"][1]["created_at"]);
    assert_eq!(left["replies"], 4);
    assert_eq!(left["parts"], json!([new]));

    let guest = plaza.client().await;
    let old = format!("/zh/topics/{topic}?after={}", posts[1] - 1);
    let led = guest.get_once(&old).await;
    assert_eq!(
        led.location(),
        format!("/zh/topics/{new}?after={}", posts[1] - 1)
    );
    let led = guest
        .get_once(&format!("/zh/topics/{topic}?post={}", posts[1]))
        .await;
    assert_eq!(
        led.location(),
        format!("/zh/topics/{new}?post={}", posts[1])
    );
    // A page that begins after a post is no link to the next.
    guest
        .get(&format!("/zh/topics/{topic}?after={}", posts[0]))
        .await
        .expect(200);
    let answer = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(
        answer.body.contains(&format!("/zh/t/{new}/")),
        "it names its part"
    );
    let quoted = guest.get(&format!("/zh/posts/{}", posts[1])).await;
    assert!(quoted.location().starts_with(&format!("/zh/t/{new}/")));
    assert!(
        answer.body.contains(&format!("/zh/posts/{}", posts[1])),
        "of post {last}"
    );

    // The new topic is its first author's to edit, title and all.
    let edited = json!({ "title": "那盞路燈", "body": "回覆1" });
    let path = format!("/api/v1/posts/{}", posts[1]);
    other.json(Method::PATCH, &path, &edited).await.expect(200);
    assert_eq!(shown(&guest, new).await["title"], "那盞路燈");

    // And back again.
    let back = arrange(&moderator, topic, "merge", json!({ "topic": new })).await;
    assert_eq!(back.expect(200).json()["topic"], topic);
    let whole = shown(&guest, topic).await;
    assert_eq!(whole["replies"], 6);
    assert_eq!(ids(&whole).len(), 7);
    let led = guest.get(&old).await;
    assert_eq!(led.status, 200, "{}", led.body);
}

#[actix_web::test]
async fn what_cannot_be_split_or_merged_is_refused_and_nothing_changes() {
    let (plaza, author, moderator) = scene().await;
    let ([one, other], posts) = in_turns(&plaza, &author).await;
    let before = plaza.dump();
    for (act, more, code) in [
        (
            "split",
            json!({ "posts": [], "title": "題" }),
            "posts-chosen",
        ),
        (
            "split",
            json!({ "posts": [posts[0][1]], "title": " " }),
            "required",
        ),
        (
            "split",
            json!({ "posts": [posts[0][1]], "title": "長".repeat(121) }),
            "title-long",
        ),
        (
            "split",
            json!({ "posts": [posts[0][1]], "title": "a\u{202e}b" }),
            "characters",
        ),
        ("merge", json!({ "topic": one }), "other-topic"),
        ("merge", json!({ "topic": 99 }), "other-topic"),
    ] {
        let refused = arrange(&moderator, one, act, more).await.expect(422);
        assert_eq!(refused.json()["errors"][0]["code"], code, "{act}");
    }
    for chosen in [
        vec![posts[0][0]],
        vec![posts[0][1], posts[1][1]],
        vec![999],
        vec![i64::MAX, i64::MIN],
    ] {
        let more = json!({ "posts": chosen, "title": "題" });
        arrange(&moderator, one, "split", more).await.expect(409);
    }
    let named = json!({ "posts": [posts[0][1]], "title": "路燈請打0912-345-678" });
    let asked = arrange(&moderator, one, "split", named)
        .await
        .expect(422)
        .json();
    assert_eq!(asked["code"], "personal-data-undecided");
    author
        .post_json(&format!("/api/v1/topics/{one}/arrange"), &json!({}))
        .await;
    assert_eq!(before, plaza.dump());
    let page = format!("/en/topics/{one}/split");
    let reply = posts[0][1].to_string();
    let fields = [
        ("post", reply.as_str()),
        ("title", "路燈請打0912-345-678"),
        ("reason", "離題"),
    ];
    let asked = moderator.post(&page, &fields).await.expect(422);
    assert_eq!(asked.texts("fieldset.finding").len(), 1);
    let check = asked.hidden("check");
    let fields = [&fields[..], &[("all", "mask"), ("check", &check)]].concat();
    let done = moderator.post(&page, &fields).await;
    let made = moderator.get(&done.location()).await.expect(200);
    assert_eq!(made.texts("h1"), ["路燈請打09**-***-*78"]);
    let named = made.texts("form[data-compose]").len();
    assert_eq!((named, other), (1, 2));
}

#[actix_web::test]
async fn a_title_that_names_somebody_is_not_taken_from_its_author() {
    let (plaza, author, moderator) = scene().await;
    let topic = author.topic("city", "路燈", "不亮").await;
    plaza.advance(TimeDelta::minutes(1));
    let new = json!({ "title": "打給我0912-345-678", "body": "路燈不亮" });
    let path = "/api/v1/boards/city/topics";
    let made = author
        .decide("POST", path, &new, |_| ("mine", "publish"))
        .await;
    let named = made.expect(201).json()["id"].as_i64().unwrap();
    let refused = arrange(&moderator, topic, "merge", json!({ "topic": named })).await;
    assert_eq!(
        refused.expect(422).json()["errors"][0]["code"],
        "title-marked"
    );
    // Masked by its author, it goes; no version holds the number.
    let post = shown(&author, named).await["posts"][0]["id"]
        .as_i64()
        .unwrap();
    let path = format!("/api/v1/posts/{post}");
    author
        .decide("PATCH", &path, &new, |_| ("mine", "mask"))
        .await
        .expect(200);
    arrange(&moderator, topic, "merge", json!({ "topic": named }))
        .await
        .expect(200);
    assert!(!plaza.dump().contains("345-678"));
}

#[actix_web::test]
async fn what_an_author_masks_or_erases_later_is_gone_from_the_title_that_was_kept() {
    let (plaza, author, moderator) = scene().await;
    let topic = author.topic("city", "路燈", "不亮").await;
    plaza.advance(TimeDelta::minutes(1));
    let second = author.topic("city", "斑馬線褪色", "看不到").await;
    let post = shown(&author, second).await["posts"][0]["id"].clone();
    arrange(&moderator, topic, "merge", json!({ "topic": second }))
        .await
        .expect(200);
    assert!(plaza.dump().contains("斑馬線褪色"));
    assert_eq!(
        author
            .post(&format!("/zh/posts/{post}/erase"), &[])
            .await
            .status,
        303
    );
    assert!(!plaza.dump().contains("斑馬線褪色"));
    assert_eq!(shown(&author, topic).await["replies"], 0);
}

#[actix_web::test]
async fn polls_go_with_their_topic() {
    let (plaza, author, moderator) = scene().await;
    let topic = author.topic("city", "路燈", "不亮").await;
    plaza.advance(TimeDelta::minutes(1));
    let second = author.topic("city", "要不要LED", "投票看看").await;
    let poll = json!({
        "topic": second, "opens_on": "2026-03-02", "closes_on": "2026-03-20",
        "zh": { "title": "LED", "question": "換嗎", "options": ["換", "不換"] },
    });
    moderator
        .post_json("/api/v1/polls", &poll)
        .await
        .expect(201);
    arrange(&moderator, topic, "merge", json!({ "topic": second }))
        .await
        .expect(200);
    let polls = author.get("/api/v1/polls").await.json();
    assert_eq!(polls["polls"][0]["topic"], topic);
}
