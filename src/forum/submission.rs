//! What somebody wants to publish: its fields, their limits, and the answers to its findings.
//!
//! Until it is cleared, a submission lives in memory only: what its author takes
//! out or masks is written nowhere. Files alone wait in the store, readable by nobody: one that is
//! taken out is discarded with the answer, and a text file that is masked is written anew.

use validator::{Validate, ValidationErrors};

use super::{
    ForumError, files,
    reader::Reader,
    references::{self, At},
    tags::Tags,
};
use crate::{
    accounts::Member,
    attachments::{Chosen, MOST},
    context::Context,
    db::DbError,
    i18n::Lang,
    keys::Use,
    spam::proof::Signals,
    text::{
        self, Field, Format, Known,
        official::Rule,
        publication::{
            self, Answers, Choice, Decision, Publication, Question, Reason, Undecided, Whose,
        },
    },
    text_rules::{email, is_visible, plain_line, readable, refuse, refuse_length},
};

pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_BODY: usize = 20_000;
pub const LONGEST_NAME: usize = 40;
const LONGEST_EMAIL: usize = 254;

/// The names of the fields, as findings, decisions and errors say them.
pub mod field {
    pub const TITLE: &str = "title";
    pub const BODY: &str = "body";
    pub const NAME: &str = "name";
    pub const EMAIL: &str = "email";
    /// The files; each has fields of its own, see [`super::files`].
    pub const FILES: &str = "files";
    pub const TAGS: &str = "tags";
}

/// Who writes.
#[derive(Clone)]
pub enum Author {
    Account(Member),
    /// Somebody without an account; both will be public, and pass the same check as the text.
    Guest {
        name: String,
        /// Empty where none shall be public.
        public_email: String,
    },
    /// A resident who publishes a case; the name is empty where none shall be public.
    Resident {
        name: String,
    },
    /// A guest with the key of the post that is edited, for which [`super::owner::Owner::author`]
    /// gives this. Name and address are as they stand, or stood when they were asked about; they
    /// can be masked and taken out with the rest, and not replaced.
    KeyHolder {
        name: String,
        public_email: String,
    },
}

/// The answers to the findings, as far as they are given.
#[derive(Clone, Default)]
pub enum Decisions {
    /// None were given: the findings are asked.
    #[default]
    None,
    Each(Vec<Decision>),
    /// Every finding that the check speaks of is masked.
    MaskAll,
}

/// A text on its way to publication.
#[derive(Clone)]
pub struct Submission {
    pub author: Author,
    /// For a topic and its opening post.
    pub title: Option<String>,
    pub body: String,
    pub reply_to: Option<i64>,
    /// All files that the post shall have, each in its place.
    pub files: Vec<Chosen>,
    /// What a topic is about, as typed.
    pub tags: String,
    /// The slug of the office for which a member of it answers. Then nobody's personal data can be
    /// published.
    pub office: Option<String>,
    pub check: Option<String>,
    pub decisions: Decisions,
    /// The random id by which a repetition is known; the same id twice makes one post.
    pub id: Option<String>,
    /// For texts that do not tell their language.
    pub language: Lang,
    /// What a guest's form brought along.
    pub signals: Signals,
}

/// What stands between a submission and its publication.
pub enum Cleared {
    Ready(Ready),
    Undecided(Undecided),
    Invalid(ValidationErrors),
}

/// Texts that may be published, and the findings that their author answered.
pub struct Ready {
    pub publication: Publication,
    pub questions: Vec<Question>,
    pub tags: Tags,
}

impl Validate for Submission {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        if let Some(title) = &self.title {
            bounded(&mut errors, field::TITLE, title, LONGEST_TITLE, plain_line);
        }
        bounded(&mut errors, field::BODY, &self.body, LONGEST_BODY, readable);
        if let Author::Guest { name, public_email } = &self.author {
            bounded(&mut errors, field::NAME, name, LONGEST_NAME, plain_line);
            if !public_email.is_empty() && !email(public_email) {
                refuse(&mut errors, field::EMAIL, "email");
            }
        }
        if let Author::Resident { name } = &self.author
            && !name.is_empty()
        {
            bounded(&mut errors, field::NAME, name, LONGEST_NAME, plain_line);
        }
        if let Author::KeyHolder { name, public_email } = &self.author {
            let limits = [
                (field::NAME, name, LONGEST_NAME),
                (field::EMAIL, public_email, LONGEST_EMAIL),
            ];
            for (field, text, longest) in limits {
                if text.chars().count() > longest {
                    refuse_length(&mut errors, field, 0, longest);
                }
            }
        }
        // A file without a place of its own has no fields that the detector looks at.
        let placed = |file: &Chosen| (1..=MOST).contains(&file.attached.position);
        if self.files.len() > MOST || !self.files.iter().all(placed) {
            refuse_length(&mut errors, field::FILES, 0, MOST);
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

fn bounded(
    errors: &mut ValidationErrors,
    field: &'static str,
    text: &str,
    longest: usize,
    characters: fn(&str) -> bool,
) {
    if !is_visible(text) {
        refuse(errors, field, "required");
    } else if text.chars().count() > longest {
        refuse_length(errors, field, 1, longest);
    } else if !characters(text) {
        refuse(errors, field, "characters");
    }
}

impl Submission {
    /// The texts that the detector looks at and that are published.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = self.typed();
        fields.extend(files::fields(&self.files));
        fields
    }

    /// Those of them that were typed.
    fn typed(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        if let Some(title) = &self.title {
            fields.push(Field::new(field::TITLE, Format::Plain, title));
        }
        fields.push(Field::new(field::BODY, Format::Markdown, &self.body));
        if let Author::Guest { name, public_email } | Author::KeyHolder { name, public_email } =
            &self.author
        {
            fields.push(Field::new(field::NAME, Format::Name, name));
            fields.push(Field::new(field::EMAIL, Format::Email, public_email));
        }
        // As of a key's holder, so that the same answers hold when it is sent twice.
        if let Author::Resident { name } = &self.author {
            fields.push(Field::new(field::NAME, Format::Name, name));
            fields.push(Field::new(field::EMAIL, Format::Email, ""));
        }
        fields
    }

    /// This submission with other texts in its fields.
    pub fn with(mut self, fields: &[Field]) -> Self {
        for text in fields {
            let source = text.source.clone();
            if let Some((position, files::Part::Alt)) = files::part_of(text.name)
                && let Some(file) = self
                    .files
                    .iter_mut()
                    .find(|file| file.attached.position == position)
            {
                file.attached.alt.clone_from(&source);
            }
            match (text.name, &mut self.author) {
                (field::TITLE, _) => self.title = Some(source),
                (field::BODY, _) => self.body = source,
                (field::NAME, Author::Guest { name, .. } | Author::Resident { name }) => {
                    *name = source;
                }
                (field::EMAIL, Author::Guest { public_email, .. }) => *public_email = source,
                _ => {}
            }
        }
        self
    }

    /// Who writes, as a reader of the board.
    pub(super) fn reader(&self) -> Reader {
        match &self.author {
            Author::Account(member) => member.into(),
            Author::Guest { .. } | Author::Resident { .. } | Author::KeyHolder { .. } => {
                Reader::GUEST
            }
        }
    }

    /// What is stored of the submission's id: bound to its author, to where it goes and to its
    /// texts. The same form with another text, after a way back, is another post: nothing is lost.
    pub(super) fn mac(&self, context: &Context, place: &str) -> Option<Vec<u8>> {
        let author = match &self.author {
            Author::Account(member) => member.id.to_string(),
            Author::Guest { .. } | Author::Resident { .. } | Author::KeyHolder { .. } => {
                "guest".to_owned()
            }
        };
        let id = self.id.as_ref()?;
        let fields = self.typed();
        let mut parts = vec![author.as_bytes(), place.as_bytes(), id.as_bytes()];
        parts.extend(fields.iter().map(|field| field.source.as_bytes()));
        // By their ids, for names and texts may be masked the first time.
        let files: Vec<String> = self
            .files
            .iter()
            .map(|file| format!("file {}", file.attached.id))
            .collect();
        parts.extend(files.iter().map(|file| file.as_bytes()));
        parts.extend(self.office.iter().map(|office| office.as_bytes()));
        if !self.tags.is_empty() {
            parts.push(self.tags.as_bytes());
        }
        Some(context.config.keys.mac(Use::Submission, &parts).to_vec())
    }

    fn fields_knowing(&self, known: &Known) -> Vec<Field> {
        let mut fields = self.fields();
        for text in fields.iter_mut().filter(|text| text.name == field::BODY) {
            text.known = known.clone();
        }
        fields
    }

    fn publish(&self, context: &Context, known: &Known) -> Cleared {
        if let Err(errors) = self.validate() {
            return Cleared::Invalid(errors);
        }
        let (fields, detector) = (self.fields_knowing(known), context.detector());
        let tags = match Tags::parse(&self.tags, &detector) {
            Ok(tags) => tags,
            Err(code) => {
                let mut errors = ValidationErrors::new();
                refuse(&mut errors, field::TAGS, code);
                return Cleared::Invalid(errors);
            }
        };
        let questions = publication::questions(&fields, &detector);
        let (masked, allowed): (Vec<Decision>, Vec<Decision>);
        let decisions = match &self.decisions {
            Decisions::None => &[][..],
            // An office answers: the city publishes nobody's data.
            Decisions::Each(given) if self.office.is_some() => {
                let given = given.iter();
                let given = given.filter(|given| Rule::City.may_stand(given));
                allowed = given.cloned().collect();
                &allowed
            }
            Decisions::Each(decisions) => decisions,
            Decisions::MaskAll => {
                masked = questions.iter().map(mask).collect();
                &masked
            }
        };
        let answers = Answers {
            check: self.check.as_deref(),
            decisions,
        };
        let keys = &context.config.keys;
        match publication::publish(keys, context.now(), &detector, &fields, answers) {
            Err(undecided) => Cleared::Undecided(undecided),
            Ok(publication) => {
                let mut errors = ValidationErrors::new();
                for (field, there) in [(field::TITLE, self.title.is_some()), (field::BODY, true)] {
                    if there && !is_visible(publication.source(field)) {
                        refuse(&mut errors, field, "nothing-left");
                    }
                }
                if errors.is_empty() {
                    Cleared::Ready(Ready {
                        publication,
                        questions,
                        tags,
                    })
                } else {
                    Cleared::Invalid(errors)
                }
            }
        }
    }
}

fn mask(question: &Question) -> Decision {
    Decision {
        field: question.field.into(),
        start: question.start,
        end: question.end,
        whose: None,
        choice: Choice::Mask,
    }
}

/// Checks limits, looks for personal data and applies the answers, on a blocking thread:
/// a long text keeps the detector busy.
pub async fn clear(
    context: &Context,
    submission: Submission,
    at: At,
) -> Result<Cleared, ForumError> {
    let known = known(context, &submission, at).await?;
    clear_knowing(context, submission, known).await
}

async fn clear_knowing(
    context: &Context,
    submission: Submission,
    known: Known,
) -> Result<Cleared, ForumError> {
    let _turn = text::turn().await?;
    let context = context.clone();
    crate::threads::blocking(move || submission.publish(&context, &known))
        .await
        .map_err(|_| ForumError::Db(DbError::Panicked))
}

/// Whom and what the text refers to. What is too long to be published is not looked at.
async fn known(context: &Context, submission: &Submission, at: At) -> Result<Known, ForumError> {
    match submission.validate() {
        Ok(()) => references::resolve(context, &submission.body, at).await,
        Err(_) => Ok(Known::default()),
    }
}

/// What a preview shows: the findings of a submission, their check, and which of the given
/// answers still hold.
pub struct Preview {
    /// None when nothing is found.
    pub undecided: Option<Undecided>,
    /// Whether the answers that came along belong to this very text.
    pub answers_hold: bool,
    /// The texts, with what is known of them.
    pub fields: Vec<Field>,
}

/// As [`clear`], for a text that shall only be looked at.
pub async fn preview(
    context: &Context,
    submission: Submission,
    at: At,
) -> Result<Result<Preview, ValidationErrors>, ForumError> {
    let known = known(context, &submission, at).await?;
    let fields = submission.fields_knowing(&known);
    let unanswered = Submission {
        check: None,
        decisions: Decisions::None,
        ..submission.clone()
    };
    let undecided = match clear_knowing(context, unanswered, known.clone()).await? {
        Cleared::Invalid(errors) => return Ok(Err(errors)),
        Cleared::Undecided(undecided) => Some(undecided),
        Cleared::Ready(_) => None,
    };
    let answers_hold = match clear_knowing(context, submission, known).await? {
        Cleared::Undecided(undecided) => {
            matches!(
                undecided.reason,
                Reason::Unanswered | Reason::NotPublishable
            )
        }
        Cleared::Ready(_) | Cleared::Invalid(_) => true,
    };
    Ok(Ok(Preview {
        undecided,
        answers_hold,
        fields,
    }))
}

/// Answers by what stands in a finding: published and the author's own where `publish`
/// names it, masked elsewhere.
pub(super) fn by_words(questions: &[Question], publish: &[String]) -> Vec<Decision> {
    questions
        .iter()
        .map(|question| {
            let text = &question.found.text;
            let named = publish
                .iter()
                .any(|words| !words.is_empty() && (text.contains(words) || words.contains(text)));
            if named && question.publishable() {
                Decision {
                    whose: Some(Whose::Mine),
                    choice: Choice::Publish,
                    ..mask(question)
                }
            } else {
                mask(question)
            }
        })
        .collect()
}
