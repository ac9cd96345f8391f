//! Addresses that last: a topic's with the words of its title, what old ones lead to, and how public
//! pages are named to search engines and to programs that show a link.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    web::routes::{Audience, CATALOGUE},
};
use scraper::Selector;
use serde_json::{Value, json};

use crate::{
    boards::change,
    catalogue::sample_path,
    support::{Answer, Client, Plaza},
};

const PHONE: &str = "0912-345-678";

async fn scene() -> (Plaza, Client, Client) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let guest = plaza.client().await;
    (plaza, author, guest)
}

fn canonical(page: &Answer) -> Option<String> {
    page.attribute("link[rel=canonical]", "href")
}

fn noindex(page: &Answer) -> bool {
    page.attribute("meta[name=robots]", "content").as_deref() == Some("noindex")
}

fn property(page: &Answer, name: &str) -> Option<String> {
    page.attribute(&format!("meta[property='{name}']"), "content")
}

/// The structured data of a page, if there is any.
fn data(page: &Answer) -> Option<Value> {
    let text = page.texts("script[type='application/ld+json']").pop()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[actix_web::test]
async fn a_topic_stands_under_its_title_and_every_other_address_leads_there() {
    let (_plaza, author, guest) = scene().await;
    let topic = author.topic("city", "公車站牌 Bus Stop", "斜了").await;
    let slug = "%E5%85%AC%E8%BB%8A%E7%AB%99%E7%89%8C-bus-stop";
    let right = format!("/zh/t/{topic}/{slug}");
    assert_eq!(author.address(topic, "zh").await, right);
    guest.get_once(&right).await.expect(200);
    for other in [
        format!("/zh/t/{topic}"),
        format!("/zh/t/{topic}/else"),
        format!("/zh/t/{topic}/{slug}-more"),
        format!("/zh/topics/{topic}"),
    ] {
        for query in ["", "?after=1&x=%E8%B7%AF", "?page=last"] {
            let led = guest.get_once(&format!("{other}{query}")).await;
            assert_eq!(led.status, 308, "{other}");
            assert_eq!(led.location(), format!("{right}{query}"));
            assert_eq!(led.headers.get("cache-control").unwrap(), "no-store");
        }
    }
    for bare in [format!("t/{topic}/else"), format!("topics/{topic}")] {
        let led = guest.get_once(&format!("/{bare}?after=1")).await;
        assert_eq!(led.status, 302);
        assert_eq!(led.location(), format!("/zh/{bare}?after=1"));
        assert!(led.headers.get("vary").is_some());
    }

    // With the title its address changes, and back; the old one leads there both times.
    let path = "/api/v1/posts/1";
    let mut last = right.clone();
    for title in ["候車亭", "公車站牌 Bus Stop"] {
        let edit = json!({ "title": title, "body": "斜了" });
        author.json(Method::PATCH, path, &edit).await.expect(200);
        let now = author.address(topic, "zh").await;
        assert_ne!(now, last);
        assert_eq!(guest.get_once(&last).await.location(), now);
        guest.get_once(&now).await.expect(200);
        last = now;
    }
    assert_eq!(last, right);
    // A title without words, and no such topic.
    let silent = author.topic("city", "？！", "斜了").await;
    guest.get_once(&format!("/en/t/{silent}")).await.expect(200);
    let led = guest.get_once(&format!("/en/t/{silent}/words")).await;
    assert_eq!(led.location(), format!("/en/t/{silent}"));
    for none in [
        "999",
        "0",
        "-1",
        "x",
        "99999999999999999999",
        "%00",
        "1/%FF",
    ] {
        for path in ["t", "topics"] {
            let answer = guest.get(&format!("/zh/{path}/{none}")).await;
            assert!([200, 404].contains(&answer.status.as_u16()), "{none}");
        }
    }
}

#[actix_web::test]
async fn no_address_says_what_was_found_in_a_title_or_is_not_public() {
    let (plaza, author, guest) = scene().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let new = json!({ "title": format!("徵球友{PHONE}"), "body": "星期天打球" });
    for (choice, shown) in [("publish", true), ("mask", false)] {
        author
            .decide("POST", "/api/v1/boards/city/topics", &new, |_| {
                ("mine", choice)
            })
            .await
            .expect(201);
        let topic = if shown { 1 } else { 2 };
        let address = author.address(topic, "zh").await;
        assert!(
            address.ends_with("%E5%BE%B5%E7%90%83%E5%8F%8B") || !shown,
            "{address}"
        );
        for page in [
            &address,
            "/zh/boards/city",
            "/sitemap-topics-1.xml",
            "/feeds/zh/forum.atom",
        ] {
            let page = guest.get_once(page).await.expect(200);
            for link in page.body.split("/t/").skip(1) {
                let link = link.split(['"', '<', '?']).next().unwrap();
                assert!(!link.contains("0912") && !link.contains("345"), "{link}");
            }
        }
        let page = guest.get_once(&address).await.expect(200);
        let title = property(&page, "og:title").unwrap();
        assert!(
            title.starts_with("徵球友") && !title.contains("345"),
            "{title}"
        );
        assert_eq!(page.texts("h1")[0].contains(PHONE), shown);
    }

    // Hidden, its address says nothing any more; whoever wrote it gets there all the same.
    let address = author.address(1, "zh").await;
    let hide = [
        ("act", "hide"),
        ("ground", "protect"),
        ("reason", "有人申訴"),
    ];
    moderator
        .post("/zh/posts/1/moderate", &hide)
        .await
        .expect(303);
    guest.get_once(&address).await.expect(404);
    guest.get_once("/zh/t/1").await.expect(404);
    assert_eq!(author.get_once(&address).await.location(), "/zh/t/1");
    let own = author.get_once("/zh/t/1").await.expect(200);
    assert!(noindex(&own) && canonical(&own).is_none());
    assert_eq!((property(&own, "og:title"), data(&own)), (None, None));
    // Erased, none at all.
    author.post("/zh/posts/2/erase", &[]).await.expect(303);
    guest.get_once("/zh/t/2/words").await.expect(404);
}

#[actix_web::test]
async fn a_board_that_not_everybody_reads_is_told_to_no_search_engine() {
    let (plaza, author, guest) = scene().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let topic = author.topic("city", "公車站牌", "斜了").await;
    let address = author.address(topic, "zh").await;
    for path in [&*address, "/zh/boards/city"] {
        let page = guest.get_once(path).await.expect(200);
        let whole = format!("http://plaza.test{path}");
        assert_eq!(canonical(&page), Some(whole.clone()));
        assert_eq!(property(&page, "og:url"), Some(whole));
        assert!(property(&page, "og:title").is_some());
        assert_eq!(property(&page, "og:locale").as_deref(), Some("zh_TW"));
    }
    let closed = json!({ "read_by": "members" , "open_by": "members", "answer_by": "members" });
    change(&admin, "city", closed).await.expect(200);
    for path in [&*address, "/zh/boards/city"] {
        let page = author.get_once(path).await.expect(200);
        assert!(noindex(&page) && canonical(&page).is_none(), "{path}");
        assert_eq!(property(&page, "og:title"), None);
        assert_eq!(data(&page), None);
        // Nor is a guest led to it, or told its title.
        let guests = guest.get_once(path).await;
        assert!([401, 404].contains(&guests.status.as_u16()), "{path}");
        assert!(!guests.body.contains("公車"));
    }
    guest.get_once(&format!("/zh/t/{topic}")).await.expect(404);
}

#[actix_web::test]
async fn every_public_page_names_its_one_address_in_both_languages() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    let admin = plaza.log_on_as(Role::Administrator, "somebody").await;
    let mut named = 0;
    for route in CATALOGUE
        .iter()
        .filter(|route| route.method == "GET" && route.path.starts_with("/{lang}"))
    {
        let path = sample_path(route, &plaza);
        let client = match route.audience {
            Audience::Anyone => &guest,
            _ => &admin,
        };
        let page = client.get(&path).await;
        if page.status != 200 {
            assert!(canonical(&page).is_none(), "{path}");
            continue;
        }
        let Some(address) = canonical(&page) else {
            assert!(noindex(&page), "{path}");
            assert!(page.attribute("link[hreflang]", "href").is_none());
            continue;
        };
        assert!(route.is_public_page(), "{path}");
        assert!(!noindex(&page), "{path}");
        named += 1;
        let html = page.html();
        let links = Selector::parse("link[hreflang]").unwrap();
        let links: Vec<(String, String)> = html
            .select(&links)
            .map(|link| {
                let value = |name| link.value().attr(name).unwrap().to_owned();
                (value("hreflang"), value("href"))
            })
            .collect();
        let languages: Vec<&str> = links.iter().map(|(language, _)| &**language).collect();
        assert_eq!(languages, ["zh-Hant-TW", "en", "x-default"], "{path}");
        assert_eq!(address, links[0].1, "{path}");
        for (_, link) in links {
            let there = link.strip_prefix("http://plaza.test").unwrap();
            let mut answer = client.get_once(there).await;
            if there.starts_with("/zh/") || there.starts_with("/en/") {
                assert_eq!(answer.status, 200, "{there} is no last address");
            } else {
                answer = client.get_once(&answer.location()).await;
            }
            assert_eq!(answer.status, 200, "{there}");
        }
    }
    assert!(named > 15, "only {named} pages are named");
}

#[actix_web::test]
async fn structured_data_says_what_the_page_shows_but_personal_data() {
    let (plaza, author, guest) = scene().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let hostile = format!("</script><script>alert(1)</script> <!-- 打給我{PHONE}");
    let new = json!({ "title": "徵球友 <b>", "body": hostile });
    author
        .decide("POST", "/api/v1/boards/city/topics", &new, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let reply = author.reply(1, "我也要去").await;
    let hidden = author.reply(1, "我不去了").await;
    let hide = [("act", "hide"), ("ground", "protect"), ("reason", "離題")];
    let path = format!("/zh/posts/{hidden}/moderate");
    moderator.post(&path, &hide).await.expect(303);

    let address = author.address(1, "zh").await;
    for client in [&guest, &author] {
        let page = client.get_once(&address).await.expect(200);
        assert!(!page.body.contains("<script>alert"));
        let data = data(&page).unwrap();
        assert_eq!(data["@type"], "DiscussionForumPosting");
        assert_eq!(data["headline"], "徵球友 <b>");
        assert_eq!(data["url"], format!("http://plaza.test{address}"));
        assert_eq!(data["author"]["name"], "海海");
        assert_eq!(data["datePublished"], "2026-03-02T02:00:00+00:00");
        assert_eq!(data["isPartOf"]["name"], "市政大小事");
        // No mark stands beside what a search engine copies.
        let text = data["text"].as_str().unwrap();
        assert!(text.ends_with("打給我○○○"), "{data}");
        let answers = data["comment"].as_array().unwrap();
        assert_eq!(answers.len(), 1, "what is hidden is no answer: {data}");
        assert_eq!(answers[0]["text"], "我也要去");
        assert_eq!(
            answers[0]["url"],
            format!("http://plaza.test{address}?post={reply}#post-{reply}")
        );
        // Whoever shares the link shares no personal data.
        let description = property(&page, "og:description").unwrap();
        assert_eq!(description, "「市政大小事」看板上的討論。");
    }
    let mask = [("act", "mask"), ("ground", "protect"), ("reason", "她要求")];
    moderator
        .post("/zh/posts/1/moderate", &mask)
        .await
        .expect(303);
    let page = guest.get_once(&address).await.expect(200);
    assert!(!page.body.contains("345"), "it is masked everywhere");
    let linked = guest.get_once(&format!("{address}?after=0")).await;
    assert_eq!(
        canonical(&linked).unwrap(),
        format!("http://plaza.test{address}")
    );
    // A page that goes on carries none: its opening post stands on another.
    let on = guest.get_once(&format!("{address}?after=1")).await;
    assert_eq!(data(&on), None);
    assert_eq!(
        canonical(&on).unwrap(),
        format!("http://plaza.test{address}?after=1")
    );
}

#[actix_web::test]
async fn a_form_leads_to_a_day() {
    let (plaza, mut author, guest) = scene().await;
    // 10:00 on 2 March in the city, one answer a day.
    let topic = author.topic("city", "日記", "第一天").await;
    let short = author.address(topic, "zh").await;
    assert!(guest.get(&short).await.texts("form.jump").is_empty());
    let mut posts = Vec::new();
    for day in 0..30 {
        plaza.advance(TimeDelta::days(1));
        if day % 10 == 9 {
            // No session lives that long.
            author = plaza.log_on_as(Role::Resident, "海海").await;
        }
        posts.push(author.reply(topic, &format!("過了{day}天")).await);
    }
    let page = guest.get_once(&short).await.expect(200);
    assert_eq!(
        page.attribute("form.jump", "action").as_deref(),
        Some(&*short)
    );
    // The first answer is of 3 March.
    for (on, expected) in [
        ("2026-03-13", Some(posts[10])),
        ("2026-01-01", Some(1)),
        ("2027-01-01", None),
    ] {
        let led = guest.get_once(&format!("{short}?on={on}")).await;
        assert_eq!(led.status, 302, "{on}");
        let there = match expected {
            Some(post) => format!("{short}?post={post}#post-{post}"),
            None => format!("{short}?page=last"),
        };
        assert_eq!(led.location(), there);
        let there = guest.get_once(&there).await.expect(200);
        let first = there.attribute("article.post", "id").unwrap();
        let api = guest
            .get_once(&format!("/api/v1/topics/{topic}?on={on}"))
            .await
            .expect(200)
            .json();
        assert_eq!(first, format!("post-{}", api["posts"][0]["id"]), "{on}");
        if let Some(post) = expected {
            assert_eq!(first, format!("post-{post}"));
        }
    }
    for list in [&*short, "/zh/boards/city"] {
        for wrong in ["gestern", "2026-02-30", "99999-01-01", "%00"] {
            let page = guest.get_once(&format!("{list}?on={wrong}")).await;
            assert_eq!(page.status, 422, "{list} {wrong}");
            assert_eq!(page.texts(".error-summary li").len(), 1);
        }
        guest.get_once(&format!("{list}?on=")).await.expect(200);
    }
    for api in ["/api/v1/topics/1?on=x", "/api/v1/boards/city?on=x"] {
        let answer = guest.get_once(api).await.expect(422).json();
        assert_eq!(answer["errors"][0]["field"], "on");
    }

    // A board goes to what was last active on that day or before.
    for day in 0..28 {
        plaza.advance(TimeDelta::days(1));
        if day % 10 == 0 {
            author = plaza.log_on_as(Role::Resident, "海海").await;
        }
        author.topic("city", "今天", "內文").await;
    }
    let board = "/zh/boards/city";
    assert_eq!(guest.get(board).await.texts("form.jump").len(), 1);
    for (on, title, first) in [
        ("2026-04-03", "今天", "2026-04-03"),
        ("2026-04-01", "日記", "2026-04-01"),
    ] {
        let led = guest.get_once(&format!("{board}?on={on}")).await;
        assert_eq!(led.status, 302);
        let there = guest.get_once(&led.location()).await.expect(200);
        assert_eq!(there.texts(".row-title a")[0], title, "{on}");
        let api = format!("/api/v1/boards/city?on={on}");
        let api = guest.get_once(&api).await.expect(200).json();
        assert_eq!(api["topics"][0]["title"], title);
        let active = api["topics"][0]["active_at"].as_str().unwrap();
        assert!(active.starts_with(first), "{active}");
    }
    let led = guest.get_once(&format!("{board}?on=2020-01-01")).await;
    assert_eq!(led.location(), format!("{board}?page=last"));
    let there = guest.get_once(&led.location()).await.expect(200);
    assert_eq!(there.texts(".row-title a").last().unwrap(), "日記");
    assert!(there.attribute("a[rel=prev]", "href").is_some());
}
