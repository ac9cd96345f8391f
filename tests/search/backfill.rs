//! Texts of the time before there was search, and of an older tokeniser, are indexed by a job; the
//! command `plaza index` makes the whole index anew.

use plaza::{
    accounts::Role,
    jobs::index_texts::{self, Progress},
};

use super::count;
use crate::support::{Plaza, command::good};

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

#[actix_web::test]
async fn the_command_makes_a_damaged_index_anew_and_twice_is_once() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let guest = plaza.client().await;
    let topic = author.topic("city", "路燈", "第一").await;
    let hidden = author.reply(topic, "路燈藏起來").await;
    for n in 0..101 {
        author.reply(topic, &format!("路燈{n}")).await;
    }
    let fields = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
    let path = format!("/zh/posts/{hidden}/moderate");
    moderator.post(&path, &fields).await.expect(303);
    let good_rows = plaza.kept_by_search();
    assert_eq!(good_rows.len(), 102);

    // What stands there is wrong, something lacks, and something is there that must not be.
    for damage in [
        "DELETE FROM search_texts WHERE terms LIKE '%100%'".to_owned(),
        "UPDATE search_texts SET body = 'x', terms = 'x' WHERE terms LIKE '%99%'".to_owned(),
        format!(
            "INSERT INTO search_texts (post_id, title, body, title_terms, terms, version) \
             VALUES ({hidden}, '', '藏', '', '藏', 1)"
        ),
    ] {
        plaza.sql(&damage).unwrap();
    }
    if !plaza.on_postgres() {
        plaza
            .sql("INSERT INTO search_index (search_index) VALUES ('delete-all')")
            .unwrap();
        assert_eq!(count(&guest, "第一").await, 0);
    }
    assert_ne!(plaza.kept_by_search(), good_rows);
    let folder = tempfile::tempdir().unwrap();
    let config = plaza.configure(folder.path());
    for told in ["103 posts", "102 posts"] {
        let said = good(&["index", "--config", &config]);
        assert!(said.starts_with(told), "{said}");
        assert_eq!(plaza.kept_by_search(), good_rows);
    }
    for (text, expected) in [("第一", 1), ("路燈100", 1), ("路燈99", 1), ("藏", 0)] {
        assert_eq!(count(&guest, text).await, expected, "{text}");
    }
}
