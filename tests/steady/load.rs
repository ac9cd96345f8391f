//! People who post, edit, suggest, decide and log in, all at once, and remember what they were told
//! is done. Whoever hears nothing, or "later", asks for the same once more, with the same key.

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    asks::{self, Town},
    figures::until,
    http::{Http, Reply},
    program::Program,
};

/// How long somebody asks for one thing before that is a fault.
const INSISTS: Duration = Duration::from_secs(150);
/// How soon it is asked for again.
const AGAIN: Duration = Duration::from_millis(50);

/// Something that somebody was told is done.
#[derive(Clone, Debug)]
pub enum Done {
    /// A post is there, with these words where they are known; its author has the token.
    Post {
        id: i64,
        words: Option<String>,
        token: String,
    },
    /// A post is out of sight.
    Hidden {
        post: i64,
    },
    Suggestion {
        reference: String,
        password: String,
    },
    Session {
        token: String,
    },
}

/// What all of them share.
#[derive(Default)]
struct Shared {
    ends: AtomicBool,
    done: Mutex<Vec<Done>>,
    /// Posts that a moderator may hide.
    offered: Mutex<Vec<i64>>,
    faults: Mutex<Vec<String>>,
    later: AtomicUsize,
    unanswered: AtomicUsize,
}

/// All of them, until the end.
pub struct Load {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    /// Everybody of a town begins, and a moderator.
    pub fn begin(program: &Program, town: &Town) -> Self {
        let shared = Arc::new(Shared::default());
        let asker = || Asker {
            http: program.client(),
            shared: Arc::clone(&shared),
        };
        let mut threads: Vec<_> = (0..town.people)
            .map(|number| {
                let mut person = Person {
                    asker: asker(),
                    number,
                    topic: town.topic,
                    steps: 0,
                    token: String::new(),
                };
                thread::spawn(move || {
                    let lived = person.live();
                    person.asker.tell(lived);
                })
            })
            .collect();
        let mut moderator = asker();
        threads.push(thread::spawn(move || {
            let moderated = moderator.moderate();
            moderator.tell(moderated);
        }));
        Self { shared, threads }
    }

    /// What was done so far, without the first so many.
    pub fn done_since(&self, first: usize) -> Vec<Done> {
        self.fails_never();
        self.shared.done.lock().unwrap()[first..].to_vec()
    }

    /// Waits until each kind of thing was done once at least.
    pub fn has_done_everything(&self) {
        let kinds: [fn(&Done) -> bool; 5] = [
            |done| matches!(done, Done::Post { words: None, .. }),
            |done| matches!(done, Done::Post { words: Some(_), .. }),
            |done| matches!(done, Done::Hidden { .. }),
            |done| matches!(done, Done::Suggestion { .. }),
            |done| matches!(done, Done::Session { .. }),
        ];
        until("each kind of thing is done once", INSISTS, || {
            let done = self.done_since(0);
            let all = kinds.iter().all(|kind| done.iter().any(kind));
            all.then_some(())
        });
    }

    /// Waits until so many more things were done.
    pub fn has_done_more(&self, more: usize) {
        let before = self.done_since(0).len();
        until("the load goes on", INSISTS, || {
            (self.done_since(0).len() >= before + more).then_some(())
        });
    }

    /// How often somebody was told to come back.
    pub fn later(&self) -> usize {
        self.shared.later.load(Ordering::SeqCst)
    }

    /// How often somebody heard nothing.
    pub fn unanswered(&self) -> usize {
        self.shared.unanswered.load(Ordering::SeqCst)
    }

    /// Fails where somebody got an answer that nobody should get.
    fn fails_never(&self) {
        let faults = self.shared.faults.lock().unwrap();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// Everybody finishes what they have begun; gives all that was done.
    pub fn end(mut self) -> Vec<Done> {
        self.shared.ends.store(true, Ordering::SeqCst);
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
        self.done_since(0)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // A test that has failed does not wait for those who insist.
        self.shared.ends.store(true, Ordering::SeqCst);
    }
}

/// Somebody who asks, and asks again.
struct Asker {
    http: Http,
    shared: Arc<Shared>,
}

impl Asker {
    fn ends(&self) -> bool {
        self.shared.ends.load(Ordering::SeqCst)
    }

    fn remember(&self, done: Done) {
        self.shared.done.lock().unwrap().push(done);
    }

    fn tell(&self, lived: Result<(), String>) {
        if let Err(fault) = lived {
            self.shared.faults.lock().unwrap().push(fault);
        }
    }

    /// Asks until there is an answer other than "later"; whether what was asked may have been done
    /// before that answer.
    fn insist(
        &mut self,
        what: &str,
        ask: impl Fn(&mut Http) -> io::Result<Reply>,
    ) -> Result<(Reply, bool), String> {
        let deadline = Instant::now() + INSISTS;
        let mut perhaps = false;
        loop {
            let counter = match ask(&mut self.http) {
                // Of a log-in that was cut off nobody knows that its password was right.
                Ok(reply) if reply.says_later() || reply.status == 429 => &self.shared.later,
                Ok(reply) => return Ok((reply, perhaps)),
                Err(_) => &self.shared.unanswered,
            };
            counter.fetch_add(1, Ordering::SeqCst);
            perhaps = true;
            if Instant::now() > deadline {
                return Err(format!("{what}: not within {INSISTS:?}"));
            }
            thread::sleep(AGAIN);
        }
    }

    fn token(&mut self, ask: impl Fn(&mut Http) -> io::Result<Reply>) -> Result<String, String> {
        let (reply, _) = self.insist("a log-in", ask)?;
        let token = told("a log-in", &reply, 201)?["token"]
            .as_str()
            .map(str::to_owned);
        token.ok_or_else(|| "a log-in: no token".to_owned())
    }

    /// Hides what is offered.
    fn moderate(&mut self) -> Result<(), String> {
        let token = self.token(asks::log_in_as_moderator)?;
        self.http.bear(&token);
        let reason = loop {
            match asks::reason_to_hide(&mut self.http) {
                Ok(Some(reason)) => break reason,
                _ if self.ends() => return Ok(()),
                _ => thread::sleep(AGAIN),
            }
        };
        while !self.ends() {
            let offered = self.shared.offered.lock().unwrap().pop();
            let Some(post) = offered else {
                thread::sleep(AGAIN);
                continue;
            };
            let (reply, perhaps) =
                self.insist("a decision", |http| asks::hide(http, post, reason))?;
            // It is hidden already, by what was asked for and not answered.
            if !(perhaps && reply.status == 409) {
                told("a decision", &reply, 200)?;
            }
            self.remember(Done::Hidden { post });
        }
        Ok(())
    }
}

/// What an answer says, which must have this status.
fn told(what: &str, reply: &Reply, status: u16) -> Result<serde_json::Value, String> {
    if reply.status == status {
        return Ok(reply.json());
    }
    Err(format!("{what}: {} {}", reply.status, reply.text()))
}

/// A resident, who does one thing after the other.
struct Person {
    asker: Asker,
    number: usize,
    topic: i64,
    steps: usize,
    token: String,
}

impl Person {
    fn live(&mut self) -> Result<(), String> {
        self.token = self.log_in()?;
        self.asker.http.bear(&self.token);
        while !self.asker.ends() {
            self.steps += 1;
            // Limits go by the network, and all these people have one machine.
            let from = self.number * 0x1_0000 + self.steps;
            self.asker.http.come_from(from);
            match self.steps % 5 {
                0 => self.suggest()?,
                1 => self.edit()?,
                2 => self.log_in_once_more()?,
                _ => self.post()?,
            }
        }
        Ok(())
    }

    /// Words that nobody else says, and in which nothing is personal.
    fn words(&self) -> String {
        format!("第{}隊看到的第{}盞路燈不亮。", self.number + 1, self.steps)
    }

    fn key(&self) -> String {
        format!("steady-{}-{}", self.number, self.steps)
    }

    fn log_in(&mut self) -> Result<String, String> {
        let name = asks::name(self.number);
        self.asker.token(|http| asks::log_in(http, &name))
    }

    fn log_in_once_more(&mut self) -> Result<(), String> {
        let token = self.log_in()?;
        self.asker.remember(Done::Session { token });
        Ok(())
    }

    /// A reply to the topic; gives its id, and whether everybody sees it.
    fn reply(&mut self) -> Result<(i64, bool), String> {
        let (topic, words, key) = (self.topic, self.words(), self.key());
        let (reply, _) = self
            .asker
            .insist("a post", |http| asks::reply(http, topic, &words, &key))?;
        let is_public = reply.status != 202;
        let stored = told("a post", &reply, if is_public { 201 } else { 202 })?;
        let id = stored["id"].as_i64();
        let id = id.ok_or_else(|| format!("a post: {stored}"))?;
        Ok((id, is_public))
    }

    fn post(&mut self) -> Result<(), String> {
        let (id, is_public) = self.reply()?;
        self.remember_post(id, Some(self.words()));
        if is_public && self.steps % 5 == 3 {
            self.asker.shared.offered.lock().unwrap().push(id);
        }
        Ok(())
    }

    fn edit(&mut self) -> Result<(), String> {
        let (id, _) = self.reply()?;
        self.remember_post(id, None);
        let words = format!("{}現在亮了。", self.words());
        let (reply, _) = self
            .asker
            .insist("an edit", |http| asks::edit(http, id, &words))?;
        let status = if reply.status == 202 { 202 } else { 200 };
        told("an edit", &reply, status)?;
        self.remember_post(id, Some(words));
        Ok(())
    }

    fn remember_post(&self, id: i64, words: Option<String>) {
        let token = self.token.clone();
        self.asker.remember(Done::Post { id, words, token });
    }

    fn suggest(&mut self) -> Result<(), String> {
        let (title, key) = (self.words(), self.key());
        let (reply, _) = self
            .asker
            .insist("a suggestion", |http| asks::suggest(http, &title, &key))?;
        let receipt = told("a suggestion", &reply, 201)?;
        let word = |name: &str| receipt[name].as_str().unwrap_or_default().to_owned();
        self.asker.remember(Done::Suggestion {
            reference: word("reference"),
            password: word("password"),
        });
        Ok(())
    }
}
