//! What a program of another version wrote in the ledger keeps nobody from reading what this one knows.

use diesel::prelude::*;
use plaza::db::{DbError, schema::chain_links};
use serde_json::Value;

use crate::support::Plaza;

/// More than a page of acts that this program does not know, with one that it knows before and one behind them.
async fn with_unknown_acts(plaza: &Plaza) -> (i32, i32) {
    let now = plaza.context.now();
    plaza
        .context
        .db
        .write(move |connection| {
            let newest: Option<i32> = chain_links::table
                .filter(chain_links::chain.eq(0))
                .select(diesel::dsl::max(chain_links::number))
                .first(connection)?;
            let first = newest.unwrap_or(0) + 1;
            let last = first + 70;
            for number in first..=last {
                let kind = match number {
                    known if known == first || known == last => "board-ordered",
                    _ => "weather-foretold",
                };
                diesel::insert_into(chain_links::table)
                    .values((
                        chain_links::chain.eq(0),
                        chain_links::number.eq(number),
                        chain_links::kind.eq(kind),
                        chain_links::fields.eq("{\"ground\":\"administration\"}"),
                        chain_links::commitment.eq(Vec::<u8>::new()),
                        chain_links::previous.eq(Vec::<u8>::new()),
                        chain_links::hash.eq(Vec::<u8>::new()),
                        chain_links::at.eq(now),
                    ))
                    .execute(connection)?;
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
