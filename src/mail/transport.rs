//! How a mail leaves: to an SMTP server, or into a folder.

use std::{fs, path::PathBuf, time::Duration};

use lettre::{
    Address, Message,
    address::Envelope,
    message::{Mailbox, MultiPart, header},
};

use super::{
    dkim::Signer,
    outbox::Leased,
    relay::{Reached, Relay},
};
use crate::{
    config::{Mail, MailRoute},
    db::text_enum,
    privacy::{Private, Purpose, Viewer},
};

/// The configured route cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    #[error("mail.url: {0}")]
    Url(String),
    #[error("mail.from is not an e-mail address")]
    From,
    #[error("the mail folder cannot be made: {0}")]
    Folder(std::io::Error),
    #[error("mail.dkim.key_file = {}: {what}", .file.display())]
    Dkim { file: PathBuf, what: String },
}

/// Why one mail did not leave.
pub enum Failure {
    /// This mail was refused for good, with the server's words.
    Refused(Private<String>),
    /// Something about this mail that may pass: a 4xx, a time-out, a connection that broke; with what
    /// was said.
    Later(Private<String>),
    /// No mail can leave now, with what was said; where the server said so, with its code.
    Relay(Step, Option<u16>, Private<String>),
}

text_enum! {
    /// What the relay did not do, as an operator's log names it.
    pub enum Step {
        Connection = "connection",
        Greeting = "greeting",
        Tls = "tls",
        LogOn = "log-on",
        /// It does not take the city's own address.
        Sender = "sender",
        /// The folder cannot be written.
        Folder = "folder",
    }
}

/// A ready route for mails.
pub struct Transport {
    from: Mailbox,
    signer: Option<Signer>,
    route: Route,
    connections: usize,
    timeout: Duration,
}

enum Route {
    Smtp(Box<Relay>),
    Folder(PathBuf),
}

impl Transport {
    pub fn new(mail: &Mail) -> Result<Self, TransportError> {
        let from = mail.from.parse().map_err(|_| TransportError::From)?;
        let signer = mail.dkim.as_ref().map(Signer::new).transpose()?;
        let route = match &mail.route {
            MailRoute::Smtp(url) => Route::Smtp(Box::new(Relay::new(url, mail.timeout)?)),
            MailRoute::Folder(path) => {
                fs::create_dir_all(path).map_err(TransportError::Folder)?;
                Route::Folder(path.clone())
            }
        };
        Ok(Self {
            from,
            signer,
            route,
            connections: mail.connections,
            timeout: mail.timeout,
        })
    }

    /// How many mails may be sent at once.
    pub const fn connections(&self) -> usize {
        self.connections
    }

    /// The public half of the key that mails are signed with, as the end of what is to stand at the name
    /// server.
    pub fn public_half(&self) -> Option<Vec<u8>> {
        self.signer.as_ref().map(Signer::public_half)
    }

    /// More than sending one mail takes at the longest, with the look for the server's address.
    pub fn longest(&self) -> Duration {
        self.timeout * 2
    }

    /// Tries the way and sends nothing; `None` where mails go into a folder, in which a file was written and
    /// deleted. Blocks as [`Transport::send`] does.
    pub fn probe(&self) -> Result<Option<Reached>, Failure> {
        match &self.route {
            Route::Smtp(relay) => relay.probe().map(Some),
            Route::Folder(path) => tempfile::tempfile_in(path).map(|_| None).map_err(|error| {
                Failure::Relay(Step::Folder, None, Private::new(error.to_string()))
            }),
        }
    }

    /// Sends one mail; blocks up to [`Transport::longest`].
    pub fn send(&self, mail: &Leased) -> Result<(), Failure> {
        let message = self.message(mail).ok_or_else(|| {
            Failure::Refused(Private::new("not a deliverable address".to_owned()))
        })?;
        let signed = self.signed(&message);
        match &self.route {
            Route::Smtp(relay) => relay.send(message.envelope(), &signed),
            Route::Folder(path) => {
                // Written aside first: a reader of the folder never sees half a mail.
                let name = format!("{:012}.eml", mail.id);
                let aside = path.join(format!(".{name}"));
                fs::write(&aside, arrived(mail, &signed))
                    .and_then(|()| fs::rename(&aside, path.join(name)))
                    .map_err(|error| {
                        Failure::Relay(Step::Folder, None, Private::new(error.to_string()))
                    })
            }
        }
    }

    fn signed(&self, message: &Message) -> Vec<u8> {
        let message = message.formatted();
        match &self.signer {
            Some(signer) => [signer.sign(&message).as_bytes(), &message].concat(),
            None => message,
        }
    }

    /// `None` when the address is none that mail can be sent to.
    fn message(&self, mail: &Leased) -> Option<Message> {
        let to = deliverable(mail.to.reveal(Viewer::Plaza, Purpose::Delivery))?;
        let mut message = Message::builder();
        if let Some(back) = &mail.back {
            let (from, to) = (Some(back.sender.clone()), vec![to.clone()]);
            message = message.envelope(Envelope::new(from, to).ok()?);
            if let Some(address) = &back.reply_to {
                message = message.reply_to(Mailbox::new(None, address.clone()));
            }
        }
        if let Some(address) = &mail.content.unsubscribe {
            message = message
                .header(ListUnsubscribe(address.clone()))
                .header(OneClick);
        }
        message
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.content.subject.replace(['\r', '\n', '\0'], " "))
            .message_id(Some(mail.message_id.clone()))
            .date_now()
            .header(AutoSubmitted)
            .header(ContentLanguage(mail.content.lang.tag()))
            .multipart(MultiPart::alternative_plain_html(
                mail.content.text.clone(),
                mail.content.html.clone(),
            ))
            .ok()
    }
}

/// A mail as the recipient's server keeps it: with the sender of its envelope (RFC 5321, 4.4).
fn arrived(mail: &Leased, message: &[u8]) -> Vec<u8> {
    let path = mail
        .back
        .as_ref()
        .map(|back| format!("Return-Path: <{}>\r\n", back.sender));
    [path.unwrap_or_default().as_bytes(), message].concat()
}

/// The address as SMTP wants it: an international domain in its ASCII form (RFC 5891).
fn deliverable(address: &str) -> Option<Address> {
    let (user, domain) = address.trim().rsplit_once('@')?;
    let domain = idna::domain_to_ascii(domain).ok()?;
    Address::new(user, domain).ok()
}

/// RFC 3834: tells other programs not to answer.
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 2369: how a reader is written to no more.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl header::Header for ListUnsubscribe {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("an address is only ever written".into())
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

/// RFC 8058: a POST to that address suffices.
#[derive(Clone)]
struct OneClick;

impl header::Header for OneClick {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

#[derive(Clone)]
struct ContentLanguage(&'static str);

impl header::Header for ContentLanguage {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("a language is only ever written".into())
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), self.0.to_owned())
    }
}
