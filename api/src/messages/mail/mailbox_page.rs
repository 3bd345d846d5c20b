//! The page that shows the mailbox of `twostep demo`, and the newest mail to an address as JSON. It
//! listens on the loopback address only, has no script, and answers no foreign `Host`: a page
//! elsewhere must not read codes by rebinding DNS.

use super::blocks::Block;
use super::mailbox::Mailbox;
use super::mailbox_json::MailJson;
use super::moments::Moments;
use super::outgoing::Outgoing;
use super::{html, text};
use crate::platform::html::escape;
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, ContentType};
use actix_web::middleware::{DefaultHeaders, Next, from_fn};
use actix_web::{App, Error, HttpResponse, HttpServer, Responder, get, web};
use serde::Deserialize;
use shared_types::me::Locale;
use shared_types::texts::Texts;
use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";
/// The HTML part is shown as a mail program would: no script, no fetch, an origin of its own.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'; sandbox";
/// The longest `wait` of a script.
const LONGEST_WAIT_SECONDS: u64 = 30;
/// At its end the demo waits this long for scripts that still wait for a mail.
const SHUTDOWN_SECONDS: u64 = 1;

/// The query of `GET /latest`.
#[derive(Deserialize)]
struct LatestQuery {
    /// The address of the person who gets the mail.
    to: String,
    /// How long to wait for a first mail.
    #[serde(default)]
    wait: u64,
}

/// Starts the page on `127.0.0.1:port` (0: any free port); where it listens, and the server.
pub fn serve_mailbox(mailbox: Mailbox, port: u16) -> std::io::Result<(SocketAddr, Server)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let address = listener.local_addr()?;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(mailbox.clone()))
            .wrap(from_fn(move |request, next| {
                refuse_foreign_host(address, request, next)
            }))
            .wrap(headers())
            .service(list_mails)
            .service(show_html_part)
            .service(latest_mail)
            .service(style)
    })
    .workers(1)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .listen(listener)?
    .run();
    Ok((address, server))
}

fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::CACHE_CONTROL, "no-store"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
}

async fn refuse_foreign_host(
    address: SocketAddr,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let host = request.headers().get(header::HOST);
    let is_ours = host
        .and_then(|host| host.to_str().ok())
        .is_some_and(|host| is_own_host(host, address));
    if is_ours {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let refusal = HttpResponse::MisdirectedRequest()
        .content_type(ContentType::plaintext())
        .body("This page answers only to its own address.\n");
    Ok(request.into_response(refusal).map_into_right_body())
}

fn is_own_host(host: &str, address: SocketAddr) -> bool {
    let port = address.port();
    host == format!("127.0.0.1:{port}") || host == format!("localhost:{port}")
}

#[get("/")]
async fn list_mails(mailbox: web::Data<Mailbox>) -> impl Responder {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(page(&mailbox.list()))
}

#[get("/mails/{id}")]
async fn show_html_part(mailbox: web::Data<Mailbox>, id: web::Path<String>) -> impl Responder {
    match mailbox.find(&id) {
        Some(mail) => HttpResponse::Ok()
            .content_type(ContentType::html())
            .insert_header((header::CONTENT_SECURITY_POLICY, MAIL_POLICY))
            .body(html::render(&mail.letter)),
        None => HttpResponse::NotFound()
            .content_type(ContentType::plaintext())
            .body("This mail is not here any more.\n"),
    }
}

/// The newest mail to an address, for scripts. `wait` is for the moment between the request that
/// asks for a mail and its delivery.
#[get("/latest")]
async fn latest_mail(
    mailbox: web::Data<Mailbox>,
    web::Query(query): web::Query<LatestQuery>,
) -> impl Responder {
    let LatestQuery { to, wait } = query;
    let patience = Duration::from_secs(wait.min(LONGEST_WAIT_SECONDS));
    match mailbox.newest_to(&to, patience).await {
        Some(mail) => HttpResponse::Ok().json(MailJson::from(&*mail)),
        None => HttpResponse::NotFound()
            .content_type(ContentType::plaintext())
            .body(format!("No email to {to} yet; &wait=10 waits for one.\n")),
    }
}

#[get("/style.css")]
async fn style() -> impl Responder {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .body(include_str!("mailbox_page.css"))
}

fn page(mails: &[Arc<Outgoing>]) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Mailbox · Twostep demo</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n\
         </head>\n<body>\n<header>\n<h1>Mailbox</h1>\n\
         <p>Every email of the demo ends up here, the newest first. \
         <a href=\"/\">Look again</a></p>\n</header>\n<main>\n",
    );
    if mails.is_empty() {
        page.push_str("<p>No email yet. Sign in, and the code arrives here.</p>\n");
    }
    for mail in mails {
        // Writing to a `String` cannot fail.
        let _ = write_mail(&mut page, mail);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn write_mail(page: &mut String, mail: &Outgoing) -> std::fmt::Result {
    let Outgoing { id, at, to, letter } = mail;
    writeln!(page, "<article>\n<h2>{}</h2>", escape(&letter.subject))?;
    writeln!(
        page,
        "<p class=\"facts\">To {} &lt;{}&gt;<br>{}</p>",
        escape(&to.display_name),
        escape(&to.address),
        Moments::new(Texts::new(Locale::default()), None).moment(*at),
    )?;
    for block in &letter.blocks {
        match block {
            Block::Code(code) => writeln!(page, "<p class=\"code\">{}</p>", escape(code))?,
            Block::Button(button) => {
                let url = escape(&button.url);
                writeln!(page, "<p class=\"link\"><a href=\"{url}\">{url}</a></p>")?;
            }
            Block::Paragraph(_) | Block::Facts(_) => {}
        }
    }
    writeln!(
        page,
        "<details>\n<summary>The whole text</summary>\n<pre lang=\"{}\">{}</pre>\n\
         <p><a href=\"/mails/{id}\">Show the HTML part</a></p>\n</details>\n</article>",
        letter.language,
        escape(&text::render(letter)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::mail::samples;

    #[test]
    fn only_its_own_address_is_answered() {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 8025));
        assert!(is_own_host("127.0.0.1:8025", address));
        assert!(is_own_host("localhost:8025", address));
        for host in [
            "127.0.0.1",
            "evil.example:8025",
            "localhost:8026",
            "127.0.0.1:8025.evil",
        ] {
            assert!(!is_own_host(host, address), "{host}");
        }
    }

    #[test]
    fn the_newest_mail_is_first_with_its_code_and_link() {
        let mailbox = Mailbox::new();
        mailbox.keep(samples::outgoing(samples::code_mail()));
        let mut invitation = samples::outgoing(samples::mail(Locale::De, samples::invitation()));
        invitation.id = "another".to_owned();
        mailbox.keep(invitation);
        let page = page(&mailbox.list());
        let link = "<a href=\"https://twostep.example.com/invitation#tokenToken\">";
        let code = "<p class=\"code\">004217</p>";
        let (link, code) = (page.find(link), page.find(code));
        assert!(link.is_some() && link < code, "{page}");
    }

    #[test]
    fn a_mail_that_arrives_twice_is_shown_once() {
        let mailbox = Mailbox::new();
        mailbox.keep(samples::outgoing(samples::code_mail()));
        mailbox.keep(samples::outgoing(samples::code_mail()));
        assert_eq!(mailbox.list().len(), 1);
    }

    /// DNS rebinding reaches the port, but under a foreign name.
    #[actix_web::test]
    async fn the_page_is_for_this_machine_and_runs_no_script() {
        let mailbox = Mailbox::new();
        mailbox.keep(samples::outgoing(samples::code_mail()));
        let (address, server) = serve_mailbox(mailbox, 0).expect("a free port");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let client = reqwest::Client::new();
        let get = |path: &str, host: &str| {
            let request = client.get(format!("http://{address}{path}"));
            request.header("host", host.to_owned()).send()
        };
        let own = address.to_string();
        for path in ["/", "/mails/0198-mail"] {
            let answer = get(path, &own).await.expect("an answer");
            let policy = answer.headers()["content-security-policy"].to_str();
            assert!(policy.expect("a text").starts_with("default-src 'none'"));
            assert!(answer.text().await.expect("a page").contains("004217"));
            let refusal = get(path, "evil.example").await.expect("an answer");
            assert_eq!(refusal.status(), 421);
            assert!(refusal.headers().contains_key("content-security-policy"));
            assert!(!refusal.text().await.expect("words").contains("004217"));
        }
        assert_eq!(
            get("/mails/none", &own).await.expect("an answer").status(),
            404
        );
        handle.stop(false).await;
    }

    #[actix_web::test]
    async fn a_script_gets_the_newest_mail_to_an_address() {
        let mailbox = Mailbox::new();
        let (address, server) = serve_mailbox(mailbox.clone(), 0).expect("a free port");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let client = reqwest::Client::new();
        let get = |query: &str, host: &str| {
            let request = client.get(format!("http://{address}/latest{query}"));
            request.header("host", host.to_owned()).send()
        };
        let own = address.to_string();
        let none = get("?to=jo.doe@example.org", &own)
            .await
            .expect("an answer");
        assert_eq!(none.status(), 404);
        let words = none.text().await.expect("a text");
        assert!(
            words.starts_with("No email to jo.doe@example.org yet"),
            "{words}"
        );
        assert_eq!(get("", &own).await.expect("an answer").status(), 400);

        mailbox.keep(samples::outgoing(samples::code_mail()));
        let answer = get("?to=Jo.Doe@example.org&wait=30", &own).await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let mail: serde_json::Value = answer.json().await.expect("JSON");
        assert_eq!(mail["code"], "004217");

        let invitation = samples::mail(Locale::En, samples::invitation());
        let mut invitation = samples::outgoing(invitation);
        invitation.id = "another".to_owned();
        mailbox.keep(invitation);
        let newest = get("?to=jo.doe@example.org", &own)
            .await
            .expect("an answer");
        let newest: serde_json::Value = newest.json().await.expect("JSON");
        let link = "https://twostep.example.com/invitation#tokenToken";
        assert_eq!(newest["link"], link);
        let other = get("?to=sam@example.org", &own).await.expect("an answer");
        assert_eq!(other.status(), 404);

        let refusal = get("?to=jo.doe@example.org", "evil.example").await;
        let refusal = refusal.expect("an answer");
        assert_eq!(refusal.status(), 421);
        assert!(!refusal.text().await.expect("a text").contains("tokenToken"));
        handle.stop(false).await;
    }
}
