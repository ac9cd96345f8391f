//! What the site keeps for one reader: notifications, what is watched, bookmarks, reactions, and
//! how far they have read.

pub mod bookmarks;
pub mod digest;
pub mod notifications;
pub mod own;
pub mod places;
pub mod posts;
pub mod settings;

use actix_web::HttpResponse;

use crate::{
    context::Context,
    web::{
        form::Form,
        onward::{own_path, with_done},
        page::{Page, see_other},
    },
};

/// Back to the page whose button was pressed, which says that it was done; else to `otherwise`.
/// `at` is the place on the page.
pub(super) fn back(
    page: &Page,
    context: &Context,
    form: &Form,
    otherwise: &str,
    at: &str,
    done: &str,
) -> HttpResponse {
    let back = own_path(context, form.get("back")).unwrap_or_else(|| page.href(otherwise));
    let back = back.split('#').next().unwrap_or_default();
    see_other(with_done(&format!("{back}{at}"), done))
}
