//! Texts of forgotten passwords and of recovery that is paused.

texts! {
    /// Texts of forgotten passwords and of recovery that is paused.
    Recovery {
        forgot: "Forgot your password?" / "Passwort vergessen?",
        back_to_sign_in: "Back to sign-in" / "Zurück zur Anmeldung",
        ask_title: "Forgot your password?" / "Passwort vergessen?",
        ask_lead: "Enter your e-mail address. We send you a link to choose a new password." /
            "Geben Sie Ihre E-Mail-Adresse ein. Wir senden Ihnen einen Link, um ein neues Passwort zu wählen.",
        ask_send: "Send the e-mail" / "E-Mail senden",
        ask_again: "Send the e-mail again" / "E-Mail noch einmal senden",
        ask_sent(email: &str): "If {email} is the address of an account, an e-mail is on its way. Its link is good for 30 minutes." /
            "Wenn {email} die Adresse eines Kontos ist, ist eine E-Mail unterwegs. Ihr Link gilt 30 Minuten.",
        missing_address: "It goes to the address of your account only. If you do not know which one that is, or have an invitation that ended, ask an administrator." /
            "Sie geht nur an die Adresse Ihres Kontos. Wenn Sie nicht wissen, welche das ist, oder Ihre Einladung abgelaufen ist, fragen Sie Ihre Administration.",
        choose_title: "Choose a new password" / "Neues Passwort wählen",
        choose_save: "Save the password" / "Passwort speichern",
        choose_missing: "Please open the link in the e-mail once more. For your safety it does not stay in the address bar." /
            "Bitte öffnen Sie noch einmal den Link in der E-Mail. Zu Ihrer Sicherheit bleibt er nicht in der Adresszeile.",
        ask_anew: "Send me a new e-mail" / "Neue E-Mail anfordern",
        code_title: "If you sign in with a code" / "Wenn Sie sich mit einem Code anmelden",
        code_why: "Enter the code that your app shows now, and everything goes on as before. Without it you can save the password too, but for 72 hours no new phone can be set up by e-mail." /
            "Geben Sie den Code ein, den Ihre App jetzt zeigt, und alles geht weiter wie bisher. Ohne ihn können Sie das Passwort auch speichern, aber 72 Stunden lang kann kein neues Telefon per E-Mail eingerichtet werden.",
        no_device: "Your account has no phone that could show a code. Leave the code empty." /
            "Ihr Konto hat kein Telefon, das einen Code zeigen könnte. Lassen Sie den Code leer.",
        link_over: "This link is not valid any more: it was used, or it is too old. Ask for a new e-mail." /
            "Dieser Link gilt nicht mehr: Er wurde benutzt oder ist zu alt. Fordern Sie eine neue E-Mail an.",
        saved: "Your new password is saved. Sign in with it now." /
            "Ihr neues Passwort ist gespeichert. Melden Sie sich jetzt damit an.",
        saved_held(until: &str): "Your new password is saved. Sign in with it and with your phone, as before. Until {until} no new phone can be set up by e-mail; if yours is lost, an administrator can reset it at once." /
            "Ihr neues Passwort ist gespeichert. Melden Sie sich damit und wie bisher mit Ihrem Telefon an. Bis {until} kann kein neues Telefon per E-Mail eingerichtet werden; wenn Ihres verloren ist, kann die Administration es sofort zurücksetzen.",
        held: "For your protection no new phone can be set up by e-mail now. An administrator of your organization can reset your phone at once." /
            "Zu Ihrem Schutz kann jetzt kein neues Telefon per E-Mail eingerichtet werden. Ihre Administration kann Ihr Telefon sofort zurücksetzen.",
        held_until(until: &str): "Because your password or your address was changed, no new phone can be set up by e-mail until {until}. If you cannot wait, an administrator of your organization can reset your phone at once." /
            "Weil Ihr Passwort oder Ihre Adresse geändert wurde, kann bis {until} kein neues Telefon per E-Mail eingerichtet werden. Wenn Sie nicht warten können, kann Ihre Administration Ihr Telefon sofort zurücksetzen.",

        email: "Change your e-mail address" / "E-Mail-Adresse ändern",
        email_lead(email: &str): "You sign in with {email}, and your mails go there." /
            "Sie melden sich mit {email} an, und Ihre E-Mails gehen dorthin.",
        email_new: "New e-mail address" / "Neue E-Mail-Adresse",
        email_hint: "A code goes there. After the change your other sessions end, and for 72 hours nothing can be recovered by e-mail." /
            "Dorthin geht ein Code. Nach der Änderung enden Ihre anderen Sitzungen, und 72 Stunden lang kann nichts per E-Mail wiederhergestellt werden.",
        email_send: "Send the code" / "Code senden",
        email_sent(email: &str, reference: &str): "A code is on its way to {email}, reference {reference}. Until you enter it nothing changes." /
            "Ein Code an {email} ist unterwegs, Kennung {reference}. Bis Sie ihn eingeben, ändert sich nichts.",
        email_none: "No e-mail? Look into the spam folder, and check the address. An address that another account has gets none." /
            "Keine E-Mail? Sehen Sie im Spam-Ordner nach, und prüfen Sie die Adresse. An eine Adresse, die ein anderes Konto hat, geht keine.",
        email_save: "Change the address" / "Adresse ändern",
        email_other: "Use another address" / "Andere Adresse nehmen",
        email_changed: "Your e-mail address is changed. Your old address was told." /
            "Ihre E-Mail-Adresse ist geändert. Ihre alte Adresse wurde benachrichtigt.",
        email_taken: "Another account has this address by now." /
            "Diese Adresse hat inzwischen ein anderes Konto.",
    }
}
