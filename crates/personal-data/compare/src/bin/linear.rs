//! `linear FOLDER [--all]`: how the detector's time grows with hostile texts.

use personal_data::Detector;
use personal_data_compare::{shapes, texts::length, time::seconds};
use std::{env, error::Error, path::Path};

const WHOLE: usize = 1 << 20;
const SIZES: [usize; 3] = [WHOLE / 4, WHOLE / 2, WHOLE];
/// The least time of so many rounds counts: what disturbs a run makes it longer only.
const ROUNDS: usize = 3;
/// A growth above this is measured anew before it is believed.
const DOUBTFUL: f64 = 2.2;
/// So many of the steepest are shown unless all are asked for.
const SHOWN: usize = 15;

struct Row {
    name: String,
    least: [f64; 3],
    characters: usize,
}

impl Row {
    fn growth(&self) -> f64 {
        self.least[2] / self.least[1]
    }

    fn measure(&mut self, detector: &Detector, texts: &[String]) {
        for _ in 0..ROUNDS {
            for (least, text) in self.least.iter_mut().zip(texts) {
                *least = least.min(seconds(|| detector.find(text)));
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = arguments.first().ok_or("usage: linear FOLDER [--all]")?;
    let everything = arguments.iter().any(|argument| argument == "--all");
    let detector = Detector::new();
    detector.find("王小明 said hello");
    let mut rows = Vec::new();
    for (name, write) in shapes::all(Path::new(folder))? {
        let texts = SIZES.map(&write);
        let mut row = Row {
            name,
            least: [f64::INFINITY; 3],
            characters: length(&texts[2]),
        };
        row.measure(&detector, &texts);
        if row.growth() > DOUBTFUL {
            row.measure(&detector, &texts);
        }
        rows.push(row);
    }
    rows.sort_by(|a, b| b.growth().total_cmp(&a.growth()));
    let shown = if everything { rows.len() } else { SHOWN };
    println!("{} shapes; the {shown} that grow most:", rows.len());
    heading();
    rows.iter().take(shown).for_each(print);
    println!("the slowest:");
    heading();
    let worst = rows.first().map_or(f64::NAN, Row::growth);
    rows.sort_by(|a, b| b.least[2].total_cmp(&a.least[2]));
    rows.iter().take(SHOWN.min(shown)).for_each(print);
    println!("detector-linear: worst growth {worst:.2} times for twice the text");
    Ok(())
}

fn heading() {
    println!(
        "{:>9} {:>9} {:>9} {:>11} {:>11} {:>13}  shape",
        "256 KB", "512 KB", "1 MB", "256 to 512", "512 to 1 MB", "characters/s"
    );
}

fn print(row: &Row) {
    let [quarter, half, whole] = row.least;
    println!(
        "{:>7.1}ms {:>7.1}ms {:>7.1}ms {:>11.2} {:>11.2} {:>13.0}  {}",
        quarter * 1e3,
        half * 1e3,
        whole * 1e3,
        half / quarter,
        row.growth(),
        row.characters as f64 / whole,
        row.name
    );
}
