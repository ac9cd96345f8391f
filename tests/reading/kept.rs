//! Bookmarks, which are one's own, and reactions, of which others see how many there are.

use actix_web::{http::Method, test::TestRequest};
use plaza::{accounts::Role, forum::reader::Circle};
use serde_json::{Value, json};

use super::{board_for, put};
use crate::{
    arrange::arrange,
    support::{Client, Plaza},
};

async fn bookmarks(client: &Client) -> Value {
    client.get("/api/v1/bookmarks").await.expect(200).json()["bookmarks"].clone()
}

async fn react(client: &Client, method: Method, post: i64, kind: &str) -> u16 {
    let path = format!("/api/v1/posts/{post}/reactions/{kind}");
    client.json(method, &path, &json!({})).await.status.as_u16()
}

async fn reactions(client: &Client, post: i64) -> Value {
    let shown = client
        .get(&format!("/api/v1/posts/{post}"))
        .await
        .expect(200);
    shown.json()["reactions"].clone()
}

#[actix_web::test]
async fn a_bookmark_is_kept_once_shown_to_its_owner_and_leaves_a_tombstone() {
    let plaza = Plaza::with_boards().await;
    board_for(&plaza, "inside", Circle::Staff).await;
    let author = plaza.log_on_as(Role::Resident, "author").await;
    let staff = plaza.log_on_as(Role::Staff, "staff").await;
    let reader = plaza.log_on_as(Role::Resident, "reader").await;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    let post = author.reply(topic, "還是不亮。").await;
    let page = reader.get(&format!("/en/topics/{topic}")).await.expect(200);
    let action = format!("/en/posts/{post}/bookmark");
    assert!(page.body.contains(&action));
    let fields = [
        ("kept", "yes"),
        ("back", &*format!("/en/topics/{topic}?after=1")),
    ];
    for _ in 0..2 {
        let done = reader.post(&action, &fields).await;
        let address = format!("/en/topics/{topic}?after=1&done=bookmark-kept#post-{post}");
        assert_eq!(done.location(), address);
    }
    reader
        .post(&action, &[("kept", "perhaps")])
        .await
        .expect(400);
    let list = bookmarks(&reader).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(
        (&list[0]["post"], &list[0]["title"]),
        (&json!(post), &json!("路燈"))
    );
    assert_eq!(bookmarks(&author).await, json!([]));
    let page = reader.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert_eq!(
        page.texts("form[action$='/bookmark'] button"),
        ["Bookmark", "Remove bookmark"]
    );
    // What one may not read cannot be kept.
    let secret = staff.topic("inside", "內部", "只給同事看。").await;
    let secret =
        staff.get(&format!("/api/v1/topics/{secret}")).await.json()["posts"][0]["id"].as_i64();
    let path = format!("/api/v1/posts/{}/bookmark", secret.unwrap());
    put(&reader, &path, &json!({})).await.expect(404);
    put(&plaza.client().await, &path, &json!({}))
        .await
        .expect(401);
    // A post that is gone leaves a tombstone, which can be taken away.
    let erase = TestRequest::delete().uri(&format!("/api/v1/posts/{post}"));
    author.send(erase).await.expect(204);
    let page = reader.get("/en/bookmarks").await.expect(200);
    assert!(page.body.contains("no longer there") && !page.body.contains("路燈"));
    assert_eq!(bookmarks(&reader).await[0]["title"], Value::Null);
    let away = page.attribute("main form", "action").unwrap();
    for _ in 0..2 {
        let done = reader.post(&away, &[("kept", "no")]).await;
        assert_eq!(
            done.location(),
            format!("/en/bookmarks?done=bookmark-gone#post-{post}")
        );
    }
    assert_eq!(bookmarks(&reader).await, json!([]));
}

#[actix_web::test]
async fn many_bookmarks_stand_on_pages() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.log_on_as(Role::Resident, "reader").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    for n in 0..30 {
        let post = reader.reply(topic, &format!("第{n}則。")).await;
        put(
            &reader,
            &format!("/api/v1/posts/{post}/bookmark"),
            &json!({}),
        )
        .await
        .expect(204);
    }
    let first = reader.get("/api/v1/bookmarks").await.expect(200).json();
    assert_eq!(first["bookmarks"].as_array().unwrap().len(), 25);
    let next = format!("/api/v1/bookmarks?after={}", first["next"]);
    let second = reader.get(&next).await.expect(200).json();
    assert_eq!(second["bookmarks"].as_array().unwrap().len(), 5);
    assert_eq!(second["next"], Value::Null);
    let page = reader.get("/zh/bookmarks").await.expect(200);
    let next = page.attribute(".pages a[rel=next]", "href").unwrap();
    let page = reader.get(&next).await.expect(200);
    assert_eq!(page.texts("main .rows > .row").len(), 5);
    for odd in ["x", "-1", "99999999999999999999"] {
        reader
            .get(&format!("/zh/bookmarks?after={odd}"))
            .await
            .expect(200);
    }
}

#[actix_web::test]
async fn each_reacts_once_in_each_way_and_nobody_learns_who_it_was() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let one = plaza.log_on_as(Role::Resident, "第一位讀者").await;
    let two = plaza.log_on_as(Role::Administrator, "第二位讀者").await;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    let post = author.reply(topic, "我打電話去了。").await;
    let guest = plaza.client().await;
    for _ in 0..2 {
        assert_eq!(react(&one, Method::PUT, post, "thanks").await, 204);
    }
    assert_eq!(react(&one, Method::PUT, post, "agree").await, 204);
    assert_eq!(react(&two, Method::PUT, post, "thanks").await, 204);
    assert_eq!(react(&guest, Method::PUT, post, "thanks").await, 401);
    assert_eq!(
        react(&author, Method::PUT, post, "thanks").await,
        403,
        "one's own"
    );
    assert_eq!(react(&one, Method::PUT, post, "angry").await, 404);
    assert_eq!(react(&one, Method::PUT, 999, "thanks").await, 404);
    let count =
        |kind: &str, count: i64, mine: bool| json!({ "kind": kind, "count": count, "mine": mine });
    let expected = json!([count("agree", 1, true), count("thanks", 2, true)]);
    assert_eq!(reactions(&one, post).await, expected);
    let expected = json!([count("agree", 1, false), count("thanks", 2, false)]);
    assert_eq!(reactions(&author, post).await, expected);
    // Neither pages nor programs say who, whoever asks.
    for client in [&guest, &author, &two] {
        for path in [
            format!("/zh/topics/{topic}"),
            format!("/api/v1/topics/{topic}"),
        ] {
            let shown = client.get(&path).await.expect(200);
            assert!(!shown.body.contains("第一位讀者"), "{path}");
        }
    }
    let shown = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(shown.texts(".post .row-facts"), ["贊同 1\n感謝 2"]);
    // Buttons say what shall be.
    let page = one.get(&format!("/en/topics/{topic}")).await.expect(200);
    let button = |kind: &str, name: &str| {
        page.attribute(&format!("#post-{post} button[value={kind}]"), name)
    };
    let action = format!("/en/posts/{post}/reactions");
    let form = format!("#post-{post} form[action='{action}']");
    assert_eq!(page.texts(&form).len(), 1);
    assert_eq!(button("thanks", "name").as_deref(), Some("take"));
    assert_eq!(button("thanks", "aria-pressed").as_deref(), Some("true"));
    assert_eq!(button("helpful", "name").as_deref(), Some("give"));
    assert!(page.body.contains("shown to nobody but you"));
    for _ in 0..2 {
        let done = one.post(&action, &[("take", "thanks")]).await;
        assert_eq!(
            done.location(),
            format!("/en/posts/{post}?done=reaction-taken#post-{post}")
        );
    }
    one.post(&action, &[("give", "helpful")]).await.expect(303);
    one.post(&action, &[("give", "nothing")]).await.expect(400);
    let expected = json!([
        count("agree", 1, true),
        count("thanks", 1, false),
        count("helpful", 1, true)
    ]);
    assert_eq!(reactions(&one, post).await, expected);
    // In a locked topic none is given any more; taking back stays possible.
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    arrange(&moderator, topic, "lock", json!({}))
        .await
        .expect(200);
    assert_eq!(react(&two, Method::PUT, post, "agree").await, 409);
    assert_eq!(react(&one, Method::DELETE, post, "agree").await, 204);
    let page = one.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert_eq!(page.attribute("form[action$='/reactions']", "action"), None);
    assert_eq!(reactions(&guest, post).await.as_array().unwrap().len(), 2);
    // A post that is hidden takes none and shows none.
    let hide = [("act", "hide"), ("ground", "R3"), ("reason", "洗版")];
    moderator
        .post(&format!("/zh/posts/{post}/moderate"), &hide)
        .await
        .expect(303);
    assert_eq!(react(&one, Method::PUT, post, "agree").await, 404);
    let shown = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(shown.texts(".post .row-facts").is_empty());
}
