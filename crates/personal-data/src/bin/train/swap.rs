//! Puts other names into sentences, so that the model learns what surrounds names and what
//! names are made of rather than the names themselves.

use crate::{
    corpus::{Name, Sample},
    lists::Lists,
};
use fastrand::Rng;
use std::collections::HashMap;

pub struct Swapper<'a> {
    lists: &'a Lists,
    surnames: Weighted,
    given: Weighted,
    people: Vec<&'a str>,
    short_people: Vec<&'a str>,
    sounds: Vec<&'a str>,
    first: HashMap<&'static str, Vec<&'a str>>,
    last: HashMap<&'static str, Vec<&'a str>>,
}

struct Weighted {
    names: Vec<String>,
    sums: Vec<f64>,
}

impl Weighted {
    fn new(all: impl Iterator<Item = (String, f64)>) -> Self {
        let (mut names, mut sums, mut sum) = (Vec::new(), Vec::new(), 0.0);
        for (name, weight) in all {
            sum += weight;
            names.push(name);
            sums.push(sum);
        }
        Weighted { names, sums }
    }

    fn pick(&self, rng: &mut Rng) -> &str {
        let point = rng.f64() * self.sums.last().copied().unwrap_or(0.0);
        let index = self.sums.partition_point(|sum| *sum <= point);
        &self.names[index.min(self.names.len() - 1)]
    }
}

/// Syllables of given names as Taiwanese passports and Chinese ones write them.
const SYLLABLES: &str = "ya ting yu wei chun chih zhi hao ming hsuan xuan mei ling ching qing yi i jie chieh hui shu fen fang \
hsin xin han jung rong kai cheng sheng sung tsung yen yan chi jia chia wen chen zhen hsiao xiao hung hong \
lin pei po bo chang kuo guo li lan hsiu xiu yin ying yun jun chu zhu feng hsiang xiang tzu zi kuan guan min \
nan ning ping ru ju shan shih shi ta da te de tien tian tsai ting wan wu yao yuan yueh yung yong an en hua \
huang hwei jen ren kang kuang guang lung long lei mao mu pin shao shen su tai tao tung dong tse ze";

impl<'a> Swapper<'a> {
    pub fn new(lists: &'a Lists) -> Self {
        let regions = |names: &'a [(String, String)]| {
            let mut out: HashMap<&'static str, Vec<&'a str>> = HashMap::new();
            for (name, of) in names {
                for region in [
                    "us", "eu", "es", "in", "th", "ng", "tr", "vn", "id", "jp", "tw", "cn",
                ] {
                    if of.split(' ').any(|r| r == region) {
                        out.entry(region).or_default().push(name);
                    }
                }
            }
            out
        };
        let people = |length: usize| {
            lists
                .people
                .iter()
                .filter(|(kind, name, _)| *kind == 'c' && name.chars().count() == length)
                .map(|(_, name, _)| name.as_str())
                .collect()
        };
        Swapper {
            lists,
            surnames: Weighted::new(
                lists
                    .surnames
                    .iter()
                    .map(|(name, weight)| (name.clone(), weight.max(0.01).powf(0.7))),
            ),
            given: Weighted::new(
                lists
                    .given
                    .iter()
                    .map(|(name, weight)| (name.clone(), weight.max(0.004).sqrt())),
            ),
            people: people(3),
            short_people: people(2),
            sounds: lists
                .people
                .iter()
                .filter(|(kind, name, _)| *kind == 't' && name.chars().count() > 1)
                .map(|(_, name, _)| name.as_str())
                .collect(),
            first: regions(&lists.first),
            last: regions(&lists.last),
        }
    }

    /// The sample with each name swapped at the given chance; the others stay.
    pub fn swapped(&self, sample: &Sample, chance: f64, rng: &mut Rng) -> Sample {
        let chars: Vec<char> = sample.text.chars().collect();
        let mut out = Sample {
            text: String::new(),
            names: Vec::new(),
        };
        let mut at = 0;
        let mut length = 0;
        // The same name stays the same within a text.
        let mut swaps: HashMap<String, String> = HashMap::new();
        for name in &sample.names {
            let range = &name.range;
            let before: String = chars[at..range.start].iter().collect();
            length += range.start - at;
            out.text.push_str(&before);
            let old: String = chars[range.clone()].iter().collect();
            let new = match swaps.get(&old) {
                Some(new) => new.clone(),
                None => {
                    let new = if rng.f64() < chance {
                        self.another(&old, name.kind, rng)
                            .unwrap_or_else(|| old.clone())
                    } else {
                        old.clone()
                    };
                    swaps.insert(old, new.clone());
                    new
                }
            };
            let count = new.chars().count();
            out.text.push_str(&new);
            out.names.push(Name {
                range: length..length + count,
                ..name.clone()
            });
            length += count;
            at = range.end;
        }
        out.text.extend(&chars[at..]);
        out
    }

    fn another(&self, name: &str, kind: char, rng: &mut Rng) -> Option<String> {
        Some(match kind {
            'f' => self.full(rng),
            '2' if self.is_chinese(name) => self.full(rng),
            's' => self.surnames.pick(rng).to_owned(),
            'g' => self.given_name(rng),
            'n' => self.nickname(name, rng)?,
            't' | '4' => self.sound(name, rng)?,
            'j' => self.japanese(name, rng)?,
            'E' => self.western(rng),
            'L' => self.pick(
                &self.first,
                &["us", "us", "us", "eu", "es", "in", "th"],
                rng,
            ),
            'K' => self.pick(
                &self.last,
                &["us", "us", "us", "eu", "es", "in", "tw", "tw"],
                rng,
            ),
            'R' => self.romanised(name, rng),
            'V' => self.vietnamese(name, rng),
            'I' => self.southern(name, rng),
            'J' => {
                self.pick(&self.first, &["jp"], rng) + " " + &self.pick(&self.last, &["jp"], rng)
            }
            '1' => {
                let known = |names: &[(String, String)]| names.iter().any(|(n, _)| n == name);
                if known(&self.lists.first) {
                    self.pick(&self.first, &["us", "us", "eu"], rng)
                } else if known(&self.lists.last) {
                    self.pick(&self.last, &["us", "us", "eu", "es"], rng)
                } else {
                    return None;
                }
            }
            '3' => self.western(rng),
            _ => return None,
        })
    }

    fn is_chinese(&self, name: &str) -> bool {
        let first = name.chars().next().map(|c| self.lists.plain(c));
        self.lists.surnames.iter().any(|(surname, _)| {
            surname.chars().count() == 1
                && surname.chars().next().map(|c| self.lists.plain(c)) == first
        })
    }

    fn pick(
        &self,
        from: &HashMap<&'static str, Vec<&'a str>>,
        regions: &[&'static str],
        rng: &mut Rng,
    ) -> String {
        let names = &from[regions[rng.usize(..regions.len())]];
        names[rng.usize(..names.len())].to_owned()
    }

    fn full(&self, rng: &mut Rng) -> String {
        let surname = self.surnames.pick(rng).to_owned();
        let double = surname.chars().count() > 1;
        if rng.f64() < if double { 0.3 } else { 0.12 } {
            let name = self.short_people[rng.usize(..self.short_people.len())];
            return surname + &name.chars().skip(1).collect::<String>();
        }
        if !double && rng.f64() < 0.02 {
            return surname + self.surnames.pick(rng) + &self.given_name(rng);
        }
        surname + &self.given_name(rng)
    }

    fn given_name(&self, rng: &mut Rng) -> String {
        let person = |rng: &mut Rng| -> Vec<char> {
            self.people[rng.usize(..self.people.len())]
                .chars()
                .collect()
        };
        match rng.f64() {
            x if x < 0.4 => self.given.pick(rng).to_owned(),
            x if x < 0.7 => {
                let a = self.given.pick(rng).chars().next();
                let b = self.given.pick(rng).chars().last();
                a.into_iter().chain(b).collect()
            }
            x if x < 0.85 => person(rng)[1..].iter().collect(),
            _ => {
                let a = person(rng)[1];
                let b = self.given.pick(rng).chars().last();
                [a].into_iter().chain(b).collect()
            }
        }
    }

    fn nickname(&self, name: &str, rng: &mut Rng) -> Option<String> {
        let chars: Vec<char> = name.chars().collect();
        let given: Vec<char> = self.given.pick(rng).chars().collect();
        match chars[..] {
            ['阿' | '小' | '大', _] => {
                Some([chars[0], given[rng.usize(..given.len())]].iter().collect())
            }
            [a, b] if a == b => {
                let c = given[rng.usize(..given.len())];
                Some([c, c].iter().collect())
            }
            _ => None,
        }
    }

    fn sound(&self, name: &str, rng: &mut Rng) -> Option<String> {
        let one = |rng: &mut Rng| self.sounds[rng.usize(..self.sounds.len())].to_owned();
        for dot in ['·', '．', '‧', '•'] {
            if name.contains(dot) {
                let parts: Vec<String> = name.split(dot).map(|_| one(rng)).collect();
                return Some(parts.join(&dot.to_string()));
            }
        }
        (name.chars().count() > 2).then(|| one(rng))
    }

    fn japanese(&self, name: &str, rng: &mut Rng) -> Option<String> {
        let lists = self.lists;
        (name.chars().count() == 4 && !name.contains('氏')).then(|| {
            let last = &lists.japanese_last[rng.usize(..lists.japanese_last.len())];
            let first = if rng.bool() {
                lists.japanese_first[rng.usize(..lists.japanese_first.len())].clone()
            } else {
                self.given_name(rng)
            };
            last.clone() + &first
        })
    }

    fn western(&self, rng: &mut Rng) -> String {
        let first = self.pick(
            &self.first,
            &["us", "us", "us", "eu", "es", "in", "ng"],
            rng,
        );
        let region = ["us", "us", "us", "eu", "es", "in", "ng"];
        let last = self.pick(&self.last, &region, rng);
        if rng.f64() < 0.06 {
            format!("{first} {}. {last}", rng.uppercase())
        } else {
            format!("{first} {last}")
        }
    }

    fn romanised(&self, name: &str, rng: &mut Rng) -> String {
        let last = if rng.f64() < 0.85 {
            self.pick(&self.last, &["tw"], rng)
        } else {
            self.pick(&self.last, &["cn"], rng)
        };
        let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
        let syllable = |rng: &mut Rng| syllables[rng.usize(..syllables.len())];
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        let (a, b) = (capital(syllable(rng)), syllable(rng));
        let given = match rng.usize(..6) {
            0 => format!("{a}{b}"),
            1 => format!("{a} {}", capital(b)),
            2 => format!("{a}-{}", capital(b)),
            _ => format!("{a}-{b}"),
        };
        if name.contains(',') {
            format!("{last}, {given}")
        } else if name.contains('-') || name.split(' ').count() == 3 {
            if rng.f64() < 0.65 {
                format!("{last} {given}")
            } else {
                format!("{given} {last}")
            }
        } else if rng.f64() < 0.7 {
            format!("{} {last}", self.pick(&self.first, &["us"], rng))
        } else {
            format!("{last} {given}")
        }
    }

    fn vietnamese(&self, name: &str, rng: &mut Rng) -> String {
        let words = name.split(' ').count();
        let mut out = Vec::new();
        if words > 1 {
            out.push(self.pick(&self.last, &["vn"], rng));
        }
        for _ in 0..words.saturating_sub(1).max(1) {
            out.push(self.pick(&self.first, &["vn"], rng));
        }
        let full = out.join(" ");
        if name.is_ascii() {
            let bare = crate::lists::bare(&full);
            bare.split(' ')
                .map(|word| word[..1].to_uppercase() + &word[1..])
                .collect::<Vec<_>>()
                .join(" ")
        } else {
            full
        }
    }

    fn southern(&self, name: &str, rng: &mut Rng) -> String {
        if name.contains(' ') {
            let regions: &[&str] = &["id", "id", "es", "th"];
            let region = &regions[rng.usize(..regions.len())..][..1];
            self.pick(&self.first, region, rng) + " " + &self.pick(&self.last, region, rng)
        } else {
            self.pick(&self.first, &["id", "id", "es", "th"], rng)
        }
    }
}
