//! Reading a QR code from a picture, with a reader that is not ours.

use anyhow::{Context, Result, ensure};
use std::io::Write;
use std::process::Command;

/// The text of the one QR code in a PNG picture.
pub fn read(png: &[u8]) -> Result<String> {
    let mut file = tempfile::Builder::new().suffix(".png").tempfile()?;
    file.write_all(png)?;
    let output = Command::new("zbarimg")
        .args(["--quiet", "--raw"])
        .arg(file.path())
        .output()
        .context("cannot start zbarimg")?;
    ensure!(output.status.success(), "no QR code in the picture");
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
