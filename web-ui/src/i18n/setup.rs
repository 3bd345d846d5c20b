//! Texts of the first start and of invitations.

texts! {
    /// Texts of the first start and of invitations.
    Setup {
        title: "Welcome to Twostep" / "Willkommen bei Twostep",
        lead: "Create your organization and its first administrator." /
            "Legen Sie Ihre Organisation und deren erste Administration an.",
        token: "Setup token" / "Einrichtungsschlüssel",
        token_hint: "The server printed it at its first start." /
            "Der Server hat ihn beim ersten Start ausgegeben.",
        organization: "Organization" / "Organisation",
        organization_hint: "This name also stands in the authenticator app." /
            "Dieser Name steht auch in der Authenticator-App.",
        name: "Your name" / "Ihr Name",
        create: "Create the organization" / "Organisation anlegen",
        ready: "Your organization is ready. Sign in to invite your team." /
            "Ihre Organisation ist bereit. Melden Sie sich an, um Ihr Team einzuladen.",
        invitation_title: "Choose a password" / "Passwort wählen",
        invitation_lead: "You were invited to Twostep. Choose a password to begin." /
            "Sie wurden zu Twostep eingeladen. Wählen Sie ein Passwort, um zu beginnen.",
        invitation_hint: "At least 15 characters, or 8 if your organization requires the second step. A few random words are easy to remember." /
            "Mindestens 15 Zeichen, oder 8, wenn Ihre Organisation den zweiten Schritt verlangt. Ein paar zufällige Wörter merkt man sich leicht.",
        invitation_save: "Save the password" / "Passwort speichern",
        invitation_missing: "Please open the link in your invitation e-mail once more. For your safety it does not stay in the address bar." /
            "Bitte öffnen Sie noch einmal den Link in Ihrer Einladungs-E-Mail. Zu Ihrer Sicherheit bleibt er nicht in der Adresszeile.",
        invitation_ask: "If the link does not work any more, ask an administrator to send the invitation again." /
            "Wenn der Link nicht mehr geht, bitten Sie Ihre Administration, die Einladung noch einmal zu senden.",
        password_chosen: "Your password is saved. Sign in with it now." /
            "Ihr Passwort ist gespeichert. Melden Sie sich jetzt damit an.",
    }
}
