//! A topic that goes to the suggestion box: by its author or a moderator, with a link that the
//! resident and the office see and nobody else.

use plaza::{accounts::Role, i18n::Lang, published};
use serde_json::{Value, json};

use crate::{
    boards::change,
    suggestions::id_of,
    support::{Client, Plaza},
};

async fn city() -> (Plaza, Client, i64) {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("city", "路口的路燈不亮", "連續三盞").await;
    (plaza, author, topic)
}

fn suggestion(topic: i64) -> Value {
    json!({ "category": "street-lights", "district": "sanmin", "title": "路燈", "body": "不亮", "topic": topic })
}

async fn links(plaza: &Plaza) -> i64 {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::crosslinks};
    plaza
        .context
        .db
        .read(|connection| Ok::<_, DbError>(crosslinks::table.count().get_result(connection)?))
        .await
        .unwrap()
}

#[actix_web::test]
async fn an_author_sends_a_topic_and_its_office_finds_the_way_from_either_side() {
    let (plaza, author, topic) = city().await;
    let page = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    let href = format!("/zh/suggestions/new?topic={topic}");
    assert!(page.body.contains(&href));
    let form = author.get(&href).await.expect(200);
    assert_eq!(
        form.attribute("#f-title", "value").as_deref(),
        Some("路口的路燈不亮")
    );
    let body = form.texts("#f-body").remove(0);
    assert!(
        body.contains(&format!("http://plaza.test/zh/t/{topic}")),
        "{body}"
    );
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let id = topic.to_string();
    let fields = [
        ("submission", submission.as_str()),
        ("notice", &notice),
        ("topic", &id),
        ("category", "street-lights"),
        ("district", "sanmin"),
        ("title", "路口的路燈不亮"),
        ("body", &body),
        ("publish", "yes"),
    ];
    let check = author
        .post("/zh/suggestions/new", &fields)
        .await
        .expect(200);
    assert_eq!(check.hidden("topic"), id, "it goes along");
    let fields = [&fields[..], &[("send", "yes")]].concat();
    let mut kept = Vec::new();
    for _ in 0..2 {
        let sent = author
            .post("/zh/suggestions/new", &fields)
            .await
            .expect(200);
        kept.push(sent.texts(".keepsake code"));
    }
    assert_eq!(kept[0], kept[1], "twice is once");
    assert_eq!(links(&plaza).await, 1);
    let (reference, password) = (&kept[0][0], &kept[0][1]);
    let guest = plaza.client().await;
    let case = guest
        .post(
            "/zh/suggestions/case",
            &[("reference", reference), ("password", password)],
        )
        .await
        .expect(200);
    let back = format!("a[href^='/zh/t/{topic}/']");
    assert_eq!(case.texts(&back), ["路口的路燈不亮"]);
    let api = guest
        .post_json(
            "/api/v1/suggestions/case",
            &json!({ "reference": reference, "password": password }),
        )
        .await;
    assert_eq!(api.expect(200).json()["topic"], topic);
    let desk = plaza.staff_of("parks").await;
    let opened = desk.get("/zh/desk/1").await.expect(200);
    assert_eq!(opened.texts(&back), ["路口的路燈不亮"]);
    let opened = desk.get("/api/v1/desk/cases/1").await.expect(200);
    assert_eq!(opened.json()["topic"], topic);
    // Nobody is told in public that there is a case.
    let other = plaza.staff_of("education").await;
    for client in [&guest, &author, &other] {
        for path in [
            format!("/zh/topics/{topic}"),
            format!("/api/v1/topics/{topic}"),
            "/zh/ledger".into(),
        ] {
            let shown = client.get(&path).await.expect(200);
            assert!(!shown.body.contains(reference.as_str()), "{path}");
            assert!(!shown.body.contains("/desk/1"), "{path}");
        }
    }
    // But its office, which finds the way from either side.
    let shown = desk.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(
        shown.texts("a[href='/zh/desk/1']"),
        [format!("這個主題已送到您的機關：案件{reference}")]
    );
    let shown = desk.get(&format!("/api/v1/topics/{topic}")).await;
    assert_eq!(shown.expect(200).json()["cases"], json!([reference]));
}

#[actix_web::test]
async fn only_its_author_and_moderators_send_a_topic() {
    let (plaza, author, topic) = city().await;
    let other = plaza.log_on_as(Role::Resident, "小美").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let page = format!("/zh/suggestions/new?topic={topic}");
    for (client, status) in [
        (&guest, 401),
        (&other, 403),
        (&moderator, 200),
        (&author, 200),
    ] {
        client.get(&page).await.expect(status);
        let shown = client.get(&format!("/zh/topics/{topic}")).await;
        assert_eq!(shown.body.contains(&page), status == 200);
    }
    author.get("/zh/suggestions/new?topic=99").await.expect(404);
    author.get("/zh/suggestions/new?topic=x").await.expect(200);
    let sent = suggestion(topic);
    guest
        .post_json("/api/v1/suggestions", &sent)
        .await
        .expect(401);
    other
        .post_json("/api/v1/suggestions", &sent)
        .await
        .expect(403);
    author
        .post_json("/api/v1/suggestions", &suggestion(99))
        .await
        .expect(404);
    // Whoever was logged off meanwhile keeps the text, and can send it without the link.
    let id = topic.to_string();
    let fields = [
        ("topic", id.as_str()),
        ("category", "street-lights"),
        ("district", "sanmin"),
        ("title", "路燈"),
        ("body", "我打了很久"),
        ("send", "yes"),
    ];
    let kept = guest.post("/zh/suggestions/new", &fields).await.expect(422);
    assert!(kept.body.contains("我打了很久") && kept.texts("input[name=topic]").is_empty());
    assert_eq!(links(&plaza).await, 0);
    moderator
        .post_json("/api/v1/suggestions", &sent)
        .await
        .expect(201);
    assert_eq!(links(&plaza).await, 1);
}

#[actix_web::test]
async fn a_case_follows_its_topic_where_that_goes() {
    let (plaza, author, topic) = city().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    plaza.advance(chrono::TimeDelta::minutes(1));
    let second = author.topic("city", "又一盞路燈", "不亮").await;
    let receipt = author
        .post_json("/api/v1/suggestions", &suggestion(second))
        .await;
    let receipt = receipt.expect(201).json();
    let merge = json!({ "act": "merge", "topic": second, "reason": "同一件事" });
    moderator
        .post_json(&format!("/api/v1/topics/{topic}/arrange"), &merge)
        .await
        .expect(200);
    let path = "/api/v1/suggestions/case";
    let key = json!({ "reference": receipt["reference"], "password": receipt["password"] });
    let case = author.post_json(path, &key).await;
    assert_eq!(case.expect(200).json()["topic"], topic);
    // What is hidden is linked to from nowhere.
    let fields = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
    moderator.post("/zh/posts/1/moderate", &fields).await;
    let case = author.post_json(path, &key).await;
    assert!(case.expect(200).json()["topic"].is_null());
}

/// Publishes the case of this reference; gives its topic.
async fn published(plaza: &Plaza, reference: &str) -> i64 {
    let case = id_of(plaza, reference).await;
    let words = ("路燈".to_owned(), "不亮".to_owned(), Lang::Zh);
    let context = &plaza.context;
    published::seed(context, context, case, words)
        .await
        .unwrap()
}

#[actix_web::test]
async fn once_it_is_published_topic_and_suggestion_lead_to_each_other() {
    let (plaza, author, topic) = city().await;
    plaza.publishes_suggestions().await;
    let guest = plaza.client().await;
    let sent = author
        .post_json("/api/v1/suggestions", &suggestion(topic))
        .await;
    let sent = sent.expect(201).json();
    let reference = sent["reference"].as_str().unwrap();
    let page = async |client: &Client, topic: i64| {
        let path = format!("/zh/topics/{topic}");
        client.get(&path).await.expect(200)
    };
    let told = async |client: &Client, topic: i64| {
        let path = format!("/api/v1/topics/{topic}");
        client.get(&path).await.expect(200).json()
    };
    assert!(page(&guest, topic).await.texts("#suggestions").is_empty());
    assert_eq!(told(&guest, topic).await["suggestions"], json!([]));
    // Whoever publishes it is told first.
    let key = [
        ("reference", reference),
        ("password", sent["password"].as_str().unwrap()),
        ("act", "open"),
    ];
    let form = guest.post("/zh/suggestions/case/publication", &key).await;
    let beside = form.expect(200).texts("#beside a").concat();
    assert!(beside.contains("路口的路燈不亮"), "{beside}");

    let became = published(&plaza, reference).await;
    for client in [&guest, &author] {
        let from = page(client, topic).await;
        let way = format!("#suggestions a[href^='/zh/t/{became}/']");
        assert_eq!(from.texts(&way), ["路燈"]);
        assert!(from.texts("#came-from").is_empty());
        assert_eq!(told(client, topic).await["suggestions"], json!([became]));
        let back = page(client, became).await;
        let way = format!("#came-from a[href^='/zh/t/{topic}/']");
        assert_eq!(back.texts(&way), ["路口的路燈不亮"]);
        assert!(back.texts("#suggestions").is_empty());
        assert_eq!(told(client, became).await["came_from"], topic);
        assert!(!from.body.contains(reference) && !back.body.contains(reference));
    }
    // Who may not read the topic's board learns nothing of it from the suggestion.
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let few = json!({ "read_by": "members", "open_by": "members", "answer_by": "members" });
    change(&admin, "city", few).await.expect(200);
    let back = page(&guest, became).await;
    assert!(back.texts("#came-from").is_empty() && !back.body.contains("路口的路燈不亮"));
    assert!(told(&guest, became).await.get("came_from").is_none());
    assert_eq!(told(&author, became).await["came_from"], topic);
    // What is public no longer is led to from nowhere.
    let taken = json!({ "reference": reference, "password": sent["password"] });
    let path = "/api/v1/suggestions/case/unpublish";
    guest.post_json(path, &taken).await.expect(200);
    assert!(page(&author, topic).await.texts("#suggestions").is_empty());
    assert_eq!(told(&author, topic).await["suggestions"], json!([]));
}

#[actix_web::test]
async fn a_suggestion_begins_with_what_goes_to_the_boards_office() {
    let (plaza, author, topic) = city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let path = format!("/en/suggestions/new?topic={topic}");
    let begun = async || {
        let form = author.get(&path).await.expect(200);
        let category = form.attribute("#f-category option[selected]", "value");
        (category, form.texts("#concerned").concat())
    };
    assert_eq!(begun().await, (None, String::new()));
    change(&admin, "city", json!({ "office": "health" }))
        .await
        .expect(200);
    assert_eq!(begun().await, (Some("health".to_owned()), String::new()));
    // Several categories go to this office: it is named, and its resident chooses.
    change(&admin, "city", json!({ "office": "parks" }))
        .await
        .expect(200);
    let (category, concerned) = begun().await;
    assert_eq!(category, None);
    assert!(concerned.contains("Parks Management Office"), "{concerned}");
    // Also where the form comes back, and routing decides all the same.
    let form = author.get(&path).await.expect(200);
    let (notice, id) = (form.hidden("notice"), topic.to_string());
    let fields = [
        ("notice", notice.as_str()),
        ("topic", &id),
        ("category", ""),
        ("district", "sanmin"),
        ("title", "Lamp"),
        ("body", "It is dark."),
    ];
    let again = author.post("/en/suggestions/new", &fields).await;
    assert_eq!(again.expect(422).texts("#concerned").len(), 1);
    let mut fields = fields;
    fields[2] = ("category", "noise");
    let check = author.post("/en/suggestions/new", &fields).await;
    let shown = check.expect(200).texts("main").concat();
    assert!(shown.contains("Environmental"), "{shown}");
}
