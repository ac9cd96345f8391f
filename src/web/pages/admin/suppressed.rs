//! How many addresses get no mails that one can do without, by the reason: figures alone.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    mail::suppression::{self, Cause},
    web::{
        extract::Administrator,
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/admin/suppressed.html")]
struct SuppressedPage {
    page: Page,
    /// The reason and how many, in words.
    counted: Vec<(String, String)>,
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let counted = suppression::counted(&context).await?.into_iter();
    let counted = counted.map(|(cause, count)| {
        let count = count.map_or_else(|| page.t("suppressed-few"), |count| count.to_string());
        (page.t(words(cause)), count)
    });
    let template = SuppressedPage {
        counted: counted.collect(),
        page,
    };
    html(&template)
}

const fn words(cause: Cause) -> &'static str {
    match cause {
        Cause::HardBounce => "suppressed-hard-bounce",
        Cause::Unsubscribed => "suppressed-unsubscribed",
    }
}
