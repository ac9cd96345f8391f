//! Texts of the time before there was search, and of an older tokeniser, are indexed by a job.

use plaza::{
    accounts::Role,
    jobs::index_texts::{self, Progress},
};

use super::count;
use crate::support::Plaza;

#[actix_web::test]
async fn older_texts_are_indexed_in_batches_that_go_on_after_a_stop() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let guest = plaza.client().await;
    let topic = author.topic("city", "路燈", "第一").await;
    for n in 0..120 {
        author.reply(topic, &format!("路燈{n}")).await;
    }
    plaza.sql("DELETE FROM search_texts").unwrap();
    assert_eq!(count(&guest, "第一").await, 0);
    let mut progress = Progress::start();
    index_texts::once(&plaza.context, &mut progress)
        .await
        .unwrap();
    assert!(!progress.is_done(), "one batch was all");
    assert_eq!(count(&guest, "第一").await, 1);
    // Another node, or the same after a crash, goes on with what lacks.
    let mut progress = Progress::start();
    let mut batches = 0;
    while !progress.is_done() {
        index_texts::once(&plaza.context, &mut progress)
            .await
            .unwrap();
        batches += 1;
    }
    assert_eq!(batches, 2, "what was there was indexed again");
    assert_eq!(count(&guest, "路燈119").await, 1);
}

#[actix_web::test]
async fn a_text_of_an_older_tokeniser_is_indexed_again() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let guest = plaza.client().await;
    author.topic("city", "路燈", "第一").await;
    plaza
        .sql("UPDATE search_texts SET version = 0, terms = 'x', title_terms = 'x'")
        .unwrap();
    assert_eq!(count(&guest, "路燈").await, 0);
    let mut progress = Progress::start();
    while !progress.is_done() {
        index_texts::once(&plaza.context, &mut progress)
            .await
            .unwrap();
    }
    assert_eq!(count(&guest, "路燈").await, 1);
}
