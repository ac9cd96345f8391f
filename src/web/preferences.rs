//! What an account may choose, by the names that pages and programs use for it.

use validator::ValidationErrors;

use super::fault::Fault;
use crate::{
    accounts::{Member, preferences::Preferences},
    context::Context,
    forum::boards::{self, Listed},
    offices::{self, Choices},
    text_rules::refuse,
};

/// The boards and districts that there are.
pub struct Offered {
    pub boards: Vec<Listed>,
    pub choices: Choices,
}

/// Preferences as they are typed or sent.
#[derive(Clone, Default)]
pub struct Named {
    pub language: String,
    /// Slugs.
    pub boards: Vec<String>,
    /// A slug, or "".
    pub district: String,
    pub digest: String,
    pub appearance: String,
}

impl Offered {
    /// What this member can choose.
    pub async fn load(context: &Context, member: &Member) -> Result<Self, Fault> {
        Ok(Self {
            boards: boards::list(context, member).await?,
            choices: offices::choices(context).await?,
        })
    }

    /// Each field that names nothing there is, is refused by name.
    pub fn read(&self, named: &Named) -> Result<Preferences, ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let district = self.choices.district(&named.district);
        if district.is_none() && !named.district.is_empty() {
            refuse(&mut errors, "district", "choice");
        }
        let mut boards = Vec::new();
        for slug in &named.boards {
            match self.boards.iter().find(|listed| listed.board.slug == *slug) {
                Some(listed) if boards.contains(&listed.board.id) => {}
                Some(listed) => boards.push(listed.board.id),
                None => {
                    refuse(&mut errors, "boards", "choice");
                    break;
                }
            }
        }
        let language = named.language.parse();
        let digest = named.digest.parse();
        let appearance = named.appearance.parse();
        for (field, good) in [
            ("language", language.is_ok()),
            ("digest", digest.is_ok()),
            ("appearance", appearance.is_ok()),
        ] {
            if !good {
                refuse(&mut errors, field, "choice");
            }
        }
        match (language, digest, appearance) {
            (Ok(language), Ok(digest), Ok(appearance)) if errors.is_empty() => Ok(Preferences {
                language,
                boards,
                district: district.map(|district| district.id),
                digest,
                appearance,
            }),
            _ => Err(errors),
        }
    }

    /// The other way: what was kept, by its names.
    pub fn name(&self, chosen: &Preferences) -> Named {
        let kept = |listed: &&Listed| chosen.boards.contains(&listed.board.id);
        let boards = self.boards.iter().filter(kept);
        let mut districts = self.choices.districts.iter();
        let district = districts.find(|district| Some(district.id) == chosen.district);
        Named {
            language: chosen.language.as_str().to_owned(),
            boards: boards.map(|listed| listed.board.slug.clone()).collect(),
            district: district.map_or_else(String::new, |district| district.slug.clone()),
            digest: chosen.digest.as_str().to_owned(),
            appearance: chosen.appearance.as_str().to_owned(),
        }
    }
}
