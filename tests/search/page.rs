//! The search page and the topics like a new one, without a script.

use chrono::TimeDelta;
use plaza::{accounts::Role, jobs};
use serde_json::{Value, json};

use super::{address, count, found};
use crate::support::Plaza;

#[actix_web::test]
async fn every_page_leads_to_search_and_the_page_shows_what_was_found() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let guest = plaza.client().await;
    let topic = author
        .topic(
            "city",
            "路燈 & <b>壞</b>了",
            "鳳山的路燈整條不亮。\n\n請修理。",
        )
        .await;
    let reply = author.reply(topic, "我家門口的路燈也是").await;
    for lang in ["zh", "en"] {
        let home = guest.get(&format!("/{lang}")).await.expect(200);
        let action = home.attribute("header form[role=search]", "action");
        assert_eq!(action.unwrap(), format!("/{lang}/search"));
        assert!(
            home.attribute("header input[type=search]", "name")
                .is_some()
        );

        let blank = guest.get(&format!("/{lang}/search")).await.expect(200);
        assert!(blank.texts("main .rows, main .empty").is_empty());
        let page = guest
            .get(&address(&format!("/{lang}/search"), &[("q", "路燈")]))
            .await
            .expect(200);
        assert_eq!(
            page.attribute("meta[name=robots]", "content").unwrap(),
            "noindex"
        );
        assert_eq!(
            page.attribute("main input[name=q]", "value").unwrap(),
            "路燈"
        );
        assert_eq!(page.texts("main .rows > li").len(), 2);
        let title = page.texts("main .row-title a").remove(0);
        assert_eq!(title, "路燈 & <b>壞</b>了");
        assert!(
            page.texts("main .row-title .hit")
                .contains(&"路燈".to_owned())
        );
        assert!(page.texts("main .row-text .hit").len() >= 2);
        let links: Vec<String> = [0, 1]
            .map(|n| {
                let selector = format!("main .rows > li:nth-child({}) a", n + 1);
                page.attribute(&selector, "href").unwrap()
            })
            .to_vec();
        let stands = guest.address(topic, lang).await;
        let of_reply = format!("{stands}?post={reply}#post-{reply}");
        assert_eq!(links, [stands, of_reply]);
        let there = guest
            .get(links[1].split('#').next().unwrap())
            .await
            .expect(200);
        assert_eq!(there.texts(&format!("#post-{reply}")).len(), 1);

        let none = guest
            .get(&address(
                &format!("/{lang}/search"),
                &[("q", "不存在的詞彙")],
            ))
            .await
            .expect(200);
        assert_eq!(none.texts("main .empty").len(), 1);
    }
}

#[actix_web::test]
async fn filters_narrow_what_is_found_in_the_text_and_in_the_form() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let guest = plaza.client().await;
    let old = author.topic("city", "路燈", "市府前的路燈").await;
    plaza.advance(TimeDelta::days(10));
    let new = author.topic("open", "路燈", "巷口的路燈").await;
    let reply = author.reply(old, "路燈修好了").await;
    let found_by = async |query: &[(&str, &str)]| -> Vec<i64> {
        let page = guest.get(&address("/zh/search", query)).await.expect(200);
        let rows = page.texts("main .rows > li").len();
        let mut found = Vec::new();
        for n in 1..=rows {
            let href = page
                .attribute(&format!("main .rows > li:nth-child({n}) a"), "href")
                .unwrap();
            // A reply's number stands at the end, a topic's before the words of its title.
            let number = href.rsplit_once("#post-").map(|(_, number)| number);
            let number = number.or(href.split('/').nth(3));
            found.push(number.unwrap().parse().unwrap());
        }
        found.sort_unstable();
        found
    };
    let mut all = vec![old, new, reply];
    all.sort_unstable();
    assert_eq!(found_by(&[("q", "路燈")]).await, all);
    for (typed, fields, expected) in [
        (
            "board:city kind:topic",
            vec![("board", "city"), ("kind", "topic")],
            vec![old],
        ),
        ("board:鄰里生活", vec![("board", "鄰里生活")], vec![new]),
        (
            "board:\"Neighbourhood life\"",
            vec![("board", "open")],
            vec![new],
        ),
        ("kind:reply", vec![("kind", "reply")], vec![reply]),
        (
            "before:2026-03-12",
            vec![("before", "2026-03-12")],
            vec![old],
        ),
        ("before:2026-03-02", vec![("before", "2026-03-02")], vec![]),
        (
            "after:2026-03-12 kind:topic",
            vec![("after", "2026-03-12"), ("kind", "topic")],
            vec![new],
        ),
        ("after:2026-03-13", vec![("after", "2026-03-13")], vec![]),
        ("board:none", vec![("board", "none")], vec![]),
        ("author:nobody", vec![("author", "nobody")], vec![]),
        ("tag:x", vec![("q", "tag:x")], vec![]),
    ] {
        let with_word = format!("路燈 {typed}");
        assert_eq!(found_by(&[("q", &with_word)]).await, expected, "{typed}");
        // Filters alone list what is newest.
        assert_eq!(found_by(&[("q", typed)]).await, expected, "{typed} alone");
        assert_eq!(found_by(&fields).await, expected, "{fields:?}");
    }
    let wrong = guest
        .get(&address(
            "/zh/search",
            &[("q", "路燈"), ("after", "gestern")],
        ))
        .await
        .expect(422);
    assert_eq!(
        wrong.attribute(".error-summary a", "href").unwrap(),
        "#f-after"
    );
    assert_eq!(wrong.attribute("#f-after", "value").unwrap(), "gestern");
    assert!(wrong.texts("main .rows").is_empty());
}

#[actix_web::test]
async fn tags_are_a_filter_and_topics_that_are_regrouped_are_found_where_they_stand() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let one = moderator.topic("city", "numbat", "aardvark").await;
    let other = moderator.topic("city", "quoll", "bandicoot").await;
    let reply = moderator.reply(one, "echidna").await;
    let arrange = async |topic: i64, what: Value| {
        let path = format!("/api/v1/topics/{topic}/arrange");
        let answer = moderator.post_json(&path, &what).await;
        assert!(answer.status.is_success(), "{}", answer.body);
    };
    arrange(
        one,
        json!({ "act": "tag", "tags": ["lamps"], "reason": "順手" }),
    )
    .await;
    for (text, expected) in [
        ("tag:lamps", 2),
        ("tag:LAMPS numbat", 1),
        ("tag:lamps quoll", 0),
        ("tag:none", 0),
    ] {
        assert_eq!(count(&guest, text).await, expected, "{text}");
    }
    let by_field = address("/api/v1/search", &[("q", "numbat"), ("tag", "lamps")]);
    assert_eq!(guest.get(&by_field).await.json()["count"], 1);

    // Moved, the same text is found under its new board.
    arrange(
        one,
        json!({ "act": "move", "board": "open", "reason": "順手" }),
    )
    .await;
    assert_eq!(count(&guest, "board:city numbat").await, 0);
    assert_eq!(count(&guest, "board:open numbat").await, 1);
    arrange(
        one,
        json!({ "act": "move", "board": "city", "reason": "順手" }),
    )
    .await;

    let split = json!({ "act": "split", "posts": [reply], "title": "potoroo", "reason": "順手" });
    arrange(one, split).await;
    assert_eq!(count(&guest, "kind:topic potoroo").await, 1);
    assert_eq!(count(&guest, "kind:topic echidna").await, 1);

    let merge = json!({ "act": "merge", "topic": other, "reason": "順手" });
    arrange(one, merge).await;
    assert_eq!(count(&guest, "kind:reply bandicoot").await, 1);
    assert_eq!(
        count(&guest, "quoll").await,
        0,
        "its title is none any more"
    );
    assert_eq!(count(&guest, "numbat").await, 1);
}

#[actix_web::test]
async fn many_hits_are_shown_page_by_page_each_once() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let guest = plaza.client().await;
    let topic = author.topic("city", "路燈", "路燈").await;
    for n in 0..44 {
        author.reply(topic, &format!("第{n}盞路燈")).await;
    }
    let (mut seen, mut path) = (Vec::new(), address("/zh/search", &[("q", "路燈")]));
    for rows in [20, 20, 5] {
        let page = guest.get(&path).await.expect(200);
        assert_eq!(page.texts("#found"), ["找到45則發言"]);
        assert_eq!(page.texts("main .rows > li").len(), rows);
        for n in 1..=rows {
            let selector = format!("main .rows > li:nth-child({n}) a");
            seen.push(page.attribute(&selector, "href").unwrap());
        }
        path = page.attribute("a[rel=next]", "href").unwrap_or_default();
    }
    assert!(path.is_empty(), "there is no fourth page");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45);
    let (count, _) = found(&guest, "路燈").await;
    assert_eq!(count, 45);
    // Beyond the last page is the last page.
    let beyond = address("/zh/search", &[("q", "路燈"), ("page", "9")]);
    let beyond = guest.get(&beyond).await.expect(200);
    assert_eq!(beyond.texts("main .rows > li").len(), 5);
}

#[actix_web::test]
async fn what_is_looked_for_is_written_nowhere() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    for path in [
        "/zh/search?q=wombatword&author=wombatname&board=wombatboard",
        "/api/v1/search?q=wombatword&author=wombatname",
    ] {
        guest.get(path).await.expect(200);
    }
    let title = json!({ "title": "wombattitle" });
    guest
        .post_json("/api/v1/search/similar", &title)
        .await
        .expect(200);
    jobs::record::last(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let log = plaza.access_log().join("\n");
    assert!(log.contains("/zh/search"), "{log}");
    assert!(!log.contains("wombat"), "{log}");
    assert!(!plaza.dump().contains("wombat"));
}

#[actix_web::test]
async fn topics_like_a_new_one_are_shown_while_it_is_written() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let lamp = author
        .topic("city", "鳳山的路燈壞了一個月", "沒有人修。")
        .await;
    author.topic("city", "游泳池水溫", "太冷了。").await;
    let hidden = author.topic("city", "路燈又壞了", "隱藏的。").await;
    let (_, hits) = found(&author, "路燈又壞了").await;
    let opening = hits.iter().find(|hit| hit["topic"] == hidden).unwrap();
    let path = format!("/zh/posts/{}/moderate", opening["post"]);
    let hide = [
        ("act", "hide"),
        ("ground", "protect"),
        ("complained_by", "telephone"),
        ("complained_on", "2026-03-01"),
        ("reason", "有人申訴"),
    ];
    moderator.post(&path, &hide).await.expect(303);

    let similar = author
        .post_json(
            "/api/v1/search/similar?lang=en",
            &json!({ "title": "路燈壞了怎麼報修" }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(similar["topics"].as_array().unwrap().len(), 1, "{similar}");
    assert_eq!(
        similar["topics"][0]["url"],
        author.address(lamp, "en").await
    );
    for nothing in ["", "的", "!!!", "完全無關的題目xyz"] {
        let similar = author
            .post_json("/api/v1/search/similar", &json!({ "title": nothing }))
            .await
            .expect(200)
            .json();
        assert_eq!(similar["topics"], json!([]), "{nothing}");
    }

    let form = author.get("/zh/boards/city/new").await.expect(200);
    assert!(form.attribute("[data-similar]", "hidden").is_some());
    let fields = [
        ("title", "路燈壞了怎麼報修"),
        ("body", "想請問。"),
        ("preview", "yes"),
    ];
    let page = author
        .post("/zh/boards/city/new", &fields)
        .await
        .expect(200);
    assert!(page.attribute("[data-similar]", "hidden").is_none());
    assert_eq!(page.texts("[data-similar] a"), ["鳳山的路燈壞了一個月"]);
    let link = page.attribute("[data-similar] a", "href").unwrap();
    assert_eq!(link, author.address(lamp, "zh").await);
    // With findings to answer it stands there too.
    let fields = [
        ("title", "路燈壞了怎麼報修"),
        ("body", "打給我0912-345-678"),
    ];
    let page = author
        .post("/zh/boards/city/new", &fields)
        .await
        .expect(422);
    assert_eq!(page.texts("[data-similar] a").len(), 1);
}

#[actix_web::test]
async fn a_program_is_told_what_the_page_says_of_a_hit() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let parks = plaza.staff_of("parks").await;
    let author = plaza.log_on_named(Role::Resident, "林美玲", true).await;
    let other = plaza.log_on_as(Role::Resident, "小樹").await;
    let topic = author.topic("city", "行道樹", "什麼時候修剪").await;
    let called = other.reply(topic, "@林美玲 修剪的日子我也想知道").await;
    let body = json!({ "body": "十月才修剪", "office": "parks" });
    let path = format!("/api/v1/topics/{topic}/posts");
    let answer = parks.post_json(&path, &body).await.expect(201).json();
    let guest = plaza.client().await;
    let (_, hits) = found(&guest, "修剪").await;
    assert_eq!(hits.len(), 3);
    for hit in &hits {
        let is = |id: &Value| hit["post"] == *id;
        assert_eq!(hit["official"], is(&answer["id"]), "{hit}");
        let warned = hit["warning"]
            .as_str()
            .is_some_and(|it| it.contains("用@提到的人"));
        assert_eq!(warned, is(&json!(called)), "{hit}");
        let label = json!([{ "field": "excerpt", "kind": "person", "scope": "public" }]);
        assert_eq!(hit["labels"] == label, is(&json!(called)), "{hit}");
    }
    let ask = async |text: &str| {
        let path = address("/api/v1/search", &[("q", text)]);
        guest.get(&path).await.expect(200).json()["cut"].clone()
    };
    assert_eq!(ask("修剪").await, false);
    let long = "修剪".repeat(150);
    assert_eq!(ask(&long).await, true);
    let docs = guest.get("/api/v1/openapi.json").await.expect(200).json();
    let told = docs["paths"]["/api/v1/search"]["get"]["parameters"].clone();
    let kind = told
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == "kind");
    let told = kind.unwrap()["description"].as_str().unwrap();
    for kind in ["topic", "suggestion", "reply"] {
        assert!(told.contains(kind), "{told}");
    }
}
