//! What was decided about flags, taken back: they wait again, and whoever was told is told.

use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{API, FORM, Scene, WORDS, decide, flag, item, profiles::profile, queue, scene, told};

const UNDO: &str = "/zh/review/undo";

impl Scene {
    /// The newest entry of the register.
    async fn newest(&self) -> Value {
        let register = self.guest.get("/api/v1/ledger").await.expect(200).json();
        register["entries"][0].clone()
    }

    /// What the queue says of its moderator's last decision.
    async fn last(&self) -> String {
        let list = self.moderator.get("/zh/review").await.expect(200);
        list.texts("#last-decision").concat()
    }
}

#[actix_web::test]
async fn dismissed_flags_wait_again_and_are_decided_anew() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    let (first, _) = item(&scene.moderator).await;
    decide(&scene.moderator, "approve").await;
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
    let dismissed = scene.newest().await;
    assert_eq!(dismissed["act"], "flags-dismissed");
    let last = scene.last().await;
    assert!(
        last.contains("沒有違反規則") && last.contains("路燈"),
        "{last}"
    );
    let mails = scene.plaza.mails().await.len();

    let undone = scene.moderator.post(UNDO, &[("reason", "看錯了")]).await;
    assert!(undone.expect(303).location().contains("done=reopened"));
    assert_eq!(scene.newest().await["act"], "flags-reopened");
    assert_eq!(item(&scene.moderator).await.0, first, "the same item waits");
    let list = scene.moderator.get("/zh/review").await.expect(200);
    assert!(list.texts("main").concat().contains(WORDS));
    assert_eq!(scene.last().await, "", "there is nothing before it");
    // Nothing was said to its author, nor is now; the reader, who was told, is told that it waits.
    assert_eq!(scene.plaza.mails().await.len(), mails);
    let own = scene.author.get("/api/v1/posts/1/decisions").await;
    assert_eq!(own.expect(200).json()["decisions"], json!([]));
    assert_eq!(told(&scene.reader).await, ["open"]);
    let list = scene.reader.get("/zh/notifications").await.expect(200);
    assert!(list.texts("main").concat().contains("等候版主處理"));
    // Seen, it is new once more when it ends.
    let unseen = async || {
        let list = scene.reader.get("/api/v1/notifications").await;
        list.expect(200).json()["unseen"].clone()
    };
    assert_eq!(unseen().await, 1);
    let newest = list.hidden("flag");
    let seen = [("flag", newest.as_str())];
    let path = "/zh/notifications/seen";
    scene.reader.post(path, &seen).await.expect(303);
    assert_eq!(unseen().await, 0);
    // Twice is once.
    let again = format!("/api/v1/decisions/{}/undo", dismissed["number"]);
    let undone = scene.moderator.post_json(&again, &json!({})).await;
    assert_eq!(undone.expect(200).json()["post"], 1);
    assert_eq!(scene.newest().await["act"], "flags-reopened");

    decide(&scene.moderator, "reject").await;
    assert_eq!(told(&scene.reader).await, ["acted"]);
    assert_eq!(unseen().await, 1);
}

#[actix_web::test]
async fn flags_that_wait_again_join_those_that_came_meanwhile() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    decide(&scene.moderator, "approve").await;
    // The same reader's again, and a guest's: two sources, whatever joins them.
    flag(&scene.reader, FORM, "other", "店名在最後").await;
    let body = json!({ "reason": "off-topic" });
    scene.guest.post_json(API, &body).await.expect(202);
    let (newer, _) = item(&scene.moderator).await;
    scene.moderator.post(UNDO, &[]).await.expect(303);

    assert_eq!(item(&scene.moderator).await.0, newer, "one item waits");
    let waiting = queue(&scene.moderator).await["items"][0].clone();
    assert_eq!(waiting["flags"].as_array().unwrap().len(), 3, "{waiting}");
    let list = scene.moderator.get("/zh/review").await.expect(200);
    let shown = list.texts("main").concat();
    assert!(shown.contains(WORDS) && shown.contains("店名在最後"));
    decide(&scene.moderator, "approve").await;
    assert_eq!(told(&scene.reader).await, ["dismissed", "dismissed"]);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
}

#[actix_web::test]
async fn flags_that_a_hide_answered_wait_again_once_it_is_taken_back() {
    let scene = scene().await;
    flag(&scene.reader, "/zh/posts/2/flag", "spam", WORDS).await;
    let (first, _) = item(&scene.moderator).await;
    decide(&scene.moderator, "reject").await;
    assert_eq!(told(&scene.reader).await, ["acted"]);
    scene.moderator.post(UNDO, &[]).await.expect(303);
    scene.guest.get("/api/v1/posts/2").await.expect(200);
    assert_eq!(item(&scene.moderator).await.0, first, "the same item waits");
    let waiting = queue(&scene.moderator).await["items"][0].clone();
    assert_eq!(waiting["flags"].as_array().unwrap().len(), 1, "{waiting}");
    assert_eq!(told(&scene.reader).await, ["open"]);

    // So do those that it ended from the post's own page.
    let hide = json!({ "act": "hide", "ground": "R5", "reason": "這是廣告" });
    let path = "/api/v1/posts/2/moderate";
    scene.moderator.post_json(path, &hide).await.expect(200);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["acted"]);
    scene.moderator.post(UNDO, &[]).await.expect(303);
    assert_eq!(item(&scene.moderator).await.0, first);
    assert_eq!(told(&scene.reader).await, ["open"]);
    // Where nobody had flagged it, nothing waits.
    decide(&scene.moderator, "approve").await;
    scene.moderator.post_json(path, &hide).await.expect(200);
    scene.moderator.post(UNDO, &[]).await.expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
}

#[actix_web::test]
async fn a_newer_decision_keeps_a_dismissal_from_being_taken_back() {
    let scene = scene().await;
    flag(&scene.reader, "/zh/posts/2/flag", "spam", WORDS).await;
    decide(&scene.moderator, "approve").await;
    let number = scene.newest().await["number"].clone();
    let hide = json!({ "act": "hide", "ground": "R5", "reason": "這是廣告" });
    let path = "/api/v1/posts/2/moderate";
    scene.moderator.post_json(path, &hide).await.expect(200);
    let path = format!("/api/v1/decisions/{number}/undo");
    let refused = scene.moderator.post_json(&path, &json!({})).await;
    assert_eq!(refused.expect(409).json()["code"], "newer-decision");
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
    // With the newer one taken back it can be.
    scene.moderator.post(UNDO, &[]).await.expect(303);
    scene.moderator.post(UNDO, &[]).await.expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    assert_eq!(told(&scene.reader).await, ["open"]);
}

#[actix_web::test]
async fn a_profiles_owner_who_was_asked_to_change_it_is_told_that_nothing_is_asked() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    flag(
        &scene.reader,
        &format!("/zh/people/{id}/flag"),
        "spam",
        WORDS,
    )
    .await;
    let upheld = async || {
        let own = scene.author.get("/api/v1/account/standing").await;
        own.expect(200).json()["upheld"].clone()
    };
    decide(&scene.moderator, "reject").await;
    assert_eq!(upheld().await, 1);
    let last = scene.last().await;
    assert!(
        last.contains("修改個人頁面") && last.contains("haihai"),
        "{last}"
    );

    let undone = scene.moderator.post(UNDO, &[("reason", "那是藥局")]).await;
    assert!(undone.expect(303).location().contains("done=undone"));
    assert_eq!(upheld().await, 0);
    assert_eq!(told(&scene.reader).await, ["open"]);
    let mails = scene.plaza.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, "haihai@example.tw");
    assert!(mail.text.contains("那是藥局") && mail.text.contains("不必修改"));
    assert_eq!(scene.newest().await["act"], "reminder-undone");
    assert_eq!(
        queue(&scene.moderator).await["items"][0]["profile"]["id"],
        id
    );

    // Dismissed and taken back it waits once more, and nobody is told.
    decide(&scene.moderator, "approve").await;
    let number = scene.newest().await["number"].clone();
    let path = format!("/api/v1/decisions/{number}/undo");
    let undone = scene.moderator.post_json(&path, &json!({})).await;
    assert_eq!(
        undone.expect(200).json(),
        json!({ "number": number, "profile": id })
    );
    assert_eq!(scene.plaza.mails().await.len(), mails.len());
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    // What its owner took down meanwhile waits for nobody.
    decide(&scene.moderator, "approve").await;
    let path = "/api/v1/account/profile";
    let delete = actix_web::http::Method::DELETE;
    let gone = scene.author.json(delete, path, &json!({})).await;
    gone.expect(204);
    let list = scene.moderator.post(UNDO, &[("reason", "再看")]).await;
    let list = list.expect(409);
    assert!(list.texts("main").concat().contains("已經不在了"));
    assert_eq!(queue(&scene.moderator).await["count"], 0);
}

#[actix_web::test]
async fn whoever_changed_a_profile_as_they_were_asked_is_given_back_what_that_took() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    let form = format!("/zh/people/{id}/flag");
    flag(&scene.reader, &form, "spam", WORDS).await;
    decide(&scene.moderator, "reject").await;
    let delete = actix_web::http::Method::DELETE;
    let path = "/api/v1/account/profile";
    let gone = scene.author.json(delete, path, &json!({})).await;
    gone.expect(204);
    scene.moderator.post(UNDO, &[]).await.expect(303);
    let own = scene.author.get("/api/v1/account/standing").await;
    assert_eq!(own.expect(200).json()["upheld"], 0);
    // There is nothing to look at.
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["asked"]);
}

#[actix_web::test]
async fn whoever_was_asked_to_change_a_profile_appeals_and_granted_it_counts_no_more() {
    let scene = scene().await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let id = profile(&scene.author, "買藥找我。").await;
    let form = format!("/zh/people/{id}/flag");
    flag(&scene.reader, &form, "spam", WORDS).await;
    scene.plaza.mails().await;
    decide(&scene.moderator, "reject").await;
    let mails = scene.plaza.mails().await;
    assert!(mails.last().unwrap().text.contains("提出申訴"));
    let standing = async || {
        let own = scene.author.get("/api/v1/account/standing").await;
        own.expect(200).json()
    };
    let asked = standing().await["sanctions"][0].clone();
    assert_eq!(asked["kind"], "ask-profile");
    assert!(asked["holds"] == false && asked["may_appeal"] == true);
    assert!(asked.get("last_day").is_none(), "{asked}");
    assert_eq!(asked["because"], "這是廣告");
    let own = scene.author.get("/zh/account/standing").await.expect(200);
    let titles = own.texts("main .row-title").concat();
    assert!(titles.contains("請本人修改個人頁面"), "{titles}");

    // While the appeal waits for somebody else, nobody takes it back.
    let number = asked["number"].to_string();
    let field = format!("words-{number}");
    let fields = [("number", &*number), (&*field, "我開藥局")];
    let sent = scene.author.post("/zh/account/standing/appeal", &fields);
    sent.await.expect(303);
    let undo = format!("/api/v1/decisions/{number}/undo");
    let refused = scene.moderator.post_json(&undo, &json!({})).await;
    assert_eq!(refused.expect(409).json()["code"], "appealed");
    let answer = format!("/api/v1/sanctions/{number}/answer");
    let granted = json!({ "granted": true, "answer": "確實是藥局" });
    let own = scene.moderator.post_json(&answer, &granted).await;
    own.expect(403);
    other.post_json(&answer, &granted).await.expect(200);
    let standing = standing().await;
    assert_eq!(standing["upheld"], 0);
    assert_eq!(standing["sanctions"][0]["appeal"]["granted"], true);
    // What was granted is not taken back as well.
    let refused = scene.moderator.post_json(&undo, &json!({})).await;
    refused.expect(409);
}

#[actix_web::test]
async fn what_was_asked_of_a_profile_is_taken_back_from_the_accounts_page_as_well() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    let form = format!("/zh/people/{id}/flag");
    flag(&scene.reader, &form, "spam", WORDS).await;
    decide(&scene.moderator, "reject").await;
    let standing = async || {
        let own = scene.author.get("/api/v1/account/standing").await;
        own.expect(200).json()
    };
    let number = standing().await["sanctions"][0]["number"].clone();
    let path = format!("/api/v1/sanctions/{number}/withdraw");
    let why = json!({ "reason": "那是藥局" });
    for _ in 0..2 {
        scene.moderator.post_json(&path, &why).await.expect(200);
    }
    let standing = standing().await;
    assert_eq!(standing["upheld"], 0);
    let withdrawn = &standing["sanctions"][0];
    assert!(withdrawn["withdrawn"] == true && withdrawn["may_appeal"] == false);
    // It waits again, with its flags.
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    assert_eq!(told(&scene.reader).await, ["open"]);
}
