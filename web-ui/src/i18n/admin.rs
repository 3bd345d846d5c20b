//! Texts of the Admin Center's frame and front page.

texts! {
    /// Texts of the Admin Center's frame and front page.
    Admin {
        main_navigation: "Main" / "Hauptmenü",
        overview: "Overview" / "Übersicht",
        not_allowed_title: "This page is for administrators" /
            "Diese Seite ist für die Administration",
        not_allowed: "Your role does not open the Admin Center." /
            "Ihre Rolle öffnet das Admin-Center nicht.",
        adoption: "Who has set up a second step" / "Wer den zweiten Schritt eingerichtet hat",
        adoption_alt(set_up: &str, not_set_up: &str, invited: &str):
            "{set_up} set up, {not_set_up} not set up, {invited} invited" /
            "{set_up} eingerichtet, {not_set_up} nicht eingerichtet, {invited} eingeladen",
        set_up: "Set up" / "Eingerichtet",
        not_set_up: "Not set up" / "Nicht eingerichtet",
        invited: "Invited" / "Eingeladen",
        next: "What to do next" / "Was als Nächstes kommt",
        next_invite: "Invite your team" / "Laden Sie Ihr Team ein",
        next_invite_why: "You are the only member so far." / "Bisher sind Sie das einzige Mitglied.",
        next_own_device: "Set up your own device" / "Richten Sie Ihr eigenes Gerät ein",
        next_own_device_why: "Then you can require the second step without locking yourself out." /
            "Dann können Sie den zweiten Schritt verlangen, ohne sich auszusperren.",
        next_policy: "Require the second step" / "Verlangen Sie den zweiten Schritt",
        next_policy_why: "Today it is up to each member." /
            "Heute entscheidet jedes Mitglied selbst.",
        next_remind(count: i64, shown: &str):
            "1 member has not set up yet" | "{shown} members have not set up yet" /
            "1 Mitglied hat noch nichts eingerichtet" | "{shown} Mitglieder haben noch nichts eingerichtet",
        next_remind_why: "They are asked at their next sign-in." /
            "Bei der nächsten Anmeldung wird danach gefragt.",
        next_invitations(count: i64, shown: &str):
            "1 invitation is open" | "{shown} invitations are open" /
            "1 Einladung ist offen" | "{shown} Einladungen sind offen",
        next_invitations_why: "You can send them again." / "Sie können sie noch einmal senden.",
        all_done: "Everybody is set up. There is nothing to do." /
            "Alle sind eingerichtet. Es gibt nichts zu tun.",
    }
}
