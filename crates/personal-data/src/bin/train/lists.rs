//! The word and name lists, and what a model file holds of them.

use personal_data::{
    fold::Folded,
    names::{
        features::{LONGEST, value},
        hash::extend,
        lexicon::{FIRST, LAST, Lexicon, Table, TableMaker, bucket},
        token::{Class, key, tokens},
    },
};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    str::FromStr,
};
use unicode_normalization::UnicodeNormalization;

pub struct Lists {
    pub fold: HashMap<char, char>,
    pub surnames: Vec<(String, f64)>,
    pub given: Vec<(String, f64)>,
    /// Kind (c, t, o), name, count.
    pub people: Vec<(char, String, u32)>,
    pub words: Vec<(String, u8)>,
    pub japanese_last: Vec<String>,
    pub japanese_first: Vec<String>,
    pub first: Vec<(String, String)>,
    pub last: Vec<(String, String)>,
    pub english: Vec<(String, u8)>,
    pub taiwan_words: Vec<String>,
    pub places: Vec<String>,
    pub latin_places: Vec<String>,
    pub public: Vec<String>,
}

fn lines(folder: &Path, file: &str) -> Result<Vec<String>, String> {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn pairs(folder: &Path, file: &str) -> Result<Vec<(String, String)>, String> {
    lines(folder, file)?
        .iter()
        .map(|line| match line.split_once('\t') {
            Some((a, b)) => Ok((a.to_owned(), b.to_owned())),
            None => Err(format!("{file}: two columns asked for in {line}")),
        })
        .collect()
}

fn people(folder: &Path) -> Result<Vec<(char, String, u32)>, String> {
    lines(folder, "han-people.txt")?
        .iter()
        .map(|line| {
            let mut cells = line.split('\t');
            let (Some(kind), Some(name), Some(count)) = (cells.next(), cells.next(), cells.next())
            else {
                return Err(format!("three columns asked for in {line}"));
            };
            let kind = kind.chars().next().ok_or("a kind asked for")?;
            Ok((kind, name.to_owned(), number(count)?))
        })
        .collect()
}

fn number<T: FromStr>(word: &str) -> Result<T, String> {
    word.parse()
        .map_err(|_| format!("a number asked for instead of {word}"))
}

impl Lists {
    /// Reads the files of a folder.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let weights = |file: &str| -> Result<Vec<(String, f64)>, String> {
            pairs(folder, file)?
                .into_iter()
                .map(|(name, weight)| Ok((name, number(&weight)?)))
                .collect()
        };
        let levels = |file: &str| -> Result<Vec<(String, u8)>, String> {
            pairs(folder, file)?
                .into_iter()
                .map(|(word, level)| Ok((word, number(&level)?)))
                .collect()
        };
        let japanese = pairs(folder, "japanese.txt")?;
        let of = |kind: &str| -> Vec<String> {
            japanese
                .iter()
                .filter(|(k, _)| k == kind)
                .map(|(_, name)| name.clone())
                .collect()
        };
        Ok(Lists {
            fold: lines(folder, "fold.txt")?
                .iter()
                .filter_map(|line| {
                    let mut chars = line.chars();
                    Some((chars.next()?, chars.next()?))
                })
                .collect(),
            surnames: weights("surnames.txt")?,
            given: weights("given-names.txt")?,
            people: people(folder)?,
            words: levels("han-words.txt")?,
            japanese_last: of("last"),
            japanese_first: of("first"),
            first: pairs(folder, "latin-first.txt")?,
            last: pairs(folder, "latin-last.txt")?,
            english: levels("english-words.txt")?,
            taiwan_words: lines(folder, "taiwan-words.txt")?,
            places: lines(folder, "places.txt")?,
            latin_places: lines(folder, "latin-places.txt")?,
            public: lines(folder, "public.txt")?,
        })
    }

    /// The Simplified form of a character.
    pub fn plain(&self, c: char) -> char {
        self.fold.get(&c).copied().unwrap_or(c)
    }

    /// The table of Chinese words and known persons.
    pub fn han_table(&self) -> Vec<u8> {
        let mut words: BTreeMap<String, u8> = BTreeMap::new();
        let plain = |word: &str| -> String { word.chars().map(|c| self.plain(c)).collect() };
        for word in self.places.iter().chain(&self.taiwan_words) {
            words.insert(plain(word), value::WORD | value::new(2, 0));
        }
        for (word, size) in &self.words {
            words
                .entry(plain(word))
                .or_insert(value::WORD | value::new(*size, 0));
        }
        for (kind, name, count) in &self.people {
            if name.chars().count() > 6 || *kind == 'o' && *count < 3 {
                continue;
            }
            let person = match kind {
                'c' => 1,
                't' => 2,
                _ => 3,
            };
            let size = match count {
                0..10 => 0,
                10..100 => 1,
                100..1000 => 2,
                _ => 3,
            };
            let entry = words.entry(plain(name)).or_insert(value::new(size, 0));
            if value::person(*entry) == 0 {
                *entry |= person << 6;
            }
        }
        for name in &self.public {
            let name = plain(name);
            if name.chars().all(is_han) && name.chars().count() <= 6 {
                *words.entry(name).or_insert(0) |= value::new(3, 3);
            }
        }
        let longer: Vec<String> = words
            .keys()
            .filter(|word| word.chars().count() > 2)
            .map(|word| word.chars().take(2).collect())
            .collect();
        for begin in longer {
            *words.entry(begin).or_insert(0) |= value::CONTINUES;
        }
        let mut table = TableMaker::new(words.len());
        let mut lost = 0;
        for (word, value) in &words {
            let mut units = word.chars().map(|c| u64::from(u32::from(c)));
            let mut key = extend(0, units.next().expect("a character"));
            for unit in units {
                key = extend(key, unit);
            }
            lost += usize::from(!table.add(key, *value));
        }
        // Public persons with longer names or in letters are found by their tokens.
        let lexicon = Lexicon {
            characters: &[],
            han: Table { buckets: &[] },
            latin: Table { buckets: &[] },
        };
        for name in &self.public {
            let folded: String = Folded::new(name)
                .text()
                .chars()
                .map(|c| self.plain(c))
                .collect();
            let mut list = Vec::new();
            tokens(&folded, 0, folded.len(), &lexicon, &mut list);
            if list.len() > LONGEST || list.iter().any(|token| token.class != Class::Han) {
                let key = list.iter().fold(0, |key, token| extend(key, token.unit));
                lost += usize::from(!table.add(key, value::new(3, 3)));
            }
        }
        println!("Chinese words {} (no room for {lost})", words.len());
        table.bytes()
    }

    /// The table of words in Latin letters. Two bits of first name, two of surname, two of
    /// word, one of capitalised word, one of East Asian name.
    pub fn latin_table(&self) -> Vec<u8> {
        let mut words: BTreeMap<String, u8> = BTreeMap::new();
        let mut set = |word: &str, bits: u8, mask: u8| {
            let entry = words.entry(bare(word)).or_insert(0);
            if *entry & mask < bits & mask {
                *entry = *entry & !mask | bits;
            }
        };
        let east = ["tw", "cn", "vn", "jp", "id"];
        for (word, regions) in &self.first {
            let known = regions.split(' ').any(|r| r == "us");
            set(word, if known { 2 } else { 1 }, 3);
            if regions.split(' ').any(|r| east.contains(&r)) {
                set(word, 128, 128);
            }
        }
        for (word, regions) in &self.last {
            let known = regions.split(' ').any(|r| r == "us");
            set(word, if known { 8 } else { 4 }, 12);
            if regions.split(' ').any(|r| east.contains(&r)) {
                set(word, 128, 128);
            }
        }
        for (word, level) in &self.english {
            if word.starts_with(|c: char| c.is_uppercase()) {
                set(word, 64, 64);
            } else {
                set(word, if *level == 0 { 32 } else { 16 }, 48);
            }
        }
        for place in self.latin_places.iter().flat_map(|line| line.split(' ')) {
            set(place, 64, 64);
        }
        let mut table = TableMaker::new(words.len());
        let mut lost = 0;
        for (word, value) in &words {
            lost += usize::from(!table.add(key(word.as_bytes()), *value));
        }
        println!("Latin words {} (no room for {lost})", words.len());
        table.bytes()
    }

    /// For each character its Simplified form and how much it is a part of names.
    pub fn character_table(&self, general: &HashMap<char, f64>) -> Vec<u8> {
        let mut counts: [HashMap<char, f64>; 5] = Default::default();
        let mut add = |which: usize, c: char, weight: f64| {
            *counts[which].entry(c).or_default() += weight;
        };
        for (name, weight) in &self.surnames {
            if name.chars().count() == 1 {
                let c = self.plain(name.chars().next().expect("a character"));
                add(0, c, weight.max(0.002));
            }
        }
        for (name, weight) in &self.given {
            let chars: Vec<char> = name.chars().map(|c| self.plain(c)).collect();
            if let [a, b] = chars[..] {
                add(1, a, 20.0 + weight * 400.0);
                add(2, b, 20.0 + weight * 400.0);
            }
        }
        for (kind, name, _) in &self.people {
            let chars: Vec<char> = name.chars().map(|c| self.plain(c)).collect();
            match (kind, &chars[..]) {
                ('c', [_, a, b]) => {
                    add(1, *a, 1.0);
                    add(2, *b, 1.0);
                }
                ('c', [_, a]) => add(3, *a, 1.0),
                ('t', all) => {
                    for c in all {
                        add(4, *c, 1.0);
                    }
                }
                _ => {}
            }
        }
        let general_total: f64 = general.values().sum();
        let totals: Vec<f64> = counts.iter().map(|c| c.values().sum()).collect();
        let scores = |c: char| -> [u32; 5] {
            let mut out = [0; 5];
            for which in 0..5 {
                let count = counts[which].get(&c).copied().unwrap_or(0.0);
                if count == 0.0 {
                    continue;
                }
                let here = count / totals[which];
                let anywhere = (general.get(&c).copied().unwrap_or(0.0) + 2.0) / general_total;
                let odds = (here / anywhere).ln();
                // Surnames: how common matters too, as a rare one is a rare thing to meet.
                let level = if which == 0 {
                    (odds * 0.8 + 3.5).clamp(1.0, 7.0)
                } else {
                    (odds + 3.5).clamp(1.0, 7.0)
                };
                out[which] = level as u32;
            }
            out
        };
        let mut out = Vec::new();
        for code in FIRST..LAST {
            let c = char::from_u32(code).expect("a character");
            let plain = self.plain(c);
            let levels = scores(plain);
            let mut info = 0;
            for (which, shift) in [
                bucket::SURNAME,
                bucket::FIRST,
                bucket::SECOND,
                bucket::ONLY,
                bucket::SOUND,
            ]
            .into_iter()
            .enumerate()
            {
                info |= levels[which] << shift;
            }
            out.extend((plain as u32 as u16).to_le_bytes());
            out.extend((info as u16).to_le_bytes());
        }
        out
    }
}

fn is_han(c: char) -> bool {
    (FIRST..LAST).contains(&u32::from(c))
}

/// A word without marks, in small letters, cut as tokens are.
pub fn bare(word: &str) -> String {
    let flat: String = word
        .chars()
        .map(|c| match c {
            'đ' | 'Đ' => 'd',
            'ł' | 'Ł' => 'l',
            'ø' | 'Ø' => 'o',
            c => c,
        })
        .collect::<String>()
        .nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
        .collect();
    flat.chars().take(32).collect()
}
