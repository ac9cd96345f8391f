//! What waits in the outbox when its reader stops such mails, when its address turns out to be none, and when
//! that is changed.

use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::deliver_mail::Round};
use serde_json::json;

use crate::{
    support::{Arrived, Client, PASSWORD, Plaza, relay::Relay},
    suppression::{a_day, ask_for, last, waiting},
};

const READER: &str = "reader@example.tw";

/// A city with a topic that somebody watches, who gets a digest a day.
struct City {
    plaza: Plaza,
    reader: Client,
    writer: Client,
    topic: i64,
}

impl City {
    async fn start() -> Self {
        let plaza = Plaza::with_boards().await;
        let reader = plaza.person("reader", Role::Resident).await.client;
        let writer = plaza.log_on_as(Role::Resident, "writer").await;
        let topic = reader.topic("city", "路燈", "路燈不亮。").await;
        ask_for(&reader, "daily").await;
        Self {
            plaza,
            reader,
            writer,
            topic,
        }
    }

    async fn day(&self) {
        assert_eq!(a_day(&self.plaza, &self.writer, self.topic).await, 1);
    }

    /// The digests that arrived so far.
    async fn arrived(&self) -> Vec<Arrived> {
        let mails = self.plaza.mails().await.into_iter();
        let digests = mails.filter(|mail| mail.raw.contains("List-Unsubscribe:"));
        digests.collect()
    }
}

#[actix_web::test]
async fn a_digest_that_waits_is_not_sent_to_who_wants_no_more() {
    let city = City::start().await;
    city.day().await;
    let link = last(&city.plaza, READER).await.link("/digest/stop/");
    city.day().await;
    let guest = city.plaza.client().await;
    guest.post(&link, &[]).await.expect(200);
    assert_eq!(waiting(&city.plaza).await, 0, "by the link");
    assert_eq!(city.arrived().await.len(), 1);
    // On the page, too.
    ask_for(&city.reader, "daily").await;
    city.day().await;
    ask_for(&city.reader, "none").await;
    assert_eq!(waiting(&city.plaza).await, 0, "on the page");
    assert_eq!(city.arrived().await.len(), 1);
}

#[actix_web::test]
async fn the_second_mail_of_a_digest_does_not_follow_the_first_to_an_address_that_is_none() {
    let city = City::start().await;
    for _ in 0..32 {
        city.writer.reply(city.topic, "還是不亮。").await;
    }
    let parts = a_day(&city.plaza, &city.writer, city.topic).await;
    assert_eq!(parts, 2);
    let relay = Relay::start();
    let to = format!("RCPT TO:<{READER}>");
    relay.answer(&[(to.as_str(), "550 5.1.1 no such user")]);
    let round = city.plaza.deliver(&relay.mail("", "", 20)).await;
    assert_eq!(round, Round::Done);
    let heard = relay.heard().into_iter();
    assert_eq!(heard.filter(|line| *line == to).count(), 1);
    assert_eq!(waiting(&city.plaza).await, 0);
    // Nor does the first go there because somebody tries it anew.
    let admin = city.plaza.log_on_as(Role::Administrator, "admin").await;
    let list = admin.get("/api/v1/mail").await.expect(200).json();
    let mails = list["mails"].as_array().unwrap();
    assert_eq!(mails.len(), 1, "{list}");
    let retry = format!("/api/v1/mail/{}/retry", mails[0]["id"]);
    admin.post_json(&retry, &json!({})).await.expect(409);
    assert!(city.arrived().await.is_empty());
}

#[actix_web::test]
async fn a_digest_that_waits_follows_to_the_new_address_and_so_does_that_there_are_none() {
    let city = City::start().await;
    city.day().await;
    let relay = Relay::start();
    let to = format!("RCPT TO:<{READER}>");
    relay.answer(&[(to.as_str(), "451 come back later")]);
    city.plaza.deliver(&relay.mail("", "", 20)).await;
    assert_eq!(waiting(&city.plaza).await, 1, "it is tried again");
    let guest = city.plaza.client().await;
    let new = "moved@example.tw";
    let change = async |to: &str| {
        let change = [("email", to), ("password", PASSWORD)];
        let asked = city.reader.post("/en/account/address", &change).await;
        asked.expect(303);
        let link = last(&city.plaza, to).await.link("/account/address/");
        let status = guest.post(&link, &[]).await.status.as_u16();
        assert!(status < 400, "{status}");
    };
    change(new).await;
    city.plaza.advance(TimeDelta::minutes(1));
    let digests = city.arrived().await;
    assert_eq!(digests.len(), 1);
    assert_eq!(digests[0].to, new);

    let link = digests[0].link("/digest/stop/");
    guest.post(&link, &[]).await.expect(200);
    change("again@example.tw").await;
    let data = "/api/v1/account/data";
    let held = city.reader.get(data).await.expect(200).json();
    assert_eq!(held["suppressed_addresses"][0]["covers"], "digest");
}
