//! The digest: each notification once, as posts are when it leaves, and stopped with one press.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    config::{Mail, MailRoute},
    jobs::send_digests,
};
use serde_json::json;

use super::watch;
use crate::support::{Arrived, Client, Plaza};

const PREFERENCES: &str = "/api/v1/account/preferences";

async fn ask_for(client: &Client, digest: &str) {
    let body = json!({ "language": "en", "digest": digest });
    super::put(client, PREFERENCES, &body).await.expect(200);
}

/// The digests that arrived, after those whose time has come were written.
async fn digests(plaza: &Plaza) -> Vec<Arrived> {
    send_digests::once(&plaza.context).await.unwrap();
    let mails = plaza.mails().await.into_iter();
    mails
        .filter(|mail| mail.raw.contains("List-Unsubscribe:"))
        .collect()
}

#[actix_web::test]
async fn a_digest_gathers_what_was_not_seen_and_each_of_it_once() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let weekly = plaza.person("weekly", Role::Resident).await.client;
    let none = plaza.person("none", Role::Resident).await.client;
    let writer = plaza.log_on_named(Role::Resident, "王小明", true).await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    for client in [&weekly, &none] {
        watch(client, "boards/city", Some("watching")).await;
    }
    ask_for(&reader, "daily").await;
    ask_for(&weekly, "weekly").await;
    // Monday, 10:00. What is due next comes, not at once.
    let first = writer.reply(topic, "@reader 還是不亮。").await;
    assert!(digests(&plaza).await.is_empty());
    let seen = writer.reply(topic, "已經看過的。").await;
    let list = reader.get("/api/v1/notifications").await.expect(200).json();
    assert_eq!(list["notifications"][0]["post"]["id"], seen);
    let one = json!({ "one": list["notifications"][0]["id"] });
    reader
        .post_json("/api/v1/notifications/seen", &one)
        .await
        .expect(200);
    // Tuesday, 7:59, and 8:00.
    plaza.advance(TimeDelta::minutes(21 * 60 + 59));
    assert!(digests(&plaza).await.is_empty());
    plaza.advance(TimeDelta::minutes(1));
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1);
    let mail = &all[0];
    assert_eq!(mail.to, "reader@example.tw");
    assert_eq!(
        mail.subject,
        "1 new notification in the forum of Kaohsiung City Government"
    );
    let line = "王小明 [public personal data] mentioned you in \"路燈\":";
    for part in [&mail.text, &mail.html.replace("&#34;", "\"")] {
        assert!(part.contains(line), "{part}");
        assert!(part.contains(&format!("http://plaza.test/en/posts/{first}")));
        assert!(
            part.contains("The privacy policy does not cover it."),
            "{part}"
        );
        assert!(!part.contains("還是不亮"), "no words of a post: {part}");
    }
    assert!(!mail.text.contains(&format!("/posts/{seen}\n")));
    assert!(mail.raw.contains("Auto-Submitted: auto-generated"));
    assert!(
        mail.raw
            .contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    );
    // Nothing of it stays, and nothing comes twice or empty.
    assert!(!plaza.dump().contains("[public personal data]"));
    for _ in 0..3 {
        plaza.advance(TimeDelta::days(1));
        assert_eq!(digests(&plaza).await.len(), 1);
    }
    // Friday; the weekly one comes on Monday, with three.
    writer.reply(topic, "再一則。").await;
    plaza.advance(TimeDelta::days(3));
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 3);
    let weekly = all
        .iter()
        .find(|mail| mail.to == "weekly@example.tw")
        .unwrap();
    assert_eq!(weekly.text.matches("/en/posts/").count(), 3);
    assert!(all.iter().all(|mail| mail.to != "none@example.tw"));
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    assert!(
        data["notifications"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["mailed"] == "true")
    );
}

#[actix_web::test]
async fn what_is_masked_or_hidden_before_it_leaves_is_so_in_the_digest() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let author = plaza.log_on_as(Role::Resident, "author").await;
    watch(&reader, "boards/city", Some("watching")).await;
    ask_for(&reader, "daily").await;
    let body = json!({ "title": "寫信到wang@example.tw", "body": "二手書。" });
    let own = |_: &str| ("mine", "publish");
    author
        .decide("POST", "/api/v1/boards/city/topics", &body, own)
        .await
        .expect(201);
    let list = reader.get("/api/v1/notifications").await.expect(200).json();
    let post = list["notifications"][0]["post"]["id"].as_i64().unwrap();
    plaza.advance(TimeDelta::days(1));
    // It is written, and waits while the mail server is away.
    send_digests::once(&plaza.context).await.unwrap();
    assert!(queued(&plaza).await > 0);
    let mask = |_: &str| ("mine", "mask");
    author
        .decide("PATCH", &format!("/api/v1/posts/{post}"), &body, mask)
        .await
        .expect(200);
    assert_eq!(queued(&plaza).await, 0, "it was taken back");
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1, "and written anew");
    assert!(!all[0].text.contains("wang@example.tw") && all[0].text.contains("寫信到"));
    plaza.advance(TimeDelta::days(1));
    assert_eq!(digests(&plaza).await.len(), 1, "once");
    // What was erased meanwhile is told of to nobody.
    author.topic("city", "公園", "公園的樹。").await;
    author
        .send(TestRequest::delete().uri(&format!("/api/v1/posts/{}", post + 1)))
        .await
        .expect(204);
    plaza.advance(TimeDelta::days(1));
    assert_eq!(digests(&plaza).await.len(), 1);
}

/// Digests that have not left.
async fn queued(plaza: &Plaza) -> i64 {
    use diesel::prelude::*;
    use plaza::{
        db::{DbError, schema::outbox},
        mail::LetterKind,
    };
    let counted: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let digests = outbox::table
                .filter(outbox::kind.eq(LetterKind::Digest))
                .filter(outbox::state.ne("sent"));
            Ok(digests.count().get_result(connection)?)
        })
        .await;
    counted.unwrap()
}

#[actix_web::test]
async fn the_link_in_a_digest_stops_them_without_logging_on_and_a_look_does_not() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    let mut links = Vec::new();
    for _ in 0..2 {
        writer.reply(topic, "還是不亮。").await;
        plaza.advance(TimeDelta::days(1));
        let mail = digests(&plaza).await.pop().unwrap();
        let link = mail.link("/digest/stop/");
        let header = mail.raw.replace("\r\n ", " ");
        assert!(
            header.contains(&format!("List-Unsubscribe: <http://plaza.test{link}>")),
            "{header}"
        );
        assert!(
            !plaza.dump().contains(link.rsplit('/').next().unwrap()),
            "it is hashed at rest"
        );
        links.push(link);
    }
    let guest = plaza.client().await;
    for _ in 0..2 {
        let page = guest.get(&links[0]).await.expect(200);
        assert_eq!(page.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
        assert_eq!(page.texts("main form button").len(), 1);
    }
    let digest = async || reader.get(PREFERENCES).await.expect(200).json()["digest"].clone();
    assert_eq!(digest().await, "daily");
    // As a mail program posts it, with a multipart body and nothing else.
    let post = TestRequest::post()
        .uri(&links[0])
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=x"))
        .set_payload("--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n");
    guest.send(post).await.expect(200);
    assert_eq!(digest().await, "none");
    // Used up, with all others of the account; a second press changes nothing and says so.
    for link in &links {
        let gone = guest.post(link, &[]).await.expect(410);
        assert!(gone.body.contains("no more digests"), "{}", gone.body);
    }
    writer.reply(topic, "又不亮了。").await;
    plaza.advance(TimeDelta::days(1));
    assert_eq!(digests(&plaza).await.len(), 2);
    // A program stops them too.
    ask_for(&reader, "daily").await;
    plaza.advance(TimeDelta::days(1));
    let link = digests(&plaza).await.pop().unwrap().link("/digest/stop/");
    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    guest
        .post_json("/api/v1/digest/stop", &token)
        .await
        .expect(200);
    guest
        .post_json("/api/v1/digest/stop", &token)
        .await
        .expect(410);
    assert_eq!(digest().await, "none");
}

#[actix_web::test]
async fn a_digest_that_cannot_leave_waits_and_what_one_mail_cannot_name_the_next_does() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    for n in 0..33 {
        writer.reply(topic, &format!("第{n}則。")).await;
    }
    plaza.advance(TimeDelta::days(1));
    send_digests::once(&plaza.context).await.unwrap();
    send_digests::once(&plaza.context).await.unwrap();
    assert_eq!(queued(&plaza).await, 2);
    let away = Mail {
        route: MailRoute::Smtp("smtp://127.0.0.1:9".into()),
        ..plaza.context.config.mail.clone()
    };
    plaza.deliver(&away).await;
    assert_eq!(queued(&plaza).await, 2);
    plaza.advance(TimeDelta::hours(1));
    let all = digests(&plaza).await;
    let posts = |mail: &Arrived| mail.text.matches("/en/posts/").count();
    assert_eq!(all.iter().map(posts).collect::<Vec<_>>(), [30, 3]);
}

/// The ids of digests that have not left.
async fn waiting(plaza: &Plaza) -> Vec<i64> {
    use diesel::prelude::*;
    use plaza::{
        db::{DbError, schema::outbox},
        mail::LetterKind,
    };
    let read: Result<Vec<i64>, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let digests = outbox::table
                .filter(outbox::kind.eq(LetterKind::Digest))
                .filter(outbox::state.ne("sent"));
            Ok(digests
                .order(outbox::id)
                .select(outbox::id)
                .load(connection)?)
        })
        .await;
    read.unwrap()
}

#[actix_web::test]
async fn only_digests_that_tell_of_it_are_taken_back_and_one_on_its_way_is_not_sent_twice() {
    use plaza::mail::outbox;
    let plaza = Plaza::with_boards().await;
    let one = plaza.person("one", Role::Resident).await.client;
    let two = plaza.person("two", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let (lamp, park) = (
        one.topic("city", "路燈", "路燈不亮。").await,
        two.topic("city", "公園", "公園的樹。").await,
    );
    for client in [&one, &two] {
        ask_for(client, "daily").await;
    }
    let of_lamp = writer.reply(lamp, "還是不亮。").await;
    writer.reply(park, "樹要修剪。").await;
    plaza.advance(TimeDelta::days(1));
    send_digests::once(&plaza.context).await.unwrap();
    let before = waiting(&plaza).await;
    assert_eq!(before.len(), 2);
    let edit = async |client: &Client, post: i64, body: &str| {
        let body = json!({ "title": "路燈", "body": body });
        let path = format!("/api/v1/posts/{post}");
        client
            .json("PATCH".parse().unwrap(), &path, &body)
            .await
            .expect(200);
    };
    edit(&writer, of_lamp, "還是不亮，請修。").await;
    let after = waiting(&plaza).await;
    assert_eq!(after.len(), 1, "the other one stays");
    assert!(before.contains(&after[0]));
    send_digests::once(&plaza.context).await.unwrap();
    assert_eq!(waiting(&plaza).await.len(), 2);

    // Somebody who takes another name changes what is told of their posts.
    let named = json!({ "name": "新名字", "name_is_personal": false });
    super::put(&writer, "/api/v1/account/name", &named)
        .await
        .expect(200);
    assert!(waiting(&plaza).await.is_empty());
    send_digests::once(&plaza.context).await.unwrap();
    assert_eq!(waiting(&plaza).await.len(), 2);

    // Both are on their way when something changes: one arrives, one comes back.
    let mut leased = Vec::new();
    while let Some(mail) = outbox::next(&plaza.context).await.unwrap() {
        if mail.content.unsubscribe.is_some() {
            leased.push(mail);
        }
    }
    let [arrives, comes_back] = <[_; 2]>::try_from(leased).ok().expect("two digests");
    edit(&writer, of_lamp, "又亮了。").await;
    assert_eq!(waiting(&plaza).await.len(), 2, "they are on their way");
    let reply_of_park = of_lamp + 1;
    edit(&writer, reply_of_park, "樹修好了。").await;
    outbox::sent(&plaza.context, vec![arrives.claim()])
        .await
        .unwrap();
    let words = plaza::privacy::Private::new("451".to_owned());
    outbox::retry(&plaza.context, comes_back, words)
        .await
        .unwrap();
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1, "what arrived is not told again");
    assert!(waiting(&plaza).await.is_empty());
    assert!(all[0].text.contains("新名字"));
}

#[actix_web::test]
async fn a_digest_that_is_written_during_a_mask_holds_no_masked_words() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let author = plaza.log_on_as(Role::Resident, "author").await;
    watch(&reader, "boards/city", Some("watching")).await;
    ask_for(&reader, "daily").await;
    for n in 0..4 {
        let body = json!({ "title": format!("寫信到wang{n}@example.tw"), "body": "二手書。" });
        let own = |_: &str| ("mine", "publish");
        let made = author
            .decide("POST", "/api/v1/boards/city/topics", &body, own)
            .await
            .expect(201);
        let topic = made.json()["id"].as_i64().unwrap();
        let shown = author.get(&format!("/api/v1/topics/{topic}")).await.json();
        let path = format!("/api/v1/posts/{}", shown["posts"][0]["id"]);
        plaza.advance(TimeDelta::days(1));
        let mask = |_: &str| ("mine", "mask");
        let (masked, written) = futures_util::join!(
            author.decide("PATCH", &path, &body, mask),
            send_digests::once(&plaza.context)
        );
        masked.expect(200);
        written.unwrap();
        let all = digests(&plaza).await;
        assert_eq!(all.len(), n + 1);
        assert!(
            !all[n].text.contains(&format!("wang{n}@")),
            "{}",
            all[n].text
        );
    }
}
