//! What a mail server's words say of an address: the enhanced status codes of RFC 3463, which stand
//! first in a reply (RFC 2034). A server that gives none says nothing here: a bare 550 may be about
//! an address as well as about a policy.

/// How `connection` begins a refusal, before the server's words.
const REFUSAL: &str = "permanent error (";

/// Whether these words, or a status alone, say that nobody is ever reached at an address: there is
/// no such mailbox or host, it is no address, or it takes no mail.
///
/// A mailbox that is full, closed or asks too much of its writers is one that is there.
pub fn no_such_address(words: &str) -> bool {
    // X.1.0 says that something is wrong with an address, not what, nor with which.
    matches!(code(words), Some([5, 1, 1 | 2 | 3 | 6 | 10]))
}

/// The class, subject and detail with which the words begin.
fn code(words: &str) -> Option<[u16; 3]> {
    let reply = words
        .strip_prefix(REFUSAL)
        .and_then(|rest| rest.split_once("): "))
        .map_or(words, |(_, reply)| reply);
    let first = reply.split_ascii_whitespace().next()?;
    let mut parts = first.split('.').map(number);
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
}
