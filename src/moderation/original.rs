//! A post as it was before a moderator masked in it, or took words out: sealed until the time to appeal
//! has ended.
//!
//! How it is put back when an appeal is granted, `restore` knows.

use diesel::prelude::*;
use personal_data::Detector;
use serde::{Deserialize, Serialize};

use super::{
    ModerationError,
    acts::APPEAL_TIME,
    appeals::{AppealState, PATIENCE},
    files::MaskedFiles,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{
            appeals, chain_links, post_findings, post_quotes, post_revisions, posts,
            sealed_originals, sealed_quotes, topics,
        },
    },
    forum::{
        originals::{Finding, Text},
        quotes, references,
        submission::field::{BODY, TITLE},
    },
    keys::CannotOpen,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
    spam,
    text::{
        Field, Format, Kept, Known, Withdrawn, publication::Whose, rewrite::Gone, taken::Taken,
        withdraw,
    },
    webhooks,
};

/// All of a post that masking touches.
#[derive(Serialize, Deserialize)]
pub(super) struct Original {
    pub topic: i64,
    /// The number of the version that was the present one.
    pub present: i32,
    pub before: Vec<Text>,
    /// What the mask left of each, in the same order.
    pub after: Vec<Text>,
    /// Those of the present version.
    pub findings: Vec<Finding>,
    /// What the mask goes by, whatever becomes of the findings.
    pub marked: Vec<Finding>,
    #[serde(default)]
    pub files: MaskedFiles,
    /// What was taken out; nothing where the act is a mask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

pub(super) type Place = (String, String, i32, i32, f32, Whose);

/// A finding with the words that stand there in one of the texts.
pub(super) fn with_words(
    (field, kind, start, end, confidence, whose): Place,
    texts: &[Text],
) -> Finding {
    let source = texts.iter().find(|text| text.field == field);
    let place = |at: i32| usize::try_from(at).unwrap_or(0);
    let length = place(end).saturating_sub(place(start));
    Finding {
        words: source.map_or_else(String::new, |text| {
            let characters = text.source.chars().skip(place(start));
            characters.take(length).collect()
        }),
        field,
        kind,
        start,
        end,
        confidence,
        whose,
    }
}

impl Original {
    pub(super) fn open(context: &Context, sealed: &[u8]) -> Result<Self, CannotOpen> {
        let text = sealed::open(&context.config.keys, Column::OriginalText, sealed)?;
        serde_json::from_str(text.reveal(Viewer::Plaza, Purpose::Storage)).map_err(|_| CannotOpen)
    }

    /// The post as it is now, present version first.
    pub(super) fn read(connection: &mut AnyConnection, post: i64) -> Result<Self, ModerationError> {
        type Present = (i64, bool, String, String, String, String);
        let (topic, opens_topic, title, title_html, body, body_html): Present = posts::table
            .inner_join(topics::table)
            .filter(posts::id.eq(post))
            .select((
                posts::topic_id,
                posts::opens_topic,
                topics::title,
                topics::title_html,
                posts::body,
                posts::body_html,
            ))
            .first(connection)?;
        let revisions: Vec<(i32, Option<String>, String, String)> = post_revisions::table
            .filter(post_revisions::post_id.eq(post))
            .order(post_revisions::number)
            .select((
                post_revisions::number,
                post_revisions::title,
                post_revisions::body,
                post_revisions::body_html,
            ))
            .load(connection)?;
        let present = revisions.last().map_or(1, |(number, ..)| number + 1);
        let text = |version, field: &str, source, html| Text {
            version,
            field: field.to_owned(),
            source,
            html,
        };
        let mut before = vec![text(present, BODY, body, body_html)];
        if opens_topic {
            before.push(text(present, TITLE, title, title_html));
        }
        for (number, title, body, html) in revisions {
            before.push(text(number, BODY, body, html));
            // A revision keeps no HTML of its title.
            before.extend(title.map(|title| text(number, TITLE, title, String::new())));
        }
        let places: Vec<Place> = of_texts(post)
            .order(post_findings::id)
            .select((
                post_findings::field,
                post_findings::kind,
                post_findings::start_at,
                post_findings::end_at,
                post_findings::confidence,
                post_findings::whose,
            ))
            .load(connection)?;
        let findings: Vec<Finding> = places
            .into_iter()
            .map(|place| with_words(place, &before))
            .collect();
        Ok(Self {
            topic,
            present,
            before,
            after: Vec::new(),
            marked: findings.clone(),
            findings,
            files: MaskedFiles::read(connection, post)?,
            taken: None,
        })
    }

    pub(super) fn has_marks(&self) -> bool {
        let mut marked = self.marked.iter();
        marked.any(|finding| finding.whose != Whose::Nobody) || self.files.have_marks()
    }

    /// Masks every marked place, in this version, in those before it and in the files, by the
    /// act of ledger entry `number`.
    pub(super) fn mask(
        &mut self,
        connection: &mut AnyConnection,
        context: &Context,
        number: i32,
        post: i64,
    ) -> Result<(), ModerationError> {
        let detector = context.detector();
        let known = known(connection, post)?;
        self.after = self
            .before
            .iter()
            .map(|text| self.left_of(text, &[], &known, &detector))
            .collect();
        for text in &self.after {
            write(connection, post, self, text)?;
        }
        self.files.mask(connection, &detector, number, post)?;
        // Places moved: those that nobody's are counted anew when the post is next edited.
        diesel::delete(of_texts(post)).execute(connection)?;
        spam::forget_likeness(connection, &[post])?;
        Ok(())
    }

    /// What this act leaves of a text. A mask does not reach what is `allowed` unless it was marked
    /// when the post was masked.
    pub(super) fn left_of(
        &self,
        text: &Text,
        allowed: &[Finding],
        known: &Known,
        detector: &Detector,
    ) -> Text {
        if let Some(taken) = &self.taken {
            return self.without(taken, text, allowed, known, detector);
        }
        let (name, format) = if text.field == TITLE {
            (TITLE, Format::Plain)
        } else {
            (BODY, Format::Markdown)
        };
        let field = Field::new(name, format, text.source.as_str()).knowing(known.clone());
        let kept: Vec<Kept> = self
            .marked
            .iter()
            .filter(|finding| finding.whose == Whose::Nobody)
            .chain(allowed)
            .map(|finding| Kept {
                words: finding.words.clone(),
                whose: finding.whose,
            })
            .collect();
        let (source, html) = withdraw(&field, detector, &kept, &self.words_gone());
        Text {
            source,
            html,
            ..text.clone()
        }
    }

    /// What a mask takes away.
    pub(super) fn words_gone(&self) -> Vec<Withdrawn> {
        let gone = self.marked.iter();
        gone.filter(|finding| finding.whose != Whose::Nobody)
            .filter_map(|finding| {
                Some(Withdrawn {
                    words: finding.words.clone(),
                    kind: finding.kind.parse().ok()?,
                })
            })
            .collect()
    }

    /// Keeps it, sealed, until the time to appeal has ended.
    pub(super) fn seal(
        &self,
        connection: &mut AnyConnection,
        context: &Context,
        number: i32,
        post: i64,
        told: bool,
    ) -> Result<i64, ModerationError> {
        let original = diesel::insert_into(sealed_originals::table)
            .values((
                sealed_originals::ledger_number.eq(number),
                sealed_originals::post_id.eq(post),
                sealed_originals::original_sealed.eq(self.sealed(context)),
                sealed_originals::until.eq(context.now() + APPEAL_TIME),
                sealed_originals::told.eq(told),
            ))
            .returning(sealed_originals::id)
            .get_result(connection)?;
        keep_while_needed(connection, post)?;
        Ok(original)
    }

    /// Masks or takes out the same words where the post is quoted; what stood there is kept, sealed,
    /// beside the original.
    pub(super) fn mask_quotes(
        &self,
        connection: &mut AnyConnection,
        context: &Context,
        original: i64,
        post: i64,
    ) -> Result<(), ModerationError> {
        let changed = match &self.taken {
            Some(taken) => quotes::take_out(connection, context, &[post], taken)?,
            None => {
                let gone = self.words_gone();
                quotes::withdraw(connection, context, &[post], Gone::Words(&gone))?
            }
        };
        for before in changed {
            let text = serde_json::to_string(&before).expect("texts and numbers make JSON");
            let sealed = sealed::seal(
                &context.config.keys,
                &context.random,
                Column::OriginalQuote,
                &Private::new(text),
            );
            diesel::insert_into(sealed_quotes::table)
                .values((
                    sealed_quotes::original_id.eq(original),
                    sealed_quotes::post_id.eq(before.post),
                    sealed_quotes::original_sealed.eq(sealed),
                ))
                .execute(connection)?;
        }
        Ok(())
    }

    pub(super) fn sealed(&self, context: &Context) -> Vec<u8> {
        let text = serde_json::to_string(self).expect("texts and numbers make JSON");
        sealed::seal(
            &context.config.keys,
            &context.random,
            Column::OriginalText,
            &Private::new(text),
        )
    }
}

type OfTexts = diesel::dsl::Filter<
    diesel::dsl::Filter<post_findings::table, diesel::dsl::Eq<post_findings::post_id, i64>>,
    diesel::dsl::EqAny<post_findings::field, [&'static str; 2]>,
>;

/// The findings in a post's texts.
pub(super) fn of_texts(post: i64) -> OfTexts {
    post_findings::table
        .filter(post_findings::post_id.eq(post))
        .filter(post_findings::field.eq_any([TITLE, BODY]))
}

/// Writes a text to where it stands in a post whose present version `of` knows.
pub(super) fn write(
    connection: &mut AnyConnection,
    post: i64,
    of: &Original,
    text: &Text,
) -> QueryResult<()> {
    let (source, html) = (&text.source, &text.html);
    let revision = post_revisions::table
        .filter(post_revisions::post_id.eq(post))
        .filter(post_revisions::number.eq(text.version));
    match (text.version == of.present, text.field == TITLE) {
        (true, true) => diesel::update(topics::table.find(of.topic))
            .set((topics::title.eq(source), topics::title_html.eq(html)))
            .execute(connection)?,
        (true, false) => diesel::update(posts::table.find(post))
            .set((posts::body.eq(source), posts::body_html.eq(html)))
            .execute(connection)?,
        (false, true) => diesel::update(revision)
            .set(post_revisions::title.eq(source))
            .execute(connection)?,
        (false, false) => diesel::update(revision)
            .set((
                post_revisions::body.eq(source),
                post_revisions::body_html.eq(html),
            ))
            .execute(connection)?,
    };
    Ok(())
}

/// Sets until when each original of a post is kept: while the act may still be undone, or an
/// earlier one, which cannot be put back past a later mask without it.
pub(super) fn keep_while_needed(
    connection: &mut AnyConnection,
    post: i64,
) -> Result<(), ModerationError> {
    type Kept = (
        i64,
        Timestamp,
        Option<(AppealState, Timestamp, Option<Timestamp>)>,
    );
    let kept: Vec<Kept> = sealed_originals::table
        .inner_join(
            chain_links::table.on(chain_links::chain
                .eq(0)
                .and(chain_links::number.eq(sealed_originals::ledger_number))),
        )
        .left_join(appeals::table.on(appeals::ledger_number.eq(sealed_originals::ledger_number)))
        .filter(sealed_originals::post_id.eq(post))
        .order(sealed_originals::ledger_number)
        .select((
            sealed_originals::id,
            chain_links::at,
            (appeals::state, appeals::created_at, appeals::decided_at).nullable(),
        ))
        .load(connection)?;
    let mut until: Option<Timestamp> = None;
    for (id, at, appeal) in kept {
        let own = match appeal {
            None => at + APPEAL_TIME,
            Some((AppealState::Open, since, _)) => since + PATIENCE,
            Some((_, since, decided)) => decided.unwrap_or(since),
        };
        let longest = until.map_or(own, |earlier| earlier.max(own));
        until = Some(longest);
        diesel::update(sealed_originals::table.find(id))
            .set(sealed_originals::until.eq(longest))
            .execute(connection)?;
    }
    Ok(())
}

/// Whom a post mentions and quotes, for its texts to be rendered again.
pub(super) fn known(connection: &mut AnyConnection, post: i64) -> Result<Known, ModerationError> {
    Ok(references::known(connection, &[post])?
        .remove(&post)
        .unwrap_or_default())
}

/// Puts back what stood in the quotes of a post before the act of this original. Programs that keep copies are told.
pub(super) fn restore_quotes(
    connection: &mut AnyConnection,
    context: &Context,
    original: i64,
) -> Result<(), ModerationError> {
    let all: Vec<Vec<u8>> = sealed_quotes::table
        .filter(sealed_quotes::original_id.eq(original))
        .order(sealed_quotes::id)
        .select(sealed_quotes::original_sealed)
        .load(connection)?;
    let mut back = Vec::new();
    for sealed in all {
        let text = sealed::open(&context.config.keys, Column::OriginalQuote, &sealed)?;
        let before: quotes::Before =
            serde_json::from_str(text.reveal(Viewer::Plaza, Purpose::Storage))
                .map_err(|_| CannotOpen)?;
        if quotes::put_back(connection, &before)? {
            back.push(before.post);
        }
    }
    webhooks::back(connection, context, &back)?;
    Ok(())
}

/// The posts that a post quotes, in any of its versions.
pub(super) fn quoted_by(connection: &mut AnyConnection, post: i64) -> QueryResult<Vec<i64>> {
    post_quotes::table
        .filter(post_quotes::post_id.eq(post))
        .filter(post_quotes::quoted_post_id.ne(post))
        .select(post_quotes::quoted_post_id)
        .distinct()
        .load(connection)
}

/// Masks again what moderators masked where a post quotes it: its own words were put back, and
/// those others stay masked at their source.
pub(super) fn mask_again(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
) -> Result<(), ModerationError> {
    let quoted = quoted_by(connection, post)?;
    let masked: Vec<(i64, i64, Vec<u8>)> = sealed_originals::table
        .filter(sealed_originals::post_id.eq_any(quoted))
        .order(sealed_originals::id)
        .select((
            sealed_originals::id,
            sealed_originals::post_id,
            sealed_originals::original_sealed,
        ))
        .load(connection)?;
    for (id, quoted, sealed) in masked {
        Original::open(context, &sealed)?.mask_quotes(connection, context, id, quoted)?;
    }
    Ok(())
}
