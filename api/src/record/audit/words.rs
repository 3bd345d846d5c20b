//! The closed words of an audit row, each with the number that stands for it in the table.
//!
//! A number is never given to another word, and a word that is no longer written keeps its own: old
//! rows still have it.

/// Declares an enum of words with their numbers.
macro_rules! words {
    (
        $(#[$outer:meta])*
        $name:ident { $($(#[$inner:meta])* $number:literal $variant:ident $word:literal,)* }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$inner])* $variant,)* }

        impl $name {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in exports and in the log.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The number in the table.
            pub const fn number(self) -> i16 {
                match self { $(Self::$variant => $number,)* }
            }

            /// The word with this text.
            pub fn of_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }

            /// The word of a number; `None` for one that only a newer program knows.
            pub const fn of_number(number: i16) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// Who acted.
    ActorKind {
        /// An unauthenticated caller.
        1 Anonymous "anonymous",
        /// The program itself, or its operator.
        2 System "system",
        /// A member, authenticated or at least identified by a right password.
        3 Member "member",
        /// A program, by an API token.
        4 Client "client",
    }
}

words! {
    /// The outcome of an audit event.
    Outcome {
        /// Done.
        1 Success "success",
        /// Checked and refused.
        2 Failure "failure",
        /// Not checked: too many tries.
        3 Throttled "throttled",
    }
}

words! {
    /// What was decided or changed.
    #[expect(missing_docs, reason = "each name is its own text in `as_str`")]
    Action {
        1 OrganizationCreated "organization.created",
        2 PasswordChecked "password.checked",
        3 PasswordChanged "password.changed",
        4 PasswordResetRequested "password_reset.requested",
        5 PasswordResetSent "password_reset.sent",
        6 PasswordReset "password_reset.confirmed",
        7 SignInFinished "sign_in.finished",
        8 SignInNotFinished "sign_in.not_finished",
        9 EmailChangeStarted "email_change.started",
        10 EmailChanged "email_change.confirmed",
        11 FlowGivenUp "flow.given_up",
        12 CodeChecked "code.checked",
        14 SessionEnded "session.ended",
        15 Reauthenticated "session.reauthenticated",
        16 NewDeviceStarted "device.replacement_started",
        17 EmailCodeSent "email_code.sent",
        18 EmailCodeChecked "email_code.checked",
        19 DevicePrepared "device.prepared",
        20 DeviceConfirmed "device.confirmed",
        21 DeviceRemoved "device.removed",
        22 DeviceReset "device.reset",
        23 DeviceDisabled "device.disabled",
        24 DeviceUnlocked "device.unlocked",
        25 SecretUnreadable "device.unseal_failed",
        26 PolicyChanged "policy.changed",
        27 MemberCreated "member.created",
        28 MemberChanged "member.changed",
        29 MemberDeleted "member.deleted",
        30 InvitationSent "invitation.sent",
        31 InvitationAccepted "invitation.accepted",
        32 MailNotDelivered "mail.not_delivered",
        33 KeyActivated "key.activated",
        34 KeyRemoved "key.removed",
        35 DatabaseRestored "database.restored",
        36 CountsRepaired "counts.repaired",
        37 HandlerPanicked "handler.panicked",
        38 RecoveryHeld "recovery.held",
        39 RecoveryApproved "recovery.approved",
        40 RecoveryRefused "recovery.refused",
        41 BrowserEnded "browser.ended",
        42 ApiTokenCreated "api_token.created",
        43 ApiTokenEnded "api_token.ended",
        44 ApiTokenTakenOver "api_token.taken_over",
        45 VerificationAnswered "verification.answered",
        46 WebhookCreated "webhook.created",
        47 WebhookChanged "webhook.changed",
        48 WebhookEnded "webhook.ended",
        49 WebhookSecretRotated "webhook.secret_rotated",
        50 AuditPruned "audit.pruned",
        51 WebhookDisabled "webhook.disabled",
        52 WebhookNotDelivered "webhook.not_delivered",
        53 WebhookTested "webhook.tested",
        54 WebhookReplayed "webhook.replayed",
        55 AuditRead "audit.read",
        60 SigningKeyCreated "signing_key.created",
        61 SigningKeyRotated "signing_key.rotated",
        62 ChallengeMade "challenge.made",
        63 ChallengeDeclined "challenge.declined",
        83 EvidenceKeyCreated "evidence_key.created",
        84 EvidenceKeyRotated "evidence_key.rotated",
        66 GroupCreated "group.created",
        67 GroupRenamed "group.renamed",
        68 GroupDeleted "group.deleted",
        73 DevicesImported "devices.imported",
        74 DeviceImported "device.imported",
        77 SandboxCreated "sandbox.created",
        78 SandboxDeleted "sandbox.deleted",
        79 SandboxClockMoved "sandbox.clock_moved",
        93 ApiTokenOffered "api_token.offered",
        94 ApiTokenOfferTaken "api_token.offer_taken",
        95 ApiTokenOfferDeclined "api_token.offer_declined",
        96 ApiTokenUsedOutside "api_token.used_outside",
        87 MembersExported "members.exported",
        88 MembersImported "members.imported",
        97 ClientCreated "client.created",
        98 ClientChanged "client.changed",
        99 ClientDeleted "client.deleted",
        100 ClientSecretRotated "client.secret_rotated",
        101 ClientSignedIn "client.signed_in",
        102 ClientCodeReused "client.code_reused",
        103 ClientSignedOut "client.signed_out",
        104 ClientLogoutNotDelivered "client.logout_not_delivered",
        110 DirectoryMemberLinked "directory.member_linked",
        111 DirectoryMemberLeft "directory.member_left",
        112 DirectoryLeaversRefused "directory.leavers_refused",
        120 SecondStepPutOff "second_step.put_off",
        121 ExemptionSet "exemption.set",
        122 ExemptionEnded "exemption.ended",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every number and word that was ever written. A line is added here, never changed or removed.
    const PINNED: &str = "\
actor 1 anonymous
actor 2 system
actor 3 member
actor 4 client
outcome 1 success
outcome 2 failure
outcome 3 throttled
action 1 organization.created
action 2 password.checked
action 3 password.changed
action 4 password_reset.requested
action 5 password_reset.sent
action 6 password_reset.confirmed
action 7 sign_in.finished
action 8 sign_in.not_finished
action 9 email_change.started
action 10 email_change.confirmed
action 11 flow.given_up
action 12 code.checked
action 14 session.ended
action 15 session.reauthenticated
action 16 device.replacement_started
action 17 email_code.sent
action 18 email_code.checked
action 19 device.prepared
action 20 device.confirmed
action 21 device.removed
action 22 device.reset
action 23 device.disabled
action 24 device.unlocked
action 25 device.unseal_failed
action 26 policy.changed
action 27 member.created
action 28 member.changed
action 29 member.deleted
action 30 invitation.sent
action 31 invitation.accepted
action 32 mail.not_delivered
action 33 key.activated
action 34 key.removed
action 35 database.restored
action 36 counts.repaired
action 37 handler.panicked
action 38 recovery.held
action 39 recovery.approved
action 40 recovery.refused
action 41 browser.ended
action 42 api_token.created
action 43 api_token.ended
action 44 api_token.taken_over
action 45 verification.answered
action 46 webhook.created
action 47 webhook.changed
action 48 webhook.ended
action 49 webhook.secret_rotated
action 50 audit.pruned
action 51 webhook.disabled
action 52 webhook.not_delivered
action 53 webhook.tested
action 54 webhook.replayed
action 55 audit.read
action 60 signing_key.created
action 61 signing_key.rotated
action 62 challenge.made
action 63 challenge.declined
action 83 evidence_key.created
action 84 evidence_key.rotated
action 66 group.created
action 67 group.renamed
action 68 group.deleted
action 73 devices.imported
action 74 device.imported
action 77 sandbox.created
action 78 sandbox.deleted
action 79 sandbox.clock_moved
action 93 api_token.offered
action 94 api_token.offer_taken
action 95 api_token.offer_declined
action 96 api_token.used_outside
action 87 members.exported
action 88 members.imported
action 97 client.created
action 98 client.changed
action 99 client.deleted
action 100 client.secret_rotated
action 101 client.signed_in
action 102 client.code_reused
action 103 client.signed_out
action 104 client.logout_not_delivered
action 110 directory.member_linked
action 111 directory.member_left
action 112 directory.leavers_refused
action 120 second_step.put_off
action 121 exemption.set
action 122 exemption.ended
";

    /// A stored number means the same for ever, and each word is found again by its number.
    #[test]
    fn numbers_keep_their_words() {
        let actors = ActorKind::ALL
            .iter()
            .map(|w| ("actor", w.number(), w.as_str()));
        let outcomes = Outcome::ALL
            .iter()
            .map(|w| ("outcome", w.number(), w.as_str()));
        let actions = Action::ALL
            .iter()
            .map(|w| ("action", w.number(), w.as_str()));
        let all = actors.chain(outcomes).chain(actions);
        let table: Vec<String> = all
            .map(|(kind, number, word)| format!("{kind} {number} {word}\n"))
            .collect();
        assert_eq!(table.concat(), PINNED);
        for &word in Action::ALL {
            assert_eq!(Action::of_number(word.number()), Some(word));
            assert_eq!(Action::of_text(word.as_str()), Some(word));
        }
        assert_eq!(Action::of_number(0), None);
    }
}
