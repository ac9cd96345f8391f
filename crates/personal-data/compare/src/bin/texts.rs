//! `texts FOLDER [BYTES]`: the mixed text as JSON Lines; with BYTES, as one line with a
//! text of that size.

use personal_data_compare::texts;
use serde_json::json;
use std::{
    env,
    error::Error,
    io::{self, Write},
    path::Path,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = arguments.first().ok_or("usage: texts FOLDER [BYTES]")?;
    let mixed = texts::mixed(Path::new(folder))?;
    let mut output = io::BufWriter::new(io::stdout().lock());
    let Some(bytes) = arguments.get(1) else {
        for text in &mixed {
            writeln!(output, "{}", json!({ "text": text }))?;
        }
        return Ok(());
    };
    let bytes: usize = bytes.parse()?;
    let mut text = String::with_capacity(bytes);
    for post in mixed.iter().cycle() {
        let room = bytes - text.len();
        let end = post.floor_char_boundary(room);
        text.push_str(&post[..end]);
        if end < post.len() || room <= end {
            break;
        }
        text.push('\n');
    }
    writeln!(output, "{}", json!({ "text": text }))?;
    Ok(())
}
