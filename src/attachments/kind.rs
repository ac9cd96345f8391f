//! What a file is: by what it holds, never by its name or what was said of it.

use crate::db::text_enum;

text_enum! {
    /// What is stored of a file.
    #[schema(as = FileKind)]
    pub enum Kind {
        Jpeg = "jpeg",
        Png = "png",
        /// More than one frame.
        Gif = "gif",
        Pdf = "pdf",
        Text = "text",
    }
}

text_enum! {
    /// One of the objects of a file.
    pub enum Variant {
        /// A document or a text.
        File = "file",
        /// A picture as large as is kept.
        Large = "large",
        Medium = "medium",
        Small = "small",
    }
}

impl Variant {
    /// How many pixels a picture is wide at most.
    pub const fn widest(self) -> u32 {
        match self {
            Self::Small => 320,
            Self::Medium => 960,
            Self::Large | Self::File => 1920,
        }
    }
}

impl Kind {
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif)
    }

    /// The object that has all of it: the largest picture, or the file.
    pub const fn main(self) -> Variant {
        if self.is_picture() {
            Variant::Large
        } else {
            Variant::File
        }
    }

    /// The ending of its name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Pdf => "pdf",
            Self::Text => "txt",
        }
    }

    /// What a browser is told. The smaller ones of a moving picture stand still.
    pub const fn media_type(self, variant: Variant) -> &'static str {
        match (self, variant) {
            (Self::Jpeg, _) => "image/jpeg",
            (Self::Png, _) => "image/png",
            (Self::Gif, Variant::Large) => "image/gif",
            (Self::Gif, _) => "image/png",
            (Self::Pdf, _) => "application/pdf",
            (Self::Text, _) => "text/plain; charset=utf-8",
        }
    }

    /// The objects of a file whose largest picture is `width` pixels wide, each with its own
    /// width. None is wider than the picture.
    pub fn variants(self, width: u32) -> Vec<(Variant, u32)> {
        if !self.is_picture() {
            return vec![(Variant::File, 0)];
        }
        let mut all = Vec::new();
        for variant in [Variant::Small, Variant::Medium] {
            // A moving picture always has one that stands still.
            let still = self == Self::Gif && variant == Variant::Medium;
            if still || width > variant.widest() {
                all.push((variant, width.min(variant.widest())));
            }
        }
        all.push((Variant::Large, width));
        all
    }
}

/// What came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sniffed {
    Jpeg,
    Png,
    Gif,
    WebP,
    Pdf,
    /// Perhaps: whether it is one, reading it tells.
    Text,
}

pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Sniffed::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Sniffed::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Sniffed::Gif,
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Sniffed::WebP,
        [b'%', b'P', b'D', b'F', b'-', ..] => Sniffed::Pdf,
        _ => Sniffed::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_variant_is_wider_than_the_picture() {
        let names = |kind: Kind, width| {
            let all = kind.variants(width).into_iter();
            all.map(|(variant, width)| (variant.as_str(), width))
                .collect::<Vec<_>>()
        };
        assert_eq!(names(Kind::Jpeg, 100), [("large", 100)]);
        assert_eq!(names(Kind::Png, 960), [("small", 320), ("large", 960)]);
        assert_eq!(
            names(Kind::Jpeg, 1920),
            [("small", 320), ("medium", 960), ("large", 1920)]
        );
        assert_eq!(names(Kind::Gif, 100), [("medium", 100), ("large", 100)]);
        assert_eq!(names(Kind::Pdf, 0), [("file", 0)]);
    }

    #[test]
    fn only_the_first_bytes_count() {
        assert_eq!(sniff(b"%PDF-1.7"), Sniffed::Pdf);
        assert_eq!(sniff(b" %PDF-1.7"), Sniffed::Text);
        assert_eq!(sniff(b"<svg>"), Sniffed::Text);
        assert_eq!(sniff(b""), Sniffed::Text);
    }
}
