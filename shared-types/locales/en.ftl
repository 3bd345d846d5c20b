### Every text of Twostep, for pages and mails, in English. The build makes a typed function of each
### message: `common-save` is `texts.common.save()`. This file decides which messages and arguments
### there are; every other language is one more file here with the same, or nothing is built.
###
### A message begins with the name of its group. An argument is a text unless the comment says that
### it is a number; plural forms depend on numbers. A function takes the numbers first, as they are
### declared, and then the texts. `$shown` is a large number as the reader's region writes it. A line
### break counts as a space. `{ other-message }` repeats another message.
### Pages use everything but the group `mail`, which only the server knows; mails use all.
###
### `### offered: no` in a file keeps its language out of menus and of what browsers ask for.

language-name = English

## common: On every page, and words that many pages share.

common-product = Twostep
common-first-page = First page
common-next-page = Next page
common-pages = Pages
common-reload = Reload
common-continue-on = Continue
common-try-again = Try again
common-cancel = Cancel
common-save = Save
common-loading = Loading
common-skip-to-content = Skip to content
common-language = Language
common-language-of-browser = Like my browser
common-language-hint = For the pages and for your emails.
common-show-password = Show
common-hide-password = Hide
common-show-password-label = Show the password
common-hide-password-label = Hide the password
common-copy = Copy
common-copied = Copied
common-copy-failed = Not copied. Please select the text and copy it.
common-email-address = Email address
common-password = Password
common-name = Name
common-role = Role
common-code-label = 6-digit code
common-agent-console = Agent console
common-test-organization = Test organization. Nothing from here proves anybody.
common-admin-center = Admin Center
common-security = Security
common-sign-out = Sign out
common-on = On
common-off = Off
common-never = never
common-not-found-title = There is no such page
common-not-found = The address is mistyped, or the page has moved.
common-to-start = Go to the start page
# What a session or a sign-in was made with, "Firefox on Linux".
common-program-on = { $program } on { $system }
common-program-in = { $language } program
common-program-unknown = Unknown program
common-program-on-host = Command on the host
# $count (number)
common-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
# $count (number)
common-seconds-short = { $count } s
# $count (number)
common-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
common-role-agent = Agent
common-role-helpdesk = Helpdesk
common-role-admin = Administrator
common-state-not-set-up = Not set up
common-state-on = On
common-state-locked = Locked
common-state-disabled = Switched off
common-status-invited = Invited
common-status-active = Active
common-status-disabled = Disabled
common-password-hint = At least 15 characters. A few random words are easy to remember.
common-password-hint-short = At least 8 characters.

## problems: What went wrong, and what to do. No blame, no jargon.

problems-network = No connection to the server.
problems-typed-kept = Nothing you typed is lost.
problems-unreadable = The server's answer made no sense. Please try again in a moment.
problems-check-fields = Please check the marked fields.
problems-invalid-credentials = The email address or the password is not right.
problems-wrong-password = The password is not right.
problems-unauthenticated = You are not signed in any more. Please sign in again.
problems-unauthenticated-typed-kept =
    You are not signed in any more. Please sign in again: what you typed, but for passwords and codes,
    is there when you come back.
problems-wrong-step = Another step comes first.
problems-wrong-app-code =
    That code is not right. Wait for the next one in your app, and check that your phone sets date
    and time automatically.
problems-code-of-old-entry =
    That is the code of an old entry. Use the newest one. Delete the old entry in your app when the new
    one works.
problems-qr-code-void =
    A newer QR code was shown for your account in another browser, so yours no longer counts. Show the
    QR code again and add the new entry; delete the old one in your app.
problems-wrong-email-code = That code is not right. Use the one from the newest email.
problems-too-many-tries =
    Five wrong codes, so the code of this email no longer works. Send the email again and use the new
    code.
# $count (number)
problems-tries-left = { $count ->
    [one] { $count } try is left.
   *[other] { $count } tries are left.
}
# $seconds (number)
problems-already-used-wait = That code was used already. The next one comes in { $seconds } s.
problems-already-used-spoken = That code was used already. Wait for the next one.
problems-already-used = That code was used already. Your app shows a new one now.
problems-code-expired =
    That code is too old. Use the one from the newest email, or send the email again.
problems-password-closed =
    There were too many wrong passwords for this address. Set a new password with “Forgot your password?” and
    a code of your phone, if you have one set up, or ask an administrator. A browser that you signed in with
    before still works.
problems-too-many-sign-ins =
    Too many sign-ins with this password are under way. Try again later, use a browser that you signed in
    with before, or ask your help desk. If it was not you, somebody knows your password: change it.
problems-directory-password = Your password has expired or must be changed first. Change it on your computer.
problems-directory-disabled = Your organization's account is disabled or has expired. Ask your help desk.
problems-directory-locked = Your organization's account is locked. Wait, or ask your help desk.
problems-directory-not-now = Your account may not sign in at this time or from here.
problems-directory-not-a-member = Your password is right, but you are not a member here. Ask your help desk.
problems-managed-elsewhere =
    Your organization's directory keeps this. Use the password of your computer, or ask your help desk.
problems-email-codes-closed =
    There were too many wrong codes from emails. Ask your help desk to allow more.
problems-throttled = Too many tries. Please wait a moment.
problems-throttled-wait = Too many tries. You can go on in { $wait }, at { $at }.
problems-mail-wait =
    We sent you an email a short while ago. The next one can go out in { $wait }, at { $at }.
problems-mails-used-up =
    We sent as many emails as are allowed: 5 within an hour, 10 within a day. Use the newest, or ask your
    help desk to allow another. The next one can go out in { $wait }, at { $at }.
# $wait (text) and $at (text), as above
problems-mails-none-left =
    We sent as many emails as are allowed: 5 within an hour, 10 within a day. Ask your help desk to allow
    another. The next one can go out in { $wait }, at { $at }.
problems-mails-used-up-spoken =
    We sent as many emails as are allowed. Use the newest, or ask your help desk to allow another.
problems-mails-none-left-spoken =
    We sent as many emails as are allowed. Ask your help desk to allow another.
problems-mail-wait-spoken =
    We sent you an email a short while ago. Please wait a moment before the next one.
problems-wait-over = You can go on now.
problems-time-ran-out = Time ran out, your password is needed again.
problems-too-many-codes =
    Five wrong codes. For your protection, please sign in again. Then wait for the next code in your
    app, and check that your phone sets date and time automatically.
problems-codes-again-at = You can enter a code again at { $at }.
problems-device-changed =
    A mobile device was set up for your account elsewhere. Please sign in again, with a code of that
    device. If that was not you, tell an administrator of your organization at once.
problems-account-changed =
    Your account was changed meanwhile, its password for example. Please sign in again. If that was
    not you, tell an administrator of your organization at once.
problems-flow-ended = This sign-in has ended. Please sign in again.
problems-reauthentication = Please confirm first that it is you.
problems-second-step = Your organization now asks for the second step. Please sign in again.
problems-invalid-token = This link or token is not valid: it was used, replaced, or is too old.
problems-invalid-input = The server did not accept this. Please check what you typed.
problems-unfit-address = Nothing fits the filter in the address of this page. Please change or remove it.
problems-outdated = This page does not fit the server any more. Please load it again.
problems-not-found = That is not there any more.
problems-forbidden =
    You may not do this, or you signed in again since this page was loaded. Load it again; if that does
    not help, ask an administrator of your organization.
problems-conflict = Somebody changed this meanwhile, or it exists already. Please look again.
problems-unavailable = The service is busy. Please try again in a moment.
problems-unavailable-wait = The service is busy. You can go on in { $wait }.
problems-internal = Something broke on our side. Please try again.
problems-request-id = For your administrator: request { $id }.
problems-field-required = Please fill this in.
problems-field-unknown = The server does not know this field.
problems-field-too-short = This is too short.
# $count (number)
problems-field-missing = { $count ->
    [one] { $count } more character
   *[other] { $count } more characters
}
problems-field-too-long = This is too long.
# $longest (number)
problems-field-longest = At most { $longest } characters.
problems-field-invalid = This does not look right.
problems-field-invalid-email = Enter an address like name@example.com.
problems-field-too-common =
    This is easy to guess: it is common, repeats itself, or is made of your name, address or
    organization. Please use three or more words that do not belong together.
problems-field-breached =
    This password is in a public list of stolen passwords, which attackers try first. Please use another
    one.
problems-field-taken = This is taken already.
problems-code-invalid = Please enter the 6 digits.

## sign-in: The password page and the code page.

sign-in-title = Sign in
sign-in-go-to-admin = Go to the Admin Center
sign-in-go-to-agent = Agent console
sign-in-unknown-organization = There is no organization { $name } here
sign-in-unknown-organization-why =
    Please check the address of this page, or ask your administrator where your team signs in.
sign-in-unknown-organization-on = Go to the sign-in page
sign-in-not-this-organization = Not { $organization }? Sign in elsewhere
sign-in-elsewhere-title = Sign in elsewhere
sign-in-elsewhere-name = Short name of your organization
sign-in-elsewhere-hint =
    The part after /at/ in the address where your team signs in. Most of our emails end with that
    address.
sign-in-elsewhere-first = Sign in at { $organization }
sign-in-code-title = Enter your code
sign-in-code-where = Open your authenticator app, entry
sign-in-code-fixed = In this test organization { $code } is always right.
# $seconds (number)
sign-in-code-fresh = Your setup code is spent. The next code comes in { $seconds } s.
sign-in-code-fresh-spoken = Your setup code is spent. Wait for the next code.
sign-in-code-fresh-now = Your app shows a new code now.
sign-in-ends-what-to-do =
    Finish before, or cancel and sign in again: you then have more time, and an entry that you have just
    added to your app stays good for this browser.
sign-in-new-device = Set up a new mobile device
sign-in-longer-title = Choose a longer password
sign-in-longer-why =
    { $organization } no longer asks you for a code, so your password alone has to protect your
    account. Other sign-ins of yours end.
sign-in-longer-save = Save and sign in
sign-in-canceled = Canceled. Nothing has changed.
sign-in-signed-out = You are signed out.
# $minutes (number)
sign-in-ends-in-minutes = { $minutes ->
    [one] Your sign-in ends in { $minutes } minute.
   *[other] Your sign-in ends in { $minutes } minutes.
}

## enrollment: Setting up a device.

# $step (number)
# $of (number)
enrollment-step-of = Step { $step } of { $of }
enrollment-step-mailbox = Your mailbox
enrollment-step-app = Authenticator app
enrollment-step-connect = Connect
enrollment-step-code = Setup code
enrollment-cancel-hint = Nothing changes if you cancel.
enrollment-old-device-works = Your old device keeps working until the new one is confirmed.
enrollment-second-step-title = Add a second step to your sign-in
enrollment-second-step-why =
    { $organization } needs one more way to verify your account, so that a stolen password alone
    opens nothing. You need your mailbox and your phone, and about two minutes.
enrollment-own-wish-why =
    You are about to set up two-step verification. From then on each sign-in asks for a code of your
    app, so that a stolen password alone opens nothing. You need your mailbox and your phone, and about
    two minutes.
enrollment-replace-title = { sign-in-new-device }
# $count (number)
enrollment-later = { $count ->
    [one] Later (1 left)
   *[other] Later ({ $count } left)
}
enrollment-later-until = You may put this off. From { $time } on you need it to sign in.
enrollment-keep-device = Use my current device instead
enrollment-replace-why =
    You are about to connect a new mobile device. You need your mailbox and the new device, and
    about two minutes.
enrollment-overdue-why =
    Your code was right. But the entry in your app was brought along from another product, so others have
    seen its secret, and the time to replace it is over. Set up an entry of your own for { $organization }
    now. You need your mailbox and your phone, and about two minutes.
enrollment-mail-follows = First we send a code to { $address }.
enrollment-email-title = Verification email has been sent
enrollment-email-sent-to = We sent a 6-digit code to { $address }.
enrollment-email-subject = Subject
enrollment-email-subject-starts = starts with [{ $organization }]
enrollment-email-sent-at = Sent
enrollment-email-good-until = Good until
enrollment-email-reference = Reference
enrollment-email-again = Send the email again
enrollment-email-again-in = Send the email again (in { $wait })
enrollment-email-sent-again =
    New email sent at { $time }, reference { $reference }. Only its code counts now.
enrollment-email-sent-ago = We sent you a code { $ago } ago. Use that one.
enrollment-email-missing = Not received?
enrollment-email-missing-spam = Look in the spam folder, and search for the subject.
enrollment-email-missing-delay = Some mail servers hold new senders back for a few minutes.
enrollment-email-missing-address =
    If the address is wrong, ask an administrator of your organization.
enrollment-email-elsewhere = You can read the email on any device. Type the code here.
enrollment-app-title = Install an authenticator app on your mobile device
enrollment-app-what = The app shows a new code every 30 seconds. Any of these will do:
enrollment-app-apple = Passwords
enrollment-app-apple-where = built in, from iOS 18
enrollment-app-company = Many companies use one of these already:
enrollment-app-codes = QR codes for the phone
enrollment-app-code-alt = QR code: { $app } for { $store }
enrollment-app-keepass-where = Windows, macOS, Linux
enrollment-app-tip =
    You have such an app already? Then there is nothing to install: it holds many entries.
enrollment-connect-title = Connect to your mobile device
enrollment-connect-scan = In your authenticator app, add an entry and scan this code.
enrollment-connect-qr-alt =
    QR code for your authenticator app. If you cannot scan it, type the key on this page instead.
enrollment-connect-link = Add to authenticator on this phone
enrollment-connect-key = Or type this key by hand
enrollment-connect-other = Or scan it with another phone
enrollment-connect-entry = The entry will be named { $account }.
enrollment-connect-details = Details
enrollment-connect-type = Type
enrollment-connect-totp = Time-based (TOTP)
enrollment-connect-algorithm = Algorithm
enrollment-connect-digits = Digits
enrollment-connect-period = Period
enrollment-setup-code-title = Enter setup code
enrollment-setup-code-what = Enter the code that your authenticator app shows for this entry.
enrollment-setup-code-back = Show the QR code and the key again
enrollment-on-title = Two-step verification is on
enrollment-on-spent = The setup code is spent. To finish, sign in with a new code.
# $seconds (number)
enrollment-on-next = The next code comes in { $seconds } s. Wait here or on the next page.
enrollment-on-next-spoken = The next code comes in less than a minute.
enrollment-on-next-now = { sign-in-code-fresh-now }
enrollment-on-replaced = The new device replaces the old one, whose codes are no longer accepted.
enrollment-on-old-entry = Delete the old entry in your app.
# $number (number)
enrollment-on-old-entry-numbered =
    Delete the old entry in your app. The new one has { $number } at the end of its name.
enrollment-on-sessions = If you were signed in elsewhere, you are signed out there now.

## me: One's own pages.

me-hello = Hello, { $name }
me-home-lead = You are signed in to { $organization }.
me-home-go-on = Go on to the page that you opened first
me-home-sessions-link = End a session
me-two-step = Two-step verification
me-two-step-on = On since { $date }. Each sign-in asks for a code of your app.
me-two-step-off = Your password alone opens your account. A second step makes it safer.
me-two-step-locked = Too many wrong codes. Codes are looked at again from { $until }; your administrator can end the wait.
me-two-step-disabled =
    Your device was switched off after many wrong codes. Set up a new one; if somebody else typed them, tell your
    administrator.
me-last-used = Last code: { $time }
me-imported =
    Your organization brought the entry in your app along from another product, and others may know its
    secret. Set up a new one by { $until }; after that your next sign-in leads you there.
me-security-link = Device, sessions and password
me-security-lead = Your device, your sessions and your password.
me-set-up = Set up two-step verification
me-new-device = { sign-in-new-device }
me-remove-device = Remove the device
me-remove-question = Remove your device? Then your password alone opens your account.
me-remove-not-allowed =
    Your organization requires the second step, so the device can be replaced but not removed.
me-device-removed = The device is removed.
me-sessions = Sessions
me-sessions-lead =
    Where you are signed in now. End what you do not know, and change your password then.
me-session-where = Program
me-session-network = Network
me-session-since = Since
me-session-used = Last used
me-session-current = This session
me-session-with-code = with code
me-session-without-code = password only
me-session-end = End
me-session-end-label = End the session: { $name }
me-session-ended = Ended: { $name }
me-browsers = Known browsers
me-browsers-lead =
    Browsers in which you have signed in: wrong tries made elsewhere do not hold you up there, and no step
    is skipped. End those that are not yours.
me-browsers-none = No browser is known.
me-browsers-end-others = End all others
me-browsers-others-ended = All others are ended.
me-browser-which = Browser
me-browser-seen = First seen
me-browser-used = Last used
me-browser-current = This browser
me-browser-end-label = End the known browser: { $name }
me-password = Change your password
me-password-current = Current password
me-password-new = New password
me-password-save = Change the password
me-password-lead = Your other sessions end when you change it.
me-password-changed = Your password is changed.
me-set-up-first = Set up your authenticator app first
me-set-up-first-lead =
    What you opened asks for a code of your authenticator app, and none is set up yet. It takes two minutes; then you go on
    there. With "Not now" you go back without it.
me-set-up-later = Not now
me-elsewhere = Password and email address
me-elsewhere-lead =
    Your organization's directory keeps both. Your mails go to { $email }. Change your password on your computer; for
    another address ask your help desk.
me-confirm-title = Confirm that it is you
me-confirm-why = What you are about to do needs your password once more. What you typed stays.
me-confirm-why-code =
    What you are about to do needs your password and a code of your app once more. What you typed stays.
me-confirm-account = You are signed in as { $name } ({ $email }).
me-confirmed-until = You confirmed that it is you. You are not asked again before { $time }.
me-language-saved = Your language is saved.

## recovery: Forgotten passwords, and recovery that is paused.

recovery-forgot = Forgot your password?
recovery-back-to-sign-in = Back to sign-in
recovery-ask-title = { recovery-forgot }
recovery-ask-lead = Enter your email address. We send you a link to choose a new password.
recovery-ask-send = Send the email
recovery-ask-again = Send the email again
recovery-ask-sent =
    If { $email } is the address of an account, an email is on its way. Its link is good for 30
    minutes.
recovery-missing-address =
    It goes to the address of your account only. If you do not know which one that is, or have an
    invitation that ended, ask an administrator.
recovery-link-ended = This link has ended
recovery-choose-title = Choose a new password
recovery-choose-save = Save the password
recovery-choose-missing =
    Please open the link in the email once more. For your safety it does not stay in the address
    bar.
recovery-ask-anew = Send me a new email
recovery-code-title = The code of your app
recovery-choose-for = For { $email } at { $organization }.
# $count (number)
recovery-shortest = { $count ->
    [one] At least { $count } character. A few random words are easy to remember.
   *[other] At least { $count } characters. A few random words are easy to remember.
}
recovery-code-why =
    Enter the code that your app shows now, and everything goes on as before. If you do not have
    your phone, leave it empty.
recovery-no-device = Your account has no phone that could show a code. Leave the code empty.
recovery-link-over =
    This link is not valid any more: it was used, or it is too old. Ask for a new email.
recovery-saved = Your new password is saved. Sign in with it now.
recovery-without-title = Save it without a code?
recovery-without-wait =
    For 72 hours no phone can be set up by email then, and your address cannot be changed, unless an
    administrator or the help desk makes sure before that it was you. They are told.
recovery-without-approve =
    Until an administrator or the help desk has made sure that it was you, no phone can be set up by
    email then, and your address cannot be changed. They are told.
recovery-without-save = Save without a code
recovery-since-reset = Your password was reset with a link by email on { $since }, without a code.
recovery-since-address = Your email address was changed on { $since }.
recovery-since-refused =
    On { $since } somebody who helps members said that it was not you who used your account.
recovery-held =
    For your protection no phone can be set up by email and your address cannot be changed until
    somebody else, an administrator or the help desk of your organization, has made sure that it was
    you. They were told; ask them. If there is nobody else, the operator of the server can end it.
recovery-held-until =
    For your protection no phone can be set up by email and your address cannot be changed until
    { $until }. If you cannot wait, ask somebody else, an administrator or the help desk of your
    organization: they can end this at once. If there is nobody else, the operator of the server can.
recovery-email = Change your email address
recovery-email-lead = You sign in with { $email }, and your mails go there.
recovery-email-new = New email address
recovery-email-hint =
    A code goes there. After the change your other sessions end, and recovery by email is held: for
    72 hours, or until an administrator approves it, as your organization chose.
recovery-email-send = Send the code
recovery-email-sent =
    A code is on its way to { $email }, reference { $reference }. Until you enter it nothing
    changes.
recovery-email-none =
    No email? Look into the spam folder, and check the address. An address that another account
    has gets none.
recovery-email-save = Change the address
recovery-email-other = Use another address
recovery-email-changed = Your email address is changed. Your old address was told.
recovery-email-taken = Another account has this address by now.

## challenge: A program asks for a confirmation.

challenge-title = Confirm with a code
challenge-asks = { $program } of { $organization } asks you to confirm:
challenge-purpose = What
challenge-target = Where
challenge-account = Account
challenge-only-if = Only confirm if you started this yourself. If somebody talks you into it, choose "{ challenge-decline }".
challenge-how = Enter the code that your authenticator app shows for { $organization }. You can confirm until { $until }.
challenge-returns = Then you go back to { $host }.
challenge-confirm = Confirm
challenge-decline = I did not ask for this
challenge-accepted-title = Confirmed
challenge-accepted = { $program } is told that you confirmed: { $purpose }.
challenge-accepted-at = { $program } is told that you confirmed: { $purpose }, { $target }.
challenge-declined-title = Not confirmed
challenge-declined = Nothing happens. If somebody asked you to confirm, tell an administrator of { $organization }.
challenge-failed-title = Not confirmed
challenge-failed = No more codes are taken here. Start again in { $program }.
challenge-expired-title = The time is over
challenge-expired = It was not confirmed in time. Start again in { $program }.
challenge-back = Back to { $host }
challenge-close = You can close this page.
challenge-missing = Please open the link once more where you were asked. For your safety it does not stay in the address.
challenge-unknown = This link is not one of ours, or it is too old. Start again where you were asked.

## setup: First start and invitations.

setup-title = Welcome to Twostep
setup-lead = Create your organization and its first administrator.
setup-token = Setup token
setup-token-hint = The server printed it at its first start.
setup-organization = Organization
setup-organization-hint = This name also stands in the authenticator app.
setup-name = Your name
setup-create = Create the organization
setup-ready = Your organization is ready. Sign in to invite your team.
setup-invitation-title = Choose a password
setup-invitation-lead =
    { $inviter } invited { $address } to { $organization }. Choose a password to begin.
setup-invitation-ended = This invitation has ended
setup-invitation-over =
    This link is not valid any more: it was used, replaced by a newer one, or is too old.
setup-invitation-over-next =
    If you have chosen a password already, sign in with it. Otherwise use the link in your newest
    invitation, or ask who invited you to send it again.
setup-invitation-to-sign-in = Go to sign-in
setup-invitation-save = { recovery-choose-save }
setup-invitation-missing =
    Please open the link in your invitation email once more. For your safety it does not stay in
    the address bar.
setup-invitation-ask =
    If the link does not work any more, ask an administrator to send the invitation again.
setup-password-chosen = Your password is saved. Sign in with it now.

## admin: The frame and the front page of the Admin Center.

admin-main-navigation = Main
admin-menu = Menu
admin-overview = Overview
admin-not-allowed-title = This page is for administrators
admin-not-allowed = Your role does not open the Admin Center.
admin-adoption = Who has set up a second step
admin-adoption-alt = { $set_up } set up, { $not_set_up } not set up, { $invited } invited
admin-set-up = Set up
admin-not-set-up = { common-state-not-set-up }
admin-invited = Invited
admin-next = What to do next
# $count (number)
admin-next-held = { $count ->
    [one] Decide about { $shown } member whose recovery is held
   *[other] Decide about { $shown } members whose recovery is held
}
admin-next-held-why = They used email alone to recover, or changed their address. Was it them?
admin-next-administrator = Make a second person administrator
admin-next-administrator-why = You are the only one: without your phone and your password nobody here could help you.
admin-next-invite = Invite your team
admin-next-invite-why = You are the only member so far.
admin-next-own-device = Set up your own device
admin-next-own-device-why = Then you can require the second step without locking yourself out.
admin-next-policy = Require the second step
admin-next-policy-why = Today it is up to each member.
# $count (number)
admin-next-remind = { $count ->
    [one] { $shown } member has not set up yet
   *[other] { $shown } members have not set up yet
}
admin-next-remind-why = They are asked at their next sign-in.
# $count (number)
admin-next-invitations = { $count ->
    [one] { $shown } invitation is open
   *[other] { $shown } invitations are open
}
admin-next-invitations-why = You can send them again.
admin-sign-in-address = Where your members sign in
admin-sign-in-address-why = Pass this address on to your team. It opens your organization's sign-in page.
admin-all-done = Everybody is set up. There is nothing to do.

## members: The people of the organization.

members-title = Members
members-all = All members
members-gone-title = There is no such member
members-gone = The member was deleted, or the link is wrong.
members-invite = Invite a member
members-export = Export
members-export-table = CSV
members-export-lines = NDJSON
members-import = Import members
members-search = Any word of a name or address
members-search-button = Search
members-filter-state = Two-step verification
members-filter-status = Status
members-filter-role = Role
members-filter-all = All
members-filter-group = Group
members-clear = Clear the filters
members-member = Member
members-state = Two-step
members-last-used = Last code
members-none-found =
    Nobody matches. Try fewer filters or words, and the beginning of a first name, a family name or a part
    of the address.
members-none-yet = There are no members yet. Invite your team.
members-invite-lead =
    The person gets an email with a link to choose a password. It is good for 7 days.
members-invite-button = Send the invitation
members-holder = { $name } has this address.
members-open-holder = Open the page of { $name }
members-invited = An invitation is on its way to { $email }.
members-role-agent-means = Signs in and sees only their own pages.
members-role-helpdesk-means = Sees all members and helps those who are stuck.
members-role-admin-means = Runs the organization.
members-since = Member since
members-signed-in = Last sign-in
members-enrolled = Set up
members-imported = Imported
members-imported-unproven = not used yet; to be replaced by { $until }
members-imported-proven = in use; to be replaced by { $until }
members-import-entries = Import authenticator entries
members-locked-until = Locked until
members-filter-held = Recovery
members-held-only = Held
members-held-title = Recovery by email is held
members-held-reset =
    The password was reset with a link by email on { $since }, without a code of a device.
members-held-address = The email address was changed on { $since }.
members-held-refused =
    On { $since } somebody said that it was not the member. The password opens nothing, and no link
    for a new one is sent.
members-held-means =
    No device can be set up by email, and the member cannot change the address.
members-held-until = It ends by itself on { $until }.
members-held-to-approve = It does not end by itself: a person has to decide.
members-held-told =
    The member was told by email, and so were the administrators and the help desk: once a day at
    most about one member.
members-held-not-yours = An administrator can decide about it.
members-approve = Approve now
members-approve-means =
    It was the member, and you made sure of it: recovery by email works again at once.
members-approve-question = Was it { $name }? Recovery by email works again at once.
members-approved = Recovery by email works again for { $name }.
members-refuse = This was not them
members-refuse-means =
    Sessions and links end, the password opens nothing any more, and recovery stays held until
    somebody approves it.
members-refuse-question =
    Was it not { $name }? All sessions end, and nobody can sign in with the password.
members-refused = The account of { $name } is stopped. Approve it when the mailbox is safe again.
members-address = Change the address
members-address-hint =
    Sessions end, both addresses are told, and recovery by email is held.
members-address-saved = { $name } signs in with the new address now. Both addresses were told.
members-former = Former addresses
members-former-hint = Kept for 90 days, sealed; only administrators see them.
members-former-ended = until { $at }
members-put-back = Put back
members-put-back-question = Put { $email } back?
members-help = Actions
members-manage = Role and membership
members-yourself = This is you. Your own device and password are on your security page.
members-nothing-to-do = There is nothing that you can do here.
members-resend-not-yours = An administrator can send the invitation again.
members-help-not-yours = An administrator can help this member.
members-role-saved = The role of { $name } is changed.
members-groups = Groups
members-no-groups = There is no group yet.
members-in-groups = { $name } is in these groups
members-save-groups = Save the groups
members-groups-saved = The groups of { $name } are changed.
members-keep-groups = Make, rename and delete groups
members-tokens = API tokens for which { $name } answers
members-tokens-stop =
    They do nothing from then on, until another administrator takes them over. Who is asked has three days to
    confirm with password and code, and gets an email unless it is you.
members-tokens-end =
    { $name } answers for these API tokens. They end for good with the account, and programs that use them get no
    answer from then on. To keep one, cancel and have it taken over first: when you disable { $name }, or on the page
    "API tokens".
members-hand-over = Hand "{ $token }" over to
members-hand-over-nobody = Nobody
members-token-used = Last used: { $at }
members-disable = Disable
members-disable-means = Cannot sign in any more. Nothing is deleted.
members-disable-question = Disable { $name }? All sessions end at once.
members-disabled = { $name } is disabled.
members-enable = Enable
members-enable-means = Can sign in again.
members-enabled = { $name } can sign in again.
members-resend = Send the invitation again
members-resend-means = The link in the older email stops working.
members-unlock = Let them try again
members-unlock-means =
    Gives all tries and emails back: passwords, codes, and emails with codes and links.
members-unlocked = { $name } can try again at once.
members-stuck = What is going on
members-set-up = Setup
members-set-up-none = Not going on
members-set-up-email = Going on since { $since }: waits for the code from the email (step 1 of 4)
members-set-up-enroll = Going on since { $since }: connects the app (steps 2 to 4 of 4)
members-emails = Emails with a code
members-reset-emails = Emails for a new password
members-email-codes = Wrong codes from emails
members-passwords = Wrong passwords
members-browser-codes = Codes in a known browser wait until
members-last-reset = Device reset
members-closed = Too many. No time alone allows more: check who it is, and let them try again.
members-of-hour = { $used } of { $limit } this hour
members-of-day = { $used } of { $limit } today
members-wrong-in-a-row = { $count } in a row
members-next-at = { $text }, the next one at { $at }
members-reset-by = { $at }, by { $name }
members-mails = Newest emails
members-no-mails = None in the last days.
members-mail-code = Code to set up a device
members-mail-change = Code for a new address
members-mail-reset = Link for a new password
members-mail-invitation = Invitation
members-mail-notice = Notice
members-mail-paced = waits: about { $at }
members-mail-queued = is about to be sent
members-mail-delayed = not taken yet, next try at { $at }
members-mail-sent = taken by the mail server at { $at }
members-mail-failed = not delivered, given up at { $at }
members-mail-reply = (the mail server answered { $reply })
members-failures = Newest failures
members-no-failures = None in the last 7 days.
members-wrong-password = wrong password
members-wrong-code = wrong code from the app
members-wrong-email-code = wrong code from an email
members-wrong-setup-code = wrong first code of a new device
members-not-looked-at = a try that was not looked at
members-failure-from = { $at }: { $what }, from { $network }
members-waiting =
    { $count } invitations wait, because only so many are sent in an hour. The last one is sent at about
    { $at }.
members-reset = Reset the device
members-reset-means =
    Removes the device, for a lost phone, and ends a hold of recovery by email. Where a second step is
    required, a new one is set up at the next sign-in.
members-reset-question =
    Reset the device of { $name }? All sessions end at once, and so does a hold of recovery by email.
members-exempt-until = Exempt until
members-due-at = Required from
# $count (number)
members-later = { $count ->
    [one] may put it off once more
   *[other] may put it off { $count } times more
}
members-exemption = Exemption
members-exemption-lead = Until that day the policy asks this member for nothing. Administrators are never exempt.
members-exemption-day = Last day
members-exemption-reason = Reason for the exemption
members-exempt = Exempt
members-end-exemption = End the exemption
members-end-exemption-question = End the exemption of { $name }? What the policy asks for is due at once.
members-exempted = { $name } is exempt from the policy.
members-exemption-ended = { $name } is exempt no more.
members-reset-reason = Reason
members-reset-reason-hint =
    It stands in the audit record and in the mail to the member. How did you make sure who asks?
members-reason-hint = It stands in the audit record.
members-type-name = Type { $name } to confirm
members-was-reset = The device of { $name } is reset.
members-delete = Delete
members-delete-means = Removes the member for good.
members-delete-question = Delete { $name } for good? This cannot be undone.
members-deleted = { $name } is deleted.

## policy: The organization's rule.

policy-nav = Policy
policy-title = { me-two-step }
policy-lead = A code from an authenticator app, besides the password, at every sign-in.
policy-is-required = Required for everybody
policy-is-optional = Up to each member
policy-is-for-groups = Required for some groups
policy-groups-means =
    The members of these groups set it up. For everybody else it is optional.
policy-required-means =
    Everybody sets it up at the next sign-in, and is asked for a code at every sign-in afterwards.
policy-optional-means =
    Nobody has to set it up. A member who has a device is still asked for its code.
policy-changed-by = Changed { $time } by { $name }
# $count (number)
policy-will-ask = { $count ->
    [one] { $shown } person will be asked to set up at the next sign-in.
   *[other] { $shown } people will be asked to set up at their next sign-in.
}
# $count (number)
policy-would-ask = { $count ->
    [one] If you require it, { $shown } person will be asked to set up at the next sign-in.
   *[other] If you require it, { $shown } people will be asked to set up at their next sign-in.
}
# $count (number)
policy-still-asked = { $count ->
    [one] { $shown } person has not set up yet and is asked at the next sign-in, unless exempt.
   *[other] { $shown } people have not set up yet and are asked at their next sign-in, unless they are exempt.
}
# $count (number)
policy-asked-then = { $count ->
    [one] { $shown } person has not set up yet and is asked at the first sign-in from that moment on.
   *[other] { $shown } people have not set up yet and are asked at their first sign-in from that moment on.
}
policy-nobody-asked = Everybody has set it up already: nobody will notice.
# $count (number)
policy-sessions-end = { $count ->
    [one] { $shown } session without a code is refused at once.
   *[other] { $shown } sessions without a code are refused at once.
}
policy-more-sessions-end = More than { $shown } sessions without a code are refused at once.
policy-first-affected = Among them
policy-show-affected = Show them
policy-switch-on = Require it for everybody
policy-switch-off = Leave it to each member
policy-own-device-first =
    Set up your own device first. Otherwise you would lock yourself out of the Admin Center with
    this switch.
policy-own-device = Set up my device
policy-require-title = Require the second step for everybody?
# $count (number)
policy-require-button = { $count ->
    [one] Require it and ask { $shown } person
   *[other] Require it and ask { $shown } people
}
policy-require-nobody = Require it
policy-relax-title = Leave the second step to each member?
policy-relax-means =
    New members sign in with the password alone. A member who has a device is still asked for its
    code, and may remove it.
policy-relax-button = Leave it to each member
policy-at-once = This counts from the moment that you confirm.
policy-now-required = Two-step verification is now required for everybody.
policy-now-optional = Two-step verification is now up to each member.
policy-changed-meanwhile = { $name } changed this at { $time }: { $now }. Your change was not made.
policy-somebody-changed = Somebody changed this at { $time }: { $now }. Your change was not made.
policy-now-is-required = now required for everybody
policy-now-is-optional = now up to each member
policy-now-is-for-groups = now required for some groups
policy-now-is-planned = now required from a date on
policy-relax-reason = Why?
policy-relax-reason-hint = It stands in the audit record and in the mail to the administrators.
policy-from-at = Required from { $time }
policy-from-means = Until then sign-ins are not asked for it. From that moment on everybody sets it up.
# $count (number)
policy-from-skips = { $count ->
    [one] Until then every sign-in is asked for it, and each person may put it off once.
   *[other] Until then every sign-in is asked for it, and each person may put it off { $count } times.
}
# $count (number)
policy-group-rules = { $count ->
    [one] One group has a rule of its own.
   *[other] { $count } groups have rules of their own.
}
policy-soon = Planned
policy-plan = Plan
policy-plan-lead = Say from when on it is required, and give people time. The administrators get a mail about a change.
policy-plan-asks = For everybody
policy-plan-optional = Up to each member
policy-plan-at-once = Required at once
policy-plan-from = Required from a date
policy-plan-date = Date and time
policy-plan-zone = In your time zone: { $zone }
policy-plan-skips = How often may each person choose "Later" before?
policy-plan-no-skips = Never: nobody is asked before
policy-plan-one-skip = Once
policy-plan-two-skips = Twice
policy-plan-three-skips = Three times
policy-plan-groups = These groups have to set it up at once
policy-plan-groups-hint =
    Who of them has no device is asked at the next sign-in, and sessions without a code are refused from now on.
policy-plan-reason-hint = Needed where you ask for less than before. It stands in the audit record and in the mail to the administrators.
policy-plan-save = Save the plan
policy-plan-saved = The plan is saved.
policy-versions = Versions
policy-version = Version { $version }
policy-version-at = { $time }, { $name }
policy-version-wait = Recovery by email: time.
policy-version-approve = Recovery by email: a person.
policy-version-default = Recovery by email: nobody had chosen.
policy-put-back = Put back
policy-put-back-question = Put the plan of version { $version } back?
policy-recovery = Recovery by email
policy-recovery-lead =
    Who resets a password with the mailbox alone, or changes the address, sets up no phone by email
    for a while. What ends that?
policy-recovery-wait = Time: 72 hours
policy-recovery-wait-means =
    After that a mailbox that somebody else reads is enough to set up a phone. Administrators and the
    help desk are told, and can end it before or stop it.
policy-recovery-approve = A person
policy-recovery-approve-means =
    An administrator, or the help desk for agents, makes sure who it was. Time alone never ends it.
policy-recovery-default =
    Nobody has chosen yet: it is a person where two-step verification is required and there are two
    administrators, and time otherwise.
policy-recovery-one-admin =
    You are the only administrator: nobody here can approve your own recovery. The operator of the
    server can, with "twostep member recover". Invite a second administrator.
policy-recovery-saved = The change is saved. It counts for what begins from now on.

## tokens: The pages of API tokens.

tokens-title = API tokens
tokens-lead = A program asks with a token instead of a session: a ticket system, a remote-support console, a script.
tokens-docs = What programs can ask
tokens-none = There is no token yet.
tokens-all = All API tokens
tokens-make = Make a token
tokens-make-lead = You answer for it: it does what you choose here, until you are no administrator any more.
tokens-make-button = Make the token
# $limit (number)
tokens-full = You have { $limit } API tokens, the most there can be. End one first.
tokens-name = Name
tokens-name-hint = What it is for, such as "Ticket system".
tokens-scopes = What it may do
tokens-owner = Who answers for it
tokens-last-use = Last used
tokens-ends = Ends
tokens-days = Days until it ends
# $longest (number)
tokens-days-hint = 1 to { $longest }.
# $longest (number)
tokens-wrong-days = A number from 1 to { $longest }.
tokens-networks = Only from these networks
tokens-networks-hint = Such as 203.0.113.0/24, several with commas between them. Leave it empty for everywhere.
# $limit (number)
tokens-too-many-networks = At most { $limit } networks.
tokens-wrong-network = "{ $network }" is no network. Write it like 203.0.113.0/24 or 2001:db8::/48.
tokens-members-read = See members
tokens-members-write = Invite, change and remove agents
tokens-policy-read = See the policy
tokens-policy-write = Change the policy
tokens-devices-reset = Reset devices of agents and end their delays
tokens-verifications-write = Ask whether a person has the enrolled device
tokens-audit-read = Read and export the audit record
tokens-radius-authorize = Pass on sign-ins that come over RADIUS
tokens-made-title = Copy the token now
tokens-shown-once = It is shown this once and never again.
tokens-ends-on = It ends on { $date }. You get an email before.
tokens-try-it = Try it:
tokens-kept = I have copied it
tokens-leave-uncopied = A secret is shown only now and was not copied. Sign out without it?
tokens-expired = Ended
tokens-stopped = Stopped
tokens-owner-lost = { $name } does not answer for it any more. Any administrator can take it over.
tokens-second-step-owed = It was made without a code, which the policy asks for now. An administrator with a device can take it over.
tokens-end = End
tokens-end-label = End the token "{ $name }"
tokens-end-question = End the token "{ $name }"? Programs that use it get no answer from then on.
tokens-ended = The token "{ $name }" has ended.
tokens-take-over = Take over
tokens-take-over-label = Take over the token "{ $name }"
tokens-take-over-question = Answer for the token "{ $name }" from now on? Programs that use it go on with your role.
tokens-taken-over = You answer for the token "{ $name }" now.
tokens-offered-to-you = { $name } asks you to answer for it, until { $until }.
tokens-offered-to-yourself = You can take it over until { $until }.
tokens-offered-to = Offered to { $name }, until { $until }.
tokens-decline = Decline
tokens-decline-label = Decline the token "{ $name }"
tokens-decline-question = Decline to answer for the token "{ $name }"? Its owner answers for it as before.
tokens-decline-stopped-question = Decline to answer for the token "{ $name }"? It does nothing until somebody takes it over.
tokens-declined = You do not answer for the token "{ $name }".
tokens-gone = There is no token "{ $name }" any more.
tokens-not-asked = You are not asked any more to answer for the token "{ $name }".

## audit: The page Audit, and the trail of a member.

audit-title = Audit
audit-lead = What happened here, newest first. That you read it is recorded too.
audit-when = When
audit-what = What
audit-who = By
audit-whom = About
audit-outcome = Outcome
audit-result = Result
audit-network = Network
audit-request = Request
audit-seal = Seal
audit-success = Done
audit-ended = Ended
audit-failure = Failed
audit-throttled = Too many tries
audit-anonymous = Somebody unknown
audit-system = Twostep
audit-program = An API token
audit-gone = Somebody who is no longer here
audit-proved = Unchanged since it was sealed
audit-waiting = Not sealed yet
audit-broken = Altered
audit-broken-alert = An event was altered after it was sealed. The host's administrator finds more with: twostep audit verify
audit-from = From this day
audit-to = To this day
audit-wrong-days = This is before the first day.
audit-detail-yes = Yes
audit-detail-no = No
audit-detail-added = New
audit-detail-removed = Removed
audit-detail-changed = Changed
audit-detail-made = New
audit-detail-unchanged = Members already
audit-detail-duplicate = Repeated rows
audit-detail-refused = Refused
audit-detail-repeated = So many times more
audit-detail-rows = Rows
audit-detail-former-name = Former name
audit-detail-client = Console
audit-detail-redirect-uris = Addresses to go back to
audit-detail-launch-uri = Address that people open
audit-detail-minimum-acr = Least level
audit-detail-host = Receiver
audit-detail-until = Until
audit-detail-replace-by = To be replaced by
audit-detail-delay = Seconds to wait
audit-detail-browser = Browser
audit-detail-challenge = Confirmation
audit-detail-device = Device
audit-detail-group = Group
audit-detail-token = API token
audit-detail-aal = Proof (1: password, 2: password and code)
audit-detail-after = Afterwards
audit-detail-ahead = Seconds ahead
audit-detail-algorithm = Algorithm
audit-detail-at-once = At once
audit-detail-before = Before
audit-detail-counted = Counted
audit-detail-delivery = Delivery
audit-detail-ended-with = Ended with
audit-detail-format = Format
audit-detail-imported = Imported
audit-detail-key = Key
audit-detail-kind = Kind
audit-detail-mode = With refused rows
audit-detail-others = Other browsers
audit-position = Position of this event
audit-detail-position = Position in the record
audit-detail-recovery-after = Recovery afterwards
audit-detail-recovery-before = Recovery before
audit-detail-replaced = Instead of another device
audit-detail-requests = Requests
audit-detail-sandbox = Test organization
audit-detail-session = Session
audit-detail-sign-ins = Sign-ins
audit-detail-signs-from = Signs from
audit-detail-source = Source
audit-detail-stale-members = Members put right
audit-detail-stale-words = Search words put right
audit-detail-stored = Stored
audit-detail-told = Told
audit-detail-transport = Transport of the session
audit-detail-verification = Verification
audit-detail-version = Version of the policy
audit-detail-required-from = Required from
audit-detail-zone = Time zone
audit-detail-skips = Sign-ins that may put it off
audit-detail-skips-left = Sign-ins that may still put it off
audit-detail-group-rules = Groups with rules of their own
audit-detail-demand-after = The policy asks afterwards
audit-detail-demand-before = The policy asked before
audit-detail-puts-back = Version that was put back
audit-detail-with-code = With a code
audit-mode-all = nothing is changed
audit-mode-possible = the others are imported
audit-source-batch = Request of a program
audit-source-file = File
audit-text = Text in a reason
audit-apply = Filter
audit-any = All
audit-clear = Without filters
audit-remove = remove this filter
audit-person = Member, by name or email address
audit-find-person = Find
audit-nobody = No member is found with that. Members who were deleted are not found.
# $count (number)
audit-found = { $count ->
    [one] { $count } member is found.
   *[other] { $count } members are found.
}
# $limit (number)
audit-first-found = The first { $limit } are shown. Type more of the name to find others.
audit-events-about = Events about { $name }
audit-events-by = Events by { $name }
audit-by-program = By the API token
audit-group-sign-in = Signing in
audit-group-recovery = Passwords, addresses and recovery
audit-group-devices = Devices
audit-group-members = Members and groups
audit-group-organization = Organization and policy
audit-group-programs = API tokens and verifications
audit-group-consoles = Consoles
audit-group-record = The record and its keys
audit-group-server = Server and mails
audit-group-other = Other
audit-none = No event fits.
audit-none-yet = No event yet.
audit-further = None on this page. Older ones may fit.
audit-older = Older
audit-newest = Newest
audit-export = Export
audit-export-lines = NDJSON, with seals
audit-export-table = CSV
audit-export-hint = Filtered by days only, the NDJSON file proves that nothing is missing: twostep audit verify --export FILE
audit-all = All events
audit-no-event = There is no such event
audit-verification = What was asked
audit-audience = Receipt for
audit-station = Workstation
audit-flow = All events of this attempt
audit-trail = Latest events
audit-trail-all = All events about this member
audit-trail-by = All events by this member
audit-detail-made-by = Made by
audit-by-actor = All events by the same person or program
audit-sealed = Complete up to { $complete }, sealed and verified up to { $sealed }: each event shown was checked against its seal.
audit-signed = Daily heads are signed up to { $signed }.
audit-only-about = Only about { $name }
audit-only-by = Only by { $name }
audit-only-about-gone = Only about somebody who is no longer here
audit-only-by-gone = Only by a member or program that is no longer here
audit-other-actor = Another, see above
audit-ended-program = (ended on { $date })
audit-made-program = (made on { $date })
audit-reason = Reason
audit-why-account-disabled = Disabled in the directory
audit-why-account-expired = Expired in the directory
audit-why-account-locked = Locked in the directory
audit-why-managed-elsewhere = The directory keeps it
audit-why-not-a-member = Not a member
audit-why-not-here = Not from there
audit-why-not-now = Not at this time
audit-why-password-expired = Password expired
audit-why-password-must-change = Password to be changed
audit-why-too-many = Too many missing
audit-why-accepted = right
audit-why-already-used = used before
audit-why-code = password and code
audit-why-expired = too late
audit-why-export = as a file
audit-why-failing = nothing arrived for days
audit-why-given-up = given up
audit-why-gone = the receiver is gone
audit-why-imported = the imported entry had to be replaced
audit-why-invalid-token = no link of ours
audit-why-no-device = no phone set up
audit-why-no-such-member = no such member
audit-why-not-active = not enabled
audit-why-pages = on the page
audit-why-password = password alone
audit-why-recovery-hold = recovery is held
audit-why-sent = sent
audit-why-throttled = too many tries
audit-why-unreadable = unreadable
audit-why-used-up = used up
audit-why-wrong = wrong
audit-on-organization-created = Organization made
audit-on-password-checked = Password checked
audit-on-password-changed = Password changed
audit-on-password-reset-requested = New password asked for
audit-on-password-reset-sent = Link for a new password sent
audit-on-password-reset-confirmed = New password chosen by link
audit-on-sign-in-finished = Signed in
audit-on-sign-in-not-finished = Sign-in not finished
audit-on-email-change-started = New address entered
audit-on-email-change-confirmed = Address changed
audit-on-flow-given-up = Sign-in attempt given up
audit-on-code-checked = Code checked
audit-on-session-ended = Session ended
audit-on-session-reauthenticated = Confirmed who it is
audit-on-device-replacement-started = New phone begun
audit-on-email-code-sent = Code sent by email
audit-on-email-code-checked = Code from the email checked
audit-on-device-prepared = Phone being set up
audit-on-device-confirmed = Phone set up
audit-on-device-removed = Phone removed
audit-on-device-reset = Two-step verification reset
audit-on-device-imported = Authenticator entry imported
audit-on-devices-imported = Import of authenticator entries
audit-on-device-disabled = Device switched off
audit-on-device-unlocked = Delay ended
audit-on-device-unseal-failed = Secret of the phone unreadable
audit-on-policy-changed = Policy changed
audit-on-member-created = Member invited
audit-on-member-changed = Member changed
audit-on-member-deleted = Member removed
audit-on-invitation-sent = Invitation sent
audit-on-invitation-accepted = Invitation accepted
audit-on-mail-not-delivered = Email not delivered
audit-on-key-activated = Key activated
audit-on-key-removed = Key removed
audit-on-database-restored = Backup restored
audit-on-counts-repaired = Counts repaired
audit-on-handler-panicked = Internal failure
audit-on-recovery-held = Recovery held
audit-on-recovery-approved = Recovery approved
audit-on-recovery-refused = Recovery refused
audit-on-browser-ended = Browser forgotten
audit-on-api-token-created = API token made
audit-on-api-token-ended = API token ended
audit-on-api-token-taken-over = API token taken over
audit-on-api-token-offered = API token offered to another administrator
audit-on-api-token-offer-taken = Offered API token taken over
audit-on-api-token-offer-declined = Offered API token declined
audit-on-api-token-used-outside = API token used from outside its networks
audit-on-verification-answered = Asked by a program
audit-on-audit-pruned = Old events removed
audit-on-audit-read = Audit read
audit-on-webhook-created = Webhook added
audit-on-webhook-changed = Webhook changed
audit-on-webhook-ended = Webhook deleted
audit-on-webhook-secret-rotated = New secret of a webhook
audit-on-webhook-disabled = Webhook switched off
audit-on-webhook-not-delivered = Event not delivered
audit-on-webhook-tested = Webhook tested
audit-on-webhook-replayed = Event sent again
audit-on-client-created = Console added
audit-on-client-changed = Console changed
audit-on-client-deleted = Console deleted
audit-on-client-secret-rotated = New secret of a console
audit-on-client-signed-in = Signed in to a console
audit-on-client-code-reused = Code of a console used twice
audit-on-client-signed-out = Signed out of a console
audit-on-client-logout-not-delivered = Console not told of the end of a session
audit-on-directory-member-linked = Password checked by the directory from now on
audit-on-directory-member-left = Left the directory
audit-on-directory-leavers-refused = Directory not believed: too few members found
audit-on-second-step-put-off = Two-step verification put off
audit-on-exemption-set = Exempted from the policy
audit-on-exemption-ended = Exemption ended
audit-on-signing-key-created = Signing key made
audit-on-signing-key-rotated = Signing key rotated
audit-on-challenge-made = Asked to confirm something
audit-on-challenge-declined = Said that it was not asked for
audit-on-evidence-key-created = Key of daily heads made
audit-on-evidence-key-rotated = Key of daily heads rotated
audit-on-group-created = Group made
audit-on-group-renamed = Group renamed
audit-on-group-deleted = Group deleted
audit-on-sandbox-created = Test organization made
audit-on-sandbox-deleted = Test organization deleted
audit-on-sandbox-clock-moved = Clock of the test organization moved
audit-on-members-exported = Members exported
audit-on-members-imported = Members imported

## entries: The page "Import authenticator entries".

entries-title = Import authenticator entries
entries-lead =
    Members who have an entry in an authenticator app from another product go on with it. First you see
    what would happen; nothing is changed until you import.
entries-warning =
    The people who handle these secrets can make every member’s codes. Use the file on this computer only, and
    delete it when you are done. Each member is told by email, and has to set up an entry of their own in time.
entries-text = Entries
entries-text-hint =
    One a line: otpauth:// addresses, otpauth-migration:// links of Google Authenticator, or CSV with an
    email address and the secret. At most 1,000.
entries-file = Or choose a file
entries-file-hint = Its text is put into the field above.
entries-days = Days until members have to replace them
entries-days-hint = 1 to 365
entries-check = See what would happen
# $count (number)
entries-import = { $count ->
    [one] Import { $shown } entry
   *[other] Import { $shown } entries
}
entries-nothing-to-import = There is no entry that can be imported.
entries-would-be = What would happen
entries-was = What happened
# $count (number)
entries-imported = { $count ->
    [one] { $shown } entry is imported. Its member was told by email.
   *[other] { $shown } entries are imported. Their members were told by email.
}
entries-none-imported = No entry is imported.
# $count (number)
entries-refused = { $count ->
    [one] { $shown } entry is refused.
   *[other] { $shown } entries are refused.
}
# $count (number)
entries-missing-links = { $count ->
    [one] { $count } link of the same transfer from Google Authenticator is missing.
   *[other] { $count } links of the same transfers from Google Authenticator are missing.
}
entries-line = Line
entries-entry = Entry
entries-unnamed = (without a name)
entries-result = Result
entries-would-import = can be imported
entries-is-imported = imported
entries-is-refused = refused
entries-weak = short secret
entries-assign = Member of line { $line }
entries-assign-hint = Email address
entries-to-members = To the members
entries-unreadable = This is none of the forms, or a link that is cut off or altered.
entries-too-long = The line is longer than 4 KB.
entries-not-time-based = It counts instead of following the time (HOTP).
entries-algorithm = Its codes are made with something else than SHA-1.
entries-digits = Its codes do not have six digits.
entries-period = Its codes do not change every 30 seconds.
entries-bad-secret = The secret is no Base32.
entries-short-secret = The secret is too short to be safe.
entries-duplicate = An earlier line has the same member or the same secret.
entries-unknown-member = No member has this address.
entries-member-disabled = The member is disabled.
entries-not-by-label = The member is no agent, so what stands in the line is not enough. Enter the address to confirm whose entry it is.
entries-not-confirmed = The member is no agent, and nobody confirmed whose entry it is.
entries-held = The member may set up no device for now.
entries-own-entry = This is you. Set up your own entry on your security page.
entries-has-device = The member has a device already.
entries-unavailable = The import took too long before this entry's turn came. Import it again.

## imports: The page for the import of members.

imports-title = Import members
imports-lead =
    Each row becomes a member and gets an invitation by email. First you see what would happen; nothing is
    changed until you import.
imports-text = Members
imports-text-hint =
    CSV. The first line names the columns: email and name, and if you like role (agent, helpdesk, admin),
    language (such as en) and groups (with | between them). At most 1,000 rows.
imports-file = Or choose a file
imports-file-hint = Its text is put into the field above.
imports-file-failed = The file cannot be read as text of at most 4 MB. Nothing was changed. Save a workbook as CSV (UTF-8) first.
imports-file-guessed = The file is not in UTF-8, so its letters are a guess (Windows-1252). Check names with accents or umlauts, or save it as CSV in UTF-8.
imports-wrong-file = The columns cannot be read. The first line has to name them, at least email and name.
imports-unknown-column =
    There is no column "{ $name }". The first line names email and name, and if you like role, language and
    groups.
imports-unnamed-column =
    A column has no name. The first line names email and name, and if you like role, language and groups.
imports-unclosed-quote =
    A quotation mark in the row of line { $line } is never closed. Close or remove it; one that belongs to the
    text stands twice: "".
imports-too-many = These are more than 1,000 rows.
imports-check = See what would happen
# $count (number)
imports-import = { $count ->
    [one] Import { $shown } member
   *[other] Import { $shown } members
}
imports-nothing-to-import = There is nobody to import.
imports-would-be = What would happen
imports-was = What happened
# $count (number)
imports-made = { $count ->
    [one] { $shown } member is imported. The invitation is sent by email.
   *[other] { $shown } members are imported. Their invitations are sent by email, one after the other.
}
# $count (number)
imports-unchanged = { $count ->
    [one] { $shown } row is of somebody who is a member already.
   *[other] { $shown } rows are of people who are members already.
}
# $count (number)
imports-refused = { $count ->
    [one] { $shown } row is refused.
   *[other] { $shown } rows are refused.
}
# $count (number)
imports-fine = { $count ->
    [one] { $shown } row without a problem
   *[other] { $shown } rows without a problem
}
imports-none-refused = No row has a problem.
# $count (number)
imports-duplicates = { $count ->
    [one] { $shown } row has the address of a row before it.
   *[other] { $shown } rows have the address of a row before them.
}
imports-is-made = imported
imports-would-be-made = can be imported
imports-is-unchanged = is a member already
imports-is-duplicate = address of a row before
imports-is-refused = refused
imports-wrong-name = No line breaks or other control characters.
imports-wrong-role = Write agent, helpdesk or admin, or leave it empty.
imports-wrong-language = Write the tag of a language, such as en or de, or leave it empty.
imports-unknown-group = There is no group "{ $name }". Names stand apart by |.
imports-wrong-cells = It has another number of cells than the first line.
imports-repair = Repair the refused rows
imports-line = Line
imports-email = Email address
imports-later = Not possible now. Try this row again later.
imports-often = This address was invited several times within an hour. Try this row again in { $wait }.
imports-full = The test organization has as many members as it may have.
imports-to-members = To the members

## webhooks: The pages of webhooks.

webhooks-title = Webhooks
webhooks-one = Webhook
webhooks-one-of = Webhook to { $host }
webhooks-lead = Programs are told what happens as it happens: each event is sent to their address, signed.
webhooks-none = There is no webhook yet.
webhooks-all = All webhooks
webhooks-make = Add a webhook
webhooks-make-lead = From now on these events are sent to this address. What happened before is not.
webhooks-make-button = Add the webhook
webhooks-full = You have as many webhooks as there can be. Delete one first.
webhooks-address = Address
webhooks-unreadable = The address cannot be read
webhooks-address-hint = It begins with https://. It must be public, or in a network that the operator of this server allows.
webhooks-wrong-address = Enter an address that begins with https://, without a name, a password or a part behind #.
webhooks-private-address = This address is not public. Only the operator of this server can admit private networks.
webhooks-events = What it is told
webhooks-event = Event
webhooks-state = State
webhooks-answer = Last answer
webhooks-made-at = Added
webhooks-member-enrolled = A member has set up a device
webhooks-device-replaced = A member has a new device
webhooks-device-reset = An administrator or the helpdesk reset a device
webhooks-member-locked = A member is locked after wrong codes
webhooks-policy-changed = The policy was changed
webhooks-sign-in-unfinished = A sign-in ended after the right password
webhooks-member-disabled = A member was disabled
webhooks-verification-answered = A program was told whether a member has the device
webhooks-api-token-created = An API token was made
webhooks-made-title = Copy the secret now
webhooks-check-it = The receiver checks the signature of each request with it, as Standard Webhooks describe.
webhooks-kept = I have copied it
webhooks-active = On
webhooks-failing = Fails
webhooks-failing-since = Nothing has arrived since { $time }.
webhooks-disabled = Off
webhooks-disabled-by-person = An administrator has switched it off.
webhooks-disabled-gone = The receiver said that it is gone (410).
webhooks-disabled-failing = Nothing arrived for three days.
webhooks-disabled-restored = The database came from a backup. Check the address before you switch it on.
webhooks-answered = Status { $status }
# $took (number)
webhooks-took = { $took } ms
webhooks-address-not-allowed = Address not allowed: neither public nor allowed by the operator
webhooks-timeout = No answer within 15 seconds
webhooks-unreachable = Nobody answers there, or its name does not exist
webhooks-certificate = The certificate is not accepted
webhooks-broken-off = The connection broke off
webhooks-sample = Event of the test
webhooks-test = Send a test
webhooks-was-tested = The receiver took the test. Request and answer are below.
webhooks-test-failed = The receiver did not take the test. Request and answer are below.
webhooks-tested = Test
webhooks-request = Request
webhooks-enable = Switch on
webhooks-was-enabled = The webhook is on: it is told what happens from now on.
webhooks-disable = Switch off
webhooks-disable-question = Switch this webhook off? What waits is given up, and what happens meanwhile is not sent later.
webhooks-was-disabled = The webhook is off.
webhooks-rotate = New secret
webhooks-rotate-question = Make a new secret? For 24 hours requests are signed with both.
webhooks-was-rotated = Copy the new secret now. The old one signs for 24 hours more.
webhooks-former-secret = Former secret
webhooks-signs-until = Signs until { $time }
webhooks-delete = Delete
webhooks-delete-question = Delete this webhook with its list of deliveries? Nothing is sent to it any more.
webhooks-was-deleted = The webhook was deleted.
webhooks-change = Change address and events
webhooks-was-changed = The change is saved.
webhooks-not-there = This webhook does not exist any more.
webhooks-deliveries = Deliveries
webhooks-nothing-sent = No event was sent in the last 30 days. Tests are not listed here.
webhooks-was-sent = What was sent
webhooks-said = What was answered
webhooks-waiting = Waits
webhooks-delivered = Delivered
webhooks-given-up = Given up
# $attempts (number)
webhooks-attempts = { $attempts ->
    [one] { $attempts } attempt
   *[other] { $attempts } attempts
}
webhooks-next-attempt = Next at { $time }
webhooks-replay = Send again
webhooks-replay-label = Send again: { $event }, { $time }
webhooks-was-replayed = It was sent again, and the receiver took it.
webhooks-replay-failed = It was sent again, but the receiver did not take it. The answer is in the list.

## clients: The pages of consoles that sign in with us, and the start page of members who open them.

clients-title = Consoles
clients-one = Console
clients-lead = People sign in at these consoles with their account here, with the second step that you ask for.
clients-none = No console is protected yet. It takes a few minutes: choose the product, copy its configuration, try it out.
clients-all = All consoles
clients-all-products = All products
clients-protect = Protect a console
clients-gallery-lead = Choose the product. You get its configuration with the real values, to copy.
clients-any-client = Any other (OpenID Connect)
clients-name = Name
clients-name-hint = People see it on their start page, and where they are asked whether the console may know who they are.
clients-address = Address of the console
clients-address-hint = What people open in the browser, such as https://desk.example.com.
clients-address-completed = The address is completed to { $address }.
clients-redirect = Redirect URI
clients-redirects = Redirect URIs
clients-redirect-hint = The console shows it where you set up its sign-in. It is compared character for character.
clients-wrong-address = Enter an address that begins with https://, without a name, a password or the character @. Only localhost may begin with http://.
clients-address-taken = Another console already protects this address. An address can be that of one console only.
clients-full = You have as many consoles as there can be. Delete one first.
clients-make-button = Show the configuration
clients-configure = Configure { $name } now
clients-secret-once = The secret in this configuration is shown only now. Copy it before you go on.
clients-hidden-secret = (the secret, shown once)
clients-configuration = Configuration: { $product }
clients-install = Install it and switch it on:
clients-install-caddy = Install Caddy 2.11.4 or later from caddyserver.com: that of Debian is too old. Then look:
clients-install-traefik = Have Traefik read a directory of files (providers.file.directory).
clients-install-paste = Paste the text below into this place:
clients-install-load = Check it, then load it:
clients-install-by-itself = Traefik loads it by itself, and says in its log what it cannot read.
clients-own-passphrase = (a random passphrase of its own)
clients-least-version = From version { $version }
clients-tried-here = Tried at Twostep with { $versions }.
clients-tried-alike = Not tried at Twostep itself. { $version } signed in with the same settings at a test server that answers alike.
clients-tried-in-front = Tried at Twostep with { $versions } in front. The settings of the product behind it are those of its documentation.
clients-tried-nowhere = Not tried by us: the settings are those of the product’s documentation.
clients-note-accounts = People need an account there with the same email address before they sign in for the first time.
clients-note-login-names = People need an account there before whose login name is their email address.
clients-note-paid = The module for this costs money at the maker of the product.
clients-note-apache = Let nothing but this Apache reach the console. Who gets around it could name himself as he likes.
clients-note-proxy = Let nothing but this proxy reach the console, whose address in the text is 127.0.0.1:9000: who gets around it could name himself as he likes. Who runs this installation must name the address of the proxy (TWOSTEP_TRUSTED_PROXIES).
clients-note-implicit = The product’s own OpenID Connect knows only a flow that puts tokens into addresses. It is not offered here, so Apache signs people in.
clients-note-spare = Keep one administrator of the console who can sign in without Twostep until the test has gone well.
clients-test-it = I have copied it: test it
clients-radius-token = First make an API token with the scope “radius:authorize”. Give it the network of the FreeRADIUS server.
clients-radius-make-token = Make the API token
clients-radius-files = Then put these two files there, the token in the place of tsk_…, and a secret of its own for each VPN or firewall.
clients-needs = Asks for
clients-needs-two = Two-step verification
clients-needs-one = At least the password
clients-needs-fresh = A new code at every start
clients-last-used = Last used
clients-never = Never
clients-state = State
clients-active = On
clients-disabled = Off
clients-who = Who may use it
clients-in-groups = In one of: { $groups }
clients-lost-groups = Nobody: every group that might use it was deleted.
clients-client-id = Client ID
clients-launch = Address that people open
clients-subject = Name of people at the console
clients-subject-public = The same ID as everywhere
clients-subject-pairwise = An ID of its own, which no other console knows
clients-made-at = Added
clients-launch-hint = Where people go from their start page here. Leave it empty to show no link.
clients-origin-hint = What the proxy protects: scheme, host and port, without a path.
clients-redirects-hint = Where people come back with a code. One address in each line, compared character for character.
clients-after-sign-out-hint = Where people may go when they have signed out. One address in each line.
clients-logout-hint = Twostep sends a message there when a session ends (back-channel logout). Leave it empty if the console takes none.
clients-algorithm-hint = RS256 is what almost every console understands.
clients-wrong-line = Address { $line }: { $problem }
clients-former-secret = Former secret
clients-good-until = Good until { $time }
clients-standing = Settings
clients-change-who = Change who may use it, and what it asks for
clients-change = Change name and addresses
clients-was-changed = The change is saved. It counts from now on.
clients-after-sign-out = Addresses after signing out
clients-logout = Address that is told of the end of a session
clients-algorithm = Signature of ID tokens
clients-claims-in-token = Put name, email address and groups into the ID token too
clients-fresh = Ask for a new code at every start
clients-age = Longest time since the last code, in seconds
clients-age-hint = 60 to 86400. Leave it empty for no limit.
clients-groups = Groups
clients-groups-hint = Being in one of them is enough. With none chosen, everybody with a role above may use it.
clients-any-group = Let everybody with a role above use it, whatever group they are in
clients-consent = Ask people each time if the console may know who they are
clients-enable = Switch on
clients-was-enabled = The console is on.
clients-disable = Switch off
clients-disable-question = Switch { $name } off? Nobody signs in there with Twostep until it is on again.
clients-was-disabled = The console is off.
clients-rotate = New secret
clients-rotate-question = Make a new secret for { $name }? The old one is good for 24 hours more.
clients-rotate-again-question = Make a new secret for { $name }? The present one is good for 24 hours more. The one before it stops working now, not on { $until }.
clients-was-rotated = Copy the new secret now. The old one is good for 24 hours more.
clients-delete = Delete
clients-delete-question = Delete { $name }? Nobody signs in there with Twostep any more, and its secret is void.
clients-was-deleted = The console was deleted.
clients-live = Live test
clients-live-lead = Open the console in a private window and sign in there with Twostep. What comes in stands here two seconds later.
clients-live-stopped = The test is stopped. What came in last stands below.
clients-start = Start the test
clients-stop = Stop the test
clients-open-in-tab = Open the console in a new tab
clients-step-authorize = The console sent somebody here
clients-step-signed-in = The person was signed in and sent back
clients-step-redeemed = The console redeemed the code
clients-step-proxy-sent = The proxy sent somebody here
clients-step-proxy-back = The browser came back through the proxy and was let in
clients-step-userinfo = The console asked who it is
clients-step-logout = The console was told that a session ended
clients-step-logout-none = not set up: this console stays open until its own session ends
clients-step-refused = refused, see below
clients-step-before = before the last refusal: { $time }
clients-corrected = changed since: try again
clients-not-yet = not yet
clients-ago = { $time } ago
clients-verdict-waiting = Nobody has signed in at this console yet.
clients-verdict-two = It works: somebody signed in with two steps.
clients-verdict-one = It works: somebody signed in, with the password alone.
clients-verdict-wrong = Something is not right yet. See below.
clients-verdict-corrected = Changed since it was refused. Sign in at the console once more.
clients-problems = What is wrong
clients-came = This came:
clients-registered = Registered is:
# $count (number)
clients-last-of = { $count ->
    [one] Once, { $when }
   *[other] { $count } times, last { $when }
}
clients-register-address = Register this address
clients-register-question = Register { $address } too? Do so only if this address is the console’s own: people are sent there when they have signed in.
clients-clock-here = Here it is { $time }. A console whose clock is more than half a minute off may refuse our answers.
clients-refused-redirect-missing = The console sent no redirect URI.
clients-refused-redirect-slash = The redirect URI that came and the registered one differ in the slash at the end. Make them the same.
clients-refused-redirect-scheme = The redirect URI that came and the registered one differ in http and https. A console behind a proxy often does not know its own address: set it there.
clients-refused-redirect-port = The redirect URI that came has another port than the registered one.
clients-refused-redirect-query = The redirect URI that came and the registered one differ behind the question mark.
clients-refused-redirect-host = The redirect URI that came has another host than the registered one. Set the console’s own address there, or register this one if it is yours.
clients-refused-redirect-path = The redirect URI that came has another path than the registered one.
clients-refused-redirect-unknown = The redirect URI that came is none of the registered ones. If it is not yours, somebody else used the client ID.
clients-refused-disabled = The console is switched off here.
clients-refused-request = The console’s request cannot be followed: { $reason }
clients-refused-response-type = The console asks for another flow than the authorization code (response_type). Choose “code” there.
clients-refused-scope = The console does not ask for the scope “openid”. Add it there.
clients-refused-challenge-missing = The console keeps no secret and sent no PKCE challenge. Switch PKCE on there.
clients-refused-challenge-method = The console uses PKCE with another method than S256. Choose S256 there.
clients-refused-person = The person may not use this console: neither by role nor by group.
clients-refused-level = The person has no second step yet, and was asked to set it up.
clients-refused-silent = The console asked without showing anything (prompt=none), and the person was not signed in. This is usual for consoles that look whether somebody is.
clients-refused-declined = The person did not agree that the console is told.
clients-refused-secret-missing = The console sent no secret. Enter it there.
clients-refused-secret-wrong = The secret that the console sent is wrong. Copy it again, or make a new one here.
clients-refused-secret-unneeded = The console sent a secret, but is registered as one without. Remove it there.
clients-refused-grant-type = The console asks for another grant than the authorization code (grant_type).
clients-refused-code-unknown = The code that the console sent is not known: it was changed on its way, or is long past its time.
clients-refused-code-expired = The code came after its 60 seconds. The console reached us too late, or its sign-in page was open for long.
clients-refused-code-used = The code was used twice. What was made of it is void. Look whether the console sends requests twice.
clients-refused-code-of-another = The code was made for another console. Two consoles have their client IDs mixed up.
clients-refused-code-redirect = The console redeemed the code with another redirect URI than it began with.
clients-refused-verifier-missing = The console began with PKCE and sent no verifier for the code.
clients-refused-verifier-wrong = The PKCE verifier does not fit: the code was taken from another browser, or the console has lost its session.
clients-refused-verifier-unexpected = The console sent a PKCE verifier for a code that was begun without PKCE.
clients-refused-session = The person’s session has ended meanwhile, or the person may not use the console any more.
clients-refused-logout = The console did not take it when it was told that a session ended: it answered { $status }. It is told again for twelve hours, but after a 400 it is not.
clients-refused-logout-address = The address that is told of the end of a session is not public. The operator of this installation can admit private networks (TWOSTEP_OUTBOUND_ALLOW).
clients-refused-logout-unreachable = Nobody answered at the address that is told of the end of a session, or not in time.
clients-refused-logout-certificate = The certificate at the address that is told of the end of a session was not accepted.
clients-refused-proxy = A program at this address asked as if it were the proxy, and is not trusted. If it is your proxy, the operator of Twostep names the address in TWOSTEP_TRUSTED_PROXIES and starts Twostep again. If it is not, ignore this.
clients-refused-clock-ahead = The console’s clock is { $time } ahead. Let it set its time automatically.
clients-refused-clock-behind = The console’s clock is { $time } behind. Let it set its time automatically.
clients-own-title = Your consoles
clients-own-none = Nobody opens a console from here yet. Protect the first one.
clients-own-last-used = Last opened { $time }
clients-own-fresh = Needs a new code
clients-own-second-step = Needs your second step

## groups: The page of groups.

groups-title = Groups
groups-lead = Members are gathered in groups. A group gives no rights; programs can read who is in it.
groups-none = There is no group yet.
groups-name = Name
groups-name-hint = Such as "Night shift".
groups-wrong-name = No | and no control characters, and it does not begin with role:.
groups-long-name = At most 64 characters.
groups-members = Members
groups-made-at = Made
groups-make = New group
groups-make-button = Make the group
groups-made = The group "{ $name }" is there. Members are put into it on their own pages.
groups-new-name = New name
groups-rename = Rename
groups-rename-label = Rename the group "{ $name }"
groups-rename-question = What is the group "{ $name }" called from now on? Its members stay in it.
groups-renamed = The group "{ $former }" is called "{ $name }" now.
groups-delete = Delete
groups-delete-label = Delete the group "{ $name }"
groups-delete-question = Delete the group "{ $name }"?
groups-nobody-leaves = Nobody is in it.
# $count (number)
groups-members-leave = { $count ->
    [one] { $shown } member leaves it. Nobody is disabled.
   *[other] { $shown } members leave it. Nobody is disabled.
}
groups-deleted = The group "{ $name }" is deleted.
groups-gone = There is no group "{ $name }" any more.

## mail: The mails.

mail-greeting = Hello { $name },
# In the zone of who reads it, whose name `$zone` is.
# $day (number)
# $month (number)
# $year (number)
mail-day =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
mail-moment = { $day }, { $time } { $zone }
mail-when = When
mail-footer-account =
    You get this email because your address belongs to an account at { $organization }.
mail-footer-new-address =
    You get this email because somebody with an account at { $organization } entered your address
    as their new one.
mail-footer-invitation =
    You get this email because somebody at { $organization } entered your address to invite you.
mail-footer-sender =
    It was sent by Twostep, the program with which { $organization } signs its members in.
mail-footer-ask =
    Questions? Ask an administrator or the help desk of { $organization }. Nobody reads replies to
    this email.
mail-footer-sign-in = The sign-in page is { $address }
mail-sign-in = Sign in
mail-or-open = Or open this address:
mail-zone-cet = CET
mail-zone-cest = CEST
mail-zone-utc = UTC (Coordinated Universal Time)
# $count (number)
mail-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
# $count (number)
mail-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
# $count (number)
mail-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
mail-subject = [{ $organization }] { $title }
mail-link-once =
    The link is good once, for { $span }, until { $until }. It is for you alone: do not pass it on.
# The words by which those who know the reference product look for it.
mail-code-subject = { $title } (Email Verification)
mail-code-first-subject = Your code to set up two-step verification
mail-code-first =
    This code sets up two-step verification for your account at { $organization }. Type it on the
    page where you are signing in:
mail-code-first-not-you =
    If you did not just sign in, somebody knows your password. Do not pass this code on, change
    your password, and tell an administrator of { $organization }.
mail-code-new-phone-subject = Your code to connect a new phone
mail-code-new-phone =
    This code connects a new phone to your account at { $organization }, in the place of the one
    that you have now. Type it on the page where you chose "{ sign-in-new-device }":
mail-code-new-phone-not-you =
    If you did not ask for a new phone, somebody knows your password and wants to sign in with a
    phone of their own. Do not pass this code on: without it your present phone stays the only one.
    Change your password, and tell an administrator of { $organization }.
mail-code-own-wish-subject = Your code to switch on two-step verification
mail-code-own-wish =
    This code switches on two-step verification for your account at { $organization }, as
    asked for on its security page. Type it on the page that asks for it:
mail-code-own-wish-not-you =
    If you did not ask for this, somebody else is signed in to your account. Do not pass this code
    on, end your sessions on your security page, change your password, and tell an administrator of
    { $organization }.

mail-code-good-until =
    It is good for { $span }, until { $until }. There is no link to click: the code is typed on the
    page that asks for it.
mail-code-same-reference =
    The page that asks for the code shows the same reference. If it shows another one, use the
    newest email.
mail-code-never-asked =
    We never ask for this code by phone, in a chat or by email. Somebody who does wants to get into
    your account.

mail-invitation-subject = Your invitation
mail-invitation-open =
    { $inviter } has made an account for you at { $organization }. Choose a password to begin.
mail-invitation-button = Choose a password
mail-invitation-twostep =
    { $organization } signs its members in with Twostep, in two steps: a password, and a code from
    an app on the phone. So a stolen password alone opens nothing.
mail-invitation-phone-needed =
    Have your phone at hand when you sign in for the first time: you will connect it then, in about
    two minutes.
mail-invitation-phone-later =
    You can connect your phone after you sign in for the first time; later you may be asked to.
mail-invitation-not-you =
    If you do not know what this is about, do nothing. Without the link nobody can use the account.

mail-password-link-subject = Choose a new password
mail-password-link-open =
    Somebody asked for a new password for your account at { $organization }. If it was you, choose
    one here:
mail-password-link-not-you = If it was not you, do nothing: your password stays as it is.

mail-new-address-subject = Your code to confirm your new email address
mail-new-address-type =
    This code makes this address the one of your account at { $organization }. Type it on the page
    where you changed your address:
mail-new-address-not-you =
    If you do not know what this is about, do nothing, and do not pass this code on: without it
    { $organization } does not use your address.

mail-device-added-subject = Two-step verification is on
mail-device-added =
    A mobile device was connected to your account at { $organization }. From now on you sign in
    with your password and a code from its app.
mail-device-replaced-subject = Your mobile device was replaced
mail-device-replaced =
    A new mobile device was connected to your account at { $organization }. The old one no longer
    works for signing in, and all sessions were ended.
mail-device-removed-subject = Two-step verification is off
mail-device-removed =
    The mobile device was removed from your account at { $organization }. Signing in no longer
    asks for a code.
mail-device-advice =
    If this was you, there is nothing to do. If it was not you, somebody can use your account:
    tell an administrator of { $organization } at once, and change the passwords of your account
    and of your mailbox.
mail-device-reset-subject = Your mobile device was reset
mail-device-reset =
    Somebody who helps members of { $organization } removed the mobile device from your account
    and gave this reason: "{ $reason }". All sessions were ended.
mail-device-reset-advice =
    You can set up a device again at your next sign-in. If you did not ask for this, tell an
    administrator of { $organization } at once.
mail-policy-changed-subject = The two-step verification policy was changed
mail-policy-changed-by = { $name } changed the policy of { $organization }.
mail-policy-changed-by-token = The API token "{ $name }" changed the policy of { $organization }.
mail-policy-changed = The policy of { $organization } was changed.
mail-policy-optional = Two-step verification is optional now: nobody is asked to set it up.
# $count (number)
mail-policy-some-groups = { $count ->
    [one] Two-step verification is asked of the members of one group, and optional for everybody else.
   *[other] Two-step verification is asked of the members of { $count } groups, and optional for everybody else.
}
mail-policy-required = Two-step verification is required now: who has not set it up does so at the next sign-in.
mail-policy-required-from = Two-step verification is required from { $moment } ({ $zone }) on.
mail-policy-no-skips = Nobody is asked to set it up before.
# $count (number)
mail-policy-skips = { $count ->
    [one] Until then every sign-in asks for it, and one sign-in of each person may put it off.
   *[other] Until then every sign-in asks for it, and { $count } sign-ins of each person may put it off.
}
# $count (number)
mail-policy-groups = { $count ->
    [one] One group has a rule of its own.
   *[other] { $count } groups have rules of their own.
}
mail-policy-recovery-wait = From now on a recovery by email is held for 72 hours; time ends that.
mail-policy-recovery-approve = From now on a recovery by email is held until a person approves it.
mail-policy-reason = The reason that was given: "{ $reason }".
mail-policy-changed-advice =
    If you did not expect this, look at the versions of the policy and put the one before back. The
    administrators of { $organization } get this email, up to 100 of them.
mail-device-imported-subject = Set up an authenticator entry of your own
mail-device-imported =
    { $by } brought the entry for { $organization } in your authenticator app along from another product.
    From now on you sign in with its codes. The people who moved it may know its secret, and could make
    its codes too.
mail-device-imported-advice =
    Sign in, open "{ common-security }" and choose "{ sign-in-new-device }" by { $until }. After that your
    next sign-in leads you there. If you have no such entry in your app, choose
    "{ sign-in-new-device }" where you are asked for its code.
mail-imported-ends-subject = Please replace your authenticator entry
mail-imported-ends =
    The entry for { $organization } in your authenticator app came from another product, and others may
    know its secret. You have not set up one of your own yet.
mail-device-disabled-subject = Your mobile device was switched off
mail-device-disabled =
    A hundred wrong codes in a row were entered for your account at { $organization }, each after
    the right password. To protect you, the mobile device no longer works for signing in.
mail-device-disabled-advice =
    Sign in and choose "{ sign-in-new-device }". If it was not you who entered the codes, somebody
    knows your password: change it then, and tell an administrator of { $organization }.
mail-password-changed-subject = Your password was changed
mail-password-changed =
    The password of your account at { $organization } was changed, and all other sessions were
    ended.
mail-password-changed-advice =
    If this was you, there is nothing to do. If it was not you, tell an administrator of
    { $organization } at once, and change the password of your mailbox.
mail-wrong-codes-subject = Somebody may know your password
mail-wrong-codes =
    The right password and then five wrong codes were entered for your account at
    { $organization }. Nobody was let in.
mail-program-codes-subject = A program asked for your codes
mail-program-codes =
    Five wrong codes were entered within a day for your account at { $organization } through programs,
    the last one through "{ $program }". None of them was accepted.
mail-program-codes-advice =
    If you read codes to that program or to a person just now, there is nothing to do. If not, tell
    an administrator of { $organization }, and give no codes to anybody who calls you.
mail-person-codes-subject = Wrong codes were tried for your account
mail-person-codes =
    Five wrong codes were entered within a day for your account at { $organization } through programs or
    by people who help there, the last one by { $person }. None of them was accepted.
mail-token-made-subject = An API token was made in your name
mail-token-made =
    The API token "{ $token }" was made at { $organization }. Programs that have it act for you until
    { $until }.
mail-token-made-advice =
    If this was you, there is nothing to do. If it was not you, change your password at once, and end
    the token on the page "API tokens".
mail-token-taken-over-subject = An API token has a new owner
mail-token-taken-over =
    { $person } answers for the API token "{ $token }" of { $organization } from now on. Programs that
    have it act for { $person } until { $until }.
mail-token-taken-over-advice =
    If you did not expect this, end the token on the page "API tokens", or tell another administrator
    of { $organization }.
mail-token-offered-subject = You are asked to answer for an API token
mail-token-offered =
    { $person } asks you to answer for the API token "{ $token }" of { $organization }. You can take it over
    or decline until { $until }.
mail-token-offered-advice =
    Open the page "API tokens". Once you have taken it over, programs that have the token act for you.
mail-token-outside-subject = An API token was used from elsewhere
mail-token-outside =
    Somebody used the API token "{ $token }" of { $organization }, for which you answer, from outside its
    networks. All of these requests were refused. Their number: { $number }.
mail-token-outside-advice =
    If none of your programs has moved, somebody else has this token: end it on the page "API tokens", and make a
    new one.
mail-token-ends-subject = An API token ends soon
mail-token-ends =
    The API token "{ $token }" of { $organization }, for which you answer, ends on { $until }. Programs
    that use it get no answer after that.
mail-token-ends-advice =
    Make a new token on the page "API tokens", put it into the program, and end this one.
mail-webhook-made-subject = A webhook was added
mail-webhook-made =
    { $person } added a webhook to { $organization }: from now on events are sent to { $host }.
mail-webhook-moved-subject = A webhook has another address
mail-webhook-moved =
    { $person } gave a webhook of { $organization } another address: from now on its events are sent to
    { $host }.
mail-webhook-secret-subject = A webhook has another secret
mail-webhook-secret =
    { $person } made a new secret for the webhook of { $organization } at { $host }. Events
    that are signed with it are taken for real ones there.
mail-webhook-changed-advice =
    If this should not be, switch the webhook off on the page "Webhooks" and ask { $person }.
mail-webhook-disabled-subject = A webhook was switched off
mail-webhook-gone =
    The receiver { $host } said that the webhook of { $organization } does not exist any more (410). It
    was switched off, and nothing is sent there.
mail-webhook-failing =
    For three days nothing that { $organization } sent to its webhook at { $host } arrived. It was
    switched off, and nothing is sent there.
mail-webhook-disabled-advice =
    Look at the last answers on the page "Webhooks". Events of the last 30 days can be sent again from
    there once the receiver answers.
mail-not-finished-subject = A sign-in was not finished
mail-not-finished =
    The right password was entered for your account at { $organization }, but the second step was
    not done. Nobody was let in.
mail-password-known-advice =
    If this was you, there is nothing to do. If it was not you, somebody knows your password: sign
    in, change it, and tell an administrator of { $organization }.

mail-password-reset-subject = Your password was reset
mail-password-reset =
    The password of your account at { $organization } was reset with a link from this mailbox, and
    all sessions were ended.
mail-password-reset-advice =
    If this was you, there is nothing to do. If it was not you, somebody can read your mailbox:
    change its password, and tell an administrator of { $organization } at once.
mail-password-reset-without-code =
    The password of your account at { $organization } was reset with a link from this mailbox,
    without a code of a mobile device. All sessions were ended. To protect you, for { $span }, until
    { $until }, no device can be set up by email and your address cannot be changed.
mail-password-reset-to-approve =
    The password of your account at { $organization } was reset with a link from this mailbox,
    without a code of a mobile device. All sessions were ended. To protect you, no device can be
    set up by email and your address cannot be changed until an administrator or the help desk has
    made sure that it was you. They were told.
mail-password-reset-without-code-advice =
    If this was you, and you have a device: it works as before. If you cannot sign in without it, an
    administrator or the help desk of { $organization } can end this at once. If it was not you,
    somebody can read your mailbox: change its password, and tell an administrator at once.
mail-no-link-subject = Your password cannot be reset by email now
mail-no-link =
    Somebody asked for a new password for your account at { $organization }. Because the email
    address of the account was changed, there is no link for that for { $span } more, until
    { $until }.
mail-no-link-to-approve =
    Somebody asked for a new password for your account at { $organization }. Recovery by email is
    held for this account, so there is no link until an administrator or the help desk has made sure
    that it is you.
mail-no-link-advice =
    If you need to sign in now, ask an administrator or the help desk of { $organization }.
mail-address-changed-subject = Your email address was changed
mail-address-changed =
    The email address of your account at { $organization } was changed to { $address }. Mails go
    there from now on; this is the last one to this address.
mail-address-changed-advice =
    If this was you, there is nothing to do. If it was not you, somebody uses your account: tell an
    administrator of { $organization } at once, who can put this address back. Recovery with the new
    address is held, so there is time to stop this.
mail-address-set =
    An administrator of { $organization } changed the email address of your account to { $address }
    and gave this reason: "{ $reason }". Emails go there from now on. All sessions were ended, and
    recovery by email is held for now.
mail-address-set-advice =
    If you expected this, sign in with the new address. If not, tell an administrator of
    { $organization } at once, who can put the old address back.
mail-recovery-again-subject = Recovery by email works again
mail-recovery-again =
    Somebody who helps members of { $organization } ended the pause of your recovery by email and
    gave this reason: "{ $reason }". All sessions were ended.
mail-recovery-again-advice =
    You can sign in and set up a device now. If you did not ask for this, tell an administrator of
    { $organization } at once.
mail-recovery-approved =
    Somebody who helps members of { $organization } made sure that it was you, ended the hold of
    your recovery by email and gave this reason: "{ $reason }".
mail-recovery-approved-advice =
    You can set up a device now, and ask for a new password if you need one. If you did not ask for
    this, tell an administrator of { $organization } at once.
mail-recovery-refused-subject = Your recovery by email was stopped
mail-recovery-refused =
    Somebody who helps members of { $organization } found that it was not you who used your account.
    All sessions were ended, and the password opens nothing any more.
mail-recovery-refused-advice =
    Change the password of your mailbox. Then ask an administrator of { $organization }, who can
    give you your account back.

mail-held-subject = The recovery of a member is held
mail-held-password-reset =
    The password of { $name } at { $organization } was reset with a link by email, without a code
    of a mobile device.
mail-held-address-changed =
    The email address of { $name } at { $organization } was changed.
mail-held-refused =
    Somebody who helps members said that it was not { $name } who used the account at
    { $organization }. All sessions were ended, and the password opens nothing any more.
mail-held-until =
    For { $span }, until { $until }, no device can be set up by email and the address cannot be
    changed; you can end that before, or stop it.
mail-held-to-approve =
    No device can be set up by email and the address cannot be changed until a person has looked at
    who it was.
mail-held-advice =
    Call { $name } back at a number that you know, and then decide on the member's page.
mail-by-host-subject = The recovery of a member was approved on the server
mail-by-host =
    The operator of the server ended the hold of the recovery of { $name } at { $organization } and
    gave this reason: "{ $reason }".
mail-by-host-advice = If you did not expect this, ask the operator.
mail-open-member = Open the page of the member

## oauth: The pages between a console and us, which the server writes.

oauth-hop-title = One moment
oauth-go-on = Go on
oauth-unknown-title = This console is not known here
oauth-unknown = The address that led here names a console that is not registered, or that is switched off. Tell its administrator.
oauth-address-title = This address is not registered
oauth-address = { $console } is not set up for the address that led here.
oauth-address-do = If you did not expect this page, close it: somebody else may have made the link. If you did, tell your administrator; the live test of the console shows what is wrong.
oauth-address-missing-title = The address to go back to is missing
oauth-address-missing = { $console } led you here without saying where to go back to.
oauth-stale-title = Start again
oauth-stale = This form is too old, or no page of ours has sent it. Start again in the console.
oauth-unavailable-title = Not now
oauth-unavailable = The service cannot answer now. Try again in a moment.
oauth-signed-out-title = You are signed out
oauth-signed-out = You can close this page.
oauth-back = Back to { $console }
oauth-consent-title = { $console } wants to know who you are
oauth-consent-lead = You are signed in as { $name } ({ $email }). If you agree, { $console } is told:
oauth-told-account = which account it is, and how you signed in
oauth-told-profile = your name, your language and your time zone
oauth-told-email = your email address
oauth-told-groups = your role and your groups
oauth-consent-goes = Then you go on at { $host }.
oauth-consent-agree = Agree
oauth-consent-refuse = Do not agree
oauth-other-account = Not you? Use another account
oauth-sign-out-title = Sign out?
oauth-sign-out-of = { $console } asks to end your session here. You are signed in as { $email }.
oauth-sign-out-lead = You are signed in as { $email }.
oauth-sign-out = Sign out
oauth-stay = Stay signed in
oauth-forbidden-title = You may not use { $console }
oauth-forbidden = You are signed in as { $email }. Your role and your groups do not open { $console }. Ask your administrator.
oauth-forbidden-to-all = Your account does not open this console. Ask your administrator.
oauth-declined-title = You did not agree
oauth-declined = { $console } was told nothing about you, so you are not signed in there. Start again if you want to agree.
oauth-disabled-title = { $console } is switched off
oauth-disabled = Nobody can sign in there at the moment. Ask your administrator.
oauth-start-again = The sign-in took too long, or it began in another browser. Nothing was changed.
oauth-console-sign-out-title = Sign out of { $console }?
oauth-console-signed-out-title = You are signed out of { $console }
oauth-console-signed-out = Your session goes on: who opens the console in this browser is signed in again.
oauth-console-sign-out-everywhere = Sign out everywhere

## radius: What the client of a VPN shows, which asks over RADIUS.

radius-code = Enter the code of your authenticator app.
radius-wrong = The email address or the password is wrong.
radius-wrong-code = The code is wrong, or was used. Begin again with your password.
radius-wait = Too many tries. Wait { $wait } s, then begin again with your password.
radius-page-first = Sign in at { $url } first, then try again here.
radius-no-device = Set up your authenticator app at { $url }/security first, then try again here.

## sandboxes: The pages of test organizations.

sandboxes-title = Test organizations
sandboxes-lead = Programs are written against them: a fixed code works, mails are read instead of sent, and nothing that is signed there proves anybody.
sandboxes-none = There is no test organization yet.
sandboxes-inside = Mails and clock
sandboxes-inside-lead = You are in a test organization. Its mails stand here instead of being sent, and its clock goes forward when you move it.
sandboxes-mails = Mails
sandboxes-mails-hint = Newest first. The newest { $kept } are kept, for { $days } days.
sandboxes-mails-as-of = As of { $time }.
sandboxes-no-mails = There is no mail yet. What members would get by email, such as an invitation or a code, stands here when you reload.
sandboxes-mail-to = To { $address }
sandboxes-mail-code = Code
sandboxes-mail-text = Text
sandboxes-mail-text-of = Text of "{ $subject }"
sandboxes-clock = Clock
sandboxes-clock-lead = Codes of authenticator apps, sign-in attempts, challenges and mailed codes are judged by this clock, so tests need not wait. Sessions, tokens, limits and the record keep the true time.
sandboxes-clock-ahead = Ahead by
sandboxes-clock-true = 0 minutes (the true time)
sandboxes-clock-left = Can still be moved by
sandboxes-clock-by = Move it forward by
sandboxes-clock-unit = Unit
sandboxes-clock-unit-minutes = Minutes
sandboxes-clock-unit-hours = Hours
sandboxes-clock-unit-days = Days
sandboxes-clock-hint = It never goes back, and goes at most { $furthest } ahead.
sandboxes-clock-wrong = Enter a whole number, at least 1. You can move the clock by at most { $left }.
sandboxes-clock-moved-meanwhile = Somebody moved the clock in this moment. Look at it and move it again.
sandboxes-clock-move = Move the clock
sandboxes-clock-moved = The clock is ahead by { $ahead } now.
sandboxes-clock-furthest = It is { $furthest } ahead, which is as far as it goes. For more, make another test organization.
# $count (number)
sandboxes-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
# $count (number)
sandboxes-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
sandboxes-all = All test organizations
sandboxes-make = Make a test organization
sandboxes-make-lead = It has an administrator and an API token of its own, which you get at once. There are five at most.
sandboxes-make-button = Make the test organization
# $limit (number)
sandboxes-full = You have { $limit } test organizations, the most there can be. Delete one first.
sandboxes-name = Name
sandboxes-name-hint = What is tested there, such as "Ticket system".
sandboxes-short-name = Short name
sandboxes-members = Members
sandboxes-made-at = Made
sandboxes-made-title = Copy all of this now
sandboxes-administrator = Administrator
sandboxes-password = Password
sandboxes-token = API token with every scope
sandboxes-code = The code that is always right
sandboxes-used-code = The code that was used before
sandboxes-signs-in-at = The administrator signs in at
sandboxes-reads-mails = A program reads the mails with
sandboxes-reads-on-page = Its administrator reads them there on the page "{ sandboxes-inside }".
sandboxes-kept = I have copied it
sandboxes-delete = Delete
sandboxes-delete-label = Delete the test organization "{ $name }"
sandboxes-delete-question = Delete the test organization "{ $name }" with its members, tokens and webhooks? Programs that use it get no answer from then on.
sandboxes-gone = There is no test organization "{ $name }" any more.
sandboxes-was-deleted = The test organization "{ $name }" was deleted.
