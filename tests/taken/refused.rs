//! What is no taking out: words that are added, moved or cut, nothing, everything, and no ground.

use serde_json::json;

use super::{PAGE, POST, REASON, TAKE_OUT, scene, wrong};

#[actix_web::test]
async fn nobody_puts_words_into_anothers_mouth_nor_does_it_by_halves() {
    let scene = scene("二手書", "下午面交，Kindle附保護套。").await;
    let before = scene.plaza.dump();
    for (left, field, code) in [
        (
            json!({ "body": "上午面交，Kindle附保護套。" }),
            "body",
            "taken-added",
        ),
        (
            json!({ "body": "面交下午，Kindle附保護套。" }),
            "body",
            "taken-added",
        ),
        (
            json!({ "body": "下午面交，Kindle附保護套。好。" }),
            "body",
            "taken-added",
        ),
        (json!({ "title": "新書" }), "title", "taken-added"),
        (
            json!({ "body": "下午面交，Kin附保護套。" }),
            "body",
            "taken-part-of-word",
        ),
        (
            json!({ "body": "下午面交Kindle附保護套。" }),
            "body",
            "taken-no-words",
        ),
        (json!({ "body": "" }), "body", "taken-everything"),
        (
            json!({ "body": "下午面交，Kindle附保護套。" }),
            "body",
            "taken-nothing",
        ),
        (json!({}), "body", "taken-nothing"),
    ] {
        let said = format!("{left}");
        for preview in [true, false] {
            let mut left = left.clone();
            left["preview"] = json!(preview);
            let told = wrong(scene.ask(left).await);
            assert_eq!(told, (field.to_owned(), code.to_owned()), "{said}");
        }
    }
    // On the page it is said in words, and what was typed is kept.
    let stamp = scene.moderator.get(PAGE).await.expect(200).hidden("stamp");
    let fields = [
        ("stamp", &*stamp),
        ("title", "二手書"),
        ("body", "上午面交"),
        ("ground", "R3"),
        ("reason", REASON),
        ("preview", "yes"),
    ];
    let refused = scene.moderator.post(PAGE, &fields).await.expect(422);
    assert!(refused.texts(".field-error")[0].contains("請只刪除"));
    assert_eq!(refused.texts("#f-body"), ["上午面交"]);
    assert_eq!(refused.attribute("#f-reason", "value").unwrap(), REASON);
    let ground = refused.attribute("#f-ground option[selected]", "value");
    assert_eq!(ground.as_deref(), Some("R3"));
    // A ground without one of its parts is none.
    for ground in [
        json!({}),
        json!({ "ground": "R99", "reason": REASON }),
        json!({ "ground": "R3" }),
    ] {
        let mut body = ground.clone();
        body["body"] = json!("下午面交。");
        body["began"] = json!("*");
        let refused = scene.moderator.post_json(TAKE_OUT, &body).await;
        let (field, _) = wrong(refused);
        assert!(["ground", "reason"].contains(&&*field), "{ground}");
    }
    // What is not known to be seen is not taken out.
    let mut left = json!({ "body": "下午面交。", "ground": "R3", "reason": REASON });
    let (field, _) = wrong(scene.moderator.post_json(TAKE_OUT, &left).await);
    assert_eq!(field, "began");
    left["began"] = json!("*");
    scene.author.post_json(TAKE_OUT, &left).await.expect(403);
    scene.guest.post_json(TAKE_OUT, &left).await.expect(401);
    let nowhere = "/api/v1/posts/99/take-out";
    scene.moderator.post_json(nowhere, &left).await.expect(404);
    assert_eq!(scene.plaza.dump(), before);
    // What nobody sees is hidden already.
    let hide = json!({ "act": "hide", "ground": "R3", "reason": REASON });
    let path = format!("{POST}/moderate");
    scene.moderator.post_json(&path, &hide).await.expect(200);
    scene.ask(json!({ "body": "下午面交。" })).await.expect(409);
    scene.moderator.get(PAGE).await.expect(409);
}
