//! What was changed of a board is told with who did it, and the newest change is taken back.

use actix_web::http::Method;
use plaza::{accounts::Role, privacy::verify};
use serde_json::{Value, json};

use super::{board, change, register};
use crate::support::{Answer, Client, Plaza};

async fn changes(admin: &Client, slug: &str) -> Vec<Value> {
    let path = format!("/api/v1/boards/{slug}/changes");
    let all = admin.get(&path).await.expect(200).json();
    all["changes"].as_array().unwrap().clone()
}

async fn undo(admin: &Client, slug: &str, version: i64) -> Answer {
    let path = format!("/api/v1/boards/{slug}/undo");
    let body = json!({ "version": version });
    admin.post_json(&path, &body).await
}

async fn archive(admin: &Client, slug: &str) {
    let path = format!("/api/v1/boards/{slug}/archived");
    let body = json!({ "archived": true });
    admin.json(Method::PUT, &path, &body).await.expect(200);
}

#[actix_web::test]
async fn each_change_is_told_from_what_to_what_and_by_whom() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let new = board("ideas", json!({ "office": null }));
    admin.post_json("/api/v1/boards", &new).await.expect(200);
    let renamed = json!({ "slug": "thoughts", "read_by": "members", "open_by": "members", "answer_by": "members" });
    change(&admin, "ideas", renamed).await.expect(200);
    archive(&admin, "thoughts").await;

    let all = changes(&admin, "thoughts").await;
    let briefly: Vec<Value> = all
        .iter()
        .map(|one| json!([one["version"], one["is_new"], one["is_undoable"], one["by"]]))
        .collect();
    assert_eq!(
        briefly,
        [
            json!([3, false, true, "管理員"]),
            json!([2, false, false, "管理員"]),
            json!([1, true, false, "管理員"]),
        ]
    );
    let difference =
        |field: &str, from: &str, to: &str| json!({ "field": field, "from": from, "to": to });
    assert_eq!(
        all[0]["changed"],
        json!([difference("archived", "no", "yes")])
    );
    let both = ["read_by", "open_by", "answer_by"];
    let mut expected = vec![difference("slug", "ideas", "thoughts")];
    expected.extend(both.map(|field| difference(field, "everybody", "members")));
    assert_eq!(all[1]["changed"], json!(expected));
    assert_eq!(all[2]["changed"], json!([]));

    // Each with its number in the register, on the page in the reader's language.
    let page = admin.get("/zh/admin/boards/3").await.expect(200);
    let told = page.texts(".records > li > div > p:first-child");
    assert_eq!(
        told,
        [
            "管理員修改了這個看板。",
            "管理員修改了這個看板。",
            "管理員新增了這個看板。"
        ]
    );
    let differences = page.texts(".records ul li");
    assert_eq!(differences[0], "已封存 否 → 是");
    assert!(
        differences.contains(&"誰可以閱讀 所有人 → 有帳號的人".to_owned()),
        "{differences:?}"
    );
    assert_eq!(page.texts(".records form button").len(), 1);
    // A board of the setting up was never changed.
    let page = admin.get("/en/admin/boards/1").await.expect(200);
    assert!(page.body.contains("Nobody has changed this board"));
    assert_eq!(changes(&admin, "city").await, Vec::<Value>::new());
}

#[actix_web::test]
async fn the_newest_change_is_taken_back_and_that_as_well() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let guest = plaza.client().await;
    let before = guest.get("/api/v1/boards/open").await.expect(200).json();
    change(
        &admin,
        "open",
        json!({ "slug": "near", "name_zh": "鄰里", "guest_posting": false }),
    )
    .await
    .expect(200);
    let page = admin.get("/en/admin/boards/2").await.expect(200);
    let version = page
        .attribute("form[action$='/undo'] input", "value")
        .unwrap();
    // Twice is once.
    for _ in 0..2 {
        let done = admin
            .post("/en/admin/boards/2/undo", &[("version", &version)])
            .await;
        assert_eq!(done.location(), "/en/admin/boards/2?done=board-undone");
    }
    let mut after = guest.get("/api/v1/boards/open").await.expect(200).json();
    assert_eq!(after["version"], 3);
    after["version"] = before["version"].clone();
    assert_eq!(after, before);
    assert_eq!(
        guest.get_once("/en/boards/near").await.location(),
        "/en/boards/open"
    );
    assert_eq!(register(&guest).await, ["board-undone", "board-changed"]);
    let all = changes(&admin, "open").await;
    assert_eq!(
        (&all[0]["undoes"], &all[0]["is_undoable"]),
        (&json!(2), &json!(true))
    );

    undo(&admin, "open", 3).await.expect(200);
    let again = guest
        .get("/api/v1/boards/near?lang=zh")
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&again["name"], &again["guest_posting"]),
        (&json!("鄰里"), &json!(false))
    );

    archive(&admin, "near").await;
    undo(&admin, "near", 5).await.expect(200);
    let living = guest.get("/api/v1/boards/near").await.json();
    assert_eq!(
        (&living["archived"], &living["version"]),
        (&json!(false), &json!(6))
    );
    let newest = guest.get("/api/v1/ledger").await.json()["entries"][0].clone();
    assert_eq!(
        (&newest["act"], &newest["facts"]["changed"]),
        (&json!("board-undone"), &json!("archived"))
    );
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn the_board_that_took_suggestions_has_its_own_change_and_takes_them_back() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let takes = async |slug: &str| {
        admin.get(&format!("/api/v1/boards/{slug}")).await.json()["takes_suggestions"].clone()
    };
    change(&admin, "city", json!({ "takes_suggestions": true }))
        .await
        .expect(200);
    change(&admin, "open", json!({ "takes_suggestions": true }))
        .await
        .expect(200);
    assert_eq!(
        (takes("city").await, takes("open").await),
        (json!(false), json!(true))
    );
    let all = changes(&admin, "city").await;
    assert_eq!(all.len(), 2);
    assert_eq!(all[0]["changed"][0]["field"], "takes_suggestions");
    undo(&admin, "city", 3).await.expect(200);
    assert_eq!(
        (takes("city").await, takes("open").await),
        (json!(true), json!(false))
    );
    assert_eq!(changes(&admin, "open").await.len(), 2);
}

#[actix_web::test]
async fn a_board_from_which_suggestions_were_taken_over_takes_them_again() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let takes = async |slug: &str| {
        admin.get(&format!("/api/v1/boards/{slug}")).await.json()["takes_suggestions"].clone()
    };
    for slug in ["city", "open"] {
        let takes = json!({ "takes_suggestions": true });
        change(&admin, slug, takes).await.expect(200);
    }
    undo(&admin, "open", 2).await.expect(200);
    assert_eq!(
        (takes("city").await, takes("open").await),
        (json!(true), json!(false))
    );
    let all = changes(&admin, "city").await;
    assert_eq!(
        (&all[0]["version"], &all[0]["changed"]),
        (
            &json!(4),
            &json!([{ "field": "takes_suggestions", "from": "no", "to": "yes" }])
        )
    );
    assert_eq!(
        register(&plaza.client().await).await[..2],
        ["board-undone", "board-changed"]
    );
    // That it was given back is taken back in the same way.
    undo(&admin, "city", 4).await.expect(200);
    assert_eq!(
        (takes("city").await, takes("open").await),
        (json!(false), json!(true))
    );
    // A board that can take no suggestions any more is named, and the other keeps them.
    archive(&admin, "city").await;
    let refused = undo(&admin, "open", 4).await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "board-not-given-back");
    let detail = refused["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("City affairs"), "{detail}");
    assert_eq!(takes("open").await, json!(true));
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn what_would_stand_again_is_looked_through_before_it_is_taken_back() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let guest = plaza.client().await;
    plaza
        .sql("UPDATE boards SET description_zh = '請打0912-345-678。' WHERE slug = 'open'")
        .unwrap();
    let other = json!({ "description_zh": "鄰里的事。" });
    change(&admin, "open", other).await.expect(200);
    let description = async || {
        let board = guest.get("/api/v1/boards/open?lang=zh").await.expect(200);
        board.json()["description"].as_str().unwrap().to_owned()
    };
    let asked = undo(&admin, "open", 2).await.expect(422).json();
    assert_eq!(asked["code"], "personal-data-undecided");
    assert_eq!(asked["texts"]["description_zh"], "請打0912-345-678。");
    let path = "/zh/admin/boards/2/undo";
    let page = admin.post(path, &[("version", "2")]).await.expect(422);
    assert_eq!(page.texts("form[action$='/undo'] #findings").len(), 1);
    assert_eq!(page.texts(".error-summary li").len(), 1);
    assert_eq!(description().await, "鄰里的事。");

    // Somebody else was faster than the answers.
    let decisions: Vec<Value> = asked["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            json!({
                "field": finding["field"], "start": finding["start"], "end": finding["end"],
                "whose": null, "choice": "mask",
            })
        })
        .collect();
    let mut body = json!({ "version": 1, "check": asked["check"], "decisions": decisions });
    let path = "/api/v1/boards/open/undo";
    admin.post_json(path, &body).await.expect(409);
    body["version"] = json!(2);
    admin.post_json(path, &body).await.expect(200);
    let masked = description().await;
    assert!(masked.starts_with("請打"), "{masked}");
    assert!(!masked.contains("0912-345-678"), "{masked}");
}

#[actix_web::test]
async fn what_cannot_be_taken_back_is_refused_and_nothing_changes() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let code = |answer: Answer| answer.expect(422).json()["errors"][0]["code"].clone();
    assert_eq!(code(undo(&admin, "open", 1).await), "board-nothing");
    admin
        .post_json("/api/v1/boards", &board("ideas", json!({})))
        .await
        .expect(200);
    assert_eq!(code(undo(&admin, "ideas", 1).await), "board-added");

    // Somebody else changed it since.
    change(&admin, "open", json!({ "name_en": "First" }))
        .await
        .expect(200);
    change(&admin, "open", json!({ "name_en": "Second" }))
        .await
        .expect(200);
    undo(&admin, "open", 2).await.expect(409);
    let late = admin
        .post("/en/admin/boards/2/undo", &[("version", "2")])
        .await
        .expect(409);
    assert_eq!(late.texts(".error-summary li").len(), 1);
    // Not even to take back that it was closed is a board with topics opened to more.
    let closed = json!({ "guest_posting": false, "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    change(&admin, "open", closed).await.expect(200);
    admin.topic("open", "開會時間", "星期三下午兩點").await;
    assert_eq!(code(undo(&admin, "open", 4).await), "board-widened");
    let page = admin
        .post("/zh/admin/boards/2/undo", &[("version", "4")])
        .await
        .expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 1);
    plaza
        .client()
        .await
        .get("/api/v1/boards/open")
        .await
        .expect(404);
    assert_eq!(changes(&admin, "open").await.len(), 3);
    // A program before this one changed it without a word: then nothing is told as the newest.
    plaza
        .sql("UPDATE boards SET version = version + 1, name_en = 'Third' WHERE slug = 'open'")
        .unwrap();
    undo(&admin, "open", 5).await.expect(409);
    let all = changes(&admin, "open").await;
    assert_eq!(
        (&all[0]["is_undoable"], &all[0]["changed"]),
        (&json!(false), &json!([]))
    );
}

#[actix_web::test]
async fn administrators_alone_look_and_take_back() {
    let plaza = Plaza::with_boards().await;
    for role in [
        Role::Resident,
        Role::Moderator,
        Role::Staff,
        Role::PrivacyOfficer,
    ] {
        let client = plaza.log_on_as(role, "某人").await;
        client.get("/api/v1/boards/open/changes").await.expect(403);
        undo(&client, "open", 1).await.expect(403);
        client
            .post("/zh/admin/boards/2/undo", &[("version", "1")])
            .await
            .expect(403);
    }
    plaza
        .client()
        .await
        .get("/api/v1/boards/open/changes")
        .await
        .expect(401);
}
