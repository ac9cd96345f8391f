//! Many who write at once, and one who reads for as long as they do in one look at the database: nobody
//! is told of a fault, nobody is put off, and the reader sees what was there when it began.
//!
//! `STEADY_WRITERS` says how many write, `STEADY_SECONDS` how long (`scripts/measure writers`).

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use diesel::{connection::SimpleConnection as _, prelude::*};
use plaza::{
    accounts::Role,
    db::{AnyConnection, DatabaseUrl, schema::posts},
};

use super::{
    asks::{self, Town},
    figures::Times,
    http::Http,
    program::Program,
};
use crate::support::measure::number;

/// On so many topics they write.
const TOPICS: usize = 8;

#[actix_web::test]
async fn many_write_beside_a_long_reader_and_each_is_answered() {
    let writers = number("STEADY_WRITERS", 8);
    let time = Duration::from_secs(number("STEADY_SECONDS", 3) as u64);
    let town = Town::with(writers).await;
    let topics = topics(&town).await;
    let mut program = Program::serve(&town.plaza);
    let people: Vec<Http> = (0..writers)
        .map(|number| log_in(&program, number))
        .collect();
    let reader = LongReader::begin(town.plaza.own_connection());
    let begun = Instant::now();
    let threads: Vec<JoinHandle<Times>> = people
        .into_iter()
        .enumerate()
        .map(|(number, http)| {
            let topic = topics[number % topics.len()];
            thread::spawn(move || write(http, number, topic, begun + time))
        })
        .collect();
    let mut times = Times::default();
    for thread in threads {
        times.add(thread.join().expect("each post is taken"));
    }
    let (took, looks) = (begun.elapsed(), reader.end());
    let log = size_of_log(&town.plaza.context.config.database_url);
    let (replies, _) = town.counts().await;
    assert_eq!(replies, i64::try_from(times.count()).unwrap());
    assert!(looks > 1, "nobody read meanwhile");
    program.stop();
    program.verify();
    println!(
        "writers on {}: {writers} writers for {} s beside one reader of {looks} looks: {} posts, {:.0} a \
         second, no 5xx, {}{log}",
        town.database(),
        time.as_secs(),
        times.count(),
        times.count() as f64 / took.as_secs_f64(),
        times.words()
    );
}

async fn topics(town: &Town) -> Vec<i64> {
    let author = town.plaza.log_on_as(Role::Resident, "另一位").await;
    let mut topics = Vec::new();
    for number in 0..TOPICS {
        let title = format!("第{number}個主題");
        topics.push(author.topic("city", &title, "內文").await);
    }
    topics
}

/// The person with this number, logged on.
fn log_in(program: &Program, number: usize) -> Http {
    let mut http = program.client();
    http.come_from(number);
    let begun = asks::log_in(&mut http, &asks::name(number)).unwrap();
    let token = begun.expect(201).json()["token"].clone();
    http.bear(token.as_str().unwrap());
    http
}

/// Posts one reply after the other; gives how long each took.
fn write(mut http: Http, number: usize, topic: i64, end: Instant) -> Times {
    let mut times = Times::default();
    // However slow the machine is, each writes once.
    while times.count() == 0 || Instant::now() < end {
        let step = times.count();
        let words = format!("第{}隊看到的第{step}盞路燈不亮。", number + 1);
        let began = Instant::now();
        let reply = asks::reply(&mut http, topic, &words, &format!("writer-{number}-{step}"));
        times.note(began.elapsed());
        let reply = reply.unwrap();
        assert!(matches!(reply.status, 201 | 202), "{}", reply.text());
    }
    times
}

/// Somebody who reads all posts, again and again, in one transaction.
struct LongReader {
    ends: Arc<AtomicBool>,
    thread: JoinHandle<usize>,
}

impl LongReader {
    fn begin(mut connection: AnyConnection) -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ends);
        let begin = match &connection {
            AnyConnection::Sqlite(_) => "BEGIN",
            AnyConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
        };
        connection.batch_execute(begin).unwrap();
        let first = look(&mut connection);
        let thread = thread::spawn(move || {
            let mut looks = 1;
            while !told.load(Ordering::SeqCst) {
                assert_eq!(
                    look(&mut connection),
                    first,
                    "another one's words came between"
                );
                looks += 1;
            }
            connection.batch_execute("COMMIT").unwrap();
            looks
        });
        Self { ends, thread }
    }

    /// How often it looked.
    fn end(self) -> usize {
        self.ends.store(true, Ordering::SeqCst);
        self.thread.join().expect("it sees what was there first")
    }
}

/// The words of all posts, as they stand for this transaction.
fn look(connection: &mut AnyConnection) -> Vec<(i64, String)> {
    let all = posts::table.select((posts::id, posts::body));
    all.order(posts::id).load(connection).unwrap()
}

/// How large SQLite's log became, which cannot be cut while somebody reads what stands before it.
fn size_of_log(url: &DatabaseUrl) -> String {
    let DatabaseUrl::Sqlite(path) = url else {
        return String::new();
    };
    let log = format!("{}-wal", path.display());
    let size = fs::metadata(log).map_or(0, |log| log.len());
    format!("; log {:.1} MiB", size as f64 / 1024.0 / 1024.0)
}
