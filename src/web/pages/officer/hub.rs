//! Where the privacy officer begins: one row for each thing to look after.

use actix_web::HttpResponse;
use askama::Template;

use crate::web::{
    extract::PrivacyOfficer,
    fault::Fault,
    page::{Page, html},
};

/// Below `/LANG/`; each has the words `officer-NAME` and `officer-NAME-text`.
const SECTIONS: &[(&str, &str)] = &[
    ("requests", "officer/requests"),
    ("policy", "privacy"),
    ("retention", "officer/retention"),
];

#[derive(Template)]
#[template(path = "pages/officer/hub.html")]
struct Hub {
    page: Page,
}

pub async fn get(page: Page, _officer: PrivacyOfficer) -> Result<HttpResponse, Fault> {
    html(&Hub { page })
}
