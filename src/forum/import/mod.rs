//! Taking over another forum: its boards, topics and posts, line by line.
//!
//! Every text passes the same detector, sanitiser and marks as a text that is posted here. Nobody
//! is there to be asked: what may not be published is masked, what is the author's own name or
//! anybody else's data is marked, and the latter is listed for review. What was taken is noted by
//! its name in the old forum, in the transaction that takes it, so that an import can be cut off
//! and run again. Reading files is the command's business.

pub(super) mod format;
mod settle;
mod store;

use self::{
    format::Record,
    settle::{Prepared, What, prepare},
    store::Known,
};
use super::{ForumError, unattended::Unsettled};
use crate::{context::Context, db::DbError, text::publication::Whose};

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    pub boards: usize,
    pub topics: usize,
    pub posts: usize,
    /// Lines that were taken before.
    pub known: usize,
    /// Places of personal data that are public now, and marked.
    pub marked: usize,
    /// Places that were masked, for their kind may not be published.
    pub masked: usize,
    /// Posts with somebody else's personal data, listed for review.
    pub for_review: usize,
    /// Lines that were not taken.
    pub refused: Vec<Refused>,
}

/// A line that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refused {
    pub line: u64,
    pub because: String,
}

impl Report {
    fn add(&mut self, one: &Prepared) {
        let (count, text) = match &one.what {
            What::Board(board) => {
                self.masked += board.masked;
                (&mut self.boards, None)
            }
            What::Topic { text, .. } => (&mut self.topics, Some(text)),
            What::Post { text, .. } => (&mut self.posts, Some(text)),
        };
        *count += 1;
        let Some(text) = text else { return };
        let publication = &text.new.publication;
        let findings = publication.texts.iter().flat_map(|text| &text.findings);
        self.marked += findings
            .filter(|finding| finding.whose != Whose::Nobody)
            .count();
        self.masked += text.masked;
        self.for_review += usize::from(publication.names_others());
    }

    /// Notes a line that cannot be taken.
    pub fn refuse(&mut self, line: u64, because: impl Into<String>) {
        let because = because.into();
        self.refused.push(Refused { line, because });
    }

    fn merge(&mut self, other: Self) {
        self.boards += other.boards;
        self.topics += other.topics;
        self.posts += other.posts;
        self.known += other.known;
        self.marked += other.marked;
        self.masked += other.masked;
        self.for_review += other.for_review;
        self.refused.extend(other.refused);
    }
}

/// One run over a file.
pub struct Import {
    context: Context,
    /// The old forum's name: the same one for every run.
    source: String,
    /// What a dry run would have taken so far; `None` in earnest.
    imagined: Option<Known>,
    pub report: Report,
}

impl Import {
    pub fn new(context: &Context, source: &str, dry_run: bool) -> Self {
        Self {
            context: context.clone(),
            source: source.to_owned(),
            imagined: dry_run.then(Known::default),
            report: Report::default(),
        }
    }

    /// Takes some lines, each with its number, in one transaction.
    ///
    /// A line that cannot be taken is told in the report and stops nothing. An error undoes
    /// these lines; what came before them stays.
    pub async fn take(&mut self, lines: Vec<(u64, String)>) -> Result<(), ForumError> {
        let mut records = Vec::with_capacity(lines.len());
        for (line, text) in lines {
            match Record::parse(&text) {
                Ok(record) => records.push((line, record)),
                Err(because) => self.report.refuse(line, because),
            }
        }
        let (names, source) = (store::names(&records), self.source.clone());
        let read = move |connection: &mut _| Known::read(connection, &source, names);
        let mut known = self.context.db.read(read).await?;
        let before = records.len();
        records.retain(|(_, record)| !known.has(&record.name()));
        self.report.known += before - records.len();
        let prepared = self.prepare(records).await?;
        if let Some(imagined) = &mut self.imagined {
            known.merge(imagined);
            self.report.merge(store::imagine(&mut known, prepared));
            imagined.merge(&known);
            return Ok(());
        }
        let (context, source) = (self.context.clone(), self.source.clone());
        let stored = self
            .context
            .db
            .write(move |connection| store::store(connection, &context, &source, known, prepared));
        self.report.merge(stored.await?);
        Ok(())
    }

    /// Clears all texts, several at a time: the detector takes nearly all of an import's time.
    async fn prepare(&mut self, records: Vec<(u64, Record)>) -> Result<Vec<Prepared>, ForumError> {
        let mut tasks = Vec::with_capacity(records.len());
        for (line, record) in records {
            let context = self.context.clone();
            let task = async move { (line, prepare(&context, line, record).await) };
            tasks.push(tokio::spawn(task));
        }
        let mut all = Vec::with_capacity(tasks.len());
        for task in tasks {
            match task.await.map_err(|_| DbError::Panicked)? {
                (_, Ok(prepared)) => all.push(prepared),
                (line, Err(Unsettled::Text(because))) => self.report.refuse(line, because),
                (_, Err(Unsettled::Forum(error))) => return Err(error),
            }
        }
        Ok(all)
    }
}
