//! The form in which a topic, a reply or an edit is written, with its findings.
//!
//! Works without a script: "preview" and "publish" are buttons, and what is found is
//! asked on the page after. Everything that was typed stays.

use validator::ValidationErrors;

use super::{
    drafts::DraftShown,
    files::{self, FileShown, Gathered},
};
use crate::{
    context::Context,
    forum::{
        ForumError,
        files::part_of,
        quotes::{self, Quoted},
        reader::Reader,
        search::{self, Hit},
        submission::{Author, Decisions, Preview, Submission, field},
    },
    i18n::Lang,
    keys::Token,
    offices::Office,
    privacy::notices::{Notice, ShownNotice},
    text::{
        Field, Format, css_name,
        findings::Found,
        official::Rule,
        publication::{Choice, Decision, Question, Reason, Undecided, Whose},
        render_preview,
    },
    web::{
        fault::Fault,
        form::{Errors, Form, with_masks},
        page::Page,
        pictures::Look,
    },
};

/// More findings than this are not asked one by one: a form has an end.
pub(in crate::web::pages) const MOST_QUESTIONS: usize = 100;

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Topic,
    Reply,
    Edit,
    /// A resident publishes a case.
    Publication,
}

impl Purpose {
    /// What the button does.
    pub fn button(self, lang: Lang) -> String {
        match self {
            Self::Topic => lang.t("forum-publish"),
            Self::Reply => lang.t("forum-reply"),
            Self::Edit => lang.t("forum-save"),
            Self::Publication => lang.t("publication-send"),
        }
    }
}

/// The form's state.
pub struct Compose {
    pub purpose: Purpose,
    pub action: String,
    pub back: String,
    pub submission: String,
    pub reply_to: String,
    /// What the form begins with of another post, for the script that keeps a guest's words.
    pub quoted: String,
    /// Of the text that an edit began from.
    pub began: String,
    pub check: String,
    /// The key of a guest's post that is edited; empty where there is none.
    pub key: String,
    /// Name and address of such a post, which are asked about and not typed.
    pub signed: Option<(String, String)>,
    pub title: Option<String>,
    /// What a topic is about, as typed.
    pub tags: Option<String>,
    pub body: String,
    pub files: Vec<FileShown>,
    /// The offices for which the writer can answer: slug and name; the first is none.
    offices: Vec<(String, String)>,
    pub office: String,
    /// Name and public e-mail address, where a guest writes.
    pub guest: Option<(String, String)>,
    /// What a guest is told about the name and address that the form asks for.
    pub notice: Option<ShownNotice>,
    pub errors: Errors,
    /// Why the author is asked, or asked again.
    pub reason: String,
    pub asked: Vec<Asked>,
    /// There are more than a form can ask: they can be masked all together.
    pub too_many: bool,
    pub preview: Option<Shown>,
    /// Topics like the one that is being written.
    pub similar: Vec<Hit>,
    /// Where what is typed is kept until it is sent; none behind a guest's key.
    pub draft: Option<DraftShown>,
}

/// One finding with the answers given so far.
pub struct Asked {
    pub at: String,
    pub kind: String,
    /// Whether it is said to be of that kind, or that it may be.
    pub sure: bool,
    pub before: String,
    pub text: String,
    pub after: String,
    pub masked: String,
    pub publishable: bool,
    /// The name of the file that it stands in, or "".
    pub file: String,
    /// It cannot be masked: the whole file is published or taken out.
    pub whole: bool,
    pub whose: &'static str,
    pub choice: &'static str,
}

/// The texts as they would look, with what was found.
pub struct Shown {
    pub title: Option<String>,
    pub body: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub language: Lang,
    /// The posts that the text quotes.
    pub quotes: Vec<Quoted>,
}

impl Compose {
    /// An empty form with a submission id of its own.
    pub fn blank(
        context: &Context,
        purpose: Purpose,
        action: String,
        back: String,
        guest: bool,
        lang: Lang,
    ) -> Self {
        Self {
            purpose,
            action,
            back,
            submission: Token::draw(&context.random).reveal().to_owned(),
            reply_to: String::new(),
            quoted: String::new(),
            began: String::new(),
            check: String::new(),
            key: String::new(),
            signed: None,
            title: (purpose == Purpose::Topic).then(String::new),
            tags: (purpose == Purpose::Topic).then(String::new),
            offices: Vec::new(),
            office: String::new(),
            body: String::new(),
            files: Vec::new(),
            guest: guest.then(Default::default),
            notice: guest.then(|| Notice::GuestPost.shown(lang, &context.config)),
            errors: Errors::default(),
            reason: String::new(),
            asked: Vec::new(),
            too_many: false,
            preview: None,
            similar: Vec::new(),
            draft: None,
        }
    }

    /// The form as it was sent.
    pub fn of(
        context: &Context,
        submission: &Submission,
        purpose: Purpose,
        action: String,
        back: String,
    ) -> Self {
        let guest = matches!(submission.author, Author::Guest { .. });
        Self {
            notice: guest.then(|| Notice::GuestPost.shown(submission.language, &context.config)),
            purpose,
            action,
            back,
            submission: submission.id.clone().unwrap_or_default(),
            reply_to: submission
                .reply_to
                .map(|post| post.to_string())
                .unwrap_or_default(),
            quoted: String::new(),
            began: String::new(),
            check: submission.check.clone().unwrap_or_default(),
            key: String::new(),
            signed: match &submission.author {
                Author::KeyHolder { name, public_email } => {
                    Some((name.clone(), public_email.clone()))
                }
                Author::Resident { name } => Some((name.clone(), String::new())),
                Author::Account(_) | Author::Guest { .. } => None,
            },
            title: submission.title.clone(),
            tags: (purpose == Purpose::Topic).then(|| submission.tags.clone()),
            offices: Vec::new(),
            office: submission.office.clone().unwrap_or_default(),
            body: submission.body.clone(),
            files: Vec::new(),
            guest: match &submission.author {
                Author::Account(_) | Author::Resident { .. } | Author::KeyHolder { .. } => None,
                Author::Guest { name, public_email } => Some((name.clone(), public_email.clone())),
            },
            errors: Errors::default(),
            reason: String::new(),
            asked: Vec::new(),
            too_many: false,
            preview: None,
            similar: Vec::new(),
            draft: None,
        }
    }

    /// Whether a topic is opened with it.
    pub fn opens_topic(&self) -> bool {
        self.purpose == Purpose::Topic
    }

    /// Shows the topics that are like this one.
    pub async fn with_similar(
        mut self,
        context: &Context,
        reader: Reader,
    ) -> Result<Self, ForumError> {
        if let Some(title) = &self.title {
            self.similar = search::similar(context, reader, title, false).await?;
        }
        Ok(self)
    }

    /// The form carries a guest's key along, which its page asks for each time.
    pub fn behind(mut self, key: String) -> Self {
        self.key = key;
        self
    }

    /// Says from which text the edit began.
    pub fn began_from(self, began: String) -> Self {
        Self { began, ..self }
    }

    /// Looks up whose words the preview quotes.
    pub async fn quoting(
        mut self,
        context: &Context,
        reader: impl Into<Reader>,
    ) -> Result<Self, ForumError> {
        if let Some(shown) = &mut self.preview {
            shown.quotes = quotes::of_preview(context, &shown.body, reader).await?;
        }
        Ok(self)
    }

    /// With its files, as their author sees them.
    pub async fn with_files(
        mut self,
        context: &Context,
        submission: &Submission,
    ) -> Result<Self, Fault> {
        self.files = files::shown(context, &submission.files).await?;
        Ok(self)
    }

    /// Says what must be said about the files; whether anything must, before it is published.
    pub fn files_first(&mut self, gathered: &Gathered, publish: bool, lang: Lang) -> bool {
        for error in &gathered.errors {
            self.errors.add("files", error.clone());
        }
        // Asked once: whoever leaves it empty then has said so.
        for position in gathered.undescribed.iter().filter(|_| publish) {
            let field = format!("alt-{position}");
            self.errors.add(&field, lang.t("files-describe"));
        }
        !self.errors.is_empty()
    }

    /// The text of the preview with its pictures.
    pub fn shown(&self, page: &Page, shown: &Shown) -> String {
        let looks: Vec<Look> = self.files.iter().filter_map(FileShown::look).collect();
        page.shown_quoting(&shown.body, &shown.quotes, &looks)
    }

    pub fn with_errors(mut self, errors: &ValidationErrors, lang: Lang) -> Self {
        self.errors = Errors::found(errors, lang);
        self.body = with_masks(&self.body, field::BODY, errors);
        if let Some(title) = &mut self.title {
            *title = with_masks(title, field::TITLE, errors);
        }
        if let Some((name, _)) = &mut self.guest {
            *name = with_masks(name, field::NAME, errors);
        }
        self
    }

    /// Asks a member of offices for whom they answer.
    pub fn with_offices(mut self, own: &[Office], lang: Lang) -> Self {
        if !own.is_empty() {
            self.offices
                .push((String::new(), lang.t("official-as-oneself")));
            let own = own
                .iter()
                .map(|office| (office.slug.clone(), office.name(lang)));
            self.offices.extend(own);
        }
        self
    }

    /// Begins an answer for the office that the board concerns, where its writer works for that.
    pub fn speaking_for(mut self, office: Option<i64>, own: &[Office]) -> Self {
        if let Some(office) = own.iter().find(|own| Some(own.id) == office) {
            self.office.clone_from(&office.slug);
        }
        self
    }

    /// Whether an office answers with it.
    pub fn is_official(&self) -> bool {
        !self.office.is_empty()
    }

    pub fn offices(&self) -> &[(String, String)] {
        &self.offices
    }

    /// Whether the form that was sent stood under another notice than today's; `hash` is of that one.
    pub fn notice_changed(&self, hash: &str) -> bool {
        let today = self.notice.as_ref();
        today.is_some_and(|shown| shown.hash_text() != hash)
    }

    /// The notice is to be read again: nothing was published, and the texts stay.
    pub fn with_new_notice(mut self, lang: Lang) -> Self {
        self.errors.add("body", lang.t("notice-changed"));
        self
    }

    /// Too much came from one address: nothing was published, and the texts stay.
    pub fn held_back(mut self, lang: Lang) -> Self {
        self.errors.add("body", lang.t("too-many-kept"));
        self
    }

    /// Shows the texts, and asks about their findings. `given` are answers that still hold.
    pub fn asking(mut self, undecided: &Undecided, given: &Decisions, lang: Lang) -> Self {
        self.reason = match undecided.reason {
            Reason::Found => lang.t("forum-ask-found"),
            Reason::Changed => lang.t("forum-ask-changed"),
            Reason::Unanswered => lang.t("forum-ask-unanswered"),
            Reason::NotPublishable => lang.t("forum-ask-not-publishable"),
        };
        let decisions = match given {
            Decisions::Each(decisions) if undecided.reason != Reason::Changed => &decisions[..],
            _ => &[],
        };
        let again = matches!(
            undecided.reason,
            Reason::Unanswered | Reason::NotPublishable
        );
        let official = self.is_official();
        self.check.clone_from(&undecided.check);
        self.take_texts(&undecided.fields);
        self.too_many = undecided.questions.len() > MOST_QUESTIONS;
        if !self.too_many {
            for (n, question) in undecided.questions.iter().enumerate() {
                let decision = decision_on(question, decisions);
                if again && let Some(message) = fault_of(question, decision, official, lang) {
                    self.errors.add(&format!("finding-{n}"), message);
                }
                let mut asked = Asked::of(question, decision);
                if let Some((position, _)) = part_of(question.field) {
                    let file = self.files.iter().find(|file| file.position == position);
                    asked.file = file.map(|file| file.name.clone()).unwrap_or_default();
                }
                asked.whole = undecided
                    .fields
                    .iter()
                    .any(|field| field.name == question.field && field.format == Format::Document);
                if asked.whole && asked.choice == Choice::Mask.as_str() {
                    asked.choice = Choice::TakeOut.as_str();
                }
                self.asked.push(asked);
            }
        }
        self.preview = Some(Shown::of(&undecided.fields, &undecided.questions, lang));
        self
    }

    /// Shows the texts without publishing them.
    pub fn previewing(mut self, preview: &Preview, submission: &Submission, lang: Lang) -> Self {
        match &preview.undecided {
            Some(undecided) => {
                let given = if preview.answers_hold {
                    &submission.decisions
                } else {
                    &Decisions::None
                };
                self.asking(undecided, given, lang)
            }
            None => {
                self.preview = Some(Shown::of(&preview.fields, &[], lang));
                self
            }
        }
    }

    /// The texts may be others than were typed: what the answers left of them.
    fn take_texts(&mut self, fields: &[Field]) {
        for text in fields {
            let source = text.source.clone();
            // Nobody writes as a guest and holds a key at once.
            let signature = self.guest.as_mut().or(self.signed.as_mut());
            match (text.name, signature) {
                (field::TITLE, _) => self.title = Some(source),
                (field::BODY, _) => self.body = source,
                (field::NAME, Some((name, _))) => *name = source,
                (field::EMAIL, Some((_, email))) => *email = source,
                _ => {}
            }
        }
    }

    /// The message on a finding.
    pub fn error_on(&self, n: &usize) -> Option<&str> {
        self.errors.on(&format!("finding-{n}"))
    }
}

pub(in crate::web::pages) fn decision_on<'a>(
    question: &Question,
    decisions: &'a [Decision],
) -> Option<&'a Decision> {
    decisions.iter().find(|decision| {
        decision.field == question.field
            && decision.start == question.start
            && decision.end == question.end
    })
}

fn fault_of(
    question: &Question,
    decision: Option<&Decision>,
    official: bool,
    lang: Lang,
) -> Option<String> {
    match decision {
        None => Some(lang.t("forum-finding-unanswered")),
        Some(decision) if decision.choice != Choice::Publish => None,
        Some(_) if !question.publishable() => Some(lang.t("face-finding-never")),
        Some(decision) if official && !Rule::City.may_stand(decision) => {
            Some(lang.t("official-only-none"))
        }
        Some(decision) => decision
            .whose
            .is_none()
            .then(|| lang.t("forum-finding-whose")),
    }
}

impl Asked {
    pub(in crate::web::pages) fn of(question: &Question, decision: Option<&Decision>) -> Self {
        let choice = decision.map(|decision| decision.choice);
        let choice = choice.filter(|choice| *choice != Choice::Publish || question.publishable());
        Self {
            at: format!("{}:{}:{}", question.field, question.start, question.end),
            kind: css_name(question.kind()),
            sure: question.found.is_sure(),
            before: question.before.clone(),
            text: question.found.text.clone(),
            after: question.after.clone(),
            masked: question.found.masked(),
            publishable: question.publishable(),
            file: String::new(),
            whole: false,
            whose: decision
                .and_then(|decision| decision.whose)
                .map_or("", Whose::as_str),
            choice: choice.unwrap_or(Choice::Mask).as_str(),
        }
    }
}

impl Shown {
    fn of(fields: &[Field], questions: &[Question], language: Lang) -> Self {
        let html = |name: &str| {
            let field = fields.iter().find(|field| field.name == name)?;
            let found: Vec<Found> = questions
                .iter()
                .filter(|question| question.field == name)
                .map(|question| question.found.clone())
                .collect();
            (!field.source.is_empty()).then(|| render_preview(field, &found))
        };
        Self {
            title: html(field::TITLE),
            body: html(field::BODY).unwrap_or_default(),
            name: html(field::NAME),
            email: html(field::EMAIL),
            language,
            quotes: Vec::new(),
        }
    }
}

/// Reads the form. `title` says whether it has one.
pub fn read(form: &Form, author: Author, title: bool, language: Lang) -> Submission {
    let given = |name: &str| Some(form.trimmed(name)).filter(|value| !value.is_empty());
    Submission {
        author,
        title: title.then(|| form.trimmed("title")),
        body: form.text("body"),
        reply_to: form.get("reply_to").parse().ok(),
        files: Vec::new(),
        tags: form.trimmed("tags"),
        office: given("office"),
        check: given("check"),
        decisions: if form.get("all") == "mask" {
            Decisions::MaskAll
        } else {
            match decisions(form) {
                none if none.is_empty() => Decisions::None,
                each => Decisions::Each(each),
            }
        },
        id: given("submission").filter(|id| id.len() <= 100),
        language,
        signals: form.signals(),
    }
}

/// The decisions that a form carries, one for each finding that it asked about.
pub(in crate::web::pages) fn decisions(form: &Form) -> Vec<Decision> {
    (0..MOST_QUESTIONS)
        .map_while(|n| {
            let at = form.get(&format!("at-{n}"));
            (!at.is_empty()).then_some((n, at))
        })
        .filter_map(|(n, at)| {
            let mut parts = at.split(':');
            Some(Decision {
                field: parts.next()?.to_owned(),
                start: parts.next()?.parse().ok()?,
                end: parts.next()?.parse().ok()?,
                whose: form.get(&format!("whose-{n}")).parse().ok(),
                choice: form.get(&format!("choice-{n}")).parse().ok()?,
            })
        })
        .collect()
}
