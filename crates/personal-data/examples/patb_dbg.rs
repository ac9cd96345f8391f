fn main() {
    for l in std::io::stdin().lines() {
        let l = l.unwrap();
        println!("{l}");
        for f in personal_data::find(&l) {
            let s: String = l.chars().skip(f.range.start).take(f.range.len()).collect();
            println!("   {:?} {s:?} {} {}", f.kind, f.confidence, f.why);
        }
    }
}
