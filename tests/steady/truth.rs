//! Whether what people were told is done is there, each once, in a database that is whole.

use std::{collections::BTreeSet, process::Command};

use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query,
    sql_types::Text,
};
use plaza::db::DatabaseUrl;

use super::{
    asks::{self, Town},
    http::{Http, Reply},
    load::Done,
    postgres,
    program::Program,
};

/// Of so many questions each network address asks some; limits go by it.
const EACH: usize = 100;

/// How much of it is there, which must be all, for whoever asks the program.
#[derive(Debug, Default)]
pub struct Kept {
    pub posts: usize,
    pub edits: usize,
    pub suggestions: usize,
    pub decisions: usize,
    pub sessions: usize,
}

impl Kept {
    pub fn all(&self) -> usize {
        self.posts + self.edits + self.suggestions + self.decisions + self.sessions
    }

    pub fn words(&self) -> String {
        format!(
            "{} posts, {} edits, {} suggestions, {} decisions and {} log-ins",
            self.posts, self.edits, self.suggestions, self.decisions, self.sessions
        )
    }
}

/// Asks the program for all of it.
#[track_caller]
pub fn all_there(program: &Program, done: &[Done]) -> Kept {
    let (mut own, mut anybody) = (program.client(), program.client());
    let mut kept = Kept::default();
    let mut begun = BTreeSet::new();
    for (number, one) in done.iter().enumerate() {
        for http in [&mut own, &mut anybody] {
            http.come_from(0xff_0000 + number / EACH);
        }
        if let Some(said) = is_missing(one, &mut own, &mut anybody) {
            panic!("{one:?}: {said}");
        }
        match one {
            Done::Post { id, .. } if begun.insert(*id) => kept.posts += 1,
            Done::Post { .. } => kept.edits += 1,
            Done::Hidden { .. } => kept.decisions += 1,
            Done::Suggestion { .. } => kept.suggestions += 1,
            Done::Session { .. } => kept.sessions += 1,
        }
    }
    kept
}

/// What the program says of something that it does not have as somebody was told.
fn is_missing(done: &Done, own: &mut Http, anybody: &mut Http) -> Option<String> {
    let not = |reply: &Reply, status: u16| {
        (reply.status != status).then(|| format!("{} {}", reply.status, reply.text()))
    };
    match done {
        Done::Post { id, words, token } => {
            own.bear(token);
            let reply = own.get(&format!("/api/v1/posts/{id}")).unwrap();
            let said = reply.json();
            let other = words.as_ref().filter(|words| said["body"] != **words);
            not(&reply, 200).or_else(|| other.map(|_| said["body"].to_string()))
        }
        Done::Hidden { post } => {
            let reply = anybody.get(&format!("/api/v1/posts/{post}")).unwrap();
            not(&reply, 404)
        }
        Done::Suggestion {
            reference,
            password,
        } => {
            let reply = asks::follow(anybody, reference, password).unwrap();
            not(&reply, 200)
        }
        Done::Session { token } => {
            own.bear(token);
            let reply = own.get("/api/v1/account/preferences").unwrap();
            not(&reply, 200)
        }
    }
}

/// Nothing is there that nobody was told of, nor twice: each reply and each case is one of these.
pub async fn nothing_else(town: &Town, done: &[Done]) {
    let (mut posts, mut cases) = (BTreeSet::new(), BTreeSet::new());
    for one in done {
        match one {
            Done::Post { id, .. } => {
                posts.insert(*id);
            }
            Done::Suggestion { reference, .. } => {
                let is_new = cases.insert(reference.as_str());
                assert!(is_new, "{reference} was given twice");
            }
            Done::Hidden { .. } | Done::Session { .. } => {}
        }
    }
    let told = (posts.len(), cases.len());
    let there = town.counts().await;
    let there = [there.0, there.1].map(|count| usize::try_from(count).unwrap());
    assert_eq!(there, [told.0, told.1], "replies and cases");
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The database's own look at itself finds nothing.
pub fn is_whole(url: &DatabaseUrl) {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            let mut ask = |sql: &str| -> Vec<String> {
                let lines: Vec<Line> = sql_query(sql).load(&mut connection).unwrap();
                lines.into_iter().map(|line| line.line).collect()
            };
            let found = ask("SELECT integrity_check AS line FROM pragma_integrity_check");
            assert_eq!(found, ["ok"]);
            let found = ask("SELECT \"table\" AS line FROM pragma_foreign_key_check");
            assert!(found.is_empty(), "references to nothing: {found:?}");
        }
        DatabaseUrl::Postgres(url) => {
            let found = Command::new(postgres::program("pg_amcheck"))
                .args(["--install-missing", "--heapallindexed", url])
                .output()
                .unwrap();
            assert!(found.status.success(), "pg_amcheck: {found:?}");
        }
    }
}
