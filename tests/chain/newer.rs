//! What a program of another version wrote in the ledger keeps nobody from reading what this one knows.

use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{chain_links, ledger_payloads},
    },
};
use serde_json::Value;

use crate::support::Plaza;

/// The number of the ledger's next link.
fn next(connection: &mut AnyConnection) -> Result<i32, DbError> {
    let newest: Option<i32> = chain_links::table
        .filter(chain_links::chain.eq(0))
        .select(diesel::dsl::max(chain_links::number))
        .first(connection)?;
    Ok(newest.unwrap_or(0) + 1)
}

/// Puts a link there as another program would.
fn link(
    connection: &mut AnyConnection,
    number: i32,
    kind: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    diesel::insert_into(chain_links::table)
        .values((
            chain_links::chain.eq(0),
            chain_links::number.eq(number),
            chain_links::kind.eq(kind),
            chain_links::fields.eq("{\"ground\":\"administration\"}"),
            chain_links::commitment.eq(Vec::<u8>::new()),
            chain_links::previous.eq(Vec::<u8>::new()),
            chain_links::hash.eq(Vec::<u8>::new()),
            chain_links::at.eq(at),
        ))
        .execute(connection)?;
    Ok(())
}

/// More than a page of acts that this program does not know, with one that it knows before and one behind them.
async fn with_unknown_acts(plaza: &Plaza) -> (i32, i32) {
    let now = plaza.context.now();
    plaza
        .context
        .db
        .write(move |connection| {
            let first = next(connection)?;
            let last = first + 70;
            for number in first..=last {
                let kind = match number {
                    known if known == first || known == last => "board-ordered",
                    _ => "weather-foretold",
                };
                link(connection, number, kind, now)?;
            }
            Ok::<_, DbError>((first, last))
        })
        .await
        .unwrap()
}

#[actix_web::test]
async fn acts_that_this_program_does_not_know_are_passed_over_in_the_register() {
    let plaza = Plaza::start().await;
    let (first, last) = with_unknown_acts(&plaza).await;
    let guest = plaza.client().await;
    let numbers = |body: &Value| -> Vec<i64> {
        let entries = body["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| entry["number"].as_i64().unwrap())
            .collect()
    };
    let newest = guest.get("/api/v1/ledger").await.expect(200).json();
    assert_eq!(numbers(&newest), [i64::from(last)]);
    let next = newest["next"].as_str().unwrap();
    let older = guest.get(next).await.expect(200).json();
    assert_eq!(numbers(&older)[0], i64::from(first));

    let page = guest.get("/en/ledger").await.expect(200);
    let href = page
        .attribute("a[href*='/en/ledger?before=']", "href")
        .unwrap();
    let before = last - 49;
    assert_eq!(href, format!("/en/ledger?before={before}"));
    let page = guest.get(&href).await.expect(200);
    assert!(
        page.body.contains(&format!("id=\"entry-{first}\"")),
        "{}",
        page.body
    );
}

/// An act about a post that this program does not know, behind what stands in the ledger already.
async fn unknown_act_about(plaza: &Plaza, post: i64) {
    let now = plaza.context.now();
    let today = plaza.context.clock.today(chrono_tz::Tz::Asia__Taipei);
    plaza
        .context
        .db
        .write(move |connection| {
            let number = next(connection)?;
            link(connection, number, "post-forecast", now)?;
            diesel::insert_into(ledger_payloads::table)
                .values((
                    ledger_payloads::number.eq(number),
                    ledger_payloads::post_id.eq(post),
                    ledger_payloads::on_day.eq(today),
                    ledger_payloads::salt.eq(Vec::<u8>::new()),
                    ledger_payloads::payload_sealed.eq(Vec::<u8>::new()),
                ))
                .execute(connection)?;
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
}

#[actix_web::test]
async fn an_act_that_this_program_does_not_know_closes_no_post() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("amei", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    author.topic("city", "路燈", "很暗。").await;
    let hide = [("act", "hide"), ("ground", "R3"), ("reason", "離題")];
    moderator
        .post("/zh/posts/1/moderate", &hide)
        .await
        .expect(303);
    unknown_act_about(&plaza, 1).await;

    author.get("/zh/posts/1/decisions").await.expect(200);
    for reader in [&author, &moderator] {
        let read = reader.get("/api/v1/posts/1/decisions").await.expect(200);
        let decisions = read.json()["decisions"].as_array().unwrap().clone();
        assert_eq!(decisions.len(), 1, "{decisions:?}");
    }
    moderator.get("/zh/posts/1/decisions").await.expect(200);
    moderator.get("/zh/moderation/log").await.expect(200);
}
