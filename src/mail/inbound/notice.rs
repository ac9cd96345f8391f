//! What mail servers write about a mail that did not arrive, in forms of their own.

use super::report::{Report, words};
use crate::{mail::status, privacy::Private};

/// What stands in subject or text where a mail is still tried; in lower case. Such a note goes on to say
/// when it would fail: what stands first counts.
const DELAYED: [&str; 6] = [
    "this is a warning message only",
    "you do not need to resend your message",
    "has not yet been delivered",
    "delivery is delayed",
    "has been delayed",
    "尚未傳遞",
];

/// What stands there where it failed.
const FAILED: [&str; 17] = [
    // qmail, and Yahoo after it.
    "this is a permanent error; i've given up",
    "i'm afraid i wasn't able to deliver your message",
    "sorry, we were unable to deliver your message",
    // Exim.
    "could not be delivered to one or more of its recipients",
    "this is a permanent error. the following address(es) failed",
    // Sendmail and Postfix, where the report's parts were lost on the way.
    "had permanent fatal errors",
    "could not be delivered to one or more recipients",
    // Exchange.
    "delivery has failed to these recipients",
    "did not reach some or all of the intended recipients",
    "undeliverable:",
    "無法傳遞:",
    "無法傳遞至下列收件者",
    // Gmail.
    "delivery to the following recipient failed permanently",
    "your message wasn't delivered to",
    "the email account that you tried to reach does not exist",
    "找不到地址",
    "您的郵件無法傳送",
];

/// What stands above the mail itself, where its text is sent back below the server's; in lower case.
const COPIES: [&str; 15] = [
    // qmail, and Yahoo after it.
    "below this line is",
    "enclosed is a copy of the message",
    // Exim.
    "this is a copy of the message",
    "this is a copy of your message",
    // Sendmail, and others after it.
    "original message follows",
    "unsent message follows",
    "message header follows",
    "message text follows",
    "returned message follows",
    // Exchange.
    "original message headers",
    "原始郵件標頭",
    "----original message----",
    "----- original message -----",
    "以下為原始郵件",
    "以下是原始郵件",
];

/// A server's own words: without the copy of the mail below them, which may say anything.
fn own(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        let words = words.join(" ").to_lowercase();
        if COPIES.iter().any(|copy| words.contains(*copy)) {
            return &text[..end];
        }
        end += line.len();
    }
    text
}

/// Where the first of these phrases stands.
fn first(whole: &str, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|known| whole.find(*known)).min()
}

/// `failed`: the recipients that a header names as not reached.
pub(super) fn read(subject: &str, text: &str, failed: Option<&str>) -> Option<Report> {
    let text = own(text);
    let whole = format!("{subject}\n{text}").to_lowercase();
    // Programs write one apostrophe or the other, and break lines where they like.
    let whole = whole.replace('\u{2019}', "'").replace('：', ":");
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let (delayed, fails) = (first(&whole, &DELAYED), first(&whole, &FAILED));
    if delayed.is_some_and(|delayed| fails.is_none_or(|fails| delayed < fails)) {
        return Some(Report::Passing);
    }
    (failed.is_some() || fails.is_some()).then(|| {
        let line = text.lines().map(str::trim).find(|line| has_code(line));
        let said = line.unwrap_or(subject);
        Report::Failed {
            words: words(&[said]),
            // Who names them in such a form may mean those that the mail's address leads to.
            addresses: Vec::new(),
            nowhere: status::says_no_such_address(said).then(|| named(failed, text)),
        }
    })
}

/// The recipients that are not reached: those of Exim's header, and as qmail writes them, each on a
/// line of its own.
fn named(failed: Option<&str>, text: &str) -> Vec<Private<String>> {
    let lines = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('<')?.strip_suffix(">:"));
    let listed = failed.into_iter().flat_map(|all| all.split(','));
    let all = listed.chain(lines).map(str::trim);
    all.filter(|address| address.contains('@'))
        .map(|address| Private::new(address.to_owned()))
        .collect()
}

/// Whether a permanent failure's number stands in a line.
fn has_code(line: &str) -> bool {
    let mut numbers = line.split(|c: char| !c.is_ascii_digit() && c != '.');
    numbers.any(|number| (number.len() == 3 && number.starts_with('5')) || number.starts_with("5."))
}
