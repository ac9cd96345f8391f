//! What a mail server's words say of an address: the enhanced status codes of RFC 3463, which stand
//! first in a reply (RFC 2034). A server that gives none says nothing in a reply: a bare 550 may be
//! about an address as well as about a policy. What a program wrote around a server's words is read
//! by its words where it has no status.

/// How `connection` begins a refusal, before the server's words.
const REFUSAL: &str = "permanent error (";

/// Whether these words, or a status alone, say that nobody is ever reached at an address: there is
/// no such mailbox or host, it is no address, or it takes no mail.
///
/// A mailbox that is full, closed or asks too much of its writers is one that is there.
pub fn no_such_address(words: &str) -> bool {
    code(words).is_some_and(is_nowhere)
}

/// As [`no_such_address`], of a line in which a program gives a server's words: the first status of a
/// permanent failure counts, wherever it stands. Where there is none, one of the bare numbers that
/// may be about an address does, beside words that say that nobody has it.
pub fn says_no_such_address(line: &str) -> bool {
    let words = || {
        let words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        words.map(|word| word.trim_matches('.'))
    };
    let mut codes = words().filter_map(parse);
    if let Some(code) = codes.find(|[class, ..]| *class == 5) {
        return is_nowhere(code);
    }
    let line = line.to_lowercase().replace('\u{2019}', "'");
    let says = |known: &&str| line.contains(*known);
    words().any(|word| BARE.contains(&word)) && NOBODY.iter().any(says) && !OTHERS.iter().any(says)
}

/// The numbers of RFC 5321 that may be about an address.
const BARE: [&str; 4] = ["550", "551", "553", "554"];

/// What servers say where nobody has an address; in lower case.
const NOBODY: [&str; 16] = [
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no mailbox here",
    "unknown user",
    "user unknown",
    "user not found",
    "unknown recipient",
    "recipient unknown",
    "recipient not found",
    "mailbox not found",
    "does not exist",
    "doesn't exist",
    "doesn't have an account",
    "查無此人",
    "不存在",
];

/// What stands there where it is about whoever writes, or about more than the address.
const OTHERS: [&str; 4] = ["sender", "helo", "domain", "寄件"];

const fn is_nowhere(code: [u16; 3]) -> bool {
    // X.1.0 says that something is wrong with an address, not what, nor with which.
    matches!(code, [5, 1, 1 | 2 | 3 | 6 | 10])
}

/// The class, subject and detail with which the words begin.
fn code(words: &str) -> Option<[u16; 3]> {
    let reply = words
        .strip_prefix(REFUSAL)
        .and_then(|rest| rest.split_once("): "))
        .map_or(words, |(_, reply)| reply);
    parse(reply.split_ascii_whitespace().next()?)
}

fn parse(word: &str) -> Option<[u16; 3]> {
    let mut parts = word.split('.').map(number);
    let code = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(code)
}

fn number(part: &str) -> Option<u16> {
    let is_number = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| part.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_that_there_is_no_such_address_counts() {
        for (words, counts) in [
            // RFC 3463, 3.2: the address.
            ("5.1.0 Address rejected", false),
            ("5.1.1 <a@city.example>: no such user here", true),
            ("5.1.2 Host unknown", true),
            ("5.1.3 Bad recipient address syntax", true),
            ("5.1.4 Ambiguous", false),
            ("5.1.5 Destination address valid", false),
            ("5.1.6 Mailbox has moved, no forwarding address", true),
            ("5.1.7 Bad sender's address syntax", false),
            ("5.1.8 Bad sender's system address", false),
            // RFC 7505 and what else the registry has.
            ("5.1.9 Message relayed to non-compliant mailer", false),
            ("5.1.10 Recipient address has null MX", true),
            ("5.1.11 Something later", false),
            // A mailbox that is there.
            ("5.2.0 Other mailbox status", false),
            ("5.2.1 Mailbox disabled, not accepting messages", false),
            ("5.2.2 Mailbox full", false),
            ("5.2.3 Message length exceeds the limit", false),
            // The system, the way there, the protocol, the content, the policy.
            ("5.3.4 Message too big for system", false),
            ("5.4.1 No answer from host", false),
            ("5.4.4 Unable to route", false),
            ("5.5.1 Invalid command", false),
            ("5.6.7 Non-ASCII addresses not permitted", false),
            ("5.7.1 Delivery not authorised, message refused", false),
            ("5.7.26 Unauthenticated mail is refused", false),
            // What may pass, and what went well.
            ("4.1.1 Try later", false),
            ("2.1.1 Fine", false),
            // As `connection` gives a refusal, and as a report's status stands alone.
            ("permanent error (550): 5.1.1 Unknown user", true),
            ("permanent error (550): 5.7.1 5.1.1 is no code here", false),
            ("permanent error (550): no such user", false),
            ("permanent error (550)", false),
            ("5.1.1", true),
            // No code, or not first.
            ("no such user 5.1.1", false),
            ("5.1.1.9 is an address of a network", false),
            ("5.1", false),
            ("5..1", false),
            ("5.1.0001", false),
            ("5.1.+1", false),
            ("the mail server takes no address like this one", false),
            ("", false),
        ] {
            assert_eq!(no_such_address(words), counts, "{words}");
        }
    }

    #[test]
    fn around_a_servers_words_a_program_may_write_what_it_likes() {
        for (line, counts) in [
            ("550 5.1.1 No such user", true),
            ("550-5.1.1 The account does not exist.", true),
            (
                "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
                true,
            ),
            ("host mx.example [192.0.2.1]: 550 #5.1.1 unknown", true),
            ("失敗（5.1.1）", true),
            ("550 5.7.1 no such user", false),
            ("550 5.2.1 The account is disabled.", false),
            ("4.4.1 then 5.1.1.", true),
            // Without a status.
            ("550 user unknown", true),
            (
                "554: delivery error: dd This user doesn\u{2019}t have an account",
                true,
            ),
            ("550 查無此人", true),
            ("550 refused by policy", false),
            ("550 Sender unknown user", false),
            ("550 the sender's domain does not exist", false),
            ("552 no such user", false),
            ("no such user", false),
            ("[5.1.1.9] refused", false),
            ("v5.1.1", false),
            ("", false),
        ] {
            assert_eq!(says_no_such_address(line), counts, "{line}");
        }
    }
}
