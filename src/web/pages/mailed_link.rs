//! The page behind a mailed link. Opening one does nothing, for mail servers open links too; its one
//! button does, and so does a mail program's POST (RFC 8058), which brings neither cookie nor form. A
//! link that was used, or had its time, says so (410) and how to go on.

use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

use crate::web::{
    fault::Fault,
    page::{Page, html_as, unstored},
};

#[derive(Template)]
#[template(path = "pages/mailed_link.html")]
struct MailedLink {
    page: Page,
    title: String,
    text: String,
    /// What a press does; absent where nothing is left to be pressed.
    button: Option<String>,
    /// Where one can go on, and what the link says.
    ways: Vec<(String, String)>,
}

/// A page to go on to: its path without the language, and the key of what the link says.
pub(super) type Way<'a> = (&'a str, &'a str);

/// Says what the button does; `title` and `button` are keys.
pub(super) fn asks(
    page: Page,
    title: &str,
    text: String,
    button: &str,
) -> Result<HttpResponse, Fault> {
    let button = Some(page.t(button));
    show(StatusCode::OK, page, title, text, button, &[])
}

/// Says that it is done.
pub(super) fn done(
    page: Page,
    title: &str,
    text: String,
    ways: &[Way<'_>],
) -> Result<HttpResponse, Fault> {
    show(StatusCode::OK, page, title, text, None, ways)
}

/// Says that the link has done its work or had its time.
pub(super) fn gone(
    page: Page,
    title: &str,
    text: String,
    ways: &[Way<'_>],
) -> Result<HttpResponse, Fault> {
    show(StatusCode::GONE, page, title, text, None, ways)
}

/// Says that what the link is for cannot be done with this account.
pub(super) fn refused(
    page: Page,
    title: &str,
    text: String,
    ways: &[Way<'_>],
) -> Result<HttpResponse, Fault> {
    show(StatusCode::FORBIDDEN, page, title, text, None, ways)
}

fn show(
    status: StatusCode,
    page: Page,
    title: &str,
    text: String,
    button: Option<String>,
    ways: &[Way<'_>],
) -> Result<HttpResponse, Fault> {
    let ways = ways
        .iter()
        .map(|(path, key)| (page.href(path), page.t(key)));
    let view = MailedLink {
        title: page.t(title),
        text,
        button,
        ways: ways.collect(),
        page,
    };
    html_as(status, &view).map(unstored)
}

/// The words of a link that ends mails, by their keys.
pub(super) struct Ends {
    pub title: &'static str,
    pub lead: &'static str,
    pub button: &'static str,
    pub done: &'static str,
    pub gone: &'static str,
    /// Where one sees how it is set.
    pub way: Way<'static>,
}

impl Ends {
    /// The page as it is opened.
    pub(super) fn asks(
        &self,
        page: Page,
        found: Result<(), impl Into<Fault>>,
    ) -> Result<HttpResponse, Fault> {
        match found.map_err::<Fault, _>(Into::into) {
            Ok(()) => {
                let text = page.t(self.lead);
                asks(page, self.title, text, self.button)
            }
            Err(fault) => self.not(page, fault),
        }
    }

    /// The page once the button was pressed.
    pub(super) fn done(
        &self,
        page: Page,
        ended: Result<(), impl Into<Fault>>,
    ) -> Result<HttpResponse, Fault> {
        match ended.map_err::<Fault, _>(Into::into) {
            Ok(()) => {
                let text = page.t(self.done);
                done(page, self.title, text, &[self.way])
            }
            Err(fault) => self.not(page, fault),
        }
    }

    fn not(&self, page: Page, fault: Fault) -> Result<HttpResponse, Fault> {
        let Fault::Gone = fault else {
            return Err(fault);
        };
        let text = page.t(self.gone);
        gone(page, self.title, text, &[self.way])
    }
}
