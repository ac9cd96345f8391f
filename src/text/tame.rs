//! What a text may not do to the page around it: turn the direction of what follows, pile
//! marks over other lines, or hide in characters that nobody sees.
//!
//! What was written is stored; readers and the detector get this.

use unicode_normalization::char::is_combining_mark;

use super::parse::Glyph;

/// Marks over one letter: more than any script needs (Tibetan and pointed Hebrew come near).
const MOST_MARKS: usize = 6;
/// Characters in a row that nobody sees: an emoji joins with two.
const MOST_UNSEEN: usize = 2;
/// Tags after a flag: a region's code and its end.
const MOST_TAGS: usize = 7;

/// Goes through a block's characters in their order.
#[derive(Default)]
pub(super) struct Tamer {
    marks: usize,
    unseen: usize,
    /// Tags that may still follow a flag.
    tags: usize,
}

impl Tamer {
    /// Another block or line begins.
    pub(super) fn begin(&mut self) {
        *self = Self::default();
    }

    /// Leaves out what is too much.
    pub(super) fn tame(&mut self, glyphs: &mut Vec<Glyph>) {
        glyphs.retain(|glyph| self.stays(glyph.character));
    }

    fn stays(&mut self, character: char) -> bool {
        if character.is_ascii() {
            self.begin();
            return true;
        }
        if turns(character) {
            return false;
        }
        if is_tag(character) {
            self.tags = self.tags.saturating_sub(1);
            return self.tags > 0;
        }
        if is_combining_mark(character) {
            self.marks += 1;
            return self.marks <= MOST_MARKS;
        }
        if is_unseen(character) {
            self.unseen += 1;
            return self.unseen <= MOST_UNSEEN;
        }
        self.begin();
        if character == '\u{1f3f4}' {
            self.tags = MOST_TAGS + 1;
        }
        true
    }
}

/// A text that is shown as it was written, as in a difference of two versions.
pub fn tamed(text: &str) -> String {
    let mut tamer = Tamer::default();
    text.chars().filter(|c| tamer.stays(*c)).collect()
}

/// Embeds, overrides and isolates turn what follows them; each block has its own direction.
const fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
}

const fn is_tag(character: char) -> bool {
    matches!(character, '\u{e0000}'..='\u{e007f}')
}

const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tamed_glyphs(text: &str) -> String {
        let glyph = |(at, character): (usize, char)| Glyph {
            character,
            place: at..at + character.len_utf8(),
            literal: false,
        };
        let mut glyphs: Vec<Glyph> = text.char_indices().map(glyph).collect();
        Tamer::default().tame(&mut glyphs);
        glyphs.iter().map(|glyph| glyph.character).collect()
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in [
            "Tiê\u{301}ng Viê\u{323}t, e\u{302}\u{301}",
            "ที่นี้ กี่ น้ำ",
            "क्षत्रिय र्कि\u{902}",
            "בְּרֵאשִׁ֖ית",
            "👩‍❤️‍💋‍👨 👨‍👩‍👧‍👦 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "مرحبا\u{200f} نمی‌خواهم",
        ] {
            assert_eq!(tamed_glyphs(text), text);
        }
    }

    #[test]
    fn what_disturbs_others_does_not_come_through() {
        assert_eq!(tamed_glyphs("a\u{202e}b\u{2066}c\u{2069}\u{202c}"), "abc");
        let zalgo = format!("字{}下", "\u{335}".repeat(5000));
        assert_eq!(tamed_glyphs(&zalgo).chars().count(), 2 + MOST_MARKS);
        let unseen = format!("a{}b", "\u{200b}".repeat(5000));
        assert_eq!(tamed_glyphs(&unseen).chars().count(), 2 + MOST_UNSEEN);
        assert_eq!(tamed_glyphs("a\u{e0041}\u{e0042}b"), "ab");
        assert!(
            tamed_glyphs(&format!("🏴{}", "\u{e0061}".repeat(100)))
                .chars()
                .count()
                <= 1 + MOST_TAGS
        );
    }
}
