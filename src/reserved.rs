//! Names under which only the city speaks: its own, its offices', and the words for the people
//! who work in the forum. A resident or guest who took one would pose as the city in every list,
//! feed and mail, where no mark of an official answer stands to tell them apart.
//!
//! Which answers are official is `forum::official`'s business.

use diesel::prelude::*;
use personal_data::fold::Folded;

use crate::{
    context::Context,
    db::{DbError, schema::offices},
    i18n::Lang,
};

/// Whose words stand for the city's people, by the key of their name.
const PEOPLE: [&str; 4] = [
    "role-moderator",
    "role-staff",
    "role-privacy_officer",
    "role-administrator",
];

/// Whether `name`, however it is spelled, is the city's, an office's, or says that somebody works
/// for the city.
pub async fn is_reserved(context: &Context, name: &str) -> Result<bool, DbError> {
    let name = likeness(name);
    if name.is_empty() {
        return Ok(false);
    }
    let city = &context.config.city;
    let cities = [likeness(&city.name_zh), likeness(&city.name_en)];
    let people = PEOPLE
        .iter()
        .flat_map(|key| Lang::ALL.map(|lang| likeness(&lang.t(key))));
    let offices: Vec<(String, String)> = context
        .db
        .read(|connection| {
            Ok::<_, DbError>(
                offices::table
                    .select((offices::name_zh, offices::name_en))
                    .load(connection)?,
            )
        })
        .await?;
    let offices = offices
        .into_iter()
        .flat_map(|(zh, en)| [likeness(&zh), likeness(&en)]);
    let reserved: Vec<String> = people.chain(offices).collect();
    Ok(stands_for(&name, &cities, &reserved))
}

/// A name of the city holds its name anywhere; another is taken as it stands.
fn stands_for(name: &str, cities: &[String], reserved: &[String]) -> bool {
    let holds = |city: &String| !city.is_empty() && name.contains(city.as_str());
    cities.iter().any(holds) || reserved.iter().any(|one| one == name)
}

/// A name without what readers overlook: capitals, width, spaces, signs, letters of another
/// script that look the same.
fn likeness(name: &str) -> String {
    Folded::new(name)
        .text()
        .chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_spelled() {
        let cities = [
            likeness("高雄市政府"),
            likeness("Kaohsiung City Government"),
        ];
        let reserved = [likeness("交通局"), likeness("Moderator"), likeness("版主")];
        for posing in [
            "高雄市政府",
            "高雄市政府交通局",
            "交 通 局",
            "「交通局」",
            "ＭＯＤＥＲＡＴＯＲ",
            "M\u{43e}derator",
            "kaohsiung-city government",
        ] {
            assert!(
                stands_for(&likeness(posing), &cities, &reserved),
                "{posing}"
            );
        }
        for own in ["交通局的鄰居", "版主阿德", "王小明", "Modern rat", "高雄人"] {
            assert!(!stands_for(&likeness(own), &cities, &reserved), "{own}");
        }
    }
}
