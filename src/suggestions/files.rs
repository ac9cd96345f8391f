//! The files of a case: they come with the suggestion, with what its resident writes later, and with
//! what an office answers, asks or notes.
//!
//! They are covered data as the words beside them: whoever opens the case opens them, and nobody else.
//! Nothing of them is published or mailed; a mail says that there are some.

use validator::ValidationErrors;

use super::{SuggestionError, desk, follow::Own, suggestion::typed};
use crate::{
    accounts::Member,
    attachments::{self, CaseFile, Chosen, MOST},
    context::Context,
    privacy::{Private, trace::Looked},
    text_rules::refuse_length,
};

/// What somebody says about a case, with the files that go with it.
#[derive(Clone)]
pub struct Message {
    pub words: Private<String>,
    pub files: Vec<Chosen>,
}

impl From<Private<String>> for Message {
    /// Words alone.
    fn from(words: Private<String>) -> Self {
        Self {
            words,
            files: Vec::new(),
        }
    }
}

impl Message {
    /// By this the same is known when it comes again.
    pub(super) fn said(&self) -> Vec<String> {
        let mut said = vec![typed(&self.words).to_owned()];
        said.extend(self.files.iter().map(Chosen::fingerprint));
        said
    }
}

/// Field `files`.
pub(super) fn check(errors: &mut ValidationErrors, files: &[Chosen]) {
    if files.len() > MOST {
        refuse_length(errors, "files", 0, MOST);
    }
}

/// A file of one's own case. [`SuggestionError::NoSuchFile`] for one of another case, and for an
/// office's internal one, as for one that does not exist.
pub fn of_own(case: &Own, file: i64) -> Result<&CaseFile, SuggestionError> {
    let mut files = case.files.iter();
    let found = files.find(|one| one.id == file);
    found.ok_or(SuggestionError::NoSuchFile)
}

/// A file of a case of the member's offices. As opening the case it leaves a trace, and fails as
/// [`desk::find`] does; [`SuggestionError::NoSuchFile`] where this case has no such file.
pub async fn at_desk(
    context: &Context,
    member: &Member,
    case: i64,
    file: i64,
) -> Result<(CaseFile, Looked), SuggestionError> {
    let (_, looked) = desk::look(context, member, case).await?;
    let files = context
        .db
        .read(move |connection| Ok::<_, SuggestionError>(attachments::of_case(connection, case)?))
        .await?;
    let mut files = files.into_iter();
    let found = files.find(|one| one.id == file);
    Ok((found.ok_or(SuggestionError::NoSuchFile)?, looked))
}
