//! Which keys the file or the environment names: what they say, no page changes.

use std::collections::BTreeSet;

use figment::{
    Figment, Profile, Provider as _,
    value::{Dict, Value},
};

/// The keys that are named, such as `city.name_zh`; no values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed(BTreeSet<String>);

impl Fixed {
    /// Whether the key is named, or one below it.
    pub fn names(&self, key: &str) -> bool {
        let within = |named: &String| {
            let rest = named.strip_prefix(key);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.0.iter().any(within)
    }

    pub(super) fn of(figment: &Figment) -> Self {
        let mut named = BTreeSet::new();
        if let Some(all) = figment
            .data()
            .ok()
            .and_then(|mut data| data.remove(&Profile::Default))
        {
            gather(&all, "", &mut named);
        }
        Self(named)
    }
}

/// As a file that names these keys would.
impl<'a> FromIterator<&'a str> for Fixed {
    fn from_iter<T: IntoIterator<Item = &'a str>>(keys: T) -> Self {
        Self(keys.into_iter().map(str::to_owned).collect())
    }
}

fn gather(all: &Dict, before: &str, named: &mut BTreeSet<String>) {
    for (key, value) in all {
        let key = format!("{before}{key}");
        match value {
            Value::Dict(_, below) => gather(below, &format!("{key}."), named),
            _ => _ = named.insert(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use figment::providers::{Format as _, Toml};

    use super::*;

    #[test]
    fn a_key_is_named_where_it_stands_and_nowhere_else() {
        let toml =
            "close_days = 7\n[city]\nname_zh = \"高雄市\"\n[retention]\ncases = 6\n[review]\n";
        let fixed = Fixed::of(&Figment::new().merge(Toml::string(toml)));
        for (key, is_named) in [
            ("close_days", true),
            ("close", false),
            ("city.name_zh", true),
            ("city.name_en", false),
            ("city", true),
            ("retention.cases", true),
            ("retention.decisions", false),
            ("review", false),
        ] {
            assert_eq!(fixed.names(key), is_named, "{key}");
        }
        assert!(["a.b"].into_iter().collect::<Fixed>().names("a"));
    }
}
