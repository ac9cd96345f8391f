//! A moderator whose role has ended is a resident as any other, who erases the account; what was decided
//! with it stands, and others go on with it.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::remind_moderators, privacy::verify, statistics::freeze_closed};
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, Person, Plaza};

const LIST: &str = "/api/v1/admin/moderators";
const ERASE: [(&str, &str); 2] = [("posts", "erase"), ("password", PASSWORD)];

struct Scene {
    plaza: Plaza,
    admin: Client,
    /// A moderator who stays.
    other: Client,
    /// Of the posts 2 to 5.
    author: Client,
    /// Whose role ends.
    leaving: Person,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let other = plaza.person("second", Role::Moderator).await.client;
    let topic = other.topic("city", "路燈", "哪裡的路燈壞了？").await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    for place in ["巷口", "公園", "橋下", "車站"] {
        author.reply(topic, &format!("{place}很暗。")).await;
    }
    let leaving = plaza.person("quokka", Role::Resident).await;
    let given = json!({ "email": "quokka@example.tw", "everywhere": true });
    admin.post_json(LIST, &given).await.expect(200);
    Scene {
        plaza,
        admin,
        other,
        author,
        leaving,
    }
}

/// Decides about a post; gives the decision's number.
async fn moderate(plaza: &Plaza, moderator: &Client, post: i64, act: &str) -> i64 {
    plaza.advance(TimeDelta::minutes(1));
    let body = json!({ "act": act, "ground": "R3", "reason": "離題" });
    let path = format!("/api/v1/posts/{post}/moderate");
    moderator.post_json(&path, &body).await.expect(200);
    let path = format!("/api/v1/posts/{post}/decisions");
    let decided = moderator.get(&path).await.expect(200).json();
    let last = decided["decisions"].as_array().unwrap().last().cloned();
    last.unwrap()["number"].as_i64().unwrap()
}

/// What waits about a post: its item, and how it is seen.
async fn item(moderator: &Client) -> Value {
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    assert_eq!(queue["count"], 1, "{queue}");
    queue["items"][0].clone()
}

/// A guest's topic that waits.
async fn waits(guest: &Client, title: &str) {
    let signed = guest.as_guest("小樹", None).await;
    let body = json!({ "title": title, "body": "內文", "guest": signed });
    let path = "/api/v1/boards/open/topics";
    let sent = guest.decide("POST", path, &body, |_| ("mine", "publish"));
    sent.await.expect(202);
}

/// Approves all that waits, which is one.
async fn approve(moderator: &Client) {
    let waiting = item(moderator).await;
    let answer = json!({ "decision": "approve", "version": waiting["version"] });
    let path = format!("/api/v1/review/{}", waiting["id"]);
    moderator.post_json(&path, &answer).await.expect(200);
}

impl Scene {
    async fn appeal(&self, post: i64, number: i64) {
        let body = json!({ "number": number, "words": "請再看看" });
        let path = format!("/api/v1/posts/{post}/appeals");
        self.author.post_json(&path, &body).await.expect(200);
    }

    async fn answer(&self, moderator: &Client, appeal: &Value, granted: bool) {
        let body = json!({ "granted": granted, "answer": "已查明" });
        let path = format!("/api/v1/appeals/{}", appeal["id"]);
        moderator.post_json(&path, &body).await.expect(200);
    }

    async fn appeals(&self) -> Vec<Value> {
        let waiting = self.other.get("/api/v1/appeals").await.expect(200).json();
        waiting["appeals"].as_array().unwrap().clone()
    }

    async fn end_the_role(&self) {
        let list = self.admin.get(LIST).await.expect(200).json();
        let mut list = list.as_array().unwrap().iter();
        let own = list.find(|one| one["name"] == "quokka").unwrap();
        let path = format!("{LIST}/{}", own["id"]);
        let ended = self.admin.json(Method::DELETE, &path, &json!({})).await;
        ended.expect(200);
    }

    async fn erase_the_account(&self) {
        let erased = self.leaving.client.post("/zh/account/erase", &ERASE);
        erased.await.expect(303);
    }
}

#[actix_web::test]
async fn the_account_is_erased_and_what_it_decided_stands() {
    let scene = scene().await;
    let (plaza, leaving) = (&scene.plaza, &scene.leaving.client);
    // A guest's post is let through.
    let guest = plaza.client().await;
    waits(&guest, "早餐店").await;
    approve(leaving).await;
    // Hidden, with an appeal that comes later and one that waits; held, and let go.
    let hidden = moderate(plaza, leaving, 2, "hide").await;
    let contested = moderate(plaza, leaving, 3, "hide").await;
    scene.appeal(3, contested).await;
    let held = moderate(plaza, leaving, 4, "hold").await;
    plaza.advance(TimeDelta::minutes(1));
    let undo = format!("/api/v1/decisions/{held}/undo");
    leaving.post_json(&undo, &json!({})).await.expect(200);
    // An appeal against somebody else's decision is answered.
    let of_other = moderate(plaza, &scene.other, 5, "hide").await;
    scene.appeal(5, of_other).await;
    let appeals = scene.appeals().await;
    let answered = appeals.iter().find(|one| one["post"] == 5).unwrap();
    scene.answer(leaving, answered, false).await;
    // An investigation's request, and a warning that is appealed against.
    let asked = [
        ("touch", "hide"),
        ("agency", "高雄地檢署"),
        ("document", "115年度他字第1號"),
    ];
    let path = "/zh/posts/1/investigations";
    leaving.post(path, &asked).await.expect(303);
    let own = scene.author.get("/api/v1/account").await.expect(200).json();
    let warn = json!({ "kind": "warn", "reason": "多次離題" });
    let path = format!("/api/v1/people/{}/sanctions", own["id"]);
    let warned = leaving.post_json(&path, &warn).await.expect(201).json();
    let sanction = format!("/api/v1/sanctions/{}", warned["number"]);
    let words = json!({ "words": "那不是我寫的" });
    let path = format!("{sanction}/appeal");
    scene.author.post_json(&path, &words).await.expect(202);

    let backup = plaza.backup();
    // While the role lasts, the account stays.
    leaving.post("/zh/account/erase", &ERASE).await.expect(403);
    scene.end_the_role().await;
    scene.erase_the_account().await;
    assert!(!plaza.dump().contains("quokka"), "the name is still stored");

    // Appeals go on: the one that waits, and one that comes now.
    scene.appeal(2, hidden).await;
    let page = scene.other.get("/zh/review/appeals").await.expect(200);
    assert_eq!(page.texts("article.post").len(), 2);
    let appeals = scene.appeals().await;
    assert_eq!(appeals.len(), 2, "{appeals:?}");
    for (appeal, granted) in appeals.iter().zip([false, true]) {
        assert!(appeal["moderator"].is_null(), "{appeal}");
        assert_eq!(appeal["own"], false);
        scene.answer(&scene.other, appeal, granted).await;
    }
    for (post, state) in [(2, "granted"), (3, "refused"), (5, "refused")] {
        let page = format!("/zh/posts/{post}/decisions");
        scene.author.get(&page).await.expect(200);
        let path = format!("/api/v1/posts/{post}/decisions");
        let decided = scene.author.get(&path).await.expect(200).json();
        assert_eq!(decided["decisions"][0]["appeal"], state, "{decided}");
    }
    let answer = json!({ "granted": true, "answer": "已查明" });
    let path = format!("{sanction}/answer");
    scene.other.post_json(&path, &answer).await.expect(200);
    // What was decided about a like item is shown beside it.
    waits(&guest, "午餐店").await;
    let path = format!("/api/v1/review/{}", item(&scene.other).await["id"]);
    let like = scene.other.get(&path).await.expect(200).json();
    assert_eq!(like["similar"][0]["decision"], "approved", "{like}");
    approve(&scene.other).await;
    // The queue, an item with its author's record, the register and the log.
    let flag = json!({ "reason": "off-topic" });
    let flagged = scene.other.post_json("/api/v1/posts/4/flags", &flag).await;
    flagged.expect(202);
    scene.admin.get("/zh/review").await.expect(200);
    let path = format!("/api/v1/review/{}", item(&scene.admin).await["id"]);
    scene.admin.get(&path).await.expect(200);
    for path in ["/api/v1/ledger", "/api/v1/moderation/log"] {
        guest.get(path).await.expect(200);
    }
    // The request still waits, and whom it is of is not said.
    let list = "/zh/officer/approvals";
    let page = scene.admin.get(list).await.expect(200);
    assert!(page.body.contains("高雄地檢署") && !page.body.contains("quokka"));
    let action = page.attribute("form[action*='/officer/approvals/']", "action");
    let approve = [("answer", "approve")];
    let approved = scene.admin.post(&action.unwrap(), &approve).await;
    approved.expect(303);
    scene.admin.get("/zh/posts/1/moderate").await.expect(200);
    let verified = verify::all(&plaza.context, Vec::new(), |_| {}).await;
    assert!(verified.is_ok(), "the chains hold");

    // In the backup the role lasts still; it forgets the account all the same.
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 1);
    let verified = verify::all(&restored, Vec::new(), |_| {}).await;
    assert!(verified.is_ok(), "the chains hold there");
}

#[actix_web::test]
async fn the_figures_of_the_month_count_what_was_decided() {
    let scene = scene().await;
    let guest = scene.plaza.client().await;
    for number in 1..=12 {
        waits(&guest, &format!("早餐店{number}")).await;
        approve(&scene.leaving.client).await;
    }
    scene.end_the_role().await;
    scene.erase_the_account().await;
    scene.plaza.advance(TimeDelta::days(31));
    freeze_closed(&scene.plaza.context).await.unwrap();
    let path = "/api/v1/moderation/figures/2026-03";
    let told = guest.get(path).await.expect(200).json();
    // The twelve, as such figures are told.
    assert_eq!(told["reviewed"]["decided"], 10, "{told}");
}

#[actix_web::test]
async fn moderators_are_reminded_of_an_appeal_against_whoever_is_gone() {
    let scene = scene().await;
    let hidden = moderate(&scene.plaza, &scene.leaving.client, 2, "hide").await;
    scene.appeal(2, hidden).await;
    scene.end_the_role().await;
    scene.erase_the_account().await;
    // Ten working days after Monday, 2 March.
    scene.plaza.at("2026-03-16T12:00");
    remind_moderators::once(&scene.plaza.context).await.unwrap();
    let mails = scene.plaza.mails().await.into_iter();
    let reminders =
        mails.filter(|mail| mail.subject.contains("申訴") || mail.text.contains("申訴"));
    let to: Vec<String> = reminders.map(|mail| mail.to).collect();
    assert!(to.contains(&"second@example.tw".to_owned()), "{to:?}");
    assert!(!to.contains(&"quokka@example.tw".to_owned()), "{to:?}");
}
