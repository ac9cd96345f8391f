//! What is taken in: made anew without metadata, within limits, whatever it pretends to be.

use actix_web::http::header;
use serde_json::json;

use super::{SECRET, resident, topic, topic_with, url};
use crate::support::files::{
    attachments, document_with_secrets, drawn, gif, holds, jpeg_that_says, loaded_document, moving,
    pdf, photograph, png, png_that_says, png_with, stream, webp,
};

#[actix_web::test]
async fn pictures_are_made_anew_upright_in_sizes_and_without_their_metadata() {
    let (plaza, client) = resident().await;
    let photo = photograph(2400, 1000, SECRET);
    assert!(holds(&photo, SECRET));
    let tokens = [
        client.token("IMG_1.JPG", &photo).await,
        client.token("b.png", &png_with(SECRET)).await,
        client.token("c.webp", &webp(100, 50)).await,
        client.token("d.gif", &gif(30, 20, 3, SECRET)).await,
        client.token("e.gif", &gif(30, 20, 1, SECRET)).await,
    ];
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let id = topic_with(&client, &tokens).await;
    for (name, bytes) in plaza.objects() {
        assert!(!holds(&bytes, SECRET), "{name} holds it");
        assert!(!holds(&bytes, "Exif"), "{name} holds EXIF");
    }
    let guest = plaza.client().await;
    let files = attachments(&topic(&guest, id).await, 0);
    let kinds: Vec<&str> = files
        .iter()
        .map(|file| file["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["jpeg", "png", "jpeg", "gif", "png"]);
    // Turned upright: 1000 wide and 2400 high.
    assert_eq!(
        (&files[0]["width"], &files[0]["height"]),
        (&json!(1000), &json!(2400))
    );
    let mut widths = Vec::new();
    for (number, variant) in files[0]["variants"].as_array().unwrap().iter().enumerate() {
        let answer = guest.get(&url(&files[0], number)).await.expect(200);
        let image = image::load_from_memory(&answer.bytes).unwrap();
        assert_eq!(json!(image.width()), variant["width"]);
        widths.push(image.width());
        assert!(!holds(&answer.bytes, SECRET));
    }
    assert_eq!(widths, [320, 960, 1000]);
    assert_eq!(
        files[1]["variants"].as_array().unwrap().len(),
        1,
        "not made larger"
    );
    // What moves, moves in its largest; the other stands still.
    let moves = guest.get(&url(&files[3], 1)).await.expect(200);
    assert_eq!(
        moves.headers.get(header::CONTENT_TYPE).unwrap(),
        "image/gif"
    );
    assert_eq!(
        image::AnimationDecoder::into_frames(
            image::codecs::gif::GifDecoder::new(std::io::Cursor::new(moves.bytes)).unwrap()
        )
        .count(),
        3
    );
    let still = guest.get(&url(&files[3], 0)).await.expect(200);
    assert_eq!(
        still.headers.get(header::CONTENT_TYPE).unwrap(),
        "image/png"
    );
}

#[actix_web::test]
async fn what_would_explode_or_pretends_is_refused_by_name() {
    let (plaza, client) = resident().await;
    let zip = b"PK\x03\x04whatever\0\0\0".to_vec();
    let truncated = png(400, 300)[..200].to_vec();
    let thousands = gif(1, 1, 3000, "");
    let large_gif = gif(2000, 2000, 40, "");
    let bomb = {
        use std::io::Write as _;
        let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        deflate.write_all(&vec![b' '; 80 * 1024 * 1024]).unwrap();
        deflate.finish().unwrap()
    };
    let with_stream = |dictionary: &str, content: &[u8]| {
        let mut file = pdf(
            &[
                "<< /Type /Catalog /Pages 2 0 R >>".into(),
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>".into(),
                stream(dictionary, &"@".repeat(content.len())),
            ],
            "",
        );
        let at = file
            .windows(8)
            .position(|part| part == b"@@@@@@@@")
            .unwrap();
        file[at..at + content.len()].copy_from_slice(content);
        file
    };
    let looped = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".into(),
            "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>".into(),
        ],
        "",
    );
    let locked = pdf(
        &["<< /Type /Catalog /Pages 2 0 R >>".into()],
        "/Enc#72ypt << /Filter /Standard >>",
    );
    for (name, bytes, code) in [
        (
            "a.png",
            png_that_says(50_000, 50_000),
            "file-too-many-pixels",
        ),
        (
            "a.png",
            png_that_says(15_000, 15_000),
            "file-too-many-pixels",
        ),
        ("a.png", png_that_says(0, 7), "file-damaged"),
        (
            "a.jpg",
            jpeg_that_says(65_000, 65_000),
            "file-too-many-pixels",
        ),
        ("a.gif", thousands, "file-too-many-frames"),
        ("a.gif", large_gif, "file-too-many-frames"),
        ("a.png", truncated, "file-damaged"),
        ("a.gif", b"GIF89a".to_vec(), "file-damaged"),
        ("a.jpg", b"\xff\xd8\xff".to_vec(), "file-damaged"),
        (
            "a.webp",
            b"RIFF\xff\xff\xff\xffWEBPVP8X".to_vec(),
            "file-damaged",
        ),
        (
            "a.png",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "file-unknown",
        ),
        (
            "a.jpg",
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            "file-unknown",
        ),
        ("a.pdf", zip, "file-unknown"),
        ("a.txt", vec![0xa4, 0xa4, 0xa4, 0xe5], "file-unknown"),
        ("a.txt", Vec::new(), "file-empty"),
        ("a.txt", vec![b'a'; 500_000], "file-too-long"),
        ("a.png", vec![0x89; 11 * 1024 * 1024], "file-too-large"),
        ("a.pdf", b"%PDF-1.7 nothing".to_vec(), "file-damaged"),
        ("a.pdf", looped, "file-damaged"),
        ("a.pdf", locked, "file-locked"),
        (
            "a.pdf",
            with_stream("/Filter /FlateDecode", &bomb),
            "file-too-complex",
        ),
        (
            "a.pdf",
            with_stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &bomb),
            "file-too-complex",
        ),
    ] {
        let refused = client.upload(name, &bytes).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], code, "{name} {}", bytes.len());
        assert_eq!(refused["errors"][0]["field"], "file");
        let detail = refused["errors"][0]["detail"].as_str().unwrap();
        assert!(!detail.starts_with("invalid-"), "{detail}");
    }
    assert!(plaza.objects().is_empty(), "nothing of it is kept");
    // On the form the text stays, and the file is named.
    let fields = [("title", "題目"), ("body", "寫了很久")];
    let files = [("炸彈.png", &png_that_says(50_000, 50_000)[..])];
    let page = client
        .post_files("/zh/boards/city/new", &fields, &files)
        .await
        .expect(422);
    assert_eq!(page.texts("textarea"), ["寫了很久"]);
    let told = &page.texts("#e-files")[0];
    assert!(
        told.contains("炸彈.png") && told.contains("50百萬像素"),
        "{told}"
    );
    let huge = vec![b'x'; 70 * 1024 * 1024];
    let answer = client
        .post_files("/zh/boards/city/new", &fields, &[("a.txt", &huge)])
        .await;
    assert_eq!(
        answer.status.as_u16(),
        422,
        "it is read to its end and let go"
    );
    for body in ["", "--x", "no form at all"] {
        let request = actix_web::test::TestRequest::post()
            .uri("/zh/boards/city/new")
            .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=x"))
            .insert_header(("sec-fetch-site", "same-origin"))
            .set_payload(body);
        let status = client.send(request).await.status.as_u16();
        assert!([400, 422].contains(&status), "{body:?}: {status}");
    }
}

#[actix_web::test]
async fn a_document_keeps_its_pages_and_nothing_else() {
    let (plaza, client) = resident().await;
    let loaded = loaded_document("Minutes of the meeting", SECRET);
    assert!(holds(&loaded, SECRET) && holds(&loaded, "JavaScript"));
    let token = client.token("minutes.pdf", &loaded).await;
    let id = topic_with(&client, &[&token]).await;
    let guest = plaza.client().await;
    let file = attachments(&topic(&guest, id).await, 0).remove(0);
    let answer = guest.get(&url(&file, 0)).await.expect(200);
    let mut clean = lopdf::Document::load_mem(&answer.bytes).unwrap();
    clean.decompress();
    let mut unfolded = Vec::new();
    clean.save_to(&mut unfolded).unwrap();
    for gone in [
        SECRET,
        "JavaScript",
        "app.alert",
        "OpenAction",
        "/AA",
        "Annot",
        "Metadata",
        "Embedded",
        "/Info",
        "AcroForm",
        "PieceInfo",
        "Producer",
        "LastModified",
    ] {
        assert!(!holds(&unfolded, gone), "{gone} is still in it");
    }
    assert_eq!(
        clean.extract_text(&[1]).unwrap().trim(),
        "Minutes of the meeting"
    );
    assert_eq!(
        guest.header(&url(&file, 0), "content-type").await,
        "application/pdf"
    );
    // The text beside it is for the program alone.
    assert!(
        plaza
            .objects()
            .iter()
            .any(|(name, _)| name.ends_with("/text"))
    );
    guest
        .get(&url(&file, 0).replace("/file", "/text"))
        .await
        .expect(404);
}

#[actix_web::test]
async fn what_draws_in_a_document_tells_nothing_else() {
    let (plaza, client) = resident().await;
    let loaded = document_with_secrets("Minutes of the meeting", "GPSPLACE");
    let token = client.token("minutes.pdf", &loaded).await;
    topic_with(&client, &[&token]).await;
    let objects = plaza.objects();
    let (_, file) = objects
        .iter()
        .find(|(name, _)| name.ends_with("/file"))
        .unwrap();
    let mut clean = lopdf::Document::load_mem(file).unwrap();
    clean.decompress();
    let mut unfolded = Vec::new();
    clean.save_to(&mut unfolded).unwrap();
    let text = String::from_utf8_lossy(&unfolded).into_owned();
    for gone in ["GPSPLACE", "PTEX", "/Own", "Exif"] {
        let at = text.find(gone);
        let around = at.map(|at| text[..at + gone.len()].lines().last());
        assert_eq!(around, None, "{gone} is still in it");
    }
    // What draws is there: the words, the photograph, the pattern, the formula.
    assert_eq!(
        clean.extract_text(&[1]).unwrap().trim(),
        "Minutes of the meeting"
    );
    for kept in [
        "DCTDecode",
        "/PatternType 1",
        "/ShadingType 2",
        "1 exch sub",
        "/Luminosity",
        "/DeviceRGB",
        "beginbfrange",
    ] {
        assert!(text.contains(kept), "{kept} is lost");
    }
    // A photograph within the instructions is none of a document that people write.
    let within = drawn("BI /W 8 /H 8 /F /DCT ID abc\nEI", "", &[]);
    let refused = client.upload("a.pdf", &within).await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "file-damaged");
}

#[actix_web::test]
async fn what_moves_stands_still_until_it_is_opened() {
    let (plaza, client) = resident().await;
    let token = client.token("cat.gif", &moving()).await;
    let id = topic_with(&client, &[&token]).await;
    let page = plaza
        .client()
        .await
        .get(&format!("/en/topics/{id}"))
        .await
        .expect(200);
    let image = page.attribute(".files img", "src").unwrap();
    assert_eq!(client.header(&image, "content-type").await, "image/png");
    let opened = page.attribute(".files a", "href").unwrap();
    assert_eq!(client.header(&opened, "content-type").await, "image/gif");
    assert_eq!(
        page.attribute(".files img", "alt").as_deref(),
        Some("Picture: cat.gif")
    );
}
