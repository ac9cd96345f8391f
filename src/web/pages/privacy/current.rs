//! The policy that is in force.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    privacy::policy::{self, Version},
    web::{
        fault::Fault,
        page::{Page, html},
        pages::{privacy::kind, text::render},
    },
};

/// One version, here and on its own page.
#[derive(Template)]
#[template(path = "pages/privacy/version.html")]
pub struct VersionPage {
    pub page: Page,
    pub version: Version,
    /// Whether this is the page of the policy and not of one version among others.
    pub in_force: bool,
    pub body: String,
}

impl VersionPage {
    pub fn new(page: Page, version: Version, in_force: bool) -> Self {
        Self {
            body: render(version.text(page.lang)),
            page,
            version,
            in_force,
        }
    }

    fn kind(&self) -> String {
        kind(&self.page, &self.version)
    }
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let version = policy::current(&context).await?;
    html(&VersionPage::new(page, version, true))
}
