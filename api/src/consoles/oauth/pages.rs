//! The pages of this feature: small, without a script, and whole in one answer. Everything that is not ours is escaped.

use super::frame::{Frame, Page, button, escape, link, main_link};
use super::params::Params;
use crate::people::sessions::Account;
use crate::platform::origin::Origin;
use shared_types::locale::Locale;
use shared_types::texts::Texts;
use std::fmt::Write as _;

/// The language of a page, and its words.
#[derive(Clone, Copy)]
pub(in crate::consoles) struct Words {
    locale: Locale,
    texts: Texts,
}

impl Words {
    /// The first language that the console asks for (OpenID Connect Core §3.1.2.1), else that of the browser.
    pub(in crate::consoles) fn of(params: &Params, origin: &Origin) -> Self {
        let asked = params.get("ui_locales").unwrap_or_default().split(' ');
        let asked = asked
            .filter(|tag| !tag.is_empty())
            .find_map(Locale::of_wish);
        let locale = asked.or(origin.locale).unwrap_or_default();
        Self {
            locale,
            texts: Texts::new(locale),
        }
    }

    /// The page that leads on by itself, without a script. The second request comes from a page of ours, so the browser
    /// brings its cookies, which are `SameSite=Strict`, along.
    pub(super) fn hop(self, target: &str) -> Page {
        let t = self.texts.oauth;
        let head = format!(
            "<meta http-equiv=\"refresh\" content=\"0;url={}\">",
            escape(target)
        );
        let main = main_link(target, t.go_on());
        self.page(&head, t.hop_title(), &main, None)
    }

    /// The console is not known.
    pub(in crate::consoles) fn unknown(self) -> Page {
        let t = self.texts.oauth;
        self.plain(t.unknown_title(), t.unknown())
    }

    /// The address is not one of the console's. It is not shown: anybody can make a link with any address, and who is
    /// told to have it registered may do so. Administrators see it in the live test.
    pub(super) fn wrong_address(self, console: &str) -> Page {
        let t = self.texts.oauth;
        self.paragraphs(t.address_title(), &[&t.address(console), t.address_do()])
    }

    /// The console says no address to go back to.
    pub(super) fn no_address(self, console: &str) -> Page {
        let t = self.texts.oauth;
        let lead = t.address_missing(console);
        self.paragraphs(t.address_missing_title(), &[&lead, t.address_do()])
    }

    /// A form that no page of ours sent, or one that is too old.
    pub(super) fn stale(self) -> Page {
        let t = self.texts.oauth;
        self.plain(t.stale_title(), t.stale())
    }

    /// The database gave no answer.
    pub(super) fn unavailable(self) -> Page {
        let t = self.texts.oauth;
        self.plain(t.unavailable_title(), t.unavailable())
    }

    /// The session has ended.
    pub(super) fn signed_out(self) -> Page {
        let t = self.texts.oauth;
        self.plain(t.signed_out_title(), t.signed_out())
    }

    /// Asks the person whether the console may be told.
    pub(super) fn consent(self, asked: &Consent<'_>) -> Page {
        let t = self.texts.oauth;
        let mut told = String::new();
        for (scope, text) in [
            ("openid", t.told_account()),
            ("profile", t.told_profile()),
            ("email", t.told_email()),
            ("groups", t.told_groups()),
        ] {
            if asked.scope.split(' ').any(|word| word == scope) {
                let _ = write!(told, "<li>{}</li>", escape(text));
            }
        }
        let lead = t.consent_lead(asked.name, asked.email, asked.console);
        let host = asked.target.split_once("://").map_or("", |(_, host)| host);
        let main = format!(
            "<p>{lead}</p><ul>{told}</ul><p>{goes}</p>\
             <form method=\"post\" action=\"/oauth/consent\">\
             <input type=\"hidden\" name=\"asked\" value=\"{query}\">\
             <input type=\"hidden\" name=\"csrf\" value=\"{csrf}\">\
             {agree}{refuse}</form><p>{other}</p>",
            lead = escape(&lead),
            goes = escape(&t.consent_goes(host)),
            query = escape(asked.query),
            csrf = escape(asked.csrf),
            agree = button("agree", t.consent_agree(), true),
            refuse = button("refuse", t.consent_refuse(), false),
            other = link(asked.other_account, t.other_account()),
        );
        let title = t.consent_title(asked.console);
        self.page_of(asked.organization, &title, &main, Some(asked.target))
    }

    /// Asks the person whether the session is to end.
    pub(super) fn sign_out(self, asked: &SignOut<'_>) -> Page {
        let t = self.texts.oauth;
        let lead = match asked.console {
            Some(console) => t.sign_out_of(console, asked.email),
            None => t.sign_out_lead(asked.email),
        };
        let main = format!(
            "<p>{lead}</p><form method=\"post\" action=\"/oauth/end-session\">\
             <input type=\"hidden\" name=\"asked\" value=\"{query}\">\
             <input type=\"hidden\" name=\"csrf\" value=\"{csrf}\">\
             <button class=\"button primary\">{button}</button></form><p>{stay}</p>",
            lead = escape(&lead),
            query = escape(asked.query),
            csrf = escape(asked.csrf),
            button = escape(t.sign_out()),
            stay = link("/", t.stay()),
        );
        self.page("", t.sign_out_title(), &main, Some(asked.target))
    }

    /// The person may not use a console whose proxy asks.
    pub(in crate::consoles) fn forbidden(self, console: &str, account: &Account) -> Page {
        let t = self.texts.oauth;
        let main = format!("<p>{}</p>", escape(&t.forbidden(console, &account.email)));
        let title = t.forbidden_title(console);
        self.page_of(&account.organization_name, &title, &main, None)
    }

    /// The same of a person whom the page does not know.
    pub(in crate::consoles) fn forbidden_to_all(self, console: &str) -> Page {
        let t = self.texts.oauth;
        self.plain(&t.forbidden_title(console), t.forbidden_to_all())
    }

    /// The person was asked, and did not agree that the console is told.
    pub(in crate::consoles) fn declined(self, console: &str, beginning: &str) -> Page {
        let t = self.texts.oauth;
        let title = t.declined_title();
        self.with_way_back(title, &t.declined(console), console, beginning)
    }

    /// The sign-in cannot go on now.
    pub(in crate::consoles) fn later(self, console: &str, beginning: &str) -> Page {
        let t = self.texts.oauth;
        self.with_way_back(t.unavailable_title(), t.unavailable(), console, beginning)
    }

    /// The console is switched off.
    pub(in crate::consoles) fn disabled(self, console: &str) -> Page {
        let t = self.texts.oauth;
        self.plain(&t.disabled_title(console), t.disabled())
    }

    /// The way back from the sign-in leads nowhere.
    pub(in crate::consoles) fn start_again(self, console: &str, beginning: &str) -> Page {
        let t = self.texts.oauth;
        self.with_way_back(t.stale_title(), t.start_again(), console, beginning)
    }

    /// Asks the person whether the cookie of a console is to go.
    pub(in crate::consoles) fn sign_out_of_console(self, console: &str, path: &str) -> Page {
        let t = self.texts.oauth;
        let main = main_link(path, t.sign_out());
        self.page("", &t.console_sign_out_title(console), &main, None)
    }

    /// The cookie of a console is gone.
    pub(in crate::consoles) fn signed_out_of_console(self, console: &str, end: &str) -> Page {
        let t = self.texts.oauth;
        let main = format!(
            "<p>{}</p><p>{}</p>",
            escape(t.console_signed_out()),
            link(end, t.console_sign_out_everywhere())
        );
        self.page("", &t.console_signed_out_title(console), &main, None)
    }

    fn with_way_back(self, title: &str, text: &str, console: &str, beginning: &str) -> Page {
        let back = main_link(beginning, &self.texts.oauth.back(console));
        let main = format!("<p>{}</p>{back}", escape(text));
        self.page("", title, &main, None)
    }

    fn plain(self, title: &str, text: &str) -> Page {
        self.paragraphs(title, &[text])
    }

    fn paragraphs(self, title: &str, texts: &[&str]) -> Page {
        let texts = texts.iter();
        let main: String = texts
            .flat_map(|text| ["<p>".into(), escape(text), "</p>".into()])
            .collect();
        self.page("", title, &main, None)
    }

    fn page(self, head: &str, title: &str, main: &str, target: Option<&str>) -> Page {
        let frame = Frame {
            head,
            title,
            main,
            target,
            organization: "",
        };
        frame.page(self.locale, self.texts)
    }

    /// The same for somebody who is known.
    fn page_of(self, organization: &str, title: &str, main: &str, target: Option<&str>) -> Page {
        let frame = Frame {
            head: "",
            title,
            main,
            target,
            organization,
        };
        frame.page(self.locale, self.texts)
    }
}

/// What is asked of a person.
pub(super) struct Consent<'a> {
    pub(super) console: &'a str,
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) organization: &'a str,
    pub(super) scope: &'a str,
    /// The request of the console.
    pub(super) query: &'a str,
    pub(super) csrf: &'a str,
    /// The origin that the browser goes back to.
    pub(super) target: &'a str,
    /// The page where somebody else signs in, for the same request.
    pub(super) other_account: &'a str,
}

/// The end of a session, asked for.
pub(super) struct SignOut<'a> {
    pub(super) console: Option<&'a str>,
    pub(super) email: &'a str,
    /// The request of the console.
    pub(super) query: &'a str,
    pub(super) csrf: &'a str,
    /// The origin that the browser goes to afterwards; empty for a page of ours.
    pub(super) target: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(query: &str) -> Words {
        Words::of(&Params::parse(query.as_bytes()), &Origin::of_host())
    }

    /// What a console or a request says never becomes markup.
    #[test]
    fn what_others_say_is_escaped() {
        let page = words("").wrong_address("\"><script>alert('x')</script>&");
        assert!(!page.html.contains("<script"), "{}", page.html);
        assert!(
            page.html
                .contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)")
        );
        let hop = words("").hop("/oauth/authorize?a=b&c=\"d");
        assert!(
            hop.html
                .contains("0;url=/oauth/authorize?a=b&amp;c=&quot;d")
        );
    }

    #[test]
    fn a_page_is_in_the_language_that_is_asked_for() {
        assert!(
            words("ui_locales=xx+de-CH")
                .unknown()
                .html
                .contains("lang=\"de\"")
        );
        assert!(
            words("ui_locales=xx")
                .unknown()
                .html
                .contains("lang=\"en\"")
        );
    }

    /// Chromium holds `form-action` against the redirect that follows a form (CSP level 3 §6.3.1).
    #[test]
    fn a_form_may_lead_to_the_console_and_nowhere_else() {
        let asked = Consent {
            console: "Acme <Remote>",
            name: "Jo",
            email: "jo@example.com",
            scope: "openid email",
            query: "a=b&c=d",
            organization: "Acme & Sons",
            csrf: "x",
            target: "https://remote.example.com",
            other_account: "/at/acme?continue=%2Foauth%2Fauthorize%3Fa%3Db",
        };
        let page = words("").consent(&asked);
        assert!(
            page.policy
                .contains("form-action 'self' https://remote.example.com;")
        );
        assert!(page.policy.contains("frame-ancestors 'none'"));
        assert!(page.html.contains("Acme &lt;Remote&gt;"));
        assert!(page.html.contains("Acme &amp; Sons</p>"));
        assert!(page.html.contains(" remote.example.com."), "{}", page.html);
        assert!(page.html.contains("href=\"/at/acme?continue="));
        assert!(page.html.contains("value=\"a=b&amp;c=d\""));
        assert!(words("").unknown().policy.contains("form-action 'none';"));
    }
}
