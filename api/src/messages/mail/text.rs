//! The plain text part: complete by itself.

use super::blocks::{Block, Letter};
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::letters::write_letter;
    use crate::messages::mail::model::{Mail, MailContent, Notice};
    use crate::messages::mail::samples;
    use shared_types::me::Locale;

    fn text(mail: &Mail) -> String {
        render(&write_letter(mail, samples::PUBLIC_URL))
    }

    #[test]
    fn the_code_mail_in_english() {
        let mail = samples::mail(Locale::En, samples::code());
        assert_eq!(write_letter(&mail, "").subject, "Email Verification");
        insta::assert_snapshot!(text(&mail));
    }

    #[test]
    fn the_code_mail_in_german() {
        let mail = samples::mail(Locale::De, samples::code());
        assert_eq!(write_letter(&mail, "").subject, "Email Verification");
        insta::assert_snapshot!(text(&mail));
    }

    #[test]
    fn the_code_stands_alone_on_its_line_and_nowhere_is_a_link() {
        for locale in [Locale::En, Locale::De] {
            let text = text(&samples::mail(locale, samples::code()));
            assert_eq!(text.lines().filter(|line| *line == "004217").count(), 1);
            assert_eq!(text.matches("004217").count(), 1);
            assert!(!text.contains("://"), "{text}");
        }
    }

    #[test]
    fn the_invitation_in_both_languages() {
        for (name, locale) in [("invitation_en", Locale::En), ("invitation_de", Locale::De)] {
            insta::assert_snapshot!(name, text(&samples::mail(locale, samples::invitation())));
        }
    }

    #[test]
    fn recovery_in_both_languages() {
        for (name, locale) in [("recovery_en", Locale::En), ("recovery_de", Locale::De)] {
            let contents = [samples::password_reset(), samples::email_change()];
            let texts = contents.map(|content| text(&samples::mail(locale, content)));
            insta::assert_snapshot!(name, texts.join("\n---\n\n"));
        }
    }

    #[test]
    fn every_notice_in_english() {
        insta::assert_snapshot!(every_notice(Locale::En));
    }

    #[test]
    fn every_notice_in_german() {
        insta::assert_snapshot!(every_notice(Locale::De));
    }

    /// A language is one more file, also for mails.
    #[test]
    fn every_mail_in_every_language_names_its_organization() {
        for locale in Locale::ALL {
            for content in samples::every_content() {
                let text = text(&samples::mail(*locale, content));
                assert!(text.contains("Acme Support"), "{locale:?}: {text}");
                let has_control = text.chars().any(|c| c.is_control() && c != '\n');
                assert!(!has_control, "{text:?}");
            }
        }
    }

    /// M-07: what happened, when, roughly from where, and what to do.
    #[test]
    fn every_notice_names_its_circumstances() {
        for notice in samples::every_notice() {
            let text = text(&samples::mail(Locale::En, samples::notice(notice)));
            for part in [
                "24 November 2026, 09:30 UTC",
                "203.0.113.0/24",
                "Firefox on Linux",
            ] {
                assert!(text.contains(part), "{text}");
            }
        }
    }

    /// M-01, M-07: text that strangers chose stays on its line.
    #[test]
    fn foreign_text_cannot_start_a_line_of_its_own() {
        let mut mail = samples::mail(Locale::En, samples::code());
        mail.to.display_name = "Jo\r\n\r\n999999\r\n".to_owned();
        mail.organization = "Acme\n999999\n".to_owned();
        let text = text(&mail);
        assert!(!text.lines().any(|line| line == "999999"), "{text}");
        assert!(!text.contains('\r'));
    }

    /// M-07, review F5: names and reasons that others chose bring no link into a mail; our own stay.
    #[test]
    fn foreign_text_brings_no_link() {
        let phish = "Verify now: https://evil.example/login\r\nwww.evil.example";
        let reason = phish.to_owned();
        let reset = samples::notice(Notice::DeviceReset { reason });
        let mut invitation = samples::invitation();
        if let MailContent::Invitation { invited_by, .. } = &mut invitation {
            phish.clone_into(invited_by);
        }
        for (content, links) in [(samples::code(), 0), (invitation, 1), (reset, 1)] {
            let mut mail = samples::mail(Locale::En, content);
            phish.clone_into(&mut mail.to.display_name);
            phish.clone_into(&mut mail.organization);
            let letter = write_letter(&mail, samples::PUBLIC_URL);
            let text = render(&letter);
            assert!(text.contains("Verify now:"), "{text}");
            assert_eq!(text.matches("://").count(), links, "{text}");
            for shown in [&text, &letter.subject] {
                assert!(!shown.contains("evil.example"), "{shown}");
            }
        }
    }

    fn every_notice(locale: Locale) -> String {
        let contents = samples::every_notice().into_iter().map(samples::notice);
        let texts = contents.map(|content: MailContent| {
            let letter = write_letter(&samples::mail(locale, content), samples::PUBLIC_URL);
            format!("## {}\n{}", letter.subject, render(&letter))
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}
