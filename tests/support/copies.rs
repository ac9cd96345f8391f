//! What every test ends with: search and the addresses of topics have exactly what is public.

use std::collections::BTreeMap;

use diesel::{
    Connection as _, ExpressionMethods as _, PgConnection, QueryDsl as _, RunQueryDsl as _,
    SqliteConnection, connection::SimpleConnection as _,
};
use plaza::{
    db::{
        AnyConnection, DatabaseUrl,
        schema::{posts, search_texts, topics},
    },
    forum::State,
    search::Document,
    text::impersonal,
};

use super::Plaza;

/// A connection past Plaza to any database of one's own.
pub fn connection_to(url: &DatabaseUrl) -> AnyConnection {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let path = path.to_str().unwrap();
            AnyConnection::Sqlite(SqliteConnection::establish(path).unwrap())
        }
        DatabaseUrl::Postgres(url) => {
            AnyConnection::Postgres(PgConnection::establish(url).unwrap())
        }
    }
}

impl Plaza {
    /// A connection past Plaza, as the database's owner has one.
    pub fn own_connection(&self) -> AnyConnection {
        connection_to(&self.context.config.database_url)
    }

    /// What search keeps, by post.
    pub fn kept_by_search(&self) -> BTreeMap<i64, Document> {
        let kept: Vec<(i64, String, String, String, String)> = search_texts::table
            .select((
                search_texts::post_id,
                search_texts::title,
                search_texts::body,
                search_texts::title_terms,
                search_texts::terms,
            ))
            .load(&mut self.own_connection())
            .unwrap();
        kept.into_iter()
            .map(|(post, title, body, title_terms, terms)| {
                let document = Document {
                    title,
                    body,
                    title_terms,
                    terms,
                };
                (post, document)
            })
            .collect()
    }

    /// Whatever published, changed, hid or erased a text: the index is what is public now.
    fn search_has_what_is_public(&self) {
        let mut connection = self.own_connection();
        let public: Vec<(i64, bool, String, String)> = posts::table
            .inner_join(topics::table)
            .filter(posts::state.eq(State::Published))
            .filter(topics::state.eq(State::Published))
            .select((
                posts::id,
                posts::opens_topic,
                topics::title_html,
                posts::body_html,
            ))
            .load(&mut connection)
            .unwrap();
        let public: BTreeMap<i64, Document> = public
            .iter()
            .map(|(post, opens, title, body)| {
                (*post, Document::new(opens.then_some(&**title), body))
            })
            .collect();
        let slugs: Vec<(i64, String)> = topics::table
            .select((topics::id, topics::slug))
            .load(&mut connection)
            .unwrap();
        let slugs: BTreeMap<i64, String> = slugs.into_iter().collect();
        let titles: Vec<(i64, String)> = posts::table
            .inner_join(topics::table)
            .filter(posts::opens_topic.eq(true))
            .filter(posts::state.eq(State::Published))
            .filter(topics::state.eq(State::Published))
            .select((topics::id, topics::title))
            .load(&mut connection)
            .unwrap();
        let mut expected: BTreeMap<i64, String> =
            slugs.keys().map(|topic| (*topic, String::new())).collect();
        expected.extend(
            titles
                .into_iter()
                .map(|(topic, title)| (topic, impersonal::slug(&title))),
        );
        assert_eq!(slugs, expected, "an address says what is not public");
        assert_eq!(
            self.kept_by_search(),
            public,
            "search has not what is public"
        );
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            sqlite
                .batch_execute(
                    "PRAGMA busy_timeout = 5000; \
                     INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)",
                )
                .unwrap();
        }
    }
}

impl Drop for Plaza {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.search_has_what_is_public();
        }
    }
}
