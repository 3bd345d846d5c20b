//! Texts of the people of the organization.

texts! {
    /// Texts of the people of the organization.
    Members {
        title: "Members" / "Mitglieder",
        invite: "Invite a member" / "Mitglied einladen",
        search: "Name or e-mail address" / "Name oder E-Mail-Adresse",
        search_button: "Search" / "Suchen",
        filter_state: "Two-step verification" / "Zweiter Schritt",
        filter_status: "Status" / "Status",
        filter_role: "Role" / "Rolle",
        filter_all: "All" / "Alle",
        clear: "Clear the filters" / "Filter entfernen",
        member: "Member" / "Mitglied",
        state: "Two-step" / "Zweiter Schritt",
        last_used: "Last code" / "Letzter Code",
        none_found: "Nobody matches these filters." / "Zu diesen Filtern passt niemand.",
        none_yet: "There are no members yet. Invite your team." /
            "Es gibt noch keine Mitglieder. Laden Sie Ihr Team ein.",
        first_page: "First page" / "Erste Seite",
        next_page: "Next page" / "Nächste Seite",
        pages: "Pages" / "Seiten",

        invite_lead: "The person gets an e-mail with a link to choose a password. It is good for 7 days." /
            "Die Person bekommt eine E-Mail mit einem Link, um ein Passwort zu wählen. Er gilt 7 Tage.",
        invite_button: "Send the invitation" / "Einladung senden",
        invited(email: &str): "An invitation is on its way to {email}." /
            "Eine Einladung an {email} ist unterwegs.",
        role_agent_means: "Signs in and sees only their own pages." /
            "Meldet sich an und sieht nur die eigenen Seiten.",
        role_helpdesk_means: "Sees all members and helps those who are stuck." /
            "Sieht alle Mitglieder und hilft, wenn jemand nicht weiterkommt.",
        role_admin_means: "Runs the organization." / "Verwaltet die Organisation.",

        since: "Member since" / "Mitglied seit",
        signed_in: "Last sign-in" / "Letzte Anmeldung",
        enrolled: "Set up" / "Eingerichtet",
        locked_until: "Locked until" / "Gesperrt bis",
        held_until: "Recovery by e-mail paused until" / "Wiederherstellung per E-Mail pausiert bis",
        help: "Help" / "Hilfe",
        manage: "Manage" / "Verwalten",
        yourself: "This is you. Your own device and password are on your security page." /
            "Das sind Sie. Ihr Gerät und Ihr Passwort finden Sie auf Ihrer Sicherheitsseite.",
        nothing_to_do: "There is nothing that you can do here." /
            "Hier gibt es für Sie nichts zu tun.",
        role_saved(name: &str): "The role of {name} is changed." / "Die Rolle von {name} ist geändert.",

        disable: "Disable" / "Deaktivieren",
        disable_means: "Cannot sign in any more. Nothing is deleted." /
            "Kann sich nicht mehr anmelden. Es wird nichts gelöscht.",
        disable_question(name: &str): "Disable {name}? All sessions end at once." /
            "{name} deaktivieren? Alle Sitzungen enden sofort.",
        disabled(name: &str): "{name} is disabled." / "{name} ist deaktiviert.",
        enable: "Enable" / "Aktivieren",
        enable_means: "Can sign in again." / "Kann sich wieder anmelden.",
        enabled(name: &str): "{name} can sign in again." / "{name} kann sich wieder anmelden.",
        resend: "Send the invitation again" / "Einladung noch einmal senden",
        resend_means: "The link in the older e-mail stops working." /
            "Der Link in der älteren E-Mail gilt dann nicht mehr.",
        unlock: "Unlock" / "Entsperren",
        unlock_means: "Codes are looked at again at once, instead of after the wait." /
            "Codes werden sofort wieder angenommen, nicht erst nach der Wartezeit.",
        unlocked(name: &str): "{name} is unlocked." / "{name} ist entsperrt.",
        reset: "Reset the device" / "Gerät zurücksetzen",
        reset_means: "Removes the device, for a lost phone. A new one is set up at the next sign-in." /
            "Entfernt das Gerät, etwa bei verlorenem Telefon. Bei der nächsten Anmeldung wird ein neues eingerichtet.",
        reset_question(name: &str): "Reset the device of {name}? All sessions end at once." /
            "Das Gerät von {name} zurücksetzen? Alle Sitzungen enden sofort.",
        reset_reason: "Reason" / "Grund",
        reset_reason_hint: "It stands in the audit record and in the mail to the member. How did you make sure who asks?" /
            "Er steht im Protokoll und in der Mail an das Mitglied. Wie haben Sie geprüft, wer fragt?",
        was_reset(name: &str): "The device of {name} is reset." / "Das Gerät von {name} ist zurückgesetzt.",
        delete: "Delete" / "Löschen",
        delete_means: "Removes the member for good." / "Entfernt das Mitglied endgültig.",
        delete_question(name: &str): "Delete {name} for good? This cannot be undone." /
            "{name} endgültig löschen? Das lässt sich nicht rückgängig machen.",
        deleted(name: &str): "{name} is deleted." / "{name} ist gelöscht.",
    }
}
