### Every text of Twostep in German. The head of en.ftl says how these files are made.

language-name = Deutsch

## common

common-product = Twostep
common-continue-on = Weiter
common-try-again = Noch einmal versuchen
common-cancel = Abbrechen
common-save = Speichern
common-loading = Wird geladen
common-skip-to-content = Zum Inhalt springen
common-language = Sprache
common-language-of-browser = Wie mein Browser
common-language-hint = Für die Seiten und für Ihre E‑Mails.
common-show-password = Anzeigen
common-hide-password = Verbergen
common-show-password-label = Passwort anzeigen
common-hide-password-label = Passwort verbergen
common-copy = Kopieren
common-copied = Kopiert
common-copy-failed = Nicht kopiert. Bitte den Text markieren und kopieren.
common-email-address = E‑Mail-Adresse
common-password = Passwort
common-name = Name
common-role = Rolle
common-code-label = 6-stelliger Code
common-agent-console = Agentenkonsole
common-admin-center = Admin-Center
common-security = Sicherheit
common-sign-out = Abmelden
common-on = Ein
common-off = Aus
common-never = nie
common-not-found-title = Diese Seite gibt es nicht
common-not-found = Die Adresse ist falsch geschrieben, oder die Seite ist umgezogen.
common-to-start = Zur Startseite
common-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
common-seconds-short = { $count } s
common-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
common-role-agent = Agent
common-role-helpdesk = Helpdesk
common-role-admin = Administrator
common-state-not-set-up = Nicht eingerichtet
common-state-on = Ein
common-state-locked = Gesperrt
common-state-disabled = Abgeschaltet
common-status-invited = Eingeladen
common-status-active = Aktiv
common-status-disabled = Deaktiviert
common-password-hint = Mindestens 15 Zeichen. Ein paar zufällige Wörter merkt man sich leicht.
common-password-hint-short = Mindestens 8 Zeichen.

## problems

problems-network = Keine Verbindung zum Server. Ihre Eingaben sind noch da.
problems-unreadable =
    Die Antwort des Servers war unverständlich. Bitte gleich noch einmal versuchen.
problems-check-fields = Bitte die markierten Felder prüfen.
problems-invalid-credentials = E‑Mail-Adresse oder Passwort stimmt nicht.
problems-wrong-password = Das Passwort stimmt nicht.
problems-unauthenticated = Sie sind nicht mehr angemeldet. Bitte melden Sie sich neu an.
problems-wrong-step = Vorher kommt ein anderer Schritt.
problems-wrong-app-code =
    Dieser Code stimmt nicht. Warten Sie auf den nächsten in Ihrer App, und prüfen Sie, ob Ihr
    Telefon Datum und Uhrzeit automatisch einstellt.
problems-wrong-email-code = Dieser Code stimmt nicht. Nehmen Sie den aus der neuesten E‑Mail.
problems-too-many-tries =
    Fünf falsche Codes, deshalb gilt der Code dieser E‑Mail nicht mehr. Senden Sie die E‑Mail noch
    einmal, und nehmen Sie den neuen Code.
problems-tries-left = { $count ->
    [one] Noch { $count } Versuch.
   *[other] Noch { $count } Versuche.
}
problems-already-used-wait = Dieser Code wurde schon benutzt. Der nächste kommt in { $seconds } s.
problems-already-used-spoken = Dieser Code wurde schon benutzt. Warten Sie auf den nächsten.
problems-already-used = Dieser Code wurde schon benutzt. Ihre App zeigt jetzt einen neuen.
problems-code-expired =
    Dieser Code ist zu alt. Nehmen Sie den aus der neuesten E‑Mail, oder senden Sie die E‑Mail
    noch einmal.
problems-password-closed =
    Für diese Adresse gab es zu viele falsche Passwörter. Setzen Sie per E‑Mail ein neues Passwort („Passwort
    vergessen?“), oder fragen Sie Ihre Administration. Ein Browser, in dem Sie schon angemeldet waren, geht
    weiterhin.
problems-too-many-sign-ins =
    Mit diesem Passwort laufen gerade zu viele Anmeldungen. Versuchen Sie es später, in einem Browser, in dem
    Sie schon angemeldet waren, oder fragen Sie Ihren Helpdesk. Waren Sie das nicht, kennt jemand Ihr
    Passwort: Ändern Sie es.
problems-email-codes-closed =
    Es gab zu viele falsche Codes aus E‑Mails. Bitten Sie Ihren Helpdesk, weitere zu erlauben.
problems-throttled = Zu viele Versuche. Bitte warten Sie einen Moment.
problems-throttled-wait = Zu viele Versuche. Weiter geht es in { $wait }, um { $at }.
problems-mail-wait =
    Wir haben Ihnen vor Kurzem eine E‑Mail gesendet. Die nächste kann in { $wait } gesendet werden,
    um { $at }.
problems-mail-wait-spoken =
    Wir haben Ihnen vor Kurzem eine E‑Mail gesendet. Bitte warten Sie einen Moment vor der nächsten.
problems-wait-over = Jetzt geht es weiter.
problems-time-ran-out = Die Zeit ist abgelaufen, Ihr Passwort wird noch einmal gebraucht.
problems-too-many-codes =
    Fünf falsche Codes. Zu Ihrem Schutz melden Sie sich bitte neu an. Warten Sie dann auf den
    nächsten Code in Ihrer App, und prüfen Sie, ob Ihr Telefon Datum und Uhrzeit automatisch
    einstellt.
problems-device-changed =
    Für Ihr Konto wurde anderswo ein Mobilgerät eingerichtet. Bitte melden Sie sich neu an, mit einem
    Code dieses Geräts. Wenn Sie das nicht waren, sagen Sie es sofort Ihrer Administration.
problems-account-changed =
    Ihr Konto wurde inzwischen geändert, zum Beispiel das Passwort. Bitte melden Sie sich neu an.
    Wenn Sie das nicht waren, sagen Sie es sofort Ihrer Administration.
problems-flow-ended = Diese Anmeldung ist beendet. Bitte melden Sie sich neu an.
problems-reauthentication = Bitte bestätigen Sie zuerst, dass Sie es sind.
problems-second-step =
    Ihre Organisation verlangt jetzt den zweiten Schritt. Bitte melden Sie sich neu an.
problems-invalid-token =
    Dieser Link oder Schlüssel gilt nicht: Er wurde benutzt, ersetzt oder ist zu alt.
problems-invalid-input = Der Server hat das nicht angenommen. Bitte prüfen Sie die Eingaben.
problems-outdated = Diese Seite passt nicht mehr zum Server. Bitte laden Sie sie neu.
problems-not-found = Das gibt es nicht mehr.
problems-forbidden =
    Das dürfen Sie nicht. Fragen Sie eine Administratorin oder einen Administrator.
problems-conflict =
    Das hat inzwischen jemand geändert, oder es gibt es schon. Bitte sehen Sie noch einmal nach.
problems-unavailable = Der Dienst ist gerade ausgelastet. Bitte gleich noch einmal versuchen.
problems-unavailable-wait = Der Dienst ist gerade ausgelastet. Weiter geht es in { $wait }.
problems-internal = Bei uns ist etwas kaputtgegangen. Bitte noch einmal versuchen.
problems-request-id = Für Ihre Administration: Anfrage { $id }.
problems-field-required = Bitte ausfüllen.
problems-field-unknown = Der Server kennt dieses Feld nicht.
problems-field-too-short = Das ist zu kurz.
problems-field-too-long = Das ist zu lang.
problems-field-invalid = Das sieht nicht richtig aus.
problems-field-invalid-email = Geben Sie eine Adresse wie name@example.com ein.
problems-field-too-common =
    Das ist leicht zu erraten: Es ist verbreitet, wiederholt sich oder besteht aus Ihrem Namen, Ihrer
    Adresse oder Ihrer Organisation. Bitte nehmen Sie drei oder mehr Wörter, die nichts miteinander
    zu tun haben.
problems-field-taken = Das ist schon vergeben.
problems-code-invalid = Bitte geben Sie die 6 Ziffern ein.

## sign-in

sign-in-title = Anmelden
sign-in-go-to-admin = Zum Admin-Center
sign-in-go-to-agent = Zur Agentenkonsole
sign-in-code-title = Code eingeben
sign-in-code-where = Öffnen Sie Ihre Authenticator-App, Eintrag
sign-in-code-fresh = Ihr Einrichtungscode ist verbraucht. Der nächste Code kommt in { $seconds } s.
sign-in-code-fresh-spoken = Ihr Einrichtungscode ist verbraucht. Warten Sie auf den nächsten Code.
sign-in-code-fresh-now = Ihre App zeigt jetzt einen neuen Code.
sign-in-new-device = Neues Mobilgerät einrichten
sign-in-longer-title = Wählen Sie ein längeres Passwort
sign-in-longer-why =
    { $organization } fragt Sie nicht mehr nach einem Code; Ihr Passwort allein muss also Ihr Konto
    schützen. Ihre anderen Anmeldungen enden.
sign-in-longer-save = Speichern und anmelden
sign-in-canceled = Abgebrochen. Es hat sich nichts geändert.
sign-in-signed-out = Sie sind abgemeldet.
sign-in-ends-in-minutes = { $minutes ->
    [one] Ihre Anmeldung endet in { $minutes } Minute.
   *[other] Ihre Anmeldung endet in { $minutes } Minuten.
}

## enrollment

enrollment-step-of = Schritt { $step } von { $of }
enrollment-step-mailbox = Ihr Postfach
enrollment-step-app = Authenticator-App
enrollment-step-connect = Verbinden
enrollment-step-code = Einrichtungscode
enrollment-cancel-hint = Wenn Sie abbrechen, ändert sich nichts.
enrollment-old-device-works = Ihr altes Gerät funktioniert weiter, bis das neue bestätigt ist.
enrollment-second-step-title = Anmeldung um einen zweiten Schritt ergänzen
enrollment-second-step-why =
    { $organization } braucht eine weitere Möglichkeit, Ihr Konto zu prüfen, damit ein gestohlenes
    Passwort allein nichts öffnet. Sie brauchen Ihr Postfach, Ihr Telefon und etwa zwei Minuten.
enrollment-replace-title = { sign-in-new-device }
enrollment-keep-device = Doch mein bisheriges Gerät benutzen
enrollment-replace-why =
    Sie verbinden gleich ein neues Mobilgerät. Sie brauchen Ihr Postfach, das neue Gerät und etwa
    zwei Minuten.
enrollment-mail-follows = Zuerst senden wir einen Code an { $address }.
enrollment-email-title = Bestätigungs-E‑Mail wurde gesendet
enrollment-email-sent-to = Wir haben einen 6-stelligen Code an { $address } gesendet.
enrollment-email-subject = Betreff
enrollment-email-subject-starts = beginnt mit [{ $organization }]
enrollment-email-sent-at = Gesendet
enrollment-email-good-until = Gültig bis
enrollment-email-reference = Kennung
enrollment-email-again = E‑Mail noch einmal senden
enrollment-email-again-in = E‑Mail noch einmal senden (in { $wait })
enrollment-email-sent-again =
    Neue E‑Mail um { $time } gesendet, Kennung { $reference }. Nur ihr Code gilt jetzt.
enrollment-email-missing = Nicht angekommen?
enrollment-email-missing-spam = Sehen Sie im Spam-Ordner nach, und suchen Sie nach dem Betreff.
enrollment-email-missing-delay = Manche Mailserver halten neue Absender ein paar Minuten zurück.
enrollment-email-missing-address = Wenn die Adresse falsch ist, fragen Sie Ihre Administration.
enrollment-email-elsewhere =
    Sie können die E‑Mail auf jedem Gerät lesen. Geben Sie den Code hier ein.
enrollment-app-title = Authenticator-App auf Ihrem Mobilgerät installieren
enrollment-app-what = Die App zeigt alle 30 Sekunden einen neuen Code. Jede davon eignet sich:
enrollment-app-google = Google Authenticator
enrollment-app-microsoft = Microsoft Authenticator
enrollment-app-aegis = Aegis Authenticator
enrollment-app-apple = Passwörter
enrollment-app-apple-where = schon da, ab iOS 18
enrollment-app-keepass = KeePassXC
enrollment-app-keepass-where = Windows, macOS, Linux
enrollment-app-tip =
    Sie haben schon so eine App? Dann müssen Sie nichts installieren: Sie kann mehrere Konten
    verwalten.
enrollment-connect-title = Mit Ihrem Mobilgerät verbinden
enrollment-connect-scan =
    Fügen Sie in Ihrer Authenticator-App einen Eintrag hinzu, und scannen Sie diesen Code.
enrollment-connect-qr-alt =
    QR-Code für Ihre Authenticator-App. Wenn Sie ihn nicht scannen können, tippen Sie stattdessen
    den Schlüssel auf dieser Seite ab.
enrollment-connect-link = Zum Authenticator auf diesem Telefon hinzufügen
enrollment-connect-key = Oder diesen Schlüssel eintippen
enrollment-connect-other = Oder mit einem anderen Telefon scannen
enrollment-connect-entry = Der Eintrag wird { $account } heißen.
enrollment-connect-details = Einzelheiten
enrollment-connect-type = Art
enrollment-connect-totp = Zeitbasiert (TOTP)
enrollment-connect-algorithm = Algorithmus
enrollment-connect-digits = Ziffern
enrollment-connect-period = Intervall
enrollment-setup-code-title = Einrichtungscode eingeben
enrollment-setup-code-what =
    Geben Sie den Code ein, den Ihre Authenticator-App für diesen Eintrag zeigt.
enrollment-setup-code-back = QR-Code und Schlüssel noch einmal zeigen
enrollment-on-title = Die Bestätigung in zwei Schritten ist eingeschaltet
enrollment-on-spent =
    Der Einrichtungscode ist verbraucht. Melden Sie sich zum Schluss mit einem neuen Code an.
enrollment-on-next = Der nächste Code kommt in { $seconds } s.
enrollment-on-next-spoken = Der nächste Code kommt in weniger als einer Minute.
enrollment-on-next-now = { sign-in-code-fresh-now }
enrollment-on-replaced = Das neue Gerät ersetzt das alte, dessen Codes nicht mehr gelten.
enrollment-on-sessions = Falls Sie anderswo angemeldet waren, sind Sie dort jetzt abgemeldet.

## me

me-hello = Hallo, { $name }
me-home-lead = Sie sind bei { $organization } angemeldet.
me-two-step = Bestätigung in zwei Schritten
me-two-step-on = Eingeschaltet seit { $date }. Jede Anmeldung fragt nach einem Code Ihrer App.
me-two-step-off = Ihr Passwort allein öffnet Ihr Konto. Ein zweiter Schritt macht es sicherer.
me-two-step-locked = Zu viele falsche Codes. Ab { $until } werden Codes wieder angenommen.
me-two-step-disabled =
    Ihr Gerät wurde nach vielen falschen Codes abgeschaltet. Richten Sie ein neues ein.
me-last-used = Letzter Code: { $time }
me-security-link = Gerät, Sitzungen und Passwort
me-security-lead = Ihr Gerät, Ihre Sitzungen und Ihr Passwort.
me-set-up = Bestätigung in zwei Schritten einrichten
me-new-device = { sign-in-new-device }
me-remove-device = Gerät entfernen
me-remove-question = Ihr Gerät entfernen? Dann öffnet Ihr Passwort allein Ihr Konto.
me-remove-not-allowed =
    Ihre Organisation verlangt den zweiten Schritt. Das Gerät kann deshalb ersetzt, aber nicht
    entfernt werden.
me-device-removed = Das Gerät ist entfernt.
me-sessions = Sitzungen
me-sessions-lead =
    Wo Sie gerade angemeldet sind. Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr
    Passwort.
me-session-where = Programm
me-session-network = Netz
me-session-since = Seit
me-session-used = Zuletzt benutzt
me-session-current = Diese Sitzung
me-session-with-code = mit Code
me-session-without-code = nur Passwort
me-session-end = Beenden
me-session-end-label = Sitzung beenden: { $name }
me-session-ended = Beendet: { $name }
me-password = Passwort ändern
me-password-current = Bisheriges Passwort
me-password-new = Neues Passwort
me-password-save = Passwort ändern
me-password-lead = Wenn Sie es ändern, enden Ihre anderen Sitzungen.
me-password-changed = Ihr Passwort ist geändert.
me-confirm-title = Bestätigen Sie, dass Sie es sind
me-confirm-why =
    Für das, was Sie vorhaben, wird Ihr Passwort noch einmal gebraucht. Ihre Eingaben bleiben.
me-language-saved = Ihre Sprache ist gespeichert.

## recovery

recovery-forgot = Passwort vergessen?
recovery-back-to-sign-in = Zurück zur Anmeldung
recovery-ask-title = { recovery-forgot }
recovery-ask-lead =
    Geben Sie Ihre E‑Mail-Adresse ein. Wir senden Ihnen einen Link, um ein neues Passwort zu
    wählen.
recovery-ask-send = E‑Mail senden
recovery-ask-again = E‑Mail noch einmal senden
recovery-ask-sent =
    Wenn { $email } die Adresse eines Kontos ist, ist eine E‑Mail unterwegs. Ihr Link gilt 30
    Minuten.
recovery-missing-address =
    Sie geht nur an die Adresse Ihres Kontos. Wenn Sie nicht wissen, welche das ist, oder Ihre
    Einladung abgelaufen ist, fragen Sie Ihre Administration.
recovery-choose-title = Neues Passwort wählen
recovery-choose-save = Passwort speichern
recovery-choose-missing =
    Bitte öffnen Sie noch einmal den Link in der E‑Mail. Zu Ihrer Sicherheit bleibt er nicht in
    der Adresszeile.
recovery-ask-anew = Neue E‑Mail anfordern
recovery-code-title = Wenn Sie sich mit einem Code anmelden
recovery-code-why =
    Geben Sie den Code ein, den Ihre App jetzt zeigt, und alles geht weiter wie bisher. Ohne ihn
    können Sie das Passwort auch speichern, aber 72 Stunden lang kann kein neues Telefon per
    E‑Mail eingerichtet werden.
recovery-no-device =
    Ihr Konto hat kein Telefon, das einen Code zeigen könnte. Lassen Sie den Code leer.
recovery-link-over =
    Dieser Link gilt nicht mehr: Er wurde benutzt oder ist zu alt. Fordern Sie eine neue E‑Mail
    an.
recovery-saved = Ihr neues Passwort ist gespeichert. Melden Sie sich jetzt damit an.
recovery-saved-held =
    Ihr neues Passwort ist gespeichert. Melden Sie sich damit und wie bisher mit Ihrem Telefon an.
    Bis { $until } kann kein neues Telefon per E‑Mail eingerichtet werden; wenn Ihres verloren
    ist, kann die Administration es sofort zurücksetzen.
recovery-held =
    Zu Ihrem Schutz kann jetzt kein neues Telefon per E‑Mail eingerichtet und Ihre Adresse nicht
    geändert werden. Ihre Administration kann Ihr Telefon sofort zurücksetzen.
recovery-held-until =
    Weil Ihr Passwort oder Ihre Adresse geändert wurde, kann bis { $until } kein neues Telefon per
    E‑Mail eingerichtet und Ihre Adresse nicht geändert werden. Wenn Sie nicht warten können, kann
    Ihre Administration Ihr Telefon sofort zurücksetzen.
recovery-email = E‑Mail-Adresse ändern
recovery-email-lead = Sie melden sich mit { $email } an, und Ihre E‑Mails gehen dorthin.
recovery-email-new = Neue E‑Mail-Adresse
recovery-email-hint =
    Dorthin geht ein Code. Nach der Änderung enden Ihre anderen Sitzungen, und 72 Stunden lang
    kann nichts per E‑Mail wiederhergestellt werden.
recovery-email-send = Code senden
recovery-email-sent =
    Ein Code an { $email } ist unterwegs, Kennung { $reference }. Bis Sie ihn eingeben, ändert
    sich nichts.
recovery-email-none =
    Keine E‑Mail? Sehen Sie im Spam-Ordner nach, und prüfen Sie die Adresse. An eine Adresse, die
    ein anderes Konto hat, geht keine.
recovery-email-save = Adresse ändern
recovery-email-other = Andere Adresse nehmen
recovery-email-changed = Ihre E‑Mail-Adresse ist geändert. Ihre alte Adresse wurde benachrichtigt.
recovery-email-taken = Diese Adresse hat inzwischen ein anderes Konto.

## setup

setup-title = Willkommen bei Twostep
setup-lead = Legen Sie Ihre Organisation und deren erste Administration an.
setup-token = Einrichtungsschlüssel
setup-token-hint = Der Server hat ihn beim ersten Start ausgegeben.
setup-organization = Organisation
setup-organization-hint = Dieser Name steht auch in der Authenticator-App.
setup-name = Ihr Name
setup-create = Organisation anlegen
setup-ready = Ihre Organisation ist bereit. Melden Sie sich an, um Ihr Team einzuladen.
setup-invitation-title = Passwort wählen
setup-invitation-lead =
    { $inviter } hat { $address } zu { $organization } eingeladen. Wählen Sie ein Passwort, um zu
    beginnen.
setup-invitation-over =
    Dieser Link gilt nicht mehr: Er wurde benutzt, durch einen neueren ersetzt oder ist zu alt.
setup-invitation-over-next =
    Wenn Sie schon ein Passwort gewählt haben, melden Sie sich damit an. Sonst nehmen Sie den Link
    in Ihrer neuesten Einladung, oder bitten Sie, wer Sie eingeladen hat, sie noch einmal zu
    senden.
setup-invitation-to-sign-in = Zur Anmeldung
setup-invitation-hint =
    Mindestens 15 Zeichen, oder 8, wenn Ihre Organisation den zweiten Schritt verlangt. Ein paar
    zufällige Wörter merkt man sich leicht.
setup-invitation-save = { recovery-choose-save }
setup-invitation-missing =
    Bitte öffnen Sie noch einmal den Link in Ihrer Einladungs-E‑Mail. Zu Ihrer Sicherheit bleibt
    er nicht in der Adresszeile.
setup-invitation-ask =
    Wenn der Link nicht mehr geht, bitten Sie Ihre Administration, die Einladung noch einmal zu
    senden.
setup-password-chosen = Ihr Passwort ist gespeichert. Melden Sie sich jetzt damit an.

## admin

admin-main-navigation = Hauptmenü
admin-overview = Übersicht
admin-not-allowed-title = Diese Seite ist für die Administration
admin-not-allowed = Ihre Rolle öffnet das Admin-Center nicht.
admin-adoption = Wer den zweiten Schritt eingerichtet hat
admin-adoption-alt =
    { $set_up } eingerichtet, { $not_set_up } nicht eingerichtet, { $invited } eingeladen
admin-set-up = Eingerichtet
admin-not-set-up = { common-state-not-set-up }
admin-invited = Eingeladen
admin-next = Was als Nächstes kommt
admin-next-invite = Laden Sie Ihr Team ein
admin-next-invite-why = Bisher sind Sie das einzige Mitglied.
admin-next-own-device = Richten Sie Ihr eigenes Gerät ein
admin-next-own-device-why = Dann können Sie den zweiten Schritt verlangen, ohne sich auszusperren.
admin-next-policy = Verlangen Sie den zweiten Schritt
admin-next-policy-why = Heute entscheidet jedes Mitglied selbst.
admin-next-remind = { $count ->
    [one] { $shown } Mitglied hat noch nichts eingerichtet
   *[other] { $shown } Mitglieder haben noch nichts eingerichtet
}
admin-next-remind-why = Bei der nächsten Anmeldung wird danach gefragt.
admin-next-invitations = { $count ->
    [one] { $shown } Einladung ist offen
   *[other] { $shown } Einladungen sind offen
}
admin-next-invitations-why = Sie können sie noch einmal senden.
admin-all-done = Alle sind eingerichtet. Es gibt nichts zu tun.

## members

members-title = Mitglieder
members-all = Alle Mitglieder
members-gone-title = Dieses Mitglied gibt es nicht
members-gone = Das Mitglied wurde gelöscht, oder der Link ist falsch.
members-invite = Mitglied einladen
members-search = Name oder E‑Mail-Adresse
members-search-button = Suchen
members-filter-state = Zweiter Schritt
members-filter-status = Status
members-filter-role = Rolle
members-filter-all = Alle
members-clear = Filter entfernen
members-member = Mitglied
members-state = Zweiter Schritt
members-last-used = Letzter Code
members-none-found =
    Zu diesen Filtern passt niemand. Versuchen Sie es mit weniger Filtern oder mit dem Anfang eines
    Namens oder einer Adresse.
members-none-yet = Es gibt noch keine Mitglieder. Laden Sie Ihr Team ein.
members-first-page = Erste Seite
members-next-page = Nächste Seite
members-pages = Seiten
members-invite-lead =
    Die Person bekommt eine E‑Mail mit einem Link, um ein Passwort zu wählen. Er gilt 7 Tage.
members-invite-button = Einladung senden
members-holder = Zeigen, wer diese Adresse hat
members-invited = Eine Einladung an { $email } ist unterwegs.
members-role-agent-means = Meldet sich an und sieht nur die eigenen Seiten.
members-role-helpdesk-means = Sieht alle Mitglieder und hilft, wenn jemand nicht weiterkommt.
members-role-admin-means = Verwaltet die Organisation.
members-since = Mitglied seit
members-signed-in = Letzte Anmeldung
members-enrolled = Eingerichtet
members-locked-until = Gesperrt bis
members-held-until = Wiederherstellung per E‑Mail pausiert bis
members-help = Hilfe
members-manage = Verwalten
members-yourself = Das sind Sie. Ihr Gerät und Ihr Passwort finden Sie auf Ihrer Sicherheitsseite.
members-nothing-to-do = Hier gibt es für Sie nichts zu tun.
members-role-saved = Die Rolle von { $name } ist geändert.
members-disable = Deaktivieren
members-disable-means = Kann sich nicht mehr anmelden. Es wird nichts gelöscht.
members-disable-question = { $name } deaktivieren? Alle Sitzungen enden sofort.
members-disabled = { $name } ist deaktiviert.
members-enable = Aktivieren
members-enable-means = Kann sich wieder anmelden.
members-enabled = { $name } kann sich wieder anmelden.
members-resend = Einladung noch einmal senden
members-resend-means = Der Link in der älteren E‑Mail gilt dann nicht mehr.
members-unlock = Entsperren
members-unlock-means = Codes werden sofort wieder angenommen, nicht erst nach der Wartezeit.
members-unlocked = { $name } ist entsperrt.
members-reset = Gerät zurücksetzen
members-reset-means =
    Entfernt das Gerät, etwa bei verlorenem Telefon. Bei der nächsten Anmeldung wird ein neues
    eingerichtet.
members-reset-question = Das Gerät von { $name } zurücksetzen? Alle Sitzungen enden sofort.
members-reset-reason = Grund
members-reset-reason-hint =
    Er steht im Protokoll und in der Mail an das Mitglied. Wie haben Sie geprüft, wer fragt?
members-was-reset = Das Gerät von { $name } ist zurückgesetzt.
members-delete = Löschen
members-delete-means = Entfernt das Mitglied endgültig.
members-delete-question = { $name } endgültig löschen? Das lässt sich nicht rückgängig machen.
members-deleted = { $name } ist gelöscht.

## policy

policy-nav = Richtlinie
policy-title = { me-two-step }
policy-lead = Ein Code aus einer Authenticator-App, neben dem Passwort, bei jeder Anmeldung.
policy-is-required = Für alle verlangt
policy-is-optional = Jedes Mitglied entscheidet
policy-required-means =
    Alle richten sie bei der nächsten Anmeldung ein und werden danach bei jeder Anmeldung nach
    einem Code gefragt.
policy-optional-means =
    Niemand muss sie einrichten. Wer ein Gerät hat, wird weiter nach dessen Code gefragt.
policy-changed-by = Geändert { $time } von { $name }
policy-will-ask = { $count ->
    [one] { $shown } Person wird bei der nächsten Anmeldung zum Einrichten aufgefordert.
   *[other] { $shown } Personen werden bei ihrer nächsten Anmeldung zum Einrichten aufgefordert.
}
policy-would-ask = { $count ->
    [one]
        Wenn Sie sie verlangen, wird { $shown } Person bei der nächsten Anmeldung zum Einrichten
        aufgefordert.
   *[other]
        Wenn Sie sie verlangen, werden { $shown } Personen bei ihrer nächsten Anmeldung zum
        Einrichten aufgefordert.
}
policy-still-asked = { $count ->
    [one]
        { $shown } Person hat noch nichts eingerichtet und wird bei der nächsten Anmeldung
        gefragt.
   *[other]
        { $shown } Personen haben noch nichts eingerichtet und werden bei der nächsten Anmeldung
        gefragt.
}
policy-nobody-asked = Alle haben sie schon eingerichtet: Niemand wird etwas merken.
policy-sessions-end = { $count ->
    [one] { $shown } Sitzung ohne Code wird sofort abgewiesen.
   *[other] { $shown } Sitzungen ohne Code werden sofort abgewiesen.
}
policy-more-sessions-end = Mehr als { $shown } Sitzungen ohne Code werden sofort abgewiesen.
policy-first-affected = Darunter
policy-show-affected = Anzeigen
policy-switch-on = Für alle verlangen
policy-switch-off = Jedes Mitglied entscheiden lassen
policy-own-device-first =
    Richten Sie zuerst Ihr eigenes Gerät ein. Sonst sperren Sie sich mit diesem Schalter aus dem
    Admin-Center aus.
policy-own-device = Mein Gerät einrichten
policy-require-title = Den zweiten Schritt für alle verlangen?
policy-require-button = { $count ->
    [one] Verlangen und { $shown } Person fragen
   *[other] Verlangen und { $shown } Personen fragen
}
policy-require-nobody = Verlangen
policy-relax-title = Den zweiten Schritt jedem Mitglied überlassen?
policy-relax-means =
    Neue Mitglieder melden sich nur mit dem Passwort an. Wer ein Gerät hat, wird weiter nach
    dessen Code gefragt und darf es entfernen.
policy-relax-button = Jedem Mitglied überlassen
policy-at-once = Das gilt von dem Moment an, in dem Sie bestätigen.
policy-now-required = Die Bestätigung in zwei Schritten wird jetzt von allen verlangt.
policy-now-optional = Über die Bestätigung in zwei Schritten entscheidet jetzt jedes Mitglied.
policy-changed-meanwhile =
    { $name } hat das um { $time } geändert: { $now }. Ihre Änderung wurde nicht gemacht.
policy-somebody-changed =
    Jemand hat das um { $time } geändert: { $now }. Ihre Änderung wurde nicht gemacht.
policy-now-is-required = jetzt für alle verlangt
policy-now-is-optional = jetzt entscheidet jedes Mitglied selbst

## mail

mail-greeting = Guten Tag { $name },
mail-moment =
    { $day }. { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    } { $year }, { $time } Uhr { $zone }
mail-when = Wann
mail-footer-account =
    Sie bekommen diese E-Mail, weil Ihre Adresse zu einem Konto bei { $organization } gehört.
mail-footer-new-address =
    Sie bekommen diese E-Mail, weil jemand mit einem Konto bei { $organization } Ihre Adresse als
    neue eigene Adresse angegeben hat.
mail-footer-invitation =
    Sie bekommen diese E-Mail, weil jemand bei { $organization } Ihre Adresse angegeben hat, um Sie
    einzuladen.
mail-footer-sender =
    Gesendet hat sie Twostep, das Programm, mit dem sich Mitglieder von { $organization } anmelden.
mail-footer-ask =
    Fragen? Wenden Sie sich an die Administration oder den Helpdesk von { $organization }.
    Antworten auf diese E-Mail liest niemand.
mail-footer-sign-in = Die Anmeldeseite ist { $address }
mail-sign-in = Anmelden
mail-or-open = Oder öffnen Sie diese Adresse:
mail-zone-cet = MEZ
mail-zone-cest = MESZ
mail-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
mail-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
mail-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
mail-subject = [{ $organization }] { $title }
mail-link-once =
    Der Link gilt einmal, { $span } lang, bis { $until }. Er ist nur für Sie: Geben Sie ihn nicht
    weiter.
mail-code-subject = { $title }
mail-code-first-subject = Ihr Code, um die Bestätigung in zwei Schritten einzurichten
mail-code-first =
    mit diesem Code richten Sie die Bestätigung in zwei Schritten für Ihr Konto bei
    { $organization } ein. Geben Sie ihn auf der Seite ein, auf der Sie sich gerade anmelden:
mail-code-first-not-you =
    Wenn Sie sich gerade nicht angemeldet haben, kennt jemand Ihr Passwort. Geben Sie diesen Code
    nicht weiter, ändern Sie Ihr Passwort und sagen Sie der Administration von { $organization }
    Bescheid.
mail-code-new-phone-subject = Ihr Code, um ein neues Telefon zu verbinden
mail-code-new-phone =
    mit diesem Code verbinden Sie ein neues Telefon mit Ihrem Konto bei { $organization }, anstelle
    des jetzigen. Geben Sie ihn auf der Seite ein, auf der Sie „{ sign-in-new-device }“ gewählt
    haben:
mail-code-new-phone-not-you =
    Wenn Sie kein neues Telefon verbinden wollten, kennt jemand Ihr Passwort und will sich mit
    einem eigenen Telefon anmelden. Geben Sie diesen Code nicht weiter: Ohne ihn bleibt Ihr
    jetziges Telefon das einzige. Ändern Sie Ihr Passwort und sagen Sie der Administration von
    { $organization } Bescheid.
mail-code-own-wish-subject = Ihr Code, um die Bestätigung in zwei Schritten einzuschalten
mail-code-own-wish =
    mit diesem Code schalten Sie die Bestätigung in zwei Schritten für Ihr Konto bei
    { $organization } ein, wie auf dessen Sicherheitsseite gewünscht. Geben Sie ihn auf der Seite
    ein, auf der Sie darum gebeten haben:
mail-code-own-wish-not-you =
    Wenn Sie nicht darum gebeten haben, ist jemand anders in Ihrem Konto angemeldet. Geben Sie
    diesen Code nicht weiter, beenden Sie Ihre Sitzungen auf Ihrer Sicherheitsseite, ändern Sie Ihr
    Passwort und sagen Sie der Administration von { $organization } Bescheid.

mail-code-good-until =
    Er gilt { $span } lang, bis { $until }. Es gibt keinen Link zum Anklicken: Der Code wird auf
    der Seite eingegeben, die nach ihm fragt.
mail-code-same-reference =
    Die Seite, die nach dem Code fragt, zeigt dieselbe Kennung. Zeigt sie eine andere, nehmen Sie
    die neueste E-Mail.
mail-code-never-asked =
    Wir fragen nie am Telefon, in einem Chat oder per E-Mail nach diesem Code. Wer das tut, will in
    Ihr Konto.

mail-invitation-subject = Ihre Einladung
mail-invitation-open =
    { $inviter } hat bei { $organization } ein Konto für Sie angelegt. Wählen Sie ein Passwort, um
    zu beginnen.
mail-invitation-button = Passwort wählen
mail-invitation-twostep =
    Mitglieder von { $organization } melden sich mit Twostep in zwei Schritten an: mit einem
    Passwort und einem Code aus einer App auf dem Telefon. So öffnet ein gestohlenes Passwort
    allein noch nichts.
mail-invitation-phone-needed =
    Halten Sie bei der ersten Anmeldung Ihr Telefon bereit: Sie verbinden es dann, in etwa zwei
    Minuten.
mail-invitation-phone-later =
    Ihr Telefon können Sie nach der ersten Anmeldung verbinden; später werden Sie vielleicht darum
    gebeten.
mail-invitation-not-you =
    Wenn Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun. Ohne den Link kann niemand
    das Konto benutzen.

mail-password-link-subject = Wählen Sie ein neues Passwort
mail-password-link-open =
    jemand hat für Ihr Konto bei { $organization } ein neues Passwort angefordert. Wenn Sie das
    waren, wählen Sie hier eines:
mail-password-link-not-you =
    Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.

mail-new-address-subject = Ihr Code, um Ihre neue E-Mail-Adresse zu bestätigen
mail-new-address-type =
    mit diesem Code wird diese Adresse die Ihres Kontos bei { $organization }. Geben Sie ihn auf
    der Seite ein, auf der Sie Ihre Adresse geändert haben:
mail-new-address-not-you =
    Wenn Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun. Geben Sie diesen Code nicht
    weiter: Ohne ihn benutzt { $organization } Ihre Adresse nicht.

mail-device-added-subject = Die Bestätigung in zwei Schritten ist eingeschaltet
mail-device-added =
    mit Ihrem Konto bei { $organization } wurde ein Mobilgerät verbunden. Ab jetzt melden Sie sich
    mit Ihrem Passwort und einem Code aus dessen App an.
mail-device-replaced-subject = Ihr Mobilgerät wurde ersetzt
mail-device-replaced =
    mit Ihrem Konto bei { $organization } wurde ein neues Mobilgerät verbunden. Das alte gilt für
    die Anmeldung nicht mehr, und alle Sitzungen wurden beendet.
mail-device-removed-subject = Die Bestätigung in zwei Schritten ist ausgeschaltet
mail-device-removed =
    das Mobilgerät wurde von Ihrem Konto bei { $organization } entfernt. Die Anmeldung fragt nicht
    mehr nach einem Code.
mail-device-advice =
    Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kann jemand Ihr Konto benutzen: Sagen Sie
    sofort der Administration von { $organization } Bescheid und ändern Sie die Passwörter Ihres
    Kontos und Ihres Postfachs.
mail-device-reset-subject = Ihr Mobilgerät wurde zurückgesetzt
mail-device-reset =
    jemand, der den Mitgliedern von { $organization } hilft, hat das Mobilgerät von Ihrem Konto
    entfernt und als Grund angegeben: „{ $reason }“. Alle Sitzungen wurden beendet.
mail-device-reset-advice =
    Bei der nächsten Anmeldung können Sie wieder ein Gerät einrichten. Wenn Sie nicht darum gebeten
    haben, sagen Sie sofort der Administration von { $organization } Bescheid.
mail-device-disabled-subject = Ihr Mobilgerät wurde abgeschaltet
mail-device-disabled =
    für Ihr Konto bei { $organization } wurden hundert falsche Codes in Folge eingegeben, jeweils
    nach dem richtigen Passwort. Zu Ihrem Schutz gilt das Mobilgerät für die Anmeldung nicht mehr.
mail-device-disabled-advice =
    Melden Sie sich an und wählen Sie „{ sign-in-new-device }“. Wenn Sie die Codes nicht eingegeben
    haben, kennt jemand Ihr Passwort: Ändern Sie es dann und sagen Sie der Administration von
    { $organization } Bescheid.
mail-password-changed-subject = Ihr Passwort wurde geändert
mail-password-changed =
    das Passwort Ihres Kontos bei { $organization } wurde geändert, und alle anderen Sitzungen
    wurden beendet.
mail-password-changed-advice =
    Wenn Sie das waren, ist nichts zu tun. Wenn nicht, sagen Sie sofort der Administration von
    { $organization } Bescheid und ändern Sie das Passwort Ihres Postfachs.
mail-wrong-codes-subject = Jemand kennt vielleicht Ihr Passwort
mail-wrong-codes =
    für Ihr Konto bei { $organization } wurden das richtige Passwort und danach fünf falsche Codes
    eingegeben. Niemand wurde eingelassen.
mail-not-finished-subject = Eine Anmeldung wurde nicht abgeschlossen
mail-not-finished =
    für Ihr Konto bei { $organization } wurde das richtige Passwort eingegeben, aber der zweite
    Schritt folgte nicht. Niemand wurde eingelassen.
mail-password-known-advice =
    Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kennt jemand Ihr Passwort: Melden Sie sich
    an, ändern Sie es und sagen Sie der Administration von { $organization } Bescheid.

mail-password-reset-subject = Ihr Passwort wurde zurückgesetzt
mail-password-reset =
    das Passwort Ihres Kontos bei { $organization } wurde mit einem Link aus diesem Postfach
    zurückgesetzt, und alle Sitzungen wurden beendet.
mail-password-reset-advice =
    Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kann jemand Ihr Postfach lesen: Ändern Sie
    dessen Passwort und sagen Sie sofort der Administration von { $organization } Bescheid.
mail-password-reset-without-code =
    das Passwort Ihres Kontos bei { $organization } wurde mit einem Link aus diesem Postfach
    zurückgesetzt, ohne einen Code Ihres Mobilgeräts. Alle Sitzungen wurden beendet. Zu Ihrem
    Schutz kann { $span } lang, bis { $until }, kein neues Gerät per E-Mail eingerichtet werden.
mail-password-reset-without-code-advice =
    Wenn Sie das waren: Ihr Gerät gilt weiter. Wenn Sie es nicht mehr haben, kann die
    Administration von { $organization } es sofort zurücksetzen. Wenn Sie es nicht waren, kann
    jemand Ihr Postfach lesen: Ändern Sie dessen Passwort und sagen Sie sofort der Administration
    Bescheid.
mail-no-link-subject = Ihr Passwort kann zurzeit nicht per E-Mail zurückgesetzt werden
mail-no-link =
    jemand hat für Ihr Konto bei { $organization } ein neues Passwort angefordert. Weil die
    E-Mail-Adresse des Kontos geändert wurde, gibt es dafür noch { $span } lang, bis { $until },
    keinen Link.
mail-no-link-advice =
    Wenn Sie sich vorher anmelden müssen, fragen Sie die Administration von { $organization }.
mail-address-changed-subject = Ihre E-Mail-Adresse wurde geändert
mail-address-changed =
    die E-Mail-Adresse Ihres Kontos bei { $organization } wurde in { $address } geändert. Ab jetzt
    gehen E-Mails dorthin; dies ist die letzte an diese Adresse.
mail-address-changed-advice =
    Wenn Sie das waren, ist nichts zu tun. Wenn nicht, benutzt jemand Ihr Konto: Sagen Sie sofort
    der Administration von { $organization } Bescheid. Drei Tage lang kann mit der neuen Adresse
    nichts wiederhergestellt werden, so dass Zeit ist, das aufzuhalten.
mail-recovery-again-subject = Wiederherstellung per E-Mail ist wieder möglich
mail-recovery-again =
    jemand, der den Mitgliedern von { $organization } hilft, hat die Pause Ihrer Wiederherstellung
    per E-Mail beendet und als Grund angegeben: „{ $reason }“. Alle Sitzungen wurden beendet.
mail-recovery-again-advice =
    Sie können sich jetzt anmelden und ein Gerät einrichten. Wenn Sie nicht darum gebeten haben,
    sagen Sie sofort der Administration von { $organization } Bescheid.
