### Every text of Twostep in German. The head of en.ftl says how these files are made.

language-name = Deutsch

## common

common-product = Twostep
common-first-page = Erste Seite
common-next-page = Nächste Seite
common-pages = Seiten
common-reload = Neu laden
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
common-test-organization = Testorganisation. Nichts von hier weist jemanden aus.
common-admin-center = Admin-Center
common-security = Sicherheit
common-sign-out = Abmelden
common-on = Ein
common-off = Aus
common-never = nie
common-not-found-title = Diese Seite gibt es nicht
common-not-found = Die Adresse ist falsch geschrieben, oder die Seite ist umgezogen.
common-to-start = Zur Startseite
common-program-on = { $program } unter { $system }
common-program-in = { $language }-Programm
common-program-unknown = Unbekanntes Programm
common-program-on-host = Befehl auf dem Server
common-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
common-seconds-short = { $count } s
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

problems-network = Keine Verbindung zum Server.
problems-typed-kept = Ihre Eingaben sind noch da.
problems-unreadable =
    Die Antwort des Servers war unverständlich. Bitte gleich noch einmal versuchen.
problems-check-fields = Bitte die markierten Felder prüfen.
problems-invalid-credentials = E‑Mail-Adresse oder Passwort stimmt nicht.
problems-wrong-password = Das Passwort stimmt nicht.
problems-unauthenticated = Sie sind nicht mehr angemeldet. Bitte melden Sie sich neu an.
problems-unauthenticated-typed-kept =
    Sie sind nicht mehr angemeldet. Bitte melden Sie sich neu an: Ihre Eingaben sind danach noch da,
    außer Passwörtern und Codes.
problems-wrong-step = Vorher kommt ein anderer Schritt.
problems-wrong-app-code =
    Dieser Code stimmt nicht. Warten Sie auf den nächsten in Ihrer App, und prüfen Sie, ob Ihr
    Telefon Datum und Uhrzeit automatisch einstellt.
problems-code-of-old-entry =
    Das ist der Code eines alten Eintrags. Nehmen Sie den neuesten. Löschen Sie den alten Eintrag in
    Ihrer App, sobald der neue gilt.
problems-qr-code-void =
    Für Ihr Konto wurde in einem anderen Browser ein neuerer QR-Code gezeigt; Ihrer gilt deshalb nicht
    mehr. Zeigen Sie den QR-Code noch einmal, und fügen Sie den neuen Eintrag hinzu; löschen Sie den
    alten in Ihrer App.
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
    Für diese Adresse gab es zu viele falsche Passwörter. Setzen Sie ein neues Passwort („Passwort vergessen?“),
    mit einem Code Ihres Telefons, falls es eingerichtet ist, oder fragen Sie Ihre Administration. Ein Browser,
    in dem Sie schon angemeldet waren, geht weiterhin.
problems-too-many-sign-ins =
    Mit diesem Passwort laufen gerade zu viele Anmeldungen. Versuchen Sie es später, in einem Browser, in dem
    Sie schon angemeldet waren, oder fragen Sie Ihren Helpdesk. Waren Sie das nicht, kennt jemand Ihr
    Passwort: Ändern Sie es.
problems-directory-password =
    Ihr Passwort ist abgelaufen oder muss zuerst geändert werden. Ändern Sie es dort, wo Sie sich an Ihrem
    Computer anmelden, und kommen Sie dann zurück.
problems-directory-disabled =
    Ihr Konto im Verzeichnis Ihrer Organisation ist deaktiviert oder abgelaufen. Fragen Sie Ihren Helpdesk.
problems-directory-locked =
    Ihr Konto im Verzeichnis Ihrer Organisation ist gesperrt. Warten Sie, oder fragen Sie Ihren Helpdesk.
problems-directory-not-now = Ihr Konto darf sich zu dieser Zeit oder von hier aus nicht anmelden.
problems-directory-not-a-member = Ihr Passwort ist richtig, aber Sie sind hier kein Mitglied. Fragen Sie Ihren Helpdesk.
problems-managed-elsewhere =
    Das verwaltet das Verzeichnis Ihrer Organisation. Nehmen Sie das Passwort Ihres Computers, oder fragen Sie
    Ihren Helpdesk.
problems-email-codes-closed =
    Es gab zu viele falsche Codes aus E‑Mails. Bitten Sie Ihren Helpdesk, weitere zu erlauben.
problems-throttled = Zu viele Versuche. Bitte warten Sie einen Moment.
problems-throttled-wait = Zu viele Versuche. Weiter geht es in { $wait }, um { $at }.
problems-mail-wait =
    Wir haben Ihnen vor Kurzem eine E‑Mail gesendet. Die nächste kann in { $wait } gesendet werden,
    um { $at }.
problems-mails-used-up =
    Wir haben so viele E‑Mails gesendet, wie erlaubt sind: 5 in einer Stunde, 10 an einem Tag. Nehmen Sie
    die neueste, oder bitten Sie Ihren Helpdesk, eine weitere zu erlauben. Die nächste kann in { $wait }
    gesendet werden, um { $at }.
problems-mails-none-left =
    Wir haben so viele E‑Mails gesendet, wie erlaubt sind: 5 in einer Stunde, 10 an einem Tag. Bitten Sie
    Ihren Helpdesk, eine weitere zu erlauben. Die nächste kann in { $wait } gesendet werden, um { $at }.
problems-mails-used-up-spoken =
    Wir haben so viele E‑Mails gesendet, wie erlaubt sind. Nehmen Sie die neueste, oder bitten Sie Ihren
    Helpdesk, eine weitere zu erlauben.
problems-mails-none-left-spoken =
    Wir haben so viele E‑Mails gesendet, wie erlaubt sind. Bitten Sie Ihren Helpdesk, eine weitere zu erlauben.
problems-mail-wait-spoken =
    Wir haben Ihnen vor Kurzem eine E‑Mail gesendet. Bitte warten Sie einen Moment vor der nächsten.
problems-wait-over = Jetzt geht es weiter.
problems-time-ran-out = Die Zeit ist abgelaufen, Ihr Passwort wird noch einmal gebraucht.
problems-too-many-codes =
    Fünf falsche Codes. Zu Ihrem Schutz melden Sie sich bitte neu an. Warten Sie dann auf den
    nächsten Code in Ihrer App, und prüfen Sie, ob Ihr Telefon Datum und Uhrzeit automatisch
    einstellt.
problems-codes-again-at = Ab { $at } können Sie wieder einen Code eingeben.
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
problems-unfit-address = Nichts passt zum Filter in der Adresse dieser Seite. Bitte ändern oder entfernen Sie ihn.
problems-outdated = Diese Seite passt nicht mehr zum Server. Bitte laden Sie sie neu.
problems-not-found = Das gibt es nicht mehr.
problems-forbidden =
    Das dürfen Sie nicht, oder Sie haben sich nach dem Laden dieser Seite neu angemeldet. Laden Sie sie
    neu; wenn das nicht hilft, fragen Sie eine Administratorin oder einen Administrator.
problems-conflict =
    Das hat inzwischen jemand geändert, oder es gibt es schon. Bitte sehen Sie noch einmal nach.
problems-unavailable = Der Dienst ist gerade ausgelastet. Bitte gleich noch einmal versuchen.
problems-unavailable-wait = Der Dienst ist gerade ausgelastet. Weiter geht es in { $wait }.
problems-internal = Bei uns ist etwas kaputtgegangen. Bitte noch einmal versuchen.
problems-request-id = Für Ihre Administration: Anfrage { $id }.
problems-field-required = Bitte ausfüllen.
problems-field-unknown = Der Server kennt dieses Feld nicht.
problems-field-too-short = Das ist zu kurz.
problems-field-missing = { $count ->
    [one] Noch { $count } Zeichen
   *[other] Noch { $count } Zeichen
}
problems-field-too-long = Das ist zu lang.
problems-field-longest = Höchstens { $longest } Zeichen.
problems-field-invalid = Das sieht nicht richtig aus.
problems-field-invalid-email = Geben Sie eine Adresse wie name@example.com ein.
problems-field-too-common =
    Das ist leicht zu erraten: Es ist verbreitet, wiederholt sich oder besteht aus Ihrem Namen, Ihrer
    Adresse oder Ihrer Organisation. Bitte nehmen Sie drei oder mehr Wörter, die nichts miteinander
    zu tun haben.
problems-field-breached =
    Dieses Passwort steht in einer öffentlichen Liste gestohlener Passwörter, die Angreifer zuerst
    probieren. Bitte nehmen Sie ein anderes.
problems-field-taken = Das ist schon vergeben.
problems-code-invalid = Bitte geben Sie die 6 Ziffern ein.

## sign-in

sign-in-title = Anmelden
sign-in-go-to-admin = Zum Admin-Center
sign-in-go-to-agent = Zur Agentenkonsole
sign-in-unknown-organization = Hier gibt es keine Organisation { $name }
sign-in-unknown-organization-why =
    Bitte prüfen Sie die Adresse dieser Seite, oder fragen Sie Ihre Administration, wo sich Ihr Team anmeldet.
sign-in-unknown-organization-on = Zur Anmeldung
sign-in-not-this-organization = Nicht { $organization }? Anderswo anmelden
sign-in-elsewhere-title = Anderswo anmelden
sign-in-elsewhere-name = Kurzname Ihrer Organisation
sign-in-elsewhere-hint =
    Der Teil nach /at/ in der Adresse, unter der sich Ihr Team anmeldet. Am Ende der meisten unserer
    E‑Mails steht diese Adresse.
sign-in-elsewhere-first = Bei { $organization } anmelden
sign-in-code-title = Code eingeben
sign-in-code-where = Öffnen Sie Ihre Authenticator-App, Eintrag
sign-in-code-fixed = In dieser Testorganisation ist { $code } immer richtig.
sign-in-code-fresh = Ihr Einrichtungscode ist verbraucht. Der nächste Code kommt in { $seconds } s.
sign-in-code-fresh-spoken = Ihr Einrichtungscode ist verbraucht. Warten Sie auf den nächsten Code.
sign-in-code-fresh-now = Ihre App zeigt jetzt einen neuen Code.
sign-in-ends-what-to-do =
    Werden Sie vorher fertig, oder brechen Sie ab und melden Sie sich neu an: Dann haben Sie mehr Zeit,
    und ein Eintrag, den Sie gerade in Ihrer App hinzugefügt haben, gilt in diesem Browser weiter.
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
enrollment-own-wish-why =
    Sie richten gleich die Bestätigung in zwei Schritten ein. Danach fragt jede Anmeldung nach einem
    Code Ihrer App, damit ein gestohlenes Passwort allein nichts öffnet. Sie brauchen Ihr Postfach, Ihr
    Telefon und etwa zwei Minuten.
enrollment-replace-title = { sign-in-new-device }
enrollment-later = { $count ->
    [one] Später (noch 1-mal)
   *[other] Später (noch { $count }-mal)
}
enrollment-later-until = Sie dürfen das aufschieben. Ab { $time } brauchen Sie es, um sich anzumelden.
enrollment-keep-device = Doch mein bisheriges Gerät benutzen
enrollment-replace-why =
    Sie verbinden gleich ein neues Mobilgerät. Sie brauchen Ihr Postfach, das neue Gerät und etwa
    zwei Minuten.
enrollment-overdue-why =
    Ihr Code war richtig. Der Eintrag in Ihrer App wurde aber aus einem anderen Produkt übernommen;
    andere haben sein Geheimnis gesehen, und die Frist zum Ersetzen ist abgelaufen. Richten Sie jetzt einen
    eigenen Eintrag für { $organization } ein. Sie brauchen Ihr Postfach, Ihr Telefon und etwa zwei Minuten.
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
enrollment-email-sent-ago = Vor { $ago } haben wir Ihnen einen Code gesendet. Nehmen Sie diesen.
enrollment-email-missing = Nicht angekommen?
enrollment-email-missing-spam = Sehen Sie im Spam-Ordner nach, und suchen Sie nach dem Betreff.
enrollment-email-missing-delay = Manche Mailserver halten neue Absender ein paar Minuten zurück.
enrollment-email-missing-address = Wenn die Adresse falsch ist, fragen Sie Ihre Administration.
enrollment-email-elsewhere =
    Sie können die E‑Mail auf jedem Gerät lesen. Geben Sie den Code hier ein.
enrollment-app-title = Authenticator-App auf Ihrem Mobilgerät installieren
enrollment-app-what = Die App zeigt alle 30 Sekunden einen neuen Code. Jede davon eignet sich:
enrollment-app-apple = Passwörter
enrollment-app-apple-where = schon da, ab iOS 18
enrollment-app-company = Viele Unternehmen nutzen schon eine von diesen:
enrollment-app-codes = QR-Codes für das Telefon
enrollment-app-code-alt = QR-Code: { $app } für { $store }
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
enrollment-on-next =
    Der nächste Code kommt in { $seconds } s. Warten Sie hier oder auf der nächsten Seite.
enrollment-on-next-spoken = Der nächste Code kommt in weniger als einer Minute.
enrollment-on-next-now = { sign-in-code-fresh-now }
enrollment-on-replaced = Das neue Gerät ersetzt das alte, dessen Codes nicht mehr gelten.
enrollment-on-old-entry = Löschen Sie den alten Eintrag in Ihrer App.
enrollment-on-old-entry-numbered =
    Löschen Sie den alten Eintrag in Ihrer App. Der neue hat { $number } am Ende seines Namens.
enrollment-on-sessions = Falls Sie anderswo angemeldet waren, sind Sie dort jetzt abgemeldet.

## me

me-hello = Hallo, { $name }
me-home-lead = Sie sind bei { $organization } angemeldet.
me-home-go-on = Weiter zu der Seite, die Sie zuerst geöffnet haben
me-home-sessions-link = Eine Sitzung beenden
me-two-step = Bestätigung in zwei Schritten
me-two-step-on = Eingeschaltet seit { $date }. Jede Anmeldung fragt nach einem Code Ihrer App.
me-two-step-off = Ihr Passwort allein öffnet Ihr Konto. Ein zweiter Schritt macht es sicherer.
me-two-step-locked = Zu viele falsche Codes. Ab { $until } werden Codes wieder angenommen; Ihre Administration kann die Wartezeit beenden.
me-two-step-disabled =
    Ihr Gerät wurde nach vielen falschen Codes abgeschaltet. Richten Sie ein neues ein; hat jemand anders sie eingegeben,
    sagen Sie es Ihrer Administration.
me-last-used = Letzter Code: { $time }
me-imported =
    Ihre Organisation hat den Eintrag in Ihrer App aus einem anderen Produkt übernommen, und andere können
    sein Geheimnis kennen. Richten Sie bis { $until } einen neuen ein; danach führt die nächste Anmeldung dorthin.
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
me-browsers = Bekannte Browser
me-browsers-lead =
    Browser, in denen Sie sich angemeldet haben: Falsche Versuche anderswo halten Sie dort nicht auf, und
    kein Schritt entfällt. Beenden Sie, was nicht Ihnen gehört.
me-browsers-none = Kein Browser ist bekannt.
me-browsers-end-others = Alle anderen beenden
me-browsers-others-ended = Alle anderen sind beendet.
me-browser-which = Browser
me-browser-seen = Zuerst gesehen
me-browser-used = Zuletzt benutzt
me-browser-current = Dieser Browser
me-browser-end-label = Bekannten Browser beenden: { $name }
me-password = Passwort ändern
me-password-current = Bisheriges Passwort
me-password-new = Neues Passwort
me-password-save = Passwort ändern
me-password-lead = Wenn Sie es ändern, enden Ihre anderen Sitzungen.
me-password-changed = Ihr Passwort ist geändert.
me-set-up-first = Richten Sie zuerst Ihre Authenticator-App ein
me-set-up-first-lead =
    Was Sie geöffnet haben, verlangt einen Code Ihrer Authenticator-App, und noch ist keine eingerichtet. Es dauert zwei
    Minuten; danach geht es dort weiter. Mit „Jetzt nicht“ geht es ohne sie zurück.
me-set-up-later = Jetzt nicht
me-elsewhere = Passwort und E‑Mail-Adresse
me-elsewhere-lead =
    Beides verwaltet das Verzeichnis Ihrer Organisation. Ihre E‑Mails gehen an { $email }. Ihr Passwort ändern Sie an Ihrem
    Computer; für eine andere Adresse fragen Sie Ihren Helpdesk.
me-confirm-title = Bestätigen Sie, dass Sie es sind
me-confirm-why =
    Für das, was Sie vorhaben, wird Ihr Passwort noch einmal gebraucht. Ihre Eingaben bleiben.
me-confirm-why-code =
    Für das, was Sie vorhaben, werden Ihr Passwort und ein Code Ihrer App noch einmal gebraucht. Ihre
    Eingaben bleiben.
me-confirm-account = Sie sind angemeldet als { $name } ({ $email }).
me-confirmed-until = Sie haben bestätigt, dass Sie es sind. Vor { $time } werden Sie nicht noch einmal gefragt.
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
recovery-link-ended = Dieser Link ist nicht mehr gültig
recovery-choose-title = Neues Passwort wählen
recovery-choose-save = Passwort speichern
recovery-choose-missing =
    Bitte öffnen Sie noch einmal den Link in der E‑Mail. Zu Ihrer Sicherheit bleibt er nicht in
    der Adresszeile.
recovery-ask-anew = Neue E‑Mail anfordern
recovery-code-title = Der Code Ihrer App
recovery-choose-for = Für { $email } bei { $organization }.
recovery-shortest = { $count ->
    [one] Mindestens { $count } Zeichen. Ein paar zufällige Wörter merkt man sich leicht.
   *[other] Mindestens { $count } Zeichen. Ein paar zufällige Wörter merkt man sich leicht.
}
recovery-code-why =
    Geben Sie den Code ein, den Ihre App jetzt zeigt, und alles geht weiter wie bisher. Wenn Sie Ihr
    Telefon nicht haben, lassen Sie das Feld leer.
recovery-no-device =
    Ihr Konto hat kein Telefon, das einen Code zeigen könnte. Lassen Sie den Code leer.
recovery-link-over =
    Dieser Link gilt nicht mehr: Er wurde benutzt oder ist zu alt. Fordern Sie eine neue E‑Mail
    an.
recovery-saved = Ihr neues Passwort ist gespeichert. Melden Sie sich jetzt damit an.
recovery-without-title = Ohne Code speichern?
recovery-without-wait =
    72 Stunden lang kann dann kein Telefon per E‑Mail eingerichtet und Ihre Adresse nicht geändert
    werden, außer die Administration oder der Helpdesk prüft vorher, dass Sie es waren. Beide werden
    benachrichtigt.
recovery-without-approve =
    Bis die Administration oder der Helpdesk geprüft hat, dass Sie es waren, kann dann kein Telefon
    per E‑Mail eingerichtet und Ihre Adresse nicht geändert werden. Beide werden benachrichtigt.
recovery-without-save = Ohne Code speichern
recovery-since-reset =
    Ihr Passwort wurde am { $since } mit einem Link per E‑Mail zurückgesetzt, ohne einen Code.
recovery-since-address = Ihre E‑Mail-Adresse wurde am { $since } geändert.
recovery-since-refused =
    Am { $since } hat jemand, der Mitgliedern hilft, angegeben, dass nicht Sie Ihr Konto benutzt
    haben.
recovery-held =
    Zu Ihrem Schutz kann kein Telefon per E‑Mail eingerichtet und Ihre Adresse nicht geändert
    werden, bis jemand anderes aus der Administration oder vom Helpdesk Ihrer Organisation geprüft hat,
    dass Sie es waren. Beide wurden benachrichtigt; fragen Sie dort. Gibt es sonst niemanden, kann es der
    Betreiber des Servers beenden.
recovery-held-until =
    Zu Ihrem Schutz kann bis { $until } kein Telefon per E‑Mail eingerichtet und Ihre Adresse nicht
    geändert werden. Wenn Sie nicht warten können, fragen Sie jemand anderen aus der Administration oder
    vom Helpdesk Ihrer Organisation: Dort kann man das sofort beenden. Gibt es sonst niemanden, kann es
    der Betreiber des Servers.
recovery-email = E‑Mail-Adresse ändern
recovery-email-lead = Sie melden sich mit { $email } an, und Ihre E‑Mails gehen dorthin.
recovery-email-new = Neue E‑Mail-Adresse
recovery-email-hint =
    Dorthin geht ein Code. Nach der Änderung enden Ihre anderen Sitzungen, und die Wiederherstellung
    per E‑Mail ist angehalten: 72 Stunden lang oder bis die Administration sie freigibt, wie Ihre
    Organisation es gewählt hat.
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

## challenge

challenge-title = Mit einem Code bestätigen
challenge-asks = { $program } von { $organization } bittet Sie zu bestätigen:
challenge-purpose = Was
challenge-target = Wo
challenge-account = Konto
challenge-only-if = Bestätigen Sie nur, was Sie selbst begonnen haben. Wenn jemand Sie dazu überredet, wählen Sie „{ challenge-decline }“.
challenge-how = Geben Sie den Code ein, den Ihre Authenticator-App für { $organization } zeigt. Bestätigen können Sie bis { $until }.
challenge-returns = Danach geht es zurück zu { $host }.
challenge-confirm = Bestätigen
challenge-decline = Das habe ich nicht angefordert
challenge-accepted-title = Bestätigt
challenge-accepted = { $program } erfährt, dass Sie bestätigt haben: { $purpose }.
challenge-accepted-at = { $program } erfährt, dass Sie bestätigt haben: { $purpose }, { $target }.
challenge-declined-title = Nicht bestätigt
challenge-declined = Es geschieht nichts. Wenn jemand Sie darum gebeten hat, sagen Sie der Administration von { $organization } Bescheid.
challenge-failed-title = Nicht bestätigt
challenge-failed = Hier wird kein Code mehr angenommen. Beginnen Sie in { $program } von vorn.
challenge-expired-title = Die Zeit ist um
challenge-expired = Es wurde nicht rechtzeitig bestätigt. Beginnen Sie in { $program } von vorn.
challenge-back = Zurück zu { $host }
challenge-close = Sie können diese Seite schließen.
challenge-missing = Bitte öffnen Sie den Link noch einmal dort, wo Sie gefragt wurden. Zu Ihrer Sicherheit bleibt er nicht in der Adresse stehen.
challenge-unknown = Diesen Link gibt es bei uns nicht, oder er ist zu alt. Beginnen Sie dort von vorn, wo Sie gefragt wurden.

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
setup-invitation-ended = Diese Einladung ist nicht mehr gültig
setup-invitation-over =
    Dieser Link gilt nicht mehr: Er wurde benutzt, durch einen neueren ersetzt oder ist zu alt.
setup-invitation-over-next =
    Wenn Sie schon ein Passwort gewählt haben, melden Sie sich damit an. Sonst nehmen Sie den Link
    in Ihrer neuesten Einladung, oder bitten Sie, wer Sie eingeladen hat, sie noch einmal zu
    senden.
setup-invitation-to-sign-in = Zur Anmeldung
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
admin-menu = Menü
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
admin-next-held = { $count ->
    [one] Entscheiden Sie über { $shown } Mitglied, dessen Wiederherstellung angehalten ist
   *[other] Entscheiden Sie über { $shown } Mitglieder, deren Wiederherstellung angehalten ist
}
admin-next-held-why =
    Sie haben allein per E‑Mail wiederhergestellt oder die Adresse geändert. Waren sie es selbst?
admin-next-administrator = Eine zweite Person zur Administration ernennen
admin-next-administrator-why =
    Sie sind allein: Ohne Ihr Telefon und Ihr Passwort könnte Ihnen hier niemand helfen.
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
admin-sign-in-address = Wo sich Ihre Mitglieder anmelden
admin-sign-in-address-why = Geben Sie diese Adresse an Ihr Team weiter. Sie öffnet die Anmeldung Ihrer Organisation.
admin-all-done = Alle sind eingerichtet. Es gibt nichts zu tun.

## members

members-title = Mitglieder
members-all = Alle Mitglieder
members-gone-title = Dieses Mitglied gibt es nicht
members-gone = Das Mitglied wurde gelöscht, oder der Link ist falsch.
members-invite = Mitglied einladen
members-export = Exportieren
members-export-table = CSV
members-export-lines = NDJSON
members-import = Mitglieder importieren
members-search = Ein Wort aus Name oder Adresse
members-search-button = Suchen
members-filter-state = Zweiter Schritt
members-filter-status = Status
members-filter-role = Rolle
members-filter-all = Alle
members-filter-group = Gruppe
members-clear = Filter entfernen
members-member = Mitglied
members-state = Zweiter Schritt
members-last-used = Letzter Code
members-none-found =
    Dazu passt niemand. Versuchen Sie es mit weniger Filtern oder Wörtern und mit dem Anfang eines
    Vornamens, eines Nachnamens oder eines Teils der Adresse.
members-none-yet = Es gibt noch keine Mitglieder. Laden Sie Ihr Team ein.
members-invite-lead =
    Die Person bekommt eine E‑Mail mit einem Link, um ein Passwort zu wählen. Er gilt 7 Tage.
members-invite-button = Einladung senden
members-holder = { $name } hat diese Adresse.
members-open-holder = Seite von { $name } öffnen
members-invited = Eine Einladung an { $email } ist unterwegs.
members-role-agent-means = Meldet sich an und sieht nur die eigenen Seiten.
members-role-helpdesk-means = Sieht alle Mitglieder und hilft, wenn jemand nicht weiterkommt.
members-role-admin-means = Verwaltet die Organisation.
members-since = Mitglied seit
members-signed-in = Letzte Anmeldung
members-enrolled = Eingerichtet
members-imported = Importiert
members-imported-unproven = noch nicht benutzt; zu ersetzen bis { $until }
members-imported-proven = in Gebrauch; zu ersetzen bis { $until }
members-import-entries = Einträge von Apps importieren
members-locked-until = Gesperrt bis
members-filter-held = Wiederherstellung
members-held-only = Angehalten
members-held-title = Die Wiederherstellung per E‑Mail ist angehalten
members-held-reset =
    Das Passwort wurde am { $since } mit einem Link per E‑Mail zurückgesetzt, ohne einen Code eines
    Geräts.
members-held-address = Die E‑Mail-Adresse wurde am { $since } geändert.
members-held-refused =
    Am { $since } hat jemand angegeben, dass es nicht das Mitglied war. Mit dem Passwort kann sich
    niemand anmelden, und es wird kein Link für ein neues gesendet.
members-held-means =
    Es kann kein Gerät per E‑Mail eingerichtet werden, und das Mitglied kann die Adresse nicht
    ändern.
members-held-until = Das endet von selbst am { $until }.
members-held-to-approve = Das endet nicht von selbst: Ein Mensch muss entscheiden.
members-held-told =
    Das Mitglied wurde per E‑Mail benachrichtigt, ebenso die Administration und der Helpdesk:
    höchstens einmal am Tag über ein Mitglied.
members-held-not-yours = Die Administration kann darüber entscheiden.
members-approve = Jetzt freigeben
members-approve-means =
    Es war das Mitglied, und Sie haben das geprüft: Die Wiederherstellung per E‑Mail ist sofort
    wieder möglich.
members-approve-question =
    War es { $name }? Die Wiederherstellung per E‑Mail ist dann sofort wieder möglich.
members-approved = Die Wiederherstellung per E‑Mail ist für { $name } wieder möglich.
members-refuse = Das war jemand anders
members-refuse-means =
    Sitzungen und Links enden, mit dem Passwort kann sich niemand mehr anmelden, und die
    Wiederherstellung bleibt angehalten, bis jemand sie freigibt.
members-refuse-question =
    War es nicht { $name }? Alle Sitzungen enden, und mit dem Passwort kann sich niemand anmelden.
members-refused =
    Das Konto von { $name } ist gestoppt. Geben Sie es frei, wenn das Postfach wieder sicher ist.
members-address = Adresse ändern
members-address-hint =
    Sitzungen enden, beide Adressen werden benachrichtigt, und die Wiederherstellung per E‑Mail wird
    angehalten.
members-address-saved =
    { $name } meldet sich jetzt mit der neuen Adresse an. Beide Adressen wurden benachrichtigt.
members-former = Frühere Adressen
members-former-hint =
    90 Tage lang verschlüsselt aufbewahrt; nur die Administration sieht sie.
members-former-ended = bis { $at }
members-put-back = Wieder einsetzen
members-put-back-question = { $email } wieder einsetzen?
members-help = Maßnahmen
members-manage = Rolle und Mitgliedschaft
members-yourself = Das sind Sie. Ihr Gerät und Ihr Passwort finden Sie auf Ihrer Sicherheitsseite.
members-nothing-to-do = Hier gibt es für Sie nichts zu tun.
members-resend-not-yours = Die Administration kann die Einladung noch einmal senden.
members-help-not-yours = Diesem Mitglied kann die Administration helfen.
members-role-saved = Die Rolle von { $name } ist geändert.
members-groups = Gruppen
members-no-groups = Es gibt noch keine Gruppe.
members-in-groups = { $name } ist in diesen Gruppen
members-save-groups = Gruppen speichern
members-groups-saved = Die Gruppen von { $name } sind geändert.
members-keep-groups = Gruppen anlegen, umbenennen und löschen
members-tokens = API-Token, für die { $name } einsteht
members-tokens-stop =
    Sie tun von da an nichts, bis eine andere Person der Administration sie übernimmt. Wer gefragt wird, hat
    drei Tage Zeit, mit Passwort und Code zu bestätigen, und bekommt eine E‑Mail, wenn es nicht Sie selbst sind.
members-tokens-end =
    { $name } steht für diese API-Token ein. Sie enden mit dem Konto für immer, und Programme mit ihnen bekommen von da
    an keine Antwort. Um eines zu behalten, brechen Sie ab und lassen Sie es zuerst übernehmen: wenn Sie { $name }
    deaktivieren, oder auf der Seite „API-Token“.
members-hand-over = „{ $token }“ übergeben an
members-hand-over-nobody = Niemanden
members-token-used = Zuletzt benutzt: { $at }
members-disable = Deaktivieren
members-disable-means = Kann sich nicht mehr anmelden. Es wird nichts gelöscht.
members-disable-question = { $name } deaktivieren? Alle Sitzungen enden sofort.
members-disabled = { $name } ist deaktiviert.
members-enable = Aktivieren
members-enable-means = Kann sich wieder anmelden.
members-enabled = { $name } kann sich wieder anmelden.
members-resend = Einladung noch einmal senden
members-resend-means = Der Link in der älteren E‑Mail gilt dann nicht mehr.
members-unlock = Neue Versuche erlauben
members-unlock-means =
    Gibt alle Versuche und E‑Mails zurück: Passwörter, Codes und E‑Mails mit Codes und Links.
members-unlocked = { $name } kann es sofort wieder versuchen.
members-stuck = Was gerade geschieht
members-set-up = Einrichtung
members-set-up-none = Läuft nicht
members-set-up-email = Läuft seit { $since }: wartet auf den Code aus der E‑Mail (Schritt 1 von 4)
members-set-up-enroll = Läuft seit { $since }: verbindet die App (Schritte 2 bis 4 von 4)
members-emails = E‑Mails mit Code
members-reset-emails = E‑Mails für ein neues Passwort
members-email-codes = Falsche Codes aus E‑Mails
members-passwords = Falsche Passwörter
members-browser-codes = Codes in einem bekannten Browser warten bis
members-last-reset = Gerät zurückgesetzt
members-closed =
    Zu viele. Abwarten allein hilft nicht: Prüfen Sie, wer es ist, und erlauben Sie neue Versuche.
members-of-hour = { $used } von { $limit } in dieser Stunde
members-of-day = { $used } von { $limit } heute
members-wrong-in-a-row = { $count } hintereinander
members-next-at = { $text }, das nächste Mal { $at }
members-reset-by = { $at }, von { $name }
members-mails = Neueste E‑Mails
members-no-mails = Keine in den letzten Tagen.
members-mail-code = Code zum Einrichten eines Geräts
members-mail-change = Code für eine neue Adresse
members-mail-reset = Link für ein neues Passwort
members-mail-invitation = Einladung
members-mail-notice = Hinweis
members-mail-paced = wartet: etwa { $at }
members-mail-queued = wird gleich gesendet
members-mail-delayed = noch nicht angenommen, nächster Versuch { $at }
members-mail-sent = vom Mailserver angenommen { $at }
members-mail-failed = nicht zugestellt, aufgegeben { $at }
members-mail-reply = (der Mailserver antwortete { $reply })
members-failures = Neueste Fehlversuche
members-no-failures = Keine in den letzten 7 Tagen.
members-wrong-password = falsches Passwort
members-wrong-code = falscher Code aus der App
members-wrong-email-code = falscher Code aus einer E‑Mail
members-wrong-setup-code = falscher erster Code eines neuen Geräts
members-not-looked-at = ein Versuch, der nicht geprüft wurde
members-failure-from = { $at }: { $what }, aus { $network }
members-waiting =
    { $count } Einladungen warten, weil je Stunde nur eine bestimmte Zahl gesendet wird. Die letzte geht
    etwa { $at } hinaus.
members-reset = Gerät zurücksetzen
members-reset-means =
    Entfernt das Gerät, etwa bei verlorenem Telefon, und beendet eine Anhaltung der Wiederherstellung
    per E‑Mail. Wo die Bestätigung in zwei Schritten verlangt wird, wird bei der nächsten Anmeldung ein
    neues eingerichtet.
members-reset-question =
    Das Gerät von { $name } zurücksetzen? Alle Sitzungen enden sofort, und die Wiederherstellung per
    E‑Mail ist nicht mehr angehalten.
members-exempt-until = Ausgenommen bis
members-due-at = Verlangt ab
members-later = { $count ->
    [one] darf es noch einmal aufschieben
   *[other] darf es noch { $count }-mal aufschieben
}
members-exemption = Ausnahme
members-exemption-lead = Bis zu diesem Tag verlangt die Richtlinie von diesem Mitglied nichts. Die Administration ist nie ausgenommen.
members-exemption-day = Letzter Tag
members-exemption-reason = Grund der Ausnahme
members-exempt = Ausnehmen
members-end-exemption = Ausnahme beenden
members-end-exemption-question = Die Ausnahme von { $name } beenden? Was die Richtlinie verlangt, ist dann sofort fällig.
members-exempted = { $name } ist von der Richtlinie ausgenommen.
members-exemption-ended = { $name } ist nicht mehr ausgenommen.
members-reset-reason = Grund
members-reset-reason-hint =
    Er steht im Protokoll und in der Mail an das Mitglied. Wie haben Sie geprüft, wer fragt?
members-reason-hint = Er steht im Protokoll.
members-type-name = Zum Bestätigen { $name } eingeben
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
policy-is-for-groups = Für einige Gruppen verlangt
policy-groups-means =
    Die Mitglieder dieser Gruppen richten sie ein. Für alle anderen ist sie freiwillig.
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
        gefragt, wenn keine Ausnahme gilt.
   *[other]
        { $shown } Personen haben noch nichts eingerichtet und werden bei der nächsten Anmeldung
        gefragt, wenn keine Ausnahme gilt.
}
# $count (number)
policy-asked-then = { $count ->
    [one] { $shown } Person hat noch nichts eingerichtet und wird ab diesem Zeitpunkt bei der ersten Anmeldung gefragt.
   *[other] { $shown } Personen haben noch nichts eingerichtet und werden ab diesem Zeitpunkt bei der ersten Anmeldung gefragt.
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
policy-now-is-for-groups = jetzt für einige Gruppen verlangt
policy-now-is-planned = jetzt ab einem Termin verlangt
policy-relax-reason = Warum?
policy-relax-reason-hint = Der Grund steht im Protokoll und in der Mail an die Administration.
policy-from-at = Verlangt ab { $time }
policy-from-means = Bis dahin fragt keine Anmeldung danach. Ab diesem Zeitpunkt richten alle sie ein.
policy-from-skips = { $count ->
    [one] Bis dahin fragt jede Anmeldung danach, und jede Person darf es einmal aufschieben.
   *[other] Bis dahin fragt jede Anmeldung danach, und jede Person darf es { $count }-mal aufschieben.
}
policy-group-rules = { $count ->
    [one] Eine Gruppe hat eine eigene Regel.
   *[other] { $count } Gruppen haben eigene Regeln.
}
policy-soon = Geplant
policy-plan = Plan
policy-plan-lead = Sagen Sie, ab wann sie verlangt wird, und geben Sie den Leuten Zeit. Die Administration bekommt über jede Änderung eine Mail.
policy-plan-asks = Für alle
policy-plan-optional = Jedes Mitglied entscheidet
policy-plan-at-once = Sofort verlangt
policy-plan-from = Ab einem Datum verlangt
policy-plan-date = Datum und Uhrzeit
policy-plan-zone = In Ihrer Zeitzone: { $zone }
policy-plan-skips = Wie oft darf jede Person vorher „Später“ wählen?
policy-plan-no-skips = Nie: Vorher wird niemand gefragt
policy-plan-one-skip = Einmal
policy-plan-two-skips = Zweimal
policy-plan-three-skips = Dreimal
policy-plan-groups = Diese Gruppen müssen sie sofort einrichten
policy-plan-groups-hint =
    Wer von ihnen kein Gerät hat, wird bei der nächsten Anmeldung gefragt; Sitzungen ohne Code gelten ab sofort nicht mehr.
policy-plan-reason-hint = Nötig, wo Sie weniger verlangen als bisher. Der Grund steht im Protokoll und in der Mail an die Administration.
policy-plan-save = Plan speichern
policy-plan-saved = Der Plan ist gespeichert.
policy-versions = Fassungen
policy-version = Fassung { $version }
policy-version-at = { $time }, { $name }
policy-version-wait = Wiederherstellung per E‑Mail: Zeit.
policy-version-approve = Wiederherstellung per E‑Mail: eine Person.
policy-version-default = Wiederherstellung per E‑Mail: Niemand hatte gewählt.
policy-put-back = Wieder einsetzen
policy-put-back-question = Den Plan von Fassung { $version } wieder einsetzen?
policy-recovery = Wiederherstellung per E‑Mail
policy-recovery-lead =
    Wer ein Passwort allein mit dem Postfach zurücksetzt oder die Adresse ändert, richtet eine Weile
    lang kein Telefon per E‑Mail ein. Was beendet das?
policy-recovery-wait = Zeit: 72 Stunden
policy-recovery-wait-means =
    Danach genügt ein Postfach, das jemand anders liest, um ein Telefon einzurichten. Administration
    und Helpdesk werden benachrichtigt und können das vorher beenden oder stoppen.
policy-recovery-approve = Ein Mensch
policy-recovery-approve-means =
    Die Administration, bei Agenten auch der Helpdesk, prüft, wer es war. Zeit allein beendet es
    nie.
policy-recovery-default =
    Noch hat niemand gewählt: Ein Mensch beendet es, wo die Bestätigung in zwei Schritten verlangt
    wird und zwei Personen die Administration haben, sonst die Zeit.
policy-recovery-one-admin =
    Nur Sie haben die Administration: Niemand hier kann Ihre eigene Wiederherstellung freigeben. Der
    Betreiber des Servers kann es, mit „twostep member recover“. Laden Sie noch jemanden dafür ein.
policy-recovery-saved = Die Änderung ist gespeichert. Sie gilt für alles, was ab jetzt beginnt.

## tokens

tokens-title = API-Token
tokens-lead = Ein Programm fragt mit einem Token statt mit einer Sitzung: ein Ticketsystem, eine Fernwartung, ein Skript.
tokens-docs = Was Programme fragen können
tokens-none = Es gibt noch kein Token.
tokens-all = Alle API-Token
tokens-make = Token anlegen
tokens-make-lead = Sie stehen dafür ein: Es tut, was Sie hier wählen, solange Sie zur Administration gehören.
tokens-make-button = Token anlegen
# $limit (number)
tokens-full = Sie haben { $limit } API-Token, mehr kann es nicht geben. Beenden Sie zuerst eines.
tokens-name = Name
tokens-name-hint = Wofür es ist, zum Beispiel „Ticketsystem“.
tokens-scopes = Was es darf
tokens-owner = Wer dafür einsteht
tokens-last-use = Zuletzt benutzt
tokens-ends = Läuft ab
tokens-days = Tage bis zum Ablauf
tokens-days-hint = 1 bis { $longest }.
tokens-wrong-days = Eine Zahl von 1 bis { $longest }.
tokens-networks = Nur aus diesen Netzen
tokens-networks-hint = Zum Beispiel 203.0.113.0/24, mehrere mit Kommas dazwischen. Leer lassen für überall.
# $limit (number)
tokens-too-many-networks = Höchstens { $limit } Netze.
tokens-wrong-network = „{ $network }“ ist kein Netz. Schreiben Sie es wie 203.0.113.0/24 oder 2001:db8::/48.
tokens-members-read = Mitglieder ansehen
tokens-members-write = Agenten einladen, ändern und entfernen
tokens-policy-read = Die Richtlinie ansehen
tokens-policy-write = Die Richtlinie ändern
tokens-devices-reset = Geräte von Agenten zurücksetzen und Wartezeiten beenden
tokens-verifications-write = Fragen, ob jemand das eingerichtete Gerät hat
tokens-audit-read = Das Protokoll lesen und exportieren
tokens-radius-authorize = Anmeldungen weitergeben, die über RADIUS kommen
tokens-made-title = Kopieren Sie das Token jetzt
tokens-shown-once = Es wird nur dieses eine Mal gezeigt.
tokens-ends-on = Es läuft am { $date } ab. Sie bekommen vorher eine E‑Mail.
tokens-try-it = Zum Ausprobieren:
tokens-kept = Ich habe es kopiert
tokens-leave-uncopied = Ein Geheimnis wird nur jetzt gezeigt und ist nicht kopiert. Ohne es abmelden?
tokens-expired = Abgelaufen
tokens-stopped = Angehalten
tokens-owner-lost = { $name } steht nicht mehr dafür ein. Wer zur Administration gehört, kann es übernehmen.
tokens-second-step-owed = Es wurde ohne Code angelegt, den die Richtlinie jetzt verlangt. Wer zur Administration gehört und ein Gerät hat, kann es übernehmen.
tokens-end = Beenden
tokens-end-label = Das Token „{ $name }“ beenden
tokens-end-question = Das Token „{ $name }“ beenden? Programme, die es benutzen, bekommen von da an keine Antwort.
tokens-ended = Das Token „{ $name }“ ist beendet.
tokens-take-over = Übernehmen
tokens-take-over-label = Das Token „{ $name }“ übernehmen
tokens-take-over-question = Ab jetzt für das Token „{ $name }“ einstehen? Programme, die es benutzen, arbeiten mit Ihrer Rolle weiter.
tokens-taken-over = Sie stehen jetzt für das Token „{ $name }“ ein.
tokens-offered-to-you = { $name } bittet Sie, dafür einzustehen, bis { $until }.
tokens-offered-to-yourself = Sie können es bis { $until } übernehmen.
tokens-offered-to = { $name } angeboten, bis { $until }.
tokens-decline = Ablehnen
tokens-decline-label = Das Token „{ $name }“ ablehnen
tokens-decline-question = Es ablehnen, für das Token „{ $name }“ einzustehen? Wer bisher dafür einsteht, tut es weiter.
tokens-decline-stopped-question = Es ablehnen, für das Token „{ $name }“ einzustehen? Es bewirkt nichts, bis jemand es übernimmt.
tokens-declined = Sie stehen nicht für das Token „{ $name }“ ein.
tokens-gone = Das Token „{ $name }“ gibt es nicht mehr.
tokens-not-asked = Sie werden nicht mehr gefragt, ob Sie für das Token „{ $name }“ einstehen.

## audit

audit-title = Protokoll
audit-lead = Was hier geschah, das Neueste zuerst. Auch dass Sie es lesen, wird festgehalten.
audit-when = Wann
audit-what = Was
audit-who = Durch
audit-whom = Betrifft
audit-outcome = Ausgang
audit-result = Ergebnis
audit-network = Netz
audit-request = Anfrage
audit-seal = Siegel
audit-success = Erledigt
audit-ended = Beendet
audit-failure = Fehlgeschlagen
audit-throttled = Zu viele Versuche
audit-anonymous = Jemand Unbekanntes
audit-system = Twostep
audit-program = Ein API-Token
audit-gone = Jemand, der nicht mehr hier ist
audit-proved = Seit der Versiegelung unverändert
audit-waiting = Noch nicht versiegelt
audit-broken = Verändert
audit-broken-alert = Ein Ereignis wurde nach der Versiegelung verändert. Mehr zeigt dem Betreiber: twostep audit verify
audit-from = Von diesem Tag
audit-to = Bis zu diesem Tag
audit-wrong-days = Das ist vor dem ersten Tag.
audit-detail-yes = Ja
audit-detail-no = Nein
audit-detail-added = Neu
audit-detail-removed = Entfernt
audit-detail-changed = Geändert
audit-detail-made = Neu
audit-detail-unchanged = Schon Mitglieder
audit-detail-duplicate = Wiederholte Zeilen
audit-detail-refused = Abgelehnt
audit-detail-repeated = So viele weitere Male
audit-detail-rows = Zeilen
audit-detail-former-name = Früherer Name
audit-detail-client = Konsole
audit-detail-redirect-uris = Adressen für den Rückweg
audit-detail-launch-uri = Adresse, die Personen öffnen
audit-detail-minimum-acr = Mindeststufe
audit-detail-host = Empfänger
audit-detail-until = Bis
audit-detail-replace-by = Zu ersetzen bis
audit-detail-delay = Sekunden zu warten
audit-detail-browser = Browser
audit-detail-challenge = Bestätigung
audit-detail-device = Gerät
audit-detail-group = Gruppe
audit-detail-token = API-Token
audit-detail-aal = Nachweis (1: Passwort, 2: Passwort und Code)
audit-detail-after = Nachher
audit-detail-ahead = Sekunden voraus
audit-detail-algorithm = Verfahren
audit-detail-at-once = Sofort
audit-detail-before = Vorher
audit-detail-counted = Gezählt
audit-detail-delivery = Zustellung
audit-detail-ended-with = Beendet durch
audit-detail-format = Format
audit-detail-imported = Importiert
audit-detail-key = Schlüssel
audit-detail-kind = Art
audit-detail-mode = Mit abgelehnten Zeilen
audit-detail-others = Andere Browser
audit-position = Stelle dieses Ereignisses
audit-detail-position = Stelle im Protokoll
audit-detail-recovery-after = Wiederherstellung nachher
audit-detail-recovery-before = Wiederherstellung vorher
audit-detail-replaced = Statt eines anderen Geräts
audit-detail-requests = Anfragen
audit-detail-sandbox = Testorganisation
audit-detail-session = Sitzung
audit-detail-sign-ins = Anmeldungen
audit-detail-signs-from = Signiert ab
audit-detail-source = Quelle
audit-detail-stale-members = Berichtigte Mitglieder
audit-detail-stale-words = Berichtigte Suchwörter
audit-detail-stored = Gespeichert
audit-detail-told = Benachrichtigt
audit-detail-transport = Übertragung der Sitzung
audit-detail-verification = Prüfung
audit-detail-version = Fassung der Richtlinie
audit-detail-required-from = Verlangt ab
audit-detail-zone = Zeitzone
audit-detail-skips = Anmeldungen, die es aufschieben dürfen
audit-detail-skips-left = Anmeldungen, die es noch aufschieben dürfen
audit-detail-group-rules = Gruppen mit eigenen Regeln
audit-detail-demand-after = Die Regel verlangt danach
audit-detail-demand-before = Die Regel verlangte vorher
audit-detail-puts-back = Wieder eingesetzte Fassung
audit-detail-with-code = Mit Code
audit-mode-all = wird nichts geändert
audit-mode-possible = werden die anderen importiert
audit-source-batch = Anfrage eines Programms
audit-source-file = Datei
audit-text = Text in einer Begründung
audit-apply = Filtern
audit-any = Alle
audit-clear = Ohne Filter
audit-remove = diesen Filter entfernen
audit-person = Mitglied, nach Name oder E‑Mail-Adresse
audit-find-person = Suchen
audit-nobody = Damit ist kein Mitglied zu finden. Gelöschte Mitglieder werden nicht gefunden.
# $count (number)
audit-found = { $count ->
    [one] { $count } Mitglied gefunden.
   *[other] { $count } Mitglieder gefunden.
}
# $limit (number)
audit-first-found = Die ersten { $limit } stehen hier. Geben Sie mehr vom Namen ein, um andere zu finden.
audit-events-about = Ereignisse zu { $name }
audit-events-by = Ereignisse durch { $name }
audit-by-program = Durch das API-Token
audit-group-sign-in = Anmelden
audit-group-recovery = Passwörter, Adressen und Wiederherstellung
audit-group-devices = Geräte
audit-group-members = Mitglieder und Gruppen
audit-group-organization = Organisation und Richtlinie
audit-group-programs = API-Token und Bestätigungen
audit-group-consoles = Konsolen
audit-group-record = Das Protokoll und seine Schlüssel
audit-group-server = Server und E‑Mails
audit-group-other = Anderes
audit-none = Kein Ereignis passt.
audit-none-yet = Noch kein Ereignis.
audit-further = Keines auf dieser Seite. Ältere können passen.
audit-older = Älter
audit-newest = Neueste
audit-export = Exportieren
audit-export-lines = NDJSON, mit Siegeln
audit-export-table = CSV
audit-export-hint = Nur nach Tagen gefiltert beweist die NDJSON-Datei, dass nichts fehlt: twostep audit verify --export DATEI
audit-all = Alle Ereignisse
audit-no-event = Dieses Ereignis gibt es nicht
audit-verification = Was gefragt wurde
audit-audience = Beleg für
audit-station = Arbeitsplatz
audit-flow = Alle Ereignisse dieses Versuchs
audit-trail = Letzte Ereignisse
audit-trail-all = Alle Ereignisse zu diesem Mitglied
audit-trail-by = Alle Ereignisse durch dieses Mitglied
audit-detail-made-by = Erstellt von
audit-by-actor = Alle Ereignisse durch dieselbe Person oder dasselbe Programm
audit-sealed = Vollständig bis { $complete }, versiegelt und geprüft bis { $sealed }: jedes gezeigte Ereignis wurde mit seinem Siegel verglichen.
audit-signed = Tagesstände sind bis { $signed } signiert.
audit-only-about = Nur zu { $name }
audit-only-by = Nur durch: { $name }
audit-only-about-gone = Nur zu jemandem, der nicht mehr da ist
audit-only-by-gone = Nur durch: ein Mitglied oder Programm, das nicht mehr da ist
audit-other-actor = Jemand anderes, siehe oben
audit-ended-program = (beendet am { $date })
audit-made-program = (erstellt am { $date })
audit-reason = Begründung
audit-why-account-disabled = Im Verzeichnis deaktiviert
audit-why-account-expired = Im Verzeichnis abgelaufen
audit-why-account-locked = Im Verzeichnis gesperrt
audit-why-managed-elsewhere = Das verwaltet das Verzeichnis
audit-why-not-a-member = Kein Mitglied
audit-why-not-here = Nicht von dort
audit-why-not-now = Nicht zu dieser Zeit
audit-why-password-expired = Passwort abgelaufen
audit-why-password-must-change = Passwort muss geändert werden
audit-why-too-many = Zu viele fehlen
audit-why-accepted = richtig
audit-why-already-used = schon benutzt
audit-why-code = Passwort und Code
audit-why-expired = zu spät
audit-why-export = als Datei
audit-why-failing = tagelang kam nichts an
audit-why-given-up = aufgegeben
audit-why-gone = den Empfänger gibt es nicht mehr
audit-why-imported = der übernommene Eintrag musste ersetzt werden
audit-why-invalid-token = kein Link von uns
audit-why-no-device = kein Telefon eingerichtet
audit-why-no-such-member = kein solches Mitglied
audit-why-not-active = nicht freigeschaltet
audit-why-pages = auf der Seite
audit-why-password = nur Passwort
audit-why-recovery-hold = Wiederherstellung angehalten
audit-why-sent = gesendet
audit-why-throttled = zu viele Versuche
audit-why-unreadable = unlesbar
audit-why-used-up = aufgebraucht
audit-why-wrong = falsch
audit-on-organization-created = Organisation angelegt
audit-on-password-checked = Passwort geprüft
audit-on-password-changed = Passwort geändert
audit-on-password-reset-requested = Neues Passwort angefordert
audit-on-password-reset-sent = Link für ein neues Passwort gesendet
audit-on-password-reset-confirmed = Neues Passwort per Link gewählt
audit-on-sign-in-finished = Angemeldet
audit-on-sign-in-not-finished = Anmeldung nicht beendet
audit-on-email-change-started = Neue Adresse eingegeben
audit-on-email-change-confirmed = Adresse geändert
audit-on-flow-given-up = Anmeldeversuch aufgegeben
audit-on-code-checked = Code geprüft
audit-on-session-ended = Sitzung beendet
audit-on-session-reauthenticated = Identität bestätigt
audit-on-device-replacement-started = Neues Telefon begonnen
audit-on-email-code-sent = Code per E‑Mail gesendet
audit-on-email-code-checked = Code aus der E‑Mail geprüft
audit-on-device-prepared = Telefon wird eingerichtet
audit-on-device-confirmed = Telefon eingerichtet
audit-on-device-removed = Telefon entfernt
audit-on-device-reset = Bestätigung in zwei Schritten zurückgesetzt
audit-on-device-imported = Eintrag einer App importiert
audit-on-devices-imported = Import von Einträgen einer App
audit-on-device-disabled = Gerät abgeschaltet
audit-on-device-unlocked = Wartezeit beendet
audit-on-device-unseal-failed = Geheimnis des Telefons unlesbar
audit-on-policy-changed = Richtlinie geändert
audit-on-member-created = Mitglied eingeladen
audit-on-member-changed = Mitglied geändert
audit-on-member-deleted = Mitglied entfernt
audit-on-invitation-sent = Einladung gesendet
audit-on-invitation-accepted = Einladung angenommen
audit-on-mail-not-delivered = E‑Mail nicht zugestellt
audit-on-key-activated = Schlüssel aktiviert
audit-on-key-removed = Schlüssel entfernt
audit-on-database-restored = Sicherung wiederhergestellt
audit-on-counts-repaired = Zählungen berichtigt
audit-on-handler-panicked = Interner Fehler
audit-on-recovery-held = Wiederherstellung angehalten
audit-on-recovery-approved = Wiederherstellung erlaubt
audit-on-recovery-refused = Wiederherstellung abgelehnt
audit-on-browser-ended = Browser vergessen
audit-on-api-token-created = API-Token erstellt
audit-on-api-token-ended = API-Token beendet
audit-on-api-token-taken-over = API-Token übernommen
audit-on-api-token-offered = API-Token einer anderen Person der Administration angeboten
audit-on-api-token-offer-taken = Angebotenes API-Token übernommen
audit-on-api-token-offer-declined = Angebotenes API-Token abgelehnt
audit-on-api-token-used-outside = API-Token von außerhalb seiner Netze benutzt
audit-on-verification-answered = Von einem Programm gefragt
audit-on-audit-pruned = Alte Ereignisse entfernt
audit-on-audit-read = Protokoll gelesen
audit-on-webhook-created = Webhook hinzugefügt
audit-on-webhook-changed = Webhook geändert
audit-on-webhook-ended = Webhook gelöscht
audit-on-webhook-secret-rotated = Neues Geheimnis eines Webhooks
audit-on-webhook-disabled = Webhook ausgeschaltet
audit-on-webhook-not-delivered = Ereignis nicht zugestellt
audit-on-webhook-tested = Webhook getestet
audit-on-webhook-replayed = Ereignis noch einmal gesendet
audit-on-client-created = Konsole hinzugefügt
audit-on-client-changed = Konsole geändert
audit-on-client-deleted = Konsole gelöscht
audit-on-client-secret-rotated = Neues Geheimnis einer Konsole
audit-on-client-signed-in = In einer Konsole angemeldet
audit-on-client-code-reused = Code einer Konsole zweimal benutzt
audit-on-client-signed-out = Von einer Konsole abgemeldet
audit-on-client-logout-not-delivered = Konsole erfuhr nicht vom Ende einer Sitzung
audit-on-directory-member-linked = Passwort prüft ab jetzt das Verzeichnis
audit-on-directory-member-left = Nicht mehr im Verzeichnis
audit-on-directory-leavers-refused = Verzeichnis nicht geglaubt: zu wenige Mitglieder gefunden
audit-on-second-step-put-off = Bestätigung in zwei Schritten aufgeschoben
audit-on-exemption-set = Von der Richtlinie ausgenommen
audit-on-exemption-ended = Ausnahme beendet
audit-on-signing-key-created = Signaturschlüssel erstellt
audit-on-signing-key-rotated = Signaturschlüssel gewechselt
audit-on-challenge-made = Um eine Bestätigung gebeten
audit-on-challenge-declined = Nicht angefordert, abgelehnt
audit-on-evidence-key-created = Schlüssel der Tagesstände erstellt
audit-on-evidence-key-rotated = Schlüssel der Tagesstände gewechselt
audit-on-group-created = Gruppe erstellt
audit-on-group-renamed = Gruppe umbenannt
audit-on-group-deleted = Gruppe gelöscht
audit-on-sandbox-created = Testorganisation angelegt
audit-on-sandbox-deleted = Testorganisation gelöscht
audit-on-sandbox-clock-moved = Uhr der Testorganisation verstellt
audit-on-members-exported = Mitglieder exportiert
audit-on-members-imported = Mitglieder importiert

## entries

entries-title = Einträge von Apps importieren
entries-lead =
    Mitglieder, die in einer Authenticator-App einen Eintrag aus einem anderen Produkt haben, benutzen ihn
    weiter. Zuerst sehen Sie, was geschehen würde; geändert wird erst beim Import.
entries-warning =
    Wer mit diesen Geheimnissen umgeht, kann die Codes aller Mitglieder bilden. Benutzen Sie die Datei nur auf
    diesem Rechner und löschen Sie sie danach. Jedes Mitglied erfährt es per E‑Mail und muss rechtzeitig einen
    eigenen Eintrag einrichten.
entries-text = Einträge
entries-text-hint =
    Je Zeile einer: otpauth://-Adressen, otpauth-migration://-Links von Google Authenticator oder CSV mit
    E‑Mail-Adresse und Geheimnis. Höchstens 1.000.
entries-file = Oder eine Datei wählen
entries-file-hint = Ihr Text kommt in das Feld darüber.
entries-days = Tage, bis Mitglieder sie ersetzen müssen
entries-days-hint = 1 bis 365
entries-check = Zeigen, was geschehen würde
# $count (number)
entries-import = { $count ->
    [one] { $shown } Eintrag importieren
   *[other] { $shown } Einträge importieren
}
entries-nothing-to-import = Kein Eintrag kann importiert werden.
entries-would-be = Was geschehen würde
entries-was = Was geschehen ist
# $count (number)
entries-imported = { $count ->
    [one] { $shown } Eintrag ist importiert. Das Mitglied wurde per E‑Mail benachrichtigt.
   *[other] { $shown } Einträge sind importiert. Die Mitglieder wurden per E‑Mail benachrichtigt.
}
entries-none-imported = Kein Eintrag ist importiert.
# $count (number)
entries-refused = { $count ->
    [one] { $shown } Eintrag ist abgelehnt.
   *[other] { $shown } Einträge sind abgelehnt.
}
# $count (number)
entries-missing-links = { $count ->
    [one] { $count } Link derselben Übertragung aus Google Authenticator fehlt.
   *[other] { $count } Links derselben Übertragungen aus Google Authenticator fehlen.
}
entries-line = Zeile
entries-entry = Eintrag
entries-unnamed = (ohne Namen)
entries-result = Ergebnis
entries-would-import = kann importiert werden
entries-is-imported = importiert
entries-is-refused = abgelehnt
entries-weak = kurzes Geheimnis
entries-assign = Mitglied der Zeile { $line }
entries-assign-hint = E‑Mail-Adresse
entries-to-members = Zu den Mitgliedern
entries-unreadable = Das ist keine der Formen, oder der Link ist abgeschnitten oder verändert.
entries-too-long = Die Zeile ist länger als 4 KB.
entries-not-time-based = Er zählt, statt der Zeit zu folgen (HOTP).
entries-algorithm = Seine Codes entstehen mit etwas anderem als SHA-1.
entries-digits = Seine Codes haben nicht sechs Ziffern.
entries-period = Seine Codes wechseln nicht alle 30 Sekunden.
entries-bad-secret = Das Geheimnis ist kein Base32.
entries-short-secret = Das Geheimnis ist zu kurz, um sicher zu sein.
entries-duplicate = Eine frühere Zeile hat dasselbe Mitglied oder dasselbe Geheimnis.
entries-unknown-member = Kein Mitglied hat diese Adresse.
entries-member-disabled = Das Mitglied ist deaktiviert.
entries-not-by-label = Das Mitglied ist kein Agent, deshalb genügt nicht, was in der Zeile steht. Geben Sie die Adresse ein, um zu bestätigen, wem der Eintrag gehört.
entries-not-confirmed = Das Mitglied ist kein Agent, und niemand hat bestätigt, wem der Eintrag gehört.
entries-held = Das Mitglied darf im Moment kein Gerät einrichten.
entries-own-entry = Das sind Sie. Ihren eigenen Eintrag richten Sie auf Ihrer Sicherheitsseite ein.
entries-has-device = Das Mitglied hat schon ein Gerät.
entries-unavailable = Der Import hat zu lange gedauert, bevor dieser Eintrag an die Reihe kam. Importieren Sie ihn noch einmal.

## imports

imports-title = Mitglieder importieren
imports-lead =
    Jede Zeile wird ein Mitglied und bekommt eine Einladung per E‑Mail. Zuerst sehen Sie, was geschehen würde;
    vor dem Import wird nichts geändert.
imports-text = Mitglieder
imports-text-hint =
    CSV. Die erste Zeile nennt die Spalten: email und name, und auf Wunsch role (agent, helpdesk, admin),
    language (zum Beispiel de) und groups (mit | dazwischen). Höchstens 1.000 Zeilen.
imports-file = Oder eine Datei wählen
imports-file-hint = Ihr Text wird in das Feld darüber übernommen.
imports-file-failed = Die Datei ist nicht als Text von höchstens 4 MB lesbar. Es wurde nichts geändert. Speichern Sie eine Arbeitsmappe zuerst als CSV (UTF-8).
imports-file-guessed = Die Datei ist nicht in UTF-8, ihre Buchstaben sind deshalb vermutet (Windows-1252). Prüfen Sie Namen mit Umlauten oder Akzenten, oder speichern Sie sie als CSV in UTF-8.
imports-wrong-file = Die Spalten sind nicht lesbar. Die erste Zeile muss sie nennen, mindestens email und name.
imports-unknown-column =
    Die Spalte „{ $name }“ gibt es nicht. Die erste Zeile nennt email und name, und auf Wunsch role, language
    und groups.
imports-unnamed-column =
    Eine Spalte hat keinen Namen. Die erste Zeile nennt email und name, und auf Wunsch role, language und
    groups.
imports-unclosed-quote =
    Ein Anführungszeichen ab Zeile { $line } wird nicht geschlossen. Schließen oder entfernen Sie es; eines, das
    zum Text gehört, steht doppelt: "".
imports-too-many = Das sind mehr als 1.000 Zeilen.
imports-check = Zeigen, was geschehen würde
# $count (number)
imports-import = { $count ->
    [one] { $shown } Mitglied importieren
   *[other] { $shown } Mitglieder importieren
}
imports-nothing-to-import = Es gibt niemanden zu importieren.
imports-would-be = Was geschehen würde
imports-was = Was geschehen ist
# $count (number)
imports-made = { $count ->
    [one] { $shown } Mitglied ist importiert. Die Einladung wird per E‑Mail gesendet.
   *[other] { $shown } Mitglieder sind importiert. Ihre Einladungen werden nacheinander per E‑Mail gesendet.
}
# $count (number)
imports-unchanged = { $count ->
    [one] { $shown } Zeile nennt jemanden, der schon Mitglied ist.
   *[other] { $shown } Zeilen nennen Personen, die schon Mitglieder sind.
}
# $count (number)
imports-refused = { $count ->
    [one] { $shown } Zeile wird abgelehnt.
   *[other] { $shown } Zeilen werden abgelehnt.
}
# $count (number)
imports-fine = { $count ->
    [one] { $shown } Zeile ohne Problem
   *[other] { $shown } Zeilen ohne Problem
}
imports-none-refused = Keine Zeile hat ein Problem.
# $count (number)
imports-duplicates = { $count ->
    [one] { $shown } Zeile hat die Adresse einer Zeile davor.
   *[other] { $shown } Zeilen haben die Adresse einer Zeile davor.
}
imports-is-made = importiert
imports-would-be-made = kann importiert werden
imports-is-unchanged = ist schon Mitglied
imports-is-duplicate = Adresse einer Zeile davor
imports-is-refused = abgelehnt
imports-wrong-name = Keine Zeilenumbrüche oder anderen Steuerzeichen.
imports-wrong-role = Schreiben Sie agent, helpdesk oder admin, oder lassen Sie das Feld leer.
imports-wrong-language = Schreiben Sie das Kürzel einer Sprache wie en oder de, oder lassen Sie das Feld leer.
imports-unknown-group = Die Gruppe „{ $name }“ gibt es nicht. Zwischen den Namen steht |.
imports-wrong-cells = Die Zeile hat eine andere Zahl von Feldern als die erste.
imports-repair = Abgelehnte Zeilen berichtigen
imports-line = Zeile
imports-email = E‑Mail-Adresse
imports-later = Jetzt nicht möglich. Versuchen Sie diese Zeile später noch einmal.
imports-often = Diese Adresse wurde in einer Stunde mehrmals eingeladen. Versuchen Sie diese Zeile in { $wait } noch einmal.
imports-full = Die Testorganisation hat so viele Mitglieder, wie sie haben darf.
imports-to-members = Zu den Mitgliedern

## webhooks

webhooks-title = Webhooks
webhooks-one = Webhook
webhooks-one-of = Webhook an { $host }
webhooks-lead = Programme erfahren sofort, was geschieht: Jedes Ereignis wird signiert an ihre Adresse gesendet.
webhooks-none = Es gibt noch keinen Webhook.
webhooks-all = Alle Webhooks
webhooks-make = Webhook hinzufügen
webhooks-make-lead = Von jetzt an werden diese Ereignisse an diese Adresse gesendet. Frühere nicht.
webhooks-make-button = Hinzufügen
webhooks-full = Sie haben so viele Webhooks, wie es geben kann. Löschen Sie zuerst einen.
webhooks-address = Adresse
webhooks-unreadable = Die Adresse ist nicht lesbar
webhooks-address-hint = Sie beginnt mit https://. Sie muss öffentlich sein oder in einem Netz liegen, das der Betreiber dieses Servers erlaubt.
webhooks-wrong-address = Geben Sie eine Adresse ein, die mit https:// beginnt, ohne Name, Passwort und einen Teil hinter #.
webhooks-private-address = Diese Adresse ist nicht öffentlich. Private Netze kann nur zulassen, wer diesen Server betreibt.
webhooks-events = Was er erfährt
webhooks-event = Ereignis
webhooks-state = Zustand
webhooks-answer = Letzte Antwort
webhooks-made-at = Hinzugefügt
webhooks-member-enrolled = Ein Mitglied hat ein Gerät eingerichtet
webhooks-device-replaced = Ein Mitglied hat ein neues Gerät
webhooks-device-reset = Administration oder Helpdesk hat ein Gerät zurückgesetzt
webhooks-member-locked = Ein Mitglied ist nach falschen Codes gesperrt
webhooks-policy-changed = Die Richtlinie wurde geändert
webhooks-sign-in-unfinished = Eine Anmeldung endete nach dem richtigen Passwort
webhooks-member-disabled = Ein Mitglied wurde deaktiviert
webhooks-verification-answered = Ein Programm hat erfahren, ob ein Mitglied das Gerät hat
webhooks-api-token-created = Ein API-Token wurde angelegt
webhooks-made-title = Kopieren Sie das Geheimnis jetzt
webhooks-check-it = Der Empfänger prüft damit die Signatur jeder Anfrage, wie Standard Webhooks es beschreibt.
webhooks-kept = Ich habe es kopiert
webhooks-active = An
webhooks-failing = Schlägt fehl
webhooks-failing-since = Seit { $time } ist nichts angekommen.
webhooks-disabled = Aus
webhooks-disabled-by-person = Er wurde von der Administration ausgeschaltet.
webhooks-disabled-gone = Der Empfänger sagt, dass es ihn nicht mehr gibt (410).
webhooks-disabled-failing = Drei Tage lang ist nichts angekommen.
webhooks-disabled-restored = Die Datenbank kommt aus einer Sicherung. Prüfen Sie die Adresse, bevor Sie ihn einschalten.
webhooks-answered = Status { $status }
webhooks-took = { $took } ms
webhooks-address-not-allowed = Adresse nicht erlaubt: weder öffentlich noch vom Betreiber freigegeben
webhooks-timeout = Keine Antwort innerhalb von 15 Sekunden
webhooks-unreachable = Dort antwortet niemand, oder den Namen gibt es nicht
webhooks-certificate = Das Zertifikat wird nicht anerkannt
webhooks-broken-off = Die Verbindung brach ab
webhooks-sample = Ereignis des Tests
webhooks-test = Test senden
webhooks-was-tested = Der Empfänger hat den Test angenommen. Anfrage und Antwort stehen unten.
webhooks-test-failed = Der Empfänger hat den Test nicht angenommen. Anfrage und Antwort stehen unten.
webhooks-tested = Test
webhooks-request = Anfrage
webhooks-enable = Einschalten
webhooks-was-enabled = Der Webhook ist an: Er erfährt, was von jetzt an geschieht.
webhooks-disable = Ausschalten
webhooks-disable-question = Diesen Webhook ausschalten? Was wartet, wird aufgegeben, und was inzwischen geschieht, wird nicht nachgesendet.
webhooks-was-disabled = Der Webhook ist aus.
webhooks-rotate = Neues Geheimnis
webhooks-rotate-question = Ein neues Geheimnis anlegen? 24 Stunden lang werden Anfragen mit beiden signiert.
webhooks-was-rotated = Kopieren Sie das neue Geheimnis jetzt. Das alte signiert noch 24 Stunden.
webhooks-former-secret = Früheres Geheimnis
webhooks-signs-until = Signiert bis { $time }
webhooks-delete = Löschen
webhooks-delete-question = Diesen Webhook mit der Liste seiner Zustellungen löschen? Danach wird nichts mehr dorthin gesendet.
webhooks-was-deleted = Der Webhook wurde gelöscht.
webhooks-change = Adresse und Ereignisse ändern
webhooks-was-changed = Die Änderung ist gespeichert.
webhooks-not-there = Diesen Webhook gibt es nicht mehr.
webhooks-deliveries = Zustellungen
webhooks-nothing-sent = In den letzten 30 Tagen wurde kein Ereignis gesendet. Tests stehen nicht in dieser Liste.
webhooks-was-sent = Was gesendet wurde
webhooks-said = Was geantwortet wurde
webhooks-waiting = Wartet
webhooks-delivered = Zugestellt
webhooks-given-up = Aufgegeben
webhooks-attempts = { $attempts ->
    [one] { $attempts } Versuch
   *[other] { $attempts } Versuche
}
webhooks-next-attempt = Nächster um { $time }
webhooks-replay = Noch einmal senden
webhooks-replay-label = Noch einmal senden: { $event }, { $time }
webhooks-was-replayed = Es wurde noch einmal gesendet, und der Empfänger hat es angenommen.
webhooks-replay-failed = Es wurde noch einmal gesendet, aber der Empfänger hat es nicht angenommen. Die Antwort steht in der Liste.

## clients: Die Seiten der Konsolen, die sich bei uns anmelden, und die Startseite der Personen, die sie öffnen.

clients-title = Konsolen
clients-one = Konsole
clients-lead = An diesen Konsolen melden sich Personen mit ihrem Konto von hier an, mit dem zweiten Schritt, den Sie verlangen.
clients-none = Noch ist keine Konsole geschützt. Es dauert ein paar Minuten: Produkt wählen, Konfiguration kopieren, ausprobieren.
clients-all = Alle Konsolen
clients-all-products = Alle Produkte
clients-protect = Eine Konsole schützen
clients-gallery-lead = Wählen Sie das Produkt. Sie bekommen seine Konfiguration mit den echten Werten zum Kopieren.
clients-any-client = Jede andere (OpenID Connect)
clients-name = Name
clients-name-hint = Personen sehen ihn auf ihrer Startseite, und wo sie gefragt werden, ob die Konsole wissen darf, wer sie sind.
clients-address = Adresse der Konsole
clients-address-hint = Was man im Browser öffnet, zum Beispiel https://desk.example.com.
clients-address-completed = Die Adresse wird zu { $address } ergänzt.
clients-redirect = Redirect-URI
clients-redirects = Redirect-URIs
clients-redirect-hint = Die Konsole zeigt sie dort, wo Sie ihre Anmeldung einrichten. Sie wird Zeichen für Zeichen verglichen.
clients-wrong-address = Geben Sie eine Adresse ein, die mit https:// beginnt, ohne Namen, Passwort und das Zeichen @. Nur localhost darf mit http:// beginnen.
clients-address-taken = Eine andere Konsole schützt diese Adresse schon. Eine Adresse kann nur die von einer Konsole sein.
clients-full = Mehr Konsolen kann es nicht geben. Löschen Sie zuerst eine.
clients-make-button = Konfiguration zeigen
clients-configure = { $name } jetzt konfigurieren
clients-secret-once = Das Geheimnis in dieser Konfiguration wird nur jetzt gezeigt. Kopieren Sie es, bevor Sie weitergehen.
clients-hidden-secret = (das Geheimnis, einmal gezeigt)
clients-configuration = Konfiguration: { $product }
clients-install = Installieren und einschalten:
clients-install-caddy = Installieren Sie Caddy 2.11.4 oder neuer von caddyserver.com: Das von Debian ist zu alt. Sehen Sie dann nach:
clients-install-traefik = Lassen Sie Traefik ein Verzeichnis mit Dateien lesen (providers.file.directory).
clients-install-paste = Den Text unten an dieser Stelle einfügen:
clients-install-load = Prüfen, dann laden:
clients-install-by-itself = Traefik lädt ihn von selbst und sagt in seinem Log, was es nicht lesen kann.
clients-own-passphrase = (eine eigene zufällige Passphrase)
clients-least-version = Ab Version { $version }
clients-tried-here = Mit Twostep ausprobiert: { $versions }.
clients-tried-alike = Nicht mit Twostep selbst ausprobiert. { $version } hat sich mit denselben Einstellungen an einem Testserver angemeldet, der gleich antwortet.
clients-tried-in-front = Davor mit Twostep ausprobiert: { $versions }. Die Einstellungen des Produkts dahinter stammen aus seiner Dokumentation.
clients-tried-nowhere = Von uns nicht ausprobiert: Die Einstellungen stammen aus der Dokumentation des Produkts.
clients-note-accounts = Personen brauchen dort ein Konto mit derselben E‑Mail-Adresse, bevor sie sich zum ersten Mal anmelden.
clients-note-login-names = Personen brauchen dort vorher ein Konto, dessen Anmeldename ihre E‑Mail-Adresse ist.
clients-note-paid = Das Modul dafür kostet beim Hersteller des Produkts Geld.
clients-note-apache = Lassen Sie nur diesen Apache an die Konsole heran. Wer an ihm vorbeikommt, könnte sich nennen, wie er will.
clients-note-proxy = Lassen Sie nur diesen Proxy an die Konsole, deren Adresse im Text 127.0.0.1:9000 ist: Wer daran vorbeikommt, könnte sich nennen, wie er will. Wer diese Installation betreibt, muss die Adresse des Proxys nennen (TWOSTEP_TRUSTED_PROXIES).
clients-note-implicit = Das OpenID Connect des Produkts kennt nur ein Verfahren, das Token in Adressen schreibt. Hier gibt es das nicht, deshalb meldet Apache die Personen an.
clients-note-spare = Behalten Sie einen Administrator der Konsole, der sich ohne Twostep anmelden kann, bis der Test gelungen ist.
clients-test-it = Ich habe sie kopiert: jetzt testen
clients-radius-token = Erstellen Sie zuerst ein API-Token mit dem Recht „radius:authorize“. Geben Sie ihm das Netz des FreeRADIUS-Servers.
clients-radius-make-token = API-Token erstellen
clients-radius-files = Legen Sie dann diese beiden Dateien dort ab, mit dem Token anstelle von tsk_… und einem eigenen Geheimnis für jedes VPN und jede Firewall.
clients-needs = Verlangt
clients-needs-two = Zwei Schritte
clients-needs-one = Mindestens das Passwort
clients-needs-fresh = Bei jedem Start einen neuen Code
clients-last-used = Zuletzt genutzt
clients-never = Noch nie
clients-state = Zustand
clients-active = Ein
clients-disabled = Aus
clients-who = Wer sie nutzen darf
clients-in-groups = In einer von: { $groups }
clients-lost-groups = Niemand: Alle Gruppen, die sie nutzen durften, wurden gelöscht.
clients-client-id = Client-ID
clients-launch = Adresse, die Personen öffnen
clients-subject = Name der Personen bei der Konsole
clients-subject-public = Dieselbe ID wie überall
clients-subject-pairwise = Eine eigene ID, die keine andere Konsole kennt
clients-made-at = Hinzugefügt
clients-launch-hint = Wohin die Leute von ihrer Startseite hier aus gehen. Lassen Sie es leer, wenn dort kein Link stehen soll.
clients-origin-hint = Was der Proxy schützt: Schema, Host und Port, ohne Pfad.
clients-redirects-hint = Wohin die Leute mit einem Code zurückkommen. Eine Adresse in jeder Zeile, Zeichen für Zeichen verglichen.
clients-after-sign-out-hint = Wohin die Leute gehen dürfen, wenn sie sich abgemeldet haben. Eine Adresse in jeder Zeile.
clients-logout-hint = Twostep schickt eine Nachricht dorthin, wenn eine Sitzung endet (Back-Channel Logout). Lassen Sie es leer, wenn die Konsole keine annimmt.
clients-algorithm-hint = RS256 versteht fast jede Konsole.
clients-wrong-line = Adresse { $line }: { $problem }
clients-former-secret = Früheres Geheimnis
clients-good-until = Gilt bis { $time }
clients-standing = Einstellungen
clients-change-who = Ändern, wer sie nutzen darf und was sie verlangt
clients-change = Name und Adressen ändern
clients-was-changed = Die Änderung ist gespeichert. Sie gilt ab jetzt.
clients-after-sign-out = Adressen nach dem Abmelden
clients-logout = Adresse, der das Ende einer Sitzung gemeldet wird
clients-algorithm = Signatur der ID-Token
clients-claims-in-token = Name, E‑Mail-Adresse und Gruppen auch in das ID-Token schreiben
clients-fresh = Bei jedem Start einen neuen Code verlangen
clients-age = Längste Zeit seit dem letzten Code, in Sekunden
clients-age-hint = 60 bis 86400. Leer heißt: keine Grenze.
clients-groups = Gruppen
clients-groups-hint = Eine davon genügt. Ist keine gewählt, dürfen alle mit einer Rolle von oben sie nutzen.
clients-any-group = Alle mit einer Rolle von oben dürfen sie nutzen, egal in welcher Gruppe
clients-consent = Personen jedes Mal fragen, ob die Konsole wissen darf, wer sie sind
clients-enable = Einschalten
clients-was-enabled = Die Konsole ist eingeschaltet.
clients-disable = Ausschalten
clients-disable-question = { $name } ausschalten? Niemand meldet sich dort mit Twostep an, bis sie wieder eingeschaltet ist.
clients-was-disabled = Die Konsole ist ausgeschaltet.
clients-rotate = Neues Geheimnis
clients-rotate-question = Ein neues Geheimnis für { $name } erzeugen? Das alte gilt noch 24 Stunden.
clients-rotate-again-question = Neues Geheimnis für { $name } erzeugen? Das jetzige gilt noch 24 Stunden. Das davor gilt ab sofort nicht mehr, nicht erst ab { $until }.
clients-was-rotated = Kopieren Sie jetzt das neue Geheimnis. Das alte gilt noch 24 Stunden.
clients-delete = Löschen
clients-delete-question = { $name } löschen? Niemand meldet sich dort mehr mit Twostep an, und ihr Geheimnis ist wertlos.
clients-was-deleted = Die Konsole wurde gelöscht.
clients-live = Live-Test
clients-live-lead = Öffnen Sie die Konsole in einem privaten Fenster und melden Sie sich dort mit Twostep an. Was ankommt, steht zwei Sekunden später hier.
clients-live-stopped = Der Test ist angehalten. Was zuletzt ankam, steht unten.
clients-start = Test starten
clients-stop = Test anhalten
clients-open-in-tab = Konsole in neuem Tab öffnen
clients-step-authorize = Die Konsole hat jemanden hergeschickt
clients-step-signed-in = Die Person wurde angemeldet und zurückgeschickt
clients-step-redeemed = Die Konsole hat den Code eingelöst
clients-step-proxy-sent = Der Proxy hat jemanden hergeschickt
clients-step-proxy-back = Der Browser kam durch den Proxy zurück und wurde eingelassen
clients-step-userinfo = Die Konsole hat gefragt, wer es ist
clients-step-logout = Der Konsole wurde das Ende einer Sitzung gemeldet
clients-step-logout-none = nicht eingerichtet: Diese Konsole bleibt offen, bis ihre eigene Sitzung endet
clients-step-refused = abgelehnt, siehe unten
clients-step-before = vor der letzten Ablehnung: { $time }
clients-corrected = seitdem geändert: noch einmal versuchen
clients-not-yet = noch nicht
clients-ago = vor { $time }
clients-verdict-waiting = An dieser Konsole hat sich noch niemand angemeldet.
clients-verdict-two = Es funktioniert: Jemand hat sich in zwei Schritten angemeldet.
clients-verdict-one = Es funktioniert: Jemand hat sich angemeldet, nur mit dem Passwort.
clients-verdict-wrong = Etwas stimmt noch nicht. Siehe unten.
clients-verdict-corrected = Seit der Ablehnung geändert. Melden Sie sich an der Konsole noch einmal an.
clients-problems = Was nicht stimmt
clients-came = Das kam an:
clients-registered = Eingetragen ist:
clients-last-of = { $count ->
    [one] Einmal, { $when }
   *[other] { $count }-mal, zuletzt { $when }
}
clients-register-address = Diese Adresse eintragen
clients-register-question = Auch { $address } eintragen? Tun Sie es nur, wenn diese Adresse die der Konsole ist: Dorthin kommen die Leute, wenn sie sich angemeldet haben.
clients-clock-here = Hier ist es { $time }. Eine Konsole, deren Uhr mehr als eine halbe Minute abweicht, lehnt unsere Antworten vielleicht ab.
clients-refused-redirect-missing = Die Konsole hat keine Redirect-URI geschickt.
clients-refused-redirect-slash = Die angekommene Redirect-URI und die eingetragene unterscheiden sich im Schrägstrich am Ende. Schreiben Sie beide gleich.
clients-refused-redirect-scheme = Die angekommene Redirect-URI und die eingetragene unterscheiden sich in http und https. Eine Konsole hinter einem Proxy kennt ihre eigene Adresse oft nicht: Tragen Sie sie dort ein.
clients-refused-redirect-port = Die angekommene Redirect-URI hat einen anderen Port als die eingetragene.
clients-refused-redirect-query = Die angekommene Redirect-URI und die eingetragene unterscheiden sich hinter dem Fragezeichen.
clients-refused-redirect-host = Die angekommene Redirect-URI hat einen anderen Host als die eingetragene. Tragen Sie dort die eigene Adresse der Konsole ein, oder hier diese, wenn sie Ihre ist.
clients-refused-redirect-path = Die angekommene Redirect-URI hat einen anderen Pfad als die eingetragene.
clients-refused-redirect-unknown = Die angekommene Redirect-URI ist keine der eingetragenen. Ist sie nicht von Ihnen, hat jemand anderes die Client-ID benutzt.
clients-refused-disabled = Die Konsole ist hier ausgeschaltet.
clients-refused-request = Der Anfrage der Konsole kann nicht gefolgt werden: { $reason }
clients-refused-response-type = Die Konsole verlangt ein anderes Verfahren als den Authorization Code (response_type). Wählen Sie dort „code“.
clients-refused-scope = Die Konsole verlangt den Scope „openid“ nicht. Fügen Sie ihn dort hinzu.
clients-refused-challenge-missing = Die Konsole hat kein Geheimnis und hat keine PKCE-Challenge geschickt. Schalten Sie dort PKCE ein.
clients-refused-challenge-method = Die Konsole benutzt PKCE mit einem anderen Verfahren als S256. Wählen Sie dort S256.
clients-refused-person = Die Person darf diese Konsole nicht nutzen: weder nach Rolle noch nach Gruppe.
clients-refused-level = Die Person hat noch keinen zweiten Schritt und wurde gebeten, ihn einzurichten.
clients-refused-silent = Die Konsole hat gefragt, ohne etwas zu zeigen (prompt=none), und die Person war nicht angemeldet. Das ist üblich bei Konsolen, die nachsehen, ob jemand angemeldet ist.
clients-refused-declined = Die Person war nicht einverstanden, dass die Konsole es erfährt.
clients-refused-secret-missing = Die Konsole hat kein Geheimnis geschickt. Tragen Sie es dort ein.
clients-refused-secret-wrong = Das Geheimnis, das die Konsole geschickt hat, ist falsch. Kopieren Sie es noch einmal, oder erzeugen Sie hier ein neues.
clients-refused-secret-unneeded = Die Konsole hat ein Geheimnis geschickt, ist aber als eine ohne eingetragen. Entfernen Sie es dort.
clients-refused-grant-type = Die Konsole verlangt etwas anderes als den Authorization Code (grant_type).
clients-refused-code-unknown = Der Code, den die Konsole geschickt hat, ist unbekannt: Er wurde unterwegs verändert, oder seine Zeit ist lange vorbei.
clients-refused-code-expired = Der Code kam nach seinen 60 Sekunden. Die Konsole hat uns zu spät erreicht, oder ihre Anmeldeseite war lange offen.
clients-refused-code-used = Der Code wurde zweimal benutzt. Was daraus entstand, ist ungültig. Prüfen Sie, ob die Konsole Anfragen doppelt schickt.
clients-refused-code-of-another = Der Code wurde für eine andere Konsole ausgestellt. Zwei Konsolen haben ihre Client-IDs vertauscht.
clients-refused-code-redirect = Die Konsole hat den Code mit einer anderen Redirect-URI eingelöst, als sie begonnen hat.
clients-refused-verifier-missing = Die Konsole hat mit PKCE begonnen und zum Code keinen Verifier geschickt.
clients-refused-verifier-wrong = Der PKCE-Verifier passt nicht: Der Code stammt aus einem anderen Browser, oder die Konsole hat ihre Sitzung verloren.
clients-refused-verifier-unexpected = Die Konsole hat einen PKCE-Verifier für einen Code geschickt, der ohne PKCE begonnen wurde.
clients-refused-session = Die Sitzung der Person ist inzwischen beendet, oder die Person darf die Konsole nicht mehr nutzen.
clients-refused-logout = Die Konsole hat die Meldung, dass eine Sitzung beendet ist, nicht angenommen: Sie antwortete mit { $status }. Die Meldung wird zwölf Stunden lang wiederholt, nach einer 400 aber nicht.
clients-refused-logout-address = Die Adresse, der das Ende einer Sitzung gemeldet wird, ist nicht öffentlich. Wer diese Installation betreibt, kann private Netze zulassen (TWOSTEP_OUTBOUND_ALLOW).
clients-refused-logout-unreachable = Unter der Adresse, der das Ende einer Sitzung gemeldet wird, hat niemand geantwortet, oder nicht rechtzeitig.
clients-refused-logout-certificate = Das Zertifikat unter der Adresse, der das Ende einer Sitzung gemeldet wird, wurde nicht akzeptiert.
clients-refused-proxy = Ein Programm unter dieser Adresse hat gefragt, als wäre es der Proxy, und ihm wird nicht vertraut. Ist es Ihr Proxy, trägt, wer Twostep betreibt, die Adresse in TWOSTEP_TRUSTED_PROXIES ein und startet Twostep neu. Ist es keiner von Ihnen, beachten Sie dies nicht.
clients-refused-clock-ahead = Die Uhr der Konsole geht { $time } vor. Lassen Sie sie automatisch stellen.
clients-refused-clock-behind = Die Uhr der Konsole geht { $time } nach. Lassen Sie sie automatisch stellen.
clients-own-title = Ihre Konsolen
clients-own-none = Noch öffnet niemand von hier aus eine Konsole. Schützen Sie die erste.
clients-own-last-used = Zuletzt geöffnet: { $time }
clients-own-fresh = Verlangt einen neuen Code
clients-own-second-step = Verlangt Ihren zweiten Schritt

## groups

groups-title = Gruppen
groups-lead = Gruppen fassen Mitglieder zusammen. Eine Gruppe gibt keine Rechte; Programme können lesen, wer darin ist.
groups-none = Es gibt noch keine Gruppe.
groups-name = Name
groups-name-hint = Zum Beispiel „Nachtschicht“.
groups-wrong-name = Kein | und keine Steuerzeichen, und er beginnt nicht mit role:.
groups-long-name = Höchstens 64 Zeichen.
groups-members = Mitglieder
groups-made-at = Angelegt
groups-make = Neue Gruppe
groups-make-button = Gruppe anlegen
groups-made = Die Gruppe „{ $name }“ ist da. Mitglieder werden auf ihren eigenen Seiten aufgenommen.
groups-new-name = Neuer Name
groups-rename = Umbenennen
groups-rename-label = Die Gruppe „{ $name }“ umbenennen
groups-rename-question = Wie heißt die Gruppe „{ $name }“ ab jetzt? Ihre Mitglieder bleiben darin.
groups-renamed = Die Gruppe „{ $former }“ heißt jetzt „{ $name }“.
groups-delete = Löschen
groups-delete-label = Die Gruppe „{ $name }“ löschen
groups-delete-question = Die Gruppe „{ $name }“ löschen?
groups-nobody-leaves = Niemand ist darin.
groups-members-leave = { $count ->
    [one] { $shown } Mitglied verlässt sie. Niemand wird deaktiviert.
   *[other] { $shown } Mitglieder verlassen sie. Niemand wird deaktiviert.
}
groups-deleted = Die Gruppe „{ $name }“ ist gelöscht.
groups-gone = Die Gruppe „{ $name }“ gibt es nicht mehr.

## mail

mail-greeting = Guten Tag { $name },
mail-day =
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
    } { $year }
mail-moment = { $day }, { $time } Uhr { $zone }
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
mail-zone-utc = UTC (koordinierte Weltzeit)
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
mail-policy-changed-subject = Die Richtlinie für die Bestätigung in zwei Schritten wurde geändert
mail-policy-changed-by = { $name } hat die Richtlinie von { $organization } geändert.
mail-policy-changed-by-token = Das API-Token „{ $name }“ hat die Richtlinie von { $organization } geändert.
mail-policy-changed = Die Richtlinie von { $organization } wurde geändert.
mail-policy-optional = Die Bestätigung in zwei Schritten ist jetzt freiwillig: Niemand muss sie einrichten.
# $count (number)
mail-policy-some-groups = { $count ->
    [one] Die Bestätigung in zwei Schritten wird von den Mitgliedern einer Gruppe verlangt und ist für alle anderen freiwillig.
   *[other] Die Bestätigung in zwei Schritten wird von den Mitgliedern von { $count } Gruppen verlangt und ist für alle anderen freiwillig.
}
mail-policy-required = Die Bestätigung in zwei Schritten ist jetzt Pflicht: Wer sie nicht eingerichtet hat, tut es bei der nächsten Anmeldung.
mail-policy-required-from = Die Bestätigung in zwei Schritten ist ab { $moment } ({ $zone }) Pflicht.
mail-policy-no-skips = Vorher wird niemand gebeten, sie einzurichten.
# $count (number)
mail-policy-skips = { $count ->
    [one] Bis dahin fragt jede Anmeldung danach, und jede Person kann es bei einer Anmeldung aufschieben.
   *[other] Bis dahin fragt jede Anmeldung danach, und jede Person kann es bei { $count } Anmeldungen aufschieben.
}
# $count (number)
mail-policy-groups = { $count ->
    [one] Eine Gruppe hat eine eigene Regel.
   *[other] { $count } Gruppen haben eigene Regeln.
}
mail-policy-recovery-wait = Ab jetzt wird eine Wiederherstellung per E-Mail 72 Stunden lang angehalten; die Zeit beendet das.
mail-policy-recovery-approve = Ab jetzt wird eine Wiederherstellung per E-Mail angehalten, bis eine Person sie freigibt.
mail-policy-reason = Angegebener Grund: „{ $reason }“.
mail-policy-changed-advice =
    Wenn Sie das nicht erwartet haben, sehen Sie die Fassungen der Richtlinie an und setzen Sie die vorige wieder ein.
    Die Administration von { $organization } bekommt diese E-Mail, bis zu 100 Personen.
mail-device-imported-subject = Richten Sie einen eigenen Eintrag in Ihrer App ein
mail-device-imported =
    { $by } hat den Eintrag für { $organization } in Ihrer Authenticator-App aus einem anderen Produkt
    übernommen. Ab jetzt melden Sie sich mit dessen Codes an. Wer ihn übertragen hat, kann sein
    Geheimnis kennen, so dass auch andere seine Codes bilden könnten.
mail-device-imported-advice =
    Melden Sie sich an, öffnen Sie „{ common-security }“ und wählen Sie bis { $until }
    „{ sign-in-new-device }“. Danach führt die nächste Anmeldung dorthin. Wenn Sie keinen solchen
    Eintrag in Ihrer App haben, wählen Sie „{ sign-in-new-device }“, wo nach seinem Code gefragt wird.
mail-imported-ends-subject = Bitte ersetzen Sie den Eintrag in Ihrer App
mail-imported-ends =
    der Eintrag für { $organization } in Ihrer Authenticator-App stammt aus einem anderen Produkt, und
    andere können sein Geheimnis kennen. Sie haben noch keinen eigenen eingerichtet.
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
mail-program-codes-subject = Ein Programm fragte nach Ihren Codes
mail-program-codes =
    für Ihr Konto bei { $organization } wurden innerhalb eines Tages über Programme fünf falsche Codes
    eingegeben, der letzte über „{ $program }“. Keiner wurde angenommen.
mail-program-codes-advice =
    Wenn Sie diesem Programm oder einer Person gerade Codes vorgelesen haben, ist nichts zu tun. Wenn
    nicht, sagen Sie der Administration von { $organization } Bescheid, und nennen Sie niemandem, der
    Sie anruft, einen Code.
mail-person-codes-subject = Falsche Codes für Ihr Konto
mail-person-codes =
    für Ihr Konto bei { $organization } wurden innerhalb eines Tages über Programme oder von Personen, die
    dort helfen, fünf falsche Codes eingegeben, der letzte von { $person }. Keiner wurde angenommen.
mail-token-made-subject = Ein API-Token wurde in Ihrem Namen angelegt
mail-token-made =
    das API-Token „{ $token }“ wurde bei { $organization } angelegt. Programme, die es haben, handeln
    bis { $until } für Sie.
mail-token-made-advice =
    Wenn Sie das waren, ist nichts zu tun. Wenn nicht, ändern Sie sofort Ihr Passwort und beenden Sie
    das Token auf der Seite „API-Token“.
mail-token-taken-over-subject = Für ein API-Token steht jetzt jemand anderes ein
mail-token-taken-over =
    für das API-Token „{ $token }“ von { $organization } steht ab jetzt { $person } ein. Programme, die
    es haben, handeln bis { $until } für { $person }.
mail-token-taken-over-advice =
    Wenn Sie das nicht erwartet haben, beenden Sie das Token auf der Seite „API-Token“, oder sagen Sie
    einer anderen Person der Administration von { $organization } Bescheid.
mail-token-offered-subject = Sie sollen für ein API-Token einstehen
mail-token-offered =
    { $person } bittet Sie, für das API-Token „{ $token }“ von { $organization } einzustehen. Bis
    { $until } können Sie es übernehmen oder ablehnen.
mail-token-offered-advice =
    Öffnen Sie die Seite „API-Token“. Wenn Sie es übernommen haben, handeln Programme, die es haben, für
    Sie.
mail-token-outside-subject = Ein API-Token wurde von anderswo benutzt
mail-token-outside =
    jemand hat das API-Token „{ $token }“ von { $organization }, für das Sie einstehen, von außerhalb
    seiner Netze benutzt. Alle diese Anfragen wurden abgelehnt. Ihre Zahl: { $number }.
mail-token-outside-advice =
    Wenn keines Ihrer Programme umgezogen ist, hat jemand anderes dieses Token: Beenden Sie es auf der Seite
    „API-Token“ und legen Sie ein neues an.
mail-token-ends-subject = Ein API-Token läuft bald ab
mail-token-ends =
    das API-Token „{ $token }“ von { $organization }, für das Sie einstehen, läuft am { $until } ab.
    Programme, die es benutzen, bekommen danach keine Antwort.
mail-token-ends-advice =
    Legen Sie auf der Seite „API-Token“ ein neues an, tragen Sie es im Programm ein und beenden Sie
    dieses.
mail-webhook-made-subject = Ein Webhook wurde hinzugefügt
mail-webhook-made =
    { $person } hat { $organization } einen Webhook hinzugefügt: Ab jetzt werden Ereignisse an { $host }
    gesendet.
mail-webhook-moved-subject = Ein Webhook hat eine andere Adresse
mail-webhook-moved =
    { $person } hat einem Webhook von { $organization } eine andere Adresse gegeben: Seine Ereignisse
    werden ab jetzt an { $host } gesendet.
mail-webhook-secret-subject = Ein Webhook hat ein neues Geheimnis
mail-webhook-secret =
    { $person } hat für den Webhook von { $organization } bei { $host } ein neues Geheimnis erzeugt. Was
    damit signiert ist, hält der Empfänger für echt.
mail-webhook-changed-advice =
    Wenn das nicht so sein soll, schalten Sie den Webhook auf der Seite „Webhooks“ aus und fragen Sie
    { $person }.
mail-webhook-disabled-subject = Ein Webhook wurde ausgeschaltet
mail-webhook-gone =
    der Empfänger { $host } hat geantwortet, dass es den Webhook von { $organization } nicht mehr gibt
    (410). Er wurde ausgeschaltet, und dorthin wird nichts mehr gesendet.
mail-webhook-failing =
    seit drei Tagen ist nichts angekommen, was { $organization } an den Webhook bei { $host } gesendet
    hat. Er wurde ausgeschaltet, und dorthin wird nichts mehr gesendet.
mail-webhook-disabled-advice =
    Sehen Sie sich auf der Seite „Webhooks“ die letzten Antworten an. Ereignisse der letzten 30 Tage
    können Sie von dort noch einmal senden, sobald der Empfänger antwortet.
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
    zurückgesetzt, ohne einen Code eines Mobilgeräts. Alle Sitzungen wurden beendet. Zu Ihrem
    Schutz kann { $span } lang, bis { $until }, kein Gerät per E-Mail eingerichtet und Ihre Adresse
    nicht geändert werden.
mail-password-reset-to-approve =
    das Passwort Ihres Kontos bei { $organization } wurde mit einem Link aus diesem Postfach
    zurückgesetzt, ohne einen Code eines Mobilgeräts. Alle Sitzungen wurden beendet. Zu Ihrem
    Schutz kann kein Gerät per E-Mail eingerichtet und Ihre Adresse nicht geändert werden, bis die
    Administration oder der Helpdesk geprüft hat, dass Sie es waren. Beide wurden benachrichtigt.
mail-password-reset-without-code-advice =
    Wenn Sie das waren und ein Gerät haben: Es gilt weiter. Wenn Sie ohne Gerät nicht weiterkommen,
    kann die Administration oder der Helpdesk von { $organization } das sofort beenden. Wenn Sie es
    nicht waren, kann jemand Ihr Postfach lesen: Ändern Sie dessen Passwort und sagen Sie sofort der
    Administration Bescheid.
mail-no-link-subject = Ihr Passwort kann zurzeit nicht per E-Mail zurückgesetzt werden
mail-no-link =
    jemand hat für Ihr Konto bei { $organization } ein neues Passwort angefordert. Weil die
    E-Mail-Adresse des Kontos geändert wurde, gibt es dafür noch { $span } lang, bis { $until },
    keinen Link.
mail-no-link-to-approve =
    jemand hat für Ihr Konto bei { $organization } ein neues Passwort angefordert. Die
    Wiederherstellung per E-Mail ist für dieses Konto angehalten; einen Link gibt es erst, wenn die
    Administration oder der Helpdesk geprüft hat, dass Sie es sind.
mail-no-link-advice =
    Wenn Sie sich jetzt anmelden müssen, fragen Sie die Administration oder den Helpdesk von
    { $organization }.
mail-address-changed-subject = Ihre E-Mail-Adresse wurde geändert
mail-address-changed =
    die E-Mail-Adresse Ihres Kontos bei { $organization } wurde in { $address } geändert. Ab jetzt
    gehen E-Mails dorthin; dies ist die letzte an diese Adresse.
mail-address-changed-advice =
    Wenn Sie das waren, ist nichts zu tun. Wenn nicht, benutzt jemand Ihr Konto: Sagen Sie sofort
    der Administration von { $organization } Bescheid, die diese Adresse wieder einsetzen kann. Die
    Wiederherstellung mit der neuen Adresse ist angehalten, so dass Zeit ist, das aufzuhalten.
mail-address-set =
    die Administration von { $organization } hat die E-Mail-Adresse Ihres Kontos in { $address }
    geändert und als Grund angegeben: „{ $reason }“. Ab jetzt gehen E-Mails dorthin. Alle Sitzungen
    wurden beendet, und die Wiederherstellung per E-Mail ist vorerst angehalten.
mail-address-set-advice =
    Wenn Sie das erwartet haben, melden Sie sich mit der neuen Adresse an. Wenn nicht, sagen Sie
    sofort der Administration von { $organization } Bescheid, die die alte Adresse wieder einsetzen
    kann.
mail-recovery-again-subject = Wiederherstellung per E-Mail ist wieder möglich
mail-recovery-again =
    jemand, der den Mitgliedern von { $organization } hilft, hat die Pause Ihrer Wiederherstellung
    per E-Mail beendet und als Grund angegeben: „{ $reason }“. Alle Sitzungen wurden beendet.
mail-recovery-again-advice =
    Sie können sich jetzt anmelden und ein Gerät einrichten. Wenn Sie nicht darum gebeten haben,
    sagen Sie sofort der Administration von { $organization } Bescheid.
mail-recovery-approved =
    jemand, der den Mitgliedern von { $organization } hilft, hat geprüft, dass Sie es waren, Ihre
    Wiederherstellung per E-Mail wieder freigegeben und als Grund angegeben: „{ $reason }“.
mail-recovery-approved-advice =
    Sie können jetzt ein Gerät einrichten und, wenn nötig, ein neues Passwort anfordern. Wenn Sie
    nicht darum gebeten haben, sagen Sie sofort der Administration von { $organization } Bescheid.
mail-recovery-refused-subject = Ihre Wiederherstellung per E-Mail wurde gestoppt
mail-recovery-refused =
    jemand, der den Mitgliedern von { $organization } hilft, hat festgestellt, dass nicht Sie Ihr
    Konto benutzt haben. Alle Sitzungen wurden beendet, und mit dem Passwort kann sich niemand mehr
    anmelden.
mail-recovery-refused-advice =
    Ändern Sie das Passwort Ihres Postfachs. Fragen Sie dann die Administration von
    { $organization }, die Ihnen Ihr Konto zurückgeben kann.

mail-held-subject = Die Wiederherstellung eines Mitglieds ist angehalten
mail-held-password-reset =
    das Passwort von { $name } bei { $organization } wurde mit einem Link per E-Mail zurückgesetzt,
    ohne einen Code eines Mobilgeräts.
mail-held-address-changed =
    die E-Mail-Adresse von { $name } bei { $organization } wurde geändert.
mail-held-refused =
    jemand, der Mitgliedern hilft, hat angegeben, dass nicht { $name } das Konto bei
    { $organization } benutzt hat. Alle Sitzungen wurden beendet, und mit dem Passwort kann sich
    niemand mehr anmelden.
mail-held-until =
    { $span } lang, bis { $until }, kann kein Gerät per E-Mail eingerichtet und die Adresse nicht
    geändert werden; Sie können das vorher beenden oder die Wiederherstellung stoppen.
mail-held-to-approve =
    Es kann kein Gerät per E-Mail eingerichtet und die Adresse nicht geändert werden, bis ein Mensch
    geprüft hat, wer es war.
mail-held-advice =
    Rufen Sie { $name } unter einer Nummer zurück, die Sie kennen, und entscheiden Sie dann auf der
    Seite des Mitglieds.
mail-by-host-subject = Die Wiederherstellung eines Mitglieds wurde auf dem Server freigegeben
mail-by-host =
    der Betreiber des Servers hat die Wiederherstellung von { $name } bei { $organization }
    freigegeben und als Grund angegeben: „{ $reason }“.
mail-by-host-advice = Wenn Sie das nicht erwartet haben, fragen Sie den Betreiber.
mail-open-member = Die Seite des Mitglieds öffnen

## oauth: Die Seiten zwischen einer Konsole und uns, die der Server schreibt.

oauth-hop-title = Einen Moment
oauth-go-on = Weiter
oauth-unknown-title = Diese Konsole ist hier nicht bekannt
oauth-unknown = Die Adresse, die hierher geführt hat, nennt eine Konsole, die nicht eingetragen oder ausgeschaltet ist. Sagen Sie es ihrem Administrator.
oauth-address-title = Diese Adresse ist nicht eingetragen
oauth-address = { $console } ist nicht für die Adresse eingerichtet, die hierher geführt hat.
oauth-address-do = Wenn Sie diese Seite nicht erwartet haben, schließen Sie sie: Jemand anderes könnte den Link gemacht haben. Wenn doch, sagen Sie es Ihrer Verwaltung; der Live-Test der Konsole zeigt, was nicht stimmt.
oauth-address-missing-title = Die Adresse für den Rückweg fehlt
oauth-address-missing = { $console } hat Sie hierher geführt, ohne zu sagen, wohin es zurückgeht.
oauth-stale-title = Beginnen Sie noch einmal
oauth-stale = Dieses Formular ist zu alt, oder keine Seite von uns hat es geschickt. Beginnen Sie in der Konsole noch einmal.
oauth-unavailable-title = Gerade nicht
oauth-unavailable = Der Dienst kann gerade nicht antworten. Versuchen Sie es gleich noch einmal.
oauth-signed-out-title = Sie sind abgemeldet
oauth-signed-out = Sie können diese Seite schließen.
oauth-back = Zurück zu { $console }
oauth-consent-title = { $console } möchte wissen, wer Sie sind
oauth-consent-lead = Sie sind als { $name } ({ $email }) angemeldet. Wenn Sie zustimmen, erfährt { $console }:
oauth-told-account = welches Konto es ist und wie Sie sich angemeldet haben
oauth-told-profile = Ihren Namen, Ihre Sprache und Ihre Zeitzone
oauth-told-email = Ihre E‑Mail-Adresse
oauth-told-groups = Ihre Rolle und Ihre Gruppen
oauth-consent-goes = Danach geht es auf { $host } weiter.
oauth-consent-agree = Zustimmen
oauth-consent-refuse = Nicht zustimmen
oauth-other-account = Das sind nicht Sie? Anderes Konto verwenden
oauth-sign-out-title = Abmelden?
oauth-sign-out-of = { $console } möchte Ihre Sitzung hier beenden. Sie sind als { $email } angemeldet.
oauth-sign-out-lead = Sie sind als { $email } angemeldet.
oauth-sign-out = Abmelden
oauth-stay = Angemeldet bleiben
oauth-forbidden-title = Sie dürfen { $console } nicht benutzen
oauth-forbidden = Sie sind als { $email } angemeldet. Ihre Rolle und Ihre Gruppen öffnen { $console } nicht. Fragen Sie Ihre Verwaltung.
oauth-forbidden-to-all = Ihr Konto öffnet diese Konsole nicht. Fragen Sie Ihre Verwaltung.
oauth-declined-title = Sie haben nicht zugestimmt
oauth-declined = { $console } wurde nichts über Sie mitgeteilt, deshalb sind Sie dort nicht angemeldet. Beginnen Sie noch einmal, wenn Sie zustimmen möchten.
oauth-disabled-title = { $console } ist ausgeschaltet
oauth-disabled = Zurzeit kann sich dort niemand anmelden. Fragen Sie Ihre Verwaltung.
oauth-start-again = Die Anmeldung dauerte zu lange oder begann in einem anderen Browser. Es wurde nichts geändert.
oauth-console-sign-out-title = Von { $console } abmelden?
oauth-console-signed-out-title = Sie sind von { $console } abgemeldet
oauth-console-signed-out = Ihre Sitzung läuft weiter: Wer die Konsole in diesem Browser öffnet, ist wieder angemeldet.
oauth-console-sign-out-everywhere = Überall abmelden

## radius: Was das Programm eines VPN zeigt, das über RADIUS fragt.

radius-code = Geben Sie den Code Ihrer Authenticator-App ein.
radius-wrong = Die E-Mail-Adresse oder das Passwort ist falsch.
radius-wrong-code = Der Code ist falsch oder wurde schon benutzt. Beginnen Sie wieder mit dem Passwort.
radius-wait = Zu viele Versuche. Warten Sie { $wait } s und beginnen Sie dann wieder mit dem Passwort.
radius-page-first = Melden Sie sich zuerst auf { $url } an, dann versuchen Sie es hier noch einmal.
radius-no-device = Richten Sie zuerst unter { $url }/security Ihre Authenticator-App ein, und versuchen Sie es dann hier noch einmal.

## sandboxes: Die Seiten der Testorganisationen.

sandboxes-title = Testorganisationen
sandboxes-lead = Gegen sie werden Programme geschrieben: Ein fester Code gilt, E‑Mails werden gelesen statt gesendet, und nichts, was dort signiert wird, weist jemanden aus.
sandboxes-none = Es gibt noch keine Testorganisation.
sandboxes-inside = E‑Mails und Uhr
sandboxes-inside-lead = Sie sind in einer Testorganisation. Ihre E‑Mails stehen hier, statt gesendet zu werden, und ihre Uhr geht vor, wenn Sie sie vorstellen.
sandboxes-mails = E‑Mails
sandboxes-mails-hint = Neueste zuerst. Die neuesten { $kept } werden aufgehoben, { $days } Tage lang.
sandboxes-mails-as-of = Stand: { $time }.
sandboxes-no-mails = Es gibt noch keine E‑Mail. Was Mitglieder per E‑Mail bekämen, etwa eine Einladung oder einen Code, steht hier, wenn Sie neu laden.
sandboxes-mail-to = An { $address }
sandboxes-mail-code = Code
sandboxes-mail-text = Text
sandboxes-mail-text-of = Text von „{ $subject }“
sandboxes-clock = Uhr
sandboxes-clock-lead = Codes aus Authenticator-Apps, Anmeldeversuche, Anfragen von Programmen und gemailte Codes werden nach dieser Uhr beurteilt, damit Tests nicht warten müssen. Sitzungen, Token, Grenzen und das Protokoll behalten die wahre Zeit.
sandboxes-clock-ahead = Geht vor um
sandboxes-clock-true = 0 Minuten (wahre Zeit)
sandboxes-clock-left = Lässt sich noch vorstellen um
sandboxes-clock-by = Vorstellen um
sandboxes-clock-unit = Einheit
sandboxes-clock-unit-minutes = Minuten
sandboxes-clock-unit-hours = Stunden
sandboxes-clock-unit-days = Tage
sandboxes-clock-hint = Sie geht nie zurück und höchstens { $furthest } vor.
sandboxes-clock-wrong = Geben Sie eine ganze Zahl ein, mindestens 1. Die Uhr lässt sich noch um höchstens { $left } vorstellen.
sandboxes-clock-moved-meanwhile = Jemand hat die Uhr in diesem Moment vorgestellt. Sehen Sie nach und stellen Sie sie noch einmal vor.
sandboxes-clock-move = Uhr vorstellen
sandboxes-clock-moved = Die Uhr geht jetzt { $ahead } vor.
sandboxes-clock-furthest = Sie geht { $furthest } vor, weiter geht es nicht. Legen Sie dafür eine andere Testorganisation an.
# $count (number)
sandboxes-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
# $count (number)
sandboxes-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
sandboxes-all = Alle Testorganisationen
sandboxes-make = Testorganisation anlegen
sandboxes-make-lead = Sie hat eine eigene Administration und ein eigenes API-Token, die Sie sofort bekommen. Es gibt höchstens fünf.
sandboxes-make-button = Testorganisation anlegen
# $limit (number)
sandboxes-full = Sie haben { $limit } Testorganisationen, mehr kann es nicht geben. Löschen Sie zuerst eine.
sandboxes-name = Name
sandboxes-name-hint = Was dort getestet wird, zum Beispiel „Ticketsystem“.
sandboxes-short-name = Kurzname
sandboxes-members = Mitglieder
sandboxes-made-at = Angelegt
sandboxes-made-title = Kopieren Sie das alles jetzt
sandboxes-administrator = Administration
sandboxes-password = Passwort
sandboxes-token = API-Token mit allen Rechten
sandboxes-code = Der Code, der immer richtig ist
sandboxes-used-code = Der Code, der schon benutzt wurde
sandboxes-signs-in-at = Die Administration meldet sich hier an:
sandboxes-reads-mails = Ein Programm liest die E‑Mails mit
sandboxes-reads-on-page = Die Administration liest sie dort auf der Seite „{ sandboxes-inside }“.
sandboxes-kept = Ich habe es kopiert
sandboxes-delete = Löschen
sandboxes-delete-label = Die Testorganisation „{ $name }“ löschen
sandboxes-delete-question = Die Testorganisation „{ $name }“ mit Mitgliedern, Token und Webhooks löschen? Programme, die sie benutzen, bekommen von da an keine Antwort.
sandboxes-gone = Die Testorganisation „{ $name }“ gibt es nicht mehr.
sandboxes-was-deleted = Die Testorganisation „{ $name }“ wurde gelöscht.
