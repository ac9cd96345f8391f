//! Files as people and attackers send them, made by code, and the ways to send them.

use std::io::Cursor;

use actix_web::{http::header, test::TestRequest};
use image::{
    DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage, codecs::gif::GifEncoder,
};
use serde_json::Value;

use super::{Answer, Client, Plaza};

const BOUNDARY: &str = "plaza-tests-boundary";

/// A file of a form: its name and its bytes.
pub type File<'a> = (&'a str, &'a [u8]);

/// A form with files as it is sent, after its media type.
pub fn multipart(fields: &[(&str, &str)], name: &str, files: &[File<'_>]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (field, value) in fields {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    for (file, bytes) in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; \
             filename=\"{file}\"\r\nContent-Type: image/png\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

impl Client {
    /// Posts a form with files as a browser does.
    pub async fn post_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Answer {
        let (kind, body) = multipart(fields, "files", files);
        self.send(
            TestRequest::post()
                .uri(path)
                .insert_header((header::CONTENT_TYPE, kind))
                .insert_header(("sec-fetch-site", "same-origin"))
                .set_payload(body),
        )
        .await
    }

    /// Sends a file as a program does.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        let (kind, body) = multipart(&[("alt", "")], "file", &[(name, bytes)]);
        self.send(
            TestRequest::post()
                .uri("/api/v1/attachments")
                .insert_header((header::CONTENT_TYPE, kind))
                .set_payload(body),
        )
        .await
    }

    /// The token of a file that is taken.
    pub async fn token(&self, name: &str, bytes: &[u8]) -> String {
        let taken = self.upload(name, bytes).await.expect(201).json();
        taken["token"].as_str().unwrap().to_owned()
    }

    /// A header of the answer to a GET.
    pub async fn header(&self, path: &str, name: &str) -> String {
        let answer = self.get(path).await.expect(200);
        let value = answer.headers.get(name);
        value.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    }
}

impl Plaza {
    /// All objects that are stored, by their names, with their bytes.
    pub fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        let root = self.folder.path().join("attachments");
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().display().to_string();
                    found.push((name, std::fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

/// Whether bytes hold a text.
pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// The attachments of a post in the API's words.
pub fn attachments(topic: &Value, post: usize) -> Vec<Value> {
    topic["posts"][post]["attachments"]
        .as_array()
        .unwrap()
        .clone()
}

fn pixels(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x % 256) as u8, (y % 256) as u8, 90])
    }))
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(&pixels(width, height), ImageFormat::Png)
}

pub fn webp(width: u32, height: u32) -> Vec<u8> {
    encoded(&pixels(width, height), ImageFormat::WebP)
}

/// A photograph that lies on its side, with `secret` in its EXIF (beside an orientation), its
/// XMP, its comment, and behind its end.
pub fn photograph(width: u32, height: u32, secret: &str) -> Vec<u8> {
    let plain = encoded(&pixels(width, height), ImageFormat::Jpeg);
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap();
        [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
    };
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    // Orientation 6: turned to the right; then the camera's maker with its place at 38.
    exif.extend_from_slice(&[0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
    exif.extend_from_slice(&[0x0f, 1, 2, 0, secret.len() as u8, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend_from_slice(&[0, 0, 0, 0]);
    exif.extend_from_slice(secret.as_bytes());
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x>{secret}</x>");
    [
        &plain[..2],
        &segment(0xe1, &exif),
        &segment(0xe1, xmp.as_bytes()),
        &segment(0xfe, secret.as_bytes()),
        &plain[2..],
        secret.as_bytes(),
    ]
    .concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [&kind[..], content].concat();
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// A picture with `secret` in its text and behind its end.
pub fn png_with(secret: &str) -> Vec<u8> {
    let plain = png(40, 30);
    let text = [b"Author\0".as_slice(), secret.as_bytes()].concat();
    let (head, rest) = plain.split_at(33);
    [head, &chunk(b"tEXt", &text), rest, secret.as_bytes()].concat()
}

/// A header that says how large it is, and nothing behind it.
pub fn png_that_says(width: u32, height: u32) -> Vec<u8> {
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    [
        b"\x89PNG\r\n\x1a\n",
        &chunk(b"IHDR", &head)[..],
        &chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1]),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

pub fn jpeg_that_says(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = encoded(&pixels(8, 8), ImageFormat::Jpeg);
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// A moving picture of so many frames, with `secret` in a comment.
pub fn gif(width: u16, height: u16, frames: usize, secret: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    {
        let mut encoder =
            gif::Encoder::new(&mut bytes, width, height, &[0, 0, 0, 255, 0, 0]).unwrap();
        encoder
            .write_raw_extension(gif::AnyExtension(0xfe), &[secret.as_bytes()])
            .unwrap();
        let pixels = vec![1; usize::from(width) * usize::from(height)];
        for _ in 0..frames {
            let mut frame = gif::Frame::from_indexed_pixels(width, height, &pixels[..], None);
            frame.delay = 10;
            encoder.write_frame(&frame).unwrap();
        }
    }
    bytes
}

/// A moving picture whose frames differ.
pub fn moving() -> Vec<u8> {
    let mut bytes = Vec::new();
    {
        let mut encoder = GifEncoder::new(&mut bytes);
        for shade in [0, 120, 240] {
            let frame = RgbaImage::from_pixel(60, 40, Rgba([shade, 0, 0, 255]));
            encoder.encode_frame(Frame::new(frame)).unwrap();
        }
    }
    bytes
}

/// A PDF of these objects; the first is the catalogue. What stands in `trailer` goes there.
pub fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        let object = format!("{} 0 obj\n{object}\nendobj\n", number + 1);
        bytes.extend_from_slice(object.as_bytes());
    }
    let start = bytes.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        table.push_str(&format!("{place:010} 00000 n \n"));
    }
    table.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    bytes.extend_from_slice(table.as_bytes());
    bytes
}

pub fn stream(dictionary: &str, content: &str) -> String {
    format!(
        "<< {dictionary} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// A document of one page with these words in a font that everybody knows.
pub fn document(words: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET");
    pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".into(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> >> >>"
                .into(),
            stream("", &content),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
                .into(),
        ],
        "",
    )
}

/// A document that holds `secret` wherever metadata and what acts can stand.
pub fn loaded_document(words: &str, secret: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET");
    let xmp = format!("<x:xmpmeta>{secret}</x:xmpmeta>");
    pdf(
        &[
            format!(
                "<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R /OpenAction 8 0 R \
                 /AA << /WC 8 0 R >> /Names << /EmbeddedFiles << /Names [({secret}) 9 0 R] >> \
                 /JavaScript << /Names [(x) 8 0 R] >> >> /AcroForm << /Fields [11 0 R] >> \
                 /PieceInfo << /X << /Private ({secret}) >> >> >>"
            ),
            format!("<< /Type /Pages /Kids [3 0 R] /Count 1 /Author ({secret}) >>"),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
                 /LastModified ({secret}) /AA << /O 8 0 R >> /Annots [11 0 R] /Metadata 7 0 R \
                 /Resources << /Font << /F1 5 0 R >> /XObject << /I 12 0 R >> \
                 /Secret ({secret}) >> >>"
            ),
            stream("", &content),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
                .into(),
            format!("<< /Author ({secret}) /Producer ({secret}) /CreationDate (D:2026{secret}) >>"),
            stream("/Type /Metadata /Subtype /XML", &xmp),
            format!("<< /S /JavaScript /JS (app.alert\\('{secret}'\\)) >>"),
            format!("<< /Type /Filespec /F ({secret}) /EF << /F 10 0 R >> >>"),
            stream("/Type /EmbeddedFile", secret),
            format!(
                "<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /T ({secret}) /V ({secret}) \
                 /A 8 0 R >>"
            ),
            stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Metadata 7 0 R",
                "0 0 9 9 re f",
            ),
        ],
        "/Info 6 0 R",
    )
}

/// A document that is nothing but a picture: what a scanner makes.
pub fn scan() -> Vec<u8> {
    scan_with("", "")
}

/// A large picture, other instructions beside it, and more resources from the seventh object on.
pub fn scan_with(instructions: &str, resources: &str) -> Vec<u8> {
    pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".into(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
                 /Resources << /XObject << /I 5 0 R >> /Font << /F1 6 0 R >> {resources} >> >>"
            ),
            stream("", &format!("q 595 0 0 842 0 0 cm /I Do Q {instructions}")),
            stream(
                "/Type /XObject /Subtype /Image /Width 400 /Height 400 /BitsPerComponent 1 \
                 /ColorSpace /DeviceGray",
                &"a".repeat(50 * 400),
            ),
            FONT.into(),
        ],
        "",
    )
}

const FONT: &str =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A document of one page with these instructions and resources, and these objects from the
/// fifth on.
pub fn drawn(instructions: &str, resources: &str, objects: &[String]) -> Vec<u8> {
    let head = [
        "<< /Type /Catalog /Pages 2 0 R >>".into(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << {resources} >> >>"
        ),
        stream("", instructions),
    ];
    pdf(&[&head[..], objects].concat(), "")
}

/// A document in which every kind of part says `secret` under a key of its own, in a comment or
/// in its own metadata.
pub fn document_with_secrets(words: &str, secret: &str) -> Vec<u8> {
    let own = format!("/PTEX.FileName ({secret}) /Own << /X ({secret}) >>");
    let photograph: String = photograph(8, 8, secret)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let table = format!(
        "%!PS {secret}\n/{secret} ({secret}) def begincmap\n1 begincodespacerange\n<00> <FF>\n\
         endcodespacerange\n1 beginbfrange\n<00> <7F> <0000>\nendbfrange\nendcmap"
    );
    drawn(
        &format!(
            "% {secret}\nBT /F1 12 Tf 72 700 Td /P << /X ({secret}) >> BDC ({words}) Tj EMC ET\n\
             ({secret}) w /X Do /J Do /S gs /P cs /P scn /H sh /C cs 1 scn"
        ),
        &format!(
            "/Font << /F1 5 0 R >> /XObject << /X 6 0 R /J 7 0 R >> /ExtGState << /S 8 0 R >> \
             /Pattern << /P 9 0 R >> /Shading << /H 10 0 R >> /ColorSpace << /C 14 0 R >> \
             /Properties << /X << /Y ({secret}) >> >> {own}"
        ),
        &[
            format!(
                "<< /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding 12 0 R \
                 /FontDescriptor 11 0 R /ToUnicode 13 0 R {own} >>"
            ),
            stream(
                &format!(
                    "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /PTEX.InfoDict << /X ({secret}) >> {own}"
                ),
                &format!("0 0 9 9 re f % {secret}"),
            ),
            stream(
                &format!(
                    "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 \
                     /ColorSpace [/ICCBased 15 0 R] /Filter [/ASCIIHexDecode /DCTDecode] {own}"
                ),
                &photograph,
            ),
            format!(
                "<< /Type /ExtGState /SMask << /S /Luminosity /G 6 0 R /TR 16 0 R {own} >> \
                 /HT << /Type 1 {own} >> {own} >>"
            ),
            stream(
                &format!(
                    "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 \
                     /Resources << {own} >> {own}"
                ),
                &format!("0 0 1 1 re f ({secret}) n"),
            ),
            format!(
                "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function 16 0 R {own} >>"
            ),
            format!(
                "<< /Type /FontDescriptor /FontName /Arial /Flags 32 /FontFamily ({secret}) {own} >>"
            ),
            format!("<< /Type /Encoding /BaseEncoding /WinAnsiEncoding {own} >>"),
            stream(&own, &table),
            format!("[/Separation /{secret} /DeviceGray 17 0 R]"),
            stream(&format!("/N 3 {own}"), secret),
            format!("<< /FunctionType 2 /Domain [0 1] /N 1 {own} >>"),
            stream(
                &format!("/FunctionType 4 /Domain [0 1] /Range [0 1] {own}"),
                &format!("{{ 1 exch sub }} % {secret}"),
            ),
        ],
    )
}
