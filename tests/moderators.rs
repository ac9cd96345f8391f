//! Which boards a moderator has: an administrator chooses, it stands in the ledger, and from then on
//! nothing else is theirs.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, Plaza, files::png};

const LIST: &str = "/api/v1/admin/moderators";

struct Scene {
    plaza: Plaza,
    admin: Client,
    moderator: Client,
    /// The moderator's account.
    id: i64,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理").await;
    let id = plaza.account("rain", Role::Moderator).await;
    let moderator = plaza.client().await;
    moderator.log_on("rain@example.tw", PASSWORD).await;
    Scene {
        plaza,
        admin,
        moderator,
        id,
    }
}

impl Scene {
    fn page(&self) -> String {
        format!("/zh/admin/moderators/{}", self.id)
    }

    async fn put(&self, body: Value) -> Answer {
        let path = format!("{LIST}/{}/boards", self.id);
        self.admin.json(Method::PUT, &path, &body).await
    }

    /// What is chosen, as programs see it.
    async fn chosen(&self) -> (bool, Vec<String>) {
        let list = self.admin.get(LIST).await.expect(200).json();
        let mut list = list.as_array().unwrap().iter();
        let own = list.find(|one| one["id"] == self.id).unwrap();
        let boards = own["boards"].as_array().unwrap().iter();
        let boards = boards.map(|board| board.as_str().unwrap().to_owned());
        (own["everywhere"].as_bool().unwrap(), boards.collect())
    }

    async fn entries(&self) -> Vec<Value> {
        let register = self.admin.get("/api/v1/ledger").await.expect(200).json();
        let entries = register["entries"].as_array().unwrap().clone();
        let changed = entries.into_iter();
        changed
            .filter(|entry| entry["act"] == "organisation-changed")
            .collect()
    }
}

#[actix_web::test]
async fn boards_are_chosen_on_the_page_and_stand_in_the_register() {
    let scene = scene().await;
    assert_eq!(scene.chosen().await, (true, Vec::new()));
    let list = scene.admin.get("/zh/admin/boards").await.expect(200);
    let way = list.attribute("main a[href$='/admin/moderators']", "href");
    let list = scene.admin.get(&way.unwrap()).await.expect(200);
    assert_eq!(list.texts("tbody td"), ["rain", "所有看板"]);
    let way = list.attribute("tbody a", "href").unwrap();
    assert_eq!(way, scene.page());

    let form = scene.admin.get(&way).await.expect(200);
    let seen = form.hidden("seen");
    let open = form.attribute("label:last-of-type input[name=board]", "value");
    let open = open.unwrap();
    // Without a board, nothing is chosen; what was looked at stays.
    let none = [("seen", &*seen), ("reach", "boards")];
    let refused = scene.admin.post(&way, &none).await.expect(422);
    assert_eq!(refused.texts(".error-summary a").len(), 1);
    assert_eq!(refused.hidden("seen"), seen);
    let chosen = [("seen", &*seen), ("reach", "boards"), ("board", &*open)];
    for _ in 0..2 {
        let kept = scene.admin.post(&way, &chosen).await.expect(303);
        assert_eq!(kept.location(), "/zh/admin/moderators?done=board-kept");
    }
    assert_eq!(scene.chosen().await, (false, vec!["open".to_owned()]));
    let list = scene.admin.get("/zh/admin/moderators").await.expect(200);
    assert_eq!(list.texts("tbody td"), ["rain", "鄰里生活"]);

    let entries = scene.entries().await;
    assert_eq!(entries.len(), 1, "twice is once");
    let said = entries[0].to_string();
    assert!(said.contains("moderator") && said.contains("administration"));
    for hidden in ["rain", "open", "鄰里生活"] {
        assert!(!said.contains(hidden), "{said}");
    }
    // The moderator reads it, as all that is held.
    let own = scene.moderator.get("/zh/account/data").await.expect(200);
    assert!(
        own.texts("main h2")
            .contains(&"您擔任版主的看板".to_owned())
    );

    let back = [("seen", open.as_str()), ("reach", "everywhere")];
    scene.admin.post(&way, &back).await.expect(303);
    assert_eq!(scene.chosen().await, (true, Vec::new()));
}

#[actix_web::test]
async fn what_another_chose_meanwhile_is_not_written_over_unseen() {
    let scene = scene().await;
    let (way, form) = (scene.page(), scene.admin.get(&scene.page()).await);
    let seen = form.hidden("seen");
    let open = form.attribute("label:last-of-type input[name=board]", "value");
    let open = open.unwrap();
    scene.put(json!({ "boards": ["city"] })).await.expect(200);
    let chosen = [("seen", &*seen), ("reach", "boards"), ("board", &*open)];
    let late = scene.admin.post(&way, &chosen).await.expect(409);
    assert_eq!(late.texts(".error-summary a").len(), 1);
    let ticked = late.attribute("input[name=board][checked]", "value");
    assert_eq!(ticked, Some(open.clone()), "what was chosen is kept");
    assert_eq!(scene.chosen().await, (false, vec!["city".to_owned()]));
    let seen = late.hidden("seen");
    let chosen = [("seen", &*seen), ("reach", "boards"), ("board", &*open)];
    scene.admin.post(&way, &chosen).await.expect(303);
    assert_eq!(scene.chosen().await, (false, vec!["open".to_owned()]));
}

#[actix_web::test]
async fn only_administrators_choose_and_only_for_moderators() {
    let scene = scene().await;
    let before = scene.plaza.dump();
    let everywhere = json!({ "everywhere": true });
    let path = format!("{LIST}/{}/boards", scene.id);
    for (client, status) in [(&scene.plaza.client().await, 401), (&scene.moderator, 403)] {
        client.get("/zh/admin/moderators").await.expect(status);
        client.get(&scene.page()).await.expect(status);
        let choice = [("reach", "everywhere")];
        client.post(&scene.page(), &choice).await.expect(status);
        client.get(LIST).await.expect(status);
        let put = client.json(Method::PUT, &path, &everywhere).await;
        put.expect(status);
    }
    for wrong in [
        json!({}),
        json!({ "boards": [] }),
        json!({ "boards": ["nowhere"] }),
        json!({ "everywhere": true, "boards": ["open"] }),
    ] {
        let refused = scene.put(wrong.clone()).await.expect(422);
        assert_eq!(refused.json()["errors"][0]["field"], "boards", "{wrong}");
    }
    assert!(scene.plaza.dump() == before, "something was changed");

    // The role ends: there is no such moderator any more.
    let path = format!("{LIST}/{}", scene.id);
    let body = json!({});
    let ended = scene.admin.json(Method::DELETE, &path, &body).await;
    ended.expect(200);
    scene.admin.get(&scene.page()).await.expect(404);
    scene.put(everywhere).await.expect(404);
    let list = scene.admin.get(LIST).await.expect(200).json();
    assert_eq!(list, json!([]));
}

#[actix_web::test]
async fn the_role_is_given_by_the_address_of_an_account_and_ended() {
    let scene = scene().await;
    let plaza = &scene.plaza;
    let resident = plaza.person("haihai", Role::Resident).await.client;
    plaza.account("staff", Role::Staff).await;
    let page = scene.admin.get("/zh/admin/moderators").await.expect(200);
    let open = page.attribute("label:last-of-type input[name=board]", "value");
    let open = open.unwrap();
    let path = "/zh/admin/moderators";
    let before = plaza.dump();
    for (email, reach, field) in [
        ("nobody@example.tw", "everywhere", "email"),
        ("staff@example.tw", "everywhere", "email"),
        ("haihai@example.tw", "boards", "boards"),
        ("haihai@example.tw", "", "boards"),
    ] {
        let typed = [("email", email), ("reach", reach)];
        let refused = scene.admin.post(path, &typed).await.expect(422);
        let named = refused.attribute(".error-summary a", "href");
        assert_eq!(named, Some(format!("#f-{field}")), "{email}, {reach}");
        assert_eq!(refused.hidden("email"), email, "what was typed is kept");
    }
    assert!(plaza.dump() == before, "something was changed");
    resident.get("/zh/review").await.expect(403);

    let given = [
        ("email", " Haihai@example.tw"),
        ("reach", "boards"),
        ("board", &*open),
    ];
    for _ in 0..2 {
        scene.admin.post(path, &given).await.expect(303);
    }
    resident.get("/zh/review").await.expect(200);
    let list = scene.admin.get(LIST).await.expect(200).json();
    let new = &list[1];
    assert_eq!(new["name"], "haihai");
    assert_eq!(new["boards"], json!(["open"]));
    let own = resident.get("/zh/account").await.expect(200);
    assert!(own.texts("main").concat().contains("取得角色"));

    // The form's button ends it, also in the session that goes on; nothing is left of what was chosen.
    let page = format!("/zh/admin/moderators/{}", new["id"]);
    let form = scene.admin.get(&page).await.expect(200);
    let end = form.attribute("form[action$='/end']", "action").unwrap();
    for _ in 0..2 {
        scene.admin.post(&end, &[]).await.expect(303);
    }
    resident.get("/zh/review").await.expect(403);
    assert!(plaza.rows_of("moderator_boards").is_empty());
    let again = json!({ "email": "haihai@example.tw", "everywhere": true });
    scene.admin.post_json(LIST, &again).await.expect(200);
    resident.get("/api/v1/review").await.expect(200);

    let register = scene.admin.get("/api/v1/ledger").await.expect(200).json();
    let acts = register["entries"].as_array().unwrap().iter();
    let acts: Vec<&str> = acts.map(|entry| entry["act"].as_str().unwrap()).collect();
    let (added, removed) = ("organisation-added", "organisation-removed");
    assert_eq!(acts, [added, removed, added], "twice is once");
}

#[actix_web::test]
async fn a_topics_page_offers_a_moderator_what_is_theirs_and_nothing_else() {
    let scene = scene().await;
    scene.put(json!({ "boards": ["open"] })).await.expect(200);
    let author = scene.plaza.log_on_as(Role::Resident, "海海").await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    for (board, is_theirs) in [("open", true), ("city", false)] {
        let topic = author.topic(board, "路燈", "不亮").await;
        let path = format!("/zh/topics/{topic}");
        for (client, offered) in [(&scene.moderator, is_theirs), (&other, true)] {
            let page = client.get(&path).await.expect(200);
            for act in ["/arrange", "/split", "/moderate", "/polls/new"] {
                let offers = page.attribute(&format!("main a[href*='{act}']"), "href");
                assert_eq!(offers.is_some(), offered, "{board}: {act}");
            }
            let send = page.attribute("main a[href*='/suggestions/new?topic']", "href");
            assert_eq!(send.is_some(), offered, "{board}: sending it to the box");
        }
    }
}

#[actix_web::test]
async fn a_file_out_of_sight_is_for_the_moderators_of_its_board() {
    let scene = scene().await;
    scene.put(json!({ "boards": ["open"] })).await.expect(200);
    let author = scene.plaza.log_on_as(Role::Resident, "海海").await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let guest = scene.plaza.client().await;
    for (board, found) in [("open", 200), ("city", 404)] {
        let token = author.token("a.png", &png(10, 10)).await;
        let body = json!({ "title": "照片", "body": "請看", "attachments": [token] });
        let path = format!("/api/v1/boards/{board}/topics");
        let made = author.post_json(&path, &body).await.expect(201).json();
        let topic = author.get(&format!("/api/v1/topics/{}", made["id"])).await;
        let post = topic.expect(200).json()["posts"][0].clone();
        let file = &post["attachments"][0]["variants"][0]["url"];
        let file = file.as_str().unwrap();
        guest.get(file).await.expect(200);
        let hide = json!({ "act": "hide", "ground": "R3", "reason": "照片裡有別人" });
        let path = format!("/api/v1/posts/{}/moderate", post["id"]);
        other.post_json(&path, &hide).await.expect(200);
        for (client, status) in [
            (&scene.moderator, found),
            (&author, 200),
            (&other, 200),
            (&scene.admin, 200),
            (&guest, 404),
        ] {
            assert_eq!(client.get(file).await.status.as_u16(), status, "{board}");
        }
    }
}

#[actix_web::test]
async fn a_poll_is_changed_by_whoever_could_make_it() {
    let scene = scene().await;
    scene.put(json!({ "boards": ["open"] })).await.expect(200);
    let author = scene.plaza.log_on_as(Role::Resident, "海海").await;
    let words = json!({ "title": "夜間公車", "question": "幾點？", "options": ["十點", "十一點"] });
    let poll = |topic: Option<i64>| {
        json!({
            "topic": topic, "zh": words, "opens_on": "2026-03-04", "closes_on": "2026-03-06",
        })
    };
    let there = author.topic("city", "公車", "沒來").await;
    let here = author.topic("open", "路燈", "不亮").await;
    for (topic, status) in [(Some(here), 200), (Some(there), 404), (None, 404)] {
        let made = scene.admin.post_json("/api/v1/polls", &poll(topic)).await;
        let id = made.expect(201).json()["id"].as_i64().unwrap();
        let path = format!("/api/v1/polls/{id}");
        let changed = scene.moderator.json(Method::PUT, &path, &poll(topic)).await;
        changed.expect(status);
        // Nor is it taken to a topic of somebody else's, or from one.
        let body = poll(Some(there));
        let taken = scene.moderator.json(Method::PUT, &path, &body).await;
        taken.expect(404);
        let form = scene.moderator.get(&format!("/zh/polls/{id}/edit")).await;
        form.expect(status);
        let page = scene.moderator.get(&format!("/zh/polls/{id}")).await;
        let offered = page.attribute("main a[href$='/edit']", "href").is_some();
        assert_eq!(offered, status == 200, "{topic:?}");
    }
}

#[actix_web::test]
async fn who_moderates_is_told_by_mail_what_is_theirs_what_changed_and_that_it_ended() {
    let scene = scene().await;
    let plaza = &scene.plaza;
    let person = plaza.person("haihai", Role::Resident).await;
    plaza.mails().await;
    let told = async || -> Vec<(String, String)> {
        let mails = plaza.mails().await.into_iter();
        let own = mails.filter(|mail| mail.to == person.email);
        own.map(|mail| (mail.subject, mail.text)).collect()
    };
    let before = told().await.len();
    let give = json!({ "email": person.email, "boards": ["open"] });
    // Given twice, it is told once.
    for _ in 0..2 {
        scene.admin.post_json(LIST, &give).await.expect(200);
    }
    let mails = told().await;
    assert_eq!(mails.len(), before + 1);
    let (subject, text) = mails.last().unwrap();
    assert!(subject.contains("您現在是討論區的版主"), "{subject}");
    assert!(text.contains("鄰里生活") && text.contains("/zh/moderation"));

    let own = person.client.get("/api/v1/account").await.expect(200);
    let path = format!("{LIST}/{}", own.json()["id"]);
    let boards = format!("{path}/boards");
    let every = json!({ "everywhere": true });
    for _ in 0..2 {
        let chosen = scene.admin.json(Method::PUT, &boards, &every).await;
        chosen.expect(200);
    }
    let mails = told().await;
    assert_eq!(mails.len(), before + 2);
    let (subject, text) = mails.last().unwrap();
    assert!(subject.contains("看板有變更"), "{subject}");
    assert!(text.contains("所有看板") && !text.contains("鄰里生活"));

    for _ in 0..2 {
        let ended = scene.admin.json(Method::DELETE, &path, &json!({})).await;
        ended.expect(200);
    }
    let mails = told().await;
    assert_eq!(mails.len(), before + 3);
    let (subject, _) = mails.last().unwrap();
    assert!(subject.contains("不再是"), "{subject}");
    // Nobody else is told.
    let all = plaza.mails().await;
    assert!(!all.iter().any(|mail| mail.to == "rain@example.tw"));
}
