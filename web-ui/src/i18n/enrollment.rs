//! Texts of the dialogs that set up a device.

texts! {
    /// Texts of the dialogs that set up a device.
    Enrollment {
        step_of(step: usize, of: usize): "Step {step} of {of}" / "Schritt {step} von {of}",
        step_mailbox: "Your mailbox" / "Ihr Postfach",
        step_app: "Authenticator app" / "Authenticator-App",
        step_connect: "Connect" / "Verbinden",
        step_code: "Setup code" / "Einrichtungscode",
        cancel_hint: "Nothing changes if you cancel." / "Wenn Sie abbrechen, ändert sich nichts.",
        old_device_works: "Your old device keeps working until the new one is confirmed." /
            "Ihr altes Gerät funktioniert weiter, bis das neue bestätigt ist.",

        second_step_title: "Add a second step to your sign-in" /
            "Anmeldung um einen zweiten Schritt ergänzen",
        second_step_why(organization: &str):
            "{organization} needs one more way to verify your account, so that a stolen password \
             alone opens nothing. You need your mailbox and your phone, and about two minutes." /
            "{organization} braucht eine weitere Möglichkeit, Ihr Konto zu prüfen, damit ein \
             gestohlenes Passwort allein nichts öffnet. Sie brauchen Ihr Postfach, Ihr Telefon und \
             etwa zwei Minuten.",
        replace_why: "You are about to connect a new mobile device. You need your mailbox and the \
             new device, and about two minutes." /
            "Sie verbinden gleich ein neues Mobilgerät. Sie brauchen Ihr Postfach, das neue Gerät \
             und etwa zwei Minuten.",
        mail_follows(address: &str): "First we send a code to {address}." /
            "Zuerst senden wir einen Code an {address}.",

        email_title: "Verification email has been sent" / "Bestätigungs-E-Mail wurde gesendet",
        email_sent_to(address: &str): "We sent a 6-digit code to {address}." /
            "Wir haben einen 6-stelligen Code an {address} gesendet.",
        email_subject: "Subject" / "Betreff",
        // The mail itself is written by the server; this is how its subject begins.
        email_subject_line: "Email Verification" / "Email Verification",
        email_sent_at: "Sent" / "Gesendet",
        email_good_until: "Good until" / "Gültig bis",
        email_reference: "Reference" / "Referenz",
        email_again: "Send the email again" / "E-Mail noch einmal senden",
        email_again_in(seconds: u32): "Send the email again (in {seconds} s)" /
            "E-Mail noch einmal senden (in {seconds} s)",
        email_again_ready: "You can send the email again now." /
            "Sie können die E-Mail jetzt noch einmal senden.",
        email_sent_again: "A new email is on its way. Only its code counts now, use the newest email." /
            "Eine neue E-Mail ist unterwegs. Nur ihr Code gilt jetzt, nehmen Sie die neueste E-Mail.",
        email_missing: "Not received?" / "Nicht angekommen?",
        email_missing_spam: "Look in the spam folder, and search for the subject." /
            "Sehen Sie im Spam-Ordner nach, und suchen Sie nach dem Betreff.",
        email_missing_delay: "Some mail servers hold new senders back for a few minutes." /
            "Manche Mailserver halten neue Absender ein paar Minuten zurück.",
        email_missing_address: "If the address is wrong, ask an administrator of your organization." /
            "Wenn die Adresse falsch ist, fragen Sie Ihre Administration.",
        email_elsewhere: "You can read the email on any device. Type the code here." /
            "Sie können die E-Mail auf jedem Gerät lesen. Geben Sie den Code hier ein.",

        app_title: "Install an authenticator app on your mobile device" /
            "Authenticator-App auf Ihrem Mobilgerät installieren",
        app_what: "The app shows a new code every 30 seconds. Any of these will do:" /
            "Die App zeigt alle 30 Sekunden einen neuen Code. Jede von diesen ist recht:",
        app_google: "Google Authenticator" / "Google Authenticator",
        app_microsoft: "Microsoft Authenticator" / "Microsoft Authenticator",
        app_aegis: "Aegis Authenticator" / "Aegis Authenticator",
        app_apple: "Passwords" / "Passwörter",
        app_apple_where: "built in, from iOS 18" / "schon da, ab iOS 18",
        app_keepass: "KeePassXC" / "KeePassXC",
        app_keepass_where: "Windows, macOS, Linux" / "Windows, macOS, Linux",
        app_tip: "You have such an app already? Then there is nothing to install: it holds many entries." /
            "Sie haben schon so eine App? Dann müssen Sie nichts installieren: Sie fasst viele Einträge.",

        connect_title: "Connect to your mobile device" / "Mit Ihrem Mobilgerät verbinden",
        connect_scan: "In your authenticator app, add an entry and scan this code." /
            "Fügen Sie in Ihrer Authenticator-App einen Eintrag hinzu, und scannen Sie diesen Code.",
        connect_qr_alt: "QR code for your authenticator app. If you cannot scan it, type the key \
             on this page instead." /
            "QR-Code für Ihre Authenticator-App. Wenn Sie ihn nicht scannen können, tippen Sie \
             stattdessen den Schlüssel auf dieser Seite ab.",
        connect_link: "Add to authenticator on this phone" /
            "Zum Authenticator auf diesem Telefon hinzufügen",
        connect_key: "Or type this key by hand" / "Oder diesen Schlüssel eintippen",
        connect_other: "Or scan it with another phone" / "Oder mit einem anderen Telefon scannen",
        connect_entry(account: &str): "The entry will be named {account}." /
            "Der Eintrag wird {account} heißen.",
        connect_details: "Details" / "Einzelheiten",
        connect_type: "Type" / "Art",
        connect_totp: "Time-based (TOTP)" / "Zeitbasiert (TOTP)",
        connect_algorithm: "Algorithm" / "Algorithmus",
        connect_digits: "Digits" / "Ziffern",
        connect_period: "Period" / "Intervall",

        setup_code_title: "Enter setup code" / "Einrichtungscode eingeben",
        setup_code_what: "Enter the code that your authenticator app shows for this entry." /
            "Geben Sie den Code ein, den Ihre Authenticator-App für diesen Eintrag zeigt.",
        setup_code_back: "Show the QR code and the key again" /
            "QR-Code und Schlüssel noch einmal zeigen",

        on_title: "Two-step verification is on" / "Die Bestätigung in zwei Schritten ist ein",
        on_spent: "The setup code is spent. To finish, sign in with a new code." /
            "Der Einrichtungscode ist verbraucht. Melden Sie sich zum Schluss mit einem neuen Code an.",
        on_next(seconds: u32): "The next code comes in {seconds} s." /
            "Der nächste Code kommt in {seconds} s.",
        on_next_spoken: "The next code comes in less than a minute." /
            "Der nächste Code kommt in weniger als einer Minute.",
        on_next_now: "Your app shows a new code now." / "Ihre App zeigt jetzt einen neuen Code.",
        on_replaced: "The new device replaces the old one, whose codes are no longer accepted." /
            "Das neue Gerät ersetzt das alte, dessen Codes nicht mehr gelten.",
        on_sessions: "Your other sessions have ended." / "Ihre anderen Sitzungen sind beendet.",
    }
}
