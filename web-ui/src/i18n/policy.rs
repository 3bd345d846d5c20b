//! Texts of the organization's rule.

texts! {
    /// Texts of the organization's rule.
    Policy {
        nav: "Policy" / "Richtlinie",
        title: "Two-step verification" / "Bestätigung in zwei Schritten",
        lead: "A code from an authenticator app, besides the password, at every sign-in." /
            "Ein Code aus einer Authenticator-App, neben dem Passwort, bei jeder Anmeldung.",
        is_required: "Required for everybody" / "Für alle verlangt",
        is_optional: "Up to each member" / "Jedes Mitglied entscheidet",
        required_means: "Everybody sets it up at the next sign-in, and is asked for a code at every sign-in afterwards." /
            "Alle richten sie bei der nächsten Anmeldung ein und werden danach bei jeder Anmeldung nach einem Code gefragt.",
        optional_means: "Nobody has to set it up. Whoever has a device is still asked for its code." /
            "Niemand muss sie einrichten. Wer ein Gerät hat, wird weiter nach dessen Code gefragt.",
        changed_at(time: &str): "Changed {time}" / "Geändert {time}",
        changed_by(time: &str, name: &str): "Changed {time} by {name}" / "Geändert {time} von {name}",
        will_ask(count: i64, shown: &str):
            "1 person will be asked to set up at the next sign-in." |
            "{shown} people will be asked to set up at their next sign-in." /
            "1 Person wird bei der nächsten Anmeldung zum Einrichten aufgefordert." |
            "{shown} Personen werden bei ihrer nächsten Anmeldung zum Einrichten aufgefordert.",
        still_asked(count: i64, shown: &str):
            "1 person has not set up yet and is asked at the next sign-in." |
            "{shown} people have not set up yet and are asked at their next sign-in." /
            "1 Person hat noch nichts eingerichtet und wird bei der nächsten Anmeldung gefragt." |
            "{shown} Personen haben noch nichts eingerichtet und werden bei der nächsten Anmeldung gefragt.",
        nobody_asked: "Everybody has set it up already: nobody will notice." /
            "Alle haben sie schon eingerichtet: Niemand wird etwas merken.",
        sessions_end(count: i64, shown: &str):
            "1 session without a code is refused at once." |
            "{shown} sessions without a code are refused at once." /
            "1 Sitzung ohne Code wird sofort abgewiesen." |
            "{shown} Sitzungen ohne Code werden sofort abgewiesen.",
        more_sessions_end(shown: &str):
            "More than {shown} sessions without a code are refused at once." /
            "Mehr als {shown} Sitzungen ohne Code werden sofort abgewiesen.",
        first_affected: "Among them" / "Darunter",
        show_affected: "Show them" / "Anzeigen",
        switch_on: "Require it for everybody" / "Für alle verlangen",
        switch_off: "Leave it to each member" / "Jedes Mitglied entscheiden lassen",
        own_device_first: "Set up your own device first. Otherwise you would lock yourself out of the Admin Center with this switch." /
            "Richten Sie zuerst Ihr eigenes Gerät ein. Sonst sperren Sie sich mit diesem Schalter aus dem Admin-Center aus.",
        own_device: "Set up my device" / "Mein Gerät einrichten",
        require_title: "Require the second step for everybody?" / "Den zweiten Schritt für alle verlangen?",
        require_button(count: i64, shown: &str):
            "Require it and ask 1 person" | "Require it and ask {shown} people" /
            "Verlangen und 1 Person fragen" | "Verlangen und {shown} Personen fragen",
        require_nobody: "Require it" / "Verlangen",
        relax_title: "Leave the second step to each member?" / "Den zweiten Schritt jedem Mitglied überlassen?",
        relax_means: "New members sign in with the password alone. Whoever has a device is still asked for its code, and may remove it." /
            "Neue Mitglieder melden sich nur mit dem Passwort an. Wer ein Gerät hat, wird weiter nach dessen Code gefragt und darf es entfernen.",
        relax_button: "Leave it to each member" / "Jedem Mitglied überlassen",
        at_once: "This counts from the moment that you confirm." /
            "Das gilt von dem Moment an, in dem Sie bestätigen.",
        now_required: "Two-step verification is now required for everybody." /
            "Die Bestätigung in zwei Schritten wird jetzt von allen verlangt.",
        now_optional: "Two-step verification is now up to each member." /
            "Über die Bestätigung in zwei Schritten entscheidet jetzt jedes Mitglied.",
    }
}
