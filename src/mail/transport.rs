//! How a mail leaves: to an SMTP server, or into a folder.
//!
//! lettre's blocking transport is used on purpose: the asynchronous one bounds
//! connecting only, and a pooled connection that timed out could take a stale
//! reply for an acceptance.

use std::{fs, path::PathBuf, time::Duration};

use lettre::{
    Address, Message, SmtpTransport, Transport as _,
    message::{Mailbox, MultiPart, header},
};

use super::outbox::Leased;
use crate::{
    config::{Mail, MailRoute},
    privacy::{Private, Purpose, Viewer},
};

const TIMEOUT: Duration = Duration::from_secs(30);

/// The configured route cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    #[error("mail.url: {0}")]
    Url(lettre::transport::smtp::Error),
    #[error("mail.from is not an e-mail address")]
    From,
    #[error("the mail folder cannot be made: {0}")]
    Folder(std::io::Error),
}

/// Why one mail did not leave.
pub enum Failure {
    /// The server refused this mail for good.
    Refused(Private<String>),
    /// Anything that may pass: no connection, a time-out, a 4xx.
    Later,
}

/// A ready route for mails.
pub struct Transport {
    from: Mailbox,
    route: Route,
}

enum Route {
    Smtp(Box<SmtpTransport>),
    Folder(PathBuf),
}

impl Transport {
    pub fn new(mail: &Mail) -> Result<Self, TransportError> {
        let from = mail.from.parse().map_err(|_| TransportError::From)?;
        let route = match &mail.route {
            MailRoute::Smtp(url) => Route::Smtp(Box::new(
                SmtpTransport::from_url(url)
                    .map_err(TransportError::Url)?
                    .timeout(Some(TIMEOUT))
                    .build(),
            )),
            MailRoute::Folder(path) => {
                fs::create_dir_all(path).map_err(TransportError::Folder)?;
                Route::Folder(path.clone())
            }
        };
        Ok(Self { from, route })
    }

    /// Sends one mail; blocks up to the time-out.
    pub fn send(&self, mail: &Leased) -> Result<(), Failure> {
        let message = self.message(mail).ok_or_else(|| {
            Failure::Refused(Private::new("not a deliverable address".to_owned()))
        })?;
        match &self.route {
            Route::Smtp(server) => match server.send(&message) {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() || error.is_client() => {
                    Err(Failure::Refused(Private::new(error.to_string())))
                }
                Err(_) => Err(Failure::Later),
            },
            Route::Folder(path) => {
                // Written aside first: a reader of the folder never sees half a mail.
                let name = format!("{:012}.eml", mail.id);
                let aside = path.join(format!(".{name}"));
                fs::write(&aside, message.formatted())
                    .and_then(|()| fs::rename(&aside, path.join(name)))
                    .map_err(|_| Failure::Later)
            }
        }
    }

    /// `None` when the address is none that mail can be sent to.
    fn message(&self, mail: &Leased) -> Option<Message> {
        let to = deliverable(mail.to.reveal(Viewer::Plaza, Purpose::Delivery))?;
        let mut message = Message::builder();
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
