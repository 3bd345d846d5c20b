//! Compiles the catalogues in `locales/`; what is wrong with them stops the build.

use catalogue::Catalogue;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

const FOLDER: &str = "locales";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed={FOLDER}");
    match Catalogue::read(Path::new(FOLDER)) {
        Ok(catalogue) => match write(&catalogue) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => println!("cargo::error=cannot write the texts: {error}"),
        },
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={FOLDER}/{problem}");
            }
        }
    }
    ExitCode::FAILURE
}

fn write(catalogue: &Catalogue) -> io::Result<()> {
    let folder = env::var_os("OUT_DIR").map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(folder.join("locales.rs"), catalogue.rust_locales())?;
    fs::write(folder.join("texts.rs"), catalogue.rust_texts())
}
