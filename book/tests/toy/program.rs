//! A program that does what it is told: the builder's tests show it in toy books.

use std::{env, fs, process::exit, thread};

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    match &*words[0] {
        "say" => println!("{}", words[1]),
        "count" => {
            let before = fs::read_to_string("runs").map_or(0, |runs| runs.parse().unwrap());
            fs::write("runs", format!("{}", before + 1)).unwrap();
            println!("run {}", before + 1);
        }
        "draw" => {
            for option in ["--out", "--timeline", "--plot"] {
                if let Some(at) = words.iter().position(|word| word == option) {
                    fs::write(&words[at + 1], format!("drawn by {option}")).unwrap();
                }
            }
        }
        "fail" => {
            eprintln!("the toy is broken");
            exit(3);
        }
        "hang" => loop {
            thread::park();
        },
        other => panic!("{other}?"),
    }
}
