//! Everybody's mailbox: an SMTP server of our own on loopback.

use crate::wait::PATIENCE;
use anyhow::{Context, Result};
use mail_parser::MessageParser;
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A mail as its reader sees it.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The address that it was delivered to.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
}

impl Mail {
    /// The six digits that stand alone on a line.
    pub fn code(&self) -> Result<String> {
        self.text
            .lines()
            .map(str::trim)
            .find(|line| shared_types::code::is_code(line))
            .map(str::to_owned)
            .with_context(|| format!("no code in the mail {:?}:\n{}", self.subject, self.text))
    }

    /// The first address of a page in it.
    pub fn link(&self) -> Result<String> {
        self.text
            .split_whitespace()
            .find(|word| word.starts_with("http"))
            .map(str::to_owned)
            .with_context(|| format!("no link in the mail {:?}:\n{}", self.subject, self.text))
    }
}

/// Takes all mail, and hands it out by recipient.
pub struct Mailbox {
    address: SocketAddr,
    arriving: mpsc::UnboundedReceiver<Mail>,
    unread: Vec<Mail>,
}

impl Mailbox {
    /// Listens on a free port.
    pub async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (sender, arriving) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sender = sender.clone();
                // A client that breaks off has delivered nothing, and that is all there is to it.
                tokio::spawn(async move { receive(stream, &sender).await.ok() });
            }
        });
        Ok(Self {
            address,
            arriving,
            unread: Vec::new(),
        })
    }

    /// Where the server under test delivers.
    pub fn smtp_url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The oldest unread mail to this address; waits for one.
    pub async fn next_to(&mut self, address: &str) -> Result<Mail> {
        if let Some(place) = self.unread.iter().position(|mail| mail.to == address) {
            return Ok(self.unread.remove(place));
        }
        let search = async {
            while let Some(mail) = self.arriving.recv().await {
                if mail.to == address {
                    return Some(mail);
                }
                self.unread.push(mail);
            }
            None
        };
        tokio::time::timeout(PATIENCE, search)
            .await
            .ok()
            .flatten()
            .with_context(|| format!("no mail came to {address}"))
    }

    /// The oldest unread mail to this address whose subject has these words; waits for one.
    pub async fn next_about(&mut self, address: &str, subject: &str) -> Result<Mail> {
        loop {
            let mail = self.next_to(address).await?;
            if mail.subject.contains(subject) {
                return Ok(mail);
            }
        }
    }
}

/// One SMTP session (RFC 5321), as far as a well-behaved client needs it.
async fn receive(stream: TcpStream, sender: &mpsc::UnboundedSender<Mail>) -> Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut recipients: Vec<String> = Vec::new();
    writer.write_all(b"220 mailbox\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
        let reply: &[u8] = match verb.as_str() {
            "RCPT" => {
                recipients.extend(address_in(&line));
                b"250 OK\r\n"
            }
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await?;
                let message = data(&mut lines).await?;
                for to in recipients.drain(..) {
                    sender.send(parse(to, &message)?)?;
                }
                b"250 OK\r\n"
            }
            "RSET" => {
                recipients.clear();
                b"250 OK\r\n"
            }
            "QUIT" => {
                writer.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 OK\r\n",
        };
        writer.write_all(reply).await?;
    }
    Ok(())
}

/// `RCPT TO:<a@b>` holds `a@b`.
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    Some(address.to_owned())
}

/// The lines up to the lone dot; a doubled dot at the start of a line is one (§4.5.2).
async fn data(
    lines: &mut tokio::io::Lines<BufReader<tokio::net::tcp::OwnedReadHalf>>,
) -> Result<String> {
    let mut message = String::new();
    while let Some(line) = lines.next_line().await? {
        if line == "." {
            break;
        }
        message.push_str(line.strip_prefix('.').unwrap_or(&line));
        message.push_str("\r\n");
    }
    Ok(message)
}

fn parse(to: String, message: &str) -> Result<Mail> {
    let parsed = MessageParser::default()
        .parse(message)
        .context("this is no mail")?;
    Ok(Mail {
        to,
        subject: parsed.subject().unwrap_or_default().to_owned(),
        text: parsed.body_text(0).unwrap_or_default().into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "Subject: =?utf-8?Q?Email_=E2=9C=93?=\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n\
        Your code:\r\n\r\n012345\r\n\r\nhttp://localhost:1/invitation#a=\r\nbc\r\n..\r\n";

    #[tokio::test]
    async fn a_mail_arrives_as_it_was_sent() {
        let mut mailbox = Mailbox::open().await.expect("opens");
        let mut client = TcpStream::connect(mailbox.address).await.expect("connects");
        let session = format!(
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n\
             DATA\r\n{MESSAGE}.\r\nQUIT\r\n"
        );
        client.write_all(session.as_bytes()).await.expect("sends");
        let mail = mailbox.next_to("b@example.com").await.expect("arrives");
        assert_eq!(mail.subject, "Email ✓");
        assert_eq!(mail.code().expect("has a code"), "012345");
        assert_eq!(
            mail.link().expect("has a link"),
            "http://localhost:1/invitation#abc"
        );
        assert!(mail.text.trim_end().ends_with("\n."), "{:?}", mail.text);
    }
}
