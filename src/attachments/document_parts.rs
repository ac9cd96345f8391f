//! What the parts of a PDF are, and which of their keys draw. Whatever stands under another key is
//! not copied.

use self::Role::*;

/// What an object is to the one that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Numbers, names, truth and lists of those.
    Plain,
    Resources,
    /// Things under names that the instructions call them by.
    Named(&'static Role),
    Group,
    Font,
    FontDescriptor,
    /// The program that draws a font's glyphs.
    Program,
    /// Which glyphs codes stand for.
    Encoding,
    /// Which letters codes stand for.
    Letters,
    /// The collection of glyphs that a font is of.
    Collection,
    /// Instructions that draw one glyph.
    Glyph,
    /// A drawing or a picture.
    Drawing,
    Picture,
    /// How instructions draw.
    State,
    SoftMask,
    Pattern,
    Shading,
    Function,
    /// A space of colours.
    Colours,
    /// White and black of one.
    Light,
    /// How bytes were made smaller.
    Parameters,
    /// Bytes that are no text: a table of colours or glyphs.
    Bytes,
}

type Keys = &'static [(&'static [u8], Role)];

const RESOURCES: Keys = &[
    (b"Font", Named(&Font)),
    (b"XObject", Named(&Drawing)),
    (b"ExtGState", Named(&State)),
    (b"ColorSpace", Named(&Colours)),
    (b"Pattern", Named(&Pattern)),
    (b"Shading", Named(&Shading)),
    (b"ProcSet", Plain),
];
const GROUP: Keys = &[
    (b"Type", Plain),
    (b"S", Plain),
    (b"CS", Colours),
    (b"I", Plain),
    (b"K", Plain),
];
const FONT: Keys = &[
    (b"Type", Plain),
    (b"Subtype", Plain),
    (b"BaseFont", Plain),
    (b"FirstChar", Plain),
    (b"LastChar", Plain),
    (b"Widths", Plain),
    (b"FontDescriptor", FontDescriptor),
    (b"Encoding", Encoding),
    (b"ToUnicode", Letters),
    (b"FontBBox", Plain),
    (b"FontMatrix", Plain),
    (b"CharProcs", Named(&Glyph)),
    (b"Resources", Resources),
    (b"DescendantFonts", Font),
    (b"CIDSystemInfo", Collection),
    (b"DW", Plain),
    (b"W", Plain),
    (b"DW2", Plain),
    (b"W2", Plain),
    (b"CIDToGIDMap", Bytes),
];
const FONT_DESCRIPTOR: Keys = &[
    (b"Type", Plain),
    (b"FontName", Plain),
    (b"FontStretch", Plain),
    (b"FontWeight", Plain),
    (b"Flags", Plain),
    (b"FontBBox", Plain),
    (b"ItalicAngle", Plain),
    (b"Ascent", Plain),
    (b"Descent", Plain),
    (b"Leading", Plain),
    (b"CapHeight", Plain),
    (b"XHeight", Plain),
    (b"StemV", Plain),
    (b"StemH", Plain),
    (b"AvgWidth", Plain),
    (b"MaxWidth", Plain),
    (b"MissingWidth", Plain),
    (b"FontFile", Program),
    (b"FontFile2", Program),
    (b"FontFile3", Program),
];
const PROGRAM: Keys = &[
    (b"Subtype", Plain),
    (b"Length1", Plain),
    (b"Length2", Plain),
    (b"Length3", Plain),
];
const ENCODING: Keys = &[
    (b"Type", Plain),
    (b"BaseEncoding", Plain),
    (b"Differences", Plain),
    (b"WMode", Plain),
    (b"CIDSystemInfo", Collection),
    (b"CMapName", Plain),
    (b"UseCMap", Encoding),
];
const COLLECTION: Keys = &[
    (b"Registry", Collection),
    (b"Ordering", Collection),
    (b"Supplement", Plain),
];
const DRAWING: Keys = &[
    (b"Type", Plain),
    (b"Subtype", Plain),
    (b"FormType", Plain),
    (b"BBox", Plain),
    (b"Matrix", Plain),
    (b"Resources", Resources),
    (b"Group", Group),
];
const PICTURE: Keys = &[
    (b"Type", Plain),
    (b"Subtype", Plain),
    (b"Width", Plain),
    (b"Height", Plain),
    (b"ColorSpace", Colours),
    (b"BitsPerComponent", Plain),
    (b"Intent", Plain),
    (b"ImageMask", Plain),
    (b"Mask", Drawing),
    (b"SMask", Drawing),
    (b"SMaskInData", Plain),
    (b"Matte", Plain),
    (b"Decode", Plain),
    (b"Interpolate", Plain),
];
const STATE: Keys = &[
    (b"Type", Plain),
    (b"LW", Plain),
    (b"LC", Plain),
    (b"LJ", Plain),
    (b"ML", Plain),
    (b"D", Plain),
    (b"RI", Plain),
    (b"OP", Plain),
    (b"op", Plain),
    (b"OPM", Plain),
    (b"Font", Font),
    (b"FL", Plain),
    (b"SM", Plain),
    (b"SA", Plain),
    (b"BM", Plain),
    (b"SMask", SoftMask),
    (b"CA", Plain),
    (b"ca", Plain),
    (b"AIS", Plain),
    (b"TK", Plain),
];
const SOFT_MASK: Keys = &[
    (b"Type", Plain),
    (b"S", Plain),
    (b"G", Drawing),
    (b"BC", Plain),
    (b"TR", Function),
];
const PATTERN: Keys = &[
    (b"Type", Plain),
    (b"PatternType", Plain),
    (b"PaintType", Plain),
    (b"TilingType", Plain),
    (b"BBox", Plain),
    (b"XStep", Plain),
    (b"YStep", Plain),
    (b"Matrix", Plain),
    (b"Resources", Resources),
    (b"Shading", Shading),
    (b"ExtGState", State),
];
const SHADING: Keys = &[
    (b"ShadingType", Plain),
    (b"ColorSpace", Colours),
    (b"Background", Plain),
    (b"BBox", Plain),
    (b"AntiAlias", Plain),
    (b"Coords", Plain),
    (b"Domain", Plain),
    (b"Extend", Plain),
    (b"Matrix", Plain),
    (b"Function", Function),
    (b"BitsPerCoordinate", Plain),
    (b"BitsPerComponent", Plain),
    (b"BitsPerFlag", Plain),
    (b"VerticesPerRow", Plain),
    (b"Decode", Plain),
];
const FUNCTION: Keys = &[
    (b"FunctionType", Plain),
    (b"Domain", Plain),
    (b"Range", Plain),
    (b"Size", Plain),
    (b"BitsPerSample", Plain),
    (b"Order", Plain),
    (b"Encode", Plain),
    (b"Decode", Plain),
    (b"C0", Plain),
    (b"C1", Plain),
    (b"N", Plain),
    (b"Functions", Function),
    (b"Bounds", Plain),
];
const LIGHT: Keys = &[
    (b"WhitePoint", Plain),
    (b"BlackPoint", Plain),
    (b"Gamma", Plain),
    (b"Matrix", Plain),
    (b"Range", Plain),
];
const PARAMETERS: Keys = &[
    (b"Predictor", Plain),
    (b"Colors", Plain),
    (b"BitsPerComponent", Plain),
    (b"Columns", Plain),
    (b"EarlyChange", Plain),
    (b"K", Plain),
    (b"EndOfLine", Plain),
    (b"EncodedByteAlign", Plain),
    (b"Rows", Plain),
    (b"EndOfBlock", Plain),
    (b"BlackIs1", Plain),
    (b"DamagedRowsBeforeError", Plain),
    (b"ColorTransform", Plain),
    (b"JBIG2Globals", Bytes),
];

impl Role {
    /// What stands under this key, where it draws.
    pub(super) fn of(self, key: &[u8]) -> Option<Self> {
        let keys = match self {
            Named(role) => return Some(*role),
            Plain | Letters | Glyph | Colours | Bytes => return None,
            Resources => RESOURCES,
            Group => GROUP,
            Font => FONT,
            FontDescriptor => FONT_DESCRIPTOR,
            Program => PROGRAM,
            Encoding => ENCODING,
            Collection => COLLECTION,
            Drawing => DRAWING,
            Picture => PICTURE,
            State => STATE,
            SoftMask => SOFT_MASK,
            Pattern => PATTERN,
            Shading => SHADING,
            Function => FUNCTION,
            Light => LIGHT,
            Parameters => PARAMETERS,
        };
        let known = keys.iter().find(|(known, _)| *known == key);
        known.map(|(_, role)| *role)
    }
}
