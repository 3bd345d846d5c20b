//! The plain text part: complete by itself.

use super::blocks::{Block, Letter, Sender};
use std::fmt::Write;

/// The letter as plain text; every line ends with a line feed.
pub(super) fn render(letter: &Letter) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_letter(&mut text, letter);
    text
}

fn write_letter(text: &mut String, letter: &Letter) -> std::fmt::Result {
    let Sender {
        product,
        organization,
    } = &letter.sender;
    writeln!(text, "{product}\n{organization}\n\n{}\n", letter.title)?;
    writeln!(text, "{}\n", letter.greeting)?;
    for block in &letter.blocks {
        match block {
            Block::Paragraph(line) | Block::Code(line) => writeln!(text, "{line}\n"),
            Block::Button(button) => writeln!(text, "{}:\n{}\n", button.label, button.url),
            Block::Facts(facts) => write_facts(text, facts),
        }?;
    }
    // What mail programs take for a signature.
    writeln!(text, "-- \n{}", letter.footer.join("\n"))
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
    fn every_code_mail_in_english() {
        insta::assert_snapshot!(every(Locale::En, samples::every_code()));
    }

    #[test]
    fn every_code_mail_in_german() {
        insta::assert_snapshot!(every(Locale::De, samples::every_code()));
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
                "24 November 2026, 10:30 CET",
                "203.0.113.0/24",
                "Firefox on Linux",
            ] {
                assert!(text.contains(part), "{text}");
            }
        }
    }

    /// A10: what the code leads to, when and from where it was asked for, that nobody asks for it, and, only
    /// where it is true, that somebody knows the password. The code is not in the subject.
    #[test]
    fn every_code_mail_names_its_purpose() {
        let purposes = [
            (
                "to set up two-step verification",
                "If you did not just sign in, somebody knows your",
            ),
            ("to connect a new phone", "somebody knows your password"),
            (
                "to switch on two-step verification",
                "somebody else is signed in to your account",
            ),
            ("to confirm your new email address", "do nothing"),
        ];
        for (content, (purpose, not_you)) in samples::every_code().into_iter().zip(purposes) {
            let knows_password = not_you.contains("knows your");
            let letter = write_letter(&samples::mail(Locale::En, content), samples::PUBLIC_URL);
            let text = render(&letter);
            assert!(
                letter.subject.starts_with("[Acme Support] "),
                "{}",
                letter.subject
            );
            assert!(letter.subject.contains(purpose), "{}", letter.subject);
            assert!(!letter.subject.contains("004217"));
            for part in [
                not_you,
                "We never ask for this code by phone",
                "It is good for 10 minutes, until 24 November 2026, 10:40 CET",
                "24 November 2026, 10:30 CET",
                "203.0.113.0/24",
                "Firefox on Linux",
            ] {
                assert!(text.contains(part), "{part} is not in {text}");
            }
            assert_eq!(
                text.contains("knows your password"),
                knows_password,
                "{text}"
            );
        }
    }

    /// Review D: who sends this, why, and where to ask stand below every mail; a page to open is a button
    /// with its address, one at most.
    #[test]
    fn every_mail_says_who_sends_it_and_where_to_ask() {
        for content in samples::every_content() {
            let has_code = samples::has_code(&content);
            let letter = write_letter(&samples::mail(Locale::En, content), samples::PUBLIC_URL);
            let text = render(&letter);
            assert!(letter.subject.starts_with("[Acme Support] "), "{text}");
            assert!(text.starts_with("Twostep\nAcme Support\n"), "{text}");
            for part in [
                "\n-- \n",
                "You get this email because",
                "sent by Twostep",
                "Ask an administrator or the help desk of Acme Support",
            ] {
                assert!(text.contains(part), "{part} is not in {text}");
            }
            let is_button = |block: &&Block| matches!(block, Block::Button(_));
            assert!(letter.blocks.iter().filter(is_button).count() <= 1);
            let sign_in = "The sign-in page is https://twostep.example.com";
            assert_eq!(text.contains(sign_in), !has_code, "{text}");
        }
    }

    /// Review D: an invitation says whether a phone is needed, and what Twostep is.
    #[test]
    fn an_invitation_prepares_for_the_phone() {
        let mut invitation = samples::invitation();
        for (needed, said) in [
            (true, "Have your phone at hand"),
            (false, "You can connect your phone"),
        ] {
            if let MailContent::Invitation { needs_phone, .. } = &mut invitation {
                *needs_phone = needed;
            }
            let text = text(&samples::mail(Locale::En, invitation.clone()));
            assert!(text.contains(said), "{text}");
            assert!(text.contains("with Twostep, in two steps"), "{text}");
            assert!(
                text.contains("for 7 days, until 1 December 2026, 10:30 CET"),
                "{text}"
            );
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
        // The footer has the address of the sign-in page, except below a code.
        for (content, links) in [(samples::code(), 0), (invitation, 2), (reset, 2)] {
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
        every(
            locale,
            samples::every_notice().into_iter().map(samples::notice),
        )
    }

    fn every(locale: Locale, contents: impl IntoIterator<Item = MailContent>) -> String {
        let texts = contents.into_iter().map(|content| {
            let letter = write_letter(&samples::mail(locale, content), samples::PUBLIC_URL);
            format!("## {}\n{}", letter.subject, render(&letter))
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}
