//! Until when a kept page is given: not a moment longer than it says what would be said now.

use std::sync::Arc;

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{accounts::Role, calendar::Calendar, context::Context, jobs};
use serde_json::json;

use super::{counts, pages, plain, scene, words};
use crate::{
    arrange::arrange,
    support::{Answer, Client, Plaza},
};

/// Asks for pages on a node that keeps them and on one that does not: they say the same.
struct Pair {
    kept: Client,
    plain: Client,
    /// Of the second: another node.
    node: Context,
}

impl Pair {
    async fn of(plaza: &Plaza) -> Self {
        let node = plain(plaza).await;
        Self {
            kept: plaza.client().await,
            plain: plaza.client_of(&node).await,
            node,
        }
    }

    #[track_caller]
    fn same(path: &str, when: &str, one: &Answer, other: &Answer) {
        assert_eq!(one.status, other.status, "{when}: {path}");
        assert_eq!(words(one), words(other), "{when}: {path}");
    }

    async fn agree(&self, paths: &[String], when: &str) {
        for path in paths {
            let kept = self.kept.get_once(path).await;
            let plain = self.plain.get_once(path).await;
            Self::same(path, when, &kept, &plain);
        }
    }
}

#[actix_web::test]
async fn what_people_do_shows_at_the_next_request() {
    let (plaza, author, [lamps, cats]) = scene().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let pair = Pair::of(&plaza).await;
    let mut paths = pages(&plaza, &[lamps, cats]).await;
    pair.agree(&paths, "at first").await;
    let reply = author.reply(lamps, "Which street?").await;
    pair.agree(&paths, "answered").await;

    let quote = format!("[quote:{reply}:1]\n> Which street?\n\nThis one.");
    author.reply(cats, &format!("> {quote}")).await;
    pair.agree(&paths, "quoted").await;
    let edit = json!({ "body": "What street?" });
    let post = format!("/api/v1/posts/{reply}");
    author.json(Method::PATCH, &post, &edit).await;
    pair.agree(&paths, "edited").await;
    let react = format!("/api/v1/posts/{reply}/reactions/thanks");
    moderator.json(Method::PUT, &react, &json!({})).await;
    pair.agree(&paths, "thanked").await;
    for act in ["pin", "lock", "unlock", "unpin"] {
        arrange(&moderator, lamps, act, json!({})).await;
        pair.agree(&paths, act).await;
    }
    let hide = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
    let moderate = format!("/zh/posts/{reply}/moderate");
    moderator.post(&moderate, &hide).await.expect(303);
    pair.agree(&paths, "hidden").await;
    let restore = [("act", "restore"), ("reason", "看錯了")];
    moderator.post(&moderate, &restore).await;
    pair.agree(&paths, "restored").await;
    author.json(Method::DELETE, &post, &json!({})).await;
    pair.agree(&paths, "erased").await;

    let merge = json!({ "topic": cats });
    arrange(&moderator, lamps, "merge", merge).await;
    paths.extend(pages(&plaza, &[cats]).await);
    pair.agree(&paths, "merged").await;
    for sql in [
        "UPDATE boards SET name_en = 'Another name' WHERE slug = 'city'",
        "UPDATE accounts SET name = '山山' WHERE name = '海海'",
    ] {
        plaza.sql(sql).unwrap();
        pair.agree(&paths, sql).await;
    }
    assert!(counts(&plaza).0 > 0, "pages were given as they were kept");
}

#[actix_web::test]
async fn an_author_is_linked_to_their_profile_while_others_see_it() {
    let (plaza, author, [lamps, cats]) = scene().await;
    let pair = Pair::of(&plaza).await;
    let paths = pages(&plaza, &[lamps, cats]).await;
    let page = paths
        .iter()
        .find(|path| path.starts_with("/en/t/") && !path.contains('?'));
    let about = json!({ "about": "I repair bicycles." });
    let own = "/api/v1/account/profile";
    author.json(Method::PUT, own, &about).await.expect(200);
    pair.agree(&paths, "shown").await;
    let is_linked = async || {
        let shown = pair.kept.get_once(page.unwrap()).await.expect(200);
        shown.body.contains("/en/people/")
    };
    assert!(is_linked().await);
    // What they say instead of what was hidden waits, is approved, and waits again.
    for (sql, links) in [
        (
            "INSERT INTO review_items (kind, profile_id, state, created_at) \
             SELECT 'held-again', account_id, 'open', '2026-03-02 02:00:00' FROM profiles",
            false,
        ),
        ("UPDATE review_items SET state = 'approved'", true),
        ("UPDATE review_items SET state = 'open'", false),
        ("DELETE FROM review_items", true),
    ] {
        plaza.sql(sql).unwrap();
        pair.agree(&paths, sql).await;
        assert_eq!(is_linked().await, links, "{sql}");
    }
}

#[actix_web::test]
async fn a_new_answer_ends_the_pages_of_its_topic_and_the_lists_alone() {
    let (plaza, author, [lamps, cats]) = scene().await;
    let guest = plaza.client().await;
    let read = async |topic: i64| {
        let before = counts(&plaza).0;
        guest.get(&format!("/en/topics/{topic}")).await.expect(200);
        counts(&plaza).0 - before
    };
    for topic in [lamps, cats] {
        assert_eq!(read(topic).await, 0);
        assert_eq!(read(topic).await, 1);
    }
    author.reply(lamps, "Which street?").await;
    assert_eq!(read(cats).await, 1, "of another topic");
    assert_eq!(read(lamps).await, 0);
    assert_eq!(read(lamps).await, 1);
}

#[actix_web::test]
async fn what_is_said_of_the_time_is_right_to_the_moment() {
    let (plaza, _, topics) = scene().await;
    let pair = Pair::of(&plaza).await;
    let paths = pages(&plaza, &topics).await;
    let lists: Vec<String> = paths
        .iter()
        .filter(|path| !path.contains("/privacy") && !path.contains("/rules"))
        .cloned()
        .collect();
    for _ in 0..9 {
        pair.agree(&lists, "within minutes").await;
        plaza.advance(TimeDelta::seconds(20));
    }
    for time in [
        "2026-03-02T11:59",
        "2026-03-02T12:00",
        "2026-03-02T13:29",
        "2026-03-02T13:30",
        "2026-03-02T17:30",
        "2026-03-02T23:59",
        "2026-03-03T00:00",
        "2026-03-03T07:59",
        "2026-03-03T08:00",
    ] {
        plaza.at(time);
        pair.agree(&lists, time).await;
    }
    let before = counts(&plaza).0;
    pair.agree(&lists, "at one moment").await;
    let hits = usize::try_from(counts(&plaza).0 - before).unwrap();
    assert_eq!(hits, lists.len());
}

#[actix_web::test]
async fn when_the_clock_goes_back_nothing_is_given_from_what_was_to_come() {
    let (plaza, ..) = scene().await;
    let pair = Pair::of(&plaza).await;
    let home = ["/en".to_owned()];
    plaza.advance(TimeDelta::minutes(3));
    pair.agree(&home, "later").await;
    plaza.advance(TimeDelta::minutes(-2));
    pair.agree(&home, "put back").await;
    assert_eq!(counts(&plaza), (0, 2));
}

#[actix_web::test]
async fn a_new_policy_stands_above_every_page_at_once() {
    let (plaza, _, topics) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let pair = Pair::of(&plaza).await;
    let paths = pages(&plaza, &topics).await;
    pair.agree(&paths, "at first").await;
    let drafts = "/api/v1/officer/policy";
    let begun = officer.post_json(drafts, &json!({})).await.expect(201);
    let one = format!("{drafts}/{}", begun.json()["id"]);
    let listed = officer.get(drafts).await.expect(200).json();
    let mut draft = listed["drafts"][0].clone();
    draft["kind"] = json!("major");
    draft["text_en"] = json!("# Another policy\n\nIt says more.");
    draft["particulars_zh"] = json!("多說了一些。");
    draft["particulars_en"] = json!("It says more.");
    officer.json(Method::PUT, &one, &draft).await.expect(200);
    let publish = format!("{one}/publish");
    officer.post_json(&publish, &json!({})).await.expect(201);
    jobs::read_policy::once(&pair.node).await.unwrap();
    pair.agree(&paths, "published").await;
    let guest = plaza.client().await;
    let home = guest.get_once("/en").await.expect(200);
    assert!(
        home.body.contains("It says more."),
        "the notice stands there"
    );
}

#[actix_web::test]
async fn other_working_days_make_other_pages_and_the_same_ones_do_not() {
    let (plaza, ..) = scene().await;
    let guest = plaza.client().await;
    let read = async || {
        let before = counts(&plaza).0;
        guest.get_once("/en").await.expect(200);
        counts(&plaza).0 - before
    };
    assert_eq!((read().await, read().await), (0, 1));
    let same = (*plaza.context.calendar()).clone();
    plaza.context.know_days(Arc::new(same));
    assert_eq!(read().await, 1);
    let mut other: Calendar = (*plaza.context.calendar()).clone();
    other.set([("2026-03-02".parse().unwrap(), false)]);
    plaza.context.know_days(Arc::new(other));
    assert_eq!(read().await, 0);
    let closed = guest.get_once("/en").await.expect(200);
    assert!(!closed.texts(".contact-status").concat().contains("until"));
}

#[actix_web::test]
async fn of_many_who_ask_at_once_all_get_the_page_and_few_make_it() {
    let (plaza, ..) = scene().await;
    let guest = plaza.client().await;
    let asking = (0..20).map(|_| guest.get_once("/en/boards/city"));
    let answers = futures_util::future::join_all(asking).await;
    for answer in &answers {
        assert_eq!(answer.status, 200);
        assert_eq!(words(answer), words(&answers[0]));
    }
    assert_eq!(counts(&plaza), (19, 1));
}
