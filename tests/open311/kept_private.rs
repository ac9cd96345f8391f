//! What is sent is the form's case and nobody's to read: no answer here gives a contact back, and
//! what is not published does not exist.

use actix_web::{http::header, test::TestRequest};
use plaza::{accounts::Role, keys::Keys};
use serde_json::json;

use super::{
    REQUESTS, Sent, ask_to_publish, body, city, get, in_english, notice, number_of, numbers, post,
    publish, refused, send,
};
use crate::{
    suggestions::id_of,
    support::{Client, Plaza},
};

/// In the fields of a guest; no filter, escaping or detector changes them.
const PLANTED: [(&str, &str); 9] = [
    ("first_name", "Zqplantedfirst"),
    ("last_name", "Zqplantedlast"),
    ("email", "zqplanted@private.example"),
    ("phone", "0912-345-678"),
    ("address_string", "7 Zqplanted lane"),
    ("lat", "22.12345"),
    ("long", "120.65432"),
    ("device_id", "zqplanteddevice"),
    ("account_id", "zqplantedaccount"),
];

/// Every GET of this face, in both forms, with all that it takes.
async fn everything(client: &Client, sent: &[&Sent]) -> String {
    let mut paths = vec![
        "/open311/discovery".to_owned(),
        "/open311/v2/services".into(),
        "/open311/v2/services/001".into(),
        "/open311/v2/services/006".into(),
        REQUESTS.into(),
    ];
    paths.extend((0..12).map(|number| format!("{REQUESTS}/{number}")));
    for sent in sent {
        paths.push(format!("/open311/v2/tokens/{}", sent.token));
        paths.push(format!("{REQUESTS}/{}", sent.reference));
    }
    let mut all = String::new();
    for path in paths {
        for query in [
            "",
            "?extensions=true",
            "?status=open,closed&start_date=2026-02-01&end_date=2026-04-01&extensions=true",
            "?service_request_id=1,2,3,4,5,6,7,8,9&extensions=true",
        ] {
            for form in ["json", "xml"] {
                let answer = in_english(client, &format!("{path}.{form}{query}")).await;
                let status = answer.status.as_u16();
                assert!(
                    [200, 404].contains(&status),
                    "{path}{query}: {}",
                    answer.body
                );
                all.push_str(&answer.body);
            }
        }
    }
    all
}

async fn confirm(plaza: &Plaza, client: &Client) {
    let mails = plaza.mails().await;
    let asked = mails.iter().rfind(|mail| mail.to == PLANTED[2].1);
    let link = asked.unwrap().link("/en/suggestions/confirm/");
    client.post(&link, &[]).await.expect(200);
}

#[actix_web::test]
async fn no_answer_gives_a_contact_back_and_the_unpublished_does_not_exist() {
    let (plaza, moderator) = city().await;
    let app = plaza.client().await;
    let with_words = |words: &'static str| {
        let mut fields = PLANTED.to_vec();
        fields.push(("description", words));
        fields
    };
    let silent = send(&app, &with_words("zqunpublished words")).await;
    confirm(&plaza, &app).await;
    let held = send(&app, &with_words("zqheld words")).await;
    confirm(&plaza, &app).await;
    let public = send(&app, &with_words("zqsent words")).await;
    confirm(&plaza, &app).await;
    let waiting = send(&app, &with_words("zqwaiting words")).await;
    let all = [&silent, &held, &public, &waiting];

    publish(
        &app,
        &moderator,
        &public,
        "A broken lamp",
        "The lamp flickers all night.",
    )
    .await;
    ask_to_publish(&app, &held, "A crack", "The crack grows every week.").await;
    let number = number_of(&app, &public).await;
    assert_eq!(numbers(&app, "").await, std::slice::from_ref(&number));

    let read = everything(&app, &all).await;
    assert!(read.contains("The lamp flickers all night.") && read.contains("Mission"));
    for (field, planted) in PLANTED {
        assert!(!read.contains(planted), "{field}: {planted}");
    }
    for word in [
        "zqunpublished",
        "zqheld",
        "crack grows",
        "zqsent",
        "zqwaiting",
    ] {
        assert!(!read.contains(word), "{word}");
    }
    for sent in all {
        for secret in [&sent.reference, &sent.password] {
            assert!(!read.contains(secret), "{secret}");
        }
    }

    // An unpublished one and one that never was are one answer.
    let nothing = refused(&app, &format!("{REQUESTS}/987654321"), "", 404).await;
    let topic_of_held: i64 = number.parse::<i64>().unwrap() + 1;
    for other in [
        topic_of_held.to_string(),
        held.reference.clone(),
        "x".into(),
        "-1".into(),
    ] {
        let told = refused(&app, &format!("{REQUESTS}/{other}"), "", 404).await;
        assert_eq!(told, nothing, "{other}");
    }
    let no_token = refused(&app, "/open311/v2/tokens/none", "", 404).await;
    let altered: String = public.token.chars().rev().collect();
    for token in [&silent.token, &held.token, &waiting.token, &altered] {
        let told = refused(&app, &format!("/open311/v2/tokens/{token}"), "", 404).await;
        assert_eq!(told, no_token);
    }

    // Contact data lies where the form's lies: sealed.
    let rows = plaza.rows_of("cases").concat();
    for planted in [
        "Zqplantedfirst",
        "zqplanted@private.example",
        "0912-345-678",
    ] {
        assert!(!rows.contains(planted), "{planted}");
    }
    let dump = plaza.dump();
    for ignored in ["zqplanteddevice", "zqplantedaccount", &public.token] {
        assert!(!dump.contains(ignored), "{ignored}");
    }
}

#[actix_web::test]
async fn what_is_taken_back_hidden_or_restricted_is_gone_at_once() {
    let (plaza, moderator) = city().await;
    let app = plaza.client().await;
    let mut public = Vec::new();
    for words in ["A lamp", "A bench", "A tree"] {
        let sent = send(&app, &[]).await;
        publish(&app, &moderator, &sent, words, words).await;
        let number = number_of(&app, &sent).await;
        public.push((sent, number));
    }
    let [(first, one), (second, two), (third, three)] = &public[..] else {
        panic!()
    };
    let mut listed = [one.clone(), two.clone(), three.clone()];
    listed.reverse();
    assert_eq!(numbers(&app, "").await, listed);

    let path = "/api/v1/suggestions/case/unpublish";
    app.post_json(path, &first.key()).await.expect(200);
    assert_eq!(numbers(&app, "").await, [three.clone(), two.clone()]);

    let topic = app
        .get(&format!("/api/v1/topics/{two}"))
        .await
        .expect(200)
        .json();
    let post = &topic["posts"][0]["id"];
    let hide = json!({ "act": "hide", "ground": "R3", "reason": "It names a neighbour." });
    let path = format!("/api/v1/posts/{post}/moderate");
    moderator.post_json(&path, &hide).await.expect(200);
    assert_eq!(numbers(&app, "").await, std::slice::from_ref(three));

    let staff = plaza.staff_of("works").await;
    let id = id_of(&plaza, &third.reference).await;
    let answer = json!({ "answer": "Done." });
    let path = format!("/api/v1/desk/cases/{id}/answer");
    staff.post_json(&path, &answer).await.expect(200);
    let path = "/api/v1/suggestions/case/restrict";
    app.post_json(path, &third.key()).await.expect(200);
    assert_eq!(numbers(&app, "").await, [""; 0]);

    for (sent, number) in [(first, one), (second, two), (third, three)] {
        refused(&app, &format!("{REQUESTS}/{number}"), "", 404).await;
        refused(&app, &format!("/open311/v2/tokens/{}", sent.token), "", 404).await;
        let named = numbers(&app, &format!("?service_request_id={number}")).await;
        assert_eq!(named, [""; 0]);
    }
}

/// It leaves the site, where no mark stands beside it.
#[actix_web::test]
async fn public_personal_data_stays_on_its_page() {
    let (plaza, moderator) = city().await;
    let app = plaza.client().await;
    let sent = send(&app, &[]).await;
    let text = "Write to zqpublic@example.tw about it.";
    publish(&app, &moderator, &sent, "A hole", text).await;
    let number = number_of(&app, &sent).await;
    let page = app.get(&format!("/en/topics/{number}")).await.expect(200);
    assert!(page.body.contains("zqpublic@example.tw"));
    let (_, list) = get(&app, REQUESTS, "?extensions=true").await;
    assert_eq!(list[0]["description"], "A hole\nWrite to ○○○ about it.");
    assert!(!list.to_string().contains("zqpublic"));
}

#[actix_web::test]
async fn a_contact_goes_to_the_office_only_with_a_yes() {
    for (answered, told) in [(None, false), (Some("no"), false), (Some("yes"), true)] {
        let (plaza, _) = city().await;
        let app = plaza.client().await;
        let mut fields = PLANTED.to_vec();
        fields.extend(answered.map(|answer| ("attribute[share_contact]", answer)));
        send(&app, &fields).await;
        confirm(&plaza, &app).await;
        let mails = plaza.mails().await;
        let office = mails.iter().find(|mail| mail.to == "works@city.example");
        let text = &office.unwrap().text;
        assert!(text.contains("7 Zqplanted lane"), "the place is the case's");
        for planted in ["Zqplantedfirst Zqplantedlast", "0912-345-678"] {
            assert_eq!(text.contains(planted), told, "{answered:?}: {text}");
        }
    }
}

#[actix_web::test]
async fn the_notice_that_was_read_is_the_consents_and_the_language_of_the_mails() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let zh = app
        .get("/open311/v2/services/001.json")
        .await
        .expect(200)
        .json();
    let attributes = zh["attributes"].as_array().unwrap();
    let hash = attributes.last().unwrap()["values"][0]["key"]
        .as_str()
        .unwrap();
    assert_ne!(hash, notice(&app).await, "each language has its own text");
    let known = app.get("/api/v1/notices/suggestion?lang=zh").await.json();
    assert_eq!(known["hash"], hash);
    send(
        &app,
        &[("email", "lin@example.tw"), ("attribute[notice]", hash)],
    )
    .await;
    let mails = plaza.mails().await;
    assert!(
        mails[0].subject.starts_with("請確認您的建議"),
        "{}",
        mails[0].subject
    );
    let consents = plaza.rows_of("consents");
    let given = consents.iter().filter(|row| row.contains("suggestion"));
    assert_eq!(given.count(), 1, "{consents:?}");
    for stale in ["", "0", &"f".repeat(64)] {
        let body = body(&app, &[("attribute[notice]", stale)]).await;
        post(&app, &format!("{REQUESTS}.json"), body)
            .await
            .expect(400);
    }
    assert_eq!(plaza.rows_of("cases").len(), 1);
}

#[actix_web::test]
async fn the_same_key_twice_is_one_case_and_with_other_words_another() {
    let (plaza, moderator) = city().await;
    let app = plaza.client().await;
    let with_key = |body: String| {
        TestRequest::post()
            .uri("/open311/v2/requests.json")
            .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .insert_header((header::ACCEPT_LANGUAGE, "en"))
            .insert_header(("idempotency-key", "one-and-the-same"))
            .set_payload(body)
    };
    let same = body(&app, &[]).await;
    let mut sent = Vec::new();
    for _ in 0..2 {
        let answer = app.send(with_key(same.clone())).await.expect(201).json();
        sent.push(Sent::of(&answer[0]));
    }
    assert_eq!(sent[0].key(), sent[1].key());
    assert_eq!(plaza.rows_of("cases").len(), 1);
    publish(&app, &moderator, &sent[0], "A hole", "Here.").await;
    assert_eq!(
        number_of(&app, &sent[0]).await,
        number_of(&app, &sent[1]).await
    );

    // Programs of others may choose the same key, and a password is made of no key alone.
    let other = body(&app, &[("description", "Something else")]).await;
    let other = app.send(with_key(other)).await.expect(201);
    assert!(!other.body.contains(&sent[0].reference));
    assert_ne!(Sent::of(&other.json()[0]).password, sent[0].password);
    assert_eq!(plaza.rows_of("cases").len(), 2);
}

#[actix_web::test]
async fn a_token_outlives_a_rotation_and_ends_with_its_secret() {
    let (mut plaza, moderator) = city().await;
    let sent = send(&plaza.client().await, &[]).await;
    let app = plaza.client().await;
    publish(&app, &moderator, &sent, "A hole", "Here.").await;
    let number = number_of(&app, &sent).await;
    plaza.rekey(Keys::of([8; 32], [[7; 32]]));
    assert_eq!(number_of(&plaza.client().await, &sent).await, number);
    plaza.rekey(Keys::new([8; 32]));
    let path = format!("/open311/v2/tokens/{}", sent.token);
    refused(&plaza.client().await, &path, "", 404).await;
}

#[actix_web::test]
async fn too_many_from_one_network_are_told_so_and_a_mailbox_is_not_filled() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    for _ in 0..9 {
        send(&app, &[("email", "victim@example.tw")]).await;
    }
    assert_eq!(plaza.mails().await.len(), 5, "as from the form");

    let guesser = plaza.client().await;
    guesser.come_from([203, 0, 113, 5].into(), "guesser");
    let path = format!("{REQUESTS}.json");
    // Ten a second come back meanwhile.
    let mut guesses = 0;
    let limited = loop {
        let answer = post(&guesser, &path, "api_key=guess").await;
        if answer.status == 429 {
            break answer;
        }
        answer.expect(403);
        guesses += 1;
        assert!(guesses < 5000, "nothing slows a guesser down");
    };
    assert!(guesses >= 600, "{guesses}");
    assert_eq!(limited.headers.get("retry-after").unwrap(), "30");
    super::description(&limited.json(), 429);
    let elsewhere = plaza.client().await;
    elsewhere.come_from([203, 0, 113, 6].into(), "app");
    assert_eq!(numbers(&elsewhere, "").await, [""; 0]);
}

#[actix_web::test]
async fn an_account_gives_nobody_more_to_read() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let sent = send(&app, &PLANTED).await;
    let token = format!("/open311/v2/tokens/{}", sent.token);
    for role in [Role::Moderator, Role::Administrator, Role::PrivacyOfficer] {
        let somebody = plaza.log_on_as(role, "somebody").await;
        assert_eq!(numbers(&somebody, "").await, [""; 0]);
        refused(&somebody, &token, "", 404).await;
    }
}
