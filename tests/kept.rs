//! Whoever was logged off while writing, or found that somebody else was faster, gets back what they
//! typed, and nothing was done.

use plaza::accounts::Role;
use serde_json::json;

use crate::support::{Answer, Client, Plaza};

const WORDS: &str = "寫了好久的一段話";

/// Every text that the page gives back.
fn given_back(answer: &Answer) -> Vec<String> {
    answer.texts("main textarea[readonly]")
}

#[actix_web::test]
async fn what_was_typed_while_the_session_ended_is_given_back() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    resident.topic("city", "題目", "內文").await;
    let guest = plaza.client().await;
    let before = plaza.dump();
    for (path, field) in [
        ("account/profile", "about"),
        ("account/data/request", "words"),
        ("officer/requests/1", "words"),
        ("officer/breaches", "happened-zh"),
        ("officer/breaches", "references"),
        ("officer/agreements", "purpose"),
        ("officer/agreements/1/edit", "purpose"),
        ("officer/approvals", "document"),
        ("officer/approvals/1", "because"),
        ("officer/disclosures", "reference"),
        ("officer/policy/1", "text_zh"),
        ("events/new", "body_zh"),
        ("events/1/edit", "title_en"),
        ("polls/new", "question_zh"),
        ("polls/1/edit", "options_en"),
        ("posts/1/moderate", "reason"),
        ("posts/1/take-out", "body"),
        ("posts/1/investigations", "document"),
        ("posts/1/edit", "body"),
        ("posts/1/decisions", "words"),
        ("topics/1/arrange", "reason"),
        ("topics/1/split", "title"),
        ("review/1", "reason"),
        ("review/appeals/1", "answer"),
        ("desk/1", "answer"),
        ("desk/new", "body"),
        ("admin/boards/new", "description_zh"),
        ("admin/moderators", "email"),
        ("admin/offices/new", "name_zh"),
        ("admin/categories/new", "hint_zh"),
        ("admin/districts/new", "name_en"),
        ("admin/routing/new", "until"),
        ("admin/calendar", "csv"),
        ("admin/watched", "csv"),
        ("admin/watched/new", "words"),
        ("admin/webhooks/new", "description"),
        ("admin/mail/1", "reason"),
        ("admin/pages/new", "body_zh"),
        ("admin/pages/1/edit", "title_en"),
    ] {
        for (lang, title) in [
            ("zh", "您在這段時間已經登出"),
            ("en", "You were logged off meanwhile"),
        ] {
            let path = format!("/{lang}/{path}");
            let answer = guest.post(&path, &[(field, WORDS)]).await;
            assert_eq!(answer.status.as_u16(), 401, "{path}");
            assert_eq!(given_back(&answer), [WORDS], "{path}");
            assert_eq!(answer.texts("h1"), [title], "{path}");
            assert_eq!(answer.headers.get("cache-control").unwrap(), "no-store");
        }
    }
    assert!(plaza.dump() == before, "something was done");
}

/// Somebody asks the officer something; the address of the answer's form.
async fn asked(plaza: &Plaza, officer: &Client) -> String {
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    let body = json!({ "kind": "object", "words": "請停止使用" });
    let path = "/api/v1/account/data-requests";
    resident.post_json(path, &body).await.expect(202);
    let queue = officer.get("/zh/officer/requests").await.expect(200);
    let form = queue.attribute("article form", "action");
    form.expect("nothing waits")
}

#[actix_web::test]
async fn an_officer_who_is_too_late_keeps_the_answer() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let form = asked(&plaza, &officer).await;
    let answer = |decision: &'static str| [("words", WORDS), ("decision", decision)];
    officer.post(&form, &answer("grant")).await.expect(303);
    let before = plaza.dump();
    for decision in ["grant", "refuse", "extend", "mask"] {
        let late = officer.post(&form, &answer(decision)).await.expect(409);
        assert_eq!(given_back(&late), [WORDS], "{decision}");
    }
    let long = "長".repeat(2001);
    let late = [("words", &*long), ("decision", "grant")];
    let late = officer.post(&form, &late).await.expect(409);
    assert_eq!(given_back(&late), [long]);
    assert!(plaza.dump() == before, "something was done");
}

#[actix_web::test]
async fn a_moderator_who_is_too_late_keeps_the_reason() {
    let plaza = Plaza::with_boards().await;
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = resident.topic("city", "題目", "內文").await;
    let reply = resident.reply(topic, "一則回覆").await;
    let path = format!("/zh/posts/{reply}/moderate");
    let hide = [("act", "hide"), ("ground", "R3"), ("reason", WORDS)];
    moderator.post(&path, &hide).await.expect(303);
    let late = moderator.post(&path, &hide).await;
    assert_eq!(late.status.as_u16(), 404);
    assert_eq!(given_back(&late), [WORDS]);
    assert!(!late.texts("h1")[0].contains("登出"));
}

#[actix_web::test]
async fn nobody_writes_over_a_draft_of_the_policy_that_they_have_not_seen() {
    let plaza = Plaza::start().await;
    let one = plaza.log_on_as(Role::PrivacyOfficer, "一位").await;
    let other = plaza.log_on_as(Role::PrivacyOfficer, "另一位").await;
    let page = one
        .post("/zh/officer/policy", &[])
        .await
        .expect(303)
        .location();
    let read = async |client: &Client| {
        let form = client.get(&page).await.expect(200);
        let text = |name: &str| form.texts(&format!("textarea[name={name}]")).remove(0);
        (form.hidden("read"), text("text_zh"), text("text_en"))
    };
    let (first, zh, en) = read(&one).await;
    let (second, ..) = read(&other).await;
    let (mine, theirs) = (format!("{zh}\n\n先存的一段。"), format!("{zh}\n\n{WORDS}"));
    let fields = |read: &str, text: &str, button: &'static str| {
        [
            ("read", read.to_owned()),
            ("kind", "minor".to_owned()),
            ("effective_on", "2026-03-10".to_owned()),
            ("text_zh", text.to_owned()),
            ("text_en", en.clone()),
            (button, "yes".to_owned()),
        ]
    };
    let send = async |client: &Client, fields: [(&str, String); 6]| {
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        client.post(&page, &fields).await
    };
    send(&one, fields(&first, &mine, "save")).await.expect(303);
    let before = plaza.dump();
    for button in ["save", "preview", "publish"] {
        let late = send(&other, fields(&second, &theirs, button))
            .await
            .expect(409);
        let kept = late.texts("textarea[name=text_zh]").remove(0);
        assert!(kept.contains(WORDS), "{button}: {kept}");
        assert_eq!(late.texts(".error-summary a").len(), 1, "{button}");
    }
    let late = send(&other, fields(&second, &theirs, "discard"))
        .await
        .expect(409);
    assert!(given_back(&late)[0].contains(WORDS));
    assert!(plaza.dump() == before, "something of the other's was lost");

    // Who has seen it may write over it; what is published is what was typed.
    let (third, text, _) = read(&other).await;
    assert!(text.contains("先存的一段。"));
    let published = send(&other, fields(&third, &theirs, "publish"))
        .await
        .expect(303);
    let version = other.get(&published.location()).await.expect(200);
    assert!(version.texts("main")[0].contains(WORDS));
    let late = send(&one, fields(&first, &mine, "save")).await.expect(409);
    assert!(
        given_back(&late)
            .iter()
            .any(|text| text.contains("先存的一段。"))
    );
}

#[actix_web::test]
async fn a_program_says_which_text_of_a_draft_it_read() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let path = "/api/v1/officer/policy";
    let id = officer.post_json(path, &json!({})).await.expect(201).json()["id"].clone();
    let draft = officer.get(path).await.json()["drafts"][0].clone();
    let one = format!("{path}/{id}");
    let mut body = draft.clone();
    body["read_at"] = draft["updated_at"].clone();
    body["text_zh"] = json!(format!("{}\n\n{WORDS}", draft["text_zh"].as_str().unwrap()));
    let put = actix_web::http::Method::PUT;
    let saved = officer
        .json(put.clone(), &one, &body)
        .await
        .expect(200)
        .json();
    assert_ne!(saved["updated_at"], draft["updated_at"]);
    officer.json(put, &one, &body).await.expect(409);
    let publish = format!("{one}/publish");
    let old = json!({ "read_at": draft["updated_at"] });
    officer.post_json(&publish, &old).await.expect(409);
    officer
        .post_json(&publish, &json!("what"))
        .await
        .expect(400);
    let new = json!({ "read_at": saved["updated_at"] });
    officer.post_json(&publish, &new).await.expect(201);
}
