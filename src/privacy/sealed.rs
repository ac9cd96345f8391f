//! Covered data at rest: sealed with the operator's secret, found again by a keyed hash.

use crate::{
    clock::Random,
    keys::{CannotOpen, Keys, Token, Use},
    privacy::{Private, Purpose, Viewer},
};

/// The columns that hold sealed data. A value sealed for one does not open in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    AccountEmail,
    RegistrationEmail,
    TokenEmail,
    /// What an app makes its codes of, in hexadecimal digits.
    AuthenticatorSecret,
    /// What somebody calls a passkey.
    PasskeyLabel,
    CaseContactName,
    CaseContactEmail,
    CaseContactPhone,
    /// A hash of the case's password: sealed, so that it can be sealed anew.
    CasePassword,
    /// A hash of the key of a guest's post: sealed for the same reason.
    PostKey,
    OutboxRecipient,
    OutboxContent,
    OutboxReply,
    /// What the mail server said that took no mail at all.
    MailPauseWords,
    EventName,
    EventEmail,
    LedgerPayload,
    OriginalText,
    OriginalQuote,
    AppealWords,
    AppealAnswer,
    RequestContact,
    RequestWords,
    RequestAnswer,
    RequestExtension,
    DecisionReason,
    DeclineReason,
    DraftWords,
    FlagWords,
    SupportEmail,
    /// The key of a suggestion's support marks, of which [`email_mark`] makes them.
    SupportKey,
    /// The new words of a member's reply to a case, and the names of its files.
    AnswerDraftShown,
    /// A member's reply to a case, whole and in base64.
    AnswerDraftMail,
    /// Of a mail that nobody has placed: who wrote, and about what.
    UnplacedHead,
    /// As [`Column::AnswerDraftMail`].
    UnplacedMail,
    /// What signs the events that are delivered to an endpoint: the operator's, and of no person.
    WebhookSecret,
    /// The one before, while it is exchanged.
    WebhookOldSecret,
    /// The city's sign-on and what it calls somebody.
    SignOnSubject,
    /// What it said of somebody who has still to prove or to make an account.
    SignOnSaid,
}

impl Column {
    pub const ALL: &[Self] = &[
        Self::AccountEmail,
        Self::RegistrationEmail,
        Self::TokenEmail,
        Self::AuthenticatorSecret,
        Self::PasskeyLabel,
        Self::CaseContactName,
        Self::CaseContactEmail,
        Self::CaseContactPhone,
        Self::CasePassword,
        Self::PostKey,
        Self::OutboxRecipient,
        Self::OutboxContent,
        Self::OutboxReply,
        Self::MailPauseWords,
        Self::EventName,
        Self::EventEmail,
        Self::LedgerPayload,
        Self::OriginalText,
        Self::OriginalQuote,
        Self::AppealWords,
        Self::AppealAnswer,
        Self::RequestContact,
        Self::RequestWords,
        Self::RequestAnswer,
        Self::RequestExtension,
        Self::DecisionReason,
        Self::DeclineReason,
        Self::DraftWords,
        Self::FlagWords,
        Self::SupportEmail,
        Self::SupportKey,
        Self::AnswerDraftShown,
        Self::AnswerDraftMail,
        Self::UnplacedHead,
        Self::UnplacedMail,
        Self::WebhookSecret,
        Self::WebhookOldSecret,
        Self::SignOnSubject,
        Self::SignOnSaid,
    ];

    /// The sealed column of this name; `None` when what it holds is not sealed.
    pub fn find(table: &str, column: &str) -> Option<Self> {
        let named = |one: &&Self| one.context().split_once('.') == Some((table, column));
        Self::ALL.iter().find(named).copied()
    }

    /// Its table and its own name.
    pub fn name(self) -> (&'static str, &'static str) {
        self.context()
            .split_once('.')
            .expect("every context below has a dot")
    }

    const fn context(self) -> &'static str {
        match self {
            Self::AccountEmail => "accounts.email_sealed",
            Self::RegistrationEmail => "registrations.email_sealed",
            Self::TokenEmail => "account_tokens.email_sealed",
            Self::AuthenticatorSecret => "authenticators.secret_sealed",
            Self::PasskeyLabel => "passkeys.label_sealed",
            Self::CaseContactName => "cases.contact_name_sealed",
            Self::CaseContactEmail => "cases.contact_email_sealed",
            Self::CaseContactPhone => "cases.contact_phone_sealed",
            Self::CasePassword => "cases.password_hash",
            Self::PostKey => "posts.guest_key_hash",
            Self::OutboxRecipient => "outbox.recipient_sealed",
            Self::OutboxContent => "outbox.content_sealed",
            Self::OutboxReply => "outbox.reply_sealed",
            Self::MailPauseWords => "mail_pauses.words_sealed",
            Self::EventName => "event_sign_ups.name_sealed",
            Self::EventEmail => "event_sign_ups.email_sealed",
            Self::LedgerPayload => "ledger_payloads.payload_sealed",
            Self::OriginalText => "sealed_originals.original_sealed",
            Self::OriginalQuote => "sealed_quotes.original_sealed",
            Self::AppealWords => "appeals.words_sealed",
            Self::AppealAnswer => "appeals.answer_sealed",
            Self::RequestContact => "data_requests.contact_sealed",
            Self::RequestWords => "data_requests.words_sealed",
            Self::RequestAnswer => "data_requests.answer_sealed",
            Self::RequestExtension => "data_requests.extended_because_sealed",
            Self::DecisionReason => "review_items.decision_reason_sealed",
            Self::DeclineReason => "approvals.declined_because_sealed",
            Self::DraftWords => "drafts.words_sealed",
            Self::FlagWords => "flags.words_sealed",
            Self::SupportEmail => "support_requests.email_sealed",
            Self::SupportKey => "support_keys.key_sealed",
            Self::AnswerDraftShown => "answer_drafts.shown_sealed",
            Self::AnswerDraftMail => "answer_drafts.mail_sealed",
            Self::UnplacedHead => "unplaced_mails.head_sealed",
            Self::UnplacedMail => "unplaced_mails.mail_sealed",
            Self::WebhookSecret => "webhook_endpoints.secret_sealed",
            Self::WebhookOldSecret => "webhook_endpoints.old_secret_sealed",
            Self::SignOnSubject => "sign_on_identities.subject_sealed",
            Self::SignOnSaid => "sign_on_attempts.said_sealed",
        }
    }
}

pub fn seal(keys: &Keys, random: &Random, column: Column, value: &Private<String>) -> Vec<u8> {
    let plain = value.reveal(Viewer::Plaza, Purpose::Storage);
    keys.seal(random, column.context(), plain.as_bytes())
}

/// Fails when the secret is another than the one it was sealed with, or the bytes were altered.
pub fn open(keys: &Keys, column: Column, sealed: &[u8]) -> Result<Private<String>, CannotOpen> {
    let plain = keys.open(column.context(), sealed)?;
    String::from_utf8(plain)
        .map(Private::new)
        .map_err(|_| CannotOpen)
}

/// The blind index of an e-mail address: equal for one address, however its letters are cased.
pub fn email_index(keys: &Keys, email: &Private<String>) -> Vec<u8> {
    keys.mac(Use::EmailIndex, &[lower_case(email).as_bytes()])
        .to_vec()
}

/// The blind index of what the city's sign-on calls somebody: equal for the same letters alone.
pub fn subject_index(keys: &Keys, subject: &Private<String>) -> Vec<u8> {
    let subject = subject.reveal(Viewer::Plaza, Purpose::Storage);
    keys.mac(Use::SignOn, &[b"subject", subject.as_bytes()])
        .to_vec()
}

/// As [`email_index`], in every form in which the address's domain may have been written (RFC 5891):
/// mail programs write another than people do.
pub fn email_indices(keys: &Keys, email: &Private<String>) -> Vec<Vec<u8>> {
    let plain = lower_case(email);
    let mut forms = Vec::new();
    if let Some((name, domain)) = plain.rsplit_once('@') {
        let ascii = idna::domain_to_ascii(domain);
        forms.extend(ascii.map(|domain| format!("{name}@{domain}")));
        if let (domain, Ok(())) = idna::domain_to_unicode(domain) {
            forms.push(format!("{name}@{domain}"));
        }
    }
    forms.push(plain);
    forms.dedup();
    let index = |form: &String| keys.mac(Use::EmailIndex, &[form.as_bytes()]).to_vec();
    forms.iter().map(index).collect()
}

/// Whether two are one address, however its letters are cased and its domain is written.
pub fn is_same_email(one: &Private<String>, other: &Private<String>) -> bool {
    ascii_form(one) == ascii_form(other)
}

fn ascii_form(email: &Private<String>) -> String {
    let plain = lower_case(email);
    let ascii = plain.rsplit_once('@').and_then(|(name, domain)| {
        let domain = idna::domain_to_ascii(domain).ok()?;
        Some(format!("{name}@{domain}"))
    });
    ascii.unwrap_or(plain)
}

/// The blind index of the domain that an e-mail address, or the domain itself, names: equal for one
/// domain, in whichever of its forms (RFC 5891) it is written.
pub fn domain_mark(keys: &Keys, email: &Private<String>) -> Vec<u8> {
    let email = email.reveal(Viewer::Plaza, Purpose::Storage).trim();
    let domain = email.rsplit_once('@').map_or(email, |(_, domain)| domain);
    let domain = idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase());
    keys.mac(Use::DomainMark, &[domain.as_bytes()]).to_vec()
}

/// As [`email_index`], of the mailbox that an address leads to however it is written, as far as an
/// address tells: what follows a `+` is left out. That somebody has two mailboxes, or a server of
/// their own that takes every name, no address tells.
pub fn mailbox_index(keys: &Keys, email: &Private<String>) -> Vec<u8> {
    keys.mac(Use::EmailIndex, &[mailbox(email).as_bytes()])
        .to_vec()
}

fn mailbox(email: &Private<String>) -> String {
    let email = email.reveal(Viewer::Plaza, Purpose::Storage).trim();
    let Some((name, domain)) = email.rsplit_once('@') else {
        return email.to_lowercase();
    };
    let name = match name.split_once('+') {
        Some((before, _)) if !before.is_empty() => before,
        _ => name,
    };
    format!("{}@{}", name.to_lowercase(), domain.to_ascii_lowercase())
}

fn lower_case(email: &Private<String>) -> String {
    let email = email.reveal(Viewer::Plaza, Purpose::Storage);
    email.trim().to_lowercase()
}

/// A new key for [`email_mark`], as its column holds it.
pub fn new_key(keys: &Keys, random: &Random, column: Column) -> Vec<u8> {
    let key = Token::draw(random).reveal().to_owned();
    seal(keys, random, column, &Private::new(key))
}

/// The mark of an address by a key of its own that lies sealed in `column`: equal where
/// [`mailbox_index`] is, another by another key, and the same after a rotation.
pub fn email_mark(
    keys: &Keys,
    column: Column,
    key_sealed: &[u8],
    email: &Private<String>,
) -> Result<Vec<u8>, CannotOpen> {
    let mailbox = mailbox(email);
    let mark = keys.mac_by(column.context(), key_sealed, &[mailbox.as_bytes()])?;
    Ok(mark.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_one_index_whoever_lives_there() {
        let keys = Keys::new([1; 32]);
        let index = |email: &str| domain_mark(&keys, &Private::new(email.to_owned()));
        let plain = index("me@city.example");
        for same in ["you@City.Example", "city.example", " a@b@CITY.example "] {
            assert_eq!(index(same), plain, "{same}");
        }
        for other in ["me@example", "me@mail.city.example", "me"] {
            assert_ne!(index(other), plain, "{other}");
        }
        assert_eq!(
            index("a@b\u{fc}cher.example"),
            index("c@xn--bcher-kva.example")
        );
        // It is no address's index.
        let email = Private::new("city.example".to_owned());
        assert_ne!(plain, email_index(&keys, &email));
    }

    #[test]
    fn an_address_is_known_in_every_form_of_its_domain() {
        let keys = Keys::new([1; 32]);
        let email = |email: &str| Private::new(email.to_owned());
        let (typed, sent) = (
            email("Me@b\u{fc}cher.example"),
            email("me@xn--bcher-kva.example"),
        );
        for (stored, came) in [(&typed, &sent), (&sent, &typed), (&sent, &sent)] {
            let known = email_indices(&keys, came);
            assert!(known.contains(&email_index(&keys, stored)));
            assert!(is_same_email(stored, came));
        }
        let other = email("you@b\u{fc}cher.example");
        assert!(!email_indices(&keys, &sent).contains(&email_index(&keys, &other)));
        assert!(!is_same_email(&sent, &other));
        for odd in ["me", "", "me@", "me@-.example"] {
            let odd = email(odd);
            assert!(email_indices(&keys, &odd).contains(&email_index(&keys, &odd)));
            assert!(is_same_email(&odd, &odd));
        }
    }

    #[test]
    fn addresses_of_mailbox_have_one_index() {
        let keys = Keys::new([1; 32]);
        let index = |email: &str| mailbox_index(&keys, &Private::new(email.to_owned()));
        let plain = index("me@city.example");
        for same in [
            "me+1@city.example",
            "ME+a+b@City.Example",
            " me@CITY.example ",
        ] {
            assert_eq!(index(same), plain, "{same}");
        }
        for other in [
            "me1@city.example",
            "+1@city.example",
            "me@city.example.tw",
            "me",
        ] {
            assert_ne!(index(other), plain, "{other}");
        }
        // A Kelvin sign is no letter of a domain's name.
        assert_ne!(index("me@\u{212a}.example"), index("me@k.example"));
    }
}
