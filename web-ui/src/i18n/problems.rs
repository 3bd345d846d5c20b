//! What went wrong and what to do about it. No blame, no jargon.

texts! {
    /// What went wrong and what to do about it.
    Problems {
        network: "No connection to the server. Nothing you typed is lost." /
            "Keine Verbindung zum Server. Ihre Eingaben sind noch da.",
        unreadable: "The server's answer made no sense. Please try again in a moment." /
            "Die Antwort des Servers war unverständlich. Bitte gleich noch einmal versuchen.",
        check_fields: "Please check the marked fields." /
            "Bitte die markierten Felder prüfen.",
        invalid_credentials: "The e-mail address or the password is not right." /
            "E-Mail-Adresse oder Passwort stimmt nicht.",
        wrong_password: "The password is not right." / "Das Passwort stimmt nicht.",
        unauthenticated: "You are not signed in any more. Please sign in again." /
            "Sie sind nicht mehr angemeldet. Bitte melden Sie sich neu an.",
        wrong_step: "Another step comes first." / "Vorher kommt ein anderer Schritt.",
        wrong_app_code: "That code is not right. Wait for the next one in your app, and check that \
             your phone sets date and time automatically." /
            "Dieser Code stimmt nicht. Warten Sie auf den nächsten in Ihrer App, und prüfen Sie, ob \
             Ihr Telefon Datum und Uhrzeit automatisch einstellt.",
        wrong_email_code: "That code is not right. Use the one from the newest e-mail." /
            "Dieser Code stimmt nicht. Nehmen Sie den aus der neuesten E-Mail.",
        tries_left(count: u32): "1 try is left." | "{count} tries are left." /
            "Noch 1 Versuch." | "Noch {count} Versuche.",
        already_used_wait(seconds: u32): "That code was used already. The next one comes in {seconds} s." /
            "Dieser Code wurde schon benutzt. Der nächste kommt in {seconds} s.",
        already_used_spoken: "That code was used already. Wait for the next one." /
            "Dieser Code wurde schon benutzt. Warten Sie auf den nächsten.",
        already_used: "That code was used already. Your app shows a new one now." /
            "Dieser Code wurde schon benutzt. Ihre App zeigt jetzt einen neuen.",
        code_expired: "That code is too old. Use the one from the newest e-mail, or send the e-mail again." /
            "Dieser Code ist zu alt. Nehmen Sie den aus der neuesten E-Mail, oder senden Sie die E-Mail noch einmal.",
        throttled: "Too many tries. Please wait a moment." /
            "Zu viele Versuche. Bitte warten Sie einen Moment.",
        throttled_wait(seconds: u32, at: &str): "Too many tries. You can go on in {seconds} s, at {at}." /
            "Zu viele Versuche. Weiter geht es in {seconds} s, um {at}.",
        wait_over: "You can go on now." / "Jetzt geht es weiter.",
        time_ran_out: "Time ran out, your password is needed again." /
            "Die Zeit ist abgelaufen, Ihr Passwort wird noch einmal gebraucht.",
        reauthentication: "Please confirm first that it is you." /
            "Bitte bestätigen Sie zuerst, dass Sie es sind.",
        second_step: "Your organization now asks for the second step. Please sign in again." /
            "Ihre Organisation verlangt jetzt den zweiten Schritt. Bitte melden Sie sich neu an.",
        invalid_token: "This link or token is not valid: it was used, replaced, or is too old." /
            "Dieser Link oder Schlüssel gilt nicht: Er wurde benutzt, ersetzt oder ist zu alt.",
        invalid_input: "The server did not accept this. Please check what you typed." /
            "Der Server hat das nicht angenommen. Bitte prüfen Sie die Eingaben.",
        outdated: "This page does not fit the server any more. Please load it again." /
            "Diese Seite passt nicht mehr zum Server. Bitte laden Sie sie neu.",
        not_found: "That is not there any more." / "Das gibt es nicht mehr.",
        forbidden: "You may not do this. Ask an administrator of your organization." /
            "Das dürfen Sie nicht. Fragen Sie eine Administratorin oder einen Administrator.",
        conflict: "Somebody changed this meanwhile, or it exists already. Please look again." /
            "Das hat inzwischen jemand geändert, oder es gibt es schon. Bitte sehen Sie noch einmal nach.",
        unavailable: "The service is busy. Please try again in a moment." /
            "Der Dienst ist gerade ausgelastet. Bitte gleich noch einmal versuchen.",
        unavailable_wait(seconds: u32): "The service is busy. You can go on in {seconds} s." /
            "Der Dienst ist gerade ausgelastet. Weiter geht es in {seconds} s.",
        internal: "Something broke on our side. Please try again." /
            "Bei uns ist etwas kaputtgegangen. Bitte noch einmal versuchen.",
        request_id(id: &str): "For your administrator: request {id}." /
            "Für Ihre Administration: Anfrage {id}.",
        field_required: "Please fill this in." / "Bitte ausfüllen.",
        field_unknown: "The server does not know this field." / "Der Server kennt dieses Feld nicht.",
        field_too_short: "This is too short." / "Das ist zu kurz.",
        field_too_long: "This is too long." / "Das ist zu lang.",
        field_invalid: "This does not look right." / "Das sieht nicht richtig aus.",
        field_too_common: "This is one of the first that guessers try. Please choose another." /
            "Das wird beim Raten zuerst probiert. Bitte wählen Sie ein anderes.",
        field_taken: "This is taken already." / "Das ist schon vergeben.",
        code_invalid: "Please enter the 6 digits." / "Bitte geben Sie die 6 Ziffern ein.",
    }
}
