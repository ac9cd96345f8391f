//! What is out of somebody's reach they meet nowhere: in no count, list, search, feed or mail. And
//! no moderator, whatever they moderate, meets an account's address or a contact.

use std::collections::BTreeMap;

use actix_web::http::Method;
use plaza::{accounts::Role, jobs::remind_moderators};
use serde_json::json;

use super::city::{ACCOUNT_APPEAL, APPEAL, City, HERE, PROFILE, REQUEST, ROLES, Thing};
use crate::{
    crawl::crawl,
    sealed::{PLANTED, plant},
    support::{Arrived, Client, Plaza},
};

/// The word that the titles have in common, as an address has it.
const SEARCHED: &str = "%E4%BA%8C%E6%89%8B%E6%9B%B8";
/// `TAG`, in the same way.
const TAGGED: &str = "%E5%B8%82%E9%9B%86";

/// Everything that somebody can open about these things.
async fn seen(client: &Client, things: &[&Thing]) -> String {
    let mut paths: Vec<String> = [
        "/zh",
        "/api/v1/boards",
        "/zh/notifications",
        "/api/v1/notifications",
        "/feeds/zh/forum.atom",
        "/zh/review",
        "/api/v1/review",
        "/zh/review/appeals",
        "/api/v1/appeals",
        "/zh/review/accounts",
        "/api/v1/sanctions/appeals",
        "/zh/officer/requests",
        "/api/v1/officer/requests",
        "/zh/ledger",
        "/api/v1/ledger",
        "/zh/moderation/log",
        "/api/v1/moderation/log",
        "/feeds/zh/moderation.atom",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.extend([
        format!("/zh/tags/{TAGGED}"),
        format!("/api/v1/tags/{TAGGED}"),
        format!("/feeds/zh/tags/{TAGGED}.atom"),
        format!("/zh/boards/{HERE}"),
        format!("/api/v1/boards/{HERE}"),
        format!("/feeds/zh/boards/{HERE}.atom"),
        format!("/zh/search?q={SEARCHED}"),
        format!("/api/v1/search?q={SEARCHED}"),
    ]);
    for thing in things.iter().filter(|thing| thing.item > 0) {
        let Thing { item, version, .. } = thing;
        paths.extend([
            format!("/zh/review/{item}"),
            format!("/api/v1/review/{item}"),
            format!("/zh/review/bulk?item={item}:{version}"),
        ]);
    }
    for thing in things.iter().filter(|thing| thing.account > 0) {
        paths.extend([
            format!("/zh/people/{}/standing", thing.account),
            format!("/api/v1/people/{}/standing", thing.account),
        ]);
    }
    for Thing { topic, post, .. } in things.iter().filter(|thing| thing.post > 0) {
        paths.extend([
            format!("/zh/topics/{topic}"),
            format!("/api/v1/topics/{topic}"),
            format!("/feeds/zh/topics/{topic}.atom"),
            format!("/zh/posts/{post}"),
            format!("/api/v1/posts/{post}"),
            format!("/zh/posts/{post}/revisions"),
            format!("/zh/posts/{post}/moderate"),
            format!("/zh/posts/{post}/take-out"),
            format!("/zh/posts/{post}/decisions"),
            format!("/api/v1/posts/{post}/decisions"),
        ]);
    }
    let mut all = String::new();
    for path in paths {
        all.push_str(&client.get(&path).await.body);
    }
    all
}

#[actix_web::test]
async fn what_is_out_of_reach_is_on_no_page_and_in_no_search_feed_or_count() {
    let city = City::new().await;
    let public = city.thing("post here").await;
    let held = city.thing("held here").await;
    let appealed = city.thing("appealed here").await;
    let profile = city.thing("profile").await;
    let contested = city.thing("contested").await;
    let requested = city.thing("requested here").await;
    let things = [&public, &held, &appealed, &profile, &contested, &requested];
    let tagged = format!("/feeds/zh/tags/{TAGGED}.atom");
    let tagged = city.client("guest").get(&tagged).await.expect(200);
    assert!(tagged.body.contains(&public.title), "{}", tagged.body);
    for role in ROLES {
        let seen = seen(city.client(role), &things).await;
        assert!(seen.contains(&public.words), "{role} sees what is public");
        let decides = ["here", "everywhere", "admin"].contains(&role);
        let reads = decides || role == "author";
        assert_eq!(seen.contains(&held.words), reads, "{role}, what is held");
        assert_eq!(seen.contains(&held.title), reads, "{role}, its title");
        if !reads {
            assert!(!seen.contains(&appealed.words), "{role}, what is hidden");
        }
        if role != "author" {
            assert_eq!(seen.contains(APPEAL), decides, "{role}, the appeal");
        }
        // Accounts belong to no board, and whoever is named in a post asks the privacy officer alone.
        let everywhere = ["everywhere", "admin"].contains(&role);
        for (words, reads) in [
            (PROFILE, everywhere),
            (ACCOUNT_APPEAL, everywhere),
            (REQUEST, role == "officer"),
        ] {
            assert_eq!(seen.contains(words), reads, "{role}: {words}");
        }
    }
    // By its number alone, nobody learns what it is called.
    let chosen = json!([{ "id": held.item, "version": held.version }]);
    let look = json!({ "decision": "approve", "items": chosen, "preview": true });
    for (role, title) in [("here", json!(held.title)), ("there", json!(null))] {
        let path = "/api/v1/review/bulk";
        let foreseen = city.client(role).post_json(path, &look).await.expect(200);
        assert_eq!(foreseen.json()[0]["title"], title, "{role}");
    }
    let of_board = [("personal-data-of-others", 1), ("appeal", 1)];
    let all = [
        of_board[0],
        of_board[1],
        ("flag", 1),
        ("sanction-appeal", 1),
    ];
    let counted = async |role: &str, expected: &[(&str, i64)]| {
        let client = city.client(role);
        let total: i64 = expected.iter().map(|(_, count)| count).sum();
        let queue = client.get("/api/v1/review").await.expect(200).json();
        assert_eq!(queue["count"], total, "{role}");
        let count = client.get("/api/v1/review/count").await.expect(200).json();
        let expected: BTreeMap<&str, i64> = expected.iter().copied().collect();
        assert_eq!(count["kinds"], json!(expected), "{role}");
    };
    counted("officer", &[("request", 1)]).await;
    /// Who looks, what waits by kind, and how many appeals.
    type Waits<'a> = (&'a str, &'a [(&'a str, i64)], usize);
    let expected: [Waits; 4] = [
        ("here", &of_board, 1),
        ("there", &[], 0),
        ("everywhere", &all, 1),
        ("admin", &all, 1),
    ];
    for (role, waiting, appeals) in expected {
        counted(role, waiting).await;
        let client = city.client(role);
        let asked = client.get("/api/v1/appeals").await.expect(200).json();
        assert_eq!(
            asked["appeals"].as_array().unwrap().len(),
            appeals,
            "{role}"
        );
    }
}

fn to<'a>(mails: &'a [Arrived], name: &str) -> impl Iterator<Item = &'a Arrived> {
    let address = format!("{name}@example.tw");
    mails.iter().filter(move |mail| mail.to == address)
}

#[actix_web::test]
async fn mails_count_what_is_in_reach_and_tell_nothing_else() {
    let city = City::new().await;
    let held = city.thing("held here").await;
    let appealed = city.thing("appealed here").await;
    for other in ["profile", "contested", "requested here"] {
        city.thing(other).await;
    }
    city.plaza.at("2026-03-04T11:00");
    let done = remind_moderators::once(&city.plaza.context).await;
    done.unwrap();
    let mails = city.plaza.mails().await;
    for (name, counted) in [
        ("here", Some("1個待審項目")),
        ("everywhere", Some("2個待審項目")),
        ("there", None),
        ("former", None),
        ("resident", None),
        ("staff", None),
        ("officer", None),
        // Administrators are reminded of what nobody else may decide.
        ("admin", None),
        ("author", None),
    ] {
        let mut subjects = to(&mails, name).map(|mail| &*mail.subject);
        let reminder = subjects.find(|subject| subject.contains("待審項目"));
        assert_eq!(
            reminder.is_some(),
            counted.is_some(),
            "{name}: {reminder:?}"
        );
        let begins = counted.is_none_or(|begin| reminder.unwrap().starts_with(begin));
        assert!(begins, "{name}: {reminder:?}");
    }
    let of_author = [&*held.words, &*held.title, &*appealed.words, APPEAL];
    for role in ROLES {
        for mail in to(&mails, role) {
            let own = of_author.into_iter().filter(|_| role != "author");
            for words in own.chain([PROFILE, ACCOUNT_APPEAL, REQUEST]) {
                let said = mail.raw.contains(words) || mail.text.contains(words);
                assert!(!said, "a mail to {role} says {words}");
            }
        }
    }
}

#[actix_web::test]
async fn whoever_may_answer_an_appeal_is_reminded_of_it_and_nobody_else() {
    let city = City::new().await;
    city.thing("appealed here").await;
    city.thing("contested").await;
    // Ten working days later both are to be answered.
    city.plaza.at("2026-03-17T11:00");
    let done = remind_moderators::once(&city.plaza.context).await;
    done.unwrap();
    let mails = city.plaza.mails().await;
    for (name, appeals) in [
        ("here", Some(1)),
        ("everywhere", Some(2)),
        ("there", None),
        ("former", None),
        ("author", None),
        ("staff", None),
        ("officer", None),
        ("admin", None),
    ] {
        let words = appeals.map(|count| format!("有{count}件今天到期"));
        let reminders = to(&mails, name).filter(|mail| mail.text.contains("件今天到期"));
        let reminders: Vec<&Arrived> = reminders.collect();
        assert_eq!(reminders.len(), usize::from(words.is_some()), "{name}");
        if let Some(words) = words {
            let said = &reminders[0].text;
            assert!(said.contains(&words), "{name}: {said}");
        }
    }
}

/// Whether this is an address, a contact, or leads to one.
fn is_contact(at: usize) -> bool {
    PLANTED[at].contains('@') || [5, 6, 7, 8, 15].contains(&at)
}

/// Where a moderator begins: what leads on, and what no link leads to but a number in its address.
fn start() -> Vec<String> {
    let mut start: Vec<String> = [
        "/zh",
        "/en/review",
        "/zh/review",
        "/zh/review/appeals",
        "/zh/review/feedback",
        "/zh/review/accounts",
        "/zh/moderation/log",
        "/api/v1/review",
        "/api/v1/appeals",
        "/api/v1/sanctions/appeals",
        "/api/v1/boards",
        "/api/v1/notifications",
    ]
    .map(str::to_owned)
    .to_vec();
    for id in 1..=8 {
        start.extend([
            format!("/zh/posts/{id}/moderate"),
            format!("/zh/posts/{id}/take-out"),
            format!("/zh/posts/{id}/decisions"),
            format!("/zh/posts/{id}/revisions"),
            format!("/api/v1/posts/{id}"),
            format!("/api/v1/posts/{id}/decisions"),
            format!("/zh/topics/{id}/arrange"),
            format!("/zh/topics/{id}/split"),
            format!("/api/v1/topics/{id}"),
            format!("/zh/people/{id}"),
            format!("/api/v1/people/{id}"),
            format!("/zh/people/{id}/standing"),
            format!("/api/v1/people/{id}/standing"),
        ]);
    }
    start
}

#[actix_web::test]
async fn no_moderator_meets_an_address_or_a_contact_on_a_page_in_an_answer_or_in_a_mail() {
    let plaza = Plaza::city().await;
    plant(&plaza).await;
    let admin = plaza.log_on_as(Role::Administrator, "管理").await;
    for (name, body) in [
        ("everywhere", json!({ "everywhere": true })),
        ("here", json!({ "boards": ["city"] })),
    ] {
        let moderator = plaza.person(name, Role::Moderator).await.client;
        let known = admin.get("/api/v1/admin/moderators").await.expect(200);
        let known = known.json();
        let mut known = known.as_array().unwrap().iter();
        let id = &known.find(|known| known["name"] == name).unwrap()["id"];
        let path = format!("/api/v1/admin/moderators/{id}/boards");
        admin.json(Method::PUT, &path, &body).await.expect(200);
        let pages = crawl(&moderator, &start()).await;
        let flagged = pages.iter().any(|(_, body)| body.contains(PLANTED[24]));
        assert!(flagged, "{name} did not come to the queue");
        for (path, body) in &pages {
            for (at, datum) in PLANTED.into_iter().enumerate() {
                let shown = is_contact(at) && body.contains(datum);
                assert!(!shown, "{path} shows {datum} to {name}");
            }
        }
    }
    plaza.at("2026-03-04T11:00");
    remind_moderators::once(&plaza.context).await.unwrap();
    let mails = plaza.mails().await;
    for name in ["everywhere", "here"] {
        assert!(to(&mails, name).next().is_some(), "{name} got no mail");
        for mail in to(&mails, name) {
            for (at, datum) in PLANTED.into_iter().enumerate() {
                let said = mail.subject.contains(datum) || mail.text.contains(datum);
                assert!(!is_contact(at) || !said, "a mail to {name} says {datum}");
            }
        }
    }
}
