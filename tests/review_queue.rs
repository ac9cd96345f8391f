//! The queue: its order, what it is narrowed to, who works at what, and one item with all that
//! helps to decide it.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const PHONE: &str = "0912-345-678";

struct Scene {
    plaza: Plaza,
    author: Client,
    one: Client,
    other: Client,
    topic: i64,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    Scene {
        one: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        topic: author.topic("city", "路燈", "路燈不亮。").await,
        author,
        plaza,
    }
}

impl Scene {
    /// A topic of a guest on the board `open`, which waits.
    async fn guests(&self, title: &str) {
        let guest = self.plaza.client().await;
        let signed = guest.as_guest("1234", None).await;
        let body = json!({ "title": title, "body": "內文", "guest": signed });
        let path = "/api/v1/boards/open/topics";
        guest.post_json(path, &body).await.expect(202);
    }

    /// A reply of the author with somebody else's telephone, which waits.
    async fn of_others(&self) {
        let body = json!({ "body": format!("他的電話是{PHONE}") });
        let path = format!("/api/v1/topics/{}/posts", self.topic);
        let publish = |_: &str| ("other", "publish");
        self.author
            .decide("POST", &path, &body, publish)
            .await
            .expect(202);
    }

    /// A published reply of the author.
    async fn reply(&self, body: &str) -> i64 {
        self.author.reply(self.topic, body).await
    }
}

async fn flag(client: &Client, post: i64, reason: &str) {
    let path = format!("/api/v1/posts/{post}/flags");
    let body = json!({ "reason": reason });
    client.post_json(&path, &body).await.expect(202);
}

async fn list(moderator: &Client, query: &str) -> Value {
    let path = format!("/api/v1/review?{query}");
    moderator.get(&path).await.expect(200).json()
}

/// One member of each item, in the order of the list.
fn each<'a>(list: &'a Value, name: &str) -> Vec<&'a Value> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| &item[name]).collect()
}

/// The first item: its number and version.
async fn first(moderator: &Client) -> (i64, i64) {
    let list = list(moderator, "").await;
    let number = |name: &str| list["items"][0][name].as_i64().unwrap();
    (number("id"), number("version"))
}

async fn act(moderator: &Client, item: i64, act: &str) -> Answer {
    let path = format!("/api/v1/review/{item}/{act}");
    moderator.post_json(&path, &json!({})).await
}

async fn approve(moderator: &Client, (item, version): (i64, i64)) -> Answer {
    let body = json!({ "decision": "approve", "version": version });
    moderator
        .post_json(&format!("/api/v1/review/{item}"), &body)
        .await
}

#[actix_web::test]
async fn what_tells_personal_data_stands_first_and_then_the_oldest() {
    let scene = scene().await;
    let [spam, personal, unlawful] = [
        scene.reply("一。").await,
        scene.reply("二。").await,
        scene.reply("三。").await,
    ];
    scene.guests("早餐店").await;
    scene.guests("午餐店").await;
    let reader = scene.plaza.log_on_as(Role::Resident, "讀者").await;
    flag(&reader, spam, "spam").await;
    flag(&reader, unlawful, "unlawful").await;
    scene.of_others().await;
    flag(&reader, personal, "personal-data").await;
    let waiting = list(&scene.one, "").await;
    let kinds = [
        "flag",
        "personal-data-of-others",
        "flag",
        "flag",
        "guest-post",
        "guest-post",
    ];
    assert_eq!(each(&waiting, "kind"), kinds);
    let words = ["urgent", "urgent", "soon", "soon", "in-turn", "in-turn"];
    assert_eq!(each(&waiting, "urgency"), words);
    assert_eq!(waiting["items"][0]["post"]["id"], personal);
    assert_eq!(waiting["items"][2]["post"]["id"], unlawful);
    assert_eq!(waiting["items"][4]["title"], "早餐店");
    let page = scene.one.get("/zh/review").await.expect(200);
    let ids: Vec<String> = each(&waiting, "id")
        .iter()
        .map(ToString::to_string)
        .collect();
    let links: Vec<String> = ids.iter().map(|id| format!("/review/{id}")).collect();
    let places: Vec<Option<usize>> = links.iter().map(|link| page.body.find(link)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}"
    );
}

#[actix_web::test]
async fn a_held_post_that_comes_to_name_somebody_else_waits_for_that() {
    let plaza = Plaza::start_with(|config| config.review.first_posts = 1).await;
    plaza.add_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = json!({ "title": "路燈", "body": "路燈不亮。" });
    let path = "/api/v1/boards/city/topics";
    author.post_json(path, &topic).await.expect(202);
    let waiting = list(&moderator, "").await;
    assert_eq!(each(&waiting, "kind"), ["first-post"]);
    assert_eq!(each(&waiting, "urgency"), ["in-turn"]);
    let named = json!({ "title": "路燈", "body": format!("里長的電話是{PHONE}") });
    let publish = |_: &str| ("other", "publish");
    let changed = author.decide("PATCH", "/api/v1/posts/1", &named, publish);
    changed.await.expect(202);
    let waiting = list(&moderator, "kind=personal-data-of-others").await;
    assert_eq!(each(&waiting, "urgency"), ["urgent"]);
    let all = list(&moderator, "").await;
    assert_eq!(each(&all, "kind"), ["personal-data-of-others"]);
}

#[actix_web::test]
async fn several_people_weigh_more_than_one_and_guests_are_one() {
    let scene = scene().await;
    let [once, often] = [scene.reply("一。").await, scene.reply("二。").await];
    let guest = scene.plaza.client().await;
    let mut readers = Vec::new();
    for name in ["讀者甲", "讀者乙", "讀者丙"] {
        readers.push(scene.plaza.log_on_as(Role::Resident, name).await);
    }
    flag(&guest, once, "personal-data").await;
    let waiting = async || list(&scene.one, "").await;
    for reader in &readers[..2] {
        flag(reader, often, "personal-data").await;
    }
    for _ in 0..5 {
        flag(&guest, once, "personal-data").await;
    }
    assert_eq!(
        waiting().await["items"][0]["post"]["id"],
        once,
        "the older, and none more urgent"
    );
    // The third says something else: that is no third who says this.
    flag(&readers[2], often, "spam").await;
    assert_eq!(waiting().await["items"][0]["post"]["id"], once);
    flag(&guest, often, "personal-data").await;
    let list = waiting().await;
    assert_eq!(list["items"][0]["post"]["id"], often);
    assert_eq!(each(&list, "flagged"), [4, 6]);
    // Nothing is hidden by it.
    guest
        .get(&format!("/api/v1/posts/{often}"))
        .await
        .expect(200);
}

#[actix_web::test]
async fn the_queue_is_narrowed_by_kind_board_age_and_who_works_at_it() {
    let scene = scene().await;
    let reply = scene.reply("一。").await;
    scene.guests("早餐店").await;
    scene.plaza.advance(TimeDelta::hours(30));
    let reader = scene.plaza.log_on_as(Role::Resident, "讀者").await;
    flag(&reader, reply, "spam").await;
    scene.of_others().await;
    for (query, kinds) in [
        ("", vec!["personal-data-of-others", "flag", "guest-post"]),
        ("kind=flag", vec!["flag"]),
        ("board=open", vec!["guest-post"]),
        ("board=city", vec!["personal-data-of-others", "flag"]),
        ("board=city&kind=guest-post", vec![]),
        ("board=nowhere", vec![]),
        ("older=24h", vec!["guest-post"]),
        ("older=72h", vec![]),
        ("mine=1", vec![]),
        (
            "kind=all&board=%26&older=1h&mine=me",
            vec!["personal-data-of-others", "flag", "guest-post"],
        ),
    ] {
        let found = list(&scene.one, query).await;
        assert_eq!(each(&found, "kind"), kinds, "{query}");
        assert_eq!(found["count"], kinds.len(), "{query}");
        let path = format!("/api/v1/review/count?{query}");
        let count = scene.one.get(&path).await.expect(200).json();
        assert_eq!(count["count"], kinds.len(), "{query}");
    }
    let count = scene.one.get("/api/v1/review/count?kind=flag").await.json();
    let kinds = json!({ "flag": 1, "guest-post": 1, "personal-data-of-others": 1 });
    assert_eq!((&count["count"], &count["kinds"]), (&json!(1), &kinds));
    let item = list(&scene.one, "kind=flag").await["items"][0]["id"]
        .as_i64()
        .unwrap();
    act(&scene.one, item, "claim").await.expect(200);
    assert_eq!(each(&list(&scene.one, "mine=1").await, "id"), [item]);
    assert_eq!(list(&scene.other, "mine=1").await["count"], 0);
    scene.plaza.advance(TimeDelta::minutes(11));
    assert_eq!(list(&scene.one, "mine=1").await["count"], 0);
}

#[actix_web::test]
async fn what_comes_in_meanwhile_shifts_no_page() {
    let scene = scene().await;
    let reply = scene.reply("一。").await;
    scene.plaza.crowd(30).await;
    let begin = list(&scene.one, "").await;
    let (seen, next) = (each(&begin, "id"), begin["next"].as_str().unwrap());
    assert_eq!((seen.len(), &begin["count"]), (20, &json!(30)));
    // One stands before all of them now, and one behind.
    flag(&scene.plaza.client().await, reply, "personal-data").await;
    scene.guests("早餐店").await;
    let rest = list(&scene.one, &format!("after={next}")).await;
    assert_eq!((each(&rest, "id").len(), &rest["next"]), (11, &Value::Null));
    assert!(each(&rest, "id").iter().all(|id| !seen.contains(id)));
    assert!(
        each(&rest, "kind")
            .iter()
            .all(|kind| **kind == "guest-post")
    );
    assert_eq!(rest["items"][10]["title"], "早餐店");
    // A place of which nothing is left is a place still.
    for item in begin["items"].as_array().unwrap() {
        let chosen = (
            item["id"].as_i64().unwrap(),
            item["version"].as_i64().unwrap(),
        );
        approve(&scene.one, chosen).await.expect(200);
    }
    let again = list(&scene.one, &format!("after={next}")).await;
    assert_eq!(each(&again, "id"), each(&rest, "id"));
}

#[actix_web::test]
async fn a_claim_ends_by_itself_and_a_look_makes_it_longer() {
    let scene = scene().await;
    scene.guests("早餐店").await;
    let (item, _) = first(&scene.one).await;
    let claimed = act(&scene.one, item, "claim").await.expect(200).json();
    assert_eq!(claimed["until"], "2026-03-02T02:10:00Z");
    let refused = act(&scene.other, item, "claim").await.expect(409).json();
    let who = json!(["claimed", "版主甲", "2026-03-02T02:10:00Z"]);
    assert_eq!(
        json!([refused["code"], refused["by"], refused["until"]]),
        who
    );
    assert_eq!(
        list(&scene.other, "").await["items"][0]["claim"]["by"],
        "版主甲"
    );
    let path = format!("/api/v1/review/{item}");
    scene.plaza.advance(TimeDelta::minutes(9));
    // Somebody else's look changes nothing of it.
    scene.other.get(&path).await.expect(200);
    let own = scene.one.get(&path).await.expect(200).json();
    assert_eq!(own["item"]["claim"]["until"], "2026-03-02T02:19:00Z");
    scene.plaza.advance(TimeDelta::minutes(9));
    act(&scene.other, item, "claim").await.expect(409);
    scene.plaza.advance(TimeDelta::minutes(1));
    assert_eq!(list(&scene.one, "").await["items"][0]["claim"], Value::Null);
    act(&scene.other, item, "claim").await.expect(200);
    // What another has is not given back by whoever had it.
    act(&scene.one, item, "release").await.expect(200);
    act(&scene.one, item, "claim").await.expect(409);
    act(&scene.other, item, "release").await.expect(200);
    act(&scene.one, item, "claim").await.expect(200);
    for wrong in ["claim", "take-over", "release"] {
        act(&scene.one, 999, wrong).await.expect(404);
    }
}

#[actix_web::test]
async fn of_two_who_claim_at_once_one_has_it() {
    let scene = scene().await;
    scene.guests("早餐店").await;
    let (item, _) = first(&scene.one).await;
    let (one, other) = futures_util::join!(
        act(&scene.one, item, "claim"),
        act(&scene.other, item, "claim")
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[actix_web::test]
async fn what_somebody_works_at_nobody_else_decides_before_taking_it_over() {
    let scene = scene().await;
    scene.guests("早餐店").await;
    scene.guests("午餐店").await;
    let chosen = first(&scene.one).await;
    act(&scene.one, chosen.0, "claim").await.expect(200);
    let refused = approve(&scene.other, chosen).await.expect(409).json();
    assert_eq!(
        (&refused["code"], &refused["by"]),
        (&json!("claimed"), &json!("版主甲"))
    );
    let version = chosen.1.to_string();
    let fields = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "R5"),
        ("reason", "這是廣告"),
    ];
    let form = format!("/zh/review/{}", chosen.0);
    let page = scene.other.post(&form, &fields).await.expect(409);
    assert!(page.body.contains("版主甲") && page.body.contains("這是廣告"));
    act(&scene.other, chosen.0, "take-over").await.expect(200);
    approve(&scene.one, chosen).await.expect(409);
    approve(&scene.other, chosen).await.expect(200);
    for late in ["claim", "take-over"] {
        let late = act(&scene.one, chosen.0, late).await.expect(409).json();
        assert_eq!(
            (&late["code"], &late["by"]),
            (&json!("decided-before"), &json!("版主乙"))
        );
    }
    // A claim that has ended keeps nobody.
    let chosen = first(&scene.one).await;
    act(&scene.one, chosen.0, "claim").await.expect(200);
    approve(&scene.other, chosen).await.expect(409);
    scene.plaza.advance(TimeDelta::minutes(10));
    approve(&scene.other, chosen).await.expect(200);
}

#[actix_web::test]
async fn an_item_tells_what_helps_to_decide_it() {
    let scene = scene().await;
    scene.reply("一。").await;
    scene.of_others().await;
    scene.plaza.advance(TimeDelta::days(3));
    let (item, version) = first(&scene.one).await;
    let reject = json!({
        "decision": "reject", "version": version, "ground": "R3", "reason": "別人的電話",
    });
    let path = format!("/api/v1/review/{item}");
    scene.one.post_json(&path, &reject).await.expect(200);
    let gone = scene.one.get(&path).await.expect(409).json();
    assert_eq!(
        (&gone["code"], &gone["by"]),
        (&json!("decided-before"), &json!("版主甲"))
    );
    // The next of the same kind on the same board.
    scene.of_others().await;
    scene.guests("早餐店").await;
    let waiting = list(&scene.other, "").await;
    let item = waiting["items"][0]["id"].as_i64().unwrap();
    let shown = scene
        .other
        .get(&format!("/api/v1/review/{item}"))
        .await
        .expect(200);
    let json = shown.json();
    let own = scene.author.get("/api/v1/account").await.expect(200).json();
    let record = json!({
        "account": own["id"], "level": "new", "days": 3, "published": 2, "against": [{ "act": "post-rejected", "count": 1 }],
        "imposed": [], "flags_upheld": 0, "flags_dismissed": 0,
    });
    assert_eq!(json["author"], record);
    let similar = json!([{
        "decision": "rejected", "day": "2026-03-05", "act": "post-rejected",
        "ground": "circumstance-2", "rule": "R3",
    }]);
    assert_eq!(json["similar"], similar);
    let phone = &json["findings"][0];
    assert_eq!(
        (&phone["kind"], &phone["words"]),
        (&json!("PHONE"), &json!(PHONE))
    );
    assert_eq!(json["decisions"], json!([]));
    let behind = waiting["items"][1]["id"].as_i64().unwrap();
    assert_eq!(
        (&json["before"], &json["after"]),
        (&Value::Null, &json!(behind))
    );
    assert!(!shown.body.contains("@example.tw"), "no address");
    // Of a guest there is no record, and nothing alike was decided there.
    let of_guest = scene
        .other
        .get(&format!("/api/v1/review/{behind}"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&of_guest["author"], &of_guest["similar"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(
        (&of_guest["before"], &of_guest["after"]),
        (&json!(item), &Value::Null)
    );
    let narrowed = format!("/api/v1/review/{behind}?kind=guest-post");
    let alone = scene.other.get(&narrowed).await.expect(200).json();
    assert_eq!(
        (&alone["before"], &alone["after"]),
        (&Value::Null, &Value::Null)
    );
    // Who moderates some boards decides about no account, and is told of none.
    let admin = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let own = scene.other.get("/api/v1/account").await.expect(200).json();
    let boards = format!("/api/v1/admin/moderators/{}/boards", own["id"]);
    let here = json!({ "boards": ["city"] });
    let chosen = admin.json(Method::PUT, &boards, &here).await;
    chosen.expect(200);
    let path = format!("/api/v1/review/{item}");
    let shown = scene.other.get(&path).await.expect(200).json();
    assert_eq!(
        (&shown["author"]["account"], &shown["author"]["level"]),
        (&Value::Null, &json!("new"))
    );
}

#[actix_web::test]
async fn an_item_tells_what_was_decided_about_the_same_post_before() {
    let scene = scene().await;
    let reply = scene.reply("買藥找我。").await;
    let reader = scene.plaza.log_on_as(Role::Resident, "讀者").await;
    flag(&reader, reply, "insult").await;
    approve(&scene.one, first(&scene.one).await)
        .await
        .expect(200);
    flag(&reader, reply, "spam").await;
    let (item, version) = first(&scene.one).await;
    let path = format!("/api/v1/review/{item}");
    let json = scene.one.get(&path).await.expect(200).json();
    assert_eq!(json["decisions"][0]["act"], "flags-dismissed");
    assert_eq!(json["author"]["flags_dismissed"], 1);
    let reject = json!({
        "decision": "reject", "version": version, "ground": "R5", "reason": "這是廣告",
    });
    scene.one.post_json(&path, &reject).await.expect(200);
    let other = scene.reply("三。").await;
    flag(&reader, other, "spam").await;
    let (item, _) = first(&scene.one).await;
    let json = scene
        .one
        .get(&format!("/api/v1/review/{item}"))
        .await
        .expect(200)
        .json();
    assert_eq!(json["author"]["flags_upheld"], 1);
    assert_eq!(json["decisions"], json!([]));
    let similar: Vec<&str> = json["similar"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["decision"].as_str().unwrap())
        .collect();
    assert_eq!(similar, ["rejected", "dismissed"]);
}

#[actix_web::test]
async fn a_moderator_of_some_boards_is_shown_nothing_of_others() {
    let scene = scene().await;
    let reply = scene.reply("一。").await;
    scene.guests("早餐店").await;
    let profile = json!({ "about": "買藥找我。" });
    scene
        .author
        .json(Method::PUT, "/api/v1/account/profile", &profile)
        .await
        .expect(200);
    let author = scene
        .author
        .get(&format!("/api/v1/posts/{reply}"))
        .await
        .json();
    let author = author["author"]["profile"].as_i64().unwrap();
    let reader = scene.plaza.log_on_as(Role::Resident, "讀者").await;
    flag(&reader, reply, "spam").await;
    let path = format!("/api/v1/people/{author}/flags");
    reader
        .post_json(&path, &json!({ "reason": "spam" }))
        .await
        .expect(202);
    assert_eq!(list(&scene.one, "").await["count"], 3);
    let given = "INSERT INTO moderator_boards (account_id, board_id) SELECT accounts.id, boards.id \
                 FROM accounts, boards WHERE accounts.name = '版主乙' AND boards.slug = 'open'";
    scene.plaza.sql(given).unwrap();
    let own = list(&scene.other, "").await;
    assert_eq!(
        (&own["count"], each(&own, "title")),
        (&json!(1), vec![&json!("早餐店")])
    );
    assert_eq!(list(&scene.other, "board=city").await["count"], 0);
    let count = scene
        .other
        .get("/api/v1/review/count")
        .await
        .expect(200)
        .json();
    assert_eq!(count["kinds"], json!({ "guest-post": 1 }));
    for item in list(&scene.one, "kind=flag").await["items"]
        .as_array()
        .unwrap()
    {
        let (id, version) = (
            item["id"].as_i64().unwrap(),
            item["version"].as_i64().unwrap(),
        );
        let path = format!("/api/v1/review/{id}");
        scene.other.get(&path).await.expect(404);
        for wrong in ["claim", "take-over", "release"] {
            act(&scene.other, id, wrong).await.expect(404);
        }
        approve(&scene.other, (id, version)).await.expect(404);
        let chosen = json!({
            "decision": "approve", "preview": true, "items": [{ "id": id, "version": version }],
        });
        let path = "/api/v1/review/bulk";
        let seen = scene
            .other
            .post_json(path, &chosen)
            .await
            .expect(200)
            .json();
        let nothing = json!([{ "id": id, "title": null, "result": "not-found" }]);
        assert_eq!(seen, nothing);
    }
    approve(&scene.other, first(&scene.other).await)
        .await
        .expect(200);
}

#[actix_web::test]
async fn whose_role_ended_a_minute_ago_does_nothing_more() {
    let scene = scene().await;
    scene.guests("早餐店").await;
    let chosen = first(&scene.one).await;
    act(&scene.one, chosen.0, "claim").await.expect(200);
    let ended = "UPDATE accounts SET role = 'resident' WHERE name = '版主甲'";
    scene.plaza.sql(ended).unwrap();
    scene.plaza.advance(TimeDelta::minutes(1));
    for wrong in ["claim", "take-over", "release"] {
        act(&scene.one, chosen.0, wrong).await.expect(403);
    }
    approve(&scene.one, chosen).await.expect(403);
    for path in ["/api/v1/review", "/api/v1/review/count", "/api/v1/review/1"] {
        scene.one.get(path).await.expect(403);
    }
    let bulk = json!({ "decision": "approve", "items": [{ "id": 1, "version": 1 }] });
    scene
        .one
        .post_json("/api/v1/review/bulk", &bulk)
        .await
        .expect(403);
    // Its claim is in the way until it ends, or somebody takes the item over.
    act(&scene.other, chosen.0, "take-over").await.expect(200);
    approve(&scene.other, chosen).await.expect(200);
}

#[actix_web::test]
async fn who_decides_has_the_next_item_and_is_led_to_none_that_somebody_works_at() {
    let scene = scene().await;
    for title in ["早餐店", "午餐店", "晚餐店", "宵夜店"] {
        scene.guests(title).await;
    }
    let waiting = list(&scene.one, "").await;
    let ids: Vec<i64> = each(&waiting, "id")
        .iter()
        .map(|id| id.as_i64().unwrap())
        .collect();
    act(&scene.other, ids[1], "claim").await.expect(200);
    let decide = async |item: i64| {
        let path = format!("/zh/review/{item}");
        let page = scene.one.get(&path).await.expect(200);
        let fields = [
            ("decision", "approve"),
            ("version", &*page.hidden("version")),
            ("next", &*page.hidden("next")),
        ];
        let done = scene.one.post(&path, &fields).await.expect(303);
        done.location()
    };
    // The second is somebody else's.
    let third = format!("/zh/review/{}", ids[2]);
    assert!(decide(ids[0]).await.starts_with(&third));
    assert_eq!(
        list(&scene.other, "").await["items"][1]["claim"]["by"],
        "版主甲"
    );
    let page = scene.other.get("/zh/review").await.expect(200);
    assert_eq!(page.texts("article h2"), ["午餐店"], "one's own");
    let after = scene.other.get(&format!("/api/v1/review/{}", ids[1])).await;
    assert_eq!(after.expect(200).json()["after"], ids[3]);

    // What was taken meanwhile is not come to: the list offers what is free, if anything is.
    let path = format!("/zh/review/{}", ids[2]);
    let page = scene.one.get(&path).await.expect(200);
    let next = page.hidden("next");
    assert_eq!(next, ids[3].to_string());
    act(&scene.other, ids[3], "claim").await.expect(200);
    let fields = [
        ("decision", "approve"),
        ("version", &*page.hidden("version")),
        ("next", &*next),
    ];
    let done = scene.one.post(&path, &fields).await.expect(303);
    assert!(done.location().starts_with("/zh/review?"));
    let claims = list(&scene.one, "").await;
    let by = |at: usize| claims["items"][at]["claim"]["by"].clone();
    assert_eq!([by(0), by(1)], [json!("版主乙"), json!("版主乙")]);
}
