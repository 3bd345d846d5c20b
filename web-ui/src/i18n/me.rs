//! Texts of one's own pages.

texts! {
    /// Texts of one's own pages.
    Me {
        hello(name: &str): "Hello, {name}" / "Hallo, {name}",
        home_lead(organization: &str): "You are signed in to {organization}." /
            "Sie sind bei {organization} angemeldet.",
        two_step: "Two-step verification" / "Bestätigung in zwei Schritten",
        two_step_on(date: &str): "On since {date}. Each sign-in asks for a code of your app." /
            "Ein seit {date}. Jede Anmeldung fragt nach einem Code Ihrer App.",
        two_step_off: "Your password alone opens your account. A second step makes it safer." /
            "Ihr Passwort allein öffnet Ihr Konto. Ein zweiter Schritt macht es sicherer.",
        two_step_locked(until: &str): "Too many wrong codes. Codes are looked at again from {until}." /
            "Zu viele falsche Codes. Ab {until} werden Codes wieder angenommen.",
        two_step_disabled: "Your device was switched off after many wrong codes. Set up a new one." /
            "Ihr Gerät wurde nach vielen falschen Codes abgeschaltet. Richten Sie ein neues ein.",
        last_used(time: &str): "Last code: {time}" / "Letzter Code: {time}",
        security_link: "Device, sessions and password" / "Gerät, Sitzungen und Passwort",
        security_lead: "Your device, your sessions and your password." /
            "Ihr Gerät, Ihre Sitzungen und Ihr Passwort.",
        set_up: "Set up two-step verification" / "Bestätigung in zwei Schritten einrichten",
        new_device: "Set up a new mobile device" / "Neues Mobilgerät einrichten",
        remove_device: "Remove the device" / "Gerät entfernen",
        remove_question: "Remove your device? Then your password alone opens your account." /
            "Ihr Gerät entfernen? Dann öffnet Ihr Passwort allein Ihr Konto.",
        remove_not_allowed: "Your organization requires the second step, so the device can be replaced but not removed." /
            "Ihre Organisation verlangt den zweiten Schritt. Das Gerät kann deshalb ersetzt, aber nicht entfernt werden.",
        device_removed: "The device is removed." / "Das Gerät ist entfernt.",

        sessions: "Sessions" / "Sitzungen",
        sessions_lead: "Where you are signed in now. End what you do not know, and change your password then." /
            "Wo Sie gerade angemeldet sind. Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.",
        session_where: "Program" / "Programm",
        session_network: "Network" / "Netz",
        session_since: "Since" / "Seit",
        session_used: "Last used" / "Zuletzt benutzt",
        session_current: "This session" / "Diese Sitzung",
        session_with_code: "with code" / "mit Code",
        session_without_code: "password only" / "nur Passwort",
        session_end: "End" / "Beenden",
        session_end_label(name: &str): "End the session: {name}" / "Sitzung beenden: {name}",
        session_ended(name: &str): "Ended: {name}" / "Beendet: {name}",

        password: "Change your password" / "Passwort ändern",
        password_current: "Current password" / "Bisheriges Passwort",
        password_new: "New password" / "Neues Passwort",
        password_save: "Change the password" / "Passwort ändern",
        password_lead: "Your other sessions end when you change it." /
            "Wenn Sie es ändern, enden Ihre anderen Sitzungen.",
        password_changed: "Your password is changed." / "Ihr Passwort ist geändert.",

        confirm_title: "Confirm that it is you" / "Bestätigen Sie, dass Sie es sind",
        confirm_why: "What you are about to do needs your password once more. What you typed stays." /
            "Für das, was Sie vorhaben, wird Ihr Passwort noch einmal gebraucht. Ihre Eingaben bleiben.",
    }
}
