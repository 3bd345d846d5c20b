//! The program `twostep`.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    twostep::application::commands::run().await
}
