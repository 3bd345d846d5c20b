//! L-13: whether the time of a refused sign-in tells if the address is known. Wrong passwords for
//! addresses that somebody has and that nobody has, in turns; what an attacker could sort by time.

use crate::client::{Connection, from_afar, request};
use crate::ledger::median;
use crate::program::Program;
use crate::seed;
use anyhow::{Result, ensure};
use serde_json::json;
use std::path::Path;
use std::time::Instant;

/// Pairs that are not counted: the first requests of a program are slow.
const WARM_UP: u32 = 20;
/// The largest area under the ROC curve that is accepted; guessing at random has 0.5.
const BOUND: f64 = 0.55;

/// Measures this many of each kind, and prints the area under the ROC curve.
pub(crate) async fn run(program: &Path, samples: u32) -> Result<()> {
    let folder = tempfile::tempdir()?;
    seed::fill(folder.path(), samples + WARM_UP).await?;
    let running = Program::serve(program, folder.path()).await?;
    let mut connection = Connection::open(running.address).await?;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..samples + WARM_UP {
        let somebody = seed::email(number);
        let nobody = format!("person{number}@example.com");
        // Both orders as often: what comes second must not look faster.
        let pair = if number % 2 == 0 {
            [(&somebody, &mut known), (&nobody, &mut unknown)]
        } else {
            [(&nobody, &mut unknown), (&somebody, &mut known)]
        };
        for (email, times) in pair {
            let time = refused(&mut connection, email, number).await?;
            if number >= WARM_UP {
                times.push(time);
            }
        }
    }
    let area = area(&known, &unknown);
    println!(
        "{samples} + {samples} refused sign-ins: known {:.2} ms, unknown {:.2} ms in the middle; \
         ROC-AUC {area:.3}, deviation of chance {:.3}",
        median(known) * 1000.0,
        median(unknown) * 1000.0,
        deviation(samples)
    );
    ensure!(
        (1.0 - BOUND..=BOUND).contains(&area),
        "the time tells them apart"
    );
    Ok(())
}

/// Seconds of one wrong password, from an address of its own, so that no limit is met.
async fn refused(connection: &mut Connection, email: &str, number: u32) -> Result<f64> {
    let body = json!({ "email": email, "password": "wrong all along" }).to_string();
    let request = from_afar(request("POST", "/api/v1/sign-in", "", body), number);
    let start = Instant::now();
    let answer = connection.send(request).await?;
    let time = start.elapsed().as_secs_f64();
    ensure!(answer.status == 401, "{answer:?}");
    Ok(time)
}

/// How often a known address took longer than an unknown one: 0.5 says nothing, 1 everything.
fn area(known: &[f64], unknown: &[f64]) -> f64 {
    let mut won = 0.0;
    let mut pairs = 0.0;
    for one in known {
        for other in unknown {
            pairs += 1.0;
            won += match one.total_cmp(other) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    won / pairs
}

/// The standard deviation of the area when there is no difference (Mann and Whitney).
fn deviation(samples: u32) -> f64 {
    let n = f64::from(samples);
    ((2.0 * n + 1.0) / (12.0 * n * n)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_says_how_well_time_sorts() {
        let same = (area(&[1.0, 2.0], &[1.0, 2.0]) - 0.5).abs();
        let apart = (area(&[3.0, 4.0], &[1.0, 2.0]) - 1.0).abs();
        assert!(same < f64::EPSILON && apart < f64::EPSILON);
        assert!((deviation(400) - 0.0204).abs() < 0.0001);
    }
}
