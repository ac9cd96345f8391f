//! Acts on somebody's post: each with its ground, in the ledger, told, and open to appeal.

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::approvals},
    jobs::retention,
    privacy::{approval, verify},
};
use serde_json::json;

use crate::support::{Client, PASSWORD, Plaza};

const PHONE: &str = "0912-345-678";
/// What a mail says of a decision that can be appealed against.
const WAY_TO_APPEAL: &str = "決定後30天內，也可以在那裡申訴";

struct Scene {
    plaza: Plaza,
    author: Client,
    moderator: Client,
    other: Client,
    topic: i64,
    post: i64,
}

/// A topic of an author in which their own telephone is public; edited once.
async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let body = json!({ "title": "二手書", "body": format!("打給我{PHONE}") });
    let made = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201)
        .json();
    let (topic, post) = (made["id"].as_i64().unwrap(), 1);
    let body = json!({ "body": format!("請打給我{PHONE}，謝謝") });
    author
        .decide("PATCH", &format!("/api/v1/posts/{post}"), &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(200);
    Scene {
        plaza,
        author,
        moderator,
        other,
        topic,
        post,
    }
}

async fn act(client: &Client, post: i64, act: &str, ground: &str, reason: &str) -> u16 {
    let path = format!("/zh/posts/{post}/moderate");
    let fields = [
        ("act", act),
        ("ground", ground),
        ("reason", reason),
        ("complained_by", "telephone"),
        ("complained_on", "2026-01-01"),
    ];
    client.post(&path, &fields).await.status.as_u16()
}

#[actix_web::test]
async fn a_complaint_is_named_by_the_way_and_the_day_it_came() {
    let scene = scene().await;
    let path = format!("/zh/posts/{}/moderate", scene.post);
    let before = scene.plaza.dump();
    let with = |by, on| {
        [
            ("act", "hide"),
            ("ground", "protect"),
            ("reason", "有人申訴這是詐騙"),
            ("complained_by", by),
            ("complained_on", on),
        ]
    };
    for (by, on, wrong) in [
        ("", "2026-03-01", "complained_by"),
        ("pigeon", "2026-03-01", "complained_by"),
        ("letter", "", "complained_on"),
        ("letter", "yesterday", "complained_on"),
        ("letter", "2026-03-03", "complained_on"),
    ] {
        let answer = scene.moderator.post(&path, &with(by, on)).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{wrong}"), "{by}, {on}");
        assert!(
            answer.body.contains("有人申訴這是詐騙"),
            "what was typed is kept"
        );
    }
    assert_eq!(scene.plaza.dump(), before);
    let whole = with("letter", "2026-03-01");
    scene.moderator.post(&path, &whole).await.expect(303);
    let (cx, post) = (scene.plaza.context.clone(), scene.post);
    let of_post = move |connection: &mut plaza::db::AnyConnection| {
        plaza::privacy::ledger::of_post(connection, &cx, post)
    };
    let entries = scene.plaza.context.db.read(of_post).await.unwrap();
    let (_, payload) = entries.last().unwrap();
    assert_eq!(payload.complaint.as_deref(), Some("letter 2026-03-01"));
}

async fn originals(plaza: &Plaza) -> i64 {
    use plaza::db::schema::sealed_originals;
    let counted: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| Ok(sealed_originals::table.count().get_result(connection)?))
        .await;
    counted.unwrap()
}

#[actix_web::test]
async fn an_act_whose_ground_lacks_a_part_is_refused_by_the_parts_name_and_changes_nothing() {
    let scene = scene().await;
    let before = scene.plaza.dump();
    for (fields, wrong) in [
        (
            [("act", "mask"), ("ground", ""), ("reason", "它威脅到鄰居")],
            "ground",
        ),
        (
            [
                ("act", "mask"),
                ("ground", "R99"),
                ("reason", "它威脅到鄰居"),
            ],
            "ground",
        ),
        (
            [
                ("act", "mask"),
                ("ground", "efficiency"),
                ("reason", "比較快"),
            ],
            "ground",
        ),
        (
            [("act", "mask"), ("ground", "R3"), ("reason", " ")],
            "reason",
        ),
        (
            [("act", "mask"), ("ground", "protect"), ("reason", "")],
            "reason",
        ),
        (
            [("act", ""), ("ground", "R3"), ("reason", "它威脅到鄰居")],
            "act",
        ),
    ] {
        let path = format!("/zh/posts/{}/moderate", scene.post);
        let answer = scene.moderator.post(&path, &fields).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{wrong}"), "{fields:?}");
    }
    assert_eq!(scene.plaza.dump(), before);
}

#[actix_web::test]
async fn masking_changes_what_the_ledger_says_and_an_appeal_puts_it_back() {
    let Scene {
        plaza,
        author,
        moderator,
        other,
        topic,
        post,
    } = scene().await;
    let guest = plaza.client().await;
    let shown = async || {
        guest
            .get(&format!("/zh/topics/{topic}"))
            .await
            .expect(200)
            .body
    };
    let versions = async || guest.get(&format!("/zh/posts/{post}/revisions")).await.body;
    assert!(shown().await.contains(PHONE) && versions().await.contains(PHONE));
    let before = plaza.dump();
    assert_eq!(
        act(&moderator, post, "mask", "R3", "陌生人會打這支電話").await,
        303
    );
    assert!(!shown().await.contains(PHONE), "still shown");
    assert!(!versions().await.contains("345"), "still in a revision");
    assert!(
        !plaza.dump().contains("0912-345-678"),
        "still stored in the open"
    );
    // Everybody reads what was done and why, and about nobody.
    let register = guest.get("/zh/ledger").await.expect(200);
    let row = register.texts("main .rows li").remove(0);
    assert!(
        row.contains("個人資料被遮蔽") && row.contains("R3"),
        "{row}"
    );
    for name in ["haihai", "版主甲", "陌生人", "/topics/", "/t/"] {
        assert!(!register.texts("main")[0].contains(name), "{name}");
    }
    // The author is told, with the way to appeal.
    let mails = plaza.mails().await;
    let mail = mails
        .iter()
        .find(|mail| mail.subject.contains("發言"))
        .unwrap();
    assert!(mail.text.contains("陌生人會打這支電話") && !mail.text.contains(PHONE));
    assert!(mail.text.contains(WAY_TO_APPEAL));
    let decisions = mail.link("/decisions");
    let page = author.get(&decisions).await.expect(200);
    assert!(page.texts("main")[0].contains("陌生人會打這支電話"));
    let number = page.hidden("number");
    author
        .post(&decisions, &[("number", &number), ("words", "")])
        .await
        .expect(422);
    // Two clicks at the same moment are one appeal.
    let words = [("number", &*number), ("words", "這是我自己的電話")];
    let (one, other_click) = futures_util::join!(
        author.post(&decisions, &words),
        author.post(&decisions, &words)
    );
    one.expect(303);
    other_click.expect(303);
    assert!(
        !plaza.dump().contains("這是我自己的電話"),
        "an appeal is sealed"
    );
    // Somebody else decides; whoever decided first cannot.
    let appeals = other.get("/zh/review/appeals").await.expect(200);
    assert!(appeals.texts("article")[0].contains("這是我自己的電話"));
    let action = appeals.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "您說得對")];
    moderator.post(&action, &grant).await.expect(422);
    other.post(&action, &grant).await.expect(303);
    other.post(&action, &grant).await.expect(409);
    assert!(shown().await.contains(PHONE) && versions().await.contains(PHONE));
    for line in before.lines().filter(|line| line.contains(PHONE)) {
        assert!(plaza.dump().contains(line), "not as it was: {line}");
    }
    let told = plaza.mails().await;
    let mut told = told.iter();
    let answer = told.find(|mail| mail.text.contains("您說得對")).unwrap();
    // Once is enough.
    assert!(!answer.text.contains(WAY_TO_APPEAL));
    assert_eq!(
        guest.get("/zh/ledger").await.texts("main .rows li").len(),
        3
    );
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn hiding_takes_a_topic_out_of_sight_and_a_granted_appeal_brings_it_back() {
    let Scene {
        plaza,
        author,
        moderator,
        other,
        topic,
        post,
    } = scene().await;
    let guest = plaza.client().await;
    let path = format!("/zh/topics/{topic}");
    assert_eq!(
        act(&moderator, post, "hide", "protect", "有人申訴這是詐騙").await,
        303
    );
    guest.get(&path).await.expect(404);
    assert_eq!(act(&other, post, "hide", "R7", "詐騙").await, 404);
    let own = author.get(&path).await.expect(200);
    let decisions = own.attribute("a[href$='/decisions']", "href").unwrap();
    author
        .get(&format!("/zh/posts/{post}/edit"))
        .await
        .expect(403);
    let number = author.get(&decisions).await.hidden("number");
    let words = [("number", &*number), ("words", "這不是詐騙")];
    // Nobody else appeals for the author.
    let stranger = plaza.log_on_as(Role::Resident, "路過").await;
    stranger.get(&decisions).await.expect(404);
    stranger.post(&decisions, &words).await.expect(404);
    author.post(&decisions, &words).await.expect(303);
    let action = other.get("/zh/review/appeals").await;
    let action = action.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "已查明")];
    other.post(&action, &grant).await.expect(303);
    guest.get(&path).await.expect(200);
}

#[actix_web::test]
async fn a_refused_appeal_and_a_late_one_change_nothing_and_the_original_goes() {
    let Scene {
        plaza,
        author,
        moderator,
        other,
        post,
        ..
    } = scene().await;
    assert_eq!(
        act(&moderator, post, "mask", "R3", "陌生人會打這支電話").await,
        303
    );
    let decisions = format!("/zh/posts/{post}/decisions");
    let number = author.get(&decisions).await.hidden("number");
    let words = [("number", &*number), ("words", "請放回去")];
    author.post(&decisions, &words).await.expect(303);
    let appeals = other.get("/zh/review/appeals").await;
    let action = appeals.attribute("article form", "action").unwrap();
    let refuse = [("decision", "refuse"), ("answer", "規則如此")];
    other.post(&action, &refuse).await.expect(303);
    let page = author.get(&decisions).await.expect(200);
    assert!(page.texts("main")[0].contains("規則如此"));
    assert!(page.texts("main form").is_empty(), "once is enough");
    // With the appeal decided nobody needs the original; the day's round takes it.
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(originals(&plaza).await, 0);
}

#[actix_web::test]
async fn after_thirty_days_there_is_no_appeal_and_no_original() {
    let Scene {
        plaza,
        author,
        moderator,
        post,
        ..
    } = scene().await;
    assert_eq!(
        act(&moderator, post, "mask", "R3", "陌生人會打這支電話").await,
        303
    );
    let decisions = format!("/zh/posts/{post}/decisions");
    plaza.advance(TimeDelta::days(13));
    author.get("/zh/account").await.expect(200);
    let number = author.get(&decisions).await.hidden("number");
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(originals(&plaza).await, 1);
    plaza.advance(TimeDelta::days(17));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(originals(&plaza).await, 0);
    author.log_on("haihai@example.tw", PASSWORD).await;
    assert!(
        author
            .get(&decisions)
            .await
            .expect(200)
            .texts("main form")
            .is_empty()
    );
    let words = [("number", &*number), ("words", "請放回去")];
    author.post(&decisions, &words).await.expect(409);
}

#[actix_web::test]
async fn the_registers_day_is_the_citys() {
    let scene = scene().await;
    // Half past midnight in Taipei, still the day before in UTC.
    scene
        .plaza
        .advance(TimeDelta::hours(14) + TimeDelta::minutes(30));
    let done = act(&scene.moderator, scene.post, "hide", "protect", "有人申訴").await;
    assert_eq!(done, 303);
    let register = scene.plaza.client().await.get("/en/ledger").await;
    let row = register.expect(200).texts("main .rows li").remove(0);
    assert!(row.contains("3 March 2026"), "{row}");
}

const DOCUMENT: &str = "115年偵字第42號";

/// A moderator asks for an approval because of an investigation; the address of the request at
/// the approvers'.
async fn ask(scene: &Scene, approver: &Client, touch: &str) -> String {
    let asked = [
        ("touch", touch),
        ("agency", "高雄地檢署"),
        ("document", DOCUMENT),
    ];
    let path = format!("/zh/posts/{}/investigations", scene.post);
    scene.moderator.post(&path, &asked).await.expect(303);
    let page = approver.get("/zh/officer/approvals").await.expect(200);
    let action = page.attribute("form[action*='/officer/approvals/']", "action");
    action.expect("nothing to approve")
}

/// The button that carries out what was approved: its form's address.
async fn button(scene: &Scene) -> Option<String> {
    let path = format!("/zh/posts/{}/moderate", scene.post);
    let page = scene.moderator.get(&path).await.expect(200);
    page.attribute("#investigations form", "action")
}

#[actix_web::test]
async fn an_investigation_masks_a_post_once_as_a_second_person_approved() {
    let scene = scene().await;
    let approver = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let guest = scene.plaza.client().await;
    let topic = format!("/zh/topics/{}", scene.topic);
    let action = ask(&scene, &approver, "mask").await;
    // Asking again while it waits is once.
    assert_eq!(ask(&scene, &approver, "mask").await, action);
    let number = action.rsplit('/').next().unwrap().to_owned();
    assert_eq!(button(&scene).await, None, "it is not approved");
    let path = format!("/zh/posts/{}/investigations/{number}", scene.post);
    let mask = [("touch", "mask")];
    let before = scene.plaza.dump();
    scene.moderator.post(&path, &mask).await.expect(409);
    assert_eq!(scene.plaza.dump(), before);
    approver.post(&action, &[]).await.expect(303);
    assert_eq!(button(&scene).await, Some(path.clone()));
    // Nothing but what was approved: no other act, no other post.
    let before = scene.plaza.dump();
    let hide = [("touch", "hide")];
    scene.moderator.post(&path, &hide).await.expect(409);
    let elsewhere = path.replace("/posts/1/", "/posts/2/");
    scene.moderator.post(&elsewhere, &mask).await.expect(404);
    assert_eq!(scene.plaza.dump(), before);
    let (one, other) = futures_util::join!(
        scene.moderator.post(&path, &mask),
        scene.other.post(&path, &mask)
    );
    let mut answers = [one.status.as_u16(), other.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409], "it serves once");
    assert!(!guest.get(&topic).await.expect(200).body.contains(PHONE));
    let register = guest.get("/zh/ledger").await.expect(200);
    let row = register.texts("main .rows li").remove(0);
    assert!(row.contains("情形（1）") && row.contains("遮蔽"), "{row}");
    assert!(!row.contains("地檢署") && !row.contains("42號"), "{row}");
    // The author is told, and may appeal.
    let mails = scene.plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == "haihai@example.tw");
    let mail = mail.expect("the author is not told");
    assert!(mail.text.contains("高雄地檢署") && mail.text.contains(DOCUMENT));
    let page = scene.author.get(&mail.link("/decisions")).await.expect(200);
    assert!(page.texts("main")[0].contains(DOCUMENT));
    assert_eq!(page.texts("main form").len(), 1);
    let checked = verify::all(&scene.plaza.context, Vec::new(), |_| {}).await;
    checked.unwrap();
}

#[actix_web::test]
async fn where_an_investigation_forbids_it_the_author_learns_nothing() {
    let scene = scene().await;
    let approver = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let action = ask(&scene, &approver, "mask").await;
    let untold = [("untold", "yes")];
    approver.post(&action, &untold).await.expect(303);
    let path = button(&scene).await.unwrap();
    let mails = scene.plaza.mails().await.len();
    let mask = [("touch", "mask")];
    scene.moderator.post(&path, &mask).await.expect(303);
    assert_eq!(scene.plaza.mails().await.len(), mails, "a mail was sent");
    let decisions = format!("/zh/posts/{}/decisions", scene.post);
    let own = scene.author.get(&decisions).await.expect(200);
    assert!(!own.body.contains("地檢署") && own.texts("main .rows li").is_empty());
    let appeal = [("number", "1"), ("words", "為什麼？")];
    scene.author.post(&decisions, &appeal).await.expect(404);
    // Nor by looking at what is held; the original is kept all the same.
    assert_eq!(originals(&scene.plaza).await, 1);
    let held = scene.author.get("/api/v1/account/data").await.expect(200);
    assert_eq!(held.json().get("sealed_originals"), None);
    // Moderators know, and the register counts it.
    let others = scene.other.get(&decisions).await.expect(200);
    assert_eq!(others.texts("main .rows li").len(), 1);
    let register = scene.plaza.client().await.get("/api/v1/ledger").await;
    assert_eq!(register.json()["entries"][0]["ground"], "circumstance-1");
}

/// How many requests for an approval there are.
async fn approvals(plaza: &Plaza) -> i64 {
    let counted: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| Ok(approvals::table.count().get_result(connection)?))
        .await;
    counted.unwrap()
}

#[actix_web::test]
async fn an_approval_asked_for_twice_at_once_waits_once_and_in_vain_is_asked_anew() {
    let scene = scene().await;
    let approver = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    ask(&scene, &approver, "mask").await;
    // The same click a second time, while the first is not done yet.
    let first = "INSERT INTO approvals \
                 (agency, document, act, requested_by, requested_at, told, lapsed) \
                 SELECT agency, document, 'hide post 1', requested_by, requested_at, told, lapsed \
                 FROM approvals WHERE id = 1";
    let again = ask(&scene, &approver, "hide");
    scene.plaza.at_once(first, again).await;
    assert_eq!(approvals(&scene.plaza).await, 2);
    ask(&scene, &approver, "hide").await;
    assert_eq!(approvals(&scene.plaza).await, 2);
    scene.plaza.advance(TimeDelta::days(31));
    let asked_by: Result<Option<i64>, DbError> = scene
        .plaza
        .context
        .db
        .read(|connection| {
            let asked = approvals::table.select(approvals::requested_by);
            Ok(asked.first(connection)?)
        })
        .await;
    let (context, asked_by) = (&scene.plaza.context, asked_by.unwrap().unwrap());
    let again = async || {
        let act = "hide post 1".to_owned();
        let id = approval::request(context, asked_by, "高雄地檢署", DOCUMENT, act).await;
        id.unwrap()
    };
    assert_eq!(again().await, again().await);
    assert_eq!(approvals(&scene.plaza).await, 3);
}

#[actix_web::test]
async fn an_approval_is_declined_with_a_reason_and_none_lasts_for_ever() {
    let scene = scene().await;
    let approver = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let action = ask(&scene, &approver, "hide").await;
    let without = [("answer", "decline"), ("because", " ")];
    let before = scene.plaza.dump();
    let refused = approver.post(&action, &without).await.expect(422);
    let named = refused.attribute(".error-summary a", "href").unwrap();
    assert!(named.starts_with("#f-because-"), "{named}");
    assert_eq!(scene.plaza.dump(), before);
    let decline = [("answer", "decline"), ("because", "公文沒有蓋印")];
    for _ in 0..2 {
        approver.post(&action, &decline).await.expect(303);
    }
    // What is declined is not approved, and is nobody's key.
    approver.post(&action, &[]).await.expect(409);
    let number = action.rsplit('/').next().unwrap();
    let path = format!("/zh/posts/{}/investigations/{number}", scene.post);
    let hide = [("touch", "hide")];
    scene.moderator.post(&path, &hide).await.expect(409);
    let page = format!("/en/posts/{}/moderate", scene.post);
    let shown = scene.moderator.get(&page).await.expect(200);
    let row = shown.texts("#investigations li").remove(0);
    assert!(
        row.contains("Declined") && row.contains("公文沒有蓋印"),
        "{row}"
    );
    let ended = approver.get("/en/officer/approvals").await.expect(200);
    assert_eq!(ended.texts("#ended li").len(), 1);

    // One that nobody answers within thirty days, and one that nobody uses.
    let unanswered = ask(&scene, &approver, "hide").await;
    let unused = ask(&scene, &approver, "mask").await;
    assert_ne!(unanswered, action);
    let unused = if unused == unanswered {
        let (path, number) = unused.rsplit_once('/').unwrap();
        format!("{path}/{}", number.parse::<i64>().unwrap() + 1)
    } else {
        unused
    };
    approver.post(&unused, &[]).await.expect(303);
    scene.plaza.advance(TimeDelta::days(31));
    let approver = scene.plaza.log_on_as(Role::Administrator, "另一位").await;
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主丙").await;
    let before = scene.plaza.dump();
    approver.post(&unanswered, &[]).await.expect(409);
    approver.post(&unanswered, &decline).await.expect(409);
    let number = unused.rsplit('/').next().unwrap();
    let path = format!("/zh/posts/{}/investigations/{number}", scene.post);
    let mask = [("touch", "mask")];
    moderator.post(&path, &mask).await.expect(409);
    assert_eq!(scene.plaza.dump(), before);
    let ended = approver.get("/en/officer/approvals").await.expect(200);
    let rows = ended.texts("#ended li").join(" ");
    assert_eq!(rows.matches("Expired").count(), 2, "{rows}");
}

#[actix_web::test]
async fn a_request_because_of_an_investigation_that_lacks_a_part_is_not_taken_down() {
    let scene = scene().await;
    let path = format!("/en/posts/{}/investigations", scene.post);
    let whole = [
        ("touch", "hide"),
        ("agency", "高雄地檢署"),
        ("document", DOCUMENT),
    ];
    let before = scene.plaza.dump();
    for (left_out, _) in whole {
        let typed: Vec<_> = whole
            .into_iter()
            .filter(|(name, _)| *name != left_out)
            .collect();
        let answer = scene.moderator.post(&path, &typed).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{left_out}"));
        let kept = answer.attribute("#f-agency", "value").unwrap();
        assert_eq!(kept.is_empty(), left_out == "agency");
    }
    scene.author.post(&path, &whole).await.expect(403);
    let missing = path.replace("/1/", "/99/");
    scene.moderator.post(&missing, &whole).await.expect(404);
    assert_eq!(scene.plaza.dump(), before);
}

#[actix_web::test]
async fn a_program_asks_for_and_carries_out_an_investigation_as_the_pages_do() {
    let scene = scene().await;
    let second = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let all = format!("/api/v1/posts/{}/investigations", scene.post);
    let mut body = json!({ "act": "hide", "agency": "高雄地檢署", "document": " " });
    let before = scene.plaza.dump();
    let lacking = scene.moderator.post_json(&all, &body).await.expect(422);
    assert_eq!(lacking.json()["errors"][0]["field"], "document");
    assert_eq!(scene.plaza.dump(), before);
    body["document"] = json!("115年偵字第42號");
    let asked = scene.moderator.post_json(&all, &body).await.expect(201);
    let id = asked.json()["id"].as_i64().unwrap();
    let (one, act) = (format!("{all}/{id}"), json!({ "act": "hide" }));
    let early = scene.moderator.post_json(&one, &act).await.expect(409);
    assert_eq!(early.json()["code"], "not-approved");
    let approvals = "/api/v1/officer/approvals";
    let waiting = second.get(approvals).await.expect(200).json();
    assert_eq!(waiting["open"][0]["touch"], "hide");
    assert_eq!(waiting["open"][0]["post"], scene.post);
    let answer = format!("{approvals}/{id}");
    let approve = json!({ "approved": true });
    second.post_json(&answer, &approve).await.expect(200);
    // For another act it is no approval.
    let mask = json!({ "act": "mask" });
    scene.moderator.post_json(&one, &mask).await.expect(409);
    scene.moderator.post_json(&one, &act).await.expect(200);
    scene.moderator.post_json(&one, &act).await.expect(409);
    let topic = format!("/api/v1/topics/{}", scene.topic);
    scene.plaza.client().await.get(&topic).await.expect(404);
    scene.author.post_json(&all, &body).await.expect(403);
}

#[actix_web::test]
async fn a_program_acts_on_a_post_on_the_same_grounds() {
    let scene = scene().await;
    let path = format!("/api/v1/posts/{}/moderate", scene.post);
    let mask = json!({
        "act": "mask", "ground": "protect", "reason": "她要求",
        "complained_by": "telephone", "complained_on": "2026-03-01",
    });
    let hide = json!({ "act": "hide", "ground": "R2", "reason": "離題" });
    let none = json!({ "act": "hide", "reason": "離題" });
    let missing = scene.moderator.post_json(&path, &none).await.expect(422);
    assert_eq!(missing.json()["errors"][0]["field"], "ground");
    scene.author.post_json(&path, &hide).await.expect(403);
    let guest = scene.plaza.client().await;
    let topic = format!("/api/v1/topics/{}", scene.topic);
    assert!(guest.get(&topic).await.expect(200).body.contains(PHONE));
    scene.moderator.post_json(&path, &mask).await.expect(200);
    assert!(!guest.get(&topic).await.expect(200).body.contains(PHONE));
    let again = scene.moderator.post_json(&path, &mask).await.expect(409);
    assert_eq!(again.json()["code"], "nothing-to-mask");
    scene.moderator.post_json(&path, &hide).await.expect(200);
    guest.get(&topic).await.expect(404);
    scene.moderator.post_json(&path, &hide).await.expect(409);
    let nowhere = "/api/v1/posts/99/moderate";
    scene.moderator.post_json(nowhere, &hide).await.expect(404);
    let entries = guest.get("/api/v1/ledger").await.expect(200).json();
    let acts = [0, 1].map(|n| entries["entries"][n]["act"].clone());
    assert_eq!(acts, [json!("post-hidden"), json!("post-masked")]);
    assert_eq!(entries["entries"].as_array().unwrap().len(), 2);
    let path = format!("/api/v1/posts/{}/decisions", scene.post);
    let told = scene.author.get(&path).await.expect(200);
    assert!(told.body.contains("離題"));
}
