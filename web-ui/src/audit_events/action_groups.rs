//! The actions of the record in groups, so that one of many is found: first what people do, last what the server does.

use crate::audit_rows;
use crate::i18n::Texts;
use crate::ui::{Choice, ChoiceGroup};

/// The subjects of each group: what stands before the dot.
const SIGN_IN: &[&str] = &[
    "sign_in",
    "password",
    "code",
    "email_code",
    "flow",
    "session",
    "browser",
    "second_step",
];
const RECOVERY: &[&str] = &["password_reset", "email_change", "recovery"];
const DEVICES: &[&str] = &["device", "devices"];
const MEMBERS: &[&str] = &[
    "member",
    "members",
    "invitation",
    "group",
    "directory",
    "exemption",
];
const ORGANIZATION: &[&str] = &["organization", "policy", "sandbox"];
const PROGRAMS: &[&str] = &["api_token", "verification", "challenge"];
const WEBHOOKS: &[&str] = &["webhook"];
const CONSOLES: &[&str] = &["client"];
const RECORD: &[&str] = &["audit", "signing_key", "evidence_key"];
const SERVER: &[&str] = &["mail", "key", "database", "counts", "handler"];

/// All of them together, and then every action. One whose subject has no group yet is in the last.
pub(super) fn action_groups(texts: Texts) -> Vec<ChoiceGroup> {
    let t = texts.audit;
    let named = [
        (t.group_sign_in(), SIGN_IN),
        (t.group_recovery(), RECOVERY),
        (t.group_devices(), DEVICES),
        (t.group_members(), MEMBERS),
        (t.group_organization(), ORGANIZATION),
        (t.group_programs(), PROGRAMS),
        (texts.webhooks.title(), WEBHOOKS),
        (t.group_consoles(), CONSOLES),
        (t.group_record(), RECORD),
        (t.group_server(), SERVER),
    ];
    let mut groups = vec![ChoiceGroup {
        label: None,
        choices: vec![("", t.any())],
    }];
    groups.extend(named.iter().map(|(label, subjects)| {
        let of_subject = |subject: &&str| all(texts, |word| subject_of(word) == *subject);
        ChoiceGroup {
            label: Some(label),
            choices: subjects.iter().flat_map(of_subject).collect(),
        }
    }));
    let is_named = |subject: &str| named.iter().any(|(_, some)| some.contains(&subject));
    let others = all(texts, |word| !is_named(subject_of(word)));
    if !others.is_empty() {
        groups.push(ChoiceGroup {
            label: Some(t.group_other()),
            choices: others,
        });
    }
    groups
}

fn all(texts: Texts, fits: impl Fn(&'static str) -> bool) -> Vec<Choice> {
    let words = audit_rows::ACTIONS.iter().copied();
    let words = words.filter(|word| fits(word));
    let named = words.map(|word| (word, audit_rows::action(texts, word).unwrap_or(word)));
    named.collect()
}

fn subject_of(word: &'static str) -> &'static str {
    word.split_once('.').map_or(word, |(subject, _)| subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_is_in_one_group() {
        let texts = Texts::new(Locale::En);
        let groups = &action_groups(texts)[1..];
        let words: Vec<_> = groups.iter().flat_map(|group| &group.choices).collect();
        assert_eq!(words.len(), audit_rows::ACTIONS.len());
        let words: BTreeSet<_> = words.into_iter().map(|(word, _)| *word).collect();
        assert_eq!(words, audit_rows::ACTIONS.iter().copied().collect());
        assert!(groups.iter().all(|group| !group.choices.is_empty()));
        // A new subject gets a group of those above.
        let other = Some(texts.audit.group_other());
        assert!(groups.iter().all(|group| group.label != other));
    }
}
