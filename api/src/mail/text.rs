//! The plain text part: complete by itself.

use super::letter::{Block, Letter};
use std::fmt::Write;

/// The letter as plain text; every line ends with a line feed.
pub(super) fn render(letter: &Letter) -> String {
    let mut text = format!("{}\n\n", letter.greeting);
    for block in &letter.blocks {
        // Writing to a `String` cannot fail.
        let _ = match block {
            Block::Paragraph(line) | Block::Code(line) | Block::Link(line) => {
                writeln!(text, "{line}\n")
            }
            Block::Facts(facts) => write_facts(&mut text, facts),
        };
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn write_facts(text: &mut String, facts: &[(&str, String)]) -> std::fmt::Result {
    for (name, value) in facts {
        writeln!(text, "{name}: {value}")?;
    }
    writeln!(text)
}
