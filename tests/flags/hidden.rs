//! What somebody says of themselves, hidden from others by a moderator.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{Scene, WORDS, decide, flag, item, profiles::profile, queue, scene, told};
use crate::support::{Answer, Client};

const UNDO: &str = "/zh/review/undo";
const OWN: &str = "/api/v1/account/profile";
const ABOUT: &str = "買藥找我。";
const OTHER: &str = "我會修電腦。";

impl Scene {
    /// Shows this text as the author's, and since when they are a member; gives the profile's number.
    async fn show(&self, about: &str) -> i64 {
        let body = json!({ "about": about, "since": true });
        self.author.json(Method::PUT, OWN, &body).await.expect(200);
        let post = self.author.get("/api/v1/posts/1").await.expect(200).json();
        post["author"]["profile"].as_i64().unwrap()
    }

    /// One that was flagged, and hidden for that.
    async fn hidden(&self) -> i64 {
        let id = self.show(ABOUT).await;
        let form = format!("/zh/people/{id}/flag");
        flag(&self.reader, &form, "spam", WORDS).await;
        decide(&self.moderator, "hide").await;
        id
    }

    /// How the author's account stands.
    async fn standing(&self) -> Value {
        let own = self.author.get("/api/v1/account/standing").await;
        own.expect(200).json()
    }

    async fn last_mail(&self) -> String {
        let mails = self.plaza.mails().await;
        let mail = mails.last().unwrap();
        assert_eq!(mail.to, "haihai@example.tw");
        mail.text.clone()
    }

    /// Decides about what waits for this reason.
    async fn decide_about(&self, kind: &str, decision: &str) -> Answer {
        let queue = queue(&self.moderator).await;
        let mut items = queue["items"].as_array().unwrap().iter();
        let item = items.find(|item| item["kind"] == kind).unwrap();
        let body = json!({
            "decision": decision, "version": item["version"], "ground": "R5", "reason": "這是廣告",
        });
        let path = format!("/api/v1/review/{}", item["id"]);
        self.moderator.post_json(&path, &body).await
    }

    async fn newest_act(&self) -> Value {
        let register = self.guest.get("/api/v1/ledger").await.expect(200).json();
        register["entries"][0]["act"].clone()
    }
}

/// What somebody reads in a profile of which more is shown than its text.
async fn about(client: &Client, id: i64) -> Value {
    let shown = client.get(&format!("/api/v1/people/{id}")).await;
    shown.expect(200).json()["about"]["text"].clone()
}

#[actix_web::test]
async fn what_a_profile_says_is_hidden_and_its_owner_is_told_why_and_how_to_appeal() {
    let scene = scene().await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let staff = scene.plaza.log_on_as(Role::Staff, "承辦人").await;
    let id = scene.hidden().await;
    let page = format!("/zh/people/{id}");
    for client in [&scene.guest, &scene.reader, &staff] {
        assert_eq!(about(client, id).await, Value::Null);
        let shown = client.get(&page).await.expect(200);
        assert!(!shown.body.contains(ABOUT) && shown.body.contains("haihai"));
        assert!(shown.attribute("a[href$='/flag']", "href").is_none());
        let flagged = client.get(&format!("{page}/flag")).await.expect(410);
        assert!(!flagged.body.contains(ABOUT));
    }
    for client in [&scene.author, &scene.moderator, &other] {
        assert_eq!(about(client, id).await, ABOUT);
        let shown = client.get(&page).await.expect(200);
        assert!(shown.texts("main .note").concat().contains("版主隱藏了"));
    }
    assert_eq!(told(&scene.reader).await, ["acted"]);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    let mail = scene.last_mail().await;
    for said in [
        "這是廣告",
        "不符合討論區規則",
        "/zh/account/standing",
        "申訴",
    ] {
        assert!(mail.contains(said), "{said}: {mail}");
    }
    assert!(!mail.contains(ABOUT) && !mail.contains(WORDS), "{mail}");
    assert_eq!(scene.newest_act().await, "profile-hidden");
    let log = scene.guest.get("/api/v1/moderation/log").await.expect(200);
    assert!(log.body.contains("profile-hidden"));
    for words in [ABOUT, "haihai", "這是廣告"] {
        assert!(!log.body.contains(words), "{words}");
    }
    // It counts, and stands where everything does that was imposed on the account.
    let standing = scene.standing().await;
    assert_eq!(standing["upheld"], 1);
    let imposed = &standing["sanctions"][0];
    assert_eq!(imposed["kind"], "hide-profile");
    assert!(imposed["holds"] == true && imposed["may_appeal"] == true);
    assert!(imposed.get("last_day").is_none(), "{imposed}");
    assert_eq!(imposed["because"], "這是廣告");
    let own = scene.author.get("/zh/account/profile").await.expect(200);
    assert!(own.texts("main .note").concat().contains("申訴"));
    let own = scene.author.get("/zh/account/standing").await.expect(200);
    assert!(own.texts("main .row-title").concat().contains("隱藏"));
    // What is no one's own words stays, and its owner alone changes a word.
    let shown = scene.guest.get(&format!("/api/v1/people/{id}")).await;
    assert!(shown.expect(200).json()["since"]["month"].is_string());
    let own = scene.author.get(OWN).await.expect(200).json();
    assert_eq!(own["about"], ABOUT);
}

#[actix_web::test]
async fn what_its_owner_says_instead_waits_and_is_shown_once_it_is_approved() {
    let scene = scene().await;
    let id = scene.hidden().await;
    // The same words wait for nobody, nor do none.
    scene.show(ABOUT).await;
    scene.show("").await;
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    scene.show(OTHER).await;
    let waiting = queue(&scene.moderator).await["items"][0].clone();
    assert_eq!(waiting["kind"], "held-again");
    assert_eq!(waiting["profile"]["about"]["text"], OTHER);
    assert_eq!(waiting["profile"]["hidden"], true);
    assert_eq!(about(&scene.guest, id).await, Value::Null);
    // Taken away, it waits no more; said once more, it does.
    scene.show("").await;
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    scene.show(OTHER).await;
    decide(&scene.moderator, "approve").await;
    assert_eq!(about(&scene.guest, id).await, OTHER);
    assert!(scene.last_mail().await.contains("又看得到了"));
    assert_eq!(scene.standing().await["upheld"], 1, "it was right then");

    let undone = scene.moderator.post(UNDO, &[("reason", "再看")]).await;
    assert!(undone.expect(303).location().contains("done=undone"));
    assert_eq!(about(&scene.guest, id).await, Value::Null);
    assert!(scene.last_mail().await.contains("再看"));
    // Hidden for what it says now, it has an appeal of its own; undone, the first hide holds.
    decide(&scene.moderator, "hide").await;
    let sanctions = scene.standing().await["sanctions"].clone();
    let holds = [&sanctions[0]["holds"], &sanctions[1]["holds"]];
    assert_eq!(holds, [&json!(true), &json!(false)]);
    scene.moderator.post(UNDO, &[]).await.expect(303);
    assert_eq!(about(&scene.guest, id).await, Value::Null);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    assert_eq!(scene.standing().await["upheld"], 1);
    decide(&scene.moderator, "approve").await;
    assert_eq!(about(&scene.guest, id).await, OTHER);
}

#[actix_web::test]
async fn a_hide_is_taken_back_with_its_flags() {
    let scene = scene().await;
    let id = scene.hidden().await;
    let undone = scene.moderator.post(UNDO, &[("reason", "那是藥局")]).await;
    assert!(undone.expect(303).location().contains("done=undone"));
    assert_eq!(about(&scene.guest, id).await, ABOUT);
    assert_eq!(scene.newest_act().await, "sanction-withdrawn");
    assert!(scene.last_mail().await.contains("那是藥局"));
    let standing = scene.standing().await;
    assert_eq!(standing["upheld"], 0);
    assert_eq!(standing["sanctions"][0]["withdrawn"], true);
    assert_eq!(told(&scene.reader).await, ["open"]);
    let waiting = queue(&scene.moderator).await["items"][0].clone();
    assert_eq!(waiting["flags"].as_array().unwrap().len(), 1, "{waiting}");

    // Where it stands with the account, it is the same.
    decide(&scene.moderator, "hide").await;
    assert_eq!(about(&scene.guest, id).await, Value::Null);
    let number = scene.standing().await["sanctions"][0]["number"].clone();
    let path = format!("/api/v1/sanctions/{number}/withdraw");
    let body = json!({ "reason": "那是藥局" });
    scene.moderator.post_json(&path, &body).await.expect(200);
    assert_eq!(about(&scene.guest, id).await, ABOUT);
    assert_eq!(told(&scene.reader).await, ["open"]);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    // Ended, it is shown again and counts still.
    decide(&scene.moderator, "hide").await;
    let number = scene.standing().await["sanctions"][0]["number"].clone();
    let path = format!("/api/v1/sanctions/{number}/end");
    scene.moderator.post_json(&path, &body).await.expect(200);
    assert_eq!(about(&scene.guest, id).await, ABOUT);
    assert!(scene.last_mail().await.contains("大家又看得到了"));
    assert_eq!(scene.standing().await["upheld"], 1);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
}

#[actix_web::test]
async fn what_was_changed_meanwhile_waits_on_when_a_hide_is_taken_back() {
    let scene = scene().await;
    let id = scene.hidden().await;
    scene.show(OTHER).await;
    scene.moderator.post(UNDO, &[]).await.expect(303);
    assert_eq!(scene.standing().await["upheld"], 0);
    assert_eq!(queue(&scene.moderator).await["count"], 2);
    assert_eq!(about(&scene.guest, id).await, Value::Null);
    scene.decide_about("flag", "approve").await.expect(200);
    assert_eq!(about(&scene.guest, id).await, Value::Null);
    // Asking for another would make public what nobody approved.
    scene.decide_about("held-again", "reject").await.expect(409);
    scene
        .decide_about("held-again", "approve")
        .await
        .expect(200);
    assert_eq!(about(&scene.guest, id).await, OTHER);
    assert!(scene.last_mail().await.contains("又看得到了"));
    scene.moderator.post(UNDO, &[]).await.expect(303);
    assert_eq!(about(&scene.guest, id).await, Value::Null);
}

#[actix_web::test]
async fn an_appeal_against_a_hide_goes_to_somebody_else_and_granted_gives_it_back() {
    let scene = scene().await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let id = scene.hidden().await;
    let number = scene.standing().await["sanctions"][0]["number"].clone();
    let appeal = format!("/api/v1/sanctions/{number}/appeal");
    let body = json!({ "words": "我開藥局" });
    scene.reader.post_json(&appeal, &body).await.expect(404);
    scene.author.post_json(&appeal, &body).await.expect(202);
    // It waits for the other alone, and bars what it is against from being taken back.
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    let waiting = queue(&other).await["items"][0].clone();
    assert_eq!(waiting["kind"], "sanction-appeal");
    assert_eq!(waiting["elsewhere"]["against"], "hide-profile");
    let undo = format!("/api/v1/decisions/{number}/undo");
    scene
        .moderator
        .post_json(&undo, &json!({}))
        .await
        .expect(409);
    assert_eq!(about(&scene.guest, id).await, Value::Null);
    let page = format!("/zh/people/{id}/standing");
    let standing = other.get(&page).await.expect(200);
    let to_profile = format!("li a[href$='/people/{id}']");
    assert!(standing.attribute(&to_profile, "href").is_some());
    let answer = format!("/api/v1/sanctions/{number}/answer");
    let body = json!({ "granted": true, "answer": "確實是藥局" });
    let own = scene.moderator.post_json(&answer, &body).await;
    own.expect(403);
    other.post_json(&answer, &body).await.expect(200);
    assert_eq!(about(&scene.guest, id).await, ABOUT);
    assert_eq!(scene.standing().await["upheld"], 0);
    assert!(scene.last_mail().await.contains("確實是藥局"));
    scene
        .moderator
        .post_json(&undo, &json!({}))
        .await
        .expect(409);
}

#[actix_web::test]
async fn a_profile_that_shows_nothing_else_is_not_there_for_others() {
    let scene = scene().await;
    let id = profile(&scene.author, ABOUT).await;
    let form = format!("/zh/people/{id}/flag");
    flag(&scene.reader, &form, "spam", WORDS).await;
    let (waiting, version) = item(&scene.moderator).await;
    let hide = json!({
        "decision": "hide", "version": version.parse::<i64>().unwrap(), "reason": "這是廣告",
    });
    let path = format!("/api/v1/review/{waiting}");
    // Without a ground nothing is done.
    scene.moderator.post_json(&path, &hide).await.expect(422);
    let mut grounded = hide.clone();
    grounded["ground"] = json!("R5");
    scene
        .moderator
        .post_json(&path, &grounded)
        .await
        .expect(200);
    let page = format!("/zh/people/{id}");
    scene.guest.get(&page).await.expect(404);
    scene.author.get(&page).await.expect(200);
    scene.moderator.get(&page).await.expect(200);
    let post = scene.guest.get("/api/v1/posts/1").await.expect(200).json();
    assert_eq!(post["author"]["profile"], Value::Null);
    // Erased and said anew, it waits all the same.
    let erased = scene.author.json(Method::DELETE, OWN, &json!({})).await;
    erased.expect(204);
    let body = json!({ "about": ABOUT });
    scene.author.json(Method::PUT, OWN, &body).await.expect(200);
    scene.guest.get(&page).await.expect(404);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
}

#[actix_web::test]
async fn no_post_is_hidden_so_and_no_profile_of_whom_one_does_not_decide_about() {
    let scene = scene().await;
    flag(&scene.reader, "/zh/posts/2/flag", "spam", WORDS).await;
    let (waiting, version) = item(&scene.moderator).await;
    let mut hide = json!({
        "decision": "hide", "version": version.parse::<i64>().unwrap(), "ground": "R5",
        "reason": "這是廣告",
    });
    let path = format!("/api/v1/review/{waiting}");
    scene.moderator.post_json(&path, &hide).await.expect(409);
    decide(&scene.moderator, "approve").await;

    let admin = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let staff = scene.plaza.log_on_as(Role::Staff, "承辦人").await;
    let topic = staff.topic("city", "公告", "請看。").await;
    let body = json!({ "about": ABOUT });
    staff.json(Method::PUT, OWN, &body).await.expect(200);
    let shown = scene.guest.get(&format!("/api/v1/topics/{topic}")).await;
    let id = shown.expect(200).json()["posts"][0]["author"]["profile"].clone();
    flag(
        &scene.reader,
        &format!("/zh/people/{id}/flag"),
        "spam",
        WORDS,
    )
    .await;
    let (waiting, version) = item(&scene.moderator).await;
    hide["version"] = json!(version.parse::<i64>().unwrap());
    let path = format!("/api/v1/review/{waiting}");
    let page = scene.moderator.get(&format!("/zh/review/{waiting}")).await;
    assert!(page.expect(200).texts("button[value=hide]").is_empty());
    scene.moderator.post_json(&path, &hide).await.expect(409);
    scene
        .guest
        .get(&format!("/zh/people/{id}"))
        .await
        .expect(200);
    admin.post_json(&path, &hide).await.expect(200);
    scene
        .guest
        .get(&format!("/zh/people/{id}"))
        .await
        .expect(404);
    // Several are not hidden at once.
    let items = json!([{ "id": waiting, "version": hide["version"] }]);
    hide["items"] = items;
    let several = admin.post_json("/api/v1/review/bulk", &hide).await;
    several.expect(422);
}
