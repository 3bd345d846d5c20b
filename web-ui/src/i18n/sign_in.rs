//! Texts of the password page and the code page.

texts! {
    /// Texts of the password page and the code page.
    SignIn {
        title: "Sign in" / "Anmelden",
        go_to_admin: "Go to the Admin Center" / "Zum Admin-Center",
        go_to_agent: "Agent console" / "Zur Agentenkonsole",
        code_title: "Enter your code" / "Code eingeben",
        code_where: "Open your authenticator app, entry" / "Öffnen Sie Ihre Authenticator-App, Eintrag",
        code_fresh(seconds: u32): "Your setup code is spent. The next code comes in {seconds} s." /
            "Ihr Einrichtungscode ist verbraucht. Der nächste Code kommt in {seconds} s.",
        code_fresh_spoken: "Your setup code is spent. Wait for the next code." /
            "Ihr Einrichtungscode ist verbraucht. Warten Sie auf den nächsten Code.",
        code_fresh_now: "Your app shows a new code now." / "Ihre App zeigt jetzt einen neuen Code.",
        new_device: "Set up a new mobile device" / "Neues Mobilgerät einrichten",
        canceled: "Canceled. Nothing has changed." / "Abgebrochen. Es hat sich nichts geändert.",
        signed_out: "You are signed out." / "Sie sind abgemeldet.",
        ends_in_minutes(minutes: u32):
            "Your sign-in ends in 1 minute." | "Your sign-in ends in {minutes} minutes." /
            "Ihre Anmeldung endet in 1 Minute." | "Ihre Anmeldung endet in {minutes} Minuten.",
    }
}
