//! `PyJWT` and `jose` fetch the key set by its address and check our receipts.

use anyhow::{Context, Result, ensure};
use e2e::api::{Administrator, sign_in_for};
use e2e::journey::Stage;
use serde_json::{Value, json};
use shared_types::members::Role;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const AUDIENCE: &str = "https://remote.example.com";
const JO: &str = "jo@example.com";

/// One library: the program that runs its script, and the script.
struct Library {
    name: &'static str,
    program: PathBuf,
    script: PathBuf,
}

/// What a check is told.
struct Check<'a> {
    receipt: &'a str,
    issuer: &'a str,
    audience: &'a str,
    /// How many seconds later it happens, for the checker's clock.
    later: &'a str,
}

impl Library {
    /// The claims, or the name of the error.
    fn check(&self, key_set: &str, check: &Check<'_>) -> Result<Result<Value, String>> {
        let output = Command::new(&self.program)
            .arg(&self.script)
            .args([
                key_set,
                check.issuer,
                check.audience,
                check.receipt,
                check.later,
            ])
            .output()
            .with_context(|| format!("{} does not start", self.name))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let answer: Value = serde_json::from_str(said.trim()).with_context(|| {
            let error = String::from_utf8_lossy(&output.stderr);
            format!("{} says {said}\n{error}", self.name)
        })?;
        Ok(match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer),
        })
    }
}

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    administrator.invite(JO, "Jo Doe", Role::Agent).await?;
    let mail = stage.mailbox.next_to(JO).await?;
    administrator.accept(&mail.link()?).await?;
    let libraries = libraries(stage.server.folder())?;
    let url = stage.server.url.clone();
    let key_set = format!("{url}/.well-known/jwks.json");
    let good = |receipt| Check {
        receipt,
        issuer: &url,
        audience: AUDIENCE,
        later: "0",
    };
    let code = administrator.app.new_code().await?;
    let with_code = sign_in_for(&url, Administrator::EMAIL, AUDIENCE, Some(&code)).await?;
    let receipt = with_code["receipt"].as_str().context("no receipt")?;
    for library in &libraries {
        let claims = library.check(&key_set, &good(receipt))?;
        let claims = claims.map_err(anyhow::Error::msg).context(library.name)?;
        let said = json!([claims["aud"], claims["iss"], claims["amr"], claims["acr"]]);
        let expected = json!([AUDIENCE, url, ["pwd", "otp", "mfa"], "urn:twostep:aal2"]);
        ensure!(said == expected, "{}: {claims}", library.name);
        refuse(library, &key_set, &good(receipt))?;
    }
    run_guide(stage, receipt)?;
    rotate(stage, &libraries, &key_set).await
}

/// The programs of the guide, as they stand there, accept a receipt.
fn run_guide(stage: &Stage, receipt: &str) -> Result<()> {
    let path = "../api/docs/guides/ask-for-a-code.md";
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))?;
    let folder = stage.server.folder();
    let script = |language: &str, name: &str| -> Result<PathBuf> {
        let begin = format!("```{language}\n");
        let block = guide.split(&begin).nth(1).context("no such block")?;
        let file = folder.join(name);
        std::fs::write(&file, block.split("```").next().unwrap_or_default())?;
        Ok(file)
    };
    let python = (
        PathBuf::from(setting("TWOSTEP_PYTHON")?),
        script("python", "guide.py")?,
    );
    // Beside the packages that it imports.
    let node = (PathBuf::from("node"), script("js", "guide.mjs")?);
    for (program, script) in [python, node] {
        let output = Command::new(&program)
            .arg(&script)
            .env("TWOSTEP_URL", &stage.server.url)
            .env("TWOSTEP_RECEIPT", receipt)
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        ensure!(said.trim() == "urn:twostep:aal2", "{said}{error}");
    }
    Ok(())
}

/// What is not exactly right is refused, each for its own reason.
fn refuse(library: &Library, key_set: &str, good: &Check<'_>) -> Result<()> {
    let (signed, signature) = good.receipt.rsplit_once('.').context("no signature")?;
    let first = if signature.starts_with('A') { "B" } else { "A" };
    let altered = format!("{signed}.{first}{}", &signature[1..]);
    for (check, reason) in [
        (
            Check {
                audience: "https://other.example.com",
                ..*good
            },
            "audience",
        ),
        (
            Check {
                issuer: "https://other.example.com",
                ..*good
            },
            "issuer",
        ),
        (
            Check {
                receipt: &altered,
                ..*good
            },
            "signature",
        ),
        (
            Check {
                later: "61",
                ..*good
            },
            "expired",
        ),
    ] {
        let refused = library.check(key_set, &check)?;
        let expected = Err(reason.to_owned());
        ensure!(
            refused == expected,
            "{}: {refused:?}, not {reason}",
            library.name
        );
    }
    Ok(())
}

/// A rotation with notice changes nothing for who checks; after one at once nothing of before is good.
async fn rotate(stage: &Stage, libraries: &[Library], key_set: &str) -> Result<()> {
    let url = &stage.server.url;
    let receipt = async || {
        let answer = sign_in_for(url, JO, AUDIENCE, None).await?;
        let receipt = answer["receipt"].as_str().map(str::to_owned);
        receipt.context("no receipt")
    };
    let verdicts = |receipt: &str| -> Result<Vec<Result<Value, String>>> {
        let check = Check {
            receipt,
            issuer: url,
            audience: AUDIENCE,
            later: "0",
        };
        libraries
            .iter()
            .map(|one| one.check(key_set, &check))
            .collect()
    };
    let before = receipt().await?;
    stage.server.run(&["keys", "rotate-signing"])?;
    for receipt in [&before, &receipt().await?] {
        let verdicts = verdicts(receipt)?;
        ensure!(verdicts.iter().all(Result::is_ok), "{verdicts:?}");
    }
    stage.server.run(&["keys", "rotate-signing", "--at-once"])?;
    let withdrawn = verdicts(&before)?;
    let is_unknown = |verdict: &Result<Value, String>| verdict == &Err("no key".to_owned());
    ensure!(withdrawn.iter().all(is_unknown), "{withdrawn:?}");
    let fresh = verdicts(&receipt().await?)?;
    ensure!(fresh.iter().all(Result::is_ok), "{fresh:?}");
    let level = |verdict: &Result<Value, String>| {
        let claims = verdict.as_ref().ok();
        claims.map(|claims| json!([claims["amr"], claims["acr"]]))
    };
    let expected = Some(json!([["pwd"], "urn:twostep:aal1"]));
    ensure!(fresh.iter().all(|one| level(one) == expected), "{fresh:?}");
    Ok(())
}

/// The scripts, the second one beside the packages that it imports.
fn libraries(folder: &Path) -> Result<[Library; 2]> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let copy = folder.join("receipts.mjs");
    std::fs::copy(scripts.join("receipts.mjs"), &copy)?;
    let packages = setting("TWOSTEP_NODE_MODULES")?;
    std::os::unix::fs::symlink(packages, folder.join("node_modules"))?;
    Ok([
        Library {
            name: "PyJWT",
            program: setting("TWOSTEP_PYTHON")?.into(),
            script: scripts.join("receipts.py"),
        },
        Library {
            name: "jose",
            program: "node".into(),
            script: copy,
        },
    ])
}

/// What `cargo xtask test` hands over.
pub(super) fn setting(name: &str) -> Result<OsString> {
    std::env::var_os(name).with_context(|| {
        format!("{name} is not set: run the clients by `cargo xtask test --only clients`")
    })
}
