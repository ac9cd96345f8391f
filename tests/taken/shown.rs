//! What would go is shown before it goes, and then it goes everywhere.

use plaza::privacy::verify;
use serde_json::json;

use super::{AFTER, BODY, LEFT, MARK, PAGE, POST, REASON, TAKE_OUT, WORDS, scene, wrong};

#[actix_web::test]
async fn what_a_moderator_deletes_is_shown_first_then_goes_everywhere_and_its_author_is_told() {
    let scene = scene("騙子店的二手書", "這家店根本是騙子。急售。").await;
    scene.edit(BODY).await;
    let link = scene.moderator.get("/zh/posts/1/moderate").await;
    let linked = link.attribute("main a[href$='/take-out']", "href");
    assert_eq!(linked.as_deref(), Some(PAGE));
    let page = scene.moderator.get(PAGE).await.expect(200);
    assert_eq!(page.texts("#f-body"), [BODY]);
    assert!(page.texts("main button[name=do]").is_empty());
    let stamp = page.hidden("stamp");
    let mut fields = vec![
        ("stamp", &*stamp),
        ("title", "二手書"),
        ("body", LEFT),
        ("reason", REASON),
    ];
    let before = scene.plaza.dump();
    // Whatever button is pressed, nothing is done that was not shown.
    for button in ["preview", "do"] {
        let mut fields = fields.clone();
        fields.push((button, "yes"));
        let shown = scene.moderator.post(PAGE, &fields).await.expect(200);
        let gone = shown.texts(".diff del").concat();
        assert!(gone.contains(WORDS) && gone.contains("騙子店的"), "{gone}");
        assert!(shown.texts(".diff ins").concat().contains(MARK));
        assert_eq!(shown.attribute("#f-reason", "value").unwrap(), REASON);
    }
    let mut previewed = fields.clone();
    previewed.push(("preview", "yes"));
    let shown = scene.moderator.post(PAGE, &previewed).await.expect(200);
    let shown = shown.hidden("shown");
    fields.extend([("shown", &*shown), ("do", "yes")]);
    // What was changed after it was shown is shown once more.
    let mut other = fields.clone();
    other[2] = ("body", "下午可以面交。");
    let again = scene.moderator.post(PAGE, &other).await.expect(200);
    assert!(again.texts(".diff del").concat().contains("書況很好。"));
    // Without a ground nothing is done.
    let refused = scene.moderator.post(PAGE, &fields).await.expect(422);
    let named = refused.attribute(".error-summary a", "href").unwrap();
    assert_eq!(named, "#f-ground");
    assert_eq!(scene.plaza.dump(), before);

    fields.push(("ground", "R3"));
    let done = scene.moderator.post(PAGE, &fields).await.expect(303);
    let to = done.location();
    assert!(to.contains("?done=decided"), "{to}");
    assert!(!to.contains("%E9%A8%99"), "the address keeps the words");
    assert_eq!(scene.body().await, AFTER);
    assert_eq!(scene.before().await, "【版主移除】急售。");
    let topic = scene.guest.get("/api/v1/topics/1").await.expect(200).json();
    assert_eq!(topic["title"], "【版主移除】二手書");
    for path in [
        "/zh/topics/1",
        "/zh/posts/1/revisions",
        "/zh/posts/1/revisions?version=1",
        "/zh/boards/city",
        "/feeds/zh/topics/1.atom",
        "/zh/search?q=%E9%9D%A2%E4%BA%A4",
    ] {
        let body = scene.guest.get(path).await.expect(200).body;
        assert!(!body.contains("騙子"), "{path}");
    }
    assert!(!scene.plaza.dump().contains(WORDS), "it is kept in clear");
    assert_eq!(scene.kept().await, 1);
    assert_eq!(scene.upheld().await, 1);

    let mail = scene.mail().await;
    assert!(mail.contains("移除了這則發言裡的部分字句"), "{mail}");
    assert!(mail.contains(REASON), "{mail}");
    let decided = scene.author.get(&format!("{POST}/decisions")).await;
    let decided = decided.expect(200).json()["decisions"][0].clone();
    assert_eq!(decided["act"], "post-edited");
    assert_eq!(decided["words"], REASON);
    assert_eq!(decided["may_appeal"], true);
    let page = scene.author.get("/zh/posts/1/decisions").await.expect(200);
    let page = page.texts("main").concat();
    assert!(page.contains("版主移除一則發言裡的字句"), "{page}");
    let register = scene.guest.get("/api/v1/ledger").await.expect(200).json();
    assert_eq!(register["entries"][0]["act"], "post-edited");
    assert_eq!(register["entries"][0]["ground"], "circumstance-2");
    verify::all(&scene.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_post_that_its_author_changed_meanwhile_is_shown_anew() {
    let scene = scene("二手書", BODY).await;
    let stamp = scene.moderator.get(PAGE).await.expect(200).hidden("stamp");
    let tag = scene.moderator.header(POST, "etag").await;
    let now = "這家店根本是騙子。已售出。";
    scene.edit(now).await;
    let before = scene.plaza.dump();
    let fields = [
        ("stamp", &*stamp),
        ("title", "二手書"),
        ("body", LEFT),
        ("reason", REASON),
        ("preview", "yes"),
    ];
    let anew = scene.moderator.post(PAGE, &fields).await.expect(409);
    assert!(anew.texts(".field-error")[0].contains("作者改過"));
    assert_eq!(anew.texts("#f-body"), [now]);
    assert_eq!(anew.attribute("#f-reason", "value").unwrap(), REASON);
    let late = json!({ "body": LEFT, "began": tag.trim_matches('"') });
    let late = scene.ask(late).await.expect(409);
    assert_eq!(late.json()["code"], "changed-meanwhile");
    assert_eq!(scene.plaza.dump(), before);
    // Of what stands there now it goes.
    let fresh = scene.moderator.header(POST, "etag").await;
    let body = json!({ "body": "已售出。", "began": fresh.trim_matches('"') });
    scene.ask(body).await.expect(200);
    assert_eq!(scene.body().await, "【版主移除】已售出。");
}

#[actix_web::test]
async fn a_program_sees_what_would_go_and_nothing_is_done() {
    let scene = scene("二手書", BODY).await;
    let before = scene.plaza.dump();
    let what = json!({ "body": LEFT, "preview": true });
    let would = scene.moderator.post_json(TAKE_OUT, &what).await;
    let would = would.expect(200).json();
    assert_eq!(would["status"], "preview");
    assert_eq!(would["body"]["text"], AFTER);
    let pieces = would["body"]["pieces"].as_array().unwrap();
    let removed = pieces.iter().filter(|piece| piece["change"] == "removed");
    let removed: Vec<&str> = removed
        .map(|piece| piece["text"].as_str().unwrap())
        .collect();
    assert_eq!(removed, [WORDS]);
    assert_eq!(would["title"]["text"], "二手書");
    assert_eq!(scene.plaza.dump(), before);
    // Where words were taken out before there is nothing to take.
    scene.take_out(LEFT).await;
    let told = wrong(scene.ask(json!({ "body": LEFT })).await);
    assert_eq!(told.1, "taken-nothing");
}
