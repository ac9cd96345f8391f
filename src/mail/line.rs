//! A connection to the mail server in a thread of its own, which hands over one mail after the other. Where
//! the server's answer never ends, the thread is left behind with it. What is said is `relay`'s business.

use std::{
    fmt, io,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use lettre::transport::smtp::client::SmtpConnection;

use super::Failure;

/// How long a server may take to say that it has heard a farewell.
const FAREWELL: Duration = Duration::from_secs(1);

/// A connection that waits for a next mail, and when it was used last.
pub(super) struct Kept {
    pub connection: SmtpConnection,
    pub used: Instant,
}

/// Hands one mail over, and leaves the connection where it can be used again.
type Job = Box<dyn FnOnce(&mut Option<Kept>) -> Result<(), Failure> + Send>;

pub(super) struct Line {
    jobs: mpsc::Sender<Job>,
    ended: mpsc::Receiver<Result<(), Failure>>,
}

impl Line {
    pub(super) fn begin() -> io::Result<Self> {
        let (jobs, given) = mpsc::channel();
        let (tell, ended) = mpsc::channel();
        thread::Builder::new()
            .name("mail-line".into())
            .spawn(move || run(&given, &tell))?;
        Ok(Self { jobs, ended })
    }

    /// How the job ended; `None` where it has not within this time, or its thread broke: then this line
    /// must not be used again, for what it still says belongs to that job.
    pub(super) fn carry(
        &self,
        job: impl FnOnce(&mut Option<Kept>) -> Result<(), Failure> + Send + 'static,
        time: Duration,
    ) -> Option<Result<(), Failure>> {
        self.jobs.send(Box::new(job)).ok()?;
        self.ended.recv_timeout(time).ok()
    }
}

/// Does what it is given until nobody can give it anything any more.
fn run(given: &mpsc::Receiver<Job>, tell: &mpsc::Sender<Result<(), Failure>>) {
    let mut kept = None;
    while let Ok(job) = given.recv() {
        // Nobody may listen any more.
        tell.send(job(&mut kept)).ok();
    }
    if let Some(Kept { connection, .. }) = kept {
        part(connection);
    }
}

/// A connection whose time-out cannot be set is broken, as the next command finds.
pub(super) fn wait(connection: &mut SmtpConnection, time: Duration) {
    connection.set_timeout(Some(time)).ok();
}

/// Says farewell, whatever the server says to that.
pub(super) fn part(mut connection: SmtpConnection) {
    wait(&mut connection, FAREWELL);
    connection.abort();
}

/// A mail and its end, in one piece. lettre writes them apart, and then the end does not leave before the
/// mail was acknowledged, over which a server's system takes up to 40 ms where nothing is answered.
pub(super) struct Whole<'a>(pub &'a str);

impl fmt::Display for Whole<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A point that begins a line is doubled (RFC 5321, 4.5.2).
        if self.0.starts_with('.') {
            to.write_str(".")?;
        }
        for (at, piece) in self.0.split("\r\n.").enumerate() {
            if at > 0 {
                to.write_str("\r\n..")?;
            }
            to.write_str(piece)?;
        }
        to.write_str("\r\n.\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Step;

    #[test]
    fn a_point_that_begins_a_line_is_doubled_and_one_alone_ends_the_mail() {
        for (mail, whole) in [
            ("", "\r\n.\r\n"),
            ("one.\r\n two", "one.\r\n two\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            ("a\r\n.\r\n.\r\nb\r\n", "a\r\n..\r\n..\r\nb\r\n\r\n.\r\n"),
            ("a\r\n..b\r\n.", "a\r\n...b\r\n..\r\n.\r\n"),
            ("a\n.b\r.c", "a\n.b\r.c\r\n.\r\n"),
        ] {
            assert_eq!(Whole(mail).to_string(), whole, "{mail:?}");
        }
    }

    #[test]
    fn a_line_goes_on_after_a_failure_and_says_nothing_where_a_job_takes_too_long() {
        let long = Duration::from_secs(20);
        let line = Line::begin().expect("a thread");
        let away = || Failure::Relay(Step::Connection, None);
        assert!(matches!(
            line.carry(move |_| Err(away()), long),
            Some(Err(_))
        ));
        assert!(matches!(line.carry(|_| Ok(()), long), Some(Ok(()))));
        let (go_on, hangs) = mpsc::channel::<()>();
        let job = move |_: &mut Option<Kept>| {
            hangs.recv().ok();
            Ok(())
        };
        assert!(line.carry(job, Duration::from_millis(1)).is_none());
        drop(go_on);
    }
}
