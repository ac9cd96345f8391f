//! What mail servers say about a mail that did not arrive: in the form of RFC 3464, and in the forms
//! that some write instead (`notice`).

use mail_parser::{Message, MimeHeaders as _};

use super::{Headers, notice};
use crate::{mail::status, privacy::Private};

/// What became of a mail of ours.
pub enum Report {
    /// It does not arrive; with the server's words.
    Failed {
        words: Private<String>,
        /// The addresses that it names as those which are not reached. Another than the mail's is one
        /// that its reader lets it go on to.
        addresses: Vec<Private<String>>,
        /// Where the words say that there is no such address: which, as far as it names any.
        nowhere: Option<Vec<Private<String>>>,
    },
    /// It is still tried, or it arrived.
    Passing,
    /// A mail server says so in a way that is not understood.
    Unclear,
}

/// The longest words of a server that are kept, in characters.
const LONGEST: usize = 500;

/// What a message reports; `None` where it is no report.
pub(super) fn read(
    message: &Message<'_>,
    headers: &Headers,
    text: &str,
    from_nobody: bool,
) -> Option<Report> {
    let is_servers = from_nobody || is_from_server(headers);
    // People forward reports too.
    if !is_servers && !is_report(message) {
        return None;
    }
    if let Some(status) = message
        .parts
        .iter()
        .find(|part| is_status(&part.content_type().map(kind)))
    {
        let status = String::from_utf8_lossy(status.contents()).into_owned();
        return Some(structured(&status).unwrap_or(Report::Unclear));
    }
    let subject = message.subject().unwrap_or_default();
    let failed = headers.first("x-failed-recipients");
    let read = is_servers.then(|| notice::read(subject, text, failed));
    // What a program of a person's writes, such a note as that they are away, has the person's name.
    let is_one = is_report(message) || (from_nobody && is_from_server(headers));
    read.flatten().or(is_one.then_some(Report::Unclear))
}

fn kind(kind: &mail_parser::ContentType<'_>) -> String {
    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase()
}

fn is_status(kind: &Option<String>) -> bool {
    let known = ["message/delivery-status", "message/global-delivery-status"];
    kind.as_deref().is_some_and(|kind| known.contains(&kind))
}

/// Whether the whole message says that it is a report about a mail (RFC 6522).
fn is_report(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|root| {
        let about = root.attribute("report-type").unwrap_or_default();
        kind(root) == "multipart/report" && about.eq_ignore_ascii_case("delivery-status")
    })
}

/// RFC 3464: groups of fields, of which each after the first is about one recipient.
fn structured(status: &str) -> Option<Report> {
    let unfolded = status
        .replace("\r\n", "\n")
        .replace("\n ", " ")
        .replace("\n\t", " ");
    let group = telling(&unfolded);
    let field = |name: &str| field_of(group, name);
    let action = field("action")?.to_ascii_lowercase();
    let code = field("status").unwrap_or_default();
    match action.split_whitespace().next()? {
        // A server that gives up after days says 4.x.x and `failed`.
        "failed" => {
            let said = field("diagnostic-code").unwrap_or_default();
            let said = said
                .split_once(';')
                .map_or(said.as_str(), |(_, words)| words)
                .trim();
            let last = field("final-recipient").and_then(address);
            let original = field("original-recipient").and_then(address);
            let is_nowhere = status::no_such_address(&format!("{code} {said}"));
            Some(Report::Failed {
                words: words(&[code.as_str(), said]),
                nowhere: is_nowhere.then(|| last.iter().cloned().collect()),
                addresses: original.into_iter().chain(last).collect(),
            })
        }
        "delayed" | "delivered" | "relayed" | "expanded" => Some(Report::Passing),
        _ => None,
    }
}

/// The group that tells what became of the mail. Plaza sends each to one recipient; an address that
/// leads to several makes a group of each, and of these one that failed tells.
fn telling(unfolded: &str) -> &str {
    let groups = unfolded.split("\n\n");
    let groups: Vec<&str> = groups
        .filter(|group| field_of(group, "action").is_some())
        .collect();
    if groups.len() < 2 {
        return unfolded;
    }
    let failed = groups.into_iter().find(|group| has_failed(group));
    failed.unwrap_or(unfolded)
}

fn has_failed(group: &str) -> bool {
    let action = field_of(group, "action").unwrap_or_default();
    let word = action.split_whitespace().next().unwrap_or_default();
    word.eq_ignore_ascii_case("failed")
}

fn field_of(group: &str, name: &str) -> Option<String> {
    group.lines().find_map(|line| {
        let (known, value) = line.split_once(':')?;
        let is_it = known.trim().eq_ignore_ascii_case(name);
        is_it.then(|| value.trim().to_owned())
    })
}

/// The address in a field that names a recipient: its kind, and behind a semicolon itself.
fn address(field: String) -> Option<Private<String>> {
    let (kind, address) = field.split_once(';')?;
    let kind = kind.trim().to_ascii_lowercase();
    let address = address.trim().trim_matches(['<', '>']).trim();
    let is_mail = ["rfc822", "utf-8"].contains(&kind.as_str()) && address.contains('@');
    is_mail.then(|| Private::new(address.to_owned()))
}

fn is_from_server(headers: &Headers) -> bool {
    let from = headers
        .first("from")
        .unwrap_or_default()
        .to_ascii_lowercase();
    ["mailer-daemon", "postmaster@", "mail delivery"]
        .iter()
        .any(|name| from.contains(name))
}

/// The words as they are kept.
pub(super) fn words(parts: &[&str]) -> Private<String> {
    let parts: Vec<&str> = parts
        .iter()
        .flat_map(|part| part.split_whitespace())
        .collect();
    Private::new(parts.join(" ").chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::{super::tests::incoming, *};
    use crate::privacy::{Purpose, Viewer};

    /// The server's words of a failure, nothing for a delay, `unclear`; `None` where it is no report.
    fn report(raw: &str, from: &str) -> Option<String> {
        incoming(raw, from).report.map(|report| match report {
            Report::Failed { words, .. } => words.reveal(Viewer::Plaza, Purpose::Storage).clone(),
            Report::Passing => String::new(),
            Report::Unclear => "unclear".to_owned(),
        })
    }

    fn rfc3464(fields: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n\
             Auto-Submitted: auto-replied\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\n\
             Content-Type: text/plain\n\nThis is the mail system at host mx.example.\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
             Final-Recipient: rfc822; a@b.example\n{fields}\n--b\n\
             Content-Type: text/rfc822-headers\n\nSubject: x\n\n--b--\n"
        )
    }

    #[test]
    fn a_report_in_the_form_of_the_standard_is_read() {
        let failed = rfc3464(
            "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such\n    user here\n",
        );
        assert_eq!(
            report(&failed, "").as_deref(),
            Some("5.1.1 550 5.1.1 No such user here")
        );
        // Also where the server forgot to leave the sender empty.
        assert!(report(&failed, "postmaster@mx.example").is_some());
        let expired = rfc3464("Action: failed\nStatus: 4.4.7\n");
        assert_eq!(report(&expired, "").as_deref(), Some("4.4.7"));
        for passing in ["delayed", "Delivered", "relayed", "expanded (to list)"] {
            let raw = rfc3464(&format!("Action: {passing}\nStatus: 4.4.1\n"));
            assert_eq!(report(&raw, "").as_deref(), Some(""), "{passing}");
        }
        let unclear = report(&rfc3464("Action: unheard-of\n"), "");
        assert_eq!(unclear.as_deref(), Some("unclear"));
    }

    #[test]
    fn the_forms_that_some_servers_write_instead_are_read() {
        for (subject, body, words) in [
            (
                "failure notice",
                "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\
                 This is a permanent error; I've given up. Sorry it didn't work out.\n\n<a@b.example>:\n550 user unknown\n",
                "550 user unknown",
            ),
            (
                "Failure Notice",
                "Sorry, we were unable to deliver your message to the following address.\n\n<a@yahoo.example>:\n554: delivery error: dd This user doesn’t have an account\n",
                "554: delivery error: dd This user doesn’t have an account",
            ),
            (
                "Mail delivery failed: returning message to sender",
                "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n  a@b.example\n    Unrouteable address\n",
                "Mail delivery failed: returning message to sender",
            ),
            (
                "Undeliverable: KH-2026-000001-1",
                "Delivery has failed to these recipients or groups:\na@b.example\n\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n",
                "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
            ),
            ("無法傳遞：KH", "找不到此收件者。\n", "無法傳遞：KH"),
            // What was sent may say anything.
            (
                "failure notice",
                "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n\
                 <a@b.example>:\n550 user unknown\n\n--- Below this line is a copy of the message.\n\nThe work has been delayed.\n",
                "550 user unknown",
            ),
            (
                "Mail delivery failed: returning message to sender",
                "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n  a@b.example\n    Unrouteable address\n\n\
                 ------ This is a copy of the message, including all the headers. ------\n\nAt 550 Main Street the work has been delayed.\n",
                "Mail delivery failed: returning message to sender",
            ),
            (
                "Undeliverable: The work has been delayed",
                "Delivery has failed to these recipients or groups:\na@b.example\n",
                "Undeliverable: The work has been delayed",
            ),
            (
                "Returned",
                "It was not taken.\n\n   ----- Original message follows -----\n\nThe work has been delayed.\n",
                "unclear",
            ),
            // Forms that nobody here has seen.
            (
                "DELIVERY FAILURE: User a not listed",
                "Your message could not be delivered to:\n\na@b.example\n\nbecause:\n\n550 5.1.1 User not listed\n",
                "unclear",
            ),
            ("退信通知", "您的信無法投遞。\n", "unclear"),
            (
                "Delivery Status Notification (Failure)",
                "Address not found\n\nYour message wasn’t delivered to a@gmail.example because the address couldn't be found.\n",
                "Delivery Status Notification (Failure)",
            ),
            (
                "Warning: message 1abc delayed 24 hours",
                "A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours. It would fail with 550.\n",
                "",
            ),
            (
                "Delivery Status Notification (Delay)",
                "THIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n",
                "",
            ),
        ] {
            let subject = if subject.is_ascii() {
                subject.to_owned()
            } else {
                use base64::Engine as _;
                let encoded = base64::engine::general_purpose::STANDARD.encode(subject);
                format!("=?utf-8?B?{encoded}?=")
            };
            let raw = format!(
                "From: Mail Delivery Subsystem <mailer-daemon@mx.example>\nSubject: {subject}\n\
                 Content-Type: text/plain; charset=utf-8\n\n{body}"
            );
            assert_eq!(report(&raw, "").as_deref(), Some(words), "{subject}");
        }
    }

    #[test]
    fn the_addresses_that_a_report_names_are_read() {
        for (fields, expected) in [
            ("", &["a@b.example"][..]),
            (
                "Original-Recipient: RFC822;<c@d.example>\n",
                &["c@d.example", "a@b.example"][..],
            ),
            ("Original-Recipient: x400; /G=c@d/\n", &["a@b.example"][..]),
            ("Original-Recipient: rfc822;c\n", &["a@b.example"][..]),
        ] {
            let raw = rfc3464(&format!("{fields}Action: failed\nStatus: 5.1.1\n"));
            let Some(Report::Failed { addresses, .. }) = incoming(&raw, "").report else {
                panic!("no failure: {fields}");
            };
            let shown =
                |address: &Private<String>| address.reveal(Viewer::Plaza, Purpose::Storage).clone();
            assert_eq!(addresses.iter().map(shown).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn of_several_recipients_that_an_address_leads_to_one_that_failed_tells() {
        let second = "Action: relayed\nStatus: 2.0.0\n\n\
                      Original-Recipient: rfc822; c@d.example\nFinal-Recipient: rfc822; e@f.example\n\
                      Action: failed\nStatus: 5.1.1\n";
        let raw = rfc3464(second);
        assert_eq!(report(&raw, "").as_deref(), Some("5.1.1"));
        let Some(Report::Failed { addresses, .. }) = incoming(&raw, "").report else {
            panic!("no failure");
        };
        let shown =
            |address: &Private<String>| address.reveal(Viewer::Plaza, Purpose::Storage).clone();
        let addresses: Vec<String> = addresses.iter().map(shown).collect();
        assert_eq!(addresses, ["c@d.example", "e@f.example"]);
        let passing = second.replace("failed", "delayed");
        assert_eq!(report(&rfc3464(&passing), "").as_deref(), Some(""));
    }

    #[test]
    fn what_a_person_writes_about_a_bounce_is_none() {
        let forwarded = rfc3464("Action: failed\nStatus: 5.1.1\n")
            .replace("MAILER-DAEMON@mx.example", "a@b.example")
            .replace(
                "multipart/report; report-type=delivery-status",
                "multipart/mixed",
            );
        assert_eq!(report(&forwarded, "a@b.example"), None);
        assert!(report(&forwarded, "").is_some());
        let raw = "From: a@b.example\nSubject: Undeliverable: your mail\n\nDelivery has failed to these recipients.\n";
        assert_eq!(report(raw, "a@b.example"), None);
        let raw = "From: a@b.example\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nI am away until 5 March.\n";
        assert_eq!(report(raw, ""), None);
    }
}
