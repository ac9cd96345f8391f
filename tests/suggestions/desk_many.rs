//! Who of an office handles a case, and one act on many cases.

use actix_web::{http::header::HeaderName, test::TestRequest};
use plaza::{accounts::Role, offices};
use serde_json::{Value, json};

use super::{Keepsake, case, id_of, kinds, life::Scene, suggest};
use crate::support::{Answer, Client, PASSWORD, Plaza};

/// Somebody else who works for an office: the account, and a browser.
pub async fn colleague(plaza: &Plaza, name: &str, office: &str) -> (i64, Client) {
    let account = plaza.account(name, Role::Staff).await;
    offices::join(&plaza.context, account, office)
        .await
        .unwrap();
    let client = plaza.client().await;
    let email = format!("{name}@example.tw");
    client.log_on(&email, PASSWORD).await;
    (account, client)
}

pub fn assign(to: impl Into<Value>, from: impl Into<Value>) -> Value {
    json!({ "act": "assign", "to": to.into(), "from": from.into() })
}

async fn handler(client: &Client, id: i64) -> Value {
    let path = format!("/api/v1/desk/cases/{id}");
    client.get(&path).await.expect(200).json()["handler"]["id"].clone()
}

fn code(answer: Answer) -> String {
    let problem = answer.expect(422).json();
    problem["errors"][0]["code"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_case_goes_to_a_colleague_and_back_on_record_and_unread_by_its_resident() {
    let scene = Scene::set(&[]).await;
    let (first, one) = colleague(&scene.plaza, "first", "maintenance").await;
    let (second, _) = colleague(&scene.plaza, "second", "maintenance").await;
    let (other, _) = colleague(&scene.plaza, "elsewhere", "police").await;
    let before = kinds(&scene.resident, &scene.keepsake).await;
    scene.act(&assign(first, Value::Null)).await.expect(200);
    assert_eq!(handler(&one, scene.id).await, first);
    // What one saw is not so any more: nothing is taken from a colleague unseen.
    let taken = scene.act(&assign(second, Value::Null)).await;
    assert_eq!(code(taken), "assigned-meanwhile");
    assert_eq!(code(scene.act(&assign(other, first)).await), "choice");
    assert_eq!(code(scene.act(&assign(0, first)).await), "choice");
    assert_eq!(handler(&one, scene.id).await, first);
    // Where it stands so already, nothing is done again.
    let records = async || {
        let path = format!("/api/v1/desk/cases/{}", scene.id);
        let found = one.get(&path).await.expect(200).json();
        found["records"].as_array().unwrap().clone()
    };
    let length = records().await.len();
    scene.act(&assign(first, Value::Null)).await.expect(200);
    assert_eq!(records().await.len(), length);
    scene.act(&assign(second, first)).await.expect(200);
    scene.act(&assign(Value::Null, second)).await.expect(200);
    assert_eq!(handler(&one, scene.id).await, Value::Null);
    let file = records().await;
    let told: Vec<_> = file[file.len() - 3..]
        .iter()
        .map(|one| (one["kind"].clone(), one["colleague"]["name"].clone()))
        .collect();
    assert_eq!(
        told,
        [
            (json!("assigned"), json!("first")),
            (json!("assigned"), json!("second")),
            (json!("unassigned"), json!("second")),
        ]
    );
    assert!(file.iter().all(|one| one["subject"].is_null()));
    assert_eq!(kinds(&scene.resident, &scene.keepsake).await, before);
    scene.verify().await;
}

#[actix_web::test]
async fn on_the_page_somebody_takes_it_and_gives_it_back_and_keeps_what_was_typed() {
    let scene = Scene::set(&[]).await;
    let (first, one) = colleague(&scene.plaza, "first", "maintenance").await;
    let desk = format!("/en/desk/{}", scene.id);
    let page = one.get(&desk).await.expect(200);
    assert!(page.texts("button[name=give-back]").is_empty());
    let fields = [("take", "yes"), ("from", ""), ("answer", "Begun")];
    let page = one.post(&desk, &fields).await.expect(200);
    assert_eq!(page.texts("textarea[name=answer]"), ["Begun"]);
    assert_eq!(page.texts("button[name=give-back]").len(), 1);
    assert_eq!(handler(&one, scene.id).await, first);
    // The other member still sees the page of before.
    let late = scene.staff.post(&desk, &fields).await.expect(422);
    assert!(late.body.contains("A colleague has it by now"));
    assert_eq!(late.texts("textarea[name=answer]"), ["Begun"]);
    assert_eq!(handler(&one, scene.id).await, first);
    let from = first.to_string();
    let fields = [("give-back", "yes"), ("from", from.as_str())];
    let done = one.post(&desk, &fields).await.expect(303);
    assert_eq!(done.location(), format!("{desk}?done=act-assign"));
    assert_eq!(handler(&one, scene.id).await, Value::Null);

    let form = format!("{desk}/acts/assign");
    let page = scene.staff.get(&form).await.expect(200);
    let names = page.texts("select[name=to] option").join("|");
    assert!(
        names.contains("first") && names.contains("Nobody"),
        "{names}"
    );
    for (to, status) in [("", 422), ("x", 422), (from.as_str(), 303), ("nobody", 422)] {
        let fields = [("to", to), ("from", "")];
        scene.staff.post(&form, &fields).await.expect(status);
    }
    assert_eq!(handler(&one, scene.id).await, first);
}

#[actix_web::test]
async fn who_handles_it_does_so_no_more_where_another_office_has_it() {
    let scene = Scene::set(&[]).await;
    let (first, _) = colleague(&scene.plaza, "first", "maintenance").await;
    let other = scene.plaza.staff_of("environment").await;
    scene.act(&assign(first, Value::Null)).await.expect(200);
    let away = json!({ "act": "reassign", "office": "environment", "reason": "Theirs." });
    scene.act(&away).await.expect(200);
    assert_eq!(handler(&other, scene.id).await, Value::Null);
    let answer = format!("/api/v1/desk/cases/{}/answer", scene.id);
    let body = json!({ "answer": "Done." });
    other.post_json(&answer, &body).await.expect(200);
    let late = super::life::act(&other, scene.id, &assign(Value::Null, Value::Null)).await;
    late.expect(200);
    let late = super::life::act(&other, scene.id, &assign(first, Value::Null)).await;
    late.expect(422);
}

/// Cases at the desk of the Maintenance Office, and one of another's.
async fn many(plaza: &Plaza) -> (Client, Vec<(Keepsake, i64)>, i64) {
    let client = plaza.client().await;
    let mut all = Vec::new();
    for _ in 0..3 {
        let keepsake = suggest(&client, &[]).await;
        let id = id_of(plaza, &keepsake.reference).await;
        all.push((keepsake, id));
    }
    let noise = suggest(&client, &[("category", "garbage-recycling")]).await;
    let theirs = id_of(plaza, &noise.reference).await;
    (client, all, theirs)
}

async fn state(client: &Client, keepsake: &Keepsake) -> String {
    let found = case(client, keepsake).await;
    found["state"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn one_act_on_many_says_what_became_of_each_and_is_done_once() {
    let plaza = Plaza::city().await;
    let (client, all, theirs) = many(&plaza).await;
    let staff = plaza.staff_of("maintenance").await;
    // One of them moved on after the list was shown.
    let list = staff.get("/en/desk").await.expect(200);
    let submission = list.hidden("submission");
    assert_eq!(list.texts("tbody input[name=case]").len(), 3);
    let take = json!({ "act": "take-up" });
    super::life::act(&staff, all[2].1, &take).await.expect(200);
    let ids: Vec<String> = all.iter().map(|(_, id)| id.to_string()).collect();
    let (theirs, none) = (theirs.to_string(), "999999");
    let mut fields = vec![("act", "take-up"), ("submission", submission.as_str())];
    for id in ids
        .iter()
        .map(String::as_str)
        .chain([&*theirs, none, &*ids[0], "x"])
    {
        fields.push(("case", id));
    }
    let before = plaza.mails().await.len();
    let done = staff.post("/en/desk", &fields).await.expect(200);
    let told = done.texts("[role=status]").remove(0);
    assert!(told.contains("Done: 2. Not done: 3."), "{told}");
    for (keepsake, _) in &all {
        assert!(told.contains(&keepsake.reference), "{told}");
        assert_eq!(state(&client, keepsake).await, "in-progress");
    }
    assert!(told.contains("Not now: it is"), "{told}");
    assert_eq!(told.matches("It is not on your desk.").count(), 2, "{told}");
    // Pressed again, nothing is done again; it says the same.
    let dump = plaza.dump();
    let again = staff.post("/en/desk", &fields).await.expect(200);
    assert_eq!(again.texts("[role=status]").remove(0), told);
    assert!(plaza.dump() == dump, "something was written again");
    assert_eq!(plaza.mails().await.len(), before);
}

#[actix_web::test]
async fn an_extension_of_many_has_one_reason_and_each_resident_is_told() {
    let scene = Scene::set(&[]).await;
    let second = suggest(&scene.resident, &[]).await;
    let second = id_of(&scene.plaza, &second.reference).await;
    let (one, two) = (scene.id.to_string(), second.to_string());
    let extend = [
        ("act", "extend"),
        ("case", one.as_str()),
        ("case", two.as_str()),
        ("until", "2026-03-20"),
    ];
    // Without a reason nothing is done, and what was ticked and typed is kept.
    let wrong = scene.staff.post("/en/desk?view=new", &extend).await;
    let wrong = wrong.expect(422);
    assert_eq!(wrong.texts("#e-reason").len(), 1);
    assert_eq!(wrong.texts("input[name=case][checked]").len(), 2);
    let until = wrong.attribute("#f-until", "value");
    assert_eq!(until.as_deref(), Some("2026-03-20"));
    assert!(
        wrong
            .attribute("#bulk", "action")
            .unwrap()
            .ends_with("?view=new")
    );
    let before = scene.plaza.mails().await.len();
    let mut whole = extend.to_vec();
    whole.push(("reason", "The crew is away."));
    let done = scene
        .staff
        .post("/en/desk?view=new", &whole)
        .await
        .expect(200);
    let told = done.texts("[role=status]").remove(0);
    assert!(told.contains("Done: 2. Not done: 0."), "{told}");
    let mails = scene.plaza.mails().await;
    assert_eq!(mails.len(), before + 1, "one of them has an address");
    assert!(mails[before].text.contains("The crew is away."));
    for (fields, field) in [
        (vec![("act", "close")], "cases"),
        (vec![("act", "reopen"), ("case", one.as_str())], "act"),
        (vec![("case", one.as_str())], "act"),
    ] {
        let wrong = scene.staff.post("/en/desk", &fields).await.expect(422);
        let at = wrong.attribute(".error-summary a", "href").unwrap();
        assert_eq!(at, format!("#f-{field}"));
    }
    let fifty_one: Vec<String> = (1..52).map(|id| id.to_string()).collect();
    let mut fields = vec![("act", "close")];
    fields.extend(fifty_one.iter().map(|id| ("case", id.as_str())));
    scene.staff.post("/en/desk", &fields).await.expect(422);
    scene.resident.post("/en/desk", &fields).await.expect(401);
}

#[actix_web::test]
async fn a_program_assigns_many_and_learns_which_a_colleague_has() {
    let plaza = Plaza::city().await;
    let (_, all, theirs) = many(&plaza).await;
    let (first, one) = colleague(&plaza, "first", "maintenance").await;
    let (second, _) = colleague(&plaza, "second", "maintenance").await;
    let taken = super::life::act(&one, all[0].1, &assign(second, Value::Null)).await;
    taken.expect(200);
    let mut chosen: Vec<Value> = all.iter().map(|(_, id)| json!({ "id": id })).collect();
    chosen.push(json!({ "id": theirs }));
    let body = json!({ "cases": chosen, "what": { "act": "assign", "to": first } });
    let send = async || {
        let request = TestRequest::post()
            .uri("/api/v1/desk/acts")
            .insert_header((HeaderName::from_static("idempotency-key"), "bulk-key-1"))
            .set_json(&body);
        one.send(request).await.expect(200).json()
    };
    let outcomes = send().await;
    let problems: Vec<_> = outcomes
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| (outcome["done"].clone(), outcome["problem"].clone()))
        .collect();
    assert_eq!(
        problems,
        [
            (json!(false), json!("assigned-meanwhile")),
            (json!(true), Value::Null),
            (json!(true), Value::Null),
            (json!(false), json!("no-such-case")),
        ]
    );
    assert_eq!(outcomes[3]["reference"], Value::Null);
    let dump = plaza.dump();
    assert_eq!(send().await, outcomes);
    assert!(plaza.dump() == dump, "something was written again");
    assert_eq!(handler(&one, all[0].1).await, second);
    let nothing = json!({ "cases": [], "what": { "act": "close" } });
    let refused = one.post_json("/api/v1/desk/acts", &nothing).await;
    assert_eq!(code(refused), "none-chosen");
    // A closing that comes too late for one closes the others.
    let answer = format!("/api/v1/desk/cases/{}/answer", all[1].1);
    let answered = json!({ "answer": "Done." });
    one.post_json(&answer, &answered).await.expect(200);
    let body = json!({
        "cases": [{ "id": all[1].1 }, { "id": all[2].1 }], "what": { "act": "close" },
    });
    let closed = one.post_json("/api/v1/desk/acts", &body).await;
    let closed = closed.expect(200).json();
    assert_eq!(closed[0]["done"], true);
    assert_eq!(closed[1]["problem"], "conflict");
    assert_eq!(closed[1]["state"], "routed");
}
