//! `[factors]`: whose role needs a second factor, and how long they may do without.

use serde::Deserialize;

use super::error::{ConfigError, problem};

/// The roles that there are, as `accounts::Role` names them.
const ROLES: [&str; 5] = [
    "resident",
    "moderator",
    "staff",
    "privacy_officer",
    "administrator",
];
/// Longer is no time to set something up.
const LONGEST_GRACE: u32 = 365;

/// Who needs a second factor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Factors {
    /// The roles of those who do; none of the others is kept from having one.
    pub required: Vec<String>,
    /// How many days they may go on without, from their first log-on for which it is needed, or since their
    /// role was given.
    pub grace_days: u32,
}

impl Default for Factors {
    fn default() -> Self {
        Self {
            required: Vec::new(),
            grace_days: 14,
        }
    }
}

impl Factors {
    pub(super) fn check(self) -> Result<Self, ConfigError> {
        if let Some(unknown) = self
            .required
            .iter()
            .find(|role| !ROLES.contains(&role.as_str()))
        {
            return Err(problem(
                "factors.required",
                Some(unknown.clone()),
                "is no role",
                "write some of resident, moderator, staff, privacy_officer and administrator",
            ));
        }
        if self.grace_days > LONGEST_GRACE {
            return Err(problem(
                "factors.grace_days",
                Some(self.grace_days.to_string()),
                "is longer than a year",
                "write 14, or 0 for no time at all",
            ));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn roles_are_known_and_the_time_is_bounded() {
        let with = |lines: &str| load(&format!("{SMALLEST}\n[factors]\n{lines}"));
        let without = load(SMALLEST).expect("a complete file").factors;
        assert_eq!(without, Factors::default());
        let chosen = with("required = [\"administrator\", \"staff\"]\ngrace_days = 0");
        let chosen = chosen.expect("good lines").factors;
        assert_eq!(chosen.required, ["administrator", "staff"]);
        assert_eq!(chosen.grace_days, 0);
        for (wrong, key) in [
            ("required = [\"mayor\"]", "factors.required"),
            ("grace_days = 366", "factors.grace_days"),
            ("needed = []", "factors.needed"),
        ] {
            let error = with(wrong).err().expect("a wrong section");
            assert_eq!(error.key, key, "{error}");
        }
    }
}
