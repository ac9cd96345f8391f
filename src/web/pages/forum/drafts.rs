//! Drafts in the form in which a text is written: kept by a button or a script, brought back,
//! discarded. A guest's stays in the browser, where the choice about storage lets it.

use actix_web::HttpResponse;

use super::{
    author,
    compose::{self, Compose, Purpose},
    files,
};
use crate::{
    accounts::Member,
    attachments::MOST,
    began::Began,
    context::Context,
    db::Timestamp,
    forum::{
        ForumError,
        drafts::{self, Draft, DraftFile, Place, Words},
        submission::Submission,
    },
    keys::Token,
    privacy::{self, Private, Viewer, cookies::Cookie},
    web::{
        fault::Fault,
        form::Form,
        multipart::Filed,
        onward::with_done,
        page::{Page, see_other},
    },
};

/// What a form says of its draft.
pub struct DraftShown {
    /// Under which it is kept: `topic/12`.
    pub place: String,
    pub keeper: Keeper,
    /// When what the form shows was kept.
    pub kept_at: Option<Timestamp>,
}

/// Who keeps what is typed until it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// The account, on the server.
    Account,
    /// The reader's browser.
    Browser,
    /// Nobody: nothing may be stored in the browser. Whether it asks first.
    Nobody { asks: bool },
}

impl Keeper {
    /// As the script knows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Browser => "browser",
            Self::Nobody { .. } => "nobody",
        }
    }
}

impl DraftShown {
    pub fn of(page: &Page, place: String) -> Self {
        let keeper = match &page.account {
            Some(_) => Keeper::Account,
            None if page.permits(Cookie::Draft) => Keeper::Browser,
            None => Keeper::Nobody {
                asks: page.waits_for(Cookie::Draft),
            },
        };
        Self {
            place,
            keeper,
            kept_at: None,
        }
    }

    pub const fn is_accounts(&self) -> bool {
        matches!(self.keeper, Keeper::Account)
    }

    /// Whether its reader is to be asked before the browser keeps anything.
    pub const fn asks(&self) -> bool {
        matches!(self.keeper, Keeper::Nobody { asks: true })
    }

    pub const fn is_browsers(&self) -> bool {
        matches!(self.keeper, Keeper::Browser)
    }

    /// How many days the browser may keep a draft of a guest's; what is older the script removes.
    pub const fn life(&self) -> Option<i64> {
        match self.keeper {
            Keeper::Account => None,
            Keeper::Browser => Some(Cookie::Draft.longest().num_days()),
            Keeper::Nobody { .. } => Some(0),
        }
    }
}

/// A draft that was found for a form, as if it had been sent.
pub struct Found {
    pub filed: Filed,
    pub kept_at: Timestamp,
}

/// The draft of whoever is logged on, if there is one.
pub async fn find(
    context: &Context,
    member: Option<&Member>,
    place: Place,
) -> Result<Option<Found>, Fault> {
    let Some(member) = member else {
        return Ok(None);
    };
    let (cx, account) = (context.clone(), member.id);
    let draft = context
        .db
        .read(move |connection| drafts::find(connection, &cx, account, place))
        .await?;
    Ok(draft.map(|draft| Found::of(context, member, draft)))
}

impl Found {
    pub fn of(context: &Context, member: &Member, draft: Draft) -> Self {
        Self {
            kept_at: draft.kept_at,
            filed: Filed {
                form: form(context, member, draft),
                ..Filed::default()
            },
        }
    }
}

fn form(context: &Context, member: &Member, draft: Draft) -> Form {
    let words = draft
        .words
        .reveal(Viewer::Owner(member), privacy::Purpose::OwnAccess)
        .clone();
    let mut fields = vec![
        (
            "submission".to_owned(),
            Token::draw(&context.random).reveal().to_owned(),
        ),
        ("body".to_owned(), words.body),
        ("tags".to_owned(), words.tags),
        (files::LISTED.to_owned(), "yes".to_owned()),
    ];
    let given = [
        ("title", words.title),
        ("office", words.office),
        ("began", words.began),
        ("reply_to", words.reply_to.map(|post| post.to_string())),
    ];
    for (name, value) in given {
        fields.extend(value.map(|value| (name.to_owned(), value)));
    }
    for file in words.files {
        fields.push((format!("file-{}", file.position), file.handle));
        fields.push((format!("alt-{}", file.position), file.alt));
    }
    Form::new(fields)
}

/// The words of a form, to be kept.
fn words(submission: &Submission, form: &Form) -> Private<Words> {
    let files = submission.files.iter().take(MOST);
    Private::new(Words {
        title: submission.title.clone(),
        body: submission.body.clone(),
        tags: submission.tags.clone(),
        office: submission.office.clone(),
        reply_to: submission.reply_to,
        began: Some(form.trimmed("began")).filter(|began| !began.is_empty()),
        files: files
            .map(|file| DraftFile {
                handle: file.handle.clone(),
                position: file.attached.position,
                alt: file.attached.alt.clone(),
            })
            .collect(),
    })
}

/// What a form's button did to its draft.
pub enum Pressed {
    /// Another button.
    Other,
    /// It is done; the form is opened again.
    Done(HttpResponse),
    /// It could not be kept as it is; the form says why.
    Refused(validator::ValidationErrors),
}

/// Keeps or discards the draft, if that was asked for. `back` is where the form stands.
pub async fn pressed(
    context: &Context,
    page: &Page,
    place: Place,
    (submission, form): (&Submission, &Form),
    back: &str,
) -> Result<Pressed, Fault> {
    let Some(member) = &page.account else {
        return Ok(Pressed::Other);
    };
    let done = match form.get("draft") {
        "keep" => match drafts::keep(
            context,
            member,
            place,
            words(submission, form),
            Began::Anything,
        )
        .await
        {
            Ok(_) => "draft-kept",
            Err(ForumError::Invalid(errors)) => return Ok(Pressed::Refused(errors)),
            Err(error) => return Err(error.into()),
        },
        "discard" => {
            drafts::discard(context, member, place, Began::Anything).await?;
            "draft-discarded"
        }
        _ => return Ok(Pressed::Other),
    };
    Ok(Pressed::Done(see_other(with_done(back, done))))
}

/// The form with a draft in it. `post` is the one that is edited.
pub async fn brought_back(
    context: &Context,
    page: &Page,
    mut found: Found,
    (purpose, title): (Purpose, bool),
    post: Option<i64>,
    (action, back): (String, String),
) -> Result<Compose, Fault> {
    let member = page.account.as_ref();
    // No file comes with what was kept.
    let (of, filed, lang) = ((member, post), &mut found.filed, page.lang);
    let gathered = files::gather(context, filed, of, lang, &|| Ok(())).await?;
    let form = &found.filed.form;
    let submission = Submission {
        files: gathered.files.clone(),
        ..compose::read(form, author(member, form), title, page.lang)
    };
    let mut state = Compose::of(context, &submission, purpose, action, back)
        .with_files(context, &submission)
        .await?
        .began_from(form.trimmed("began"));
    state.files_first(&gathered, false, page.lang);
    Ok(state)
}

impl Compose {
    /// Whether there is a button that keeps what is typed.
    pub fn keeps_drafts(&self) -> bool {
        self.draft.as_ref().is_some_and(DraftShown::is_accounts)
    }

    /// Says where what is typed is kept until it is sent.
    pub fn with_draft(mut self, page: &Page, place: String, kept_at: Option<Timestamp>) -> Self {
        self.draft = Some(DraftShown {
            kept_at,
            ..DraftShown::of(page, place)
        });
        self
    }
}
