//! A flag as it arrives, from a page or a program: of many about one thing that guests give from one
//! network in a day, one counts. Who it was, nobody keeps; see [`AddressLimits`].

use actix_web::HttpRequest;

use super::extract::AddressLimits;
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        ForumError,
        flags::{self, Given, NewFlag},
    },
};

/// That a moderator looks at it.
pub(super) const TAKEN: &str = "flagged";

/// Gives a flag; what came of it, as pages and the API name it.
pub(super) async fn give(
    context: &Context,
    (request, limits): (&HttpRequest, &AddressLimits),
    by: Option<&Member>,
    submission: &str,
    new: NewFlag,
) -> Result<&'static str, ForumError> {
    let about = new.about;
    if by.is_none() && limits.flagged_before(request, about) {
        flags::look(context, about, by).await?;
        return Ok("flagged-source");
    }
    match flags::give(context, by, submission, new).await? {
        Given::Now => {
            if by.is_none() {
                limits.note_flag(request, about);
            }
            Ok(TAKEN)
        }
        Given::Before => Ok("flagged-before"),
        Given::Enough => Ok("flagged-enough"),
    }
}
