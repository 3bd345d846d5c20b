//! The table: medians over the rounds, and the ratio to what the machine gives.

use crate::client::Round;
use std::collections::BTreeMap;

/// One line of the table.
struct Line {
    what: String,
    rate: f64,
    p50: f64,
    p99: f64,
    errors: String,
    refused: usize,
    processor: Option<f64>,
    note: String,
}

/// All lines, in the order of measuring.
#[derive(Default)]
pub(crate) struct Ledger {
    lines: Vec<Line>,
}

impl Ledger {
    /// Adds the median of the rounds of one measurement; gives its rate and its p99.
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        rounds: Vec<Round>,
        processor: Option<f64>,
        note: impl FnOnce(f64) -> String,
    ) -> (f64, f64) {
        let mut rounds = rounds;
        let rate = median(rounds.iter().map(Round::rate).collect());
        let p99 = median(
            rounds
                .iter_mut()
                .map(|round| round.percentile(99))
                .collect(),
        );
        let line = Line {
            what: what.into(),
            rate,
            p50: median(
                rounds
                    .iter_mut()
                    .map(|round| round.percentile(50))
                    .collect(),
            ),
            p99,
            errors: errors(&rounds),
            refused: rounds.iter().map(|round| round.refused).sum(),
            processor,
            note: note(rate),
        };
        println!("{}", row(&line));
        self.lines.push(line);
        (rate, p99)
    }

    /// Prints the table as Markdown.
    pub(crate) fn print(&self) {
        println!("\n| measured | a second | p50 ms | p99 ms | errors | 503 | CPU µs/op | beside |");
        println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for line in &self.lines {
            println!("{}", row(line));
        }
    }
}

fn row(line: &Line) -> String {
    let Line {
        what,
        rate,
        p50,
        p99,
        errors,
        refused,
        processor,
        note,
    } = line;
    let processor = processor.map_or(String::new(), |micros| format!("{micros:.0}"));
    format!(
        "| {what} | {rate:.0} | {p50:.2} | {p99:.2} | {errors} | {refused} | {processor} | {note} |"
    )
}

/// How many of each status, or 0.
pub(crate) fn errors(rounds: &[Round]) -> String {
    let mut all = BTreeMap::<u16, usize>::new();
    for (status, count) in rounds.iter().flat_map(|round| &round.errors) {
        *all.entry(*status).or_default() += count;
    }
    let each = all
        .iter()
        .map(|(status, count)| format!("{count} × {status}"));
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        "0".into()
    } else {
        each.join(", ")
    }
}

/// The middle one.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert!((median(vec![9.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
