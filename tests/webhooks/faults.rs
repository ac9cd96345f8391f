//! Receivers that refuse, hang, go on and on, lead elsewhere or are gone: all are survived, and others go on.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use futures_util::join;
use plaza::{
    accounts::Role,
    jobs::deliver_webhooks,
    webhooks::due::{GIVE_UP, LEASE, PATIENCE, take},
};
use serde_json::json;

use super::{API, Scene, deliver, deliveries, endpoint, hook, scene, scene_waiting, signed};
use crate::support::receiver::{How, Receiver};

const KINDS: [&str; 1] = ["topic.created"];

#[actix_web::test]
async fn what_fails_is_tried_again_with_the_same_id_once_its_pause_is_over() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, secret) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer_next(&[How::Status(500), How::Status(503)]);
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    deliver(&plaza.context).await;
    assert_eq!(receiver.heard().len(), 1, "its pause is not over");
    let waiting = deliveries(&admin, id).await.remove(0);
    assert_eq!(waiting["state"], "waiting");
    assert_eq!(waiting["status"], 500);
    assert_eq!(waiting["failure"], "status");
    assert!(!endpoint(&admin, id).await["failing_since"].is_null());
    for pause in [5, 30] {
        plaza.advance(TimeDelta::seconds(pause - 1));
        deliver(&plaza.context).await;
        let before = receiver.heard().len();
        plaza.advance(TimeDelta::seconds(1));
        deliver(&plaza.context).await;
        assert_eq!(receiver.heard().len(), before + 1);
    }
    let done = deliveries(&admin, id).await.remove(0);
    assert_eq!(
        (&done["state"], &done["attempts"]),
        (&json!("delivered"), &json!(3))
    );
    assert!(endpoint(&admin, id).await["failing_since"].is_null());
    let heard = receiver.heard();
    for later in &heard[1..] {
        assert_eq!(later.header("webhook-id"), heard[0].header("webhook-id"));
        let time = later.header("webhook-timestamp");
        assert_ne!(time, heard[0].header("webhook-timestamp"));
        assert!(signed(later, &secret));
    }
}

#[actix_web::test]
async fn after_three_days_it_is_tried_no_more_and_can_be_delivered_again() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer(How::Status(404));
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    let begun = plaza.context.now();
    while plaza.context.now() < begun + PATIENCE {
        deliver(&plaza.context).await;
        assert_eq!(deliveries(&admin, id).await[0]["state"], "waiting");
        plaza.advance(TimeDelta::hours(6));
    }
    deliver(&plaza.context).await;
    let dead = deliveries(&admin, id).await.remove(0);
    assert_eq!(dead["state"], "dead");
    assert!(dead["next_attempt_at"].is_null());
    plaza.advance(TimeDelta::hours(6));
    let tries = receiver.heard().len();
    deliver(&plaza.context).await;
    assert_eq!(receiver.heard().len(), tries, "it is tried no more");
    let status = admin.get("/api/v1/status").await.expect(200).json();
    assert_eq!(status["queues"]["webhooks_dead"], 1);

    // What was read of the queues is kept for a while.
    plaza.advance(TimeDelta::minutes(1));
    receiver.answer(How::Status(200));
    let again = admin
        .post_json(&format!("{API}/{id}/redeliver"), &json!({}))
        .await;
    assert_eq!(again.expect(200).json()["count"], 1);
    let status = admin.get("/api/v1/status").await.expect(200).json();
    let since = &status["queues"]["webhooks_waiting"]["since"];
    let now = json!(plaza.context.now().utc());
    assert_eq!(*since, now, "it waits from now on");
    deliver(&plaza.context).await;
    assert_eq!(deliveries(&admin, id).await[0]["state"], "delivered");
    let heard = receiver.heard();
    let first = heard[0].header("webhook-id");
    assert!(heard.iter().all(|one| one.header("webhook-id") == first));
}

#[actix_web::test]
async fn one_that_is_gone_gets_nothing_more_and_administrators_are_told() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    plaza.account("boss", Role::Administrator).await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer(How::Status(410));
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    let gone = endpoint(&admin, id).await;
    assert_eq!(
        (&gone["enabled"], &gone["off_because"]),
        (&json!(false), &json!("gone"))
    );
    author.topic("city", "另一站", "那裡也沒有座位。").await;
    plaza.advance(TimeDelta::days(1));
    deliver(&plaza.context).await;
    assert_eq!(receiver.heard().len(), 1);
    let mails = plaza.mails().await;
    let mail = mails.iter().find(|mail| mail.to == "boss@example.tw");
    let mail = mail.expect("a mail to the administrator");
    assert!(mail.subject.contains("127.0.0.1"), "{}", mail.subject);
    assert!(mail.text.contains("已不存在"), "{}", mail.text);
    let status = admin.get("/api/v1/status").await.expect(200).json();
    let alarms = status["alarms"].as_array().unwrap();
    assert!(alarms.contains(&json!("webhook-off")));
    assert_eq!(status["queues"]["webhooks_dead"], 0, "nobody waits for it");
    // Nothing is sent again there before it is switched on.
    let path = format!("{API}/{id}/redeliver");
    admin.post_json(&path, &json!({})).await.expect(409);
}

#[actix_web::test]
async fn one_that_is_gone_for_several_at_once_is_switched_off_once() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    plaza.account("boss", Role::Administrator).await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer(How::Status(410));
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    for number in 0..4 {
        let (title, body) = (format!("第{number}站"), format!("第{number}站沒有遮雨棚。"));
        author.topic("city", &title, &body).await;
    }
    // Four end together, each of which switches it off: none waits for another that waits for it.
    deliver_webhooks::once(&plaza.context).await.unwrap();
    assert_eq!(receiver.heard().len(), 4);
    assert_eq!(endpoint(&admin, id).await["off_because"], "gone");
    let all = deliveries(&admin, id).await;
    assert!(all.iter().all(|one| one["state"] == "dead"), "{all:?}");
    let mails = plaza.mails().await;
    let told = mails.iter().filter(|mail| mail.to == "boss@example.tw");
    let told = told.filter(|mail| mail.subject.contains("127.0.0.1"));
    assert_eq!(told.count(), 1);
}

#[actix_web::test]
async fn where_nothing_arrives_for_days_nothing_more_is_sent() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer(How::Status(500));
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "第一站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    plaza.advance(PATIENCE);
    deliver(&plaza.context).await;
    let on = endpoint(&admin, id).await;
    assert_eq!((&on["enabled"], &on["dead"]), (&json!(true), &json!(1)));
    plaza.advance(GIVE_UP - PATIENCE);
    author.topic("city", "第二站", "這裡也沒有座位。").await;
    deliver(&plaza.context).await;
    let off = endpoint(&admin, id).await;
    assert_eq!(off["off_because"], "failing");
    assert_eq!(off["waiting"], 0);
}

#[actix_web::test]
async fn one_that_never_answers_keeps_no_other_waiting() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene_waiting(1).await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer(How::Silence);
    let other = Receiver::start();
    let (well, _) = hook(&admin, &other.url(), &KINDS).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    for number in 0..6 {
        let (title, body) = (format!("第{number}站"), format!("第{number}站沒有遮雨棚。"));
        author.topic("city", &title, &body).await;
    }
    let began = Instant::now();
    deliver(&plaza.context).await;
    assert!(began.elapsed() < Duration::from_secs(15));
    assert_eq!(other.heard().len(), 6);
    let all = deliveries(&admin, well).await;
    assert!(all.iter().all(|one| one["state"] == "delivered"));
    let late = deliveries(&admin, id).await;
    let tried: Vec<_> = late.iter().filter(|one| one["attempts"] == 1).collect();
    assert_eq!(tried.len(), 4, "no more at once");
    assert!(tried.iter().all(|one| one["failure"] == "late"));
}

#[actix_web::test]
async fn an_answer_without_end_is_cut_and_its_status_counts() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer_next(&[How::Endless(200), How::Endless(500)]);
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "第一站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    assert_eq!(deliveries(&admin, id).await[0]["state"], "delivered");
    author.topic("city", "第二站", "這裡也沒有座位。").await;
    deliver(&plaza.context).await;
    let refused = deliveries(&admin, id).await.remove(0);
    assert_eq!(
        (&refused["status"], &refused["failure"]),
        (&json!(500), &json!("status"))
    );
}

#[actix_web::test]
async fn nobody_is_sent_on() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let elsewhere = Receiver::start();
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    receiver.answer(How::Moved(elsewhere.url()));
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    assert!(elsewhere.heard().is_empty());
    let one = deliveries(&admin, id).await.remove(0);
    assert_eq!(
        (&one["status"], &one["failure"]),
        (&json!(307), &json!("redirect"))
    );
}

#[actix_web::test]
async fn who_cannot_prove_who_they_are_or_is_not_there_gets_nothing() {
    let Scene { plaza, admin, .. } = scene().await;
    // No TLS, where it was asked for.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (mut stream, mut asked) = (stream, [0; 4096]);
            if stream.read(&mut asked).is_err() {
                continue;
            }
            stream.write_all(b"HTTP/1.1 200 So\r\n\r\n").ok();
            // Until it hangs up: else what was written may be lost with the connection.
            while stream.read(&mut asked).is_ok_and(|read| read > 0) {}
        }
    });
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let free = nobody.local_addr().unwrap().port();
    drop(nobody);
    let (plain, _) = hook(&admin, &format!("https://127.0.0.1:{port}/"), &KINDS).await;
    let (none, _) = hook(&admin, &format!("http://127.0.0.1:{free}/"), &KINDS).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    for (id, failure) in [(plain, "tls"), (none, "connect")] {
        let one = deliveries(&admin, id).await.remove(0);
        assert_eq!(
            (&one["failure"], &one["status"]),
            (&json!(failure), &json!(null))
        );
    }
}

#[actix_web::test]
async fn of_two_nodes_one_delivers_and_a_killed_ones_is_delivered_by_the_other() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let other = plaza.node(|_| {}).await;
    for number in 0..3 {
        let (title, body) = (format!("第{number}站"), format!("第{number}站沒有遮雨棚。"));
        author.topic("city", &title, &body).await;
    }
    let (one, two) = join!(
        deliver_webhooks::once(&plaza.context),
        deliver_webhooks::once(&other)
    );
    one.unwrap();
    two.unwrap();
    deliver(&plaza.context).await;
    assert_eq!(receiver.heard().len(), 3, "none came twice");

    author.topic("city", "最後一站", "這裡什麼都有。").await;
    // A node takes it, and is killed before it sends.
    let taken = take(&plaza.context, id, 4).await.unwrap();
    assert_eq!(taken.len(), 1);
    deliver(&other).await;
    assert_eq!(receiver.heard().len(), 3, "it is the first one's still");
    plaza.advance(LEASE);
    deliver(&other).await;
    assert_eq!(receiver.heard().len(), 4);
}
