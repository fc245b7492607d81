//! The book on a port of this machine.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

/// A server of one folder that only this machine can reach.
pub struct Serving {
    server: Server,
    folder: PathBuf,
    address: SocketAddr,
}

/// Takes `port` of the loopback address (0: any that is free) for the files below `folder`. Returns at once;
/// requests are answered in [`Serving::run`].
///
/// # Errors
/// If the port is taken or the folder does not exist.
pub fn bind(folder: &Path, port: u16) -> anyhow::Result<Serving> {
    let folder = folder.canonicalize().with_context(|| format!("no folder {}", folder.display()))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} cannot be had; --port 0 takes one that is free"))?;
    let address = listener.local_addr()?;
    let server = Server::from_listener(listener, None).map_err(|error| anyhow!(error))?;
    Ok(Serving { server, folder, address })
}

impl Serving {
    /// What to type into a browser.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers requests, one after the other, for ever.
    pub fn run(&self) {
        for request in self.server.incoming_requests() {
            // Whoever asked and went away is not our concern.
            let _ = answer(&self.folder, request);
        }
    }
}

fn answer(folder: &Path, request: Request) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(StatusCode(405)).with_header(header("Allow", "GET, HEAD")));
    }
    let (status, path) = match file_for(folder, request.url()) {
        Some(path) => (200, path),
        None => (404, folder.join("404.html")),
    };
    let Ok(bytes) = fs::read(&path) else {
        return request.respond(Response::empty(StatusCode(404)));
    };
    let response = Response::from_data(bytes)
        .with_status_code(status)
        .with_header(header("Content-Type", content_type(&path)))
        // A book that was built again is shown, not the one that the browser remembers.
        .with_header(header("Cache-Control", "no-cache"))
        .with_header(header("X-Content-Type-Options", "nosniff"));
    request.respond(response)
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values of headers are written in this file, in ASCII")
}

/// The file below `folder` that an address asks for; none if there is no such file, or if it is elsewhere.
fn file_for(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let mut file = folder.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        // One plain name at a time: no way up, no drive, no separator of another system.
        if part == "." || part == ".." || part.contains(['\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    // Last, what the disk says: a symbolic link may lead out of the folder.
    let file = file.canonicalize().ok()?;
    (file.starts_with(folder) && file.is_file()).then_some(file)
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("pages/part")).unwrap();
        for (path, text) in [
            ("secret", "secret"),
            ("pages/index.html", "first"),
            ("pages/404.html", "nothing"),
            ("pages/part/a b.css", "css"),
        ] {
            fs::write(dir.path().join(path), text).unwrap();
        }
        dir
    }

    /// The answer to a request, written byte for byte: no client tidies the path up.
    fn ask(url: &SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(url).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn served(requests: &[&str]) -> Vec<String> {
        let dir = folder();
        let serving = std::sync::Arc::new(bind(&dir.path().join("pages"), 0).unwrap());
        assert!(serving.address.ip().is_loopback());
        let running = std::thread::spawn({
            let serving = serving.clone();
            move || serving.run()
        });
        let answers = requests.iter().map(|request| ask(&serving.address, request)).collect();
        serving.server.unblock();
        running.join().unwrap();
        answers
    }

    #[test]
    fn pages_come_with_their_types() {
        let answers = served(&["GET /", "GET /part/a%20b.css?v=1"]);
        assert!(answers[0].starts_with("HTTP/1.1 200") && answers[0].ends_with("first"), "{}", answers[0]);
        assert!(answers[0].contains("Content-Type: text/html; charset=utf-8"), "{}", answers[0]);
        assert!(
            answers[1].contains("Content-Type: text/css") && answers[1].ends_with("css"),
            "{}",
            answers[1]
        );
    }

    #[test]
    fn what_is_not_there_is_404_and_what_is_no_get_is_405() {
        let answers = served(&["GET /b.html", "POST /"]);
        assert!(answers[0].starts_with("HTTP/1.1 404") && answers[0].ends_with("nothing"), "{}", answers[0]);
        assert!(answers[1].starts_with("HTTP/1.1 405"), "{}", answers[1]);
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        for url in
            ["/../secret", "/part/../../secret", "/%2e%2e/secret", "/..%2fsecret", "/..\\secret", "/%00"]
        {
            let answers = served(&[&format!("GET {url}")]);
            assert!(
                answers[0].starts_with("HTTP/1.1 404") || answers[0].starts_with("HTTP/1.1 400"),
                "{url}"
            );
            assert!(!answers[0].contains("secret"), "{url}");
        }
    }

    #[test]
    fn an_address_that_goes_up_is_refused_wherever_it_would_end() {
        let dir = folder();
        let pages = dir.path().join("pages").canonicalize().unwrap();
        assert_eq!(file_for(&pages, "/part/../index.html"), None);
        assert!(file_for(&pages, "/index.html").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_does_not_lead_out_of_the_folder() {
        let dir = folder();
        let pages = dir.path().join("pages").canonicalize().unwrap();
        std::os::unix::fs::symlink(dir.path().join("secret"), pages.join("link")).unwrap();
        assert_eq!(file_for(&pages, "/link"), None);
        assert!(file_for(&pages, "/").is_some());
    }

    #[test]
    fn a_port_that_is_taken_is_an_error_that_says_what_to_do() {
        let dir = folder();
        let first = bind(dir.path(), 0).unwrap();
        let error = bind(dir.path(), first.address.port()).err().unwrap();
        assert!(error.to_string().contains("--port 0"), "{error}");
    }
}
