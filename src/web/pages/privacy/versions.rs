//! Every version of the policy, and any one of them.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::current::VersionPage;
use crate::{
    context::Context,
    privacy::policy::{self, Version},
    web::{
        fault::Fault,
        page::{Page, html},
        pages::privacy::kind,
    },
};

#[derive(Template)]
#[template(path = "pages/privacy/versions.html")]
struct Versions {
    page: Page,
    versions: Vec<Version>,
    /// The number of the one that is in force.
    in_force: i32,
}

impl Versions {
    fn kind(&self, version: &Version) -> String {
        kind(&self.page, version)
    }
}

pub async fn list(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let versions = policy::versions(&context).await?;
    let in_force = policy::current(&context).await?.number;
    html(&Versions {
        page,
        versions,
        in_force,
    })
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i32)>,
) -> Result<HttpResponse, Fault> {
    let version = policy::version(&context, path.1).await?;
    html(&VersionPage::new(page, version, false))
}
