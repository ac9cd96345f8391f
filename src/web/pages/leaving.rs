//! The page between Plaza and somebody else's site: it says that the policy ends here.
//!
//! It redirects nobody, and it shows only addresses that a page of this Plaza gave out: the link
//! here carries a MAC, so that nobody can use the city's name to lead people astray.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use serde::Deserialize;

use crate::{
    context::Context,
    privacy::origins::in_letters,
    web::{
        fault::Fault,
        outward::is_ours,
        page::{Page, html, html_as},
    },
};

#[derive(Template)]
#[template(path = "pages/leaving.html")]
struct Leaving {
    page: Page,
    /// `None`: this Plaza did not give out the link.
    there: Option<There>,
}

/// Where a link leads.
struct There {
    /// As it travels: ASCII alone.
    address: String,
    host: String,
    /// The host in its own letters, where it has others.
    letters: Option<String>,
    /// The user name that stands before the host, as if it were one.
    disguise: Option<String>,
    encrypted: bool,
}

#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    to: String,
    #[serde(default)]
    check: String,
}

impl There {
    fn read(address: &str) -> Option<Self> {
        let url = url::Url::parse(address).ok()?;
        let host = url.host_str()?.to_owned();
        let disguise = (!url.username().is_empty()).then(|| url.username().to_owned());
        matches!(url.scheme(), "http" | "https").then(|| Self {
            letters: in_letters(&url),
            encrypted: url.scheme() == "https",
            address: url.to_string(),
            host,
            disguise,
        })
    }
}

pub async fn get(
    mut page: Page,
    context: Data<Context>,
    link: Query<Link>,
) -> Result<HttpResponse, Fault> {
    let there = is_ours(&context, &link.to, &link.check)
        .then(|| There::read(&link.to))
        .flatten();
    if there.is_none() {
        page.forget_query();
        return html_as(StatusCode::BAD_REQUEST, &Leaving { page, there });
    }
    html(&Leaving { page, there })
}
