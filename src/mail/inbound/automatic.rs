//! What no person wrote: out-of-office notes, what came in a circle, what goes to many.
//!
//! Plaza answers none of it, and tells nobody that it came.

use super::Headers;

/// Why a message is taken as no person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automatic {
    /// A program's own reply, such as an out-of-office note (RFC 3834).
    Reply,
    /// Its subject alone says that a program replied: many do not say so elsewhere.
    Note,
    /// Nobody is to answer it, and it does not say what it is: mail servers write such too.
    Nameless,
    /// Plaza's own mail.
    Own,
    /// It has gone round too often; a person may have written it, so that a person looks.
    Circle,
    /// It went to many; a person may have written it, so that a person looks.
    Bulk,
}

/// Through how many servers a message comes at most.
const MOST_HOPS: usize = 30;

pub(super) fn recognise(
    headers: &Headers,
    subject: &str,
    from_nobody: bool,
    host: &str,
) -> Option<Automatic> {
    if is_own(headers, host) {
        Some(Automatic::Own)
    } else if is_reply(headers) || (from_nobody && is_note(subject)) {
        Some(Automatic::Reply)
    } else if from_nobody {
        Some(Automatic::Nameless)
    } else if is_note(subject) {
        Some(Automatic::Note)
    } else if headers.all("received").count() > MOST_HOPS {
        Some(Automatic::Circle)
    } else if is_bulk(headers) {
        Some(Automatic::Bulk)
    } else {
        None
    }
}

/// Whether Plaza made the message itself: it has all that Plaza's mails have. A person's may come from
/// the same host.
fn is_own(headers: &Headers, host: &str) -> bool {
    let id = headers.first("message-id").unwrap_or_default();
    let id = id.trim_matches(['<', '>']).to_ascii_lowercase();
    let has_form = id.rsplit_once('@').is_some_and(|(number, domain)| {
        let is_hex = number.bytes().all(|byte| byte.is_ascii_hexdigit());
        domain == host && number.len() == 32 && is_hex
    });
    has_form && word(headers, "auto-submitted").as_deref() == Some("auto-generated")
}

/// The first word of a header, in lower case.
fn word(headers: &Headers, name: &str) -> Option<String> {
    let value = headers.first(name)?;
    let word = value
        .split([';', ' ', '\t', '('])
        .next()
        .unwrap_or_default();
    Some(word.to_ascii_lowercase())
}

/// `X-Auto-Response-Suppress` says nothing of who wrote it: it asks for no automatic reply, and Plaza
/// sends none.
fn is_reply(headers: &Headers) -> bool {
    let says = |name: &str| word(headers, name).is_some_and(|word| word != "no");
    let is_receipt = headers.first("content-type").is_some_and(|kind| {
        let kind = kind.to_ascii_lowercase();
        kind.starts_with("multipart/report") && kind.contains("disposition-notification")
    });
    is_receipt
        || says("auto-submitted")
        || says("x-autoreply")
        || says("x-autorespond")
        || word(headers, "precedence").is_some_and(|word| word == "auto_reply")
}

/// What programs write before the subject that they reply to, or in its place; in lower case.
const NOTES: [&str; 13] = [
    "automatic reply",
    "autoreply",
    "auto-reply",
    "auto reply",
    "out of office",
    "out-of-office",
    "out of office autoreply",
    "自動回覆",
    "自動答覆",
    "自動回復",
    "自动回复",
    "不在辦公室",
    "休假",
];

/// Whether a subject begins as such a note's does; what a person writes of one goes on in words.
fn is_note(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    let subject = subject.trim_start_matches(|c: char| c.is_whitespace() || "[【(（".contains(c));
    let stands_alone = |note: &&str| {
        let rest = subject.strip_prefix(*note).map(str::trim_start);
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([':', '：', ']', '】', ')', '）'])
        })
    };
    let is_short = subject.starts_with("auto:") || subject.starts_with("auto：");
    is_short || NOTES.iter().any(stands_alone)
}

/// What else such notes have somewhere in their subjects; in lower case.
const AWAY: [&str; 6] = ["auto:", "vacation", "on leave", "away from", "請假", "出差"];

/// Whether a subject may be such a note's: a person looks at it before it goes on.
pub(super) fn may_be_note(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    let mut all = NOTES.iter().chain(&AWAY);
    all.any(|note| subject.contains(*note))
}

fn is_bulk(headers: &Headers) -> bool {
    let goes_to_many = |word: String| ["bulk", "junk", "list"].contains(&word.as_str());
    headers.first("list-id").is_some() || word(headers, "precedence").is_some_and(goes_to_many)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::incoming, *};

    #[test]
    fn a_note_is_known_by_how_its_subject_begins_and_suspected_by_what_stands_in_it() {
        for (subject, is, may_be) in [
            ("Automatic reply: KH-2026-000001", true, true),
            ("AutoReply", true, true),
            ("Auto: KH-2026-000001", true, true),
            ("Out of Office: until Friday", true, true),
            ("Out of Office AutoReply: KH", true, true),
            ("自動回覆：KH", true, true),
            ("[自動回覆] KH", true, true),
            ("【不在辦公室】KH", true, true),
            ("休假", true, true),
            ("自動回覆系統故障", false, true),
            ("Re: 休假日的停車", false, true),
            ("Out of office hours it is loud", false, true),
            ("I am on leave", false, true),
            ("Automobiles", false, false),
            ("Re: KH-2026-000001", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_note(subject), is, "{subject}");
            assert_eq!(may_be_note(subject), may_be, "{subject}");
        }
    }

    #[test]
    fn what_programs_write_is_told_from_what_people_write() {
        let many = "Received: from a by b\n".repeat(31);
        for (head, from, expected) in [
            ("", "a@office.example", None),
            ("Auto-Submitted: no\n", "a@office.example", None),
            ("X-Auto-Response-Suppress: All\n", "a@office.example", None),
            ("Message-ID: <1@office.example>\n", "a@office.example", None),
            (
                "Auto-Submitted: auto-replied\n",
                "a@office.example",
                Some(Automatic::Reply),
            ),
            (
                "auto-submitted: Auto-Generated; a=b\n",
                "a@office.example",
                Some(Automatic::Reply),
            ),
            (
                "X-Autoreply: yes\n",
                "a@office.example",
                Some(Automatic::Reply),
            ),
            (
                "Precedence: auto_reply\n",
                "a@office.example",
                Some(Automatic::Reply),
            ),
            (
                "Subject: Automatic reply: KH\nPrecedence: bulk\n",
                "a@office.example",
                Some(Automatic::Note),
            ),
            (
                "Precedence: bulk\n",
                "a@office.example",
                Some(Automatic::Bulk),
            ),
            (
                "Precedence: list\n",
                "a@office.example",
                Some(Automatic::Bulk),
            ),
            (
                "List-Id: <news.example>\n",
                "a@office.example",
                Some(Automatic::Bulk),
            ),
            (
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n",
                "a@office.example",
                Some(Automatic::Reply),
            ),
            ("", "", Some(Automatic::Nameless)),
            ("", "<>", Some(Automatic::Nameless)),
            ("Precedence: bulk\n", "", Some(Automatic::Nameless)),
            ("Subject: Automatic reply: KH\n", "", Some(Automatic::Reply)),
            ("Auto-Submitted: auto-replied\n", "", Some(Automatic::Reply)),
            (
                "Message-ID: <1@plaza.city.example>\n",
                "a@office.example",
                None,
            ),
            (
                "Message-ID: <0123456789abcdef0123456789abcdef@plaza.city.example>\n",
                "a@office.example",
                None,
            ),
            (
                "Message-ID: <0123456789abcdef0123456789abcdef@plaza.city.example>\nAuto-Submitted: auto-generated\n",
                "a@office.example",
                Some(Automatic::Own),
            ),
            (many.as_str(), "a@office.example", Some(Automatic::Circle)),
            (many.as_str(), "", Some(Automatic::Nameless)),
        ] {
            let raw = format!("From: a@office.example\n{head}\nHi\n");
            assert_eq!(incoming(&raw, from).automatic, expected, "{head}");
        }
    }
}
