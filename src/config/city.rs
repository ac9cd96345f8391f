//! `[city]`: whose Plaza this is, and when its telephone is answered.

use std::{fmt, str::FromStr};

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::Deserialize;

use super::error::{ConfigError, problem};

/// Whose Plaza this is, in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    #[serde(default = "a_plaza_zh")]
    pub name_zh: String,
    #[serde(default = "a_plaza_en")]
    pub name_en: String,
    pub phone: String,
    pub email: String,
    /// The prefix of reference numbers: 1 to 4 capital letters.
    pub code: String,
    /// Names, addresses and telephones of officials, which are no personal data in a post.
    #[serde(default)]
    pub officials: Vec<String>,
    #[serde(default = "taipei")]
    pub time_zone: Tz,
    /// When the telephone is answered, on the days of the office calendar.
    #[serde(default)]
    pub hours: Hours,
}

/// Office hours, in the city's time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawHours")]
pub struct Hours {
    days: Vec<u32>,
    open: Vec<(NaiveTime, NaiveTime)>,
}

impl Hours {
    /// Days of the week, 1 for Monday, in their order.
    pub fn days(&self) -> &[u32] {
        &self.days
    }

    /// From when to when on such a day, in their order.
    pub fn open(&self) -> &[(NaiveTime, NaiveTime)] {
        &self.open
    }
}

impl Default for Hours {
    /// Monday to Friday, 8:00 to 12:00 and 13:30 to 17:30, as most agencies have it.
    fn default() -> Self {
        let time = |hour, minute| {
            NaiveTime::from_hms_opt(hour, minute, 0).expect("an hour and a minute of the day")
        };
        Self {
            days: vec![1, 2, 3, 4, 5],
            open: vec![(time(8, 0), time(12, 0)), (time(13, 30), time(17, 30))],
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHours {
    days: Vec<u32>,
    open: Vec<(String, String)>,
}

impl TryFrom<RawHours> for Hours {
    type Error = String;

    fn try_from(raw: RawHours) -> Result<Self, String> {
        Self::new(raw.days, &raw.open)
    }
}

/// As one line: `1-5 08:00-12:00 13:30-17:30`. Full-width signs, as they are typed, are understood.
impl FromStr for Hours {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text
            .replace(['–', '—', '－', '~', '～'], "-")
            .replace(['，', '、'], ",")
            .replace('：', ":");
        let mut words = text.split_whitespace();
        let mut days = Vec::new();
        for piece in words.next().unwrap_or_default().split(',') {
            let (first, last) = piece.split_once('-').unwrap_or((piece, piece));
            let day = |text: &str| {
                let day = text.parse::<u32>().map_err(drop)?;
                (1..=7).contains(&day).then_some(day).ok_or(())
            };
            let (first, last) = (day(first)?, day(last)?);
            if first > last {
                return Err(());
            }
            days.extend(first..=last);
        }
        let open: Option<Vec<(String, String)>> = words
            .map(|word| {
                let (from, until) = word.split_once('-')?;
                Some((from.to_owned(), until.to_owned()))
            })
            .collect();
        Self::new(days, &open.ok_or(())?).map_err(drop)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let runs = self.days.chunk_by(|one, next| one + 1 == *next);
        let days: Vec<String> = runs
            .flat_map(|run| match run {
                [first, _, .., last] => vec![format!("{first}-{last}")],
                few => few.iter().map(u32::to_string).collect(),
            })
            .collect();
        f.write_str(&days.join(","))?;
        for (from, until) in &self.open {
            write!(f, " {}-{}", from.format("%H:%M"), until.format("%H:%M"))?;
        }
        Ok(())
    }
}

impl Hours {
    /// Days of the week in their order, 1 for Monday, and from when to when on such a day, written as
    /// 08:00. Says what is wrong, and how to write it.
    pub fn new(days: Vec<u32>, open: &[(String, String)]) -> Result<Self, String> {
        const REMEDY: &str = "write days = [1, 2, 3, 4, 5] and open = [[\"08:00\", \"12:00\"], [\"13:30\", \"17:30\"]]";
        let wrong = |what: &str| format!("{what}; {REMEDY}");
        let ordered = days.windows(2).all(|pair| pair[0] < pair[1]);
        if !ordered || days.iter().any(|day| !(1..=7).contains(day)) {
            return Err(wrong("days are numbers from 1 (Monday) to 7, in order"));
        }
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        let open: Option<Vec<_>> = open
            .iter()
            .map(|(from, until)| Some((time(from)?, time(until)?)))
            .collect();
        let open = open.ok_or_else(|| wrong("a time is not written as 08:00"))?;
        let follows = open.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        if !follows || open.iter().any(|(from, until)| from >= until) {
            return Err(wrong("the hours are not in order"));
        }
        Ok(Self { days, open })
    }
}

impl City {
    pub(super) fn check(self) -> Result<Self, ConfigError> {
        let code = &self.code;
        if code.is_empty() || code.len() > 4 || !code.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            return Err(problem(
                "city.code",
                Some(code.clone()),
                "is not 1 to 4 capital letters",
                "choose the letters that case numbers begin with, such as KH",
            ));
        }
        Ok(self)
    }
}

/// What a city is called until somebody says its name, in the file or on a page.
fn a_plaza_zh() -> String {
    "市民廣場".to_owned()
}

fn a_plaza_en() -> String {
    "Plaza".to_owned()
}

fn taipei() -> Tz {
    Tz::Asia__Taipei
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn hours_are_one_line_and_come_back() {
        for (typed, line) in [
            ("1-5 08:00-12:00 13:30-17:30", "1-5 08:00-12:00 13:30-17:30"),
            ("1,2,3,4,5,6 9:00-21:00", "1-6 09:00-21:00"),
            ("2,3,6 09:00-20:00", "2,3,6 09:00-20:00"),
            ("1、3，5－6  08：00～12：00", "1,3,5,6 08:00-12:00"),
        ] {
            let hours: Hours = typed.parse().expect(typed);
            assert_eq!(hours.to_string(), line);
            assert_eq!(line.parse::<Hours>(), Ok(hours));
        }
        let default = Hours::default().to_string();
        assert_eq!(default.parse::<Hours>(), Ok(Hours::default()));
        for wrong in [
            "",
            "weekdays 08:00-12:00",
            "0-5 08:00-12:00",
            "5-1 08:00-12:00",
            "1-4000000000 08:00-12:00",
            "1-3,2 08:00-12:00",
            "1-5 08:00",
            "1-5 12:00-08:00",
            "1-5 08:00-12:00 11:00-13:00",
            "1-5 08:00-25:00",
        ] {
            assert_eq!(wrong.parse::<Hours>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn office_hours_are_read_and_checked() {
        let with = |hours: &str| {
            load(&SMALLEST.replace("[mail]", &format!("[city.hours]\n{hours}\n[mail]")))
        };
        let hours = with("days = [2, 6]\nopen = [[\"09:00\", \"20:00\"]]");
        assert_eq!(hours.expect("good hours").city.hours.days(), [2, 6]);
        for wrong in [
            "days = [0]\nopen = []",
            "days = [2, 1]\nopen = []",
            "days = [1]\nopen = [[\"9\", \"20:00\"]]",
            "days = [1]\nopen = [[\"20:00\", \"09:00\"]]",
            "days = [1]\nopen = [[\"08:00\", \"12:00\"], [\"11:00\", \"13:00\"]]",
        ] {
            let error = with(wrong).err().expect("wrong hours");
            assert_eq!(error.key, "city.hours", "{error}");
            assert!(error.to_string().contains("write days"), "{error}");
        }
        let default = load(SMALLEST).expect("a complete file").city.hours;
        assert_eq!(default, Hours::default());
    }
}
