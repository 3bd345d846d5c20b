//! The configuration file: refused in one line, and without what it keeps secret.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::OnceCell;
use tempfile::NamedTempFile;
use twostep::application::config::{Config, arguments};

const SECRET: &str = "hunter2";

thread_local! {
    static FILE: OnceCell<NamedTempFile> = const { OnceCell::new() };
}

fuzz_target!(|bytes: &[u8]| {
    FILE.with(|file| {
        let file = file.get_or_init(|| NamedTempFile::new().expect("a file"));
        std::fs::write(file.path(), bytes).expect("a file");
        let line = ["twostep", "--config", &file.path().to_string_lossy()].map(str::to_owned);
        let command = clap::Command::new("twostep").args(arguments());
        let matches = command.try_get_matches_from(line).expect("a command line");
        match Config::load(&matches) {
            Ok(config) => {
                config.warnings();
                // Only the URL of the mail server may hold a password.
                let text = String::from_utf8_lossy(bytes);
                if text.matches(SECRET).count() == 1 && text.contains(&format!(":{SECRET}@")) {
                    assert!(!format!("{config:?}").contains(SECRET), "{config:?}");
                }
            }
            Err(error) => {
                let line = error.to_string();
                assert!(!line.chars().any(|c| c == '\n' || c == '\x1b'), "{line:?}");
            }
        }
    });
});
