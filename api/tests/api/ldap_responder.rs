//! A directory of a few people that speaks as much LDAP as is asked of it (RFC 4511), and answers as Active Directory
//! does where a test wants that.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use twostep::platform::ldap::{
    Attributes, Directories, Directory, Filter, GroupRules, Server, Slots, client_config,
};

/// The password of the service account.
const SERVICE: &str = "service";
/// The short name of the first organization of these tests.
const ORGANIZATION: &str = "acme-support";

/// Somebody in the directory.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) dn: String,
    pub(crate) id: String,
    pub(crate) mail: String,
    pub(crate) name: String,
    pub(crate) groups: Vec<String>,
    pub(crate) password: String,
    /// `userAccountControl` of Active Directory.
    pub(crate) control: u32,
    /// With this text a right password is refused: `… data 532, v4563`.
    pub(crate) refusal: Option<String>,
}

impl Person {
    /// Somebody of whom nothing is special.
    pub(crate) fn of(uid: &str, mail: &str) -> Self {
        Self {
            dn: format!("uid={uid},dc=example"),
            id: format!("id-of-{uid}"),
            mail: mail.to_owned(),
            name: "Jo Doe".to_owned(),
            groups: Vec::new(),
            password: "of the directory".to_owned(),
            control: 512,
            refusal: None,
        }
    }

    fn values(&self, attribute: &str) -> Vec<String> {
        match attribute.to_ascii_lowercase().as_str() {
            "entryuuid" => vec![self.id.clone()],
            "mail" => vec![self.mail.clone()],
            "cn" => vec![self.name.clone()],
            "memberof" => self.groups.clone(),
            "useraccountcontrol" => vec![self.control.to_string()],
            "uid" => {
                let uid = self.dn.split(['=', ',']).nth(1);
                uid.into_iter().map(ToOwned::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As it should.
    #[default]
    Up,
    /// It closes every connection at once.
    Down,
    /// It closes the connection when somebody's password comes.
    DiesAtThePassword,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) people: Vec<Person>,
    pub(crate) mode: Mode,
    /// The names for which passwords came, but for the service account.
    pub(crate) binds: Vec<String>,
    is_over: bool,
}

/// It runs until it is dropped.
pub(crate) struct Responder {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Responder {
    pub(crate) fn start(people: Vec<Person>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            people,
            ..State::default()
        }));
        let own = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if locked(&own).is_over {
                    return;
                }
                let state = Arc::clone(&own);
                thread::spawn(move || serve(stream, &state));
            }
        });
        Self { address, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    /// As a host would configure it for the first organization.
    pub(crate) fn directory(&self) -> Directory {
        let short_name = shared_types::organizations::ShortName::parse(ORGANIZATION);
        Directory {
            organization: short_name.expect("a short name"),
            servers: vec![Server {
                url: format!("ldap://{}", self.address),
                starts_tls: false,
            }],
            bind_dn: "cn=twostep,dc=example".to_owned(),
            bind_password: SERVICE.into(),
            base: "dc=example".to_owned(),
            person: Filter::parse("(|(mail={email})(uid={name}))", &["email", "name"])
                .expect("a filter"),
            attributes: Attributes {
                id: "entryUUID".to_owned(),
                name: "cn".to_owned(),
                mail: "mail".to_owned(),
                groups: Some("memberOf".to_owned()),
            },
            groups: GroupRules {
                mapped: vec![("cn=desk,dc=example".to_owned(), "First line".to_owned())],
                search: None,
                administrators: Some("cn=admins,dc=example".to_owned()),
            },
            creates_members: true,
            links_members: false,
            updates_mail: true,
            wrong_binds: 3,
            timeout: Duration::from_secs(5),
            tls: client_config(None).expect("settings of TLS"),
            slots: Slots::default(),
        }
    }

    /// The settings with this directory alone.
    pub(crate) fn directories(&self) -> Directories {
        Directories::new([self.directory()])
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.state().is_over = true;
        // The listener looks up.
        drop(TcpStream::connect(self.address));
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tags of BER that are used.
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const ENUMERATED: u8 = 0x0a;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const BIND: u8 = 0x60;
const SEARCH: u8 = 0x63;

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    if locked(state).mode == Mode::Down {
        return;
    }
    let (mut read, mut part) = (Vec::new(), [0; 4096]);
    loop {
        while let Some((message, rest)) = element(&read) {
            let answer = answer(message.content, state);
            read = rest.to_vec();
            match answer {
                Some(answer) if stream.write_all(&answer).is_ok() => {}
                _ => return,
            }
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(count) => read.extend_from_slice(&part[..count]),
        }
    }
}

/// Part of a message.
#[derive(Clone, Copy)]
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
}

/// The first element and what stands behind it, if all of it is there.
fn element(text: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = text.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
        let length = digits
            .iter()
            .fold(0, |sum, digit| sum << 8 | usize::from(*digit));
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((Element { tag, content }, rest))
}

fn elements(mut text: &[u8]) -> Vec<Element<'_>> {
    let mut all = Vec::new();
    while let Some((one, rest)) = element(text) {
        all.push(one);
        text = rest;
    }
    all
}

fn text(content: &[u8]) -> String {
    String::from_utf8_lossy(content).into_owned()
}

fn written(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut all = vec![tag, 0x82];
    let length = u16::try_from(content.len()).expect("a short answer");
    all.extend_from_slice(&length.to_be_bytes());
    all.extend_from_slice(content);
    all
}

/// `None` ends the connection.
fn answer(message: &[u8], state: &Mutex<State>) -> Option<Vec<u8>> {
    let parts = elements(message);
    let (id, request) = (parts.first()?, parts.get(1)?);
    let fields = elements(request.content);
    let operations = match request.tag {
        BIND => vec![bind(&fields, state)?],
        SEARCH => search(&fields, &locked(state).people),
        _ => return None,
    };
    let id = written(INTEGER, id.content);
    let messages = operations
        .iter()
        .map(|operation| written(SEQUENCE, &[&id[..], operation].concat()));
    Some(messages.collect::<Vec<_>>().concat())
}

fn result(tag: u8, code: u8, diagnostic: &str) -> Vec<u8> {
    let parts = [
        written(ENUMERATED, &[code]),
        written(OCTETS, b""),
        written(OCTETS, diagnostic.as_bytes()),
    ];
    written(tag, &parts.concat())
}

/// RFC 4511 §4.2. An empty password is taken for a bind without a name, as the older text of the standard had it.
fn bind(fields: &[Element<'_>], state: &Mutex<State>) -> Option<Vec<u8>> {
    const ANSWER: u8 = 0x61;
    const WRONG: u8 = 49;
    let (dn, password) = (text(fields.get(1)?.content), text(fields.get(2)?.content));
    if dn == "cn=twostep,dc=example" {
        let code = if password == SERVICE { 0 } else { WRONG };
        return Some(result(ANSWER, code, ""));
    }
    let mut state = locked(state);
    state.binds.push(dn.clone());
    if state.mode == Mode::DiesAtThePassword {
        return None;
    }
    if password.is_empty() {
        return Some(result(ANSWER, 0, ""));
    }
    let person = state.people.iter().find(|person| person.dn == dn);
    Some(match person.filter(|person| person.password == password) {
        None => result(
            ANSWER,
            WRONG,
            "80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v4563",
        ),
        Some(person) => match &person.refusal {
            Some(refusal) => result(ANSWER, WRONG, refusal),
            None => result(ANSWER, 0, ""),
        },
    })
}

/// RFC 4511 §4.5.
fn search(fields: &[Element<'_>], people: &[Person]) -> Vec<Vec<u8>> {
    let done = result(0x65, 0, "");
    let is_below = fields.get(1).is_some_and(|scope| scope.content != [0]);
    let filter = fields.get(6).filter(|_| is_below);
    let found = people
        .iter()
        .filter(|person| filter.is_some_and(|filter| is_meant(*filter, person)));
    found.map(entry).chain([done]).collect()
}

fn entry(person: &Person) -> Vec<u8> {
    let names = ["entryUUID", "mail", "cn", "memberOf", "userAccountControl"];
    let attributes = names.iter().map(|name| {
        let values = person.values(name).into_iter();
        let values: Vec<Vec<u8>> = values.map(|one| written(OCTETS, one.as_bytes())).collect();
        let parts = [
            written(OCTETS, name.as_bytes()),
            written(SET, &values.concat()),
        ];
        written(SEQUENCE, &parts.concat())
    });
    let attributes: Vec<Vec<u8>> = attributes.collect();
    let parts = [
        written(OCTETS, person.dn.as_bytes()),
        written(SEQUENCE, &attributes.concat()),
    ];
    written(0x64, &parts.concat())
}

/// Whether a filter finds a person: AND, OR, equality and presence.
fn is_meant(filter: Element<'_>, person: &Person) -> bool {
    let parts = || elements(filter.content).into_iter();
    match filter.tag {
        0xa0 => parts().all(|part| is_meant(part, person)),
        0xa1 => parts().any(|part| is_meant(part, person)),
        0xa3 => {
            let parts: Vec<String> = parts().map(|part| text(part.content)).collect();
            let [attribute, value] = parts.as_slice() else {
                return false;
            };
            let values = person.values(attribute);
            values.iter().any(|own| own.eq_ignore_ascii_case(value))
        }
        0x87 => !person.values(&text(filter.content)).is_empty(),
        _ => false,
    }
}
